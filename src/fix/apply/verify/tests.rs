use super::super::outcome::{Change, End};
use super::*;
use crate::diagnostics::Report;
use std::collections::BTreeMap;

/// A folder with files whose fixes replace `old` by `new`, and the plan of these fixes.
struct Made {
    folder: tempfile::TempDir,
    plan: Plan,
    real: Vec<PathBuf>,
}

impl Made {
    fn new(paths: &[&str], together: &[&[&str]], needed_by: &[(&str, &[&str])]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path().canonicalize().expect("it exists");
        let change =
            |path: &&str| Change { path: (*path).to_owned(), before: format!("old {path}").into(), after: format!("new {path}").into() };
        let changes: Vec<Change> = paths.iter().map(change).collect();
        let real: Vec<PathBuf> = paths.iter().map(|path| root.join(path)).collect();
        for (change, path) in changes.iter().zip(&real) {
            std::fs::create_dir_all(path.parent().expect("it has one")).expect("made");
            std::fs::write(path, change.before.as_bytes()).expect("written");
        }
        let set = |paths: &[&str]| paths.iter().map(|path| (*path).to_owned()).collect::<BTreeSet<String>>();
        let singles = paths.iter().filter(|path| !path.ends_with("Cargo.toml") && !together.iter().any(|group| group.contains(path)));
        let together = together.iter().map(|group| set(group)).chain(singles.map(|path| set(&[path]))).collect();
        let report = Report { version: 1, ..Report::default() };
        let needed_by = needed_by.iter().map(|(manifest, files)| ((*manifest).to_owned(), set(files))).collect();
        let (fixed, dropped, end) = (BTreeMap::new(), Vec::new(), End::Fixpoint);
        Self { folder, plan: Plan { changes, report, fixed, dropped, together, needed_by, end }, real }
    }

    fn is_new(&self, path: &str) -> bool {
        std::fs::read_to_string(self.folder.path().join(path)).expect("it is there").starts_with("new")
    }

    fn new_files(&self) -> Vec<&str> {
        self.plan.changes.iter().map(|change| change.path.as_str()).filter(|path| self.is_new(path)).collect()
    }

    /// Verifies with a command that fails while any of `bad` is new; `says` makes its output from them.
    fn verify(&self, bad: &[&str], says: impl Fn(&[&str]) -> String) -> Result<Verified, VerifyError> {
        let mut run = || {
            let broken: Vec<&str> = bad.iter().copied().filter(|path| self.is_new(path)).collect();
            Ok(Ran { success: broken.is_empty(), output: says(&broken) })
        };
        verify(&self.plan, &self.real, self.folder.path(), &mut run)
    }
}

fn as_rustc(broken: &[&str]) -> String {
    let errors = broken.iter().map(|path| format!("error: x\n  --> {path}:1:1\n"));
    format!("warning: y\n  --> src/c.rs:1:1\n{}", errors.collect::<String>())
}

const FIVE: [&str; 5] = ["src/a.rs", "src/b.rs", "src/c.rs", "src/d.rs", "src/e.rs"];

#[test]
fn all_stays_where_the_command_succeeds() {
    let made = Made::new(&FIVE, &[], &[]);
    assert_eq!(made.verify(&[], as_rustc).expect("green"), Verified { runs: 2, ..Verified::default() });
    assert_eq!(made.new_files(), FIVE);
}

#[test]
fn files_that_are_complained_about_are_rolled_back() {
    let made = Made::new(&FIVE, &[], &[]);
    let verified = made.verify(&["src/b.rs"], as_rustc).expect("green");
    assert_eq!(
        verified,
        Verified {
            rolled_back: vec!["src/b.rs".into()],
            runs: 3,
            failure: Some(as_rustc(&["src/b.rs"])),
            blamed: BTreeMap::from([("src/b.rs".into(), BTreeSet::from([1]))]),
            ..Verified::default()
        }
    );
    assert_eq!(made.new_files(), ["src/a.rs", "src/c.rs", "src/d.rs", "src/e.rs"]);
}

