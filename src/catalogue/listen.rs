//! Hearing of what other nodes committed: the database notifies, and a poll stands behind it for whatever is missed while a
//! connection breaks or when something between passes no notifications on.

use super::{CatalogueError, statements as sql, store::unsigned};
use sqlx::{PgPool, postgres::PgListener};
use std::time::Duration;
use tokio::{
    sync::watch,
    time::{sleep, timeout},
};
use tokio_util::task::AbortOnDropHandle;

/// The revision is read this often even when nobody notified.
pub(super) const POLL_INTERVAL: Duration = Duration::from_secs(2);
/// Pause after the first failure to listen; it doubles with each that follows.
const PAUSE_MIN: Duration = Duration::from_millis(200);
/// Longest pause between attempts.
const PAUSE_MAX: Duration = Duration::from_secs(5);

/// Keeps `revision` at the last one of the database, for as long as the handle lives or until the pool is closed.
pub(super) fn begin(database: PgPool, revision: watch::Sender<u64>) -> AbortOnDropHandle<()> {
    AbortOnDropHandle::new(tokio::spawn(async move {
        let mut pause = PAUSE_MIN;
        let mut told = false;
        while !database.is_closed() {
            let mut heard = false;
            let Err(error) = listen(&database, &revision, &mut heard).await else { continue };
            if heard {
                (pause, told) = (PAUSE_MIN, false);
            }
            // Once for an outage: it may last.
            if !told && !database.is_closed() {
                tracing::warn!(%error, "failed to listen for revisions of other nodes; trying again");
                told = true;
            }
            sleep(pause).await;
            pause = (pause * 2).min(PAUSE_MAX);
        }
    }))
}

/// Listens until the connection breaks; `heard` tells whether it ever stood.
async fn listen(database: &PgPool, revision: &watch::Sender<u64>, heard: &mut bool) -> Result<(), CatalogueError> {
    let mut listener = PgListener::connect_with(database).await?;
    listener.eager_reconnect(false);
    listener.listen(sql::REVISION_CHANNEL).await?;
    loop {
        // After each silence and each break: what was notified meanwhile is lost, but not what was committed.
        tell(revision, read(database).await?);
        *heard = true;
        while let Ok(received) = timeout(POLL_INTERVAL, listener.try_recv()).await {
            let Some(notification) = received? else { break };
            match notification.payload().parse() {
                Ok(committed) => tell(revision, committed),
                Err(_) => break,
            }
        }
    }
}

/// Wakes whoever waits, when the revision is another one than was told last. Also when it is lower: notifications and reads may
/// overtake each other, which costs a look at the database; a database that lost revisions must be noticed.
pub(super) fn tell(revision: &watch::Sender<u64>, now: u64) {
    revision.send_if_modified(|last| std::mem::replace(last, now) != now);
}

async fn read(database: &PgPool) -> Result<u64, sqlx::Error> {
    unsigned(sqlx::query_scalar(sql::READ_REVISION).fetch_one(database).await?)
}
