//! How text becomes words: the same for documents and for queries. Which
//! documents hold a word is answered in `text`.

use std::borrow::Cow;

use tantivy::tokenizer::{
    AsciiFoldingFilter, Language, LowerCaser, RemoveLongFilter, SimpleTokenizer, Stemmer, StopWordFilter, TextAnalyzer,
    TokenStream,
};

/// The name under which tantivy finds the analyzer.
pub(crate) const ANALYZER: &str = "dutch";

/// Words of so many bytes or more are not indexed. Dutch compounds rarely pass forty.
pub(crate) const WORD_BYTES_LIMIT: usize = 80;

/// Dutch analysis: words of letters and digits, in lower case, without
/// diacritics, without stop words, and reduced to their stems.
pub(crate) fn analyzer() -> TextAnalyzer {
    let stop_words = StopWordFilter::new(Language::Dutch).expect("tantivy carries the Dutch stop words");
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(WORD_BYTES_LIMIT))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .filter(stop_words)
        .filter(Stemmer::new(Language::Dutch))
        .build()
}

/// The distinct words of a text, up to one more than `limit` of them.
pub(crate) fn words(text: &str, limit: usize) -> Vec<String> {
    let mut analyzer = analyzer();
    let text = without_combining_marks(text);
    let mut stream = analyzer.token_stream(&text);
    let mut words: Vec<String> = Vec::new();
    while words.len() <= limit && stream.advance() {
        let word = &stream.token().text;
        if !words.contains(word) {
            words.push(word.clone());
        }
    }
    words
}

/// Whether one of the words of a text is too long to be indexed.
pub(crate) fn has_long_word(text: &str) -> bool {
    let text = without_combining_marks(text);
    text.split(|character: char| !character.is_alphanumeric()).any(|word| word.len() >= WORD_BYTES_LIMIT)
}

/// Drops the marks of decomposed letters (e + ¨), which the tokenizer would take
/// for the end of a word. Composed letters (ë) are folded by the analyzer.
pub(crate) fn without_combining_marks(text: &str) -> Cow<'_, str> {
    let is_mark = |character: char| ('\u{300}'..='\u{36f}').contains(&character);
    if !text.contains(is_mark) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter(|&character| !is_mark(character)).collect())
}

#[cfg(test)]
mod tests {
    use super::{WORD_BYTES_LIMIT, has_long_word, words};

    #[track_caller]
    fn check_same(left: &str, right: &str) {
        let found = words(left, 16);
        assert!(!found.is_empty(), "{left:?} has no words");
        assert_eq!(found, words(right, 16), "{left:?} and {right:?}");
    }

    #[test]
    fn inflections_capitals_and_diacritics_fall_together() {
        check_same("vergunningen", "vergunning");
        check_same("Verpleegkundigen", "verpleegkundige");
        check_same("COÖRDINATOR", "coordinator");
        check_same("coo\u{308}rdinator", "coördinator");
        check_same("privé", "prive");
        check_same("de zorg voor het kind", "zorg, kind!");
    }

    #[test]
    fn stop_words_and_punctuation_leave_nothing() {
        assert!(words("de het een", 16).is_empty());
        assert!(words(" … !? ", 16).is_empty());
    }

    #[test]
    fn a_word_is_told_to_be_too_long_where_it_is_left_out() {
        let long = "x".repeat(WORD_BYTES_LIMIT);
        for text in [&long, &format!("de {long}!"), &"e\u{308}".repeat(WORD_BYTES_LIMIT)] {
            assert!(has_long_word(text) && words(text, 16).is_empty(), "{text}");
        }
        let fits = &long[1..];
        assert!(!has_long_word(fits) && words(fits, 16).len() == 1);
    }

    #[test]
    fn words_are_distinct_and_counted_just_past_the_limit() {
        assert_eq!(words("lassen Lassen LASSEN", 16).len(), 1);
        let many: String = (0..100).map(|number| format!("w{number} ")).collect();
        assert_eq!(words(&many, 16).len(), 17);
    }
}
