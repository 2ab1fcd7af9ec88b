//! What a caller gives for each term, and the share of a document that it covers.
//! How a scan adds credits up over many documents stands in `postings`.

use std::cmp::Reverse;
use std::fmt;

use crate::block::Block;
use crate::document::{Term, packed_weight, unpack};
use crate::error::{Result, within};

/// What the caller gives for each term, per mille: 1,000 is the whole weight.
///
/// Useful for: soft matching, since a term that is only near to another costs no
/// more than any other: the documents that hold it.
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
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Credits {
    /// Each term once, ascending, with a credit over 0.
    credited: Vec<(Term, u16)>,
}

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
        Self::default()
    }

    /// Credits of terms in any order; of several for one term the highest counts.
    ///
    /// # Errors
    ///
    /// [`crate::Error::TooLarge`] for a credit over [`Self::CREDIT_LIMIT`].
    pub fn of(mut credited: Vec<(Term, u16)>) -> Result<Self> {
        for &(_, credit) in &credited {
            check_credit(credit)?;
        }
        credited.retain(|&(_, credit)| credit > 0);
        credited.sort_unstable_by_key(|&(term, credit)| (term, Reverse(credit)));
        credited.dedup_by_key(|&mut (term, _)| term);
        Ok(Self { credited })
    }

    /// A credit for each term from 0; terms after the last value have none.
    ///
    /// # Errors
    ///
    /// [`crate::Error::TooLarge`] for a credit over [`Self::CREDIT_LIMIT`] or for more
    /// values than there are terms.
    pub fn from_values(values: &[u16]) -> Result<Self> {
        within("credits", values.len(), Term::LIMIT as usize)?;
        Self::of((0..).map_while(Term::new).zip(values.iter().copied()).collect())
    }

    /// Sets the credit of a term.
    ///
    /// # Errors
    ///
    /// [`crate::Error::TooLarge`] for a credit over [`Self::CREDIT_LIMIT`].
    pub fn set(&mut self, term: Term, credit: u16) -> Result<()> {
        check_credit(credit)?;
        match (self.place(term), credit) {
            (Ok(place), 0) => drop(self.credited.remove(place)),
            (Ok(place), _) => self.credited[place].1 = credit,
            (Err(_), 0) => {}
            (Err(place), _) => self.credited.insert(place, (term, credit)),
        }
        Ok(())
    }

    /// The credit of a term.
    #[must_use]
    pub fn get(&self, term: Term) -> u16 {
        self.place(term).map_or(0, |place| self.credited[place].1)
    }

    /// The terms that have a credit, ascending.
    pub fn iter(&self) -> impl Iterator<Item = (Term, u16)> + '_ {
        self.credited.iter().copied()
    }

    fn place(&self, term: Term) -> std::result::Result<usize, usize> {
        self.credited.binary_search_by_key(&term, |&(term, _)| term)
    }

    /// How much of one row's weight the credits cover.
    pub(crate) fn share(&self, block: &Block, row: usize) -> Share {
        let terms = block.terms(row).iter();
        let got = |&packed: &u32| {
            unpack(packed).map_or(0, |(term, _)| u64::from(self.get(term)) * u64::from(packed_weight(packed)))
        };
        Share { got: terms.map(got).sum(), of: u64::from(block.weight_totals()[row]) }
    }
}

impl fmt::Debug for Credits {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_map().entries(self.iter()).finish()
    }
}

fn check_credit(credit: u16) -> Result<()> {
    let limit = usize::from(Credits::CREDIT_LIMIT);
    within("per mille of credit", usize::from(credit), limit)
}
