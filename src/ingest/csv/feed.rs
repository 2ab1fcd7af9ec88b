//! The stream of records of a table: the header first, then a row at a time through the mapping and the reader of records.

use super::{
    cell,
    mapping::{Mapping, Rule, Source},
    rows::{Cells, Content, RowSplitter},
};
use crate::ingest::{
    Limits, Problem,
    reader::{Accepted, FeedError, Found, RecordSource},
    record, unread,
};
use serde_json::{Map, Value};
use std::{collections::HashMap, sync::Arc};

/// Bytes in, records out.
#[derive(Debug)]
pub(in crate::ingest) struct CsvFeed {
    mapping: Option<Arc<Mapping>>,
    /// Until the header is complete.
    head: Vec<u8>,
    /// Bytes of it when the header was last looked for.
    looked_at: usize,
    table: Option<Table>,
    finished: bool,
}

/// A table whose header was read.
#[derive(Debug)]
struct Table {
    mapping: Arc<Mapping>,
    rows: RowSplitter,
    columns: usize,
    /// For each rule the places of its columns.
    places: Vec<Vec<usize>>,
    /// Whether the last row seems to be cut off.
    is_truncated: bool,
}

/// Signs between cells, tried in this order.
const DELIMITERS: [u8; 4] = [b';', b',', b'\t', b'|'];

impl CsvFeed {
    pub(in crate::ingest) fn new(mapping: Option<Arc<Mapping>>) -> Self {
        Self { mapping, head: Vec::new(), looked_at: 0, table: None, finished: false }
    }

    /// Reads the header when it is complete, by whatever sign between cells it is read: were it chosen as soon as it is complete
    /// by one of them, the place of a cut between chunks would decide.
    fn open(&mut self) -> Result<(), FeedError> {
        // It is read from its begin each time, so a feed in tiny chunks must not cost the square of its header.
        if !self.finished && self.head.len() < self.looked_at * 2 {
            return Ok(());
        }
        self.looked_at = self.head.len();
        let is_all = self.finished || self.head.len() > Limits::RECORD_BYTES_MAX;
        let quote = self.mapping.as_ref().map_or(b'"', |mapping| mapping.quote);
        let (stated, lines_before) = self.excel_line();
        let stated = self.mapping.as_ref().and_then(|mapping| mapping.delimiter).or(stated);
        let candidates = stated.map_or(DELIMITERS.to_vec(), |delimiter| vec![delimiter]);
        let mut best: Option<(usize, RowSplitter, Vec<String>)> = None;
        for delimiter in candidates {
            let mut rows = RowSplitter::new(delimiter, quote);
            rows.push(&self.head);
            if self.finished {
                rows.finish();
            }
            if lines_before {
                rows.next_row();
            }
            let names = match header(&mut rows) {
                Header::Names(names) => names,
                Header::Unusable => continue,
                Header::Incomplete if is_all => continue,
                Header::Incomplete => return Ok(()),
            };
            let score = self.known(&names) * Limits::COLUMNS_MAX + names.len();
            if best.as_ref().is_none_or(|(highest, ..)| score > *highest) {
                best = Some((score, rows, names));
            }
        }
        match best {
            Some((_, rows, names)) => {
                self.table = Some(self.table(rows, &names)?);
                self.head = Vec::new();
            }
            None => return Err(FeedError::HeaderMissing),
        }
        Ok(())
    }

    /// `sep=;`, which spreadsheets put before the header.
    fn excel_line(&self) -> (Option<u8>, bool) {
        match self.head.strip_prefix(b"sep=") {
            Some([delimiter, b'\r' | b'\n', ..]) => (Some(*delimiter), true),
            _ => (None, false),
        }
    }

    /// How many of the names mean something.
    fn known(&self, names: &[String]) -> usize {
        match &self.mapping {
            Some(mapping) => {
                let named: Vec<String> = mapping.columns().map(folded).collect();
                names.iter().filter(|name| named.contains(&folded(name))).count()
            }
            None => names.iter().filter(|name| super::compile::target(name).is_some()).count(),
        }
    }

