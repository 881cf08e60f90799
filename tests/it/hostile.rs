//! Code that makes type inference expensive: every run ends, and a plain finding beside it is still reported.

use crate::support;
use async_lint::{CheckOptions, Question, Silent, check};
use std::fmt::Write;
use std::time::{Duration, Instant};

/// Far more than any of these needs even in an unoptimised build on a busy machine; an exponential search would need years.
const PATIENCE: Duration = Duration::from_secs(120);

/// Lints `hostile` beside a fn that sleeps, and expects that finding.
fn survives(name: &str, hostile: &str) {
    let folder = support::folder();
    let text = format!("{hostile}\nasync fn plain() {{ std::thread::sleep(std::time::Duration::from_secs(1)); }}\n");
    support::write(folder.path(), &[("lib.rs", &text)]);
    let started = Instant::now();
    let report = support::check(&support::options(folder.path()));
    assert!(started.elapsed() < PATIENCE, "{name} took {:?}", started.elapsed());
    assert_eq!(report.summary.unparsed, 0, "{name} is Rust");
    assert!(report.findings.iter().any(|finding| finding.api == "std::thread::sleep"), "{name} hides the finding beside it");
}

#[test]
fn types_that_go_in_circles() {
    survives("an alias of itself", "type A = B; type B = A; async fn f(a: A) { a.go(); }");
    survives("a default of itself", "struct S<T = S>(T); async fn f(s: S) { s.0.go(); }");
    survives("a struct in itself", "struct L(Option<Box<L>>); async fn f(l: L) { l.0.unwrap().0.unwrap().go(); }");
    survives(
        "two types that dereference to each other",
        "use std::ops::Deref; struct A; struct B;
         impl Deref for A { type Target = B; fn deref(&self) -> &B { loop {} } }
         impl Deref for B { type Target = A; fn deref(&self) -> &A { loop {} } }
         async fn f(a: A) { a.go(); a.field; *a; }",
    );
    survives("a trait that needs itself", "trait T: U<Self::X> { type X; } trait U<Y>: T {} async fn f<Z: T>(z: Z) { z.go(); }");
    survives(
        "a bound that grows",
        "trait Go { fn go(&self) {} } impl<T> Go for Vec<T> where Vec<Vec<T>>: Go {} async fn f(v: Vec<u8>) { v.go(); }",
    );
    survives(
        "a projection of itself",
        "trait T { type X; } struct S; impl T for S { type X = <S as T>::X; } async fn f(x: <S as T>::X) { x.go(); }",
    );
}

#[test]
fn types_that_double() {
    let mut known = "async fn f() { let a0 = (1, 2);".to_owned();
    let mut open = "async fn g() { let b0 = Default::default();".to_owned();
    let mut generic = "struct P<A, B>(A, B); async fn h() { let c0 = P(1, 2);".to_owned();
    for index in 1..60 {
        let before = index - 1;
        let _ = write!(known, "let a{index} = (a{before}, a{before});");
        let _ = write!(open, "let b{index} = (b{before}, b{before});");
        let _ = write!(generic, "let c{index} = P(c{before}, c{before}).clone();");
    }
    survives("tuples", &format!("{known} }}"));
    survives("tuples of something open", &format!("{open} b59.0.go(); }}"));
    survives("generic structs", &format!("{generic} }}"));
    survives("tuples of variables", &pairs("std::fs::read(\"x\");"));
}

/// Two types of 2^40 parts that may be equal, and what follows them.
fn pairs(then: &str) -> String {
    let mut code = "fn pair<T>(t: T, u: T) -> (T, T) { (t, u) }\nasync fn i() { let d0 = None; let e0 = None;".to_owned();
    for index in 0..40 {
        let next = index + 1;
        let _ = write!(code, "let d{next} = pair(d{index}, d{index}); let e{next} = pair(e{index}, e{index});");
    }
    code + "[d40, e40];\n" + then + "\n}"
}

#[test]
fn a_fn_whose_types_are_incomplete_is_counted_and_named() {
    let folder = support::folder();
    support::write(folder.path(), &[("lib.rs", &pairs("std::fs::read(\"x\");\nload(e40).go();")), ("calm.rs", "async fn j() {}")]);
    let question = Question { file: folder.path().join("lib.rs"), line: 4 };
    let options = CheckOptions { questions: vec![question], ..support::options(folder.path()) };
    let report = check(&options, &Silent).expect("the run succeeds");
    assert_eq!(report.summary.functions_incomplete, 1);
    let reasons: Vec<&str> = report.unresolved.iter().filter(|call| call.start.line == 2).map(|call| call.reason.as_str()).collect();
    assert_eq!(reasons, ["`i` has incomplete types: inferring them takes more steps than the limit for one fn"]);
    let silent: Vec<&str> = report.answers.iter().filter_map(|answer| answer.silent.as_deref()).collect();
    assert!(silent.iter().any(|silent| silent.contains("the fn around it has incomplete types")), "{silent:?}");
    // A path leads where it leads, whatever is known of types.
    let report = support::check(&support::options(folder.path()));
    assert!(report.findings.iter().any(|finding| finding.api == "std::fs::read"));
}

#[test]
fn long_chains() {
    let adaptors = ".map(|x| x).filter(|x| true)".repeat(60);
    survives("adaptors", &format!("async fn f(v: Vec<u8>) {{ let n = v.into_iter(){adaptors}.count(); n.go(); }}"));
    let calls = ".clone()".repeat(800);
    survives("calls", &format!("async fn f(s: String) {{ s{calls}.len(); }}"));
    let closures = format!("{}1{}", "(|| ".repeat(150), ")()".repeat(150));
    survives("closures", &format!("async fn f() {{ let x = {closures}; }}"));
}

#[test]
fn hidden_types_that_contain_themselves() {
    let uses = "async fn f() { let x = k(1); tokio::task::yield_now().await; drop(x) }";
    survives("an option of itself", &format!("fn k(n: u32) -> impl Sized {{ Some(k(n)) }} {uses}"));
    survives("a pair of itself", &format!("fn k(n: u32) -> impl Sized {{ (k(n), k(n)) }} {uses}"));
    survives("a struct of itself", &format!("struct S<T>(T); fn k(n: u32) -> impl Sized {{ S(k(n)) }} {uses}"));
}
