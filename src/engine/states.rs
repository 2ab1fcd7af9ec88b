//! The state served now and the few before it that sequences of pages may still need.

use super::{EngineError, Snapshot, limits};
use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::sync::watch;

/// States by age.
pub(super) struct States {
    current: watch::Sender<Arc<Snapshot>>,
    earlier: Mutex<VecDeque<(Instant, Arc<Snapshot>)>>,
    /// No question is answered from a state before this revision: what the catalogue had when the service started.
    ready_at: AtomicU64,
}

impl States {
    pub(super) fn new(first: Arc<Snapshot>, ready_at: u64) -> Self {
        Self { current: watch::Sender::new(first), earlier: Mutex::default(), ready_at: AtomicU64::new(ready_at) }
    }

    /// Whether the state served may be asked.
    pub(super) fn is_ready(&self) -> bool {
        self.is_late_enough(&self.current())
    }

    /// Waits until it may.
    pub(super) async fn ready(&self) {
        // The sender lives as long as `self`.
        let _ = self.current.subscribe().wait_for(|state| self.is_late_enough(state)).await;
    }

    /// Says that the catalogue has lost what came after this revision, so that nobody waits for it.
    pub(super) fn lost_after(&self, revision: u64) {
        self.ready_at.fetch_min(revision, Ordering::Relaxed);
    }

    fn is_late_enough(&self, state: &Snapshot) -> bool {
        state.revision() >= self.ready_at.load(Ordering::Relaxed)
    }

    pub(super) fn current(&self) -> Arc<Snapshot> {
        Arc::clone(&self.current.borrow())
    }

    /// Serves a new state and keeps the one before it for a while. The state served already stays as it is.
    pub(super) fn publish(&self, next: Arc<Snapshot>) {
        // Held while the state is replaced: whoever sees the new state must find the one before it.
        let mut earlier = self.earlier.lock().unwrap_or_else(PoisonError::into_inner);
        if Arc::ptr_eq(&self.current.borrow(), &next) {
            return;
        }
        // The same documents in fewer segments give the same answers: nobody needs the ones before.
        let same = self.current.borrow().name() == next.name();
        let before = self.current.send_replace(next);
        if !same {
            earlier.push_front((Instant::now(), before));
            earlier.truncate(limits::STATES_KEPT_MAX);
        }
        forget(&mut earlier);
    }

    /// Lets go of states that no sequence of pages may ask for any more.
    pub(super) fn forget_old(&self) {
        forget(&mut self.earlier.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// The state of a name, as long as it is kept.
    pub(super) fn named(&self, name: &str) -> Result<Arc<Snapshot>, EngineError> {
        // First: what is current goes among the earlier ones under the same lock.
        let earlier = self.earlier.lock().unwrap_or_else(PoisonError::into_inner);
        let current = self.current();
        if current.name() == name {
            return Ok(current);
        }
        let found = earlier.iter().find(|(_, snapshot)| snapshot.name() == name);
        found.map(|(_, snapshot)| Arc::clone(snapshot)).ok_or(EngineError::PageTokenExpired)
    }

    /// Waits for a state at or after a revision.
    pub(super) async fn reach(&self, revision: u64) -> Arc<Snapshot> {
        let mut states = self.current.subscribe();
        match states.wait_for(|snapshot| snapshot.revision() >= revision).await {
            Ok(snapshot) => Arc::clone(&snapshot),
            // The sender lives as long as `self`.
            Err(_) => self.current(),
        }
    }
}

fn forget(earlier: &mut VecDeque<(Instant, Arc<Snapshot>)>) {
    let kept = Duration::from_millis(limits::STATE_KEPT_MS);
    earlier.retain(|(replaced, _)| replaced.elapsed() < kept);
}
