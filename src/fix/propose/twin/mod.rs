//! Blocking clients whose package has an async twin: the twin takes the place of the client and of all that comes from it, and the calls that
//! wait are awaited. `one_fn.rs` does it where the client stays in one fn, `package.rs` in a whole package. `connection.rs` is about clients that
//! make connections of both kinds, `request.rs` about requests that another package makes, and `kept.rs` about values that make such requests.

mod client;
pub(super) mod connection;
pub(super) mod kept;
mod names;
pub(super) mod one_fn;
pub(super) mod package;
pub(super) mod request;

use super::code::scene::Scene;
use super::draft::Draft;
use super::runtime::{self, Needs};
use super::{Input, replace};
use crate::catalogue::AsyncTwin;
use crate::diagnostics::Guard;

/// What a fix needs of the package with the async client.
struct Package<'a> {
    name: &'a str,
    features: &'a [&'a str],
    /// The first release that has the client.
    since: Option<&'a str>,
}

/// The name in code of the crate with the async client.
fn head(input: &Input<'_>, scene: &Scene<'_>, package: &Package<'_>, draft: &mut Draft) -> Result<String, Guard> {
    let runtimes = (input.runtimes)(scene.def.krate);
    if runtimes.first().is_none_or(|runtime| runtime != "tokio") {
        return Err(Guard::NoRuntime);
    }
    let used = (input.crate_use)(scene.def.krate, package.name);
    let needs = Needs {
        package: package.name,
        features: package.features,
        since: package.since,
        is_driver_certain: (input.is_driver_certain)(scene.def.krate),
        is_named: runtime::is_named(scene, used.as_ref()),
        contexts: input.catalogue.contexts(),
    };
    runtime::crate_name(needs, used.as_ref(), replace::home(scene), draft).ok_or(Guard::NoRuntime)
}

impl<'a> Package<'a> {
    /// The package of a client and its twin.
    fn of(twin: &'a AsyncTwin) -> Self {
        Self { name: &twin.package, features: &[], since: twin.since.as_deref() }
    }
}
