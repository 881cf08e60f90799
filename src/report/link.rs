//! Where a lint's documentation is.

/// An absolute URI of a lint's page: in this crate's repository if it has one, else a URN that no browser can open.
pub(crate) fn of_lint(id: &str) -> String {
    let id: String = id.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    match env!("CARGO_PKG_REPOSITORY") {
        "" => format!("urn:async-lint:lint:{id}"),
        repository => format!("{}/blob/main/docs/src/lints/{id}.md", repository.trim_end_matches('/')),
    }
}
