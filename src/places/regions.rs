//! The two-digit postcode regions in the box.

use super::table::{PlacesError, coordinates};
use crate::domain::Coordinates;
use std::collections::BTreeMap;

/// Own estimates, rounded to a twentieth of a degree.
const REGIONS_CSV: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/places/regions.csv"));

/// Centre and largest place of each region.
#[derive(Clone, Debug)]
pub(super) struct Regions(BTreeMap<u8, (Coordinates, Box<str>)>);

impl Regions {
    pub(super) fn embedded() -> Result<Self, PlacesError> {
        let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(REGIONS_CSV.as_bytes());
        let mut regions = BTreeMap::new();
        for row in reader.records() {
            let row = row?;
            let line = row.position().map_or(0, csv::Position::line);
            let refused = |detail: &str| PlacesError::Row { line, detail: detail.into() };
            let value = |column: usize| row.get(column).unwrap_or_default().trim();
            let region = value(0).parse().ok().filter(|region| (10..=99_u8).contains(region));
            let region = region.ok_or_else(|| refused("a region must be a number from 10 to 99"))?;
            let centre = coordinates(value(1), value(2)).map_err(|detail| PlacesError::Row { line, detail })?;
            if regions.insert(region, (centre, value(3).into())).is_some() {
                return Err(refused("the region occurs twice"));
            }
        }
        Ok(Self(regions))
    }

    pub(super) fn centre(&self, region: u8) -> Option<Coordinates> {
        self.0.get(&region).map(|(centre, _)| *centre)
    }

    pub(super) fn centres(&self) -> impl Iterator<Item = (u8, Coordinates)> {
        self.0.iter().map(|(region, (centre, _))| (*region, *centre))
    }

    pub(super) fn label(&self, region: u8) -> Option<&str> {
        self.0.get(&region).map(|(_, label)| &**label)
    }
}
