//! The stream of things: elements, `@graph` and other lists, foreign types, and what to say of broken ones.

use super::{beside::Beside, course, job_posting, nodes::Nodes, properties::each, repair::parse_tolerantly};
use crate::ingest::{
    Limits, Problem,
    json_elements::{Content, ElementSplitter},
    json_nesting::{graph_items, items_of},
    reader::{FeedError, Found, RecordSource},
    unread::too_large,
};
use serde_json::{Map, Value};
use std::{
    collections::{BTreeSet, VecDeque},
    ops::Range,
};

/// Which things a feed is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ingest) enum Wanted {
    Postings,
    Courses,
    Both,
}

/// What a thing becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ingest) enum ThingKind {
    Posting,
    /// A course or programme.
    Course,
    /// One date of a course, published by itself.
    Instance,
}

impl Wanted {
    fn holds(self, kind: ThingKind) -> bool {
        matches!((self, kind), (Self::Both, _) | (Self::Postings, ThingKind::Posting))
            || (self == Self::Courses && kind != ThingKind::Posting)
    }

    /// The types for a message.
    pub(in crate::ingest) fn types(self) -> &'static str {
        match self {
            Self::Postings => "JobPosting",
            Self::Courses => "Course, CourseInstance or EducationalOccupationalProgram",
            Self::Both => "JobPosting, Course, CourseInstance or EducationalOccupationalProgram",
        }
    }
}

/// A thing that is to become a record.
#[derive(Debug)]
pub(in crate::ingest) struct Thing {
    pub(in crate::ingest) line: u64,
    pub(in crate::ingest) kind: ThingKind,
    pub(in crate::ingest) values: Map<String, Value>,
    /// What was said of it already.
    pub(in crate::ingest) notes: Vec<Problem>,
}

impl Thing {
    /// Reads the record.
    pub(in crate::ingest) fn read(self) -> Found {
        let (id, outcome) = match self.kind {
            ThingKind::Posting => job_posting::read(&self.values, self.notes),
            ThingKind::Course | ThingKind::Instance => course::read(&self.values, self.notes),
        };
        Found { line: self.line, id, outcome }
    }
}

/// Bytes in, things out.
#[derive(Debug)]
pub(in crate::ingest) struct JsonLdFeed {
    wanted: Wanted,
    outer: ElementSplitter,
    graph: Option<Graph>,
    /// Nodes outside of graphs.
    nodes: Nodes,
    foreign_types: BTreeSet<String>,
    /// Whether other types are to be expected, as in web pages.
    among_others: bool,
    /// Things of an element that holds several.
    waiting: VecDeque<Thing>,
    /// Things that wait for the end.
    beside: Beside,
    finished: bool,
}

/// A list of things inside of an element.
#[derive(Debug)]
struct Graph {
    line: u64,
    items: ElementSplitter,
    nodes: Nodes,
    /// Whether anything was found in it.
    found: bool,
}

/// What one element turned out to be.
enum Reading {
    Things,
    Refused(Found),
    /// A type that the feed may hold but that is not read; reported already, or to be expected.
    Foreign,
    Graph(Box<Graph>),
    /// Not JSON, or too large.
    Broken(u64, Problem),
}

impl JsonLdFeed {
    pub(in crate::ingest) fn new(wanted: Wanted) -> Self {
        Self {
            wanted,
            outer: ElementSplitter::new(1),
            graph: None,
            nodes: Nodes::default(),
            foreign_types: BTreeSet::new(),
            among_others: false,
            waiting: VecDeque::new(),
            beside: Beside::default(),
            finished: false,
        }
    }

    /// One script of a web page, whose first line is `line` and whose things may refer to these nodes.
    pub(in crate::ingest) fn of_script(wanted: Wanted, script: &[u8], line: u64, nodes: Nodes) -> Self {
        let mut outer = ElementSplitter::new(line);
        outer.push(script);
        outer.finish();
        Self { outer, nodes, among_others: true, finished: true, ..Self::new(wanted) }
    }

    /// The nodes that were given, and those that were found.
    pub(in crate::ingest) fn into_nodes(self) -> Nodes {
        self.nodes
    }

