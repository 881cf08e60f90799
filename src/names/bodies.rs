//! Bodies, lowered on demand.

use super::data::{BodyAt, CrateKind, FileData, ready};
use super::defs::{Builder, FileCtx};
use super::{BodyMode, CrateStore, Declaration, DefId, DefIndex, FileId};
use crate::facts::{BodyId, BodyRef, FileFacts, ItemId, ItemKind, Span};
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

impl CrateStore<'_> {
    /// The body of a fn, const or static. A dependency's is lowered on first use, into a pseudo-file whose spans count in the
    /// original text. `None` if there is none, and for stubs.
    #[must_use]
    pub fn body(&self, id: DefId) -> Option<BodyAt<'_>> {
        let data = self.krate(id.krate);
        let entry = self.entry(id);
        let item = self.item(id)?;
        let (file, body) = match body_ref(&item.kind) {
            BodyRef::None => return None,
            BodyRef::Lowered(body) => (entry.def.file, body),
            BodyRef::Deferred(_) if data.kind == CrateKind::Stub => return None,
            BodyRef::Deferred(_) => (*entry.body.get_or_init(|| self.lower_body(id)))?,
        };
        let file = data.file(file);
        let facts = self.facts_with_bodies(file);
        let body = facts.bodies.get(body)?;
        // A macro call that only the outline could expand shifts the indices of the bodies after it.
        let is_its_own = || facts.items.get(body.owner.0).is_some_and(|owner| (owner.name, owner.span) == (item.name, item.span));
        (file.outline.is_none() || is_its_own()).then_some(BodyAt { file, body })
    }

    /// The declaration of an item in an outlined file, taken from the lowered whole file.
    pub(super) fn declared_in(&self, file: &FileData, item: ItemId, span: Span) -> Option<Declaration> {
        let item = self.facts_with_bodies(file).items.get(item).filter(|item| item.span == span)?;
        Some(Declaration { kind: item.kind.clone(), attrs: item.attrs.clone() })
    }

    /// The facts of a file with the bodies that are lowered with it. An outline has none: its file is lowered again for bodies from macro
    /// expansions.
    fn facts_with_bodies<'s>(&'s self, file: &'s FileData) -> &'s FileFacts {
        if file.outline.is_none() {
            return &file.facts;
        }
        let macros = &self.krate(file.krate).macros;
        file.bodies.get_or_init(|| self.loader.lower(&file.text, BodyMode::Defer, macros).facts)
    }

    /// Appends the pseudo-file of a deferred body. Resolves no names, directly or indirectly.
    fn lower_body(&self, id: DefId) -> Option<(FileId, BodyId)> {
        let data = self.krate(id.krate);
        let def = self.def(id);
        let (item, origin) = (self.item(id)?, self.file(id));
        let parsed = self.loader.lower_item(&origin.text, item.span, &data.macros);
        let first = ItemId::from_usize(0);
        let BodyRef::Lowered(body) = body_ref(&parsed.facts.items.get(first)?.kind) else { return None };
        let _guard = data.appending.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let file_id = FileId::from_usize(data.files.len() + data.late_files.count());
        let mut builder = Builder {
            krate: id.krate,
            base: data.defs.len() + data.late_defs.count(),
            entries: Vec::new(),
            impls: Vec::new(),
            features: &data.features,
            test_features: &BTreeSet::new(),
            module_of: &|scope| self.module_of(DefId { krate: id.krate, index: scope }).index,
            parent_of: &|module| self.def(DefId { krate: id.krate, index: module }).parent.map(|parent| parent.index),
        };
        let scope: DefIndex = self.scope_of(id).index;
        let ctx = FileCtx { id: file_id, facts: &parsed.facts, in_test: def.in_test };
        let (map, _) = builder.file(ctx, scope, Some((first, id.index)), &|_| None);
        for entry in builder.entries {
            data.late_defs.push(entry);
        }
        data.late_files.push(FileData {
            id: file_id,
            krate: id.krate,
            path: origin.path.clone(),
            text: ready(Arc::clone(&origin.text)),
            facts: parsed.facts,
            outline: None,
            lines: ready(Arc::clone(&origin.lines)),
            in_test: def.in_test,
            errors: parsed.errors,
            map: OnceLock::from(map),
            bodies: OnceLock::new(),
            is_stored: false,
        });
        Some((file_id, body))
    }
}

fn body_ref(kind: &ItemKind) -> BodyRef {
    match kind {
        ItemKind::Fn(function) => function.body,
        ItemKind::Const { body, .. } | ItemKind::Static { body, .. } => *body,
        _ => BodyRef::None,
    }
}
