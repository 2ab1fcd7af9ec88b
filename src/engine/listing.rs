//! Opportunities page by page, in the order of their keys, and which of them a filter lets through.

use super::{
    Engine, EngineError, Snapshot,
    error::in_time,
    limits,
    pages::{Begun, Origin, Page, Position},
};
use crate::{
    document::{Listed, Traits, day_number},
    domain::{OpportunityKind, SourceName},
};
use jiff::civil::Date;
use loopbaanbrug_index::DocumentId;
use std::{sync::Arc, time::Instant};

/// Which opportunities are meant; by default all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListFilter {
    /// Of which source; none means all.
    pub source: Option<SourceName>,
    /// Of which kind; none means both.
    pub kind: Option<OpportunityKind>,
    /// Has opened and not closed on this day; none means also what has closed or has yet to open. Matching is wider, see
    /// [`Open`](crate::matching::Open).
    pub open_on: Option<Date>,
    /// Changed after this revision; 0 means any.
    pub changed_after_revision: u64,
}

/// Which opportunities are there?
pub struct ListQuestion {
    /// Which of them.
    pub filter: ListFilter,
    /// Which page.
    pub page: Page,
    /// Revision that the answer must include.
    pub at_least_revision: u64,
    /// When to give up.
    pub deadline: Instant,
}

/// Opportunities in the order of their keys.
pub struct ListAnswer {
    /// The state it was read from.
    pub snapshot: Arc<Snapshot>,
    /// The opportunities of this page.
    pub listed: Vec<Arc<Listed>>,
    /// Token for the next page.
    pub next_page_token: Option<String>,
}

impl ListFilter {
    /// The place in the order of keys after which the first may stand.
    pub(super) fn first_after(&self) -> Option<String> {
        self.source.as_ref().map(|source| format!("{}/", source.as_str()))
    }

    /// Whether a key, or one after it, may pass. Keys of one source stand together.
    pub(super) fn reaches(&self, key: &str) -> bool {
        let rest = |source: &SourceName| key.strip_prefix(source.as_str()).is_some_and(|rest| rest.starts_with('/'));
        self.source.as_ref().is_none_or(rest)
    }

    /// Whether a document passes, its source apart. Only a revision is looked up in the record.
    pub(super) fn admits(&self, snapshot: &Snapshot, id: DocumentId) -> Result<bool, EngineError> {
        let (index, columns) = (snapshot.index(), snapshot.columns());
        let kind = Traits::unpack(index.number(id, columns.traits).unwrap_or(0)).kind;
        if self.kind.is_some_and(|wanted| wanted != kind) {
            return Ok(false);
        }
        if let Some(day) = self.open_on.map(day_number) {
            let opened = index.number(id, columns.opens).is_none_or(|opens| opens <= day);
            let closed = index.number(id, columns.closes).is_some_and(|closes| closes < day);
            if !opened || closed {
                return Ok(false);
            }
        }
        if self.changed_after_revision == 0 {
            return Ok(true);
        }
        let record = index.record(id)?;
        let (revision, _) = Listed::line_of(&record)?;
        Ok(revision > self.changed_after_revision)
    }
}

impl Engine {
    /// Opportunities in the order of their keys.
    ///
    /// # Errors
    /// The errors of [`Engine::snapshot`] and of page tokens.
    pub async fn list(&self, question: ListQuestion) -> Result<ListAnswer, EngineError> {
        let begun = self.page_begin(&question.page, question.at_least_revision, question.deadline).await?;
        let Begun { snapshot, today, position } = begun;
        let after = match position {
            None => question.filter.first_after(),
            Some(Position::AfterKey(key)) => Some(key),
            Some(Position::Offset(_)) => return Err(EngineError::PageTokenInvalid),
        };
        let state = Arc::clone(&snapshot);
        let (deadline, page, filter) = (question.deadline, question.page, question.filter);
        let size = page.size;
        let read = move || list_page(&state, &filter, after, size, deadline);
        let (listed, last) = self.shared.pool.run(deadline, read).await?;
        let origin = Origin::State { name: snapshot.name(), today };
        let token = last.map(|key| self.shared.sealer.close(origin, Position::AfterKey(key), page.call));
        Ok(ListAnswer { next_page_token: token.transpose()?, snapshot, listed })
    }
}

/// Keys after which the clock is looked at.
const KEYS_PER_LOOK: usize = 1_024;

/// One page of a list, and the last key that was looked at when more may follow.
fn list_page(
    snapshot: &Snapshot,
    filter: &ListFilter,
    mut after: Option<String>,
    size: usize,
    deadline: Instant,
) -> Result<(Vec<Arc<Listed>>, Option<String>), EngineError> {
    let index = snapshot.index();
    let mut listed: Vec<Arc<Listed>> = Vec::new();
    let ids = index.in_order(after.as_deref());
    for (looked_at, id) in (1..).zip(ids) {
        if !filter.reaches(index.key(id)) {
            return Ok((listed, None));
        }
        if filter.admits(snapshot, id)? {
            if listed.len() == size {
                return Ok((listed, after));
            }
            listed.push(snapshot.listed(id)?);
        }
        after = Some(index.key(id).to_owned());
        if looked_at >= limits::LIST_LOOKED_AT_MAX {
            return Ok((listed, after));
        }
        if looked_at % KEYS_PER_LOOK == 0 {
            in_time(deadline)?;
        }
    }
    Ok((listed, None))
}
