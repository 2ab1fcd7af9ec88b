//! Travel from home: how far something is as far as that is known, and what the person's limit makes of it.

use super::{conditions, explain::Distance, facts::Facts, plan::Home, rules};
use crate::{
    document::Columns,
    domain::{Coordinates, Percent, Verdict},
    places,
};

/// A limit to the distance from home, made ready for a scan.
#[derive(Clone, Copy, Debug)]
pub(super) struct Travel {
    pub(super) home: Home,
    pub(super) max_m: u32,
}

impl Travel {
    /// The verdict and the share of the points, in thousandths; negative for what costs points.
    #[inline]
    pub(super) fn judge(self, facts: &impl Facts, columns: &Columns) -> (Verdict, i16) {
        if is_from_home(facts, columns) {
            return (Verdict::Met, conditions::FULL);
        }
        match distance_m(self.home.coordinates, facts, columns) {
            Some(distance_m) => self.judged(distance_m, facts.packed_traits(columns).is_approximate()),
            None => (Verdict::Unknown, conditions::UNKNOWN),
        }
    }

    /// Most points that something at least this far can bring, in thousandths, where some places of its region are rough or
    /// none are.
    pub(super) fn most_permille(self, least_m: u32, some_rough: bool) -> i16 {
        let (_, exact) = self.judged(least_m, false);
        if some_rough { exact.max(self.judged(least_m, true).1) } else { exact }
    }

    /// The least limit, in metres, that does not leave something out which this one leaves out; none when distance leaves
    /// nothing out.
    pub(super) fn least_max_m(self, facts: &impl Facts, columns: &Columns) -> Option<u32> {
        let distance_m = distance_m(self.home.coordinates, facts, columns)?;
        Some(distance_m.saturating_sub(self.doubt_m(facts.packed_traits(columns).is_approximate())))
    }

    /// How far the distance can be off.
    fn doubt_m(self, place_is_rough: bool) -> u32 {
        rules::ROUGH_END_M * (u32::from(self.home.approximate) + u32::from(place_is_rough))
    }

    /// What is surely within or beyond the limit goes by the distance as measured; where that is not sure it is unknown.
    /// Farther never brings more, so that a bound by the least distance is one.
    fn judged(self, distance_m: u32, place_is_rough: bool) -> (Verdict, i16) {
        let (doubt_m, max_m) = (self.doubt_m(place_is_rough), self.max_m);
        if distance_m + doubt_m <= max_m {
            (Verdict::Met, near_permille(distance_m, max_m))
        } else if distance_m > max_m + doubt_m {
            (Verdict::NotMet, too_far_permille(distance_m, max_m))
        } else {
            (Verdict::Unknown, doubtful_permille(max_m + doubt_m - distance_m, doubt_m))
        }
    }
}

/// Whether all of it is done from home or online: then there is nothing to travel.
#[inline]
pub(super) fn is_from_home(facts: &impl Facts, columns: &Columns) -> bool {
    facts.number(columns.remote).is_some_and(|share| i64::from(share) >= Percent::MAX)
}

/// Nearer is better: all points at home, [`rules::TRAVEL_EDGE_PERMILLE`] of them at the edge, a straight line between.
fn near_permille(distance_m: u32, max_m: u32) -> i16 {
    let lost =
        i64::from(rules::CREDIT_FULL - rules::TRAVEL_EDGE_PERMILLE) * i64::from(distance_m) / i64::from(max_m.max(1));
    conditions::FULL - i16::try_from(lost).unwrap_or(conditions::FULL)
}

/// The likelier it is within the limit, the more: a straight line from [`rules::TRAVEL_EDGE_PERMILLE`], where the doubt
/// begins, to none where it ends; `left_m` is the way to that end.
fn doubtful_permille(left_m: u32, doubt_m: u32) -> i16 {
    let share = i64::from(rules::TRAVEL_EDGE_PERMILLE) * i64::from(left_m) / i64::from(2 * doubt_m.max(1));
    i16::try_from(share).unwrap_or(conditions::UNKNOWN)
}

/// Farther is worse: none at the edge, [`rules::TRAVEL_TOO_FAR_PERMILLE`] from twice that distance on, a straight line
/// between.
fn too_far_permille(distance_m: u32, max_m: u32) -> i16 {
    let beyond = i64::from(distance_m.saturating_sub(max_m)).min(i64::from(max_m.max(1)));
    let lost = i64::from(rules::TRAVEL_TOO_FAR_PERMILLE) * beyond / i64::from(max_m.max(1));
    i16::try_from(lost).unwrap_or(rules::TRAVEL_TOO_FAR_PERMILLE)
}

/// Distance from home as the crow flies; none when the opportunity gives no place.
pub(super) fn distance(home: Home, facts: &impl Facts, columns: &Columns) -> Option<Distance> {
    let metres = distance_m(home.coordinates, facts, columns)?;
    Some(Distance { metres, approximate: home.approximate || facts.packed_traits(columns).is_approximate() })
}

fn distance_m(home: Coordinates, facts: &impl Facts, columns: &Columns) -> Option<u32> {
    let latitude = facts.number(columns.latitude)?;
    let longitude = facts.number(columns.longitude)?;
    let place = Coordinates::from_microdegrees(latitude, longitude).ok()?;
    Some(places::distance_m(home, place))
}

#[cfg(test)]
mod tests {
    use super::Travel;
    use crate::{
        domain::{Coordinates, Verdict},
        matching::plan::Home,
    };
    use proptest::prelude::*;

    fn travel(max_km: u32, approximate: bool) -> Travel {
        let coordinates = Coordinates::from_degrees(52.0, 5.0).expect("a point");
        Travel { home: Home { coordinates, approximate }, max_m: max_km * 1_000 }
    }

    #[test]
    fn the_same_rough_region_says_little_of_a_short_way() {
        let cases = [
            // The centre of one region for both: anything up to twenty kilometres apart.
            (8, true, true, 0, Verdict::Unknown),
            (15, true, true, 0, Verdict::Unknown),
            (30, true, true, 0, Verdict::Met),
            (30, true, true, 29_000, Verdict::Unknown),
            (30, true, true, 50_000, Verdict::Unknown),
            (30, true, true, 50_001, Verdict::NotMet),
            (30, false, true, 39_999, Verdict::Unknown),
            (30, false, true, 40_001, Verdict::NotMet),
            (30, false, false, 30_000, Verdict::Met),
            (30, false, false, 30_001, Verdict::NotMet),
        ];
        for (max_km, home, place, metres, expected) in cases {
            assert_eq!(travel(max_km, home).judged(metres, place).0, expected, "{metres} m of {max_km} km");
        }
    }

    proptest! {
        #[test]
        fn a_bound_by_the_least_distance_is_a_bound(
            max_km in 1_u32..200, home in any::<bool>(), least in 0_u32..400_000, more in 0_u32..400_000,
            place in any::<bool>(),
        ) {
            let travel = travel(max_km, home);
            prop_assert!(travel.judged(least + more, place).1 <= travel.most_permille(least, place));
        }
    }
}
