//! Stems of words, by the Snowball algorithm of the language.

use crate::domain::LanguageCode;
use rust_stemmers::{Algorithm, Stemmer};
use std::borrow::Cow;

/// The stem of a normalised word; a word of a language without stemmer here stays as it is.
pub(super) fn stem(word: &str, language: LanguageCode) -> Cow<'_, str> {
    let algorithm = match language.as_str() {
        "nl" => Algorithm::Dutch,
        "en" => Algorithm::English,
        "de" => Algorithm::German,
        "fr" => Algorithm::French,
        _ => return Cow::Borrowed(word),
    };
    Stemmer::create(algorithm).stem(word)
}
