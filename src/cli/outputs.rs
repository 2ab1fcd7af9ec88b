//! What each command prints with `--output json`. The table is the reference that `schema output` prints and docs/output.md
//! explains; a test holds it to the commands there are.

use loopbaanbrug_proto::v1;
use serde_json::{Value, json};

use crate::{
    domain::OpportunityKind,
    ingest::{JSON_SCHEMA_DIALECT as DIALECT, json_schema},
    wire::json_schema::schema_of,
};

/// What a command prints.
#[derive(Clone, Copy)]
pub(super) enum Printed {
    /// One JSON object a line, as the schema says.
    Objects(fn() -> Value),
    /// Records of the project's own format, which `schema vacancy` and `schema route` describe.
    Records,
    /// Figures of a measure: one JSON object whose fields may change with the measure.
    Figures,
    /// Something else than answers: a script, a schema, or nothing but what is logged.
    Other,
}

/// Every command and what it prints.
pub(super) const OUTPUTS: &[(&str, Printed)] = &[
    ("demo", Printed::Objects(schema_of::<v1::MatchResponse>)),
    ("serve", Printed::Other),
    ("import", Printed::Objects(schema_of::<v1::ImportResponse>)),
    ("imports list", Printed::Objects(schema_of::<v1::ListImportsResponse>)),
    ("imports show", Printed::Objects(schema_of::<v1::GetImportResponse>)),
    ("watch", Printed::Objects(schema_of::<v1::WatchResponse>)),
    ("export", Printed::Objects(exported)),
    ("verify", Printed::Objects(schema_of::<v1::VerifyResponse>)),
    ("reindex", Printed::Objects(schema_of::<v1::ReindexResponse>)),
    ("backup", Printed::Objects(schema_of::<v1::BackupResponse>)),
    ("restore", Printed::Objects(restored)),
    ("profile new", Printed::Objects(schema_of::<v1::Profile>)),
    ("profile check", Printed::Objects(schema_of::<v1::MatchResponse>)),
    ("match", Printed::Objects(schema_of::<v1::MatchResponse>)),
    ("explain", Printed::Objects(schema_of::<v1::ExplainResponse>)),
    ("why-not", Printed::Objects(schema_of::<v1::ExplainResponse>)),
    ("what-if", Printed::Objects(schema_of::<v1::WhatIfResponse>)),
    ("compare", Printed::Objects(schema_of::<v1::CompareResponse>)),
    ("plan", Printed::Objects(schema_of::<v1::MakePlanResponse>)),
    ("paths", Printed::Objects(schema_of::<v1::FindPathsResponse>)),
    ("gaps", Printed::Objects(schema_of::<v1::FindGapsResponse>)),
    ("group", Printed::Objects(schema_of::<v1::FindGroupGapsResponse>)),
    ("get", Printed::Objects(schema_of::<v1::GetResponse>)),
    ("list", Printed::Objects(schema_of::<v1::ListResponse>)),
    ("delete", Printed::Objects(schema_of::<v1::DeleteResponse>)),
    ("concepts find", Printed::Objects(schema_of::<v1::FindConceptsResponse>)),
    ("concepts complete", Printed::Objects(schema_of::<v1::CompleteConceptsResponse>)),
    ("concepts extract", Printed::Objects(schema_of::<v1::ExtractConceptsResponse>)),
    ("concepts show", Printed::Objects(schema_of::<v1::GetConceptResponse>)),
    ("taxonomy import esco", Printed::Objects(taxonomy_imported)),
    ("taxonomy list", Printed::Objects(taxonomy)),
    ("taxonomy use", Printed::Objects(taxonomy)),
    ("taxonomy diff", Printed::Objects(taxonomy_diff)),
    ("taxonomy aliases", Printed::Objects(table_kept)),
    ("taxonomy successors", Printed::Objects(table_kept)),
    ("places import", Printed::Objects(places)),
    ("generate", Printed::Records),
    ("eval concepts", Printed::Figures),
    ("eval titles", Printed::Figures),
    ("eval moves", Printed::Figures),
    ("eval extraction", Printed::Figures),
    ("eval ranking", Printed::Figures),
    ("eval fairness", Printed::Figures),
    ("schema vacancy", Printed::Other),
    ("schema route", Printed::Other),
    ("schema profile", Printed::Other),
    ("schema output", Printed::Other),
    ("config check", Printed::Objects(settings)),
    ("completions", Printed::Other),
    ("man", Printed::Objects(manual)),
];

/// What a command prints.
pub(super) fn printed_by(command: &str) -> Option<Printed> {
    OUTPUTS.iter().find(|(name, _)| *name == command).map(|(_, printed)| *printed)
}

/// A schema of its own: an object with these fields, all of them there.
fn object(about: &str, fields: &Value) -> Value {
    let mut schema = json!({ "$schema": DIALECT, "description": about });
    if let (Value::Object(schema), Value::Object(inner)) = (&mut schema, with_all(fields)) {
        schema.extend(inner);
    }
    schema
}

