//! The labels of all abilities, made ready for being found in running text, by language.

use super::function_words::{is_function_word, is_light, is_people};
use super::roots::{PARTICLES, root};
use super::variants::wordings;
use crate::domain::{ConceptKind, LanguageCode};
use crate::reading::Casing;
use crate::taxonomy::data::{ConceptData, language, language_bytes};
use crate::taxonomy::number::small;
use crate::taxonomy::{ConceptNumber, LabelRole};
use std::collections::{BTreeSet, HashMap, HashSet};

/// Most roots of a label that is looked for word by word.
const MAX_ROOTS: usize = 6;
/// Most words of a label that is looked for as it stands.
const MAX_LITERAL_WORDS: usize = 8;
/// Fewest characters of a label of one word, abbreviations aside.
const MIN_WORD_CHARS: usize = 3;
/// Most characters of a name that is told from an ordinary word by its capitals.
const SHORT_NAME_CHARS: usize = 4;
/// Fewest characters of a word that may take an ending.
const MIN_INFLECTED_CHARS: usize = 4;
/// Fewest characters of either part of a compound.
const MIN_PART_CHARS: usize = 4;
/// Plain endings of nouns and adjectives.
const ENDINGS: [&str; 4] = ["s", "e", "en", "n"];
/// Fewest letters of the stem of a verb that is a label by itself and may be inflected.
const MIN_VERB_STEM: usize = 7;
/// Fewest letters of the head of a compound, so that “-baar” is none.
const MIN_HEAD_CHARS: usize = 5;
/// Heads of compounds that say too little to be looked for apart.
const EMPTY_HEADS: [&str; 8] = ["werk", "kennis", "zorg", "beheer", "regels", "systeem", "vaardigheden", "software"];
/// Stands for people in general among roots; no word has it.
pub(super) const PEOPLE: &str = "<people>";

/// Labels of all abilities for each language.
#[derive(Debug, Default)]
pub(in crate::taxonomy) struct Dictionary {
    languages: HashMap<LanguageCode, Lexicon>,
}

/// The labels of one language.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    /// Labels of several words as they stand, joined by a space.
    literals: HashMap<Box<str>, Single>,
    /// For a first word the most words of a literal that begins with it.
    longest: HashMap<Box<str>, usize>,
    /// Labels of one word and their inflected forms.
    singles: HashMap<Box<str>, Single>,
    /// Labels of several roots.
    pub(super) phrases: Vec<Phrase>,
    /// Phrases by their rarest root.
    by_anchor: Vec<Vec<u32>>,
    roots: HashMap<Box<str>, u32>,
    /// Roots of verbs, by root.
    verbs: HashSet<u32>,
    /// Separable verbs that are a label by themselves (“doorvragen”), by root.
    separable: HashMap<u32, Single>,
}

/// A label that is found as one piece.
#[derive(Clone, Copy, Debug)]
pub(super) struct Single {
    pub(super) concept: ConceptNumber,
    kind: ConceptKind,
    pub(super) preferred: bool,
    /// The form is the label itself, not an inflection of it.
    pub(super) exact: bool,
    /// How the label is written. A name takes no endings, and a short one is seen only in capitals: “GAT” is not
    /// “gat”, “Word” is not “word”.
    casing: Casing,
    short: bool,
    /// Two concepts have it with equal right: it says nothing for sure.
    pub(super) ambiguous: bool,
}

/// A label of several roots, in the order of the label.
#[derive(Clone, Debug)]
pub(super) struct Phrase {
    pub(super) concept: ConceptNumber,
    pub(super) preferred: bool,
    pub(super) form: PhraseForm,
    pub(super) roots: Box<[u32]>,
}

/// How a phrase was made of its label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum PhraseForm {
    /// All its words.
    Whole,
    /// One half of a label that joins two things.
    Half,
    /// The parts of a compound.
    Parts,
}

impl Single {
    pub(super) fn may_stand_as(&self, casing: Casing) -> bool {
        !self.short || casing >= self.casing
    }

    fn inflects(&self) -> bool {
        self.casing == Casing::Lower && self.kind != ConceptKind::Language
    }
}

impl Dictionary {
    pub(in crate::taxonomy) fn build(concepts: &[ConceptData]) -> Self {
        let codes: BTreeSet<[u8; 2]> =
            concepts.iter().flat_map(|concept| &concept.labels).map(|label| label.language).collect();
        let languages = codes.into_iter().filter_map(language);
        Self { languages: languages.map(|language| (language, Lexicon::build(concepts, language))).collect() }
    }

    pub(super) fn lexicon(&self, language: LanguageCode) -> Option<&Lexicon> {
        self.languages.get(&language)
    }
}

