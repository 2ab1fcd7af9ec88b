//! Reads typed values from JSON and reports each that does not fit, with its path.
//!
//! `None` from a reader means that the reason stands in the report, or that an optional field is absent.

use super::problem::{Path, Report};
use crate::domain::{Bounded, Invalid, Range, codes::Code};
use jiff::civil::Date;
use serde_json::{Map, Value};
use std::fmt;

/// A JSON value, where it stands, and where to report.
#[derive(Clone, Copy)]
pub(super) struct Node<'a> {
    pub(super) value: &'a Value,
    pub(super) path: &'a Path<'a>,
    pub(super) report: &'a Report,
}

impl<'a> Node<'a> {
    /// Unwraps what a domain constructor returned.
    pub(super) fn accept<T>(self, made: Result<T, Invalid>) -> Option<T> {
        made.map_err(|invalid| self.report.invalid(self.path, &invalid)).ok()
    }

    fn wrong_type<T>(self, expected: &str) -> Option<T> {
        let actual = match self.value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "another kind of number",
            Value::String(_) => "a text",
            Value::Array(_) => "a list",
            Value::Object(_) => "an object",
        };
        self.report.add(self.path, "wrong_type", format!("must be {expected}; is {actual}"));
        None
    }

    pub(super) fn text(self) -> Option<&'a str> {
        self.value.as_str().or_else(|| self.wrong_type("a text"))
    }

    /// A text that `make` turns into a value.
    pub(super) fn parse<T>(self, make: impl FnOnce(&str) -> Result<T, Invalid>) -> Option<T> {
        self.text().and_then(|text| self.accept(make(text)))
    }

    /// A whole number that `make` turns into a value.
    pub(super) fn quantity<T>(self, make: impl FnOnce(i64) -> Result<T, Invalid>) -> Option<T> {
        let number = self.value.as_i64().or_else(|| self.wrong_type("a whole number"))?;
        self.accept(make(number))
    }

    /// An object with `min` and `max`.
    pub(super) fn range<T>(self, make: impl Fn(i64) -> Result<T, Invalid>) -> Option<Range<T>>
    where
        T: Copy + Ord + fmt::Display,
    {
        let mut fields = self.fields()?;
        let min = fields.required("min", "the lower end", |node| node.quantity(&make));
        let max = fields.required("max", "the upper end", |node| node.quantity(&make));
        fields.finish();
        self.accept(Range::new(min?, max?))
    }

    /// A list of at most `MAX` items; every bad item is reported.
    pub(super) fn list<T, const MAX: usize>(
        self,
        mut read: impl FnMut(Node<'_>) -> Option<T>,
    ) -> Option<Bounded<T, MAX>> {
        let values = self.value.as_array().or_else(|| self.wrong_type("a list"))?;
        if values.len() > MAX {
            return self.accept(Err(Invalid::TooMany { max: MAX, actual: values.len() }));
        }
        let items = values.iter().enumerate().map(|(index, value)| {
            let path = Path::Item(self.path, index);
            read(Node { value, path: &path, report: self.report })
        });
        // Collected before the check for gaps, so that items behind a bad one are looked at too.
        let items: Vec<Option<T>> = items.collect();
        self.accept(Bounded::new(items.into_iter().collect::<Option<Vec<T>>>()?))
    }

    /// The fields of an object.
    pub(super) fn fields(self) -> Option<Fields<'a>> {
        let values = self.value.as_object().or_else(|| self.wrong_type("an object"))?;
        Some(Fields { node: self, values, known: Vec::new() })
    }
}

pub(super) fn boolean(node: Node<'_>) -> Option<bool> {
    node.value.as_bool().or_else(|| node.wrong_type("true or false"))
}

/// Any finite number.
pub(super) fn number(node: Node<'_>) -> Option<f64> {
    node.value.as_f64().or_else(|| node.wrong_type("a number"))
}

/// One word of a closed list.
pub(super) fn code<C: Code>(node: Node<'_>) -> Option<C> {
    node.parse(C::from_code)
}

/// A day written `YYYY-MM-DD`.
pub(super) fn date(node: Node<'_>) -> Option<Date> {
    node.parse(|text| {
        let date = text.parse::<Date>().ok().filter(|date| date.to_string() == text);
        date.ok_or_else(|| Invalid::malformed("a day written as “2027-01-31”", text))
    })
}

/// The fields of one object. A field that is `null` counts as absent.
pub(super) struct Fields<'a> {
    node: Node<'a>,
    values: &'a Map<String, Value>,
    known: Vec<&'static str>,
}

impl Fields<'_> {
    /// Reads a field that may be absent.
    pub(super) fn optional<T>(&mut self, name: &'static str, read: impl FnOnce(Node<'_>) -> Option<T>) -> Option<T> {
        self.knows(&[name]);
        let value = self.values.get(name).filter(|value| !value.is_null())?;
        read(Node { value, path: &Path::Field(self.node.path, name), report: self.node.report })
    }

    /// Reads a field that must be there; `expected` says what it is.
    pub(super) fn required<T>(
        &mut self,
        name: &'static str,
        expected: &'static str,
        read: impl FnOnce(Node<'_>) -> Option<T>,
    ) -> Option<T> {
        if !self.has(name) {
            let path = Path::Field(self.node.path, name);
            self.node.report.invalid(&path, &Invalid::Missing { expected });
        }
        self.optional(name, read)
    }

    /// Declares fields that may be there although nobody asks for them.
    pub(super) fn knows(&mut self, names: &[&'static str]) {
        for name in names {
            if !self.known.contains(name) {
                self.known.push(name);
            }
        }
    }

    /// Whether the field is there.
    pub(super) fn has(&self, name: &str) -> bool {
        self.values.get(name).is_some_and(|value| !value.is_null())
    }

    /// The object itself, for problems that concern several of its fields.
    pub(super) fn node(&self) -> Node<'_> {
        self.node
    }

    /// Reports every field that was not asked for.
    pub(super) fn finish(self) {
        for name in self.values.keys().filter(|name| !self.known.contains(&name.as_str())) {
            let expected = self.known.join(", ");
            let message = format!("is not a known field; known here: {expected}");
            self.node.report.add(&Path::Field(self.node.path, name), "unknown_field", message);
        }
    }
}
