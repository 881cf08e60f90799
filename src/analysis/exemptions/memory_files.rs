//! Files without a disk behind them: the kernel produces their contents when they are read.

use super::super::body::BodyView;
use crate::catalogue::ApiEntry;
use crate::facts::{ExprId, ExprKind, Literal, MacroKind, PatKind, Stmt};
use std::borrow::Cow;

/// How many steps a path expression is followed to its literal.
const MAX_STEPS: usize = 24;

impl BodyView<'_> {
    /// Whether a call works on an in-memory file, judged by the literal path in the code.
    pub(in crate::analysis) fn is_on_memory_file(&self, api: &ApiEntry, call: ExprId) -> bool {
        let contexts = self.catalogue.contexts();
        let lint = &self.catalogue.lint_at(api.lint).id;
        if !contexts.has_memory_files(lint) {
            return false;
        }
        let (receiver, args) = self.receiver_and_args(call);
        receiver
            .into_iter()
            .chain(args.first().copied())
            .any(|id| self.written_path(id).is_some_and(|path| contexts.is_memory_file(lint, &path)))
    }

    /// The literal text at the start of a path, or of the path that a file was opened with.
    fn written_path(&self, id: ExprId) -> Option<Cow<'_, str>> {
        let mut at = id;
        for _ in 0..MAX_STEPS {
            at = match &self.body.exprs[at].kind {
                ExprKind::Literal(Literal::Str(text)) => return Some(Cow::Borrowed(text)),
                ExprKind::Macro(call) if matches!(call.kind, MacroKind::Format { .. }) => {
                    let text = self.text(self.body.exprs[at].span);
                    return text.split_once('"').map(|(_, rest)| Cow::Borrowed(rest));
                }
                ExprKind::Ref { operand, .. } | ExprKind::Try { operand } | ExprKind::Cast { operand, .. } => *operand,
                ExprKind::MethodCall { receiver, .. } => *receiver,
                ExprKind::Call { args, .. } => *args.first()?,
                ExprKind::Path(_) => match self.constant_text(at) {
                    Some(text) => return Some(Cow::Owned(text)),
                    None => self.initial(at)?,
                },
                _ => return None,
            };
        }
        None
    }

    /// The initial value of the variable that an expression names, if nothing is assigned to the variable later.
    pub(in crate::analysis) fn initial(&self, id: ExprId) -> Option<ExprId> {
        let pat = *self.types.locals.get(&id)?;
        let PatKind::Bind { .. } = &self.body.pats[pat].kind else { return None };
        let is_assigned = self
            .body
            .exprs
            .iter()
            .any(|expr| matches!(&expr.kind, ExprKind::Assign { lhs, .. } if self.types.locals.get(lhs) == Some(&pat)));
        if is_assigned { None } else { self.initial_of_assigned(id) }
    }

    /// The initial value of a variable that may be assigned later.
    pub(in crate::analysis) fn initial_of_assigned(&self, id: ExprId) -> Option<ExprId> {
        let pat = *self.types.locals.get(&id)?;
        self.body.exprs.iter().find_map(|expr| match &expr.kind {
            ExprKind::Block { stmts, .. } => stmts.iter().find_map(|stmt| match stmt {
                Stmt::Let { pat: bound, init, .. } if *bound == pat => *init,
                _ => None,
            }),
            _ => None,
        })
    }
}
