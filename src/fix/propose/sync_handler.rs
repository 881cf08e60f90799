//! Sync handlers that a framework also takes as async fns: to await in one, it becomes async.

use super::RankedDrafts;
use super::chain::{self, HARMLESS};
use super::code::mentions::Mentions;
use crate::catalogue::Catalogue;
use crate::facts::{Attr, Parent, Span};
use crate::names::DefId;
use crate::types::TypeDb;

/// Where `async` goes before a sync handler that nothing else calls; `None` if the fn is none, or must stay sync.
pub(super) fn keyword<'m, 'a: 'm>(
    db: &'a TypeDb<'a>,
    catalogue: &Catalogue,
    def: DefId,
    mentions: impl FnOnce() -> &'m Mentions<'a>,
) -> Option<Span> {
    let (item, sig) = (db.store.item(def)?, &db.function(def)?.sig);
    let is_handler = |attr: &Attr| {
        let paths = db.store.attribute_paths(def, attr);
        paths.iter().any(|path| catalogue.contexts().is_handler_attribute(path, &attr.args))
    };
    let is_harmless = |attr: &Attr| attr.path.segments.last().is_some_and(|last| HARMLESS.contains(&last.name.as_str()));
    let is_sync = !sig.is_async && !sig.is_const && !sig.is_unsafe && item.parent == Parent::Scope;
    let is_alone = is_sync && item.attrs.iter().any(is_handler) && item.attrs.iter().all(|attr| is_handler(attr) || is_harmless(attr));
    if !is_alone || !mentions().calls_of(def).is_empty() {
        return None;
    }
    chain::keyword(db, def).ok()
}

/// Makes the handler async in all drafts that await in it.
pub(super) fn make_async(db: &TypeDb<'_>, def: DefId, keyword: Span, made: &mut [RankedDrafts]) {
    let name = db.store.def(def).name;
    for draft in made.iter_mut().flat_map(|made| &mut made.drafts) {
        if draft.changes.iter().any(|(_, text)| text.contains(".await")) {
            draft.apart.push((keyword, "async ".to_owned()));
            draft.title = format!("make the handler `{name}` async, and {}", draft.title);
        }
    }
}
