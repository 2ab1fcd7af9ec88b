//! Tolerant access to the properties of one thing of schema.org: one value or a list, text or an object with a name.

use super::super::{
    Problem,
    problem::{Path, Report},
};
use crate::domain::Invalid;
use serde_json::{Map, Value};

/// Why a property is left out.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::ingest) struct Refusal {
    pub(in crate::ingest) code: &'static str,
    pub(in crate::ingest) message: String,
}

impl Refusal {
    pub(super) const NO_TEXT: Self = Self { code: "wrong_type", message: String::new() };
    pub(super) const NO_NUMBER: Self = Self { code: "malformed", message: String::new() };

    /// A value of another form than expected.
    pub(super) fn malformed(expected: &'static str, actual: &str) -> Self {
        Invalid::malformed(expected, actual).into()
    }
}

impl From<Invalid> for Refusal {
    fn from(invalid: Invalid) -> Self {
        Self { code: invalid.code(), message: invalid.to_string() }
    }
}

/// The properties of one thing, with what is wrong with them.
pub(super) struct Properties<'a> {
    values: &'a Map<String, Value>,
    problems: Report,
    notes: Report,
}

impl<'a> Properties<'a> {
    pub(super) fn new(values: &'a Map<String, Value>, notes: Vec<Problem>) -> Self {
        Self { values, problems: Report::default(), notes: Report::from(notes) }
    }

    /// The notes, or else the problems that refuse the thing.
    pub(super) fn finish(self) -> Result<Vec<Problem>, Vec<Problem>> {
        if self.problems.is_empty() { Ok(self.notes.into_problems()) } else { Err(self.problems.into_problems()) }
    }

    /// Every value of a property; `null` and empty texts count as absent.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &'a Value> + Clone + use<'a> {
        each(self.values.get(name).unwrap_or(&Value::Null))
    }

    /// The first value of a property.
    pub(super) fn first(&self, name: &str) -> Option<&'a Value> {
        self.all(name).next()
    }

    /// Says that a property is left out, or read with an assumption.
    pub(super) fn note(&self, name: &str, code: &'static str, message: impl Into<String>) {
        self.notes.add(&Path::Field(&Path::Record, name), code, message);
    }

    /// The value, or a note why there is none.
    pub(super) fn noted<T>(&self, name: &str, read: Result<T, Refusal>) -> Option<T> {
        read.map_err(|refusal| {
            let message = match refusal.message.as_str() {
                "" => "is left out: it is of a kind that cannot be read",
                message => message,
            };
            self.note(name, refusal.code, message);
        })
        .ok()
    }

    /// A text without which the thing cannot stand.
    pub(super) fn required<T>(
        &self,
        name: &str,
        expected: &'static str,
        make: impl FnOnce(&str) -> Result<T, Invalid>,
    ) -> Option<T> {
        let text = self.first(name).and_then(text_of).ok_or(Invalid::Missing { expected });
        self.refused(name, text.and_then(|text| make(&text)))
    }

    /// The value, or a problem that refuses it.
    pub(super) fn refused<T>(&self, name: &str, read: Result<T, Invalid>) -> Option<T> {
        read.map_err(|invalid| self.problems.invalid(&Path::Field(&Path::Record, name), &invalid)).ok()
    }
}

/// A value as a message shows it. Names stand in the order of the alphabet, whichever order the JSON library keeps.
pub(super) fn shown(value: &Value) -> String {
    crate::ingest::shape::sorted(value).to_string()
}

/// The items of a list, or the value itself; without `null` and empty texts.
pub(super) fn each(value: &Value) -> impl Iterator<Item = &Value> + Clone {
    let values = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    values.iter().filter(|value| !value.is_null() && value.as_str().is_none_or(|text| !text.trim().is_empty()))
}

/// The first value of a property of an object inside.
pub(super) fn inner<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    value.get(name).and_then(|value| each(value).next())
}

/// A text or number as text, or the name of an object.
pub(super) fn text_of(value: &Value) -> Option<String> {
    match each(value).next()? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        object @ Value::Object(_) => {
            let named = ["@value", "name", "value"].iter().find_map(|name| inner(object, name))?;
            named.as_str().map(str::to_owned).or_else(|| named.is_number().then(|| named.to_string()))
        }
        _ => None,
    }
}
