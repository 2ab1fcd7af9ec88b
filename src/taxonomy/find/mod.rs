//! Words to concepts: which concepts a text may mean, best first, each with the label that says so.
//!
//! Same labels first (`normalise`, `clutter`), then labels in a slightly other spelling (`spelling`), then labels that
//! share parts of words (`words`, `field`). Whether a text *is* a concept is decided in `resolve`, not here.

mod clutter;
mod complete;
mod field;
mod lists;
#[cfg(test)]
mod measure;
pub(super) mod normalise;
mod spelling;
#[cfg(test)]
mod tests;
mod words;

use super::data::{ConceptData, language};
use super::{ConceptNumber, LabelRole};
use crate::domain::{ConceptKind, Label, LanguageCode};
pub use complete::{Completed, CompletionMatch};
use field::{Candidate, Field, SearchLabel};
use normalise::normalise;
use std::collections::HashSet;

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
/// Highest score of shared parts; spelling and sameness stand above it.
const MAX_PARTS_PERMILLE: u16 = 840;
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
    /// How well, comparable between questions: 1000 for the same words, 850 to 999 for another spelling, below that
    /// for shared parts of words.
    pub score_permille: u16,
}

/// How words matched a label, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LabelMatch {
    /// The same, but for capitals, accents and clutter.
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
}

/// All labels of a taxonomy, ready to be searched.
#[derive(Debug, Default)]
pub(super) struct Finder {
    kinds: Vec<ConceptKind>,
    abilities: Field,
    occupations: Field,
    groups: Field,
}

