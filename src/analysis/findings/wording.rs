//! The texts of findings: what happens, why, what to do.

use super::super::body::BodyView;
use crate::catalogue::{ApiEntry, Catalogue, Instead};
use crate::diagnostics::{Cost, Form};
use crate::facts::{ExprId, ExprKind, Span};
use std::fmt::Write;
use std::time::Duration;

/// The message of a direct finding.
pub(in crate::analysis) fn message(view: &BodyView<'_>, api: &ApiEntry, id: ExprId) -> String {
    let mut message = format!("`{}` {}", api.path, effect(api.cost));
    let (_, args) = view.receiver_and_args(id);
    if api.cost == Cost::Unbounded
        && let Some(duration) = args.iter().find_map(|&arg| view.duration(arg))
    {
        let _ = write!(message, " for {}", human(duration));
    }
    message
}

/// What an API of this cost class does to the thread that runs it.
pub(in crate::analysis) const fn effect(cost: Cost) -> &'static str {
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

/// What to do: the replacement as code, if there is one for a runtime of the package; else how to move the call to another thread. The same
/// replacement is used by fixes.
pub(in crate::analysis) fn help(view: &BodyView<'_>, api: &ApiEntry, id: ExprId, runtimes: &[String]) -> String {
    let Some(instead) = api.instead_among(runtimes) else { return offload(view.catalogue, api.cost, runtimes) };
    let mut code = fill(view, instead, id);
    // A template for tokio's blocking pool is adapted to the runtime that drives the package, as in fixes.
    if instead.form == Form::Offload && !runtimes.is_empty() {
        code = code.replacen("tokio::task::spawn_blocking(", &format!("{}(", pool(view.catalogue, runtimes)), 1);
    }
    let mut help = format!("use `{code}`");
    if let Some(root) = &instead.root {
        let _ = write!(help, ", with `{}` in place of `{}`", root.to, root.from);
    }
    if let Some(note) = &instead.note {
        let _ = write!(help, "; {note}");
    }
    help
}

/// Advice for code that cannot await, though an executor runs it.
pub(in crate::analysis) fn without_await(help: &str) -> String {
    if help.contains(".await") {
        format!("this code cannot await: if its framework takes async code as well, {help}; else give the work to a task or a thread")
    } else {
        help.to_owned()
    }
}

/// How advice shows a call of a pool's fn, after the fn's path.
pub(crate) const IN_POOL: &str = "(move || ..).await`";

/// Advice on moving a call to another thread, for the first runtime that supports it.
pub(in crate::analysis) fn offload(catalogue: &Catalogue, cost: Cost, runtimes: &[String]) -> String {
    if runtimes.first().is_some_and(|first| first == "embassy") {
        return "use an async driver; there is no thread to move it to".to_owned();
    }
    let pool = pool(catalogue, runtimes);
    if cost == Cost::Cpu { format!("run it on a bounded pool, or with `{pool}{IN_POOL}") } else { format!("run it with `{pool}{IN_POOL}") }
}

/// The fn that runs a closure on another thread, for the first of these runtimes.
fn pool<'c>(catalogue: &'c Catalogue, runtimes: &[String]) -> &'c str {
    let pool = runtimes.first().and_then(|first| catalogue.contexts().pool(first));
    pool.map_or("tokio::task::spawn_blocking", |pool| pool.path.as_str())
}

/// Longer arguments are not shown.
const MAX_ARGUMENT: usize = 60;

/// The replacement with the call's own arguments; an argument that is missing or too long becomes `..`.
fn fill(view: &BodyView<'_>, instead: &Instead, id: ExprId) -> String {
    let (receiver, args) = view.receiver_and_args(id);
    let text = |span: Span| {
        let text = view.text(span);
        (text.len() <= MAX_ARGUMENT && !text.contains('\n')).then(|| text.to_owned())
    };
    let receiver = || text(view.body.exprs[receiver?].span).or_else(|| Some("receiver".to_owned()));
    let argument = |index: usize| text(view.body.exprs[*args.get(index)?].span);
    let placeholder = |name: &str| match name {
        "self" => receiver().unwrap_or_else(|| "receiver".to_owned()),
        "&self" => format!("&{}", receiver().unwrap_or_else(|| "receiver".to_owned())),
        "args" => args
            .iter()
            .map(|&arg| text(view.body.exprs[arg].span))
            .collect::<Option<Vec<_>>>()
            .map_or("..".to_owned(), |all| all.join(", ")),
        index => index.parse().ok().and_then(argument).unwrap_or_else(|| "..".to_owned()),
    };
    let is_postfix = |id: ExprId| {
        let kind = &view.body.exprs[id].kind;
        matches!(kind, ExprKind::Path(_) | ExprKind::Call { .. } | ExprKind::MethodCall { .. } | ExprKind::Field { .. })
    };
    // `(future).await` needs its parentheses only around an operator or a block.
    match instead.code.strip_prefix("({0})").zip(args.first().filter(|arg| is_postfix(**arg)).and_then(|_| argument(0))) {
        Some((rest, text)) => text + &filled(rest, &placeholder),
        None => filled(&instead.code, &placeholder),
    }
}

/// The template with all placeholders filled in one pass, so the text of an argument is never read as a placeholder.
fn filled(template: &str, placeholder: &dyn Fn(&str) -> String) -> String {
    let mut code = String::new();
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        code.push_str(&rest[..open]);
        let end = rest[open..].find('}').map(|end| open + end);
        match end.map(|end| (&rest[open + 1..end], end)) {
            Some((name, end)) if matches!(name, "self" | "&self" | "args") || name.parse::<usize>().is_ok() => {
                let text = placeholder(name);
                // `rewind(&mut {self}, {args})` of a call without arguments.
                if text.is_empty() && code.ends_with(", ") {
                    code.truncate(code.len() - 2);
                }
                code.push_str(&text);
                rest = &rest[end + 1..];
            }
            _ => {
                code.push('{');
                rest = &rest[open + 1..];
            }
        }
    }
    code.push_str(rest);
    code
}

#[cfg(test)]
mod tests {
    use super::filled;

    #[test]
    fn an_argument_is_no_hole() {
        let placeholder = |name: &str| format!("<{name} {{0}}>");
        assert_eq!(filled("f({self}, {0}, { {x} })", &placeholder), "f(<self {0}>, <0 {0}>, { {x} })");
    }
}
