//! An import stream: the header first, then chunks of the feed, then the report.

use super::{
    context::context,
    violations::{Path, Violations},
};
use crate::{
    catalogue::ImportMode,
    domain::SourceName,
    engine::{Engine, EngineError, ImportHeader, ImportReport, RecordProblem, Rejection, limits},
    ingest::{FeedFormat, FeedSpec},
};
use loopbaanbrug_proto::v1;
use prost::Message;
use tokio_stream::{Stream, StreamExt};
use tonic::Status;
use v1::import_request::Part;

/// Reads a whole stream into one import. A stream that breaks off changes nothing.
pub(super) async fn import(
    engine: &Engine,
    removed_percent_max: u8,
    mut stream: impl Stream<Item = Result<v1::ImportRequest, Status>> + Unpin,
) -> Result<v1::ImportResponse, Status> {
    let first = stream.next().await.transpose()?;
    let header = begin(first, removed_percent_max)?;
    let mut session = engine.import(header).await?;
    while let Some(message) = stream.next().await {
        session.push(&next(message?)?).await?;
    }
    let report = session.finish().await?;
    Ok(response(engine, report))
}

fn begin(first: Option<v1::ImportRequest>, removed_percent_max: u8) -> Result<ImportHeader, EngineError> {
    match first.and_then(|message| message.part) {
        Some(Part::Header(given)) => header(&given, removed_percent_max),
        Some(Part::Chunk(_)) => Err(out_of_order("the header must come before the first chunk")),
        None => Err(out_of_order("the first message must hold a header")),
    }
}

fn next(message: v1::ImportRequest) -> Result<Vec<u8>, EngineError> {
    match message.part {
        Some(Part::Chunk(chunk)) if chunk.len() <= limits::IMPORT_CHUNK_BYTES_MAX => Ok(chunk),
        Some(Part::Chunk(chunk)) => {
            let (max, actual) = (limits::IMPORT_CHUNK_BYTES_MAX, chunk.len());
            Err(out_of_order(&format!("a chunk must have at most {max} bytes, has {actual}")))
        }
        Some(Part::Header(_)) => Err(out_of_order("only the first message may hold a header")),
        None => Err(out_of_order("every message after the first must hold a chunk")),
    }
}

fn out_of_order(what: &str) -> EngineError {
    EngineError::FeedInvalid(what.to_owned())
}

fn header(given: &v1::ImportHeader, removed_percent_max: u8) -> Result<ImportHeader, EngineError> {
    let mut violations = Violations::default();
    let path = Path::root("header");
    let source = violations.keep(&path.field("source"), SourceName::new(&given.source));
    let format = violations.code_or(&path.field("format"), given.format, FeedFormat::Ndjson);
    let format = format.and_then(|format| spec(given, format, &path, &mut violations));
    let mode = violations.code_or(&path.field("mode"), given.mode, ImportMode::Delta);
    let kind = violations.optional_code(&path.field("kind"), given.kind);
    let read = || {
        Some(ImportHeader {
            source: source?,
            kind,
            format: format?,
            mode: mode?,
            request_id: Some(given.request_id.clone()).filter(|request_id| !request_id.is_empty()),
            expected_count: given.expected_count,
            removed_percent_max: if given.allow_shrink { 100 } else { removed_percent_max },
            validate_only: given.validate_only,
        })
    };
    violations.finish(read())
}

/// A format with its mapping and character set; every problem of a mapping is a violation of its own.
fn spec(
    given: &v1::ImportHeader,
    format: FeedFormat,
    path: &Path<'_>,
    violations: &mut Violations,
) -> Option<FeedSpec> {
    let mut spec = FeedSpec::from(format);
    if !given.mapping.is_empty() {
        spec = match spec.with_mapping(&given.mapping) {
            Ok(spec) => spec,
            Err(problems) => {
                problems.iter().for_each(|problem| violations.add(&path.field("mapping"), problem));
                return None;
            }
        };
    }
    if !given.charset.is_empty() {
        spec = violations.keep(&path.field("charset"), spec.with_charset(&given.charset))?;
    }
    Some(spec)
}

/// The report. Refused records beyond what a message holds are left out; their number is still right.
fn response(engine: &Engine, report: ImportReport) -> v1::ImportResponse {
    let mut response = v1::ImportResponse {
        request_id: report.request_id,
        revision: report.revision,
        received: report.received,
        accepted: report.accepted,
        unchanged: report.unchanged,
        removed: report.removed,
        rejected: report.rejected,
        rejections: Vec::new(),
        validate_only: report.validate_only,
        repeated: report.repeated,
        context: Some(context(engine.context())),
    };
    response.rejections = fitting_rejections(report.rejections, response.encoded_len());
    response
}

/// An import that was applied must not fail on its report: refused records fill what room there is.
fn fitting_rejections(rejections: Vec<Rejection>, other_bytes: usize) -> Vec<v1::RejectedRecord> {
    /// Tag and length of one record in the list, at most.
    const FRAME_BYTES: usize = 6;
    let mut bytes = other_bytes;
    let fitting = rejections.into_iter().map(rejected).take_while(|record| {
        bytes += record.encoded_len() + FRAME_BYTES;
        bytes <= limits::MESSAGE_BYTES_MAX
    });
    fitting.collect()
}

