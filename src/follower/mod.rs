//! Brings the index to the catalogue's revision: reads the change feed, lets the taxonomy understand each record, writes
//! documents, commits. The commit holds the revision, so a follower that was stopped anywhere goes on from there; an index
//! that is damaged or built for another taxonomy is deleted and followed from the beginning.
//!
//! Nothing here answers questions; a new state is handed to whoever asked for it.

mod apply;
mod open;

pub use open::{FollowError, open_index};

use crate::{
    catalogue::{Catalogue, ChangeCursor},
    places::Places,
    taxonomy::Taxonomy,
};
use apply::Applier;
use loopbaanbrug_index::{Index, Snapshot};
use std::{sync::Arc, time::Duration};
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

/// Changes read from the catalogue at once.
const CHANGES_PER_PAGE: u32 = 2_000;
/// Pages that may wait between reading and writing.
const PAGES_WAITING_MAX: usize = 2;
/// The catalogue is asked again after this time even when nobody told of a change.
const POLL_INTERVAL: Duration = Duration::from_secs(30);
/// Pause after a failure, before the next attempt; it doubles with each that follows.
const RETRY_PAUSE_MIN: Duration = Duration::from_millis(500);
/// Longest pause between attempts.
const RETRY_PAUSE_MAX: Duration = Duration::from_secs(10);

/// Follows one catalogue into one index.
pub struct Follower {
    catalogue: Catalogue,
    index: Arc<Index>,
    taxonomy: Arc<Taxonomy>,
    places: Arc<Places>,
}

impl Follower {
    /// A follower of an index that was opened with [`open_index`] for the same taxonomy and places.
    #[must_use]
    pub fn new(catalogue: Catalogue, index: Arc<Index>, taxonomy: Arc<Taxonomy>, places: Arc<Places>) -> Self {
        Self { catalogue, index, taxonomy, places }
    }

    /// Follows until told to stop; every new state goes to `publish`, which may take its time. `damaged` is told each time that
    /// the index turns out to be one that must be built again.
    pub async fn run(
        self,
        stop: CancellationToken,
        publish: impl Fn(Arc<Snapshot>) + Send + Sync + 'static,
        damaged: impl Fn() + Send,
    ) {
        let publish = Arc::new(publish);
        let mut revisions = self.catalogue.watch_revision();
        let mut retry_pause = RETRY_PAUSE_MIN;
        loop {
            let pause = match self.catch_up().await {
                Ok(Some(snapshot)) => {
                    retry_pause = RETRY_PAUSE_MIN;
                    let publish = Arc::clone(&publish);
                    // Publishing reads the routes of the new state: work for a thread that may block.
                    if let Err(panic) = tokio::task::spawn_blocking(move || publish(snapshot)).await {
                        tracing::error!(%panic, "failed to publish a state of the index");
                    }
                    continue;
                }
                Ok(None) => {
                    retry_pause = RETRY_PAUSE_MIN;
                    POLL_INTERVAL
                }
                // What was followed is served all the while.
                Err(error) => {
                    tracing::error!(%error, "failed to follow the catalogue; trying again");
                    if error.calls_for_rebuild() {
                        damaged();
                    }
                    let pause = retry_pause;
                    retry_pause = (pause * 2).min(RETRY_PAUSE_MAX);
                    pause
                }
            };
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(pause) => {}
                changed = wait_for_change(&mut revisions) => if !changed { return },
            }
        }
    }

    /// Brings the index to the revision that the catalogue has now; none when it was there already.
    async fn catch_up(&self) -> Result<Option<Arc<Snapshot>>, FollowError> {
        let followed = self.index.snapshot()?.stamp().revision;
        match self.catalogue.revision().await? {
            revision if revision < followed => return Err(FollowError::Ahead { followed, revision }),
            revision if revision == followed => return Ok(None),
            _ => {}
        }
        let (pages, waiting) = mpsc::channel(PAGES_WAITING_MAX);
        let (reached, at) = watch::channel(None);
        let applier = Applier::new(Arc::clone(&self.index), Arc::clone(&self.taxonomy), Arc::clone(&self.places));
        let applied = tokio::task::spawn_blocking(move || applier.apply(waiting, &at));
        let read = self.read_pages(followed, pages, &reached).await;
        // The writer ends when the pages end; its error is the cause when both failed.
        let applied = applied.await.map_err(|panic| FollowError::Panicked(panic.to_string()))?;
        drop(reached);
        let snapshot = applied?;
        read?;
        Ok(snapshot)
    }

    /// Sends every change after a revision, and at the end tells which revision they add up to.
    async fn read_pages(
        &self,
        followed: u64,
        pages: mpsc::Sender<Vec<crate::catalogue::Change>>,
        reached: &watch::Sender<Option<u64>>,
    ) -> Result<(), FollowError> {
        let mut cursor = ChangeCursor::after_revision(followed);
        let mut target = self.catalogue.revision().await?;
        loop {
            let page = self.catalogue.changes(&cursor, target, CHANGES_PER_PAGE).await?;
            if let Some(last) = page.last() {
                cursor = last.cursor();
                if pages.send(page).await.is_err() {
                    return Ok(());
                }
                continue;
            }
            // A record that changed while pages were read has moved to a later revision. The state is exact only when
            // no revision was added meanwhile; otherwise read on.
            match self.catalogue.revision().await? {
                now if now == target => break,
                now => target = now,
            }
        }
        reached.send_replace(Some(target));
        Ok(())
    }
}

/// False when the catalogue is closed.
async fn wait_for_change(revisions: &mut watch::Receiver<u64>) -> bool {
    revisions.changed().await.is_ok()
}
