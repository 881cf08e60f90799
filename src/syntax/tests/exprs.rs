//! Expressions and patterns.

use super::{called, exprs, in_fn};
use crate::facts::{BlockKind, ExprKind, Literal, PatKind, Stmt};

/// The kinds of all expressions of a body.
fn kinds(text: &str) -> Vec<String> {
    let (_, facts) = in_fn(text);
    exprs(&facts).map(|expr| format!("{:?}", expr.kind)).map(|kind| kind.split([' ', '(']).next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn children_come_first() {
    assert_eq!(kinds("a.b(c)?.d.await"), ["Path", "Path", "MethodCall", "Try", "Field", "Await", "Block"]);
    assert_eq!(kinds("if a { b } else if c { d } else { e }").last().map(String::as_str), Some("Block"));
}

#[test]
fn spans_cover_what_was_written() {
    let (text, facts) = in_fn("let x = ((a + b).c::<u8>(é))?; 'l: loop { break 'l 1; }");
    let spans: Vec<&str> = exprs(&facts).map(|expr| &text[expr.span.range()]).collect();
    for expected in ["a + b", "(a + b).c::<u8>(é)", "((a + b).c::<u8>(é))?", "break 'l 1", "'l: loop { break 'l 1; }"] {
        assert!(spans.contains(&expected), "{expected} is not among {spans:?}");
    }
}

#[test]
fn blocks_tell_their_kind() {
    let (text, facts) = in_fn("async move { 1 }; unsafe { 2 }; const { 3 }; 'a: { 4 }; let Some(x) = y else { return };");
    let mut kinds = Vec::new();
    for expr in exprs(&facts) {
        if let ExprKind::Block { kind, label, .. } = &expr.kind {
            kinds.push((*kind, label.map(|label| label.to_string())));
        }
    }
    assert!(matches!(kinds[0].0, BlockKind::Async { is_move: true, async_span } if &text[async_span.range()] == "async"));
    assert_eq!(kinds[1].0, BlockKind::Unsafe);
    assert_eq!(kinds[2].0, BlockKind::Const);
    assert_eq!(kinds[3].1.as_deref(), Some("a"));
    let ExprKind::Block { stmts, .. } = &facts.bodies[0].exprs[facts.bodies[0].root].kind else { panic!() };
    assert!(matches!(stmts.last(), Some(Stmt::Let { otherwise: Some(_), .. })));
}

#[test]
fn patterns_guards_and_literals() {
    let (_, facts) = in_fn(
        "match x { A { b, c: Some(ref mut d @ 1..=2), .. } | B(_, ..) if g() => 1u8, &[first, ..] => r#\"s\"#, C::D => c\"\", _ => 0x10 }",
    );
    let body = &facts.bodies[0];
    let ExprKind::Match { arms, .. } = &exprs(&facts).find(|e| matches!(e.kind, ExprKind::Match { .. })).expect("match").kind else {
        panic!()
    };
    assert!(arms[0].guard.is_some() && arms[1].guard.is_none());
    assert!(matches!(&body.pats[arms[0].pat].kind, PatKind::Or(pats) if pats.len() == 2));
    assert!(
        body.pats.iter().any(|pat| matches!(&pat.kind, PatKind::Bind { name, by_ref: true, mutable: true, sub: Some(_) } if *name == *"d"))
    );
    let literals: Vec<_> = arms.iter().map(|arm| &body.exprs[arm.body].kind).collect();
    assert_eq!(*literals[0], ExprKind::Literal(Literal::Int(Some(1), Some("u8".into()))));
    assert_eq!(*literals[1], ExprKind::Literal(Literal::Str("s".to_owned())));
    assert_eq!(*literals[2], ExprKind::Literal(Literal::CStr));
    assert_eq!(*literals[3], ExprKind::Literal(Literal::Int(Some(16), None)));
}

#[test]
fn closures_and_let_chains() {
    let (_, facts) =
        in_fn("let c = async move |x: u8, y| -> u8 { h(x) }; if let Some(a) = b && let C = d { k() } while let Some(z) = it.next() {}");
    let closure = exprs(&facts).find_map(|e| {
        if let ExprKind::Closure { params, ret, is_async, is_move, .. } = &e.kind { Some((params, ret, is_async, is_move)) } else { None }
    });
    let (params, ret, is_async, is_move) = closure.expect("closure");
    assert!(params[0].1.is_some() && params[1].1.is_none() && ret.is_some() && *is_async && *is_move);
    assert_eq!(exprs(&facts).filter(|e| matches!(e.kind, ExprKind::Let { .. })).count(), 3);
    assert_eq!(called(&facts), ["h", "k", "next"]);
}
