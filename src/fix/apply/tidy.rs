//! Removes the imports that fixes leave unused. Each fix is correct by itself; which imports are unused shows only when all of them are
//! applied.

use super::edits::{Edited, apply};
use crate::diagnostics::Edit;
use crate::facts::{Position, Span};
use crate::fix::propose::{names_through_parent, superfluous_imports};
use crate::syntax;
use std::sync::Arc;

/// The maximum number of passes: each removes at most one name of a `use`.
const MAX_PASSES: usize = 16;

/// Removes from `edited`, the text of `before` after edits, the imports that only `before` uses. `below` are the texts of files that may be
/// modules below this one, which can use its imports.
pub(super) fn without_superfluous_imports(before: &str, mut edited: Edited, below: &[Arc<str>]) -> Edited {
    for _ in 0..MAX_PASSES {
        let elsewhere = |name: &str| below.iter().any(|text| names_through_parent(text, name));
        let imports = syntax::with_stack(|| superfluous_imports(before, &edited.text, &elsewhere));
        let edits: Vec<Edit> = imports.into_iter().map(removal).collect();
        if edits.is_empty() {
            break;
        }
        let Ok(tidied) = apply(&edited.text, &edits.iter().collect::<Vec<_>>()) else { break };
        edited = Edited { text: tidied.text, moved: edited.moved.then(tidied.moved) };
    }
    edited
}

fn removal((span, text): (Span, String)) -> Edit {
    let at = |offset| Position { line: 1, column: 1, offset };
    Edit { path: String::new(), start: at(span.start), end: at(span.end), text }
}