impl Lexicon {
    fn build(concepts: &[ConceptData], language: LanguageCode) -> Self {
        let code = language_bytes(language);
        let mut builder = Builder { lexicon: Self::default(), language, compounds: Vec::new() };
        builder.lexicon.root_number(PEOPLE);
        for (place, concept) in concepts.iter().enumerate() {
            let kind = ConceptKind::from(concept.kind);
            if !kind.is_ability() {
                continue;
            }
            let has_language = concept.labels.iter().any(|label| label.language == code);
            for label in concept.labels.iter().filter(|label| label.role != LabelRole::Hidden) {
                // A name such as “Haskell” is the same in every language; an ordinary word is not.
                let casing = Casing::of(&label.text);
                if label.language == code || !has_language && casing != Casing::Lower {
                    let single = Single {
                        concept: ConceptNumber::of_index(place),
                        kind,
                        preferred: label.role == LabelRole::Preferred,
                        exact: true,
                        casing,
                        short: label.text.chars().count() <= SHORT_NAME_CHARS,
                        ambiguous: false,
                    };
                    builder.label(&label.text, single);
                }
            }
        }
        builder.finish()
    }

    /// The label of one word that a word is, as it stands or inflected.
    pub(super) fn single(&self, word: &str, casing: Casing) -> Option<Single> {
        let same = self.singles.get(word).copied().filter(|single| single.may_stand_as(casing));
        same.or_else(|| {
            let stems = ENDINGS.iter().filter_map(|ending| word.strip_suffix(ending));
            let mut long_enough = stems.filter(|stem| stem.chars().count() >= MIN_INFLECTED_CHARS);
            let found = long_enough.find_map(|stem| self.singles.get(stem).filter(|it| it.inflects() && it.exact));
            found.map(|single| Single { exact: false, ..*single })
        })
    }

    /// The longest label of several words that begins here, and how many words it has.
    pub(super) fn literal(&self, words: &[&str]) -> Option<(usize, Single)> {
        let longest = self.longest.get(*words.first()?).copied()?.min(words.len());
        (2..=longest).rev().find_map(|count| Some((count, *self.literals.get(words[..count].join(" ").as_str())?)))
    }

    /// Phrases whose rarest root this is.
    pub(super) fn anchored(&self, root: u32) -> &[u32] {
        self.by_anchor.get(root as usize).map(Vec::as_slice).unwrap_or_default()
    }

    /// The number of a root that some label has.
    pub(super) fn root(&self, root: &str) -> Option<u32> {
        self.roots.get(root).copied()
    }

    pub(super) fn is_verb(&self, root: u32) -> bool {
        self.verbs.contains(&root)
    }

    pub(super) fn separable(&self, root: u32) -> Option<Single> {
        self.separable.get(&root).copied()
    }

    /// The parts of a compound that are roots of labels: “dossierbeheer” is “dossier” and “beheer”.
    pub(super) fn parts(&self, word: &str, language: LanguageCode) -> Option<[u32; 2]> {
        if language != LanguageCode::DUTCH || !word.is_ascii() || word.len() < MIN_PART_CHARS + MIN_HEAD_CHARS {
            return None;
        }
        (MIN_PART_CHARS..=word.len() - MIN_HEAD_CHARS).find_map(|at| {
            let (left, right) = word.split_at(at);
            let links = ["", "s", "en", "e"].iter().filter_map(|link| left.strip_suffix(link));
            let mut first = links.filter(|left| left.len() >= MIN_PART_CHARS);
            let left = first.find_map(|left| self.root(&root(left, language)))?;
            Some([left, self.root(&root(right, language))?])
        })
    }

    fn root_number(&mut self, root: &str) -> u32 {
        let next = small(self.roots.len());
        *self.roots.entry(root.into()).or_insert(next)
    }
}

struct Builder {
    lexicon: Lexicon,
    language: LanguageCode,
    /// Labels of one word, which may be compounds.
    compounds: Vec<(String, Single)>,
}

impl Builder {
    fn label(&mut self, label: &str, single: Single) {
        for wording in wordings(label) {
            let words: Vec<&str> = wording.text.split(' ').filter(|word| !word.is_empty()).collect();
            match words.as_slice() {
                [] => {}
                [word] => self.word(word, single),
                words => {
                    let form = if wording.half { PhraseForm::Half } else { PhraseForm::Whole };
                    if form == PhraseForm::Whole {
                        self.literal(words, single);
                    }
                    self.phrase(words, single, form);
                }
            }
        }
    }

    fn word(&mut self, word: &str, single: Single) {
        if word.chars().count() < MIN_WORD_CHARS && single.casing != Casing::Capitals {
            return;
        }
        keep(&mut self.lexicon.singles, word.into(), single);
        let verb = self.language == LanguageCode::DUTCH && single.casing == Casing::Lower && word.ends_with("en");
        if verb && single.kind == ConceptKind::Skill {
            for form in verb_forms(word) {
                let inflected = Single { exact: false, preferred: false, ..single };
                self.lexicon.singles.entry(form.into()).or_insert(inflected);
            }
            if PARTICLES.iter().any(|particle| word.starts_with(particle)) {
                let number = self.lexicon.root_number(&root(word, self.language));
                self.lexicon.separable.entry(number).or_insert(Single { exact: false, ..single });
            }
        }
        if single.casing == Casing::Lower && single.kind != ConceptKind::Language {
            self.compounds.push((word.into(), single));
        }
    }

