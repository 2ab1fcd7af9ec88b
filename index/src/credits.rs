//! What a caller gives for each term, and the share of a document that it covers.
//! How a scan adds credits up over many documents stands in `postings`.

use std::fmt;

use crate::block::Block;
use crate::document::{Document, Term, packed_weight, unpack};
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
    /// Each family once, ascending, of which any term has a credit over 0.
    families: Vec<(u32, OfFamily)>,
}

/// A credit for each member of a family.
type OfFamily = [u16; Term::FAMILY];

/// How much of a document's weight the credits cover.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Share {
    /// Σ credit · weight over the document's terms, at most 1,000 times `of`.
    pub got: u64,
    /// Σ weight over the document's terms.
    pub of: u64,
}

/// A condition that many shares can be asked at once: that [`Share::got`] is at least so
/// many thousandths of [`Share::of`] and of a weight beside it.
///
/// ```
/// use loopbaanbrug_index::{LeastShare, Share};
/// let half = LeastShare::new(500, 10);
/// assert!(half.is_met_by(Share { got: 15_000, of: 20 }));
/// assert!(!half.is_met_by(Share { got: 14_999, of: 20 }));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeastShare {
    permille: u32,
    beside: u32,
}

impl LeastShare {
    /// Met by every share.
    pub const ANY: Self = Self { permille: 0, beside: 0 };

    /// More than the whole: met by no share of anything.
    const PERMILLE_MAX: u32 = 1_001;
    /// With it, permille · (of + beside) stays below 2³² for the largest document.
    const BESIDE_MAX: u32 = u32::MAX / Self::PERMILLE_MAX - Document::WEIGHT_TOTAL_MAX;

    /// So many thousandths of the weight and of `beside`. A weight beside it that is beyond what 32 bits hold counts as
    /// less, so that the condition is weaker than asked and never stricter.
    #[must_use]
    pub fn new(permille: u64, beside: u64) -> Self {
        let at_most = |number: u64, most: u32| u32::try_from(number).map_or(most, |number| number.min(most));
        Self { permille: at_most(permille, Self::PERMILLE_MAX), beside: at_most(beside, Self::BESIDE_MAX) }
    }

    /// Whether a share meets it.
    #[must_use]
    pub fn is_met_by(self, share: Share) -> bool {
        share.got >= u64::from(self.permille) * (share.of + u64::from(self.beside))
    }

    /// The same for the sums of a scan.
    #[inline(always)]
    pub(crate) fn is_met(self, got: u32, of: u32) -> bool {
        got >= self.permille * (of + self.beside)
    }
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
    pub fn of(credited: impl IntoIterator<Item = (Term, u16)>) -> Result<Self> {
        let alone = |(term, credit): (Term, u16)| {
            let mut credits = OfFamily::default();
            credits[term.member() as usize] = credit;
            (term.family(), credits)
        };
        Self::of_families(credited.into_iter().map(alone))
    }

    /// Credits of families with one for each member, in any order; of several for one member the highest counts. Quickest
    /// where they ascend.
    ///
    /// # Errors
    ///
    /// [`crate::Error::TooLarge`] for a credit over [`Self::CREDIT_LIMIT`].
    pub fn of_families(credited: impl IntoIterator<Item = (u32, [u16; Term::FAMILY])>) -> Result<Self> {
        let mut families: Vec<(u32, OfFamily)> = credited.into_iter().collect();
        for &credit in families.iter().flat_map(|(_, credits)| credits) {
            check_credit(credit)?;
        }
        families.retain(|(_, credits)| *credits != OfFamily::default());
        families.sort_unstable_by_key(|&(family, _)| family);
        families.dedup_by(|(family, credits), (kept, best)| {
            let same = family == kept;
            if same {
                best.iter_mut().zip(credits).for_each(|(best, credit)| *best = (*best).max(*credit));
            }
            same
        });
        Ok(Self { families })
    }

    /// A credit for each term from 0; terms after the last value have none.
    ///
    /// # Errors
    ///
    /// [`crate::Error::TooLarge`] for a credit over [`Self::CREDIT_LIMIT`] or for more
    /// values than there are terms.
    pub fn from_values(values: &[u16]) -> Result<Self> {
        within("credits", values.len(), Term::LIMIT as usize)?;
        Self::of((0..).map_while(Term::new).zip(values.iter().copied()))
    }

    /// Sets the credit of a term.
    ///
    /// # Errors
    ///
    /// [`crate::Error::TooLarge`] for a credit over [`Self::CREDIT_LIMIT`].
    pub fn set(&mut self, term: Term, credit: u16) -> Result<()> {
        check_credit(credit)?;
        let member = term.member() as usize;
        match self.place(term) {
            Ok(place) => {
                self.families[place].1[member] = credit;
                if self.families[place].1 == OfFamily::default() {
                    self.families.remove(place);
                }
            }
            Err(_) if credit == 0 => {}
            Err(place) => {
                let mut credits = OfFamily::default();
                credits[member] = credit;
                self.families.insert(place, (term.family(), credits));
            }
        }
        Ok(())
    }

    /// The credit of a term.
    #[must_use]
    pub fn get(&self, term: Term) -> u16 {
        self.place(term).map_or(0, |place| self.families[place].1[term.member() as usize])
    }

    /// The terms that have a credit, ascending.
    pub fn iter(&self) -> impl Iterator<Item = (Term, u16)> + '_ {
        let of_family = |(family, credits): &(u32, OfFamily)| {
            let (family, credits) = (*family, *credits);
            (0..).zip(credits).filter_map(move |(member, credit)| Some((Term::of_family(family, member)?, credit)))
        };
        self.families.iter().flat_map(of_family).filter(|(_, credit)| *credit > 0)
    }

    /// The families of which any term has a credit, ascending, with the credit of each member.
    pub(crate) fn families(&self) -> &[(u32, OfFamily)] {
        &self.families
    }

    fn place(&self, term: Term) -> std::result::Result<usize, usize> {
        self.families.binary_search_by_key(&term.family(), |&(family, _)| family)
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
