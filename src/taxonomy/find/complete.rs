//! What is being typed to concepts: after every letter, the last word unfinished.
//!
//! First labels whose words begin so; while there is room, also compounds with a part that begins so; and when nothing fits,
//! words that begin nearly so. Every typed word must find its place in the label, in any order.

use super::labels::{Labels, SearchLabel};
use super::lists::Lists;
use super::words::Vocabulary;
use super::{FindQuery, Finder, MAX_FOUND, question};
use crate::domain::{Label, LanguageCode};
use crate::taxonomy::ConceptNumber;
use std::collections::HashSet;

/// Most words that are read; the rest is passed over.
const MAX_WORDS: usize = 12;
/// Fewest letters of a part of a compound, before and from where the typed letters stand. Shorter ones stand everywhere.
const MIN_PART_CHARS: usize = 3;
/// Fewest letters of a word that may hold one wrong letter.
const ONE_EDIT_CHARS: usize = 4;
/// Fewest letters of a word that may hold two.
const TWO_EDITS_CHARS: usize = 8;

/// What it costs that the label begins with another word. Costs are letters left to read: the less, the sooner one sees
/// that it is the right one.
const OTHER_WORD_COST: u32 = 8;
/// The label is another name than the one by which the concept is known.
const ALTERNATIVE_COST: u32 = 10;
/// The label is never shown.
const HIDDEN_COST: u32 = 20;
/// The label is in another language than asked.
const LANGUAGE_COST: u32 = 30;
/// The concept is a group: people look for work and abilities first.
const GROUP_COST: u32 = 20;
/// A wrong letter. More than any label is long, so fewer wrong letters go first.
const EDIT_COST: u32 = 1_000;
/// For each doubling of the number of occupations that need the ability this much is taken off.
const NEEDED_GAIN: u32 = 3;
/// Most that is taken off; costs start from here.
const NEEDED_GAIN_MAX: u32 = 30;

/// A concept that somebody may be typing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completed {
    /// The concept.
    pub concept: ConceptNumber,
    /// The label that what was typed may become; the preferred one when a hidden label fits.
    pub label: Label,
    /// How what was typed stands in it.
    pub how: CompletionMatch,
}

/// How what was typed stands in a label, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CompletionMatch {
    /// The label begins so.
    LabelBeginning,
    /// Words of the label begin so, in any order.
    WordBeginning,
    /// A part of a compound word begins so.
    Inside,
    /// Words of the label begin nearly so.
    Spelling,
}

/// A completed concept, its label by place.
#[derive(Clone, Copy, Debug)]
pub(in crate::taxonomy) struct Completion {
    pub(in crate::taxonomy) concept: ConceptNumber,
    /// Place among the shown labels.
    pub(in crate::taxonomy) shown: Option<u16>,
    pub(in crate::taxonomy) how: CompletionMatch,
    cost: u32,
}

/// Where typed letters may stand in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Beginning,
    Inside,
    Spelling,
}

impl Finder {
    /// Concepts that somebody may be typing, best first; at most [`MAX_FOUND`].
    pub(in crate::taxonomy) fn complete(&self, text: &str, query: &FindQuery<'_>) -> Vec<Completion> {
        let typed = question(text);
        let limit = query.limit.min(MAX_FOUND);
        let mut completions = self.complete_by(Way::Beginning, &typed, query, limit);
        if completions.len() < limit {
            let seen: HashSet<ConceptNumber> = completions.iter().map(|completion| completion.concept).collect();
            let inside = self.complete_by(Way::Inside, &typed, query, limit);
            completions.extend(inside.into_iter().filter(|completion| !seen.contains(&completion.concept)));
            completions.truncate(limit);
        }
        if completions.is_empty() {
            completions = self.complete_by(Way::Spelling, &typed, query, limit);
        }
        completions
    }

    fn complete_by(&self, way: Way, typed: &str, query: &FindQuery<'_>, limit: usize) -> Vec<Completion> {
        let mut completions = Vec::new();
        for class in self.classes(query.kinds) {
            let group_cost = if class.discount > 0.0 { GROUP_COST } else { 0 };
            let best = class.typed.best_labels(way, typed, query.language);
            let reached = best.into_iter().filter(|(cost, _)| *cost < u32::MAX);
            completions.extend(reached.filter_map(|(cost, number)| {
                let label = class.typed.labels.get(number);
                let completion = || Completion {
                    concept: label.concept,
                    shown: label.shown,
                    how: way.of(typed, label),
                    cost: cost + group_cost,
                };
                self.wanted(query.kinds, label.concept).then(completion)
            }));
        }
        let order = |completion: &Completion| (completion.cost, completion.concept);
        if completions.len() > limit && limit > 0 {
            completions.select_nth_unstable_by_key(limit - 1, order);
        }
        completions.truncate(limit);
        completions.sort_unstable_by_key(order);
        completions
    }
}

