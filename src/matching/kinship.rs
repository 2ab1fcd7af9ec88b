//! How near an opportunity's occupation is to what the person does or did: one table for the scan and the reasons.

use super::{Without, rules};
use crate::taxonomy::{ConceptNumber, Kin, Taxonomy};

/// How near an occupation is to one of the person's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kinship {
    /// Place of the person's occupation in the profile.
    pub number: usize,
    /// The person's occupation.
    pub own: ConceptNumber,
    /// The opportunity's occupation.
    pub other: ConceptNumber,
    /// Digits of the code of ISCO-08 that both share.
    pub shared_digits: u8,
    /// Points for the same group of occupations.
    pub family_points: i32,
    /// Points for names that are alike.
    pub names_points: i32,
}

impl Kinship {
    fn of(number: usize, own: ConceptNumber, kin: Kin, without: Without) -> Self {
        // The same work is no move: skills say that it fits, and many people want away from it.
        let is_same = kin.occupation == own;
        Self {
            number,
            own,
            other: kin.occupation,
            shared_digits: kin.shared_digits,
            family_points: if without.family || is_same { 0 } else { rules::family_points(kin.shared_digits) },
            names_points: if without.names || is_same { 0 } else { rules::names_points(kin.names_permille) },
        }
    }

    /// Whether it is an occupation of the person: no move, so that it gets nothing of the part.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.own == self.other
    }

    /// Points of the part.
    #[must_use]
    pub fn points(&self) -> i32 {
        self.family_points + self.names_points
    }
}

/// The best kinship of every occupation, in the order of numbers; empty when the profile has no occupation.
#[derive(Clone, Debug, Default)]
pub(super) struct Kinships(Vec<Kinship>);

impl Kinships {
    /// Of several occupations of the person the nearest counts, the first of equals.
    pub(super) fn of(occupations: &[Option<ConceptNumber>], taxonomy: &Taxonomy, without: Without) -> Self {
        let mut best: Vec<Kinship> = Vec::new();
        for (number, own) in occupations.iter().enumerate().filter_map(|(number, own)| Some((number, (*own)?))) {
            let kin = taxonomy.kin(own).into_iter().map(|kin| Kinship::of(number, own, kin, without));
            if best.is_empty() {
                best = kin.collect();
            } else {
                for (known, new) in best.iter_mut().zip(kin) {
                    if new.points() > known.points() {
                        *known = new;
                    }
                }
            }
        }
        Self(best)
    }

    pub(super) fn get(&self, occupation: ConceptNumber) -> Option<&Kinship> {
        let place = self.0.binary_search_by_key(&occupation, |kinship| kinship.other).ok()?;
        Some(&self.0[place])
    }

    /// Points of an occupation as its column has it.
    pub(super) fn points(&self, occupation: Option<i32>) -> i32 {
        let Some(number) = occupation.filter(|_| !self.0.is_empty()).and_then(|number| u32::try_from(number).ok())
        else {
            return 0;
        };
        let place = self.0.binary_search_by_key(&number, |kinship| kinship.other.get());
        place.map_or(0, |place| self.0[place].points())
    }

    /// Most points of the part for this profile.
    pub(super) fn points_possible(&self) -> i32 {
        if self.0.is_empty() { 0 } else { rules::KINSHIP_POINTS }
    }
}
