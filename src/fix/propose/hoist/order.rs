//! Which operands of a call must be hoisted to keep the order of evaluation.

use super::super::code::flow::all_parts;
use super::super::code::scene::Scene;
use crate::facts::{ExprId, ExprKind, MacroKind, Name, PatId, PatKind, SelfParam, UnaryOp};
use crate::syntax::LexKind;
use crate::types::{Callee, Mutability, Ty, TyKind};
use rustc_hash::FxHashSet;

/// Common conversions without side effects: their order does not matter.
const CONVERSIONS: [&str; 9] = ["as_bytes", "as_deref", "as_path", "as_ref", "as_slice", "as_str", "clone", "to_owned", "to_string"];

/// How hoisted operands use variables.
#[derive(Default)]
pub(super) struct Uses {
    /// Variables that are named.
    named: FxHashSet<PatId>,
    /// Variables that may be changed.
    changed: FxHashSet<PatId>,
    /// Words in macros whose arguments are unknown.
    words: FxHashSet<Name>,
}

impl Uses {
    /// Adds the variables that an operand uses.
    pub(super) fn add(&mut self, scene: &Scene<'_>, operand: ExprId) {
        let parts = all_parts(scene, operand);
        let changes = parts.iter().any(|part| is_change(scene, *part));
        for part in parts {
            self.named.extend(scene.local(part));
            if changes {
                self.changed.extend(scene.local(part));
            }
            if matches!(scene.kind(part), ExprKind::Macro(call) if matches!(call.kind, MacroKind::Opaque)) {
                let tokens = scene.tokens();
                let words = tokens.code_in(scene.span(part)).iter().filter(|lexeme| lexeme.kind == LexKind::Ident);
                self.words.extend(words.map(|lexeme| Name::new(tokens.word(lexeme))));
            }
        }
    }

    /// Whether an earlier operand would have another value if it were evaluated after the hoisted ones.
    pub(super) fn concern(&self, scene: &Scene<'_>, operand: ExprId) -> bool {
        // A place is the same before and after code that does not change it; through a `&mut` that is passed on, it may be changed.
        let is_passed = |pat: PatId| matches!(scene.types.pats[pat].kind(), TyKind::Ref(Mutability::Mutable, _));
        let is_stable = |pat: PatId| is_place(scene, operand) && !is_passed(pat);
        let has_word = |pat: PatId| matches!(&scene.body.pats[pat].kind, PatKind::Bind { name, .. } if self.words.contains(name));
        all_parts(scene, operand)
            .into_iter()
            .filter_map(|part| scene.local(part))
            .any(|pat| self.changed.contains(&pat) || has_word(pat) || (self.named.contains(&pat) && !is_stable(pat)))
    }
}

/// Whether the time of an operand's evaluation does not matter, as long as its variables are unchanged.
pub(super) fn is_inert(scene: &Scene<'_>, id: ExprId) -> bool {
    match scene.kind(id) {
        ExprKind::Literal(_) | ExprKind::Closure { .. } => true,
        ExprKind::Ref { mutable: false, operand, .. } => is_inert(scene, *operand),
        ExprKind::Call { args, .. } => makes_of_parts(scene, id) && args.iter().all(|arg| is_inert(scene, *arg)),
        ExprKind::MethodCall { receiver, method, args, .. } => {
            args.is_empty() && CONVERSIONS.contains(&method.as_str()) && is_inert(scene, *receiver)
        }
        _ => is_place(scene, id),
    }
}

/// Whether an expression only computes a value from others, and nothing else can see when: `Ok(format!("{name}"))`.
pub(in crate::fix::propose) fn has_no_effect(scene: &Scene<'_>, id: ExprId) -> bool {
    let all = |parts: &[ExprId]| parts.iter().all(|part| has_no_effect(scene, *part));
    match scene.kind(id) {
        ExprKind::Tuple { items } | ExprKind::Array { items } => all(items),
        ExprKind::Struct { fields, base: None, .. } => fields.iter().all(|field| has_no_effect(scene, field.value)),
        ExprKind::Macro(call) => match &call.kind {
            MacroKind::Format { args, .. } | MacroKind::Vec { items: args } => all(args),
            _ => false,
        },
        ExprKind::Ref { mutable: false, operand, .. } => has_no_effect(scene, *operand),
        ExprKind::Call { args, .. } => makes_of_parts(scene, id) && all(args),
        ExprKind::Binary { lhs, rhs, assign: false, .. } => is_of_std(scene, scene.ty(*lhs)) && all(&[*lhs, *rhs]),
        _ => is_inert(scene, id),
    }
}

/// Whether operators on a type run code of std alone, which nothing else sees.
fn is_of_std(scene: &Scene<'_>, ty: &Ty) -> bool {
    match ty.strip_refs().kind() {
        TyKind::Prim(_) => true,
        TyKind::Adt(def, args) => args.is_empty() && def.krate == scene.store().std(),
        _ => false,
    }
}

/// Whether a call only builds a value from its arguments: `Path::new("a")`, `Some(x)`.
fn makes_of_parts(scene: &Scene<'_>, call: ExprId) -> bool {
    match scene.types.callees.get(&call) {
        Some(Callee::Constructor(_)) => true,
        Some(Callee::Fn(callee)) if callee.def.krate == scene.store().std() => {
            let path = scene.store().canonical_path(callee.def);
            let name = path.rsplit("::").next().unwrap_or_default();
            // An impl of the workspace may do anything.
            let is_of_std = callee.implementation.is_none_or(|def| def.krate == scene.store().std());
            let is_constructor = matches!(name, "new" | "default" | "from" | "with_capacity") || name.starts_with("from_");
            is_of_std && is_constructor && name != "from_fn"
        }
        _ => false,
    }
}

/// Whether an expression names a place without evaluating anything else, except a constant or variable as index.
fn is_place(scene: &Scene<'_>, id: ExprId) -> bool {
    match scene.kind(id) {
        ExprKind::Path(_) => true,
        ExprKind::Ref { mutable: false, operand: inner, .. }
        | ExprKind::Unary { op: UnaryOp::Deref, operand: inner }
        | ExprKind::Field { base: inner, .. } => is_place(scene, *inner),
        ExprKind::Index { base, index } => is_place(scene, *base) && matches!(scene.kind(*index), ExprKind::Literal(_) | ExprKind::Path(_)),
        _ => false,
    }
}

/// Whether an expression may change a variable or borrow it mutably.
fn is_change(scene: &Scene<'_>, id: ExprId) -> bool {
    match scene.kind(id) {
        ExprKind::Ref { mutable: true, .. } | ExprKind::Assign { .. } | ExprKind::Binary { assign: true, .. } => true,
        // What an unknown macro does with its arguments is unknown.
        ExprKind::Macro(call) => matches!(call.kind, MacroKind::Exprs { .. } | MacroKind::Opaque),
        ExprKind::MethodCall { receiver, .. } => {
            matches!(scene.self_param(id), Some(SelfParam::RefMut) | None) && scene.place_root(*receiver).is_some()
        }
        _ => false,
    }
}
