//! Brings the index to the catalogue's revision: reads the change feed, lets the taxonomy understand each record, writes
//! documents, commits. The commit holds the revision, so a follower that was stopped anywhere goes on from there; an index
//! that is damaged or built for another taxonomy is deleted and followed from the beginning.
//!
//! Nothing here answers questions; a new state is handed to whoever asked for it.

mod apply;
mod open;
#[cfg(test)]
mod tests;

pub use open::{FollowError, Unfit, open_index};

use crate::{
    catalogue::{Applying, Catalogue, Change, ChangeCursor, Head, Told},
    places::Places,
    taxonomy::Taxonomy,
};
use apply::Applier;
use loopbaanbrug_index::{Index, Snapshot, Stamp, Writer};
use std::{sync::Arc, time::Duration};
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

/// Changes read from the catalogue at once.
const CHANGES_PER_PAGE: u32 = 2_000;
/// Pages that may wait between reading and writing.
const PAGES_WAITING_MAX: usize = 2;
/// The catalogue is asked again after this time even when nobody told of a change.
const POLL_INTERVAL: Duration = Duration::from_secs(30);
/// How often it is looked whether segments were merged in the background: fewer segments answer faster.
const MERGED_LOOK_INTERVAL: Duration = Duration::from_secs(2);
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

    /// Follows until told to stop; every new state goes to `publish`, which may take its time. `unfit` is told each time that
    /// the index turns out to be one that must be built again. When the catalogue has lost what was followed, that is the end:
    /// what comes later must not be mixed with it.
    pub async fn run(
        self,
        stop: CancellationToken,
        publish: impl Fn(Arc<Snapshot>) + Send + Sync + 'static,
        unfit: impl Fn(Unfit) + Send,
    ) {
        let publish = Arc::new(publish);
        let mut revisions = self.catalogue.watch_revision();
        let mut imports = self.catalogue.applying();
        let mut writer = None;
        let mut served = None;
        let mut retry_pause = RETRY_PAUSE_MIN;
        while !stop.is_cancelled() {
            let pause = match self.catch_up(served.as_ref(), &mut writer, &stop).await {
                Ok(Some(snapshot)) => {
                    retry_pause = RETRY_PAUSE_MIN;
                    served = Some(Arc::clone(&snapshot));
                    hand_over(&publish, snapshot).await;
                    continue;
                }
                Ok(None) => {
                    retry_pause = RETRY_PAUSE_MIN;
                    POLL_INTERVAL
                }
                // What was followed is served all the while.
                Err(error) => {
                    tracing::error!(%error, "failed to follow the catalogue");
                    if let Some(why) = error.unfit() {
                        unfit(why);
                        if matches!(why, Unfit::Ahead { .. }) {
                            return;
                        }
                    }
                    let pause = retry_pause;
                    retry_pause = (pause * 2).min(RETRY_PAUSE_MAX);
                    pause
                }
            };
            let paused = tokio::time::sleep(pause);
            tokio::pin!(paused);
            loop {
                tokio::select! {
                    () = stop.cancelled() => return,
                    Some(applying) = imports.recv() => {
                        if let Some(snapshot) = self.go_along(served.as_ref(), &mut writer, &stop, applying).await {
                            served = Some(Arc::clone(&snapshot));
                            hand_over(&publish, snapshot).await;
                        }
                        break;
                    }
                    () = &mut paused => break,
                    changed = wait_for_change(&mut revisions) => if changed { break } else { return },
                    () = tokio::time::sleep(MERGED_LOOK_INTERVAL) => {
                        if let Some(merged) = self.merged(served.as_ref()).await {
                            served = Some(Arc::clone(&merged));
                            hand_over(&publish, merged).await;
                        }
                    }
                }
            }
        }
    }

    /// The state there is, when its segments are other ones than those of the state that was handed over last.
    async fn merged(&self, served: Option<&Arc<Snapshot>>) -> Option<Arc<Snapshot>> {
        let served = served?;
        let index = Arc::clone(&self.index);
        // Reads the new segments. An error shows when the index is asked for more.
        let now = tokio::task::spawn_blocking(move || index.snapshot()).await.ok()?.ok()?;
        (!Arc::ptr_eq(&now, served)).then_some(now)
    }

    /// Brings the index to the revision that the catalogue has now; none when it was there already, and when it was told to
    /// stop on the way.
    async fn catch_up(
        &self,
        served: Option<&Arc<Snapshot>>,
        writer: &mut Option<Writer>,
        stop: &CancellationToken,
    ) -> Result<Option<Arc<Snapshot>>, FollowError> {
        let followed = self.followed(served)?;
        if self.head_after(followed).await?.is_same(followed) {
            return Ok(None);
        }
        self.write(writer, stop, |pages, reached| self.read_pages(followed, pages, reached)).await
    }

    /// The head of the catalogue, which must still have what was followed.
    async fn head_after(&self, followed: Head) -> Result<Head, FollowError> {
        if let Some(head) = self.catalogue.head_after(followed).await? {
            return Ok(head);
        }
        let (followed, revision) = (followed.revision, self.catalogue.revision().await?);
        Err(FollowError::Lost { followed, revision })
    }

    /// Writes what an import changes while it is being applied, and commits it once the catalogue has. None when the index
    /// is not at the revision before, or when the import is not committed: the feed of changes then tells what there is.
    async fn go_along(
        &self,
        served: Option<&Arc<Snapshot>>,
        writer: &mut Option<Writer>,
        stop: &CancellationToken,
        applying: Applying,
    ) -> Option<Arc<Snapshot>> {
        if !self.followed(served).ok()?.is_same(applying.after) {
            return None;
        }
        let head = applying.head;
        let told = applying.listen();
        match self.write(writer, stop, |pages, reached| take_pages(head, told, pages, reached)).await {
            Ok(snapshot) => snapshot,
            Err(error) => {
                tracing::warn!(%error, "failed to go along with an import; it is followed afterwards");
                None
            }
        }
    }

    /// The revision that the index is at.
    fn followed(&self, served: Option<&Arc<Snapshot>>) -> Result<Head, FollowError> {
        Ok(followed_by(&match served {
            Some(served) => served.stamp(),
            None => self.index.snapshot()?.stamp(),
        }))
    }

    /// Lets a thread write the pages that `read` sends, and commit the revision that it says they add up to. A stop ends the
    /// reading at once: no revision was reached then, so what was written is thrown away.
    async fn write<R: Future<Output = Result<(), FollowError>>>(
        &self,
        writer: &mut Option<Writer>,
        stop: &CancellationToken,
        read: impl FnOnce(mpsc::Sender<Vec<Change>>, watch::Sender<Option<Head>>) -> R,
    ) -> Result<Option<Arc<Snapshot>>, FollowError> {
        let (pages, waiting) = mpsc::channel(PAGES_WAITING_MAX);
        let (reached, at) = watch::channel(None);
        let applier = Applier::new(Arc::clone(&self.index), Arc::clone(&self.taxonomy), Arc::clone(&self.places));
        let mut kept = writer.take();
        let applied = tokio::task::spawn_blocking(move || {
            let applied = applier.apply(&mut kept, waiting, &at);
            (kept, applied)
        });
        let read = stop.run_until_cancelled(read(pages, reached)).await.unwrap_or(Ok(()));
        // The writer ends when the pages end; its error is the cause when both failed.
        let (kept, applied) = applied.await.map_err(|panic| FollowError::Panicked(panic.to_string()))?;
        *writer = kept;
        let snapshot = applied?;
        read?;
        Ok(snapshot)
    }

    /// Sends every change after a revision, and at the end tells which revision they add up to.
    async fn read_pages(
        &self,
        followed: Head,
        pages: mpsc::Sender<Vec<Change>>,
        reached: watch::Sender<Option<Head>>,
    ) -> Result<(), FollowError> {
        let mut cursor = ChangeCursor::after_revision(followed.revision);
        let mut target = self.head_after(followed).await?;
        loop {
            let page = self.catalogue.changes(&cursor, target.revision, CHANGES_PER_PAGE).await?;
            if let Some(last) = page.last() {
                cursor = last.cursor();
                if pages.send(page).await.is_err() {
                    return Ok(());
                }
                continue;
            }
            // A record that changed while pages were read has moved to a later revision. The state is exact only when
            // no revision was added meanwhile; otherwise read on.
            match self.head_after(target).await? {
                now if now.is_same(target) => break,
                now => target = now,
            }
        }
        reached.send_replace(Some(target));
        Ok(())
    }
}

