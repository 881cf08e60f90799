//! Open calls: only the caller knows the target, since the call goes through a bound of a generic parameter or through a trait-object parameter.

use super::super::body::BodyView;
use super::super::effects::conditional_causes::{Given, Param};
use super::super::effects::local_effects::Cause;
use super::callbacks::{ADAPTORS, NEXT, WRAPPERS};
use crate::catalogue::{ApiIndex, CallKind, Certainty};
use crate::facts::{ExprId, ExprKind, Span};
use crate::names::{CrateKind, DefId};
use crate::types::{Dispatch, FnCallee, Subst, Ty, TyKind, TypeDb};
use std::ops::Deref;
use std::sync::{Arc, LazyLock};

/// The method of a call of a closure or fn.
const CALL: &str = "std::ops::FnOnce::call_once";

/// Limit on the types behind the objects in one argument.
const MAX_OBJECTS: usize = 4;

/// The source of the concrete type that decides the target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::analysis) enum OpenReceiver {
    /// A type in terms of the fn's own generic parameters.
    Type(Ty),
    /// The type behind the trait object in the parameter with this 0-based number, receiver left out.
    Param(usize),
}

/// A trait method call whose receiver type is open.
#[derive(Clone, Debug)]
pub(in crate::analysis) struct Open {
    /// The trait method.
    pub(in crate::analysis) method: DefId,
    /// The receiver type.
    pub(in crate::analysis) on: OpenReceiver,
    /// A receiver class whose wrappers forward the call.
    pub(in crate::analysis) through: Option<Arc<str>>,
    /// For `into` and `try_into`: the type that is converted to.
    pub(in crate::analysis) into: Option<Ty>,
}

/// What a call site knows about the callee's generic parameters and trait objects.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub(in crate::analysis) struct CallerInfo {
    pub(in crate::analysis) subst: Subst,
    /// Types behind trait objects, by the parameter's number, sorted. There may be several in one container.
    pub(in crate::analysis) objects: Vec<(usize, Ty)>,
    /// What is known about the values of its parameters, sorted by parameter.
    pub(in crate::analysis) known_arguments: Vec<(Param, Given)>,
}

/// Whether a type is concrete enough to decide a target.
pub(in crate::analysis) fn is_telling(ty: &Ty) -> bool {
    let kind = ty.strip_refs().kind();
    matches!(kind, TyKind::Adt(..) | TyKind::Prim(_) | TyKind::Slice(_) | TyKind::Array(_) | TyKind::Tuple(_) | TyKind::FnPtr(..))
}

/// Whether a caller's generic arguments decide which type it is: a generic parameter, or an associated type of one.
pub(in crate::analysis) fn is_open_type(ty: &Ty) -> bool {
    matches!(ty.kind(), TyKind::Param(..)) || (matches!(ty.kind(), TyKind::Projection(..)) && ty.has_param())
}

/// The trait of the only kind of trait object in a container: `Store` of an `Option<&dyn Store>`.
fn only_object(ty: &Ty) -> Option<DefId> {
    let (mut found, mut has_several) = (None, false);
    ty.any(&mut |part| {
        if let TyKind::Dyn(bounds) = part.kind() {
            let of_trait = bounds.first().map(|bound| bound.def);
            has_several |= of_trait.is_none() || found.is_some_and(|found| Some(found) != of_trait);
            found = of_trait;
        }
        false
    });
    found.filter(|_| !has_several)
}

/// Whether a type denotes one closure or one fn.
pub(in crate::analysis) fn is_callable(ty: &Ty) -> bool {
    matches!(ty.kind(), TyKind::Closure(_) | TyKind::FnDef(..))
}

/// The same for a call graph, which has many call sites, most of which know nothing.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub(in crate::analysis) struct SharedCallerInfo(Option<Arc<CallerInfo>>);

impl From<CallerInfo> for SharedCallerInfo {
    fn from(info: CallerInfo) -> Self {
        Self((info != CallerInfo::default()).then(|| Arc::new(info)))
    }
}