#[test]
fn without_complaints_it_is_found_by_halves() {
    for bad in [&["src/d.rs"][..], &["src/a.rs", "src/e.rs"], &["src/a.rs", "src/b.rs", "src/c.rs"]] {
        let made = Made::new(&FIVE, &[], &[]);
        let verified = made.verify(bad, |_| "it does not work".to_owned()).expect("green");
        assert_eq!(verified.rolled_back, bad);
        let good: Vec<&str> = FIVE.into_iter().filter(|path| !bad.contains(path)).collect();
        assert_eq!(made.new_files(), good);
    }
}

#[test]
fn complaints_about_the_innocent_do_not_hurt_them() {
    let made = Made::new(&FIVE, &[], &[]);
    // `c` breaks `a`, and the compiler names them both.
    let says = |broken: &[&str]| if broken.is_empty() { String::new() } else { as_rustc(&["src/a.rs", "src/c.rs"]) };
    let verified = made.verify(&["src/c.rs"], says).expect("green");
    assert_eq!(verified.rolled_back, ["src/c.rs"]);
    assert_eq!(made.new_files(), ["src/a.rs", "src/b.rs", "src/d.rs", "src/e.rs"]);
}

#[test]
fn only_the_innocent_are_complained_about() {
    let made = Made::new(&FIVE, &[], &[]);
    let says = |broken: &[&str]| if broken.is_empty() { String::new() } else { as_rustc(&["src/a.rs"]) };
    let verified = made.verify(&["src/c.rs"], says).expect("green");
    assert_eq!(verified.rolled_back, ["src/c.rs"]);
}

#[test]
fn files_of_one_fix_are_rolled_back_together() {
    let made = Made::new(&FIVE, &[&["src/a.rs", "src/d.rs"]], &[]);
    let verified = made.verify(&["src/d.rs"], as_rustc).expect("green");
    assert_eq!(verified.rolled_back, ["src/a.rs", "src/d.rs"]);
    assert_eq!(made.new_files(), ["src/b.rs", "src/c.rs", "src/e.rs"]);
}

#[test]
fn a_manifest_stays_as_long_as_somebody_needs_it() {
    let paths = ["Cargo.toml", "src/a.rs", "src/b.rs"];
    let made = Made::new(&paths, &[], &[("Cargo.toml", &["src/a.rs", "src/b.rs"])]);
    made.verify(&["src/a.rs"], as_rustc).expect("green");
    assert_eq!(made.new_files(), ["Cargo.toml", "src/b.rs"]);
    let made = Made::new(&paths, &[], &[("Cargo.toml", &["src/a.rs"])]);
    made.verify(&["src/a.rs"], as_rustc).expect("green");
    assert_eq!(made.new_files(), ["src/b.rs"]);
}

#[test]
fn nothing_is_touched_if_it_fails_before() {
    let made = Made::new(&FIVE, &[], &[]);
    let mut runs = 0;
    let result = verify(&made.plan, &made.real, made.folder.path(), &mut || {
        runs += 1;
        Ok(Ran { success: false, output: "red".to_owned() })
    });
    assert!(matches!(result, Err(VerifyError::RedBefore { output }) if output == "red"));
    assert_eq!((runs, made.new_files().len()), (1, 0));
}

#[test]
fn what_stays_red_is_rolled_back_wholly_and_said() {
    let made = Made::new(&FIVE, &[], &[]);
    let mut runs = 0;
    let result = verify(&made.plan, &made.real, made.folder.path(), &mut || {
        runs += 1;
        Ok(Ran { success: runs == 1, output: String::new() })
    });
    assert!(matches!(result, Err(VerifyError::RedAfter { .. })), "{result:?}");
    assert!(runs <= MAX_RUNS, "{runs}");
    assert!(made.new_files().is_empty());
}

#[test]
fn a_command_that_vanishes_leaves_nothing_behind() {
    let made = Made::new(&FIVE, &[], &[]);
    let mut runs = 0;
    let result = verify(&made.plan, &made.real, made.folder.path(), &mut || {
        runs += 1;
        if runs < 2 { Ok(Ran { success: true, output: String::new() }) } else { Err(io::ErrorKind::NotFound.into()) }
    });
    assert!(matches!(result, Err(VerifyError::CannotRun(_))), "{result:?}");
    assert!(made.new_files().is_empty());
}

