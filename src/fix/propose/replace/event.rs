//! A value in an event of tracing or log: the macro takes no `.await`, so the value is computed in front of it.

use super::super::code::layout;
use super::super::code::paths;
use super::super::code::scene::Scene;
use super::super::code::tokens::{AsModule, has_comment};
use super::super::draft::Draft;
use super::super::hoist::name_of;
use super::super::values::across;
use super::super::{Input, UNWRAPPERS};
use super::template::{self, leading_path};
use crate::catalogue::{ApiEntry, Instead, Role};
use crate::diagnostics::{Applicability, Form, Guard};
use crate::facts::{ExprId, ExprKind, Span, Stmt};

/// The replacement of `call` by `instead` in front of the event that it is an argument of; `None` if it is in no event.
pub(in crate::fix::propose) fn draft(
    input: &Input<'_>,
    scene: &Scene<'_>,
    call: ExprId,
    (api, instead): (&ApiEntry, &Instead),
) -> Option<Draft> {
    let event = scene.around(call).map(|(above, _)| above).find(|above| match scene.kind(*above) {
        ExprKind::Macro(call) => scene.has_macro_role(*above, call, Role::RecordingMacro),
        _ => false,
    })?;
    let mut draft = Draft::new(Form::Replace, Applicability::Unsafe.max(instead.applicability));
    draft.doubt_about(Guard::OtherBehaviour, "the value is computed even if nobody records the event".to_owned());
    if let Err(guard) = fill(input, scene, (call, event), (api, instead), &mut draft) {
        draft.refuse(guard);
    }
    Some(draft)
}

fn fill(
    input: &Input<'_>,
    scene: &Scene<'_>,
    (call, event): (ExprId, ExprId),
    (api, instead): (&ApiEntry, &Instead),
    draft: &mut Draft,
) -> Result<(), Guard> {
    let root = scene.root(event)?;
    let value = unwrapped(scene, call);
    // What is between is always evaluated, once.
    let mut between = scene.around(value).map(|(above, _)| above).take_while(|above| *above != event);
    let is_plain = |id: ExprId| {
        matches!(
            scene.kind(id),
            ExprKind::MethodCall { .. } | ExprKind::Call { .. } | ExprKind::Ref { .. } | ExprKind::Field { .. } | ExprKind::Cast { .. }
        )
    };
    let whole = statement(scene, event).filter(|_| between.all(is_plain) && instead.code.contains(".await")).ok_or(Guard::MacroArgument)?;
    let text = &*scene.file.text;
    if !layout::before(text, whole.start).trim().is_empty() || has_comment(scene.text(scene.span(value))) {
        return Err(Guard::UnusualForm);
    }
    let head = super::needs(input, scene, instead, super::home(scene), draft);
    if draft.is_refused() {
        return Ok(());
    }
    let path = match leading_path(&instead.code) {
        Some(path) => Some(paths::usable(scene, call, path, head.as_deref().unwrap_or_default()).ok_or(Guard::AmbiguousImport)?),
        None => None,
    };
    let name = name(scene, value).ok_or(Guard::UnusualForm)?;
    let span = scene.span(value);
    let mut code = scene.text(span).to_owned();
    let mut changes = template::changes(scene, call, &instead.code, path.as_deref())?;
    changes.sort_by_key(|(at, _)| *at);
    for (at, new) in changes.iter().rev() {
        code.replace_range((at.start - span.start) as usize..(at.end - span.start) as usize, new);
    }
    let indent = layout::indent(text, whole.start);
    draft.changes.push((Span::new(whole.start, whole.start), format!("let {name} = {code};\n{indent}")));
    draft.changes.push((span, name));
    if let ExprKind::Call { callee, .. } = scene.kind(call)
        && let ExprKind::Path(old) = scene.kind(*callee)
        && path.is_some()
    {
        super::drop_import(scene, call, old, draft)?;
        // The import is checked when all fixes are applied.
        draft.import = None;
    }
    across::judge(scene, event, root, draft);
    draft.changes.sort_by_key(|(span, _)| *span);
    draft.title = format!("{}, in front of the event", super::title(api, instead, path.as_deref()));
    Ok(())
}

/// The outermost expression that unwraps the value of a call.
fn unwrapped(scene: &Scene<'_>, call: ExprId) -> ExprId {
    let steps = scene.around(call).take_while(|(above, below)| match scene.kind(*above) {
        ExprKind::Try { .. } => true,
        ExprKind::MethodCall { receiver, method, args, .. } => {
            let is_literal = |arg: &ExprId| matches!(scene.kind(*arg), ExprKind::Literal(_));
            receiver == below && UNWRAPPERS.contains(&method.as_str()) && args.iter().all(is_literal)
        }
        _ => false,
    });
    steps.last().map_or(call, |(above, _)| above)
}

/// The span of a statement that is only this expression.
fn statement(scene: &Scene<'_>, id: ExprId) -> Option<Span> {
    let ExprKind::Block { stmts, .. } = scene.kind(scene.parent(id)?) else { return None };
    stmts.iter().find_map(|stmt| match stmt {
        Stmt::Expr { expr, span, .. } if *expr == id => Some(*span),
        _ => None,
    })
}

/// A name for a value that is free in the body.
fn name(scene: &Scene<'_>, value: ExprId) -> Option<String> {
    let body = scene.span(scene.body.root);
    let is_free = |name: &String| {
        let mut heads = scene.tokens().heads(name, AsModule::No, body).into_iter();
        scene.index().bound(name).is_empty() && heads.all(|span| scene.span(value).contains(span))
    };
    name_of(scene, value).into_iter().chain(["value", "content"].map(str::to_owned)).find(is_free)
}
