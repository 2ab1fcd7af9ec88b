//! Education in words to a level of the Dutch qualifications framework NLQF.
//!
//! When several are named, the lowest is what is asked. Which words stand for which level is for `reading` to say.

use super::properties::{Properties, Refusal, inner, text_of};
use crate::{domain::NlqfLevel, reading::education_levels};
use serde_json::Value;

/// The lowest level that is named; absent when none is.
pub(super) fn read(posting: &Properties<'_>, name: &str) -> Option<NlqfLevel> {
    let texts: Vec<String> = posting.all(name).map(text).filter(|text| !text.is_empty()).collect();
    if texts.is_empty() || texts.iter().all(|text| text.trim().eq_ignore_ascii_case("no requirements")) {
        return None;
    }
    posting.noted(name, lowest_level(&texts.join(" / ")).and_then(|level| Ok(NlqfLevel::new(level)?)))
}

/// What a value says of a level, in words.
pub(super) fn text_of_level(value: &Value) -> Option<String> {
    Some(text(value)).filter(|text| !text.trim().is_empty())
}

fn text(value: &Value) -> String {
    if !value.is_object() {
        return text_of(value).unwrap_or_default();
    }
    let names = ["credentialCategory", "educationalLevel", "name", "description"];
    names.iter().filter_map(|name| inner(value, name).and_then(text_of)).collect::<Vec<_>>().join(" / ")
}

fn lowest_level(text: &str) -> Result<i64, Refusal> {
    let levels = education_levels(text);
    if levels.contains(&None) {
        return Err(Refusal::malformed("mbo with its level, 1 to 4", text));
    }
    let lowest = levels.into_iter().flatten().min();
    lowest.ok_or_else(|| Refusal::malformed("a level such as “mbo 4”, “hbo” or “wo”", text))
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
