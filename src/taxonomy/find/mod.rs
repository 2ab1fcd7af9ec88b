//! Words to concepts: which concepts a text may mean, best first, each with the label that says so.
//!
//! Same labels first (`normalise`, `clutter`, `forms`), then labels in a slightly other spelling (`spelling`), then labels
//! that share parts of words (`words`, `compounds`, `field`). What is still being typed is completed (`complete`). Whether a text *is* a concept is decided in `resolve`, not here.

mod clutter;
mod complete;
mod compounds;
mod field;
mod forms;
mod labels;
mod lists;
pub(super) mod normalise;
mod spelling;
#[cfg(test)]
mod tests;
mod words;

use super::ConceptNumber;
use super::data::ConceptData;
use crate::domain::{ConceptKind, Label, LanguageCode};
use complete::Beginnings;
pub use complete::{Completed, CompletionMatch};
use field::{Candidate, Field};
use forms::{Forms, without_abbreviation_endings, without_double_forms};
use labels::{Labels, SearchLabel, search_labels};
use normalise::normalise;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

/// Most concepts one question finds.
pub const MAX_FOUND: usize = 200;
/// Characters of a question that are read; the rest is passed over.
pub const MAX_QUESTION_CHARS: usize = 200;
/// Concepts whose order is looked at closely.
const CANDIDATES: usize = 200;
/// Of these, concepts whose label is compared letter by letter.
const COMPARED: usize = 40;
/// Weight of letter-by-letter likeness in the final order.
const LETTERS_WEIGHT: f32 = 0.1;
/// Taken off the score of a group that shares parts of words: people look for work and abilities first.
const GROUP_DISCOUNT: f32 = 0.1;
/// Brings the likeness of shared parts below the scores of spelling and sameness, without making any two equal.
const PARTS_SCALE: f32 = 0.84;
/// Highest score of shared parts.
const MAX_PARTS_PERMILLE: u16 = 840;
/// Lowest score of shared parts: below it words have some letters in common and nothing else.
const MIN_PARTS_PERMILLE: u16 = 100;
/// Lowest score of another spelling.
const MIN_SPELLING_PERMILLE: u16 = 850;

/// What to look for beside the words.
#[derive(Clone, Copy, Debug)]
pub struct FindQuery<'a> {
    /// Wanted kinds; empty means every kind.
    pub kinds: &'a [ConceptKind],
    /// Labels in this language go before equally good ones in another.
    pub language: LanguageCode,
    /// Most concepts; at most [`MAX_FOUND`].
    pub limit: usize,
}

/// A concept that words may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The concept.
    pub concept: ConceptNumber,
    /// The label that matched; the preferred one when a hidden label did.
    pub label: Label,
    /// How it matched.
    pub how: LabelMatch,
    /// How well, comparable between questions: 1000 for the same words, 850 to 999 for another spelling, 100 to 840 for
    /// shared parts of words.
    pub score_permille: u16,
}

/// How words matched a label, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LabelMatch {
    /// The same, but for capitals, accents, clutter, and male, female or neutral form of a title.
    Exact,
    /// Nearly the same spelling.
    Spelling,
    /// Shared parts of words.
    Parts,
}

/// A concept found, its label by place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    pub(super) concept: ConceptNumber,
    /// Place among the shown labels.
    pub(super) shown: Option<u16>,
    pub(super) how: LabelMatch,
    pub(super) score_permille: u16,
    /// The label is in the asked language.
    pub(super) in_language: bool,
    /// The label is the preferred one of its language.
    pub(super) preferred: bool,
    /// How alike all names of the concept are, in thousandths: of concepts that have the same name with equal right, the
    /// one whose other names say the same too goes first.
    likeness_permille: u16,
}

/// All labels of a taxonomy, ready to be searched.
#[derive(Debug, Default)]
pub(super) struct Finder {
    kinds: Vec<ConceptKind>,
    abilities: Class,
    occupations: Class,
    groups: Class,
    /// Of titles: occupations and groups of people.
    forms: Forms,
}

