//! How far the opportunities of each region are at least: what travel can bring any of them, known before one is looked at.
//! Regions are those of the first two digits of a postcode, which stand beside the traits that a scan reads anyway.

use super::{
    conditions::{self, Check, Judged},
    travel,
};
use crate::{
    document::{Columns, PackedTraits},
    domain::Coordinates,
    places,
};
use loopbaanbrug_index::{RowSet, Rows};

/// Where the opportunities of each region lie, by the number of the region; 0 for those without one.
#[derive(Clone, Debug)]
pub(super) struct Regions(Box<[Region; PackedTraits::REGIONS]>);

/// The smallest box that holds all opportunities of a region.
#[derive(Clone, Copy, Debug)]
struct Region {
    /// Whether one of them gives no place.
    has_unplaced: bool,
    /// Whether one of them stands at the centre of a region.
    has_rough: bool,
    /// Whether one of them is done from home altogether.
    has_from_home: bool,
    /// Least and most, in millionths of a degree; the least is more than the most where there is none.
    latitudes: (i32, i32),
    longitudes: (i32, i32),
}

impl Region {
    const EMPTY: Self = Self {
        has_unplaced: false,
        has_rough: false,
        has_from_home: false,
        latitudes: (i32::MAX, i32::MIN),
        longitudes: (i32::MAX, i32::MIN),
    };

    fn add(&mut self, latitude: i32, longitude: i32) {
        if latitude == Rows::ABSENT || longitude == Rows::ABSENT {
            self.has_unplaced = true;
            return;
        }
        self.latitudes = (self.latitudes.0.min(latitude), self.latitudes.1.max(latitude));
        self.longitudes = (self.longitudes.0.min(longitude), self.longitudes.1.max(longitude));
    }

    /// No place of the region is nearer; none when it has no place.
    fn least_distance_m(&self, home: Coordinates) -> Option<u32> {
        let corner = |latitude, longitude| Coordinates::from_microdegrees(latitude, longitude).ok();
        let south_west = corner(self.latitudes.0, self.longitudes.0)?;
        let north_east = corner(self.latitudes.1, self.longitudes.1)?;
        Some(places::least_distance_m(home, (south_west, north_east)))
    }

    /// Most points that a condition can bring an opportunity of the region.
    fn most_points(&self, judged: &Judged) -> i32 {
        let Check::Travel(travel) = judged.check else { return judged.points_possible };
        if self.has_from_home {
            return judged.points_possible;
        }
        let least_m = self.least_distance_m(travel.home.coordinates);
        let placed = least_m.map(|least_m| travel.most_permille(least_m, self.has_rough));
        let unplaced = self.has_unplaced.then_some(conditions::UNKNOWN);
        placed.max(unplaced).map_or(judged.points_possible, |permille| judged.points(permille))
    }
}

impl Regions {
    pub(super) fn none() -> Self {
        Self(Box::new([Region::EMPTY; PackedTraits::REGIONS]))
    }

    /// Takes in opportunities of a window.
    pub(super) fn add(&mut self, rows: &Rows<'_>, counted: &RowSet, columns: &Columns) {
        let traits = rows.numbers(columns.traits);
        let (latitudes, longitudes) = (rows.numbers(columns.latitude), rows.numbers(columns.longitude));
        counted.for_each(|place| {
            let traits = PackedTraits::of(traits[place]);
            let region = &mut self.0[usize::from(traits.region_number())];
            region.add(latitudes[place], longitudes[place]);
            region.has_rough |= traits.is_approximate();
            region.has_from_home |= travel::is_from_home(&rows.row(place), columns);
        });
    }

    /// Most points that all conditions together can bring an opportunity of each region.
    pub(super) fn most_points(&self, conditions: &[Judged]) -> RegionPoints {
        let most = |region: &Region| conditions.iter().map(|judged| region.most_points(judged)).sum();
        RegionPoints(self.0.each_ref().map(most))
    }
}

/// Most points of conditions by the number of the region.
pub(super) struct RegionPoints([i32; PackedTraits::REGIONS]);

impl RegionPoints {
    #[inline]
    pub(super) fn of(&self, traits: PackedTraits) -> i32 {
        self.0[usize::from(traits.region_number())]
    }
}

#[cfg(test)]
mod tests {
    use super::Region;
    use crate::{domain::Coordinates, places};
    use proptest::prelude::*;

    fn point() -> impl Strategy<Value = (i32, i32)> {
        (49_000_000..55_000_000, 2_000_000..9_000_000)
    }

    proptest! {
        #[test]
        fn nothing_in_a_region_is_nearer_than_its_box(home in point(), inside in prop::collection::vec(point(), 1..9)) {
            let at = |(latitude, longitude)| Coordinates::from_microdegrees(latitude, longitude).expect("on the map");
            let mut region = Region::EMPTY;
            inside.iter().for_each(|point| region.add(point.0, point.1));
            let least = region.least_distance_m(at(home)).expect("a box");
            let nearest = inside.iter().map(|point| places::distance_m(at(home), at(*point))).min().expect("a point");
            prop_assert!(least <= nearest);
            if inside.len() == 1 {
                prop_assert!(nearest <= least + 2, "of a single point the bound is its distance");
            }
        }
    }

    #[test]
    fn what_gives_no_place_has_none() {
        let mut region = Region::EMPTY;
        region.add(loopbaanbrug_index::Rows::ABSENT, 5_000_000);
        assert!(region.has_unplaced);
        assert_eq!(region.least_distance_m(Coordinates::from_degrees(52.0, 5.0).expect("a point")), None);
    }
}
