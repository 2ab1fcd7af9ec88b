//! Postcode tables: an open one as it is published, and the normalised one that the data directory keeps.

use super::regions::Regions;
use super::{Places, distance_m};
use crate::domain::{Coordinates, Pc4};
use std::collections::BTreeMap;
use std::io::{Read, Write};
use thiserror::Error;

/// Most rows of a table.
pub const MAX_TABLE_ROWS: usize = 1_000_000;
/// Most problems that a report lists; all are counted.
const MAX_LISTED_PROBLEMS: usize = 100;
/// A row farther than this from the centre of its two-digit region is a slip: no region reaches so far.
const MAX_FROM_REGION_M: u32 = 60_000;
/// What the open table calls a postcode of houses; the others are post boxes and the like.
const ADDRESS: &str = "Adres";

/// Why a table cannot be used; fits “failed to read places: {…}”.
#[derive(Debug, Error)]
pub enum PlacesError {
    /// It is no CSV, or cannot be read or written.
    #[error(transparent)]
    Csv(#[from] csv::Error),
    /// A column that must be there is not.
    #[error("there is no column “{0}”")]
    MissingColumn(&'static str),
    /// More rows than [`MAX_TABLE_ROWS`].
    #[error("there are more than {MAX_TABLE_ROWS} rows")]
    TooManyRows,
    /// Not one row can be used.
    #[error("no row can be used ({0} were refused)")]
    NoRow(usize),
    /// A row of a file that this program itself keeps.
    #[error("line {line}: {detail}")]
    Row {
        /// Line, counted from 1.
        line: u64,
        /// What is wrong.
        detail: String,
    },
}

/// What came of an open postcode table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableReport {
    /// Rows below the header.
    pub rows: usize,
    /// Postcodes in the result.
    pub postcodes: usize,
    /// Rows that could not be used.
    pub refused: usize,
    /// The first hundred of them.
    pub problems: Vec<RowProblem>,
}

/// A row that could not be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowProblem {
    /// Line, counted from 1.
    pub line: u64,
    /// Why.
    pub reason: String,
}

impl Places {
    /// Reads an open postcode table with the columns `postcode`, `latitude`, `longitude` and, if there is one, `soort`.
    /// Several rows a postcode: the mean of those whose `soort` is `Adres`, else of all. Rows that lie outside their
    /// region count as slips and are refused.
    ///
    /// # Errors
    /// [`PlacesError`] when it is no such table or no row can be used; single rows are reported.
    pub fn from_csv(reader: impl Read) -> Result<(Self, TableReport), PlacesError> {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(reader);
        let header = reader.headers()?.clone();
        let column = |name: &str| header.iter().position(|column| column.trim_start_matches('\u{feff}').trim() == name);
        let needed = |name: &'static str| column(name).ok_or(PlacesError::MissingColumn(name));
        let (postcode, latitude, longitude) = (needed("postcode")?, needed("latitude")?, needed("longitude")?);
        let sort = column("soort");
        let regions = Regions::embedded()?;
        let mut report = TableReport::default();
        let mut sums: BTreeMap<Pc4, [Sum; 2]> = BTreeMap::new();
        let mut row = csv::ByteRecord::new();
        while reader.read_byte_record(&mut row)? {
            report.rows += 1;
            if report.rows > MAX_TABLE_ROWS {
                return Err(PlacesError::TooManyRows);
            }
            let value =
                |column: usize| row.get(column).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or("").trim();
            let point = point(value(postcode), value(latitude), value(longitude));
            match point.and_then(|(postcode, at)| within_region(&regions, postcode, at)) {
                Ok((postcode, at)) => {
                    let is_address = sort.is_some_and(|column| value(column) == ADDRESS);
                    sums.entry(postcode).or_default()[usize::from(!is_address)].add(at);
                }
                Err(reason) => {
                    report.refused += 1;
                    if report.problems.len() < MAX_LISTED_PROBLEMS {
                        let line = row.position().map_or(0, csv::Position::line);
                        report.problems.push(RowProblem { line, reason });
                    }
                }
            }
        }
        let exact: BTreeMap<Pc4, Coordinates> = sums
            .into_iter()
            .filter_map(|(postcode, [addresses, others])| Some((postcode, addresses.mean().or(others.mean())?)))
            .collect();
        if exact.is_empty() {
            return Err(PlacesError::NoRow(report.refused));
        }
        report.postcodes = exact.len();
        Ok((Self { exact, regions }, report))
    }

    /// Writes the normalised table: `pc4,latitude,longitude` in the order of postcodes, degrees with six decimals.
    ///
    /// # Errors
    /// [`PlacesError::Csv`] when it cannot be written.
    pub fn write_table(&self, writer: impl Write) -> Result<(), PlacesError> {
        let mut writer = csv::Writer::from_writer(writer);
        writer.write_record(["pc4", "latitude", "longitude"])?;
        for (postcode, at) in &self.exact {
            let degrees = [at.latitude(), at.longitude()].map(|degrees| format!("{degrees:.6}"));
            writer.write_record([&postcode.to_string(), &degrees[0], &degrees[1]])?;
        }
        writer.flush().map_err(csv::Error::from)?;
        Ok(())
    }

