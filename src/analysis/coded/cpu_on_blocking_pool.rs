//! CPU-bound work on the blocking pool without a limit on how many jobs run at a time.

use super::CodedLint;
use super::site::{Found, Remark, Site};
use crate::catalogue::Role;
use crate::diagnostics::Cost;
use crate::facts::ExprId;

/// The lint for waiting on a pool with as many threads as there are cores.
const LIMITED: &str = "parallel-join";

pub(super) const LINT: CodedLint = CodedLint { ids: &["cpu-on-blocking-pool"], replaces: &[], find };

fn find(site: &Site<'_>) -> Vec<Found> {
    if site.playing(Role::Permit).next().is_some() {
        return Vec::new();
    }
    site.playing(Role::BlockingPool).filter(|call| site.is_async(*call)).filter_map(|call| found(site, call)).collect()
}

fn found(site: &Site<'_>, call: ExprId) -> Option<Found> {
    let work = site.closures(call).into_iter().flat_map(|closure| site.inside(closure)).find_map(|id| cpu_work(site, id))?;
    let path = site.called(call);
    Some(Found {
        lint: "cpu-on-blocking-pool",
        span: site.view.name_span(call),
        place: site.place(call),
        message: format!("`{work}` on the blocking pool, with no limit on how many run at a time"),
        help: "take a permit of a `tokio::sync::Semaphore` with as many permits as cores, or give it to a rayon pool".to_owned(),
        remark: Remark {
            subject: path,
            why: "the pool has hundreds of threads, made for waiting: when they all compute, they compete with the executor for the cores"
                .to_owned(),
            level: None,
        },
    })
}

/// The API that an expression calls, if it is CPU-bound and its pool is not limited.
fn cpu_work<'a>(site: &Site<'a>, id: ExprId) -> Option<&'a str> {
    let entry = site.view.catalogue.api(site.view.api(id)?);
    let is_limited = site.view.catalogue.lint_at(entry.lint).id == LIMITED;
    (entry.cost == Cost::Cpu && !is_limited).then_some(entry.path.as_str())
}
