//! Macro calls.

use super::{body, called, exprs, facts, in_fn, macro_kinds};
use crate::facts::{ExprKind, MacroKind, PatKind, Stmt};

#[test]
fn std_macros_keep_their_arguments() {
    let (text, facts) = in_fn(
        "println!(\"{} {x} {n}\", a(), n = b()); let v = vec![c(); 3]; let w = vec![d(), e()]; assert_eq!(g(), 1, \"m {}\", h()); \
         write!(out.w(), \"{}\", i())?; if matches!(j(), Some(k) if l(k)) {} dbg!(m()); format!(\"x\"); todo!(); include_str!(\"f\"); cfg!(unix);",
    );
    assert_eq!(called(&facts), ["a", "b", "c", "d", "e", "g", "h", "w", "i", "write_fmt", "j", "l", "m"]);
    let write = exprs(&facts).find_map(|e| {
        if let ExprKind::MethodCall { method, method_span, args, .. } = &e.kind {
            (*method == *"write_fmt").then_some((method_span, args))
        } else {
            None
        }
    });
    let (span, args) = write.expect("write_fmt");
    assert_eq!((&text[span.range()], args.len()), ("write", 1));
    let kinds = macro_kinds(&facts);
    // `x`, which the string captures, is an argument too.
    assert!(matches!(kinds[0], MacroKind::Print { args } if args.len() == 3));
    assert!(matches!(kinds[1], MacroKind::VecRepeat { .. }));
    assert!(matches!(kinds[2], MacroKind::Vec { items } if items.len() == 2));
    assert!(matches!(kinds[3], MacroKind::Unit { args } if args.len() == 4));
    assert!(matches!(kinds[4], MacroKind::Identity { .. }));
    assert!(matches!(kinds[6], MacroKind::Diverge { .. }));
    assert!(matches!((kinds[7], kinds[8]), (MacroKind::Str, MacroKind::Cfg { .. })));
    assert!(facts.skipped.is_empty());
}

#[test]
fn a_format_string_may_capture_a_raw_name() {
    let (_, facts) = in_fn("println!(\"{r#type} {r#fn:?} {r#} {}\", a());");
    assert!(matches!(macro_kinds(&facts)[0], MacroKind::Print { args } if args.len() == 3));
}

#[test]
fn select_has_a_grammar_of_its_own() {
    let (_, facts) = in_fn(
        "tokio::select! { biased; Some(x) = a(), if g() => b(x), _ = &mut c => { d() } r = async { e().await } => match r { _ => h() }, else => { i() } }\n\
         futures::select_biased! { y = fut => k(y), complete => break, default => l() };\n\
         crossbeam_channel::select! { recv(m) -> msg => n(msg), send(o, p()) -> _ => {} default(q) => {} }",
    );
    assert_eq!(called(&facts), ["a", "g", "b", "d", "e", "h", "i", "k", "l", "recv", "n", "p", "send", "default"]);
    let kinds = macro_kinds(&facts);
    let MacroKind::Select { arms, otherwise, polls: false } = kinds[0] else { panic!("{kinds:?}") };
    assert_eq!((arms.len(), arms[0].guard.is_some(), otherwise.is_some()), (3, true, true));
    assert!(matches!(facts.bodies[0].pats[arms[0].pat].kind, PatKind::TupleStruct { .. }));
    assert!(matches!(kinds[1], MacroKind::Select { arms, otherwise: Some(_), polls: true } if arms.len() == 1));
    assert!(matches!(kinds[2], MacroKind::Select { arms, otherwise: None, polls: false } if arms.len() == 3));
}

