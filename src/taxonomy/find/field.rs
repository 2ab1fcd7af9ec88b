//! The labels of some kinds of concepts, ready to be searched: exactly by binary search, in parts by likeness.

use super::compounds::Compounds;
use super::labels::{Labels, SearchLabel};
use super::lists::Lists;
use super::words::{GramQuery, Vocabulary, WordGrams};
use crate::domain::LanguageCode;
use crate::taxonomy::ConceptNumber;
use crate::taxonomy::number::small;

/// Weight of the parts of compounds in the likeness to a label; the rest is that of characters within words.
const COMPOUNDS_WEIGHT: f32 = 0.3;
/// Weight of the characters of all labels of a concept together beside its best label.
const DOCUMENT_WEIGHT: f32 = 0.5;
/// Weight of the parts of all labels of a concept together.
const DOCUMENT_COMPOUNDS_WEIGHT: f32 = 0.3;
/// Words whose product with the query is below this share of the best are passed over: they add noise and time.
const LEAST_WORD_SHARE: f32 = 0.08;
/// Factor on labels in another language than asked.
const OTHER_LANGUAGE: f32 = 0.92;

/// Labels of one class of kinds. Useful for questions that want only that class; not for exact order over classes.
#[derive(Debug, Default)]
pub(super) struct Field {
    labels: Labels,
    vocabulary: Vocabulary,
    grams: WordGrams,
    /// Labels that hold a word.
    word_labels: Lists,
    label_scale: Vec<f32>,
    concept_words: Lists,
    concept_scale: Vec<f32>,
    compounds: Compounds,
}

/// A concept that shares parts of words with the query.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    /// Best label.
    pub(super) label: u32,
    /// 0 to about 1.
    pub(super) score: f32,
}

impl Field {
    pub(super) fn build(labels: Labels) -> Self {
        let vocabulary = Vocabulary::of(labels.words());
        let words_of = |label: &SearchLabel| -> Vec<u32> {
            label.text.split(' ').filter_map(|word| vocabulary.number(word)).collect()
        };
        let label_words = Lists::from_lists(labels.sorted.iter().map(words_of));
        let mut label_counts = vec![0; vocabulary.len()];
        let mut word_pairs = Vec::new();
        let mut concept_pairs = Vec::new();
        for (label, member) in labels.members.iter().enumerate() {
            let label = small(label);
            for word in label_words.get(label) {
                label_counts[*word as usize] += 1;
                word_pairs.push((*word, label));
                concept_pairs.push((*member, *word));
            }
        }
        let grams = WordGrams::build(&vocabulary, &label_counts, labels.len());
        let word_labels = Lists::from_pairs(vocabulary.len(), &word_pairs);
        let concept_words = Lists::from_pairs(labels.concepts.len(), &concept_pairs);
        let mut scratch = Vec::new();
        let mut scale = |words: &[u32]| 1.0 / grams.norm(words, &mut scratch).max(f32::MIN_POSITIVE);
        let label_scale = (0..small(labels.len())).map(|label| scale(label_words.get(label))).collect();
        let concept_scale =
            (0..small(labels.concepts.len())).map(|concept| scale(concept_words.get(concept))).collect();
        let compounds = Compounds::build(&labels);
        Self { compounds, labels, vocabulary, grams, word_labels, label_scale, concept_words, concept_scale }
    }

    pub(super) fn label(&self, number: u32) -> &SearchLabel {
        self.labels.get(number)
    }

    /// Whether some label holds the word.
    pub(super) fn knows_word(&self, word: &str) -> bool {
        self.vocabulary.number(word).is_some()
    }

    /// Labels with exactly this normalised text.
    pub(super) fn exact(&self, text: &str) -> &[SearchLabel] {
        let labels = &self.labels.sorted;
        let from = labels.partition_point(|label| &*label.text < text);
        let count = labels[from..].iter().take_while(|label| &*label.text == text).count();
        &labels[from..from + count]
    }

    /// At most `limit` concepts that share parts of words with the normalised text, in no particular order.
    pub(super) fn alike(
        &self,
        text: &str,
        language: LanguageCode,
        wanted: impl Fn(ConceptNumber) -> bool,
        limit: usize,
    ) -> Vec<Candidate> {
        let query = self.grams.query(text);
        let products = self.grams.products(&query, self.vocabulary.len());
        let parts = self.compounds.parts(text, |word| self.knows_word(word));
        let best = self.best_labels(&query, &products, &self.compounds.labels_alike(&parts), language);
        let concepts_alike = self.compounds.concepts_alike(&parts);
        let mut candidates: Vec<(u32, Candidate)> = best
            .into_iter()
            .enumerate()
            .filter(|(member, candidate)| candidate.score > 0.0 && wanted(self.labels.concepts[*member]))
            .map(|(member, candidate)| (small(member), candidate))
            .collect();
        if candidates.len() > limit {
            candidates
                .select_nth_unstable_by(limit, |(one, a), (other, b)| b.score.total_cmp(&a.score).then(one.cmp(other)));
            candidates.truncate(limit);
        }
        let with_document = |(member, candidate): (u32, Candidate)| {
            let words = self.concept_words.get(member).iter();
            let product: f32 = words.map(|word| products[*word as usize]).sum();
            let document = product * self.concept_scale[member as usize] / query.norm;
            let score = candidate.score
                + DOCUMENT_WEIGHT * document
                + DOCUMENT_COMPOUNDS_WEIGHT * concepts_alike[member as usize];
            Candidate { score: score / (1.0 + DOCUMENT_WEIGHT + DOCUMENT_COMPOUNDS_WEIGHT), ..candidate }
        };
        candidates.into_iter().map(with_document).collect()
    }

    /// The best label of each concept, by the cosines of characters within words and of parts of compounds.
    fn best_labels(
        &self,
        query: &GramQuery,
        products: &[f32],
        compounds_alike: &[f32],
        language: LanguageCode,
    ) -> Vec<Candidate> {
        let least = LEAST_WORD_SHARE * products.iter().copied().fold(0.0, f32::max);
        let mut sums = vec![0.0; self.labels.len()];
        for (word, product) in products.iter().enumerate().filter(|(_, product)| **product > least) {
            for label in self.word_labels.get(small(word)) {
                sums[*label as usize] += product;
            }
        }
        let mut best = vec![Candidate { label: 0, score: 0.0 }; self.labels.concepts.len()];
        for (label, (sum, compounds)) in sums.iter().zip(compounds_alike).enumerate() {
            if *sum == 0.0 && *compounds == 0.0 {
                continue;
            }
            let factor = if self.labels.sorted[label].language == language { 1.0 } else { OTHER_LANGUAGE };
            let characters = sum * self.label_scale[label] / query.norm;
            let score = factor * ((1.0 - COMPOUNDS_WEIGHT) * characters + COMPOUNDS_WEIGHT * compounds);
            let candidate = &mut best[self.labels.members[label] as usize];
            if score > candidate.score {
                *candidate = Candidate { label: small(label), score };
            }
        }
        best
    }
}
