//! Smaller graphs: one node per file, or only the call paths through one file.

use super::{CallGraph, Node, Role};
use indexmap::IndexMap;

impl CallGraph {
    /// The same call paths with one node for each file or dependency; API nodes stay.
    pub(super) fn by_module(&self) -> Self {
        let mut collapsed = Self { folder: self.folder.clone(), ..Self::default() };
        let mut numbers: IndexMap<Node, usize> = IndexMap::new();
        let mut fns: Vec<usize> = Vec::new();
        let map: Vec<usize> = self
            .nodes
            .iter()
            .map(|node| {
                let merged = match node.role {
                    Role::Api => node.clone(),
                    role => Node { role, name: String::new(), module: node.module.clone(), line: 0 },
                };
                let next = numbers.len();
                let number = *numbers.entry(merged).or_insert(next);
                if number == fns.len() {
                    fns.push(0);
                }
                fns[number] += 1;
                number
            })
            .collect();
        for (node, count) in numbers.into_keys().zip(fns) {
            let name = match node.role {
                Role::Api => node.name,
                _ if count == 1 => format!("{} (1 fn)", node.module),
                _ => format!("{} ({count} fns)", node.module),
            };
            collapsed.nodes.push(Node { name, ..node });
        }
        for (&(from, to), &edge) in &self.edges {
            if map[from] != map[to] {
                collapsed.count(map[from], map[to], edge);
            }
        }
        collapsed
    }

    /// The call paths through a file or dependency: its nodes with all their predecessors and successors.
    pub(super) fn through(&self, module: &str) -> Self {
        let seeds: Vec<usize> = (0..self.nodes.len()).filter(|&node| self.nodes[node].module == module).collect();
        let mut keep = vec![false; self.nodes.len()];
        for forward in [true, false] {
            let mut open = seeds.clone();
            let mut seen = vec![false; self.nodes.len()];
            while let Some(at) = open.pop() {
                if std::mem::replace(&mut seen[at], true) {
                    continue;
                }
                keep[at] = true;
                let steps = self.edges.keys().filter_map(|&(from, to)| {
                    let (here, there) = if forward { (from, to) } else { (to, from) };
                    (here == at).then_some(there)
                });
                open.extend(steps);
            }
        }
        let mut part = Self { folder: self.folder.clone(), ..Self::default() };
        let mut numbers = vec![usize::MAX; self.nodes.len()];
        for (number, node) in self.nodes.iter().enumerate().filter(|(number, _)| keep[*number]) {
            numbers[number] = part.nodes.len();
            part.nodes.push(node.clone());
        }
        for (&(from, to), &edge) in &self.edges {
            if keep[from] && keep[to] {
                part.count(numbers[from], numbers[to], edge);
            }
        }
        part
    }
}
