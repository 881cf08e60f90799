//! The graph as an SVG picture, drawn without Graphviz.

use super::layout::{LONGEST, Layout, layout};
use super::{CallGraph, Edge, Node, Role};
use crate::diagnostics::Confidence;
use crate::report::escape;
use std::fmt::Write as _;

/// Colours for light and dark; `currentColor` is the text's.
pub(super) const STYLE: &str = "\
.calls { color: #1f2328; background: #ffffff; font: 12px ui-monospace, monospace }
.calls rect { fill: #f6f8fa; stroke: #8c959f; rx: 4px }
.calls .root rect { fill: #ddf4ff; stroke: #0969da }
.calls .api rect { fill: #ffe3d3; stroke: #bc4c00 }
.calls text { fill: currentColor }
.calls path { fill: none; stroke: #8c959f; stroke-opacity: 0.8 }
.calls .may { stroke-dasharray: 5 4 }
.calls .count { fill: #656d76; font-size: 10px }
.calls .dim { opacity: 0.15 }
@media (prefers-color-scheme: dark) {
.calls { color: #e6edf3; background: #0d1117 }
.calls rect { fill: #161b22; stroke: #6e7681 }
.calls .root rect { fill: #0c2d6b; stroke: #58a6ff }
.calls .api rect { fill: #5a1e02; stroke: #f0883e }
.calls .count { fill: #8b949e }
}
";

/// A whole SVG file.
pub(super) fn document(calls: &CallGraph) -> String {
    picture(calls, &format!("<style>{STYLE}</style>"))
}

/// An `svg` element. [`STYLE`] must be passed as `head`, or be part of the page.
pub(super) fn picture(calls: &CallGraph, head: &str) -> String {
    let placed = layout(calls);
    let (width, height) = (placed.width.max(240.0), placed.height.max(60.0));
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"ways\" role=\"img\" width=\"{width:.0}\" height=\"{height:.0}\" viewBox=\"0 0 {width:.0} {height:.0}\">\n"
    );
    text.push_str("<title>Call paths from async code to blocking calls</title>\n");
    text.push_str(head);
    if calls.nodes.is_empty() {
        text.push_str("<text x=\"16\" y=\"32\">no call path leads from async code to a blocking call</text>\n");
    }
    for (&(from, to), edge) in &calls.edges {
        draw_edge(&mut text, &placed, from, to, *edge);
    }
    for (number, node) in calls.nodes.iter().enumerate() {
        draw_node(&mut text, &placed, number, node, &calls.folder);
    }
    text.push_str("</svg>\n");
    text
}

fn draw_edge(text: &mut String, placed: &Layout, from: usize, to: usize, edge: Edge) {
    let (a, b) = (placed.places[from], placed.places[to]);
    let (x1, y1, x2, y2) = (a.x + a.width, a.y + a.height / 2.0, b.x, b.y + b.height / 2.0);
    let bend = ((x2 - x1) / 2.0).max(30.0);
    let weight = 1.0 + f64::from(u32::try_from(edge.findings).unwrap_or(u32::MAX)).ln();
    let may = if edge.confidence == Confidence::May { " class=\"may\"" } else { "" };
    let _ = writeln!(
        text,
        "<path{may} data-from=\"{from}\" data-to=\"{to}\" stroke-width=\"{weight:.1}\" d=\"M{x1:.0} {y1:.0} C{:.0} {y1:.0} {:.0} {y2:.0} {x2:.0} {y2:.0}\"/>",
        x1 + bend,
        x2 - bend
    );
    if edge.findings > 1 {
        let (x, y) = (f64::midpoint(x1, x2), f64::midpoint(y1, y2) - 4.0);
        let _ = writeln!(text, "<text class=\"count\" x=\"{x:.0}\" y=\"{y:.0}\" text-anchor=\"middle\">{}</text>", edge.findings);
    }
}

fn draw_node(text: &mut String, placed: &Layout, number: usize, node: &Node, folder: &str) {
    // Nodes of dependencies have no line, and are outside the user's folders.
    let folder = if node.line == 0 { "" } else { folder };
    let place = placed.places[number];
    let role = match node.role {
        Role::Root => "root",
        Role::Through => "through",
        Role::Api => "api",
    };
    let tooltip = if node.module.is_empty() || node.name.starts_with(&node.module) {
        node.name.clone()
    } else {
        format!("{}, in {}{}", node.name, folder, node.place())
    };
    let _ = writeln!(
        text,
        "<g class=\"{role}\" data-node=\"{number}\" data-module=\"{module}\"><title>{tooltip}</title><rect x=\"{:.0}\" y=\"{:.0}\" width=\"{:.0}\" height=\"{:.0}\"/><text x=\"{:.0}\" y=\"{:.0}\">{}</text></g>",
        place.x,
        place.y,
        place.width,
        place.height,
        place.x + 8.0,
        place.y + place.height / 2.0 + 4.0,
        escaped(&cut(&node.name)),
        module = escaped(&node.module),
        tooltip = escaped(&tooltip),
    );
}

/// Cuts the beginning of a long name: the end tells more.
fn cut(name: &str) -> String {
    let count = name.chars().count();
    if count <= LONGEST {
        return name.to_owned();
    }
    let tail: String = name.chars().skip(count + 1 - LONGEST).collect();
    format!("…{tail}")
}

/// Text for XML and HTML, in content and in attributes.
pub(super) fn escaped(text: &str) -> String {
    escape::line(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}
