//! Advice that names what the offered fix uses. The advice is often an async type or the runtime's own pool, while the fix moves the call to another
//! fn.

use super::draft::MovesTo;
use crate::analysis::IN_POOL;

/// The advice with the fn that the best fix moves the call to; `None` if it names that fn already.
pub(super) fn advice(help: &str, to: &MovesTo) -> Option<String> {
    let (MovesTo::Pool(path) | MovesTo::InPlace(path)) = to;
    // The advice may name it without its crate.
    let name = path.rsplit("::").next().unwrap_or(path);
    if ["(", "`"].iter().any(|end| help.contains(&format!("{name}{end}"))) {
        return None;
    }
    match to {
        MovesTo::InPlace(path) => Some(with_alternative(help, &format!("where it cannot move, `{path}(|| ..)`"))),
        MovesTo::Pool(path) => match help.split_once(IN_POOL) {
            // The pool of the advice gives way to the fn of the workspace that wraps it.
            Some((before, after)) => {
                let start = before.rfind('`').map_or(0, |tick| tick + 1);
                Some(format!("{}{path}{IN_POOL}{after}", &before[..start]))
            }
            None => help.starts_with("use `").then(|| with_alternative(help, &format!("move it to `{path}`"))),
        },
    }
}

/// The advice with another way, in front of the remark that comes last.
fn with_alternative(help: &str, other: &str) -> String {
    match help.split_once("; ") {
        Some((what, remark)) => format!("{what}, or {other}; {remark}"),
        None => format!("{help}, or {other}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pool(path: &str) -> MovesTo {
        MovesTo::Pool(path.to_owned())
    }

    #[test]
    fn names_the_pool_before_the_remark() {
        let to = pool("smol::unblock");
        assert_eq!(advice("use `connect(x).await`", &to).as_deref(), Some("use `connect(x).await`, or move it to `smol::unblock`"));
        assert_eq!(advice("use `a().await`; slow", &to).as_deref(), Some("use `a().await`, or move it to `smol::unblock`; slow"));
    }

    #[test]
    fn names_the_fn_that_wraps_the_pool() {
        let help = "run it with `tokio::task::spawn_blocking(move || ..).await`; slow";
        assert_eq!(advice(help, &pool("crate::db::run")).as_deref(), Some("run it with `crate::db::run(move || ..).await`; slow"));
    }

    #[test]
    fn names_the_way_for_what_cannot_move() {
        let to = MovesTo::InPlace("tokio::task::block_in_place".to_owned());
        let help = "run it with `tokio::task::spawn_blocking(move || ..).await`";
        let both =
            "run it with `tokio::task::spawn_blocking(move || ..).await`, or where it cannot move, `tokio::task::block_in_place(|| ..)`";
        assert_eq!(advice(help, &to).as_deref(), Some(both));
    }

    #[test]
    fn leaves_advice_that_agrees() {
        assert_eq!(advice("run it with `smol::unblock(move || ..).await`", &pool("smol::unblock")), None);
        assert_eq!(advice("use `smol::unblock(f).await`", &pool("unblock")), None);
        assert_eq!(advice("remove the call", &pool("smol::unblock")), None);
    }
}
