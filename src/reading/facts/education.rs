//! Words for a level of education, read as levels of the Dutch qualifications framework NLQF: mbo 1 to 4 are levels 1 to
//! 4, havo and vwo 4, vmbo 2, associate degree 5, hbo and bachelor 6, wo and master 7.

use super::{Fact, Passage};
use crate::domain::NlqfLevel;
use crate::reading::word::{Boundary, Casing, Word, words};
use std::ops::Range;

/// Words that name a level by themselves.
const LEVEL_WORDS: &[(&str, i64)] = &[
    ("vmbo", 2),
    ("mavo", 2),
    ("havo", 4),
    ("vwo", 4),
    ("ad", 5),
    ("associate", 5),
    ("bachelor", 6),
    ("bachelors", 6),
    ("hbo", 6),
    ("wo", 7),
    ("master", 7),
    ("masters", 7),
    ("universitair", 7),
    ("universitaire", 7),
    ("university", 7),
    ("postgraduate", 7),
    ("phd", 8),
];
/// Most words read of a text about nothing but education.
const MAX_WORDS: usize = 500;
/// Most words between two levels of which the lowest is meant: “mbo 4 of hbo”.
const MAX_WORDS_BETWEEN: usize = 2;

/// Why a text does not say which level is enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LevelUnclear {
    /// It names none.
    None,
    /// It names mbo without its level, which may be lower than whatever else it names.
    Vocational,
}

impl LevelUnclear {
    /// What would be clear; fits “must be {…}”.
    pub(crate) fn expected(self) -> &'static str {
        match self {
            Self::None => "a level of NLQF, 1 to 8, or words such as “mbo 4”, “hbo” or “wo”",
            Self::Vocational => "mbo with its level, 1 to 4",
        }
    }
}

/// The lowest level that a text about education names: that is what is asked, or reached at least.
///
/// # Errors
/// [`LevelUnclear`]: nothing is guessed.
pub(crate) fn lowest_level(text: &str) -> Result<NlqfLevel, LevelUnclear> {
    let named: Vec<Option<i64>> = levels(&words(text, MAX_WORDS)).into_iter().map(|(_, level)| level).collect();
    if named.contains(&None) {
        return Err(LevelUnclear::Vocational);
    }
    let lowest = named.into_iter().flatten().min().and_then(|level| NlqfLevel::new(level).ok());
    lowest.ok_or(LevelUnclear::None)
}

/// A level where it is named; `None` for “mbo” without its level.
fn levels(words: &[Word]) -> Vec<(Range<usize>, Option<i64>)> {
    let mut levels: Vec<(Range<usize>, Option<i64>)> = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let behind = &words[at + 1..];
        let folded = &*word.folded;
        let named = if let Some(digits) = vocational(folded) {
            let highest = if folded.starts_with("mbo") { 4 } else { 8 };
            let numbers = digits.parse().ok().map(|level: i64| (0, level)).into_iter().chain(numbers_behind(behind));
            let fitting: Vec<_> = numbers.filter(|(_, level)| (1..=highest).contains(level)).collect();
            let length = fitting.iter().map(|(length, _)| *length).max().unwrap_or(0);
            Some((length, fitting.iter().map(|(_, level)| *level).min()))
        } else if let Some((_, level)) = LEVEL_WORDS.iter().find(|(known, _)| *known == folded) {
            Some((0, Some(named_level(*level, folded, behind))))
        } else if matches!(folded, "niveau") && !of_language(&words[..at]) {
            let numbers: Vec<_> = numbers_behind(behind).filter(|(_, level)| (1..=4).contains(level)).collect();
            let length = numbers.iter().map(|(length, _)| *length).max();
            length.map(|length| (length, numbers.iter().map(|(_, level)| *level).min()))
        } else {
            None
        };
        if let Some((length, level)) = named {
            levels.push((at..at + 1 + length, level));
            at += length;
        }
        at += 1;
    }
    levels
}

