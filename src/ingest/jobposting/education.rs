//! `educationRequirements` to a level of the Dutch qualifications framework NLQF.
//!
//! A reading of words: mbo 1 to 4 are levels 1 to 4, havo and vwo 4, vmbo 2, associate degree 5, hbo and bachelor 6,
//! wo and master 7. When several are named, the lowest is what is asked.

use super::posting::{Posting, Refusal, inner, text_of};
use crate::domain::NlqfLevel;
use serde_json::Value;

/// Words that name a level by themselves.
const LEVEL_WORDS: &[(&str, i64)] = &[
    ("vmbo", 2),
    ("havo", 4),
    ("vwo", 4),
    ("ad", 5),
    ("associate", 5),
    ("bachelor", 6),
    ("hbo", 6),
    ("wo", 7),
    ("master", 7),
    ("universitair", 7),
    ("university", 7),
    ("postgraduate", 7),
    ("phd", 8),
];

/// The lowest level that is named; absent when none is.
pub(super) fn read(posting: &Posting<'_>) -> Option<NlqfLevel> {
    const NAME: &str = "educationRequirements";
    let texts: Vec<String> = posting.all(NAME).map(text).filter(|text| !text.is_empty()).collect();
    if texts.is_empty() || texts.iter().all(|text| text.trim().eq_ignore_ascii_case("no requirements")) {
        return None;
    }
    posting.noted(NAME, lowest_level(&texts.join(" / ")).and_then(|level| Ok(NlqfLevel::new(level)?)))
}

fn text(value: &Value) -> String {
    if !value.is_object() {
        return text_of(value).unwrap_or_default();
    }
    let names = ["credentialCategory", "educationalLevel", "name", "description"];
    names.iter().filter_map(|name| inner(value, name).and_then(text_of)).collect::<Vec<_>>().join(" / ")
}

fn lowest_level(text: &str) -> Result<i64, Refusal> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let mut levels = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let behind = words.get(index + 1..).unwrap_or_default();
        if let Some(digits) = word.strip_prefix("mbo").or_else(|| word.strip_prefix("nlqf")) {
            let highest = if word.starts_with("mbo") { 4 } else { 8 };
            let named = digits.parse().ok().into_iter().chain(numbers_behind(behind));
            let lowest = named.filter(|level| (1..=highest).contains(level)).min();
            levels.push(lowest.ok_or_else(|| Refusal::malformed("mbo with its level, 1 to 4", text))?);
        } else if let Some((_, level)) = LEVEL_WORDS.iter().find(|(known, _)| known == word) {
            levels.push(named_level(*level, word, behind));
        } else if *word == "niveau" {
            levels.extend(numbers_behind(behind).filter(|level| (1..=4).contains(level)).min());
        }
    }
    levels.into_iter().min().ok_or_else(|| Refusal::malformed("a level such as “mbo 4”, “hbo” or “wo”", text))
}

/// “wo bachelor” and “hbo master” are not what their first word says.
fn named_level(level: i64, word: &str, behind: &[&str]) -> i64 {
    match (word, behind.first()) {
        ("wo", Some(&"bachelor")) => 6,
        ("hbo", Some(&"master")) => 7,
        _ => level,
    }
}

/// The numbers of “niveau 3 of 4” behind “mbo”.
fn numbers_behind<'a>(words: &'a [&'a str]) -> impl Iterator<Item = i64> + 'a {
    let linking = |word: &&&str| {
        word.parse::<i64>().is_ok() || matches!(**word, "niveau" | "level" | "of" | "en" | "tot" | "t" | "m" | "or")
    };
    words.iter().take_while(linking).filter_map(|word| word.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[track_caller]
    fn check(value: &Value, expected: Option<u8>, notes: usize) {
        let object = json!({ "educationRequirements": value });
        let posting = Posting::new(object.as_object().expect("an object"), Vec::new());
        assert_eq!(read(&posting).map(NlqfLevel::get), expected);
        assert_eq!(posting.finish().expect("no problems").len(), notes);
    }

    #[test]
    fn words_for_levels() {
        check(&json!("MBO niveau 3 of 4"), Some(3), 0);
        check(&json!("mbo-4 werk- en denkniveau"), Some(4), 0);
        check(&json!("mbo4/hbo"), Some(4), 0);
        check(&json!("Afgeronde hbo-opleiding"), Some(6), 0);
        check(&json!("hbo / wo"), Some(6), 0);
        check(&json!("wo bachelor"), Some(6), 0);
        check(&json!("Associate degree (Ad)"), Some(5), 0);
        check(&json!("NLQF 5"), Some(5), 0);
        check(&json!({"credentialCategory": "bachelor degree"}), Some(6), 0);
        check(&json!([{"credentialCategory": "postgraduate degree"}, "hbo"]), Some(6), 0);
    }

    #[test]
    fn what_names_no_level_is_noted() {
        check(&json!("mbo werk- en denkniveau"), None, 1);
        check(&json!("een relevante opleiding"), None, 1);
        check(&json!("no requirements"), None, 0);
        check(&json!({"credentialCategory": "high school"}), None, 1);
    }
}
