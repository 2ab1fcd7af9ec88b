//! Which rows hold a term, and how heavily: the lists that a scan adds up. Windows
//! of rows are small enough that the sums of one stay in the processor's nearest
//! caches while many lists are added to them.

use crate::bits::Ranks;
use crate::credits::Credits;
use crate::document::{packed_term, packed_weight};

/// Most rows in one window: their sums take 128 KB.
pub(crate) const WINDOW_ROWS_MAX: u32 = 1 << 15;
/// Windows begin where a word of a set of rows begins.
const WINDOW_ROWS_STEP: u32 = u64::BITS;

/// Rows in each window of so many rows, the last perhaps fewer: no more windows than need be, of about the same length, so
/// that threads that share them end at about the same time.
pub(crate) fn window_rows(rows: u32) -> u32 {
    let windows = rows.div_ceil(WINDOW_ROWS_MAX).max(1);
    rows.div_ceil(windows).max(1).next_multiple_of(WINDOW_ROWS_STEP)
}

const ROW_SHIFT: u32 = 16;
const WEIGHT_MASK: u32 = (1 << ROW_SHIFT) - 1;

/// The terms of up to [`WINDOW_ROWS_MAX`] rows, by term.
///
/// Useful for: adding up a few thousand of many thousand terms over all rows. Not
/// useful for: the terms of one row; those stand in the block.
pub(crate) struct Postings {
    /// The terms that weigh anything.
    terms: Ranks,
    /// Where in `entries` the list of each of them starts; one more than there are terms.
    starts: Vec<u32>,
    /// Row in the window and weight, by term and then by row.
    entries: Vec<u32>,
}

impl Postings {
    /// Of the packed terms of each row, in the order of the rows.
    pub(crate) fn of<'a>(rows: &(impl Iterator<Item = &'a [u32]> + Clone)) -> Self {
        let weighing = || {
            let entries =
                (0_u32..).zip(rows.clone()).flat_map(|(row, terms)| terms.iter().map(move |&packed| (row, packed)));
            let entries = entries.map(|(row, packed)| (packed_term(packed), row, packed_weight(packed)));
            entries.filter(|&(_, _, weight)| weight > 0)
        };
        // How often each term stands, then where its list starts, then where its next entry goes.
        let mut places: Vec<u32> = Vec::new();
        for (term, ..) in weighing() {
            places.resize(places.len().max(term as usize + 1), 0);
            places[term as usize] += 1;
        }
        let terms = Ranks::of(places.iter().map(|&count| count > 0));
        let mut starts = Vec::new();
        let mut end = 0;
        for place in places.iter_mut().filter(|count| **count > 0) {
            starts.push(end);
            end += std::mem::replace(place, end);
        }
        starts.push(end);
        let mut postings = Self { terms, starts, entries: vec![0; end as usize] };
        for (term, row, weight) in weighing() {
            let place = &mut places[term as usize];
            postings.entries[*place as usize] = row << ROW_SHIFT | weight;
            *place += 1;
        }
        postings
    }

    /// Adds credit · weight of every credited term to the sums of its rows. 32 bits
    /// are enough for the limits of a document and of a credit.
    ///
    /// This is the innermost loop of a scan. It looks at the lists of the credited
    /// terms and at nothing else.
    pub(crate) fn add(&self, credits: &Credits, sums: &mut [u32]) {
        for (term, credit) in credits.iter() {
            for &entry in self.entries(term.get()) {
                sums[(entry >> ROW_SHIFT) as usize] += u32::from(credit) * (entry & WEIGHT_MASK);
            }
        }
    }

    /// The list of a term, empty when no row has it.
    #[inline(always)]
    fn entries(&self, term: u32) -> &[u32] {
        match self.terms.rank(term as usize) {
            Some(place) => &self.entries[self.starts[place] as usize..self.starts[place + 1] as usize],
            None => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{WINDOW_ROWS_MAX, window_rows};

    #[test]
    fn windows_are_few_and_about_as_long() {
        for rows in [1, 63, 64, 65, 32_768, 32_769, 40_000, 100_000, 1_000_000, 3_000_001] {
            let window = window_rows(rows);
            assert!(window <= WINDOW_ROWS_MAX && window.is_multiple_of(64), "{rows}: {window}");
            assert_eq!(rows.div_ceil(window), rows.div_ceil(WINDOW_ROWS_MAX), "{rows}: as few as can be");
            let last = rows - (rows.div_ceil(window) - 1) * window;
            assert!(window - last < 64 * rows.div_ceil(window), "{rows}: the last has {last} of {window}");
        }
        assert_eq!(window_rows(0), 64);
    }
}
