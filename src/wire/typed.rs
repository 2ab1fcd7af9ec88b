//! What people type to make a profile, read into the fields of the contract: numbers, postcodes, a few words, skills that are
//! added. The page and the command line share it, so that the same answers make the same profile.

use crate::{
    domain::{
        Condition, Credentials, DrivingLicence, EuroPerMonth, Evidence, HoursPerWeek, Invalid, Name, Pc4, Percent,
        Profile, Recency, SkillWish, Text, Weeks, WholeEuro,
    },
    matching::{self, rules::ASSUMED_LEVEL},
    texts::Asking,
    wire::codes::WireCode,
};
use loopbaanbrug_proto::v1::{self, concept_reference, condition::Check};

/// Level that a skill gets when it is added: the one that it would be taken to have, were none said.
pub(crate) const LEVEL_BEGIN: u32 = ASSUMED_LEVEL as u32;
/// Most skills of a profile.
pub(crate) const SKILLS_MAX: usize = Profile::MAX_SKILLS;
/// Most occupations.
pub(crate) const OCCUPATIONS_MAX: usize = Profile::MAX_OCCUPATIONS;
/// Most criteria.
pub(crate) const CRITERIA_MAX: usize = Profile::MAX_CRITERIA;
/// Most diplomas.
pub(crate) const DIPLOMAS_MAX: usize = Credentials::MAX_DIPLOMAS;
/// Most languages.
pub(crate) const LANGUAGES_MAX: usize = Credentials::MAX_LANGUAGES;
/// Skills suggested at once.
pub(crate) const SUGGESTED_MAX: usize = 24;
/// Concepts shown for typed words.
pub(crate) const FOUND_MAX: usize = 8;

/// Licences that are asked; others stay in a profile when a file brought them.
pub(crate) const LICENCES: [DrivingLicence; 8] = [
    DrivingLicence::Am,
    DrivingLicence::A,
    DrivingLicence::B,
    DrivingLicence::Be,
    DrivingLicence::C,
    DrivingLicence::Ce,
    DrivingLicence::D,
    DrivingLicence::T,
];
/// Languages that are asked; others stay in a profile when a file brought them.
pub(crate) const LANGUAGES: [&str; 14] =
    ["nl", "en", "de", "fr", "es", "ar", "fa", "pl", "pt", "ro", "ru", "ti", "tr", "uk"];

/// A whole number that is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Whole {
    /// Least.
    pub(crate) min: i64,
    /// Most.
    pub(crate) max: i64,
}

/// Kilometres from home.
pub(crate) const TRAVEL_KM: Whole = Whole { min: 1, max: Condition::MAX_TRAVEL_KM as i64 };
/// Hours a week, of work or of study.
pub(crate) const HOURS: Whole = Whole { min: HoursPerWeek::MIN, max: HoursPerWeek::MAX };
/// Gross euros a month.
pub(crate) const PAY: Whole = Whole { min: EuroPerMonth::MIN, max: EuroPerMonth::MAX };
/// Percent of the hours that are worked at home; nobody wishes for none.
pub(crate) const REMOTE: Whole = Whole { min: 1, max: Percent::MAX };
/// Weeks to learn.
pub(crate) const WEEKS: Whole = Whole { min: Weeks::MIN, max: Weeks::MAX };
/// Own euros to learn with.
pub(crate) const EUROS: Whole = Whole { min: WholeEuro::MIN, max: WholeEuro::MAX };

/// Units that are typed after a number, though the question names them already.
const UNITS: [&str; 16] = [
    "km",
    "kilometer",
    "kilometers",
    "u",
    "uur",
    "uren",
    "hours",
    "euro",
    "euros",
    "eur",
    "week",
    "weken",
    "weeks",
    "procent",
    "percent",
    "pct",
];
/// Ends of whole amounts.
const NO_CENTS: [&str; 3] = [",00", ",--", ",-"];

impl Whole {
    /// The number that was typed; none when nothing was.
    ///
    /// # Errors
    /// The limits, when it is no whole number within them.
    pub(crate) fn read(self, typed: &str) -> Result<Option<u32>, Self> {
        if typed.is_empty() {
            return Ok(None);
        }
        // People write amounts as “2.700”, “€ 2700”, “2700,00” and “30 km”. In “2.5” the point stands for something else.
        let plain: String = typed.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '€' | '%')).collect();
        let number = plain.trim_end_matches(char::is_alphabetic);
        let unit = plain[number.len()..].to_lowercase();
        let plain = if UNITS.contains(&unit.as_str()) { number } else { &plain };
        let plain = NO_CENTS.iter().find_map(|end| plain.strip_suffix(end)).unwrap_or(plain);
        let is_grouped = plain.split('.').skip(1).all(|group| group.len() == 3);
        let number = plain.replace('.', "").parse::<i64>().ok();
        let number = number.filter(|number| is_grouped && (self.min..=self.max).contains(number));
        number.and_then(|number| u32::try_from(number).ok()).map(Some).ok_or(self)
    }
}