impl Way {
    fn of(self, typed: &str, label: &SearchLabel) -> CompletionMatch {
        match self {
            Self::Beginning if label.text.starts_with(typed) => CompletionMatch::LabelBeginning,
            Self::Beginning => CompletionMatch::WordBeginning,
            Self::Inside => CompletionMatch::Inside,
            Self::Spelling => CompletionMatch::Spelling,
        }
    }
}

/// What is known about a label before anything is typed, small enough that looking at all of them is quick.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    cost: u16,
    language: LanguageCode,
}

impl Standing {
    /// Of a label of a concept that so many occupations need.
    pub(super) fn of(label: &SearchLabel, needed_by: u32) -> Self {
        let role = match (label.preferred, label.shown) {
            (true, _) => 0,
            (false, Some(_)) => ALTERNATIVE_COST,
            (false, None) => HIDDEN_COST,
        };
        // What nearly everybody needs is what most people type.
        let doublings = u32::BITS - needed_by.leading_zeros();
        let gain = (NEEDED_GAIN * doublings).min(NEEDED_GAIN_MAX);
        let length = u32::try_from(label.text.len()).unwrap_or(u32::MAX);
        let cost = length.saturating_add(role + NEEDED_GAIN_MAX - gain);
        Self { cost: u16::try_from(cost).unwrap_or(u16::MAX), language: label.language }
    }
}

/// Labels with the words they hold, by the beginnings of both.
#[derive(Debug, Default)]
pub(super) struct Beginnings {
    labels: Labels,
    standings: Vec<Standing>,
    vocabulary: Vocabulary,
    /// Labels that hold a word.
    word_labels: Lists,
}

impl Beginnings {
    /// `needed_by` says for every concept in how many occupations it is named.
    pub(super) fn build(labels: Labels, needed_by: &[u32]) -> Self {
        let vocabulary = Vocabulary::of(labels.words());
        let standing = |label: &SearchLabel| Standing::of(label, needed_by[label.concept.index()]);
        let words = (0..).zip(&labels.sorted).flat_map(|(number, label)| {
            label.text.split(' ').filter_map(|word| vocabulary.number(word)).map(move |word| (word, number))
        });
        let pairs: Vec<(u32, u32)> = words.collect();
        Self {
            standings: labels.sorted.iter().map(standing).collect(),
            word_labels: Lists::from_pairs(vocabulary.len(), &pairs),
            labels,
            vocabulary,
        }
    }

    /// For each concept the least cost and the label that has it; the highest cost where no label fits.
    fn best_labels(&self, way: Way, typed: &str, language: LanguageCode) -> Vec<(u32, u32)> {
        let begin = self.labels.beginning_with(typed);
        let mut best = vec![(u32::MAX, 0); self.labels.concepts.len()];
        self.each_label(way, typed, |number, edits| {
            let standing = self.standings[number as usize];
            let costs = [
                standing.cost.into(),
                if begin.contains(&number) { 0 } else { OTHER_WORD_COST },
                if standing.language == language { 0 } else { LANGUAGE_COST },
                edits * EDIT_COST,
            ];
            let place = &mut best[self.labels.members[number as usize] as usize];
            *place = (*place).min((costs.iter().sum(), number));
        });
        best
    }

    /// Every label in which each typed word finds its place, with the wrong letters over all of them.
    fn each_label(&self, way: Way, typed: &str, mut take: impl FnMut(u32, u32)) {
        let typed: Vec<&str> = typed.split(' ').filter(|word| !word.is_empty()).take(MAX_WORDS).collect();
        let Some((last, earlier)) = typed.split_last() else { return };
        // How many typed words each label holds, and the wrong letters so far. One word alone needs no such table.
        let mut held: Vec<(u8, u8)> = if earlier.is_empty() { Vec::new() } else { vec![(0, 0); self.labels.len()] };
        let mut round = 0;
        for word in earlier {
            self.each_word(way, word, |number, edits| {
                for label in self.word_labels.get(number) {
                    let (rounds, total) = &mut held[*label as usize];
                    if *rounds == round {
                        (*rounds, *total) = (round + 1, total.saturating_add(edits));
                    }
                }
            });
            round += 1;
        }
        self.each_word(way, last, |number, edits| {
            for label in self.word_labels.get(number) {
                match held.get(*label as usize) {
                    None => take(*label, edits.into()),
                    Some((rounds, total)) if *rounds == round => take(*label, u32::from(*total) + u32::from(edits)),
                    Some(_) => {}
                }
            }
        });
    }

    /// Every word in which the typed letters stand, with the number of wrong letters.
    fn each_word(&self, way: Way, typed: &str, mut take: impl FnMut(u32, u8)) {
        for word in self.vocabulary.beginning_with(typed) {
            take(word, 0);
        }
        match way {
            Way::Inside if typed.chars().count() >= MIN_PART_CHARS => {
                for (word, text) in (0..).zip(self.vocabulary.words()) {
                    if text.get(MIN_PART_CHARS..).is_some_and(|rest| rest.contains(typed)) && !text.starts_with(typed) {
                        take(word, 0);
                    }
                }
            }
            Way::Spelling => self.each_misspelt_word(typed, take),
            Way::Beginning | Way::Inside => {}
        }
    }

