//! Calls that block only for some values of a parameter: `poll(fds, timeout)` in a fn that receives the timeout, `flock(fd, operation)`, and
//! everything in a branch that a parameter selects.

use super::super::body::BodyView;
use super::super::branches::{Branch, Decider};
use super::super::places::{Place, Places};
use super::local_effects::{AnalysisCtx, Cause};
use crate::catalogue::{ApiEntry, ApiIndex, ArgumentValue, SilentIf};
use crate::facts::{ExprId, ExprKind, Name, PatKind, Span, UnaryOp};
use crate::names::{CrateKind, DefId, PrimTy};
use crate::types::{Ty, TyKind};
use serde::{Deserialize, Serialize};

/// A parameter of a fn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub(in crate::analysis) enum Param {
    /// `self`.
    Receiver,
    /// The parameter with this number, the receiver left out.
    At(usize),
}

/// What a call site says about the value of a parameter. A `0` is both a time that is over at once and flags that let a call wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub(in crate::analysis) enum Given {
    /// A time that is not zero.
    Time,
    /// A time of zero.
    NoTime,
    /// Flags without one that says not to wait.
    WaitingFlags,
    /// A value that selects a branch: the parameter's own, or that of one of its fields.
    Choice(Option<Name>, Choice),
}

/// A value that selects a branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub(in crate::analysis) enum Choice {
    /// This `bool`.
    Bool(bool),
    /// This variant of an enum.
    Variant(Name),
}

/// A parameter about whose value a call says something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::analysis) struct KnownArgument {
    /// The callee's parameter.
    param: Param,
    value: Value,
}

/// Where the value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Value {
    /// It is written in the call.
    Here(Given),
    /// It is this parameter of the caller, or a field of it.
    Of(Decider),
}

impl KnownArgument {
    /// What the callee knows about the parameter, given what its caller knows about its own.
    pub(in crate::analysis) fn filled(self, around: &[(Param, Given)]) -> impl Iterator<Item = (Param, Given)> {
        let here = match self.value {
            Value::Here(given) => Some(given),
            Value::Of(_) => None,
        };
        let passed = move |&(param, given): &(Param, Given)| match (self.value, given) {
            (Value::Of(of), _) if of.param != param => None,
            (Value::Of(Decider { field: None, .. }), _) => Some(given),
            (Value::Of(of), Given::Choice(field, value)) => (of.field == field).then_some(Given::Choice(None, value)),
            _ => None,
        };
        here.into_iter().chain(around.iter().filter_map(passed)).map(move |given| (self.param, given))
    }
}

/// What a parameter must be for a call to block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::analysis) enum Condition {
    /// The parameter is known to be this.
    Is(Param, Given),
    /// The parameter is not known to be this.
    IsNot(Param, Given),
    /// The parameter is not known to leave out this branch.
    In(Branch),
}

impl Condition {
    /// Whether it is met, given what is known about the parameters.
    pub(in crate::analysis) fn is_met(&self, known: &[(Param, Given)]) -> bool {
        match self {
            Self::Is(param, given) => known.contains(&(*param, *given)),
            Self::IsNot(param, given) => !known.contains(&(*param, *given)),
            Self::In(branch) => !branch.is_excluded(known),
        }
    }
}

