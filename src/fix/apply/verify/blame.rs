//! Which files a command's output complains about. Reads the output of compilers and test runners: cargo's JSON messages, rustc's
//! diagnostics, and otherwise anything that looks like `path:line`.

use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::Path;

/// The relevant part of a message of `cargo … --message-format json`.
#[derive(Deserialize)]
struct Message {
    message: Diagnostic,
}

#[derive(Deserialize)]
struct Diagnostic {
    level: String,
    #[serde(default)]
    message: String,
    #[serde(default)]
    spans: Vec<Span>,
    /// Its notes.
    #[serde(default)]
    children: Vec<Diagnostic>,
}

#[derive(Deserialize)]
struct Span {
    file_name: String,
    #[serde(default)]
    line_start: u32,
    is_primary: bool,
}

/// A line that an output names: the file as printed, and the 1-based number, 0 if it is unknown.
pub(super) type Place = (String, u32);

/// Of an error about a future that is not `Send`, the start of the note that says which value it holds, and where. The error itself is reported
/// where the future is spawned, often in another file.
const CAUSES: [&str; 4] = [
    "future is not `Send`",
    "future does not implement `Send`",
    "captured value is not `Send`",
    "required because it's used within this `async`",
];

/// One error in plain text.
#[derive(Default)]
struct Reported {
    places: BTreeSet<Place>,
    /// The places of the first note that says why a future is not `Send`.
    cause: Option<BTreeSet<Place>>,
    /// Whether the current lines are those of that note.
    in_cause: bool,
}

impl Reported {
    /// A note follows.
    fn note(&mut self, line: &str) {
        let text = line.strip_prefix("note: ").unwrap_or(line);
        self.in_cause = self.cause.is_none() && CAUSES.iter().any(|cause| text.starts_with(cause));
        if self.in_cause {
            self.cause = Some(BTreeSet::new());
        }
    }

    /// The places to blame.
    fn blamed(self) -> BTreeSet<Place> {
        self.cause.filter(|cause| !cause.is_empty()).unwrap_or(self.places)
    }
}

impl Diagnostic {
    fn primary(&self) -> impl Iterator<Item = Place> + '_ {
        self.spans.iter().filter(|span| span.is_primary).map(|span| (span.file_name.clone(), span.line_start))
    }

    /// The places to blame for it.
    fn blamed(&self) -> BTreeSet<Place> {
        let is_cause = |note: &&Self| CAUSES.iter().any(|cause| note.message.starts_with(cause)) && note.primary().next().is_some();
        self.children.iter().find(is_cause).unwrap_or(self).primary().collect()
    }
}

/// Where the causes of errors are. Places in warnings only are left out, unless the output does not tell errors from warnings.
pub(super) fn places(output: &str) -> BTreeSet<Place> {
    let plain = without_escapes(output);
    let mut errors = BTreeSet::new();
    let mut error = Reported::default();
    let mut any = BTreeSet::new();
    let mut in_error = false;
    let mut knows_levels = false;
    for line in plain.lines() {
        if line.starts_with('{') {
            if let Ok(Message { message }) = serde_json::from_str::<Message>(line) {
                knows_levels = true;
                if message.level.starts_with("error") {
                    errors.extend(message.blamed());
                }
            }
            continue;
        }
        if line.starts_with("error") {
            (in_error, knows_levels) = (true, true);
            errors.extend(std::mem::take(&mut error).blamed());
        } else if line.starts_with("warning") {
            in_error = false;
            errors.extend(std::mem::take(&mut error).blamed());
        } else if line.starts_with("note") {
            in_error = false;
            error.note(line);
        } else if line.starts_with("help") {
            error.in_cause = false;
        }
        let named = line.split(|c: char| c.is_whitespace() || "()[]\"'`<>,;|".contains(c)).filter_map(place);
        match &mut error {
            Reported { cause: Some(cause), in_cause: true, .. } => cause.extend(named),
            Reported { places, .. } if in_error => places.extend(named),
            _ if line.contains("panicked at") => errors.extend(named),
            _ => any.extend(named),
        }
    }
    errors.extend(error.blamed());
    if errors.is_empty() && !knows_levels { any } else { errors }
}

/// What an output says about errors: the first line of each, and its place; all lines if it does not tell errors from the rest.
#[must_use]
pub fn errors(output: &str) -> String {
    let plain = without_escapes(output);
    let mut wants_place = false;
    let mut found = String::new();
    for line in plain.lines() {
        let is_error = line.starts_with("error");
        if is_error || (wants_place && line.trim_start().starts_with("-->")) {
            found.push_str(line);
            found.push('\n');
            wants_place = is_error;
        } else if line.starts_with("warning") {
            wants_place = false;
        }
    }
    if found.is_empty() { plain } else { found }
}

/// The path and the line of `path:line` or `path:line:column`.
fn place(word: &str) -> Option<Place> {
    let mut path = word.trim_end_matches([':', '.']);
    let mut line = None;
    while let Some((before, number)) = path.rsplit_once(':')
        && !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit())
    {
        (path, line) = (before, Some(number));
    }
    let is_path = !path.is_empty() && !path.bytes().all(|byte| byte.is_ascii_digit());
    // A number that is too big for a line is none.
    line.filter(|_| is_path).map(|line| (path.to_owned(), line.parse().unwrap_or(0)))
}

