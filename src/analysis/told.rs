//! Calls that block only for some values of a parameter: `poll(fds, timeout)` in a fn that receives the timeout.

use super::body::BodyView;
use super::direct;
use super::own::{Cause, World};
use super::places::{Place, Places};
use crate::catalogue::ArgumentValue;
use crate::facts::{ExprId, ExprKind, Span};
use crate::names::{CrateKind, DefId, PrimTy};
use crate::types::{Ty, TyKind};

/// A parameter (receiver left out) that receives a time to wait in a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wait {
    /// The number of the callee's parameter.
    pub(super) param: usize,
    /// The caller's parameter that is passed on; `None` if the time is a literal in the call.
    from: Option<usize>,
}

impl Wait {
    /// Whether the time is nonzero, given the caller's parameters that are.
    pub(super) fn holds(&self, waits: &[usize]) -> bool {
        self.from.is_none_or(|from| waits.contains(&from))
    }
}

impl BodyView<'_> {
    /// The parameters of a workspace fn that receive a time to wait in a call.
    pub(super) fn waits(&self, call: ExprId, callee: DefId) -> Vec<Wait> {
        if self.db.store.krate(callee.krate).kind != CrateKind::Local {
            return Vec::new();
        }
        let Some(sig) = self.db.fn_sig(callee) else { return Vec::new() };
        if !sig.params.iter().any(|ty| self.may_be_time(ty)) {
            return Vec::new();
        }
        let (_, args) = self.receiver_and_args(call);
        let wait = |(param, (ty, arg)): (usize, (&Ty, &ExprId))| {
            if !self.may_be_time(ty) {
                return None;
            }
            let from = self.handed_on(*arg);
            (from.is_some() || self.has_value(*arg, ArgumentValue::Wait)).then_some(Wait { param, from })
        };
        sig.params.iter().zip(&args).enumerate().filter_map(wait).collect()
    }

    /// Whether a type may hold a time: an integer, a `Duration`, or an `Option` of one.
    fn may_be_time(&self, ty: &Ty) -> bool {
        match ty.kind() {
            TyKind::Prim(prim) => matches!(prim, PrimTy::I32 | PrimTy::U16 | PrimTy::I64 | PrimTy::U64 | PrimTy::U32),
            TyKind::Adt(def, args) if Some(*def) == self.db.lang.option => args.first().is_some_and(|inner| self.may_be_time(inner)),
            _ => self.path_of(ty).is_some_and(|path| &*path == "std::time::Duration"),
        }
    }

    /// The number of this fn's parameter that an expression passes on, possibly converted.
    pub(super) fn handed_on(&self, id: ExprId) -> Option<usize> {
        let mut at = id;
        loop {
            at = match &self.body.exprs[at].kind {
                ExprKind::Cast { operand, .. } | ExprKind::Ref { operand, .. } => *operand,
                ExprKind::MethodCall { receiver, method, args, .. } if args.is_empty() && *method == "into" => *receiver,
                ExprKind::Path(_) => {
                    let pat = self.types.locals.get(&at)?;
                    return self.body.params.iter().position(|param| param == pat);
                }
                _ => return None,
            };
        }
    }
}

impl World<'_> {
    /// The calls that block a fn's own thread if one of its parameters is a nonzero time to wait.
    pub(super) fn told(&self, view: &BodyView<'_>, places: &Places) -> Vec<(Cause, Span, usize)> {
        if self.db.store.krate(view.def.krate).kind != CrateKind::Local || view.body.params.is_empty() {
            return Vec::new();
        }
        let uses = direct::uses(view, places, &|place| place == Place::Sync).into_iter();
        let open = uses.filter(|(id, api)| self.is_felt(*api, view.def) && !view.is_certain(*api, *id));
        open.filter_map(|(id, api)| {
            let (_, args) = view.receiver_and_args(id);
            let mut deciding = self.catalogue.api(api).certain_if.iter().filter(|wanted| wanted.is == ArgumentValue::Wait);
            let param = deciding.find_map(|wanted| view.handed_on(*args.get(wanted.argument?)?))?;
            Some((Cause::Api(api), view.name_span(id), param))
        })
        .collect()
    }
}
