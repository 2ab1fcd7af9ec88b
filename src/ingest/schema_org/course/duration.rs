//! How long a course takes, and how many hours a week: ISO 8601 durations, Dutch and English words, first and last days.

use super::{
    super::properties::{Properties, Refusal, inner, text_of},
    instances::Instances,
};
use crate::{
    domain::{HoursPerWeek, Weeks},
    ingest::texts::day,
    reading::numbers,
};

const DAYS_PER_WEEK: i64 = 7;
const WEEKS_PER_YEAR: i64 = 52;
const MONTHS_PER_YEAR: i64 = 12;
/// Days in a year of weeks, which units of days are counted with.
const DAYS_PER_YEAR: i64 = WEEKS_PER_YEAR * DAYS_PER_WEEK;

/// Words for units, with the days of `WEEKS_PER_YEAR` weeks a year that each stands for, times twelve.
const UNITS: [(&str, i64); 14] = [
    ("jaar", DAYS_PER_YEAR * MONTHS_PER_YEAR),
    ("jaren", DAYS_PER_YEAR * MONTHS_PER_YEAR),
    ("year", DAYS_PER_YEAR * MONTHS_PER_YEAR),
    ("maand", DAYS_PER_YEAR),
    ("month", DAYS_PER_YEAR),
    ("semester", DAYS_PER_YEAR * MONTHS_PER_YEAR / 2),
    ("week", DAYS_PER_WEEK * MONTHS_PER_YEAR),
    ("weken", DAYS_PER_WEEK * MONTHS_PER_YEAR),
    ("dagdeel", MONTHS_PER_YEAR / 2),
    ("dagdelen", MONTHS_PER_YEAR / 2),
    ("dag", MONTHS_PER_YEAR),
    ("day", MONTHS_PER_YEAR),
    ("bijeenkomst", MONTHS_PER_YEAR),
    ("lesdag", MONTHS_PER_YEAR),
];

/// The duration in whole weeks, at least one: as stated, else from the first to the last day of an instance.
pub(super) fn read(course: &Properties<'_>, instances: &Instances<'_>) -> Option<Weeks> {
    const NAME: &str = "timeToComplete";
    let stated =
        ["timeToComplete", "duration", "timeRequired"].iter().find_map(|name| Some((*name, course.first(name)?)));
    if let Some((name, value)) = stated {
        let text = text_of(value).ok_or(Refusal::NO_TEXT);
        return course.noted(name, text.and_then(|text| weeks(&text)));
    }
    let of_instance = instances.texts(&["duration"]).find_map(|text| weeks(&text).ok());
    let spanned = || {
        let own = |name| course.first(name).and_then(text_of).and_then(|text| day(&text).ok());
        let own = own("startDate").zip(own("endDate"));
        let spans = own.into_iter().chain(instances.spans()).filter(|(begin, end)| begin < end);
        let days = spans.filter_map(|(begin, end)| begin.until(end).ok()).map(|span| i64::from(span.get_days()) + 1);
        let weeks = days.max().map(|days| days.div_euclid(DAYS_PER_WEEK) + i64::from(days % DAYS_PER_WEEK > 0))?;
        let weeks = course.noted("hasCourseInstance", Weeks::new(weeks).map_err(Refusal::from))?;
        course.note(NAME, "assumption", "is not given; counted from the first to the last day of an instance");
        Some(weeks)
    };
    of_instance.or_else(spanned)
}

/// `P2Y`, `P1Y6M`, `P10W`, “2 jaar”, “18 maanden”: whole weeks, rounded up.
pub(in crate::ingest) fn weeks(text: &str) -> Result<Weeks, Refusal> {
    let malformed = || Refusal::malformed("a duration such as “P18M”, “2 jaar” or “10 weken”", text);
    let twelfths = iso_twelfths(text).or_else(|| in_words(text)).filter(|days| *days > 0).ok_or_else(malformed)?;
    let per_week = DAYS_PER_WEEK * MONTHS_PER_YEAR;
    Ok(Weeks::new(twelfths.div_euclid(per_week) + i64::from(twelfths % per_week > 0))?)
}

