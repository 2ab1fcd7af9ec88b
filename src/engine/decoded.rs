//! Opportunities that were decoded lately. In a conversation the same ones come back with every change of a wish, and reading
//! a record costs more than explaining it.

use crate::document::Listed;
use loopbaanbrug_index::DocumentId;
use std::{
    collections::{HashMap, hash_map::RandomState},
    hash::BuildHasher,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

/// Shelves, so that threads seldom wait for each other.
const SHELVES: usize = 16;
/// Opportunities on one shelf; a newcomer takes the place of the one that was not asked for longest.
const SHELF_MAX: usize = 128;
/// Larger records are decoded anew each time, so that all shelves of a state together hold at most 16 MiB of records.
const RECORD_BYTES_MAX: usize = 8 * 1_024;

/// Decoded opportunities of one state of the index.
pub(super) struct Decoded {
    shelves: [Mutex<HashMap<DocumentId, Kept>>; SHELVES],
    hasher: RandomState,
    /// Counts what is asked.
    clock: AtomicU64,
}

struct Kept {
    listed: Arc<Listed>,
    /// When it was last asked for, by the clock.
    asked: u64,
}

impl Decoded {
    pub(super) fn none() -> Self {
        Self { shelves: Default::default(), hasher: RandomState::new(), clock: AtomicU64::new(0) }
    }

    /// The opportunity, when it was decoded lately.
    pub(super) fn get(&self, id: DocumentId) -> Option<Arc<Listed>> {
        let asked = self.clock.fetch_add(1, Ordering::Relaxed);
        let mut shelf = self.shelf(id);
        let kept = shelf.get_mut(&id)?;
        kept.asked = asked;
        Some(Arc::clone(&kept.listed))
    }

    /// Keeps an opportunity that was decoded from a record of so many bytes.
    pub(super) fn keep(&self, id: DocumentId, listed: &Arc<Listed>, record_bytes: usize) {
        if record_bytes > RECORD_BYTES_MAX {
            return;
        }
        let mut shelf = self.shelf(id);
        if shelf.len() >= SHELF_MAX
            && let Some(oldest) = shelf.iter().min_by_key(|(_, kept)| kept.asked).map(|(id, _)| *id)
        {
            shelf.remove(&oldest);
        }
        shelf.insert(id, Kept { listed: Arc::clone(listed), asked: self.clock.fetch_add(1, Ordering::Relaxed) });
    }

    fn shelf(&self, id: DocumentId) -> MutexGuard<'_, HashMap<DocumentId, Kept>> {
        // Any shelf will do, as long as it is always the same.
        let number = self.hasher.hash_one(id).to_le_bytes()[0];
        self.shelves[usize::from(number) % SHELVES].lock().unwrap_or_else(PoisonError::into_inner)
    }
}