#[test]
fn the_number_of_runs_is_bounded() {
    let names: Vec<String> = (0..64).map(|nth| format!("src/f{nth:02}.rs")).collect();
    let paths: Vec<&str> = names.iter().map(String::as_str).collect();
    let bad: Vec<&str> = paths.iter().copied().step_by(2).collect();
    let made = Made::new(&paths, &[], &[]);
    let verified = made.verify(&bad, |_| String::new()).expect("green in the end");
    assert!(verified.runs <= MAX_RUNS, "{}", verified.runs);
    assert!(!verified.untried.is_empty());
    assert!(made.new_files().iter().all(|path| !bad.contains(path)), "what is kept is good");
}

#[test]
fn commands_are_words_not_shell() {
    let parsed = Command::parse("cargo check --features 'a b'").expect("words");
    assert_eq!(format!("{parsed:?}"), r#"Command { words: ["cargo", "check", "--features", "a b"] }"#);
    assert!(Command::parse("  ").is_err() && Command::parse("''").is_err() && Command::parse("echo 'x").is_err());
    let folder = tempfile::tempdir().expect("a temporary folder");
    let ran = Command::parse("git --version '$(touch x)' ; touch y").expect("words").run(folder.path(), None, &|| false).expect("git runs");
    assert!(ran.output.contains("git version") || !ran.success);
    assert_eq!(std::fs::read_dir(folder.path()).expect("listed").count(), 0);
    assert!(Command::parse("no-such-program-anywhere").expect("a word").run(folder.path(), None, &|| false).is_err());
}

#[test]
fn a_file_that_the_command_changes_keeps_that_and_the_others_get_their_text_back() {
    let made = Made::new(&FIVE, &[], &[]);
    let mut runs = 0;
    let theirs = made.folder.path().join("src/c.rs");
    let mut run = || {
        runs += 1;
        if runs == 2 {
            std::fs::write(&theirs, "formatted")?;
        }
        Ok(Ran { success: !made.is_new("src/a.rs"), output: String::new() })
    };
    let verified = verify(&made.plan, &made.real, made.folder.path(), &mut run).expect("green");
    assert_eq!(verified.left_alone, ["src/c.rs"]);
    assert!(verified.rolled_back.contains(&"src/a.rs".to_owned()), "{verified:?}");
    assert!(!verified.rolled_back.contains(&"src/c.rs".to_owned()), "{verified:?}");
    assert_eq!(std::fs::read_to_string(&theirs).expect("it is there"), "formatted");
    assert!(!made.is_new("src/a.rs"));
}

#[cfg(unix)]
#[test]
fn a_command_that_does_not_end_is_ended() {
    let command = Command::parse("sh -c 'sleep 30; echo late'").expect("words");
    let ran = command.run(Path::new("."), Some(std::time::Duration::from_millis(100)), &|| false).expect("it starts");
    assert!(!ran.success && ran.output.contains("it was ended") && !ran.output.contains("late"), "{ran:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn what_a_command_has_started_ends_with_it() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let command = Command::parse("sh -c 'sleep 30 & echo $! > started; wait'").expect("words");
    let started = || std::fs::read_to_string(folder.path().join("started")).ok().filter(|text| text.ends_with('\n'));
    let error = command.run(folder.path(), None, &|| started().is_some()).expect_err("it is interrupted");
    assert_eq!(error.kind(), io::ErrorKind::Interrupted);
    let started = started().expect("the shell has come so far");
    let status = Path::new("/proc").join(started.trim()).join("stat");
    let is_gone = || std::fs::read_to_string(&status).map_or(true, |stat| stat.contains(") Z "));
    let start = std::time::Instant::now();
    while !is_gone() {
        assert!(start.elapsed() < std::time::Duration::from_secs(10), "process {} lives on", started.trim());
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
}

#[cfg(unix)]
#[test]
fn an_interrupted_command_leaves_every_file_as_it_was() {
    let made = Made::new(&FIVE, &[], &[]);
    let command = Command::parse("sleep 30").expect("words");
    let mut runs = 0;
    let mut run = || {
        runs += 1;
        if runs == 1 { Ok(Ran { success: true, output: String::new() }) } else { command.run(Path::new("."), None, &|| true) }
    };
    let error = verify(&made.plan, &made.real, made.folder.path(), &mut run).expect_err("it is interrupted");
    assert!(matches!(error, VerifyError::Interrupted), "{error}");
    assert!(made.new_files().is_empty());
}
