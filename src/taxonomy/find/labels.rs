//! Labels as the search sees them: every wording of every label, in one form for all spellings of the same words.

use super::forms::{Forms, without_abbreviation_endings, without_double_forms};
use super::normalise::normalise;
use crate::domain::LanguageCode;
use crate::taxonomy::data::{ConceptData, language};
use crate::taxonomy::number::small;
use crate::taxonomy::{ConceptNumber, LabelRole};
use std::ops::Range;

/// A label as the search sees it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SearchLabel {
    /// Normalised text.
    pub(super) text: Box<str>,
    pub(super) concept: ConceptNumber,
    /// Place among the shown labels of the concept; a hidden label has none.
    pub(super) shown: Option<u16>,
    pub(super) preferred: bool,
    pub(super) language: LanguageCode,
}

/// Labels in the order of their texts, with the concepts they belong to.
#[derive(Debug, Default)]
pub(super) struct Labels {
    /// By text, then concept, then place.
    pub(super) sorted: Vec<SearchLabel>,
    /// Concepts in order.
    pub(super) concepts: Vec<ConceptNumber>,
    /// Place in `concepts` of each label's concept.
    pub(super) members: Vec<u32>,
}

impl Labels {
    pub(super) fn of(mut labels: Vec<SearchLabel>) -> Self {
        labels.sort_unstable();
        labels.dedup_by(|second, first| second.text == first.text && second.concept == first.concept);
        let mut concepts: Vec<ConceptNumber> = labels.iter().map(|label| label.concept).collect();
        concepts.sort_unstable();
        concepts.dedup();
        let member = |label: &SearchLabel| small(concepts.binary_search(&label.concept).unwrap_or_default());
        Self { members: labels.iter().map(member).collect(), sorted: labels, concepts }
    }

    pub(super) fn get(&self, number: u32) -> &SearchLabel {
        &self.sorted[number as usize]
    }

    pub(super) fn len(&self) -> usize {
        self.sorted.len()
    }

    /// The same, to calculate with.
    pub(super) fn count(&self) -> f32 {
        self.sorted.iter().map(|_| 1.0).sum()
    }

    /// Numbers of the labels that begin so.
    pub(super) fn beginning_with(&self, beginning: &str) -> Range<u32> {
        let from = self.sorted.partition_point(|label| &*label.text < beginning);
        let count = self.sorted[from..].partition_point(|label| label.text.starts_with(beginning));
        small(from)..small(from + count)
    }

    /// The words of all labels, each as often as it occurs.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.sorted.iter().flat_map(|label| label.text.split(' '))
    }

    /// The same labels with every title in one form.
    pub(super) fn folded(&self, forms: &Forms) -> Vec<SearchLabel> {
        let fold = |label: &SearchLabel| match label.language {
            LanguageCode::DUTCH => SearchLabel { text: forms.fold(&label.text).into(), ..label.clone() },
            _ => label.clone(),
        };
        self.sorted.iter().map(fold).collect()
    }
}

/// Every wording of every label. Hidden labels stand last, so that the place of a shown label is its place among the
/// shown ones.
pub(super) fn search_labels(place: usize, concept: &ConceptData) -> impl Iterator<Item = SearchLabel> {
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
    let label = &*without_abbreviation_endings(&without_double_forms(label));
    let whole = normalise(label);
    let before_brackets = label.trim_end().strip_suffix(')').and_then(|inner| inner.rsplit_once('('));
    let short = before_brackets.map(|(before, _)| normalise(before)).filter(|short| short.chars().count() > 1);
    [Some(whole), short].into_iter().flatten().filter(|text| !text.is_empty())
}