impl Finder {
    pub(super) fn build(given: &[ConceptData]) -> Self {
        let kinds: Vec<ConceptKind> = given.iter().map(|concept| concept.kind.into()).collect();
        let mut needed_by = vec![0; given.len()];
        for (ability, _) in given.iter().flat_map(|occupation| &occupation.skills) {
            needed_by[*ability as usize] += 1;
        }
        let field = |wanted: fn(ConceptKind) -> bool| {
            let concepts = given.iter().enumerate().filter(|(place, _)| wanted(kinds[*place]));
            Field::build(concepts.flat_map(|(place, concept)| search_labels(place, concept)).collect(), &needed_by)
        };
        std::thread::scope(|scope| {
            let abilities = scope.spawn(|| field(ConceptKind::is_ability));
            let occupations = field(|kind| kind == ConceptKind::Occupation);
            let groups = field(|kind| kind == ConceptKind::Group);
            let abilities = abilities.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            Self { abilities, occupations, groups, kinds: kinds.clone() }
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
        for (field, group) in self.fields(query.kinds) {
            let discount = if group { GROUP_DISCOUNT } else { 0.0 };
            let wanted = |concept| self.wanted(query.kinds, concept);
            let mut candidates = field.alike(&plain, query.language, wanted, CANDIDATES);
            candidates
                .sort_unstable_by(|one, other| other.score.total_cmp(&one.score).then(one.label.cmp(&other.label)));
            let judged = candidates.iter().enumerate();
            hits.extend(judged.map(|(rank, candidate)| {
                judge(
                    field,
                    &plain,
                    Candidate { score: candidate.score - discount, ..*candidate },
                    rank < COMPARED,
                    query.language,
                )
            }));
        }
        in_order(&mut hits, query.limit);
        hits
    }

    fn same(&self, normalised: &str, query: &FindQuery<'_>) -> Vec<Hit> {
        let labels = self.fields(query.kinds).flat_map(|(field, _)| field.exact(normalised));
        let wanted = labels.filter(|label| self.wanted(query.kinds, label.concept));
        wanted.map(|label| hit(label, LabelMatch::Exact, 1000, query.language)).collect()
    }

    /// The labels of these kinds, and whether they are of groups.
    fn fields(&self, kinds: &[ConceptKind]) -> impl Iterator<Item = (&Field, bool)> {
        let any = |wanted: fn(ConceptKind) -> bool| kinds.is_empty() || kinds.iter().any(|kind| wanted(*kind));
        [
            any(ConceptKind::is_ability).then_some((&self.abilities, false)),
            any(|kind| kind == ConceptKind::Occupation).then_some((&self.occupations, false)),
            any(|kind| kind == ConceptKind::Group).then_some((&self.groups, true)),
        ]
        .into_iter()
        .flatten()
    }

    fn wanted(&self, kinds: &[ConceptKind], concept: ConceptNumber) -> bool {
        kinds.is_empty() || kinds.contains(&self.kinds[concept.index()])
    }
}

/// Every wording of every label. Hidden labels stand last, so that the place of a shown label is its place among the
/// shown ones.
fn search_labels(place: usize, concept: &ConceptData) -> impl Iterator<Item = SearchLabel> {
    concept.labels.iter().enumerate().flat_map(move |(at, label)| {
        let shown = (label.role != LabelRole::Hidden).then(|| u16::try_from(at).ok()).flatten();
        search_texts(&label.text).map(move |text| SearchLabel {
            text: text.into(),
            concept: ConceptNumber::of_index(place),
            shown,
            preferred: label.role == LabelRole::Preferred,
            language: language(label.language).unwrap_or(LanguageCode::ENGLISH),
        })
    })
}

/// The wordings under which a label is found: as it is, and without an explanation in brackets at its end.
fn search_texts(label: &str) -> impl Iterator<Item = String> {
    let whole = normalise(label);
    let before_brackets = label.trim_end().strip_suffix(')').and_then(|inner| inner.rsplit_once('('));
    let short = before_brackets.map(|(before, _)| normalise(before)).filter(|short| short.chars().count() > 1);
    [Some(whole), short].into_iter().flatten().filter(|text| !text.is_empty())
}

fn question(text: &str) -> String {
    match text.char_indices().nth(MAX_QUESTION_CHARS) {
        Some((end, _)) => normalise(&text[..end]),
        None => normalise(text),
    }
}

fn hit(label: &SearchLabel, how: LabelMatch, score_permille: u16, language: LanguageCode) -> Hit {
    Hit {
        concept: label.concept,
        shown: label.shown,
        how,
        score_permille,
        in_language: label.language == language,
        preferred: label.preferred,
    }
}

/// Looks at one candidate more closely: another spelling, or shared parts.
fn judge(field: &Field, text: &str, candidate: Candidate, compare: bool, language: LanguageCode) -> Hit {
    let label = field.label(candidate.label);
    if compare {
        let sameness = spelling::sameness(text, &label.text, label.language, |word| field.knows_word(word));
        if let Some(permille) = sameness {
            return hit(label, LabelMatch::Spelling, permille.max(MIN_SPELLING_PERMILLE), language);
        }
    }
    let letters = if compare { letters(text, &label.text) } else { 0.0 };
    let score = (1.0 - LETTERS_WEIGHT) * candidate.score + LETTERS_WEIGHT * letters;
    hit(label, LabelMatch::Parts, permille(score).min(MAX_PARTS_PERMILLE), language)
}

#[expect(clippy::cast_possible_truncation, reason = "losing digits is harmless: the order falls back on the key")]
fn letters(text: &str, label: &str) -> f32 {
    strsim::jaro_winkler(text, label) as f32
}

/// Best first, each concept once.
fn in_order(hits: &mut Vec<Hit>, limit: usize) {
    hits.sort_by_key(|hit| {
        (std::cmp::Reverse(hit.score_permille), !hit.in_language, !hit.preferred, hit.concept, hit.shown)
    });
    let mut seen = HashSet::new();
    hits.retain(|hit| seen.insert(hit.concept));
    hits.truncate(limit.min(MAX_FOUND));
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=1000")]
fn permille(score: f32) -> u16 {
    (score * 1000.0).round().clamp(0.0, 1000.0) as u16
}
