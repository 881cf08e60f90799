//! Values that can be read from the code: durations, addresses, in-memory readers.

use super::body::BodyView;
use crate::catalogue::ArgumentValue;
use crate::facts::{Body, ExprId, ExprKind, Literal, PatId, Stmt, UnaryOp};
use crate::names::{CrateKind, DefKind, Namespace, PrimTy, Res};
use crate::types::{BodyTypes, Callee, Ty, TyKind, TypeDb};
use rustc_hash::FxHashSet;
use std::time::Duration;

/// Flags nested deeper than this are not read.
const MAX_FLAGS: u32 = 32;

impl BodyView<'_> {
    /// Whether an argument has this value.
    pub(super) fn has_value(&self, id: ExprId, value: ArgumentValue) -> bool {
        match value {
            ArgumentValue::ZeroDuration => self.duration(self.inside_some(id)).is_some_and(|duration| duration.is_zero()),
            ArgumentValue::SubMillisecond => self.duration(id).is_some_and(|duration| duration < Duration::from_millis(1)),
            ArgumentValue::SocketAddress => self.is_socket_address(id),
            ArgumentValue::InMemory => self.is_in_memory(id),
            ArgumentValue::NoWaitFlag => self.names_no_wait_flag(id),
            ArgumentValue::WaitingFlag => self.lets_wait(id, 0),
            ArgumentValue::Zero => self.is_zero(id),
            ArgumentValue::Wait => self.is_wait(id),
            ArgumentValue::TransactionControl => self.is_transaction_control(id),
        }
    }

    /// The value of a constant `Duration`: `Duration::from_secs(5)`, `Duration::ZERO`.
    pub(super) fn duration(&self, id: ExprId) -> Option<Duration> {
        duration(self.db, self.body, self.types, id)
    }

    /// The value in a `Some`, or the expression itself.
    fn inside_some(&self, id: ExprId) -> ExprId {
        let is_option = self.types.exprs[id].as_adt().is_some_and(|(def, _)| Some(def) == self.db.lang.option);
        match &self.body.exprs[id].kind {
            ExprKind::Call { args, .. } if is_option && matches!(self.types.callees.get(&id), Some(Callee::Constructor(_))) => args[0],
            _ => id,
        }
    }

    /// Whether an expression needs no DNS lookup: a literal address, or a value of an address type.
    fn is_socket_address(&self, id: ExprId) -> bool {
        let id = self.behind_refs(id);
        match &self.body.exprs[id].kind {
            ExprKind::Literal(Literal::Str(text)) => text.parse::<std::net::SocketAddr>().is_ok(),
            ExprKind::Path(_) if self.constant_text(id).is_some_and(|text| text.parse::<std::net::SocketAddr>().is_ok()) => true,
            ExprKind::Array { items } => items.iter().all(|&item| self.is_socket_address(item)),
            ExprKind::Tuple { items } => items.first().is_some_and(|&host| match &self.body.exprs[self.behind_refs(host)].kind {
                ExprKind::Literal(Literal::Str(text)) => text.parse::<std::net::IpAddr>().is_ok(),
                _ => self.is_ip(host),
            }),
            _ => self.holds_address(&self.types.exprs[id]),
        }
    }

    /// Whether a type is an address, or a list of addresses.
    pub(super) fn holds_address(&self, ty: &Ty) -> bool {
        match ty.strip_refs().kind() {
            TyKind::Slice(item) | TyKind::Array(item) => self.path_of(item).is_some_and(|path| path.starts_with("std::net::SocketAddr")),
            TyKind::Tuple(items) => items.first().is_some_and(|host| self.path_of(host).is_some_and(|path| is_ip_path(&path))),
            _ => self.path_of(ty).is_some_and(|path| path.starts_with("std::net::SocketAddr")),
        }
    }

    /// Whether a text only begins a transaction that takes no lock yet (<https://sqlite.org/lang_transaction.html>), or rolls one back.
    fn is_transaction_control(&self, id: ExprId) -> bool {
        let ExprKind::Literal(Literal::Str(text)) = &self.body.exprs[self.behind_refs(id)].kind else { return false };
        // With several statements, another one may be slow.
        let statement = text.trim().trim_end_matches(';');
        let mut words = statement.split_whitespace().map(str::to_ascii_lowercase);
        let is_control = match (words.next().as_deref(), words.next().as_deref()) {
            (Some("rollback" | "savepoint"), _) => true,
            (Some("begin"), kind) => matches!(kind, None | Some("deferred" | "transaction")),
            _ => false,
        };
        is_control && !statement.contains(';')
    }

    fn is_ip(&self, id: ExprId) -> bool {
        match self.types.exprs[id].strip_refs().kind() {
            TyKind::Array(item) => matches!(item.kind(), TyKind::Prim(PrimTy::U8 | PrimTy::U16 | PrimTy::I32)),
            _ => self.type_path(id).is_some_and(|path| is_ip_path(&path)),
        }
    }

    fn is_in_memory(&self, id: ExprId) -> bool {
        match self.types.exprs[id].strip_refs().kind() {
            TyKind::Slice(item) | TyKind::Array(item) => matches!(item.kind(), TyKind::Prim(PrimTy::U8)),
            TyKind::Prim(PrimTy::Str) => true,
            _ => self.type_path(id).is_some_and(|path| matches!(&*path, "std::io::Cursor" | "std::vec::Vec" | "std::string::String")),
        }
    }

    /// Flags may be combined by operators and methods, and wrapped in `Some`. A parameter counts as well, since only the callers know its value.
    fn names_no_wait_flag(&self, id: ExprId) -> bool {
        let mut open = vec![id];
        let mut seen: FxHashSet<PatId> = FxHashSet::default();
        while let Some(at) = open.pop() {
            let kind = &self.body.exprs[at].kind;
            if let ExprKind::Path(path) = kind
                && path.segments.last().is_some_and(|last| is_no_wait_flag(last.name.as_str()))
            {
                return true;
            }
            if let Some(local) = self.types.locals.get(&at)
                && seen.insert(*local)
            {
                if self.body.params.contains(local) {
                    return true;
                }
                open.extend(self.values_of(*local));
            }
            kind.for_each_child(&mut |child| open.push(child));
        }
        false
    }

    /// The values that a variable gets: its initial one, and those that are assigned.
    fn values_of(&self, local: PatId) -> Vec<ExprId> {
        let mut values = Vec::new();
        for expr in &self.body.exprs {
            match &expr.kind {
                ExprKind::Block { stmts, .. } => values.extend(stmts.iter().filter_map(|stmt| match stmt {
                    Stmt::Let { pat, init, .. } if *pat == local => *init,
                    _ => None,
                })),
                ExprKind::Assign { lhs, rhs } | ExprKind::Binary { lhs, rhs, assign: true, .. }
                    if self.types.locals.get(lhs) == Some(&local) =>
                {
                    values.push(*rhs);
                }
                _ => {}
            }
        }
        values
    }

    /// Whether flags that are written out let a call wait: none at all, or those of other crates, without one that says not to wait.
    pub(super) fn lets_wait(&self, id: ExprId, depth: u32) -> bool {
        let is_flag = |id: &ExprId| self.lets_wait(*id, depth + 1);
        match &self.body.exprs[id].kind {
            _ if depth > MAX_FLAGS => false,
            ExprKind::Literal(Literal::Int(value, _)) => *value == Some(0),
            ExprKind::Path(path) => {
                let store = self.db.store;
                let is_foreign = || match store.resolve(store.scope_of(self.def), path, Namespace::Value).res {
                    Res::Def(def) => store.kind(def.krate) != CrateKind::Local,
                    Res::External(_) => true,
                    Res::Prim(_) | Res::Unresolved => false,
                };
                !self.types.locals.contains_key(&id)
                    && path.segments.last().is_some_and(|last| !is_no_wait_flag(last.name.as_str()))
                    && is_foreign()
            }
            ExprKind::Binary { lhs, rhs, assign: false, .. } => is_flag(lhs) && is_flag(rhs),
            ExprKind::Cast { operand, .. } | ExprKind::Ref { operand, .. } => is_flag(operand),
            ExprKind::Call { args, .. } => matches!(self.types.callees.get(&id), Some(Callee::Constructor(_))) && args.iter().all(is_flag),
            _ => false,
        }
    }

    fn is_zero(&self, id: ExprId) -> bool {
        match &self.body.exprs[id].kind {
            ExprKind::Literal(Literal::Int(Some(value), _)) => *value == 0,
            ExprKind::Path(path) => path.segments.last().is_some_and(|last| last.name == "ZERO"),
            _ => false,
        }
    }

    /// Whether a timeout certainly lets the call wait: a nonzero constant, or no timeout at all.
    fn is_wait(&self, id: ExprId) -> bool {
        if let Some(duration) = self.duration(id) {
            return !duration.is_zero();
        }
        match &self.body.exprs[id].kind {
            ExprKind::Literal(Literal::Int(Some(value), _)) => *value > 0,
            ExprKind::Path(path) => path.segments.last().is_some_and(|last| matches!(last.name.as_str(), "None" | "NONE" | "MAX")),
            // `Some(timeout)`, `timeout.into()`.
            ExprKind::Call { args, .. } => args.len() == 1 && self.is_wait(args[0]),
            ExprKind::MethodCall { receiver, args, .. } => args.is_empty() && self.is_wait(*receiver),
            ExprKind::Ref { operand, .. } | ExprKind::Cast { operand, .. } | ExprKind::Unary { op: UnaryOp::Neg, operand } => {
                self.is_wait(*operand)
            }
            _ => false,
        }
    }

    /// The string value of a constant or static, if it is a literal.
    pub(super) fn constant_text(&self, id: ExprId) -> Option<String> {
        let named = *self.types.values.get(&id)?;
        let is_fixed = matches!(self.db.store.def(named).kind, DefKind::Const | DefKind::Static);
        let text = |view: &BodyView<'_>| match &view.body.exprs[view.behind_refs(view.body.root)].kind {
            ExprKind::Literal(Literal::Str(text)) => Some(text.clone()),
            _ => None,
        };
        if is_fixed { self.with(named, text).flatten() } else { None }
    }

    pub(super) fn behind_refs(&self, mut id: ExprId) -> ExprId {
        while let ExprKind::Ref { operand, .. } = &self.body.exprs[id].kind {
            id = *operand;
        }
        id
    }
}

