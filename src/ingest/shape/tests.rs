//! The table of fields against the readers: the same names, the same limits, the same words; and the schemas in docs.

use super::{Form, Kind, Object, json_schema, of};
use crate::{
    domain::OpportunityKind,
    ingest::{Problem, decode, samples::records},
};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::{fs, path::Path};

const KINDS: [OpportunityKind; 2] = [OpportunityKind::Vacancy, OpportunityKind::Route];

/// A value that the kind allows; the shortest or lowest.
fn example(kind: &Kind) -> Value {
    match kind {
        Kind::Constant(word) => json!(word),
        Kind::Text { .. } => json!("x"),
        Kind::Form(form) => form_of(*form, 0),
        Kind::Integer { min, .. } => json!(min),
        Kind::Number { min, .. } => json!(min),
        Kind::Boolean => json!(true),
        Kind::Day => json!("2027-02-01"),
        Kind::Code(words) => json!(words[0]),
        Kind::Object(shape) => {
            let chosen = shape.alternatives.first().copied().unwrap_or_default();
            let fields = shape.fields.iter().filter(|field| field.required || chosen.contains(&field.name));
            Value::Object(fields.map(|field| (field.name.to_owned(), example(&field.kind))).collect())
        }
        Kind::List { item, .. } => json!([example(item)]),
    }
}

/// A text of the form with at least this many characters.
fn form_of(form: Form, chars: usize) -> Value {
    let fill = |begin: &str| json!(format!("{begin}{}", "x".repeat(chars.saturating_sub(begin.len()))));
    match form {
        Form::RecordId => fill("r"),
        Form::ConceptKey => fill("lb:"),
        Form::Language => fill("nl"),
        Form::Postcode => json!(if chars > 4 { "35110" } else { "3511" }),
        Form::Url => fill("https://werk.example/"),
    }
}

/// The problems of a record of this kind in which only `path` has this value.
fn problems(kind: OpportunityKind, path: &[&str], value: Value) -> Vec<Problem> {
    let mut record = example(&Kind::Object(of(kind)));
    let mut place = &mut record;
    for name in path {
        place = match name.parse::<usize>() {
            Ok(_) => {
                *place = json!([null]);
                &mut place[0]
            }
            Err(_) => {
                if !place.is_object() {
                    *place = json!({});
                }
                &mut place[*name]
            }
        };
    }
    *place = value;
    decode(&record.to_string()).err().unwrap_or_default()
}

/// The path as problems write it.
fn written(path: &[&str]) -> String {
    let mut text = String::new();
    for name in path {
        match name.parse::<usize>() {
            Ok(index) => text.push_str(&format!("[{index}]")),
            Err(_) if text.is_empty() => text.push_str(name),
            Err(_) => text.push_str(&format!(".{name}")),
        }
    }
    text
}

#[track_caller]
fn check(kind: OpportunityKind, path: &[&str], value: &Value, accepted: bool) {
    let field = written(path);
    let problems = problems(kind, path, value.clone());
    let about_it: Vec<_> = problems.iter().filter(|problem| problem.field == field).collect();
    assert_eq!(about_it.is_empty(), accepted, "{}: {field} = {value:.80}: {problems:?}", kind.code());
}

/// Holds one kind of value at one path to the reader, with its limits, and everything inside it.
fn hold(kind: OpportunityKind, path: &[&str], shape: &Kind) {
    let accept = |value: Value, accepted: bool| check(kind, path, &value, accepted);
    match shape {
        Kind::Constant(_) => {}
        Kind::Text { chars_max } => {
            accept(json!("x".repeat(*chars_max)), true);
            accept(json!("x".repeat(chars_max + 1)), false);
            accept(json!(" "), false);
        }
        Kind::Form(form) => {
            accept(form_of(*form, form.chars_max()), true);
            accept(form_of(*form, form.chars_max() + 1), false);
            accept(json!("a b"), false);
        }
        Kind::Integer { min, max } => {
            for (value, accepted) in [(*min, true), (*max, true), (min - 1, false), (max + 1, false)] {
                accept(json!(value), accepted);
            }
            accept(json!("1"), false);
        }
        Kind::Number { .. } => accept(json!("1"), false),
        Kind::Boolean => {
            accept(json!(false), true);
            accept(json!("ja"), false);
        }
        Kind::Day => {
            accept(example(shape), true);
            accept(json!("01-02-2027"), false);
        }
        Kind::Code(words) => {
            words.iter().for_each(|word| accept(json!(word), true));
            accept(json!("no such word"), false);
        }
        Kind::Object(object) => hold_object(kind, path, object),
        Kind::List { items_max, item } => {
            accept(json!(vec![example(item); *items_max]), true);
            accept(json!(vec![example(item); items_max + 1]), false);
            hold(kind, &[path, &["0"]].concat(), item);
        }
    }
}

