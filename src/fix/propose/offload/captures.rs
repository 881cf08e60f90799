//! The captures of code that moves to another thread: which variables and fields it names, and how each becomes owned.

use super::super::code::mention::{How, Mention, is_passed_on, mention};
use super::super::code::scene::Scene;
use super::super::code::tokens::{AsModule, has_comment, inline_names_at};
use super::super::draft::Draft;
use super::super::replace::snapshot;
use super::super::replace::template::Change;
use super::super::values::across::{Subject, about};
use super::super::values::auto_traits::{Known, Marker};
use super::super::values::dropped::{has_lasting_effect, runs_code};
use super::super::values::owned::{clones, is_copy, owner_of};
use super::super::values::owned_objects::is_owned_at;
use super::coerced::reborrow;
use super::given_back::GivenBack;
use super::moved::{Moved, Shape, is_borrowed_before, is_needed_later, is_taken};
use super::optional::optional_ref;
use super::statics::{Demand, demanded};
use crate::diagnostics::Guard;
use crate::facts::{ExprId, ExprKind, PatId, Span, Stmt};
use crate::syntax::LexKind;
use crate::types::{Callee, Mutability, Ty, TyKind};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// How the moved code gets the values that it uses.
#[derive(Clone, Debug, Default)]
pub(in crate::fix::propose) struct Captures {
    /// `let path = path.to_owned();`, placed before the closure.
    pub(in crate::fix::propose) bindings: Vec<String>,
    /// Rewrites within the moved code.
    pub(in crate::fix::propose) changes: Vec<Change>,
    /// Variables that are used afterwards, and that the code changes or that cannot be cloned: they move into the closure and are returned
    /// from it.
    pub(in crate::fix::propose) given_back: Vec<GivenBack>,
    /// The names of the captured values in the closure.
    pub(in crate::fix::propose) names: Vec<String>,
}

impl Captures {
    /// Whether the code moves as it is: it uses no variable from outside.
    pub(in crate::fix::propose) fn is_empty(&self) -> bool {
        self.bindings.is_empty() && self.changes.is_empty() && self.given_back.is_empty() && self.names.is_empty()
    }
}

