//! Feeds in the project's own format, varied in one thing at a time: the same vacancies with other titles, hours,
//! levels or places.

use crate::evaluation::{
    judgements::{files, stem},
    table::{MAX_ROWS, TableError},
};
use serde_json::{Map, Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

/// Most bytes of one feed.
const MAX_FEED_BYTES: u64 = 256 << 20;
const ENDING: &str = "ndjson";

/// A point, in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// North of the equator.
    pub latitude: f64,
    /// East of Greenwich.
    pub longitude: f64,
}

/// The records of all feeds of a folder.
#[derive(Clone, Debug)]
pub struct Feeds {
    /// Record by its id, which no other feed of the folder has.
    records: BTreeMap<String, Record>,
}

#[derive(Clone, Debug)]
struct Record {
    /// Name of the file without its ending, a slash, and the id: as judgements name it.
    key: String,
    fields: Map<String, Value>,
}

impl Record {
    fn is_vacancy(&self) -> bool {
        self.fields.get("type").and_then(Value::as_str) == Some("vacancy")
    }
}

impl Feeds {
    /// Reads every `*.ndjson` of a folder.
    ///
    /// # Errors
    /// [`TableError`] names file, line and field.
    pub fn read(folder: &Path) -> Result<Self, TableError> {
        let mut feeds = Self { records: BTreeMap::new() };
        for path in files(folder, ENDING)? {
            feeds.add(&path)?;
        }
        if feeds.records.is_empty() {
            let problem = "holds no feeds (*.ndjson); name the folder of the feeds".to_owned();
            return Err(TableError::Whole { path: folder.to_owned(), problem });
        }
        Ok(feeds)
    }

    fn add(&mut self, path: &Path) -> Result<(), TableError> {
        let unreadable = |source| TableError::Read { path: path.to_owned(), source };
        if fs::metadata(path).map_err(unreadable)?.len() > MAX_FEED_BYTES {
            let problem = format!("holds more than {MAX_FEED_BYTES} bytes; give a part of it");
            return Err(TableError::Whole { path: path.to_owned(), problem });
        }
        let text = fs::read_to_string(path).map_err(unreadable)?;
        for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).take(MAX_ROWS) {
            let wrong = |field, problem| TableError::Line { path: path.to_owned(), line: index + 1, field, problem };
            let fields: Map<String, Value> = serde_json::from_str(line)
                .map_err(|error| wrong("record", format!("{error}; write one JSON object on each line")))?;
            let id = fields.get("id").and_then(Value::as_str).map(ToOwned::to_owned);
            let id = id.ok_or_else(|| wrong("id", "is missing; give each record an id".to_owned()))?;
            let key = format!("{}/{id}", stem(path));
            if let Some(twice) = self.records.insert(id.clone(), Record { key, fields }) {
                let problem = format!("“{id}” stands in {} too; give each record an id of its own", twice.key);
                return Err(wrong("id", problem));
            }
        }
        Ok(())
    }

    /// The key that judgements use, of a record id.
    #[must_use]
    pub fn key(&self, id: &str) -> Option<&str> {
        self.records.get(id).map(|record| record.key.as_str())
    }

    /// The keys of all vacancies, as judgements use them.
    #[must_use]
    pub fn vacancies(&self) -> BTreeSet<String> {
        self.records.values().filter(|record| record.is_vacancy()).map(|record| record.key.clone()).collect()
    }

    /// All records as they are, as NDJSON.
    #[must_use]
    pub fn unchanged(&self) -> String {
        self.lines(|_, _| true)
    }

    /// Vacancies with a title and an occupation in words: the first vacancy gets the first title, and so on, round and
    /// round. With `alone`, what they ask is left out, so that title and occupation must tell it.
    #[must_use]
    pub fn titled(&self, titles: &[&str], alone: bool) -> String {
        let mut next = titles.iter().cycle();
        self.lines(|vacancy, fields| {
            let title = if vacancy { next.next() } else { None };
            let Some(title) = title else { return false };
            fields.insert("title".into(), json!(title));
            fields.insert("occupation".into(), json!({ "text": title }));
            if alone {
                fields.remove("requirements");
            }
            true
        })
    }

    /// Vacancies of this many hours a week.
    #[must_use]
    pub fn with_hours(&self, min: u32, max: u32) -> String {
        self.lines(|vacancy, fields| {
            fields.insert("hours".into(), json!({ "min": min, "max": max }));
            vacancy
        })
    }

    /// Vacancies that ask no education level.
    #[must_use]
    pub fn without_level(&self) -> String {
        self.lines(|vacancy, fields| {
            fields.remove("nlqf");
            vacancy
        })
    }

    /// Everything moved as a whole, so that it lies around `there` as it lay around `here`: as far to the north and
    /// east in kilometres. `locate` says where a postcode is; places that it does not know are left out.
    #[must_use]
    pub fn moved(&self, here: Point, there: Point, locate: impl Fn(&str) -> Option<Point>) -> String {
        self.lines(|_, fields| {
            let Some(place) = fields.remove("place") else { return true };
            let degrees = |name: &str| place.get(name).and_then(Value::as_f64);
            let given = match place.get("pc4").and_then(Value::as_str) {
                Some(postcode) => locate(postcode),
                None => degrees("lat").zip(degrees("lon")).map(|(latitude, longitude)| Point { latitude, longitude }),
            };
            if let Some(point) = given.map(|point| shifted(point, here, there)) {
                fields.insert("place".into(), json!({ "lat": point.latitude, "lon": point.longitude }));
            }
            true
        })
    }

    /// Each record that `vary` keeps, after it has changed it, as a line of JSON. `vary` gets whether it is a vacancy,
    /// and the fields.
    fn lines(&self, mut vary: impl FnMut(bool, &mut Map<String, Value>) -> bool) -> String {
        let mut lines = String::new();
        for record in self.records.values() {
            let mut fields = record.fields.clone();
            if vary(record.is_vacancy(), &mut fields) {
                lines.push_str(&Value::Object(fields).to_string());
                lines.push('\n');
            }
        }
        lines
    }
}

