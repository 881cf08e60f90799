//! Names for hoisted values.

use super::super::UNWRAPPERS;
use super::super::code::flow::all_parts;
use super::super::code::scene::Scene;
use super::super::code::tokens::{AsModule, inline_names};
use super::part::Position;
use crate::facts::{ExprId, ExprKind, Name, PatKind, Span};
use crate::names::CrateKind;
use crate::types::Callee;
use rustc_hash::{FxHashMap, FxHashSet};

/// Methods besides [`UNWRAPPERS`] whose value is named like their receiver.
const SAME_VALUE: [&str; 7] = ["clone", "ok", "ok_or", "ok_or_else", "unwrap_or", "unwrap_or_default", "unwrap_or_else"];

/// The names that are in use in one call.
pub(super) struct Names<'s> {
    call: ExprId,
    whole: Span,
    /// Names in format strings.
    inline: FxHashSet<&'s str>,
    /// Where fields are named: a captured field becomes a variable of the same name.
    fields: FxHashMap<Name, Vec<Span>>,
    /// Names already given to hoisted values.
    taken: FxHashSet<String>,
}

impl<'s> Names<'s> {
    /// The names in `call`.
    pub(super) fn of(scene: &Scene<'s>, call: ExprId) -> Self {
        let whole = scene.span(call);
        let mut fields: FxHashMap<Name, Vec<Span>> = FxHashMap::default();
        for part in all_parts(scene, call) {
            if let ExprKind::Field { name, .. } = scene.kind(part) {
                fields.entry(*name).or_default().push(scene.span(part));
            }
        }
        Self { call, whole, inline: inline_names(scene.text(whole)).into_iter().collect(), fields, taken: FxHashSet::default() }
    }

    /// A name for `value` that is free in the call: that of the callee's parameter, or one derived from the expression.
    pub(super) fn give(&mut self, scene: &Scene<'_>, position: Position, value: ExprId) -> Option<String> {
        let of_parameter = match position {
            Position::Argument(number) => parameter_name(scene, self.call, number),
            Position::Receiver | Position::FirstArgument => None,
        };
        let candidates = [of_parameter, name_of(scene, value)];
        let others = ["value", "argument"].map(str::to_owned);
        let name = candidates.into_iter().flatten().chain(others).find(|name| self.is_free(scene, name, scene.span(value)))?;
        self.taken.insert(name.clone());
        Some(name)
    }

    fn is_free(&self, scene: &Scene<'_>, name: &str, own: Span) -> bool {
        let mut heads = scene.tokens().heads(name, AsModule::No, self.whole).into_iter();
        let mut fields = self.fields.get(&Name::new(name)).into_iter().flatten();
        !self.taken.contains(name)
            && !self.inline.contains(name)
            && heads.all(|span| own.contains(span))
            && fields.all(|span| own.contains(*span))
    }
}

/// The name of a parameter of a fn of the workspace.
fn parameter_name(scene: &Scene<'_>, call: ExprId, number: usize) -> Option<String> {
    let Some(Callee::Fn(callee)) = scene.types.callees.get(&call) else { return None };
    let def = callee.implementation.unwrap_or(callee.def);
    if scene.store().krate(def.krate).kind != CrateKind::Local {
        return None;
    }
    let body = scene.store().body(def)?.body;
    match &body.pats[*body.params.get(number)?].kind {
        PatKind::Bind { name, .. } => word(name.as_str()),
        PatKind::Typed { pat, .. } => match &body.pats[*pat].kind {
            PatKind::Bind { name, .. } => word(name.as_str()),
            _ => None,
        },
        _ => None,
    }
}

/// A name derived from the fn that returns a value, or from the field or variable.
pub(in crate::fix::propose) fn name_of(scene: &Scene<'_>, value: ExprId) -> Option<String> {
    match scene.kind(value) {
        ExprKind::Try { operand } | ExprKind::Await { operand, .. } => name_of(scene, *operand),
        ExprKind::MethodCall { receiver, method, .. } => {
            let method = method.as_str();
            let is_conversion = ["as_", "into_", "to_"].iter().any(|start| method.starts_with(start));
            if is_conversion || SAME_VALUE.contains(&method) || UNWRAPPERS.contains(&method) {
                return name_of(scene, *receiver);
            }
            word(method.strip_prefix("get_").unwrap_or(method))
        }
        ExprKind::Call { callee, .. } => match scene.kind(*callee) {
            ExprKind::Path(path) => path.segments.last().and_then(|last| word(last.name.as_str())),
            _ => None,
        },
        ExprKind::Field { name, .. } => word(name.as_str()),
        ExprKind::Path(path) => path.segments.last().and_then(|last| word(last.name.as_str())),
        _ => None,
    }
}

/// The name, if a variable can have it.
fn word(name: &str) -> Option<String> {
    // A captured `self` is called `this`.
    const UNFIT_NAMES: [&str; 9] = ["new", "from", "default", "self", "this", "get", "open", "with", "type"];
    let name = name.trim_start_matches('_');
    let is_word = name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    (is_word && !UNFIT_NAMES.contains(&name)).then(|| name.to_owned())
}
