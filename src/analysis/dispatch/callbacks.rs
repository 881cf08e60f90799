//! Which methods fns without available code call on their arguments: `Iterator::count` calls `next`, `read_to_string` calls `read`, `format!`
//! calls `fmt`, and a method call on a user-defined smart pointer calls `deref`.

use super::super::body::BodyView;
use super::impls::TraitImpls;
use crate::catalogue::{ApiEntry, ApiIndex, CallKind, CalledOn, CallsBackRule, Catalogue};
use crate::facts::{ExprId, ExprKind, MacroKind, SelfParam};
use crate::names::{CrateKind, DefId};
use crate::types::{Callee, Ty, TyKind, TypeDb};

/// Wrappers nested deeper than this are not looked through.
const MAX_WRAPPERS: u32 = 24;

/// Iterators that call `next` of the iterator they wrap, in `rules/receivers.toml`.
pub(in crate::analysis) const ADAPTORS: &str = "iterator-adaptors";

/// Readers that call `read` of the reader they wrap, and the iterators over their lines and bytes, in `rules/receivers.toml`.
pub(in crate::analysis) const WRAPPERS: &str = "io-wrappers";

/// The method that reads from a reader.
pub(in crate::analysis) const READ: &str = "std::io::Read::read";

/// The method that copies a value.
const CLONE: &str = "std::clone::Clone::clone";

/// The method that advances an iterator.
pub(in crate::analysis) const NEXT: &str = "std::iter::Iterator::next";

/// A method that a callee calls on one of its arguments.
pub(in crate::analysis) struct CalledBack {
    pub(in crate::analysis) rule: CallsBackRule,
    /// The type that the method is called on, without wrappers that forward the call.
    pub(in crate::analysis) ty: Ty,
    /// The expression of that type, if there is one.
    pub(in crate::analysis) of: Option<ExprId>,
}

