//! Conditions of work: hours, kind of contract and the time in which one can apply.

use crate::{
    domain::{Contract, HoursPerWeek, Period, Range},
    ingest::{
        schema_org::properties::{Properties, Refusal, inner, text_of},
        texts::day,
    },
    reading::numbers,
};

/// Words for hours, longest first.
const HOUR_WORDS: [&str; 4] = ["uren", "uur", "hours", "hrs"];

/// `workHours`: “32-36 uur”, “24 tot 32 uur per week” or “36”. Opening hours such as “9:00-17:00” are not hours a week.
pub(super) fn hours(posting: &Properties<'_>) -> Option<Range<HoursPerWeek>> {
    let value = posting.first("workHours")?;
    let end = |name| inner(value, name).and_then(text_of);
    // A QuantitativeValue, as pay has it.
    let text = match (end("minValue"), end("maxValue")) {
        (Some(min), Some(max)) => Some(format!("{min} - {max}")),
        (min, max) => min.or(max).or_else(|| text_of(value)),
    };
    posting.noted("workHours", text.ok_or(Refusal::NO_TEXT).and_then(|text| weekly_hours(&text)))
}

fn weekly_hours(text: &str) -> Result<Range<HoursPerWeek>, Refusal> {
    let malformed = || Refusal::malformed("hours a week such as “32-36 uur”", text);
    let lower = text.to_lowercase();
    let word = HOUR_WORDS.iter().filter_map(|word| lower.find(word)).min();
    let head = lower.get(..word.unwrap_or(lower.len())).unwrap_or_default();
    let found = numbers(head);
    let last = found.last().filter(|last| is_link(head.get(last.end..).unwrap_or_default()));
    let max = last.filter(|_| !head.contains(':')).ok_or_else(malformed)?;
    let before =
        found.iter().rev().nth(1).filter(|number| is_link(head.get(number.end..max.begin).unwrap_or_default()));
    let min = before.unwrap_or(max);
    if word.is_none() && (min.begin > 0 || found.len() > 2) {
        return Err(malformed());
    }
    let hours = |hundredths: i64| HoursPerWeek::new(hundredths / 100);
    Ok(Range::new(hours(min.hundredths)?, hours(max.hundredths)?)?)
}

/// Whether two numbers with this between them are the ends of a range.
fn is_link(between: &str) -> bool {
    matches!(between.trim(), "" | "-" | "–" | "—" | "/" | "tot" | "tot en met" | "t/m" | "of" | "to" | "en" | "à" | "a")
        || HOUR_WORDS.contains(&between.trim())
}

/// What employment types say about the contract; `None` says nothing and is no error.
const CONTRACT_WORDS: &[(&str, Option<Contract>)] = &[
    ("uitzicht op vast", Some(Contract::TemporaryWithProspect)),
    ("onbepaalde tijd", Some(Contract::Permanent)),
    ("bepaalde tijd", Some(Contract::Temporary)),
    ("permanent", Some(Contract::Permanent)),
    ("vast", Some(Contract::Permanent)),
    ("tempor", Some(Contract::Temporary)),
    ("tijdelijk", Some(Contract::Temporary)),
    ("detacher", Some(Contract::Secondment)),
    ("secondment", Some(Contract::Secondment)),
    ("uitzend", Some(Contract::Agency)),
    ("agency", Some(Contract::Agency)),
    ("per diem", Some(Contract::OnCall)),
    ("oproep", Some(Contract::OnCall)),
    ("on call", Some(Contract::OnCall)),
    ("bbl", Some(Contract::Apprenticeship)),
    ("leerwerk", Some(Contract::Apprenticeship)),
    ("leerbaan", Some(Contract::Apprenticeship)),
    ("apprentice", Some(Contract::Apprenticeship)),
    ("full", None),
    ("part", None),
    ("loondienst", None),
    ("regular", None),
    ("employee", None),
    ("voltijd", None),
    ("deeltijd", None),
    ("other", None),
];

