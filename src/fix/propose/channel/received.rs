//! What becomes of the result of an operation: tokio gives an `Option` where std gives a `Result`, and other errors.

use super::super::code::scene::Scene;
use super::super::replace::template::Change;
use crate::diagnostics::Guard;
use crate::facts::{ExprId, ExprKind, PatId, PatKind, Path, Span, Stmt};

/// What the twin of an operation gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape<'a> {
    /// A `Result` as before, with another error.
    Sent,
    /// An `Option` in place of a `Result`.
    Received,
    /// An `Option` in a `Result`, whose error is that the time is over.
    Limited,
    /// A `Result` as before, whose error is an enum with the same variants at this path.
    Tried(&'a str),
}

/// An error if the result of a call is used in a way that another error does not allow.
pub(super) fn check(scene: &Scene<'_>, call: ExprId, shape: Shape<'_>) -> Result<(), Guard> {
    if changes(scene, call, shape)?.is_empty() { Ok(()) } else { Err(Guard::ValueUsed) }
}

/// The changes of the code that uses a call's result.
pub(super) fn changes(scene: &Scene<'_>, call: ExprId, shape: Shape<'_>) -> Result<Vec<Change>, Guard> {
    if let Some(Stmt::Let { pat, otherwise, .. }) = scene.index().let_of(call) {
        return match (&scene.body.pats[*pat].kind, otherwise) {
            (PatKind::Wild, None) => Ok(Vec::new()),
            (_, Some(_)) => pattern(scene, *pat, shape),
            _ => Err(Guard::ValueUsed),
        };
    }
    let above = scene.parent(call).ok_or(Guard::ValueUsed)?;
    let is_option = shape == Shape::Received;
    match scene.kind(above) {
        _ if is_dropped(scene, call) => Ok(Vec::new()),
        ExprKind::Try { .. } if shape == Shape::Sent => Ok(Vec::new()),
        // `thread::spawn(move || sender.send(1));`
        ExprKind::Closure { ret: None, .. } if shape == Shape::Sent && scene.parent(above).is_some_and(|call| is_dropped(scene, call)) => {
            Ok(Vec::new())
        }
        ExprKind::Let { pat, scrutinee } if *scrutinee == call => pattern(scene, *pat, shape),
        ExprKind::Match { scrutinee, arms } if *scrutinee == call => {
            let mut changes = Vec::new();
            for arm in arms {
                changes.extend(pattern(scene, arm.pat, shape)?);
            }
            Ok(changes)
        }
        ExprKind::MethodCall { receiver, method, method_span, args, .. } if *receiver == call => match (method.as_str(), &args[..]) {
            (_, _) if shape == Shape::Limited => Err(Guard::ValueUsed),
            ("ok", []) if is_option => {
                let dot = Span::new(scene.span(call).end, scene.span(above).end);
                Ok(vec![(dot, String::new())])
            }
            ("is_ok", []) if is_option => Ok(vec![(*method_span, "is_some".to_owned())]),
            ("is_err", []) if is_option => Ok(vec![(*method_span, "is_none".to_owned())]),
            ("is_ok" | "is_err" | "ok" | "unwrap" | "unwrap_or_default", []) | ("expect" | "unwrap_or", [_]) => Ok(Vec::new()),
            ("map_err", [_]) if shape == Shape::Sent => Ok(Vec::new()),
            _ => Err(Guard::ValueUsed),
        },
        _ => Err(Guard::ValueUsed),
    }
}

/// Whether an expression is a statement.
fn is_dropped(scene: &Scene<'_>, id: ExprId) -> bool {
    match scene.parent(id).map(|above| scene.kind(above)) {
        Some(ExprKind::Block { stmts, .. }) => stmts.iter().any(|stmt| matches!(stmt, Stmt::Expr { expr, semi: true, .. } if *expr == id)),
        _ => false,
    }
}

/// The changes of a pattern for the result.
fn pattern(scene: &Scene<'_>, pat: PatId, shape: Shape<'_>) -> Result<Vec<Change>, Guard> {
    let data = &scene.body.pats[pat];
    let (path, inner) = match &data.kind {
        PatKind::Wild => return Ok(Vec::new()),
        PatKind::TupleStruct { path, pats } => match pats[..] {
            [inner] => (path, inner),
            _ => return Err(Guard::ValueUsed),
        },
        _ => return Err(Guard::ValueUsed),
    };
    let name = path.segments.last().map_or("", |last| last.name.as_str());
    match (name, shape) {
        ("Ok", Shape::Sent | Shape::Tried(_)) => Ok(Vec::new()),
        ("Ok", Shape::Received) => Ok(vec![(path.span, "Some".to_owned())]),
        ("Ok", Shape::Limited) => {
            let inner = scene.body.pats[inner].span;
            Ok(vec![(Span::new(inner.start, inner.start), "Some(".to_owned()), (Span::new(inner.end, inner.end), ")".to_owned())])
        }
        ("Err", _) => error(scene, (pat, inner), shape),
        _ => Err(Guard::ValueUsed),
    }
}

/// The changes of `Err(inner)`.
fn error(scene: &Scene<'_>, (pat, inner): (PatId, PatId), shape: Shape<'_>) -> Result<Vec<Change>, Guard> {
    let whole = scene.body.pats[pat].span;
    let path = match &scene.body.pats[inner].kind {
        PatKind::Path(path) => Some(path),
        _ => None,
    };
    let is_unused = match &scene.body.pats[inner].kind {
        PatKind::Wild => true,
        PatKind::Bind { sub: None, .. } => scene.mentions(inner).is_empty(),
        _ => false,
    };
    let variant = |path: &Path| path.segments.last().map(|last| last.name.as_str().to_owned()).unwrap_or_default();
    match (shape, path) {
        (Shape::Sent, None) if is_unused || matches!(scene.body.pats[inner].kind, PatKind::Bind { sub: None, .. }) => Ok(Vec::new()),
        (Shape::Received, None) if is_unused => Ok(vec![(whole, "None".to_owned())]),
        (Shape::Limited, None) if is_unused => Ok(vec![(whole, "_".to_owned())]),
        (Shape::Limited, Some(path)) => match &*variant(path) {
            "Timeout" => Ok(vec![(whole, "Err(_)".to_owned())]),
            "Disconnected" => Ok(vec![(whole, "Ok(None)".to_owned())]),
            _ => Err(Guard::ValueUsed),
        },
        (Shape::Tried(_), None) if is_unused => Ok(Vec::new()),
        (Shape::Tried(errors), Some(path)) => Ok(vec![(path.span, format!("{errors}::{}", variant(path)))]),
        _ => Err(Guard::ValueUsed),
    }
}
