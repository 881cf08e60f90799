use super::super::outcome::{End, FixOptions, Plan, Reason, Tree};
use super::super::rounds::plan;
use super::super::select::Trust;
use super::{calls, edit, finding, fix, report};
use crate::diagnostics::{Applicability, Cost, Edit, Finding, Fix, Form, Level, Report};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Arc;

/// The test linter's findings in one file.
type Lint<'a> = &'a dyn Fn(&str, &str) -> Vec<Finding>;

struct Made<'a> {
    files: BTreeMap<String, Arc<str>>,
    lint: Lint<'a>,
    checks: RefCell<usize>,
}

impl<'a> Made<'a> {
    fn new(files: &[(&str, &str)], lint: Lint<'a>) -> Self {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), Arc::from(*text))).collect();
        Self { files, lint, checks: RefCell::default() }
    }

    fn plan(&self, trust: Trust) -> Plan {
        let start = self.check(&BTreeMap::new()).expect("it cannot fail");
        plan(self, start, &FixOptions { trust, wants: &|finding| finding.lint != "unwanted" }).expect("it cannot fail")
    }
}

impl Tree for Made<'_> {
    type Error = Infallible;

    fn text(&self, path: &str) -> Result<Arc<str>, String> {
        self.files.get(path).cloned().ok_or_else(|| "does not exist".to_owned())
    }

    fn below(&self, path: &str) -> Vec<Arc<str>> {
        self.files.iter().filter(|(other, _)| *other != path).map(|(_, text)| Arc::clone(text)).collect()
    }

    fn check(&self, texts: &BTreeMap<String, Arc<str>>) -> Result<Report, Infallible> {
        *self.checks.borrow_mut() += 1;
        let mut now = self.files.clone();
        now.extend(texts.clone());
        let findings = now.iter().flat_map(|(path, text)| (self.lint)(path, text)).collect();
        Ok(report(findings, now))
    }
}

/// `blocks_x()` is a finding of lint `x`. Its fix replaces the name by the result of `with`, in one edit.
fn replacing<'a>(with: impl Fn(&str) -> Option<String> + 'a) -> impl Fn(&str, &str) -> Vec<Finding> + 'a {
    move |path, text| {
        let found = calls(text, "blocks_").map(|(at, what)| {
            let end = at + "blocks_".len() + what.len();
            let fixes = with(what).map(|new| fix(Applicability::Safe, &format!("fix {what}"), vec![edit(path, at, end, &new)]));
            finding(what, path, text, at, fixes.into_iter().collect())
        });
        found.collect()
    }
}

fn text_of<'a>(plan: &'a Plan, path: &str) -> &'a str {
    plan.changes.iter().find(|change| change.path == path).map_or("", |change| &change.after)
}

#[test]
fn everything_that_can_be_fixed_is_in_one_round() {
    let lint = replacing(|what| (what != "c").then(|| format!("waits_{what}")));
    let tree = Made::new(
        &[("a.rs", "// ä\nfn f() { blocks_a(); blocks_c(); blocks_b(); }\n"), ("b.rs", "fn g() { blocks_a(); }\n"), ("c.rs", "")],
        &lint,
    );
    let plan = tree.plan(Trust::Safe);
    assert_eq!(text_of(&plan, "a.rs"), "// ä\nfn f() { waits_a(); blocks_c(); waits_b(); }\n");
    assert_eq!(text_of(&plan, "b.rs"), "fn g() { waits_a(); }\n");
    assert_eq!(plan.changes.len(), 2);
    assert_eq!(plan.fixed, BTreeMap::from([("a".to_owned(), 2), ("b".to_owned(), 1)]));
    assert_eq!((plan.report.findings.len(), plan.dropped.len(), plan.end), (1, 0, End::Fixpoint));
    assert_eq!(*tree.checks.borrow(), 2, "the first, and one over the result");
}

