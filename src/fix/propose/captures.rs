//! The captures of code that moves to another thread: which variables and fields it names, and how each becomes owned.

use super::across::{Subject, about};
use super::auto_traits::{AutoTraits, Known, Marker};
use super::cancel::excludes;
use super::draft::Draft;
use super::dropped::runs_code;
use super::given_back::GivenBack;
use super::owned::{clones, is_copy, is_owned, owner_of};
use super::scene::{Root, Scene};
use super::snapshot;
use super::template::Change;
use super::tokens::{has_comment, inline_names_at};
use crate::diagnostics::Guard;
use crate::facts::{ExprId, ExprKind, MacroKind, PatId, PatKind, SelfParam, Span, Stmt, UnaryOp};
use crate::types::{Callee, Mutability, Ty, TyKind};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// How the moved code gets the values that it uses.
#[derive(Clone, Debug, Default)]
pub(super) struct Captures {
    /// `let path = path.to_owned();`, placed before the closure.
    pub(super) bindings: Vec<String>,
    /// Rewrites within the moved code.
    pub(super) changes: Vec<Change>,
    /// Variables that are used afterwards, and that the code changes or that cannot be cloned: they move into the closure and are returned
    /// from it.
    pub(super) given_back: Vec<GivenBack>,
    /// The names of the captured values in the closure.
    pub(super) names: Vec<String>,
}

/// Code that moves to another thread.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moved {
    /// Its bytes.
    pub(super) span: Span,
    /// An expression in it whose ancestors include all code around the moved code.
    pub(super) at: ExprId,
    /// What it is.
    pub(super) shape: Shape,
}

/// The shape of the moved code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// One call; its value comes back.
    Call,
    /// Statements; they may change a captured variable if it comes back.
    Statements,
}

/// One mention of a place.
struct Mention {
    /// The whole place: `self.config.path`.
    place: ExprId,
    how: How,
}

/// How the code uses a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    /// Takes a shared reference.
    Borrow,
    /// Calls a method on it, with autoref or autoderef.
    Receiver,
    /// Uses it by value.
    Take,
    /// Changes it.
    Change,
}

/// The captures of `moved`, without the parts in `left`. Notes in `draft` what blocks the move.
pub(super) fn captures(scene: &Scene<'_>, moved: Moved, left: &[Span], draft: &mut Draft) -> Result<Captures, Guard> {
    let mut places: BTreeMap<Cow<'_, str>, Vec<Mention>> = BTreeMap::new();
    for &(id, pat) in scene.index().named_in(scene.body, moved.span.start..moved.span.end) {
        let is_own = moved.span.contains(scene.body.pats[pat].span);
        let is_left = left.iter().any(|left| left.contains(scene.span(id)));
        if moved.span.contains(scene.span(id)) && !is_own && !is_left {
            if scene.body.exprs[id].from_expansion || scene.span(id) == Span::default() {
                return Err(Guard::MacroArgument);
            }
            let mention = mention(scene, id, moved.shape)?;
            places.entry(in_one_line(scene.text(scene.span(mention.place)))).or_default().push(mention);
        }
    }
    // Names in format strings are not expressions.
    let inline = inline_names_at(scene.text(moved.span));
    let is_left = |at: u32| left.iter().any(|left| left.start <= moved.span.start + at && moved.span.start + at < left.end);
    let is_captured = |name: &str| places.contains_key(name);
    let mut inline = inline.filter(|inline| !is_left(inline.at)).map(|inline| inline.name);
    if inline.any(|name| is_taken(scene, name, moved.span) && !is_captured(name)) {
        return Err(Guard::MacroArgument);
    }
    let mut captures = Captures::default();
    let roots: Vec<String> = places.keys().map(|text| text.split('.').next().unwrap_or(text).trim().to_owned()).collect();
    for (text, mentions) in &places {
        capture(scene, moved, (text, mentions), &roots, &mut captures, draft)?;
    }
    captures.changes.sort_by_key(|(span, _)| *span);
    Ok(captures)
}

