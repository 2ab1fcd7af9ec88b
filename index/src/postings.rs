//! Which rows hold a term, and how heavily: the lists that a scan adds up. Windows
//! of rows are small enough that the sums of one stay in the processor's nearest
//! caches while many lists are added to them.

use std::ops::Range;

use crate::credits::Credits;
use crate::document::{packed_term, packed_weight};

/// Rows in one window: as many as 16 bits can number.
pub(crate) const WINDOW_ROWS: u32 = 1 << u16::BITS;

const ROW_SHIFT: u32 = 16;
const WEIGHT_MASK: u32 = (1 << ROW_SHIFT) - 1;

/// The terms of up to [`WINDOW_ROWS`] rows, by term.
///
/// Useful for: adding up a few thousand of many thousand terms over all rows. Not
/// useful for: the terms of one row; those stand in the block.
pub(crate) struct Postings {
    /// The distinct terms that weigh anything, ascending.
    terms: Vec<u32>,
    /// Where in `entries` the list of each term starts; one more than there are terms.
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
        let mut postings = Self { terms: Vec::new(), starts: Vec::new(), entries: Vec::new() };
        let mut end = 0;
        for (term, place) in (0..).zip(&mut places).filter(|(_, count)| **count > 0) {
            postings.terms.push(term);
            postings.starts.push(end);
            end += std::mem::replace(place, end);
        }
        postings.starts.push(end);
        postings.entries.resize(end as usize, 0);
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
        let mut place = 0;
        for (term, credit) in credits.iter() {
            place += skip_lower(&self.terms[place..], term.get());
            if self.terms.get(place) == Some(&term.get()) {
                for &entry in &self.entries[self.span(place)] {
                    sums[(entry >> ROW_SHIFT) as usize] += u32::from(credit) * (entry & WEIGHT_MASK);
                }
            }
        }
    }

    fn span(&self, place: usize) -> Range<usize> {
        self.starts[place] as usize..self.starts[place + 1] as usize
    }
}

/// The number of leading terms that are lower than `term`, found by doubling
/// steps: the credited terms come in order and are often near to each other.
fn skip_lower(terms: &[u32], term: u32) -> usize {
    let mut reach = 1;
    while terms.get(reach - 1).is_some_and(|&other| other < term) {
        reach *= 2;
    }
    let low = reach / 2;
    let high = reach.min(terms.len());
    low + terms[low..high].partition_point(|&other| other < term)
}

#[cfg(test)]
mod tests {
    use super::skip_lower;

    #[test]
    fn skipping_is_the_same_as_counting() {
        let terms: Vec<u32> = (0..50).map(|number| number * 3).collect();
        for length in 0..terms.len() {
            for term in 0..155 {
                let counted = terms[..length].iter().filter(|&&other| other < term).count();
                assert_eq!(skip_lower(&terms[..length], term), counted, "{term} among {length}");
            }
        }
    }
}