/// The four digits of a postcode; people write their whole postcode.
pub(crate) fn postcode(typed: &str) -> Option<&str> {
    let letters = |rest: &str| rest.len() <= 3 && rest.chars().all(|c| c.is_ascii_alphabetic() || c == ' ');
    let digits = typed.split_at_checked(4).filter(|(_, rest)| letters(rest)).map_or(typed, |(digits, _)| digits);
    Pc4::parse(digits).is_ok().then_some(digits)
}

/// What is wrong with a text of at most `MAX` characters, for the person who typed it; none when it can be taken. Nothing typed is
/// right.
pub(crate) fn wrong_text<const MAX: usize>(typed: &str, ask: &Asking) -> Option<String> {
    match Text::<MAX>::new(typed) {
        Ok(_) | Err(Invalid::Empty) => None,
        Err(Invalid::TooLong { max_chars, .. }) => Some((ask.too_long)(max_chars)),
        Err(_) => Some(ask.strange_text.to_owned()),
    }
}

/// The same for a name or a few words.
pub(crate) fn wrong_name(typed: &str, ask: &Asking) -> Option<String> {
    wrong_text::<{ Name::MAX_CHARS }>(typed, ask)
}

/// Why words cannot be looked for in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FewWordsProblem {
    /// They hold characters that no text has.
    Strange,
    /// More than this many letters in all.
    TooLong(usize),
    /// None of them says anything: “de”, “een”, signs.
    NoWord,
    /// A word of more letters than can be found, and no other word.
    LongWord,
    /// More than this many.
    TooMany(usize),
}

impl FewWordsProblem {
    /// What is wrong and what would be right, for the person who typed it.
    pub(crate) fn told(self, ask: &Asking) -> String {
        match self {
            Self::Strange => ask.strange_text.to_owned(),
            Self::TooLong(most) => (ask.too_long)(most),
            Self::NoWord => ask.no_word.to_owned(),
            Self::LongWord => ask.long_word.to_owned(),
            Self::TooMany(most) => (ask.too_many_words)(most),
        }
    }
}

/// A few words to look for; none when nothing was typed.
///
/// # Errors
/// [`FewWordsProblem`].
pub(crate) fn few_words(typed: &str) -> Result<Option<String>, FewWordsProblem> {
    if typed.is_empty() {
        return Ok(None);
    }
    match Name::new(typed) {
        Ok(_) => {}
        Err(Invalid::TooLong { max_chars, .. }) => return Err(FewWordsProblem::TooLong(max_chars)),
        Err(_) => return Err(FewWordsProblem::Strange),
    }
    let too_many = FewWordsProblem::TooMany(Condition::MAX_MENTION_WORDS);
    if typed.split_whitespace().count() > Condition::MAX_MENTION_WORDS {
        return Err(too_many);
    }
    match matching::searchable(typed) {
        Ok(()) => Ok(Some(typed.to_owned())),
        Err(Invalid::Missing { .. }) if matching::has_long_word(typed) => Err(FewWordsProblem::LongWord),
        Err(Invalid::Missing { .. }) => Err(FewWordsProblem::NoWord),
        // What stands between signs counts as a word.
        Err(_) => Err(too_many),
    }
}

/// “Least is more than most”.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reversed;

/// A range of hours a week; what is left open is the least or the most there is. None when both are.
///
/// # Errors
/// [`Reversed`].
pub(crate) fn hours(min: Option<u32>, max: Option<u32>) -> Result<Option<Check>, Reversed> {
    if let (Some(min), Some(max)) = (min, max)
        && min > max
    {
        return Err(Reversed);
    }
    let most = u32::try_from(HoursPerWeek::MAX).unwrap_or_default();
    let range = v1::HoursRange { min: min.unwrap_or(0), max: max.unwrap_or(most) };
    Ok((min.is_some() || max.is_some()).then_some(Check::Hours(range)))
}

