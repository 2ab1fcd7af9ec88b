//! The stream of postings: elements, `@graph` lists, foreign types, and what to say of broken ones.

use super::super::{
    Limits, Problem,
    json_elements::{Content, ElementSplitter},
    json_nesting::{Nesting, graph_items},
    reader::Found,
    record::{parse, too_large},
};
use super::posting::each;
use serde_json::Value;
use std::collections::BTreeSet;

/// Bytes in, postings out.
#[derive(Debug)]
pub(in crate::ingest) struct PostingFeed {
    outer: ElementSplitter,
    /// Inside a `@graph`: its items.
    graph: Option<ElementSplitter>,
    foreign_types: BTreeSet<String>,
}

impl Default for PostingFeed {
    fn default() -> Self {
        Self { outer: ElementSplitter::new(1), graph: None, foreign_types: BTreeSet::new() }
    }
}

/// What one element turned out to be.
enum Reading {
    Posting(Found),
    /// A type that the feed may hold but that is not read; reported already.
    Foreign,
    Graph(ElementSplitter),
    /// Not JSON, or too large.
    Broken(u64, Problem),
}

impl PostingFeed {
    pub(in crate::ingest) fn push(&mut self, bytes: &[u8]) {
        self.outer.push(bytes);
    }

    pub(in crate::ingest) fn finish(&mut self) {
        self.outer.finish();
    }

    pub(in crate::ingest) fn backlog_bytes(&self) -> usize {
        self.outer.backlog_bytes()
    }

    pub(in crate::ingest) fn in_list(&self) -> bool {
        self.outer.in_list()
    }

    pub(in crate::ingest) fn next_posting(&mut self) -> Option<Found> {
        loop {
            let in_graph = self.graph.is_some();
            let splitter = self.graph.as_mut().unwrap_or(&mut self.outer);
            let Some(element) = splitter.next_element() else {
                if in_graph {
                    self.graph = None;
                    continue;
                }
                return None;
            };
            let reading = match element.content {
                Content::Object(bytes) => interpret(element.line, bytes, in_graph, &mut self.foreign_types),
                other => Reading::Broken(element.line, problem_of(&other)),
            };
            match reading {
                Reading::Posting(found) => return Some(found),
                Reading::Foreign => {}
                Reading::Graph(items) => self.graph = Some(items),
                Reading::Broken(line, mut problem) => {
                    if let Some(line) = splitter.resync() {
                        problem.message.push_str(&format!("; reading goes on at line {line}"));
                    }
                    return Some(Found::refused(line, problem));
                }
            }
        }
    }
}

fn problem_of(content: &Content<'_>) -> Problem {
    match content {
        Content::TooLarge => {
            let message = format!("must have at most {} bytes, also with a @graph", Limits::GRAPH_BYTES_MAX);
            Problem::of_record("too_large", message)
        }
        Content::Unclosed => Problem::of_record("not_json", "must end with the brace that closes it"),
        _ => Problem::of_record("not_json", "must be a JSON object; something else stands here"),
    }
}

fn interpret(line: u64, bytes: &[u8], in_graph: bool, foreign_types: &mut BTreeSet<String>) -> Reading {
    if !in_graph && let Some(range) = graph_items(bytes) {
        let (before, items) = (bytes.get(..range.start), bytes.get(range));
        let lines_before = before.unwrap_or_default().iter().filter(|byte| **byte == b'\n').count();
        let mut splitter = ElementSplitter::new(line + u64::try_from(lines_before).unwrap_or_default());
        splitter.push(items.unwrap_or_default());
        splitter.finish();
        return Reading::Graph(splitter);
    }
    if bytes.len() > Limits::RECORD_BYTES_MAX {
        return Reading::Broken(line, too_large());
    }
    let (value, notes) = match parse(bytes) {
        Ok(value) => (value, Vec::new()),
        Err(problem) => match with_escaped_controls(bytes).and_then(|bytes| parse(&bytes).ok()) {
            Some(value) => (value, vec![repaired()]),
            None => return Reading::Broken(line, problem),
        },
    };
    let Value::Object(values) = &value else {
        return Reading::Broken(line, Problem::of_record("not_json", "must be a JSON object"));
    };
    let types: Vec<&str> = values.get("@type").into_iter().flat_map(each).filter_map(Value::as_str).collect();
    if types.iter().any(|name| is_job_posting(name)) {
        let (id, outcome) = super::read(values, notes);
        return Reading::Posting(Found { line, id, outcome });
    }
    match foreign(&types, foreign_types) {
        Some(problem) => Reading::Posting(Found::refused(line, problem)),
        None => Reading::Foreign,
    }
}

fn is_job_posting(name: &str) -> bool {
    let prefixes = ["http://schema.org/", "https://schema.org/", "schema:"];
    prefixes.iter().find_map(|prefix| name.strip_prefix(prefix)).unwrap_or(name) == "JobPosting"
}

/// The problem of another type, once for each type.
fn foreign(types: &[&str], named: &mut BTreeSet<String>) -> Option<Problem> {
    const SHOWN_CHARS: usize = 60;
    let name: String = types.join(", ").chars().filter(|c| !c.is_control()).take(SHOWN_CHARS).collect();
    if named.contains(&name) || named.len() >= Limits::FOREIGN_TYPES_NAMED_MAX {
        return None;
    }
    let message = format!("must be JobPosting; was “{name}”; further ones are skipped without a word");
    named.insert(name);
    Some(Problem { field: "@type".to_owned(), code: "unsupported_type", message })
}

fn repaired() -> Problem {
    let message = "has raw line ends or other control characters inside texts; read as if they were escaped";
    Problem::of_record("control_character", message)
}

/// Escapes control characters inside texts, which many sites forget; nothing when there are none.
fn with_escaped_controls(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut nesting = Nesting::default();
    let mut escaped = Vec::with_capacity(bytes.len());
    for byte in bytes {
        match byte {
            b'\n' if nesting.in_text() => escaped.extend_from_slice(b"\\n"),
            0..=0x1F if nesting.in_text() => escaped.push(b' '),
            _ => escaped.push(*byte),
        }
        nesting.take(*byte);
    }
    (escaped != bytes).then_some(escaped)
}
