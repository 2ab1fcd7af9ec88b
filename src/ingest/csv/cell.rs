//! One cell to one value of the record shape: numbers in Dutch notation, days in other forms, words for codes, lists.

use super::mapping::Options;
use crate::{
    ingest::{
        html,
        shape::{Form, Kind, Object},
    },
    reading::{lowest_level, numbers},
};
use jiff::{civil::Date, fmt::strtime};
use serde_json::{Map, Value, json};

/// What a cell becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Text,
    Postcode,
    Integer,
    /// An education level, as a number or in words.
    Nlqf,
    Number,
    Boolean,
    Day,
    /// `{"min":…,"max":…}` of one or two numbers.
    Range,
    /// By key when it looks like one, else in words.
    Concept,
    Requirement,
    Taught,
    Diploma,
    LanguageLevel,
    List(Box<Target>),
}

impl Target {
    /// What a field of this kind becomes; none for an object whose fields must be given one by one.
    pub(super) fn of(path: &str, kind: &Kind) -> Option<Self> {
        Some(match kind {
            Kind::Constant(_) | Kind::Text { .. } | Kind::Code(_) => Self::Text,
            Kind::Form(Form::Postcode) => Self::Postcode,
            Kind::Form(_) => Self::Text,
            Kind::Integer { .. } if path.rsplit('.').next() == Some("nlqf") => Self::Nlqf,
            Kind::Integer { .. } => Self::Integer,
            Kind::Number { .. } => Self::Number,
            Kind::Boolean => Self::Boolean,
            Kind::Day => Self::Day,
            Kind::List { item, .. } => Self::List(Box::new(Self::of(path, item)?)),
            Kind::Object(object) => Self::of_object(object)?,
        })
    }

    fn of_object(object: &Object) -> Option<Self> {
        let names: Vec<&str> = object.fields.iter().map(|field| field.name).collect();
        Some(match names.as_slice() {
            ["min", "max"] => Self::Range,
            ["key", "text"] => Self::Concept,
            ["skill", "relation", ..] => Self::Requirement,
            ["skill", "level"] => Self::Taught,
            ["name", "regulated"] => Self::Diploma,
            ["language", "cefr"] => Self::LanguageLevel,
            _ => return None,
        })
    }

    /// Whether several sources may fill it.
    pub(super) fn is_list(&self) -> bool {
        matches!(self, Self::List(_))
    }
}

