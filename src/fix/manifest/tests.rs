use super::*;

const TOKIO: Wanted<'_> = Wanted { name: "tokio", package: "tokio", kind: DependencyKind::Normal, feature: "fs" };

fn apply(text: &str, edits: &[Replacement]) -> String {
    let mut after = text.to_owned();
    for edit in edits.iter().rev() {
        after.replace_range(edit.range.clone(), &edit.text);
    }
    after
}

/// The package's manifest after adding the feature. Adding it again must change nothing.
fn added_for(own: &str, wanted: Wanted<'_>) -> Result<String, Refusal> {
    let change = add_feature(own, None, wanted)?;
    let after = apply(own, &change.edits);
    let again = add_feature(&after, None, wanted).expect("it is declared still");
    assert_eq!(again, Change { place: change.place, edits: Vec::new() }, "{after}");
    Ok(after)
}

fn added(own: &str) -> String {
    added_for(own, TOKIO).expect("it is declared")
}

#[test]
fn a_version_becomes_a_table() {
    assert_eq!(
        added("[dependencies]\ntokio = '1.4' # why\nserde = \"1\"\n"),
        "[dependencies]\ntokio = { version = '1.4', features = [\"fs\"] } # why\nserde = \"1\"\n"
    );
    assert_eq!(added("dependencies.tokio = \"1\""), "dependencies.tokio = { version = \"1\", features = [\"fs\"] }");
    assert_eq!(added("dependencies = { tokio = \"1\" }"), "dependencies = { tokio = { version = \"1\", features = [\"fs\"] } }");
}

#[test]
fn inline_tables_get_a_key() {
    let after = |entry: &str| added(&format!("[dependencies]\ntokio = {entry}\n")).lines().nth(1).expect("a line")[8..].to_owned();
    assert_eq!(after("{ version = \"1\" }"), "{ version = \"1\", features = [\"fs\"] }");
    assert_eq!(after("{version=\"1\",optional=true}"), "{version=\"1\",optional=true, features = [\"fs\"]}");
    assert_eq!(
        after("{ path = \"../tokio\", default-features = false } # x"),
        "{ path = \"../tokio\", default-features = false, features = [\"fs\"] } # x"
    );
    assert_eq!(after("{}"), "{ features = [\"fs\"] }");
}

#[test]
fn lists_on_one_line_grow() {
    let after = |list: &str| added(&format!("[dependencies]\ntokio = {{ version = \"1\", features = {list} }}\n"));
    for (list, expected) in [("[]", "[\"fs\"]"), ("[\"rt\"]", "[\"rt\", \"fs\"]"), ("[ \"rt\", \"net\", ]", "[ \"rt\", \"net\", \"fs\", ]")]
    {
        assert!(after(list).contains(&format!("features = {expected} }}")), "{}", after(list));
    }
}

#[test]
fn lists_on_lines_get_a_line_and_keep_comments() {
    let before =
        "[dependencies]\ntokio = { version = \"1\", features = [\n    \"rt\", # a, b\n    \"net\", # for sockets\n    # the end\n] }\n";
    let after = "[dependencies]\ntokio = { version = \"1\", features = [\n    \"rt\", # a, b\n    \"net\", # for sockets\n    \"fs\",\n    # the end\n] }\n";
    assert_eq!(added(before), after);
    let before = "[dependencies.tokio]\nversion = \"1\"\nfeatures = [\n\t\"rt\" # no, comma\n]\n";
    let after = "[dependencies.tokio]\nversion = \"1\"\nfeatures = [\n\t\"rt\", # no, comma\n\t\"fs\"\n]\n";
    assert_eq!(added(before), after);
    let before = "[dependencies.tokio]\nfeatures = [\n  \"rt\"\n  , # odd\n]\n";
    let after = "[dependencies.tokio]\nfeatures = [\n  \"rt\"\n  , # odd\n  \"fs\",\n]\n";
    assert_eq!(added(before), after);
    let before = "[dependencies.tokio]\nfeatures = [\n  \"rt\"]\n";
    let after = "[dependencies.tokio]\nfeatures = [\n  \"rt\", \"fs\"]\n";
    assert_eq!(added(before), after);
    let before = "[dependencies.tokio]\nfeatures = [ # none, yet\n]\n";
    let after = "[dependencies.tokio]\nfeatures = [\"fs\" # none, yet\n]\n";
    assert_eq!(added(before), after);
}