#[test]
fn a_second_time_changes_nothing() {
    let lint = replacing(|what| Some(format!("waits_{what}")));
    let tree = Made::new(&[("a.rs", "fn f() { blocks_a(); }")], &lint);
    let again = Made {
        files: tree.files.keys().map(|path| (path.clone(), text_of(&tree.plan(Trust::Safe), path).into())).collect(),
        ..Made::new(&[], &lint)
    };
    assert!(again.plan(Trust::Safe).changes.is_empty());
}

#[test]
fn overlapping_fixes_go_in_rounds() {
    // Each fix removes one level from the front, and claims the whole expression.
    let lint = |path: &str, text: &str| {
        let found = calls(text, "blocks_").map(|(at, what)| {
            let edits =
                vec![edit(path, at, at + "blocks_".len(), "waits_"), edit(path, text.len() - 3, text.len() - 3, &format!("/*{what}*/"))];
            finding(what, path, text, at, vec![fix(Applicability::Safe, what, edits)])
        });
        found.collect()
    };
    let tree = Made::new(&[("a.rs", "fn f() { blocks_a(blocks_b(blocks_c())); }\n")], &lint);
    let plan = tree.plan(Trust::Safe);
    assert!(text_of(&plan, "a.rs").starts_with("fn f() { waits_a(waits_b(waits_c()))"), "{plan:?}");
    assert_eq!(*tree.checks.borrow(), 4);
}

#[test]
fn only_what_is_wanted_and_trusted() {
    let lint = |path: &str, text: &str| {
        let found = calls(text, "blocks_").map(|(at, what)| {
            let trust = if what == "risky" { Applicability::Unsafe } else { Applicability::Safe };
            finding(what, path, text, at, vec![fix(trust, what, vec![edit(path, at, at + 6, "waits")])])
        });
        found.collect()
    };
    let tree = Made::new(&[("a.rs", "fn f() { blocks_unwanted(); blocks_risky(); blocks_x(); }")], &lint);
    assert_eq!(text_of(&tree.plan(Trust::Safe), "a.rs"), "fn f() { blocks_unwanted(); blocks_risky(); waits_x(); }");
    assert_eq!(text_of(&tree.plan(Trust::Unsafe), "a.rs"), "fn f() { blocks_unwanted(); waits_risky(); waits_x(); }");
}

/// One bad fix among good ones is dropped with its reason, and the good ones are applied.
fn one_is_dropped(with: impl Fn(&str) -> Option<String>, expected: &str, reason: &Reason) {
    let lint = replacing(with);
    let tree = Made::new(&[("a.rs", "fn f() { blocks_a(); blocks_bad(); blocks_b(); }\n"), ("b.rs", "fn g() { blocks_a(); }\n")], &lint);
    let plan = tree.plan(Trust::Safe);
    assert_eq!(text_of(&plan, "a.rs"), expected, "{plan:?}");
    assert_eq!(text_of(&plan, "b.rs"), "fn g() { waits_a(); }\n");
    let dropped: Vec<_> = plan.dropped.iter().map(|one| (one.path.as_str(), one.line, one.lint.as_str(), &one.reason)).collect();
    assert_eq!(dropped, [("a.rs", 1, "bad", reason)]);
    assert!(*tree.checks.borrow() < 8, "{}", tree.checks.borrow());
}

#[test]
fn a_fix_that_breaks_the_file_is_dropped() {
    let with = |what: &str| Some(if what == "bad" { "{".to_owned() } else { format!("waits_{what}") });
    one_is_dropped(with, "fn f() { waits_a(); blocks_bad(); waits_b(); }\n", &Reason::Unparsed);
}

#[test]
fn a_fix_without_effect_is_dropped() {
    let with = |what: &str| Some(if what == "bad" { "twice(), blocks_bad".to_owned() } else { format!("waits_{what}") });
    // A list of statements would not parse, so the test uses an argument list.
    let lint = replacing(with);
    let tree = Made::new(&[("a.rs", "fn f() { g(blocks_bad(), blocks_a()); }\n")], &lint);
    let plan = tree.plan(Trust::Safe);
    assert_eq!(text_of(&plan, "a.rs"), "fn f() { g(blocks_bad(), waits_a()); }\n");
    assert_eq!(plan.dropped[0].reason, Reason::WithoutEffect);
}

