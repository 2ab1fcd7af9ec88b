//! Hard conditions in records.

use super::{
    fields::{Node, boolean, code},
    object_writer::ObjectWriter,
};
use crate::domain::{Bounded, CodeSet, Diploma, Gates, LanguageCode, LanguageLevel, Name, codes::Code};
use serde_json::Value;

/// Most words in a list that becomes a set of codes; repeats are harmless.
pub(super) const CODES_MAX: usize = 32;

pub(super) fn read(node: Node<'_>) -> Option<Gates> {
    let mut fields = node.fields()?;
    let gates = Gates {
        driving_licences: fields.optional("driving_licences", read_codes).unwrap_or_default(),
        vog: fields.optional("vog", boolean).unwrap_or_default(),
        diplomas: fields.optional("diplomas", |list| list.list(diploma)).unwrap_or_default(),
        languages: fields.optional("languages", |list| list.list(language)).unwrap_or_default(),
    };
    fields.finish();
    Some(gates)
}

/// Reads a list of words of a closed list as a set.
pub(super) fn read_codes<C: Code>(node: Node<'_>) -> Option<CodeSet<C>> {
    let codes: Bounded<C, CODES_MAX> = node.list(code)?;
    Some(codes.iter().copied().collect())
}

fn diploma(node: Node<'_>) -> Option<Diploma> {
    let mut fields = node.fields()?;
    let name = fields.required("name", "the name of the diploma", |name| name.parse(Name::new));
    let regulated = fields.optional("regulated", boolean).unwrap_or_default();
    fields.finish();
    Some(Diploma { name: name?, regulated })
}

fn language(node: Node<'_>) -> Option<LanguageLevel> {
    let mut fields = node.fields()?;
    let language = fields.required("language", "the language, such as “nl”", |code| code.parse(LanguageCode::new));
    let level = fields.required("cefr", "the level, A1 to C2", code);
    fields.finish();
    Some(LanguageLevel { language: language?, level: level? })
}

pub(super) fn write(gates: &Gates) -> ObjectWriter {
    let mut object = ObjectWriter::default();
    object.list("driving_licences", write_codes(gates.driving_licences));
    object.optional("vog", gates.vog.then_some(true));
    object.list(
        "diplomas",
        gates.diplomas.iter().map(|diploma| {
            let mut object = ObjectWriter::default();
            object.field("name", &*diploma.name);
            object.field("regulated", diploma.regulated);
            object.text()
        }),
    );
    object.list(
        "languages",
        gates.languages.iter().map(|language| {
            let mut object = ObjectWriter::default();
            object.field("language", language.language.as_str());
            object.field("cefr", language.level.code());
            object.text()
        }),
    );
    object
}

pub(super) fn write_codes<C: Code>(codes: CodeSet<C>) -> impl Iterator<Item = String> {
    codes.iter().map(|code| Value::from(code.code()).to_string())
}
