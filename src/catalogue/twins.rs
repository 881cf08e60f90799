//! Async code that takes the place of blocking clients, with the brace lists of its paths expanded.

use super::contexts::expanded;
use super::schema::{AsyncConnection, AsyncRequest, AsyncTwin, ContextsFile, RequestClient, RequestStep};

/// What can take the place of blocking clients.
#[derive(Clone, Debug, Default)]
pub struct Twins {
    /// Clients with an async twin in the same package.
    pub clients: Vec<AsyncTwin>,
    /// Connections whose client makes async ones as well.
    pub connections: Vec<AsyncConnection>,
    /// Requests that the async client of another package makes too.
    pub requests: Vec<AsyncRequest>,
}

impl Twins {
    /// Adds those of a file.
    pub(super) fn extend(&mut self, file: &ContextsFile) {
        self.clients.extend(file.async_twin.iter().map(|twin| AsyncTwin {
            same: expanded(&twin.same).collect(),
            limits: expanded(&twin.limits).collect(),
            ..twin.clone()
        }));
        self.connections.extend(file.async_connection.iter().cloned());
        let steps = |list: &[RequestStep]| -> Vec<RequestStep> {
            list.iter().map(|step| RequestStep { paths: expanded(&step.paths).collect(), ..step.clone() }).collect()
        };
        self.requests.extend(file.async_request.iter().map(|request| AsyncRequest {
            starts: steps(&request.starts),
            steps: steps(&request.steps),
            client: request.client.as_ref().map(|client| RequestClient {
                methods: expanded(&client.methods).collect(),
                makers: steps(&client.makers),
                ..client.clone()
            }),
            ..request.clone()
        }));
    }
}
