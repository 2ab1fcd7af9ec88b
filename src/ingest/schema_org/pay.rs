//! Pay to gross euros a month at full time.
//!
//! Pay by the hour, day or week is multiplied out for a full-time week of 36 hours in five days and 52 weeks a year; pay
//! by the year is divided by twelve. Each of these is stated in a note, since the posting does not say it.

use super::properties::{Properties, Refusal, inner, shown, text_of};
use crate::{
    domain::{EuroPerMonth, Range},
    reading::numbers,
};
use serde_json::Value;

/// Hours of a full-time week, by which pay per hour is multiplied out.
const FULL_TIME_HOURS_PER_WEEK: i64 = 36;
const WORKING_DAYS_PER_WEEK: i64 = 5;
const WEEKS_PER_YEAR: i64 = 52;
const MONTHS_PER_YEAR: i64 = 12;
/// Below this, a number in a pay text is something else, such as a scale or a number of hours.
const PLAUSIBLE_MONTH_EUR_MIN: i64 = 500;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Hour,
    Day,
    Week,
    Month,
    Year,
}

/// Words for the units, as `unitText` and running texts have them.
const UNIT_WORDS: &[(&str, Unit)] = &[
    ("maand", Unit::Month),
    ("month", Unit::Month),
    ("p.m", Unit::Month),
    ("p/m", Unit::Month),
    ("uur", Unit::Hour),
    ("hour", Unit::Hour),
    ("p/u", Unit::Hour),
    ("week", Unit::Week),
    ("dag", Unit::Day),
    ("day", Unit::Day),
    ("jaar", Unit::Year),
    ("year", Unit::Year),
    ("annum", Unit::Year),
    ("annual", Unit::Year),
];

impl Unit {
    /// The unit whose word stands first; the hours of a week are no unit of pay.
    fn in_words(text: &str) -> Option<Self> {
        let text = text.to_lowercase();
        let text = ["uur per week", "uren per week", "uur p/w", "uur/week", "hours per week", "hours a week"]
            .iter()
            .fold(text, |text, hours| text.replace(hours, ""));
        let begins_word = |place: usize| !text.get(..place).unwrap_or_default().ends_with(char::is_alphabetic);
        let place_of = |word| text.match_indices(word).map(|(place, _)| place).find(|place| begins_word(*place));
        let places = UNIT_WORDS.iter().filter_map(|(word, unit)| Some((place_of(*word)?, *unit)));
        places.min_by_key(|(place, _)| *place).map(|(_, unit)| unit)
    }

    /// The unit by its code of three letters (UN/CEFACT) or as an ISO 8601 duration.
    fn of_code(code: &str) -> Option<Self> {
        match code.trim().to_uppercase().as_str() {
            "HUR" | "PT1H" => Some(Self::Hour),
            "DAY" | "P1D" => Some(Self::Day),
            "WEE" | "P1W" | "P7D" => Some(Self::Week),
            "MON" | "P1M" => Some(Self::Month),
            "ANN" | "P1Y" => Some(Self::Year),
            _ => None,
        }
    }

    /// The unit that an amount suggests when nobody names one.
    fn from_amount(euro: i64) -> Option<Self> {
        match euro {
            8..=150 => Some(Self::Hour),
            1_000..=12_000 => Some(Self::Month),
            18_000..=300_000 => Some(Self::Year),
            _ => None,
        }
    }

    /// Whole euros a month, rounded.
    fn month_euro(self, hundredths: i64) -> i64 {
        let (times, by) = match self {
            Self::Hour => (FULL_TIME_HOURS_PER_WEEK * WEEKS_PER_YEAR, MONTHS_PER_YEAR),
            Self::Day => (WORKING_DAYS_PER_WEEK * WEEKS_PER_YEAR, MONTHS_PER_YEAR),
            Self::Week => (WEEKS_PER_YEAR, MONTHS_PER_YEAR),
            Self::Month => (1, 1),
            Self::Year => (1, MONTHS_PER_YEAR),
        };
        let divisor = by * 100;
        (hundredths.saturating_mul(times) + divisor / 2) / divisor
    }