    fn literal(&mut self, words: &[&str], single: Single) {
        if words.len() <= MAX_LITERAL_WORDS {
            let longest = self.lexicon.longest.entry(words[0].into()).or_default();
            *longest = words.len().max(*longest);
            keep(&mut self.lexicon.literals, words.join(" ").into(), single);
        }
    }

    fn phrase(&mut self, words: &[&str], single: Single, form: PhraseForm) {
        let mut content: Vec<&str> =
            words.iter().copied().filter(|word| !is_function_word(word, self.language)).collect();
        if content.len() > 2 {
            content.retain(|word| !is_light(word));
        }
        if !(2..=MAX_ROOTS).contains(&content.len()) {
            return;
        }
        // “Zien dat het niet goed gaat met iemand” means little without its small words.
        if 2 * content.len() < words.len() {
            return;
        }
        let last = content.last().copied().unwrap_or_default();
        let mut roots: Vec<u32> = Vec::new();
        for word in &content {
            let number = if is_people(word) {
                self.lexicon.root_number(PEOPLE)
            } else {
                self.lexicon.root_number(&root(word, self.language))
            };
            if !roots.contains(&number) {
                roots.push(number);
            }
        }
        if self.language == LanguageCode::DUTCH && last.ends_with("en") && last.len() > MIN_PART_CHARS {
            let number = self.lexicon.root_number(&root(last, self.language));
            self.lexicon.verbs.insert(number);
        }
        if roots.len() >= 2 {
            let phrase = Phrase { concept: single.concept, preferred: single.preferred, form, roots: roots.into() };
            self.lexicon.phrases.push(phrase);
        }
    }

    fn finish(mut self) -> Lexicon {
        for (word, single) in std::mem::take(&mut self.compounds) {
            let empty = EMPTY_HEADS.iter().any(|head| word.ends_with(head));
            if let Some([left, right]) = self.lexicon.parts(&word, self.language).filter(|_| !empty)
                && left != right
            {
                let roots = [left, right].into();
                let phrase = Phrase { concept: single.concept, preferred: false, form: PhraseForm::Parts, roots };
                self.lexicon.phrases.push(phrase);
            }
        }
        let mut lexicon = self.lexicon;
        let mut counts = vec![0_u32; lexicon.roots.len()];
        for root in lexicon.phrases.iter().flat_map(|phrase| phrase.roots.iter()) {
            counts[*root as usize] += 1;
        }
        lexicon.by_anchor = vec![Vec::new(); counts.len()];
        for (place, phrase) in lexicon.phrases.iter().enumerate() {
            if let Some(rarest) = phrase.roots.iter().min_by_key(|root| counts[**root as usize]) {
                lexicon.by_anchor[*rarest as usize].push(small(place));
            }
        }
        lexicon
    }
}

/// Of two concepts with the same label the one that prefers it wins; with equal right neither.
fn keep(entries: &mut HashMap<Box<str>, Single>, words: Box<str>, single: Single) {
    let held = entries.entry(words).or_insert(single);
    if held.concept == single.concept {
        held.casing = held.casing.min(single.casing);
        held.exact |= single.exact;
    } else if single.exact && !held.exact || single.preferred && !held.preferred {
        *held = single;
    } else if single.preferred == held.preferred && single.exact == held.exact {
        held.ambiguous = true;
    }
}

/// Present forms and the participle of a long Dutch infinitive; some are no words, which does no harm. The bare stem is
/// left out, since it is often a noun, and so are short verbs, which mean many things (“lost”, “draait”).
fn verb_forms(infinitive: &str) -> Vec<String> {
    let Some(stem) = infinitive.strip_suffix("en").filter(|stem| stem.len() >= MIN_VERB_STEM && stem.is_ascii()) else {
        return Vec::new();
    };
    let mut stems = vec![sounded(stem)];
    if let [.., before, vowel, last] = stem.as_bytes()
        && b"aeou".contains(vowel)
        && !b"aeiou".contains(before)
        && !b"aeiou".contains(last)
    {
        let (head, tail) = stem.split_at(stem.len() - 1);
        stems.push(sounded(&format!("{head}{}{tail}", char::from(*vowel))));
    }
    let forms = stems.iter().flat_map(|stem| [format!("{stem}t"), format!("ge{stem}d"), format!("ge{stem}t")]);
    forms.collect()
}

/// A stem as it is written at the end of a word: “verdel” stays, “geev” is “geef”, “zegg” is “zeg”.
fn sounded(stem: &str) -> String {
    let head = &stem[..stem.len() - 1];
    match stem.as_bytes() {
        [.., b'v'] => format!("{head}f"),
        [.., b'z'] => format!("{head}s"),
        [.., before, last] if before == last => head.to_owned(),
        _ => stem.to_owned(),
    }
}
