//! The id of a thing: its identifier, else its link.

use super::properties::{Properties, inner};
use crate::domain::{Invalid, RecordId};
use serde_json::Value;

/// Characters of the digest that stands for an id that does not fit: 128 bits.
const DIGEST_CHARS: usize = 32;

/// The first of `identifier`, `url` and `@id` that holds something. What does not fit a record id, such as words with
/// spaces or a long link, becomes `blake3-` and a digest of it, so the same posting keeps the same id.
pub(super) fn read(posting: &Properties<'_>) -> Option<RecordId> {
    let identifier = posting.all("identifier").find_map(identifier_text);
    let link = || ["url", "@id"].iter().find_map(|name| posting.all(name).find_map(identifier_text));
    let id = identifier.or_else(link).ok_or(Invalid::Missing { expected: "an identifier, or a url" });
    posting.refused("identifier", id.and_then(|text| fitting(&text)))
}

fn fitting(text: &str) -> Result<RecordId, Invalid> {
    RecordId::new(text).or_else(|_| {
        let digest = blake3::hash(text.as_bytes()).to_hex();
        RecordId::new(&format!("blake3-{}", digest.as_str().get(..DIGEST_CHARS).unwrap_or_default()))
    })
}

/// A text, a number, or the value of a PropertyValue; its name is that of the organisation.
fn identifier_text(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Object(_) => {
            return ["value", "@value", "@id"].iter().find_map(|name| identifier_text(inner(value, name)?));
        }
        _ => return None,
    };
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// Whether the thing says by its link or `@id` that it is fictional.
pub(super) fn is_example(posting: &Properties<'_>) -> bool {
    ["url", "@id"].iter().any(|name| posting.first(name).and_then(Value::as_str).is_some_and(is_reserved_for_examples))
}

/// Whether the host ends in `.example`, which RFC 2606 reserves: no real vacancy can stand there.
pub(in crate::ingest) fn is_reserved_for_examples(link: &str) -> bool {
    let rest = link.split_once("://").map_or("", |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    host == "example" || host.ends_with(".example")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[track_caller]
    fn check(posting: &Value, expected: &str) {
        let posting = Properties::new(posting.as_object().expect("an object"), Vec::new());
        assert_eq!(read(&posting).map(|id| id.as_str().to_owned()), Some(expected.to_owned()));
    }

    #[test]
    fn identifiers_of_every_form() {
        check(&json!({"identifier": " V-12 "}), "V-12");
        check(&json!({"identifier": 4711}), "4711");
        check(&json!({"identifier": [{"@type": "PropertyValue", "name": "Voorbeeldstad", "value": 12}]}), "12");
        check(
            &json!({"identifier": {"name": "Voorbeeldstad"}, "url": "https://werk.example/1"}),
            "https://werk.example/1",
        );
        check(&json!({"identifier": "REQ 2026 14"}), "blake3-0b00b077bbaad7a7b554e37aeba94cf5");
    }

    #[test]
    fn without_any_the_posting_is_refused() {
        let object = json!({"identifier": ["", null]});
        let posting = Properties::new(object.as_object().expect("an object"), Vec::new());
        assert!(read(&posting).is_none());
        assert_eq!(posting.finish().expect_err("refused")[0].field, "identifier");
    }

    #[test]
    fn only_the_reserved_domain_is_an_example() {
        assert!(is_reserved_for_examples("https://werk.example/vacature?x=1"));
        assert!(!is_reserved_for_examples("https://werk.example.nl/vacature.example"));
    }
}