#[test]
fn tables_get_a_line() {
    let before = "[dependencies.tokio] # head\n  version = \"1\" # pinned\n\n[features]\nx = []\n";
    let after = "[dependencies.tokio] # head\n  version = \"1\" # pinned\n  features = [\"fs\"]\n\n[features]\nx = []\n";
    assert_eq!(added(before), after);
    assert_eq!(added("[dependencies.tokio] # any\n"), "[dependencies.tokio] # any\nfeatures = [\"fs\"]\n");
    assert_eq!(added("[dependencies.tokio]\nversion = \"1\""), "[dependencies.tokio]\nversion = \"1\"\nfeatures = [\"fs\"]");
    let before = "[dependencies]\ntokio.version = \"1\"\nserde = \"1\"\n";
    let after = "[dependencies]\ntokio.version = \"1\"\ntokio.features = [\"fs\"]\nserde = \"1\"\n";
    assert_eq!(added(before), after);
    assert_eq!(
        added("dependencies . \"tokio\" . version = \"1\"\n"),
        "dependencies . \"tokio\" . version = \"1\"\ndependencies . \"tokio\" . features = [\"fs\"]\n"
    );
}

#[test]
fn line_endings_and_a_mark_at_the_start_stay() {
    let before = "\u{feff}[dependencies.tokio]\r\nversion = \"1\" # ä\r\n";
    let after = "\u{feff}[dependencies.tokio]\r\nversion = \"1\" # ä\r\nfeatures = [\"fs\"]\r\n";
    assert_eq!(added(before), after);
    let before = "[dependencies.tokio]\r\nfeatures = [\r\n  \"rt\",\r\n]\r\n";
    let after = "[dependencies.tokio]\r\nfeatures = [\r\n  \"rt\",\r\n  \"fs\",\r\n]\r\n";
    assert_eq!(added(before), after);
}

#[test]
fn an_inherited_dependency_is_edited_where_it_is_declared() {
    let root = "[workspace]\nmembers = [\"a\"]\n\n[workspace.dependencies]\ntokio = \"1\" # shared\n";
    let expected =
        "[workspace]\nmembers = [\"a\"]\n\n[workspace.dependencies]\ntokio = { version = \"1\", features = [\"fs\"] } # shared\n";
    for own in [
        "[dependencies]\ntokio.workspace = true\n",
        "[dependencies]\ntokio = { workspace = true, features = [\"rt\"] }\n",
        "[dependencies.tokio]\nworkspace = true\n",
        "[target.'cfg(unix)'.dependencies]\ntokio = { workspace = true }\n",
    ] {
        let change = add_feature(own, Some(root), TOKIO).expect("it is declared");
        assert_eq!(change.place, Place::Workspace, "{own}");
        assert_eq!(apply(root, &change.edits), expected, "{own}");
        assert_eq!(add_feature(own, Some("[workspace]\n"), TOKIO), Err(Refusal::NotInherited));
    }
}

#[test]
fn a_root_package_inherits_from_its_own_manifest() {
    let own = "[workspace.dependencies]\ntokio = { version = \"1\" }\n[dependencies]\ntokio.workspace = true\n";
    let change = add_feature(own, None, TOKIO).expect("it is declared");
    assert_eq!(change.place, Place::Workspace);
    assert!(apply(own, &change.edits).starts_with("[workspace.dependencies]\ntokio = { version = \"1\", features = [\"fs\"] }\n"));
}

#[test]
fn what_a_member_adds_for_itself_is_enough() {
    let own = "[dependencies]\ntokio = { workspace = true, features = [\"fs\"] }\n";
    let change = add_feature(own, Some("[workspace.dependencies]\ntokio = \"1\"\n"), TOKIO).expect("it is declared");
    assert_eq!(change, Change { place: Place::Package, edits: Vec::new() });
}

#[test]
fn platforms_count_only_where_nothing_holds_for_all() {
    let before = "[target.'cfg(unix)'.dependencies]\ntokio = \"1\"\n[target.\"cfg(windows)\".dependencies.tokio]\nversion = \"1\"\n";
    let after = "[target.'cfg(unix)'.dependencies]\ntokio = { version = \"1\", features = [\"fs\"] }\n[target.\"cfg(windows)\".dependencies.tokio]\nversion = \"1\"\nfeatures = [\"fs\"]\n";
    assert_eq!(added(before), after);
    let before = "[target.'cfg(unix)'.dependencies]\ntokio = \"1\"\n[dependencies]\ntokio = \"1\"\n";
    let after = "[target.'cfg(unix)'.dependencies]\ntokio = \"1\"\n[dependencies]\ntokio = { version = \"1\", features = [\"fs\"] }\n";
    assert_eq!(added(before), after);
}