/// Flag names in libc, nix, rustix and rdkafka. Unlocking does not wait either.
fn is_no_wait_flag(name: &str) -> bool {
    matches!(
        name,
        "WNOHANG" | "NOHANG" | "LOCK_NB" | "LOCK_UN" | "Unlock" | "MSG_DONTWAIT" | "DONTWAIT" | "RWF_NOWAIT" | "NOWAIT" | "Async"
    ) || name.starts_with("NonBlocking")
        || name.ends_with("Nonblock")
}

fn is_ip_path(path: &str) -> bool {
    matches!(path, "std::net::IpAddr" | "std::net::Ipv4Addr" | "std::net::Ipv6Addr")
}

/// How many constants that name another constant are followed.
const MAX_CONSTANTS: u32 = 8;

/// The value of a constant `Duration`, given here or by a named constant: `Duration::from_secs(5)`, `Duration::ZERO`, `TIMEOUT`.
pub(crate) fn duration(db: &TypeDb<'_>, body: &Body, types: &BodyTypes, id: ExprId) -> Option<Duration> {
    Reader { db, body, types, depth: 0 }.duration(id)
}

/// Evaluates constant expressions of one body.
struct Reader<'a> {
    db: &'a TypeDb<'a>,
    body: &'a Body,
    types: &'a BodyTypes,
    depth: u32,
}

