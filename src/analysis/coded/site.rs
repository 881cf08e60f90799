//! What a coded lint is given, and what it gives back.

use super::super::body::BodyView;
use super::super::direct::Hit;
use super::super::own::Cause;
use super::super::places::{Place, Places};
use crate::catalogue::Level;
use crate::facts::{ExprId, Span};

/// One typed body.
pub(super) struct Site<'a> {
    pub(super) view: &'a BodyView<'a>,
    pub(super) places: &'a Places,
}

/// What a coded lint says of one place.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// The lint's id.
    pub(super) lint: &'static str,
    /// The name that it is about, as written.
    pub(super) span: Span,
    /// Where that runs.
    pub(super) place: Place,
    pub(super) message: String,
    pub(super) help: String,
    pub(super) remark: Remark,
}

/// What a finding of a coded lint says beside its message.
#[derive(Clone, Debug, Default)]
pub(in crate::analysis) struct Remark {
    /// The path of the type or fn that it is about; empty if there is none.
    pub(in crate::analysis) subject: String,
    /// Why it matters, a clause in lower case; empty if there is nothing to add.
    pub(in crate::analysis) why: String,
    /// Its level, where it is another than the lint's.
    pub(in crate::analysis) level: Option<Level>,
}

impl Site<'_> {
    /// The finding as the report takes it; `None` if a macro's definition wrote the code, or the catalogue lacks the lint.
    pub(super) fn hit(&self, found: Found, startup: Option<u32>) -> Option<Hit> {
        let lint = self.view.catalogue.lint_index(found.lint)?;
        let context = match found.place {
            Place::Async(context) => Some(context),
            _ => None,
        };
        Some(Hit {
            expr: None,
            cause: Cause::Coded(lint),
            span: found.span,
            context,
            startup: context == Some(0) && startup.is_some_and(|end| found.span.start <= end),
            message: found.message,
            help: found.help,
            chain: None,
            remark: Some(found.remark),
        })
    }

    /// Where an expression runs.
    pub(super) fn place(&self, id: ExprId) -> Place {
        self.places.exprs[id]
    }

    /// The 1-based line of the first byte of a span.
    pub(super) fn line(&self, span: Span) -> u32 {
        self.view.file.lines.line(span.start)
    }
}
