//! The clause about who runs the code of a finding, and who waits.

use crate::support;
use async_lint::check;

/// The clause for the only finding on the line that contains this text.
fn clause(files: &[(&str, &str)], text: &str) -> String {
    let folder = support::folder();
    support::write(folder.path(), files);
    let report = check(&support::options(folder.path()), &async_lint::Silent).expect("the run succeeds");
    let (path, code) = files.iter().find(|(_, code)| code.contains(text)).expect("the text is there");
    let line = code.lines().position(|line| line.contains(text)).expect("the line is there") + 1;
    let mut here = report.findings.iter().filter(|finding| finding.path == *path && finding.start.line as usize == line);
    let finding = here.next().unwrap_or_else(|| panic!("nothing is found at {path}:{line}"));
    finding.stalled.clone()
}

const MANIFEST: (&str, &str) =
    ("Cargo.toml", "[package]\nname = \"a\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dependencies]\ntokio = \"1\"\naxum = \"0.8\"\n");

#[test]
fn public_async_fns_without_callers() {
    let code = "
pub async fn load() { std::fs::read(\"load\").unwrap(); }
pub async fn called() { std::fs::read(\"called\").unwrap(); }
pub async fn outer() { called().await; }
async fn private() { std::fs::read(\"private\").unwrap(); }
pub async fn proven() { std::fs::read(\"proven\").unwrap(); }
pub fn passed() -> impl Future { drop(tokio::spawn(held())); held() }
pub async fn held() { std::fs::read(\"held\").unwrap(); }
pub async fn inside() { keep(async { std::fs::read(\"inside\").unwrap(); }); }
fn keep<F>(_: F) {}
#[cfg(test)]
mod tests { #[tokio::test] async fn test() { super::proven().await; } }
";
    let clause = |text| clause(&[MANIFEST, ("src/lib.rs", code)], text);
    assert_eq!(
        clause("\"load\""),
        "runs in `load`, a `pub async fn` that no fn of this workspace is seen to call: whoever awaits it is stalled"
    );
    assert_eq!(
        clause("\"proven\""),
        "runs in `proven`, a `pub async fn` that only tests are seen to call in this workspace: whoever awaits it is stalled"
    );
    assert_eq!((clause("\"called\""), clause("\"private\"")), (String::new(), String::new()));
    assert_eq!(clause("\"inside\""), "");
    assert_eq!(clause("\"held\""), "runs in the task of `held` (src/lib.rs:7)");
}

#[test]
fn shutdown_signals() {
    let code = "
async fn stop() { tokio::signal::ctrl_c().await.unwrap(); std::fs::write(\"stop\", \"\").unwrap(); }
async fn show() {}
#[tokio::main]
async fn main() {
    let app = axum::Router::new().route(\"/\", axum::routing::get(show));
    let listener = tokio::net::TcpListener::bind(\"a\").await.unwrap();
    axum::serve(listener, app).with_graceful_shutdown(stop()).await.unwrap();
}
";
    let said = clause(&[MANIFEST, ("src/main.rs", code)], "\"stop\"");
    assert_eq!(
        said,
        "runs in the shutdown signal of a server, `stop` (src/main.rs:8); the requests in progress wait for it; once in the life of the process"
    );
}

#[test]
fn tasks_of_spawning_fns_are_those_of_their_calls() {
    let code = "
fn spawn<F: Future<Output = ()> + Send + 'static>(future: F) { tokio::spawn(future); }
async fn work() { std::fs::read(\"work\").unwrap(); }
#[tokio::main]
async fn main() {
    spawn(work());
    spawn(async {});
}
";
    let said = clause(&[MANIFEST, ("src/main.rs", code)], "\"work\"");
    assert_eq!(said, "runs in the task of `work` (src/main.rs:6); another task shares its runtime");
}

#[test]
fn tasks_of_other_runtimes_are_not_counted() {
    let jobs = "
    let jobs = tokio::runtime::Runtime::new().unwrap();
    std::thread::spawn(move || loop {
        jobs.spawn(work());
        jobs.spawn(other());
        std::thread::park();
    });";
    let program = |start: &str| {
        format!(
            "
async fn work() {{ std::fs::read(\"work\").unwrap(); }}
async fn other() {{}}
async fn show() {{ std::fs::read(\"show\").unwrap(); }}
async fn list() {{}}
#[tokio::main]
async fn main() {{ {start}
    let app = axum::Router::new().route(\"/show\", axum::routing::get(show)).route(\"/list\", axum::routing::get(list));
    let listener = tokio::net::TcpListener::bind(\"a\").await.unwrap();
    axum::serve(listener, app).await.unwrap();
}}
"
        )
    };
    let kept = program(jobs);
    let said = clause(&[MANIFEST, ("src/main.rs", &kept)], "\"work\"");
    assert_eq!(said, "runs in the task of `work` (src/main.rs:10); another task shares its runtime");
    let said = clause(&[MANIFEST, ("src/main.rs", &kept)], "\"show\"");
    assert_eq!(said, "runs in the handler `GET /show` (src/main.rs:4); another task shares its runtime");
    // What a fn that is not seen gets may be the runtime of anything.
    let given = program(&format!("{} elsewhere::keep(&jobs);", jobs.replace("move ||", "||")));
    let said = clause(&[MANIFEST, ("src/main.rs", &given)], "\"show\"");
    assert_eq!(said, "runs in the handler `GET /show` (src/main.rs:4); 3 other tasks share its runtime");
    // Tasks of the same runtime.
    let around = program("tokio::spawn(work()); tokio::spawn(other());");
    let said = clause(&[MANIFEST, ("src/main.rs", &around)], "\"show\"");
    assert_eq!(said, "runs in the handler `GET /show` (src/main.rs:4); 3 other tasks share its runtime");
}
