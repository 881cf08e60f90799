//! Stores the facts of the user's own files between runs. They depend on nothing but the text and the macros of the crate.

use crate::facts::packed::{self, NameTable};
use crate::facts::{FileFacts, Name};
use crate::store::{Key, KeyBuilder, Store};
use crate::syntax::MacroTable;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The store's sub-folder for files.
const FILES: &str = "files";

#[derive(Serialize, Deserialize)]
struct StoredFile<'a> {
    #[serde(borrow)]
    names: Vec<&'a str>,
    facts: &'a [u8],
}

/// The part of a file's key that all files of a crate share.
pub(super) fn key_of_macros(macros: &MacroTable) -> KeyBuilder {
    let mut key = KeyBuilder::new().with(FILES);
    for (name, rules) in macros.definitions() {
        key.add(name.as_str().as_bytes());
        for rules in rules {
            key.add(rules.as_bytes());
        }
    }
    key
}

/// The stored facts.
pub(super) fn load(store: &Store, key: Key) -> Option<FileFacts> {
    let bytes = store.read(FILES, key)?;
    let stored: StoredFile<'_> = postcard::from_bytes(&bytes).ok()?;
    let names: Arc<[Name]> = stored.names.iter().map(|name| Name::new(name)).collect();
    let mut facts: FileFacts = packed::unpack(stored.facts, &names)?;
    facts.shrink_to_fit();
    facts.is_sound().then_some(facts)
}

pub(super) fn keep(store: &Store, key: Key, facts: &FileFacts) {
    let mut names = NameTable::default();
    let Some(facts) = packed::pack(facts, &mut names) else { return };
    let names = names.names().map(Name::as_str).collect();
    if let Ok(bytes) = postcard::to_stdvec(&StoredFile { names, facts: &facts }) {
        store.write(FILES, key, &bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{self, Bodies};
    use walkdir::WalkDir;

    #[test]
    fn what_is_stored_is_what_was_lowered() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let store = Store::new(folder.path().join("store"));
        let macros = MacroTable::default();
        let mut number = 0;
        for entry in WalkDir::new(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/cases")).into_iter().filter_map(Result::ok) {
            let Some(text) = entry.path().extension().filter(|end| *end == "rs").and_then(|_| std::fs::read_to_string(entry.path()).ok())
            else {
                continue;
            };
            let lowered = syntax::with_stack(|| syntax::lower(&text, Bodies::Lower, &macros));
            let key = key_of_macros(&macros).with(&text).finish();
            keep(&store, key, &lowered.facts);
            assert_eq!(load(&store, key).as_ref(), Some(&lowered.facts), "{}", entry.path().display());
            number += 1;
        }
        assert!(number > 100, "{number} files");
    }

    #[test]
    fn facts_that_lead_nowhere_are_ignored() {
        let text = "mod m { trait T { fn f(&self) {} } } async fn f(x: Option<u8>) { if let Some(y) = x { g(y); } struct S; }";
        let sound = syntax::with_stack(|| syntax::lower(text, Bodies::Lower, &MacroTable::default())).facts;
        assert!(sound.is_sound());
        let folder = tempfile::tempdir().expect("a folder can be made");
        let store = Store::new(folder.path().join("store"));
        let key = KeyBuilder::new().finish();
        let ignored = |change: &dyn Fn(&mut FileFacts)| {
            let mut facts = sound.clone();
            change(&mut facts);
            keep(&store, key, &facts);
            load(&store, key).is_none()
        };
        assert!(!ignored(&|_| {}));
        assert!(ignored(&|facts| drop(facts.bodies.pop())));
        assert!(ignored(&|facts| drop(facts.items.pop())));
        assert!(ignored(&|facts| drop(facts.scopes.pop())));
        assert!(ignored(&|facts| facts.bodies.iter_mut().for_each(|body| drop(body.exprs.pop()))));
        assert!(ignored(&|facts| facts.bodies.iter_mut().for_each(|body| body.pats.truncate(1))));
        // What contains something must come after it.
        assert!(ignored(&|facts| facts.bodies.iter_mut().for_each(|body| body.exprs.raw.reverse())));
    }

    #[test]
    fn other_macros_are_another_key() {
        let key = |texts: &[&str]| {
            let mut macros = MacroTable::default();
            for text in texts {
                macros.scan(text);
            }
            key_of_macros(&macros).with("fn f() {}").finish()
        };
        let made = "macro_rules! make { () => { 1 } }";
        assert_eq!(key(&[made]), key(&["fn g() {}", made]));
        assert_ne!(key(&[made]), key(&[]));
        assert_ne!(key(&[made]), key(&["macro_rules! make { () => { 2 } }"]));
    }
}
