//! What formatting a value runs: the `fmt` of its type, and of what a derived `Debug` shows.

use super::body::BodyView;
use super::impls::TraitImpls;
use crate::facts::ExprId;
use crate::names::{CrateKind, DefId, DefKind};
use crate::types::{Subst, Ty, TyKind};
use rustc_hash::FxHashSet;

/// No more types than this are looked at for one value.
const MAX_TYPES: usize = 64;

/// Types that hold values of another type, in `rules/receivers.toml`.
const CONTAINERS: &str = "owning-containers";

impl BodyView<'_> {
    /// `fmt` of what a formatting macro is given. By which trait is not kept: `Display` is the one that people write by hand.
    pub(super) fn formatted(&self, impls: &TraitImpls<'_>, arg: ExprId) -> Vec<DefId> {
        let mut found = Vec::new();
        let mut seen: FxHashSet<Ty> = FxHashSet::default();
        let mut open = vec![self.types.exprs[arg].strip_refs().clone()];
        while let Some(ty) = open.pop() {
            if seen.len() >= MAX_TYPES || !seen.insert(ty.clone()) {
                continue;
            }
            match self.fmt_of(impls, &ty) {
                Some(fmt) => found.push(fmt),
                None => self.shown(&ty, &mut open),
            }
        }
        found
    }

    fn fmt_of(&self, impls: &TraitImpls<'_>, ty: &Ty) -> Option<DefId> {
        let of = |item: Option<DefId>| item.and_then(|item| impls.method(item, ty, "fmt"));
        of(self.db.lang.display).or_else(|| of(self.db.lang.debug))
    }

    /// The types of what a derived `Debug`, or that of a container, shows of a value.
    fn shown(&self, ty: &Ty, open: &mut Vec<Ty>) {
        let mut push = |ty: &Ty| open.push(ty.strip_refs().clone());
        match ty.kind() {
            TyKind::Tuple(items) => items.iter().for_each(push),
            TyKind::Array(item) | TyKind::Slice(item) => push(item),
            TyKind::Adt(def, args) => {
                let containers = self.catalogue.receivers().class(CONTAINERS);
                let index = || self.path_of(ty).and_then(|path| containers?.wrapper(&path));
                if Some(*def) == self.db.lang.boxed {
                    args.first().into_iter().for_each(push);
                } else if let Some(inner) = index().and_then(|index| args.get(index)) {
                    push(inner);
                } else if self.derives_debug(*def) {
                    let subst = Subst::of(*def, args.clone());
                    let store = self.db.store;
                    let variants: Vec<Option<u32>> = match store.def(*def).kind {
                        DefKind::Enum => store.variants(*def).iter().map(|variant| store.def(*variant).variant).collect(),
                        _ => vec![None],
                    };
                    for variant in variants {
                        self.db.fields(*def, variant).iter().for_each(|(_, field)| push(&field.subst(&subst)));
                    }
                }
            }
            _ => {}
        }
    }

    /// Of dependencies only what they write by hand counts.
    fn derives_debug(&self, def: DefId) -> bool {
        self.db.store.krate(def.krate).kind == CrateKind::Local && self.db.lang.debug.is_some_and(|debug| self.db.has_derive(def, debug))
    }
}
