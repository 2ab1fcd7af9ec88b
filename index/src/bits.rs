//! A set of rows of one block, a bit each.

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

#[cfg(test)]
mod tests {
    use super::Bits;

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
