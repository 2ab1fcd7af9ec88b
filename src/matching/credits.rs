//! How much each claim counts for each concept near it: one table for the scan, one list for the reasons.

use super::{
    Without,
    claims::{Claim, permille_of},
    groups, rules,
};
use crate::{
    document::terms,
    domain::Level,
    taxonomy::{ConceptNumber, Nearness, Taxonomy},
};
use loopbaanbrug_index::Credits;
use std::mem;

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

    /// Larger is named first among equal credits: the same concept, then the earlier source.
    fn precedence(&self) -> (bool, std::cmp::Reverse<super::Source>) {
        (self.nearness.is_none(), std::cmp::Reverse(self.claim.source))
    }
}

/// Credits of one concept: where no level is asked, then at each level from 1.
pub(super) type ByLevel = [u16; terms::LEVELS];

/// What a claim of a level gives a requirement without a level and at each level, as [`Backing::credit_at`] has it.
pub(super) fn by_level(credit_permille: u16, level: u8) -> ByLevel {
    // Where no level is asked, any is enough.
    let asked = |place: usize| rules::level_permille(level, u8::try_from(place).unwrap_or(u8::MAX));
    std::array::from_fn(|place| permille_of(credit_permille, asked(place)))
}

/// Every backing of every concept that gets any credit.
#[derive(Clone, Debug, Default)]
pub(super) struct Backings {
    /// What the backings below name.
    claims: Vec<Claim>,
    /// In the order of concepts, those of one concept as they were found.
    found: Vec<Found>,
}

/// A [`Backing`] in few bytes: thousands are put in order for every question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Found {
    concept: ConceptNumber,
    /// Which of the claims.
    claim: u32,
    credit_permille: u16,
    /// That of the claim.
    level: u8,
    nearness: Option<Nearness>,
}

impl Backings {
    pub(super) fn of(claims: &[Claim], taxonomy: &Taxonomy, without: Without) -> Self {
        let counts = |nearness: Nearness| match nearness {
            Nearness::Narrower | Nearness::Broader => !without.hierarchy,
            Nearness::Related => !without.relations,
            Nearness::Sibling => !without.groups,
        };
        let mut backings = Self::default();
        for claim in claims {
            let (named, strength) = (backings.name(*claim), claim.strength_permille);
            backings.back(claim.concept, named, None, strength);
            for near in taxonomy.near(claim.concept).iter().filter(|near| counts(near.nearness)) {
                backings.back(near.concept, named, Some(near.nearness), permille_of(strength, near.permille));
            }
        }
        if counts(Nearness::Sibling) {
            groups::back(claims, taxonomy, &mut backings);
        }
        backings.in_order(taxonomy)
    }

    /// These and those of what was just learnt.
    pub(super) fn with(&self, claims: &[Claim], taxonomy: &Taxonomy) -> Self {
        let mut backings = self.clone();
        let learnt = Self::of(claims, taxonomy, Without::default());
        let known = number(backings.claims.len());
        backings.claims.extend(learnt.claims);
        backings.found.extend(learnt.found.into_iter().map(|it| Found { claim: known + it.claim, ..it }));
        backings.in_order(taxonomy)
    }

    /// A claim that backings are to name.
    pub(super) fn name(&mut self, claim: Claim) -> Named {
        let named = Named { claim: number(self.claims.len()), level: claim.level };
        self.claims.push(claim);
        named
    }

    /// A concept gets credit for a claim.
    pub(super) fn back(&mut self, concept: ConceptNumber, by: Named, nearness: Option<Nearness>, credit_permille: u16) {
        let Named { claim, level } = by;
        self.found.push(Found { concept, claim, credit_permille, level, nearness });
    }

    fn in_order(self, taxonomy: &Taxonomy) -> Self {
        Self { found: by_concept(self.found, taxonomy.len()), ..self }
    }

    /// Each concept once, in order, with its credit where no level is asked and at each level that can be asked.
    pub(super) fn by_level(&self) -> impl Iterator<Item = (ConceptNumber, ByLevel)> + '_ {
        self.found.chunk_by(|left, right| left.concept == right.concept).map(|of_concept| {
            let (mut best, mut credit, mut level) = (ByLevel::default(), 0, 0);
            for found in of_concept {
                // No level more from a lower one, and no more credit from less: most of a concept's backings add nothing.
                if found.credit_permille <= credit && found.level <= level {
                    continue;
                }
                if found.credit_permille >= credit {
                    (credit, level) = (found.credit_permille, found.level);
                }
                for (best, credit) in best.iter_mut().zip(by_level(found.credit_permille, found.level)) {
                    *best = credit.max(*best);
                }
            }
            (of_concept[0].concept, best)
        })
    }

    /// The best backing of a requirement and its credit.
    pub(super) fn best(&self, concept: ConceptNumber, min_level: Option<Level>) -> Option<(Backing, u16)> {
        let begin = self.found.partition_point(|found| found.concept < concept);
        let of_concept = self.found[begin..].iter().take_while(|found| found.concept == concept);
        let credits = of_concept.map(|found| self.backing(found)).map(|it| (it, it.credit_at(min_level)));
        credits.filter(|(_, credit)| *credit > 0).max_by_key(|(backing, credit)| (*credit, backing.precedence()))
    }

    fn backing(&self, found: &Found) -> Backing {
        let Found { claim, nearness, credit_permille, .. } = *found;
        Backing { claim: self.claims[claim as usize], nearness, credit_permille }
    }

    /// The table of credits that a scan reads.
    pub(super) fn table(&self) -> Credits {
        let families = self.by_level().filter_map(|(concept, credits)| terms::credited(concept, credits));
        Credits::of_families(families).unwrap_or_default()
    }
}

/// One of the claims that backings name.
#[derive(Clone, Copy)]
pub(super) struct Named {
    claim: u32,
    /// That of the claim.
    pub(super) level: u8,
}

/// Far fewer claims than can be counted: those of the profile, and up to two for each group that its skills share.
fn number(claims: usize) -> u32 {
    u32::try_from(claims).unwrap_or(u32::MAX)
}

/// Fewer than this are sorted by comparing: room for every concept is too much for a handful.
const COUNTED_FROM: usize = 500;

/// In the order of concepts; those of one concept keep their order. Thousands of backings are counted into their places,
/// since a person's credits are made anew for every question.
fn by_concept(mut found: Vec<Found>, concepts: usize) -> Vec<Found> {
    if found.len() < COUNTED_FROM {
        found.sort_by_key(|it| it.concept);
        return found;
    }
    // How many each concept has, then where its next one goes.
    let mut places = vec![0_u32; concepts];
    for it in &found {
        places[it.concept.index()] += 1;
    }
    let mut start = 0;
    for place in &mut places {
        start += mem::replace(place, start);
    }
    let mut sorted = found.clone();
    for it in found {
        let place = &mut places[it.concept.index()];
        sorted[*place as usize] = it;
        *place += 1;
    }
    sorted
}

#[cfg(test)]
mod tests {
    use super::{COUNTED_FROM, Found, by_concept};
    use crate::taxonomy::ConceptNumber;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn counting_sorts_as_comparing_does(concepts in prop::collection::vec(0..300_u32, COUNTED_FROM..2_000)) {
            let found = |(claim, concept): (u32, &u32)| {
                Found { concept: ConceptNumber::of(*concept), claim, credit_permille: 500, level: 3, nearness: None }
            };
            let found: Vec<_> = (0..).zip(&concepts).map(found).collect();
            let mut sorted = found.clone();
            sorted.sort_by_key(|it| it.concept);
            prop_assert_eq!(by_concept(found, 300), sorted);
        }
    }
}