#[test]
fn a_dependency_of_tests_is_of_no_use_to_a_library() {
    let own = "[dev-dependencies]\ntokio = \"1\"\n";
    assert_eq!(added_for(own, TOKIO), Err(Refusal::Undeclared));
    let in_tests = Wanted { kind: DependencyKind::Dev, ..TOKIO };
    assert_eq!(added_for(own, in_tests).expect("declared"), "[dev-dependencies]\ntokio = { version = \"1\", features = [\"fs\"] }\n");
    assert!(added_for("[dependencies]\ntokio = \"1\"\n", in_tests).is_ok(), "tests see normal dependencies");
    let both = "[dependencies]\ntokio = \"1\"\n[dev_dependencies]\ntokio = { version = \"1\" }\n";
    assert!(added_for(both, in_tests).expect("declared").starts_with("[dependencies]\ntokio = \"1\"\n"));
    assert_eq!(added_for(own, Wanted { kind: DependencyKind::Build, ..TOKIO }), Err(Refusal::Undeclared));
}

#[test]
fn renames_are_found_by_the_name_in_code() {
    let own = "[dependencies]\nrt-one = { package = \"tokio\", version = \"1\" }\ntokio = { package = \"other\", version = \"1\" }\n";
    let renamed = Wanted { name: "rt_one", ..TOKIO };
    assert!(
        added_for(own, renamed)
            .expect("declared")
            .contains("rt-one = { package = \"tokio\", version = \"1\", features = [\"fs\"] }\ntokio")
    );
    assert_eq!(added_for(own, TOKIO), Err(Refusal::OtherPackage));
    let root = "[workspace.dependencies]\ntokio = { package = \"other\", version = \"1\" }\n";
    assert_eq!(add_feature("[dependencies]\ntokio.workspace = true", Some(root), TOKIO), Err(Refusal::OtherPackage));
}

#[test]
fn what_cannot_be_edited_is_refused_by_name() {
    for (own, refusal) in [
        ("[dependencies", Refusal::Unparsed),
        ("", Refusal::Undeclared),
        ("[dependencies]\nserde = \"1\"", Refusal::Undeclared),
        ("[dependencies]\ntokio = 1", Refusal::Spelling),
        ("[dependencies]\ntokio = { features = \"fs\" }", Refusal::Spelling),
        ("[[dependencies.tokio]]\nversion = \"1\"", Refusal::Spelling),
        ("dependencies = { tokio.version = \"1\" }", Refusal::Spelling),
        ("dependencies = 3", Refusal::Undeclared),
    ] {
        assert_eq!(add_feature(own, None, TOKIO), Err(refusal), "{own}");
    }
    let odd = Wanted { feature: "f\"s\\", ..TOKIO };
    assert_eq!(add_feature("[dependencies]\ntokio = \"1\"", None, odd), Err(Refusal::Spelling));
}

proptest::proptest! {
    /// For any manifest nothing panics, and the offered edits have been checked to parse and to add the feature.
    #[test]
    fn any_text_is_survived(lines in proptest::collection::vec(proptest::sample::select(vec![
        "[dependencies]", "[dependencies.tokio]", "tokio = \"1\"", "tokio = {", "}", "features = [", "\"rt\"", ",", "]", "# ä, ]", "tokio.workspace = true",
        "[workspace.dependencies]", "tokio.version = '1'", "version = \"1\"", "\t", "[target.x.dependencies]", "tokio = { version = \"1\" }", "features = [ \"rt\", # no",
    ]), 0..12)) {
        for newline in ["\n", "\r\n", " "] {
            let own = lines.join(newline);
            if let Ok(change) = add_feature(&own, None, TOKIO) {
                let after = apply(&own, &change.edits);
                proptest::prop_assert!(after.contains("\"fs\"") , "{after}");
                proptest::prop_assert_eq!(after.matches('#').count(), own.matches('#').count());
                let again = add_feature(&after, None, TOKIO).expect("it was proven");
                proptest::prop_assert!(again.edits.is_empty());
            }
        }
    }
}
