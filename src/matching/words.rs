//! Words to look for in titles and texts: what can be looked for, and what holds it. For a criterion of a person and for the
//! filter of a list alike.

use crate::domain::{Invalid, Name};
use loopbaanbrug_index::{Error, Mode, Snapshot, TextMatches};

/// Words that stand in every text narrow nothing, and signs stand in no list of words.
const A_WORD: &str =
    "a word to look for; words such as “de” and “een”, signs and words of 80 bytes or more cannot be found";
const _: () = assert!(Snapshot::WORD_BYTES_LIMIT == 80);
/// A word with signs in it may be several.
const FEWER_WORDS: &str = "fewer words to look for: what stands between signs counts as a word";

/// Whether one of these words is too long to be found. What stands between signs is a word.
#[must_use]
pub fn has_long_word(words: &str) -> bool {
    Snapshot::has_long_word(words)
}

/// Whether words can be looked for.
///
/// # Errors
/// What is wrong with them: [`Invalid::Missing`] when none of them can be found in any text, [`Invalid::Malformed`] when they
/// are too many.
pub fn searchable(words: &str) -> Result<(), Invalid> {
    match Snapshot::query_words(words) {
        0 => Err(Invalid::Missing { expected: A_WORD }),
        count if count > Snapshot::QUERY_WORDS_LIMIT => {
            Err(Invalid::Malformed { expected: FEWER_WORDS, actual: String::new() })
        }
        _ => Ok(()),
    }
}

/// What holds all of these words, each in some form; or what is wrong with the words.
///
/// # Errors
/// [`Error`] when the index cannot be read.
pub fn holding(index: &Snapshot, words: &Name) -> Result<Result<TextMatches, Invalid>, Error> {
    match searchable(words) {
        Ok(()) => index.text_matches(words, Mode::All).map(Ok),
        Err(problem) => Ok(Err(problem)),
    }
}