/// Whether a printed name refers to `file`. Names are relative to the folder of the command, or to one above or below it: cargo prints them
/// from the root of the workspace.
pub(super) fn is(name: &str, file: &Path, base: &Path) -> bool {
    let path = Path::new(name);
    let exact = base.join(path);
    if exact.canonicalize().is_ok_and(|real| real == *file) {
        return true;
    }
    // If the name exactly matches another file, it refers to that one.
    !exact.is_file() && path.components().count() > 1 && file.ends_with(path.strip_prefix(".").unwrap_or(path))
}

/// Removes the escape sequences for colours.
fn without_escapes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        if c != '\x1b' {
            out.push(c);
        } else if rest.next() == Some('[') {
            // Parameters up to the letter that ends them.
            let _ = rest.by_ref().find(char::is_ascii_alphabetic);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(output: &str) -> Vec<String> {
        places(output).into_iter().map(|(path, _)| path).collect::<BTreeSet<_>>().into_iter().collect()
    }

    #[test]
    fn errors_count_and_warnings_do_not() {
        let output = "warning: unused\n --> src/w.rs:1:2\n\x1b[1m\x1b[31merror[E0277]\x1b[0m: future cannot be sent\n   --> src/a.rs:3:5\n    |\n3   |     x\n\nnote: required by\n   --> src/b.rs:7:1\nerror: could not compile\n";
        assert_eq!(named(output), ["src/a.rs"]);
    }

    #[test]
    fn the_place_that_holds_a_value_is_blamed_for_a_future_that_is_not_send() {
        let held = "note: future is not `Send` as this value is used across an await\n  --> src/a.rs:13:31\n   |\n12 |     let s = 1;\n";
        let output = format!(
            "error: future cannot be sent between threads safely\n --> src/b.rs:2:5\n  |\n{held}note: required by a bound in `tokio::spawn`\n --> /tokio/src/spawn.rs:171:21\nerror[E0308]: mismatched types\n --> src/c.rs:4:5\n"
        );
        assert_eq!(named(&output), ["src/a.rs", "src/c.rs"]);
        let with_help = output.replace("note: required by", "help: try\n --> src/h.rs:9:1\nnote: required by");
        assert_eq!(named(&with_help), ["src/a.rs", "src/c.rs"]);
        let of_a_warning = format!("warning: unused\n --> src/w.rs:1:1\nnote: the lint level is defined here\n --> src/w.rs:1:1\n{output}");
        assert_eq!(named(&of_a_warning), ["src/a.rs", "src/c.rs"]);
        let without_place = "error: future cannot be sent between threads safely\n --> src/b.rs:2:5\nnote: future is not `Send`\n";
        assert_eq!(named(without_place), ["src/b.rs"]);
        let json = r#"{"message":{"level":"error","message":"future cannot be sent between threads safely","spans":[{"file_name":"src/b.rs","is_primary":true}],"children":[{"level":"note","message":"future is not `Send` as this value is used across an await","spans":[{"file_name":"src/a.rs","is_primary":true}]}]}}"#;
        assert_eq!(named(json), ["src/a.rs"]);
    }

    #[test]
    fn each_error_is_shown_with_its_place() {
        let output = "error[E0277]: future cannot be sent\n   --> src/a.rs:3:5\n    |\n3   |     x\n   --> src/b.rs:7:1\nwarning: unused\n --> src/w.rs:1:2\nerror: could not compile\n";
        assert_eq!(errors(output), "error[E0277]: future cannot be sent\n   --> src/a.rs:3:5\nerror: could not compile\n");
        assert_eq!(errors("FAILED\n"), "FAILED\n");
    }

    #[test]
    fn json_of_cargo() {
        let output = r#"{"reason":"compiler-message","message":{"level":"error","spans":[{"file_name":"src/a.rs","is_primary":true},{"file_name":"src/b.rs","is_primary":false}]}}
{"reason":"compiler-message","message":{"level":"warning","spans":[{"file_name":"src/w.rs","is_primary":true}]}}
{"reason":"build-finished","success":false}
"#;
        assert_eq!(named(output), ["src/a.rs"]);
    }

    #[test]
    fn panics_of_tests_and_anything_else() {
        assert_eq!(named("thread 'x' panicked at src/a.rs:3:5:\nassertion failed\n"), ["src/a.rs"]);
        assert_eq!(named("FAILED (lib/x.rs:12) at 10:30\n"), ["lib/x.rs"]);
        assert!(named("all is well: 3:4 {not json\n{}\n").is_empty());
    }

    #[test]
    fn names_are_matched_from_above_and_below() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path().canonicalize().expect("it exists");
        for name in ["a/src", "b/src"] {
            std::fs::create_dir_all(root.join(name)).expect("made");
            std::fs::write(root.join(name).join("lib.rs"), "").expect("written");
        }
        let file = root.join("a/src/lib.rs");
        assert!(is("a/src/lib.rs", &file, &root));
        assert!(is("src/lib.rs", &file, &root.join("a")), "run in the member");
        assert!(is("a/src/lib.rs", &file, &root.join("a")), "cargo prints from the root");
        assert!(!is("b/src/lib.rs", &file, &root));
        assert!(!is("src/lib.rs", &file, &root.join("b")), "it is the other one");
        assert!(!is("lib.rs", &file, &root), "that could be any");
    }
}