pub(super) fn rejected(rejection: Rejection) -> v1::RejectedRecord {
    v1::RejectedRecord {
        number: rejection.number,
        line: rejection.line,
        record_id: rejection.record_id.unwrap_or_default(),
        problems: rejection.problems.into_iter().map(problem).collect(),
    }
}

fn problem(problem: RecordProblem) -> v1::RecordProblem {
    v1::RecordProblem { field: problem.field, code: problem.code, message: problem.message }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(part: Option<Part>) -> v1::ImportRequest {
        v1::ImportRequest { part }
    }

    fn given() -> v1::ImportHeader {
        v1::ImportHeader { source: "waterrijk".into(), ..Default::default() }
    }

    fn is_out_of_order<T>(read: &Result<T, EngineError>) -> bool {
        matches!(read, Err(EngineError::FeedInvalid(_)))
    }

    #[test]
    fn the_header_comes_first_and_only_first() {
        assert!(begin(Some(message(Some(Part::Header(given())))), 50).is_ok());
        assert!(is_out_of_order(&begin(None, 50)));
        assert!(is_out_of_order(&begin(Some(message(None)), 50)));
        assert!(is_out_of_order(&begin(Some(message(Some(Part::Chunk(vec![1])))), 50)));
        assert!(is_out_of_order(&next(message(Some(Part::Header(given()))))));
        assert!(is_out_of_order(&next(message(None))));
    }

    #[test]
    fn a_chunk_has_a_limit() {
        let chunk = |bytes: usize| next(message(Some(Part::Chunk(vec![b' '; bytes]))));
        assert!(chunk(limits::IMPORT_CHUNK_BYTES_MAX).is_ok());
        assert!(is_out_of_order(&chunk(limits::IMPORT_CHUNK_BYTES_MAX + 1)));
    }

    #[test]
    fn a_header_is_read_with_its_defaults() {
        let read = header(&given(), 30).expect("a header");
        assert_eq!((read.format.format(), read.mode), (FeedFormat::Ndjson, ImportMode::Delta));
        assert_eq!((read.request_id, read.expected_count, read.kind), (None, None, None));
        assert_eq!(read.removed_percent_max, 30);
        let allowed = v1::ImportHeader { allow_shrink: true, ..given() };
        assert_eq!(header(&allowed, 30).expect("a header").removed_percent_max, 100);
    }

    #[test]
    fn every_problem_of_a_header_is_named_with_its_path() {
        let given = v1::ImportHeader { source: "Waterrijk".into(), format: 9, mode: -1, ..Default::default() };
        let Err(EngineError::Invalid(violations)) = header(&given, 50) else { panic!("accepted") };
        let fields: Vec<_> = violations.iter().map(|it| it.field.as_str()).collect();
        assert_eq!(fields, ["header.source", "header.format", "header.mode"]);
    }

    #[test]
    fn every_problem_of_a_mapping_is_named_with_its_line() {
        let wrong = |mapping: &str, format: v1::FeedFormat| {
            let given = v1::ImportHeader { mapping: mapping.into(), format: format.into(), ..given() };
            let Err(EngineError::Invalid(violations)) = header(&given, 50) else { panic!("accepted") };
            violations.iter().map(|it| format!("{}: {}", it.field, it.description)).collect::<Vec<_>>()
        };
        let mapping = "type = \"vacancy\"\n[fields]\ntitel = \"Functie\"\nopenings = 3";
        let said = wrong(mapping, v1::FeedFormat::Csv);
        assert_eq!(said.len(), 2);
        assert!(said[0].starts_with("header.mapping: line 3: fields.titel is no field"), "{said:?}");
        assert!(wrong(mapping, v1::FeedFormat::Ndjson)[0].contains("CSV only"));
        let charset = v1::ImportHeader { charset: "klingon".into(), ..given() };
        assert!(
            matches!(header(&charset, 50), Err(EngineError::Invalid(violations)) if violations[0].field == "header.charset")
        );
    }

    /// A thousand refused records with twenty long problems each would be 6 MB.
    #[test]
    fn a_report_fits_a_message_whatever_was_refused() {
        let problem = RecordProblem { field: "f".into(), code: "c".into(), message: "m".repeat(300) };
        let rejection = Rejection { number: 1, line: 1, record_id: None, problems: vec![problem; 20] };
        let response = v1::ImportResponse { rejected: 1_000, ..Default::default() };
        let rejections = fitting_rejections(vec![rejection; 1_000], response.encoded_len());
        assert!(rejections.len() > 500 && rejections.len() < 1_000, "{}", rejections.len());
        let response = v1::ImportResponse { rejections, ..response };
        assert!(response.encoded_len() <= limits::MESSAGE_BYTES_MAX);
    }
}