    fn word(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    fn assumption(self) -> Option<String> {
        let how = match self {
            Self::Month => return None,
            Self::Hour => format!("multiplied by {FULL_TIME_HOURS_PER_WEEK} hours a week"),
            Self::Day => format!("multiplied by {WORKING_DAYS_PER_WEEK} days a week"),
            Self::Week => "taken as pay for a full-time week".to_owned(),
            Self::Year => format!("divided by {MONTHS_PER_YEAR}"),
        };
        Some(format!("is by the {}; {how} to get pay by the month at full time", self.word()))
    }
}

/// The lower and upper amount in hundredths of euros, with what is said about the unit.
struct Amounts {
    min: Option<i64>,
    max: Option<i64>,
    unit: Option<Unit>,
}

/// Pay by the month at full time; absent when the posting has none that can be read.
pub(super) fn read(posting: &Properties<'_>, name: &str) -> Option<Range<EuroPerMonth>> {
    let salary = posting.first(name)?;
    let currency = inner(salary, "currency").or_else(|| posting.first("salaryCurrency")).and_then(text_of);
    if let Some(currency) = currency.filter(|currency| !matches!(currency.trim().to_uppercase().as_str(), "EUR" | "€"))
    {
        posting.note(
            name,
            "malformed",
            format!("must be in EUR; is in {}", currency.chars().take(10).collect::<String>()),
        );
        return None;
    }
    let amounts = posting.noted(name, amounts(salary))?;
    let lowest = amounts.min.or(amounts.max)?;
    let Some(unit) = amounts.unit.or_else(|| Unit::from_amount(lowest / 100)) else {
        posting.note(name, "missing", "must say for what time: unitText HOUR, DAY, WEEK, MONTH or YEAR");
        return None;
    };
    let range = posting.noted(name, range(&amounts, unit))?;
    if amounts.unit.is_none() {
        posting.note(name, "assumption", format!("has no unitText; read as pay by the {}", unit.word()));
    }
    if let Some(assumption) = unit.assumption() {
        posting.note(name, "assumption", assumption);
    }
    if amounts.min.is_none() || amounts.max.is_none() {
        posting.note(name, "assumption", "has one end only; read as exact pay");
    }
    Some(range)
}

fn range(amounts: &Amounts, unit: Unit) -> Result<Range<EuroPerMonth>, Refusal> {
    let end = |hundredths: Option<i64>| {
        let euro = unit.month_euro(hundredths.unwrap_or_default());
        if euro < PLAUSIBLE_MONTH_EUR_MIN {
            return Err(Refusal::malformed("plausible pay for the unit that is named", &format!("{euro} a month")));
        }
        Ok(EuroPerMonth::new(euro)?)
    };
    let min = end(amounts.min.or(amounts.max))?;
    let max = end(amounts.max.or(amounts.min))?;
    Ok(Range::new(min, max)?)
}

/// Reads a number, a text, or a MonetaryAmount whose value is a number, two numbers, a text or a QuantitativeValue.
fn amounts(salary: &Value) -> Result<Amounts, Refusal> {
    let value = if salary.is_object() { inner(salary, "value").unwrap_or(salary) } else { salary };
    let stated_unit = unit_of(value).or_else(|| unit_of(salary));
    let two = salary.get("value").and_then(Value::as_array).map(Vec::as_slice);
    let mut amounts = if let Some([min, max]) = two.filter(|values| values.iter().all(|value| amount(value).is_some()))
    {
        Amounts { min: amount(min), max: amount(max), unit: None }
    } else if value.is_object() {
        of_object(value, stated_unit)?
    } else if let Some(number) = value.as_number().and_then(|_| amount(value)) {
        Amounts { min: Some(number), max: Some(number), unit: None }
    } else {
        in_text(value.as_str().unwrap_or_default(), stated_unit)?
    };
    amounts.unit = stated_unit.or(amounts.unit);
    // Sites fill in 0 for an end that they do not know.
    amounts.min = amounts.min.filter(|amount| *amount > 0);
    amounts.max = amounts.max.filter(|amount| *amount > 0);
    if amounts.min.is_none() && amounts.max.is_none() {
        let expected = "an amount in euros, or minValue and maxValue";
        return Err(Refusal::malformed(expected, &shown(salary)));
    }
    Ok(amounts)
}

/// The unit by its word, else by its code.
fn unit_of(value: &Value) -> Option<Unit> {
    let named = |name| inner(value, name).and_then(text_of);
    let by_word = || ["unitText", "duration"].into_iter().filter_map(named).find_map(|text| Unit::in_words(&text));
    let names = ["unitCode", "unitText", "duration"];
    by_word().or_else(|| names.into_iter().filter_map(named).find_map(|text| Unit::of_code(&text)))
}

/// A QuantitativeValue, or a distribution with a median and percentiles.
fn of_object(value: &Value, stated_unit: Option<Unit>) -> Result<Amounts, Refusal> {
    let end = |name| inner(value, name).and_then(amount);
    let exact = inner(value, "value").or_else(|| inner(value, "median"));
    let (lowest, highest) = (end("minValue").or(end("percentile10")), end("maxValue").or(end("percentile90")));
    match exact {
        // “2650 - 3550” where one amount should stand.
        Some(Value::String(text)) if lowest.is_none() && highest.is_none() => in_text(text, stated_unit),
        exact => {
            let exact = exact.and_then(amount);
            Ok(Amounts { min: lowest.or(exact), max: highest.or(exact), unit: None })
        }
    }
}

/// One amount in hundredths: a number, or a text with one number.
fn amount(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => {
            // By its text: two decimals of a binary fraction are not exact.
            let text = number.to_string();
            let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
            let cents: String = decimals.chars().chain("00".chars()).take(2).collect();
            whole.parse::<i64>().ok()?.checked_mul(100)?.checked_add(cents.parse().ok()?)
        }
        Value::String(text) => numbers(text).first().map(|number| number.hundredths),
        _ => None,
    }
}

