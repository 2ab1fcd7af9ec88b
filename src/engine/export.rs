//! A snapshot as a stream: every record of one state, in the order of keys.

use super::{Engine, EngineError, Snapshot, limits, listing::ListFilter};
use crate::{
    catalogue::Change,
    document::{Listed, Traits},
};
use std::{sync::Arc, time::Instant};

/// A snapshot on its way. It holds its state until it is dropped.
pub struct Exporting {
    snapshot: Arc<Snapshot>,
    filter: ListFilter,
    after: Option<String>,
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
        Ok(Exporting { snapshot, filter, after })
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
        let index = self.snapshot.index();
        let mut ids = index.in_order(self.after.as_deref());
        while bytes < limits::STREAM_MESSAGE_BYTES {
            let Some(id) = ids.next().filter(|id| self.filter.reaches(index.key(*id))) else { break };
            self.after = Some(index.key(id).to_owned());
            if !self.filter.admits(&self.snapshot, id)? {
                continue;
            }
            let record = index.record(id)?;
            let (revision, line) = Listed::line_of(&record)?;
            bytes += line.len();
            let kind = Traits::unpack(index.number(id, self.snapshot.columns().traits).unwrap_or(0)).kind;
            let key = self.snapshot.key_of(id)?;
            records.push(Change { revision, key, kind, body: Some(line.into_owned()) });
        }
        Ok(records)
    }
}
