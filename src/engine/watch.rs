//! Changes as they come, straight from the catalogue: in the order of revisions, removals included.
//!
//! A watcher's place is a place in the feed of changes and says nothing of this process, so it can go on anywhere and at any
//! time later.

use super::{Engine, EngineError, limits};
use crate::{
    catalogue::{Catalogue, Change, ChangeCursor},
    domain::{OpportunityKey, SourceName},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use std::time::Duration;
use tokio::sync::watch;

/// Most characters of a token: a key has 200 characters at most.
pub const RESUME_TOKEN_CHARS_MAX: usize = 600;

/// Where to begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WatchFrom {
    /// After everything of this revision; 0 is the beginning.
    Revision(u64),
    /// After what an earlier step had, see [`WatchStep::resume_token`].
    Token(String),
}

/// Some changes, or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WatchStep {
    /// Changes of the asked source.
    pub changes: Vec<Change>,
    /// Where to go on.
    pub resume_token: String,
    /// Set when what was given until now, applied in order, is exactly the state at this revision.
    pub complete_revision: Option<u64>,
}

/// Somebody who watches.
#[derive(Debug)]
pub struct Watching {
    catalogue: Catalogue,
    revisions: watch::Receiver<u64>,
    source: Option<SourceName>,
    cursor: ChangeCursor,
    /// Up to which revision is read now.
    target: u64,
    /// Whether it was said that everything up to `target` was given.
    told: bool,
}

impl Engine {
    /// Begins to watch a source, or all of them.
    ///
    /// # Errors
    /// [`EngineError::PageTokenInvalid`]; [`EngineError::RevisionUnknown`] when the catalogue has not come that far: an older
    /// state of it was restored.
    pub async fn watch(&self, from: WatchFrom, source: Option<SourceName>) -> Result<Watching, EngineError> {
        let catalogue = self.shared.catalogue.clone();
        let revisions = catalogue.watch_revision();
        let target = catalogue.revision().await?;
        let cursor = match from {
            WatchFrom::Revision(revision) => ChangeCursor::after_revision(revision),
            WatchFrom::Token(token) => read_token(&token).ok_or(EngineError::PageTokenInvalid)?,
        };
        // After everything of revision r stands r + 1.
        if cursor.revision > target.saturating_add(1) {
            return Err(EngineError::RevisionUnknown { asked: cursor.revision - 1, current: target });
        }
        Ok(Watching { catalogue, revisions, source, cursor, target, told: false })
    }
}

impl Watching {
    /// The next changes, as soon as there are some; or that all were given; or, after [`limits::WATCH_HEARTBEAT_MS`] without
    /// any, the same again as a sign of life.
    ///
    /// # Errors
    /// A failure of the catalogue.
    pub async fn next(&mut self) -> Result<WatchStep, EngineError> {
        loop {
            let mut changes = self.catalogue.changes(&self.cursor, self.target, limits::WATCH_PAGE).await?;
            if let Some(last) = changes.last() {
                self.cursor = last.cursor();
                self.told = false;
                if let Some(source) = &self.source {
                    changes.retain(|change| change.key.source == *source);
                }
                if changes.is_empty() {
                    continue;
                }
                return self.step(changes, None);
            }
            // A record that changed while pages were read has moved to a later revision: exact only when none came meanwhile.
            let now = self.catalogue.revision().await?;
            if now > self.target {
                self.target = now;
                continue;
            }
            self.cursor = ChangeCursor::after_revision(self.target);
            if !std::mem::replace(&mut self.told, true) || !self.changed().await {
                return self.step(Vec::new(), Some(self.target));
            }
        }
    }

    /// Waits for another revision; false when it is time for a sign of life.
    async fn changed(&mut self) -> bool {
        let heartbeat = Duration::from_millis(limits::WATCH_HEARTBEAT_MS);
        // A word that is new, not a revision that is larger: after a failover that lost some, the last word may be ahead of the
        // database, and would be for ever.
        tokio::time::timeout(heartbeat, self.revisions.changed()).await.is_ok_and(|it| it.is_ok())
    }

    fn step(&self, changes: Vec<Change>, complete_revision: Option<u64>) -> Result<WatchStep, EngineError> {
        Ok(WatchStep { changes, resume_token: token(&self.cursor)?, complete_revision })
    }
}

/// The place after a change, for whoever sends some changes of a step earlier than others.
///
/// # Errors
/// None in practice.
pub fn resume_token_after(change: &Change) -> Result<String, EngineError> {
    token(&change.cursor())
}

fn token(cursor: &ChangeCursor) -> Result<String, EngineError> {
    let key = cursor.key.as_ref().map(ToString::to_string);
    let bytes = postcard::to_allocvec(&(cursor.revision, key)).map_err(anyhow::Error::from)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

fn read_token(token: &str) -> Option<ChangeCursor> {
    let bytes = URL_SAFE_NO_PAD.decode(token).ok().filter(|_| token.len() <= RESUME_TOKEN_CHARS_MAX)?;
    // More bytes than were written: it is not one of ours.
    let ((revision, key), rest) = postcard::take_from_bytes::<(u64, Option<String>)>(&bytes).ok()?;
    if !rest.is_empty() {
        return None;
    }
    let key = key.map(|key| OpportunityKey::parse(&key)).transpose().ok()?;
    Some(ChangeCursor { revision, key })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_kept_in_its_token() {
        let key = OpportunityKey::parse("waterrijk/v-1").expect("a key");
        for cursor in [ChangeCursor::after_revision(0), ChangeCursor { revision: u64::MAX, key: Some(key) }] {
            let token = token(&cursor).expect("a token");
            assert_eq!(read_token(&token), Some(cursor));
        }
        for wrong in ["", "?", "AAAAAAA"] {
            assert_eq!(read_token(wrong), None, "{wrong}");
        }
        assert_eq!(read_token(&"A".repeat(RESUME_TOKEN_CHARS_MAX + 1)), None);
    }
}
