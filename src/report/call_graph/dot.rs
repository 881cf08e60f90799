//! The graph as text in the DOT language (<https://graphviz.org/doc/info/lang.html>).

use super::{CallGraph, Role};
use crate::diagnostics::{Confidence, Level};
use crate::report::escape;
use std::fmt::Write as _;

pub(super) fn write(calls: &CallGraph) -> String {
    let mut text = String::from("digraph calls {\n  rankdir=LR;\n  node [shape=box, fontname=\"monospace\"];\n");
    for (number, node) in calls.nodes.iter().enumerate() {
        let look = match node.role {
            Role::Root => ", style=rounded",
            Role::Through => "",
            Role::Api => ", style=filled, fillcolor=\"#ffd9c7\"",
        };
        let _ = writeln!(text, "  n{number} [label={}, tooltip={}{look}];", quoted(&node.name), quoted(&node.place()));
    }
    for ((from, to), edge) in &calls.edges {
        let mut look = Vec::new();
        if edge.findings > 1 {
            look.push(format!("label=\"{}\"", edge.findings));
        }
        if edge.confidence == Confidence::May {
            look.push("style=dashed".to_owned());
        }
        if edge.level <= Level::Note {
            look.push("color=gray".to_owned());
        }
        let look = if look.is_empty() { String::new() } else { format!(" [{}]", look.join(", ")) };
        let _ = writeln!(text, "  n{from} -> n{to}{look};");
    }
    text.push_str("}\n");
    text
}

/// A double-quoted string. DOT escapes only the quote; a backslash before a quote or at the end would cancel that, so it is doubled.
fn quoted(text: &str) -> String {
    format!("\"{}\"", escape::line(text).replace('\\', "\\\\").replace('"', "\\\""))
}