/// An object within a schema with these fields, all of them there.
fn with_all(fields: &Value) -> Value {
    let names: Vec<&String> = fields.as_object().into_iter().flatten().map(|(name, _)| name).collect();
    json!({ "type": "object", "properties": fields, "required": names })
}

fn text() -> Value {
    json!({ "type": "string" })
}

fn count() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

fn texts() -> Value {
    json!({ "type": "array", "items": text() })
}

/// A list of objects with these fields.
fn objects(fields: &Value) -> Value {
    json!({ "type": "array", "items": with_all(fields) })
}

/// A line of a snapshot without `--feed`, or what is told when the snapshot went to a file.
fn exported() -> Value {
    let record = |kind| serde_json::from_str::<Value>(&json_schema(kind)).unwrap_or_default();
    let line = object(
        "A record and what it is known by; with --feed the record stands alone.",
        &json!({
            "key": text(),
            "revision": count(),
            "record": { "anyOf": [record(OpportunityKind::Vacancy), record(OpportunityKind::Route)] },
        }),
    );
    let mut told = schema_of::<v1::ExportResponse>();
    let definitions = told.as_object_mut().and_then(|told| told.remove("$defs"));
    json!({
        "$schema": DIALECT,
        "description": "With --out a message about the snapshot; otherwise the lines of the snapshot itself.",
        "anyOf": [line, told],
        "$defs": definitions,
    })
}

fn restored() -> Value {
    object("A backup that was put back.", &json!({ "revision": count(), "data_dir": text() }))
}

fn taxonomy() -> Value {
    let fields = json!({ "name": text(), "version": text(), "active": { "type": "boolean" } });
    object("A taxonomy of the data directory, and whether it is in use.", &fields)
}

fn taxonomy_imported() -> Value {
    let fields = json!({
        "taxonomy": text(),
        "active": { "type": "boolean" },
        "concepts": count(),
        "labels": count(),
        "used": objects(&json!({ "name": text(), "rows": count() })),
        "absent": texts(),
        "set_aside": objects(&json!({ "name": text(), "instead": text() })),
        "not_used": texts(),
        "skipped": { "type": "object", "additionalProperties": count() },
    });
    object("What was read: files, rows, and how many rows were passed over for which reason.", &fields)
}

fn taxonomy_diff() -> Value {
    let fate = json!({ "enum": ["replaced", "perhaps_replaced", "unknown"] });
    let by = json!({ "type": ["string", "null"] });
    let fields = json!({
        "added": objects(&json!({ "key": text(), "label": text() })),
        "removed": objects(&json!({ "key": text(), "label": text(), "fate": fate, "by": by })),
        "relabelled": objects(&json!({ "key": text(), "older": text(), "newer": text() })),
        "other_kind": texts(),
        "moved": texts(),
        "other_skills": texts(),
    });
    object("What differs between two versions; lists of keys where nothing else is said.", &fields)
}

fn table_kept() -> Value {
    let fields = json!({ "rows": count(), "passed_over": texts() });
    object("Rows kept, and which of them are not used with the taxonomy in use.", &fields)
}

fn places() -> Value {
    let problems = objects(&json!({ "line": count(), "reason": text() }));
    let fields = json!({
        "rows": count(), "postcodes": count(), "refused": count(), "problems": problems, "kept": text(),
    });
    object("What was read of a table of postcodes.", &fields)
}

fn settings() -> Value {
    let setting = with_all(&json!({ "value": text(), "origin": text() }));
    let about = "Every setting, what it is and where it came from.";
    json!({ "$schema": DIALECT, "description": about, "type": "object", "additionalProperties": setting })
}

fn manual() -> Value {
    object("Where the pages went and how many there are.", &json!({ "directory": text(), "pages": count() }))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::arguments::Arguments;

    fn leaves(command: &clap::Command, path: &str, found: &mut Vec<String>) {
        let inner: Vec<_> = command.get_subcommands().filter(|inner| inner.get_name() != "help").collect();
        if inner.is_empty() {
            found.push(path.trim().to_owned());
        }
        inner.into_iter().for_each(|it| leaves(it, &format!("{path} {}", it.get_name()), found));
    }

    #[test]
    fn every_command_says_what_it_prints_and_no_other_does() {
        let mut commands = Vec::new();
        leaves(&Arguments::command(), "", &mut commands);
        let mut told: Vec<&str> = OUTPUTS.iter().map(|(name, _)| *name).collect();
        commands.sort();
        told.sort_unstable();
        assert_eq!(commands, told);
    }

    #[test]
    fn every_schema_is_one_of_the_dialect_it_names() {
        for (name, printed) in OUTPUTS {
            let Printed::Objects(schema) = printed else { continue };
            let schema = schema();
            assert_eq!(schema["$schema"], DIALECT, "{name}");
            jsonschema::meta::validate(&schema).unwrap_or_else(|error| panic!("{name}: {error}"));
        }
    }

    /// docs/output.md is for people; it must name every command that answers with JSON.
    #[test]
    fn the_page_about_output_names_every_command() {
        let page = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/output.md"));
        for (name, printed) in OUTPUTS {
            assert!(matches!(printed, Printed::Other) || page.contains(&format!("`{name}`")), "{name}");
        }
    }
}