/// What can be spent on learning; none when nothing was said.
pub(crate) fn budget(weeks: Option<u32>, hours: Option<u32>, euros: Option<u32>) -> Option<v1::LearningBudget> {
    let any = weeks.is_some() || hours.is_some() || euros.is_some();
    any.then_some(v1::LearningBudget { max_weeks: weeks, max_hours_per_week: hours, max_eur: euros })
}

/// A concept of the taxonomy.
pub(crate) fn by_key(key: &str) -> v1::ConceptReference {
    v1::ConceptReference { name: Some(concept_reference::Name::Key(key.to_owned())) }
}

/// A concept in a person's own words.
pub(crate) fn by_text(text: &str) -> v1::ConceptReference {
    v1::ConceptReference { name: Some(concept_reference::Name::Text(text.to_owned())) }
}

/// Whether a reference is to this key.
pub(crate) fn is_key(reference: Option<&v1::ConceptReference>, key: &str) -> bool {
    matches!(reference.and_then(|it| it.name.as_ref()), Some(concept_reference::Name::Key(own)) if own == key)
}

/// A skill as it is when somebody adds it, before they say more of it.
pub(crate) fn added(skill: v1::ConceptReference) -> v1::SkillClaim {
    v1::SkillClaim {
        skill: Some(skill),
        level: Some(LEVEL_BEGIN),
        recency: Recency::Recent.wire(),
        evidence: Evidence::OwnWord.wire(),
        wish: SkillWish::Do.wire(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::{Language, asking};

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (typed, number) in [("", None), ("2700", Some(2_700)), ("2.700", Some(2_700)), ("€ 2 700", Some(2_700))] {
            assert_eq!(PAY.read(typed), Ok(number), "{typed}");
        }
        for (typed, number) in [("2700,00", 2_700), ("€ 2.700,-", 2_700), ("30 km", 30), ("36 uur", 36)] {
            assert_eq!(PAY.read(typed), Ok(Some(number)), "{typed}");
        }
        for wrong in ["2.5", "2,5", "12,50", "0", "-1", "veel", "km", "3 of 4", "2k", "50001", "99999999999999999999"] {
            assert_eq!(PAY.read(wrong), Err(PAY), "{wrong}");
        }
    }

    #[test]
    fn a_whole_postcode_is_its_four_digits() {
        for typed in ["3511", "3511AB", "3511 ab"] {
            assert_eq!(postcode(typed), Some("3511"), "{typed}");
        }
        for wrong in ["", "351", "0511", "35115", "3511 abc", "Utrecht", "3511é"] {
            assert_eq!(postcode(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn hours_left_open_are_the_least_and_the_most_there_is() {
        let range = |min, max| Ok(Some(Check::Hours(v1::HoursRange { min, max })));
        assert_eq!(hours(None, None), Ok(None));
        assert_eq!(hours(Some(24), None), range(24, 60));
        assert_eq!(hours(None, Some(24)), range(0, 24));
        assert_eq!(hours(Some(36), Some(24)), Err(Reversed));
    }

    #[test]
    fn words_to_look_for_are_few_and_can_be_read() {
        assert_eq!(few_words(""), Ok(None));
        assert_eq!(few_words("eigen rooster"), Ok(Some("eigen rooster".into())));
        for many in ["x ".repeat(11), (0..40).map(|number| format!("x{number}/")).collect()] {
            assert_eq!(few_words(&many), Err(FewWordsProblem::TooMany(10)), "{many}");
        }
        for none in ["de het", "???"] {
            assert_eq!(few_words(none), Err(FewWordsProblem::NoWord), "{none}");
        }
        for long in ["x".repeat(80), format!("de {}", "\u{e9}".repeat(40)), format!("een-{}", "x".repeat(81))] {
            assert_eq!(few_words(&long), Err(FewWordsProblem::LongWord), "{long}");
        }
        assert!(few_words(&"x".repeat(79)).is_ok() && few_words(&format!("zorg {}", "x".repeat(80))).is_ok());
        assert_eq!(few_words("a\u{7}"), Err(FewWordsProblem::Strange));
        assert_eq!(few_words(&"zorg ".repeat(41)), Err(FewWordsProblem::TooLong(200)));
    }

    #[test]
    fn a_text_that_cannot_be_taken_is_told_for_what_it_is() {
        let ask = asking(Language::English);
        assert_eq!((wrong_name("", ask), wrong_name("  a\tb\n", ask)), (None, None));
        assert_eq!(wrong_name(&"x".repeat(201), ask), Some((ask.too_long)(200)));
        assert_eq!(wrong_name("a\0b", ask), Some(ask.strange_text.to_owned()));
    }
}
