//! The numbers of one opportunity, read in the same way during a scan and for an explanation.

use crate::document::{Columns, GateBits, PackedTraits, Traits};
use loopbaanbrug_index::{Column, DocumentId, Row, Snapshot, TextMatches};

/// One opportunity's numbers.
pub(super) trait Facts {
    /// A number; none when the opportunity does not say.
    fn number(&self, column: Column) -> Option<i32>;

    /// Whether its text is among the matches.
    fn is_among(&self, matches: &TextMatches) -> bool;

    /// The traits.
    fn traits(&self, columns: &Columns) -> Traits {
        Traits::unpack(self.number(columns.traits).unwrap_or(0))
    }

    /// The traits as a scan reads them.
    #[inline]
    fn packed_traits(&self, columns: &Columns) -> PackedTraits {
        PackedTraits::of(self.number(columns.traits).unwrap_or(0))
    }

    /// The packed hard conditions.
    #[inline]
    fn gate_bits(&self, columns: &Columns) -> GateBits {
        GateBits::unpack(self.number(columns.gates))
    }
}

impl Facts for Row<'_> {
    #[inline]
    fn number(&self, column: Column) -> Option<i32> {
        Row::number(self, column)
    }

    fn is_among(&self, matches: &TextMatches) -> bool {
        self.matches(matches)
    }
}

/// One document outside a scan.
pub(super) struct At<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) id: DocumentId,
}

impl Facts for At<'_> {
    fn number(&self, column: Column) -> Option<i32> {
        self.snapshot.number(self.id, column)
    }

    fn is_among(&self, matches: &TextMatches) -> bool {
        matches.contains(self.id)
    }
}