/// `employmentType`: a text, a list, or several words in one text.
pub(super) fn contract(posting: &Properties<'_>) -> Option<Contract> {
    const NAME: &str = "employmentType";
    let mut contract = None;
    for text in posting.all(NAME).filter_map(text_of) {
        for word in text.split([',', ';', '|', '/']).filter(|word| !word.trim().is_empty()) {
            let plain = word.to_lowercase().replace(['_', '-'], " ");
            match CONTRACT_WORDS.iter().find(|(known, _)| plain.contains(known)) {
                Some((_, Some(found))) if contract.is_none_or(|contract| contract == *found) => contract = Some(*found),
                Some((_, Some(_))) => posting.note(NAME, "assumption", "names several contracts; the first is taken"),
                Some((_, None)) => {}
                None => {
                    let expected = "a kind of contract, such as TEMPORARY, or FULL_TIME or PART_TIME";
                    posting.noted::<()>(NAME, Err(Refusal::malformed(expected, word.trim())));
                }
            }
        }
    }
    contract
}

/// `datePosted` to `validThrough`, as days; a closing day before the opening day is left out.
pub(super) fn period(posting: &Properties<'_>) -> Period {
    let read = |name| {
        posting.first(name).and_then(text_of).and_then(|text| posting.noted(name, day(&text).map_err(Refusal::from)))
    };
    let (opens, closes) = (read("datePosted"), read("validThrough"));
    let period = Period::new(opens, closes).map_err(Refusal::from);
    posting.noted("validThrough", period).or_else(|| Period::new(opens, None).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn posting_of<T>(value: &Value, read: impl Fn(&Properties<'_>) -> T) -> (T, Vec<String>) {
        let posting = Properties::new(value.as_object().expect("an object"), Vec::new());
        let read = read(&posting);
        (read, posting.finish().expect("no problems").into_iter().map(|note| note.field).collect())
    }

    #[test]
    fn hours_a_week() {
        let check = |text: &str, expected: Option<(u8, u8)>| {
            let range = weekly_hours(text).ok().map(|range| (range.min().get(), range.max().get()));
            assert_eq!(range, expected, "{text}");
        };
        check("32-36 uur", Some((32, 36)));
        check("24 tot 32 uur per week", Some((24, 32)));
        check("36", Some((36, 36)));
        check("32 – 36", Some((32, 36)));
        check("Fulltime, 40 uur", Some((40, 40)));
        check("tussen 16 uur en 24 uur", Some((16, 16)));
        check("gemiddeld 32,5 uur", Some((32, 32)));
        check("ma-vr 9:00-17:00 uur", None);
        check("36-32 uur", None);
        check("flexibel", None);
        check("fase 1, 80 uur", None);
    }

    #[test]
    fn hours_as_a_value_with_a_unit() {
        let check = |value: Value, expected: Option<(u8, u8)>| {
            let (range, _) = posting_of(&json!({ "workHours": value }), hours);
            assert_eq!(range.map(|range| (range.min().get(), range.max().get())), expected);
        };
        check(
            json!({"@type": "QuantitativeValue", "minValue": 24, "maxValue": "36", "unitText": "HOUR"}),
            Some((24, 36)),
        );
        check(json!({"maxValue": 32}), Some((32, 32)));
        check(json!(["36"]), Some((36, 36)));
        check(json!(true), None);
    }

    #[test]
    fn contracts() {
        let check = |value: Value, expected: Option<Contract>, notes: usize| {
            let (found, noted) = posting_of(&json!({ "employmentType": value }), contract);
            assert_eq!((found, noted.len()), (expected, notes));
        };
        check(json!(["FULL_TIME", "TEMPORARY"]), Some(Contract::Temporary), 0);
        check(json!("PART_TIME, PER_DIEM"), Some(Contract::OnCall), 0);
        check(json!("Tijdelijk met uitzicht op vast"), Some(Contract::TemporaryWithProspect), 0);
        check(json!("Contract voor onbepaalde tijd"), Some(Contract::Permanent), 0);
        check(json!(["VOLUNTEER"]), None, 1);
        check(json!(["Vast", "Tijdelijk"]), Some(Contract::Permanent), 1);
    }

    #[test]
    fn days() {
        let check = |from: &str, to: &str, expected: (bool, bool), notes: &[&str]| {
            let (period, noted) = posting_of(&json!({ "datePosted": from, "validThrough": to }), period);
            assert_eq!((period.opens().is_some(), period.closes().is_some()), expected);
            assert_eq!(noted, notes);
        };
        check("2026-11-09", "2027-01-15T23:59:59+01:00", (true, true), &[]);
        check("2026-11-09", "2026-01-15", (true, false), &["validThrough"]);
        check("negen november", "", (false, false), &["datePosted"]);
    }
}
