//! Languages by name, with a level of the European framework beside them.

use super::{Fact, Passage};
use crate::domain::{Cefr, LanguageCode, codes::Code};
use crate::reading::word::{Boundary, Casing, Word};
use std::ops::Range;

/// Names of languages in Dutch and English, and their ISO 639-1 codes.
const LANGUAGES: &[(&str, &str)] = &[
    ("nederlands", "nl"),
    ("dutch", "nl"),
    ("engels", "en"),
    ("english", "en"),
    ("duits", "de"),
    ("german", "de"),
    ("frans", "fr"),
    ("french", "fr"),
    ("turks", "tr"),
    ("turkish", "tr"),
    ("arabisch", "ar"),
    ("arabic", "ar"),
    ("pools", "pl"),
    ("polish", "pl"),
    ("spaans", "es"),
    ("spanish", "es"),
    ("oekraiens", "uk"),
    ("ukrainian", "uk"),
    ("fries", "fy"),
    ("frisian", "fy"),
    ("italiaans", "it"),
    ("italian", "it"),
    ("portugees", "pt"),
    ("portuguese", "pt"),
    ("roemeens", "ro"),
    ("romanian", "ro"),
    ("bulgaars", "bg"),
    ("bulgarian", "bg"),
    ("russisch", "ru"),
    ("russian", "ru"),
    ("somalisch", "so"),
    ("somali", "so"),
    ("tigrinya", "ti"),
    ("farsi", "fa"),
    ("perzisch", "fa"),
    ("chinees", "zh"),
    ("chinese", "zh"),
];
/// Words between a language and its level.
const MAX_WORDS_TO_LEVEL: usize = 5;
/// Words that may follow the bare name; before another word it is an adjective (“Engels ontbijt”, “Dutch lessons” aside).
const MAY_FOLLOW: &[&str] = &[
    "en",
    "of",
    "and",
    "or",
    "op",
    "in",
    "is",
    "are",
    "at",
    "goed",
    "spreken",
    "schrijven",
    "lezen",
    "spreekt",
    "schrijft",
    "leest",
    "sprekend",
    "beheersen",
    "beheerst",
    "vloeiend",
    "kunt",
    "kun",
    "kan",
    "niveau",
    "als",
    "maar",
    "plus",
    "praat",
    "praten",
    "uitdrukken",
    "zijn",
    "hoef",
    "hoeft",
    "leert",
    "leer",
    "leren",
    "taal",
    "taalniveau",
    "language",
    "lessons",
    "skills",
    "level",
    "speaking",
    "to",
    "as",
    "a1",
    "a2",
    "b1",
    "b2",
    "c1",
    "c2",
    "voor",
    "met",
    "een",
    "aan",
    "bij",
    "volgens",
    "te",
    "van",
    "om",
    "heb",
    "hebt",
    "mondeling",
    "minimaal",
    "geen",
    "niet",
    "ook",
    "verstaat",
    "uitstekend",
    "beheersing",
    "vereist",
    "nodig",
    "kunnen",
    "redt",
    "helpt",
    "nice",
    "uit",
    "you",
    "with",
    "skill",
    "foutloos",
    "tweede",
    "naar",
];

/// Names of a language, the Dutch one first; none when texts are not read for it.
pub(crate) fn names(code: LanguageCode) -> impl Iterator<Item = &'static str> {
    LANGUAGES.iter().filter(move |(_, known)| *known == code.as_str()).map(|(name, _)| *name)
}

pub(super) fn read(passage: &mut Passage<'_, '_>) {
    let words = passage.words();
    for at in 0..words.len() {
        let Some((code, range)) = named(words, at) else { continue };
        let (level, range) = level(words, range);
        passage.add(Fact::Language(code, level), range);
    }
}

/// The language of a folded name such as “engels”.
fn code_of(folded: &str) -> Option<LanguageCode> {
    let (_, code) = LANGUAGES.iter().find(|(known, _)| *known == folded)?;
    LanguageCode::new(code).ok()
}

fn named(words: &[Word], at: usize) -> Option<(LanguageCode, Range<usize>)> {
    let word = &words[at];
    if word.casing == Casing::Lower {
        return None;
    }
    let next = words.get(at + 1).filter(|next| next.before <= Boundary::Hyphen);
    if let Some(stem) = word.folded.strip_suffix('e')
        && next.is_some_and(|next| &*next.folded == "taal")
    {
        return Some((code_of(stem)?, at..at + 2));
    }
    let bare = next.is_none_or(|next| MAY_FOLLOW.contains(&&*next.folded));
    bare.then(|| Some((code_of(&word.folded)?, at..at + 1))).flatten()
}

/// The level beside a language, before the next language.
fn level(words: &[Word], range: Range<usize>) -> (Option<Cefr>, Range<usize>) {
    let cefr = |word: &Word| Cefr::from_code(&word.folded.to_uppercase()).ok();
    let named = |word: &Word| code_of(&word.folded).or_else(|| code_of(word.folded.strip_suffix('e')?)).is_some();
    let ahead = words[range.end..]
        .iter()
        .take(MAX_WORDS_TO_LEVEL)
        .take_while(|word| word.before < Boundary::Sentence && !named(word));
    let behind = ahead.enumerate().find_map(|(place, word)| Some((range.end + place, cefr(word)?)));
    if let Some((place, level)) = behind {
        return (Some(level), range.start..place + 1);
    }
    match range.start.checked_sub(1).and_then(|before| Some((before, cefr(&words[before])?))) {
        Some((before, level)) => (Some(level), before..range.end),
        None => (None, range),
    }
}
