//! The shape as JSON Schema, for systems that check their feed before they send it.

use super::{Field, Kind, Object, of};
use crate::domain::OpportunityKind;
use serde_json::{Map, Value, json};

/// Which dialect of JSON Schema is written.
pub(crate) const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The JSON Schema of one record of the project's own format, pretty-printed, ending in a line end.
///
/// What JSON Schema cannot say stands in the descriptions: ends of ranges in order, ids unique in a feed, shares that add
/// up to 100, limits in bytes. A record that passes the schema may still be refused for those.
///
/// ```
/// use loopbaanbrug::{domain::OpportunityKind, ingest::json_schema};
/// assert!(json_schema(OpportunityKind::Vacancy).contains("\"pay_month_eur\""));
/// ```
#[must_use]
pub fn json_schema(kind: OpportunityKind) -> String {
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), DIALECT.into());
    schema.insert("title".to_owned(), format!("Loopbaanbrug {}", kind.code()).into());
    let about = "One line of an NDJSON feed. A field that is null counts as absent; leave out what is not known.";
    schema.insert("description".to_owned(), about.into());
    schema.append(&mut object(&of(kind)));
    let mut text = serde_json::to_string_pretty(&sorted(&Value::Object(schema))).unwrap_or_default();
    text.push('\n');
    text
}

/// With the names of every object in the order of the alphabet, whichever order the JSON library keeps.
pub(in crate::ingest) fn sorted(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(sorted).collect(),
        Value::Object(object) => {
            let mut names: Vec<&String> = object.keys().collect();
            names.sort_unstable();
            Value::Object(names.into_iter().map(|name| (name.clone(), sorted(&object[name]))).collect())
        }
        other => other.clone(),
    }
}

fn object(shape: &Object) -> Map<String, Value> {
    let mut schema = Map::new();
    schema.insert("type".to_owned(), "object".into());
    let properties = shape.fields.iter().map(|field| (field.name.to_owned(), property(field)));
    schema.insert("properties".to_owned(), Value::Object(properties.collect()));
    let required: Vec<&str> = shape.fields.iter().filter(|field| field.required).map(|field| field.name).collect();
    if !required.is_empty() {
        schema.insert("required".to_owned(), json!(required));
    }
    if !shape.alternatives.is_empty() {
        // `null` counts as absent, so that a group is there only when its fields are not null.
        let group = |names: &&[&str]| {
            let given: Map<String, Value> =
                names.iter().map(|name| ((*name).to_owned(), json!({"not": {"type": "null"}}))).collect();
            json!({ "required": names, "properties": given })
        };
        schema.insert("oneOf".to_owned(), shape.alternatives.iter().map(group).collect());
    }
    schema.insert("additionalProperties".to_owned(), false.into());
    schema
}

fn property(field: &Field) -> Value {
    let mut schema = Map::new();
    schema.insert("description".to_owned(), field.about.into());
    schema.append(&mut of_kind(&field.kind));
    if !field.required {
        allow_null(&mut schema);
    }
    Value::Object(schema)
}

/// A field that may be absent may be `null` too.
fn allow_null(schema: &mut Map<String, Value>) {
    if let Some(name) = schema.get_mut("type") {
        *name = json!([name.take(), "null"]);
    }
    if let Some(Value::Array(words)) = schema.get_mut("enum") {
        words.push(Value::Null);
    }
}

fn of_kind(kind: &Kind) -> Map<String, Value> {
    let schema = match kind {
        Kind::Constant(word) => json!({"const": word}),
        Kind::Text { chars_max } => json!({"type": "string", "pattern": r"\S", "maxLength": chars_max}),
        Kind::Form(form) => json!({"type": "string", "pattern": form.pattern(), "maxLength": form.chars_max()}),
        Kind::Integer { min, max } => json!({"type": "integer", "minimum": min, "maximum": max}),
        Kind::Number { min, max } => json!({"type": "number", "minimum": min, "maximum": max}),
        Kind::Boolean => json!({"type": "boolean"}),
        Kind::Day => json!({"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}),
        Kind::Code(words) => json!({"type": "string", "enum": words}),
        Kind::Object(inner) => return object(inner),
        Kind::List { items_max, item } => {
            json!({"type": "array", "maxItems": items_max, "items": Value::Object(of_kind(item))})
        }
    };
    match schema {
        Value::Object(schema) => schema,
        _ => Map::new(),
    }
}
