//! The call paths from async code to blocking calls as a graph: as DOT, SVG or a searchable page.
//!
//! It knows only findings and their call paths: a fn that is on none of them is not drawn.

mod collapse;
mod dot;
mod html;
mod layout;
mod svg;
#[cfg(test)]
mod tests;

use crate::diagnostics::{Confidence, Finding, Level, Report};
use indexmap::IndexMap;
use std::collections::BTreeSet;
use std::io;

/// Output formats of the graph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum GraphFormat {
    /// Text for Graphviz and similar tools.
    #[default]
    Dot,
    /// A picture.
    Svg,
    /// One self-contained page: an overview by file, and the call paths of each file to unfold and search.
    Html,
}

/// Whether fns are drawn one by one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Collapse {
    /// By file if there are too many fns to read them one by one.
    #[default]
    Auto,
    /// Every fn is a node.
    Never,
    /// Every file is a node, and every dependency.
    Always,
}

/// Maximum number of nodes in a picture that can still be read.
const READABLE: usize = 60;

/// Writes the call paths of a report's findings.
///
/// # Errors
/// Only those of `out`.
pub fn write(report: &Report, format: GraphFormat, collapse: Collapse, out: &mut dyn io::Write) -> io::Result<()> {
    let calls = CallGraph::of(&report.findings);
    let collapsed = match collapse {
        Collapse::Auto => calls.nodes.len() > READABLE,
        Collapse::Never => false,
        Collapse::Always => true,
    };
    let text = match format {
        GraphFormat::Dot => dot::write(&if collapsed { calls.by_module() } else { calls }),
        GraphFormat::Svg => svg::document(&if collapsed { calls.by_module() } else { calls }),
        GraphFormat::Html => html::page(&calls, collapsed),
    };
    out.write_all(text.as_bytes())
}

/// What a node stands for, in the order of a call path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Role {
    /// Async code.
    Root,
    /// A fn on a call path.
    Through,
    /// A blocking API.
    Api,
}

/// A node of a call path. Equal nodes are merged.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Node {
    pub(super) role: Role,
    /// The fn's name, or the API's path.
    pub(super) name: String,
    /// The file below [`CallGraph::folder`], or `name-version` of a dependency; empty for APIs.
    pub(super) module: String,
    /// The 1-based line in that file: of what makes the node async, or of its first call on a path; 0 if unknown. It is not part of a node's
    /// identity.
    pub(super) line: u32,
}

impl Node {
    /// Where it is: `src/store.rs:12`; empty for APIs.
    pub(super) fn place(&self) -> String {
        if self.line == 0 { self.module.clone() } else { format!("{}:{}", self.module, self.line) }
    }
}

/// A step between two nodes, by their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Edge {
    /// Number of findings whose call path has this edge.
    pub(super) findings: usize,
    /// The highest level of those findings.
    pub(super) level: Level,
    /// Certain if one of those findings is.
    pub(super) confidence: Confidence,
}

/// All call paths. Nodes and edges are in the order of the findings.
#[derive(Clone, Debug, Default)]
pub(super) struct CallGraph {
    /// The deepest folder that contains all of the user's own files, with a `/` at its end; empty if there is none.
    pub(super) folder: String,
    pub(super) nodes: Vec<Node>,
    pub(super) edges: IndexMap<(usize, usize), Edge>,
}

impl CallGraph {
    /// The call paths of the findings that have an API.
    pub(super) fn of(findings: &[Finding]) -> Self {
        let mut calls = Self::default();
        let mut numbers = IndexMap::new();
        // One of the user's own folders may be named like a dependency.
        let own: BTreeSet<&str> = findings.iter().map(|finding| head(&finding.path)).collect();
        let files = findings.iter().flat_map(|finding| {
            let hops = finding.via.iter().map(|hop| hop.path.as_str()).filter(|path| is_own(path, &own));
            hops.chain([finding.path.as_str()])
        });
        calls.folder = common_folder(files);
        for finding in findings.iter().filter(|finding| finding.api.contains("::")) {
            calls.add(&nodes_of(finding, &own, &calls.folder), finding, &mut numbers);
        }
        calls
    }

    fn add(&mut self, nodes: &[Node], finding: &Finding, numbers: &mut IndexMap<Node, usize>) {
        let mut before = None;
        for node in nodes {
            let number = *numbers.entry(Node { line: 0, ..node.clone() }).or_insert_with(|| {
                self.nodes.push(node.clone());
                self.nodes.len() - 1
            });
            if let Some(before) = before.filter(|&before| before != number) {
                self.count(before, number, Edge { findings: 1, level: finding.level, confidence: finding.confidence });
            }
            before = Some(number);
        }
    }

    /// Adds findings to an edge.
    pub(super) fn count(&mut self, from: usize, to: usize, more: Edge) {
        let edge = self.edges.entry((from, to)).or_insert(Edge { findings: 0, ..more });
        edge.findings += more.findings;
        edge.level = edge.level.max(more.level);
        edge.confidence = edge.confidence.min(more.confidence);
    }
}

/// The nodes of a finding's call path, from async code to the API. `own` are the first components of paths in the workspace.
fn nodes_of(finding: &Finding, own: &BTreeSet<&str>, folder: &str) -> Vec<Node> {
    let below = |path: &str| path.strip_prefix(folder).unwrap_or(path).to_owned();
    let name = if finding.context.name.is_empty() { &finding.context.kind } else { &finding.context.name };
    let line = finding.context.span.map_or(finding.start.line, |(start, _)| start.line);
    let mut nodes = vec![Node { role: Role::Root, name: name.clone(), module: below(&finding.path), line }];
    for hop in &finding.via {
        let (module, line) = if is_own(&hop.path, own) { (below(&hop.path), hop.line) } else { (head(&hop.path).to_owned(), 0) };
        nodes.push(Node { role: Role::Through, name: short(&hop.function), module, line });
    }
    nodes.push(Node { role: Role::Api, name: finding.api.clone(), module: String::new(), line: 0 });
    nodes
}

/// The last two segments of a path: a type and its method, or a module and its fn.
fn short(function: &str) -> String {
    let segments: Vec<&str> = function.split("::").collect();
    segments[segments.len().saturating_sub(2)..].join("::")
}

/// Whether a file is in the workspace: a dependency's file is shown below its package, as `name-version`.
fn is_own(path: &str, own: &BTreeSet<&str>) -> bool {
    let head = head(path);
    let version = head.rsplit_once('-').map_or("", |(_, version)| version);
    let is_package = path.contains('/') && version.contains('.') && version.starts_with(|c: char| c.is_ascii_digit());
    own.contains(head) || !is_package
}

/// The deepest folder above all of these files, with a `/` at its end.
fn common_folder<'f>(mut files: impl Iterator<Item = &'f str>) -> String {
    let Some(first) = files.next() else { return String::new() };
    let mut folder = first.rfind('/').map_or("", |end| &first[..=end]);
    for file in files {
        while !file.starts_with(folder) {
            let above = folder.trim_end_matches('/');
            folder = above.rfind('/').map_or("", |end| &folder[..=end]);
        }
    }
    folder.to_owned()
}

/// The first part of a path.
fn head(path: &str) -> &str {
    path.split('/').next().unwrap_or_default()
}
