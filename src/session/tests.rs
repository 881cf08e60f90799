//! Sessions over trees in memory; only the file names exist on disk.

use super::*;
use crate::Silent;

const BLOCKS: &str = "async fn f() { std::thread::sleep(std::time::Duration::from_secs(1)); }\n";
const CLEAN: &str = "async fn f() {}\n";
const BROKEN: &str = "async fn f() { std::thread::sleep( }\n";

struct Tree {
    _folder: tempfile::TempDir,
    file: PathBuf,
    session: Session,
}

fn tree() -> Tree {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let root = folder.path().canonicalize().expect("it is there");
    let file = root.join("a.rs");
    std::fs::write(&file, CLEAN).expect("it can be written");
    let session = Session::new(CheckOptions { threads: Some(1), ..CheckOptions::new(root) });
    Tree { _folder: folder, file, session }
}

fn lints(session: &Session, file: &Path) -> Vec<String> {
    session.findings_of(file).iter().map(|finding| finding.lint.clone()).collect()
}

#[test]
fn a_text_stands_for_its_file_until_it_is_removed() {
    let Tree { _folder, file, mut session } = tree();
    session.check(&Silent).expect("it runs");
    assert!(lints(&session, &file).is_empty());
    session.set_text(&file, BLOCKS.into());
    assert!(!session.is_settled());
    session.check(&Silent).expect("it runs");
    assert_eq!(lints(&session, &file), ["blocking-sleep"]);
    session.remove(&file);
    session.check(&Silent).expect("it runs");
    assert!(lints(&session, &file).is_empty() && session.is_settled());
}

#[test]
fn an_older_analysis_never_overwrites_a_newer_one() {
    let Tree { _folder, file, mut session } = tree();
    session.set_text(&file, BLOCKS.into());
    let old = session.snapshot(Extent::All).check(&Silent).expect("it runs");
    session.set_text(&file, CLEAN.into());
    let files = Extent::Files(BTreeSet::from([file.clone()]));
    let new = session.snapshot(files).check(&Silent).expect("it runs");
    session.accept(new);
    session.accept(old);
    assert!(lints(&session, &file).is_empty());
    assert!(!session.is_settled(), "only one file of the newest texts was analysed");
}

#[test]
fn findings_of_the_last_text_that_parsed_are_kept_as_stale() {
    let Tree { _folder, file, mut session } = tree();
    session.set_text(&file, BLOCKS.into());
    session.check(&Silent).expect("it runs");
    for _ in 0..2 {
        session.set_text(&file, format!("{BROKEN} ").into());
        session.set_text(&file, BROKEN.into());
        session.check(&Silent).expect("it runs");
        assert_eq!(lints(&session, &file), ["unparsed-file"]);
        let stale = session.file(&file).and_then(|file| file.stale.as_ref()).expect("they are kept");
        assert_eq!(stale.findings.iter().map(|finding| finding.lint.as_str()).collect::<Vec<_>>(), ["blocking-sleep"]);
    }
    session.set_text(&file, CLEAN.into());
    session.check(&Silent).expect("it runs");
    assert!(session.file(&file).is_some_and(|file| file.stale.is_none() && file.findings.is_empty()));
}

#[test]
fn a_text_that_is_half_written_loses_nothing() {
    let Tree { _folder, file, mut session } = tree();
    session.set_text(&file, BLOCKS.into());
    session.check(&Silent).expect("it runs");
    for (text, found) in [(BROKEN, "unparsed-file"), (BLOCKS, "blocking-sleep"), (BROKEN, "unparsed-file"), (BLOCKS, "blocking-sleep")] {
        session.set_text(&file, text.into());
        let checked = session.snapshot(Extent::Files(BTreeSet::from([file.clone()]))).check(&Silent).expect("it runs");
        session.accept(checked);
        assert_eq!(lints(&session, &file), [found]);
    }
    assert_eq!(session.findings_of(&file)[0].start.line, 1);
    session.check(&Silent).expect("it runs");
    assert_eq!(lints(&session, &file), ["blocking-sleep"]);
}