/// The text of a place on one line: in a broken chain its fields are on lines of their own.
fn in_one_line(place: &str) -> Cow<'_, str> {
    if place.contains('\n') && !has_comment(place) { place.split_whitespace().collect() } else { place.into() }
}

fn mention(scene: &Scene<'_>, local: ExprId, shape: Shape) -> Result<Mention, Guard> {
    let mut place = local;
    for (above, below) in scene.around(local) {
        match scene.kind(above) {
            ExprKind::Field { base, .. } if *base == below => place = above,
            _ => break,
        }
    }
    let how = match scene.around(place).next().map(|(above, below)| (above, scene.kind(above), below)) {
        Some((_, ExprKind::Ref { mutable: true, .. }, _)) => How::Change,
        Some((_, ExprKind::Assign { lhs, .. } | ExprKind::Binary { assign: true, lhs, .. }, below)) if *lhs == below => How::Change,
        Some((_, ExprKind::Ref { .. }, _)) => How::Borrow,
        Some((call, ExprKind::MethodCall { receiver, .. }, below)) if *receiver == below => match scene.self_param(call) {
            Some(SelfParam::RefMut) => How::Change,
            Some(SelfParam::Value) if !matches!(scene.ty(place).kind(), TyKind::Ref(..)) => How::Take,
            Some(_) => How::Receiver,
            None => return Err(Guard::UnknownType),
        },
        Some((_, ExprKind::Macro(call), _)) => match call.kind {
            MacroKind::Format { .. } | MacroKind::Print { .. } | MacroKind::Unit { .. } => How::Receiver,
            _ => How::Take,
        },
        Some((_, ExprKind::Index { base, .. }, below)) if *base == below && !is_changed(scene, place) => How::Receiver,
        Some((
            _,
            ExprKind::Call { .. }
            | ExprKind::MethodCall { .. }
            | ExprKind::Tuple { .. }
            | ExprKind::Struct { .. }
            | ExprKind::Binary { .. },
            _,
        )) => How::Take,
        // An element or the pointee is changed.
        Some((_, ExprKind::Index { .. } | ExprKind::Unary { op: UnaryOp::Deref, .. }, _)) if is_changed(scene, place) => How::Change,
        Some((_, ExprKind::Closure { .. }, _)) => return Err(Guard::UnusualForm),
        Some(_) if shape == Shape::Statements => How::Take,
        _ => return Err(Guard::UnusualForm),
    };
    Ok(Mention { place, how })
}

/// Whether a mention passes a variable on by value. That moves it, or copies it if its type is `Copy`; so does a closure with `move`.
fn is_passed_on(scene: &Scene<'_>, mention: &Mention) -> bool {
    let Some((above, below)) = scene.around(mention.place).next() else { return false };
    let is_passed = match scene.kind(above) {
        ExprKind::Call { callee, .. } => *callee != below,
        ExprKind::MethodCall { .. } | ExprKind::Struct { .. } | ExprKind::Tuple { .. } => true,
        _ => false,
    };
    is_passed && mention.how == How::Take
}

/// Whether the moved code takes a variable by value, and nothing needs it afterwards unless it is filled again.
fn is_taken_over(scene: &Scene<'_>, mentions: &[Mention], moved: Moved) -> bool {
    let place = mentions[0].place;
    let is_refilled = || {
        let later = scene.local(place).map(|pat| scene.mentions(pat)).unwrap_or_default();
        let next = later.iter().find(|mention| scene.span(**mention).start >= moved.span.end);
        let is_assigned = |(above, below): (ExprId, ExprId)| matches!(scene.kind(above), ExprKind::Assign { lhs, .. } if *lhs == below);
        // `text = moved(text)`
        let is_its_result = scene.around(moved.at).any(|(above, below)| match scene.kind(above) {
            ExprKind::Assign { lhs, rhs } => *rhs == below && scene.local(*lhs) == scene.local(place),
            _ => false,
        });
        is_its_result || next.is_some_and(|next| scene.around(*next).next().is_some_and(is_assigned))
    };
    mentions.iter().any(|mention| is_passed_on(scene, mention)) && (!is_needed_later(scene, place, moved) || is_refilled())
}

