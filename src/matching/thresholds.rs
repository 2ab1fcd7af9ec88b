//! From which share of the weight an opportunity is how near: derived from the taxonomy in use.
//!
//! Occupations of one group of ISCO-08 are what people call near work. The spread of the share that somebody who does one
//! of them meets of another says how much that is in this taxonomy, with its own size, groups and relations.

use super::{Without, claims, credits::Backings, parts::Coverage, rules};
use crate::{
    document,
    domain::{OpportunityKind, Relation},
    taxonomy::{ConceptNumber, ISCO_DIGITS, Taxonomy},
};
use loopbaanbrug_index::Share;

/// Least shares of the weight met, in thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Thresholds {
    /// To be within reach now.
    pub now_permille: u64,
    /// To be within reach with a short course.
    pub short_course_permille: u64,
    /// To be within reach with a route.
    pub route_permille: u64,
}

impl Thresholds {
    /// Of a taxonomy; computed once for each that is loaded. What the nearest quarter of the pairs in a group reach is now,
    /// what the nearer half reach is a short course away, what three quarters reach a route. Groups are those of four
    /// digits; with too few pairs in them those of three or two; with too few even then the thresholds of [`rules`].
    #[must_use]
    pub fn of(taxonomy: &Taxonomy) -> Self {
        let [now_permille, short_course_permille, route_permille] = taxonomy.thresholds(|taxonomy| {
            let shares = (2..=ISCO_DIGITS).rev().find_map(|digits| {
                let shares = shares(taxonomy, usize::from(digits));
                (shares.len() >= rules::SPREAD_PAIRS_MIN).then_some(shares)
            });
            match shares {
                Some(shares) => [3, 2, 1].map(|quarter| shares[(shares.len() - 1) * quarter / 4].max(1)),
                None => rules::FALLBACK_THRESHOLDS_PERMILLE,
            }
        });
        Self { now_permille, short_course_permille, route_permille }
    }
}

/// The share of the weight that somebody who does one occupation meets of another in its group, for all pairs of a bounded
/// number of occupations spread evenly over the keys; ascending.
fn shares(taxonomy: &Taxonomy, digits: usize) -> Vec<u64> {
    let group = |occupation: &ConceptNumber| taxonomy.isco_group(*occupation).and_then(|code| code.get(..digits));
    let has_skills = |occupation: &ConceptNumber| !taxonomy.occupation_skills(*occupation).is_empty();
    let occupations: Vec<_> = taxonomy.numbers().filter(|it| group(it).is_some() && has_skills(it)).collect();
    let step = occupations.len().div_ceil(rules::SPREAD_OCCUPATIONS_MAX).max(1);
    let mut shares = Vec::new();
    for own in occupations.iter().step_by(step) {
        let others: Vec<_> = occupations.iter().filter(|other| *other != own && group(other) == group(own)).collect();
        if others.is_empty() {
            continue;
        }
        let backings = Backings::of(&claims::of_all_skills(*own, taxonomy), taxonomy, Without::default());
        shares.extend(others.into_iter().map(|other| coverage(taxonomy, &backings, *other).permille()));
    }
    shares.sort_unstable();
    shares
}

/// Of an occupation as a vacancy that says nothing else is understood.
fn coverage(taxonomy: &Taxonomy, backings: &Backings, occupation: ConceptNumber) -> Coverage {
    let mut share = Share::default();
    for needed in taxonomy.occupation_skills(occupation) {
        let relation = if needed.essential { Relation::Important } else { Relation::Optional };
        let weight = u64::from(document::weight(taxonomy, needed.skill, relation).get());
        share.of += weight;
        share.got += weight * backings.best(needed.skill, None).map_or(0, |(_, credit)| u64::from(credit));
    }
    Coverage::of(OpportunityKind::Vacancy, share, rules::UNSAID_WEIGHT)
}

#[cfg(test)]
mod tests {
    use super::Thresholds;
    use crate::taxonomy::Taxonomy;

    #[test]
    fn the_starter_taxonomy_tells_four_classes_apart() {
        let taxonomy = Taxonomy::starter().expect("the starter taxonomy");
        let thresholds = Thresholds::of(&taxonomy);
        let Thresholds { now_permille, short_course_permille, route_permille } = thresholds;
        assert!(route_permille < short_course_permille && short_course_permille < now_permille, "{thresholds:?}");
        assert!((100..900).contains(&now_permille), "{thresholds:?}");
        assert_eq!(Thresholds::of(&taxonomy), thresholds);
    }
}
