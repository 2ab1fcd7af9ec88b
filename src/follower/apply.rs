//! Writing pages of changes into the index, on a thread that may block.

use super::FollowError;
use crate::{
    catalogue::{Change, Head},
    document, failpoint, ingest,
    places::Places,
    taxonomy::{self, Taxonomy},
};
use loopbaanbrug_index::{Document, Index, Snapshot, Stamp, Writer};
use std::{num::NonZero, sync::Arc, thread};
use tokio::sync::{mpsc, watch};

/// Threads that turn records into documents. The index has threads of its own.
const UNDERSTANDING_THREADS_MAX: usize = 4;

/// Writes one catch-up: all pages, then one commit.
pub(super) struct Applier {
    index: Arc<Index>,
    taxonomy: Arc<Taxonomy>,
    places: Arc<Places>,
}

/// What becomes of one change.
enum Write {
    Put(Box<Document>),
    Remove(String),
}

impl Applier {
    pub(super) fn new(index: Arc<Index>, taxonomy: Arc<Taxonomy>, places: Arc<Places>) -> Self {
        Self { index, taxonomy, places }
    }

    /// Applies pages until they end, then commits the revision that was reached. Without one nothing is committed: the
    /// reader failed, and what came is not a whole revision. The writer is kept for the next time: it merges segments in
    /// the background meanwhile, and nothing waits for that. After an error it is gone.
    pub(super) fn apply(
        &self,
        kept: &mut Option<Writer>,
        mut pages: mpsc::Receiver<Vec<Change>>,
        reached: &watch::Receiver<Option<Head>>,
    ) -> Result<Option<Arc<Snapshot>>, FollowError> {
        let mut writer = match kept.take() {
            Some(writer) => writer,
            None => self.index.writer()?,
        };
        while let Some(page) = pages.blocking_recv() {
            for write in self.understand(&page)? {
                match write {
                    Write::Put(document) => writer.put(*document)?,
                    Write::Remove(key) => writer.remove(&key),
                }
            }
            if failpoint::is_broken("follow.whole_revisions")
                && let Some(last) = page.last()
            {
                writer.commit(Stamp::at(last.revision))?;
            }
            failpoint::reached("follow.page");
        }
        let Some(head) = *reached.borrow() else {
            writer.rollback()?;
            return Ok(None);
        };
        failpoint::reached("follow.read");
        writer.commit(Stamp { revision: head.revision, mark: head.mark })?;
        failpoint::reached("follow.committed");
        *kept = Some(writer);
        Ok(Some(self.index.snapshot()?))
    }

    /// Turns a page into writes, in the order of the page, on several threads.
    fn understand(&self, page: &[Change]) -> Result<Vec<Write>, FollowError> {
        let threads = thread::available_parallelism().map_or(1, NonZero::get).min(UNDERSTANDING_THREADS_MAX);
        let share = page.len().div_ceil(threads).max(1);
        let parts = thread::scope(|scope| {
            let workers: Vec<_> = page
                .chunks(share)
                .map(|part| scope.spawn(|| part.iter().map(|change| self.write(change)).collect::<Result<Vec<_>, _>>()))
                .collect();
            let joined = workers.into_iter().map(|worker| {
                worker.join().map_err(|_| FollowError::Panicked("a thread that understands records".to_owned()))?
            });
            joined.collect::<Result<Vec<_>, _>>()
        })?;
        Ok(parts.into_iter().flatten().collect())
    }

    fn write(&self, change: &Change) -> Result<Write, FollowError> {
        let key = change.key.to_string();
        let Some(line) = &change.body else {
            return Ok(Write::Remove(key));
        };
        let opportunity = match ingest::decode(line) {
            Ok((_, opportunity)) => opportunity,
            // An older version accepted it. Leaving it out keeps the rest of the feed served; the log says which.
            Err(problems) => {
                tracing::error!(%key, ?problems, "a record of the catalogue can no longer be read; it is left out");
                return Ok(Write::Remove(key));
            }
        };
        let understood = taxonomy::understand(&self.taxonomy, &opportunity);
        let world = (&*self.taxonomy, &*self.places);
        let document = document::to_document(&change.key, change.revision, line, &opportunity, &understood, world)?;
        Ok(Write::Put(Box::new(document)))
    }
}
