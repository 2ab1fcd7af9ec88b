//! `skills` to requirements and `occupationalCategory` to an occupation, by key when they are ESCO concepts.

use super::{
    html::plain_text,
    one_line,
    posting::{Posting, Refusal, inner, text_of},
};
use crate::domain::{Bounded, ConceptKey, ConceptReference, Name, Provenance, Relation, Requirement};
use serde_json::Value;
use std::collections::HashSet;

/// Where ESCO keeps its concepts.
const ESCO: &str = "http://data.europa.eu/esco/";
/// Most requirements of a vacancy.
const REQUIREMENTS_MAX: usize = 60;

/// One requirement for each skill. Postings do not say how strongly they count, so all are important.
pub(super) fn requirements(posting: &Posting<'_>) -> Bounded<Requirement, REQUIREMENTS_MAX> {
    const NAME: &str = "skills";
    let mut seen = HashSet::new();
    let mut requirements = Vec::new();
    for skill in posting.all(NAME).flat_map(|value| references(posting, NAME, value)) {
        if !seen.insert(skill.to_string().to_lowercase()) {
            continue;
        }
        if requirements.len() == REQUIREMENTS_MAX {
            posting.note(NAME, "too_many", format!("has more than {REQUIREMENTS_MAX} skills; the rest is left out"));
            break;
        }
        let (relation, provenance) = (Relation::Important, Provenance::Stated);
        requirements.push(Requirement { skill, relation, min_level: None, provenance });
    }
    Bounded::new(requirements).unwrap_or_default()
}

/// The first occupation that can be read.
pub(super) fn occupation(posting: &Posting<'_>) -> Option<ConceptReference> {
    const NAME: &str = "occupationalCategory";
    let value = posting.first(NAME)?;
    if let Some(key) = esco_key(value) {
        return Some(key);
    }
    // Codes of other classifications, such as “15-1132.00 Software Developers”, stand in front of the words.
    let text = text_of(value).map(|text| one_line(&text)).unwrap_or_default();
    let words = text.trim_start_matches(|c: char| !c.is_alphabetic());
    let name = Name::new(words).map_err(|_| Refusal::malformed("the name of an occupation", &text));
    posting.noted(NAME, name.map(ConceptReference::Text))
}

fn references(posting: &Posting<'_>, name: &str, value: &Value) -> Vec<ConceptReference> {
    if let Some(key) = esco_key(value) {
        return vec![key];
    }
    let text = text_of(value).ok_or(Refusal::NO_TEXT).and_then(|text| Ok(plain_text(&text)?));
    let Some(text) = posting.noted(name, text) else { return Vec::new() };
    // A comma separates only where nothing stronger does: “lezen, schrijven” but “lezen, ook snel; schrijven”.
    let separators: &[char] = if text.contains([';', '\n', '•']) { &[';', '\n', '•'] } else { &[','] };
    let parts = text.split(separators).map(trim_item).filter(|part| !part.is_empty());
    parts
        .filter_map(|part| posting.noted(name, Name::new(part).map_err(Refusal::from)))
        .map(ConceptReference::Text)
        .collect()
}

/// Without the signs that stand around an item of a list.
fn trim_item(part: &str) -> &str {
    part.trim().trim_start_matches(['-', '*', '·']).trim_end_matches('.').trim()
}

/// A link to ESCO, as text or in a DefinedTerm or CategoryCode.
fn esco_key(value: &Value) -> Option<ConceptReference> {
    let places = ["@id", "url", "termCode", "codeValue", "sameAs"];
    let texts = places.iter().filter_map(|name| inner(value, name)).chain([value]).filter_map(Value::as_str);
    let link = texts.map(str::trim).find(|text| text.starts_with(ESCO))?;
    ConceptKey::new(link).ok().map(ConceptReference::Key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[track_caller]
    fn check(value: &Value, expected: &[&str], notes: usize) {
        let object = json!({ "skills": value });
        let posting = Posting::new(object.as_object().expect("an object"), Vec::new());
        let skills = requirements(&posting);
        assert_eq!(skills.iter().map(|requirement| requirement.skill.to_string()).collect::<Vec<_>>(), expected);
        assert_eq!(posting.finish().expect("no problems").len(), notes);
    }

    #[test]
    fn texts_lists_and_terms() {
        check(&json!("Klantgericht, nauwkeurig, klantgericht."), &["Klantgericht", "nauwkeurig"], 0);
        check(&json!("lezen, ook snel; schrijven"), &["lezen, ook snel", "schrijven"], 0);
        check(&json!("<ul><li>plannen</li><li>R&amp;amp;D</li></ul>"), &["plannen", "R&D"], 0);
        let term = json!({"@type": "DefinedTerm", "name": "Excel", "termCode": "http://data.europa.eu/esco/skill/1"});
        check(&json!(["plannen", term, 7]), &["plannen", "http://data.europa.eu/esco/skill/1", "7"], 0);
        check(&json!([true, "x".repeat(201)]), &[], 2);
    }

    #[test]
    fn too_many_are_cut_with_a_note() {
        let many: Vec<String> = (0..=REQUIREMENTS_MAX).map(|number| format!("vaardigheid {number}")).collect();
        let object = json!({ "skills": many });
        let posting = Posting::new(object.as_object().expect("an object"), Vec::new());
        assert_eq!(requirements(&posting).len(), REQUIREMENTS_MAX);
        assert_eq!(posting.finish().expect("no problems")[0].code, "too_many");
    }

    #[test]
    fn occupations() {
        let read = |value: Value| {
            let object = json!({ "occupationalCategory": value });
            let posting = Posting::new(object.as_object().expect("an object"), Vec::new());
            occupation(&posting).map(|occupation| occupation.to_string())
        };
        assert_eq!(read(json!("15-1132.00 Softwareontwikkelaar")).as_deref(), Some("Softwareontwikkelaar"));
        assert_eq!(read(json!([{"@type": "CategoryCode", "codeValue": "4", "name": "Bode"}])).as_deref(), Some("Bode"));
        assert_eq!(read(json!("4110")), None);
    }
}
