//! Which values patterns accept, and which value an expression certainly has: a `bool`, or a variant of an enum.

use super::Taken;
use crate::analysis::body::BodyView;
use crate::analysis::effects::conditional_causes::{Choice, Param};
use crate::facts::{ExprId, ExprKind, Literal, Name, PatId, PatKind, UnaryOp};
use crate::names::{CrateKind, DefId, DefKind, PrimTy};
use crate::types::{Callee, Mutability, Ty, TyKind};

/// Values behind more variables and constants than this are not read.
const MAX_STEPS: u32 = 16;

const DEFAULT: &str = "std::default::Default::default";

impl BodyView<'_> {
    /// The parameter that an expression names, if the fn never changes its value.
    pub(in crate::analysis) fn param_of(&self, id: ExprId) -> Option<Param> {
        let mut at = id;
        for _ in 0..MAX_STEPS {
            match self.own_param(at) {
                Some(param) => return Some(param),
                // `let flag = flag;`
                None => at = self.behind_refs(self.fixed(at)?),
            }
        }
        None
    }

    fn own_param(&self, id: ExprId) -> Option<Param> {
        let pat = *self.types.locals.get(&id)?;
        let PatKind::Bind { mutable: false, by_ref: false, .. } = self.body.pats[pat].kind else { return None };
        if matches!(self.types.exprs[id].kind(), TyKind::Ref(Mutability::Mutable, _)) {
            return None;
        }
        if self.body.self_param == Some(pat) {
            return Some(Param::Receiver);
        }
        self.body.params.iter().position(|param| *param == pat).map(Param::At)
    }

    /// Whether a type is an enum whose variants are known.
    pub(in crate::analysis) fn is_enum(&self, ty: &Ty) -> bool {
        ty.as_adt().is_some_and(|(def, _)| self.db.store.def(def).kind == DefKind::Enum)
    }

    fn variant_of(&self, ty: &Ty, name: Name) -> Option<Name> {
        let (def, _) = ty.as_adt()?;
        let has = self.db.store.variants(def).iter().any(|variant| self.db.store.def(*variant).name == name);
        has.then_some(name)
    }

    /// The values that a pattern for a value of this type accepts; `None` if it accepts all, or is not understood.
    pub(super) fn taken(&self, pat: PatId, ty: &Ty) -> Option<Taken> {
        let data = &self.body.pats[pat];
        let variant = |name: Name| Some(Taken::In(vec![self.variant_of(ty, name)?]));
        match &data.kind {
            PatKind::Literal if is_bool(ty) => match self.text(data.span) {
                "true" => Some(Taken::Bool(true)),
                "false" => Some(Taken::Bool(false)),
                _ => None,
            },
            PatKind::Path(path) | PatKind::TupleStruct { path, .. } | PatKind::Struct { path, .. } => variant(path.segments.last()?.name),
            PatKind::Bind { name, sub: None, .. } => variant(*name),
            PatKind::Bind { sub: Some(sub), .. } => self.taken(*sub, ty),
            PatKind::Ref { pat, .. } => self.taken(*pat, ty),
            PatKind::Or(pats) => {
                let mut all: Vec<Name> = Vec::new();
                for pat in pats {
                    let Taken::In(list) = self.taken(*pat, ty)? else { return None };
                    all.extend(list);
                }
                Some(Taken::In(all))
            }
            _ => None,
        }
    }

    /// Whether a pattern for a variant accepts the variant with any fields.
    pub(super) fn is_whole(&self, pat: PatId) -> bool {
        match &self.body.pats[pat].kind {
            PatKind::Wild | PatKind::Rest | PatKind::Path(_) | PatKind::Literal | PatKind::Bind { sub: None, .. } => true,
            PatKind::Bind { sub: Some(pat), .. } | PatKind::Ref { pat, .. } => self.is_whole(*pat),
            PatKind::Or(pats) => pats.iter().all(|pat| self.is_whole(*pat)),
            PatKind::TupleStruct { pats, .. } => pats.iter().all(|pat| self.is_plain(*pat)),
            PatKind::Struct { fields, .. } => fields.iter().all(|field| self.is_plain(field.pat)),
            _ => false,
        }
    }

    /// Whether a pattern accepts every value: a variable, `_` or `..`.
    pub(super) fn is_plain(&self, pat: PatId) -> bool {
        match &self.body.pats[pat].kind {
            PatKind::Wild | PatKind::Rest => true,
            // A name in capitals may be a constant or a variant.
            PatKind::Bind { name, sub: None, .. } => !name.as_str().starts_with(char::is_uppercase),
            PatKind::Tuple(pats) => pats.iter().all(|pat| self.is_plain(*pat)),
            _ => false,
        }
    }

    pub(super) fn is_literal(&self, id: ExprId, value: bool) -> bool {
        matches!(self.body.exprs[id].kind, ExprKind::Literal(Literal::Bool(is)) if is == value)
    }

    /// The `bool` or the variant that an expression certainly is.
    pub(in crate::analysis) fn literal_value(&self, id: ExprId, depth: u32) -> Option<Choice> {
        if depth > MAX_STEPS {
            return None;
        }
        let id = self.behind_refs(id);
        let ty = self.types.exprs[id].strip_refs();
        match &self.body.exprs[id].kind {
            ExprKind::Literal(Literal::Bool(value)) => Some(Choice::Bool(*value)),
            ExprKind::Unary { op: UnaryOp::Not, operand } => match self.literal_value(*operand, depth + 1)? {
                Choice::Bool(value) => Some(Choice::Bool(!value)),
                Choice::Variant(_) => None,
            },
            ExprKind::Path(_) if self.types.locals.contains_key(&id) => self.literal_value(self.fixed(id)?, depth + 1),
            ExprKind::Path(path) => match self.types.values.get(&id) {
                Some(named) if self.db.store.def(*named).kind == DefKind::Const => {
                    self.with(*named, |view| view.literal_value(view.body.root, depth + 1)).flatten()
                }
                None if self.is_enum(ty) => self.variant_of(ty, path.segments.last()?.name).map(Choice::Variant),
                _ => None,
            },
            ExprKind::Call { .. } if self.is_enum(ty) => match self.types.callees.get(&id) {
                Some(Callee::Constructor(def)) => self.variant_of(ty, self.db.store.def(*def).name).map(Choice::Variant),
                _ => None,
            },
            ExprKind::Struct { path, .. } if self.is_enum(ty) => self.variant_of(ty, path.segments.last()?.name).map(Choice::Variant),
            _ => None,
        }
    }

    /// The fields of which a value of a struct certainly has a `bool` or a variant of an enum: by its literal, or by its `Default`.
    pub(in crate::analysis) fn literal_fields(&self, id: ExprId, depth: u32) -> Vec<(Name, Choice)> {
        let id = self.behind_refs(id);
        let Some(def) = self.own_struct(&self.types.exprs[id]).filter(|_| depth <= MAX_STEPS) else { return Vec::new() };
        match &self.body.exprs[id].kind {
            ExprKind::Path(_) if self.types.locals.contains_key(&id) => {
                self.fixed(id).map_or_else(Vec::new, |init| self.literal_fields(init, depth + 1))
            }
            ExprKind::Path(_) => match self.types.values.get(&id) {
                Some(named) if self.db.store.def(*named).kind == DefKind::Const => {
                    self.with(*named, |view| view.literal_fields(view.body.root, depth + 1)).unwrap_or_default()
                }
                _ => Vec::new(),
            },
            ExprKind::Struct { fields, base, .. } => {
                let others = base.map_or_else(Vec::new, |base| self.literal_fields(base, depth + 1));
                let is_given = |name: Name| fields.iter().any(|field| field.name == name);
                let given = fields.iter().filter_map(|field| Some((field.name, self.literal_value(field.value, depth + 1)?)));
                given.chain(others.into_iter().filter(|(name, _)| !is_given(*name))).collect()
            }
            ExprKind::Call { args, .. } if args.is_empty() => match self.types.callees.get(&id) {
                Some(Callee::Fn(callee)) => match callee.implementation {
                    // The bodies of other packages are not read for this.
                    Some(own) if self.db.store.kind(own.krate) != CrateKind::Local => Vec::new(),
                    Some(own) => self.with(own, |view| view.returned_fields(depth + 1)).unwrap_or_default(),
                    None if &*self.db.store.canonical_path(callee.def) == DEFAULT && self.db.has_derive_in(def, &["Default"]) => {
                        self.default_fields(def)
                    }
                    None if self.db.store.kind(callee.def.krate) != CrateKind::Local => Vec::new(),
                    None => self.with(callee.def, |view| view.returned_fields(depth + 1)).unwrap_or_default(),
                },
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// The fields of the struct that a fn returns, if it returns at its end only.
    fn returned_fields(&self, depth: u32) -> Vec<(Name, Choice)> {
        let leaves = |kind: &ExprKind| matches!(kind, ExprKind::Return { .. } | ExprKind::Try { .. });
        if self.body.exprs.iter().any(|expr| leaves(&expr.kind)) {
            return Vec::new();
        }
        match &self.body.exprs[self.body.root].kind {
            ExprKind::Block { tail: Some(tail), .. } => self.literal_fields(*tail, depth),
            _ => self.literal_fields(self.body.root, depth),
        }
    }

    /// The fields that a derived `Default` sets to `false` or `None`.
    fn default_fields(&self, def: DefId) -> Vec<(Name, Choice)> {
        let value = |ty: &Ty| match ty.as_adt() {
            _ if is_bool(ty) => Some(Choice::Bool(false)),
            Some((def, _)) if Some(def) == self.db.lang.option => Some(Choice::Variant(Name::new("None"))),
            _ => None,
        };
        self.db.fields(def, None).iter().filter_map(|(name, ty)| Some((*name, value(ty)?))).collect()
    }

    /// The definition of a struct that is not std's, also behind references.
    pub(in crate::analysis) fn own_struct(&self, ty: &Ty) -> Option<DefId> {
        let (def, _) = ty.strip_refs().as_adt()?;
        let store = self.db.store;
        (store.def(def).kind == DefKind::Struct && def.krate != store.std()).then_some(def)
    }

    /// The initial value of a variable that never gets another one.
    pub(super) fn fixed(&self, id: ExprId) -> Option<ExprId> {
        let pat = *self.types.locals.get(&id)?;
        let PatKind::Bind { mutable: false, .. } = self.body.pats[pat].kind else { return None };
        self.initial(id)
    }
}

pub(super) fn is_bool(ty: &Ty) -> bool {
    matches!(ty.kind(), TyKind::Prim(PrimTy::Bool))
}