#[test]
fn a_fix_that_brings_a_finding_is_dropped() {
    let with = |what: &str| match what {
        "bad" => Some("blocks_worse".to_owned()),
        "worse" => None,
        _ => Some(format!("waits_{what}")),
    };
    one_is_dropped(with, "fn f() { waits_a(); blocks_bad(); waits_b(); }\n", &Reason::NewFinding { lint: "worse".to_owned() });
}

#[test]
fn a_finding_far_away_is_traced_to_its_fix() {
    // Fixing `bad` makes every caller in the other file a finding.
    let lint = |path: &str, text: &str| {
        let mut found = replacing(|what| Some(format!("waits_{what}")))(path, text);
        if text.contains("waits_bad") {
            found.push(finding("far", "z.rs", "fn z() {}", 3, Vec::new()));
        }
        found
    };
    let tree = Made::new(&[("a.rs", "fn f() { blocks_a(); blocks_bad(); blocks_b(); blocks_c(); blocks_d(); blocks_e(); }\n")], &lint);
    let plan = tree.plan(Trust::Safe);
    assert_eq!(text_of(&plan, "a.rs"), "fn f() { waits_a(); blocks_bad(); waits_b(); waits_c(); waits_d(); waits_e(); }\n");
    assert_eq!(plan.dropped.len(), 1);
    assert_eq!(plan.dropped[0].reason, Reason::NewFinding { lint: "far".to_owned() });
    assert!(*tree.checks.borrow() < 12, "{}", tree.checks.borrow());
}

#[test]
fn the_next_best_fix_is_tried_when_the_best_fails() {
    let lint = |path: &str, text: &str| {
        let found = calls(text, "blocks_").map(|(at, what)| {
            let name = |title: &str, new: &str| fix(Applicability::Safe, title, vec![edit(path, at, at + 6, new)]);
            finding(what, path, text, at, vec![name("best", "{"), name("second", "waits")])
        });
        found.collect()
    };
    let tree = Made::new(&[("a.rs", "fn f() { blocks_a(); }")], &lint);
    assert_eq!(text_of(&tree.plan(Trust::Safe), "a.rs"), "fn f() { waits_a(); }");
}

#[test]
fn hostile_edits_are_refused_and_the_rest_is_made() {
    let lint = |path: &str, text: &str| {
        let found = calls(text, "blocks_").map(|(at, what)| {
            let edits: Vec<Edit> = match what {
                "a" => vec![edit(path, 3, 999, "x")],
                "b" => vec![edit(path, 9, 2, "x")],
                "c" => vec![edit(path, 4, 5, "x")],
                "d" => vec![edit("../../etc/passwd", 0, 0, "x")],
                "e" => vec![edit(path, at, at + 6, "x"), edit(path, at + 1, at + 2, "y")],
                _ => vec![edit(path, at, at + 6, "waits")],
            };
            finding(what, path, text, at, vec![fix(Applicability::Safe, what, edits)])
        });
        found.collect()
    };
    let text = "// ä\nfn f() { blocks_a(); blocks_b(); blocks_c(); blocks_d(); blocks_e(); blocks_f(); }";
    let plan = Made::new(&[("a.rs", text)], &lint).plan(Trust::Safe);
    assert_eq!(text_of(&plan, "a.rs"), text.replace("blocks_f", "waits_f"));
    assert_eq!(plan.dropped.len(), 5);
    assert!(
        plan.dropped.iter().any(|one| one.reason == Reason::Untouchable { path: "../../etc/passwd".into(), why: "does not exist".into() })
    );
}

