//! What code that moves to another thread takes along: which variables and fields it names, and how it gets each as its own.

use super::auto_traits::{AutoTraits, Known, Marker};
use super::draft::Draft;
use super::owned::{is_clone, is_copy, is_owned, owner_of};
use super::scene::Scene;
use super::template::Change;
use super::tokens::inline_names;
use crate::analysis::Guard;
use crate::facts::{ExprId, ExprKind, MacroKind, PatId, SelfParam, Span, Stmt};
use crate::types::{Mutability, Ty, TyKind};
use std::collections::BTreeMap;

/// How the moved code comes by what it uses.
#[derive(Clone, Debug, Default)]
pub(super) struct Captures {
    /// `let path = path.to_owned();`, to stand before the closure.
    pub(super) bindings: Vec<String>,
    /// Rewrites within the moved code.
    pub(super) changes: Vec<Change>,
}

/// One mention of a place.
struct Mention {
    /// The whole place: `self.config.path`.
    place: ExprId,
    how: How,
}

/// What the code does with a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    /// Looks at it through a reference that the code makes.
    Borrow,
    /// Calls a method on it, which borrows or derefs by itself.
    Receiver,
    /// Takes it.
    Take,
}

/// What `moved` captures. What speaks against moving it is noted in `draft`.
pub(super) fn captures(scene: &Scene<'_>, moved: ExprId, draft: &mut Draft) -> Result<Captures, Guard> {
    let mut places: BTreeMap<&str, Vec<Mention>> = BTreeMap::new();
    let mut all: Vec<(ExprId, PatId)> = scene.types.locals.iter().map(|(id, pat)| (*id, *pat)).collect();
    all.sort_by_key(|(id, _)| (scene.span(*id), *id));
    for (id, pat) in all {
        let is_own = scene.span(moved).contains(scene.body.pats[pat].span);
        if scene.is_within(id, moved) && !is_own {
            if scene.body.exprs[id].from_expansion || scene.span(id) == Span::default() {
                return Err(Guard::MacroArgument);
            }
            let mention = mention(scene, id)?;
            places.entry(scene.text(scene.span(mention.place))).or_default().push(mention);
        }
    }
    // What a format string names is not among the expressions.
    let inline = inline_names(scene.text(scene.span(moved)));
    if inline.iter().any(|name| is_taken(scene, name)) {
        return Err(Guard::MacroArgument);
    }
    let mut captures = Captures::default();
    let mut names: Vec<String> = Vec::new();
    let roots: Vec<String> = places.keys().map(|text| text.split('.').next().unwrap_or(text).trim().to_owned()).collect();
    for (text, mentions) in &places {
        capture(scene, moved, (text, mentions), &roots, &mut names, &mut captures, draft)?;
    }
    captures.changes.sort_by_key(|(span, _)| *span);
    Ok(captures)
}

fn mention(scene: &Scene<'_>, local: ExprId) -> Result<Mention, Guard> {
    let mut place = local;
    for (above, below) in scene.around(local) {
        match scene.kind(above) {
            ExprKind::Field { base, .. } if *base == below => place = above,
            _ => break,
        }
    }
    let how = match scene.around(place).next().map(|(above, below)| (above, scene.kind(above), below)) {
        Some((_, ExprKind::Ref { mutable: true, .. } | ExprKind::Assign { .. } | ExprKind::Binary { assign: true, .. }, _)) => {
            return Err(Guard::BorrowedCapture);
        }
        Some((_, ExprKind::Ref { .. }, _)) => How::Borrow,
        Some((call, ExprKind::MethodCall { receiver, .. }, below)) if *receiver == below => match scene.self_param(call) {
            Some(SelfParam::RefMut) => return Err(Guard::BorrowedCapture),
            Some(SelfParam::Value) if !matches!(scene.ty(place).kind(), TyKind::Ref(..)) => How::Take,
            Some(_) => How::Receiver,
            None => return Err(Guard::UnknownType),
        },
        Some((_, ExprKind::Macro(call), _)) => match call.kind {
            MacroKind::Format { .. } | MacroKind::Print { .. } | MacroKind::Unit { .. } => How::Receiver,
            _ => How::Take,
        },
        Some((_, ExprKind::Index { base, .. }, below)) if *base == below => How::Receiver,
        Some((
            _,
            ExprKind::Call { .. }
            | ExprKind::MethodCall { .. }
            | ExprKind::Tuple { .. }
            | ExprKind::Struct { .. }
            | ExprKind::Binary { .. },
            _,
        )) => How::Take,
        _ => return Err(Guard::UnusualForm),
    };
    Ok(Mention { place, how })
}

