//! The words of findings: what, why, what to do.

use super::body::BodyView;
use crate::catalogue::{ApiEntry, Cost, Instead};
use crate::facts::{ExprId, Span};
use std::fmt::Write;
use std::time::Duration;

/// The message of a direct finding.
pub(super) fn message(view: &BodyView<'_>, api: &ApiEntry, id: ExprId) -> String {
    let mut message = format!("`{}` {}", api.path, effect(api.cost));
    let (_, args) = view.receiver_and_args(id);
    if api.cost >= Cost::Unbounded
        && let Some(duration) = args.iter().find_map(|&arg| view.duration(arg))
    {
        let _ = write!(message, " for {}", human(duration));
    }
    message
}

/// What an API of this cost class does to the thread that runs it.
pub(super) const fn effect(cost: Cost) -> &'static str {
    match cost {
        Cost::Panics => "panics or deadlocks inside an async runtime",
        Cost::Cpu => "keeps the async worker thread busy",
        Cost::Lock => "may block the async worker thread",
        _ => "blocks the async worker thread",
    }
}

fn human(duration: Duration) -> String {
    if duration >= Duration::from_secs(1) {
        format!("{} s", duration.as_secs_f64())
    } else if duration >= Duration::from_millis(1) {
        format!("{} ms", duration.as_millis())
    } else {
        format!("{} µs", duration.as_micros())
    }
}

/// What to do: the replacement as code if there is one for the runtime, else the way off the thread.
pub(super) fn help(view: &BodyView<'_>, api: &ApiEntry, id: ExprId, runtime: &str) -> String {
    let mut help = match api.instead_for(runtime) {
        Some(instead) => match fill(view, instead, id) {
            Some(code) => format!("use `{code}`"),
            None => format!("use `{}`", instead.code),
        },
        None => offload(api.cost, runtime),
    };
    if let Some(root) = api.instead_for(runtime).and_then(|instead| instead.root.as_ref()) {
        let _ = write!(help, ", with `{}` in place of `{}`", root.to, root.from);
    }
    if let Some(instead) = api.instead_for(runtime)
        && let Some(note) = &instead.note
    {
        let _ = write!(help, "; {note}");
    }
    help
}

/// The way to another thread under each runtime.
pub(super) fn offload(cost: Cost, runtime: &str) -> String {
    let wrapper = match runtime {
        "actix" => "actix_web::web::block(move || ..).await",
        "async-std" => "async_std::task::spawn_blocking(move || ..).await",
        "smol" => "smol::unblock(move || ..).await",
        "embassy" => return "use an async driver; there is no thread to move it to".to_owned(),
        _ => "tokio::task::spawn_blocking(move || ..).await",
    };
    if cost == Cost::Cpu { format!("run it on a bounded pool, or with `{wrapper}`") } else { format!("run it with `{wrapper}`") }
}

/// Texts of arguments longer than this are not shown.
const MAX_ARGUMENT: usize = 60;

/// The replacement with the call's own arguments in it; `None` if one of them is too long to show.
fn fill(view: &BodyView<'_>, instead: &Instead, id: ExprId) -> Option<String> {
    let (receiver, args) = view.receiver_and_args(id);
    let text = |span: Span| {
        let text = view.text(span);
        (text.len() <= MAX_ARGUMENT && !text.contains('\n')).then(|| text.to_owned())
    };
    let hole = |name: &str| match name {
        "self" => text(view.body.exprs[receiver?].span),
        "&self" => Some(format!("&{}", text(view.body.exprs[receiver?].span)?)),
        "args" => Some(args.iter().map(|&arg| text(view.body.exprs[arg].span)).collect::<Option<Vec<_>>>()?.join(", ")),
        index => text(view.body.exprs[*args.get(index.parse::<usize>().ok()?)?].span),
    };
    filled(&instead.code, &hole)
}

/// The template with its holes filled in one pass: what an argument says is never taken for a hole itself.
fn filled(template: &str, hole: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let mut code = String::new();
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        code.push_str(&rest[..open]);
        let end = rest[open..].find('}').map(|end| open + end);
        match end.map(|end| (&rest[open + 1..end], end)) {
            Some((name, end)) if matches!(name, "self" | "&self" | "args") || name.parse::<usize>().is_ok() => {
                code.push_str(&hole(name)?);
                rest = &rest[end + 1..];
            }
            _ => {
                code.push('{');
                rest = &rest[open + 1..];
            }
        }
    }
    code.push_str(rest);
    Some(code)
}

#[cfg(test)]
mod tests {
    use super::filled;

    #[test]
    fn an_argument_is_no_hole() {
        let hole = |name: &str| (name != "1").then(|| format!("<{name} {{0}}>"));
        assert_eq!(filled("f({self}, {0}, { {x} })", &hole).as_deref(), Some("f(<self {0}>, <0 {0}>, { {x} })"));
        assert_eq!(filled("f({1})", &hole), None, "there is no such argument");
    }
}