    fn table(&self, rows: RowSplitter, names: &[String]) -> Result<Table, FeedError> {
        let mapping = match &self.mapping {
            Some(mapping) => Arc::clone(mapping),
            None => {
                let named = Mapping::of_columns(names.iter().map(String::as_str));
                Arc::new(named.map_err(|unknown| FeedError::ColumnsUnknown { columns: quoted(&unknown) })?)
            }
        };
        let mut places: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, name) in names.iter().enumerate() {
            places.entry(folded(name)).or_default().push(place);
        }
        let (mut missing, mut repeated) = (Vec::new(), Vec::new());
        for column in mapping.columns() {
            match places.get(&folded(column)).map(Vec::len) {
                Some(1) => {}
                Some(_) => repeated.push(column.to_owned()),
                None => missing.push(column.to_owned()),
            }
        }
        if !missing.is_empty() {
            return Err(FeedError::ColumnsMissing { columns: quoted(&missing), found: quoted(names) });
        }
        if !repeated.is_empty() {
            return Err(FeedError::ColumnsRepeated { columns: quoted(&repeated) });
        }
        let place = |name: &String| places.get(&folded(name)).and_then(|found| found.first()).copied();
        let of_rule = |rule: &Rule| match &rule.source {
            Source::Columns { names, .. } => names.iter().filter_map(place).collect(),
            Source::Constant(_) => Vec::new(),
        };
        let places = mapping.rules.iter().map(of_rule).collect();
        Ok(Table { mapping, rows, columns: names.len(), places, is_truncated: false })
    }
}

/// What the first row says when it is read with one sign between cells.
enum Header {
    /// The names of the columns.
    Names(Vec<String>),
    /// More bytes are needed.
    Incomplete,
    /// No row of names.
    Unusable,
}

fn header(rows: &mut RowSplitter) -> Header {
    let Some(row) = rows.next_row() else { return Header::Incomplete };
    let Content::Cells(cells) = row.content else { return Header::Unusable };
    let names = cells.iter().map(|cell| std::str::from_utf8(cell).map(|name| name.trim().to_owned()));
    names.collect::<Result<Vec<_>, _>>().map_or(Header::Unusable, Header::Names)
}

/// Names of columns are compared without regard to capitals and white space around them.
fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}

/// The first names of a list, for a message.
fn quoted(names: &[String]) -> String {
    const SHOWN: usize = 8;
    const SHOWN_CHARS: usize = 40;
    let shown = names.iter().take(SHOWN).map(|name| {
        let name: String = name.chars().filter(|c| !c.is_control()).take(SHOWN_CHARS).collect();
        format!("“{name}”")
    });
    let more = if names.len() > SHOWN { format!(" and {} more", names.len() - SHOWN) } else { String::new() };
    shown.collect::<Vec<_>>().join(", ") + &more
}

impl RecordSource for CsvFeed {
    fn push(&mut self, bytes: &[u8]) {
        match &mut self.table {
            Some(table) => table.rows.push(bytes),
            None => self.head.extend_from_slice(bytes),
        }
    }

    fn finish(&mut self) {
        self.finished = true;
        if let Some(table) = &mut self.table {
            table.rows.finish();
        }
    }

    fn backlog_bytes(&self) -> usize {
        self.table.as_ref().map_or(self.head.len(), |table| table.rows.backlog_bytes())
    }

    fn is_truncated(&self) -> bool {
        self.table.as_ref().is_some_and(|table| table.is_truncated)
    }

    fn next(&mut self) -> Result<Option<Found>, FeedError> {
        if self.table.is_none() && (!self.head.is_empty() || self.finished) {
            self.open()?;
        }
        Ok(self.table.as_mut().and_then(Table::next))
    }
}

impl Table {
    fn next(&mut self) -> Option<Found> {
        loop {
            let row = self.rows.next_row()?;
            let line = row.line;
            let problem = match row.content {
                Content::Cells(cells) if cells.iter().all(|cell| cell.trim_ascii().is_empty()) => continue,
                Content::Cells(cells) if cells.len() == self.columns => {
                    return Some(read(line, cells, &self.mapping, &self.places));
                }
                Content::Cells(cells) => {
                    let message = format!(
                        "must have {} cells as the header has, has {}; look for quotes that are not closed and signs \
                         between cells that stand in a text without quotes",
                        self.columns,
                        cells.len()
                    );
                    let problem = Problem::of_record("wrong_columns", message);
                    let (is_short, spans_lines) = (cells.len() < self.columns, cells.spans_lines);
                    if !spans_lines {
                        self.is_truncated = is_short && self.rows.last_is_open();
                        return Some(Found::refused(line, problem));
                    }
                    problem
                }
                Content::TooLarge => unread::too_large(),
                Content::Unclosed => Problem::of_record("wrong_columns", "must close the quotes that it opens"),
            };
            return Some(self.broken(line, problem));
        }
    }

    fn broken(&mut self, line: u64, mut problem: Problem) -> Found {
        match self.rows.resync(self.columns) {
            Some(line) => problem.message.push_str(&format!("; reading goes on at line {line}")),
            None => self.is_truncated = self.rows.last_is_open(),
        }
        Found::refused(line, problem)
    }
}

