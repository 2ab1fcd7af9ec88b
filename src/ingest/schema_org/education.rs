//! Education in words to a level of the Dutch qualifications framework NLQF.
//!
//! When several are named, the lowest is what is asked. Which words stand for which level is for `reading` to say.

use super::properties::{Properties, Refusal, inner, text_of};
use crate::{domain::NlqfLevel, reading::lowest_level};
use serde_json::Value;

/// Properties in which a diploma says what it is, those that say it best first.
const PROPERTIES: [&str; 4] = ["educationalLevel", "credentialCategory", "name", "description"];

/// The lowest level that is named; absent when none is.
pub(super) fn read(posting: &Properties<'_>, name: &str) -> Option<NlqfLevel> {
    let texts: Vec<String> = posting.all(name).map(text).filter(|text| !text.is_empty()).collect();
    if texts.is_empty() || texts.iter().all(|text| text.trim().eq_ignore_ascii_case("no requirements")) {
        return None;
    }
    let text = texts.join(" / ");
    posting.noted(name, lowest_level(&text).map_err(|unclear| Refusal::malformed(unclear.expected(), &text)))
}

/// The level of one diploma: what is said of it in one property is not unclear because of what its name leaves out.
pub(super) fn level_of(value: &Value) -> Option<NlqfLevel> {
    if !value.is_object() {
        return text_of(value).and_then(|text| lowest_level(&text).ok());
    }
    let said = PROPERTIES.iter().filter_map(|name| inner(value, name).and_then(text_of));
    said.filter_map(|text| lowest_level(&text).ok()).next()
}

/// What a value says of a level, in words.
pub(super) fn text_of_level(value: &Value) -> Option<String> {
    Some(text(value)).filter(|text| !text.trim().is_empty())
}

fn text(value: &Value) -> String {
    if !value.is_object() {
        return text_of(value).unwrap_or_default();
    }
    PROPERTIES.iter().filter_map(|name| inner(value, name).and_then(text_of)).collect::<Vec<_>>().join(" / ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[track_caller]
    fn check(value: &Value, expected: Option<u8>, notes: usize) {
        let object = json!({ "educationRequirements": value });
        let posting = Properties::new(object.as_object().expect("an object"), Vec::new());
        assert_eq!(read(&posting, "educationRequirements").map(NlqfLevel::get), expected);
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
