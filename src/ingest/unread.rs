//! What can still be said of a record that cannot be read: which field is to blame, and whose id it has. A refresh takes a
//! record whose id nobody read for withdrawn.
//!
//! Looks at the bytes of one record at most, whatever came behind them.

use super::{Limits, Problem, problem::Path};
use crate::domain::RecordId;
use serde::{
    Deserializer,
    de::{IgnoredAny, MapAccess, Visitor},
};
use serde_json::Value;
use std::{cell::Cell, fmt, io};

/// The fields of a record that stand at its top, as far as they can be read.
#[derive(Debug, Default)]
pub(super) struct Beginning {
    id: Option<RecordId>,
    removed: Option<RecordId>,
    /// The field that takes most bytes, and how many; the last one may go on behind the beginning.
    largest: Option<(String, usize)>,
}

impl Beginning {
    /// Reads until the JSON ends or makes no sense.
    pub(super) fn of(bytes: &[u8]) -> Self {
        let bytes = bytes.get(..Limits::RECORD_BYTES_MAX).unwrap_or(bytes);
        let (taken, mut beginning) = (Cell::new(0), Self::default());
        let mut json = serde_json::Deserializer::from_reader(Counted { bytes, taken: &taken });
        // What cannot be read ends the look; what was seen before stands.
        json.deserialize_map(Fields { beginning: &mut beginning, taken: &taken }).ok();
        beginning
    }

    /// The id of the record, or of the one that it withdraws.
    pub(super) fn into_id(self) -> Option<RecordId> {
        self.removed.or(self.id)
    }

    /// The problem of a record that goes on behind this beginning, which has as many bytes as a record may: of the field
    /// that takes more than half of them, else of the record as a whole.
    pub(super) fn too_large(&self) -> Problem {
        let limit = Limits::RECORD_BYTES_MAX;
        match &self.largest {
            Some((name, bytes)) if *bytes > limit / 2 => Problem {
                field: Path::Field(&Path::Record, name).to_string(),
                code: "too_large",
                message: format!(
                    "takes most of a record that must have at most {limit} bytes; it was skipped to its end"
                ),
            },
            _ => too_large(),
        }
    }

    fn note(&mut self, name: &str, bytes: usize) {
        if self.largest.as_ref().is_none_or(|(_, most)| bytes > *most) {
            self.largest = Some((name.to_owned(), bytes));
        }
    }
}

/// The problem of a record with too many bytes of which no more is known.
pub(super) fn too_large() -> Problem {
    let message = format!("must have at most {} bytes as a whole; it was skipped to its end", Limits::RECORD_BYTES_MAX);
    Problem::of_record("too_large", message)
}

/// Goes through the fields of an object, with an eye on how many bytes were taken.
struct Fields<'a> {
    beginning: &'a mut Beginning,
    taken: &'a Cell<usize>,
}

impl<'de> Visitor<'de> for Fields<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a record")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let id = |value: Value| value.as_str().and_then(|text| RecordId::new(text).ok());
        while let Some(name) = map.next_key::<String>()? {
            let begin = self.taken.get();
            let read = match name.as_str() {
                "id" => map.next_value().map(|value| self.beginning.id = id(value)),
                super::record::REMOVE => map.next_value().map(|value| self.beginning.removed = id(value)),
                _ => map.next_value::<IgnoredAny>().map(drop),
            };
            self.beginning.note(&name, self.taken.get() - begin);
            read?;
        }
        Ok(())
    }
}

/// Bytes that are read one after another, and how many were.
struct Counted<'a> {
    bytes: &'a [u8],
    taken: &'a Cell<usize>,
}

impl io::Read for Counted<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.bytes.read(into)?;
        self.taken.set(self.taken.get() + count);
        Ok(count)
    }
}

/// The field of JSON that holds the first bytes that are no text; empty when they stand in no value, or it is no JSON besides.
///
/// In place of those bytes two different letters are read: where the two results differ, there was no text. A letter that
/// marks the place would have to be one that the record does not hold, escaped or not.
pub(super) fn field_without_text(bytes: &[u8]) -> String {
    let read = |letter| serde_json::from_str::<Value>(&with_letter(bytes, letter)).ok();
    let both = read('a').zip(read('b'));
    both.and_then(|(left, right)| first_difference(&left, &right, &Path::Record)).unwrap_or_default()
}

/// The text, with a letter wherever there is none.
fn with_letter(bytes: &[u8], letter: char) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            text.push(letter);
        }
    }
    text
}

fn first_difference(left: &Value, right: &Value, path: &Path<'_>) -> Option<String> {
    match (left, right) {
        (Value::Object(left), Value::Object(right)) => {
            left.iter().zip(right).find_map(|((name, left), (other, right))| match name == other {
                true => first_difference(left, right, &Path::Field(path, name)),
                false => Some(path.to_string()),
            })
        }
        (Value::Array(left), Value::Array(right)) => {
            let mut pairs = left.iter().zip(right).enumerate();
            pairs.find_map(|(index, (left, right))| first_difference(left, right, &Path::Item(path, index)))
        }
        _ => (left != right).then(|| path.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(bytes: &[u8]) -> Option<String> {
        Beginning::of(bytes).into_id().map(|id| id.as_str().to_owned())
    }

    #[test]
    fn the_id_is_read_from_what_can_be_read() {
        assert_eq!(id(br#"{"type":"vacancy","id":"v-1","title":"#).as_deref(), Some("v-1"));
        assert_eq!(id(b"{\"title\":\"Caf\xff\",\"id\":\"v-1\"}").as_deref(), Some("v-1"));
        assert_eq!(id(br#"{"id":"v-1","remove":"v-2","title":7"#).as_deref(), Some("v-2"));
        assert_eq!(id(b"{\"id\":\"v-\xff\"}"), None);
        for other in ["", "[]", r#"{"id":7}"#, r#"{"id":"v-"#, r#"{"title":],"id":"v-1"}"#] {
            assert_eq!(id(other.as_bytes()), None, "{other}");
        }
    }

    #[test]
    fn the_field_without_text_is_named() {
        let named =
            |before: &str, after: &str| field_without_text(&[before.as_bytes(), b"\xff", after.as_bytes()].concat());
        assert_eq!(named(r#"{"id":"v-1","title":"Caf"#, r#""}"#), "title");
        assert_eq!(named(r#"{"title":"\ufffd","list":[1,{"text":""#, r#""}]}"#), "list[1].text");
        // In a name, outside of any value, and in what is no JSON.
        assert_eq!(named(r#"{"place":{"p"#, r#"":1}}"#), "place");
        assert_eq!(named(r#"{"p"#, r#"":1}"#), "");
        assert_eq!(named(r#"{"title":"#, "}"), "");
        assert_eq!(named(r#"{"title":"Caf"#, r#"""#), "");
    }

    #[test]
    fn the_field_that_takes_most_of_a_record_is_named() {
        let field = |before: &str, long: usize| {
            let bytes = format!("{before}{}", "x".repeat(long));
            Beginning::of(bytes.as_bytes()).too_large().field
        };
        assert_eq!(field(r#"{"id":"v-1","description":""#, 2 * Limits::RECORD_BYTES_MAX), "description");
        assert_eq!(field("", Limits::RECORD_BYTES_MAX), "");
        let third = "x".repeat(Limits::RECORD_BYTES_MAX / 3);
        assert_eq!(field(&format!(r#"{{"id":"v-1","a":"{third}","b":"{third}","c":""#), Limits::RECORD_BYTES_MAX), "");
    }
}
