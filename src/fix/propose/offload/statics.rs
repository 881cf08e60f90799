//! References that have to be `'static` where they are given: the code compiles, so they are, and moved code can have them as they are. An owned copy
//! that is borrowed there would not live long enough.

use super::super::code::mention::Mention;
use super::super::code::scene::Scene;
use crate::facts::{ExprId, ExprKind, Name};
use crate::names::{DefId, DefKind};
use crate::syntax::{Static, is_static_field, static_param};
use crate::types::Callee;

/// What the mentions of a reference ask of its lifetime.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Demand {
    /// Nothing, as far as is known.
    Nothing,
    /// A bound may: `fn spawn<N: Into<Cow<'static, str>>>(name: N)`.
    Perhaps,
    /// It is `'static`: `fn render(template: &'static str)`.
    Static,
}

/// What the mentions of a variable of a reference type ask of it.
pub(super) fn demanded(scene: &Scene<'_>, mentions: &[Mention]) -> Demand {
    mentions.iter().map(|mention| at(scene, mention.place)).max().unwrap_or(Demand::Nothing)
}

fn at(scene: &Scene<'_>, place: ExprId) -> Demand {
    let Some(above) = scene.parent(place) else { return Demand::Nothing };
    let index = |args: &[ExprId]| args.iter().position(|arg| *arg == place);
    match scene.kind(above) {
        ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. } => {
            let Some(Callee::Fn(callee)) = scene.types.callees.get(&above) else { return Demand::Nothing };
            let has_self = scene.db.function(callee.def).is_some_and(|function| function.sig.self_param.is_some());
            let is_method = matches!(scene.kind(above), ExprKind::MethodCall { .. });
            // `Page::render(page, template)` gives the receiver first.
            let receivers = usize::from(has_self && !is_method);
            index(args).and_then(|index| index.checked_sub(receivers)).map_or(Demand::Nothing, |index| of_param(scene, callee.def, index))
        }
        ExprKind::Struct { fields, .. } => {
            let field = fields.iter().find(|field| field.value == place).map(|field| field.name);
            let of = scene.ty(above).as_adt().map(|(def, _)| def);
            of.zip(field).map_or(Demand::Nothing, |(of, field)| of_field(scene, of, field))
        }
        _ => Demand::Nothing,
    }
}

/// What the parameter with this 0-based number asks, the receiver left out.
fn of_param(scene: &Scene<'_>, def: DefId, index: usize) -> Demand {
    let Some(function) = scene.db.function(def) else { return Demand::Nothing };
    let text = scene.store().file(def).text.get(function.sig.span.range()).unwrap_or_default();
    match static_param(text, index) {
        Some(Static::Reference) => Demand::Static,
        Some(Static::Bound) => Demand::Perhaps,
        None => Demand::Nothing,
    }
}

/// What a field of a struct asks: `struct Page { template: &'static str }`.
fn of_field(scene: &Scene<'_>, of: DefId, name: Name) -> Demand {
    let store = scene.store();
    if store.def(of).kind != DefKind::Struct {
        return Demand::Nothing;
    }
    let text = store.item(of).and_then(|item| store.file(of).text.get(item.span.range())).unwrap_or_default();
    if is_static_field(text, name.as_str()) { Demand::Static } else { Demand::Nothing }
}
