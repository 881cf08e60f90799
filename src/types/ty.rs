//! Types as the engine represents them: no lifetimes, no const values.

use super::subst::Subst;
use crate::facts::{ExprId, Name};
use crate::names::{DefId, PrimTy};
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::fmt;
use std::sync::Arc;

/// An interned type: equal types share one allocation, so comparing and hashing cost as much as for a pointer.
#[derive(Clone)]
pub struct Ty(&'static TyData);

/// A type's kind and its precomputed properties.
pub(super) struct TyData {
    pub(super) kind: TyKind,
    has_infer: bool,
    has_param: bool,
    has_projection: bool,
    depth: u16,
    size: u32,
}

impl PartialEq for Ty {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Eq for Ty {}

impl std::hash::Hash for Ty {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        std::ptr::from_ref(self.0).hash(state);
    }
}

/// Types with more parts are `Unknown`: `let b = (a, a); let c = (b, b); …` doubles the size with every line.
const MAX_SIZE: u32 = 4_096;

/// Types nested deeper than this are `Unknown`, so that hostile code cannot cause unbounded recursion.
const MAX_DEPTH: u16 = 48;

/// The kinds of type.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum TyKind {
    /// Unknown: unifies with any type and adds no information. Const arguments are `Unknown` too.
    Unknown,
    /// `!`.
    Never,
    /// `u8`, `str`, ….
    Prim(PrimTy),
    /// A struct, enum or union whose definition is available.
    Adt(DefId, Arc<[Ty]>),
    /// A nominal type of a crate whose source is not available, by its path.
    External(Arc<[Name]>, Arc<[Ty]>),
    /// `&T`, `&mut T`.
    Ref(Mutability, Ty),
    /// `*const T`, `*mut T`.
    Ptr(Mutability, Ty),
    /// `[T]`.
    Slice(Ty),
    /// `[T; N]`.
    Array(Ty),
    /// `(A, B)`.
    Tuple(Arc<[Ty]>),
    /// `fn(A) -> B`.
    FnPtr(Arc<[Ty]>, Ty),
    /// The type of a fn item or of a tuple constructor.
    FnDef(DefId, Subst),
    /// The type of a closure expression.
    Closure(Arc<ClosureTy>),
    /// A generic parameter: the item that declares it and its index there. A trait's `Self` is index 0 of the trait.
    Param(DefId, u32),
    /// `dyn A + B`.
    Dyn(Arc<[TraitRef]>),
    /// `impl Trait` in the return type of a fn: the fn, which of its `impl`s, and the fn's generic arguments.
    Opaque(DefId, u32, Subst),
    /// The future of an async fn or block, by its output.
    Future(Ty),
    /// `<T as Trait<A>>::Name` that cannot be normalised (yet). The args start with the self type.
    Projection(DefId, Name, Arc<[Ty]>),
    /// A variable of the current inference.
    #[serde(skip)]
    Infer(TyVar),
}

/// Mutability of references and raw pointers.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Mutability {
    /// `&T`, `*const T`.
    Shared,
    /// `&mut T`, `*mut T`.
    Mutable,
}

impl Mutability {
    /// From the presence of `mut`.
    #[must_use]
    pub const fn from_mut(mutable: bool) -> Self {
        if mutable { Self::Mutable } else { Self::Shared }
    }
}

/// A closure's identity and signature.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct ClosureTy {
    /// The fn, const or static whose body contains it.
    pub owner: DefId,
    /// The closure expression in that body.
    pub expr: ExprId,
    /// Parameter types.
    pub params: Vec<Ty>,
    /// The type of a call: for an async closure a future.
    pub ret: Ty,
}

/// A bound: a trait with its arguments (without the self type) and bindings of associated types.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct TraitRef {
    /// The trait.
    pub def: DefId,
    /// Its generic arguments after `Self`.
    pub args: Arc<[Ty]>,
    /// `Item = T`.
    pub bindings: Arc<[(Name, Ty)]>,
}

/// A type variable of one inference.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub struct TyVar(pub u32);

