//! Advice that names what the offered fix uses. The advice is often an async type, while the fix moves the call to another thread.

use crate::diagnostics::{Fix, Form};

/// The advice with the fn that the first fix moves the call to; `None` if it names that fn already, or nothing else.
pub(super) fn advice(help: &str, fixes: &[Fix]) -> Option<String> {
    let moved = fixes.first().filter(|fix| fix.form == Form::Offload)?;
    let to = moved.title.strip_suffix('`')?.rsplit('`').next()?;
    if !help.starts_with("use `") || help.contains(to) {
        return None;
    }
    // A remark comes last.
    Some(match help.split_once("; ") {
        Some((what, remark)) => format!("{what}, or move it to `{to}`; {remark}"),
        None => format!("{help}, or move it to `{to}`"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Applicability;

    fn moved(title: &str, form: Form) -> Vec<Fix> {
        vec![Fix { form, applicability: Applicability::Safe, title: title.to_owned(), edits: Vec::new() }]
    }

    #[test]
    fn names_the_pool_before_the_remark() {
        let fixes = moved("move the call to `smol::unblock`", Form::Offload);
        assert_eq!(advice("use `connect(x).await`", &fixes).as_deref(), Some("use `connect(x).await`, or move it to `smol::unblock`"));
        assert_eq!(advice("use `a().await`; slow", &fixes).as_deref(), Some("use `a().await`, or move it to `smol::unblock`; slow"));
    }

    #[test]
    fn leaves_advice_that_agrees() {
        let fixes = moved("move the call to `smol::unblock`", Form::Offload);
        assert_eq!(advice("run it with `smol::unblock(move || ..).await`", &fixes), None);
        assert_eq!(advice("use `smol::unblock(f).await`", &fixes), None);
        assert_eq!(advice("use `b().await`", &moved("use `b` in place of `a`", Form::Replace)), None);
        assert_eq!(advice("use `b().await`", &[]), None);
    }
}
