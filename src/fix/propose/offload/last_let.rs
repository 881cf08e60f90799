//! The last statement of moved code, if it only names the value that comes back: `let size = measure(&path); size` is written `measure(&path)`.

use super::super::code::scene::Scene;
use super::super::replace::template::Change;
use super::region::Region;
use super::tried;
use crate::facts::{BlockKind, ExprId, ExprKind, PatId, PatKind, Span, Stmt};
use crate::project::Edition;
use crate::types::Ty;

/// Such a statement.
pub(in crate::fix::propose) struct LastLet {
    /// `let size = `.
    before: Span,
    /// The value.
    init: ExprId,
    /// The semicolon.
    after: Span,
}

impl LastLet {
    /// Whether its value is on one line.
    pub(in crate::fix::propose) fn is_short(&self, scene: &Scene<'_>) -> bool {
        !scene.text(Span::new(self.before.end, self.after.start)).contains('\n')
    }

    /// The changes that leave only its value.
    pub(in crate::fix::propose) fn bare(self) -> [Change; 2] {
        [(self.before, String::new()), (self.after, String::new())]
    }

    /// The changes that leave only its value as a `Result` with an error of this type, which `path` names.
    pub(in crate::fix::propose) fn tried(self, scene: &Scene<'_>, (path, error): (&str, &Ty)) -> [Change; 2] {
        match tried::superfluous(scene, self.init, error) {
            Some(mark) => [(self.before, String::new()), (Span::new(mark.start, self.after.end), String::new())],
            None => [(self.before, format!("Ok::<_, {path}>(")), (self.after, ")".to_owned())],
        }
    }
}

/// The last statement of a region whose only output it declares.
pub(in crate::fix::propose) fn of(scene: &Scene<'_>, region: Region, outputs: &[PatId]) -> Option<LastLet> {
    let [output] = outputs else { return None };
    let Some(Stmt::Let { pat, ty: None, init: Some(init), otherwise: None, span }) = region.stmts(scene).last() else { return None };
    let PatKind::Bind { name, by_ref: false, sub: None, .. } = &scene.body.pats[*pat].kind else { return None };
    let value = scene.span(*init);
    let (before, after) = (Span::new(span.start, value.start), Span::new(value.end, span.end));
    let words: Vec<&str> = scene.text(before).split_whitespace().collect();
    let is_plain = matches!(words[..], ["let", bound, "="] | ["let", "mut", bound, "="] if bound == name.as_str());
    let is_it = pat == output && is_plain && scene.text(after) == ";";
    (is_it && !is_cut(scene, *init) && !may_outlive(scene, region, *init, *pat)).then_some(LastLet { before, init: *init, after })
}

/// Whether a statement that starts with this value would end within it, after a `}`: `match a { .. } as u64`, `{ .. }[0]`.
fn is_cut(scene: &Scene<'_>, value: ExprId) -> bool {
    let mut at = value;
    loop {
        let (first, goes_on) = match scene.kind(at) {
            ExprKind::MethodCall { receiver: first, .. }
            | ExprKind::Field { base: first, .. }
            | ExprKind::Try { operand: first }
            | ExprKind::Await { operand: first, .. } => (*first, true),
            ExprKind::Call { callee: first, .. }
            | ExprKind::Index { base: first, .. }
            | ExprKind::Binary { lhs: first, .. }
            | ExprKind::Assign { lhs: first, .. }
            | ExprKind::Range { start: Some(first), .. }
            | ExprKind::Cast { operand: first, .. } => (*first, false),
            _ => return false,
        };
        // Not so in parentheses.
        if scene.span(first).start != scene.span(value).start {
            return false;
        }
        if !goes_on && ends_statement(scene, first) {
            return true;
        }
        at = first;
    }
}

/// Whether an expression at the start of a statement needs no semicolon after it.
fn ends_statement(scene: &Scene<'_>, id: ExprId) -> bool {
    match scene.kind(id) {
        ExprKind::Block { kind, .. } => !matches!(kind, BlockKind::Async { .. }),
        ExprKind::If { .. } | ExprKind::Match { .. } | ExprKind::While { .. } | ExprKind::Loop { .. } | ExprKind::For { .. } => true,
        ExprKind::Macro(_) => scene.text(scene.span(id)).ends_with('}'),
        _ => false,
    }
}

/// Whether temporaries of the value may borrow a variable of the region: before the edition of 2024 those of a tail expression are dropped
/// after the variables.
fn may_outlive(scene: &Scene<'_>, region: Region, init: ExprId, own: PatId) -> bool {
    let value = scene.span(init);
    let is_named = |pat: &PatId| scene.mentions(*pat).iter().any(|mention| value.contains(scene.span(*mention)));
    scene.edition() < Edition::E2024 && region.bindings(scene).iter().filter(|pat| **pat != own).any(is_named)
}