/// Sends on what an import tells, and at the end, when it was committed, that it adds up to its revision.
async fn take_pages(
    head: Head,
    mut told: Told,
    pages: mpsc::Sender<Vec<Change>>,
    reached: watch::Sender<Option<Head>>,
) -> Result<(), FollowError> {
    while let Some(page) = told.changes.recv().await {
        // The writer has failed: what remains is of no use.
        if pages.send(page).await.is_err() {
            return Ok(());
        }
    }
    if told.committed.await.is_ok() {
        reached.send_replace(Some(head));
    }
    Ok(())
}

/// The revision that a state of an index is at.
#[must_use]
pub fn followed_by(stamp: &Stamp) -> Head {
    Head { revision: stamp.revision, mark: stamp.mark }
}

/// Publishing reads the routes of the new state: work for a thread that may block.
async fn hand_over(publish: &Arc<impl Fn(Arc<Snapshot>) + Send + Sync + 'static>, snapshot: Arc<Snapshot>) {
    let publish = Arc::clone(publish);
    if let Err(panic) = tokio::task::spawn_blocking(move || publish(snapshot)).await {
        tracing::error!(%panic, "failed to publish a state of the index");
    }
}

/// False when the catalogue is closed.
async fn wait_for_change(revisions: &mut watch::Receiver<u64>) -> bool {
    revisions.changed().await.is_ok()
}