/// A degree of longitude is shorter in the north; the factor keeps the kilometres at the latitude half way.
fn shifted(point: Point, here: Point, there: Point) -> Point {
    let north = point.latitude - here.latitude;
    let half_way = |home: Point| (home.latitude + north / 2.0).to_radians().cos();
    let east = (point.longitude - here.longitude) * half_way(here) / half_way(there);
    Point { latitude: there.latitude + north, longitude: there.longitude + east }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Coordinates;

    fn feeds(files: &[(&str, &str)]) -> Result<Feeds, TableError> {
        let folder = tempfile::tempdir().expect("a folder");
        files.iter().for_each(|(name, text)| fs::write(folder.path().join(name), text).expect("written"));
        Feeds::read(folder.path())
    }

    const VACANCIES: &str = concat!(
        r#"{"type":"vacancy","id":"a","title":"A","nlqf":4,"requirements":[1],"place":{"pc4":"3511"}}"#,
        "\n\n",
        r#"{"type":"vacancy","id":"b","title":"B","place":{"lat":52.5,"lon":5.5}}"#,
    );
    const ROUTES: &str = r#"{"type":"route","id":"r","title":"R"}"#;

    fn records(lines: &str) -> Vec<Value> {
        lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
    }

    #[test]
    fn one_thing_is_varied_and_the_rest_stays() {
        let feeds = feeds(&[("v.ndjson", VACANCIES), ("r.ndjson", ROUTES)]).expect("feeds");
        assert_eq!((feeds.key("a"), feeds.key("r"), feeds.key("x")), (Some("v/a"), Some("r/r"), None));
        assert_eq!(records(&feeds.unchanged()).len(), 3);
        let titled = records(&feeds.titled(&["kok"], false));
        assert_eq!(
            (titled.len(), &titled[1]["title"], &titled[1]["occupation"]["text"]),
            (2, &json!("kok"), &json!("kok"))
        );
        assert_eq!(titled[0]["requirements"], json!([1]));
        assert!(records(&feeds.titled(&["kok"], true))[0].get("requirements").is_none());
        assert_eq!(records(&feeds.with_hours(20, 24))[0]["hours"], json!({"min": 20, "max": 24}));
        let without = records(&feeds.without_level());
        assert!(without[0].get("nlqf").is_none() && without[0]["title"] == "A");
    }

    #[test]
    fn what_moves_lies_as_far_from_home_as_before() {
        let home = Point { latitude: 52.1, longitude: 5.1 };
        let there = Point { latitude: 53.35, longitude: 6.7 };
        let metres = |one: Point, other: Point| {
            let at = |point: Point| Coordinates::from_degrees(point.latitude, point.longitude).expect("a point");
            let (one, other) = (at(one), at(other));
            let north = f64::from(one.latitude_microdegrees() - other.latitude_microdegrees());
            let middle = ((one.latitude() + other.latitude()) / 2.0).to_radians().cos();
            let east = f64::from(one.longitude_microdegrees() - other.longitude_microdegrees()) * middle;
            north.hypot(east) * 0.111_195
        };
        let feeds = feeds(&[("v.ndjson", VACANCIES), ("r.ndjson", ROUTES)]).expect("feeds");
        let locate = |_: &str| Some(Point { latitude: 52.3, longitude: 4.9 });
        let (before, after) = (feeds.moved(home, home, locate), feeds.moved(home, there, locate));
        let points = |lines: &str| {
            let point = |record: &Value| {
                let degrees = |name: &str| record["place"][name].as_f64();
                Some(Point { latitude: degrees("lat")?, longitude: degrees("lon")? })
            };
            records(lines).iter().filter_map(point).collect::<Vec<_>>()
        };
        assert_eq!(points(&before).len(), 2, "the route has no place");
        for (before, after) in points(&before).into_iter().zip(points(&after)) {
            let (was, is) = (metres(before, home), metres(after, there));
            assert!((was - is).abs() < 1.0 && was > 1_000.0, "{was} {is}");
        }
    }

    #[test]
    fn what_is_wrong_names_file_line_field_and_remedy() {
        let told = |files: &[(&str, &str)]| feeds(files).expect_err("refused").to_string();
        assert!(told(&[("v.ndjson", "{}\n")]).contains("v.ndjson, line 1, id: is missing; give each record an id"));
        assert!(told(&[("v.ndjson", "\n[]")]).contains("line 2, record: "));
        let twice = told(&[("a.ndjson", ROUTES), ("b.ndjson", ROUTES)]);
        assert!(twice.contains("b.ndjson, line 1, id: “r” stands in a/r too"), "{twice}");
        assert!(told(&[]).contains("holds no feeds"));
    }
}
