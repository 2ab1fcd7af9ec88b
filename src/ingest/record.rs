//! One record of the project's own format: JSON text to a vacancy or route, and back.

use super::{
    Limits, Problem,
    fields::Node,
    problem::{Path, Report},
    route,
    unread::{Beginning, field_without_text},
    vacancy,
};
use crate::domain::{Invalid, Opportunity, OpportunityKind, RecordId};
use serde_json::Value;

/// Writes one record as a line of the project's own format, without a line end. The fields stand in a fixed order, and
/// absent ones are left out, so equal opportunities give equal lines.
///
/// ```
/// let line = r#"{"type":"vacancy","id":"v-1","title":"Bode","description":"Post.","employer":"Voorbeeldstad","language":"nl"}"#;
/// let (id, opportunity) = loopbaanbrug::ingest::decode(line).expect("a correct record");
/// assert_eq!(loopbaanbrug::ingest::encode(&opportunity, &id), line);
/// ```
#[must_use]
pub fn encode(opportunity: &Opportunity, id: &RecordId) -> String {
    match opportunity {
        Opportunity::Vacancy(vacancy) => vacancy::write(id, vacancy).text(),
        Opportunity::Route(route) => route::write(id, route).text(),
    }
}

/// Reads one record of the project's own format.
///
/// # Errors
/// Every problem of the record, up to [`Limits::PROBLEMS_PER_RECORD_MAX`].
///
/// ```
/// let problems = loopbaanbrug::ingest::decode(r#"{"type":"vacancy","id":"v-1","title":"Bode"}"#).unwrap_err();
/// assert_eq!(problems.iter().map(|problem| &*problem.field).collect::<Vec<_>>(), ["description", "employer"]);
/// ```
pub fn decode(line: &str) -> Result<(RecordId, Opportunity), Vec<Problem>> {
    read(line.as_bytes()).1
}

/// The id, when it could be read, and what there is under it.
pub(super) type Decoded<T> = (Option<RecordId>, Result<(RecordId, T), Vec<Problem>>);

/// The field of a line that withdraws a record. Its value is the id.
pub(super) const REMOVE: &str = "remove";

/// Reads the bytes of one line of a feed: a record, or the withdrawal of one.
pub(super) fn read_line(bytes: &[u8]) -> Decoded<Option<Opportunity>> {
    read_with(bytes, |node| match node.value.get(REMOVE) {
        None => {
            let (id, opportunity) = read_value(node);
            (id, opportunity.map(Some))
        }
        Some(_) => (read_removal(node), Some(None)),
    })
}

/// Reads the bytes of one record.
fn read(bytes: &[u8]) -> Decoded<Opportunity> {
    read_with(bytes, read_value)
}

fn read_with<T>(bytes: &[u8], read: impl FnOnce(Node<'_>) -> (Option<RecordId>, Option<T>)) -> Decoded<T> {
    if bytes.len() > Limits::RECORD_BYTES_MAX {
        return read_too_large(bytes);
    }
    let value = match parse(bytes) {
        Ok(value) => value,
        Err(problem) => return (Beginning::of(bytes).into_id(), Err(vec![problem])),
    };
    read_object_with(&value, read)
}

/// Reads what can be read of a record with too many bytes. What stands behind as many as it may have makes no difference.
pub(super) fn read_too_large<T>(bytes: &[u8]) -> Decoded<T> {
    let beginning = Beginning::of(bytes);
    let problem = beginning.too_large();
    (beginning.into_id(), Err(vec![problem]))
}

/// Reads the JSON of one record.
pub(super) fn read_object(value: &Value) -> Decoded<Opportunity> {
    read_object_with(value, read_value)
}

fn read_object_with<T>(value: &Value, read: impl FnOnce(Node<'_>) -> (Option<RecordId>, Option<T>)) -> Decoded<T> {
    let report = Report::default();
    let (id, content) = read(Node { value, path: &Path::Record, report: &report });
    match (id, content) {
        (Some(id), Some(content)) if report.is_empty() => (Some(id.clone()), Ok((id, content))),
        (id, _) => (id, Err(report.into_problems())),
    }
}

fn read_removal(node: Node<'_>) -> Option<RecordId> {
    let mut fields = node.fields()?;
    let id = fields.required(REMOVE, "the id of the record to remove", |node| node.parse(RecordId::new));
    fields.finish();
    id
}

/// Parses JSON and says in the feed's terms what is wrong with it.
pub(super) fn parse(bytes: &[u8]) -> Result<Value, Problem> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let position = error.valid_up_to() + 1;
        let message = format!("must be text in the character set of the feed; byte {position} of the record is not");
        Problem { field: field_without_text(bytes), code: "not_utf8", message }
    })?;
    serde_json::from_str(text)
        .map_err(|error| Problem::of_record("not_json", format!("must be one JSON object; {error}")))
}

fn read_value(node: Node<'_>) -> (Option<RecordId>, Option<Opportunity>) {
    let Some(mut fields) = node.fields() else { return (None, None) };
    let id = fields.required("id", "the id of the record in its source", |node| node.parse(RecordId::new));
    let kind = fields.required("type", "“vacancy” or “route”", |node| node.parse(kind_from_code));
    let opportunity = match kind {
        Some(OpportunityKind::Vacancy) => vacancy::read(fields).map(Box::new).map(Opportunity::Vacancy),
        Some(OpportunityKind::Route) => route::read(fields).map(Box::new).map(Opportunity::Route),
        // Without its type the other fields mean nothing.
        None => None,
    };
    (id, opportunity)
}

fn kind_from_code(code: &str) -> Result<OpportunityKind, Invalid> {
    let kinds = [OpportunityKind::Vacancy, OpportunityKind::Route];
    let found = kinds.into_iter().find(|kind| kind.code() == code);
    found.ok_or_else(|| Invalid::unknown_code(kinds.map(OpportunityKind::code), code))
}
