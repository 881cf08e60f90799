//! The result of inferring one body.

use super::subst::Subst;
use super::ty::Ty;
use crate::facts::{ExprId, PatId};
use crate::names::{CrateKind, CrateStore, DefId};
use index_vec::IndexVec;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The types and callees of one body.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct BodyTypes {
    /// The type of each expression; `Unknown` where it is not known.
    pub exprs: IndexVec<ExprId, Ty>,
    /// The type of each pattern.
    pub pats: IndexVec<PatId, Ty>,
    /// The callee of each call, method call, operator with a user-defined impl, `?`, `.await` or `for` loop. A `for` maps to `Iterator::next`
    /// of its iterator, `?` to `From::from` where the error is converted by user code.
    pub callees: FxHashMap<ExprId, Callee>,
    /// Method calls without an available callee although the receiver's type is known, each with its scope: the
    /// method is that of a type or a trait whose source is not available.
    pub unanswered: FxHashMap<ExprId, DefId>,
    /// Macro calls, each with its scope, except calls to macros that the crate itself expands.
    pub macro_scopes: FxHashMap<ExprId, DefId>,
    /// Path expressions that name a local variable: the `Bind` pattern that introduces it.
    pub locals: FxHashMap<ExprId, PatId>,
    /// Path expressions that name a constant or static.
    pub values: FxHashMap<ExprId, DefId>,
    /// Whether the step budget ran out, so that some types are missing.
    pub exhausted: bool,
}

/// The target of a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Callee {
    /// A fn whose definition is available.
    Fn(Box<FnCallee>),
    /// A fn or method of a crate whose source is not available: its path, `serde_json::from_reader`, `foo::Client::get`.
    External(Arc<str>),
    /// A tuple struct or variant.
    Constructor(DefId),
    /// A closure expression of the same body.
    Closure(ExprId),
    /// A fn pointer, a `dyn Fn` or a generic parameter with an `Fn` bound.
    Indirect,
}

impl Callee {
    /// The canonical path of a callee outside the workspace.
    pub(crate) fn outside_path(&self, store: &CrateStore<'_>) -> Option<String> {
        match self {
            Self::Fn(callee) if store.krate(callee.def.krate).kind != CrateKind::Local => {
                Some(store.canonical_path(callee.def).to_string())
            }
            Self::External(path) => Some(path.to_string()),
            _ => None,
        }
    }
}

/// A call of a known fn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FnCallee {
    /// The fn: for a trait method the trait's own, even where the impl is known.
    pub def: DefId,
    /// The method that static dispatch picks, if it is known: the impl's, or the trait's where the impl does not override it.
    pub implementation: Option<DefId>,
    /// The `Self` type of a method or associated fn.
    pub self_ty: Option<Ty>,
    /// How the trait method is chosen.
    pub dispatch: Dispatch,
    /// Generic arguments.
    pub subst: Subst,
}

/// How a callee is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Dispatch {
    /// A free fn, an inherent method, or a trait method of a known type.
    Static,
    /// Through `dyn Trait`.
    Dynamic,
    /// Through a bound of a generic parameter or an opaque type.
    Generic,
}

impl FnCallee {
    /// The definition whose body runs: the impl's method if known, else the fn itself.
    #[must_use]
    pub fn body_def(&self) -> DefId {
        self.implementation.unwrap_or(self.def)
    }
}
