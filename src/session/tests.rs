//! Sessions over trees in memory: only the file names are on disk.

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
fn a_line_is_explained_with_the_newest_text() {
    let Tree { _folder, file, mut session } = tree();
    session.set_text(&file, BLOCKS.into());
    let answers = session.snapshot(Extent::All).why(&file, 1, &Silent).expect("it runs");
    assert!(answers.iter().any(|answer| answer.target.contains("std::thread::sleep")), "{answers:?}");
}