/// Whether a variable is passed on by value anywhere, so that its scope does not drop it.
pub(super) fn is_moved(scene: &Scene<'_>, pat: PatId) -> bool {
    let mut mentions = scene.mentions(pat).iter();
    mentions.any(|id| mention(scene, *id, Shape::Statements).is_ok_and(|mention| mention.place == *id && is_passed_on(scene, &mention)))
}

/// Whether an element or the pointee of a place is assigned or borrowed mutably.
fn is_changed(scene: &Scene<'_>, place: ExprId) -> bool {
    for (above, below) in scene.around(place) {
        match scene.kind(above) {
            ExprKind::Index { base: inner, .. } | ExprKind::Field { base: inner, .. } | ExprKind::Unary { operand: inner, .. }
                if *inner == below => {}
            ExprKind::Ref { mutable, .. } => return *mutable,
            ExprKind::Assign { lhs, .. } | ExprKind::Binary { assign: true, lhs, .. } => return *lhs == below,
            ExprKind::MethodCall { receiver, .. } if *receiver == below => {
                return !matches!(scene.self_param(above), Some(SelfParam::Ref | SelfParam::Value));
            }
            _ => return false,
        }
    }
    false
}

fn capture(
    scene: &Scene<'_>,
    moved: Moved,
    (text, mentions): (&str, &[Mention]),
    roots: &[String],
    captures: &mut Captures,
    draft: &mut Draft,
) -> Result<(), Guard> {
    let place = mentions[0].place;
    let is_variable = matches!(scene.kind(place), ExprKind::Path(_)) && text != "self";
    let copied = scene.local(place).filter(|_| is_variable).and_then(|pat| snapshot::of(scene, pat));
    if let Some(snapshot) = &copied {
        snapshot.add(draft);
    }
    let ty = copied.as_ref().map_or(scene.ty(place), |snapshot| &snapshot.ty);
    let name = if is_variable { text.to_owned() } else { text.rsplit('.').next().unwrap_or(text).trim().to_owned() };
    let is_word = name.starts_with(|c: char| c.is_alphabetic() || c == '_') && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    let name = match name.as_str() {
        "self" => "this".to_owned(),
        _ if is_word => name,
        _ => return Err(Guard::UnusualForm),
    };
    let is_new = !is_variable;
    let is_changed = mentions.iter().any(|mention| mention.how == How::Change);
    let give_back = || GivenBack::of(scene, place, text, &name).filter(|_| !is_borrowed_before(scene, place, moved));
    if is_changed && (matches!(ty.kind(), TyKind::Ref(..)) || (!is_variable && (moved.shape == Shape::Statements || mentions.len() > 1))) {
        return Err(Guard::BorrowedCapture);
    }
    if is_new && is_bound_in(scene, &name, moved.span) {
        return Err(Guard::UnusualForm);
    }
    // A new variable must not shadow one that the moved code or a later binding uses.
    if captures.names.contains(&name) || (is_new && roots.contains(&name)) {
        return Err(Guard::UnusualForm);
    }
    captures.names.push(name.clone());
    let auto = AutoTraits::new(scene.db, scene.catalogue, scene.def);
    let (owned, made_by) = match ty.kind() {
        TyKind::Ref(Mutability::Mutable, _) => return Err(Guard::BorrowedCapture),
        TyKind::Ref(Mutability::Shared, pointee) => {
            let owner = owner_of(scene, pointee);
            may_clone((scene, text), (pointee, owner.is_there), (moved, Guard::BorrowedCapture), draft)?;
            (pointee.clone(), Some(format!("{text}.{}()", owner.method)))
        }
        _ if is_variable && !is_changed && is_taken_over(scene, mentions, moved) => (ty.clone(), None),
        _ if is_variable && !is_needed_later(scene, place, moved) && !is_borrowed_before(scene, place, moved) && !runs_code(scene, ty) => {
            (ty.clone(), None)
        }
        _ if is_changed => {
            captures.given_back.push(give_back().ok_or(Guard::BorrowedCapture)?);
            (ty.clone(), is_new.then(|| text.to_owned()))
        }
        _ if is_copy(scene, ty) => (ty.clone(), (!is_variable).then(|| text.to_owned())),
        _ if ty.is_unknown() && moved.shape == Shape::Statements => return Err(Guard::UnknownType),
        _ if is_variable && clones(scene, ty) != Known::Yes && give_back().is_some() => {
            captures.given_back.extend(give_back());
            (ty.clone(), None)
        }
        _ => {
            let otherwise = if is_variable { Guard::UsedLater } else { Guard::BorrowedCapture };
            may_clone((scene, text), (ty, clones(scene, ty)), (moved, otherwise), draft)?;
            (ty.clone(), Some(format!("{text}.clone()")))
        }
    };
    match is_owned(scene, &owned).max(auto.holds(&owned, Marker::Send)) {
        Known::Yes => {}
        // Statements need more certainty: an unknown type may be anything.
        Known::Unknown if moved.shape == Shape::Statements && (owned.is_unknown() || matches!(owned.kind(), TyKind::Closure(_))) => {
            return Err(Guard::UnknownType);
        }
        Known::Unknown => draft.doubt_about(Guard::UnknownType, about(scene, Subject::Named(text), &owned)),
        Known::No if auto.holds(&owned, Marker::Send) == Known::No => return Err(Guard::NonSendCapture),
        Known::No => return Err(Guard::BorrowedCapture),
    }
    let was_reference = matches!(ty.kind(), TyKind::Ref(..));
    let copy = made_by.as_ref().and_then(|_| only_copy(scene, mentions, moved));
    captures.changes.extend(copy.map(|copy| (scene.span(copy), name.clone())));
    for mention in mentions.iter().filter(|_| copy.is_none()) {
        let span = scene.span(mention.place);
        let by_reference = was_reference && mention.how == How::Take;
        match (by_reference, is_new) {
            (true, true) => captures.changes.push((span, format!("&{name}"))),
            (false, true) => captures.changes.push((span, name.clone())),
            (true, false) => captures.changes.push((Span::new(span.start, span.start), "&".to_owned())),
            (false, false) => {}
        }
        // A value that is not `Copy` can be moved out of its variable only once.
        let is_moved_on = !was_reference && mention.how == How::Take && mentions.len() > 1 && !is_copy(scene, ty);
        if is_moved_on && (is_new || moved.shape == Shape::Call) {
            return Err(Guard::UnusualForm);
        }
    }
    if let Some(made_by) = made_by {
        let mark = if is_changed { "mut " } else { "" };
        captures.bindings.push(format!("let {mark}{name} = {made_by};"));
    }
    Ok(())
}

