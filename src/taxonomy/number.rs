//! Dense numbers of concepts.

/// Number of a concept: dense from 0, in the order of keys, valid within one loaded [`Taxonomy`](super::Taxonomy) only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ConceptNumber(u32);

impl ConceptNumber {
    /// The number.
    #[must_use]
    pub fn get(self) -> u32 {
        self.0
    }

    /// The number as a place in a list.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// The number of a place in a list. A taxonomy holds at most [`MAX_CONCEPTS`](super::MAX_CONCEPTS), far below `u32::MAX`.
    pub(crate) fn of_index(index: usize) -> Self {
        Self(small(index))
    }

    pub(crate) fn of(number: u32) -> Self {
        Self(number)
    }
}

/// A count or place as 32 bits. Limits on concepts and labels keep every such number far below the maximum.
pub(crate) fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
