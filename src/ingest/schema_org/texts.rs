//! Texts, links, languages and days of any thing of schema.org.

use super::properties::{Properties, Refusal, text_of};
use crate::{
    clock,
    domain::{Description, LanguageCode, Url},
    ingest::html,
};
use jiff::{Timestamp, civil::Date, fmt::strtime};

/// A short text without markup, entities and line ends.
pub(super) fn one_line(text: &str) -> String {
    let plain = html::plain_text(text).unwrap_or_else(|_| text.to_owned());
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The description, and behind it what sites keep apart although it belongs to the text. One of them must be there.
pub(super) fn description(thing: &Properties<'_>, expected: &'static str, parts: &[&str]) -> Option<Description> {
    const NAME: &str = "description";
    let plain = |name: &str| {
        let texts: Vec<String> = thing.all(name).filter_map(text_of).collect();
        let text = (!texts.is_empty()).then(|| texts.join("\n\n"))?;
        thing.noted(name, html::plain_text(&text).map_err(Refusal::from)).filter(|text| !text.is_empty())
    };
    let mut parts = parts.iter().filter_map(|name| Some((*name, plain(name)?)));
    let mut text = if thing.first(NAME).is_some() {
        cut(thing, thing.required(NAME, expected, html::plain_text)?)
    } else {
        parts.next().map(|(_, text)| cut(thing, text)).unwrap_or_default()
    };
    for (name, more) in parts {
        if text.contains(more.as_str()) {
            continue;
        }
        let longer = format!("{text}\n\n{more}");
        match Description::new(&longer) {
            Ok(_) => text = longer,
            Err(invalid) => thing.note(name, invalid.code(), "is left out: it does not fit behind the description"),
        }
    }
    if text.is_empty() && thing.first(NAME).is_none() {
        return thing.required(NAME, expected, |_| Description::new(""));
    }
    thing.refused(NAME, Description::new(&text))
}

/// Shortens a text that is too long, at the end of a paragraph, line or word, and says so.
fn cut(thing: &Properties<'_>, text: String) -> String {
    let Some((end, _)) = text.char_indices().nth(Description::MAX_CHARS) else { return text };
    let head = text.get(..end).unwrap_or_default();
    let half = head.len() / 2;
    let place = ["\n\n", "\n", " "].iter().find_map(|sign| head.rfind(sign).filter(|place| *place > half));
    let message = format!("is cut after {} characters", Description::MAX_CHARS);
    thing.note("description", "too_long", message);
    head.get(..place.unwrap_or(head.len())).unwrap_or(head).trim_end().to_owned()
}

/// `url`, when it is one.
pub(super) fn link(thing: &Properties<'_>) -> Option<Url> {
    const NAME: &str = "url";
    let value = thing.first(NAME)?;
    let text = text_of(value).or_else(|| text_of(value.get("@id")?));
    thing.noted(NAME, text.ok_or(Refusal::NO_TEXT).and_then(|text| Ok(Url::new(text.trim())?)))
}

/// The language of the texts; Dutch unless the thing says otherwise.
pub(super) fn language(thing: &Properties<'_>) -> LanguageCode {
    const NAMES: &[(&str, &str)] = &[("nederlands", "nl"), ("dutch", "nl"), ("engels", "en"), ("english", "en")];
    let read = || {
        let text = text_of(thing.first("inLanguage")?)?.trim().to_lowercase();
        let named = NAMES.iter().find(|(name, _)| *name == text).map(|(_, code)| *code);
        let code = named.unwrap_or_else(|| text.split(['-', '_']).next().unwrap_or_default());
        thing.noted("inLanguage", LanguageCode::new(code).map_err(Refusal::from))
    };
    read().unwrap_or(LanguageCode::DUTCH)
}

/// Names of months in dates such as “12 november 2026”.
const MONTHS: [&str; 12] = ["jan", "feb", "maa", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"];

/// The day of a date, with or without a time, also in Dutch notation.
///
/// The day is the one that is written: programs put any zone behind a time. Only a moment that is midnight in the
/// Netherlands and written as an hour of the evening before, as programs do with a day, is the day that begins then.
pub(super) fn day(text: &str) -> Result<Date, Refusal> {
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
    found.ok_or_else(|| Refusal::malformed("a day such as “2027-01-31”, with or without a time", text))
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
    use serde_json::{Value, json};

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

    fn described(object: &Value) -> (Option<String>, Vec<String>) {
        let thing = Properties::new(object.as_object().expect("an object"), Vec::new());
        let text = description(&thing, "the text", &["responsibilities"]).map(|text| text.to_string());
        let said = match thing.finish() {
            Ok(notes) | Err(notes) => notes,
        };
        (text, said.into_iter().map(|problem| format!("{} {}", problem.field, problem.code)).collect())
    }

    #[test]
    fn a_text_that_is_too_long_is_cut_at_a_paragraph_with_a_note() {
        let text = format!("<p>{}</p><p>{}</p>", "a ".repeat(9_000), "b ".repeat(9_000));
        let (found, said) = described(&json!({ "description": text }));
        assert_eq!(found.as_deref(), Some("a ".repeat(9_000).trim()));
        assert_eq!(said, ["description too_long"]);
    }

    #[test]
    fn parts_stand_behind_the_text_or_instead_of_it() {
        let (found, _) = described(&json!({"description": "Tekst.", "responsibilities": ["Taak 1", "Taak 2"]}));
        assert_eq!(found.as_deref(), Some("Tekst.\n\nTaak 1\n\nTaak 2"));
        let (found, said) = described(&json!({"responsibilities": "Taak."}));
        assert_eq!((found.as_deref(), said.len()), (Some("Taak."), 0));
        assert_eq!(described(&json!({"description": null})).1, ["description missing"]);
        assert_eq!(described(&json!({"description": "<p> </p>"})).1, ["description empty"]);
    }
}
