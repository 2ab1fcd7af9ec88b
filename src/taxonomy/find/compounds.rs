//! Likeness by the parts of compounds: a “tropenverpleegkundige” is a “verpleegkundige”, whatever else is in the words.
//!
//! Dutch writes compounds as one word with the head at the end. Words are cut into words that the labels know, each part is
//! brought to its stem, and rare parts count more (TF-IDF). Characters within words (`words`) see through spelling; parts see
//! which words there are.

use super::labels::Labels;
use super::lists::Lists;
use crate::domain::LanguageCode;
use crate::taxonomy::number::small;
use crate::taxonomy::stem::stem;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// Fewest bytes of the head of a compound.
const MIN_HEAD_BYTES: usize = 4;
/// Fewest bytes of what stands before the head.
const MIN_REST_BYTES: usize = 3;
/// Fewest bytes of a head that is believed although what stands before it is no known word.
const MIN_LONE_HEAD_BYTES: usize = 5;
/// What Dutch puts between the parts of a compound.
const LINKS: [&str; 4] = ["", "s", "en", "e"];

/// Parts of the labels of one class and of their concepts.
#[derive(Debug, Default)]
pub(super) struct Compounds {
    numbers: HashMap<Box<str>, u32>,
    /// Weight of each part: ln((1 + labels) / (1 + labels that have it)) + 1.
    rarity: Vec<f32>,
    /// Weight of a part that no label has.
    rarity_unseen: f32,
    labels: Weighted,
    concepts: Weighted,
}

/// Where each part occurs, and the weight of that place: its share of the length of all that stands there.
#[derive(Debug, Default)]
struct Weighted {
    places: Lists,
    weights: Vec<f32>,
    count: usize,
}

/// The parts of one question.
#[derive(Debug)]
pub(super) struct Parts {
    known: Vec<u32>,
    norm: f32,
}

impl Compounds {
    pub(super) fn build(labels: &Labels) -> Self {
        let words: HashSet<&str> = labels.words().collect();
        let mut of_words: HashMap<&str, Vec<u32>> = HashMap::with_capacity(words.len());
        let mut numbers = HashMap::new();
        let (mut in_labels, mut in_concepts) = (Vec::new(), Vec::new());
        for (number, (label, member)) in (0..).zip(labels.sorted.iter().zip(&labels.members)) {
            let mut parts = Vec::new();
            for word in label.text.split(' ') {
                let of_word = of_words.entry(word).or_insert_with(|| {
                    let parts = parts_of(word, |known| words.contains(known));
                    parts.into_iter().map(|part| intern(&mut numbers, &stem_of(part))).collect()
                });
                parts.extend_from_slice(of_word);
            }
            parts.sort_unstable();
            parts.dedup();
            in_labels.extend(parts.iter().map(|part| (*part, number)));
            in_concepts.extend(parts.iter().map(|part| (*part, *member)));
        }
        let mut label_counts = vec![0.0; numbers.len()];
        for (part, _) in &in_labels {
            label_counts[*part as usize] += 1.0;
        }
        let rarity = |count: f32| ((1.0 + labels.count()) / (1.0 + count)).ln() + 1.0;
        let rarities: Vec<f32> = label_counts.into_iter().map(rarity).collect();
        Self {
            labels: Weighted::of(in_labels, &rarities, labels.len()),
            concepts: Weighted::of(in_concepts, &rarities, labels.concepts.len()),
            numbers,
            rarity: rarities,
            rarity_unseen: rarity(0.0),
        }
    }

    /// The parts of a normalised question. `knows_word` says which words the labels have.
    pub(super) fn parts(&self, text: &str, knows_word: impl Fn(&str) -> bool) -> Parts {
        let parts = text.split(' ').flat_map(|word| parts_of(word, &knows_word));
        let mut known = Vec::new();
        let mut squares = 0.0;
        for part in parts {
            match self.numbers.get(&*stem_of(part)) {
                Some(number) => known.push(*number),
                None => squares += square(self.rarity_unseen),
            }
        }
        known.sort_unstable();
        known.dedup();
        squares += known.iter().map(|part| square(self.rarity[*part as usize])).sum::<f32>();
        Parts { known, norm: squares.sqrt().max(f32::MIN_POSITIVE) }
    }

    /// Likeness to each label, 0 to 1.
    pub(super) fn labels_alike(&self, parts: &Parts) -> Vec<f32> {
        self.labels.alike(parts, &self.rarity)
    }

