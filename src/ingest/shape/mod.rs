//! The project's own record shape as data: every field with its kind, limits and meaning.
//!
//! The readers decide what is right; this table says the same for those who must know it beforehand: the JSON Schema
//! that other systems check their feeds with, and the mapping of columns to fields. Tests hold the table to the readers.

mod json_schema;
mod route;
#[cfg(test)]
mod tests;
mod vacancy;

pub(crate) use json_schema::DIALECT;
pub use json_schema::json_schema;
pub(super) use json_schema::sorted;

use crate::domain::{
    Bounded, CodeSet, ConceptKey, LanguageCode, Level, Name, OpportunityKind, RecordId, Text, Url, codes::Code,
};

/// An object: its fields, and which of them exclude each other.
#[derive(Clone, Debug)]
pub(super) struct Object {
    pub(super) fields: Vec<Field>,
    /// When not empty, exactly one of these groups of fields must be there.
    pub(super) alternatives: &'static [&'static [&'static str]],
}

/// A field of an object.
#[derive(Clone, Debug)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) required: bool,
    /// What it means, with its default.
    pub(super) about: &'static str,
    pub(super) kind: Kind,
}

/// What a field holds.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// Always this word.
    Constant(&'static str),
    /// Running text or a name.
    Text {
        chars_max: usize,
    },
    /// A text of a set form.
    Form(Form),
    /// A whole number.
    Integer {
        min: i64,
        max: i64,
    },
    /// Any number between two others.
    Number {
        min: f64,
        max: f64,
    },
    Boolean,
    /// `YYYY-MM-DD`.
    Day,
    /// A word of a closed list.
    Code(Vec<&'static str>),
    Object(Object),
    List {
        items_max: usize,
        item: Box<Kind>,
    },
}

/// Texts of a set form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    RecordId,
    ConceptKey,
    Language,
    Postcode,
    Url,
}

impl Form {
    /// A regular expression in the dialect of JSON Schema; never stricter than the reader.
    pub(super) fn pattern(self) -> &'static str {
        match self {
            Self::RecordId => r"^\S+$",
            Self::ConceptKey => r"^\S*:\S*$",
            Self::Language => "^[a-z]{2}$",
            Self::Postcode => "^[1-9][0-9]{3}$",
            Self::Url => r#"^https?://[^\s<>"]+$"#,
        }
    }

    /// Most characters.
    pub(super) fn chars_max(self) -> usize {
        match self {
            Self::RecordId => RecordId::MAX_CHARS,
            Self::ConceptKey => ConceptKey::MAX_BYTES,
            Self::Language => LanguageCode::DUTCH.as_str().len(),
            Self::Postcode => 4,
            Self::Url => Url::MAX_BYTES,
        }
    }
}

/// The shape of a kind of record.
pub(super) fn of(kind: OpportunityKind) -> Object {
    match kind {
        OpportunityKind::Vacancy => vacancy::shape(),
        OpportunityKind::Route => route::shape(),
    }
}

impl Object {
    fn new(fields: Vec<Field>) -> Self {
        Self { fields, alternatives: &[] }
    }

    /// The kind of a field by its path with points, such as `place.pc4`.
    pub(super) fn find(&self, path: &str) -> Option<&Kind> {
        let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
        let kind = &self.fields.iter().find(|field| field.name == name)?.kind;
        match (rest, kind) {
            (None, kind) => Some(kind),
            (Some(rest), Kind::Object(object)) => object.find(rest),
            (Some(_), _) => None,
        }
    }

    /// The paths of all fields outside of lists.
    pub(super) fn paths(&self) -> Vec<String> {
        let paths = |field: &Field| match &field.kind {
            Kind::Object(object) => {
                object.paths().into_iter().map(|path| format!("{}.{path}", field.name)).collect::<Vec<_>>()
            }
            _ => vec![field.name.to_owned()],
        };
        self.fields.iter().flat_map(paths).collect()
    }
}

fn required(name: &'static str, kind: Kind, about: &'static str) -> Field {
    Field { name, required: true, about, kind }
}

