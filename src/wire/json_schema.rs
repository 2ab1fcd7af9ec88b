//! The JSON of messages as JSON Schema, made of the descriptors that also write the JSON: what is printed and what is described
//! cannot differ.

use super::json::{Named, descriptor};
use crate::ingest::JSON_SCHEMA_DIALECT;
use prost_reflect::{EnumDescriptor, FieldDescriptor, Kind, MessageDescriptor};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The schema of a message as `--output json` prints it: proto3 JSON with the field names of the proto files.
pub(crate) fn schema_of<M: Named>() -> Value {
    let message = descriptor::<M>();
    let mut definitions = BTreeMap::new();
    define(&message, &mut definitions);
    let about = "Proto3 JSON with the field names of the proto files, which describe every field. Fields that have their default \
                 value are left out; later versions may add fields and names.";
    json!({
        "$schema": JSON_SCHEMA_DIALECT,
        "title": format!("loopbaanbrug.v1.{}", message.name()),
        "description": about,
        "$ref": reference(message.name()),
        "$defs": definitions.into_iter().collect::<Map<_, _>>(),
    })
}

fn reference(name: &str) -> String {
    format!("#/$defs/{name}")
}

/// Defines a message and everything that it holds, each once.
fn define(message: &MessageDescriptor, definitions: &mut BTreeMap<String, Value>) {
    if definitions.contains_key(message.name()) {
        return;
    }
    // Marks it as under way: messages may hold themselves.
    definitions.insert(message.name().to_owned(), Value::Null);
    let mut properties = Map::new();
    for field in message.fields() {
        match field.kind() {
            Kind::Message(inner) if !field.is_map() => define(&inner, definitions),
            Kind::Message(entry) => {
                if let Kind::Message(inner) = entry.map_entry_value_field().kind() {
                    define(&inner, definitions);
                }
            }
            Kind::Enum(list) => {
                definitions.entry(list.name().to_owned()).or_insert_with(|| names(&list));
            }
            _ => {}
        }
        properties.insert(field.name().to_owned(), value(&field));
    }
    let mut object = Map::new();
    object.insert("type".to_owned(), "object".into());
    object.insert("properties".to_owned(), Value::Object(properties));
    let choices: Vec<Value> =
        message.oneofs().filter(|it| it.fields().count() > 1).map(|it| at_most_one(it.fields())).collect();
    if !choices.is_empty() {
        object.insert("allOf".to_owned(), Value::Array(choices));
    }
    definitions.insert(message.name().to_owned(), Value::Object(object));
}

/// One of the fields of a group, or none.
fn at_most_one(fields: impl Iterator<Item = FieldDescriptor>) -> Value {
    let mut each: Vec<Value> = fields.map(|field| json!({ "required": [field.name()] })).collect();
    let none = json!({ "not": { "anyOf": each } });
    each.push(none);
    json!({ "oneOf": each })
}

fn value(field: &FieldDescriptor) -> Value {
    if let Kind::Message(entry) = field.kind()
        && field.is_map()
    {
        return json!({ "type": "object", "additionalProperties": single(&entry.map_entry_value_field().kind()) });
    }
    let one = single(&field.kind());
    if field.is_list() { json!({ "type": "array", "items": one }) } else { one }
}

fn single(kind: &Kind) -> Value {
    match kind {
        Kind::Bool => json!({ "type": "boolean" }),
        Kind::String => json!({ "type": "string" }),
        Kind::Bytes => json!({ "type": "string", "contentEncoding": "base64" }),
        Kind::Double | Kind::Float => {
            json!({ "anyOf": [{ "type": "number" }, { "enum": ["NaN", "Infinity", "-Infinity"] }] })
        }
        Kind::Int32 | Kind::Sint32 | Kind::Sfixed32 => json!({ "type": "integer" }),
        Kind::Uint32 | Kind::Fixed32 => json!({ "type": "integer", "minimum": 0 }),
        // JSON numbers are doubles in many languages, so that proto3 writes wide ones as text.
        Kind::Int64 | Kind::Sint64 | Kind::Sfixed64 => json!({ "type": "string", "pattern": "^-?[0-9]+$" }),
        Kind::Uint64 | Kind::Fixed64 => json!({ "type": "string", "pattern": "^[0-9]+$" }),
        Kind::Message(message) => json!({ "$ref": reference(message.name()) }),
        Kind::Enum(list) => json!({ "$ref": reference(list.name()) }),
    }
}

fn names(list: &EnumDescriptor) -> Value {
    json!({ "enum": list.values().map(|it| it.name().to_owned()).collect::<Vec<_>>() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use loopbaanbrug_proto::v1;

    #[test]
    fn fields_have_the_types_that_are_printed() {
        let schema = schema_of::<v1::MatchResponse>();
        let of = |message: &str, field: &str| schema["$defs"][message]["properties"][field].clone();
        assert_eq!(of("MatchResponse", "matches"), json!({ "type": "array", "items": { "$ref": "#/$defs/Match" } }));
        assert_eq!(of("MatchResponse", "total")["type"], "string");
        assert_eq!(of("Match", "points"), json!({ "type": "integer" }));
        assert_eq!(of("Match", "class"), json!({ "$ref": "#/$defs/MatchClass" }));
        assert!(
            schema["$defs"]["MatchClass"]["enum"]
                .as_array()
                .is_some_and(|names| names.contains(&json!("MATCH_CLASS_NOW")))
        );
    }

    #[test]
    fn every_reference_leads_somewhere_and_nothing_comes_from_another_package() {
        fn references(value: &Value, found: &mut Vec<String>) {
            match value {
                Value::Object(object) => {
                    found.extend(object.get("$ref").and_then(Value::as_str).map(str::to_owned));
                    object.values().for_each(|it| references(it, found));
                }
                Value::Array(items) => items.iter().for_each(|it| references(it, found)),
                _ => {}
            }
        }
        for schema in [schema_of::<v1::MatchResponse>(), schema_of::<v1::WatchResponse>(), schema_of::<v1::Profile>()] {
            let mut found = Vec::new();
            references(&schema, &mut found);
            assert!(!found.is_empty());
            for reference in found {
                let name = reference.strip_prefix("#/$defs/").expect("a definition");
                assert!(schema["$defs"][name].is_object(), "{name}");
            }
        }
    }

    #[test]
    fn of_a_choice_there_is_one_at_most() {
        let schema = schema_of::<v1::Profile>();
        let condition = &schema["$defs"]["Condition"]["allOf"][0]["oneOf"];
        assert_eq!(condition.as_array().map(Vec::len), Some(9), "eight conditions, or none");
    }
}