    /// Likeness to each concept by the parts of all its labels, 0 to 1.
    pub(super) fn concepts_alike(&self, parts: &Parts) -> Vec<f32> {
        self.concepts.alike(parts, &self.rarity)
    }
}

impl Weighted {
    /// From (part, place) pairs. A part that stands in a place many times counts by the square root of its number, so that
    /// the word common to all labels of a concept does not drown the others.
    fn of(mut pairs: Vec<(u32, u32)>, rarity: &[f32], count: usize) -> Self {
        pairs.sort_unstable();
        let mut weights: Vec<f32> = Vec::with_capacity(pairs.len());
        let mut squares = vec![0.0; count];
        for same in pairs.chunk_by(|one, other| one == other) {
            let (part, place) = same[0];
            let times = same.iter().map(|_| 1.0).sum::<f32>();
            let weight = rarity[part as usize] * times.sqrt();
            squares[place as usize] += square(weight);
            weights.push(weight);
        }
        pairs.dedup();
        for ((_, place), weight) in pairs.iter().zip(&mut weights) {
            *weight /= squares[*place as usize].sqrt().max(f32::MIN_POSITIVE);
        }
        Self { places: Lists::from_pairs(rarity.len(), &pairs), weights, count }
    }

    fn alike(&self, parts: &Parts, rarity: &[f32]) -> Vec<f32> {
        let mut alike = vec![0.0; self.count];
        for part in &parts.known {
            let of_question = rarity[*part as usize] / parts.norm;
            let places = self.places.range(*part);
            for (place, weight) in self.places.get(*part).iter().zip(&self.weights[places]) {
                alike[*place as usize] += of_question * weight;
            }
        }
        alike
    }
}

fn intern(numbers: &mut HashMap<Box<str>, u32>, stem: &str) -> u32 {
    let next = small(numbers.len());
    *numbers.entry(stem.into()).or_insert(next)
}

/// By the Dutch rules in every language: what counts is that both sides are treated alike, and the language of a question is
/// not known.
fn stem_of(part: &str) -> Cow<'_, str> {
    stem(part, LanguageCode::DUTCH)
}

/// The parts of a word in their order; a word that is no compound is its only part.
fn parts_of(word: &str, is_word: impl Fn(&str) -> bool) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = word;
    while let Some((before, head)) = cut(rest, &is_word) {
        parts.push(head);
        rest = before;
    }
    parts.push(rest);
    parts.reverse();
    parts
}

/// Cuts off the head: the longest known word at the end after a known word, or at least a long known word.
fn cut(word: &str, is_word: impl Fn(&str) -> bool) -> Option<(&str, &str)> {
    let mut lone = None;
    for (at, _) in word.char_indices().skip(MIN_REST_BYTES) {
        let (rest, head) = word.split_at(at);
        if head.len() < MIN_HEAD_BYTES {
            break;
        }
        if !is_word(head) {
            continue;
        }
        let unlinked = LINKS.iter().filter_map(|link| rest.strip_suffix(link));
        let mut known = unlinked.filter(|rest| rest.len() >= MIN_REST_BYTES && is_word(rest));
        if let Some(rest) = known.next() {
            return Some((rest, head));
        }
        if lone.is_none() && head.len() >= MIN_LONE_HEAD_BYTES {
            lone = Some((rest, head));
        }
    }
    lone
}

fn square(value: f32) -> f32 {
    value * value
}

#[cfg(test)]
mod tests {
    use super::parts_of;
    use proptest::prelude::*;

    const WORDS: [&str; 8] =
        ["gezondheid", "zorg", "adviseur", "werk", "begeleider", "leider", "verpleegkundige", "verkoop"];

    #[test]
    fn compounds_are_cut_at_words_that_are_known() {
        let check = |word: &str, expected: &[&str]| assert_eq!(parts_of(word, |word| WORDS.contains(&word)), expected);
        check("gezondheidszorgadviseur", &["gezondheid", "zorg", "adviseur"]);
        check("werkbegeleider", &["werk", "begeleider"]);
        check("tropenverpleegkundige", &["tropen", "verpleegkundige"]);
        check("verkoop", &["verkoop"]);
        check("loket", &["loket"]);
        check("", &[""]);
    }

    proptest! {
        #[test]
        fn parts_are_in_the_word_in_order(word in "(werk|zorg|leider|en|s|xyz|é){0,6}") {
            let mut rest = word.as_str();
            for part in parts_of(&word, |word| WORDS.contains(&word)) {
                let at = rest.find(part);
                prop_assert!(at.is_some(), "{} in {}", part, word);
                rest = &rest[at.unwrap_or_default() + part.len()..];
            }
        }
    }
}
