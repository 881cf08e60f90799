//! Tests of the module as a whole: text in, facts out.

mod exprs;
mod hostile;
mod items;
mod macros;
mod mixes;
mod outline;
mod props;
mod sweep;

use super::{Bodies, Lowered, MacroTable, lower};
use crate::facts::{Body, BodyRef, Expr, ExprKind, FileFacts, Item, ItemKind, MacroKind, Span};

/// Lowers text without errors.
pub(super) fn facts(text: &str) -> FileFacts {
    let Lowered { facts, errors } = lower(text, Bodies::Lower, &MacroTable::default());
    assert_eq!(errors, [], "{text}");
    check_invariants(text, &facts);
    facts
}

/// The first item of that name.
pub(super) fn item<'f>(facts: &'f FileFacts, name: &str) -> &'f Item {
    facts.items.iter().find(|item| item.name == *name).unwrap_or_else(|| panic!("no item {name}"))
}

/// The body of the fn, const or static of that name.
pub(super) fn body<'f>(facts: &'f FileFacts, name: &str) -> &'f Body {
    let body = match &item(facts, name).kind {
        ItemKind::Fn(function) => function.body,
        ItemKind::Const { body, .. } | ItemKind::Static { body, .. } => *body,
        other => panic!("{name} has no body: {other:?}"),
    };
    let BodyRef::Lowered(id) = body else { panic!("{name} is not lowered: {body:?}") };
    &facts.bodies[id]
}

/// `fn f() { text }` lowered, with the text of the whole file.
pub(super) fn in_fn(text: &str) -> (String, FileFacts) {
    let text = format!("async fn f() {{ {text} }}");
    let facts = facts(&text);
    (text, facts)
}

/// The kinds of all macro calls in all bodies.
pub(super) fn macro_kinds(facts: &FileFacts) -> Vec<&MacroKind> {
    exprs(facts).filter_map(|expr| if let ExprKind::Macro(call) = &expr.kind { Some(&call.kind) } else { None }).collect()
}

/// All expressions of all bodies.
pub(super) fn exprs(facts: &FileFacts) -> impl Iterator<Item = &Expr> {
    facts.bodies.iter().flat_map(|body| body.exprs.iter())
}

/// The method names and the last segments of paths that are called, in order.
pub(super) fn called(facts: &FileFacts) -> Vec<String> {
    let mut names = Vec::new();
    for body in &facts.bodies {
        for expr in &body.exprs {
            match &expr.kind {
                ExprKind::MethodCall { method, .. } => names.push(method.to_string()),
                ExprKind::Call { callee, .. } => {
                    if let ExprKind::Path(path) = &body.exprs[*callee].kind {
                        names.extend(path.segments.last().map(|segment| segment.name.to_string()));
                    }
                }
                _ => {}
            }
        }
    }
    names
}

/// Invariants of the facts of any text.
pub(super) fn check_invariants(text: &str, facts: &FileFacts) {
    let inside = |span: Span, what: &str| {
        let (start, end) = (span.start as usize, span.end as usize);
        assert!(start <= end && end <= text.len(), "{what}: {span:?} does not lie in the text");
        assert!(text.is_char_boundary(start) && text.is_char_boundary(end), "{what}: {span:?} cuts a character");
    };
    for item in &facts.items {
        inside(item.span, "item");
        inside(item.name_span, "item's name");
        assert!(facts.scopes.get(item.scope).is_some());
    }
    for (id, scope) in facts.scopes.iter_enumerated() {
        assert!(scope.parent.is_none_or(|parent| parent < id), "parents come before children");
    }
    for directive in &facts.directives {
        inside(directive.span, "directive");
    }
    for body in &facts.bodies {
        assert!(body.root.index() < body.exprs.len());
        for pat in &body.pats {
            inside(pat.span, "pattern");
        }
        for (id, expr) in body.exprs.iter_enumerated() {
            inside(expr.span, "expression");
            let mut children = Vec::new();
            children_of(&expr.kind, &mut children);
            assert!(children.iter().all(|&child| child < id), "children come before {:?}", expr.kind);
            if expr.from_expansion {
                continue;
            }
            match &expr.kind {
                ExprKind::Path(path) => {
                    let last = path.segments.last().expect("a path has segments");
                    let name = last.name.as_str();
                    // `{x}` in a format string is an argument too, with the span of the string.
                    if text[last.span.range()].contains('"') {
                        continue;
                    }
                    assert!(text[last.span.range()].ends_with(name), "{name} is not at {:?}", &text[last.span.range()]);
                    assert!(expr.span.contains(last.span), "{name} is not inside {:?}", &text[expr.span.range()]);
                }
                ExprKind::MethodCall { method, method_span, .. } if *method != *"write_fmt" => {
                    assert!(text[method_span.range()].ends_with(method.as_str()), "{method} is not at {:?}", &text[method_span.range()]);
                }
                _ => {}
            }
        }
    }
}

fn children_of(kind: &ExprKind, out: &mut Vec<crate::facts::ExprId>) {
    match kind {
        ExprKind::Call { callee, args } => {
            out.push(*callee);
            out.extend(args);
        }
        ExprKind::MethodCall { receiver, args, .. } => {
            out.push(*receiver);
            out.extend(args);
        }
        ExprKind::Binary { lhs, rhs, .. } | ExprKind::Assign { lhs, rhs } => out.extend([lhs, rhs]),
        ExprKind::If { cond, then, otherwise } => {
            out.extend([cond, then]);
            out.extend(otherwise);
        }
        ExprKind::Try { operand } | ExprKind::Await { operand, .. } | ExprKind::Ref { operand, .. } => out.push(*operand),
        ExprKind::Block { tail, .. } => out.extend(tail),
        _ => {}
    }
}
