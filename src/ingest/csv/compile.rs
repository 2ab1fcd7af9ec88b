//! A mapping file to a [`Mapping`]: every key is checked against the record shape before any record is read, and every
//! problem names its line, its key and what would be right.

use super::{
    cell::{DATES_DEFAULT, Target},
    mapping::{Mapping, MappingProblem, Options, Rule, Source},
};
use crate::{
    domain::{Level, OpportunityKind, Relation, codes::Code},
    ingest::{
        Limits,
        shape::{self, Kind, Object},
    },
};
use jiff::{civil::date, fmt::strtime};
use serde_json::Value;
use std::ops::Range;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// What separates the items of a list when the mapping does not say.
pub(super) const LIST_DEFAULT: &str = "|";
/// Keys at the top of a mapping.
const TOP_KEYS: [&str; 8] = ["type", "delimiter", "quote", "decimal", "list", "dates", "html", "fields"];
/// Keys of a rule that say where its value comes from.
const SOURCE_KEYS: [&str; 3] = ["column", "columns", "constant"];
/// Keys of a rule that say how it is read.
const OPTION_KEYS: [&str; 11] =
    ["values", "default", "prefix", "join", "list", "dates", "decimal", "html", "relation", "level", "regulated"];

/// A value with its place in the file.
type Placed<'a, 'i> = &'a Spanned<DeValue<'i>>;

/// What a field path stands for, in either kind of record.
pub(super) fn target(path: &str) -> Option<Target> {
    Target::of(path, shape_of(None).find(path)?)
}

/// Reads a mapping file.
pub(super) fn parse(toml: &str) -> Result<Mapping, Vec<MappingProblem>> {
    let mut compiler = Compiler { toml, problems: Vec::new() };
    let mapping = match DeTable::parse(toml) {
        Ok(table) => compiler.mapping(table.get_ref()),
        Err(error) => {
            let line = error.span().map(|span| compiler.line(&span)).unwrap_or_default();
            let message = format!("must be TOML: {}", error.message().trim());
            return Err(vec![MappingProblem { line, field: String::new(), message }]);
        }
    };
    compiler.problems.sort_by_key(|problem| problem.line);
    compiler.problems.truncate(Limits::PROBLEMS_PER_RECORD_MAX);
    if compiler.problems.is_empty() { Ok(mapping) } else { Err(compiler.problems) }
}

struct Compiler<'t> {
    toml: &'t str,
    problems: Vec<MappingProblem>,
}

