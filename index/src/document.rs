//! What goes into an index: a key, weighted terms, numbers, text and a record.
//! Their limits stand here, so that the sums of a scan cannot overflow.

use crate::error::{Error, Result, within};
use crate::layout::Layout;

/// Stored where a document has no number; no document may give it as a number.
pub(crate) const ABSENT: i32 = i32::MIN;

const WEIGHT_BITS: u32 = 12;
const MEMBER_BITS: u32 = 3;
const WEIGHT_MASK: u32 = (1 << WEIGHT_BITS) - 1;

/// One of the caller's concepts, numbered from 0.
///
/// ```
/// use loopbaanbrug_index::Term;
/// assert!(Term::new(13_999).is_some());
/// assert!(Term::new(Term::LIMIT).is_none());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Term(u32);

/// How much a term counts in one document, from 1 to 4,095; or [`Weight::NONE`].
///
/// ```
/// use loopbaanbrug_index::Weight;
/// assert!(Weight::new(Weight::LIMIT - 1).is_some());
/// assert!(Weight::new(0).is_none());
/// assert!(Weight::new(Weight::LIMIT).is_none());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Weight(u16);

/// One document, as put into an index.
///
/// Useful for: things that are found by what they ask (terms), where they fit
/// (numbers) and what they say (title and body). Not useful for: values that
/// only the caller reads; those belong in the record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Names the document; putting the same key again replaces it. Not empty.
    pub key: String,
    /// Weighted terms in any order. A term that stands twice counts twice.
    pub terms: Vec<(Term, Weight)>,
    /// One entry per column of the [`Layout`], in its order; `None` where unknown.
    pub numbers: Vec<Option<i32>>,
    /// Searched as text, not kept.
    pub title: String,
    /// Searched as text, not kept.
    pub body: String,
    /// Kept as it is and given back by [`crate::Snapshot::record`].
    pub record: Vec<u8>,
}

/// What the caller stores with a commit: how far it has followed its source.
/// A new index has revision 0 and mark 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Stamp {
    /// The last revision of the source whose changes are in the commit.
    pub revision: u64,
    /// What the source knows that revision by besides its number; 0 where it
    /// has nothing of the kind.
    pub mark: u64,
}

impl Stamp {
    /// The stamp of a revision without a mark.
    #[must_use]
    pub const fn at(revision: u64) -> Self {
        Self { revision, mark: 0 }
    }
}

impl Term {
    /// Terms are smaller than this.
    pub const LIMIT: u32 = 1 << (u32::BITS - WEIGHT_BITS);

    /// The term of this number, when it is below [`Self::LIMIT`].
    #[must_use]
    pub const fn new(number: u32) -> Option<Self> {
        if number < Self::LIMIT { Some(Self(number)) } else { None }
    }

    /// Terms come in families of so many, whose numbers follow each other: all that a caller asks of one concept. A
    /// scan reads the list of a family in one go, which is quicker than a list for each of its terms.
    pub const FAMILY: usize = 1 << MEMBER_BITS;

    /// A member of a family, both numbered from 0; none beyond the limits.
    ///
    /// ```
    /// use loopbaanbrug_index::Term;
    /// let term = Term::of_family(2, 5).expect("within the limits");
    /// assert_eq!((term.get(), term.family(), term.member()), (21, 2, 5));
    /// assert!(Term::of_family(2, 8).is_none());
    /// ```
    #[must_use]
    pub const fn of_family(family: u32, member: u32) -> Option<Self> {
        if family < Self::LIMIT >> MEMBER_BITS && member < 1 << MEMBER_BITS {
            Some(Self(family << MEMBER_BITS | member))
        } else {
            None
        }
    }

    /// The number of the term.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }

    /// The number of its family.
    #[inline(always)]
    #[must_use]
    pub const fn family(self) -> u32 {
        self.0 >> MEMBER_BITS
    }

    /// Its number in the family, below [`Self::FAMILY`].
    #[inline(always)]
    #[must_use]
    pub const fn member(self) -> u32 {
        self.0 & ((1 << MEMBER_BITS) - 1)
    }
}

impl Weight {
    /// Weights are smaller than this.
    pub const LIMIT: u16 = 1 << WEIGHT_BITS;

    /// The weight of a term that marks a document without counting in its share. Term 0 cannot be such a mark.
    pub const NONE: Self = Self(0);

    /// This weight, when it is at least 1 and below [`Self::LIMIT`].
    #[must_use]
    pub const fn new(weight: u16) -> Option<Self> {
        if weight > 0 && weight < Self::LIMIT { Some(Self(weight)) } else { None }
    }

    /// The weight as a number.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }
}

impl Document {
    /// The longest key, in bytes.
    pub const KEY_BYTES_LIMIT: usize = 512;
    /// The most terms in one document. With it, Σ credit · weight stays below 2³².
    pub const TERMS_LIMIT: usize = 1_024;
    /// The most weight that all terms of one document have together.
    pub(crate) const WEIGHT_TOTAL_MAX: u32 = 1_024 * WEIGHT_MASK;
    /// The longest title and body together, in bytes.
    pub const TEXT_BYTES_LIMIT: usize = 1 << 20;
    /// The longest record, in bytes.
    pub const RECORD_BYTES_LIMIT: usize = 1 << 20;

