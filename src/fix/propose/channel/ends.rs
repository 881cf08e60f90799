//! The variables and fields that hold the ends of a channel.

use super::super::code::mentions::Mentions;
use super::super::code::scene::Scene;
use super::super::replace::template::Change;
use super::super::thread_effects::WorkspaceEffects;
use super::super::{Input, chain};
use super::fields::{self, FieldOf, Known};
use super::{End, Made, Sort};
use crate::diagnostics::Guard;
use crate::facts::{ExprId, ExprKind, PatId, PatKind, Path, Span, Stmt, TypeRef};
use crate::names::DefId;
use std::collections::{BTreeMap, BTreeSet};

/// A parameter: a fn, and the index of the parameter without the receiver.
type Parameter = (DefId, usize);

/// What holds an end of a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holder {
    /// A variable of a body.
    Variable(DefId, PatId),
    /// A field of a struct.
    Field(FieldOf),
}

/// A field that holds an end.
pub(super) struct Kept {
    pub(super) end: End,
    pub(super) known: Known,
}

/// The variables and fields that hold the ends of one channel.
#[derive(Default)]
pub(super) struct Ends {
    /// Each with the body that has it.
    pub(super) variables: BTreeMap<(DefId, PatId), End>,
    /// Those that are parameters, with the calls that give them an end of this channel.
    parameters: BTreeMap<Parameter, (End, BTreeSet<(DefId, ExprId)>)>,
    pub(super) fields: BTreeMap<FieldOf, Kept>,
    /// What gives the fields an end of this channel.
    given: BTreeMap<FieldOf, BTreeSet<(DefId, ExprId)>>,
}

impl Ends {
    /// The ends of the channel that a call makes. An error if one of them goes where it cannot be followed.
    pub(super) fn of(
        input: &Input<'_>,
        moves: &WorkspaceEffects<'_>,
        mentions: &Mentions<'_>,
        scene: &Scene<'_>,
        made: &Made,
    ) -> Result<Self, Guard> {
        let mut ends = Self::default();
        let Some(Stmt::Let { pat, ty: None, otherwise: None, .. }) = scene.index().let_of(made.call) else {
            return Err(Guard::UnusualForm);
        };
        let PatKind::Tuple(pats) = &scene.body.pats[*pat].kind else { return Err(Guard::UnusualForm) };
        let [sender, receiver] = pats[..] else { return Err(Guard::UnusualForm) };
        let mut open = Vec::new();
        for (pat, end) in [(sender, End::Sender), (receiver, End::Receiver)] {
            if !matches!(scene.body.pats[pat].kind, PatKind::Wild) {
                open.push((Holder::Variable(made.def, pat), end));
            }
        }
        while let Some((holder, end)) = open.pop() {
            let (def, pat) = match holder {
                Holder::Variable(def, pat) => (def, pat),
                Holder::Field(field) => {
                    if ends.fields.contains_key(&field) {
                        continue;
                    }
                    let known = fields::known(input, moves, field)?;
                    for &(def, place) in &known.places {
                        let scene = Scene::new(input, moves, &[], def).ok_or(Guard::UnusualForm)?;
                        open.extend(ends.followed(&scene, place, end)?);
                    }
                    ends.fields.insert(field, Kept { end, known });
                    continue;
                }
            };
            if ends.variables.insert((def, pat), end).is_some() {
                continue;
            }
            let scene = Scene::new(input, moves, &[], def).ok_or(Guard::UnusualForm)?;
            let PatKind::Bind { name, by_ref: false, sub: None, .. } = &scene.body.pats[pat].kind else { return Err(Guard::UnusualForm) };
            if super::super::handle::is_named_otherwise(&scene, name.as_str()) {
                return Err(Guard::OtherUse);
            }
            for &mention in scene.mentions(pat) {
                open.extend(ends.followed(&scene, mention, end)?);
            }
        }
        ends.are_alone(input, mentions)?;
        Ok(ends)
    }