    /// Reads a table that [`Places::write_table`] wrote; the regions in the box stand behind it.
    ///
    /// # Errors
    /// [`PlacesError`], with the line of the first row that does not fit.
    pub fn read_table(reader: impl Read) -> Result<Self, PlacesError> {
        let mut reader = csv::Reader::from_reader(reader);
        for (at, name) in ["pc4", "latitude", "longitude"].into_iter().enumerate() {
            if reader.headers()?.get(at) != Some(name) {
                return Err(PlacesError::MissingColumn(name));
            }
        }
        let mut exact = BTreeMap::new();
        for row in reader.records() {
            let row = row?;
            let line = row.position().map_or(0, csv::Position::line);
            let (postcode, at) =
                point(&row[0], &row[1], &row[2]).map_err(|detail| PlacesError::Row { line, detail })?;
            exact.insert(postcode, at);
            if exact.len() > MAX_TABLE_ROWS {
                return Err(PlacesError::TooManyRows);
            }
        }
        Ok(Self { exact, regions: Regions::embedded()? })
    }
}

/// Sum of points in whole millionths of a degree, so that the order of rows makes no difference.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    latitude: i64,
    longitude: i64,
    count: i64,
}

impl Sum {
    fn add(&mut self, at: Coordinates) {
        self.latitude += i64::from(at.latitude_microdegrees());
        self.longitude += i64::from(at.longitude_microdegrees());
        self.count += 1;
    }

    fn mean(self) -> Option<Coordinates> {
        let degrees = |sum: i64| (sum / self.count) as f64 / 1_000_000.0;
        (self.count > 0)
            .then(|| Coordinates::from_degrees(degrees(self.latitude), degrees(self.longitude)).ok())
            .flatten()
    }
}

fn point(postcode: &str, latitude: &str, longitude: &str) -> Result<(Pc4, Coordinates), String> {
    let postcode = Pc4::parse(postcode).map_err(|invalid| format!("postcode {invalid}"))?;
    Ok((postcode, coordinates(latitude, longitude)?))
}

fn within_region(regions: &Regions, postcode: Pc4, at: Coordinates) -> Result<(Pc4, Coordinates), String> {
    match regions.centre(postcode.region()).map(|centre| distance_m(centre, at)) {
        Some(apart) if apart > MAX_FROM_REGION_M => {
            Err(format!("postcode {postcode} cannot lie {} km from the centre of its region", apart / 1000))
        }
        _ => Ok((postcode, at)),
    }
}

pub(super) fn coordinates(latitude: &str, longitude: &str) -> Result<Coordinates, String> {
    let number = |name: &str, text: &str| {
        text.parse::<f64>().map_err(|_| format!("{name} must be a number of degrees; was “{}”", shown(text)))
    };
    let at = Coordinates::from_degrees(number("latitude", latitude)?, number("longitude", longitude)?);
    at.map_err(|invalid| format!("coordinates {invalid}"))
}

fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::super::Places;
    use crate::domain::Pc4;

    fn latitude(csv: &str, postcode: &str) -> f64 {
        let (places, _) = Places::from_csv(csv.as_bytes()).expect("a table");
        let located = places.locate(Pc4::parse(postcode).expect("a postcode")).expect("located");
        located.coordinates.latitude()
    }

    #[test]
    fn addresses_go_before_post_boxes_and_several_rows_are_averaged() {
        let head = "id,postcode,soort,longitude,latitude\n";
        let two = format!("{head}1,3511,Adres,5.0,52.0\n2,3511,Postbus,5.0,51.9\n3,3511,Adres,5.0,52.5\n");
        assert_eq!(latitude(&two, "3511"), 52.25);
        let boxes = format!("{head}1,3511,Postbus,5.0,52.0\n2,3511,Onbekend,5.0,52.2\n");
        assert_eq!(latitude(&boxes, "3511"), 52.1);
    }

    #[test]
    fn rows_that_cannot_be_used_are_reported_with_their_line() {
        let csv = "postcode,latitude,longitude\n3511,52.0,5.0\n0123,52.0,5.0\n3512,north,5.0\n3513,95.0,5.0\n3514\n3515,53.2,6.6\n";
        let (_, report) = Places::from_csv(csv.as_bytes()).expect("a table");
        let lines: Vec<u64> = report.problems.iter().map(|problem| problem.line).collect();
        assert_eq!((report.rows, report.postcodes, report.refused), (6, 1, 5));
        assert_eq!(lines, [3, 4, 5, 6, 7]);
        assert!(report.problems[1].reason.contains("north"), "{report:?}");
    }

    #[test]
    fn a_foreign_table_is_an_error() {
        let error = |csv: &str| Places::from_csv(csv.as_bytes()).expect_err("no table").to_string();
        assert_eq!(error("a,b\n1,2\n"), "there is no column “postcode”");
        assert_eq!(error("postcode,latitude,longitude\nx,1,2\n"), "no row can be used (1 were refused)");
        assert!(Places::read_table("pc4,latitude,longitude\n3511,52.0,x\n".as_bytes()).is_err());
    }
}
