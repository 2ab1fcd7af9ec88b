//! Where postcodes lie and how far two places are apart.
//!
//! In the box are rough centres of the two-digit regions; an open postcode table, imported by the operator, gives exact
//! places for what it holds. Nothing here knows travel times.

mod digest;
mod distance;
mod regions;
mod table;

pub use distance::{distance_m, least_distance_m};
pub use table::{MAX_TABLE_ROWS, PlacesError, RowProblem, TableReport};

use crate::domain::{Coordinates, Pc4, Place};
use regions::Regions;
use std::collections::BTreeMap;

/// Where postcodes lie.
#[derive(Clone, Debug)]
pub struct Places {
    exact: BTreeMap<Pc4, Coordinates>,
    regions: Regions,
}

/// A point and how good it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Located {
    /// The point.
    pub coordinates: Coordinates,
    /// Whether it is only the centre of a two-digit region, some ten kilometres off.
    pub approximate: bool,
}

impl Places {
    /// Only the regions in the box.
    ///
    /// # Errors
    /// [`PlacesError`] when the embedded file has a mistake; a test keeps it from it.
    ///
    /// ```
    /// use loopbaanbrug::domain::Pc4;
    /// use loopbaanbrug::places::Places;
    /// let places = Places::regions().unwrap();
    /// assert!(places.locate(Pc4::parse("3511").unwrap()).unwrap().approximate);
    /// assert_eq!(places.region_label(35), Some("Utrecht"));
    /// ```
    pub fn regions() -> Result<Self, PlacesError> {
        Ok(Self { exact: BTreeMap::new(), regions: Regions::embedded()? })
    }

    /// Number of postcodes known exactly.
    #[must_use]
    pub fn exact_len(&self) -> usize {
        self.exact.len()
    }

    /// Where a postcode lies: from the table, else the centre of its region.
    #[must_use]
    pub fn locate(&self, postcode: Pc4) -> Option<Located> {
        if let Some(coordinates) = self.exact.get(&postcode) {
            return Some(Located { coordinates: *coordinates, approximate: false });
        }
        let coordinates = self.regions.centre(postcode.region())?;
        Some(Located { coordinates, approximate: true })
    }

    /// Where a place of a feed lies.
    #[must_use]
    pub fn locate_place(&self, place: &Place) -> Option<Located> {
        match place {
            Place::Pc4(postcode) => self.locate(*postcode),
            Place::Coordinates(coordinates) => Some(Located { coordinates: *coordinates, approximate: false }),
        }
    }

    /// The largest place of a two-digit region.
    #[must_use]
    pub fn region_label(&self, region: u8) -> Option<&str> {
        self.regions.label(region)
    }
}

#[cfg(test)]
mod tests {
    use super::{Places, distance_m};
    use crate::domain::{Coordinates, Pc4, Place};
    use crate::notes::skipped;

    fn postcode(digits: &str) -> Pc4 {
        Pc4::parse(digits).expect("a postcode")
    }

    #[test]
    fn the_table_goes_before_the_region() {
        let csv = "postcode,latitude,longitude,soort\n3511,52.0917,5.1115,Adres\n";
        let (places, report) = Places::from_csv(csv.as_bytes()).expect("a table");
        assert_eq!((report.postcodes, report.problems.len()), (1, 0));
        let exact = places.locate(postcode("3511")).expect("located");
        assert!(!exact.approximate);
        let near = places.locate(postcode("3512")).expect("located");
        assert!(near.approximate);
        assert!(distance_m(exact.coordinates, near.coordinates) < 30_000);
        assert_eq!(places.locate_place(&Place::Coordinates(exact.coordinates)), Some(exact));
    }

    #[test]
    fn the_normalised_table_reads_back() {
        let csv = "postcode,latitude,longitude,soort\n3511,52.0917,5.1115,Adres\n1011,52.3728,4.9036,Adres\n";
        let (places, _) = Places::from_csv(csv.as_bytes()).expect("a table");
        let mut written = Vec::new();
        places.write_table(&mut written).expect("written");
        assert_eq!(
            String::from_utf8(written.clone()).expect("text"),
            "pc4,latitude,longitude\n1011,52.372800,4.903600\n3511,52.091700,5.111500\n"
        );
        let again = Places::read_table(written.as_slice()).expect("read");
        assert_eq!(again.locate(postcode("1011")), places.locate(postcode("1011")));
        assert_eq!(again.exact_len(), 2);
    }

    /// Over the real table, when it is there: nearly every row fits the regions in the box.
    #[test]
    fn the_open_table_fits_the_regions() {
        let Ok(file) = std::fs::File::open("../shared/data/geo/4pp.csv") else {
            skipped("../shared/data/geo/4pp.csv is not there");
            return;
        };
        let (places, report) = Places::from_csv(file).expect("the open postcode table");
        eprintln!("{} rows, {} postcodes, refused: {:#?}", report.rows, report.postcodes, report.problems);
        assert!(places.exact_len() > 4_000, "{report:?}");
        assert!(report.refused < 20, "{report:?}");
    }

    #[test]
    fn every_region_has_a_centre_and_a_name() {
        let regions = Places::regions().expect("the regions in the box");
        let netherlands =
            |at: Coordinates| (50.7..53.6).contains(&at.latitude()) && (3.3..7.3).contains(&at.longitude());
        for region in 10..=99_u8 {
            let located = regions.locate(postcode(&format!("{region}00")));
            assert!(located.is_some_and(|located| netherlands(located.coordinates)), "region {region}");
            assert!(regions.region_label(region).is_some_and(|label| !label.is_empty()), "region {region}");
        }
    }
}
