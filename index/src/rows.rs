//! What a judge sees of the documents during a scan: a window of rows with its
//! columns, which of them are still in, and the share of each.

use std::fmt;
use std::ops::Range;

use crate::bits::{Bits, ones};
use crate::credits::{LeastShare, Share};
use crate::document::ABSENT;
use crate::layout::Column;
use crate::postings::{Postings, window_rows};
use crate::snapshot::{DocumentId, Part};
use crate::text::TextMatches;

/// Some documents that stand one after the other, numbered from 0: their places.
///
/// Useful for: conditions on one number, asked of a whole column at a time.
#[derive(Clone, Copy)]
pub struct Rows<'a> {
    part: &'a Part,
    part_number: u32,
    serial: u64,
    window: usize,
    start: u32,
    len: usize,
}

/// One document during a scan.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    part: &'a Part,
    id: DocumentId,
    serial: u64,
}

/// A set of places in [`Rows`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowSet(Bits);

/// The share of each place in [`Rows`].
#[derive(Clone, Copy, Debug)]
pub struct Shares<'a> {
    pub(crate) got: &'a [u32],
    pub(crate) of: &'a [u32],
}

impl<'a> Rows<'a> {
    /// All rows of a part, a window at a time, not [numbered](Self::numbered) yet.
    pub(crate) fn of_part(part: &'a Part, part_number: u32, serial: u64) -> impl Iterator<Item = Self> {
        let window = window_rows(part.rows());
        let starts = (0..part.rows()).step_by(window as usize);
        starts.map(move |start| {
            let end = part.rows().min(start.saturating_add(window));
            Self { part, part_number, serial, window: 0, start, len: (start..end).len() }
        })
    }

    pub(crate) fn numbered(self, window: usize) -> Self {
        Self { window, ..self }
    }

    /// Which of the snapshot's [windows](crate::Snapshot::windows) it is, from 0.
    #[must_use]
    pub fn window(&self) -> usize {
        self.window
    }

    /// The number of places, removed documents included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are no places.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// A column by place; [`Rows::ABSENT`] where a document has no number.
    ///
    /// # Panics
    ///
    /// When the column is not of this layout.
    #[must_use]
    pub fn numbers(&self, column: Column) -> &'a [i32] {
        &self.part.block.numbers(column.0)[self.range()]
    }

    /// Stands in a column where a document has no number; no document can have it.
    pub const ABSENT: i32 = ABSENT;

    /// The document in a place.
    ///
    /// # Panics
    ///
    /// [`Row`]'s methods panic when there is no such place.
    #[inline]
    #[must_use]
    pub fn row(&self, place: usize) -> Row<'a> {
        let offset = u32::try_from(place).unwrap_or(u32::MAX);
        let id = DocumentId { part: self.part_number, row: self.start.saturating_add(offset) };
        Row { part: self.part, id, serial: self.serial }
    }

    /// The places whose documents were not removed.
    #[must_use]
    pub fn alive(&self) -> RowSet {
        RowSet(self.part.alive.as_ref().map_or_else(|| Bits::all(self.len), |alive| alive.slice(self.range())))
    }

    /// The sum of the weights of each place.
    pub(crate) fn weight_totals(&self) -> &'a [u32] {
        &self.part.block.weight_totals()[self.range()]
    }

    /// The terms of the same rows, by term.
    pub(crate) fn postings(&self) -> &'a Postings {
        self.part.block.postings((self.start / window_rows(self.part.rows())) as usize)
    }

    fn range(&self) -> Range<usize> {
        let start = self.start as usize;
        start..start + self.len
    }
}

impl fmt::Debug for Rows<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("Rows");
        shown.field("part", &self.part_number).field("rows", &self.range());
        shown.finish_non_exhaustive()
    }
}

impl<'a> Row<'a> {
    pub(crate) fn new(part: &'a Part, id: DocumentId, serial: u64) -> Self {
        Self { part, id, serial }
    }

    /// The document.
    #[must_use]
    pub fn id(&self) -> DocumentId {
        self.id
    }

    /// Its key.
    #[must_use]
    pub fn key(&self) -> &'a str {
        self.part.block.key(self.id.row as usize)
    }

    /// One of its numbers.
    ///
    /// # Panics
    ///
    /// When the column is not of this layout.
    #[inline]
    #[must_use]
    pub fn number(&self, column: Column) -> Option<i32> {
        self.part.block.number(column.0, self.id.row as usize)
    }

    /// Whether it matches a text query.
    ///
    /// # Panics
    ///
    /// When the matches were found in another snapshot.
    #[inline]
    #[must_use]
    pub fn matches(&self, matches: &TextMatches) -> bool {
        assert_eq!(self.serial, matches.serial(), "matches of another snapshot");
        matches.contains(self.id)
    }
}

impl fmt::Debug for Row<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("Row");
        shown.field("id", &self.id).field("key", &self.key());
        shown.finish_non_exhaustive()
    }
}

