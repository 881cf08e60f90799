//! Code in modules for tests that are compiled without `cfg(test)`, and that nothing outside of such modules is seen to run: a test harness or the
//! expansion of a macro calls it.

use super::Tasks;
use super::follows::for_each_follower;
use super::graph::{Kind, Node};
use super::reach::Start;
use super::states::State;
use crate::diagnostics::TaskKind;
use crate::names::{CrateStore, DefId};

/// Names of modules with support for tests.
const TEST_MODULES: [&str; 10] =
    ["test", "tests", "testing", "testkit", "test_kit", "test_util", "test_utils", "test_helpers", "test_support", "testutils"];

impl Tasks {
    /// Whether the code of a body is only there for tests, judged by the names of modules.
    pub(super) fn supports_tests(&self, store: &CrateStore<'_>, body: usize) -> bool {
        let def = self.graph.outlines[body].def;
        is_in_test_module(store, def) && {
            let live = self.live.get_or_init(|| self.find_live(store));
            self.graph.code(def).is_some_and(|node| !live[node as usize])
        }
    }

    /// By node, whether code outside of modules for tests may run it, or a root that a fn itself declares.
    fn find_live(&self, store: &CrateStore<'_>) -> Vec<bool> {
        let graph = &self.graph;
        let is_live = |node: &Node| match &graph.nodes[*node as usize] {
            Kind::Unit(body, _) => {
                let outline = &graph.outlines[*body];
                let declares = self.entries[*body].as_ref().is_some_and(|entry| entry.kind.is_some() && entry.state != State::Test);
                declares || !outline.in_test && !is_in_test_module(store, outline.def)
            }
            Kind::Through(_) | Kind::Weak(_) | Kind::Server => false,
        };
        let mut open: Vec<Node> = (0..graph.nodes.len()).filter_map(|node| Node::try_from(node).ok()).filter(is_live).collect();
        let is_root = |start: &&Start| match start.root {
            Some(root) => {
                let home = graph.home(self.places[root as usize]);
                self.roots[root as usize].kind == TaskKind::Handler || !is_in_test_module(store, home)
            }
            // It is unknown which code passes it on.
            None => true,
        };
        open.extend(self.begin.starts.iter().filter(|start| start.state != State::Test).filter(is_root).map(|start| start.node));
        let mut live = vec![false; graph.nodes.len()];
        while let Some(node) = open.pop() {
            if !std::mem::replace(&mut live[node as usize], true) {
                for_each_follower(graph, node, &mut |next| open.push(next));
            }
        }
        live
    }
}

fn is_in_test_module(store: &CrateStore<'_>, def: DefId) -> bool {
    let modules = store.module_path(store.module_of(def));
    modules.iter().skip(1).any(|name| TEST_MODULES.contains(&name.as_str()))
}
