//! Diagnostics that the client pulls: a request waits until its text has been analysed.

use gen_lsp_types::{
    Diagnostic, DocumentDiagnosticReport, FullDocumentDiagnosticReport, PreviousResultId, RelatedFullDocumentDiagnosticReport,
    RelatedUnchangedDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport,
};
use lsp_server::RequestId;
use std::path::PathBuf;
use xxhash_rust::xxh3::xxh3_64;

/// A waiting request.
pub(super) enum Pull {
    /// For one file.
    Document { id: RequestId, path: PathBuf, previous: Option<String> },
    /// For all files.
    Workspace { id: RequestId, previous: Vec<PreviousResultId> },
}

impl Pull {
    pub(super) const fn id(&self) -> &RequestId {
        let (Self::Document { id, .. } | Self::Workspace { id, .. }) = self;
        id
    }
}

/// The `resultId` of diagnostics: equal diagnostics have equal ids.
pub(super) fn result_id(diagnostics: &[Diagnostic]) -> String {
    let bytes = serde_json::to_vec(diagnostics).unwrap_or_default();
    format!("{:016x}", xxh3_64(&bytes))
}

/// The answer for one file.
pub(super) fn report(items: Vec<Diagnostic>, previous: Option<&str>) -> DocumentDiagnosticReport {
    let result_id = result_id(&items);
    if previous == Some(result_id.as_str()) {
        let unchanged_document_diagnostic_report = UnchangedDocumentDiagnosticReport { result_id };
        return DocumentDiagnosticReport::RelatedUnchangedDocumentDiagnosticReport(RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report,
        });
    }
    let full_document_diagnostic_report = FullDocumentDiagnosticReport { result_id: Some(result_id), items };
    DocumentDiagnosticReport::RelatedFullDocumentDiagnosticReport(RelatedFullDocumentDiagnosticReport {
        related_documents: None,
        full_document_diagnostic_report,
    })
}