impl BodyView<'_> {
    /// What a call of a fn says about the values of its parameters.
    pub(in crate::analysis) fn known_arguments(&self, call: ExprId, callee: DefId) -> Vec<KnownArgument> {
        if callee.krate == self.db.store.std() {
            return Vec::new();
        }
        // Times and flags decide what APIs do, and these are judged in the workspace only.
        let is_local = self.db.store.krate(callee.krate).kind == CrateKind::Local;
        let Some(sig) = self.db.fn_sig(callee) else { return Vec::new() };
        let (receiver, args) = self.receiver_and_args(call);
        let mut known_arguments = Vec::new();
        let given_to = receiver.map(|receiver| (Param::Receiver, &self.types.exprs[receiver], receiver));
        let numbered = sig.params.iter().zip(&args).enumerate().map(|(number, (ty, arg))| (Param::At(number), ty, *arg));
        for (param, ty, arg) in given_to.into_iter().chain(numbered) {
            let (is_time, is_branch) = (is_local && param != Param::Receiver && self.may_decide(ty), self.selects_branches(ty));
            if !is_time && !is_branch {
                continue;
            }
            let from = self.handed_on(arg).filter(|_| is_time || self.is_fixed(arg));
            let from = from.map(|param| Decider { param, field: None }).or_else(|| self.deciding(arg).map(|(of, _)| of));
            if let Some(from) = from {
                known_arguments.push(KnownArgument { param, value: Value::Of(from) });
                continue;
            }
            let is_zero = || self.has_value(arg, ArgumentValue::Zero) || self.has_value(arg, ArgumentValue::ZeroDuration);
            let mut given = Vec::new();
            if is_time {
                given.extend(self.has_value(arg, ArgumentValue::Wait).then_some(Given::Time));
                given.extend(is_zero().then_some(Given::NoTime));
                given.extend(self.lets_wait(arg, 0).then_some(Given::WaitingFlags));
            }
            if is_branch {
                given.extend(self.literal_value(arg, 0).map(|value| Given::Choice(None, value)));
                given.extend(self.literal_fields(arg, 0).into_iter().map(|(field, value)| Given::Choice(Some(field), value)));
            }
            known_arguments.extend(given.into_iter().map(|given| KnownArgument { param, value: Value::Here(given) }));
        }
        known_arguments
    }

    /// Whether an argument is a parameter that this fn never changes.
    fn is_fixed(&self, arg: ExprId) -> bool {
        let mut at = arg;
        while let ExprKind::Ref { operand, .. } | ExprKind::Unary { op: UnaryOp::Deref, operand } = &self.body.exprs[at].kind {
            at = *operand;
        }
        self.param_of(at).is_some()
    }

    /// Whether a value of this type may select a branch: a `bool`, an enum, or a struct, which may have such a field.
    fn selects_branches(&self, ty: &Ty) -> bool {
        let ty = ty.strip_refs();
        matches!(ty.kind(), TyKind::Prim(PrimTy::Bool)) || self.is_enum(ty) || self.own_struct(ty).is_some()
    }

    /// The parameters of this fn, and their fields, that select a branch or that a call receives.
    pub(in crate::analysis) fn deciding_params(&self) -> Vec<Decider> {
        let mut found: Vec<Decider> = self.branches().deciders().collect();
        for id in self.body.exprs.indices().filter(|id| self.is_call(*id)) {
            let (receiver, args) = self.receiver_and_args(id);
            for arg in receiver.into_iter().chain(args) {
                found.extend(self.handed_on(arg).map(|param| Decider { param, field: None }));
                found.extend(self.deciding(arg).map(|(of, _)| of));
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Whether a type may hold a time or flags: an integer, a `Duration`, a type of another crate, or an `Option` of one.
    fn may_decide(&self, ty: &Ty) -> bool {
        match ty.kind() {
            TyKind::Prim(prim) => matches!(prim, PrimTy::I32 | PrimTy::U16 | PrimTy::I64 | PrimTy::U64 | PrimTy::U32),
            TyKind::Adt(def, args) if Some(*def) == self.db.lang.option => args.first().is_some_and(|inner| self.may_decide(inner)),
            TyKind::Adt(def, _) => {
                let store = self.db.store;
                let is_of_std = def.krate == store.std();
                store.krate(def.krate).kind != CrateKind::Local && (!is_of_std || &*store.canonical_path(*def) == "std::time::Duration")
            }
            TyKind::External(..) => true,
            _ => false,
        }
    }

    /// The parameter of this fn that an expression passes on unchanged, possibly converted.
    pub(in crate::analysis) fn handed_on(&self, id: ExprId) -> Option<Param> {
        let mut at = id;
        loop {
            at = match &self.body.exprs[at].kind {
                ExprKind::Cast { operand, .. }
                | ExprKind::Ref { operand, .. }
                | ExprKind::Try { operand }
                | ExprKind::Unary { op: UnaryOp::Deref, operand } => *operand,
                ExprKind::MethodCall { receiver, method, args, .. }
                    if args.is_empty() && ["into", "try_into", "unwrap"].contains(&method.as_str()) =>
                {
                    *receiver
                }
                ExprKind::MethodCall { receiver, method, .. } if *method == "expect" => *receiver,
                // `PollTimeout::try_from(millis)`, `Some(timeout)`
                ExprKind::Call { callee, args } if args.len() == 1 && self.only_converts(*callee) => args[0],
                ExprKind::Path(_) => {
                    let pat = self.types.locals.get(&at)?;
                    if self.body.self_param.as_ref() == Some(pat) {
                        return Some(Param::Receiver);
                    }
                    if matches!(self.body.pats[*pat].kind, PatKind::Bind { mutable: true, .. }) {
                        return None;
                    }
                    return self.body.params.iter().position(|param| param == pat).map(Param::At);
                }
                _ => return None,
            };
        }
    }

    /// Whether a fn makes a value of its argument that is zero, or a time, if the argument is.
    fn only_converts(&self, callee: ExprId) -> bool {
        let ExprKind::Path(path) = &self.body.exprs[callee].kind else { return false };
        let names = ["from", "try_from", "from_millis", "from_secs", "from_secs_f64", "Some"];
        path.segments.last().is_some_and(|last| names.contains(&last.name.as_str()))
    }

    /// The entry of a call with flags that a parameter selects, and the branches in which these let it wait:
    /// `let operation = match mode { Mode::Wait => LOCK_EX, Mode::Try => LOCK_EX | LOCK_NB };` before `flock(file, operation)`.
    fn waits_in(&self, call: ExprId) -> Option<(ApiIndex, Vec<Branch>)> {
        let mut waiting = Vec::new();
        let api = self.called_api_if(call, &mut |api: &ApiEntry, receiver, args| {
            let selected = |silent: &SilentIf| match silent.is {
                ArgumentValue::NoWaitFlag => self.selected_values(*args.get(silent.argument?)?),
                _ => None,
            };
            let holds = |silent: &SilentIf| selected(silent).is_none() && self.has_argument(receiver, args, silent);
            let values = api.silent_if.iter().find_map(selected).unwrap_or_default();
            waiting = values.into_iter().filter(|value| self.lets_wait(*value, 0)).collect();
            !waiting.is_empty() && !api.silent_if.iter().any(holds)
        })?;
        let branches = self.branches();
        let selecting = waiting.into_iter().filter_map(|value| match &branches.around(self.body.exprs[value].span)[..] {
            [only] => Some(only.clone()),
            _ => None,
        });
        Some((api, selecting.collect()))
    }

    /// The values of the branches whose value a variable has.
    fn selected_values(&self, arg: ExprId) -> Option<Vec<ExprId>> {
        let tail = |id: ExprId| match &self.body.exprs[id].kind {
            ExprKind::Block { tail: Some(tail), .. } => *tail,
            _ => id,
        };
        match &self.body.exprs[self.initial(arg).unwrap_or(arg)].kind {
            ExprKind::Match { arms, .. } => Some(arms.iter().map(|arm| tail(arm.body)).collect()),
            ExprKind::If { then, otherwise: Some(otherwise), .. } => Some(vec![tail(*then), tail(*otherwise)]),
            _ => None,
        }
    }

    /// The entry of a call that a parameter with flags silences, and the parameter.
    fn silenced_by_param(&self, call: ExprId) -> Option<(ApiIndex, Param)> {
        let mut param = None;
        let api = self.called_api_if(call, &mut |api: &ApiEntry, receiver, args| {
            let passed = |silent: &SilentIf| match silent.is {
                ArgumentValue::NoWaitFlag => self.handed_on(*args.get(silent.argument?)?),
                _ => None,
            };
            let holds = |silent: &SilentIf| passed(silent).is_none() && self.has_argument(receiver, args, silent);
            param = api.silent_if.iter().find_map(passed);
            param.is_some() && !api.silent_if.iter().any(holds)
        })?;
        Some((api, param?))
    }
}

impl AnalysisCtx<'_> {
    /// The calls that block a fn's own thread if one of its parameters has such a value. `uses` are the blocking calls there.
    pub(in crate::analysis) fn conditional_causes(
        &self,
        view: &BodyView<'_>,
        places: &Places,
        uses: &[(ExprId, ApiIndex)],
    ) -> Vec<(Cause, Span, ExprId, Condition)> {
        if self.db.store.krate(view.def.krate).kind != CrateKind::Local || view.body.params.is_empty() {
            return Vec::new();
        }
        let mut found = Vec::new();
        for &(id, api) in uses {
            if !self.propagates_if_certain(api, view.def) {
                continue;
            }
            let (_, args) = view.receiver_and_args(id);
            let passed = |wanted: &SilentIf| view.handed_on(*args.get(wanted.argument?)?);
            let entry = self.catalogue.api(api);
            let condition = if view.is_certain(api, id) {
                let mut deciding =
                    entry.silent_if.iter().filter(|silent| matches!(silent.is, ArgumentValue::ZeroDuration | ArgumentValue::Zero));
                deciding.find_map(passed).map(|param| Condition::IsNot(param, Given::NoTime))
            } else {
                let mut deciding = entry.certain_if.iter().filter(|wanted| wanted.is == ArgumentValue::Wait);
                deciding.find_map(passed).map(|param| Condition::Is(param, Given::Time))
            };
            found.extend(condition.map(|condition| (Cause::Api(api), view.name_span(id), id, condition)));
        }
        for id in view.types.callees.keys().copied() {
            if places.exprs[id] == Place::Sync
                && view.is_call(id)
                && view.receiver_and_args(id).1.iter().any(|arg| view.handed_on(*arg).is_some())
                && let Some((api, param)) = view.silenced_by_param(id)
                && self.propagates_if_certain(api, view.def)
                && (view.is_certain(api, id)
                    || self.catalogue.api(api).certain_if.iter().any(|wanted| wanted.is == ArgumentValue::WaitingFlag))
            {
                found.push((Cause::Api(api), view.name_span(id), id, Condition::Is(param, Given::WaitingFlags)));
            }
        }
        for id in view.types.callees.keys().copied().filter(|id| places.exprs[*id] == Place::Sync && view.is_call(*id)) {
            let Some((api, branches)) = view.waits_in(id).filter(|(api, _)| self.propagates_if_certain(*api, view.def)) else { continue };
            found.extend(branches.into_iter().map(|branch| (Cause::Api(api), view.name_span(id), id, Condition::In(branch))));
        }
        found.sort_by_key(|(_, span, ..)| *span);
        found
    }
}