/// One row: cells to a record as NDJSON has it, then the reader of records.
fn read(line: u64, cells: Cells<'_>, mapping: &Mapping, places: &[Vec<usize>]) -> Found {
    let mut row = RowReader { cells, record: Map::new(), problems: Vec::new() };
    if let Some(kind) = mapping.kind {
        row.record.insert("type".to_owned(), kind.code().into());
    }
    for (rule, places) in mapping.rules.iter().zip(places) {
        row.rule(rule, places);
    }
    let RowReader { record, mut problems, .. } = row;
    let (id, outcome) = record::read_object(&Value::Object(record));
    if let Err(found) = outcome.as_ref() {
        // A field that could not be made is missing for that reason.
        let made = |problem: &&Problem| !problems.iter().any(|earlier| earlier.field == problem.field);
        let named = |problem: &Problem| with_columns(problem.clone(), mapping);
        let others: Vec<Problem> = found.iter().filter(made).map(named).collect();
        problems.extend(others);
    }
    problems.truncate(Limits::PROBLEMS_PER_RECORD_MAX);
    let outcome = match outcome {
        Ok((id, opportunity)) if problems.is_empty() => {
            Ok(Accepted { id, opportunity: Some(opportunity), notes: Vec::new() })
        }
        _ => Err(problems),
    };
    Found { line, id, outcome }
}

/// Says in which columns a field stands.
fn with_columns(mut problem: Problem, mapping: &Mapping) -> Problem {
    let field = problem.field.as_str();
    let holds = |rule: &&Rule| {
        let inside = |outer: &str, inner: &str| {
            inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        };
        inside(&rule.path, field) || inside(field, &rule.path)
    };
    let names = mapping.rules.iter().filter(holds).flat_map(|rule| match &rule.source {
        Source::Columns { names, .. } if !field.is_empty() => names.as_slice(),
        _ => &[],
    });
    let names: Vec<String> = names.cloned().collect();
    if !names.is_empty() {
        problem.message.push_str(&format!(" (column {})", quoted(&names)));
    }
    problem
}

/// A row on its way to a record.
struct RowReader<'a> {
    cells: Cells<'a>,
    record: Map<String, Value>,
    problems: Vec<Problem>,
}

impl RowReader<'_> {
    fn rule(&mut self, rule: &Rule, places: &[usize]) {
        let (text, column) = match &rule.source {
            Source::Constant(Value::String(text)) => (text.clone(), String::new()),
            Source::Constant(value) => return self.set(rule, value.clone()),
            Source::Columns { names, join } => {
                let Some(text) = self.joined(rule, names, places, join) else { return };
                (text, format!(" (column {})", quoted(names)))
            }
        };
        let text = if text.trim().is_empty() { rule.options.default.clone().unwrap_or_default() } else { text };
        if text.trim().is_empty() {
            return;
        }
        match cell::read(&text, &rule.target, &rule.options) {
            Ok(Some(value)) => self.set(rule, value),
            Ok(None) => {}
            Err((code, message)) => self.refuse(rule, code, message + &column),
        }
    }

    /// The cells of a rule that are not empty, as one text; nothing when one is no text.
    fn joined(&mut self, rule: &Rule, names: &[String], places: &[usize], join: &str) -> Option<String> {
        let mut texts = Vec::with_capacity(places.len());
        for (place, name) in places.iter().zip(names) {
            match std::str::from_utf8(self.cells.get(*place)) {
                Ok(text) if text.trim().is_empty() => {}
                Ok(text) => texts.push(text),
                Err(error) => {
                    let place = error.valid_up_to() + 1;
                    let message = format!(
                        "must be text; byte {place} of column “{name}” is none in the character set of the feed"
                    );
                    self.refuse(rule, "not_utf8", message);
                    return None;
                }
            }
        }
        Some(texts.join(join))
    }

    fn refuse(&mut self, rule: &Rule, code: &'static str, message: String) {
        self.problems.push(Problem { field: rule.path.clone(), code, message });
    }

    /// Puts a value at the path of its rule; items of a list are put behind those of an earlier rule.
    fn set(&mut self, rule: &Rule, value: Value) {
        let mut names: Vec<&str> = rule.path.split('.').collect();
        let Some(last) = names.pop() else { return };
        let mut object = &mut self.record;
        for name in names {
            let inner = object.entry(name).or_insert_with(|| Value::Object(Map::new()));
            let Value::Object(inner) = inner else { return };
            object = inner;
        }
        match (object.get_mut(last), value) {
            (Some(Value::Array(items)), Value::Array(more)) => items.extend(more),
            (_, value) => {
                object.insert(last.to_owned(), value);
            }
        }
    }
}
