//! Waits until what was written is also served, so that the next command sees it. A service acknowledges a write when it is
//! durable; its index follows a moment later.

use loopbaanbrug_proto::v1::ListRequest;

use super::{
    connection::{Connection, with_deadline},
    invocation::{Invocation, Place},
};

/// Longest wait, in milliseconds. A large feed may take longer: then that is said, and the write stands all the same.
pub(super) const SERVED_WAIT_MS: u64 = 10_000;

/// Waits until `revision` is served. Over a data directory there is nothing to wait for: the next command waits when it begins.
pub(super) async fn until_served(invocation: &Invocation, connection: &Connection, revision: u64) {
    if matches!(invocation.place, Place::Data(_)) || revision == 0 {
        return;
    }
    let asked = ListRequest { at_least_revision: revision, page_size: 1, ..ListRequest::default() };
    if let Err(status) = connection.opportunities().list(with_deadline(asked, SERVED_WAIT_MS)).await {
        let seconds = SERVED_WAIT_MS / 1_000;
        tracing::warn!(
            "revision {revision} is kept, and was not yet served after waiting up to {seconds} seconds ({}); \
             ask with --at-least-revision {revision} to wait for it",
            status.code()
        );
    }
}
