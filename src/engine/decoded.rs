//! Opportunities that were decoded lately. In a conversation the same ones come back with every change of a wish, and reading
//! a record costs more than explaining it.

use crate::document::Listed;
use loopbaanbrug_index::DocumentId;
use std::{
    collections::hash_map::RandomState,
    hash::BuildHasher,
    sync::{Arc, Mutex, PoisonError},
};

/// Opportunities kept for one state; each newcomer takes the place of the one that stood in its slot.
const SLOTS: usize = 2_048;
/// Larger records are decoded anew each time, so that all slots of a state together hold at most 16 MiB of records.
const RECORD_BYTES_MAX: usize = 8 * 1_024;

type Slot = Mutex<Option<(DocumentId, Arc<Listed>)>>;

/// Decoded opportunities of one state of the index.
pub(super) struct Decoded {
    slots: Box<[Slot]>,
    hasher: RandomState,
}

impl Decoded {
    pub(super) fn none() -> Self {
        Self { slots: (0..SLOTS).map(|_| Slot::default()).collect(), hasher: RandomState::new() }
    }

    /// The opportunity, when it was decoded lately.
    pub(super) fn get(&self, id: DocumentId) -> Option<Arc<Listed>> {
        let slot = self.slot(id)?.lock().unwrap_or_else(PoisonError::into_inner);
        slot.as_ref().filter(|(held, _)| *held == id).map(|(_, listed)| Arc::clone(listed))
    }

    /// Keeps an opportunity that was decoded from a record of so many bytes.
    pub(super) fn keep(&self, id: DocumentId, listed: &Arc<Listed>, record_bytes: usize) {
        if record_bytes <= RECORD_BYTES_MAX
            && let Some(slot) = self.slot(id)
        {
            *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some((id, Arc::clone(listed)));
        }
    }

    fn slot(&self, id: DocumentId) -> Option<&Slot> {
        let slots = u64::try_from(self.slots.len()).ok()?;
        let place = usize::try_from(self.hasher.hash_one(id) % slots).ok()?;
        self.slots.get(place)
    }
}
