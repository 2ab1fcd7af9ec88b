//! Where a sentence names concepts: labels as they stand, labels of one word inflected, and labels whose roots stand close
//! together in any order, also with a verb split over the clause or the words joined in a compound.

use super::dictionary::{Lexicon, PEOPLE, Phrase, PhraseForm, Single};
use super::function_words::{is_function_word, is_person};
use super::roots::{PARTICLES, roots};
use crate::domain::LanguageCode;
use crate::reading::{Boundary, Word};
use crate::taxonomy::ConceptNumber;
use std::ops::Range;

/// Most words of one sentence that are looked at; a longer one is no sentence.
const MAX_SENTENCE_WORDS: usize = 400;
/// Words between a verb and its particle.
const MAX_WORDS_TO_PARTICLE: usize = 14;
/// Words with a meaning of their own that may stand among the words of a label.
const MAX_GAP: usize = 2;

/// Fewest characters of a single word that counts in a text of another language.
const MIN_FOREIGN_CHARS: usize = 7;

/// Words before which “op” or “aan” is a particle that ends a clause, not a preposition of what follows.
const FOLLOWS_PARTICLE: [&str; 33] = [
    "aan", "als", "bij", "dan", "dat", "die", "door", "en", "in", "maar", "met", "na", "naar", "of", "om", "omdat",
    "onder", "op", "over", "per", "richting", "tegen", "tot", "tussen", "uit", "van", "vanuit", "via", "volgens",
    "voor", "wat", "zodat", "zoals",
];

/// How a concept was named, from sure to less sure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MentionForm {
    /// The words of a label as they stand.
    Label,
    /// A label of one word with another ending.
    Inflected,
    /// All the words of a label, inflected, one after the other.
    Phrase,
    /// All of them with others between, in another order, or split.
    Apart,
    /// One half of a label that joins two things.
    Half,
    /// The parts of a compound, or a compound of the words.
    Compound,
}

/// A concept that a sentence may name.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) concept: ConceptNumber,
    /// Places in the sentence of the words that name it, in order.
    pub(super) words: Vec<usize>,
    pub(super) form: MentionForm,
    pub(super) preferred: bool,
    /// Words that carry it, as a measure of how much it says: a compound is one.
    pub(super) weight: usize,
    /// Words between them that belong to something else.
    pub(super) gap: usize,
}

impl Candidate {
    /// The stretch from its first to its last word.
    pub(super) fn span(&self) -> Range<usize> {
        self.words.first().map_or(0..0, |first| *first..self.words.last().unwrap_or(first) + 1)
    }
}

/// A word of the sentence as the labels see it.
#[derive(Clone, Debug, Default)]
struct Token {
    roots: Vec<u32>,
    /// Roots of its parts, when it is a compound.
    parts: Vec<u32>,
    /// A particle that stands apart and belongs to it, with the root they make.
    split: Option<(u32, usize)>,
    content: bool,
    /// How many words with a meaning of their own stand before it.
    position: usize,
    verb: bool,
}

/// All candidates of a sentence, in no order.
pub(super) fn candidates(lexicon: &Lexicon, words: &[Word], language: LanguageCode) -> Vec<Candidate> {
    let words = &words[..words.len().min(MAX_SENTENCE_WORDS)];
    let mut found = Vec::new();
    whole_labels(lexicon, words, &mut found);
    let tokens = tokens(lexicon, words, language);
    for (at, token) in tokens.iter().enumerate() {
        if let Some((root, particle)) = token.split
            && let Some(single) = lexicon.separable(root).filter(|single| !single.ambiguous)
        {
            let mut places = vec![at, particle];
            places.sort_unstable();
            found.push(named(single, places, MentionForm::Apart, 2));
        }
        let split = token.split.map(|(root, _)| root);
        for root in token.roots.iter().chain(&token.parts).copied().chain(split) {
            let phrases = lexicon.anchored(root).iter().map(|place| &lexicon.phrases[*place as usize]);
            found.extend(phrases.filter_map(|phrase| stands(phrase, root, at, &tokens, words)));
        }
    }
    found
}

fn named(single: Single, words: Vec<usize>, form: MentionForm, weight: usize) -> Candidate {
    Candidate { concept: single.concept, words, form, preferred: single.preferred, weight, gap: 0 }
}