    /// What an end goes to from a mention, if it goes anywhere.
    fn followed(&mut self, scene: &Scene<'_>, mention: ExprId, end: End) -> Result<Option<(Holder, End)>, Guard> {
        if scene.body.exprs[mention].from_expansion {
            return Err(Guard::MacroArgument);
        }
        let above = scene.parent(mention).ok_or(Guard::OtherUse)?;
        let value = match scene.kind(above) {
            ExprKind::MethodCall { receiver, method, .. } if *receiver == mention && *method == "clone" => above,
            ExprKind::MethodCall { receiver, .. } if *receiver == mention => return Ok(None),
            // `for message in &receiver`
            ExprKind::For { .. } => return Ok(None),
            ExprKind::Ref { .. } if scene.parent(above).is_some_and(|loops| matches!(scene.kind(loops), ExprKind::For { .. })) => {
                return Ok(None);
            }
            _ => mention,
        };
        if let Some(Stmt::Let { pat, ty: None, otherwise: None, .. }) = scene.index().let_of(value) {
            return match scene.body.pats[*pat].kind {
                PatKind::Wild => Ok(None),
                _ => Ok(Some((Holder::Variable(scene.def, *pat), end))),
            };
        }
        if let Some((field, made)) = fields::kept_in(scene, value) {
            self.given.entry(field).or_default().insert((scene.def, made));
            return Ok(Some((Holder::Field(field), end)));
        }
        let call = scene.parent(value).ok_or(Guard::OtherUse)?;
        if scene.callee_path(call).is_some_and(|path| path == "std::mem::drop") {
            return Ok(None);
        }
        let (_, args) = scene.receiver_and_args(call);
        let index = args.iter().position(|arg| *arg == value).ok_or(Guard::OtherUse)?;
        let callee = chain::callee(scene, call).ok_or(Guard::OtherUse)?;
        let body = scene.store().body(callee).ok_or(Guard::OtherUse)?;
        let pat = *body.body.params.get(index).ok_or(Guard::OtherUse)?;
        let (_, calls) = self.parameters.entry((callee, index)).or_insert_with(|| (end, BTreeSet::new()));
        calls.insert((scene.def, call));
        Ok(Some((Holder::Variable(callee, pat), end)))
    }

    /// An error if a parameter or a field may be given an end of another channel.
    fn are_alone(&self, input: &Input<'_>, mentions: &Mentions<'_>) -> Result<(), Guard> {
        if self.fields.iter().any(|(field, kept)| self.given.get(field) != Some(&kept.known.made)) {
            return Err(Guard::OtherUse);
        }
        for (&(def, _), (_, calls)) in &self.parameters {
            let is_shared = input.db.store.is_of_trait(def) || chain::is_exported(input.db, def);
            let all = mentions.calls_of(def);
            let is_all = all.iter().all(|call| calls.contains(&(call.body, call.expr)));
            if is_shared || !is_all || !mentions.is_single(def) || !mentions.are_all_known(def) {
                return Err(Guard::OtherUse);
            }
        }
        Ok(())
    }

    /// The changes of the types of parameters and fields.
    pub(super) fn declared(&self, input: &Input<'_>, module: &str, sort: Sort) -> Result<Vec<(DefId, Change)>, Guard> {
        let mut changes = Vec::new();
        for (&(def, index), (end, _)) in &self.parameters {
            let function = input.db.function(def).ok_or(Guard::OtherUse)?;
            let param = function.sig.params.get(index).ok_or(Guard::OtherUse)?;
            changes.push((def, twin(&param.ty, module, sort.types(*end))?));
        }
        for (&field, kept) in &self.fields {
            let ty = &fields::declared(input.db.store, field)?.ty;
            changes.push((field.0, twin(ty, module, sort.types(kept.end))?));
        }
        Ok(changes)
    }
}

/// The change of a type to its twin in tokio's module.
fn twin(ty: &TypeRef, module: &str, (old, new): (&str, &str)) -> Result<Change, Guard> {
    let TypeRef::Path(path) = ty else { return Err(Guard::OtherUse) };
    if path.segments.last().is_none_or(|last| last.name != *old) {
        return Err(Guard::OtherUse);
    }
    renamed(path, &format!("{module}::{new}"))
}

/// The change of a path's names; its generic arguments stay.
pub(super) fn renamed(path: &Path, new: &str) -> Result<Change, Guard> {
    let (last, before) = path.segments.split_last().ok_or(Guard::UnusualForm)?;
    if path.qself.is_some() || before.iter().any(|segment| segment.args.is_some()) {
        return Err(Guard::UnusualForm);
    }
    Ok((Span::new(path.span.start, last.span.end), new.to_owned()))
}
