//! `async-lint.toml` and other configurations: the effect of each key, which of several files wins, and how mistakes are shown.

use crate::support;
use async_lint::CheckOptions;
use async_lint::diagnostics::Level;
use std::path::Path;
use tempfile::TempDir;

const MANIFEST: &str = "[package]\nname = \"demo\"\nversion = \"0.1.0\"\nedition = \"2021\"\n";

/// Code with findings of several lints.
const CODE: &str = "\
pub fn load() -> Vec<u8> {
    std::fs::read(\"a\").unwrap_or_default()
}

pub async fn serve(path: &std::path::Path) {
    std::thread::sleep(std::time::Duration::from_secs(1));
    load();
    path.exists();
    println!(\"served\");
}
";

/// A package with `CODE` and `files`.
fn package(files: &[(&str, &str)]) -> TempDir {
    let folder = support::folder();
    support::write(folder.path(), &[("Cargo.toml", MANIFEST), ("src/lib.rs", CODE)]);
    support::write(folder.path(), files);
    folder
}

/// `path:line lint level` of each finding.
fn found_with(options: &CheckOptions) -> Vec<String> {
    let word = |level| match level {
        Level::Deny => "deny",
        Level::Warn => "warn",
        Level::Note => "note",
        Level::Allow => "allow",
    };
    let findings = support::check(options).findings;
    findings.iter().map(|finding| format!("{}:{} {} {}", finding.path, finding.start.line, finding.lint, word(finding.level))).collect()
}

fn found(folder: &Path) -> Vec<String> {
    found_with(&support::options(folder))
}

/// The findings of `CODE` with this configuration, without the path.
fn with(config: &str) -> Vec<String> {
    let folder = package(&[("async-lint.toml", config)]);
    found(folder.path()).iter().map(|line| line.trim_start_matches("src/lib.rs:").to_owned()).collect()
}

const SLEEP: &str = "6 blocking-sleep warn";
const LOAD: &str = "7 blocking-file warn";
const EXISTS: &str = "8 metadata-probe note";

#[test]
fn without_configuration() {
    assert_eq!(with(""), [SLEEP, LOAD, EXISTS]);
}

#[test]
fn lints_are_selected_ignored_and_given_levels() {
    assert_eq!(with("select = [\"blocking-sleep\"]"), [SLEEP]);
    assert_eq!(with("ignore = [\"blocking-sleep\", \"metadata-probe\"]"), [LOAD]);
    assert_eq!(with("min-level = \"warn\""), [SLEEP, LOAD]);
    assert_eq!(with("[levels]\nblocking-sleep = \"allow\"\nmetadata-probe = \"deny\""), [LOAD, "8 metadata-probe deny"]);
    let all = with("levels = { blocking = \"note\", blocking-sleep = \"deny\", blocking-stdout = \"warn\" }");
    assert_eq!(all, ["6 blocking-sleep deny", "7 blocking-file note", "8 metadata-probe note", "9 blocking-stdout warn"]);
}

#[test]
fn the_command_line_wins() {
    let folder = package(&[(
        "async-lint.toml",
        "ignore = [\"blocking-sleep\"]\nmin-level = \"deny\"\n[levels]\nblocking-file = \"deny\"\nmetadata-probe = \"allow\"",
    )]);
    let options = support::options(folder.path());
    assert_eq!(found_with(&options), ["src/lib.rs:7 blocking-file deny"]);
    let lowest = CheckOptions { min_level: Some(Level::Note), ..options.clone() };
    assert_eq!(found_with(&lowest), ["src/lib.rs:7 blocking-file deny"]);
    let named = CheckOptions { select: vec!["blocking-sleep".into(), "metadata-probe".into()], ..lowest.clone() };
    assert_eq!(found_with(&named), ["src/lib.rs:6 blocking-sleep warn", "src/lib.rs:8 metadata-probe note"]);
    let ignored = CheckOptions { ignore: vec!["blocking".into()], ..lowest };
    assert_eq!(found_with(&ignored), [""; 0]);
}

#[test]
fn fns_are_cut_and_marked() {
    assert_eq!(with("nonblocking = [\"crate::load\"]"), [SLEEP, EXISTS]);
    assert_eq!(with("nonblocking = [{ path = \"demo::load\", reason = \"it is a cache\" }]"), [SLEEP, EXISTS]);
    assert_eq!(with("nonblocking = [\"std::thread::sleep\"]"), [LOAD, EXISTS]);
    let marked = with("blocking = [{ path = \"crate::load\", lint = \"blocking-socket\", why = \"asks the server\", cost = \"network\" }]");
    assert_eq!(marked, [SLEEP, "7 blocking-socket warn", EXISTS]);
    assert_eq!(with("blocking = [\"crate::load\"]"), [SLEEP, "7 marked-blocking warn", EXISTS]);
    // Neither source nor signatures of the crate are available.
    let code = "pub async fn f() { far_away::printer::print(1); }\n";
    let manifest = format!("{MANIFEST}[dependencies]\nfar-away = \"1\"\n");
    let config = "blocking = [{ path = \"far_away::printer::print\", why = \"waits for paper\" }]";
    let folder = package(&[("src/lib.rs", code), ("Cargo.toml", &manifest), ("async-lint.toml", config)]);
    assert_eq!(found(folder.path()), ["src/lib.rs:1 marked-blocking warn"]);
    let report = support::check(&support::options(folder.path()));
    assert_eq!(report.findings[0].why, "it waits for paper");
}

#[test]
fn startup_fns_are_lowered() {
    let code = "pub async fn boot() { std::thread::sleep(d); }\n";
    let folder = package(&[("src/lib.rs", code), ("async-lint.toml", "startup-fns = [\"crate::boot\"]")]);
    assert_eq!(found(folder.path()), ["src/lib.rs:1 blocking-sleep note"]);
}

#[test]
fn paths_are_excluded_and_overridden() {
    let files =
        [("src/bin/tool.rs", "#[tokio::main]\nasync fn main() {}\nasync fn f() { std::thread::sleep(d); }\n"), ("src/gen/a.rs", CODE)];
    let run = |config: &str| {
        let folder = package(&files);
        support::write(folder.path(), &[("async-lint.toml", config)]);
        found(folder.path()).into_iter().filter(|line| !line.starts_with("src/lib.rs")).collect::<Vec<_>>()
    };
    assert_eq!(run("").len(), 4);
    for exclude in ["src/gen", "src/gen/", "./src/gen/**", "**/gen/*.rs", "src/gen/a.rs"] {
        assert_eq!(run(&format!("exclude = [\"{exclude}\"]")), ["src/bin/tool.rs:3 blocking-sleep warn"], "{exclude}");
    }
    let config = "exclude = [\"src/gen\"]\n[levels]\nblocking-sleep = \"deny\"\n[[override]]\npaths = [\"src/bin/**\"]\n";
    assert_eq!(run(&format!("{config}levels = {{ blocking-sleep = \"note\" }}")), ["src/bin/tool.rs:3 blocking-sleep note"]);
    assert_eq!(run(&format!("{config}ignore = [\"blocking-sleep\"]")), [""; 0]);
    let later = "levels = { blocking = \"note\" }\n[[override]]\npaths = [\"**/tool.rs\"]\nlevels = { blocking = \"warn\" }";
    assert_eq!(run(&format!("{config}{later}")), ["src/bin/tool.rs:3 blocking-sleep warn"]);
}

#[test]
fn tests_are_shown() {
    let code = "#[cfg(test)]\nmod tests {\n    async fn f() { std::thread::sleep(d); }\n}\n";
    let folder = package(&[("src/lib.rs", code)]);
    assert_eq!(found(folder.path()), [""; 0]);
    support::write(folder.path(), &[("async-lint.toml", "tests = true")]);
    assert_eq!(found(folder.path()), ["src/lib.rs:3 blocking-sleep warn"]);
}

#[test]
fn the_package_s_file_wins_over_the_workspace_s() {
    let folder = support::folder();
    let workspace = "[workspace]\nmembers = [\"a\", \"b\"]\n[workspace.metadata.async-lint]\nignore = [\"metadata-probe\"]\n\
        nonblocking = [\"b::load\"]\n[workspace.metadata.async-lint.levels]\nblocking-sleep = \"note\"\nblocking-file = \"deny\"\n";
    support::write(
        folder.path(),
        &[
            ("Cargo.toml", workspace),
            ("a/Cargo.toml", "[package]\nname = \"a\"\n"),
            ("a/src/lib.rs", CODE),
            ("a/async-lint.toml", "[levels]\nblocking = \"warn\"\n"),
            ("b/Cargo.toml", "[package]\nname = \"b\"\n[package.metadata.async-lint]\nselect = [\"blocking\"]\n"),
            ("b/src/lib.rs", CODE),
        ],
    );
    let expected = ["a/src/lib.rs:6 blocking-sleep warn", "a/src/lib.rs:7 blocking-file warn"];
    let of_b = ["b/src/lib.rs:6 blocking-sleep note", "b/src/lib.rs:8 metadata-probe note"];
    assert_eq!(found(folder.path()), [expected, of_b].concat());
    let from_within = CheckOptions { current_dir: folder.path().join("a"), ..support::options(folder.path()) };
    assert_eq!(found_with(&from_within), expected.map(|line| line.trim_start_matches("a/")));
    // The file of `--config` applies to all packages.
    support::write(folder.path(), &[("other.toml", "select = [\"blocking-sleep\"]")]);
    let named = CheckOptions { config: Some("other.toml".into()), ..support::options(folder.path()) };
    assert_eq!(found_with(&named), ["a/src/lib.rs:6 blocking-sleep warn", "b/src/lib.rs:6 blocking-sleep warn"]);
}

#[test]
fn loose_files_have_what_lies_in_their_folder_or_the_current_one() {
    let folder = support::folder();
    support::write(folder.path(), &[("x/a.rs", CODE), ("async-lint.toml", "select = [\"blocking-sleep\"]")]);
    assert_eq!(found(folder.path()), ["x/a.rs:6 blocking-sleep warn"]);
    let options = CheckOptions { paths: vec!["x/a.rs".into()], ..support::options(folder.path()) };
    assert_eq!(found_with(&options), ["x/a.rs:6 blocking-sleep warn"]);
}

const LINT: &str = "\
group = \"house\"\nlevel = \"warn\"\ncost = \"network\"\nsummary = \"the billing service is asked in async code\"\n\
why = \"It answers when it likes.\"\nadvice = \"Ask it in `spawn_blocking`.\"\nbad = \"x\"\ngood = \"x\"\n";

#[test]
fn users_bring_rules_of_their_own() {
    let code = "pub async fn f() {\n    billing::ask();\n    billing::pay();\n    billing::later(|| std::thread::sleep(d));\n}\n";
    let manifest = format!("{MANIFEST}[dependencies]\nbilling = \"1\"\n");
    let config = "rules = [\"lint-rules/\"]\n[[api]]\npaths = [\"billing::pay\"]\nlint = \"billing-call\"\nwhy = \"pays\"\n\
        [[taker]]\npaths = [\"billing::later\"]\nruns = \"offloaded\"\n[levels]\nhouse = \"deny\"\n";
    let apis = "crate = \"billing\"\n[[api]]\npaths = [\"billing::ask\"]\nlint = \"billing-call\"\nwhy = \"asks\"\n";
    let stub = "pub fn ask() {}\npub fn pay() {}\npub fn later<F: FnOnce()>(f: F) {}\n";
    let folder = package(&[
        ("Cargo.toml", &manifest),
        ("src/lib.rs", code),
        ("async-lint.toml", config),
        ("lint-rules/lints/billing-call.toml", LINT),
        ("lint-rules/apis/billing.toml", apis),
        ("lint-rules/stubs/billing.rs", stub),
    ]);
    assert_eq!(found(folder.path()), ["src/lib.rs:2 billing-call deny", "src/lib.rs:3 billing-call deny"]);
}

/// The stderr of `check`; expects exit code 2.
fn refused(files: &[(&str, &str)]) -> String {
    let folder = package(files);
    let output = support::tool(folder.path()).arg("check").output().expect("it runs");
    let said = String::from_utf8(output.stderr).expect("it is UTF-8");
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(output.stdout.is_empty());
    said
}

#[test]
fn mistakes_are_shown_where_they_stand() {
    let cases: [(&str, &str); 15] = [
        ("an unknown key", "levls = { blocking-sleep = \"warn\" }"),
        ("an unknown lint", "[levels]\nblocking-slep = \"warn\""),
        ("an unknown lint in a list", "select = [\"blocking\",\n  \"quux\"]"),
        ("an unknown level", "[levels]\nblocking-sleep = \"wran\""),
        ("nothing is hidden below allow", "min-level = \"allow\""),
        ("a wrong type", "tests = \"yes\""),
        ("no name of a fn", "offload-fn = \"crate::run\""),
        ("no path", "nonblocking = [\"crate::a b\"]"),
        ("no crate", "blocking = [{ path = \"load\" }]"),
        ("an unknown key of an entry", "blocking = [{ path = \"crate::load\", lnt = \"x\" }]"),
        ("an unknown lint of an entry", "blocking = [\"crate::a\", { path = \"crate::load\", lint = \"blocking-slep\" }]"),
        ("no glob", "exclude = [\"src\", \"a[\"]"),
        ("an override without paths", "[[override]]\nlevels = { all = \"note\" }"),
        ("no folder", "rules = [\"nowhere\"]"),
        ("an entry that is not in the schema", "[[api]]\npaths = [\"a::b\"]\nlint = \"blocking-sleep\"\nwhy = \"Sleeps.\""),
    ];
    let mut all = String::new();
    for (what, config) in cases {
        all = format!("{all}# {what}\n{}\n", refused(&[("async-lint.toml", config)]));
    }
    insta::assert_snapshot!("config_mistakes", all);
}

#[test]
fn mistakes_in_a_manifest_are_shown_there() {
    let table = |keys: &str| format!("{MANIFEST}\n[package.metadata.async-lint]\n{keys}\n");
    let mut all = refused(&[("Cargo.toml", &table("exclud = []"))]);
    all += &refused(&[("Cargo.toml", &table("ignore = [\"blocking-slep\"]"))]);
    all += &refused(&[("Cargo.toml", &table("ignore = []")), ("async-lint.toml", "")]);
    let api = "[[package.metadata.async-lint.api]]\npaths = [\"a::b\"]\nlint = \"quux\"\nwhy = \"sleeps\"";
    all += &refused(&[("Cargo.toml", &table(api))]);
    insta::assert_snapshot!("config_mistakes_in_a_manifest", all);
    // The table of another tool may contain anything.
    let folder = package(&[("Cargo.toml", &format!("{MANIFEST}\n[package.metadata.other]\nasync-lint = 3\n"))]);
    assert_eq!(found(folder.path()).len(), 3);
}

#[test]
fn rules_outside_the_workspace_are_read_only_for_a_file_that_the_user_named() {
    let said = refused(&[("async-lint.toml", "rules = [\"..\"]")]);
    assert!(said.contains("`..` is outside the workspace"), "{said}");
    let folder = support::folder();
    support::write(folder.path(), &[("p/Cargo.toml", MANIFEST), ("p/src/lib.rs", CODE), ("house/lints/billing-call.toml", LINT)]);
    support::write(folder.path(), &[("p/named.toml", "rules = [\"../house\"]\nselect = [\"billing-call\"]")]);
    let mut options = support::options(&folder.path().join("p"));
    options.config = Some("named.toml".into());
    assert_eq!(found_with(&options), [""; 0]);
}

#[test]
fn the_effective_configuration_is_shown_with_its_origins() {
    let folder = support::folder();
    let workspace = "[workspace]\nmembers = [\"a\", \"b\"]\n\n[workspace.metadata.async-lint]\nignore = [\"metadata-probe\"]\nmin-level = \"warn\"\n\n\
        [workspace.metadata.async-lint.levels]\nblocking-sleep = \"note\"\n";
    support::write(
        folder.path(),
        &[
            ("Cargo.toml", workspace),
            ("a/Cargo.toml", "[package]\nname = \"a\"\n"),
            ("a/src/lib.rs", CODE),
            ("a/async-lint.toml", "tests = true\nnonblocking = [\"crate::load\"]\n\n[levels]\nblocking = \"warn\"\n"),
            ("b/Cargo.toml", "[package]\nname = \"b\"\n[package.metadata.async-lint]\nselect = [\"blocking\"]\n"),
            ("b/src/lib.rs", CODE),
        ],
    );
    let run = |args: &[&str]| {
        let output = support::tool(folder.path()).args(args).output().expect("it runs");
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("it is UTF-8")
    };
    insta::assert_snapshot!("config_effective", run(&["config"]));
    assert_eq!(run(&["config", "a", "b/src/lib.rs"]), run(&["config"]));
}

#[test]
fn rules_of_the_user_are_listed_and_explained() {
    let files = [("async-lint.toml", "rules = [\"house\"]"), ("house/lints/billing-call.toml", LINT)];
    let folder = package(&files);
    let say = |args: &[&str]| {
        let output = support::tool(folder.path()).args(args).output().expect("it runs");
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("it is UTF-8")
    };
    assert!(say(&["rules"]).contains("billing-call"));
    assert!(say(&["explain", "billing-call"]).contains("It answers when it likes."));
    assert!(say(&["check", "--format", "sarif", "--exit-zero"]).contains("billing-call"));
    support::write(folder.path(), &[("other.toml", "")]);
    assert!(!say(&["rules", "--config", "other.toml"]).contains("billing-call"));
}

#[test]
fn the_schema_knows_every_key() {
    let folder = support::folder();
    let output = support::tool(folder.path()).args(["config", "--schema"]).output().expect("it runs");
    assert_eq!(output.status.code(), Some(0));
    let schema: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    assert_eq!(schema["additionalProperties"], false);
    let error = toml::from_str::<async_lint::config::ConfigFile>("no-such-key = 1").expect_err("there is no such key");
    let mut keys: Vec<&str> = error.message().split('`').skip(3).step_by(2).collect();
    let mut properties: Vec<&str> = schema["properties"].as_object().expect("it has properties").keys().map(String::as_str).collect();
    keys.sort_unstable();
    properties.sort_unstable();
    assert_eq!(properties, keys);
    assert!(
        schema["properties"].as_object().expect("it is a table").values().all(|key| key["description"].is_string()),
        "each is described"
    );
    // A path, or a table.
    let blocking = schema["properties"]["blocking"]["items"]["$ref"].as_str().and_then(|name| schema.pointer(&name[1..]));
    let forms = blocking.and_then(|blocking| blocking["anyOf"].as_array()).map_or(0, Vec::len);
    assert_eq!(forms, 2, "{blocking:?}");
}

#[test]
fn fixes_add_the_offload_fn_that_is_allowed() {
    let root = "mod jobs;\n\nasync fn one() {\n    std::fs::remove_dir_all(\"a\").unwrap();\n}\n\n\
                #[tokio::main]\nasync fn main() {\n    tokio::spawn(one());\n    jobs::two().await;\n}\n";
    let jobs = "pub async fn two() {\n    slow();\n    tokio::task::yield_now().await;\n    slow();\n}\n\n\
                fn slow() {\n    std::thread::sleep(std::time::Duration::from_secs(1));\n}\n";
    let fixed = |config: &str, root: &str| {
        let manifest =
            "[package]\nname = \"demo\"\nedition = \"2024\"\n[dependencies]\ntokio = { version = \"1\", features = [\"full\"] }\n";
        let folder = support::folder();
        let files = [("Cargo.toml", manifest), ("async-lint.toml", config), ("src/main.rs", root), ("src/jobs.rs", jobs)];
        support::write(folder.path(), &files);
        let mut tool = support::tool(folder.path());
        let output = tool.args(["check", "--fix", "--no-deps", "--no-cache", "--allow-no-vcs"]).output().expect("it runs");
        let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).expect("it is there");
        (read("src/main.rs"), read("src/jobs.rs"), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (root_after, jobs_after, said) = fixed("offload-fn = \"run_blocking\"\n", root);
    let added = "    tokio::task::spawn_blocking(work)\n        .await\n        \
                 .unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()))\n}\n";
    assert!(root_after.ends_with(added), "{root_after}{said}");
    assert_eq!(root_after.matches("resume_unwind").count(), 1, "{root_after}");
    assert_eq!(jobs_after.matches("    crate::run_blocking(slow).await;\n").count(), 2, "{jobs_after}");
    let taken = format!("{root}\nfn run_blocking() {{}}\n");
    let (root_after, jobs_after, _) = fixed("offload-fn = \"run_blocking\"\n", &taken);
    assert!(root_after.ends_with("\nfn run_blocking() {}\n") && jobs_after.matches("resume_unwind").count() == 2, "{jobs_after}");
    let (_, jobs_after, _) = fixed("", root);
    assert_eq!(jobs_after.matches("tokio::task::spawn_blocking(slow)\n").count(), 2, "{jobs_after}");
}
