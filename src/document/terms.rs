//! How concepts become terms of the index and how much each weighs.

use crate::{
    domain::{Level, Relation},
    taxonomy::{ConceptNumber, Taxonomy},
};
use loopbaanbrug_index::{Term, Weight};

/// Levels in which a concept can be asked: any (0) and 1 to 5.
const REQUIREMENT_PLANES: u32 = 6;

/// Numbering of terms for one taxonomy.
///
/// A concept asked at a level is a term of its own, so that one table of credits answers both. Terms stand in planes: first
/// every concept at any level, then every concept at level 1, and so on. The last plane holds what routes teach; those
/// terms weigh nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TermPlan {
    concepts: u32,
}

impl TermPlan {
    /// Of a taxonomy.
    #[must_use]
    pub fn of(taxonomy: &Taxonomy) -> Self {
        Self { concepts: u32::try_from(taxonomy.len()).unwrap_or(u32::MAX) }
    }

    /// The term of a requirement; none when the taxonomy is larger than the index can number.
    #[must_use]
    pub fn asked(self, concept: ConceptNumber, min_level: Option<Level>) -> Option<Term> {
        let plane = min_level.map_or(0, |level| u32::from(level.get()));
        Term::new(plane * self.concepts + concept.get())
    }

    /// The term of something a route teaches.
    #[must_use]
    pub fn taught(self, concept: ConceptNumber) -> Option<Term> {
        Term::new(REQUIREMENT_PLANES * self.concepts + concept.get())
    }

    /// The concept of a term that is asked, and the lowest level that is enough, 0 when any will do; none for what a route
    /// teaches.
    #[inline]
    #[must_use]
    pub fn requirement(self, term: Term) -> Option<(ConceptNumber, usize)> {
        let plane = term.get() / self.concepts.max(1);
        (plane < REQUIREMENT_PLANES).then(|| (ConceptNumber::of(term.get() % self.concepts), plane as usize))
    }

    /// The concept of a term and whether it is taught rather than asked.
    #[must_use]
    pub fn concept(self, term: Term) -> (ConceptNumber, bool) {
        let taught = term.get() >= REQUIREMENT_PLANES * self.concepts;
        (ConceptNumber::of(term.get() % self.concepts), taught)
    }
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