fn hold_object(kind: OpportunityKind, path: &[&str], object: &Object) {
    let unknown = [path, &["zz"]].concat();
    let problems = problems(kind, &unknown, json!(1));
    let field = written(&unknown);
    let problem = problems.iter().find(|problem| problem.field == field).expect("an unknown field is refused");
    let (_, known) = problem.message.rsplit_once("known here: ").expect("a list of what is known");
    let mut known: Vec<&str> = known.split(", ").collect();
    let mut names: Vec<&str> = object.fields.iter().map(|field| field.name).collect();
    known.sort_unstable();
    names.sort_unstable();
    assert_eq!(known, names, "{}: fields of {field}", kind.code());
    for field in &object.fields {
        let path = [path, &[field.name]].concat();
        hold(kind, &path, &field.kind);
    }
}

#[test]
fn names_limits_and_words_are_those_of_the_readers() {
    for kind in KINDS {
        hold_object(kind, &[], &of(kind));
    }
}

/// A minimal validator of the table: what a schema says, said of a value.
fn admits(kind: &Kind, value: &Value) -> Result<(), String> {
    let ok = match kind {
        Kind::Constant(word) => value == word,
        Kind::Text { chars_max } => value.as_str().is_some_and(|text| text.chars().count() <= *chars_max),
        Kind::Form(form) => value.as_str().is_some_and(|text| text.chars().count() <= form.chars_max()),
        Kind::Integer { min, max } => value.as_i64().is_some_and(|number| (*min..=*max).contains(&number)),
        Kind::Number { min, max } => value.as_f64().is_some_and(|number| (*min..=*max).contains(&number)),
        Kind::Boolean => value.is_boolean(),
        Kind::Day => value.as_str().is_some_and(|text| text.len() == 10),
        Kind::Code(words) => value.as_str().is_some_and(|word| words.contains(&word)),
        Kind::Object(object) => return admits_object(object, value),
        Kind::List { items_max, item } => {
            let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
            items.iter().try_for_each(|value| admits(item, value))?;
            value.is_array() && items.len() <= *items_max
        }
    };
    if ok { Ok(()) } else { Err(format!("{kind:?} does not admit {value}")) }
}

fn admits_object(object: &Object, value: &Value) -> Result<(), String> {
    let none = Map::new();
    let values = value.as_object().unwrap_or(&none);
    for (name, value) in values.iter().filter(|(_, value)| !value.is_null()) {
        let field = object.fields.iter().find(|field| field.name == name).ok_or(format!("{name} is not known"))?;
        admits(&field.kind, value)?;
    }
    let missing = object.fields.iter().find(|field| field.required && !values.contains_key(field.name));
    let there = |names: &&&[&str]| names.iter().all(|name| values.get(*name).is_some_and(|value| !value.is_null()));
    let chosen = object.alternatives.iter().filter(there).count();
    match missing {
        Some(field) => Err(format!("{} is missing", field.name)),
        None if object.alternatives.is_empty() || chosen == 1 => Ok(()),
        None => Err(format!("one of {:?} must be there", object.alternatives)),
    }
}

#[test]
fn every_record_of_the_fixtures_has_the_shape() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/feeds");
    let mut count = 0;
    for entry in fs::read_dir(folder).expect("the feeds") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|ending| ending != "ndjson") {
            continue;
        }
        for line in fs::read_to_string(&path).expect("a feed").lines() {
            let record: Value = serde_json::from_str(line).expect("JSON");
            let kind = KINDS.into_iter().find(|kind| record["type"] == kind.code()).expect("a kind");
            admits(&Kind::Object(of(kind)), &record).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            count += 1;
        }
    }
    assert!(count >= 200, "{count} records");
}

/// `LOOPBAANBRUG_GOLDEN=rewrite cargo test --lib ingest::shape` writes them anew.
#[test]
fn the_schemas_in_docs_are_those_of_the_program() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schema");
    for kind in KINDS {
        let path = folder.join(format!("{}.schema.json", kind.code()));
        if std::env::var("LOOPBAANBRUG_GOLDEN").is_ok_and(|word| word == "rewrite") {
            fs::create_dir_all(&folder).expect("a folder");
            fs::write(&path, json_schema(kind)).expect("written");
        }
        assert_eq!(fs::read_to_string(&path).expect("a schema"), json_schema(kind), "{}", path.display());
    }
}

proptest! {
    #[test]
    fn whatever_is_written_has_the_shape((id, opportunity) in records()) {
        let record: Value = serde_json::from_str(&crate::ingest::encode(&opportunity, &id)).expect("JSON");
        let shape = Kind::Object(of(opportunity.kind()));
        prop_assert!(admits(&shape, &record).is_ok(), "{:?}", admits(&shape, &record));
    }
}