impl Ty {
    /// Makes a type; one that is too large or nested too deeply becomes `Unknown`.
    #[must_use]
    pub fn new(kind: TyKind) -> Self {
        let (mut has_infer, mut has_param, mut has_projection, mut depth, mut size) =
            (matches!(kind, TyKind::Infer(_)), matches!(kind, TyKind::Param(..)), matches!(kind, TyKind::Projection(..)), 0, 1u32);
        kind.for_each_child(&mut |child| {
            has_infer |= child.0.has_infer;
            has_param |= child.0.has_param;
            has_projection |= child.0.has_projection;
            depth = depth.max(child.0.depth + 1);
            size = size.saturating_add(child.0.size);
        });
        if depth > MAX_DEPTH || size > MAX_SIZE {
            return Self::unknown();
        }
        Self(super::interner::intern(TyData { kind, has_infer, has_param, has_projection, depth, size }))
    }

    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> &TyKind {
        &self.0.kind
    }

    /// Whether `wanted` holds for it or one of its parts.
    pub fn any(&self, wanted: &mut dyn FnMut(&Self) -> bool) -> bool {
        let mut found = wanted(self);
        self.kind().for_each_child(&mut |child| found = found || child.any(wanted));
        found
    }

    /// The unknown type.
    #[must_use]
    pub fn unknown() -> Self {
        static UNKNOWN: std::sync::OnceLock<Ty> = std::sync::OnceLock::new();
        UNKNOWN.get_or_init(|| Self::new(TyKind::Unknown)).clone()
    }

    /// An inference variable.
    #[must_use]
    pub fn infer(var: TyVar) -> Self {
        thread_local! {
            static FIRST: RefCell<Vec<Ty>> = const { RefCell::new(Vec::new()) };
        }
        /// Most bodies have fewer variables.
        const MANY: usize = 4_096;
        let index = var.0 as usize;
        if index >= MANY {
            return Self::new(TyKind::Infer(var));
        }
        FIRST.with_borrow_mut(|first| {
            while first.len() <= index {
                let next = TyVar(u32::try_from(first.len()).unwrap_or(u32::MAX));
                first.push(Self::new(TyKind::Infer(next)));
            }
            first[index].clone()
        })
    }

    /// `()`.
    #[must_use]
    pub fn unit() -> Self {
        static UNIT: std::sync::OnceLock<Ty> = std::sync::OnceLock::new();
        UNIT.get_or_init(|| Self::new(TyKind::Tuple(Arc::new([])))).clone()
    }

    /// `!`.
    #[must_use]
    pub fn never() -> Self {
        static NEVER: std::sync::OnceLock<Ty> = std::sync::OnceLock::new();
        NEVER.get_or_init(|| Self::new(TyKind::Never)).clone()
    }

    /// A primitive.
    #[must_use]
    pub fn prim(prim: PrimTy) -> Self {
        Self::new(TyKind::Prim(prim))
    }

    /// `&T` or `&mut T`.
    #[must_use]
    pub fn reference(mutability: Mutability, inner: Self) -> Self {
        Self::new(TyKind::Ref(mutability, inner))
    }