/// The expression that copies a place, if that is its only use and runs once: then the captured copy can replace it.
fn only_copy(scene: &Scene<'_>, mentions: &[Mention], moved: Moved) -> Option<ExprId> {
    let [mention] = mentions else { return None };
    let (copy, _) = scene.around(mention.place).next()?;
    let ExprKind::MethodCall { receiver, method, args, .. } = scene.kind(copy) else { return None };
    let pointee = match scene.ty(mention.place).kind() {
        TyKind::Ref(_, pointee) => Some(pointee),
        _ => None,
    };
    // The method must copy the pointee of a reference, as the capture does.
    let is_same = match method.as_str() {
        "clone" => pointee.is_none_or(|pointee| *pointee == *scene.ty(copy)),
        "to_owned" | "to_path_buf" | "to_os_string" | "to_string" | "to_vec" => {
            pointee.is_some_and(|pointee| owner_of(scene, pointee).method == "to_owned")
        }
        _ => false,
    };
    let is_of_std = matches!(scene.types.callees.get(&copy), Some(Callee::Fn(callee)) if callee.def.krate == scene.store().std());
    let runs_again = |above: ExprId| {
        matches!(scene.kind(above), ExprKind::Loop { .. } | ExprKind::While { .. } | ExprKind::For { .. } | ExprKind::Closure { .. })
    };
    let mut inside = scene.around(copy).map(|(above, _)| above).take_while(|above| moved.span.contains(scene.span(*above)));
    let is_only = args.is_empty() && *receiver == mention.place && !has_comment(scene.text(scene.span(copy)));
    (is_only && is_same && is_of_std && !inside.any(runs_again)).then_some(copy)
}