impl Deref for SharedCallerInfo {
    type Target = CallerInfo;

    fn deref(&self) -> &CallerInfo {
        static NOTHING: LazyLock<CallerInfo> = LazyLock::new(CallerInfo::default);
        self.0.as_deref().unwrap_or(&NOTHING)
    }
}

impl CallerInfo {
    /// The types that an open receiver may have, without references; none if they are not known.
    pub(in crate::analysis) fn fill(&self, db: &TypeDb<'_>, receiver: &OpenReceiver) -> Vec<Ty> {
        let mut types: Vec<Ty> = match receiver {
            OpenReceiver::Type(ty) => vec![db.filled(ty, &self.subst).strip_refs().clone()],
            OpenReceiver::Param(index) => self.objects.iter().filter(|(number, _)| number == index).map(|(_, ty)| ty.clone()).collect(),
        };
        if !types.iter().all(|ty| is_telling(ty) || is_callable(ty)) {
            types.clear();
        }
        types
    }
}

impl BodyView<'_> {
    /// The open target of a trait method call, in workspace code.
    pub(in crate::analysis) fn open(&self, call: ExprId, callee: &FnCallee) -> Option<Open> {
        if self.db.store.krate(self.def.krate).kind != CrateKind::Local {
            return None;
        }
        let on = match callee.dispatch {
            Dispatch::Static => self.behind_wrapper(call, callee)?,
            Dispatch::Generic => OpenReceiver::Type(callee.self_ty.clone()?),
            Dispatch::Dynamic => {
                let (receiver, of_trait) = (self.receiver_and_args(call).0?, self.db.store.def(callee.def).parent?);
                self.behind_object(receiver, of_trait).or_else(|| self.object_origin(receiver, of_trait))?
            }
        };
        let is_next = self.known.std_method(NEXT) == Some(callee.def);
        let through = is_next.then(|| Arc::from(ADAPTORS));
        Some(Open { method: callee.def, on, through, into: self.converts_to(callee) })
    }

    /// The open `next` of the iterators behind the adaptors that a `for` loop iterates over: `for item in source.items().map(f)`.
    pub(in crate::analysis) fn open_next(&self, iterator: &Ty) -> Vec<Open> {
        let Some(method) = self.known.std_method(NEXT) else { return Vec::new() };
        let is_own = self.db.store.krate(self.def.krate).kind == CrateKind::Local;
        let inner = self.behind(iterator, Some(ADAPTORS)).into_iter().filter(|ty| is_own && is_open_type(ty));
        inner.map(|ty| Open { method, on: OpenReceiver::Type(ty), through: Some(Arc::from(ADAPTORS)), into: None }).collect()
    }

    /// The receiver of a catalogued trait method that is called on a wrapper of an open type: `BufReader::new(reader).lines()`, and `reader.lines()`
    /// of a `&mut R` or a `Box<dyn BufRead>`.
    fn behind_wrapper(&self, call: ExprId, callee: &FnCallee) -> Option<OpenReceiver> {
        let ty = callee.self_ty.as_ref()?;
        let calls = self.known.get(self.def.krate, callee.def)?.calls;
        if !calls.into_iter().any(|api| !self.catalogue.api(api).receiver.is_empty()) {
            return None;
        }
        let readers = self.behind(ty, Some(WRAPPERS));
        if readers.iter().any(is_open_type) {
            return Some(OpenReceiver::Type(ty.clone()));
        }
        let is_object = readers.iter().any(|reader| matches!(reader.kind(), TyKind::Dyn(_)));
        let of_trait = self.db.store.def(callee.def).parent?;
        self.receiver_and_args(call).0.filter(|_| is_object).and_then(|receiver| self.behind_object(receiver, of_trait))
    }

    /// The open target of a call of a field whose type is a generic parameter: `(self.f)()`; or of `self()` in `impl<F: Fn()> Step for F`.
    pub(in crate::analysis) fn open_field(&self, callee: ExprId) -> Option<Open> {
        let callee = self.behind_refs(callee);
        let ty = self.types.exprs[callee].strip_refs();
        let is_receiver = || self.body.self_param.is_some() && self.types.locals.get(&callee).copied() == self.body.self_param;
        let is_field = matches!(self.body.exprs[callee].kind, ExprKind::Field { .. });
        let is_open = (is_field || is_receiver()) && matches!(ty.kind(), TyKind::Param(..));
        let is_own = self.db.store.krate(self.def.krate).kind == CrateKind::Local;
        let method = self.known.std_method(CALL)?;
        (is_open && is_own).then(|| Open { method, on: OpenReceiver::Type(ty.clone()), through: None, into: None })
    }

    /// The type behind the object of this trait that an expression yields, if the body shows it.
    pub(in crate::analysis) fn behind_object(&self, id: ExprId, trait_def: DefId) -> Option<OpenReceiver> {
        self.behind_object_at(id, trait_def, 0)
    }

    fn behind_object_at(&self, id: ExprId, trait_def: DefId, depth: u32) -> Option<OpenReceiver> {
        if depth > 8 {
            return None;
        }
        let id = self.behind_refs(id);
        let ty = self.types.exprs[id].strip_refs();
        if !self.is_object(ty, trait_def) {
            let is_concrete = matches!(ty.kind(), TyKind::Adt(..)) || (is_callable(ty) && self.is_own_for_callables(trait_def));
            let concrete = is_concrete.then(|| OpenReceiver::Type(self.pointed(ty, trait_def).clone()));
            return concrete.or_else(|| self.boxed(id, trait_def, depth));
        }
        if let Some(pat) = self.types.locals.get(&id) {
            if let Some(index) = self.body.params.iter().position(|param| param == pat) {
                return Some(OpenReceiver::Param(index));
            }
            let init = self.initial(id)?;
            return self.boxed(init, trait_def, depth).or_else(|| self.behind_object_at(init, trait_def, depth + 1));
        }
        match &self.body.exprs[id].kind {
            ExprKind::Unary { operand, .. } => self.behind_object_at(*operand, trait_def, depth + 1),
            // `shared.as_ref()`. A method that makes a new object does not qualify.
            ExprKind::MethodCall { receiver, args, .. }
                if args.is_empty() && self.is_object(self.types.exprs[*receiver].strip_refs(), trait_def) =>
            {
                self.behind_object_at(*receiver, trait_def, depth + 1)
            }
            _ => self.boxed(id, trait_def, depth),
        }
    }

    /// `Box::new(value)`: the value's type, if that is not a trait object.
    fn boxed(&self, id: ExprId, trait_def: DefId, depth: u32) -> Option<OpenReceiver> {
        let ExprKind::Call { args, .. } = &self.body.exprs[self.behind_refs(id)].kind else { return None };
        let [only] = args[..] else { return None };
        let is_pointer = self.types.exprs[id].as_adt().is_some_and(|(def, _)| self.is_pointer(def));
        is_pointer.then(|| self.behind_object_at(only, trait_def, depth + 1)).flatten()
    }

    /// Whether a trait of the workspace has an impl for all callables of some kind.
    fn is_own_for_callables(&self, trait_def: DefId) -> bool {
        self.db.store.krate(trait_def.krate).kind == CrateKind::Local && !self.db.impls_for_callables(trait_def).is_empty()
    }

    /// The type behind the pointers around a value that becomes an object: `Disk` of an `Arc<Disk>`, unless the pointer itself implements the trait.
    fn pointed<'t>(&self, mut ty: &'t Ty, trait_def: DefId) -> &'t Ty {
        while let Some((def, args)) = ty.as_adt()
            && self.is_pointer(def)
            && self.db.impls_for(trait_def, def).is_empty()
            && let Some(inner) = args.first()
        {
            ty = inner.strip_refs();
        }
        ty
    }

    fn is_pointer(&self, def: DefId) -> bool {
        let lang = &self.db.lang;
        [lang.boxed, lang.arc, lang.rc].contains(&Some(def))
    }

    /// Whether a value of this type stands for a trait object: it is one, or a pointer or guard that derefs to one and does not implement the
    /// trait itself.
    fn is_object(&self, ty: &Ty, trait_def: DefId) -> bool {
        let is_own = ty.as_adt().is_some_and(|(def, _)| !self.is_pointer(def) && !self.db.impls_for(trait_def, def).is_empty());
        let is_hidden = || matches!(self.seen_through(ty, None).kind(), TyKind::Dyn(_));
        !is_own && (is_hidden() || self.db.object_behind(self.def.krate, ty).is_some())
    }

    /// The trait of the object that a parameter of this type takes, directly or behind pointers and guards.
    fn object_trait(&self, ty: &Ty) -> Option<DefId> {
        self.db.object_behind(self.def.krate, &self.seen_through(ty, None))
    }

    /// The types behind the trait-object arguments of a call of a workspace fn.
    pub(in crate::analysis) fn objects(&self, call: ExprId, callee: DefId) -> Vec<(usize, OpenReceiver)> {
        if self.db.store.krate(callee.krate).kind != CrateKind::Local {
            return Vec::new();
        }
        let Some(sig) = self.db.fn_sig(callee) else { return Vec::new() };
        let wanted: Vec<(usize, DefId, bool)> = sig
            .params
            .iter()
            .enumerate()
            .filter_map(|(index, ty)| match self.object_trait(ty) {
                Some(of) => Some((index, of, true)),
                None => Some((index, only_object(ty)?, false)),
            })
            .collect();
        if wanted.is_empty() {
            return Vec::new();
        }
        let (_, args) = self.receiver_and_args(call);
        let given = wanted.into_iter().filter_map(|(index, of, is_direct)| Some((index, *args.get(index)?, of, is_direct)));
        given
            .flat_map(|(index, arg, of, is_direct)| {
                let itself = if is_direct { self.behind_object(arg, of) } else { None };
                let objects = itself.map_or_else(|| self.objects_in(arg, of), |object| vec![object]);
                objects.into_iter().map(move |object| (index, object))
            })
            .collect()
    }

    /// The types behind the objects of this trait in an argument.
    fn objects_in(&self, arg: ExprId, trait_def: DefId) -> Vec<OpenReceiver> {
        if let Some(origin) = self.object_origin(arg, trait_def) {
            return vec![origin];
        }
        let types = self.types_behind(arg, trait_def).unwrap_or_default();
        let is_usable = types.len() <= MAX_OBJECTS && types.iter().all(|ty| !ty.has_param());
        if is_usable { types.into_iter().map(OpenReceiver::Type).collect() } else { Vec::new() }
    }

    /// The entry for a call of a trait method on a type that the caller supplies.
    pub(in crate::analysis) fn api_on(&self, method: DefId, call: ExprId, ty: &Ty) -> Option<ApiIndex> {
        let known = self.known.get(self.def.krate, method)?;
        known.calls.into_iter().find(|&index| {
            let api = self.catalogue.api(index);
            let is_told = match &api.receiver[..] {
                // A general entry with a condition on the receiver: the call is harmless only for a receiver that meets the condition.
                [] => api.silent_if.iter().any(|silent| silent.argument.is_none()) && !self.holds_address(ty),
                classes => self.in_classes(ty, classes),
            };
            api.call == CallKind::Call && is_told && api.certainty == Certainty::Certain && !self.is_exempt(api, call)
        })
    }

    /// What blocks in the open calls of this body, given what its caller supplies.
    pub(in crate::analysis) fn open_causes<'c>(
        &self,
        calls: impl Iterator<Item = (ExprId, Span, &'c Open)>,
        around: &CallerInfo,
    ) -> Vec<(Cause, Span)> {
        calls
            .filter_map(|(call, span, open)| {
                let types = around.fill(self.db, &open.on);
                let api = types.iter().find_map(|ty| self.api_on(open.method, call, ty))?;
                Some((Cause::Api(api), span))
            })
            .collect()
    }
}
