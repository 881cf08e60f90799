//! `--format cargo` can be read by cargo's own library for its messages.

use crate::support;
use cargo_metadata::diagnostic::{Applicability, DiagnosticLevel};
use cargo_metadata::{Message, TargetKind};

const CODE: &str = "\
mod store;

async fn größe() {
    /* δ */ std::thread::sleep(std::time::Duration::from_secs(1));
    store::load();
}
";

#[test]
fn its_readers_understand_it() {
    let folder = support::folder();
    let root = folder.path().canonicalize().expect("it exists");
    let manifest = "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dependencies]\ntokio = \"1\"\n";
    support::write(
        &root,
        &[
            ("Cargo.toml", "[workspace]\nmembers = [\"crates/*\"]\nresolver = \"3\"\n"),
            ("crates/a b/Cargo.toml", manifest),
            ("crates/a b/src/lib.rs", CODE),
            ("crates/a b/src/store.rs", "pub fn load() {\n    let _ = std::fs::read(\"x\");\n}\n"),
        ],
    );
    // Paths are relative to the workspace's folder, even if the tool is started elsewhere.
    for (current, path) in [(root.clone(), "."), (root.join("crates/a b/src"), "..")] {
        let output = support::tool(&current).args(["check", "--format", "cargo", path]).output().expect("it runs");
        assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
        let messages: Vec<Message> = Message::parse_stream(&output.stdout[..]).collect::<Result<_, _>>().expect("every line is understood");
        let [Message::CompilerMessage(sleep), Message::CompilerMessage(load), Message::BuildFinished(end)] = &messages[..] else {
            panic!("{messages:#?}")
        };
        assert!(end.success, "warnings do not fail a build");
        let id = format!("path+file://{}/crates/a%20b#shop@0.1.0", root.display());
        assert_eq!((sleep.package_id.repr.as_str(), load.package_id.repr.as_str()), (id.as_str(), id.as_str()));
        assert_eq!((sleep.target.name.as_str(), &sleep.target.kind[..]), ("shop", &[TargetKind::Lib][..]));
        assert_eq!(sleep.message.level, DiagnosticLevel::Warning);
        assert_eq!(sleep.message.code.as_ref().map(|code| code.code.as_str()), Some("async-lint::blocking-sleep"));
        assert!(sleep.message.rendered.as_ref().is_some_and(|text| text.contains("warning[blocking-sleep]") && !text.contains('\x1b')));
        let span = &sleep.message.spans[0];
        assert_eq!(span.file_name, "crates/a b/src/lib.rs");
        let (start, end) = (span.byte_start as usize, span.byte_end as usize);
        assert_eq!(&CODE[start..end], "std::thread::sleep");
        assert_eq!((span.line_start, span.column_start, span.column_end, span.is_primary), (4, 13, 31, true));
        let line = &span.text[0];
        let marked: String = line.text.chars().skip(line.highlight_start - 1).take(line.highlight_end - line.highlight_start).collect();
        assert_eq!(marked, "std::thread::sleep");
        // The fix, applied as an editor would, is what `--fix` writes.
        let child = sleep.message.children.iter().find(|child| child.spans.iter().any(|span| span.suggested_replacement.is_some()));
        let spans = &child.expect("there is a fix").spans;
        assert!(spans.iter().all(|span| span.suggestion_applicability == Some(Applicability::MachineApplicable)));
        let mut text = CODE.to_owned();
        for span in spans.iter().rev().filter(|span| span.file_name.ends_with("lib.rs")) {
            text.replace_range(span.byte_start as usize..span.byte_end as usize, span.suggested_replacement.as_deref().unwrap_or_default());
        }
        assert!(text.contains("/* δ */ tokio::time::sleep(std::time::Duration::from_secs(1)).await;"), "{text}");
        // The call path is there, hop by hop.
        let hop = load.message.children.iter().find(|child| child.spans.iter().any(|span| span.file_name == "crates/a b/src/store.rs"));
        assert_eq!(hop.map(|hop| hop.spans[0].line_start), Some(2));
        assert!(load.message.children.iter().any(|child| child.level == DiagnosticLevel::Help));
    }
}