impl Reader<'_> {
    fn duration(&self, id: ExprId) -> Option<Duration> {
        let canonical = |def| self.db.store.canonical_path(def);
        let is_duration =
            || matches!(self.types.exprs[id].strip_refs().kind(), TyKind::Adt(def, _) if &*canonical(*def) == "std::time::Duration");
        match &self.body.exprs[id].kind {
            ExprKind::Path(path) if is_duration() => {
                let is_zero = path.segments.last()?.name == "ZERO" && !self.types.values.contains_key(&id);
                if is_zero { Some(Duration::ZERO) } else { self.constant(id, read_duration) }
            }
            ExprKind::Call { args, .. } => {
                let Some(Callee::Fn(callee)) = self.types.callees.get(&id) else { return None };
                let path = canonical(callee.def);
                if &*path == "std::default::Default::default" {
                    return is_duration().then_some(Duration::ZERO);
                }
                let name = path.strip_prefix("std::time::Duration::")?;
                if name == "new" {
                    let (secs, nanos) = (self.integer(*args.first()?)?, self.integer(*args.get(1)?)?);
                    return Some(Duration::from_secs(secs) + Duration::from_nanos(nanos));
                }
                let amount = self.number(*args.first()?)?;
                let unit = match name {
                    "from_hours" => 3600.0,
                    "from_mins" => 60.0,
                    "from_secs" | "from_secs_f64" | "from_secs_f32" => 1.0,
                    "from_millis" => 1e-3,
                    "from_micros" => 1e-6,
                    "from_nanos" => 1e-9,
                    _ => return None,
                };
                Duration::try_from_secs_f64(amount * unit).ok()
            }
            _ => None,
        }
    }

    fn integer(&self, id: ExprId) -> Option<u64> {
        match &self.body.exprs[id].kind {
            ExprKind::Literal(Literal::Int(Some(value), _)) => Some(*value),
            ExprKind::Path(_) => self.constant(id, read_integer),
            _ => None,
        }
    }

    fn number(&self, id: ExprId) -> Option<f64> {
        match &self.body.exprs[id].kind {
            ExprKind::Literal(Literal::Float(digits, _)) => digits.replace('_', "").parse().ok(),
            // Durations beyond 2^32 units are not evaluated.
            _ => self.integer(id).and_then(|value| u32::try_from(value).ok()).map(f64::from),
        }
    }

    /// Evaluates the constant that a path names.
    fn constant<T>(&self, id: ExprId, read: fn(&Reader<'_>, ExprId) -> Option<T>) -> Option<T> {
        let def = *self.types.values.get(&id)?;
        if self.depth >= MAX_CONSTANTS || self.db.store.def(def).kind != DefKind::Const {
            return None;
        }
        let (at, types) = (self.db.store.body(def)?, self.db.body_types(def)?);
        read(&Reader { db: self.db, body: at.body, types: &types, depth: self.depth + 1 }, at.body.root)
    }
}

fn read_duration(reader: &Reader<'_>, id: ExprId) -> Option<Duration> {
    reader.duration(id)
}

fn read_integer(reader: &Reader<'_>, id: ExprId) -> Option<u64> {
    reader.integer(id)
}
