//! Which rows hold a term, and how heavily: the lists that a scan adds up. Windows
//! of rows are small enough that the sums of one stay in the processor's nearest
//! caches while many lists are added to them.

use std::hint;

use crate::bits::Ranks;
use crate::credits::Credits;
use crate::document::{IN_FAMILY_BITS, packed_family, packed_member, packed_weight};

/// Most rows in one window: their sums take 128 KB, and their numbers fit beside what an entry says of a term.
pub(crate) const WINDOW_ROWS_MAX: u32 = 1 << 15;
/// Windows begin where a word of a set of rows begins.
const WINDOW_ROWS_STEP: u32 = u64::BITS;

/// Rows in each window of so many rows, the last perhaps fewer: no more windows than need be, of about the same length, so
/// that threads that share them end at about the same time.
pub(crate) fn window_rows(rows: u32) -> u32 {
    let windows = rows.div_ceil(WINDOW_ROWS_MAX).max(1);
    rows.div_ceil(windows).max(1).next_multiple_of(WINDOW_ROWS_STEP)
}

/// Lists of which the beginnings are asked for at once. They lie far apart, and a question finds few of them in the
/// processor's caches: waiting for one after the other took longer than adding them up.
const LISTS_TOGETHER: usize = 16;
/// Entries that come from memory in one go, 64 bytes.
const ENTRIES_OF_LINE: usize = 16;
/// Of each list; of a longer one the processor itself foresees the rest.
const LINES_ASKED_FOR: usize = 8;

/// What is left of an entry beside the row: the member of the family and the weight, as in a packed term.
const IN_FAMILY_MASK: u32 = (1 << IN_FAMILY_BITS) - 1;

/// The terms of up to [`WINDOW_ROWS_MAX`] rows, by family.
///
/// Useful for: adding up a few thousand of many thousand terms over all rows. Not
/// useful for: the terms of one row; those stand in the block.
pub(crate) struct Postings {
    /// The families of which any term weighs anything.
    families: Ranks,
    /// Where in `entries` the list of each of them starts; one more than there are families.
    starts: Vec<u32>,
    /// Row in the window, member of the family and weight, by family and then by row.
    entries: Vec<u32>,
}

impl Postings {
    /// Of the packed terms of each row, in the order of the rows.
    pub(crate) fn of<'a>(rows: &(impl Iterator<Item = &'a [u32]> + Clone)) -> Self {
        let weighing = || {
            let entries = (0_u32..).zip(rows.clone()).flat_map(|(row, terms)| terms.iter().map(move |&it| (row, it)));
            entries.filter(|&(_, packed)| packed_weight(packed) > 0)
        };
        // How often each family stands, then where its list starts, then where its next entry goes.
        let mut places: Vec<u32> = Vec::new();
        for (_, packed) in weighing() {
            let family = packed_family(packed) as usize;
            places.resize(places.len().max(family + 1), 0);
            places[family] += 1;
        }
        let families = Ranks::of(places.iter().map(|&count| count > 0));
        let mut starts = Vec::new();
        let mut end = 0;
        for place in places.iter_mut().filter(|count| **count > 0) {
            starts.push(end);
            end += std::mem::replace(place, end);
        }
        starts.push(end);
        let mut postings = Self { families, starts, entries: vec![0; end as usize] };
        for (row, packed) in weighing() {
            let place = &mut places[packed_family(packed) as usize];
            postings.entries[*place as usize] = row << IN_FAMILY_BITS | packed & IN_FAMILY_MASK;
            *place += 1;
        }
        postings
    }

    /// Adds credit · weight of every credited term to the sums of its rows. 32 bits
    /// are enough for the limits of a document and of a credit.
    ///
    /// This is the innermost loop of a scan. It looks at the lists of the credited
    /// families and at nothing else.
    pub(crate) fn add(&self, credits: &Credits, sums: &mut [u32]) {
        let lists = credits.families().iter().map(|(family, credits)| (self.entries(*family), credits));
        let lists: Vec<_> = lists.filter(|(entries, _)| !entries.is_empty()).collect();
        for together in lists.chunks(LISTS_TOGETHER) {
            ask_for(together.iter().map(|(entries, _)| *entries));
            for (entries, credits) in together {
                for &entry in *entries {
                    let credit = u32::from(credits[packed_member(entry)]);
                    sums[(entry >> IN_FAMILY_BITS) as usize] += credit * packed_weight(entry);
                }
            }
        }
    }

    /// The list of a family, empty when no row has it.
    #[inline(always)]
    fn entries(&self, family: u32) -> &[u32] {
        match self.families.rank(family as usize) {
            Some(place) => &self.entries[self.starts[place] as usize..self.starts[place + 1] as usize],
            None => &[],
        }
    }
}

/// Reads the beginnings of lists, none of which waits for another, so that they are near when they are added up.
#[inline(always)]
fn ask_for<'a>(lists: impl Iterator<Item = &'a [u32]>) {
    let beginnings = lists.flat_map(|entries| entries.iter().step_by(ENTRIES_OF_LINE).take(LINES_ASKED_FOR));
    hint::black_box(beginnings.fold(0, |read, entry| read ^ entry));
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