    /// The next thing, or a record that is refused before it was one.
    pub(in crate::ingest) fn next_thing(&mut self) -> Option<Result<Thing, Found>> {
        loop {
            let next = self.waiting.pop_front().or_else(|| self.beside.release(false, &self.nodes));
            if let Some(thing) = next {
                return Some(Ok(thing));
            }
            let in_graph = self.graph.is_some();
            let (splitter, inner_nodes) = match &mut self.graph {
                Some(Graph { items, nodes, .. }) => (items, Some(&*nodes)),
                None => (&mut self.outer, None),
            };
            let Some(element) = splitter.next_element() else {
                let Some(graph) = self.graph.take() else {
                    return self.beside.release(self.finished, &self.nodes).map(Ok);
                };
                match self.end_of(&graph) {
                    Some(refused) => return Some(Err(refused)),
                    None => continue,
                }
            };
            let line = element.line;
            let reading = match element.content {
                Content::Object(bytes) => {
                    let mut reader = ElementReader {
                        wanted: self.wanted,
                        nodes: inner_nodes.into_iter().chain([&self.nodes]).collect(),
                        among_others: self.among_others || in_graph,
                        siblings: Nodes::default(),
                        is_part: false,
                        found: Vec::new(),
                        node: None,
                    };
                    let reading = reader.read(line, bytes, in_graph, &mut self.foreign_types);
                    let ElementReader { found, node, .. } = reader;
                    let bytes = bytes.len();
                    for thing in found {
                        let now = if in_graph { Some(thing) } else { self.beside.keep(thing, bytes, &mut self.nodes) };
                        self.waiting.extend(now);
                    }
                    if let Some(node) = node.filter(|_| !in_graph) {
                        self.nodes.remember(&node);
                    }
                    reading
                }
                other => Reading::Broken(line, problem_of(&other)),
            };
            if let Some(graph) = &mut self.graph {
                graph.found |= !matches!(reading, Reading::Foreign);
            }
            match reading {
                Reading::Things | Reading::Foreign => {}
                Reading::Refused(found) => return Some(Err(found)),
                Reading::Graph(graph) => self.graph = Some(*graph),
                Reading::Broken(line, mut problem) => {
                    let splitter = self.graph.as_mut().map_or(&mut self.outer, |graph| &mut graph.items);
                    if let Some(line) = splitter.resync() {
                        problem.message.push_str(&format!("; reading goes on at line {line}"));
                    }
                    return Some(Err(Found::refused(line, problem)));
                }
            }
        }
    }

    /// A graph with nothing in it that is wanted is a record that is not there.
    fn end_of(&self, graph: &Graph) -> Option<Found> {
        let message = format!("must hold a {}; nothing in this graph is one", self.wanted.types());
        (!graph.found && !self.among_others)
            .then(|| Found::refused(graph.line, Problem::of_record("nothing_found", message)))
    }
}

impl RecordSource for JsonLdFeed {
    fn push(&mut self, bytes: &[u8]) {
        self.outer.push(bytes);
    }

    fn finish(&mut self) {
        self.outer.finish();
        self.finished = true;
    }

    fn backlog_bytes(&self) -> usize {
        self.outer.backlog_bytes()
    }

    fn is_truncated(&self) -> bool {
        self.outer.in_list() || self.outer.is_cut()
    }

    fn next(&mut self) -> Result<Option<Found>, FeedError> {
        Ok(self.next_thing().map(|thing| thing.map_or_else(|refused| refused, Thing::read)))
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

/// Reads one element for what is wanted.
struct ElementReader<'a> {
    wanted: Wanted,
    /// Those of the graph first, then those outside of graphs.
    nodes: Vec<&'a Nodes>,
    among_others: bool,
    /// Other things that this one holds.
    siblings: Nodes,
    /// Whether it is, or holds, a date that is told with its course.
    is_part: bool,
    found: Vec<Thing>,
    /// The element itself when others may refer to it.
    node: Option<Map<String, Value>>,
}

impl ElementReader<'_> {
    fn read(&mut self, line: u64, bytes: &[u8], in_graph: bool, foreign_types: &mut BTreeSet<String>) -> Reading {
        if !in_graph && let Some(range) = list_inside(bytes) {
            return Reading::Graph(Box::new(graph(line, bytes, range)));
        }
        if bytes.len() > Limits::RECORD_BYTES_MAX {
            return Reading::Broken(line, too_large());
        }
        let (value, notes) = match parse_tolerantly(bytes) {
            Ok(parsed) => parsed,
            Err(problem) => return Reading::Broken(line, problem),
        };
        let Value::Object(mut values) = value else {
            return Reading::Broken(line, Problem::of_record("not_json", "must be a JSON object"));
        };
        plain_names(&mut values);
        let types = types_of(&values);
        let may_be_part = kind_of(&values).is_none_or(|kind| kind == ThingKind::Instance);
        if may_be_part && values.contains_key("@id") && bytes.len() <= Limits::NODE_BYTES_MAX {
            self.node = Some(values.clone());
        }
        if kind_of(&values).is_none() {
            self.siblings.remember_inside(&values, &HOLDING, HOLDERS_MAX);
        }
        self.collect(line, values, &notes, HOLDERS_MAX);
        match self.found.len() {
            0 if !self.is_part => match foreign(&types, self.wanted, self.among_others, foreign_types) {
                Some(problem) => Reading::Refused(Found::refused(line, problem)),
                None => Reading::Foreign,
            },
            _ => Reading::Things,
        }
    }

    /// The thing itself when it is wanted, else those that it holds.
    fn collect(&mut self, line: u64, mut values: Map<String, Value>, notes: &[Problem], holders_left: usize) {
        let nodes = || [&self.siblings].into_iter().chain(self.nodes.iter().copied());
        match kind_of(&values) {
            Some(ThingKind::Instance) if nodes().any(|nodes| nodes.is_part(&values)) => self.is_part = true,
            Some(kind) if self.wanted.holds(kind) => {
                nodes().for_each(|nodes| nodes.resolve(&mut values));
                self.found.push(Thing { line, kind, values, notes: notes.to_vec() });
            }
            _ => {
                let Some(left) = holders_left.checked_sub(1) else { return };
                let held: Vec<Value> = HOLDING.iter().filter_map(|name| values.remove(*name)).collect();
                for value in held.iter().flat_map(each) {
                    if let Value::Object(inner) = value {
                        self.collect(line, inner.clone(), notes, left);
                    }
                }
            }
        }
    }
}

