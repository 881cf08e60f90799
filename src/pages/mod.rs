//! The page about a lint, made from its data: the same text on a terminal and in the book. Knows no file and no stream.

mod book;
mod markdown;
mod proof;
mod terminal;

pub use book::book;
#[cfg(any(test, feature = "internals"))]
pub use book::{MARKER, index};
pub use markdown::markdown;
pub use terminal::write;

use crate::catalogue::{ApiEntry, Catalogue, Example, Instead, Lint, Proofs};
use crate::report::phrase;

/// The page of one lint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The lint's id.
    pub id: String,
    /// One line: what is reported.
    pub summary: String,
    /// Level, cost, group; one line.
    pub facts: String,
    /// In the order of reading.
    pub sections: Vec<Section>,
}

/// A part of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its heading.
    pub title: &'static str,
    /// Its content.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Markdown.
    Text(String),
    /// Code in a language that Markdown knows.
    Code(&'static str, String),
    /// The APIs that are reported.
    Apis(Vec<ApiRow>),
}

/// One blocking API.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ApiRow {
    /// Its canonical path.
    pub path: String,
    /// What it does, to complete "it …".
    pub why: String,
    /// (runtime, code) of its replacements; placeholders are shown as short names such as `a`.
    pub instead: Vec<(String, String)>,
}

/// The page of a lint.
#[must_use]
pub fn page(catalogue: &Catalogue, lint: &Lint) -> Page {
    let index = catalogue.lint_index(&lint.id);
    let apis = catalogue.apis().iter().filter(|api| Some(api.lint) == index);
    // A test ensures that the record can be read.
    of(lint, apis, &Proofs::recorded().unwrap_or_default())
}

/// The page of a lint that reports these APIs, with those of `proofs` that belong to it.
pub(crate) fn of<'a>(Lint { id, file }: &Lint, apis: impl Iterator<Item = &'a ApiEntry>, proofs: &Proofs) -> Page {
    let (level, cost) = (phrase::level(file.level), phrase::cost(file.cost));
    // Lints of the group `tool` are about comments and files, so they have no cost.
    let price =
        if file.group == "tool" || !file.blocks { String::new() } else { format!("cost {cost} (the call {}), ", phrase::price(file.cost)) };
    let text = |title, text: &str| Section { title, blocks: vec![Block::Text(text.trim().to_owned())] };
    let limits: Vec<_> = file.limits.iter().map(|limit| format!("- {}", limit.trim().replace('\n', "\n  "))).collect();
    let language = if file.example == Example::Code { "rust" } else { "toml" };
    let code = |title, code: &str| Section { title, blocks: vec![Block::Code(language, code.trim_end().to_owned())] };
    let mut rows: Vec<ApiRow> = apis.map(row).collect();
    rows.sort();
    rows.dedup();
    let mut sections = vec![text("Why", &file.why), text("What to do", &file.advice)];
    if !limits.is_empty() {
        sections.push(text("What it does not see", &limits.join("\n")));
    }
    sections.push(code("Reported", &file.bad));
    sections.push(code("Silent", &file.good));
    sections.push(Section { title: "Configure", blocks: configure(id) });
    if let Some(text) = proof::section(id, file.no_proof.as_deref(), proofs) {
        sections.push(Section { title: "Proof", blocks: vec![Block::Text(text)] });
    }
    if !rows.is_empty() {
        sections.push(Section { title: "What it reports", blocks: vec![Block::Apis(rows)] });
    }
    sections
        .retain(|section| section.blocks.iter().any(|block| !matches!(block, Block::Text(text) | Block::Code(_, text) if text.is_empty())));
    Page { id: id.clone(), summary: file.summary.clone(), facts: format!("level {level}, {price}group {}", file.group), sections }
}

fn configure(id: &str) -> Vec<Block> {
    vec![
        Block::Text("A comment on the line, or on the line above, silences one finding; before an item, all in it:".to_owned()),
        Block::Code("rust", format!("// async-lint: allow({id}) reason")),
        Block::Text("`async-lint.toml` sets the level (`deny`, `warn`, `note` or `allow`) for the whole package:".to_owned()),
        Block::Code("toml", format!("[levels]\n{id} = \"allow\"")),
    ]
}

fn row(api: &ApiEntry) -> ApiRow {
    let instead = api.instead.iter().map(|(runtime, instead)| (runtime.clone(), shown(instead))).collect();
    ApiRow { path: api.path.clone(), why: api.why.to_string(), instead }
}

/// A template with short names in place of the placeholders.
fn shown(instead: &Instead) -> String {
    let names = [("{self}", "x"), ("{&self}", "&x"), ("{args}", "..")];
    let mut code = names.iter().fold(instead.code.clone(), |code, (placeholder, name)| code.replace(placeholder, name));
    for (number, name) in (0..10).zip('a'..) {
        code = code.replace(&format!("{{{number}}}"), &name.to_string());
    }
    code
}
