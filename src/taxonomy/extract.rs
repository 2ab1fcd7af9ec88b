//! Concepts in running text, by dictionary: the longest label that stands there word by word, endings aside.
//!
//! What an employer offers is not what the work asks, so those sections are passed over. Verbs split over a sentence
//! (“houd je dossiers bij”) are not seen.

mod sections;

use super::data::{ConceptData, language, language_bytes};
use super::find::normalise::normalise;
use super::stem::stem;
use super::{ConceptNumber, LabelRole};
use crate::domain::{ConceptKind, LanguageCode};
use sections::{asking_lines, clauses};
use std::collections::{HashMap, HashSet};

/// Most words of a label that the dictionary holds.
const MAX_PHRASE_WORDS: usize = 8;
/// Fewest characters of a label of one word, abbreviations aside.
const MIN_WORD_CHARS: usize = 3;
/// Most characters of a name that is told from an ordinary word by its capitals.
const SHORT_NAME_CHARS: usize = 4;
/// Plain endings of Dutch and English words.
const ENDINGS: [&str; 4] = ["s", "e", "en", "n"];
/// Fewest characters of a word that may take one.
const MIN_INFLECTED_CHARS: usize = 4;
/// Most words of a clause that are read.
const MAX_WORDS_READ: usize = 4_000;
/// Words that may stand in a label or text without changing the meaning.
const FILLERS: [&str; 14] =
    ["de", "het", "een", "the", "a", "an", "je", "jouw", "onze", "ons", "our", "your", "hun", "their"];
/// A concept found in running text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Extracted {
    pub(super) concept: ConceptNumber,
    /// The words as they stand in the text.
    pub(super) text: String,
}

/// Labels of all abilities as stems, for each language.
#[derive(Debug, Default)]
pub(super) struct Dictionary {
    languages: HashMap<LanguageCode, Phrases>,
}

#[derive(Debug, Default)]
struct Phrases {
    /// Labels of several words, as stems joined by a space.
    phrases: HashMap<Box<str>, Entry>,
    /// For a first stem the most words of a phrase that begins with it.
    longest: HashMap<Box<str>, usize>,
    /// Labels of one word, normalised but not as stems: “server” is not “serveren”.
    words: HashMap<Box<str>, Entry>,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    concept: ConceptNumber,
    kind: ConceptKind,
    preferred: bool,
    /// How the label is written. A name takes no endings, and a short one is seen only in capitals: “GAT” is not
    /// “gat”, “Word” is not “word”.
    casing: Casing,
    /// At most [`SHORT_NAME_CHARS`] characters.
    short: bool,
    /// Two concepts have it with equal right: it says nothing for sure.
    ambiguous: bool,
}

/// Capitals of a word or label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Casing {
    /// None.
    Lower,
    /// Some.
    Mixed,
    /// Nothing else.
    Capitals,
}

impl Casing {
    fn of(text: &str) -> Self {
        match (text.chars().any(char::is_uppercase), text.chars().any(char::is_lowercase)) {
            (false, _) => Self::Lower,
            (true, true) => Self::Mixed,
            (true, false) => Self::Capitals,
        }
    }
}

impl Entry {
    fn may_stand_as(&self, casing: Casing) -> bool {
        !self.short || casing >= self.casing
    }

    fn inflects(&self) -> bool {
        self.casing == Casing::Lower && self.kind != ConceptKind::Language
    }
}

impl Dictionary {
    pub(super) fn build(concepts: &[ConceptData]) -> Self {
        let codes: HashSet<[u8; 2]> =
            concepts.iter().flat_map(|concept| &concept.labels).map(|label| label.language).collect();
        let languages = codes.into_iter().filter_map(language);
        let phrases = languages.map(|language| (language, Phrases::build(concepts, language)));
        Self { languages: phrases.collect() }
    }

    /// At most `limit` different concepts, in the order in which the text names them.
    pub(super) fn extract(&self, text: &str, language: LanguageCode, limit: usize) -> Vec<Extracted> {
        let Some(phrases) = self.languages.get(&language) else { return Vec::new() };
        let mut found: Vec<Extracted> = Vec::new();
        for section in asking_lines(text) {
            for clause in clauses(section) {
                phrases.scan(clause, language, |extracted| {
                    if found.len() < limit && found.iter().all(|other| other.concept != extracted.concept) {
                        found.push(extracted);
                    }
                });
            }
        }
        found
    }
}