#[test]
fn a_manifest_and_the_code_change_together() {
    let lint = |path: &str, text: &str| {
        let found = calls(text, "blocks_").map(|(at, what)| {
            let toml = "[features]\n";
            let new = if what == "odd" { "x = [" } else { "x = []\n" };
            let edits = vec![edit(path, at, at + 6, "waits"), edit("Cargo.toml", toml.len(), toml.len(), new)];
            Some(finding(what, path, text, at, vec![fix(Applicability::Safe, what, edits)]))
        });
        found.flatten().collect()
    };
    let files = [("Cargo.toml", "[features]\n"), ("a.rs", "fn f() { blocks_odd(); blocks_a(); }"), ("b.rs", "fn g() { blocks_b(); }")];
    let plan = Made::new(&files, &lint).plan(Trust::Safe);
    assert_eq!(text_of(&plan, "Cargo.toml"), "[features]\nx = []\n", "{plan:?}");
    assert_eq!(text_of(&plan, "a.rs"), "fn f() { blocks_odd(); waits_a(); }");
    assert_eq!(plan.together.len(), 2, "a shared manifest does not tie files together: {:?}", plan.together);
}

#[test]
fn files_of_one_fix_belong_together() {
    let lint = |path: &str, text: &str| {
        let found = calls(text, "blocks_").map(|(at, what)| {
            let edits = vec![edit(path, at, at + 6, "waits"), edit(what, 0, 0, "// called\n")];
            finding(what, path, text, at, vec![fix(Applicability::Safe, what, edits)])
        });
        found.collect()
    };
    let plan =
        Made::new(&[("a.rs", "fn f() { blocks_b.rs(); }"), ("b.rs", ""), ("c.rs", "fn f() { blocks_d.rs(); }"), ("d.rs", "")], &lint)
            .plan(Trust::Safe);
    let groups: Vec<Vec<&str>> = plan.together.iter().map(|group| group.iter().map(String::as_str).collect()).collect();
    assert_eq!(groups, [["a.rs", "b.rs"], ["c.rs", "d.rs"]]);
}

#[test]
fn a_linter_that_never_ends_is_given_up_on() {
    // Each fix moves the finding on under another name, without end: the engine sees one finding gone and one that is not new.
    let lint = |path: &str, text: &str| {
        let number: usize = calls(text, "blocks_").next().and_then(|(_, what)| what.parse().ok()).unwrap_or(0);
        let at = text.find("blocks_").unwrap_or(0);
        let left = 150 - number.min(150);
        let end = at + "blocks_".len() + number.to_string().len();
        let one: Fix = fix(Applicability::Safe, "on", vec![edit(path, at, end, &format!("blocks_{}", number + 1))]);
        (0..left).map(|nth| finding("x", path, text, at + nth % 2, if nth == 0 { vec![one.clone()] } else { Vec::new() })).collect()
    };
    let tree = Made::new(&[("a.rs", "fn f() { blocks_0(); }")], &lint);
    let plan = tree.plan(Trust::Safe);
    assert!(*tree.checks.borrow() <= 101, "{}", tree.checks.borrow());
    assert!(plan.end == End::GaveUp || !plan.dropped.is_empty());
}

#[test]
fn what_is_in_an_offload_is_not_changed_with_it() {
    let lint = |path: &str, text: &str| {
        let mut found = replacing(|what| Some(format!("waits_{what}")))(path, text);
        for one in &mut found {
            if one.lint == "all" {
                let at = one.start.offset as usize;
                let end = text.len() - 2;
                one.fixes = vec![Fix {
                    form: Form::Offload,
                    ..fix(
                        Applicability::Safe,
                        "offload",
                        vec![edit(path, at, at + "blocks_all".len(), "offloads"), edit(path, end, end, " ")],
                    )
                }];
            }
            // Inside the closure there is no finding any more.
            if text.contains("offloads") {
                one.fixes.clear();
            }
        }
        found.retain(|_| !text.contains("offloads"));
        found
    };
    let plan = Made::new(&[("a.rs", "fn f() { blocks_all(|| blocks_a()); }\n")], &lint).plan(Trust::Safe);
    assert_eq!(text_of(&plan, "a.rs"), "fn f() { offloads(|| blocks_a());  }\n");
}

