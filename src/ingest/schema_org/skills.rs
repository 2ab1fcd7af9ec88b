//! Skills and occupations, by key when they are ESCO concepts, else in words.

use super::properties::{Properties, Refusal, inner, text_of};
use crate::{
    domain::{Bounded, ConceptKey, ConceptReference, Level, Name, Provenance, Relation, Requirement, Taught},
    ingest::{html::plain_text, requirement::TAUGHT_LEVEL_DEFAULT, texts::one_line},
};
use serde_json::Value;
use std::collections::HashSet;

/// Where ESCO keeps its concepts.
const ESCO: &str = "http://data.europa.eu/esco/";
/// Most skills that a vacancy asks or a route teaches.
const SKILLS_MAX: usize = 60;
/// Most occupations that a route prepares for.
const TARGETS_MAX: usize = 20;

/// One requirement for each skill. Postings do not say how strongly they count, so all are important.
pub(super) fn requirements(posting: &Properties<'_>) -> Bounded<Requirement, SKILLS_MAX> {
    const NAME: &str = "skills";
    let requirement = |skill| {
        let (relation, provenance) = (Relation::Important, Provenance::Stated);
        Requirement { skill, relation, min_level: None, provenance }
    };
    let skills = named(posting, NAME, posting.all(NAME), SKILLS_MAX);
    Bounded::new(skills.into_iter().map(requirement).collect()).unwrap_or_default()
}

/// What the values of a property teach, each at the level that counts when nobody states one.
pub(super) fn taught<'a>(
    thing: &Properties<'_>,
    name: &str,
    values: impl Iterator<Item = &'a Value>,
) -> Bounded<Taught, SKILLS_MAX> {
    let level = |skill| Some(Taught { skill, level: Level::new(TAUGHT_LEVEL_DEFAULT).ok()? });
    let skills = named(thing, name, values, SKILLS_MAX);
    Bounded::new(skills.into_iter().filter_map(level).collect()).unwrap_or_default()
}

/// Every occupation of `occupationalCategory`.
pub(super) fn occupations(thing: &Properties<'_>) -> Bounded<ConceptReference, TARGETS_MAX> {
    const NAME: &str = "occupationalCategory";
    let mut seen = HashSet::new();
    let all = thing.all(NAME).filter_map(|value| thing.noted(NAME, occupation_of(value)));
    let mut new: Vec<_> = all.filter(|occupation| seen.insert(occupation.to_string().to_lowercase())).collect();
    if new.len() > TARGETS_MAX {
        thing.note(NAME, "too_many", format!("names more than {TARGETS_MAX} occupations; the rest is left out"));
        new.truncate(TARGETS_MAX);
    }
    Bounded::new(new).unwrap_or_default()
}

/// Different concepts of the values, up to a limit.
fn named<'a>(
    thing: &Properties<'_>,
    name: &str,
    values: impl Iterator<Item = &'a Value>,
    most: usize,
) -> Vec<ConceptReference> {
    let mut seen = HashSet::new();
    let mut skills = Vec::new();
    for skill in values.flat_map(|value| references(thing, name, value)) {
        if !seen.insert(skill.to_string().to_lowercase()) {
            continue;
        }
        if skills.len() == most {
            thing.note(name, "too_many", format!("has more than {most} skills; the rest is left out"));
            break;
        }
        skills.push(skill);
    }
    skills
}

/// The first occupation that can be read.
pub(super) fn occupation(posting: &Properties<'_>) -> Option<ConceptReference> {
    const NAME: &str = "occupationalCategory";
    posting.noted(NAME, occupation_of(posting.first(NAME)?))
}

fn occupation_of(value: &Value) -> Result<ConceptReference, Refusal> {
    if let Some(key) = esco_key(value) {
        return Ok(key);
    }
    // Codes of other classifications, such as “15-1132.00 Software Developers”, stand in front of the words.
    let text = text_of(value).map(|text| one_line(&text)).unwrap_or_default();
    let words = text.trim_start_matches(|c: char| !c.is_alphabetic());
    let name = Name::new(words).map_err(|_| Refusal::malformed("the name of an occupation", &text));
    name.map(ConceptReference::Text)
}

fn references(posting: &Properties<'_>, name: &str, value: &Value) -> Vec<ConceptReference> {
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
        let posting = Properties::new(object.as_object().expect("an object"), Vec::new());
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
        let many: Vec<String> = (0..=SKILLS_MAX).map(|number| format!("vaardigheid {number}")).collect();
        let object = json!({ "skills": many });
        let posting = Properties::new(object.as_object().expect("an object"), Vec::new());
        assert_eq!(requirements(&posting).len(), SKILLS_MAX);
        assert_eq!(posting.finish().expect("no problems")[0].code, "too_many");
    }

    #[test]
    fn occupations() {
        let read = |value: Value| {
            let object = json!({ "occupationalCategory": value });
            let posting = Properties::new(object.as_object().expect("an object"), Vec::new());
            occupation(&posting).map(|occupation| occupation.to_string())
        };
        assert_eq!(read(json!("15-1132.00 Softwareontwikkelaar")).as_deref(), Some("Softwareontwikkelaar"));
        assert_eq!(read(json!([{"@type": "CategoryCode", "codeValue": "4", "name": "Bode"}])).as_deref(), Some("Bode"));
        assert_eq!(read(json!("4110")), None);
    }
}
