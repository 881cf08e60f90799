//! Which of a manifest's platforms is the one that the tool was built for: what only others link is not read.

use cfg_expr::targets::get_builtin_target_by_triple;
use cfg_expr::{Expression, Predicate};

/// The platform of this build, as rustc names it.
const HOST: &str = env!("ASYNC_LINT_TARGET");

/// Whether `[target.'platform'.dependencies]` may hold for this platform. What cannot be understood may.
pub(super) fn is_host(platform: &str) -> bool {
    if !platform.trim_start().starts_with("cfg") {
        return platform == HOST;
    }
    let (Ok(expression), Some(host)) = (Expression::parse(platform), get_builtin_target_by_triple(HOST)) else { return true };
    let answer = expression.eval(|predicate| match predicate {
        Predicate::Target(target) => Some(target.matches(host)),
        Predicate::Test | Predicate::DebugAssertions | Predicate::ProcMacro => Some(false),
        _ => None,
    });
    answer != Some(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_certainly_is_for_others_is_left_out() {
        assert!(is_host(HOST));
        assert!(!is_host("riscv32i-unknown-none-elf"));
        assert_eq!(is_host("cfg(unix)"), cfg!(unix));
        assert_eq!(is_host("cfg(windows)"), cfg!(windows));
        assert_eq!(is_host("cfg(not(windows))"), cfg!(not(windows)));
        assert!(is_host("cfg(feature = \"tls\")"), "features are not known here");
        assert!(is_host("cfg(what is this"), "what cannot be parsed may hold");
        assert!(!is_host("cfg(test)"));
    }
}
