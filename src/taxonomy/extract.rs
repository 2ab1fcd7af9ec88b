//! Concepts in running text, by dictionary: the longest label that stands there word by word, endings aside.
//!
//! What an employer offers is not what the work asks, so those sections are passed over. Verbs split over a sentence
//! (“houd je dossiers bij”) are not seen.

use super::ConceptNumber;
use super::find::normalise::normalise;
use super::stem::stem;
use super::taxonomy::Concept;
use crate::domain::LanguageCode;
use std::collections::{HashMap, HashSet};

/// Most words of a label that the dictionary holds.
const MAX_PHRASE_WORDS: usize = 8;
/// Fewest characters of a label of one word.
const MIN_WORD_CHARS: usize = 3;
/// Most words of a text that are read.
const MAX_WORDS_READ: usize = 4_000;
/// Words that may stand in a label or text without changing the meaning.
const FILLERS: [&str; 14] =
    ["de", "het", "een", "the", "a", "an", "je", "jouw", "onze", "ons", "our", "your", "hun", "their"];
/// How a section begins that tells what the employer gives; normalised.
const OFFER_OPENINGS: [&str; 19] = [
    "wij bieden",
    "we bieden",
    "wat bieden",
    "wat wij bieden",
    "wat we bieden",
    "wat wij jou",
    "wat we jou",
    "wat krijg",
    "wat je krijgt",
    "dit bieden",
    "dit krijg",
    "je krijgt",
    "jij krijgt",
    "ons aanbod",
    "arbeidsvoorwaarden",
    "we offer",
    "what we offer",
    "what do we offer",
    "what you get",
];
/// Most words of a heading without “?” or “:”.
const MAX_HEADING_WORDS: usize = 6;

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
    /// Stems joined by a space.
    entries: HashMap<Box<str>, Entry>,
    /// For a first stem the most words of a phrase that begins with it.
    longest: HashMap<Box<str>, usize>,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    concept: ConceptNumber,
    preferred: bool,
    /// Two concepts have it with equal right: it says nothing for sure.
    ambiguous: bool,
}

impl Dictionary {
    pub(super) fn build(concepts: &[Concept]) -> Self {
        let languages: HashSet<LanguageCode> =
            concepts.iter().flat_map(|concept| &concept.labels).map(|label| label.language).collect();
        let phrases = languages.into_iter().map(|language| (language, Phrases::build(concepts, language)));
        Self { languages: phrases.collect() }
    }

    /// At most `limit` different concepts, in the order in which the text names them.
    pub(super) fn extract(&self, text: &str, language: LanguageCode, limit: usize) -> Vec<Extracted> {
        let Some(phrases) = self.languages.get(&language) else { return Vec::new() };
        let mut found: Vec<Extracted> = Vec::new();
        for section in asking_sections(text) {
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
    fn build(concepts: &[Concept], language: LanguageCode) -> Self {
        let mut phrases = Self::default();
        let mut stems: HashMap<String, Box<str>> = HashMap::new();
        let abilities = concepts.iter().enumerate().filter(|(_, concept)| concept.kind.is_ability());
        for (place, concept) in abilities {
            let has_language = concept.labels.iter().any(|label| label.language == language);
            for label in &concept.labels {
                // A name such as “Haskell” is the same in every language; an ordinary word is not.
                let name = !has_language && label.text.chars().any(char::is_uppercase);
                if label.language == language || name {
                    let entry =
                        Entry { concept: ConceptNumber::of_index(place), preferred: label.preferred, ambiguous: false };
                    phrases.add(&label.text, language, entry, &mut stems);
                }
            }
        }
        phrases
    }

    fn add(&mut self, label: &str, language: LanguageCode, entry: Entry, stems: &mut HashMap<String, Box<str>>) {
        let normal = normalise(label);
        let words: Vec<&str> = normal.split(' ').filter(|word| !FILLERS.contains(word)).collect();
        let too_short = words.len() == 1 && words[0].chars().count() < MIN_WORD_CHARS;
        if words.is_empty() || words.len() > MAX_PHRASE_WORDS || too_short {
            return;
        }
        let mut phrase = String::new();
        for (at, word) in words.iter().enumerate() {
            if !stems.contains_key(*word) {
                stems.insert((*word).into(), stem(word, language).into());
            }
            let stem = &*stems[*word];
            if at == 0 {
                let longest = self.longest.entry(stem.into()).or_default();
                *longest = words.len().max(*longest);
            } else {
                phrase.push(' ');
            }
            phrase.push_str(stem);
        }
        let held = self.entries.entry(phrase.into()).or_insert(entry);
        if held.concept != entry.concept {
            if entry.preferred && !held.preferred {
                *held = entry;
            } else if entry.preferred == held.preferred {
                held.ambiguous = true;
            }
        }
    }

    fn scan(&self, clause: &str, language: LanguageCode, mut take: impl FnMut(Extracted)) {
        let words = words(clause, language);
        let mut at = 0;
        while at < words.len() {
            let longest = self.longest.get(&*words[at].stem).copied().unwrap_or(0).min(words.len() - at);
            let phrase =
                |length: usize| words[at..at + length].iter().map(|word| &*word.stem).collect::<Vec<_>>().join(" ");
            let hit = (1..=longest).rev().find_map(|length| Some((length, self.entries.get(&*phrase(length))?)));
            let Some((length, entry)) = hit else {
                at += 1;
                continue;
            };
            if !entry.ambiguous {
                let text = clause[words[at].start..words[at + length - 1].end].to_string();
                take(Extracted { concept: entry.concept, text });
            }
            at += length;
        }
    }
}

struct Word {
    stem: Box<str>,
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
        let normal = normalise(given);
        let parts = normal.split(' ').filter(|part| !part.is_empty() && !FILLERS.contains(part));
        words.extend(parts.map(|part| Word { stem: stem(part, language).into(), start, end: start + given.len() }));
    }
    words
}

/// Stretches of text within which a phrase can stand.
fn clauses(section: &str) -> impl Iterator<Item = &str> {
    let ends =
        |c: char| matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '(' | ')' | '\n' | '•' | '–' | '—' | '"' | '“' | '”');
    section.split(ends).filter(|clause| !clause.trim().is_empty())
}

