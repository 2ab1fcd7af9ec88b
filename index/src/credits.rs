//! What a caller gives for each term, and the sum of it over a document: the
//! innermost loop of a scan. Which documents are summed stands in `scan`.

use std::fmt;

use crate::block::{Block, LANES};
use crate::document::{Term, packed_term, packed_weight};
use crate::error::{Result, within};

/// What the caller gives for each term, per mille: 1,000 is the whole weight.
///
/// Useful for: soft matching at no extra cost, since any number of terms may have
/// a credit. Not useful for: keeping many of; each takes up to two megabytes.
///
/// ```
/// use loopbaanbrug_index::{Credits, Term};
/// let mut credits = Credits::from_values(&[0, 1_000])?;
/// let near = Term::new(7).expect("below the limit");
/// credits.set(near, 600)?;
/// assert_eq!(credits.get(near), 600);
/// assert_eq!(credits.get(Term::new(8).expect("below the limit")), 0);
/// # Ok::<(), loopbaanbrug_index::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Credits {
    /// As long as there can be terms, so that the inner loop needs no check.
    table: Box<[u16; CREDITS]>,
}

const CREDITS: usize = Term::LIMIT as usize;

/// How much of a document's weight the credits cover.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Share {
    /// Σ credit · weight over the document's terms, at most 1,000 times `of`.
    pub got: u64,
    /// Σ weight over the document's terms.
    pub of: u64,
}

impl Credits {
    /// The highest credit: the whole weight of a term.
    pub const CREDIT_LIMIT: u16 = 1_000;

    /// No credit for any term.
    #[must_use]
    pub fn none() -> Self {
        // By way of a vector, since an array this long does not fit on every stack.
        let table = vec![0; CREDITS].into_boxed_slice();
        Self { table: table.try_into().expect("the vector has the length of the table") }
    }

    /// A credit for each term from 0; terms after the last value have none.
    ///
    /// # Errors
    ///
    /// [`crate::Error::TooLarge`] for a credit over [`Self::CREDIT_LIMIT`] or for more
    /// values than there are terms.
    pub fn from_values(values: &[u16]) -> Result<Self> {
        within("credits", values.len(), CREDITS)?;
        for &value in values {
            check_credit(value)?;
        }
        let mut credits = Self::none();
        credits.table[..values.len()].copy_from_slice(values);
        Ok(credits)
    }

    /// Sets the credit of a term.
    ///
    /// # Errors
    ///
    /// [`crate::Error::TooLarge`] for a credit over [`Self::CREDIT_LIMIT`].
    pub fn set(&mut self, term: Term, credit: u16) -> Result<()> {
        check_credit(credit)?;
        self.table[term.get() as usize] = credit;
        Ok(())
    }

    /// The credit of a term.
    #[must_use]
    pub fn get(&self, term: Term) -> u16 {
        self.table[term.get() as usize]
    }

    /// How much of a row's weight the credits cover. This is the innermost loop of
    /// a scan. 32 bits are enough for the limits of a document and of a credit.
    #[inline(always)]
    pub(crate) fn share(&self, block: &Block, row: usize) -> Share {
        let mut sums = [0_u32; LANES];
        for group in block.groups(row) {
            for (sum, &packed) in sums.iter_mut().zip(group) {
                let credit = self.table[packed_term(packed) as usize];
                *sum += u32::from(credit) * packed_weight(packed);
            }
        }
        Share { got: u64::from(sums.iter().sum::<u32>()), of: u64::from(block.weight_total(row)) }
    }
}

impl fmt::Debug for Credits {
    /// Shows only the terms that have a credit.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = self.table.iter().enumerate();
        let credits = all.filter(|&(_, &credit)| credit > 0);
        formatter.debug_map().entries(credits).finish()
    }
}

impl Default for Credits {
    fn default() -> Self {
        Self::none()
    }
}

fn check_credit(credit: u16) -> Result<()> {
    let limit = usize::from(Credits::CREDIT_LIMIT);
    within("per mille of credit", usize::from(credit), limit)
}
