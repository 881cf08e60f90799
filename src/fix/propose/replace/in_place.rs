//! The last resort: a call that cannot move blocks in place, after the other tasks have moved off its thread.
//!
//! Only if every runtime of the program is surely multi-threaded, and nothing else of the same task waits beside it. It needs neither owned
//! captures nor an `.await`, but it is no offload: the fix must always be asked for, and the note `block-in-place` remains.

use super::super::code::paths;
use super::super::code::scene::{Root, Scene};
use super::super::draft::{Draft, MovesTo};
use super::super::offload::leaves;
use super::super::runtime::{self, Needs};
use super::super::values::across;
use super::super::values::alive::around;
use super::super::values::later;
use super::super::{Input, replace};
use crate::analysis::RuntimeThreads;
use crate::catalogue::Role;
use crate::diagnostics::{Applicability, Finding, Form, Guard, Level, TaskKind};
use crate::facts::{ExprId, ExprKind, MacroKind, Span};

/// The fn, and the feature of its package that it needs.
const PATH: &str = "tokio::task::block_in_place";
const FEATURE: &str = "rt-multi-thread";

/// The fn that pins a future that a fn returns.
const PIN: &str = "std::boxed::Box::pin";

/// Whether `block_in_place` may help when the other fixes are refused for this reason. It does not help if the value blocks later or the
/// runtime is unknown.
pub(in crate::fix::propose) const fn may_help(guard: Guard) -> bool {
    matches!(
        guard,
        Guard::BorrowedCapture
            | Guard::ControlFlow
            | Guard::MacroArgument
            | Guard::NonSendCapture
            | Guard::ResultType
            | Guard::SyncClosure
            | Guard::UnusualForm
            | Guard::UsedLater
            | Guard::NotAsync
            | Guard::OtherRoot
            | Guard::UnknownType
    )
}

/// The call in `block_in_place`.
pub(in crate::fix::propose) fn draft(
    input: &Input<'_>,
    threads: &RuntimeThreads<'_>,
    scene: &Scene<'_>,
    call: ExprId,
    finding: &Finding,
) -> Option<Draft> {
    let mut draft = Draft::new(Form::Offload, Applicability::Unsafe);
    fill(input, threads, scene, call, finding, &mut draft)?;
    (!draft.is_refused()).then_some(draft)
}

/// Fills in the draft; `None` if it would not help or not compile.
fn fill(
    input: &Input<'_>,
    threads: &RuntimeThreads<'_>,
    scene: &Scene<'_>,
    call: ExprId,
    finding: &Finding,
    draft: &mut Draft,
) -> Option<()> {
    let runtimes = (input.runtimes)(scene.def.krate);
    if runtimes.first().is_none_or(|runtime| runtime != "tokio") || !(input.is_driver_certain)(scene.def.krate) {
        return None;
    }
    let whole = scene.span(call);
    let is_written = !scene.body.exprs[call].from_expansion && whole != Span::default();
    if !is_written || !matches!(scene.kind(call), ExprKind::Call { .. } | ExprKind::MethodCall { .. }) {
        return None;
    }
    if leaves(scene, call, &[]) {
        return None;
    }
    // The fix adds the note `block-in-place`, so it gains nothing for a note. Nor does it where the thread is none of the runtime's workers.
    if finding.level <= Level::Note || is_on_the_main_thread(finding) {
        return None;
    }
    later::judge(scene, scene.ty(call)).ok()?;
    let in_test = finding.in_test || finding.runs_in_more > 0 || finding.runs_in.iter().any(|task| task.kind == TaskKind::Test);
    if !threads.has_several_threads(scene.def.krate, in_test) || !is_alone(scene, call) {
        return None;
    }
    // Tasks that wait for a lock held here would still be blocked.
    let held = around(scene, call, root(scene, call)).ok()?;
    if held.iter().any(|one| across::mentions_guard(scene, &one.ty, 0)) {
        return None;
    }
    let used = (input.crate_use)(scene.def.krate, "tokio");
    let is_named = runtime::is_named(scene, used.as_ref());
    let needs = Needs {
        package: "tokio",
        features: &[FEATURE],
        since: None,
        is_driver_certain: true,
        is_named,
        contexts: input.catalogue.contexts(),
    };
    let head = runtime::crate_name(needs, used.as_ref(), replace::home(scene), draft)?;
    let path = paths::usable(scene, call, PATH, &head)?;
    draft.changes.push((Span::new(whole.start, whole.start), format!("{path}(|| ")));
    draft.changes.push((Span::new(whole.end, whole.end), ")".to_owned()));
    draft.doubt(Guard::InPlace);
    draft.title = format!("let the other tasks leave the thread first, with `{path}`");
    draft.moves_to = Some(MovesTo::InPlace(path));
    Some(())
}

/// Whether only the entry point's own future runs the call: the runtime polls that on the thread that calls `block_on`.
fn is_on_the_main_thread(finding: &Finding) -> bool {
    !finding.runs_in.is_empty() && finding.runs_in_more == 0 && finding.runs_in.iter().all(|task| task.kind == TaskKind::Main)
}

/// The future that the call runs in, looking through sync closures.
fn root(scene: &Scene<'_>, call: ExprId) -> Root {
    let is_future = |above: &ExprId| is_future(scene, *above);
    scene.around(call).map(|(above, _)| above).find(is_future).map_or(Root::Fn, Root::Expr)
}

/// Whether an expression is an async block or closure.
fn is_future(scene: &Scene<'_>, id: ExprId) -> bool {
    scene.is_async_block(id) || matches!(scene.kind(id), ExprKind::Closure { is_async: true, .. })
}

/// Whether no other future of the same task runs beside the call, judged by its body: futures around it are awaited in place or spawned,
/// and no macro around it may join futures.
fn is_alone(scene: &Scene<'_>, call: ExprId) -> bool {
    scene.around(call).all(|(above, below)| match scene.kind(above) {
        ExprKind::Await { .. } => true,
        // `join_all(paths.map(|path| async move { .. }))`
        _ if is_future(scene, below) => scene.roles(above).contains(&Role::Spawn) || is_returned(scene, below),
        ExprKind::Macro(outer) => match &outer.kind {
            MacroKind::Join { .. } | MacroKind::Stream { .. } | MacroKind::Opaque | MacroKind::Exprs { .. } | MacroKind::Ready { .. } => {
                false
            }
            MacroKind::Select { arms, otherwise, .. } => arms.iter().any(|arm| arm.handler == below) || *otherwise == Some(below),
            _ => true,
        },
        _ => !scene.body.exprs[above].from_expansion,
    })
}

/// Whether an async block is all that a fn returns, so that the fn is an async fn in another form: `fn f() -> impl Future { async move { .. } }`, also
/// in `Box::pin`.
fn is_returned(scene: &Scene<'_>, block: ExprId) -> bool {
    let is_tail = |id: ExprId| matches!(scene.kind(scene.body.root), ExprKind::Block { tail, .. } if *tail == Some(id));
    let is_pin = |call: &ExprId| scene.callee_path(*call).is_some_and(|path| path == PIN);
    is_tail(block) || scene.parent(block).is_some_and(|call| is_pin(&call) && is_tail(call))
}
