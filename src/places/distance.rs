//! Distance as the crow flies.

use crate::domain::Coordinates;

/// Mean radius of the earth in metres (IUGG).
const EARTH_RADIUS_M: f64 = 6_371_008.8;

/// Metres between two points by equirectangular projection: within one per mille of the great circle over the few
/// hundred kilometres of a country. Equal on every machine, and in both directions.
///
/// ```
/// use loopbaanbrug::{domain::Coordinates, places::distance_m};
/// let utrecht = Coordinates::from_degrees(52.0907, 5.1214).unwrap();
/// let amersfoort = Coordinates::from_degrees(52.1561, 5.3878).unwrap();
/// assert!((19_400..19_700).contains(&distance_m(utrecht, amersfoort)));
/// ```
#[must_use]
pub fn distance_m(one: Coordinates, other: Coordinates) -> u32 {
    // Sums of whole numbers first, so that the order of the two makes no difference.
    let sum = i64::from(one.latitude_microdegrees()) + i64::from(other.latitude_microdegrees());
    let middle = radians(sum as f64 / 2.0);
    let north = radians(f64::from(one.latitude_microdegrees().abs_diff(other.latitude_microdegrees())));
    let apart = one.longitude_microdegrees().abs_diff(other.longitude_microdegrees());
    let east = radians(f64::from(short_way(apart))) * libm::cos(middle);
    metres(EARTH_RADIUS_M * (north * north + east * east).sqrt())
}

/// A distance in metres that no point of a box is nearer to: of its south-western and north-eastern corners. At most two
/// metres below the least there is for a box of one point, farther below for wide boxes.
#[must_use]
pub fn least_distance_m(from: Coordinates, (south_west, north_east): (Coordinates, Coordinates)) -> u32 {
    let outside =
        |at: i32, least: i32, most: i32| if (least..=most).contains(&at) { None } else { Some([least, most]) };
    let latitude = from.latitude_microdegrees();
    let edges = [south_west.latitude_microdegrees(), north_east.latitude_microdegrees()];
    let apart = outside(latitude, edges[0], edges[1]).map_or(0, |edges| nearest(edges, |edge| latitude.abs_diff(edge)));
    let north = radians(f64::from(apart));
    // A degree of longitude is shortest where the box is nearest to a pole.
    let middle = |edge: i32| libm::cos(radians((i64::from(latitude) + i64::from(edge)) as f64 / 2.0));
    let shortest = middle(edges[0]).min(middle(edges[1]));
    let longitude = from.longitude_microdegrees();
    let apart = outside(longitude, south_west.longitude_microdegrees(), north_east.longitude_microdegrees());
    let apart = apart.map_or(0, |edges| nearest(edges, |edge| short_way(longitude.abs_diff(edge))));
    let east = radians(f64::from(apart)) * shortest;
    metres(EARTH_RADIUS_M * (north * north + east * east).sqrt()).saturating_sub(1)
}

fn nearest(edges: [i32; 2], apart: impl Fn(i32) -> u32) -> u32 {
    apart(edges[0]).min(apart(edges[1]))
}

/// Around the globe the shorter way, in millionths of a degree.
fn short_way(apart: u32) -> u32 {
    apart.min(360_000_000 - apart)
}

fn radians(microdegrees: f64) -> f64 {
    microdegrees / 1_000_000.0 * std::f64::consts::PI / 180.0
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "at most half the earth's girth, never negative"
)]
fn metres(distance: f64) -> u32 {
    distance.round() as u32
}

#[cfg(test)]
mod tests {
    use super::distance_m;
    use crate::domain::Coordinates;
    use proptest::prelude::*;

    fn point() -> impl Strategy<Value = Coordinates> {
        (50.7_f64..53.6, 3.3_f64..7.3)
            .prop_map(|(north, east)| Coordinates::from_degrees(north, east).expect("a point"))
    }

    /// Great circle by the haversine formula.
    fn haversine_m(one: Coordinates, other: Coordinates) -> f64 {
        let (north, east) = (one.latitude().to_radians(), one.longitude().to_radians());
        let (other_north, other_east) = (other.latitude().to_radians(), other.longitude().to_radians());
        let half = |angle: f64| (angle / 2.0).sin().powi(2);
        let chord = half(other_north - north) + north.cos() * other_north.cos() * half(other_east - east);
        2.0 * super::EARTH_RADIUS_M * chord.sqrt().asin()
    }

    proptest! {
        #[test]
        fn it_is_symmetric_zero_at_home_and_near_the_great_circle(one in point(), other in point()) {
            prop_assert_eq!(distance_m(one, other), distance_m(other, one));
            prop_assert_eq!(distance_m(one, one), 0);
            let exact = haversine_m(one, other);
            prop_assert!((f64::from(distance_m(one, other)) - exact).abs() <= 1.0 + exact / 1000.0);
        }
    }

    #[test]
    fn the_short_way_round_is_taken() {
        let point = |east| Coordinates::from_degrees(0.0, east).expect("a point");
        assert!(distance_m(point(-179.9), point(179.9)) < 25_000);
    }
}