impl Compiler<'_> {
    fn line(&self, span: &Range<usize>) -> u64 {
        let before = self.toml.get(..span.start).unwrap_or(self.toml);
        1 + u64::try_from(before.bytes().filter(|byte| *byte == b'\n').count()).unwrap_or_default()
    }

    fn refuse<T>(&mut self, span: &Range<usize>, field: &str, message: impl Into<String>) -> Option<T> {
        let line = self.line(span);
        self.problems.push(MappingProblem { line, field: field.to_owned(), message: message.into() });
        None
    }

    fn mapping(&mut self, table: &DeTable<'_>) -> Mapping {
        for (name, value) in table {
            if !TOP_KEYS.contains(&name.get_ref().as_ref()) {
                let message = format!("is not known here; known are {}", TOP_KEYS.join(", "));
                self.refuse::<()>(&value.span(), name.get_ref(), message);
            }
        }
        let kind = table.get("type").and_then(|value| self.kind(value));
        let defaults = Options {
            list: Some(self.text(table, "list", "").unwrap_or_else(|| LIST_DEFAULT.to_owned())),
            dates: self.dates(table, "").unwrap_or_default(),
            decimal: self.decimal(table, ""),
            html: self.boolean(table, "html", "").unwrap_or_default(),
            ..Options::default()
        };
        let mut rules = Vec::new();
        match table.get("fields").map(|value| (value, value.get_ref().as_table())) {
            Some((_, Some(fields))) => {
                self.fields(fields, &shape_of(kind), "", &defaults, &mut rules);
            }
            Some((value, None)) => {
                self.refuse::<()>(&value.span(), "fields", "must be a table: [fields], then a field a line");
            }
            None => {
                self.refuse::<()>(&(0..0), "fields", "must be given: [fields], then a field a line");
            }
        }
        let has_type = rules.iter().any(|rule| rule.path == "type");
        if !table.contains_key("type") && !has_type {
            self.refuse::<()>(&(0..0), "type", "must be given: “vacancy” or “route”, or a column in fields.type");
        }
        Mapping {
            text: self.toml.to_owned(),
            kind,
            delimiter: table.get("delimiter").and_then(|value| self.sign(value, "delimiter")),
            quote: table.get("quote").and_then(|value| self.sign(value, "quote")).unwrap_or(b'"'),
            rules,
        }
    }

    fn kind(&mut self, value: Placed<'_, '_>) -> Option<OpportunityKind> {
        let kinds = [OpportunityKind::Vacancy, OpportunityKind::Route];
        let found = kinds.into_iter().find(|kind| value.get_ref().as_str() == Some(kind.code()));
        found.or_else(|| self.refuse(&value.span(), "type", "must be “vacancy” or “route”"))
    }

    fn sign(&mut self, value: Placed<'_, '_>, field: &str) -> Option<u8> {
        let text = value.get_ref().as_str().unwrap_or_default();
        match text.as_bytes() {
            b"tab" => Some(b'\t'),
            [sign] if sign.is_ascii() && !sign.is_ascii_alphanumeric() && !matches!(sign, b'\n' | b'\r') => Some(*sign),
            _ => self.refuse(&value.span(), field, "must be one sign, such as “;”, or “tab”"),
        }
    }

    /// Every field of a table against the shape; tables inside are fields inside, unless they say where a value comes from.
    fn fields(&mut self, table: &DeTable<'_>, shape: &Object, above: &str, defaults: &Options, rules: &mut Vec<Rule>) {
        for (name, value) in table {
            let path =
                if above.is_empty() { name.get_ref().to_string() } else { format!("{above}.{}", name.get_ref()) };
            let local = name.get_ref();
            let Some(kind) = shape.find(local) else {
                let known = shape.paths().join(", ");
                self.refuse::<()>(
                    &name.span(),
                    &format!("fields.{path}"),
                    format!("is no field of the record; fields are {known}"),
                );
                continue;
            };
            let inner = value.get_ref().as_table().filter(|inner| !is_rule(inner));
            match (kind, inner) {
                (Kind::Object(object), Some(inner)) => self.fields(inner, object, &path, defaults, rules),
                _ => self.field(&path, kind, value, defaults, rules),
            }
        }
    }

    fn field(&mut self, path: &str, kind: &Kind, value: Placed<'_, '_>, defaults: &Options, rules: &mut Vec<Rule>) {
        let field = format!("fields.{path}");
        let Some(target) = Target::of(path, kind) else {
            let Kind::Object(object) = kind else { return };
            let parts = object.paths().iter().map(|part| format!("{path}.{part}")).collect::<Vec<_>>().join(", ");
            self.refuse::<()>(&value.span(), &field, format!("must be given in parts: {parts}"));
            return;
        };
        // A list may be filled from several columns, each with options of its own.
        let parts: Vec<Placed<'_, '_>> = match value.get_ref().as_array() {
            Some(items) if items.iter().any(|item| item.get_ref().is_table()) => items.iter().collect(),
            _ => vec![value],
        };
        if parts.len() > 1 && !target.is_list() {
            self.refuse::<()>(&value.span(), &field, "must come from one source; only lists may have several");
            return;
        }
        for part in parts {
            let rule = self.rule(path, &field, &target, part, defaults);
            rules.extend(rule);
        }
    }

    fn rule(
        &mut self,
        path: &str,
        field: &str,
        target: &Target,
        value: Placed<'_, '_>,
        defaults: &Options,
    ) -> Option<Rule> {
        let join = if path == "description" { "\n\n" } else { " " };
        let rule = |source, options| Rule { path: path.to_owned(), target: target.clone(), source, options };
        let own = || Options { html: defaults.html && path == "description", ..defaults.clone() };
        if let Some(table) = value.get_ref().as_table() {
            let source = self.source(table, &value.span(), field, join)?;
            return Some(rule(source, self.options(table, field, own())));
        }
        let names = self.names(value, field)?;
        Some(rule(Source::Columns { names, join: join.to_owned() }, own()))
    }

    fn source(&mut self, table: &DeTable<'_>, span: &Range<usize>, field: &str, join: &str) -> Option<Source> {
        for (name, value) in table {
            let name = name.get_ref().as_ref();
            if !SOURCE_KEYS.contains(&name) && !OPTION_KEYS.contains(&name) {
                let known = [&SOURCE_KEYS[..], &OPTION_KEYS[..]].concat().join(", ");
                let message = format!("is not known here; known are {known}");
                self.refuse::<()>(&value.span(), &format!("{field}.{name}"), message);
            }
        }
        let given: Vec<&str> = SOURCE_KEYS.into_iter().filter(|name| table.contains_key(*name)).collect();
        let value = match given.as_slice() {
            [one] => table.get(*one)?,
            _ => return self.refuse(span, field, "must have one of column, columns and constant"),
        };
        if given == ["constant"] {
            return self.constant(value, field).map(Source::Constant);
        }
        let names = self.names(value, &format!("{field}.{}", given.join("")))?;
        let join = self.text(table, "join", field).unwrap_or_else(|| join.to_owned());
        Some(Source::Columns { names, join })
    }

    /// One name of a column, or several.
    fn names(&mut self, value: Placed<'_, '_>, field: &str) -> Option<Vec<String>> {
        let names = match value.get_ref() {
            DeValue::String(name) => vec![name.to_string()],
            DeValue::Array(items) => {
                items.iter().filter_map(|item| item.get_ref().as_str().map(str::to_owned)).collect()
            }
            _ => Vec::new(),
        };
        let count = value.get_ref().as_array().map_or(1, |items| items.len());
        if names.is_empty() || names.len() != count || names.iter().any(|name| name.trim().is_empty()) {
            return self.refuse(&value.span(), field, "must be the name of a column, or a list of names");
        }
        Some(names)
    }

    fn constant(&mut self, value: Placed<'_, '_>, field: &str) -> Option<Value> {
        match value.get_ref() {
            DeValue::String(text) => Some(text.to_string().into()),
            DeValue::Boolean(given) => Some((*given).into()),
            DeValue::Integer(number) => number.as_str().parse::<i64>().ok().map(Value::from),
            DeValue::Float(number) => number.as_str().parse::<f64>().ok().map(Value::from),
            _ => None,
        }
        .or_else(|| self.refuse(&value.span(), &format!("{field}.constant"), "must be a text, a number, true or false"))
    }

    fn options(&mut self, table: &DeTable<'_>, field: &str, defaults: Options) -> Options {
        Options {
            values: table.get("values").map(|value| self.values(value, field)).unwrap_or_default(),
            default: self.text(table, "default", field),
            prefix: self.text(table, "prefix", field).unwrap_or_default(),
            list: self.text(table, "list", field).or(defaults.list),
            dates: self.dates(table, field).unwrap_or(defaults.dates),
            decimal: self.decimal(table, field).or(defaults.decimal),
            html: self.boolean(table, "html", field).unwrap_or(defaults.html),
            relation: table.get("relation").and_then(|value| self.relation(value, field)),
            level: table.get("level").and_then(|value| self.level(value, field)),
            regulated: self.boolean(table, "regulated", field).unwrap_or_default(),
        }
    }

    fn values(&mut self, value: Placed<'_, '_>, field: &str) -> std::collections::HashMap<String, String> {
        let field = format!("{field}.values");
        let Some(table) = value.get_ref().as_table() else {
            self.refuse::<()>(&value.span(), &field, "must be a table: { “word in the table” = “word of the field” }");
            return Default::default();
        };
        let mut words = std::collections::HashMap::new();
        for (from, to) in table {
            let word = match to.get_ref() {
                DeValue::String(text) => text.to_string(),
                DeValue::Integer(number) => number.as_str().to_owned(),
                DeValue::Boolean(given) => given.to_string(),
                _ => {
                    let field = format!("{field}.{}", from.get_ref());
                    self.refuse::<()>(&to.span(), &field, "must be a text, a number, true or false");
                    continue;
                }
            };
            words.insert(from.get_ref().trim().to_lowercase(), word);
        }
        words
    }

    fn relation(&mut self, value: Placed<'_, '_>, field: &str) -> Option<&'static str> {
        let found = Relation::from_code(value.get_ref().as_str().unwrap_or_default());
        let refused = |invalid: crate::domain::Invalid| invalid.to_string();
        match found.map_err(refused) {
            Ok(relation) => Some(relation.code()),
            Err(message) => self.refuse(&value.span(), &format!("{field}.relation"), message),
        }
    }

    fn level(&mut self, value: Placed<'_, '_>, field: &str) -> Option<i64> {
        let number = value.get_ref().as_integer().and_then(|number| number.as_str().parse::<i64>().ok());
        let level = number.filter(|number| Level::new(*number).is_ok());
        level.or_else(|| self.refuse(&value.span(), &format!("{field}.level"), "must be a level, 1 to 5"))
    }

    fn text(&mut self, table: &DeTable<'_>, name: &str, above: &str) -> Option<String> {
        let value = table.get(name)?;
        let text = value.get_ref().as_str().filter(|text| !text.is_empty()).map(str::to_owned);
        text.or_else(|| self.refuse(&value.span(), &below(above, name), "must be a text"))
    }

    fn boolean(&mut self, table: &DeTable<'_>, name: &str, above: &str) -> Option<bool> {
        let value = table.get(name)?;
        value.get_ref().as_bool().or_else(|| self.refuse(&value.span(), &below(above, name), "must be true or false"))
    }

    fn decimal(&mut self, table: &DeTable<'_>, above: &str) -> Option<char> {
        let value = table.get("decimal")?;
        match value.get_ref().as_str() {
            Some(",") => Some(','),
            Some(".") => Some('.'),
            _ => self.refuse(&value.span(), &below(above, "decimal"), "must be “,” or “.”"),
        }
    }

    fn dates(&mut self, table: &DeTable<'_>, above: &str) -> Option<Vec<String>> {
        let value = table.get("dates")?;
        let formats = match value.get_ref() {
            DeValue::String(format) => vec![format.to_string()],
            DeValue::Array(items) => {
                items.iter().filter_map(|item| item.get_ref().as_str().map(str::to_owned)).collect()
            }
            _ => Vec::new(),
        };
        if !formats.is_empty() && formats.iter().all(|format| names_a_day(format)) {
            return Some(formats);
        }
        let message = format!("must be forms of a day with %d, %m and %Y, such as “{}”", DATES_DEFAULT.join("” and “"));
        self.refuse(&value.span(), &below(above, "dates"), message)
    }
}

fn below(above: &str, name: &str) -> String {
    if above.is_empty() { name.to_owned() } else { format!("{above}.{name}") }
}

/// The shape of a kind; without a kind, the fields of both.
fn shape_of(kind: Option<OpportunityKind>) -> Object {
    let mut shape = shape::of(kind.unwrap_or(OpportunityKind::Vacancy));
    if kind.is_none() {
        let others = shape::of(OpportunityKind::Route).fields;
        let new: Vec<_> = others.into_iter().filter(|field| shape.find(field.name).is_none()).collect();
        shape.fields.extend(new);
    }
    shape
}

fn is_rule(table: &DeTable<'_>) -> bool {
    table.keys().any(|name| {
        let name = name.get_ref().as_ref();
        SOURCE_KEYS.contains(&name) || OPTION_KEYS.contains(&name)
    })
}

/// Whether a day that is written in this form is read again as the same day.
fn names_a_day(format: &str) -> bool {
    let day = date(2027, 1, 31);
    let written = strtime::format(format, day.at(0, 0, 0, 0));
    let read = written.and_then(|text| strtime::parse(format, &text)).and_then(|parsed| parsed.to_date());
    read.is_ok_and(|read| read == day)
}
