use super::*;
use std::collections::BTreeSet;
use std::process::Command;

const OLD: &str = "old\r\ntext";
const NEW: &str = "\u{feff}new text, longer than before\n";

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// Three files in a folder.
fn three(folder: &Path) -> Vec<PathBuf> {
    let paths: Vec<PathBuf> = ["a.rs", "b.rs", "c.rs"].iter().map(|name| folder.join(name)).collect();
    for path in &paths {
        std::fs::write(path, OLD).expect("written");
    }
    paths
}

fn texts(paths: &[PathBuf]) -> Vec<NewText<'_>> {
    paths.iter().map(|path| NewText { path, before: OLD, after: NEW }).collect()
}

fn contents(paths: &[PathBuf]) -> Vec<String> {
    paths.iter().map(|path| std::fs::read_to_string(path).expect("it is there")).collect()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("it can be listed");
    let names: BTreeSet<String> = entries.map(|entry| entry.expect("listed").file_name().to_string_lossy().into_owned()).collect();
    names.into_iter().collect()
}

#[test]
fn all_files_are_new() {
    let folder = folder();
    let paths = three(folder.path());
    write(&texts(&paths)).expect("it can be written");
    assert_eq!(contents(&paths), [NEW, NEW, NEW]);
    assert_eq!(names(folder.path()), ["a.rs", "b.rs", "c.rs"], "nothing else is left");
}

#[test]
fn a_failure_at_any_step_leaves_all_files_old() {
    for nth in 0.. {
        let folder = folder();
        let paths = three(folder.path());
        let (mut at, mut failed) = (0, None);
        let result = write_with(&texts(&paths), &mut |step| {
            at += 1;
            if at > nth && failed.is_none() {
                failed = Some(step);
                return Err(io::Error::from(io::ErrorKind::StorageFull));
            }
            Ok(())
        });
        let Some(step) = failed else {
            result.expect("nothing failed");
            assert!(nth > 15, "there were {nth} steps");
            break;
        };
        assert!(matches!(result, Err(WriteError::Refused { .. })), "{step:?}: {result:?}");
        assert_eq!(contents(&paths), [OLD, OLD, OLD], "{step:?}");
        assert_eq!(names(folder.path()), ["a.rs", "b.rs", "c.rs"], "{step:?} leaves something behind");
    }
}

#[test]
fn what_somebody_else_wrote_is_not_overwritten() {
    let folder = folder();
    let paths = three(folder.path());
    std::fs::write(&paths[1], "theirs").expect("written");
    let error = write(&texts(&paths)).expect_err("it has changed");
    assert!(matches!(&error, WriteError::Changed(path) if *path == paths[1]), "{error}");
    assert_eq!(contents(&paths), [OLD, "theirs", OLD]);
}

#[test]
fn what_is_saved_while_others_are_staged_is_left_alone() {
    for removed in [false, true] {
        for nth in 0..3 {
            let folder = folder();
            let paths = three(folder.path());
            let mut renames = 0;
            let error = write_with(&texts(&paths), &mut |step| {
                if step == Step::CompareAgain {
                    if renames == nth {
                        if removed { std::fs::remove_file(&paths[nth])? } else { std::fs::write(&paths[nth], "theirs")? }
                    }
                    renames += 1;
                }
                Ok(())
            });
            assert!(matches!(&error, Err(WriteError::Changed(path)) if *path == paths[nth]), "{error:?}");
            for (index, path) in paths.iter().enumerate() {
                let text = std::fs::read_to_string(path).ok();
                let wanted = if index == nth { (!removed).then_some("theirs") } else { Some(OLD) };
                assert_eq!(text.as_deref(), wanted, "{index} of {nth}");
            }
        }
    }
}

#[test]
fn what_is_saved_before_a_failure_is_not_undone() {
    let folder = folder();
    let paths = three(folder.path());
    let mut renames = 0;
    let error = write_with(&texts(&paths), &mut |step| {
        if step == Step::Rename {
            renames += 1;
            if renames == 3 {
                std::fs::write(&paths[0], "theirs")?;
                return Err(io::Error::from(io::ErrorKind::StorageFull));
            }
        }
        Ok(())
    });
    assert!(matches!(error, Err(WriteError::Refused { .. })), "{error:?}");
    assert_eq!(contents(&paths), ["theirs", OLD, OLD]);
}

#[cfg(unix)]
#[test]
fn permissions_stay() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    let paths = three(folder.path());
    for (path, mode) in paths.iter().zip([0o755, 0o600, 0o664]) {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("set");
    }
    write(&texts(&paths)).expect("it can be written");
    let modes: Vec<u32> = paths.iter().map(|path| path.metadata().expect("it is there").permissions().mode() & 0o7777).collect();
    assert_eq!(modes, [0o755, 0o600, 0o664]);
}

/// The folder, and the step at which the child process kills itself.
const FOLDER: &str = "ASYNC_LINT_TEST_FOLDER";
const STEP: &str = "ASYNC_LINT_TEST_STEP";

/// Not a test of its own: [`killed_at_any_step_each_file_is_old_or_new`] runs it in another process.
#[test]
#[ignore = "it kills the process; its parent runs it"]
fn child() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let nth: usize = std::env::var(STEP).expect("the parent sets it").parse().expect("it is a number");
    let paths: Vec<PathBuf> = ["a.rs", "b.rs", "c.rs"].iter().map(|name| Path::new(&folder).join(name)).collect();
    let mut at = 0;
    let result = write_with(&texts(&paths), &mut |_| {
        // No unwinding and no cleanup, as after a power failure.
        if at == nth {
            std::process::abort();
        }
        at += 1;
        Ok(())
    });
    result.expect("it can be written");
}

#[test]
fn killed_at_any_step_each_file_is_old_or_new() {
    let this = std::env::current_exe().expect("a test has a file");
    let mut seen = BTreeSet::new();
    for nth in 0.. {
        let folder = folder();
        let paths = three(folder.path());
        let mut command = Command::new(&this);
        command.args(["--exact", "fix::apply::write::tests::child", "--ignored", "--test-threads=1"]);
        let output = command.env(FOLDER, folder.path()).env(STEP, nth.to_string()).output().expect("it runs");
        let contents = contents(&paths);
        for text in &contents {
            assert!([OLD, NEW].contains(&text.as_str()), "step {nth}: {text:?}");
        }
        assert!(contents.is_sorted_by_key(|text| *text != NEW), "step {nth}: files become new in their order: {contents:?}");
        seen.insert(contents.iter().filter(|text| **text == NEW).count());
        if output.status.success() {
            assert_eq!(contents, [NEW, NEW, NEW]);
            assert!(nth > 15, "there were {nth} steps");
            break;
        }
    }
    assert_eq!(seen, BTreeSet::from([0, 1, 2, 3]), "it died before, between and after the files");
}
