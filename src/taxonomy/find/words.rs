//! The words of all labels and how alike they are: characters 2–5 within words, weighted by rarity (TF-IDF).
//!
//! The weight vector of a label is the sum of those of its words, so the likeness of a query to every label follows
//! exactly from its likeness to every word. There are far fewer words than labels.

use super::lists::Lists;
use crate::taxonomy::number::small;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

/// Shortest run of characters.
const GRAM_MIN_CHARS: usize = 2;
/// Longest run of characters.
const GRAM_MAX_CHARS: usize = 5;

/// The different words, numbered in the order of their letters, so that words with the same beginning stand together.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    words: Vec<Box<str>>,
}

impl Vocabulary {
    pub(super) fn of<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let words: BTreeSet<&str> = words.collect();
        Self { words: words.into_iter().map(Into::into).collect() }
    }

    pub(super) fn number(&self, word: &str) -> Option<u32> {
        self.words.binary_search_by(|known| (**known).cmp(word)).ok().map(small)
    }

    /// Numbers of the words that begin so.
    pub(super) fn beginning_with(&self, beginning: &str) -> Range<u32> {
        let from = self.words.partition_point(|word| &**word < beginning);
        let count = self.words[from..].partition_point(|word| word.starts_with(beginning));
        small(from)..small(from + count)
    }

    pub(super) fn words(&self) -> &[Box<str>] {
        &self.words
    }

    pub(super) fn len(&self) -> usize {
        self.words.len()
    }
}

/// The grams of a vocabulary.
#[derive(Debug, Default)]
pub(super) struct WordGrams {
    numbers: HashMap<u64, u32>,
    /// Weight of each gram: ln((1 + labels) / (1 + labels that have it)) + 1.
    rarity: Vec<f32>,
    /// Weight of a gram that no label has.
    rarity_unseen: f32,
    /// Words that hold a gram, once for each time they do.
    gram_words: Lists,
    /// Grams of a word, once for each time they occur.
    word_grams: Lists,
}

impl WordGrams {
    /// `label_counts` says for each word in how many of the `label_total` labels it occurs.
    pub(super) fn build(vocabulary: &Vocabulary, label_counts: &[u32], label_total: usize) -> Self {
        let mut numbers: HashMap<u64, u32> = HashMap::new();
        let mut pairs = Vec::new();
        let mut grams_of = Vec::new();
        let mut occurrences: Vec<u32> = Vec::new();
        let mut last_word: Vec<u32> = Vec::new();
        for (word, label_count) in vocabulary.words.iter().zip(label_counts) {
            let word_number = small(grams_of.len());
            let mut grams = Vec::new();
            each_gram(word, |gram| {
                let next = small(numbers.len());
                let number = *numbers.entry(gram).or_insert(next);
                if number == next {
                    occurrences.push(0);
                    last_word.push(u32::MAX);
                }
                // A gram counts once for a word, however often it stands in it.
                if std::mem::replace(&mut last_word[number as usize], word_number) != word_number {
                    occurrences[number as usize] += label_count;
                }
                grams.push(number);
                pairs.push((number, word_number));
            });
            grams_of.push(grams);
        }
        let rarity = |labels: u32| {
            let ratio = (1.0 + label_total as f64) / (1.0 + f64::from(labels).min(label_total as f64));
            narrow(libm::log(ratio) + 1.0)
        };
        Self {
            rarity: occurrences.iter().map(|labels| rarity(*labels)).collect(),
            rarity_unseen: rarity(0),
            gram_words: Lists::from_pairs(numbers.len(), &pairs),
            word_grams: Lists::from_lists(grams_of.into_iter()),
            numbers,
        }
    }

    /// The grams of a query: known ones with their count, and the length of its vector, unknown grams included.
    pub(super) fn query(&self, text: &str) -> GramQuery {
        let mut counts: HashMap<u64, f32> = HashMap::new();
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            each_gram(word, |gram| *counts.entry(gram).or_default() += 1.0);
        }
        let mut query = GramQuery { grams: Vec::with_capacity(counts.len()), norm: 0.0 };
        let mut unseen = 0.0;
        for (gram, count) in counts {
            match self.numbers.get(&gram) {
                Some(number) => query.grams.push((*number, count)),
                None => unseen += count * count,
            }
        }
        // In one order, so that sums come out the same every time.
        query.grams.sort_unstable_by_key(|(number, _)| *number);
        let seen: f32 = query.grams.iter().map(|(number, count)| square(count * self.rarity[*number as usize])).sum();
        query.norm = (seen + unseen * square(self.rarity_unseen)).sqrt();
        query
    }

    /// The product of the query with each word; sparse words stay zero.
    pub(super) fn products(&self, query: &GramQuery, word_count: usize) -> Vec<f32> {
        let mut products = vec![0.0; word_count];
        for (gram, count) in &query.grams {
            let weight = count * square(self.rarity[*gram as usize]);
            for word in self.gram_words.get(*gram) {
                products[*word as usize] += weight;
            }
        }
        products
    }

    /// The length of the vector of words taken together. `scratch` is all zero before and after.
    pub(super) fn norm(&self, words: &[u32], scratch: &mut Vec<f32>) -> f32 {
        scratch.resize(self.rarity.len(), 0.0);
        for word in words {
            for gram in self.word_grams.get(*word) {
                scratch[*gram as usize] += 1.0;
            }
        }
        let mut sum = 0.0;
        for word in words {
            for gram in self.word_grams.get(*word) {
                let count = std::mem::take(&mut scratch[*gram as usize]);
                sum += square(count * self.rarity[*gram as usize]);
            }
        }
        sum.sqrt()
    }
}

/// The grams of one question.
#[derive(Debug)]
pub(super) struct GramQuery {
    grams: Vec<(u32, f32)>,
    pub(super) norm: f32,
}

/// Every run of 2 to 5 characters of the word with a space at both ends; a shorter word counts as a whole.
fn each_gram(word: &str, mut take: impl FnMut(u64)) {
    let padded: Vec<char> = [' '].into_iter().chain(word.chars()).chain([' ']).collect();
    for length in GRAM_MIN_CHARS..=GRAM_MAX_CHARS {
        if padded.len() <= length {
            take(gram_number(&padded));
            break;
        }
        padded.windows(length).for_each(|gram| take(gram_number(gram)));
    }
}

/// FNV-1a over the characters: the same on every machine.
fn gram_number(gram: &[char]) -> u64 {
    gram.iter().fold(0xcbf2_9ce4_8422_2325, |hash, c| (hash ^ u64::from(u32::from(*c))).wrapping_mul(0x0100_0000_01b3))
}

fn square(value: f32) -> f32 {
    value * value
}

#[expect(clippy::cast_possible_truncation, reason = "a weight of a few units; losing digits is what is wanted")]
fn narrow(value: f64) -> f32 {
    value as f32
}
