//! Concept references, requirements and taught skills in records.

use super::{
    fields::{Node, code},
    object_writer::ObjectWriter,
};
use crate::domain::{
    ConceptKey, ConceptReference, Level, Name, Provenance, Relation, Requirement, Taught, codes::Code,
};

/// Level that a taught skill reaches when the feed does not say: 3, independent.
pub(super) const TAUGHT_LEVEL_DEFAULT: i64 = 3;

/// Reads `{"key":"lb:skill/…"}` or `{"text":"…"}`.
pub(super) fn read_reference(node: Node<'_>) -> Option<ConceptReference> {
    let mut fields = node.fields()?;
    let (has_key, has_text) = (fields.has("key"), fields.has("text"));
    let key = fields.optional("key", |key| key.parse(ConceptKey::new)).map(ConceptReference::Key);
    let text = fields.optional("text", |text| text.parse(Name::new)).map(ConceptReference::Text);
    fields.finish();
    match (has_key, has_text) {
        (true, true) => node.report.add(node.path, "ambiguous", "must have either key or text; has both"),
        (false, false) => node.report.add(node.path, "missing", "must have key or text"),
        _ => return key.or(text),
    }
    None
}

pub(super) fn read_requirement(node: Node<'_>) -> Option<Requirement> {
    let mut fields = node.fields()?;
    let skill = fields.required("skill", "the skill, as key or text", read_reference);
    let relation = fields.optional("relation", code).unwrap_or(Relation::Important);
    let min_level = fields.optional("min_level", |level| level.quantity(Level::new));
    let provenance = fields.optional("provenance", code).unwrap_or(Provenance::Stated);
    fields.finish();
    Some(Requirement { skill: skill?, relation, min_level, provenance })
}

pub(super) fn read_taught(node: Node<'_>) -> Option<Taught> {
    let mut fields = node.fields()?;
    let skill = fields.required("skill", "the skill, as key or text", read_reference);
    let stated = fields.has("level");
    let level = fields.optional("level", |level| level.quantity(Level::new));
    let level = if stated { level } else { node.accept(Level::new(TAUGHT_LEVEL_DEFAULT)) };
    fields.finish();
    Some(Taught { skill: skill?, level: level? })
}

pub(super) fn write_reference(reference: &ConceptReference) -> ObjectWriter {
    let mut object = ObjectWriter::default();
    match reference {
        ConceptReference::Key(key) => object.field("key", key.as_str()),
        ConceptReference::Text(text) => object.field("text", &**text),
    }
    object
}

pub(super) fn write_requirement(requirement: &Requirement) -> String {
    let mut object = ObjectWriter::default();
    object.object("skill", &write_reference(&requirement.skill));
    object.field("relation", requirement.relation.code());
    object.optional("min_level", requirement.min_level.map(Level::get));
    if requirement.provenance != Provenance::Stated {
        object.field("provenance", requirement.provenance.code());
    }
    object.text()
}

pub(super) fn write_taught(taught: &Taught) -> String {
    let mut object = ObjectWriter::default();
    object.object("skill", &write_reference(&taught.skill));
    object.field("level", taught.level.get());
    object.text()
}
