//! One form for all spellings of the same words: lower case, no accents, no punctuation, single spaces.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case, accents off, every run of other characters one space. “+” and “#” stay where they follow a letter
/// (C++, C#); an apostrophe disappears (“programma’s” and “programmas” are the same).
pub(in crate::taxonomy) fn normalise(text: &str) -> String {
    let mut normal = String::with_capacity(text.len());
    if text.is_ascii() {
        text.chars().for_each(|c| push(&mut normal, c.to_ascii_lowercase()));
    } else {
        let plain = text.nfkd().filter(|c| !is_combining_mark(*c));
        plain.flat_map(char::to_lowercase).for_each(|c| push(&mut normal, c));
    }
    normal.truncate(normal.trim_end().len());
    normal
}

fn push(normal: &mut String, c: char) {
    let sign_in_name = matches!(c, '+' | '#') && normal.ends_with(|last: char| last != ' ');
    if c.is_alphanumeric() || sign_in_name {
        normal.push(c);
    } else if !matches!(c, '\'' | '’' | '‘' | '`' | '\u{ad}') && !normal.is_empty() && !normal.ends_with(' ') {
        normal.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use super::normalise;
    use proptest::prelude::*;

    #[test]
    fn spellings_of_the_same_words_become_equal() {
        let check = |text: &str, expected: &str| assert_eq!(normalise(text), expected, "of “{text}”");
        check("  Coördinator (m/v)  ", "coordinator m v");
        check("programma’s", "programmas");
        check("C++ / C#, .NET", "c++ c# net");
        check("+ hbo", "hbo");
        check("ﬁets", "fiets");
        check("", "");
    }

    proptest! {
        #[test]
        fn normalising_twice_changes_nothing(text in "\\PC{0,40}") {
            let once = normalise(&text);
            prop_assert_eq!(normalise(&once), once);
        }
    }
}