/// The items of a `@graph`, or of another list in an object that is too large to be read at once.
fn list_inside(bytes: &[u8]) -> Option<Range<usize>> {
    let large = bytes.len() > Limits::RECORD_BYTES_MAX;
    let other = |name: &[u8]| items_of(bytes, name).filter(|_| large);
    graph_items(bytes).or_else(|| other(b"\"itemListElement\"")).or_else(|| other(b"\"dataFeedElement\""))
}

fn graph(line: u64, bytes: &[u8], range: Range<usize>) -> Graph {
    let (before, items) = (bytes.get(..range.start), bytes.get(range).unwrap_or_default());
    let lines_before = before.unwrap_or_default().iter().filter(|byte| **byte == b'\n').count();
    let mut splitter = ElementSplitter::new(line + u64::try_from(lines_before).unwrap_or_default());
    splitter.push(items);
    splitter.finish();
    let mut nodes = Nodes::default();
    nodes.remember_all(items);
    Graph { line, items: splitter, nodes, found: false }
}

/// Properties in which pages and lists hold the things that they are about.
const HOLDING: [&str; 4] = ["mainEntity", "item", "itemListElement", "dataFeedElement"];
/// Such properties inside one another.
const HOLDERS_MAX: usize = 4;

/// The names of the types of a thing.
fn types_of(values: &Map<String, Value>) -> Vec<String> {
    values.get("@type").into_iter().flat_map(each).filter_map(Value::as_str).map(str::to_owned).collect()
}

/// What a thing becomes, by its types.
pub(super) fn kind_of(values: &Map<String, Value>) -> Option<ThingKind> {
    types_of(values).iter().find_map(|name| match plain_name(name).to_ascii_lowercase().as_str() {
        "jobposting" => Some(ThingKind::Posting),
        "course" | "educationaloccupationalprogram" | "workbasedprogram" => Some(ThingKind::Course),
        "courseinstance" => Some(ThingKind::Instance),
        _ => None,
    })
}

const PREFIXES: [&str; 5] =
    ["http://schema.org/", "https://schema.org/", "http://www.schema.org/", "https://www.schema.org/", "schema:"];

/// A name without the prefix of the vocabulary.
fn plain_name(name: &str) -> &str {
    PREFIXES.iter().find_map(|prefix| name.strip_prefix(prefix)).unwrap_or(name)
}

/// Takes the prefix of the vocabulary away from the names of properties, also inside.
fn plain_names(values: &mut Map<String, Value>) {
    let prefixed: Vec<String> = values.keys().filter(|name| plain_name(name) != name.as_str()).cloned().collect();
    for name in prefixed {
        if let Some(value) = values.remove(&name) {
            values.entry(plain_name(&name)).or_insert(value);
        }
    }
    // The JSON parser bounds the depth.
    values.values_mut().for_each(plain_names_inside);
}

fn plain_names_inside(value: &mut Value) {
    match value {
        Value::Object(inner) => plain_names(inner),
        Value::Array(items) => items.iter_mut().for_each(plain_names_inside),
        _ => {}
    }
}

/// Types that stand beside postings and courses on nearly every site.
const COMPANIONS: [&str; 24] = [
    "Organization",
    "Corporation",
    "LocalBusiness",
    "GovernmentOrganization",
    "EducationalOrganization",
    "CollegeOrUniversity",
    "School",
    "NGO",
    "EmploymentAgency",
    "WebSite",
    "WebPage",
    "ItemPage",
    "CollectionPage",
    "AboutPage",
    "FAQPage",
    "BreadcrumbList",
    "ItemList",
    "ImageObject",
    "VideoObject",
    "Person",
    "Place",
    "PostalAddress",
    "Article",
    "CourseInstance",
];

/// The problem of another type, once for each type; companions are to be expected where others stand.
fn foreign(types: &[String], wanted: Wanted, among_others: bool, named: &mut BTreeSet<String>) -> Option<Problem> {
    const SHOWN_CHARS: usize = 60;
    let is_companion = |name: &String| COMPANIONS.contains(&plain_name(name));
    let expected = among_others && !types.is_empty() && types.iter().any(is_companion);
    let name: String = types.join(", ").chars().filter(|c| !c.is_control()).take(SHOWN_CHARS).collect();
    if expected || named.contains(&name) || named.len() >= Limits::FOREIGN_TYPES_NAMED_MAX {
        return None;
    }
    let message = format!("must be {}; was “{name}”; further ones are skipped without a word", wanted.types());
    named.insert(name);
    Some(Problem { field: "@type".to_owned(), code: "unsupported_type", message })
}