fn capture(
    scene: &Scene<'_>,
    moved: ExprId,
    (text, mentions): (&str, &[Mention]),
    roots: &[String],
    names: &mut Vec<String>,
    captures: &mut Captures,
    draft: &mut Draft,
) -> Result<(), Guard> {
    let place = mentions[0].place;
    let ty = scene.ty(place);
    let is_variable = matches!(scene.kind(place), ExprKind::Path(_)) && text != "self";
    let name = if is_variable { text.to_owned() } else { text.rsplit('.').next().unwrap_or(text).trim().to_owned() };
    let is_word = name.starts_with(|c: char| c.is_alphabetic() || c == '_') && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    let name = match name.as_str() {
        "self" => "this".to_owned(),
        _ if is_word => name,
        _ => return Err(Guard::UnusualForm),
    };
    let is_new = !is_variable;
    // A new variable must not stand in for another that the moved code, or the making of a later one, still means.
    if names.contains(&name) || (is_new && roots.contains(&name)) {
        return Err(Guard::UnusualForm);
    }
    names.push(name.clone());
    let auto = AutoTraits::new(scene.db, scene.def);
    let (owned, made_by) = match ty.kind() {
        TyKind::Ref(Mutability::Mutable, _) => return Err(Guard::BorrowedCapture),
        TyKind::Ref(Mutability::Shared, pointee) => {
            let method = owner_of(scene.db, pointee).ok_or(Guard::BorrowedCapture)?;
            (pointee.clone(), Some(format!("{text}.{method}()")))
        }
        _ if is_variable && !is_needed_later(scene, place, moved) => {
            if is_borrowed_before(scene, place, moved) {
                draft.doubt(Guard::UsedLater);
            }
            (ty.clone(), None)
        }
        _ if is_copy(scene.db, ty) => (ty.clone(), (!is_variable).then(|| text.to_owned())),
        _ if is_clone(scene.db, ty) => (ty.clone(), Some(format!("{text}.clone()"))),
        _ if ty.is_unknown() => return Err(Guard::UnknownType),
        _ => return Err(if is_variable { Guard::UsedLater } else { Guard::BorrowedCapture }),
    };
    match is_owned(scene.db, &owned).max(auto.holds(&owned, Marker::Send)) {
        Known::Yes => {}
        Known::Unknown => draft.doubt(Guard::UnknownType),
        Known::No if auto.holds(&owned, Marker::Send) == Known::No => return Err(Guard::NonSendCapture),
        Known::No => return Err(Guard::BorrowedCapture),
    }
    let was_reference = matches!(ty.kind(), TyKind::Ref(..));
    for mention in mentions {
        let span = scene.span(mention.place);
        let by_reference = was_reference && mention.how == How::Take;
        match (by_reference, is_new) {
            (true, true) => captures.changes.push((span, format!("&{name}"))),
            (false, true) => captures.changes.push((span, name.clone())),
            (true, false) => captures.changes.push((Span::new(span.start, span.start), "&".to_owned())),
            (false, false) => {}
        }
        // A field that was taken by value moves into the closure once only; so it may be taken once.
        if !was_reference && mention.how == How::Take && mentions.len() > 1 && !is_copy(scene.db, ty) {
            return Err(Guard::UnusualForm);
        }
    }
    if let Some(made_by) = made_by {
        captures.bindings.push(format!("let {name} = {made_by};"));
    }
    Ok(())
}

/// Whether a variable of this name is there already.
fn is_taken(scene: &Scene<'_>, name: &str) -> bool {
    scene.body.pats.iter().any(|pat| matches!(&pat.kind, crate::facts::PatKind::Bind { name: other, .. } if *other == name))
}

/// Whether a variable is named after the moved code, or again by the same code in the next turn of a loop.
fn is_needed_later(scene: &Scene<'_>, place: ExprId, moved: ExprId) -> bool {
    let Some(pat) = scene.place_root(place) else { return true };
    let end = scene.span(moved).end;
    let declared = scene.body.pats[pat].span;
    let in_loop = scene.around(moved).any(|(above, _)| {
        let is_loop =
            matches!(scene.kind(above), ExprKind::Loop { .. } | ExprKind::While { .. } | ExprKind::For { .. } | ExprKind::Closure { .. });
        is_loop && !scene.span(above).contains(declared)
    });
    let name = scene.text(scene.span(place));
    let rest = scene.text(Span::new(end, scene.span(scene.body.root).end));
    in_loop || inline_names(rest).contains(&name) || scene.mentions(pat).into_iter().any(|mention| scene.span(mention).start >= end)
}

/// Whether a `let` before the moved code may hold a borrow of the variable.
fn is_borrowed_before(scene: &Scene<'_>, place: ExprId, moved: ExprId) -> bool {
    let Some(pat) = scene.place_root(place) else { return true };
    let start = scene.span(moved).start;
    let may_borrow = |ty: &Ty| is_owned(scene.db, ty) != Known::Yes;
    let lets = scene.body.exprs.iter().filter_map(|expr| match &expr.kind {
        ExprKind::Block { stmts, .. } => Some(stmts),
        _ => None,
    });
    let mentions = scene.mentions(pat);
    lets.flatten().any(|stmt| match stmt {
        Stmt::Let { pat, span, init: Some(init), .. } if span.end <= start => {
            let names_it = mentions.iter().any(|mention| scene.is_within(*mention, *init));
            names_it && may_borrow(&scene.types.pats[*pat])
        }
        _ => false,
    })
}
