//! Advice that needs features which are off, and what a run says about code that it does not see.

use crate::support;

const CODE: &str = "pub async fn connect() { let _ = std::net::TcpStream::connect(\"a:1\"); }
pub async fn wait() { std::thread::sleep(std::time::Duration::from_secs(1)); }
#[tokio::main(flavor = \"current_thread\")]
async fn main() { tokio::spawn(connect()); tokio::spawn(wait()); }
";

/// The advice of the findings, with these features of tokio.
fn advice(features: &str) -> Vec<String> {
    let folder = support::folder();
    let manifest = format!(
        "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\n[dependencies]\ntokio = {{ version = \"1\", features = [{features}] }}\n"
    );
    support::write(folder.path(), &[("Cargo.toml", &manifest), ("src/main.rs", CODE)]);
    support::check(&support::options(folder.path())).findings.into_iter().map(|finding| finding.help).collect()
}

#[test]
fn advice_names_the_features_that_are_off() {
    let with = |features: &str| advice(features).into_iter().filter(|help| help.contains("tokio::net")).collect::<Vec<_>>();
    let off = with("\"rt\", \"macros\", \"time\"");
    assert!(off.len() == 1 && off[0].ends_with("; it needs the feature `net` of tokio, which is off"), "{off:?}");
    let on = with("\"rt\", \"macros\", \"time\", \"net\"");
    assert!(on.len() == 1 && !on[0].contains("feature"), "{on:?}");
    let full = with("\"full\"");
    assert!(full.len() == 1 && !full[0].contains("feature"), "{full:?}");
    let other = advice("\"rt\", \"macros\", \"time\"");
    assert!(other.iter().filter(|help| help.contains("feature")).count() == 1, "{other:?}");
}

#[test]
fn a_pool_of_another_crate_needs_no_feature() {
    let folder = support::folder();
    let manifest = "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\n[dependencies]\nactix-web = \"4\"\ntokio = { version = \"1\", features = [\"sync\"] }\n";
    let code =
        "#[actix_web::get(\"/\")]\npub async fn wait() -> String { let run = std::thread::spawn(|| 1); run.join().unwrap().to_string() }\n";
    support::write(folder.path(), &[("Cargo.toml", manifest), ("src/lib.rs", code)]);
    let found = support::check(&support::options(folder.path())).findings;
    assert!(found.iter().any(|finding| finding.help.contains("actix_web::rt::task::spawn_blocking")), "{found:?}");
    assert!(found.iter().all(|finding| !finding.help.contains("feature")), "{found:?}");
}

/// The places of which a run says that their code is generated.
fn generated(files: &[(&str, &str)]) -> Vec<String> {
    let folder = support::folder();
    let manifest = "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2021\"\n";
    support::write(folder.path(), &[("Cargo.toml", manifest)]);
    support::write(folder.path(), files);
    support::check(&support::options(folder.path())).summary.generated
}

#[test]
fn generated_code_is_named() {
    let by_build = "mod made {\n    include!(concat!(env!(\"OUT_DIR\"), \"/made.rs\"));\n}\n";
    assert_eq!(generated(&[("src/lib.rs", by_build)]), ["src/lib.rs:2"]);
    let twice = format!("{by_build}include!(concat!(env!(\"OUT_DIR\"), \"/more.rs\"));\n");
    assert_eq!(generated(&[("src/lib.rs", &twice)]), ["src/lib.rs:2", "src/lib.rs:4"]);
    // A file that is there is read.
    assert!(generated(&[("src/lib.rs", "include!(\"made.rs\");\n"), ("src/made.rs", "pub fn f() {}\n")]).is_empty());
    let in_tests = format!("#[cfg(test)]\n{by_build}");
    assert!(generated(&[("src/lib.rs", &in_tests)]).is_empty());
    // Data and texts are no code.
    let data = "pub const A: &str = include_str!(concat!(env!(\"OUT_DIR\"), \"/a.txt\"));\n";
    assert!(generated(&[("src/lib.rs", data)]).is_empty());
}

#[test]
fn generated_code_is_named_in_the_summary() {
    let folder = support::folder();
    support::write(folder.path(), &[("src/lib.rs", "include!(concat!(env!(\"OUT_DIR\"), \"/made.rs\"));\n")]);
    let output = support::tool(folder.path()).args(["check", "src/lib.rs"]).output().expect("it runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("code that a build script generates is not read (it is included at `src/lib.rs:1`)"), "{said}");
}