/// Why a cell has no value: a code and what would be right.
pub(super) type CellProblem = (&'static str, String);

/// The value of a text that is not empty; nothing when it is translated to nothing.
pub(super) fn read(text: &str, target: &Target, options: &Options) -> Result<Option<Value>, CellProblem> {
    if let Target::List(item) = target {
        return read_list(text, item, options);
    }
    let Some(text) = translated(text, options) else { return Ok(None) };
    let text = text.trim();
    let value = match target {
        Target::Text => Value::from(plain(text, options)?),
        Target::Postcode => Value::from(text.get(..4).filter(|_| is_postcode(text)).unwrap_or(text)),
        Target::Integer => integer(text, options)?.into(),
        Target::Nlqf => nlqf(text)?.into(),
        Target::Number => number(text, options)?,
        Target::Boolean => boolean(text)?.into(),
        Target::Day => day(text, &options.dates)?.to_string().into(),
        Target::Range => range(text, options)?,
        Target::Concept => concept(text),
        Target::Requirement => requirement(text, options),
        Target::Taught => taught(text, options),
        Target::Diploma => json!({"name": text, "regulated": options.regulated}),
        Target::LanguageLevel => language_level(text)?,
        Target::List(_) => Value::Null,
    };
    Ok(Some(value))
}

fn read_list(text: &str, item: &Target, options: &Options) -> Result<Option<Value>, CellProblem> {
    let separator = options.list.as_deref().unwrap_or("\n");
    let items = text.split(separator).map(str::trim).filter(|part| !part.is_empty());
    let items: Vec<Value> = items.filter_map(|part| read(part, item, options).transpose()).collect::<Result<_, _>>()?;
    Ok(Some(Value::Array(items)).filter(|list| list != &json!([])))
}

/// The word that stands for this one; nothing when it stands for “not stated”.
fn translated<'t>(text: &'t str, options: &'t Options) -> Option<&'t str> {
    if options.values.is_empty() {
        return Some(text);
    }
    match options.values.get(&text.trim().to_lowercase()) {
        Some(word) => Some(word.as_str()).filter(|word| !word.trim().is_empty()),
        None => Some(text),
    }
}

fn plain(text: &str, options: &Options) -> Result<String, CellProblem> {
    let text = if options.html {
        html::plain_text(text).map_err(|invalid| (invalid.code(), invalid.to_string()))?
    } else {
        text.to_owned()
    };
    Ok(format!("{}{text}", options.prefix))
}

/// `3511`, `3511 AB` or `3511ab`.
fn is_postcode(text: &str) -> bool {
    let letters = text.get(4..).unwrap_or("-").trim_start();
    let digits = text.bytes().take(4).all(|byte| byte.is_ascii_digit());
    digits && (letters.is_empty() || (letters.len() == 2 && letters.bytes().all(|byte| byte.is_ascii_alphabetic())))
}

fn malformed(expected: &str, actual: &str) -> CellProblem {
    const SHOWN_CHARS: usize = 60;
    let shown: String = actual.chars().filter(|c| !c.is_control()).take(SHOWN_CHARS).collect();
    ("malformed", format!("must be {expected}; was “{shown}”"))
}

/// A number without its sign of money; whether a point or comma separates thousands is stated or shows by its place.
fn decimal(text: &str, options: &Options, is_amount: bool) -> Option<f64> {
    let text = text.replace(['€', '\u{A0}', '\u{202F}', ' '], "").replace("EUR", "");
    let text = text.trim_end_matches(['-', '–']).trim_end_matches([',', '.']);
    let sign = options.decimal.or_else(|| {
        let last = text.rfind([',', '.'])?;
        let decimals = text.len() - last - 1;
        // “2.850” is two thousand when whole numbers are meant, and “52.090” degrees are not.
        let separates = is_amount && decimals == 3;
        (!separates).then(|| text[last..].chars().next()).flatten()
    });
    let is_digit = |c: char| c.is_ascii_digit() || c == '-' || Some(c) == sign || matches!(c, '.' | ',');
    if text.is_empty() || !text.chars().all(is_digit) {
        return None;
    }
    let thousands = |c: &char| !matches!(c, '.' | ',') || Some(*c) == sign;
    let plain: String = text.chars().filter(thousands).map(|c| if Some(c) == sign { '.' } else { c }).collect();
    plain.parse::<f64>().ok().filter(|number| number.is_finite())
}

/// Rounded to whole numbers, half a unit up.
fn integer(text: &str, options: &Options) -> Result<i64, CellProblem> {
    /// Beyond this a number is none of ours, and not exact.
    const MOST: f64 = 1e12;
    let expected = "a number such as “36” or “2.850,50”";
    let number = decimal(text, options, true).filter(|number| number.abs() < MOST);
    let rounded = number.map(|number| (number + 0.5).floor().to_string());
    rounded.and_then(|digits| digits.parse().ok()).ok_or_else(|| malformed(expected, text))
}

fn number(text: &str, options: &Options) -> Result<Value, CellProblem> {
    decimal(text, options, false).map(Value::from).ok_or_else(|| malformed("a number such as “52,09”", text))
}

fn nlqf(text: &str) -> Result<i64, CellProblem> {
    if let Ok(level) = text.parse() {
        return Ok(level);
    }
    let level = lowest_level(text).map_err(|unclear| malformed(unclear.expected(), text))?;
    Ok(level.get().into())
}

fn boolean(text: &str) -> Result<bool, CellProblem> {
    match text.to_lowercase().as_str() {
        "ja" | "j" | "yes" | "y" | "true" | "waar" | "1" | "x" => Ok(true),
        "nee" | "n" | "no" | "false" | "onwaar" | "0" => Ok(false),
        _ => Err(malformed("ja or nee, true or false, 1 or 0", text)),
    }
}

/// Forms of days that are read when the mapping states none.
pub(super) const DATES_DEFAULT: [&str; 2] = ["%Y-%m-%d", "%d-%m-%Y"];

fn day(text: &str, formats: &[String]) -> Result<Date, CellProblem> {
    let read = |format: &str| strtime::parse(format, text).and_then(|parsed| parsed.to_date()).ok();
    let found = if formats.is_empty() {
        DATES_DEFAULT.iter().find_map(|format| read(format))
    } else {
        formats.iter().find_map(|format| read(format))
    };
    let shown = || if formats.is_empty() { DATES_DEFAULT.join(" or ") } else { formats.join(" or ") };
    found.ok_or_else(|| malformed(&format!("a day in the form {}", shown()), text))
}

/// One number, or two with words or signs between them: `36`, `32-36`, `24 tot 32 uur`.
fn range(text: &str, options: &Options) -> Result<Value, CellProblem> {
    let expected = "one or two numbers, such as “32-36”";
    if let Ok(one) = integer(text, options) {
        return Ok(json!({"min": one, "max": one}));
    }
    let found: Vec<i64> = numbers(text).iter().map(|number| (number.hundredths + 50) / 100).collect();
    match found.as_slice() {
        [one] => Ok(json!({"min": one, "max": one})),
        [min, max] => Ok(json!({"min": min, "max": max})),
        _ => Err(malformed(expected, text)),
    }
}

/// By key when it begins as one of the starter taxonomy or as a link.
fn concept(text: &str) -> Value {
    let is_key = ["lb:", "http://", "https://"].iter().any(|begin| text.starts_with(begin));
    if is_key { json!({ "key": text }) } else { json!({ "text": text }) }
}

fn requirement(text: &str, options: &Options) -> Value {
    let mut object = Map::new();
    object.insert("skill".to_owned(), concept(text));
    object.extend(options.relation.map(|relation| ("relation".to_owned(), relation.into())));
    object.extend(options.level.map(|level| ("min_level".to_owned(), level.into())));
    Value::Object(object)
}

fn taught(text: &str, options: &Options) -> Value {
    let mut object = Map::new();
    object.insert("skill".to_owned(), concept(text));
    object.extend(options.level.map(|level| ("level".to_owned(), level.into())));
    Value::Object(object)
}

/// `nl B2` or `nl:B2`.
fn language_level(text: &str) -> Result<Value, CellProblem> {
    let parts: Vec<&str> = text.split([':', ' ']).filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        [language, level] => Ok(json!({"language": language.to_lowercase(), "cefr": level.to_uppercase()})),
        _ => Err(malformed("a language and its level, such as “nl B2”", text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, target: &Target, options: &Options, expected: &Value) {
        assert_eq!(read(text, target, options).ok().flatten().unwrap_or_default(), *expected, "{text}");
    }

    fn options() -> Options {
        Options::default()
    }

    #[test]
    fn numbers_in_the_notation_of_the_table() {
        for (text, expected) in
            [("36", 36), ("2.850", 2_850), ("€ 2.850,50", 2_851), ("2850.49", 2_850), ("€ 1.250,-", 1_250)]
        {
            check(text, &Target::Integer, &options(), &json!(expected));
        }
        check("n.t.b.", &Target::Integer, &options(), &Value::Null);
        check("1e999", &Target::Integer, &options(), &Value::Null);
        check("52,090", &Target::Number, &options(), &json!(52.09));
        check("52.090", &Target::Number, &options(), &json!(52.09));
        let english = Options { decimal: Some('.'), ..options() };
        check("2,850.50", &Target::Integer, &english, &json!(2_851));
        check("2.850", &Target::Integer, &english, &json!(3));
    }

    #[test]
    fn ranges_levels_days_and_words() {
        check("32-36 uur", &Target::Range, &options(), &json!({"min": 32, "max": 36}));
        check("36", &Target::Range, &options(), &json!({"min": 36, "max": 36}));
        check("in overleg", &Target::Range, &options(), &Value::Null);
        check("mbo 4 of hbo", &Target::Nlqf, &options(), &json!(4));
        check("mbo of hbo", &Target::Nlqf, &options(), &Value::Null);
        check("31-01-2027", &Target::Day, &options(), &json!("2027-01-31"));
        check("1-2-2027", &Target::Day, &options(), &json!("2027-02-01"));
        check("31/01/2027", &Target::Day, &options(), &Value::Null);
        let other = Options { dates: vec!["%d/%m/%Y %H:%M".to_owned()], ..options() };
        check("31/01/2027 00:00", &Target::Day, &other, &json!("2027-01-31"));
        check("Ja", &Target::Boolean, &options(), &json!(true));
        check("3511 ab", &Target::Postcode, &options(), &json!("3511"));
        check("35112", &Target::Postcode, &options(), &json!("35112"));
        check("nl:b2", &Target::LanguageLevel, &options(), &json!({"language": "nl", "cefr": "B2"}));
    }

    #[test]
    fn lists_and_translations() {
        let values = [("voltijd", "36-40"), ("oproep", "")].map(|(from, to)| (from.to_owned(), to.to_owned()));
        let words = Options { values: values.into(), ..options() };
        check("Voltijd ", &Target::Range, &words, &json!({"min": 36, "max": 40}));
        check("Oproep", &Target::Range, &words, &Value::Null);
        let list = Options { list: Some(";".to_owned()), relation: Some("essential"), ..options() };
        let target = Target::List(Box::new(Target::Requirement));
        let expected = json!([
            {"skill": {"text": "plannen"}, "relation": "essential"},
            {"skill": {"key": "lb:skill/x"}, "relation": "essential"},
        ]);
        check("plannen; ;lb:skill/x", &target, &list, &expected);
    }
}
