//! A set of rows of one block, a bit each.

use std::ops::Range;

const WORD_BITS: usize = u64::BITS as usize;

/// A set of rows.
///
/// Useful for: asking of each row in a scan whether it is in the set. Not useful
/// for: small sets over many rows, since it costs a bit for every row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bits {
    words: Vec<u64>,
}

impl Bits {
    /// The empty set, with room for rows 0 to `rows` (exclusive).
    pub(crate) fn none(rows: usize) -> Self {
        Self { words: vec![0; rows.div_ceil(WORD_BITS)] }
    }

    /// The set of all rows from 0 to `rows` (exclusive).
    pub(crate) fn all(rows: usize) -> Self {
        let mut bits = Self { words: vec![u64::MAX; rows.div_ceil(WORD_BITS)] };
        if let Some(last) = bits.words.last_mut()
            && !rows.is_multiple_of(WORD_BITS)
        {
            *last >>= WORD_BITS - rows % WORD_BITS;
        }
        bits
    }

    pub(crate) fn insert(&mut self, row: usize) {
        self.words[row / WORD_BITS] |= 1 << (row % WORD_BITS);
    }

    #[inline(always)]
    pub(crate) fn contains(&self, row: usize) -> bool {
        self.words[row / WORD_BITS] >> (row % WORD_BITS) & 1 == 1
    }

    pub(crate) fn remove(&mut self, row: usize) {
        self.words[row / WORD_BITS] &= !(1 << (row % WORD_BITS));
    }

    /// The rows of a range that begins with a whole word, counted from its start.
    pub(crate) fn slice(&self, rows: Range<usize>) -> Self {
        debug_assert!(rows.start.is_multiple_of(WORD_BITS), "{rows:?} begins within a word");
        let mut bits = Self::all(rows.len());
        for (word, other) in bits.words.iter_mut().zip(&self.words[rows.start / WORD_BITS..]) {
            *word &= other;
        }
        bits
    }

    /// Replaces every word that is not empty by what `keep` makes of it, given the rows it stands for, and returns how
    /// many rows fell out. `keep` must not add rows.
    #[inline(always)]
    pub(crate) fn retain(&mut self, mut keep: impl FnMut(Range<usize>, u64) -> u64) -> u64 {
        let mut lost = 0;
        for (start, word) in (0..).step_by(WORD_BITS).zip(&mut self.words) {
            if *word != 0 {
                let kept = keep(start..start + WORD_BITS, *word);
                lost += u64::from((*word & !kept).count_ones());
                *word = kept;
            }
        }
        lost
    }

    /// Sees every word that is not empty, and the rows it stands for.
    #[inline(always)]
    pub(crate) fn for_each_word(&self, mut see: impl FnMut(Range<usize>, u64)) {
        for (start, &word) in (0..).step_by(WORD_BITS).zip(&self.words) {
            if word != 0 {
                see(start..start + WORD_BITS, word);
            }
        }
    }

    /// Sees every row in the set, ascending. Quicker than [`Self::iter`] where most rows are in the set.
    #[inline(always)]
    pub(crate) fn for_each(&self, mut see: impl FnMut(usize)) {
        for (start, &word) in (0..).step_by(WORD_BITS).zip(&self.words) {
            if word == u64::MAX {
                (start..start + WORD_BITS).for_each(&mut see);
            } else {
                ones(word).for_each(|bit| see(start + bit));
            }
        }
    }

    /// The rows in the set, ascending.
    pub(crate) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        (0..).step_by(WORD_BITS).zip(&self.words).flat_map(|(start, &word)| ones(word).map(move |bit| start + bit))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.words.iter().all(|&word| word == 0)
    }

    /// Keeps the rows that are in both sets.
    pub(crate) fn keep(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= other;
        }
    }

    /// The number of rows in the set.
    pub(crate) fn count(&self) -> u64 {
        self.words.iter().map(|word| u64::from(word.count_ones())).sum()
    }
}

/// A set of numbers that knows how many members are lower than each.
///
/// Useful for: finding what belongs to a member in a list of all members, at the
/// cost of two reads that lie side by side. Not useful for: sets that change.
pub(crate) struct Ranks {
    /// For every 64 numbers: a bit each, and how many members are lower than all of them.
    words: Vec<(u64, u32)>,
}

impl Ranks {
    /// The set of the numbers from 0 of which `members` says so.
    pub(crate) fn of(members: impl ExactSizeIterator<Item = bool>) -> Self {
        let mut words = vec![(0_u64, 0); members.len().div_ceil(WORD_BITS)];
        for (number, _) in members.enumerate().filter(|(_, member)| *member) {
            words[number / WORD_BITS].0 |= 1 << (number % WORD_BITS);
        }
        let mut lower = 0;
        for (word, lower_than_word) in &mut words {
            *lower_than_word = lower;
            lower += word.count_ones();
        }
        Self { words }
    }

    /// How many members are lower than this one; nothing when it is no member.
    #[inline(always)]
    pub(crate) fn rank(&self, number: usize) -> Option<usize> {
        let &(word, lower) = self.words.get(number / WORD_BITS)?;
        let bit = 1 << (number % WORD_BITS);
        (word & bit != 0).then(|| (lower + (word & (bit - 1)).count_ones()) as usize)
    }
}

/// The bits of a word that are set, ascending.
#[inline(always)]
pub(crate) fn ones(mut word: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = word.trailing_zeros() as usize;
        (word != 0).then(|| {
            word &= word - 1;
            bit
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{Bits, Ranks};

    #[test]
    fn a_rank_is_the_number_of_lower_members() {
        let members: Vec<bool> = (0..300).map(|number| number % 7 == 0 || number / 64 == 2).collect();
        let ranks = Ranks::of(members.iter().copied());
        for (number, &member) in members.iter().enumerate() {
            let lower = members[..number].iter().filter(|member| **member).count();
            assert_eq!(ranks.rank(number), member.then_some(lower), "{number}");
        }
        assert_eq!(ranks.rank(300), None);
        assert_eq!(ranks.rank(usize::MAX), None);
    }

    #[test]
    fn a_slice_holds_the_rows_of_its_range() {
        let mut bits = Bits::none(200);
        for row in [0, 63, 64, 100, 129, 199] {
            bits.insert(row);
        }
        assert_eq!(bits.slice(64..130).iter().collect::<Vec<_>>(), [0, 36, 65]);
        assert_eq!(bits.slice(64..129).iter().collect::<Vec<_>>(), [0, 36]);
        assert_eq!(bits.slice(128..200).iter().collect::<Vec<_>>(), [1, 71]);
    }

    #[test]
    fn all_holds_exactly_its_rows() {
        for rows in [0, 1, 63, 64, 65, 128, 200] {
            let all = Bits::all(rows);
            assert_eq!(all.count(), rows as u64, "{rows} rows");
            assert!((0..rows).all(|row| all.contains(row)), "{rows} rows");
        }
    }

    #[test]
    fn keep_is_the_intersection() {
        let mut left = Bits::none(130);
        let mut right = Bits::none(130);
        for row in [0, 64, 129] {
            left.insert(row);
        }
        for row in [1, 64, 129] {
            right.insert(row);
        }
        left.keep(&right);
        let kept: Vec<usize> = (0..130).filter(|&row| left.contains(row)).collect();
        assert_eq!(kept, [64, 129]);
    }
}