impl BodyView<'_> {
    /// The methods that the callee of a call invokes on its arguments.
    pub(in crate::analysis) fn called_back(&self, call: ExprId) -> Vec<CalledBack> {
        let rules = match self.types.callees.get(&call) {
            Some(Callee::Fn(callee)) => self.known.called_back(self.def.krate, callee.def),
            Some(Callee::External(path)) => self.catalogue.contexts().called_back(path).to_vec(),
            _ => return Vec::new(),
        };
        let mut found = Vec::new();
        for rule in rules {
            let (receiver, args) = self.receiver_and_args(call);
            let of = match (rule.on, receiver) {
                (CalledOn::Receiver | CalledOn::Item, Some(receiver)) => Some(receiver),
                (CalledOn::Receiver | CalledOn::Item, None) | (CalledOn::First, _) => args.first().copied(),
                (CalledOn::Second, _) => args.get(1).copied(),
                (CalledOn::Third, _) => args.get(2).copied(),
                (CalledOn::Result | CalledOn::Success, _) => Some(call),
            };
            if let Some(of) = of {
                let tys = match rule.on {
                    CalledOn::Item => vec![self.item_of(&self.types.exprs[of])],
                    CalledOn::Success => vec![self.success_of(&self.types.exprs[of])],
                    CalledOn::First | CalledOn::Second | CalledOn::Third if &*rule.method == NEXT => {
                        self.iterators(of, rule.through.as_deref())
                    }
                    _ => self.behind(&self.types.exprs[of], rule.through.as_deref()),
                };
                let of = (of != call).then_some(of);
                found.extend(tys.into_iter().map(|ty| CalledBack { rule: rule.clone(), ty, of }));
            }
        }
        found
    }

    /// The types of an argument that a callee iterates over: its own, and that of its iterator.
    fn iterators(&self, arg: ExprId, class: Option<&str>) -> Vec<Ty> {
        let ty = &self.types.exprs[arg];
        let mut found = self.behind(ty, class);
        let iterator = self.db.iterator_over(self.def.krate, ty);
        for ty in self.behind(&iterator, class) {
            if !ty.is_unknown() && !found.contains(&ty) {
                found.push(ty);
            }
        }
        found
    }

    /// The element type of a slice, an array or a `Vec`.
    fn item_of(&self, ty: &Ty) -> Ty {
        let list = self.seen_through(ty, None);
        match list.kind() {
            TyKind::Slice(item) | TyKind::Array(item) => item.strip_refs().clone(),
            TyKind::Adt(_, args) => args.first().map_or_else(Ty::unknown, |item| item.strip_refs().clone()),
            _ => Ty::unknown(),
        }
    }

    /// The value of a `Result` that is `Ok`.
    fn success_of(&self, ty: &Ty) -> Ty {
        match ty.as_adt() {
            Some((def, args)) if Some(def) == self.db.lang.result => args.first().cloned().unwrap_or_else(Ty::unknown),
            _ => Ty::unknown(),
        }
    }

    /// The types behind references, boxes and the wrappers of a receiver class; several if a wrapper has several members.
    pub(in crate::analysis) fn behind(&self, ty: &Ty, class: Option<&str>) -> Vec<Ty> {
        behind(self.db, self.catalogue, ty, class)
    }

    /// A type without references, boxes and the wrappers of a receiver class.
    pub(in crate::analysis) fn seen_through(&self, ty: &Ty, class: Option<&str>) -> Ty {
        seen_through(self.db, self.catalogue, ty, class)
    }

    /// The entry for iterating over a value of this type, behind adaptors.
    pub(in crate::analysis) fn iterated(&self, ty: &Ty) -> Option<ApiIndex> {
        self.iterated_if(ty, &|api| !api.lazy)
    }

    /// The same among the entries that are `wanted`.
    pub(in crate::analysis) fn iterated_if(&self, ty: &Ty, wanted: &dyn Fn(&ApiEntry) -> bool) -> Option<ApiIndex> {
        self.behind(ty, Some(ADAPTORS)).into_iter().find_map(|ty| {
            let holds = |index: &ApiIndex| {
                let api = self.catalogue.api(*index);
                let is_of_class = || api.receiver.is_empty() || self.in_classes(&ty, &api.receiver);
                api.call == CallKind::Iterate && wanted(api) && is_of_class()
            };
            self.known.uses_of(self.def.krate, &ty).into_iter().find(holds)
        })
    }

    /// The entry for the iteration that a call does for its caller, and whether that always runs on an executor.
    pub(in crate::analysis) fn iterated_by(&self, call: ExprId) -> Option<(ApiIndex, bool)> {
        if !self.is_call(call) || self.takes_only_item(call) {
            return None;
        }
        let mut asked = self.called_back(call).into_iter().filter(|back| &*back.rule.method == NEXT);
        asked.find_map(|back| {
            let made = || back.rule.on_executor.then(|| self.made_lazily(*self.receiver_and_args(call).1.first()?)).flatten();
            Some((self.iterated(&back.ty).or_else(made)?, back.rule.on_executor))
        })
    }

    /// The entry for the call that made an iterator which blocks at each step; adaptors and variables are followed.
    fn made_lazily(&self, id: ExprId) -> Option<ApiIndex> {
        let mut at = id;
        for _ in 0..MAX_WRAPPERS {
            if let Some(api) = self.api(at).filter(|api| self.catalogue.api(*api).lazy) {
                return Some(api);
            }
            at = match &self.body.exprs[at].kind {
                ExprKind::MethodCall { receiver, .. } => *receiver,
                ExprKind::Try { operand } | ExprKind::Ref { operand, .. } => *operand,
                ExprKind::Path(_) => self.initial(at)?,
                _ => return None,
            };
        }
        None
    }

    /// The fns of the workspace and its dependencies that an expression runs without naming them.
    pub(in crate::analysis) fn implied(&self, impls: &TraitImpls<'_>, id: ExprId) -> Vec<DefId> {
        let lang = &self.db.lang;
        match &self.body.exprs[id].kind {
            ExprKind::Macro(call) => {
                let (MacroKind::Format { args, .. }
                | MacroKind::Print { args }
                | MacroKind::Unit { args }
                | MacroKind::Diverge { args }
                | MacroKind::Error { args }) = &call.kind
                else {
                    let MacroKind::VecRepeat { item, .. } = &call.kind else { return Vec::new() };
                    return self.cloned(impls, &self.types.exprs[*item]);
                };
                args.iter().flat_map(|arg| self.formatted(impls, *arg)).collect()
            }
            ExprKind::Assign { lhs, .. } | ExprKind::Binary { lhs, assign: true, .. } => self.changed_through(impls, *lhs),
            ExprKind::Await { operand, .. } => {
                let ty = &self.types.exprs[*operand];
                lang.into_future.and_then(|into_future| impls.method(into_future, ty, "into_future")).into_iter().collect()
            }
            // `write!(w, "{x}")`
            ExprKind::MethodCall { method, args, .. } if *method == "write_fmt" && self.types.callees.contains_key(&id) => {
                args.iter().flat_map(|arg| self.formatted(impls, *arg)).collect()
            }
            ExprKind::Ref { mutable: true, raw: false, operand } => self.changed_through(impls, *operand),
            ExprKind::MethodCall { receiver, .. } => match self.types.callees.get(&id) {
                Some(Callee::Fn(callee)) => {
                    let on = callee.self_ty.as_ref().map(Ty::strip_refs);
                    let taken = self.db.function(callee.def).and_then(|function| function.sig.self_param.clone());
                    let method = if matches!(taken, Some(SelfParam::RefMut)) { "deref_mut" } else { "deref" };
                    let mut found = self.dereferenced(impls, *receiver, method, |ty| on.is_some_and(|on| same_head(on, ty)));
                    // `rows[0].push(x)` borrows `rows[0]` as `&mut rows[0]`.
                    if matches!(taken, Some(SelfParam::RefMut)) && !matches!(self.types.exprs[*receiver].kind(), TyKind::Ref(..)) {
                        found.extend(self.changed_through(impls, *receiver));
                    }
                    found
                }
                _ => Vec::new(),
            },
            ExprKind::Field { base, name, .. } => {
                let has_field = |ty: &Ty| ty.as_adt().is_none_or(|(def, _)| self.db.field_owner(self.def, ty, *name) == Some(def));
                self.dereferenced(impls, *base, "deref", has_field)
            }
            // `parse(&text)` with a smart pointer to the parameter's type.
            ExprKind::Call { args, .. } => match self.types.callees.get(&id) {
                Some(Callee::Fn(callee)) => {
                    let Some(sig) = self.db.fn_sig(callee.def).filter(|sig| sig.params.len() == args.len()) else { return Vec::new() };
                    let coerced =
                        args.iter().zip(sig.params.iter()).flat_map(|(arg, param)| match (self.types.exprs[*arg].kind(), param.kind()) {
                            (TyKind::Ref(..), TyKind::Ref(_, wanted)) if is_concrete(wanted) => {
                                self.dereferenced(impls, *arg, "deref", |ty| same_head(wanted, ty))
                            }
                            _ => Vec::new(),
                        });
                    coerced.collect()
                }
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// `deref` or `deref_mut` of a value whose own type is not the wanted one.
    fn dereferenced(&self, impls: &TraitImpls<'_>, value: ExprId, method: &str, is_wanted: impl Fn(&Ty) -> bool) -> Vec<DefId> {
        let ty = self.types.exprs[value].strip_refs();
        let of = if method == "deref" { self.db.lang.deref } else { self.db.lang.deref_mut };
        let Some(of) = of.filter(|_| ty.as_adt().is_some()) else { return Vec::new() };
        if is_wanted(ty) {
            return Vec::new();
        }
        impls.method(of, ty, method).into_iter().collect()
    }

    /// `clone` of a type of the workspace, derived or its own.
    fn cloned(&self, impls: &TraitImpls<'_>, ty: &Ty) -> Vec<DefId> {
        let Some(clone) = self.known.std_method(CLONE) else { return Vec::new() };
        let Some(trait_def) = self.db.store.def(clone).parent else { return Vec::new() };
        match impls.method(trait_def, ty, "clone") {
            Some(own) => vec![own],
            None => self.derived(impls, trait_def, ty, "clone", None),
        }
    }
}

/// The types behind references, boxes and the wrappers of a receiver class; several if a wrapper has several members.
fn behind(db: &TypeDb<'_>, catalogue: &Catalogue, ty: &Ty, class: Option<&str>) -> Vec<Ty> {
    let wrappers = class.and_then(|class| catalogue.receivers().class(class));
    let mut found = Vec::new();
    let mut open = vec![seen_through(db, catalogue, ty, None)];
    for _ in 0..MAX_WRAPPERS {
        let Some(ty) = open.pop() else { break };
        let path = match ty.kind() {
            TyKind::Adt(def, _) => Some(db.store.canonical_path(*def)),
            TyKind::External(path, _) => Some(path.iter().map(|name| name.as_str()).collect::<Vec<_>>().join("::").into()),
            _ => None,
        };
        let (TyKind::Adt(_, args) | TyKind::External(_, args)) = ty.kind() else {
            found.push(ty);
            continue;
        };
        let inner = path.as_deref().zip(wrappers).map_or(&[][..], |(path, wrappers)| wrappers.wrapped(path));
        if inner.is_empty() {
            found.push(ty);
        } else {
            open.extend(inner.iter().rev().filter_map(|index| args.get(*index)).map(|ty| seen_through(db, catalogue, ty, None)));
        }
    }
    found.extend(open);
    found
}

/// A type without references, boxes and the wrappers of a receiver class.
pub(in crate::analysis) fn seen_through(db: &TypeDb<'_>, catalogue: &Catalogue, ty: &Ty, class: Option<&str>) -> Ty {
    let class = class.and_then(|class| catalogue.receivers().class(class));
    let mut ty = ty.strip_refs().clone();
    for _ in 0..MAX_WRAPPERS {
        let hidden = match ty.kind() {
            TyKind::Opaque(def, index, _) => hidden(db, *def, *index),
            _ => None,
        };
        if let Some(hidden) = hidden {
            ty = hidden;
        }
        let (args, path) = match ty.kind() {
            TyKind::Adt(def, args) if Some(*def) == db.lang.boxed => (args, None),
            TyKind::Adt(def, args) => (args, Some(db.store.canonical_path(*def))),
            TyKind::External(path, args) => (args, Some(path.iter().map(|name| name.as_str()).collect::<Vec<_>>().join("::").into())),
            _ => break,
        };
        let index = match path {
            None => Some(0),
            Some(path) => class.and_then(|class| class.wrapper(&path)),
        };
        let Some(inner) = index.and_then(|index| args.get(index)) else { break };
        ty = inner.strip_refs().clone();
    }
    ty
}

/// The concrete type behind the `impl Trait` that a workspace fn returns, inferred from its body.
fn hidden(db: &TypeDb<'_>, def: DefId, index: u32) -> Option<Ty> {
    // A generic parameter has another meaning at the call.
    hidden_in_body(db, def, index).filter(|ty| !ty.has_param())
}

/// The same in terms of the fn's own generic parameters.
pub(in crate::analysis) fn hidden_in_body(db: &TypeDb<'_>, def: DefId, index: u32) -> Option<Ty> {
    let is_whole =
        db.fn_sig(def).is_some_and(|sig| matches!(sig.declared_ret.kind(), TyKind::Opaque(of, at, _) if (*of, *at) == (def, index)));
    if !is_whole || db.store.krate(def.krate).kind != CrateKind::Local {
        return None;
    }
    let (at, types) = (db.store.body(def)?, db.body_types(def)?);
    let ty = types.exprs.get(at.body.root)?.strip_refs().clone();
    ty.as_adt().is_some().then_some(ty)
}

/// Whether a parameter's type is one type, rather than whatever the caller gives.
fn is_concrete(ty: &Ty) -> bool {
    matches!(ty.kind(), TyKind::Adt(..) | TyKind::Prim(_) | TyKind::Slice(_))
}

fn same_head(one: &Ty, other: &Ty) -> bool {
    match (one.as_adt(), other.as_adt()) {
        (Some((one, _)), Some((other, _))) => one == other,
        // A type parameter or an unknown type may be the same type.
        (None, _) => !matches!(one.kind(), TyKind::Prim(_) | TyKind::Slice(_) | TyKind::Array(_)),
        (Some(_), None) => false,
    }
}