#[test]
fn async_macros() {
    let (_, facts) = in_fn(
        "let (a, b) = tokio::join!(x(), y()); let c = futures::try_join!(biased; z())?; let s = try_stream! { for await v in q() { yield r(v)?; } };\n\
         tokio::pin!(s); tokio::pin! { let t = u(); } let p = ready!(pp(cx)); ensure!(e() > 1, \"m\"); let er = anyhow!(\"x {}\", f()); bail!(g())",
    );
    assert_eq!(called(&facts), ["x", "y", "z", "q", "r", "u", "pp", "e", "f", "g"]);
    let kinds = macro_kinds(&facts);
    assert!(matches!(kinds[0], MacroKind::Join { futures, fallible: false } if futures.len() == 2));
    assert!(matches!(kinds[1], MacroKind::Join { fallible: true, .. }));
    assert!(matches!(kinds[2], MacroKind::Stream { fallible: true, .. }));
    assert!(matches!(kinds.last(), Some(MacroKind::Diverge { .. })));
    assert!(facts.bodies[0].pats.iter().any(|pat| matches!(&pat.kind, PatKind::Bind { name, .. } if *name == *"t")));
}

#[test]
fn logging_has_fields() {
    let (_, facts) = in_fn(
        "info!(target: \"t\", parent: &s, a.b = ?one(), c = %two(), ?d, %e, \"k\" = three(), f, \"msg {} {}\", four(), x = five());\n\
         warn!({ g = six() }, \"m\"); log::error!(key:? = seven(), other = 1; \"m {}\", eight()); let sp = info_span!(\"n\", h = nine()); debug!({ KEY } = %ten(), \"m\");",
    );
    assert_eq!(called(&facts), ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]);
    assert!(facts.skipped.is_empty());
}

#[test]
fn unknown_macros_are_read_as_far_as_possible() {
    let (_, facts) = in_fn(
        "json!({ \"a\": one(), \"b\": [two(), null, { \"c\": three }], key(): -1 }); hashmap! { \"k\" => four(), k2 => five() }; check! { let x = six(); seven(x) }; odd!(<html> + );",
    );
    assert_eq!(called(&facts), ["one", "two", "key", "four", "five", "six", "seven"]);
    assert_eq!(facts.skipped.len(), 1);
    let (id, expr) = facts.skipped[0].at.expect("in a body");
    assert!(matches!(&facts.bodies[id].exprs[expr].kind, ExprKind::Macro(call) if call.kind == MacroKind::Opaque));
}

#[test]
fn macros_of_the_file_expand() {
    let text = "macro_rules! twice { ($e:expr) => {{ let t = $e; helper(t); $crate::m::other($e) }} }\n\
                macro_rules! bind { ($n:ident, $v:expr) => { let $n = $v; } }\n\
                fn f() { bind!(q, start()); let r = twice!(arg(q)); r }";
    let facts = facts(text);
    assert_eq!(called(&facts), ["start", "arg", "helper", "arg", "other"]);
    let ExprKind::Block { stmts, .. } = &body(&facts, "f").exprs[body(&facts, "f").root].kind else { panic!() };
    assert!(matches!(stmts[0], Stmt::Let { .. }), "bindings are spliced into the block");
    for expr in exprs(&facts) {
        if let ExprKind::Path(path) = &expr.kind {
            let name = path.segments.last().expect("segments").name.as_str();
            let written = !matches!(name, "helper" | "other" | "t");
            assert_eq!(expr.from_expansion, !written, "{name}");
            assert_eq!(&text[path.segments.last().expect("segments").span.range()], if written { name } else { "twice" });
        }
    }
}

#[test]
fn recursion_in_macros_ends() {
    let facts = facts(
        "macro_rules! r { ($($t:tt)*) => { r!(x $($t)*) } }\nmacro_rules! two { ($e:expr) => { two!($e) + two!($e) } }\nfn f() { r!(a); two!(g()) }",
    );
    assert!(!facts.skipped.is_empty());
    let facts = super::facts("macro_rules! own { () => { fn x() { own!(); } } }\nown!();");
    assert!(facts.items.iter().filter(|item| item.name == *"x").count() <= 128);
}

#[test]
fn the_table_brings_macros_of_other_files() {
    let mut table = super::MacroTable::default();
    table.scan("macro_rules! open { ($p:expr) => { std::fs::File::open($p) }; }");
    let lowered = super::lower("fn f() { crate::open!(p()) }", super::Bodies::Lower, &table);
    assert_eq!(called(&lowered.facts), ["p", "open"]);
}