/// The labels of one class of kinds, for finding and for completing.
#[derive(Debug, Default)]
struct Class {
    /// Titles in one form, when they name people.
    found: Field,
    names_people: bool,
    typed: Beginnings,
    /// Taken off the score of shared parts.
    discount: f32,
}

impl Class {
    fn of_abilities(labels: Labels, needed_by: &[u32]) -> Self {
        let found = Field::build(Labels::of(labels.sorted.clone()));
        Self { found, names_people: false, typed: Beginnings::build(labels, needed_by), discount: 0.0 }
    }

    fn of_people(labels: Labels, forms: &Forms, needed_by: &[u32]) -> Self {
        let found = Field::build(Labels::of(labels.folded(forms)));
        Self { found, names_people: true, typed: Beginnings::build(labels, needed_by), discount: 0.0 }
    }
}

impl Finder {
    pub(super) fn build(given: &[ConceptData]) -> Self {
        let kinds: Vec<ConceptKind> = given.iter().map(|concept| concept.kind.into()).collect();
        let mut needed_by = vec![0; given.len()];
        for (ability, _) in given.iter().flat_map(|occupation| &occupation.skills) {
            needed_by[*ability as usize] += 1;
        }
        let labels = |wanted: fn(ConceptKind) -> bool| {
            let concepts = given.iter().enumerate().filter(|(place, _)| wanted(kinds[*place]));
            Labels::of(concepts.flat_map(|(place, concept)| search_labels(place, concept)).collect())
        };
        std::thread::scope(|scope| {
            let abilities = scope.spawn(|| Class::of_abilities(labels(ConceptKind::is_ability), &needed_by));
            let occupations = labels(|kind| kind == ConceptKind::Occupation);
            let dutch = occupations.sorted.iter().filter(|label| label.language == LanguageCode::DUTCH);
            let forms = Forms::of(dutch.map(|label| &*label.text));
            let occupations = Class::of_people(occupations, &forms, &needed_by);
            let groups = Class::of_people(labels(|kind| kind == ConceptKind::Group), &forms, &needed_by);
            let abilities = abilities.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            let groups = Class { discount: GROUP_DISCOUNT, ..groups };
            Self { abilities, occupations, groups, forms, kinds: kinds.clone() }
        })
    }

    /// Concepts with exactly these words as a label, best first: in the asked language, preferred, in order of keys.
    pub(super) fn exact(&self, text: &str, query: &FindQuery<'_>) -> Vec<Hit> {
        let normal = question(text);
        let mut hits = self.same(&normal, query);
        // Only then: “senior medewerker” may be a label of its own.
        if hits.is_empty() {
            hits = self.same(&clutter::strip(&normal), query);
        }
        in_order(&mut hits, query.limit);
        hits
    }

    /// Concepts that the words may mean, best first.
    pub(super) fn find(&self, text: &str, query: &FindQuery<'_>) -> Vec<Hit> {
        let mut hits = self.exact(text, query);
        let plain = clutter::strip(&question(text));
        if plain.is_empty() || query.limit == 0 {
            return hits;
        }
        let folded = self.forms.fold(&plain);
        let mut alike: Vec<Hit> = Vec::new();
        for class in self.classes(query.kinds) {
            let text = if class.names_people { &folded } else { &plain };
            let wanted = |concept| self.wanted(query.kinds, concept);
            let mut candidates = class.found.alike(text, query.language, wanted, CANDIDATES);
            candidates
                .sort_unstable_by(|one, other| other.score.total_cmp(&one.score).then(one.label.cmp(&other.label)));
            alike.extend(candidates.iter().enumerate().map(|(rank, candidate)| {
                let candidate = Candidate { score: candidate.score - class.discount, ..*candidate };
                judge(&class.found, text, candidate, rank < COMPARED, query.language)
            }));
        }
        let likeness: HashMap<ConceptNumber, u16> =
            alike.iter().map(|hit| (hit.concept, hit.likeness_permille)).collect();
        for hit in &mut hits {
            hit.likeness_permille = likeness.get(&hit.concept).copied().unwrap_or_default();
        }
        hits.extend(alike.into_iter().filter(|hit| hit.score_permille >= MIN_PARTS_PERMILLE));
        in_order(&mut hits, query.limit);
        hits
    }

