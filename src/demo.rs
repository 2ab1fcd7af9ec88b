//! The example data in the binary: feeds and a profile, in one list. All of it is made up (see `fixtures/`).
//!
//! The demo imports it as any feed is imported, so nothing here is read in a way of its own.

use jiff::civil::{Date, date};

/// A feed of the example data.
#[derive(Clone, Copy, Debug)]
pub struct Feed {
    /// Name of its file.
    pub source: &'static str,
    /// NDJSON.
    pub ndjson: &'static str,
}

/// The day for which the example data are written: all of it is open then.
pub const TODAY: Date = date(2026, 12, 1);

/// Profile 01 as proto3 JSON: someone at the Burgerzaken counter who looks to care.
pub const PROFILE: &str = include_str!("../fixtures/profiles/01-balie-naar-zorg.json");

macro_rules! feeds {
    ($($source:literal)+) => {
        &[$(Feed { source: $source, ndjson: include_str!(concat!("../fixtures/feeds/", $source, ".ndjson")) },)+]
    };
}

/// Every feed, vacancies before routes.
pub const FEEDS: &[Feed] = feeds! {
    "vacancies-bouw"
    "vacancies-groen"
    "vacancies-horeca"
    "vacancies-ict"
    "vacancies-onderwijs"
    "vacancies-overheid"
    "vacancies-veiligheid"
    "vacancies-vervoer"
    "vacancies-zorg"
    "routes-bouw"
    "routes-groen"
    "routes-horeca"
    "routes-ict"
    "routes-onderwijs"
    "routes-overheid"
    "routes-veiligheid"
    "routes-vervoer"
    "routes-zorg"
};

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    use super::*;

    #[test]
    fn every_feed_of_the_fixtures_is_embedded() {
        let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/feeds");
        let files = fs::read_dir(directory).expect("the fixtures").map(|entry| entry.expect("an entry").path());
        let stem = |path: &Path| path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
        let ndjson = files.filter(|path| path.extension().is_some_and(|ending| ending == "ndjson"));
        let there: BTreeSet<_> = ndjson.filter_map(|path| stem(&path)).collect();
        let embedded: BTreeSet<_> = FEEDS.iter().map(|feed| feed.source.to_owned()).collect();
        assert_eq!(embedded, there);
    }
}
