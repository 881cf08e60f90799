//! Serves reports from files. Four handlers do nearly the same: two of them stop every other request on their thread while they do it, and so
//! does a task that sweeps in the background. What is read before anything is served stalls nobody.

mod reports;

use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::routing::{get, post};
use std::error::Error;
use std::time::Duration;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let address = address().await;
    tokio::spawn(sweep());
    let app = Router::new()
        .route("/direct/{name}", get(direct))
        .route("/helper/{name}", get(through_a_helper))
        .route("/offloaded/{name}", get(offloaded))
        .route("/native/{name}", get(native))
        .route("/publish/{name}", post(publish));
    let listener = tokio::net::TcpListener::bind(&address).await?;
    axum::serve(listener, app).await
}

/// Stalls nobody: it is read before anything is spawned or served.
async fn address() -> String {
    std::fs::read_to_string("address").unwrap_or_else(|_| "127.0.0.1:3000".to_owned())
}

/// Blocks in a task of its own: every request that its thread would have served meanwhile waits.
async fn sweep() {
    loop {
        tokio::time::sleep(Duration::from_secs(60)).await;
        let _ = std::fs::remove_dir_all("drafts");
    }
}

/// Blocks: the file is read on the executor's own thread.
async fn direct(Path(name): Path<String>) -> Result<String, StatusCode> {
    std::fs::read_to_string(reports::path(&name)).map_err(|_| StatusCode::NOT_FOUND)
}

/// Blocks as well: it awaits a fn that calls a sync fn that reads the file.
async fn through_a_helper(Path(name): Path<String>) -> Result<String, StatusCode> {
    page(name).await.map_err(|_| StatusCode::NOT_FOUND)
}

async fn page(name: String) -> Result<String, Box<dyn Error + Send + Sync>> {
    let report = reports::load(&name)?;
    Ok(report.body)
}

/// Fine: the same helper, on a thread that is there for waiting.
async fn offloaded(Path(name): Path<String>) -> Result<String, StatusCode> {
    let report = tokio::task::spawn_blocking(move || reports::load(&name)).await;
    match report {
        Ok(Ok(report)) => Ok(report.body),
        Ok(Err(_)) => Err(StatusCode::NOT_FOUND),
        Err(_) => Err(StatusCode::INTERNAL_SERVER_ERROR),
    }
}

/// Fine: the runtime's own file API.
async fn native(Path(name): Path<String>) -> Result<String, StatusCode> {
    tokio::fs::read_to_string(reports::path(&name)).await.map_err(|_| StatusCode::NOT_FOUND)
}

/// Waits for another program, then for a second to pass, and nobody else on this thread gets to do anything.
async fn publish(Path(name): Path<String>) -> Result<&'static str, StatusCode> {
    let mut command = std::process::Command::new("rsync");
    command.arg(reports::path(&name)).arg("mirror:/reports");
    let status = command.status().map_err(|_| StatusCode::BAD_GATEWAY)?;
    std::thread::sleep(Duration::from_secs(1));
    if status.success() { Ok("published") } else { Err(StatusCode::BAD_GATEWAY) }
}
