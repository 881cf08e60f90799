//! Graphs of the sample report, and of hostile reports.

use super::*;
use crate::report::tests::samples;
use proptest::prelude::*;

fn drawn(report: &Report, format: GraphFormat, collapse: Collapse) -> String {
    let mut out = Vec::new();
    write(report, format, collapse, &mut out).expect("a Vec takes everything");
    String::from_utf8(out).expect("the text is UTF-8")
}

#[test]
fn the_sample_is_drawn_as_text() {
    insta::assert_snapshot!("calls_dot", drawn(&samples::shop(), GraphFormat::Dot, Collapse::Never));
    insta::assert_snapshot!("calls_dot_by_file", drawn(&samples::shop(), GraphFormat::Dot, Collapse::Always));
}

#[test]
fn pictures_hold_every_node_once() {
    let report = samples::shop();
    let calls = CallGraph::of(&report.findings);
    assert!(calls.nodes.len() > 3, "the sample has chains");
    let svg = drawn(&report, GraphFormat::Svg, Collapse::Never);
    assert_eq!(svg.matches("data-node=").count(), calls.nodes.len());
    assert_eq!(svg.matches("<path").count(), calls.edges.len());
    let page = drawn(&report, GraphFormat::Html, Collapse::Auto);
    for file in ["handler.rs", "store.rs"] {
        assert!(page.contains(&format!("<details data-module=\"{file}\">")), "{file} can be unfolded");
    }
    assert!(!page.contains("http-equiv=\"refresh\"") && !page.contains("src=\"http"), "nothing comes from outside");
}

#[test]
fn nothing_found_is_said() {
    let report = Report { findings: Vec::new(), ..samples::shop() };
    assert!(drawn(&report, GraphFormat::Svg, Collapse::Auto).contains("no call path leads"));
}

#[test]
fn files_of_dependencies_are_one() {
    let own = BTreeSet::from(["app"]);
    assert!(is_own("app/src/main.rs", &own) && is_own("app-1.0.0/src/main.rs", &BTreeSet::from(["app-1.0.0"])));
    assert!(is_own("util/src/lib.rs", &own), "a package of the workspace without findings of its own");
    assert!(is_own("my-crate/src/v-1.rs", &own) && is_own("/elsewhere/src/lib.rs", &own));
    assert!(!is_own("moka-0.12.10/src/sync/cache.rs", &own));
}

#[test]
fn what_all_paths_begin_with_is_said_once() {
    let folder = |files: &[&str]| common_folder(files.iter().copied());
    assert_eq!(folder(&["crates/a/src/x.rs", "crates/a/src/y/z.rs"]), "crates/a/src/");
    assert_eq!(folder(&["crates/a/src/x.rs", "crates/ab/src/x.rs"]), "crates/");
    assert_eq!(folder(&["/r/a.rs", "/s/a.rs"]), "/");
    assert_eq!(folder(&["a.rs", "src/b.rs"]), "");
    assert_eq!(folder(&[]), "");
    let page = drawn(&samples::shop(), GraphFormat::Html, Collapse::Never);
    assert!(page.contains("The files are those in <code>src/</code>") && page.contains("store.rs:3"), "{page}");
}

#[test]
fn a_folder_of_the_user_s_may_be_named_like_a_dependency() {
    let mut report = samples::shop();
    for finding in &mut report.findings {
        finding.path.insert_str(0, "shop-1.0.0/");
        finding.via.iter_mut().for_each(|hop| hop.path.insert_str(0, "shop-1.0.0/"));
    }
    let modules: BTreeSet<String> = CallGraph::of(&report.findings).nodes.into_iter().map(|node| node.module).collect();
    assert!(modules.contains("src/store.rs") && !modules.contains("shop-1.0.0"), "{modules:?}");
}

/// A graph with these edges; node `n` is in file `n / 10`.
fn graph(edges: &[(usize, usize)]) -> CallGraph {
    let count = edges.iter().flat_map(|&(a, b)| [a, b]).max().map_or(0, |max| max + 1);
    let nodes =
        (0..count).map(|n| Node { role: Role::Through, name: format!("f{n}"), module: format!("m{}.rs", n / 10), line: 0 }).collect();
    let mut calls = CallGraph { nodes, ..CallGraph::default() };
    for &(a, b) in edges.iter().filter(|(a, b)| a != b) {
        calls.count(a, b, Edge { findings: 1, level: Level::Warn, confidence: Confidence::Certain });
    }
    calls
}

#[test]
fn cycles_and_many_nodes_are_laid_out() {
    let cycle = graph(&[(0, 1), (1, 2), (2, 0), (2, 3)]);
    assert_eq!(layout::layout(&cycle).places.len(), 4);
    let many: Vec<(usize, usize)> = (1..400).map(|n| (n / 3, n)).collect();
    let placed = layout::layout(&graph(&many));
    let mut corners: Vec<_> = placed.places.iter().map(|place| format!("{:.0} {:.0}", place.x, place.y)).collect();
    corners.sort_unstable();
    corners.dedup();
    assert_eq!(corners.len(), 400, "no box covers another");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_graph_has_one_picture(edges in proptest::collection::vec((0_usize..24, 0_usize..24), 0..50)) {
        let calls = graph(&edges);
        prop_assert_eq!(layout::layout(&calls), layout::layout(&calls));
        let collapsed = calls.by_module();
        prop_assert!(collapsed.nodes.len() <= calls.nodes.len());
        prop_assert!(collapsed.edges.keys().all(|(from, to)| from != to));
        layout::layout(&collapsed);
    }

    #[test]
    fn names_never_become_markup(name in "\\PC{0,40}", file in "[\\x00-\\x7f]{0,20}") {
        let mut report = samples::shop();
        for finding in &mut report.findings {
            finding.context.name.clone_from(&name);
            finding.path.clone_from(&file);
        }
        let svg = drawn(&report, GraphFormat::Svg, Collapse::Never);
        let mut reader = quick_xml::Reader::from_str(&svg);
        loop {
            match reader.read_event() {
                Ok(quick_xml::events::Event::Eof) => break,
                Ok(_) => {}
                Err(error) => prop_assert!(false, "{error} in {svg}"),
            }
        }
        let page = drawn(&report, GraphFormat::Html, Collapse::Auto);
        prop_assert_eq!(page.matches("<script").count(), 1);
        let clean = |text: &str| !text.chars().any(|c| c.is_control() && c != '\n');
        prop_assert!(clean(&page) && clean(&svg));
    }
}
