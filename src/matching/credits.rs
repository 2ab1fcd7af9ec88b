//! How much each claim counts for each concept near it: one table for the scan, one list for the reasons.

use super::{
    Without,
    claims::{Claim, permille_of},
    groups, rules,
};
use crate::{
    document,
    domain::Level,
    taxonomy::{ConceptNumber, Nearness, Taxonomy},
};
use loopbaanbrug_index::Credits;

/// Why a concept gets credit: which claim, and how near it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backing {
    /// The claim.
    pub claim: Claim,
    /// How the claimed concept relates to the asked one; none when it is the same.
    pub nearness: Option<Nearness>,
    /// Credit at any level, in thousandths.
    pub credit_permille: u16,
}

impl Backing {
    /// Credit for a requirement at a level, in thousandths.
    #[must_use]
    pub fn credit_at(&self, min_level: Option<Level>) -> u16 {
        let level = min_level.map_or(rules::CREDIT_FULL, |asked| rules::level_permille(self.claim.level, asked.get()));
        permille_of(self.credit_permille, level)
    }

    /// Credits for a requirement without a level and at each level, as [`Self::credit_at`] has them.
    pub(super) fn by_level(&self) -> ByLevel {
        // Where no level is asked, any is enough.
        let asked = |place: usize| rules::level_permille(self.claim.level, u8::try_from(place).unwrap_or(u8::MAX));
        std::array::from_fn(|place| permille_of(self.credit_permille, asked(place)))
    }

    /// Larger is named first among equal credits: the same concept, then the earlier source.
    fn precedence(&self) -> (bool, std::cmp::Reverse<super::Source>) {
        (self.nearness.is_none(), std::cmp::Reverse(self.claim.source))
    }
}

/// No level asked, and each level from 1.
const LEVELS: usize = 6;

/// Credits of one concept: where no level is asked, then at each level from 1.
pub(super) type ByLevel = [u16; LEVELS];

/// Every backing of every concept that gets any credit.
#[derive(Clone, Debug, Default)]
pub(super) struct Backings(Vec<(ConceptNumber, Backing)>);

impl Backings {
    pub(super) fn of(claims: &[Claim], taxonomy: &Taxonomy, without: Without) -> Self {
        let counts = |nearness: Nearness| match nearness {
            Nearness::Narrower | Nearness::Broader => !without.hierarchy,
            Nearness::Related => !without.relations,
            Nearness::Sibling => !without.groups,
        };
        let mut backings = Vec::new();
        for claim in claims {
            let same = Backing { claim: *claim, nearness: None, credit_permille: claim.strength_permille };
            backings.push((claim.concept, same));
            backings.extend(taxonomy.near(claim.concept).iter().filter(|near| counts(near.nearness)).map(|near| {
                let credit_permille = permille_of(claim.strength_permille, near.permille);
                (near.concept, Backing { claim: *claim, nearness: Some(near.nearness), credit_permille })
            }));
        }
        if counts(Nearness::Sibling) {
            backings.extend(groups::backings(claims, taxonomy));
        }
        Self(by_concept(backings, taxonomy.len()))
    }

    /// These and those of what was just learnt.
    pub(super) fn with(&self, claims: &[Claim], taxonomy: &Taxonomy) -> Self {
        let mut backings = self.0.clone();
        backings.extend(Self::of(claims, taxonomy, Without::default()).0);
        Self(by_concept(backings, taxonomy.len()))
    }

    /// Each concept once, in order, with its credit where no level is asked and at each level that can be asked.
    pub(super) fn by_level(&self) -> Vec<(ConceptNumber, ByLevel)> {
        let of_concept = self.0.chunk_by(|left, right| left.0 == right.0).filter_map(|backings| {
            let (concept, _) = backings.first()?;
            let (mut best, mut credit, mut level) = (ByLevel::default(), 0, 0);
            for (_, backing) in backings {
                // No level more from a lower one, and no more credit from less: most of a concept's backings add nothing.
                if backing.credit_permille <= credit && backing.claim.level <= level {
                    continue;
                }
                if backing.credit_permille >= credit {
                    (credit, level) = (backing.credit_permille, backing.claim.level);
                }
                for (best, credit) in best.iter_mut().zip(backing.by_level()) {
                    *best = credit.max(*best);
                }
            }
            Some((*concept, best))
        });
        of_concept.collect()
    }

    /// The best backing of a requirement and its credit.
    pub(super) fn best(&self, concept: ConceptNumber, min_level: Option<Level>) -> Option<(Backing, u16)> {
        let begin = self.0.partition_point(|(known, _)| *known < concept);
        let of_concept = self.0[begin..].iter().take_while(|(known, _)| *known == concept);
        let credits = of_concept.map(|(_, backing)| (*backing, backing.credit_at(min_level)));
        credits.filter(|(_, credit)| *credit > 0).max_by_key(|(backing, credit)| (*credit, backing.precedence()))
    }

    /// The table of credits that a scan reads.
    pub(super) fn table(&self) -> Credits {
        let levels = || [None].into_iter().chain((Level::MIN..=Level::MAX).map(|level| Level::new(level).ok()));
        let by_level = self.by_level();
        let of_concept = |(concept, credits): &(ConceptNumber, ByLevel)| {
            let (concept, credits) = (*concept, *credits);
            levels()
                .zip(credits)
                .filter_map(move |(level, credit)| Some((document::terms::asked(concept, level)?, credit)))
        };
        // In the order of the terms, each once: then there is nothing left to sort.
        Credits::of(by_level.iter().flat_map(of_concept).collect()).unwrap_or_default()
    }
}

/// Fewer than this are sorted by comparing: room for every concept is too much for a handful.
const COUNTED_FROM: usize = 500;

/// In the order of concepts; those of one concept keep their order. Thousands of backings are counted into their places,
/// since a person's credits are made anew for every question.
fn by_concept(mut backings: Vec<(ConceptNumber, Backing)>, concepts: usize) -> Vec<(ConceptNumber, Backing)> {
    if backings.len() < COUNTED_FROM {
        backings.sort_by_key(|(concept, _)| *concept);
        return backings;
    }
    // How many each concept has, then where its next one goes.
    let mut places = vec![0_usize; concepts];
    for (concept, _) in &backings {
        places[concept.index()] += 1;
    }
    let mut start = 0;
    for place in &mut places {
        start += std::mem::replace(place, start);
    }
    let mut order = vec![0; backings.len()];
    for (number, (concept, _)) in backings.iter().enumerate() {
        let place = &mut places[concept.index()];
        order[*place] = number;
        *place += 1;
    }
    order.into_iter().map(|number| backings[number]).collect()
}

#[cfg(test)]
mod tests {
    use super::{Backing, COUNTED_FROM, by_concept};
    use crate::{
        domain::{Evidence, Level},
        matching::{Claim, Source},
        taxonomy::ConceptNumber,
    };
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn counting_sorts_as_comparing_does(concepts in prop::collection::vec(0..300_u32, COUNTED_FROM..2_000)) {
            let level = Level::new(3).expect("a level");
            let backing = |(number, concept): (usize, &u32)| {
                let concept = ConceptNumber::of(*concept);
                let claim = Claim::learnt(concept, level, Evidence::OwnWord, Source::Skill(number));
                (concept, Backing { claim, nearness: None, credit_permille: 500 })
            };
            let backings: Vec<_> = concepts.iter().enumerate().map(backing).collect();
            let mut sorted = backings.clone();
            sorted.sort_by_key(|(concept, _)| *concept);
            prop_assert_eq!(by_concept(backings, 300), sorted);
        }
    }
}