/// Labels of another language as they stand: Dutch texts say “user stories”, English ones “Woo”. Only of several words
/// or with capitals or some length, since short words mean something else elsewhere.
pub(super) fn foreign(lexicon: &Lexicon, words: &[Word]) -> Vec<Candidate> {
    let mut found = Vec::new();
    whole_labels(lexicon, &words[..words.len().min(MAX_SENTENCE_WORDS)], &mut found);
    let long =
        |it: &Candidate| it.words.len() > 1 || it.words.iter().all(|at| words[*at].folded.len() >= MIN_FOREIGN_CHARS);
    found.retain(|it| it.form == MentionForm::Label && long(it));
    found
}

/// Labels as they stand, and labels of one word inflected.
fn whole_labels(lexicon: &Lexicon, words: &[Word], found: &mut Vec<Candidate>) {
    let folded: Vec<&str> = words.iter().map(|word| &*word.folded).collect();
    for at in 0..words.len() {
        if let Some((count, single)) = lexicon.literal(&folded[at..])
            && !single.ambiguous
            && words[at + 1..at + count].iter().all(|word| word.before < Boundary::Comma)
        {
            found.push(named(single, (at..at + count).collect(), MentionForm::Label, count));
        }
        if let Some(single) = lexicon.single(folded[at], words[at].casing).filter(|single| !single.ambiguous) {
            let form = if single.exact { MentionForm::Label } else { MentionForm::Inflected };
            found.push(named(single, vec![at], form, 1));
        }
    }
}

fn tokens(lexicon: &Lexicon, words: &[Word], language: LanguageCode) -> Vec<Token> {
    let mut position = 0;
    let mut tokens: Vec<Token> = Vec::with_capacity(words.len());
    for word in words {
        let folded = &*word.folded;
        let content = !is_function_word(folded, language);
        let mut token = Token { content, position, ..Token::default() };
        if content {
            position += 1;
            token.roots = roots(folded, language).iter().filter_map(|root| lexicon.root(root)).collect();
            token.parts = lexicon.parts(folded, language).into_iter().flatten().collect();
            if is_person(folded) {
                token.roots.extend(lexicon.root(PEOPLE));
            }
            token.verb = token.roots.first().is_some_and(|root| lexicon.is_verb(*root));
        }
        tokens.push(token);
    }
    if language == LanguageCode::DUTCH {
        split_verbs(lexicon, words, &mut tokens);
    }
    tokens
}

/// Joins verbs with the particle that stands apart from them: “houd … bij”, “bij te houden”.
fn split_verbs(lexicon: &Lexicon, words: &[Word], tokens: &mut [Token]) {
    for at in 0..words.len() {
        let particle = &*words[at].folded;
        if !PARTICLES.contains(&particle) {
            continue;
        }
        let joined = |word: &Word| {
            let roots = roots(&word.folded, LanguageCode::DUTCH);
            roots.iter().find_map(|root| lexicon.root(&format!("{particle}{root}")))
        };
        if words.get(at + 1).is_some_and(|next| &*next.folded == "te")
            && let Some(root) = words.get(at + 2).and_then(joined)
        {
            tokens[at + 2].split = Some((root, at));
            tokens[at + 2].verb = true;
            continue;
        }
        let ends = words
            .get(at + 1)
            .is_none_or(|next| next.before >= Boundary::Comma || FOLLOWS_PARTICLE.contains(&&*next.folded));
        if !ends {
            continue;
        }
        let reach = at.saturating_sub(MAX_WORDS_TO_PARTICLE)..at;
        let within = |place: &usize| words[place + 1..=at].iter().all(|word| word.before < Boundary::Clause);
        let verb = reach.rev().take_while(within).find_map(|place| Some((place, joined(&words[place])?)));
        if let Some((place, root)) = verb.filter(|(place, _)| tokens[*place].content) {
            tokens[place].split = Some((root, at));
            tokens[place].verb = true;
        }
    }
}