fn vocational(word: &str) -> Option<&str> {
    word.strip_prefix("mbo").or_else(|| word.strip_prefix("nlqf")).filter(|rest| rest.len() <= 1)
}

fn of_language(before: &[Word]) -> bool {
    before.last().is_some_and(|word| matches!(&*word.folded, "taal" | "b1" | "b2"))
}

/// “wo bachelor” and “hbo master” are not what their first word says.
fn named_level(level: i64, word: &str, behind: &[Word]) -> i64 {
    match (word, behind.first().map(|next| &*next.folded)) {
        ("wo", Some("bachelor")) => 6,
        ("hbo", Some("master")) => 7,
        _ => level,
    }
}

/// The numbers of “niveau 3 of 4” behind “mbo”, each with how many words lead up to it.
fn numbers_behind(words: &[Word]) -> impl Iterator<Item = (usize, i64)> + '_ {
    let linking = |word: &&Word| {
        word.before < Boundary::Sentence
            && (word.folded.parse::<i64>().is_ok()
                || matches!(&*word.folded, "niveau" | "level" | "of" | "en" | "tot" | "t" | "m" | "or" | "opleiding"))
    };
    let linked = words.iter().take_while(linking).enumerate();
    let of_years = |place: usize| words.get(place + 1).is_some_and(|next| matches!(&*next.folded, "jaar" | "jaren"));
    linked.filter_map(move |(place, word)| Some((place + 1, word.folded.parse().ok()?)).filter(|_| !of_years(place)))
}

pub(super) fn read(passage: &mut Passage<'_, '_>) {
    let words = passage.words();
    let mut held: Option<(Range<usize>, i64)> = None;
    for (range, level) in levels(words) {
        let Some(level) = level else { continue };
        if !is_own_word(words, &range) {
            continue;
        }
        // “mbo 4 of hbo”: one thing is asked, and the lowest is enough.
        held = Some(match held {
            Some((before, lowest)) if joined(&words[before.end..range.start]) => {
                (before.start..range.end, lowest.min(level))
            }
            Some(before) => {
                add(passage, before);
                (range, level)
            }
            None => (range, level),
        });
    }
    if let Some(last) = held {
        add(passage, last);
    }
}

fn add(passage: &mut Passage<'_, '_>, (range, level): (Range<usize>, i64)) {
    if let Ok(level) = NlqfLevel::new(level) {
        passage.add(Fact::Education(level), range);
    }
}

fn joined(between: &[Word]) -> bool {
    between.len() <= MAX_WORDS_BETWEEN
        && between.iter().all(|word| {
            matches!(&*word.folded, "of" | "en" | "or" | "niveau" | "minimaal" | "een" | "tot" | "hoger" | "het")
        })
}

/// “ad” and “wo” are levels only in a name of their own: “Ad”, “hbo/wo”; “master” not in “scrum master”.
fn is_own_word(words: &[Word], range: &Range<usize>) -> bool {
    let word = &words[range.start];
    let before = range.start.checked_sub(1).map(|before| &*words[before].folded);
    match &*word.folded {
        "ad" => word.casing != Casing::Lower,
        "wo" => word.casing != Casing::Mixed,
        "master" | "masters" => !matches!(before, Some("scrum" | "data" | "station")),
        "university" | "universitair" | "universitaire" => {
            words.get(range.end).is_none_or(|next| !matches!(&*next.folded, "medisch" | "hospital" | "ziekenhuis"))
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lowest_level_is_meant_and_an_unknown_one_may_be_lower() {
        let read = |text: &str| lowest_level(text).map(NlqfLevel::get);
        for (text, expected) in [
            ("mbo 4 of hbo", Ok(4)),
            ("hbo / wo", Ok(6)),
            ("NLQF 5", Ok(5)),
            ("mbo of hbo", Err(LevelUnclear::Vocational)),
            ("mbo 3, hbo of een andere mbo-opleiding", Err(LevelUnclear::Vocational)),
            ("een relevante opleiding", Err(LevelUnclear::None)),
            ("", Err(LevelUnclear::None)),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
