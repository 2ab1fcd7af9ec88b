//! The façade that every door calls: one [`Engine`] that changes, immutable [`Snapshot`]s that answer.
//!
//! Limits, deadlines, page sequences and the wait for a revision stand here. How a question arrives and how an answer is
//! shown is the doors' affair; how points come about is matching's.

mod alike;
mod background;
mod backup;
mod bridges;
mod conversation;
mod decoded;
mod error;
mod export;
mod following;
mod helpers;
mod import;
pub mod limits;
mod list_place;
mod listing;
mod open;
mod order;
mod pages;
mod pool;
mod questions;
mod reports;
mod snapshot;
mod states;
mod step;
mod switch;
mod verify;
mod watch;

pub use bridges::{GapsAnswer, GapsQuestion, GroupAnswer, GroupGap, GroupQuestion, PathsAnswer, PathsQuestion};
pub use conversation::{
    AskedChange, ChosenOption, Moved, OptionsAnswer, OptionsQuestion, Seen, Side, WhatIfAnswer, WhatIfQuestion,
};
pub use error::{EngineError, FieldViolation};
pub use export::Exporting;
pub use import::{ImportHeader, ImportReport, ImportSession, RecordProblem, Rejection};
pub use list_place::{ListPlace, Showing};
pub use listing::{ListAnswer, ListFilter, ListQuestion};
pub use open::{EngineConfig, OpenError};
pub use order::Standing;
pub use pages::{CallDigest, Page};
pub use questions::{
    Detail, ExplainAnswer, ExplainQuestion, ExplainedOption, ExtractAnswer, ExtractQuestion, Match, MatchAnswer,
    MatchFilter, MatchQuestion,
};
pub use snapshot::{Context, Snapshot};
pub use verify::{Difference, DifferenceKind, Verification};
pub use watch::{RESUME_TOKEN_CHARS_MAX, WatchFrom, WatchStep, Watching};

pub use crate::catalogue::{CatalogueUrl, CatalogueUrlError};

use crate::{catalogue::Catalogue, clock::Clock, domain::OpportunityKey};
use pages::Sealer;
use pool::Pool;
use states::States;
use std::{
    fs::File,
    path::{Path, PathBuf},
    sync::Arc,
    time::Instant,
};
use switch::Command;
use tokio::{
    sync::{Mutex, mpsc},
    task::JoinHandle,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// The engine of one data directory. Cloning shares it.
#[derive(Clone)]
pub struct Engine {
    shared: Arc<Shared>,
}

struct Shared {
    catalogue: Catalogue,
    states: Arc<States>,
    pool: Pool,
    sealer: Sealer,
    clock: Clock,
    stop: CancellationToken,
    /// To the task that decides which index serves.
    switch: mpsc::Sender<Command>,
    data_dir: PathBuf,
    /// Backups under way. They tidy up before the engine is closed.
    backups: TaskTracker,
    follower: Mutex<Option<JoinHandle<()>>>,
    /// Held as long as the engine lives: one process a data directory.
    _lock: File,
}

impl Engine {
    /// The state served now.
    #[must_use]
    pub fn current(&self) -> Arc<Snapshot> {
        self.shared.states.current()
    }

    /// Which state is served now.
    #[must_use]
    pub fn context(&self) -> Context {
        self.current().context()
    }

    /// Today, by the engine's clock: asked once for a question. Whoever writes the answer takes the day from it.
    fn today(&self) -> jiff::civil::Date {
        self.shared.clock.today()
    }

    /// Whether the index has followed to the revision that was current at the start.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.shared.states.is_ready()
    }

    /// Waits until the engine is ready.
    pub async fn ready(&self) {
        self.shared.states.ready().await;
    }

    /// Where the data are.
    #[must_use]
    pub fn data_dir(&self) -> &Path {
        &self.shared.data_dir
    }

    /// Digest of a method's request without its page fields, for [`Page::call`].
    #[must_use]
    pub fn call_digest(&self, method: &str, request: &[u8]) -> CallDigest {
        self.shared.sealer.digest(method, request)
    }

    /// The state served now, or the first one at or after a revision.
    ///
    /// # Errors
    /// [`EngineError::RevisionUnknown`] when the catalogue has no such revision, [`EngineError::RevisionNotReached`] when
    /// the index does not get there in time.
    pub async fn snapshot(&self, at_least_revision: u64, deadline: Instant) -> Result<Arc<Snapshot>, EngineError> {
        let current = self.current();
        if current.revision() >= at_least_revision {
            return Ok(current);
        }
        let catalogue = &self.shared.catalogue;
        // Another node may have committed it just now, so the database is asked.
        if at_least_revision > *catalogue.watch_revision().borrow() {
            match tokio::time::timeout_at(deadline.into(), catalogue.revision()).await {
                Ok(Ok(last)) if at_least_revision > last => {
                    return Err(EngineError::RevisionUnknown { asked: at_least_revision, current: last });
                }
                Ok(Err(error)) if !error.is_storage_refusal() => return Err(error.into()),
                // There is such a revision, or nobody can say now: it may come when the database is back.
                _ => {}
            }
        }
        let reached = self.shared.states.reach(at_least_revision);
        match tokio::time::timeout_at(deadline.into(), reached).await {
            Ok(snapshot) => Ok(snapshot),
            Err(_) => {
                let current = self.current().revision();
                Err(EngineError::RevisionNotReached { asked: at_least_revision, current })
            }
        }
    }

    /// The state that a page token names. When this node has not followed to it yet, it is waited for.
    async fn state_named(&self, name: &str, deadline: Instant) -> Result<Arc<Snapshot>, EngineError> {
        let states = &self.shared.states;
        match states.named(name) {
            Err(EngineError::PageTokenExpired) => {}
            found => return found,
        }
        let revision = Snapshot::revision_of(name).filter(|revision| *revision > self.current().revision());
        let Some(revision) = revision else { return Err(EngineError::PageTokenExpired) };
        self.snapshot(revision, deadline).await?;
        states.named(name)
    }

    /// Removes an opportunity.
    ///
    /// # Errors
    /// [`EngineError::OpportunityNotFound`] when there is none under this key.
    pub async fn delete(&self, key: &OpportunityKey) -> Result<u64, EngineError> {
        let revision = self.shared.catalogue.delete(key).await?;
        revision.ok_or_else(|| EngineError::OpportunityNotFound { key: key.clone() })
    }

    /// Stops following and closes the catalogue. Questions under way are answered.
    pub async fn close(&self) {
        self.shared.stop.cancel();
        self.shared.backups.close();
        self.shared.backups.wait().await;
        let follower = self.shared.follower.lock().await.take();
        if let Some(follower) = follower {
            // A follower that panicked has said so in the log.
            let _ = follower.await;
        }
        self.shared.catalogue.close().await;
    }
}
