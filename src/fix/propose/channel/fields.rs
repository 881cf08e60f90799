//! Fields of structs of the package that keep an end of a channel: what writes them, and where they are used.

use super::super::Input;
use super::super::code::scene::Scene;
use super::super::code::tokens::span_of;
use super::super::replace::template::Change;
use super::super::thread_effects::WorkspaceEffects;
use crate::diagnostics::Guard;
use crate::facts::{ExprId, ExprKind, Field, ItemKind, Name, PatKind, SelfParam, Span, Visibility};
use crate::names::{CrateKind, CrateStore, DefId, DefKind};
use crate::project::TargetKind;
use crate::syntax::LexKind;
use crate::types::{Callee, Mutability, Ty, TyKind};
use std::collections::BTreeSet;

/// A struct, and the name of one of its fields.
pub(super) type FieldOf = (DefId, Name);

/// Where a field is written and used.
#[derive(Default)]
pub(super) struct Known {
    /// Expressions that make the struct.
    pub(super) made: BTreeSet<(DefId, ExprId)>,
    /// Expressions that name the field of a value.
    pub(super) places: Vec<(DefId, ExprId)>,
}

/// The field that keeps a value, with the expression that makes the struct.
pub(super) fn kept_in(scene: &Scene<'_>, value: ExprId) -> Option<(FieldOf, ExprId)> {
    let above = scene.parent(value)?;
    let (of, name) = match scene.kind(above) {
        ExprKind::Struct { fields, .. } => {
            (scene.ty(above).as_adt()?.0, fields.iter().find(|field| field.value == value).map(|field| field.name)?)
        }
        ExprKind::Call { args, .. } => match scene.types.callees.get(&above)? {
            Callee::Constructor(of) => (*of, Name::new(&args.iter().position(|arg| *arg == value)?.to_string())),
            _ => return None,
        },
        _ => return None,
    };
    let store = scene.store();
    let is_own = store.def(of).kind == DefKind::Struct && store.krate(of.krate).kind == CrateKind::Local;
    is_own.then_some(((of, name), above))
}

/// The declaration of a field.
pub(super) fn declared<'s>(store: &'s CrateStore<'_>, (of, name): FieldOf) -> Result<&'s Field, Guard> {
    let ItemKind::Struct { fields, .. } = &store.item(of).ok_or(Guard::OtherUse)?.kind else { return Err(Guard::OtherUse) };
    fields.list().iter().find(|field| field.name == name && field.cfg.is_none()).ok_or(Guard::OtherUse)
}

/// All that writes and uses a field. An error if some code may do so unseen.
pub(super) fn known(input: &Input<'_>, moves: &WorkspaceEffects<'_>, field: FieldOf) -> Result<Known, Guard> {
    let store = input.db.store;
    let krate = store.krate(field.0.krate);
    if declared(store, field)?.visibility == Visibility::Public && krate.target == TargetKind::Lib {
        return Err(Guard::OtherUse);
    }
    let mut found = Known::default();
    let mut named = BTreeSet::new();
    for &def in store.bodies_of(field.0.krate) {
        let scene = Scene::new(input, moves, &[], def).ok_or(Guard::OtherUse)?;
        found.add(&scene, field)?;
        if is_taken_apart(&scene, field) {
            return Err(Guard::OtherUse);
        }
        let names = scene.body.exprs.iter().filter_map(|expr| match &expr.kind {
            ExprKind::Field { name, name_span, .. } if *name == field.1 => Some((&*scene.file.path, *name_span)),
            _ => None,
        });
        named.extend(names);
    }
    for file in &krate.files {
        let tokens = input.texts.tokens(&file.text);
        let code = tokens.code_in(Span::new(0, u32::try_from(file.text.len()).unwrap_or(u32::MAX)));
        // A macro that is not read may use the field.
        let is_unseen = |index: usize| {
            let is_after_dot = index > 0 && code[index - 1].kind == LexKind::Punct(b'.');
            let is_call = code.get(index + 1).is_some_and(|next| next.kind == LexKind::Open(b'('));
            is_after_dot && !is_call && !named.contains(&(&*file.path, span_of(&code[index])))
        };
        if (0..code.len()).any(|index| tokens.word(&code[index]) == field.1.as_str() && is_unseen(index)) {
            return Err(Guard::MacroArgument);
        }
    }
    Ok(found)
}

