//! Sums of points that the scan and the explanation share. Whole numbers only, so that they are equal on every machine.

use super::{claims::permille_of, plan::Plan, rules, thresholds::Thresholds, wishes::WishCounts};
use crate::{
    document,
    domain::{NlqfLevel, OpportunityKind},
    taxonomy::{ConceptNumber, Taxonomy},
};
use loopbaanbrug_index::{LeastShare, Share, Term, Weight};

/// How much of the weight of all requirements is met: `got` of `of`, in thousandths of a weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Coverage {
    got: u64,
    of: u64,
    /// Whether nothing is asked: all of it is met, and brings less.
    open_to_all: bool,
}

impl Coverage {
    /// Of an opportunity. What a vacancy does not say weighs `unsaid` and is not met; a route that asks nothing at entry is
    /// open to all.
    pub(super) fn of(kind: OpportunityKind, share: Share, unsaid: u64) -> Self {
        let of = match kind {
            OpportunityKind::Vacancy => (share.of + unsaid).max(1),
            OpportunityKind::Route if share.of == 0 => return Self { got: 1, of: 1, open_to_all: true },
            OpportunityKind::Route => share.of,
        };
        Self { got: share.got, of: of * u64::from(rules::CREDIT_FULL), open_to_all: false }
    }

    /// Whether at least this share is met, in thousandths; the same as comparing [`Self::permille`], without dividing.
    #[inline]
    pub(super) fn reaches(self, permille: u64) -> bool {
        self.got * 1_000 >= permille * self.of
    }

    /// Whether the skills allow another class than far. Most opportunities are far by their skills alone; nothing else can
    /// bring them nearer.
    #[inline]
    pub(super) fn may_be_near(self, thresholds: &Thresholds) -> bool {
        self.reaches(thresholds.route_permille)
    }

    /// What the share of an opportunity has that [reaches](Self::reaches) so many thousandths.
    pub(super) fn least_share(kind: OpportunityKind, permille: u64, unsaid: u64) -> LeastShare {
        match kind {
            OpportunityKind::Vacancy => LeastShare::new(permille, unsaid),
            OpportunityKind::Route => LeastShare::new(permille, 0),
        }
    }

    /// What the share of an opportunity has that brings so many points, or hardly fewer.
    pub(super) fn least_share_bringing(kind: OpportunityKind, points: i32, unsaid: u64) -> LeastShare {
        let most = u64::try_from(rules::skills_points(kind)).unwrap_or(0);
        let permille = u64::try_from(points).unwrap_or(0) * 1_000 / most.max(1);
        Self::least_share(kind, permille, unsaid)
    }

    /// The share in thousandths, rounded down.
    pub(super) fn permille(self) -> u64 {
        self.got * 1_000 / self.of
    }

    /// Points of the part, rounded down.
    pub(super) fn points(self, kind: OpportunityKind) -> i32 {
        let (got, of) = self.part();
        portion(rules::skills_points(kind), got, of)
    }

    /// What of the points it brings, as a fraction.
    fn part(self) -> (u64, u64) {
        if self.open_to_all { (rules::OPEN_TO_ALL_PERMILLE, 1_000) } else { (self.got, self.of) }
    }

    /// What of the same whole one requirement could bring at most, and its weight.
    pub(super) fn whole(self) -> u64 {
        self.of
    }
}

/// `points · got / of`, rounded down. `got` never exceeds `of` by construction of its callers.
pub(super) fn portion(points: i32, got: u64, of: u64) -> i32 {
    let points = u64::try_from(points).unwrap_or(0);
    i32::try_from(points * got / of.max(1)).unwrap_or(i32::MAX)
}

/// Divides a sum over its terms so that the portions add up to `portion(points, Σ got, of)` exactly.
pub(super) struct Portions {
    points: i32,
    of: u64,
    got_so_far: u64,
}

impl Portions {
    pub(super) fn new(points: i32, of: u64) -> Self {
        Self { points, of, got_so_far: 0 }
    }

    /// The portion of the next term.
    pub(super) fn next(&mut self, got: u64) -> i32 {
        let before = portion(self.points, self.got_so_far, self.of);
        self.got_so_far += got;
        portion(self.points, self.got_so_far, self.of) - before
    }
}

/// NLQF levels that the person lacks; 0 when the level held is unknown. A level asked of 0 is unknown and lacks nothing.
#[inline]
pub(super) fn level_gap(asked: u8, held: Option<NlqfLevel>) -> u8 {
    held.map_or(0, |held| asked.saturating_sub(held.get()))
}

/// Points of the part level: 0 or negative.
pub(super) fn level_points(gap: u8) -> i32 {
    i32::from(gap.min(rules::LEVEL_STEPS_MAX)) * rules::LEVEL_STEP_POINTS
}

/// How much a person gains by being taught a concept, in thousandths: wanted in full, had already not at all, new in part.
pub(super) fn learning_permille(plan: &Plan<'_>, concept: ConceptNumber) -> u16 {
    use super::wishes::WishKind::{Avoid, Keep, Learn};
    match plan.wishes.get(concept) {
        Some(Learn) => rules::TAUGHT_WANTED_PERMILLE,
        Some(Avoid) => 0,
        Some(Keep) | None => {
            let held = plan.backings.best(concept, None).map_or(0, |(_, credit)| credit);
            permille_of(rules::TAUGHT_NEW_PERMILLE, rules::CREDIT_FULL - held.min(rules::CREDIT_FULL))
        }
    }
}

/// What the terms of a document bring besides coverage: wishes and, for a route, learning.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct TermSums {
    pub(super) wishes: WishCounts,
    learning_got: u64,
    learning_of: u64,
}

impl TermSums {
    pub(super) fn of(plan: &Plan<'_>, taxonomy: &Taxonomy, terms: impl Iterator<Item = (Term, Weight)>) -> Self {
        let mut sums = Self::default();
        for (term, _) in terms {
            match document::terms::concept(term) {
                (concept, false) => {
                    if let Some(kind) = plan.wishes.get(concept) {
                        sums.wishes.add(kind);
                    }
                }
                (concept, true) => {
                    let weight = u64::from(taxonomy.distinctiveness(concept));
                    sums.learning_got += weight * u64::from(learning_permille(plan, concept));
                    sums.learning_of += weight * u64::from(rules::CREDIT_FULL);
                }
            }
        }
        sums
    }

    pub(super) fn learning_points(self) -> i32 {
        portion(rules::LEARNING_POINTS, self.learning_got, self.learning_of)
    }

    /// Whole of the part learning, for [`Portions`].
    pub(super) fn learning_whole(self) -> u64 {
        self.learning_of
    }
}
