//! Facts that a text states in its own words: licences, education, hours, pay, scale, contract, pattern, experience and
//! languages. Each is read where it stands; nothing is converted.

mod conditions;
mod education;
mod language;
mod pay;
mod person;

pub(crate) use education::lowest_level;
pub(crate) use language::names as language_names;

use super::document::{Document, Sentence};
use super::word::Word;
use super::{Modality, Section};
use crate::domain::{
    Cefr, Contract, DrivingLicence, EuroPerMonth, HoursPerWeek, LanguageCode, NlqfLevel, Range as Between, WorkPattern,
};
use std::ops::Range;

/// Most facts of one text.
pub const MAX_FACTS: usize = 100;

/// A fact that a text states.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fact {
    /// A driving licence. Code 95 and “groot rijbewijs” stand for C; a licence without category is B.
    Licence(DrivingLicence),
    /// A level of education; of several in one breath the lowest.
    Education(NlqfLevel),
    /// Hours a week.
    Hours(Between<HoursPerWeek>),
    /// Gross euros a month, as written.
    MonthlyPay(Between<EuroPerMonth>),
    /// Gross euros an hour, as written; never turned into a monthly pay.
    HourlyPay(HourlyPay),
    /// The number of a scale in a collective agreement; of several the first.
    Scale(u8),
    /// A kind of contract.
    Contract(Contract),
    /// When the work is done.
    Pattern(WorkPattern),
    /// Years of experience; of “2 tot 4 jaar” the lowest.
    ExperienceYears(u8),
    /// A language, with its level when one stands beside it.
    Language(LanguageCode, Option<Cefr>),
}

/// Pay by the hour in cents; of one amount both ends are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HourlyPay {
    /// Lowest.
    pub min_cents: u32,
    /// Highest; never below the lowest.
    pub max_cents: u32,
}

/// A fact with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct FactFound {
    /// The fact.
    pub fact: Fact,
    /// The bytes of the text that say it.
    pub bytes: Range<usize>,
    /// Where it stands.
    pub section: Section,
    /// How it is meant. Hours, scale, contract and pattern are never [`Modality::Offered`]: under such a heading they are
    /// [`Modality::Must`]; they may be welcome or denied. Pay is always [`Modality::Must`].
    pub modality: Modality,
}

/// The facts of a text in the order in which they stand; at most [`MAX_FACTS`].
///
/// ```
/// use loopbaanbrug::domain::{DrivingLicence, LanguageCode};
/// use loopbaanbrug::reading::{Document, Fact, TextKind, facts};
/// let document = Document::read("Je hebt rijbewijs B.", LanguageCode::DUTCH, TextKind::Vacancy);
/// assert_eq!(facts(&document)[0].fact, Fact::Licence(DrivingLicence::B));
/// ```
#[must_use]
pub fn facts(document: &Document<'_>) -> Vec<FactFound> {
    let mut found = Vec::new();
    for sentence in document.sentences() {
        let mut passage = Passage { document, sentence, found: &mut found };
        person::read(&mut passage);
        education::read(&mut passage);
        language::read(&mut passage);
        conditions::read(&mut passage);
        pay::read(&mut passage);
        if found.len() >= MAX_FACTS {
            break;
        }
    }
    found.sort_by_key(|fact| (fact.bytes.start, fact.bytes.end));
    found.truncate(MAX_FACTS);
    found
}

/// A sentence while its facts are read.
struct Passage<'a, 't> {
    document: &'a Document<'t>,
    sentence: &'a Sentence,
    found: &'a mut Vec<FactFound>,
}

impl<'a, 't> Passage<'a, 't> {
    fn words(&self) -> &'a [Word] {
        &self.document.words()[self.sentence.words.clone()]
    }

    /// Adds what a person must have or know.
    fn add(&mut self, fact: Fact, words: Range<usize>) {
        let modality = self.document.modality(self.place(&words));
        self.push(fact, self.document.bytes(self.place(&words)), modality);
    }

    /// Adds a condition of the work: offered is what it is, so only a denial or a reserve counts.
    fn add_condition(&mut self, fact: Fact, words: Range<usize>) {
        let modality = match self.document.modality(self.place(&words)) {
            Modality::Offered => Modality::Must,
            other => other,
        };
        self.push(fact, self.document.bytes(self.place(&words)), modality);
    }

    fn place(&self, words: &Range<usize>) -> Range<usize> {
        self.sentence.words.start + words.start..self.sentence.words.start + words.end
    }

    fn push(&mut self, fact: Fact, bytes: Range<usize>, modality: Modality) {
        self.found.push(FactFound { fact, bytes, section: self.sentence.section, modality });
    }

    /// The text between two words of the sentence.
    fn between(&self, left: usize, right: usize) -> &'t str {
        let words = self.words();
        self.document.text().get(words[left].end..words[right].start).unwrap_or_default()
    }
}

/// Small numbers in words.
const NUMBER_WORDS: [(&str, u8); 22] = [
    ("een", 1),
    ("twee", 2),
    ("drie", 3),
    ("vier", 4),
    ("vijf", 5),
    ("zes", 6),
    ("zeven", 7),
    ("acht", 8),
    ("negen", 9),
    ("tien", 10),
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("half", 0),
    ("halve", 0),
];

/// A small whole number in digits or letters.
fn small_number(word: &Word) -> Option<u8> {
    let in_words = NUMBER_WORDS.iter().find(|(name, _)| *name == &*word.folded).map(|(_, number)| *number);
    in_words.or_else(|| word.folded.parse().ok())
}
