//! Positions of nodes in a picture: in layers from left to right; a heuristic keeps crossings few.

use super::CallGraph;
use rust_sugiyama::configure::{Config, CrossingMinimization, RankingType};

/// A box, in pixels from the picture's upper left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Place {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// A picture's boxes, by the number of their nodes, and its size.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Layout {
    pub(super) places: Vec<Place>,
    pub(super) width: f64,
    pub(super) height: f64,
}

const HEIGHT: f64 = 24.0;
/// Width of a character in a 12 pixel monospaced font.
const ADVANCE: f64 = 7.3;
const MARGIN: f64 = 16.0;
const BETWEEN_LAYERS: f64 = 70.0;
const BETWEEN_ROWS: f64 = 12.0;
/// Maximum characters of a name; a longer one is cut in the picture, and whole in the tooltip.
pub(super) const LONGEST: usize = 46;

/// Lays the graph out. The same graph gives the same picture.
pub(super) fn layout(calls: &CallGraph) -> Layout {
    let config = Config {
        minimum_length: 1,
        vertex_spacing: BETWEEN_ROWS,
        dummy_vertices: true,
        dummy_size: 0.5,
        // The library's search for the shortest edges does not terminate on some graphs.
        ranking_type: RankingType::Down,
        c_minimization: CrossingMinimization::Barycenter,
        transpose: calls.nodes.len() < 200,
    };
    let index = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let vertices: Vec<(u32, (f64, f64))> = (0..calls.nodes.len()).map(|number| (index(number), (HEIGHT, HEIGHT))).collect();
    let edges: Vec<(u32, u32)> = calls.edges.keys().map(|&(from, to)| (index(from), index(to))).collect();
    let mut parts = rust_sugiyama::from_vertices_and_edges(&vertices, &edges, &config);
    for (nodes, ..) in &mut parts {
        nodes.sort_by_key(|(number, _)| *number);
    }
    parts.sort_by_key(|(nodes, ..)| nodes.first().map(|(number, _)| *number));
    assemble(calls, &parts)
}

/// A connected component: for each node its position within its layer and the layer's depth, then the component's size.
type Part = (Vec<(usize, (f64, f64))>, f64, f64);

/// Puts the connected components below each other. The library's layers go downwards; here they go to the right, each as wide as its widest box.
fn assemble(calls: &CallGraph, parts: &[Part]) -> Layout {
    let mut layout = Layout { places: vec![Place::default(); calls.nodes.len()], width: 0.0, height: MARGIN };
    for (nodes, ..) in parts {
        let mut layers: Vec<f64> = nodes.iter().map(|(_, (_, depth))| *depth).collect();
        layers.sort_by(f64::total_cmp);
        layers.dedup_by(|a, b| (*a - *b).abs() < 1.0);
        let layer = |depth: f64| layers.iter().position(|other| (other - depth).abs() < 1.0).unwrap_or(0);
        let mut widths = vec![0.0_f64; layers.len()];
        for (number, (_, depth)) in nodes {
            let width = &mut widths[layer(*depth)];
            *width = width.max(width_of(&calls.nodes[*number].name));
        }
        let top = nodes.iter().map(|(_, (across, _))| *across).fold(f64::INFINITY, f64::min);
        let mut bottom = layout.height;
        for (number, (across, depth)) in nodes {
            let layer = layer(*depth);
            let x = MARGIN + widths[..layer].iter().map(|width| width + BETWEEN_LAYERS).sum::<f64>();
            let y = layout.height + across - top;
            let place = Place { x, y, width: width_of(&calls.nodes[*number].name), height: HEIGHT };
            bottom = bottom.max(y + HEIGHT);
            layout.width = layout.width.max(x + place.width + MARGIN);
            layout.places[*number] = place;
        }
        layout.height = bottom + MARGIN;
    }
    layout
}

fn width_of(name: &str) -> f64 {
    let chars = u32::try_from(name.chars().count().min(LONGEST)).unwrap_or(u32::MAX);
    f64::from(chars) * ADVANCE + 16.0
}
