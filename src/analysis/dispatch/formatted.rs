//! What formatting a value and what derived impls run: the methods of the fields' types.

use super::super::body::BodyView;
use super::impls::TraitImpls;
use crate::catalogue::CallsBackRule;
use crate::facts::{ExprId, FormatTraits, Name, Path, PathAnchor, Segment, Span};
use crate::names::{CrateKind, DefId, DefKind, Namespace, Res};
use crate::types::{Subst, Ty, TyKind};
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// Limit on the types visited for one value.
const MAX_TYPES: usize = 64;

/// Provided methods of traits, and the required method that each calls.
const BASES: &[(&[&str], &str)] = &[(&["ne"], "eq"), (&["lt", "le", "gt", "ge"], "partial_cmp"), (&["max", "min", "clamp"], "cmp")];

/// Types that own values of another type, in `rules/receivers.toml`.
const CONTAINERS: &str = "owning-containers";

impl BodyView<'_> {
    /// The `fmt` methods that a formatting macro runs on an argument. If the trait is not known, `Display` is the one written by hand.
    pub(in crate::analysis) fn formatted(&self, impls: &TraitImpls<'_>, arg: ExprId) -> Vec<DefId> {
        let formats = &self.body.formats;
        let known = formats.binary_search_by_key(&arg, |(id, _)| *id).ok().map(|index| formats[index].1);
        let lang = &self.db.lang;
        let traits: &[Option<DefId>] = match known {
            Some(FormatTraits { display: false, debug: false }) => return Vec::new(),
            Some(FormatTraits { display: false, debug: true }) => &[lang.debug],
            Some(FormatTraits { display: true, .. }) | None => &[lang.display, lang.debug],
        };
        let both = known.is_some_and(|known| known.display && known.debug);
        let mut found = Vec::new();
        let mut seen: FxHashSet<Ty> = FxHashSet::default();
        let mut open = vec![self.types.exprs[arg].strip_refs().clone()];
        while let Some(ty) = open.pop() {
            if seen.len() >= MAX_TYPES || !seen.insert(ty.clone()) {
                continue;
            }
            let mut methods = traits.iter().flatten().filter_map(|of| impls.method(*of, &ty, "fmt")).peekable();
            if methods.peek().is_none() {
                self.parts(&ty, lang.debug, &mut open);
            }
            found.extend(methods.take(if both { traits.len() } else { 1 }));
        }
        found
    }

    /// What a derived method of a type runs: for example the hand-written `eq` of the fields' types, and the fns that attributes name.
    pub(in crate::analysis) fn derived(
        &self,
        impls: &TraitImpls<'_>,
        trait_def: DefId,
        ty: &Ty,
        name: &str,
        rule: Option<&CallsBackRule>,
    ) -> Vec<DefId> {
        let mut found = Vec::new();
        let is_derived = ty.as_adt().is_some_and(|(adt, _)| self.derives(adt, trait_def) || self.db.delegates_trait(adt, trait_def));
        let mut seen: FxHashSet<Ty> = FxHashSet::default();
        let mut open = if is_derived { vec![ty.clone()] } else { Vec::new() };
        while let Some(ty) = open.pop() {
            if seen.len() >= MAX_TYPES || !seen.insert(ty.clone()) {
                continue;
            }
            // `a < b` calls `partial_cmp`.
            let method = std::iter::once(name).chain(BASES.iter().filter(|(of, _)| of.contains(&name)).map(|(_, base)| *base));
            let mut written = method.filter_map(|name| impls.method(trait_def, &ty, name));
            let is_of_library = |method: &DefId| self.db.store.kind(method.krate) != CrateKind::Local;
            // A library's impl for its lists and references calls the method of what they hold.
            if let Some(method) = written.next().filter(|method| !is_of_library(method) || self.held(&ty).is_none()) {
                found.push(method);
                continue;
            }
            if let Some((def, args)) = ty.as_adt()
                && let Some(rule) = rule
                && self.derives(def, trait_def)
            {
                found.extend(self.named_by_attributes(def, rule, name));
                if let Some(visited) = self.visited_fields(def, rule) {
                    let fields = self.db.fields(def, None);
                    let subst = Subst::of(def, args.clone());
                    let visited = fields.iter().filter(|(name, _)| visited.contains(name));
                    open.extend(visited.map(|(_, ty)| ty.subst(&subst).strip_refs().clone()));
                    continue;
                }
            }
            self.parts(&ty, Some(trait_def), &mut open);
        }
        found
    }

    /// What a container holds.
    fn held<'t>(&self, ty: &'t Ty) -> Option<&'t Ty> {
        let (_, args) = ty.as_adt()?;
        let index = self.catalogue.receivers().class(CONTAINERS)?.wrapper(&self.path_of(ty)?)?;
        args.get(index)
    }

    /// The types of the parts of a value that a derived or container method visits.
    fn parts(&self, ty: &Ty, derive: Option<DefId>, open: &mut Vec<Ty>) {
        let mut push = |ty: &Ty| open.push(ty.strip_refs().clone());
        match ty.kind() {
            TyKind::Tuple(items) => items.iter().for_each(push),
            TyKind::Array(item) | TyKind::Slice(item) => push(item),
            TyKind::Adt(def, args) => {
                if Some(*def) == self.db.lang.boxed {
                    args.first().into_iter().for_each(push);
                } else if let Some(inner) = self.held(ty) {
                    push(inner);
                } else if derive.is_some_and(|derive| self.derives(*def, derive) || self.db.delegates_trait(*def, derive)) {
                    self.db.parts_of(*def, args).iter().flatten().for_each(push);
                    let store = self.db.store;
                    // `#[dispatch(Trait)] enum Any { Disk, Memory }` has one variant for each type, with the type's name.
                    if derive.is_some_and(|derive| self.db.delegates_trait(*def, derive)) {
                        let named = store.variants(*def).iter().filter_map(|variant| self.type_named(*def, store.def(*variant).name));
                        open.extend(named);
                    }
                }
            }
            _ => {}
        }
    }

    /// The struct or enum with this name in the scope of another type.
    fn type_named(&self, beside: DefId, name: Name) -> Option<Ty> {
        let store = self.db.store;
        let segment = Segment { name, span: Span::default(), args: None };
        let path = Path { anchor: PathAnchor::Plain, qself: None, segments: vec![segment], span: Span::default() };
        let found = store.resolve(beside, &path, Namespace::Type);
        match found.res {
            Res::Def(def) if found.rest == 0 && matches!(store.def(def).kind, DefKind::Struct | DefKind::Enum) => {
                Some(Ty::new(TyKind::Adt(def, Arc::from([]))))
            }
            _ => None,
        }
    }

    /// Whether a type of the workspace derives the trait. In dependencies only hand-written impls count.
    fn derives(&self, def: DefId, trait_def: DefId) -> bool {
        self.db.store.krate(def.krate).kind == CrateKind::Local && self.db.has_derive(def, trait_def)
    }
}
