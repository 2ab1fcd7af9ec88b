//! What a person asks of an opportunity: conditions, preferences and criteria as requests give them.

use super::violations::{Path, Violations};
use crate::domain::{
    Bounded, Condition, Criterion, EuroPerMonth, HoursPerWeek, Importance, Invalid, Name, Percent, Preference, Range,
};
use loopbaanbrug_proto::v1;
use std::{collections::HashSet, mem};
use v1::condition::Check;

impl Violations {
    /// Preferences, each kind of condition at most once.
    pub(crate) fn preferences<const MAX: usize>(
        &mut self,
        path: &Path<'_>,
        given: &[v1::Preference],
    ) -> Bounded<Preference, MAX> {
        let mut seen = HashSet::new();
        self.list(path, given, |violations, path, preference| {
            let read = violations.preference(path, preference)?;
            if !seen.insert(mem::discriminant(&read.condition)) {
                let kind = preference.condition.as_ref()?.check.as_ref().map_or("", field_of);
                let what = format!("a preference about {kind}");
                violations.add(&path.field("condition"), &Invalid::Repeated { what });
            }
            Some(read)
        })
    }

    pub(crate) fn preference(&mut self, path: &Path<'_>, given: &v1::Preference) -> Option<Preference> {
        let condition = path.field("condition");
        let importance = self.importance(path, given.importance);
        let given = self.required(&condition, given.condition.as_ref(), "what is preferred")?;
        let condition = self.condition(&condition, given)?;
        Some(Preference { condition, importance: importance? })
    }

    /// A criterion.
    pub(crate) fn criterion(&mut self, path: &Path<'_>, given: &v1::Criterion) -> Option<Criterion> {
        let words = self.keep(&path.field("words"), Name::new(&given.words));
        let importance = self.importance(path, given.importance);
        let condition = match &given.condition {
            Some(condition) => Some(self.condition(&path.field("condition"), condition)?),
            None => None,
        };
        Some(Criterion { words: words?, condition, importance: importance? })
    }

    fn importance(&mut self, path: &Path<'_>, number: i32) -> Option<Importance> {
        self.code_or(&path.field("importance"), number, Importance::Important)
    }

    pub(crate) fn condition(&mut self, path: &Path<'_>, given: &v1::Condition) -> Option<Condition> {
        let check = self.required(path, given.check.as_ref(), "what is checked")?;
        let path = path.field(field_of(check));
        match check {
            Check::Travel(travel) => self.travel(&path, *travel),
            Check::Hours(hours) => self.hours(&path, *hours).map(Condition::Hours),
            Check::Pay(pay) => {
                let min = self.keep(&path.field("min_eur"), EuroPerMonth::new(pay.min_eur.into()))?;
                Some(Condition::Pay { min })
            }
            Check::Contract(contract) => {
                self.code_set(&path.field("accepted"), &contract.accepted).map(Condition::Contract)
            }
            Check::WorkPattern(pattern) => {
                self.code_set(&path.field("accepted"), &pattern.accepted).map(Condition::WorkPattern)
            }
            Check::Sector(sector) => self.word_set(&path.field("accepted"), &sector.accepted).map(Condition::Sector),
            Check::Remote(remote) => self.remote(&path, *remote),
            Check::Mention(mention) => self.few_words(&path.field("words"), &mention.words).map(Condition::Mention),
        }
    }

    fn travel(&mut self, path: &Path<'_>, given: v1::TravelCondition) -> Option<Condition> {
        let max = Condition::MAX_TRAVEL_KM;
        let refused = Invalid::OutOfRange { min: 1, max: max.into(), actual: given.max_km.to_string() };
        let max_km = u16::try_from(given.max_km).ok().filter(|max_km| (1..=max).contains(max_km)).ok_or(refused);
        let max_km = self.keep(&path.field("max_km"), max_km)?;
        Some(Condition::Travel { max_km })
    }

    fn hours(&mut self, path: &Path<'_>, given: v1::HoursRange) -> Option<Range<HoursPerWeek>> {
        let min = self.keep(&path.field("min"), HoursPerWeek::new(given.min.into()));
        let max = self.keep(&path.field("max"), HoursPerWeek::new(given.max.into()));
        self.keep(path, Range::new(min?, max?))
    }

    fn remote(&mut self, path: &Path<'_>, given: v1::RemoteCondition) -> Option<Condition> {
        let refused = || Invalid::OutOfRange { min: 1, max: Percent::MAX, actual: given.min_percent.to_string() };
        let min = Percent::new(given.min_percent.into()).ok().filter(|min| min.get() > 0).ok_or_else(refused);
        let min = self.keep(&path.field("min_percent"), min)?;
        Some(Condition::Remote { min })
    }

    /// Words to look for in texts: no more than a text is searched for.
    pub(crate) fn few_words(&mut self, path: &Path<'_>, words: &str) -> Option<Name> {
        let few = Name::new(words).and_then(|words| {
            let (max, actual) = (Condition::MAX_MENTION_WORDS, words.split_whitespace().count());
            if actual > max { Err(Invalid::TooManyWords { max, actual }) } else { Ok(words) }
        });
        self.keep(path, few)
    }
}