/// Days times twelve; hours are hours of study and no time on the calendar.
fn iso_twelfths(text: &str) -> Option<i64> {
    let upper = text.trim().to_uppercase();
    let rest = upper.strip_prefix('P')?;
    let date_part = rest.split('T').next().unwrap_or_default();
    let (mut total, mut digits) = (0_i64, String::new());
    for c in date_part.chars() {
        if c.is_ascii_digit() || matches!(c, '.' | ',') {
            digits.push(c);
            continue;
        }
        let unit = match c {
            'Y' => DAYS_PER_YEAR * MONTHS_PER_YEAR,
            'M' => DAYS_PER_YEAR,
            'W' => DAYS_PER_WEEK * MONTHS_PER_YEAR,
            'D' => MONTHS_PER_YEAR,
            _ => return None,
        };
        let hundredths = numbers(&digits).first()?.hundredths;
        total = total.checked_add(hundredths.checked_mul(unit)? / 100)?;
        digits.clear();
    }
    (digits.is_empty() && total > 0).then_some(total)
}

/// The first number with a unit behind it; of “3 - 4 jaar” the highest.
fn in_words(text: &str) -> Option<i64> {
    let lower = text
        .to_lowercase()
        .replace("anderhalf", "1,5")
        .replace("een half", "0,5")
        .replace("half", "0,5")
        .replace("één", "1")
        .replace("een ", "1 ");
    let found = numbers(&lower);
    found.iter().find_map(|number| {
        let behind = lower.get(number.end..)?.trim_start();
        let (_, unit) = UNITS.iter().find(|(word, _)| behind.starts_with(word))?;
        Some(number.hundredths.checked_mul(*unit)? / 100)
    })
}

/// Hours a week: “8 uur per week”, or a weekly schedule with the duration of one lesson.
pub(super) fn study_hours(course: &Properties<'_>, instances: &Instances<'_>) -> Option<HoursPerWeek> {
    let own = course.first("courseWorkload").and_then(text_of);
    let stated = own.into_iter().chain(instances.texts(&["courseWorkload"])).find_map(|text| hours_per_week(&text));
    let scheduled = || {
        instances.values(&["courseSchedule"]).find_map(|schedule| {
            let text = |name| inner(schedule, name).and_then(text_of);
            let weekly = matches!(text("repeatFrequency")?.to_lowercase().as_str(), "weekly" | "p1w" | "p7d");
            iso_hours(&text("duration")?).filter(|_| weekly)
        })
    };
    stated.or_else(scheduled).and_then(|hours| HoursPerWeek::new(hours).ok())
}

/// “8 uur per week” or “3-5 hours per week”: the highest.
fn hours_per_week(text: &str) -> Option<i64> {
    let lower = text.to_lowercase();
    let weekly = ["per week", "p/w", "a week", "/week", "in de week"].iter().any(|words| lower.contains(words));
    let hours = ["uur", "uren", "hour", "hrs"].iter().any(|word| lower.contains(word));
    let highest = numbers(&lower).iter().map(|number| (number.hundredths + 50) / 100).max();
    highest.filter(|_| weekly && hours)
}

/// Whole hours of `PT3H` or `PT2H30M`, rounded up.
fn iso_hours(text: &str) -> Option<i64> {
    let upper = text.trim().to_uppercase();
    let (hours, rest) = upper.strip_prefix("PT")?.split_once('H')?;
    Some(hours.parse::<i64>().ok()? + i64::from(!rest.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_in_weeks() {
        let read = |text: &str| weeks(text).ok().map(Weeks::get);
        for (text, expected) in [
            ("P2Y", 104),
            ("P1Y6M", 78),
            ("p18m", 78),
            ("P10W", 10),
            ("P5D", 1),
            ("P3M", 13),
            ("2 jaar", 104),
            ("Anderhalf jaar", 78),
            ("een half jaar", 26),
            ("3 maanden", 13),
            ("10 weken, 1 avond per week", 10),
            ("12 bijeenkomsten", 2),
            ("2 dagdelen", 1),
        ] {
            assert_eq!(read(text), Some(expected), "{text}");
        }
        for text in ["PT40H", "P", "lang", "P100Y", "40 uur", "P0D"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn hours() {
        assert_eq!(hours_per_week("3-5 hours per week"), Some(5));
        assert_eq!(hours_per_week("gemiddeld 8 uur per week"), Some(8));
        assert_eq!(hours_per_week("PT22H"), None);
        assert_eq!(iso_hours("PT2H30M"), Some(3));
    }
}
