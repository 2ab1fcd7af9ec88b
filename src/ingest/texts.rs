//! Texts and days as others publish them, read as far as they can be: markup, entities and line ends where there should be
//! none, too much text, and every notation of a day.

use super::html;
use crate::{
    clock,
    domain::{Description, Invalid},
};
use jiff::{Timestamp, civil::Date, fmt::strtime};

/// A short text without markup, entities and line ends.
pub(super) fn one_line(text: &str) -> String {
    let plain = html::plain_text(text).unwrap_or_else(|_| text.to_owned());
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text as long as a description may be, cut at the end of a paragraph, line or word; and whether it was cut.
pub(super) fn shortened(text: String) -> (String, bool) {
    let Some((end, _)) = text.char_indices().nth(Description::MAX_CHARS) else { return (text, false) };
    let head = text.get(..end).unwrap_or_default();
    let half = head.len() / 2;
    let place = ["\n\n", "\n", " "].iter().find_map(|sign| head.rfind(sign).filter(|place| *place > half));
    (head.get(..place.unwrap_or(head.len())).unwrap_or(head).trim_end().to_owned(), true)
}

/// What to say of a text that was cut; its code is `too_long`.
pub(super) fn cut_note() -> String {
    format!("is cut after {} characters", Description::MAX_CHARS)
}

/// A text with another part behind it, under a heading that may be empty. The text itself when it says that already.
///
/// # Errors
/// [`Invalid::TooLong`] when it does not fit there.
pub(super) fn with_part(text: &str, heading: &str, part: &str) -> Result<String, Invalid> {
    if text.contains(part) {
        return Ok(text.to_owned());
    }
    let heading = if heading.is_empty() { String::new() } else { format!("{heading}\n") };
    let longer = format!("{text}\n\n{heading}{part}");
    Description::new(&longer)?;
    Ok(longer)
}

/// What to say of a part that does not fit.
pub(super) const LEFT_OUT: &str = "is left out: it does not fit behind the description";

/// Names of months in dates such as “12 november 2026”.
const MONTHS: [&str; 12] = ["jan", "feb", "maa", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"];

/// The day of a date, with or without a time, also in Dutch notation.
///
/// The day is the one that is written: programs put any zone behind a time. Only a moment that is midnight in the
/// Netherlands and written as an hour of the evening before, as programs do with a day, is the day that begins then.
pub(super) fn day(text: &str) -> Result<Date, Invalid> {
    let text = text.trim();
    if let Some(date) = text.parse::<Timestamp>().ok().and_then(clock::day_that_begins) {
        return Ok(date);
    }
    let iso = text.get(..10).and_then(|day| day.replace('/', "-").parse::<Date>().ok());
    let dutch = || {
        let first = text.split([' ', 'T']).next().unwrap_or_default().replace(['/', '.'], "-");
        strtime::parse("%d-%m-%Y", &first).and_then(|parsed| parsed.to_date()).ok()
    };
    let found = iso.or_else(dutch).or_else(|| in_words(text)).filter(|date| date.year() >= FIRST_YEAR);
    found.ok_or_else(|| Invalid::malformed("a day such as “2027-01-31”, with or without a time", text))
}

/// Before this year a date is a zero that a program filled in.
const FIRST_YEAR: i16 = 1990;

fn in_words(text: &str) -> Option<Date> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    // “donderdag 12 november 2026”
    let [day, month, year] = words.get(words.len().checked_sub(3)?..)?.try_into().ok()?;
    let month = month.replace("mrt", "maa").replace("mar", "maa").replace("may", "mei").replace("oct", "okt");
    let number = MONTHS.iter().position(|name| month.starts_with(name))? + 1;
    Date::new(year.parse().ok()?, i8::try_from(number).ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_every_notation() {
        let read = |text: &str| day(text).ok().map(|date| date.to_string());
        for text in [
            "2026-11-12",
            "2026-11-12T09:00",
            "2026-11-12T23:59:59+01:00",
            "2026-11-12T23:59:59Z",
            "2026-11-12 00:00:00",
            "2026/11/12",
            "12-11-2026",
            "12/11/2026 09:00",
            "12 november 2026",
            "donderdag 12 nov. 2026",
            // Midnight in the Netherlands, in winter time.
            "2026-11-11T23:00:00.000Z",
        ] {
            assert_eq!(read(text).as_deref(), Some("2026-11-12"), "{text}");
        }
        // The same in summer time; and an hour that is none.
        assert_eq!(read("2026-06-30T22:00:00Z").as_deref(), Some("2026-07-01"));
        assert_eq!(read("2026-11-11T22:00:00Z").as_deref(), Some("2026-11-11"));
        for text in ["", "0000-00-00", "Invalid date", "1970-01-01T00:00:00Z", "31-02-2027", "1762905600000"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