impl Phrases {
    fn build(concepts: &[ConceptData], language: LanguageCode) -> Self {
        let code = language_bytes(language);
        let mut phrases = Self::default();
        let mut stems: HashMap<String, Box<str>> = HashMap::new();
        for (place, concept) in concepts.iter().enumerate() {
            let kind = ConceptKind::from(concept.kind);
            if !kind.is_ability() {
                continue;
            }
            let has_language = concept.labels.iter().any(|label| label.language == code);
            for label in concept.labels.iter().filter(|label| label.role != LabelRole::Hidden) {
                // A name such as “Haskell” is the same in every language; an ordinary word is not.
                let casing = Casing::of(&label.text);
                let name = !has_language && casing != Casing::Lower;
                if label.language == code || name {
                    let entry = Entry {
                        concept: ConceptNumber::of_index(place),
                        kind,
                        preferred: label.role == LabelRole::Preferred,
                        casing,
                        short: label.text.chars().count() <= SHORT_NAME_CHARS,
                        ambiguous: false,
                    };
                    phrases.add(&label.text, language, entry, &mut stems);
                }
            }
        }
        phrases
    }

    fn add(&mut self, label: &str, language: LanguageCode, entry: Entry, stems: &mut HashMap<String, Box<str>>) {
        let normal = normalise(label);
        let words: Vec<&str> = normal.split(' ').filter(|word| !FILLERS.contains(word)).collect();
        match words.as_slice() {
            [] => {}
            [word] if word.chars().count() < MIN_WORD_CHARS && entry.casing != Casing::Capitals => {}
            [word] => keep(&mut self.words, (*word).into(), entry),
            words if words.len() > MAX_PHRASE_WORDS => {}
            [first, rest @ ..] => {
                let mut phrase: String = stem_of(first, language, stems).into();
                let longest = self.longest.entry(phrase.as_str().into()).or_default();
                *longest = words.len().max(*longest);
                for word in rest {
                    phrase.push(' ');
                    phrase.push_str(stem_of(word, language, stems));
                }
                keep(&mut self.phrases, phrase.into(), entry);
            }
        }
    }

    /// Names every concept of a clause, from left to right, the longest label first.
    fn scan(&self, clause: &str, language: LanguageCode, mut take: impl FnMut(Extracted)) {
        let words = words(clause, language);
        let mut at = 0;
        while let Some(word) = words.get(at) {
            let longest = self.longest.get(&*word.stem).copied().unwrap_or(0).min(words.len() - at);
            let phrase = |length: usize| {
                let stems: Vec<&str> = words[at..at + length].iter().map(|word| &*word.stem).collect();
                self.phrases.get(stems.join(" ").as_str())
            };
            let of_several = (2..=longest).rev().find_map(|length| Some((length, phrase(length)?)));
            let Some((length, entry)) = of_several.or_else(|| Some((1, self.single(word)?))) else {
                at += 1;
                continue;
            };
            if !entry.ambiguous {
                let text = clause[word.start..words[at + length - 1].end].to_string();
                take(Extracted { concept: entry.concept, text });
            }
            at += length;
        }
    }

    /// A label of one word: the word itself, or with a plain ending more; the name of a subject also with one less.
    fn single(&self, word: &Word) -> Option<&Entry> {
        let same = self.words.get(&*word.normal).filter(|entry| entry.may_stand_as(word.casing));
        same.or_else(|| {
            let stems = ENDINGS.iter().filter_map(|ending| word.normal.strip_suffix(ending));
            let mut long_enough = stems.filter(|stem| stem.chars().count() >= MIN_INFLECTED_CHARS);
            long_enough.find_map(|stem| self.words.get(stem).filter(|entry| entry.inflects()))
        })
        .or_else(|| {
            let long_enough = word.normal.chars().count() >= MIN_INFLECTED_CHARS;
            let mut inflected = ENDINGS.iter().filter(|_| long_enough).map(|ending| format!("{}{ending}", word.normal));
            let subject = |entry: &&Entry| entry.inflects() && entry.kind == ConceptKind::Knowledge;
            inflected.find_map(|word| self.words.get(word.as_str()).filter(subject))
        })
    }
}

/// Of two concepts with the same label the one that prefers it wins; with equal right neither.
fn keep(entries: &mut HashMap<Box<str>, Entry>, phrase: Box<str>, entry: Entry) {
    let held = entries.entry(phrase).or_insert(entry);
    if held.concept == entry.concept {
        held.casing = held.casing.min(entry.casing);
    } else if entry.preferred && !held.preferred {
        *held = entry;
    } else if entry.preferred == held.preferred {
        held.ambiguous = true;
    }
}