impl Known {
    /// Adds what a body does with the field.
    fn add(&mut self, scene: &Scene<'_>, (of, name): FieldOf) -> Result<(), Guard> {
        for (id, expr) in scene.body.exprs.iter_enumerated() {
            match &expr.kind {
                ExprKind::Field { base, name: used, .. } if *used == name => {
                    self.places.extend(is_or_holds(scene.ty(*base), of)?.then_some((scene.def, id)));
                }
                // The rest of another value.
                ExprKind::Struct { base: Some(_), .. } if is(scene.ty(id), of) => return Err(Guard::OtherUse),
                ExprKind::Struct { .. } if is(scene.ty(id), of) => {
                    self.made.insert((scene.def, id));
                }
                ExprKind::Call { .. } if scene.types.callees.get(&id) == Some(&Callee::Constructor(of)) => {
                    self.made.insert((scene.def, id));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// Whether a pattern takes the field out of a value.
fn is_taken_apart(scene: &Scene<'_>, (of, name): FieldOf) -> bool {
    scene.body.pats.iter_enumerated().any(|(id, pat)| {
        let takes = match &pat.kind {
            PatKind::Struct { fields, .. } => fields.iter().any(|field| field.name == name),
            PatKind::TupleStruct { .. } => true,
            _ => false,
        };
        takes && scene.types.pats.get(id).is_none_or(|ty| is(ty.strip_refs(), of))
    })
}

fn is(ty: &Ty, of: DefId) -> bool {
    ty.as_adt().is_some_and(|(def, _)| def == of)
}

/// Whether a value is of the struct, or leads to one. An error if that is unclear.
fn is_or_holds(ty: &Ty, of: DefId) -> Result<bool, Guard> {
    match ty.strip_refs().kind() {
        TyKind::Unknown => Err(Guard::OtherUse),
        TyKind::Adt(def, _) if *def == of => Ok(true),
        _ => Ok(ty.any(&mut |part| is(part, of))),
    }
}

/// The change that makes the place of a receiver mutable, if it is not. An error if it cannot be.
pub(super) fn made_mutable(scene: &Scene<'_>, place: ExprId) -> Result<Option<Change>, Guard> {
    let ExprKind::Field { base, .. } = scene.kind(place) else { return Err(Guard::OtherUse) };
    let ty = scene.ty(*base);
    if let TyKind::Ref(mutability, _) = ty.kind() {
        return if *mutability == Mutability::Mutable { Ok(None) } else { Err(Guard::OtherUse) };
    }
    match scene.kind(*base) {
        ExprKind::Field { .. } => made_mutable(scene, *base),
        ExprKind::Path(_) => {
            let Some(pat) = scene.local(*base) else { return own_self(scene, *base) };
            let data = &scene.body.pats[pat];
            match data.kind {
                PatKind::Bind { mutable: true, .. } => Ok(None),
                PatKind::Bind { by_ref: false, sub: None, .. } => {
                    Ok(Some((Span::new(data.span.start, data.span.start), "mut ".to_owned())))
                }
                _ => Err(Guard::OtherUse),
            }
        }
        _ => Err(Guard::OtherUse),
    }
}

/// The change that makes `self` mutable, if it is not.
fn own_self(scene: &Scene<'_>, base: ExprId) -> Result<Option<Change>, Guard> {
    let sig = scene.db.function(scene.def).map(|function| &function.sig).ok_or(Guard::OtherUse)?;
    if scene.text(scene.span(base)) != "self" || sig.self_param != Some(SelfParam::Value) {
        return Err(Guard::OtherUse);
    }
    let text = scene.text(sig.span);
    let (before, after) = text.split_once('(').ok_or(Guard::OtherUse)?;
    if after.trim_start().starts_with("mut ") {
        return Ok(None);
    }
    let space = after.len() - after.trim_start().len();
    if !after.trim_start().starts_with("self") {
        return Err(Guard::OtherUse);
    }
    let at = sig.span.start + u32::try_from(before.len() + 1 + space).map_err(|_| Guard::OtherUse)?;
    Ok(Some((Span::new(at, at), "mut ".to_owned())))
}