/// The captures of `moved`, without the parts in `left`. Notes in `draft` what blocks the move.
pub(in crate::fix::propose) fn captures(scene: &Scene<'_>, moved: Moved, left: &[Span], draft: &mut Draft) -> Result<Captures, Guard> {
    let mut places: BTreeMap<Cow<'_, str>, Vec<Mention>> = BTreeMap::new();
    for &(id, pat) in scene.index().named_in(scene.body, moved.span.start..moved.span.end) {
        let is_own = moved.span.contains(scene.body.pats[pat].span);
        let is_left = left.iter().any(|left| left.contains(scene.span(id)));
        if moved.span.contains(scene.span(id)) && !is_own && !is_left {
            if scene.body.exprs[id].from_expansion || scene.span(id) == Span::default() {
                return Err(Guard::MacroArgument);
            }
            let mention = mention(scene, id, moved.shape)?;
            let place = match scene.captured_name(mention.place) {
                Some(name) => name.into(),
                None => in_one_line(scene.text(scene.span(mention.place))),
            };
            places.entry(place).or_default().push(mention);
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

/// Whether moving a variable would end a lock or a descriptor before code that runs meanwhile.
fn ends_effect_early(scene: &Scene<'_>, place: ExprId, moved: Moved) -> bool {
    let Some(pat) = scene.local(place).filter(|pat| has_lasting_effect(scene, *pat)) else { return false };
    let declared = scene.body.pats[pat].span;
    let mut blocks = scene.around(moved.at).filter_map(|(above, _)| match scene.kind(above) {
        ExprKind::Block { stmts, tail, .. } => Some((scene.span(above), stmts, tail)),
        _ => None,
    });
    let Some((_, stmts, tail)) = blocks.by_ref().find(|(span, ..)| span.contains(declared)).or_else(|| blocks.last()) else { return true };
    let follows = |span: Span| span.start >= moved.span.end;
    let is_later = |stmt: &Stmt| matches!(stmt, Stmt::Let { span, .. } | Stmt::Expr { span, .. } if follows(*span));
    stmts.iter().any(is_later) || tail.is_some_and(|tail| follows(scene.span(tail)))
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
    let demand = if matches!(ty.kind(), TyKind::Ref(Mutability::Shared, _)) { demanded(scene, mentions) } else { Demand::Nothing };
    if demand != Demand::Nothing {
        // A copy of the reference moves.
        captures.names.push(name);
        let is_send = scene.auto_traits().holds(ty, Marker::Send);
        return match is_send {
            _ if !is_variable => Err(Guard::BorrowedCapture),
            Known::No => Err(Guard::NonSendCapture),
            Known::Yes if demand == Demand::Static => Ok(()),
            _ => {
                draft.doubt_about(Guard::UnknownType, about(scene, Subject::Named(text), ty));
                Ok(())
            }
        };
    }
    let is_new = !is_variable;
    let is_changed = mentions.iter().any(|mention| mention.how == How::Change);
    if is_changed && (matches!(ty.kind(), TyKind::Ref(..)) || (!is_variable && (moved.shape == Shape::Statements || mentions.len() > 1))) {
        return Err(Guard::BorrowedCapture);
    }
    // A new variable must not shadow one that the moved code or a later binding uses.
    let is_free =
        |name: &String| !captures.names.contains(name) && (!is_new || !is_hidden(scene, name, mentions, moved) && !roots.contains(name));
    let another =
        || Some(format!("own_{name}")).filter(|name| is_new && !is_changed && is_free(name) && is_unused(scene, name, moved.span));
    let name = if is_free(&name) { name } else { another().ok_or(Guard::UnusualForm)? };
    let give_back = || GivenBack::of(scene, place, text, &name).filter(|_| !is_borrowed_before(scene, place, moved));
    captures.names.push(name.clone());
    let auto = scene.auto_traits();
    let optional = optional_ref(scene, ty);
    let (owned, made_by) = match (ty.kind(), &optional) {
        (_, Some(_)) if is_changed => return Err(Guard::BorrowedCapture),
        (_, Some(optional)) => {
            may_clone((scene, text), (optional.pointee, optional.is_there), (moved, Guard::BorrowedCapture), draft)?;
            (optional.pointee.clone(), Some(format!("{text}.{}", optional.made_by)))
        }
        (TyKind::Ref(Mutability::Mutable, _), None) => return Err(Guard::BorrowedCapture),
        (TyKind::Ref(Mutability::Shared, pointee), None) => {
            let owner = owner_of(scene, pointee);
            may_clone((scene, text), (pointee, owner.is_there), (moved, Guard::BorrowedCapture), draft)?;
            let is_plain = owner.method == "clone" && is_copy(scene, pointee);
            (pointee.clone(), Some(if is_plain { format!("*{text}") } else { format!("{text}.{}()", owner.method) }))
        }
        _ if is_variable && !is_changed && is_taken_over(scene, mentions, moved) => (ty.clone(), None),
        _ if is_variable && ends_effect_early(scene, place, moved) => return Err(Guard::UsedLater),
        _ if is_variable && !is_needed_later(scene, place, moved) && !is_borrowed_before(scene, place, moved) && !runs_code(scene, ty) => {
            (ty.clone(), None)
        }
        _ if is_changed => {
            captures.given_back.push(give_back().ok_or(Guard::BorrowedCapture)?);
            (ty.clone(), is_new.then(|| text.to_owned()))
        }
        _ if is_copy(scene, ty) => (ty.clone(), (!is_variable).then(|| text.to_owned())),
        _ if ty.is_unknown() && moved.shape == Shape::Statements => return Err(Guard::UnknownType),
        _ if (is_variable || is_only_part(text, roots)) && clones(scene, ty) != Known::Yes && give_back().is_some() => {
            captures.given_back.extend(give_back());
            (ty.clone(), is_new.then(|| text.to_owned()))
        }
        _ => {
            let otherwise = if is_variable { Guard::UsedLater } else { Guard::BorrowedCapture };
            may_clone((scene, text), (ty, clones(scene, ty)), (moved, otherwise), draft)?;
            (ty.clone(), Some(format!("{text}.clone()")))
        }
    };
    match is_owned_at(scene, place, &owned).max(auto.holds(&owned, Marker::Send)) {
        Known::Yes => {}
        // Statements need more certainty: an unknown type may be anything.
        Known::Unknown if moved.shape == Shape::Statements && (owned.is_unknown() || matches!(owned.kind(), TyKind::Closure(_))) => {
            return Err(Guard::UnknownType);
        }
        Known::Unknown => draft.doubt_about(Guard::UnknownType, about(scene, Subject::Named(text), &owned)),
        Known::No if auto.holds(&owned, Marker::Send) == Known::No => return Err(Guard::NonSendCapture),
        Known::No => return Err(Guard::BorrowedCapture),
    }
    let pointee = match ty.kind() {
        TyKind::Ref(_, pointee) => Some(pointee),
        _ => None,
    };
    let copy = made_by.as_ref().filter(|_| optional.is_none()).and_then(|_| only_copy(scene, mentions, moved));
    captures.changes.extend(copy.map(|copy| (span_for(scene, copy, &name), name.clone())));
    for mention in mentions.iter().filter(|_| copy.is_none()) {
        let span = scene.span(mention.place);
        if let Some(optional) = &optional {
            let is_alone = field_of(scene, mention.place).is_some_and(|(_, is_alone)| is_alone);
            let field = if is_alone { format!("{name}: ") } else { String::new() };
            captures.changes.push((span, format!("{field}{name}.{}", optional.used_as)));
            continue;
        }
        let reborrow = pointee.filter(|_| mention.how == How::Take).map(|pointee| reborrow(scene, mention.place, pointee));
        match (reborrow, is_new) {
            (None, true) => captures.changes.push((span_for(scene, mention.place, &name), name.clone())),
            (Some(reborrow), true) => captures.changes.push((span, format!("{reborrow}{name}"))),
            (Some(reborrow), false) if field_of(scene, mention.place).is_some_and(|(_, is_alone)| is_alone) => {
                captures.changes.push((span, format!("{name}: {reborrow}{name}")));
            }
            (Some(reborrow), false) => captures.changes.push((Span::new(span.start, span.start), reborrow.to_owned())),
            (None, false) => {}
        }
        // A value that is not `Copy` can be moved out of its variable only once.
        let is_moved_on = pointee.is_none() && mention.how == How::Take && mentions.len() > 1 && !is_copy(scene, ty);
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

/// Whether no other captured place has the same variable: then a field can be moved out of it.
fn is_only_part(text: &str, roots: &[String]) -> bool {
    let root = text.split('.').next().unwrap_or(text).trim();
    roots.iter().filter(|other| *other == root).count() == 1
}

/// Whether the moved code binds a name before it mentions a captured place of that name. `let conn = conn.lock()` hides it afterwards.
fn is_hidden(scene: &Scene<'_>, name: &str, mentions: &[Mention], moved: Moved) -> bool {
    let bound: Vec<Span> = scene.index().bound(name).iter().copied().filter(|bound| moved.span.contains(*bound)).collect();
    let ends_after = |bound: &Span| {
        let of_pat = |pat: &PatId| scene.body.pats[*pat].span == *bound;
        let pat = scene.body.pats.indices().find(of_pat);
        let Some(Stmt::Let { otherwise: None, span, .. }) = pat.and_then(|pat| scene.index().let_of_pat(pat)) else { return false };
        mentions.iter().all(|mention| scene.span(mention.place).start < span.end)
    };
    !bound.iter().all(ends_after)
}

/// Whether no code names this variable.
fn is_unused(scene: &Scene<'_>, name: &str, moved: Span) -> bool {
    scene.index().bound(name).is_empty() && scene.tokens().heads(name, AsModule::No, moved).is_empty()
}

/// The name of the field in a struct literal that an expression initializes, and whether only the name is written: `Job { path }`.
fn field_of<'s>(scene: &'s Scene<'_>, id: ExprId) -> Option<(&'s str, bool)> {
    let above = scene.parent(id)?;
    let ExprKind::Struct { fields, .. } = scene.kind(above) else { return None };
    let name = fields.iter().find(|field| field.value == id)?.name.as_str();
    let tokens = scene.tokens();
    let is_after_colon = tokens.last_before(scene.span(id).start)?.kind == LexKind::Punct(b':');
    Some((name, scene.text(scene.span(id)) == name && !is_after_colon))
}

/// The bytes to replace by a variable's name: also those of `name: ` before it, if the field has that name.
fn span_for(scene: &Scene<'_>, id: ExprId, name: &str) -> Span {
    let span = scene.span(id);
    if field_of(scene, id) != Some((name, false)) {
        return span;
    }
    let before = scene.file.text.get(..span.start as usize).unwrap_or_default();
    let field = before.trim_end().strip_suffix(':').and_then(|before| before.trim_end().strip_suffix(name));
    field.and_then(|field| u32::try_from(field.len()).ok()).map_or(span, |start| Span::new(start, span.end))
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