#[test]
fn an_import_goes_with_the_last_use_of_it() {
    let lint = |path: &str, text: &str| {
        let found = calls(text, "block::").map(|(at, what)| {
            let fixes =
                if what == "stays" { Vec::new() } else { vec![fix(Applicability::Safe, what, vec![edit(path, at, at + 5, "wait")])] };
            finding(what, path, text, at, fixes)
        });
        found.collect()
    };
    let files = [
        ("a.rs", "use std::{block, io};\n\nfn f() { block::a(); block::b(); io::c(); }\n"),
        ("b.rs", "use std::block;\n\nfn g() { block::a(); block::stays(); }\n"),
        ("c.rs", "use std::block;\n\nfn h() { block::a(); }\n"),
    ];
    let plan = Made::new(&files, &lint).plan(Trust::Safe);
    assert_eq!(text_of(&plan, "a.rs"), "use std::io;\n\nfn f() { wait::a(); wait::b(); io::c(); }\n");
    assert_eq!(text_of(&plan, "b.rs"), "use std::block;\n\nfn g() { wait::a(); block::stays(); }\n");
    assert_eq!(text_of(&plan, "c.rs"), "\nfn h() { wait::a(); }\n");
    // A module below uses names from this file.
    let files = [("a.rs", "use std::block;\n\nfn f() { block::a(); }\n"), ("a/b.rs", "use super::*;\nfn g() { block::stays(); }\n")];
    let plan = Made::new(&files, &lint).plan(Trust::Safe);
    assert_eq!(text_of(&plan, "a.rs"), "use std::block;\n\nfn f() { wait::a(); }\n");
}

#[test]
fn a_note_that_says_what_is_left_is_no_obstacle_to_a_fix_that_was_asked_for() {
    let leaving = |applicability: Applicability, cost: Cost| {
        move |path: &str, text: &str| {
            let blocking = calls(text, "blocks_").map(|(at, what)| {
                let edits = vec![edit(path, at, at + "blocks_".len(), "leaves_")];
                finding(what, path, text, at, vec![fix(applicability, what, edits)])
            });
            let left =
                calls(text, "leaves_").map(|(at, _)| Finding { level: Level::Note, cost, ..finding("left", path, text, at, Vec::new()) });
            blocking.chain(left).collect::<Vec<_>>()
        }
    };
    let planned =
        |applicability, cost| Made::new(&[("a.rs", "fn f() { blocks_a(); }\n")], &leaving(applicability, cost)).plan(Trust::Unsafe);
    assert_eq!(text_of(&planned(Applicability::Unsafe, Cost::Lock), "a.rs"), "fn f() { leaves_a(); }\n");
    // A safe fix must leave no note, and no fix may leave a costly finding.
    for plan in [planned(Applicability::Safe, Cost::Lock), planned(Applicability::Unsafe, Cost::Disk)] {
        assert!(plan.changes.is_empty() && matches!(plan.dropped[0].reason, Reason::NewFinding { .. }), "{plan:?}");
    }
}

#[test]
fn a_stall_is_no_obstacle_to_a_fix_of_what_panics() {
    let turned = |before: Cost, after: Cost| {
        move |path: &str, text: &str| {
            let blocking = calls(text, "blocks_").map(|(at, what)| {
                let edits = vec![edit(path, at, at + "blocks_".len(), "leaves_")];
                Finding { cost: before, ..finding(what, path, text, at, vec![fix(Applicability::Safe, what, edits)]) }
            });
            let left = calls(text, "leaves_").map(|(at, _)| Finding { cost: after, ..finding("left", path, text, at, Vec::new()) });
            blocking.chain(left).collect::<Vec<_>>()
        }
    };
    let planned = |before, after| Made::new(&[("a.rs", "fn f() { blocks_a(); }\n")], &turned(before, after)).plan(Trust::Safe);
    assert_eq!(text_of(&planned(Cost::Panics, Cost::Disk), "a.rs"), "fn f() { leaves_a(); }\n");
    for plan in [planned(Cost::Disk, Cost::Disk), planned(Cost::Panics, Cost::Panics)] {
        assert!(plan.changes.is_empty(), "{plan:?}");
    }
}
