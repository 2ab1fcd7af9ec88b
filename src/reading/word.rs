//! Words of a text with their place in it, and what stands between them.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A word where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// First byte in the text.
    pub start: usize,
    /// Byte behind the last.
    pub end: usize,
    /// Lower case, without accents and apostrophes.
    pub folded: Box<str>,
    /// What stands between it and the word before.
    pub before: Boundary,
    /// Capitals.
    pub casing: Casing,
}

/// What stands between two words, from weak to strong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Boundary {
    /// White space alone.
    Space,
    /// A hyphen within a word: “mbo-niveau”.
    Hyphen,
    /// A slash: “mbo/hbo”.
    Slash,
    /// A comma.
    Comma,
    /// A bracket, quotation mark, dash or colon.
    Clause,
    /// The end of a sentence or line.
    Sentence,
}

/// Capitals of a word or label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Casing {
    /// None.
    Lower,
    /// Some.
    Mixed,
    /// Nothing else.
    Capitals,
}

impl Casing {
    /// Capitals of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        match (text.chars().any(char::is_uppercase), text.chars().any(char::is_lowercase)) {
            (false, _) => Self::Lower,
            (true, true) => Self::Mixed,
            (true, false) => Self::Capitals,
        }
    }
}

/// The words of a text; at most `limit`.
///
/// A word is a run of letters and digits; “+” and “#” stay where they follow one (C++), an apostrophe within is dropped
/// (“programma’s”).
pub(super) fn words(text: &str, limit: usize) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut at = 0;
    while words.len() < limit {
        let Some(start) = text[at..].find(char::is_alphanumeric).map(|offset| at + offset) else { break };
        let length = length(&text[start..]);
        let given = &text[start..start + length];
        let before = if words.is_empty() { Boundary::Sentence } else { boundary(&text[at..start], &text[start..]) };
        words.push(Word { start, end: start + length, folded: fold(given).into(), before, casing: Casing::of(given) });
        at = start + length;
    }
    words
}

fn length(text: &str) -> usize {
    let mut signs = text.char_indices().peekable();
    let mut length = 0;
    while let Some((at, sign)) = signs.next() {
        let joins = is_apostrophe(sign) && signs.peek().is_some_and(|(_, next)| next.is_alphanumeric());
        if !(sign.is_alphanumeric() || is_combining_mark(sign) || joins || matches!(sign, '+' | '#')) {
            break;
        }
        length = at + sign.len_utf8();
    }
    length
}

fn is_apostrophe(sign: char) -> bool {
    matches!(sign, '\'' | '’' | '‘' | '`' | '\u{ad}')
}

/// Lower case, accents and apostrophes off: one form for all spellings of a word.
pub(super) fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.chars().filter(|sign| !is_apostrophe(*sign)).map(|sign| sign.to_ascii_lowercase()).collect();
    }
    let plain = word.nfkd().filter(|sign| !is_combining_mark(*sign) && !is_apostrophe(*sign));
    plain.flat_map(char::to_lowercase).collect()
}

/// What the signs between two words mean. A full stop ends a sentence only before white space and then no small letter
/// or digit, so that “max. 3.240” and “p.m. bruto” stay whole.
fn boundary(between: &str, behind: &str) -> Boundary {
    if between.contains('\n') {
        return Boundary::Sentence;
    }
    let continues = behind.starts_with(|next: char| next.is_lowercase() || next.is_ascii_digit());
    let spaced = between.contains(char::is_whitespace);
    let strongest = between.chars().map(|sign| match sign {
        '!' | '?' | ';' | '•' | '✓' | '✔' | '✘' | '●' | '·' | '|' => Boundary::Sentence,
        '.' | '…' if spaced && !continues => Boundary::Sentence,
        '(' | ')' | '[' | ']' | '"' | '“' | '”' | '„' | ':' | '–' | '—' => Boundary::Clause,
        '-' if spaced => Boundary::Clause,
        ',' => Boundary::Comma,
        '/' => Boundary::Slash,
        '-' | '\u{2010}' | '\u{2011}' => Boundary::Hyphen,
        _ => Boundary::Space,
    });
    strongest.max().unwrap_or(Boundary::Space)
}

#[cfg(test)]
mod tests {
    use super::{Boundary, fold, words};
    use proptest::prelude::*;

    #[test]
    fn words_keep_their_place_and_what_stands_between() {
        let text = "Je hebt mbo-4, C++ (of Café’s). Max. 3.240 euro – niet meer.\n- Zes";
        let found: Vec<_> = words(text, 100).into_iter().map(|word| (word.folded, word.before)).collect();
        let folded: Vec<_> = found.iter().map(|(folded, _)| &**folded).collect();
        assert_eq!(
            folded,
            ["je", "hebt", "mbo", "4", "c++", "of", "cafes", "max", "3", "240", "euro", "niet", "meer", "zes"]
        );
        let boundary = |at: usize| found[at].1;
        assert_eq!((boundary(3), boundary(4), boundary(5)), (Boundary::Hyphen, Boundary::Comma, Boundary::Clause));
        assert_eq!((boundary(7), boundary(8), boundary(11)), (Boundary::Sentence, Boundary::Space, Boundary::Clause));
        assert_eq!(boundary(13), Boundary::Sentence);
        assert_eq!(fold("Coördinatie"), "coordinatie");
    }

    proptest! {
        #[test]
        fn every_word_is_quoted_from_the_text(text in "\\PC{0,60}") {
            let mut end = 0;
            for word in words(&text, 20) {
                prop_assert!(word.start >= end && word.end > word.start);
                prop_assert_eq!(fold(&text[word.start..word.end]), &*word.folded);
                end = word.end;
            }
        }
    }
}