    fn each_misspelt_word(&self, typed: &str, mut take: impl FnMut(u32, u8)) {
        let allowed = match typed.chars().count() {
            TWO_EDITS_CHARS.. => 2,
            ONE_EDIT_CHARS.. => 1,
            _ => return,
        };
        for word in first_letters(typed).flat_map(|first| self.vocabulary.beginning_with(first)) {
            let text = &self.vocabulary.words()[word as usize];
            let edits = edits_of_beginning(typed.as_bytes(), text.as_bytes(), allowed);
            if let Some(edits) = edits.filter(|edits| *edits > 0) {
                take(word, edits);
            }
        }
    }
}

/// Letters with which the word may begin instead: those that sound alike in Dutch. Another first letter is another word.
fn first_letters(typed: &str) -> impl Iterator<Item = &str> {
    const ALIKE: [&str; 4] = ["ck", "fv", "sz", "iy"];
    let first = &typed[..typed.chars().next().map_or(0, char::len_utf8)];
    let other = ALIKE
        .iter()
        .find(|pair| pair.contains(first))
        .map(|pair| if pair.starts_with(first) { &pair[1..] } else { &pair[..1] });
    [Some(first), other].into_iter().flatten()
}

/// Fewest letters to change, add, leave out or swap so that the word begins with what was typed; none above `allowed`.
fn edits_of_beginning(typed: &[u8], word: &[u8], allowed: u8) -> Option<u8> {
    // Rows of the table of distances between beginnings of both; only a band around the diagonal can stay within bounds.
    const ROW: usize = 64;
    let reach = typed.len() + usize::from(allowed);
    let word = &word[..word.len().min(reach)];
    if typed.len() >= ROW || word.len() >= ROW || word.len() + usize::from(allowed) < typed.len() {
        return None;
    }
    let far = allowed + 1;
    let (mut before, mut previous, mut current) = ([far; ROW], [far; ROW], [far; ROW]);
    for (column, distance) in (0..=allowed).enumerate() {
        previous[column] = distance;
    }
    for row in 1..=typed.len() {
        current.fill(far);
        let from = row.saturating_sub(allowed.into());
        let to = word.len().min(row + usize::from(allowed));
        for column in from..=to {
            let removed = previous[column] + 1;
            let mut least = removed;
            if column > 0 {
                let changed = previous[column - 1] + u8::from(typed[row - 1] != word[column - 1]);
                least = least.min(changed).min(current[column - 1] + 1);
            }
            let swapped =
                row > 1 && column > 1 && typed[row - 1] == word[column - 2] && typed[row - 2] == word[column - 1];
            if swapped {
                least = least.min(before[column - 2] + 1);
            }
            current[column] = least.min(far);
        }
        if current[from..=to].iter().all(|distance| *distance > allowed) {
            return None;
        }
        (before, previous, current) = (previous, current, before);
    }
    previous[..=word.len()].iter().copied().min().filter(|edits| *edits <= allowed)
}

#[cfg(test)]
mod tests {
    use super::{edits_of_beginning, first_letters};
    use proptest::prelude::*;

    #[test]
    fn the_beginning_of_a_word_may_hold_wrong_letters() {
        let check = |typed: &str, word: &str, allowed: u8, expected: Option<u8>| {
            assert_eq!(edits_of_beginning(typed.as_bytes(), word.as_bytes(), allowed), expected, "{typed} {word}");
        };
        check("klant", "klantgerichtheid", 2, Some(0));
        check("klantgerig", "klantgerichtheid", 2, Some(1));
        check("adminsitr", "administratie", 2, Some(1));
        check("chaufeur", "chauffeur", 1, Some(1));
        check("loket", "verkoop", 1, None);
        check("lo", "l", 1, Some(1));
    }

    #[test]
    fn first_letters_that_sound_alike_are_tried() {
        let check = |typed: &str, expected: &[&str]| assert_eq!(first_letters(typed).collect::<Vec<_>>(), expected);
        check("kalender", &["k", "c"]);
        check("calender", &["c", "k"]);
        check("zorg", &["z", "s"]);
        check("ötzi", &["ö"]);
    }

    proptest! {
        /// Against the distance to every beginning of the word, computed in full.
        #[test]
        fn the_band_changes_nothing(typed in "[abc]{1,9}", word in "[abc]{0,12}", allowed in 1_u8..3) {
            let least = (0..=word.len()).map(|end| strsim::osa_distance(&typed, &word[..end])).min().unwrap_or_default();
            let expected = u8::try_from(least).ok().filter(|least| *least <= allowed);
            prop_assert_eq!(edits_of_beginning(typed.as_bytes(), word.as_bytes(), allowed), expected);
        }
    }
}
