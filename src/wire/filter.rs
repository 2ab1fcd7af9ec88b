//! Which opportunities a request is about: filters, keys, sources.

use super::violations::{Path, Violations};
use crate::{
    domain::{Bounded, CodeSet, Invalid, OpportunityKey, OpportunityKind, SbiSection, SourceName, codes::Code},
    engine::{MatchFilter, limits},
};
use loopbaanbrug_proto::v1;

impl Violations {
    /// A filter that may be left out: all open vacancies.
    pub(crate) fn match_filter(&mut self, path: &Path<'_>, given: Option<&v1::MatchFilter>) -> Option<MatchFilter> {
        let Some(given) = given else {
            return Some(MatchFilter::of(OpportunityKind::Vacancy));
        };
        let kind = self.code_or(&path.field("kind"), given.kind, OpportunityKind::Vacancy);
        let sectors = self.sectors(&path.field("sectors"), &given.sectors);
        let text = path.field("text");
        let text = if given.text.is_empty() { None } else { self.few_words(&text, &given.text) };
        let sources = self.sources(&path.field("sources"), &given.sources);
        Some(MatchFilter { kind: kind?, sectors, text, sources: sources.to_vec() })
    }

    fn sectors(&mut self, path: &Path<'_>, given: &[String]) -> CodeSet<SbiSection> {
        let sectors: Bounded<_, { SbiSection::ALL.len() }> =
            self.list(path, given, |violations, path, sector| violations.keep(path, SbiSection::from_code(sector)));
        sectors.iter().copied().collect()
    }

    fn sources(&mut self, path: &Path<'_>, given: &[String]) -> Bounded<SourceName, { limits::FILTER_SOURCES_MAX }> {
        self.list(path, given, |violations, path, source| violations.keep(path, SourceName::new(source)))
    }

    /// A key that must be given.
    pub(crate) fn key(&mut self, given: &str) -> Option<OpportunityKey> {
        self.keep(&Path::root("key"), OpportunityKey::parse(given))
    }

    /// At least one key.
    pub(crate) fn keys(&mut self, given: &[String]) -> Vec<OpportunityKey> {
        let path = Path::root("keys");
        if given.is_empty() {
            self.add(&path, &Invalid::Missing { expected: "at least one key" });
        }
        let keys: Bounded<_, { limits::EXPLAIN_KEYS_MAX }> =
            self.list(&path, given, |violations, path, key| violations.keep(path, OpportunityKey::parse(key)));
        keys.to_vec()
    }
}

impl Violations {
    /// Keys of chosen options: between two numbers of them, each once.
    pub(crate) fn options(&mut self, given: &[String], (min, max): (usize, usize)) -> Option<Vec<OpportunityKey>> {
        let path = Path::root("keys");
        if !(min..=max).contains(&given.len()) {
            let as_number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
            let actual = given.len().to_string();
            self.add(&path, &Invalid::OutOfRange { min: as_number(min), max: as_number(max), actual });
            return None;
        }
        let mut keys = Vec::with_capacity(given.len());
        for (index, key) in given.iter().enumerate() {
            let path = Path::root("keys").at(index);
            let Some(key) = self.keep(&path, OpportunityKey::parse(key)) else { continue };
            if keys.contains(&key) {
                self.add(&path, &Invalid::Repeated { what: format!("“{key}”") });
            }
            keys.push(key);
        }
        Some(keys)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_filter_all_vacancies_pass() {
        let mut violations = Violations::default();
        let path = Path::root("filter");
        for given in [None, Some(&v1::MatchFilter::default())] {
            let filter = violations.match_filter(&path, given).expect("a filter");
            assert_eq!(filter.kind, OpportunityKind::Vacancy);
            assert!(filter.sectors.is_empty() && filter.text.is_none() && filter.sources.is_empty());
        }
        assert!(violations.fields().is_empty());
    }

    #[test]
    fn every_problem_of_a_filter_is_named_with_its_path() {
        let mut violations = Violations::default();
        let given = v1::MatchFilter {
            kind: 3,
            sectors: vec!["A".into(), "Z".into()],
            text: "een ".repeat(11),
            sources: vec!["Waterrijk".into(); 21],
        };
        assert!(violations.match_filter(&Path::root("filter"), Some(&given)).is_none());
        let fields = violations.fields();
        assert_eq!(fields[..4], ["filter.kind", "filter.sectors[1]", "filter.text", "filter.sources"]);
        assert_eq!(fields[4..].len(), 20);
        assert_eq!(violations.lines()[2], "filter.text: must have at most 10 words, has 11");
        let mut violations = Violations::default();
        violations.match_filter(
            &Path::root("filter"),
            Some(&v1::MatchFilter { text: "x".repeat(201), sectors: vec!["A".into(); 22], ..Default::default() }),
        );
        assert_eq!(violations.fields(), ["filter.sectors", "filter.text"]);
    }

    #[test]
    fn keys_are_at_least_one_and_at_most_twenty() {
        let keys = |given: &[&str]| {
            let mut violations = Violations::default();
            let given: Vec<_> = given.iter().map(|key| (*key).to_owned()).collect();
            (violations.keys(&given).len(), violations.fields().join(" "))
        };
        assert_eq!(keys(&[]), (0, "keys".to_owned()));
        assert_eq!(keys(&["a/1", "A/1", "a"]), (1, "keys[1] keys[2]".to_owned()));
        assert_eq!(keys(&["a/1"; 20]), (20, String::new()));
        assert_eq!(keys(&["a/1"; 21]).1, "keys");
    }
}