fn optional(name: &'static str, kind: Kind, about: &'static str) -> Field {
    Field { name, required: false, about, kind }
}

fn name() -> Kind {
    text::<{ Name::MAX_CHARS }>()
}

fn text<const MAX: usize>() -> Kind {
    Kind::Text { chars_max: Text::<MAX>::MAX_CHARS }
}

fn code<C: Code>() -> Kind {
    Kind::Code(C::ALL.iter().map(|member| member.code()).collect())
}

/// A list of different words; the reader takes it as a set.
fn codes<C: Code>(_: CodeSet<C>) -> Kind {
    list(super::gates::CODES_MAX, code::<C>())
}

fn list(items_max: usize, item: Kind) -> Kind {
    Kind::List { items_max, item: Box::new(item) }
}

fn range(min: i64, max: i64) -> Kind {
    Kind::Object(Object::new(vec![
        required("min", Kind::Integer { min, max }, "The lower end."),
        required("max", Kind::Integer { min, max }, "The upper end, not below the lower one."),
    ]))
}

/// A concept by key or in words.
fn concept() -> Kind {
    Kind::Object(Object {
        fields: vec![
            optional(
                "key",
                Kind::Form(Form::ConceptKey),
                "Key of a concept: of the starter taxonomy, such as lb:skill/plannen, or a URI such as that of an ESCO concept.",
            ),
            optional("text", name(), "The concept in words."),
        ],
        alternatives: &[&["key"], &["text"]],
    })
}

fn place() -> Kind {
    Kind::Object(Object {
        fields: vec![
            optional("pc4", Kind::Form(Form::Postcode), "The four digits of a Dutch postcode."),
            optional("lat", Kind::Number { min: -90.0, max: 90.0 }, "Latitude in degrees, WGS 84."),
            optional("lon", Kind::Number { min: -180.0, max: 180.0 }, "Longitude in degrees, WGS 84."),
        ],
        alternatives: &[&["pc4"], &["lat", "lon"]],
    })
}

fn level(about: &'static str) -> (Kind, &'static str) {
    (Kind::Integer { min: Level::MIN, max: Level::MAX }, about)
}

fn requirement() -> Kind {
    let (min_level, about) = level("Level that is asked: 1 basic, 2 with help, 3 independent, 4 advanced, 5 expert.");
    Kind::Object(Object::new(vec![
        required("skill", concept(), "The skill or knowledge."),
        optional("relation", code::<crate::domain::Relation>(), "How strongly it counts. Default important."),
        optional("min_level", min_level, about),
        optional("provenance", code::<crate::domain::Provenance>(), "Where it was found. Default stated."),
    ]))
}

fn taught() -> Kind {
    let (reached, about) = level("Level that is reached. Default 3, independent.");
    Kind::Object(Object::new(vec![
        required("skill", concept(), "The skill or knowledge."),
        optional("level", reached, about),
    ]))
}

/// How many items a list of this type may have.
fn most<T, const MAX: usize>(_: &Bounded<T, MAX>) -> usize {
    MAX
}

fn gates() -> Kind {
    let none = crate::domain::Gates::default();
    let diploma = Kind::Object(Object::new(vec![
        required("name", name(), "Name of the diploma."),
        optional("regulated", Kind::Boolean, "Whether the law demands it. Default false."),
    ]));
    let language = Kind::Object(Object::new(vec![
        required("language", Kind::Form(Form::Language), "Two lower-case letters, such as nl."),
        required("cefr", code::<crate::domain::Cefr>(), "Level of the European framework for languages."),
    ]));
    Kind::Object(Object::new(vec![
        optional("driving_licences", codes(none.driving_licences), "All that are needed."),
        optional("vog", Kind::Boolean, "Whether a certificate of conduct is needed. Default false."),
        optional("diplomas", list(most(&none.diplomas), diploma), "Diplomas without which one may not begin."),
        optional("languages", list(most(&none.languages), language), "Languages without which one may not begin."),
    ]))
}