#[test]
fn a_line_is_explained_with_the_newest_text() {
    let Tree { _folder, file, mut session } = tree();
    session.set_text(&file, BLOCKS.into());
    let answers = session.snapshot(Extent::All).why(&file, 1, &Silent).expect("it runs");
    assert!(answers.iter().any(|answer| answer.target.contains("std::thread::sleep")), "{answers:?}");
}

/// Bodies that spawn tasks, declare items, and call fns of the file.
const BODIES: [&str; 9] = [
    "load();",
    "let a = 1;\n\n    let b = load; b();\n    load();",
    "std::thread::sleep(std::time::Duration::from_secs(1));\n    load();",
    "let read = || std::fs::read(\"x\"); read().ok(); load();",
    "struct Local; load(); let _ = Local;",
    "struct Local; impl Local { fn f(&self) { std::fs::read(\"x\").ok(); } } load(); Local.f();",
    "tokio::spawn(async { std::fs::read(\"x\").ok(); }); load();",
    "for _ in 0..3 { if std::path::Path::new(\"x\").exists() { load(); } }\n    work().await;",
    "unknown.load();",
];

/// A program with two interchangeable parts: bodies, and the items after them.
fn program(first: &str, second: &str) -> String {
    format!(
        "#[tokio::main]\nasync fn main() {{\n    {first}\n    tokio::spawn(work());\n    serve().await;\n}}\n\
         async fn work() {{\n    {second}\n}}\nasync fn serve() {{ load(); }}\nfn load() {{ std::fs::read(\"y\").ok(); }}\n"
    )
}

#[test]
fn after_an_edit_inside_a_body_a_file_has_the_findings_of_a_fresh_run() {
    let next = BODIES.iter().cycle().skip(1);
    for (first, second) in BODIES.iter().zip(next) {
        let Tree { _folder, file, mut session } = tree();
        session.set_text(&file, program(BODIES[0], BODIES[0]).into());
        session.check(&Silent).expect("it runs");
        for text in [program(first, BODIES[0]), program(first, second)] {
            session.set_text(&file, text.clone().into());
            let checked = session.snapshot(Extent::Files(BTreeSet::from([file.clone()]))).check(&Silent).expect("it runs");
            session.accept(checked);
            let edited = session.findings_of(&file).to_vec();
            let mut fresh = Session::new(session.options().clone());
            fresh.set_text(&file, text.clone().into());
            fresh.check(&Silent).expect("it runs");
            assert_eq!(edited, fresh.findings_of(&file), "{text}");
        }
    }
}

#[test]
fn a_complete_run_over_a_half_written_body_is_that_of_a_new_process() {
    let Tree { _folder, file, mut session } = tree();
    let callee = file.with_file_name("b.rs");
    let whole = "pub fn load() { std::fs::read(\"x\").unwrap(); }\n";
    std::fs::write(&file, "mod b;\npub async fn go() { b::load(); }\n").expect("it can be written");
    std::fs::write(&callee, whole).expect("it can be written");
    session.check(&Silent).expect("it runs");
    assert_eq!(lints(&session, &file), ["blocking-file"]);
    let focus = |session: &mut Session, file: &Path| {
        let checked = session.snapshot(Extent::Files(BTreeSet::from([file.to_owned()]))).check(&Silent).expect("it runs");
        session.accept(checked);
    };
    focus(&mut session, &file);
    let half = whole.replace("{ std", "{ let v = ; std");
    // First in the editor, then saved and closed.
    for saved in [false, true, true] {
        if saved {
            std::fs::write(&callee, &half).expect("it can be written");
            session.remove(&callee);
        } else {
            session.set_text(&callee, half.as_str().into());
        }
        focus(&mut session, &file);
        let edits = session.findings_of(&file).iter().flat_map(|finding| &finding.fixes).flat_map(|fix| &fix.edits);
        assert!(edits.into_iter().all(|edit| edit.path != "b.rs"), "its positions are those of another text");
        session.check(&Silent).expect("it runs");
        assert_eq!((lints(&session, &file), lints(&session, &callee)), (Vec::new(), vec!["unparsed-file".to_owned()]), "saved: {saved}");
    }
    std::fs::write(&callee, whole).expect("it can be written");
    session.check(&Silent).expect("it runs");
    assert_eq!((lints(&session, &file), lints(&session, &callee)), (vec!["blocking-file".to_owned()], Vec::new()));
}
