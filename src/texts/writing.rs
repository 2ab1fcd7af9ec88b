//! Lists, numbers and lengths: what writing needs in every language.

/// Most words in one sentence of ours. Names that do not fit any more are left to the list that the sentence sums up.
pub(super) const SENTENCE_WORDS_MAX: usize = 20;

/// Room for a sentence: most have no more bytes, so that they need not be moved while they are written.
pub(super) const SENTENCE_BYTES: usize = 160;

/// As `format!`, for one of the many sentences of an answer.
macro_rules! sentence {
    ($($written:tt)*) => {{
        let mut text = String::with_capacity($crate::texts::writing::SENTENCE_BYTES);
        // Writing to a string cannot fail.
        let _ = std::fmt::Write::write_fmt(&mut text, format_args!($($written)*));
        text
    }};
}
pub(super) use sentence;

/// “a, b en c”; “a en b; c” where an item holds a comma or the last word itself, so that one sees where each begins.
pub(super) fn joined(items: &[&str], last: &str) -> String {
    match items {
        [] => String::new(),
        [only] => (*only).to_owned(),
        _ if separator(items, last) == "; " => items.join("; "),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

/// What stands between the items of a list.
pub(super) fn separator(items: &[&str], last: &str) -> &'static str {
    let unclear = |item: &&str| item.contains(',') || item.split(' ').any(|word| word == last);
    if items.iter().any(unclear) { "; " } else { ", " }
}

/// Number of words between white space.
pub(super) fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// As many of the first items, at most `max`, as have together at most `words_max` words; the first always.
pub(super) fn fitting<'a, 'b>(items: &'b [&'a str], max: usize, words_max: usize) -> &'b [&'a str] {
    let mut used = 0;
    let fits = items.iter().take(max).take_while(|item| {
        let first = used == 0;
        used += words(item);
        first || used <= words_max
    });
    &items[..fits.count()]
}

/// A number in groups of three digits: 1.250.000.
pub(super) fn grouped(number: u64, separator: char) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

/// Kilometres: one decimal below ten, none from there on, no decimal that is zero.
pub(super) fn kilometres(metres: u32, decimal_sign: char) -> String {
    let tenths = metres.saturating_add(50) / 100;
    match (tenths / 10, tenths % 10) {
        (10.., _) => (metres.saturating_add(500) / 1_000).to_string(),
        (whole, 0) => whole.to_string(),
        (whole, tenth) => format!("{whole}{decimal_sign}{tenth}"),
    }
}

/// Metres to the nearest kilometre: a rough distance has no decimals.
pub(super) fn to_whole_km(metres: u32) -> u32 {
    metres.saturating_add(500) / 1_000 * 1_000
}

/// A person's own words to be put between quotation marks: without a full stop at the end, which our sentence brings.
pub(super) fn quotable(words: &str) -> &str {
    let trimmed = words.trim_end();
    if trimmed.ends_with("...") { trimmed } else { trimmed.trim_end_matches('.') }
}

/// A person's own words as the end of a sentence: “een vast rooster”.
pub(super) fn quoted_end(words: &str) -> String {
    let words = quotable(words);
    let stop = if words.ends_with(['?', '!', '.', '…']) { "" } else { "." };
    format!("“{words}”{stop}")
}

#[cfg(test)]
mod tests {
    use super::{fitting, grouped, joined, kilometres, quotable, quoted_end};

    #[test]
    fn lists_are_joined_as_people_write_them() {
        assert_eq!(joined(&[], "en"), "");
        assert_eq!(joined(&["a"], "en"), "a");
        assert_eq!(joined(&["a", "b"], "en"), "a en b");
        assert_eq!(joined(&["a", "b", "c"], "of"), "a, b of c");
        assert_eq!(joined(&["a en b", "c"], "en"), "a en b; c");
        assert_eq!(joined(&["a en b", "c"], "of"), "a en b of c");
        assert_eq!(joined(&["a, b", "c"], "of"), "a, b; c");
    }

    #[test]
    fn a_list_keeps_its_first_item_and_stops_at_the_limit() {
        let items = ["een twee drie", "vier vijf", "zes"];
        assert_eq!(fitting(&items, 3, 6), items);
        assert_eq!(fitting(&items, 3, 5), &items[..2]);
        assert_eq!(fitting(&items, 1, 5), &items[..1]);
        assert_eq!(fitting(&items, 3, 1), &items[..1]);
        assert!(fitting(&[], 3, 1).is_empty());
    }

    #[test]
    fn numbers_have_groups_of_three() {
        for (number, text) in [(0, "0"), (999, "999"), (2_800, "2.800"), (1_234_567, "1.234.567")] {
            assert_eq!(grouped(number, '.'), text);
        }
    }

    #[test]
    fn kilometres_have_a_decimal_below_ten_only() {
        let cases =
            [(0, "0"), (949, "0,9"), (1_000, "1"), (1_550, "1,6"), (9_940, "9,9"), (9_960, "10"), (12_499, "12")];
        for (metres, text) in cases {
            assert_eq!(kilometres(metres, ','), text, "{metres} m");
        }
        assert_eq!(kilometres(u32::MAX, '.'), "4294967");
    }

    #[test]
    fn own_words_lose_their_full_stop_only() {
        assert_eq!(quotable("Een rustige werkplek."), "Een rustige werkplek");
        assert_eq!(quotable("Kan ik leren?"), "Kan ik leren?");
        assert_eq!(quotable("Nou ja..."), "Nou ja...");
        assert_eq!(quoted_end("Een rustige werkplek."), "“Een rustige werkplek”.");
        assert_eq!(quoted_end("Kan ik leren?"), "“Kan ik leren?”");
    }
}