    /// Fails when the document breaks a limit or does not fit the layout.
    ///
    /// # Errors
    ///
    /// [`Error::TooLarge`] or [`Error::Invalid`], both naming what is wrong.
    pub fn check(&self, layout: &Layout) -> Result<()> {
        if self.key.is_empty() {
            return Err(Error::Invalid("a document has an empty key".to_owned()));
        }
        let text_bytes = self.title.len().saturating_add(self.body.len());
        within("bytes in a key", self.key.len(), Self::KEY_BYTES_LIMIT)?;
        within("terms in a document", self.terms.len(), Self::TERMS_LIMIT)?;
        within("bytes of text", text_bytes, Self::TEXT_BYTES_LIMIT)?;
        within("bytes in a record", self.record.len(), Self::RECORD_BYTES_LIMIT)?;
        if self.numbers.len() != layout.numbers.len() {
            let (found, expected) = (self.numbers.len(), layout.numbers.len());
            return Err(Error::Invalid(format!("a document has {found} numbers, its layout {expected} columns")));
        }
        if self.terms.iter().any(|&(term, weight)| pack(term, weight) == 0) {
            return Err(Error::Invalid("term 0 must weigh something".to_owned()));
        }
        if self.numbers.contains(&Some(ABSENT)) {
            return Err(Error::Invalid(format!("the number {ABSENT} is reserved")));
        }
        Ok(())
    }
}

/// A term and its weight in one word. Zero stands for no term at all.
pub(crate) fn pack(term: Term, weight: Weight) -> u32 {
    (term.0 << WEIGHT_BITS) | u32::from(weight.0)
}

/// The weight of a packed term, 0 for no term.
#[inline(always)]
pub(crate) fn packed_weight(packed: u32) -> u32 {
    packed & WEIGHT_MASK
}

/// How many bits of a packed term tell the member of its family and the weight.
pub(crate) const IN_FAMILY_BITS: u32 = MEMBER_BITS + WEIGHT_BITS;

/// The family of a packed term.
#[inline(always)]
pub(crate) fn packed_family(packed: u32) -> u32 {
    packed >> IN_FAMILY_BITS
}

/// The member of its family that a packed term is, below [`Term::FAMILY`].
#[inline(always)]
pub(crate) fn packed_member(packed: u32) -> usize {
    (packed >> WEIGHT_BITS) as usize % Term::FAMILY
}

/// Both parts of a packed term, or nothing when it stands for no term.
pub(crate) fn unpack(packed: u32) -> Option<(Term, Weight)> {
    let weight = u16::try_from(packed_weight(packed)).ok().filter(|_| packed != 0)?;
    Some((Term::new(packed >> WEIGHT_BITS)?, Weight(weight)))
}

#[cfg(test)]
mod tests {
    use super::{ABSENT, Document, Term, Weight, pack, unpack};
    use crate::{Error, Layout};

    #[test]
    fn packing_keeps_both_parts_at_their_limits() {
        for term in [0, 1, Term::LIMIT - 1] {
            for weight in [1, 2, Weight::LIMIT - 1] {
                let term = Term::new(term).expect("below the limit");
                let weight = Weight::new(weight).expect("within the limits");
                assert_eq!(unpack(pack(term, weight)), Some((term, weight)));
            }
        }
        assert_eq!(unpack(0), None);
    }

    #[test]
    fn the_largest_document_cannot_overflow_a_sum() {
        let terms = u32::try_from(Document::TERMS_LIMIT).expect("small");
        let weight = u32::from(Weight::LIMIT - 1);
        let credit = u32::from(crate::Credits::CREDIT_LIMIT);
        assert_eq!(terms.checked_mul(weight), Some(Document::WEIGHT_TOTAL_MAX));
        assert!(Document::WEIGHT_TOTAL_MAX.checked_mul(credit).is_some());
    }

    #[test]
    fn a_document_must_fit_its_layout_and_limits() {
        let layout = Layout { tag: String::new(), numbers: vec!["pay".to_owned()] };
        let good = Document { key: "a".to_owned(), numbers: vec![Some(1)], ..Document::default() };
        assert!(good.check(&layout).is_ok());

        let spoils: [fn(&mut Document); 8] = [
            |document| document.key.clear(),
            |document| document.key = "k".repeat(Document::KEY_BYTES_LIMIT + 1),
            |document| document.numbers.clear(),
            |document| document.numbers[0] = Some(ABSENT),
            |document| document.terms = vec![(Term(0), Weight::NONE)],
            |document| document.terms = vec![(Term(1), Weight(1)); Document::TERMS_LIMIT + 1],
            |document| document.body = "b".repeat(Document::TEXT_BYTES_LIMIT + 1),
            |document| document.record = vec![0; Document::RECORD_BYTES_LIMIT + 1],
        ];
        for (case, spoil) in spoils.iter().enumerate() {
            let mut document = good.clone();
            spoil(&mut document);
            let result = document.check(&layout);
            assert!(matches!(result, Err(Error::Invalid(_) | Error::TooLarge { .. })), "case {case}: {result:?}");
        }
    }
}