/// The phrase around the word at `at`, which has one of its roots.
fn stands(phrase: &Phrase, anchor: u32, at: usize, tokens: &[Token], words: &[Word]) -> Option<Candidate> {
    let reach = phrase.roots.len() + MAX_GAP;
    let mut places = vec![at];
    let mut split = Vec::new();
    let split_has = |token: &Token, root: u32| token.split.is_some_and(|(own, _)| own == root);
    let whole = |token: &Token, root: u32| token.roots.contains(&root) || split_has(token, root);
    // A compound is a kind of its head: “inkoopfacturen” are “facturen”, but a “begeleidingsplan” is no “begeleiding”.
    let head = |token: &Token, root: u32| token.parts.last() == Some(&root);
    let modifier = !whole(&tokens[at], anchor) && !head(&tokens[at], anchor);
    let has = |place: usize, root: u32| {
        let token = &tokens[place];
        whole(token, root) && !modifier
            || head(token, root) && (!modifier || place == at)
            || place == at && token.parts.contains(&root)
    };
    let mut of_parts = !whole(&tokens[at], anchor);
    for root in phrase.roots.iter().copied() {
        if root == anchor {
            note_split(&tokens[at], root, &mut split);
            continue;
        }
        let near = |place: &usize| tokens[*place].position.abs_diff(tokens[at].position) <= reach;
        let mut around: Vec<usize> = (0..tokens.len()).filter(near).filter(|place| has(*place, root)).collect();
        around.sort_by_key(|place| place.abs_diff(at));
        // Another word if there is one; else the parts of this one.
        let place = around.iter().copied().find(|place| *place != at).or_else(|| around.first().copied())?;
        note_split(&tokens[place], root, &mut split);
        of_parts |= !whole(&tokens[place], root);
        places.push(place);
    }
    places.sort_unstable();
    places.dedup();
    let (first, last) = (*places.first()?, *places.last()?);
    if words[first + 1..=last].iter().any(|word| word.before >= Boundary::Clause) || crosses(tokens, words, &places) {
        return None;
    }
    let between = tokens[first..=last].iter().filter(|token| token.content).count().saturating_sub(places.len());
    if between > MAX_GAP {
        return None;
    }
    let in_order = in_order(phrase, &places, tokens);
    let close = last - first < places.len() + 2 && in_order && split.is_empty();
    let form = match phrase.form {
        PhraseForm::Half => MentionForm::Half,
        PhraseForm::Parts => MentionForm::Compound,
        PhraseForm::Whole if of_parts || places.len() < phrase.roots.len() => MentionForm::Compound,
        PhraseForm::Whole if close && between == 0 => MentionForm::Phrase,
        PhraseForm::Whole => MentionForm::Apart,
    };
    let weight = places.len();
    places.extend(split);
    places.sort_unstable();
    places.dedup();
    let (concept, preferred) = (phrase.concept, phrase.preferred);
    Some(Candidate { concept, words: places, form, preferred, weight, gap: between })
}

fn note_split(token: &Token, root: u32, split: &mut Vec<usize>) {
    if let Some((_, particle)) =
        token.split.filter(|(own, _)| *own == root && !token.roots.contains(&root) && !token.parts.contains(&root))
    {
        split.push(particle);
    }
}

fn in_order(phrase: &Phrase, places: &[usize], tokens: &[Token]) -> bool {
    let mut roots = phrase.roots.iter();
    places.iter().all(|place| roots.any(|root| tokens[*place].roots.contains(root)))
}

/// Whether the words belong to different things that “en” or a comma joins: in “je controleert facturen en verwerkt
/// gegevens” nobody controls the data. Between two words of one thing may stand other nouns or other verbs, not both.
fn crosses(tokens: &[Token], words: &[Word], places: &[usize]) -> bool {
    let (first, last) = (places[0], places[places.len() - 1]);
    let inside = first + 1..last;
    let joins = |at: usize| {
        words[at].before == Boundary::Comma || matches!(&*words[at].folded, "en" | "of" | "and" | "or" | "dan")
    };
    if !(first + 1..=last).any(joins) {
        return false;
    }
    let turns = |at: usize| matches!(&*words[at].folded, "maar" | "terwijl" | "zodat" | "omdat" | "want" | "but");
    if inside.clone().any(turns) {
        return true;
    }
    // “… de facturen en verwerkt …”: what stands before “en” belongs to the verb before it.
    let and = (first + 1..last).rfind(|at| matches!(&*words[*at].folded, "en" | "of" | "and" | "or"));
    let verb_between = |and: usize| (first..and).any(|at| tokens[at].verb);
    if and.is_some_and(|and| tokens[last].verb && (and + 1..last).all(|at| !tokens[at].content) && !verb_between(and)) {
        return true;
    }
    let others = inside.filter(|at| tokens[*at].content && !places.contains(at));
    let (verbs, nouns): (Vec<usize>, Vec<usize>) = others.partition(|at| tokens[*at].verb);
    let new_subject = (first + 1..last).any(|at| {
        joins(at) && words.get(at + 1).is_some_and(|next| matches!(&*next.folded, "je" | "jij" | "u" | "you" | "we"))
    });
    new_subject || !verbs.is_empty() && !nouns.is_empty()
}
