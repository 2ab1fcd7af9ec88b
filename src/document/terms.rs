//! How concepts become terms of the index and how much each weighs.
//!
//! A concept is a family of terms: asked at any level, asked at each level from 1, and taught by a route. A concept asked at
//! a level is a term of its own, so that one table of credits answers for the level too. What is taught weighs nothing.
//!
//! A change of weights that can move an answer raises `RANKING_VERSION` in `matching/rules.rs`.

use crate::{
    domain::{Level, Relation},
    taxonomy::{ConceptNumber, Taxonomy},
};
use loopbaanbrug_index::{Term, Weight};

/// Requirements of one concept that differ in their level: without one, and at each from 1.
pub const LEVELS: usize = TAUGHT as usize;
/// What is taught comes after them.
const TAUGHT: u32 = 6;

/// The term of a requirement; none when the taxonomy is larger than the index can number.
#[must_use]
pub fn asked(concept: ConceptNumber, min_level: Option<Level>) -> Option<Term> {
    Term::of_family(concept.get(), min_level.map_or(0, |level| level.get().into()))
}

/// The term of something a route teaches.
#[must_use]
pub fn taught(concept: ConceptNumber) -> Option<Term> {
    Term::of_family(concept.get(), TAUGHT)
}

/// The family of a concept with a credit for each of its requirements: without a level, then at each from 1. None when the
/// taxonomy is larger than the index can number.
#[must_use]
pub fn credited(concept: ConceptNumber, by_level: [u16; LEVELS]) -> Option<(u32, [u16; Term::FAMILY])> {
    let family = asked(concept, None)?.family();
    let mut credits = [0; Term::FAMILY];
    credits[..LEVELS].copy_from_slice(&by_level);
    Some((family, credits))
}

/// The concept of a term that is asked, and the lowest level that is enough, 0 when any will do; none for what a route
/// teaches.
#[inline]
#[must_use]
pub fn requirement(term: Term) -> Option<(ConceptNumber, usize)> {
    (term.member() < TAUGHT).then(|| (ConceptNumber::of(term.family()), term.member() as usize))
}

/// The concept of a term and whether it is taught rather than asked.
#[inline]
#[must_use]
pub fn concept(term: Term) -> (ConceptNumber, bool) {
    (ConceptNumber::of(term.family()), term.member() == TAUGHT)
}

/// Weight of a requirement: the square of the distinctiveness of its concept, 1 to 1,000, times 4 when essential, 2 when
/// important, 1 when optional. The square, since a rare skill tells twice: few occupations ask it, and few people have it. Distinctiveness comes from the taxonomy alone, so that points do not shift with every import.
#[must_use]
pub fn weight(taxonomy: &Taxonomy, concept: ConceptNumber, relation: Relation) -> Weight {
    let factor = match relation {
        Relation::Essential => 4,
        Relation::Important => 2,
        Relation::Optional => 1,
    };
    let distinctiveness = u32::from(taxonomy.distinctiveness(concept).min(1_000));
    let squared = u16::try_from(distinctiveness * distinctiveness / 1_000).unwrap_or(u16::MAX);
    Weight::new((squared.max(1) * factor).min(Weight::LIMIT - 1)).unwrap_or(Weight::NONE)
}
