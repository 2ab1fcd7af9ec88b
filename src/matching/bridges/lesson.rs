//! A single skill that is learnt without a route: what it gives credit for.
//!
//! It is taken to be learnt to [`rules::gap_level`], by the person's own word; what it is near to counts as it does for a
//! skill of the profile.

use crate::{
    matching::{
        Claim, Source, Without,
        claims::permille_of,
        credits::{self, Backings, ByLevel},
        rules::bridges as rules,
    },
    taxonomy::{ConceptNumber, Taxonomy},
};

/// What one lesson gives credit for, in the order of concepts.
pub(super) type Lesson = [(ConceptNumber, ByLevel)];

/// The lessons that were asked for, each made once.
pub(super) struct Lessons<'a> {
    taxonomy: &'a Taxonomy,
    /// By concept.
    made: Vec<Option<Box<Lesson>>>,
}

impl<'a> Lessons<'a> {
    pub(super) fn new(taxonomy: &'a Taxonomy) -> Self {
        Self { taxonomy, made: vec![None; taxonomy.len()] }
    }

    /// What learning a skill gives credit for, itself included.
    pub(super) fn of(&mut self, concept: ConceptNumber) -> &Lesson {
        let taxonomy = self.taxonomy;
        let make = || Backings::of(&[claim(concept)], taxonomy, Without::default()).by_level().collect();
        self.made[concept.index()].get_or_insert_with(make)
    }
}

/// Credit of any skill for itself once it is learnt.
pub(super) fn own_credits() -> ByLevel {
    let claim = claim(ConceptNumber::of(0));
    credits::by_level(claim.strength_permille, claim.level)
}

/// Credit for something so near to a skill that is learnt, at any level: no level gives more.
pub(super) fn near_credit(near_permille: u16) -> u16 {
    permille_of(claim(ConceptNumber::of(0)).strength_permille, near_permille)
}

fn claim(concept: ConceptNumber) -> Claim {
    Claim::learnt(concept, rules::gap_level(), rules::GAP_EVIDENCE, Source::Skill(0))
}

#[cfg(test)]
mod tests {
    use super::{Lessons, near_credit, own_credits};
    use crate::taxonomy::Taxonomy;

    #[test]
    fn a_lesson_never_gives_more_than_its_bounds() {
        let taxonomy = Taxonomy::starter().expect("the starter taxonomy");
        let mut lessons = Lessons::new(&taxonomy);
        let mut seen = 0;
        for concept in taxonomy.numbers().filter(|it| taxonomy.kind(*it).is_ability()) {
            for (known, credits) in lessons.of(concept) {
                let near = taxonomy.near(concept).iter().find(|near| near.concept == *known);
                match near {
                    None => assert_eq!((*known, *credits), (concept, own_credits())),
                    Some(near) => assert!(credits.iter().all(|it| *it <= near_credit(near.permille))),
                }
                seen += 1;
            }
        }
        assert!(seen > taxonomy.len(), "some lessons are near to something else");
    }
}