/// Name of the field that holds a check.
fn field_of(check: &Check) -> &'static str {
    match check {
        Check::Travel(_) => "travel",
        Check::Hours(_) => "hours",
        Check::Pay(_) => "pay",
        Check::Contract(_) => "contract",
        Check::WorkPattern(_) => "work_pattern",
        Check::Sector(_) => "sector",
        Check::Remote(_) => "remote",
        Check::Mention(_) => "mention",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{CodeSet, SbiSection};

    fn read(check: Option<Check>) -> Result<Condition, Vec<String>> {
        let mut violations = Violations::default();
        let condition = violations.condition(&Path::root("condition"), &v1::Condition { check });
        condition.ok_or_else(|| violations.lines())
    }

    fn problems(check: Check) -> Vec<String> {
        read(Some(check)).expect_err("refused")
    }

    #[test]
    fn every_kind_of_condition_is_read() {
        let sectors: CodeSet<SbiSection> = [SbiSection::A, SbiSection::U].into_iter().collect();
        let accepted = vec!["A".to_owned(), "U".to_owned()];
        assert_eq!(read(Some(Check::Sector(v1::SectorCondition { accepted }))), Ok(Condition::Sector(sectors)));
        let travel = Check::Travel(v1::TravelCondition { max_km: 400 });
        assert_eq!(read(Some(travel)), Ok(Condition::Travel { max_km: 400 }));
        assert!(read(Some(Check::Hours(v1::HoursRange { min: 0, max: 60 }))).is_ok());
        assert!(read(Some(Check::Pay(v1::PayCondition { min_eur: 1 }))).is_ok());
        assert!(read(Some(Check::Contract(v1::ContractCondition { accepted: (1..=7).collect() }))).is_ok());
        assert!(read(Some(Check::WorkPattern(v1::WorkPatternCondition { accepted: vec![7] }))).is_ok());
        assert!(read(Some(Check::Remote(v1::RemoteCondition { min_percent: 100 }))).is_ok());
        assert!(read(Some(Check::Mention(v1::MentionCondition { words: "vast rooster".into() }))).is_ok());
    }

    #[test]
    fn every_problem_is_named_with_its_path() {
        let none = read(None).expect_err("refused");
        assert_eq!(none, ["condition: must be given: what is checked"]);
        for max_km in [0, 401, 70_000] {
            let expected = format!("condition.travel.max_km: must be between 1 and 400, was {max_km}");
            assert_eq!(problems(Check::Travel(v1::TravelCondition { max_km })), [expected]);
        }
        assert_eq!(
            problems(Check::Hours(v1::HoursRange { min: 61, max: u32::MAX })),
            [
                "condition.hours.min: must be between 0 and 60, was 61",
                "condition.hours.max: must be between 0 and 60, was 4294967295",
            ]
        );
        assert_eq!(
            problems(Check::Hours(v1::HoursRange { min: 36, max: 24 })),
            ["condition.hours: must not end before it begins: from 36 to 24"]
        );
        assert_eq!(
            problems(Check::Pay(v1::PayCondition { min_eur: 0 })),
            ["condition.pay.min_eur: must be between 1 and 50000, was 0"]
        );
        assert_eq!(
            problems(Check::Contract(v1::ContractCondition { accepted: vec![] })),
            ["condition.contract.accepted: must be given: at least one"]
        );
        assert!(
            problems(Check::WorkPattern(v1::WorkPatternCondition { accepted: vec![1, 8] }))[0]
                .starts_with("condition.work_pattern.accepted[1]: must be one of WORK_PATTERN_DAY, ")
        );
        assert!(
            problems(Check::Sector(v1::SectorCondition { accepted: vec!["a".into()] }))[0]
                .starts_with("condition.sector.accepted[0]: must be one of A, B")
        );
        assert_eq!(
            problems(Check::Remote(v1::RemoteCondition { min_percent: 0 })),
            ["condition.remote.min_percent: must be between 1 and 100, was 0"]
        );
        assert_eq!(
            problems(Check::Mention(v1::MentionCondition { words: "a ".repeat(11) })),
            ["condition.mention.words: must have at most 10 words, has 11"]
        );
    }

    #[test]
    fn a_preference_needs_a_condition_and_each_kind_stands_once() {
        let mut violations = Violations::default();
        let pay = |min_eur| Some(v1::Condition { check: Some(Check::Pay(v1::PayCondition { min_eur })) });
        let preference = |condition, importance| v1::Preference { condition, importance };
        let given = [
            preference(pay(1), 0),
            preference(None, 9),
            preference(None, 0),
            preference(Some(v1::Condition { check: None }), 3),
            preference(pay(2), 1),
        ];
        let read: Bounded<Preference, 5> = violations.preferences(&Path::root("preferences"), &given);
        assert_eq!(read.first().map(|it| it.importance), Some(Importance::Important));
        assert_eq!(
            violations.fields(),
            [
                "preferences[1].importance",
                "preferences[1].condition",
                "preferences[2].condition",
                "preferences[3].condition",
                "preferences[4].condition",
            ]
        );
        assert!(violations.lines()[4].ends_with("a preference about pay occurs twice"));
    }

    #[test]
    fn a_criterion_without_a_condition_is_a_question_and_without_words_is_refused() {
        let mut violations = Violations::default();
        let given = v1::Criterion { words: "een vast rooster".into(), condition: None, importance: 0 };
        let criterion = violations.criterion(&Path::root("it"), &given).expect("a criterion");
        assert_eq!((criterion.condition, criterion.importance), (None, Importance::Important));
        assert_eq!(violations.criterion(&Path::root("it"), &v1::Criterion::default()), None);
        assert_eq!(violations.fields(), ["it.words"]);
    }
}
