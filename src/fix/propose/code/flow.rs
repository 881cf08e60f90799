//! How control flow would leave code that moves into a closure, and which macros are opaque. Knows no text.

use super::scene::Scene;
use crate::catalogue::Role;
use crate::diagnostics::Guard;
use crate::facts::{BlockKind, ExprId, ExprKind, Label, MacroCall, MacroKind};

/// The exits from a piece of code.
#[derive(Clone, Debug, Default)]
pub(in crate::fix::propose) struct Exits {
    /// The `?` whose error would leave it.
    pub(in crate::fix::propose) tries: Vec<ExprId>,
    /// Whether a `return` would leave it.
    pub(in crate::fix::propose) returns: bool,
    /// Whether a `break` or `continue` of an outer loop would leave it.
    pub(in crate::fix::propose) loops: bool,
    /// Why it cannot be moved at all.
    pub(in crate::fix::propose) barred: Option<Guard>,
}

/// The exits from these expressions.
pub(in crate::fix::propose) fn exits(scene: &Scene<'_>, parts: &[ExprId]) -> Exits {
    let mut walk = Walk { scene, exits: Exits::default(), loops: 0, labels: Vec::new() };
    for &part in parts {
        walk.visit(part);
    }
    walk.exits
}

/// An expression and all its subexpressions.
pub(in crate::fix::propose) fn all_parts(scene: &Scene<'_>, id: ExprId) -> Vec<ExprId> {
    let mut all = vec![id];
    let mut next = 0;
    while let Some(&id) = all.get(next) {
        scene.kind(id).for_each_child(&mut |part| all.push(part));
        next += 1;
    }
    all
}

/// Whether `is` holds for an expression or one of its subexpressions, without the parts in `left`.
pub(in crate::fix::propose) fn any_part(scene: &Scene<'_>, id: ExprId, left: &[ExprId], is: &dyn Fn(ExprId) -> bool) -> bool {
    let mut open = vec![id];
    while let Some(id) = open.pop() {
        if left.contains(&id) {
            continue;
        }
        if is(id) {
            return true;
        }
        scene.kind(id).for_each_child(&mut |part| open.push(part));
    }
    false
}

struct Walk<'a, 's> {
    scene: &'a Scene<'s>,
    exits: Exits,
    /// The nesting depth of loops within the code.
    loops: usize,
    labels: Vec<Label>,
}

impl Walk<'_, '_> {
    fn bar(&mut self, guard: Guard) {
        self.exits.barred.get_or_insert(guard);
    }

    fn visit(&mut self, id: ExprId) {
        let kind = self.scene.kind(id);
        match kind {
            ExprKind::Try { .. } => self.exits.tries.push(id),
            ExprKind::Return { .. } => self.exits.returns = true,
            ExprKind::Await { .. } | ExprKind::Yield { .. } => self.bar(Guard::ControlFlow),
            ExprKind::Break { label, .. } | ExprKind::Continue { label } => {
                let is_inside = label.map_or(self.loops > 0, |label| self.labels.contains(&label));
                if !is_inside {
                    self.exits.loops = true;
                    self.bar(Guard::ControlFlow);
                }
            }
            // Exits in their bodies do not leave the code.
            ExprKind::Closure { .. } | ExprKind::Block { kind: BlockKind::Async { .. }, .. } => return,
            ExprKind::Missing | ExprKind::Block { kind: BlockKind::Try, .. } | ExprKind::Block { scope: Some(_), .. } => {
                self.bar(Guard::UnusualForm);
            }
            ExprKind::Macro(call) if call.may_return() && !matches!(call.kind, MacroKind::Ready { .. }) => self.exits.returns = true,
            ExprKind::Macro(call) if !is_plain(self.scene, id, call) => self.bar(Guard::MacroArgument),
            _ => {}
        }
        if self.scene.body.exprs[id].from_expansion {
            self.bar(Guard::MacroArgument);
        }
        let label = match kind {
            ExprKind::While { label, .. } | ExprKind::Loop { label, .. } | ExprKind::For { label, .. } => {
                self.loops += 1;
                *label
            }
            ExprKind::Block { label, .. } => *label,
            _ => None,
        };
        self.labels.extend(label);
        let mut parts = Vec::new();
        kind.for_each_child(&mut |part| parts.push(part));
        for part in parts {
            self.visit(part);
        }
        if label.is_some() {
            self.labels.pop();
        }
        if matches!(kind, ExprKind::While { .. } | ExprKind::Loop { .. } | ExprKind::For { .. }) {
            self.loops -= 1;
        }
    }
}

/// Whether the macro of a call only evaluates its arguments: no hidden `return` and no unknown code.
pub(in crate::fix::propose) fn is_plain(scene: &Scene<'_>, id: ExprId, call: &MacroCall) -> bool {
    const LOGS: [&str; 5] = ["trace", "debug", "info", "warn", "error"];
    let name = call.path.segments.last().map_or("", |segment| segment.name.as_str());
    match &call.kind {
        MacroKind::Format { .. }
        | MacroKind::Print { .. }
        | MacroKind::Vec { .. }
        | MacroKind::VecRepeat { .. }
        | MacroKind::Error { .. }
        | MacroKind::Str
        | MacroKind::U32
        | MacroKind::Bytes
        | MacroKind::Cfg { .. } => true,
        MacroKind::Identity { .. } => name == "dbg",
        MacroKind::Exprs { .. } => scene.has_macro_role(id, call, Role::BorrowingMacro),
        MacroKind::Unit { .. } => name.starts_with("assert") || name.starts_with("debug_assert") || LOGS.contains(&name),
        MacroKind::Diverge { .. } => matches!(name, "panic" | "todo" | "unreachable" | "unimplemented"),
        _ => false,
    }
}