/// Checks that a value can be cloned. For a call, the compiler decides where this is unknown.
fn may_clone(
    (scene, text): (&Scene<'_>, &str),
    (ty, known): (&Ty, Known),
    (moved, otherwise): (Moved, Guard),
    draft: &mut Draft,
) -> Result<(), Guard> {
    match known {
        Known::Yes => Ok(()),
        Known::Unknown if moved.shape == Shape::Call => {
            draft.doubt_about(otherwise, about(scene, Subject::Named(text), ty));
            Ok(())
        }
        Known::Unknown | Known::No => Err(otherwise),
    }
}

/// Whether a variable of this name is bound outside `moved`.
fn is_taken(scene: &Scene<'_>, name: &str, moved: Span) -> bool {
    scene.index().bound(name).iter().any(|span| !moved.contains(*span))
}

/// Whether `moved` binds a variable of this name.
fn is_bound_in(scene: &Scene<'_>, name: &str, moved: Span) -> bool {
    scene.index().bound(name).iter().any(|span| moved.contains(*span))
}

/// Whether a variable is used after the moved code, or again by the same code in the next iteration of a loop.
fn is_needed_later(scene: &Scene<'_>, place: ExprId, moved: Moved) -> bool {
    let Some(pat) = scene.place_root(place) else { return true };
    let declared = scene.body.pats[pat].span;
    let in_loop = scene.around(moved.at).any(|(above, _)| {
        let is_loop =
            matches!(scene.kind(above), ExprKind::Loop { .. } | ExprKind::While { .. } | ExprKind::For { .. } | ExprKind::Closure { .. });
        is_loop && !scene.span(above).contains(declared)
    });
    in_loop || (is_named_after(scene, pat, moved.span.end) && !is_named_elsewhere_only(scene, pat, moved))
}

/// Whether all later mentions of a variable are in branches that exclude the moved code.
fn is_named_elsewhere_only(scene: &Scene<'_>, pat: PatId, moved: Moved) -> bool {
    const MAX_MENTIONS: usize = 16;
    let PatKind::Bind { name, .. } = &scene.body.pats[pat].kind else { return false };
    let end = moved.span.end;
    let mentions = scene.mentions(pat);
    let after = &mentions[mentions.partition_point(|mention| scene.span(*mention).start < end)..];
    after.len() <= MAX_MENTIONS
        && !scene.index().is_inline_after(name.as_str(), end)
        && after.iter().all(|mention| excludes(scene, *mention, moved.at))
}

/// Whether a variable is mentioned after a byte.
pub(super) fn is_named_after(scene: &Scene<'_>, pat: PatId, end: u32) -> bool {
    let PatKind::Bind { name, .. } = &scene.body.pats[pat].kind else { return true };
    let last = scene.mentions(pat).last();
    scene.index().is_inline_after(name.as_str(), end) || last.is_some_and(|mention| scene.span(*mention).start >= end)
}

/// Whether a variable is changed after a byte, or may be.
pub(super) fn is_changed_after(scene: &Scene<'_>, pat: PatId, end: u32) -> bool {
    let mut later = scene.mentions(pat).iter().filter(|id| scene.span(**id).start >= end);
    later.any(|id| mention(scene, *id, Shape::Statements).is_ok_and(|mention| mention.how == How::Change))
}

/// Whether a mention of a variable of this future, or of one of its fields, only reads it.
pub(super) fn is_read(scene: &Scene<'_>, local: ExprId) -> bool {
    let is_own = |root: Root| root == Root::Fn || scene.local(local).is_some_and(|pat| !scene.is_outer(pat, root));
    !scene.body.exprs[local].from_expansion && scene.root(local).is_ok_and(is_own) && reads(scene, local)
}

/// Whether a mention of a variable only reads it, or copies a field of it.
pub(super) fn reads(scene: &Scene<'_>, local: ExprId) -> bool {
    let Ok(Mention { place, how }) = mention(scene, local, Shape::Statements) else { return false };
    match how {
        How::Borrow | How::Receiver => true,
        How::Take => place != local && is_copy(scene, scene.ty(place)),
        How::Change => false,
    }
}

/// Whether a mention of a variable is `drop(variable)`.
pub(super) fn is_dropped_by_name(scene: &Scene<'_>, local: ExprId) -> bool {
    let call = scene.parent(local).filter(|above| matches!(scene.kind(*above), ExprKind::Call { .. }));
    call.and_then(|call| scene.callee_path(call)).is_some_and(|path| path == "std::mem::drop")
}

/// Whether a variable that may hold a borrow of this one is used from the moved code on: one that is declared or mentioned since the statement
/// that mentions this one first, and whose type may borrow.
fn is_borrowed_before(scene: &Scene<'_>, place: ExprId, moved: Moved) -> bool {
    let Some(pat) = scene.place_root(place) else { return true };
    let start = moved.span.start;
    let Some(first) = scene.mentions(pat).iter().copied().find(|mention| scene.span(*mention).start < start) else { return false };
    let from = start_of_statement(scene, first, scene.body.pats[pat].span);
    let is_between = |span: Span| from <= span.start && span.start < start;
    let may_hold = |other: PatId| {
        let PatKind::Bind { mutable, .. } = scene.body.pats[other].kind else { return false };
        let is_from_caller = scene.body.params.contains(&other) || scene.body.self_param == Some(other);
        let ty = &scene.types.pats[other];
        // What was behind a reference before, or comes from the caller, cannot borrow from a variable of this fn.
        let ty = if mutable || is_between(scene.body.pats[other].span) { ty } else { ty.strip_refs() };
        (mutable || !is_from_caller) && is_owned(scene, ty) != Known::Yes
    };
    let is_met = |other: PatId| {
        is_between(scene.body.pats[other].span) || scene.mentions(other).iter().any(|mention| is_between(scene.span(*mention)))
    };
    // Names in format strings do not tell which variable of that name they mean.
    let is_visible = |other: PatId| {
        let bound = scene.body.pats[other].span;
        let mut closures =
            scene.body.exprs.iter().filter(|expr| matches!(expr.kind, ExprKind::Closure { .. }) && expr.span.contains(bound));
        closures.all(|closure| closure.span.contains(moved.span))
    };
    let others = scene.body.pats.indices().filter(|other| *other != pat && !moved.span.contains(scene.body.pats[*other].span));
    others.into_iter().any(|other| is_named_after(scene, other, start) && may_hold(other) && is_met(other) && is_visible(other))
}

/// The first byte of the statement around an expression, in the block in which a variable is declared.
fn start_of_statement(scene: &Scene<'_>, id: ExprId, declared: Span) -> u32 {
    let mut start = scene.span(id).start;
    for (above, below) in scene.around(id) {
        if let Some(Stmt::Let { span, .. }) = scene.index().let_of(below) {
            start = start.min(span.start);
        }
        if above == scene.body.root || scene.span(above).contains(declared) {
            break;
        }
        start = start.min(scene.span(above).start);
    }
    start
}
