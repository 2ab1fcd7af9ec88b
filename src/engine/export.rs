//! A snapshot as a stream: every record of one state, in the order of keys.

use super::{Engine, EngineError, Snapshot, limits, listing::ListFilter};
use crate::{
    catalogue::Change,
    document::{Listed, Traits},
};
use std::{sync::Arc, time::Instant};

/// Keys read at once.
const KEYS_PER_READ: usize = 512;

/// A snapshot on its way. It holds its state until it is dropped.
pub struct Exporting {
    snapshot: Arc<Snapshot>,
    filter: ListFilter,
    after: Option<String>,
    ended: bool,
}

impl Engine {
    /// Begins a snapshot of the state there is, or of one at or after a revision.
    ///
    /// # Errors
    /// The errors of [`Engine::snapshot`].
    pub async fn export(
        &self,
        filter: ListFilter,
        at_least_revision: u64,
        deadline: Instant,
    ) -> Result<Exporting, EngineError> {
        let snapshot = self.snapshot(at_least_revision, deadline).await?;
        let after = filter.first_after();
        Ok(Exporting { snapshot, filter, after, ended: false })
    }
}

impl Exporting {
    /// The state it is read from.
    #[must_use]
    pub fn snapshot(&self) -> &Arc<Snapshot> {
        &self.snapshot
    }

    /// The next records, about [`limits::STREAM_MESSAGE_BYTES`] together; empty at the end. Reads on the thread that asks.
    ///
    /// # Errors
    /// [`EngineError::Internal`] when a record cannot be read: the index is damaged.
    pub fn next_records(&mut self) -> Result<Vec<Change>, EngineError> {
        let mut records = Vec::new();
        let mut bytes = 0;
        while bytes < limits::STREAM_MESSAGE_BYTES && !self.ended {
            let index = self.snapshot.index();
            let ids = index.keys_after(self.after.as_deref(), KEYS_PER_READ);
            self.ended = ids.is_empty();
            for id in ids {
                let key = index.key(id);
                if !self.filter.reaches(key) {
                    self.ended = true;
                    break;
                }
                self.after = Some(key.to_owned());
                if !self.filter.admits(&self.snapshot, id)? {
                    continue;
                }
                let record = index.record(id)?;
                let (revision, line) = Listed::line_of(&record)?;
                bytes += line.len();
                let kind = Traits::unpack(index.number(id, self.snapshot.columns().traits).unwrap_or(0)).kind;
                let key = self.snapshot.key_of(id)?;
                records.push(Change { revision, key, kind, body: Some(line.into_owned()) });
                if bytes >= limits::STREAM_MESSAGE_BYTES {
                    break;
                }
            }
        }
        Ok(records)
    }
}
