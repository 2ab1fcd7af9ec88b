//! Opportunities page by page, in the order of their keys.

use super::{
    Engine, EngineError, Snapshot,
    pages::{Page, Position},
};
use crate::{
    document::{Listed, Traits},
    domain::{OpportunityKind, SourceName},
};
use std::{sync::Arc, time::Instant};

/// Which opportunities are there?
pub struct ListQuestion {
    /// Of which source; none means all.
    pub source: Option<SourceName>,
    /// Of which kind; none means both.
    pub kind: Option<OpportunityKind>,
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

impl Engine {
    /// Opportunities in the order of their keys.
    ///
    /// # Errors
    /// The errors of [`Engine::snapshot`] and of page tokens.
    pub async fn list(&self, question: ListQuestion) -> Result<ListAnswer, EngineError> {
        let (snapshot, position) =
            self.page_begin(&question.page, question.at_least_revision, question.deadline).await?;
        let after = match position {
            None => question.source.as_ref().map(|source| format!("{}/", source.as_str())),
            Some(Position::AfterKey(key)) => Some(key),
            Some(Position::Offset(_)) => return Err(EngineError::PageTokenInvalid),
        };
        let state = Arc::clone(&snapshot);
        let deadline = question.deadline;
        let (page, source, kind) = (question.page, question.source, question.kind);
        let size = page.size;
        let read = move || list_page(&state, source.as_ref(), kind, after, size, deadline);
        let (listed, last) = self.shared.pool.run(deadline, read).await?;
        let token = last.map(|key| self.shared.sealer.close(&snapshot.name(), Position::AfterKey(key), page.call));
        Ok(ListAnswer { next_page_token: token.transpose()?, snapshot, listed })
    }
}

/// Keys read at once while looking for those of one kind.
const KEYS_PER_READ: usize = 1_024;

/// One page of a list, and the last key when more follow.
fn list_page(
    snapshot: &Snapshot,
    source: Option<&SourceName>,
    kind: Option<OpportunityKind>,
    mut after: Option<String>,
    size: usize,
    deadline: Instant,
) -> Result<(Vec<Arc<Listed>>, Option<String>), EngineError> {
    let index = snapshot.index();
    let prefix = source.map(|source| format!("{}/", source.as_str())).unwrap_or_default();
    let mut listed: Vec<Arc<Listed>> = Vec::new();
    loop {
        let ids = index.keys_after(after.as_deref(), KEYS_PER_READ);
        let Some(end) = ids.last() else { return Ok((listed, None)) };
        after = Some(index.key(*end).to_owned());
        for id in ids {
            if !index.key(id).starts_with(&prefix) {
                return Ok((listed, None));
            }
            let traits = Traits::unpack(index.number(id, snapshot.columns().traits).unwrap_or(0));
            if kind.is_some_and(|kind| kind != traits.kind) {
                continue;
            }
            if listed.len() == size {
                let last = listed.last().map(|it| it.key.to_string());
                return Ok((listed, last));
            }
            listed.push(snapshot.listed(id)?);
        }
        if Instant::now() >= deadline {
            return Err(EngineError::DeadlineExceeded);
        }
    }
}
