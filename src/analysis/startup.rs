//! Entry points: when one of them ends, nobody is left to wait.

use super::body::BodyView;

/// Whether an attribute, or the configuration, makes a fn an entry point.
pub(super) fn is_entry(view: &BodyView<'_>) -> bool {
    let Some(item) = view.db.store.item(view.def) else { return false };
    let contexts = view.catalogue.contexts();
    let is_entry = item.attrs.iter().any(|attr| {
        let path = attr.path.segments.iter().map(|segment| segment.name.as_str()).collect::<Vec<_>>().join("::");
        // `use tokio::main; #[main]` is rare enough to go by the name.
        contexts.entry_attribute(&path).is_some() && !contexts.is_test_attribute(&path)
    });
    is_entry || view.known.is_startup(view.def)
}
