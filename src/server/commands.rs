//! Commands that a client may run. None of them starts a program.

use super::diagnostics;
use super::lines::{Encoding, Lines};
use super::roots::Roots;
use super::uri;
use crate::pages;
use crate::rulebook::Rulebook;
use crate::session::Session;
use gen_lsp_types::{Position, Uri};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// The page of a lint: `[lint]` → Markdown.
pub(super) const EXPLAIN: &str = "async-lint.explain";
/// What the analysis knows about a line: `[uri, position]` → Markdown.
pub(super) const WHY: &str = "async-lint.why";
/// Applies all safe fixes of a file: `[uri]`.
pub(super) const FIX_ALL: &str = "async-lint.fixAll";
/// The call paths of the findings on a line: `[uri, position]` → `[{message, hops: [{function, uri, line}]}]`.
pub(super) const CALL_PATHS: &str = "async-lint.callPaths";

/// All commands. A client's own commands must have other names.
pub(super) const ALL: [&str; 4] = [EXPLAIN, WHY, FIX_ALL, CALL_PATHS];

/// The file that the first argument names.
pub(super) fn file(arguments: &[Value]) -> Option<PathBuf> {
    uri::to_path(&Uri(arguments.first()?.as_str()?.to_owned()))
}

/// The position that the second argument is.
pub(super) fn position(arguments: &[Value]) -> Option<Position> {
    serde_json::from_value(arguments.get(1)?.clone()).ok()
}

/// The page of the lint that the first argument names.
pub(super) fn explain(session: &Session, arguments: &[Value]) -> Result<String, String> {
    let id = arguments.first().and_then(Value::as_str).ok_or("the argument is the id of a lint")?;
    let catalogue = Rulebook::load(session.options()).map_err(|error| error.to_string())?.catalogue;
    let lint = catalogue.lint(id).ok_or_else(|| format!("there is no lint `{id}`"))?;
    Ok(pages::markdown(&pages::page(&catalogue, lint)))
}

/// The call paths from a line.
pub(super) fn call_paths(roots: &Roots, session: &Session, path: &Path, at: Position, encoding: Encoding) -> Value {
    let text = session.file(path).and_then(|file| file.text.clone()).unwrap_or_default();
    let lines = Lines::new(&text, encoding);
    let on_line = session.findings_of(path).iter().filter(|finding| diagnostics::range(finding, &lines).start.line == at.line);
    let paths = on_line.map(|finding| {
        let hops = finding.via.iter().map(|hop| {
            let file = session.own_file(&hop.path).or_else(|| roots.dependency_file(&hop.path));
            json!({ "function": hop.function, "uri": file.map(|file| uri::of_path(&file)), "line": hop.line.saturating_sub(1) })
        });
        json!({ "lint": finding.lint, "message": finding.message, "api": finding.api, "hops": hops.collect::<Vec<_>>() })
    });
    Value::Array(paths.collect())
}