/// “€ 2.800 - € 3.900 per maand”: the first two plausible amounts, behind the first euro sign when there is one.
fn in_text(text: &str, stated_unit: Option<Unit>) -> Result<Amounts, Refusal> {
    if text.contains(['$', '£']) {
        return Err(Refusal::malformed("in euros", text));
    }
    let lower = text.to_lowercase();
    let begin = ["€", "eur"].iter().filter_map(|sign| lower.find(sign)).min().unwrap_or_default();
    let unit = stated_unit.or_else(|| Unit::in_words(text));
    let plausible = |hundredths: &i64| {
        let unit = unit.or_else(|| Unit::from_amount(*hundredths / 100));
        unit.is_some_and(|unit| {
            let euro = unit.month_euro(*hundredths);
            euro >= PLAUSIBLE_MONTH_EUR_MIN && EuroPerMonth::new(euro).is_ok()
        })
    };
    let found = numbers(lower.get(begin..).unwrap_or_default());
    let mut plausible = found.iter().map(|number| number.hundredths).filter(plausible);
    let min = plausible.next();
    // Numbers behind a lower amount, such as an allowance, do not make a range.
    let max = plausible.next().filter(|max| min.is_some_and(|min| *max >= min)).or(min);
    if min.is_none() {
        return Err(Refusal::malformed("an amount such as “€ 2.800 - € 3.900 per maand”", text));
    }
    Ok(Amounts { min, max, unit })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// Lower and upper end, and the codes of the notes.
    fn pay(value: &Value) -> (Option<(u16, u16)>, Vec<&'static str>) {
        let object = json!({ "baseSalary": value });
        let posting = Properties::new(object.as_object().expect("an object"), Vec::new());
        let range = read(&posting, "baseSalary").map(|range| (range.min().get(), range.max().get()));
        (range, posting.finish().expect("no problems").iter().map(|note| note.code).collect())
    }

    #[track_caller]
    fn check(value: &Value, min: u16, max: u16, notes: &[&str]) {
        assert_eq!(pay(value), (Some((min, max)), notes.to_vec()));
    }

    #[test]
    fn texts() {
        check(&json!("€ 2.800 - € 3.900 per maand"), 2_800, 3_900, &[]);
        check(&json!("Schaal 7: € 2.801,- tot € 3.994,50 bruto per maand bij 36 uur per week"), 2_801, 3_995, &[]);
        check(&json!("€ 16,50 per uur"), 2_574, 2_574, &["assumption"]);
        check(&json!("36 uur per week, 2800 tot 3900 bruto p.m."), 2_800, 3_900, &[]);
        check(&json!("45.000 per jaar"), 3_750, 3_750, &["assumption"]);
    }

    #[test]
    fn numbers_and_objects() {
        check(&json!(3100), 3_100, 3_100, &["assumption"]);
        let amount = |value: Value| json!({"@type": "MonetaryAmount", "currency": "EUR", "value": value});
        let range = json!({"@type": "QuantitativeValue", "minValue": "2800.50", "maxValue": 3900, "unitText": "MONTH"});
        check(&amount(range), 2_801, 3_900, &[]);
        check(&amount(json!({"minValue": 17.25, "maxValue": 0, "unitText": "HOUR"})), 2_691, 2_691, &["assumption"; 2]);
        check(&amount(json!({"value": 700, "unitText": "week"})), 3_033, 3_033, &["assumption"]);
        check(&json!([{"currency": "EUR", "value": "€ 2.900", "unitText": "MONTH"}]), 2_900, 2_900, &[]);
        check(&amount(json!({"value": "2650 - 3550", "unitText": "MAAND"})), 2_650, 3_550, &[]);
        check(&amount(json!({"value": "2.650,00 – 3.550,00", "unitCode": "MON"})), 2_650, 3_550, &[]);
        check(&json!({"value": [2650, 3550], "unitText": "MONTH"}), 2_650, 3_550, &[]);
        check(&json!({"median": 2900, "duration": "P1M", "currency": "EUR"}), 2_900, 2_900, &[]);
    }

    #[test]
    fn what_cannot_be_read_is_noted() {
        assert_eq!(pay(&json!("marktconform")), (None, vec!["malformed"]));
        assert_eq!(pay(&json!({"currency": "GBP", "value": 3000})), (None, vec!["malformed"]));
        assert_eq!(
            pay(&json!({"value": {"minValue": 3900, "maxValue": 2800, "unitText": "MONTH"}})),
            (None, vec!["reversed"])
        );
        assert_eq!(pay(&json!({"value": {"value": 2800, "unitText": "HOUR"}})), (None, vec!["out_of_range"]));
        assert_eq!(pay(&json!({"value": 15_000})), (None, vec!["missing"]));
        assert_eq!(pay(&json!({"value": {"value": -2800, "unitText": "MONTH"}})), (None, vec!["malformed"]));
    }
}