/// The lines of a text that do not stand in a section about what the employer gives.
///
/// A heading (a line that ends with “?” or “:”, or a few words at the head of a paragraph) governs all up to the next
/// heading; a paragraph that begins with such words only itself.
fn asking_sections(text: &str) -> Vec<&str> {
    let mut kept = Vec::new();
    let mut section_offers = false;
    let mut paragraph_offers = false;
    let mut after_blank = true;
    for line in text.lines() {
        let line = line.trim();
        if line.is_empty() {
            after_blank = true;
            paragraph_offers = false;
            continue;
        }
        if is_heading(line, after_blank) {
            section_offers = is_offer(line);
            paragraph_offers = false;
        } else {
            if after_blank {
                paragraph_offers = is_offer(line);
            }
            if !section_offers && !paragraph_offers {
                kept.push(line);
            }
        }
        after_blank = false;
    }
    kept
}

fn is_heading(line: &str, after_blank: bool) -> bool {
    let bullet = line.starts_with(['-', '•', '*', '–', '·']);
    let few_words = line.split_whitespace().count() <= MAX_HEADING_WORDS;
    let marked = line.ends_with(['?', ':']) && line.split_whitespace().count() <= 2 * MAX_HEADING_WORDS;
    !bullet && (marked || after_blank && few_words && !line.ends_with(['.', '!', ',', ';']))
}

fn is_offer(line: &str) -> bool {
    let line = normalise(line);
    OFFER_OPENINGS.iter().any(|opening| line.starts_with(opening))
}

#[cfg(test)]
mod tests {
    use super::{Dictionary, asking_sections};
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
        let labels = ["dossiers bijhouden", "dossiers", "klantgericht werken", "BRP", "C++"];
        check(&labels, "Je kunt dossiers bijhouden.", &[("dossiers bijhouden", "dossiers bijhouden")]);
        check(&labels, "Het dossier, en klantgericht te werken", &[("dossiers", "dossier")]);
        check(&labels, "Ervaring met de BRP (en C++)!", &[("BRP", "BRP"), ("C++", "C++")]);
        check(&["de balie bedienen"], "Balie bedienen", &[("de balie bedienen", "Balie bedienen")]);
        check(&["lezen schrijven"], "lezen, schrijven", &[]);
    }

    #[test]
    fn what_the_employer_gives_is_passed_over() {
        let text = "Intro met Excel.\n\nWat vragen we?\nJe kent Word.\n\nWat bieden we?\nCursus Engels.\n- Duits\n\nMeer Frans\n\n\
                    Contact:\nBel over Italiaans.\n\nWij bieden Spaans en\nnog meer Spaans.\n\nEn verder vragen wij kennis van Fries.";
        let kept = asking_sections(text).join(" ");
        for (word, stays) in [("Excel", true), ("Word", true), ("Engels", false), ("Duits", false), ("Italiaans", true)]
        {
            assert_eq!(kept.contains(word), stays, "{word}");
        }
        assert!(!kept.contains("Spaans"), "a paragraph that begins with an offer");
        assert!(kept.contains("Fries"), "the paragraph after it");
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
