//! Telling a follower in the same process what a large import changes while it is being applied, so that it has caught up
//! soon after the acknowledgement. What is told becomes true only with the commit; whoever listens prepares for it and
//! throws that away when the commit does not come.
//!
//! Useful for imports that take longer to follow than their acknowledgement may be old. Not a feed of changes: that is
//! [`Catalogue::changes`], which misses nothing.

use super::{Catalogue, Change, Head};
use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{
    sync::{mpsc, oneshot},
    time::{Instant, timeout},
};

/// Fewer records than this are followed afterwards: that takes less than a second.
const TOLD_RECORDS_MIN: usize = 5_000;
/// How long an import waits for each follower, of which there are two at most, to say that it listens.
const ANSWER_TIMEOUT: Duration = Duration::from_millis(100);
/// How long an import waits for a follower that takes no page. It holds the lock of all writers meanwhile.
const STALL_MAX: Duration = Duration::from_secs(5);
/// How long it waits, all pages together, for a follower that is slower than the database: a million records took one or two
/// minutes of waiting on two cores. Beyond that it is followed
/// afterwards, as on every other node.
const LAG_MAX: Duration = Duration::from_secs(600);
/// Pages that may wait for the follower.
const PAGES_WAITING_MAX: usize = 4;

/// An import that is being applied.
#[derive(Debug)]
pub struct Applying {
    /// The revision that it comes after.
    pub after: Head,
    /// The revision it will have.
    pub head: Head,
    listening: oneshot::Sender<()>,
    changes: mpsc::Receiver<Vec<Change>>,
    committed: oneshot::Receiver<()>,
}

/// What a listener gets of an import that is being applied.
#[derive(Debug)]
pub struct Told {
    /// Every change, each once, in pages; ends when there are no more, or when the import is given up.
    pub changes: mpsc::Receiver<Vec<Change>>,
    /// Comes with the commit of exactly these changes; an error when there is none.
    pub committed: oneshot::Receiver<()>,
}

/// Those who want to be told, in the order in which they came.
#[derive(Debug, Default)]
pub(super) struct Listeners(Mutex<Vec<mpsc::Sender<Applying>>>);

/// The side of the import. Dropped, it says that there is no commit.
#[derive(Debug)]
pub(super) struct Telling {
    changes: Option<mpsc::Sender<Vec<Change>>>,
    committed: oneshot::Sender<()>,
    /// How long it may still wait, all pages together.
    lag_left: Duration,
}

impl Catalogue {
    /// Large imports of this process from now on. Of those who ask, one is told of an import: the last one that answers. So who
    /// asked before is told again when the others have gone, or are busy with something else.
    #[must_use]
    pub fn applying(&self) -> mpsc::Receiver<Applying> {
        let (sender, receiver) = mpsc::channel(1);
        let mut listeners = self.shared().listeners().there();
        listeners.push(sender);
        receiver
    }
}

impl Applying {
    /// Listens. The import then waits, within a bound, for whoever is slow to take its changes.
    #[must_use]
    pub fn listen(self) -> Told {
        // An import that has not waited so long has given up telling; that shows in what is told.
        let _ = self.listening.send(());
        Told { changes: self.changes, committed: self.committed }
    }
}

impl Listeners {
    /// Begins to tell of an import, when it is large and somebody listens.
    pub(super) async fn tell(&self, after: Head, head: Head, records: usize) -> Option<Telling> {
        if records < TOLD_RECORDS_MIN {
            return None;
        }
        let listeners = self.there().clone();
        for listener in listeners.into_iter().rev() {
            let (listening, listens) = oneshot::channel();
            let (changes, received) = mpsc::channel(PAGES_WAITING_MAX);
            let (committed, commit) = oneshot::channel();
            let applying = Applying { after, head, listening, changes: received, committed: commit };
            if listener.try_send(applying).is_ok() && matches!(timeout(ANSWER_TIMEOUT, listens).await, Ok(Ok(()))) {
                return Some(Telling { changes: Some(changes), committed, lag_left: LAG_MAX });
            }
        }
        None
    }

    /// Those that have not gone.
    fn there(&self) -> MutexGuard<'_, Vec<mpsc::Sender<Applying>>> {
        let mut listeners = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        listeners.retain(|listener| !listener.is_closed());
        listeners
    }
}

impl Telling {
    /// Tells of these; false when nobody listens any more.
    pub(super) async fn tell(&mut self, page: Vec<Change>) -> bool {
        let Some(changes) = &self.changes else { return false };
        if page.is_empty() {
            return true;
        }
        let begun = Instant::now();
        let told = matches!(timeout(self.lag_left.min(STALL_MAX), changes.send(page)).await, Ok(Ok(())));
        self.lag_left = self.lag_left.saturating_sub(begun.elapsed());
        told
    }

    /// Says that all was told.
    pub(super) fn end(&mut self) {
        self.changes = None;
    }

    /// Says that what was told is true.
    pub(super) fn commit(self) {
        // Nobody listens any more: then it is read from the feed.
        let _ = self.committed.send(());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{OpportunityKey, OpportunityKind};

    fn page() -> Vec<Change> {
        let key = OpportunityKey::parse("a/b").expect("a key");
        vec![Change { revision: 1, key, kind: OpportunityKind::Vacancy, body: None }]
    }

    /// A follower that takes each page in time, and yet is too slow for all of them together.
    #[tokio::test]
    async fn all_pages_together_are_waited_for_within_a_bound() {
        const PAUSE: Duration = Duration::from_millis(20);
        const PAGES: usize = 60;
        let (changes, mut taken) = mpsc::channel(1);
        let (committed, _commit) = oneshot::channel();
        let mut telling = Telling { changes: Some(changes), committed, lag_left: 4 * PAUSE };
        let slow = tokio::spawn(async move {
            while taken.recv().await.is_some() {
                tokio::time::sleep(PAUSE).await;
            }
        });
        let mut told = 0;
        while told < PAGES && telling.tell(page()).await {
            told += 1;
        }
        assert!((1..PAGES).contains(&told), "{told} pages were told");
        drop(telling);
        slow.await.expect("the follower ends");
    }
}