    fn same(&self, normalised: &str, query: &FindQuery<'_>) -> Vec<Hit> {
        let folded = self.forms.fold(normalised);
        let text = |class: &Class| if class.names_people { &folded } else { normalised };
        let labels = self.classes(query.kinds).flat_map(|class| class.found.exact(text(class)));
        let wanted = labels.filter(|label| self.wanted(query.kinds, label.concept));
        wanted.map(|label| hit(label, LabelMatch::Exact, 1000, query.language)).collect()
    }

    /// The labels of these kinds.
    fn classes(&self, kinds: &[ConceptKind]) -> impl Iterator<Item = &Class> {
        let any = |wanted: fn(ConceptKind) -> bool| kinds.is_empty() || kinds.iter().any(|kind| wanted(*kind));
        [
            any(ConceptKind::is_ability).then_some(&self.abilities),
            any(|kind| kind == ConceptKind::Occupation).then_some(&self.occupations),
            any(|kind| kind == ConceptKind::Group).then_some(&self.groups),
        ]
        .into_iter()
        .flatten()
    }

    fn wanted(&self, kinds: &[ConceptKind], concept: ConceptNumber) -> bool {
        kinds.is_empty() || kinds.contains(&self.kinds[concept.index()])
    }
}

/// The words of a question as labels have them.
fn question(text: &str) -> String {
    let end = text.char_indices().nth(MAX_QUESTION_CHARS).map_or(text.len(), |(end, _)| end);
    normalise(&without_abbreviation_endings(&without_double_forms(&text[..end])))
}

fn hit(label: &SearchLabel, how: LabelMatch, score_permille: u16, language: LanguageCode) -> Hit {
    Hit {
        concept: label.concept,
        shown: label.shown,
        how,
        score_permille,
        in_language: label.language == language,
        preferred: label.preferred,
        likeness_permille: 0,
    }
}

/// Looks at one candidate more closely: another spelling, or shared parts.
fn judge(field: &Field, text: &str, candidate: Candidate, compare: bool, language: LanguageCode) -> Hit {
    let label = field.label(candidate.label);
    let hit =
        |how, permille| Hit { likeness_permille: permille_of(candidate.score), ..hit(label, how, permille, language) };
    if compare {
        let sameness = spelling::sameness(text, &label.text, label.language, |word| field.knows_word(word));
        if let Some(permille) = sameness {
            return hit(LabelMatch::Spelling, permille.max(MIN_SPELLING_PERMILLE));
        }
    }
    let letters = if compare { letters(text, &label.text) } else { 0.0 };
    let score = (1.0 - LETTERS_WEIGHT) * candidate.score + LETTERS_WEIGHT * letters;
    hit(LabelMatch::Parts, permille_of(score * PARTS_SCALE).min(MAX_PARTS_PERMILLE))
}

#[expect(clippy::cast_possible_truncation, reason = "losing digits is harmless: the order falls back on the key")]
fn letters(text: &str, label: &str) -> f32 {
    strsim::jaro_winkler(text, label) as f32
}

/// Best first, each concept once.
fn in_order(hits: &mut Vec<Hit>, limit: usize) {
    hits.sort_by_key(|hit| {
        let alike = Reverse(hit.likeness_permille);
        (Reverse(hit.score_permille), !hit.in_language, !hit.preferred, alike, hit.concept, hit.shown)
    });
    let mut seen = HashSet::new();
    hits.retain(|hit| seen.insert(hit.concept));
    hits.truncate(limit.min(MAX_FOUND));
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=1000")]
fn permille_of(score: f32) -> u16 {
    (score * 1000.0).round().clamp(0.0, 1000.0) as u16
}