impl RowSet {
    /// The number of places in the set.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.0.count()
    }

    /// Whether the set has no places.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The places, ascending.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.iter()
    }

    /// Sees every place, ascending. Quicker than [`Self::iter`] where most places are in the set.
    #[inline(always)]
    pub fn for_each(&self, see: impl FnMut(usize)) {
        self.0.for_each(see);
    }

    /// Keeps the places of which `keep` holds and returns how many fell out.
    pub fn retain(&mut self, mut keep: impl FnMut(usize) -> bool) -> u64 {
        self.0.retain(|places, word| {
            let mut kept = 0;
            for bit in ones(word) {
                kept |= u64::from(keep(places.start + bit)) << bit;
            }
            kept
        })
    }

    /// The same by a number of each place: `numbers` is a column of the same rows.
    /// Numbers of places that fell out before are looked at too, all in one go.
    pub fn retain_numbers(&mut self, numbers: &[i32], keep: impl Fn(i32) -> bool) -> u64 {
        self.0.retain(|places, word| {
            let numbers = &numbers[places.start..places.end.min(numbers.len())];
            word & mask(numbers.iter().map(|number| keep(*number)))
        })
    }

    /// Keeps the places whose share is enough.
    pub fn retain_shares(&mut self, shares: Shares<'_>, least: LeastShare) {
        if least != LeastShare::ANY {
            self.0.retain(|places, word| word & shares.meeting(least, places));
        }
    }

    /// Sees, ascending, the places whose share is enough, where what `see` returns is enough from then on. Of a few places
    /// that come right after a change, some may be seen whose share is less.
    #[inline(always)]
    pub(crate) fn for_each_with_least(
        &self,
        shares: Shares<'_>,
        mut least: LeastShare,
        mut see: impl FnMut(usize) -> LeastShare,
    ) {
        self.0.for_each_word(|places, word| {
            let start = places.start;
            let enough = if least == LeastShare::ANY { word } else { word & shares.meeting(least, places) };
            for bit in ones(enough) {
                least = see(start + bit);
            }
        });
    }

    pub(crate) fn remove(&mut self, place: usize) {
        self.0.remove(place);
    }
}

/// A bit for each of up to 64 that holds. A byte for each first, which the compiler does several at once, and
/// then eight bytes at a time into eight bits.
#[inline(always)]
fn mask(holding: impl Iterator<Item = bool>) -> u64 {
    let mut held = [[0_u8; 8]; 8];
    for (held, holds) in held.as_flattened_mut().iter_mut().zip(holding) {
        *held = u8::from(holds);
    }
    (0..64).step_by(8).zip(held).fold(0, |mask, (shift, held)| mask | bits(held) << shift)
}

/// Eight bytes of 0 or 1 as eight bits, the first one lowest. The product moves byte `i` to bit `56 + i`: the powers of
/// two that the factor is made of lie seven apart, so that no two of its terms meet.
#[inline(always)]
fn bits(held: [u8; 8]) -> u64 {
    u64::from_le_bytes(held).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

impl Shares<'_> {
    /// The share of a place.
    ///
    /// # Panics
    ///
    /// When there is no such place.
    #[inline]
    #[must_use]
    pub fn get(&self, place: usize) -> Share {
        Share { got: u64::from(self.got[place]), of: u64::from(self.of[place]) }
    }

    /// A bit for each of up to 64 places whose share is enough.
    #[inline(always)]
    fn meeting(&self, least: LeastShare, places: Range<usize>) -> u64 {
        let places = places.start..places.end.min(self.got.len());
        let shares = self.got[places.clone()].iter().zip(&self.of[places]);
        mask(shares.map(|(&got, &of)| least.is_met(got, of)))
    }
}

#[cfg(test)]
mod tests {
    use super::{RowSet, Shares, bits, mask};
    use crate::bits::Bits;
    use crate::credits::LeastShare;
    use crate::document::Document;

    #[test]
    fn every_pattern_of_eight_has_its_bits() {
        for pattern in 0..=u8::MAX {
            let held = std::array::from_fn(|bit| pattern >> bit & 1);
            assert_eq!(bits(held), u64::from(pattern));
        }
    }

    #[test]
    fn a_mask_has_a_bit_for_each_that_holds_and_none_beyond_the_end() {
        let holding: Vec<bool> = (0..100).map(|place| place * 37 % 11 >= 5).collect();
        for part in holding.chunks(64) {
            let holding = part.iter().enumerate().filter(|(_, holds)| **holds);
            assert_eq!(mask(part.iter().copied()), holding.fold(0, |mask, (place, _)| mask | 1_u64 << place));
        }
    }

    #[test]
    fn shares_meet_a_least_share_many_at_a_time_as_they_do_one_by_one() {
        let got: Vec<u32> = (0..100).map(|place| place * 7_919 % 90_000).chain([0, u32::MAX]).collect();
        let of: Vec<u32> = (0..100).map(|place| place * 31 % 90).chain([0, Document::WEIGHT_TOTAL_MAX]).collect();
        let shares = Shares { got: &got, of: &of };
        for (permille, beside) in [(0, 0), (1, 0), (333, 20), (1_000, 7), (u64::MAX, u64::MAX)] {
            let least = LeastShare::new(permille, beside);
            let met = (0..got.len()).filter(|place| least.is_met_by(shares.get(*place)));
            let mut kept = RowSet(Bits::all(got.len()));
            kept.retain_shares(shares, least);
            assert!(kept.iter().eq(met), "{permille} of {beside} more");
        }
    }
}