    /// Whether it is unknown.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        matches!(self.kind(), TyKind::Unknown)
    }

    /// Whether it is `!`.
    #[must_use]
    pub fn is_never(&self) -> bool {
        matches!(self.kind(), TyKind::Never)
    }

    /// Whether it mentions inference variables.
    #[must_use]
    pub fn has_infer(&self) -> bool {
        self.0.has_infer
    }

    /// Whether it mentions generic parameters.
    #[must_use]
    pub fn has_param(&self) -> bool {
        self.0.has_param
    }

    /// Whether it mentions projections.
    #[must_use]
    pub fn has_projection(&self) -> bool {
        self.0.has_projection
    }

    /// The definition and arguments, for a nominal type.
    #[must_use]
    pub fn as_adt(&self) -> Option<(DefId, &Arc<[Ty]>)> {
        match self.kind() {
            TyKind::Adt(def, args) => Some((*def, args)),
            _ => None,
        }
    }

    /// The type without its outer references.
    #[must_use]
    pub fn strip_refs(&self) -> &Self {
        let mut ty = self;
        while let TyKind::Ref(_, inner) = ty.kind() {
            ty = inner;
        }
        ty
    }

    /// Replaces generic parameters by their arguments; those without an argument stay.
    #[must_use]
    pub fn subst(&self, subst: &Subst) -> Self {
        if !self.0.has_param {
            return self.clone();
        }
        if let TyKind::Param(owner, index) = self.kind() {
            return subst.get(*owner, *index).cloned().unwrap_or_else(|| self.clone());
        }
        self.map_children(&mut |child| child.subst(subst))
    }

    /// Rebuilds the type with each direct child replaced.
    #[must_use]
    pub fn map_children(&self, f: &mut dyn FnMut(&Self) -> Self) -> Self {
        let mut changed = false;
        let mapped = self.mapped_kind(&mut |child| {
            let new = f(child);
            changed |= new != *child;
            new
        });
        match mapped {
            Some(kind) if changed => Self::new(kind),
            _ => self.clone(),
        }
    }

    /// Its kind with each direct child replaced; `None` if it has none.
    fn mapped_kind(&self, f: &mut dyn FnMut(&Self) -> Self) -> Option<TyKind> {
        let all = |args: &Arc<[Ty]>, f: &mut dyn FnMut(&Self) -> Self| -> Arc<[Ty]> { args.iter().map(f).collect() };
        Some(match self.kind() {
            TyKind::Unknown | TyKind::Never | TyKind::Prim(_) | TyKind::Param(..) | TyKind::Infer(_) => return None,
            TyKind::Adt(def, args) => TyKind::Adt(*def, all(args, f)),
            TyKind::External(path, args) => TyKind::External(path.clone(), all(args, f)),
            TyKind::Ref(mutability, inner) => TyKind::Ref(*mutability, f(inner)),
            TyKind::Ptr(mutability, inner) => TyKind::Ptr(*mutability, f(inner)),
            TyKind::Slice(inner) => TyKind::Slice(f(inner)),
            TyKind::Array(inner) => TyKind::Array(f(inner)),
            TyKind::Tuple(items) => TyKind::Tuple(all(items, f)),
            TyKind::FnPtr(params, ret) => TyKind::FnPtr(all(params, f), f(ret)),
            TyKind::FnDef(def, subst) => TyKind::FnDef(*def, subst.map(f)),
            TyKind::Closure(closure) => TyKind::Closure(Arc::new(ClosureTy {
                owner: closure.owner,
                expr: closure.expr,
                params: closure.params.iter().map(&mut *f).collect(),
                ret: f(&closure.ret),
            })),
            TyKind::Dyn(bounds) => TyKind::Dyn(bounds.iter().map(|bound| bound.map(f)).collect()),
            TyKind::Opaque(def, index, subst) => TyKind::Opaque(*def, *index, subst.map(f)),
            TyKind::Future(output) => TyKind::Future(f(output)),
            TyKind::Projection(def, name, args) => TyKind::Projection(*def, *name, all(args, f)),
        })
    }
}

impl TyKind {
    /// Calls `f` on each direct child.
    pub fn for_each_child(&self, f: &mut dyn FnMut(&Ty)) {
        match self {
            Self::Unknown | Self::Never | Self::Prim(_) | Self::Param(..) | Self::Infer(_) => {}
            Self::Adt(_, args) | Self::External(_, args) | Self::Tuple(args) | Self::Projection(_, _, args) => args.iter().for_each(f),
            Self::Ref(_, inner) | Self::Ptr(_, inner) | Self::Slice(inner) | Self::Array(inner) | Self::Future(inner) => f(inner),
            Self::FnPtr(params, ret) => {
                params.iter().for_each(&mut *f);
                f(ret);
            }
            Self::FnDef(_, subst) | Self::Opaque(_, _, subst) => subst.iter().for_each(f),
            Self::Closure(closure) => {
                closure.params.iter().for_each(&mut *f);
                f(&closure.ret);
            }
            Self::Dyn(bounds) => {
                for bound in bounds.iter() {
                    bound.args.iter().for_each(&mut *f);
                    bound.bindings.iter().for_each(|(_, ty)| f(ty));
                }
            }
        }
    }
}

impl TraitRef {
    /// Rebuilds the bound with each type replaced.
    #[must_use]
    pub fn map(&self, f: &mut dyn FnMut(&Ty) -> Ty) -> Self {
        Self {
            def: self.def,
            args: self.args.iter().map(&mut *f).collect(),
            bindings: self.bindings.iter().map(|(name, ty)| (*name, f(ty))).collect(),
        }
    }

    /// Replaces generic parameters.
    #[must_use]
    pub fn subst(&self, subst: &Subst) -> Self {
        self.map(&mut |ty| ty.subst(subst))
    }
}

impl Default for Ty {
    fn default() -> Self {
        Self::unknown()
    }
}

impl fmt::Debug for Ty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind().fmt(f)
    }
}