fn stem_of<'a>(word: &str, language: LanguageCode, stems: &'a mut HashMap<String, Box<str>>) -> &'a str {
    if !stems.contains_key(word) {
        stems.insert(word.into(), stem(word, language).into());
    }
    &stems[word]
}

struct Word {
    normal: Box<str>,
    stem: Box<str>,
    casing: Casing,
    /// Where it stands in the clause, in bytes.
    start: usize,
    end: usize,
}

/// The words of a clause without fillers.
fn words(clause: &str, language: LanguageCode) -> Vec<Word> {
    let mut words = Vec::new();
    for given in clause.split_whitespace().take(MAX_WORDS_READ) {
        let given = given.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '+' | '#'));
        let start = given.as_ptr() as usize - clause.as_ptr() as usize;
        let (end, casing) = (start + given.len(), Casing::of(given));
        let normal = normalise(given);
        let parts = normal.split(' ').filter(|part| !part.is_empty() && !FILLERS.contains(part));
        words.extend(parts.map(|part| {
            let stem = stem(part, language).into();
            Word { normal: part.into(), stem, casing, start, end }
        }));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::Dictionary;
    use crate::domain::{ConceptKey, ConceptKind, LanguageCode};
    use crate::taxonomy::{ConceptRecord, LabelRole, Taxonomy, TaxonomyData, TaxonomyVersion};
    use proptest::prelude::*;

    fn taxonomy(labels: &[&str]) -> Taxonomy {
        let records = labels.iter().enumerate().map(|(at, label)| {
            let mut record =
                ConceptRecord::new(ConceptKey::new(&format!("ex:{at:02}")).expect("a valid key"), ConceptKind::Skill);
            record.add_label(LanguageCode::DUTCH, label, LabelRole::Preferred);
            record
        });
        let version = TaxonomyVersion::new("example", "1").expect("a valid version");
        Taxonomy::build(TaxonomyData::assemble(version, records.collect()).expect("a taxonomy").0)
    }

    fn check(labels: &[&str], text: &str, expected: &[(&str, &str)]) {
        let taxonomy = taxonomy(labels);
        let found = taxonomy.dictionary.extract(text, LanguageCode::DUTCH, 12);
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|extracted| (taxonomy.label(extracted.concept, LanguageCode::DUTCH), extracted.text.as_str()))
            .collect();
        assert_eq!(found, expected, "in “{text}”");
    }

    #[test]
    fn the_longest_label_wins_and_endings_do_not_matter() {
        let labels = ["dossiers bijhouden", "dossier", "klantgericht werken", "BRP", "C++"];
        check(&labels, "Je kunt dossiers bijhouden.", &[("dossiers bijhouden", "dossiers bijhouden")]);
        check(&labels, "Het dossier, en klantgericht te werken", &[("dossier", "dossier")]);
        check(&labels, "Alle dossiers", &[("dossier", "dossiers")]);
        check(&labels, "Ervaring met de BRP (en C++)!", &[("BRP", "BRP"), ("C++", "C++")]);
        check(&["de balie bedienen"], "Balie bedienen", &[("de balie bedienen", "Balie bedienen")]);
        check(&["lezen schrijven"], "lezen, schrijven", &[]);
    }

    #[test]
    fn words_that_only_look_alike_are_left_alone() {
        check(&["serveren", "rekenen", "GAT", "IT"], "Servers, de rekening: hij gaat, met gaten. It is.", &[]);
        check(&["GAT", "IT"], "Een GAT en IT", &[("GAT", "GAT"), ("IT", "IT")]);
        check(&["Word", "Excel"], "Wij worden wie ik word, met Word en excel", &[("Word", "Word"), ("Excel", "excel")]);
    }

    #[test]
    fn a_label_of_two_concepts_says_nothing_for_sure() {
        check(&["taal", "Taal"], "taal", &[]);
    }

    proptest! {
        #[test]
        fn evidence_always_stands_in_the_text(text in "[a-eé ,.\\n?:(-]{0,120}", limit in 0_usize..4) {
            let taxonomy = taxonomy(&["abc", "ab cd", "eee", "é d", "cab de"]);
            let found = Dictionary::extract(&taxonomy.dictionary, &text, LanguageCode::DUTCH, limit);
            prop_assert!(found.len() <= limit);
            for extracted in found {
                prop_assert!(text.contains(&extracted.text));
            }
        }
    }
}
