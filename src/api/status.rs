//! What a caller sees of an error: the only place where a refusal becomes a gRPC status.
//!
//! Every status carries `google.rpc.ErrorInfo` with a reason of `errors.proto`. A fault of the service is logged here and
//! sent without its text. Details travel in HTTP headers, which clients limit, so they are cut to a size that all accept.

use crate::engine::{EngineError, FieldViolation, limits};
use loopbaanbrug_proto::v1::ErrorReason;
use std::{collections::HashMap, time::Duration};
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, FieldViolation as WireViolation, StatusExt};

/// Domain of every reason.
const DOMAIN: &str = "loopbaanbrug";
const REASON_PREFIX: &str = "ERROR_REASON_";
/// Bytes that all violations together may fill. Some clients refuse headers of more than 8 KiB; base64 adds a third.
const VIOLATIONS_BYTES_MAX: usize = 3_600;
/// What a violation takes besides its texts.
const VIOLATION_FRAME_BYTES: usize = 8;
/// Most bytes of a message, a field path, a description and a metadata value. What we write ourselves is shorter.
const TEXT_BYTES_MAX: usize = 300;
/// When an import that found its source taken may be tried again.
const IMPORT_RETRY: Duration = Duration::from_secs(1);
/// When a call that the storage refused may be tried again: a full disk is not empty at once.
const STORAGE_RETRY: Duration = Duration::from_secs(5);

/// What is sent of an error.
struct Answer {
    code: Code,
    reason: ErrorReason,
    message: String,
    metadata: HashMap<String, String>,
    retry_after: Option<Duration>,
    violations: Vec<FieldViolation>,
}

impl Answer {
    fn new(code: Code, reason: ErrorReason, message: impl Into<String>) -> Self {
        let (metadata, violations) = (HashMap::new(), Vec::new());
        Self { code, reason, message: message.into(), metadata, retry_after: None, violations }
    }

    fn with(mut self, key: &str, value: &impl ToString) -> Self {
        self.metadata.insert(key.to_owned(), shortened(&value.to_string()));
        self
    }

    fn retry(mut self, after: Duration) -> Self {
        self.retry_after = Some(after);
        self
    }

    /// Notes violations as far as they fit; how many there were is said when not all do.
    fn violated(mut self, violations: Vec<FieldViolation>) -> Self {
        let (all, mut bytes) = (violations.len(), 0);
        let short = violations
            .into_iter()
            .map(|it| FieldViolation { field: shortened(&it.field), description: shortened(&it.description) });
        let fitting = short.take_while(|it| {
            bytes += it.field.len() + it.description.len() + VIOLATION_FRAME_BYTES;
            bytes <= VIOLATIONS_BYTES_MAX
        });
        self.violations = fitting.collect();
        if self.violations.len() < all {
            return self.with("violations", &all);
        }
        self
    }

    fn into_status(self) -> Status {
        let mut details = ErrorDetails::new();
        let reason = self.reason.as_str_name();
        details.set_error_info(reason.strip_prefix(REASON_PREFIX).unwrap_or(reason), DOMAIN, self.metadata);
        if let Some(after) = self.retry_after {
            details.set_retry_info(Some(after));
        }
        if !self.violations.is_empty() {
            let violations = self.violations.into_iter().map(|it| WireViolation::new(it.field, it.description));
            details.set_bad_request(violations.collect::<Vec<_>>());
        }
        Status::with_error_details(self.code, shortened(&self.message), details)
    }
}

impl From<EngineError> for Status {
    fn from(error: EngineError) -> Self {
        answer(error).into_status()
    }
}

fn token_invalid(field: &str, of: &str, message: String) -> Answer {
    let description = format!("must be {of}, unaltered; leave it out to begin again");
    let violation = FieldViolation { field: field.to_owned(), description };
    Answer::new(Code::InvalidArgument, ErrorReason::PageTokenInvalid, message).violated(vec![violation])
}

fn answer(error: EngineError) -> Answer {
    let message = format!("failed to {error}");
    match error {
        EngineError::Invalid(violations) => {
            Answer::new(Code::InvalidArgument, ErrorReason::RequestInvalid, first_of(&violations)).violated(violations)
        }
        EngineError::OpportunityNotFound { key } => {
            Answer::new(Code::NotFound, ErrorReason::OpportunityNotFound, message).with("key", &key)
        }
        EngineError::ConceptNotFound { key } => {
            Answer::new(Code::NotFound, ErrorReason::ConceptNotFound, message).with("key", &key)
        }
        EngineError::PageTokenInvalid => {
            token_invalid("page_token", "the next_page_token of an answer to the same request", message)
        }
        EngineError::ResumeTokenInvalid => {
            token_invalid("resume_token", "the resume_token of a message of a watch of this source or of all", message)
        }
        EngineError::PageTokenExpired => Answer::new(Code::FailedPrecondition, ErrorReason::PageTokenExpired, message),
        EngineError::RevisionUnknown { asked, current } => {
            let answer = Answer::new(Code::FailedPrecondition, ErrorReason::RevisionUnknown, message);
            answer.with("asked", &asked).with("current", &current)
        }
        EngineError::RevisionLost { asked, current } => {
            let answer = Answer::new(Code::FailedPrecondition, ErrorReason::RevisionUnknown, message);
            answer.with("asked", &asked).with("current", &current).with("lost", &true)
        }
        EngineError::RevisionNotReached { asked, current } => {
            let answer = Answer::new(Code::DeadlineExceeded, ErrorReason::RevisionNotReached, message);
            answer.with("asked", &asked).with("current", &current)
        }
        EngineError::DeadlineExceeded => Answer::new(Code::DeadlineExceeded, ErrorReason::DeadlineExceeded, message),
        EngineError::Overloaded { retry_after } => {
            Answer::new(Code::Unavailable, ErrorReason::Overloaded, message).retry(retry_after)
        }
        EngineError::NotReady { retry_after } => {
            Answer::new(Code::Unavailable, ErrorReason::NotReady, message).retry(retry_after)
        }
        EngineError::ImportInProgress { .. } => {
            Answer::new(Code::Aborted, ErrorReason::ImportInProgress, message).retry(IMPORT_RETRY)
        }
        EngineError::RequestIdReused { .. } => {
            Answer::new(Code::InvalidArgument, ErrorReason::RequestIdReused, message)
        }
        EngineError::RecordCountMismatch { expected, received } => {
            let answer = Answer::new(Code::FailedPrecondition, ErrorReason::RecordCountMismatch, message);
            answer.with("expected", &expected).with("received", &received)
        }
        EngineError::FeedShrank { current, remaining } => {
            let answer = Answer::new(Code::FailedPrecondition, ErrorReason::FeedShrank, message);
            answer.with("current", &current).with("remaining", &remaining)
        }
        EngineError::FeedUnread { current, remaining, .. } => {
            let answer = Answer::new(Code::FailedPrecondition, ErrorReason::FeedShrank, message);
            answer.with("current", &current).with("remaining", &remaining).with("unread", &true)
        }
        EngineError::ImportNotFound { source_name, request_id } => {
            let answer = Answer::new(Code::NotFound, ErrorReason::ImportNotFound, message);
            answer.with("source", &source_name).with("request_id", &request_id)
        }
        EngineError::ReaderTooSlow { .. } => Answer::new(Code::ResourceExhausted, ErrorReason::ReaderTooSlow, message),
        EngineError::StorageUnavailable(cause) => {
            tracing::error!(error = format!("{cause:#}"), "the storage of the catalogue refuses");
            Answer::new(Code::Unavailable, ErrorReason::StorageUnavailable, message).retry(STORAGE_RETRY)
        }
        EngineError::BackupRefused(why) => {
            Answer::new(Code::FailedPrecondition, ErrorReason::BackupRefused, message).with("cause", &why.cause())
        }
        EngineError::FeedInvalid(_) => Answer::new(Code::InvalidArgument, ErrorReason::StreamInvalid, message),
        EngineError::Internal(cause) => {
            tracing::error!(error = format!("{cause:#}"), "a call failed");
            fault()
        }
    }
}

fn fault() -> Answer {
    Answer::new(Code::Internal, ErrorReason::Internal, "failed to answer: a fault of the service, see its log")
}

/// A call that panicked. Where it did is in the log.
pub(super) fn panicked() -> Status {
    fault().into_status()
}

/// A call that came while the service is starting or stopping.
pub(super) fn not_ready() -> Status {
    EngineError::NotReady { retry_after: Duration::from_millis(limits::OVERLOAD_RETRY_MS) }.into()
}

/// A call for which there is no place.
pub(super) fn overloaded() -> Status {
    EngineError::Overloaded { retry_after: Duration::from_millis(limits::OVERLOAD_RETRY_MS) }.into()
}

/// What tonic itself said of a message it could not read, with a reason like every other error. `None` when the status
/// has one, or needs none: a method that does not exist is no failure of the service.
///
/// tonic calls an unreadable message INTERNAL; that would send the caller looking for a fault of the service.
pub(super) fn with_reason(status: &Status) -> Option<Status> {
    if !status.details().is_empty() {
        return None;
    }
    let code = match status.code() {
        Code::Internal => Code::InvalidArgument,
        // A message over the limit.
        Code::OutOfRange => Code::OutOfRange,
        _ => return None,
    };
    let description = format!("failed to read the message: {}", status.message());
    let violation = FieldViolation { field: unread_field(status.message()), description: description.clone() };
    Some(Answer::new(code, ErrorReason::RequestInvalid, description).violated(vec![violation]).into_status())
}

/// How prost begins what it says of a message that it cannot read.
const UNREAD_MESSAGE: &str = "failed to decode Protobuf message: ";

/// The path of the field that could not be read, out of what prost says: `Profile.home_pc4: MatchRequest.profile: invalid…`, the
/// innermost first. It tells no place in a list, and of fields that exclude one another only what they are together. Empty
/// where it names no field.
fn unread_field(told: &str) -> String {
    let Some(told) = told.strip_prefix(UNREAD_MESSAGE) else { return String::new() };
    let is_name = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let field = |place: &'_ str| {
        let (message, field) = place.split_once('.')?;
        let field = field.strip_prefix("r#").unwrap_or(field);
        (is_name(message) && is_name(field)).then(|| field.to_owned())
    };
    let mut fields: Vec<_> = told.split(": ").map_while(field).collect();
    fields.reverse();
    fields.join(".")
}

/// The first problem in full, and how many more there are.
fn first_of(violations: &[FieldViolation]) -> String {
    let Some(first) = violations.first() else { return "the request is refused".to_owned() };
    let first_problem = format!("{}: {}", first.field, first.description);
    match violations.len() {
        1 => first_problem,
        all => format!("{} (and {} more)", shortened(&first_problem), all - 1),
    }
}

fn shortened(text: &str) -> String {
    match text.len() {
        ..=TEXT_BYTES_MAX => text.to_owned(),
        _ => format!("{}…", &text[..text.floor_char_boundary(TEXT_BYTES_MAX)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{backup::BackupError, domain::OpportunityKey};

    fn violation(field: &str) -> FieldViolation {
        FieldViolation { field: field.into(), description: "must not be empty".into() }
    }

    fn errors() -> Vec<(EngineError, Code, &'static str, &'static [&'static str])> {
        let retry_after = Duration::from_millis(100);
        let key = OpportunityKey::parse("gemeente/v-1").expect("a key");
        vec![
            (EngineError::Invalid(vec![violation("a")]), Code::InvalidArgument, "REQUEST_INVALID", &[]),
            (EngineError::OpportunityNotFound { key }, Code::NotFound, "OPPORTUNITY_NOT_FOUND", &["key"]),
            (EngineError::ConceptNotFound { key: "lb:x".into() }, Code::NotFound, "CONCEPT_NOT_FOUND", &["key"]),
            (EngineError::PageTokenInvalid, Code::InvalidArgument, "PAGE_TOKEN_INVALID", &[]),
            (EngineError::PageTokenExpired, Code::FailedPrecondition, "PAGE_TOKEN_EXPIRED", &[]),
            (
                EngineError::RevisionUnknown { asked: 9, current: 7 },
                Code::FailedPrecondition,
                "REVISION_UNKNOWN",
                &["asked", "current"],
            ),
            (
                EngineError::RevisionLost { asked: 7, current: 9 },
                Code::FailedPrecondition,
                "REVISION_UNKNOWN",
                &["asked", "current", "lost"],
            ),
            (
                EngineError::RevisionNotReached { asked: 9, current: 7 },
                Code::DeadlineExceeded,
                "REVISION_NOT_REACHED",
                &["asked", "current"],
            ),
            (EngineError::DeadlineExceeded, Code::DeadlineExceeded, "DEADLINE_EXCEEDED", &[]),
            (EngineError::Overloaded { retry_after }, Code::Unavailable, "OVERLOADED", &[]),
            (EngineError::NotReady { retry_after }, Code::Unavailable, "NOT_READY", &[]),
            (EngineError::ImportInProgress { source_name: "a".into() }, Code::Aborted, "IMPORT_IN_PROGRESS", &[]),
            (EngineError::RequestIdReused { request_id: "r".into() }, Code::InvalidArgument, "REQUEST_ID_REUSED", &[]),
            (
                EngineError::RecordCountMismatch { expected: 2, received: 1 },
                Code::FailedPrecondition,
                "RECORD_COUNT_MISMATCH",
                &["expected", "received"],
            ),
            (
                EngineError::FeedShrank { current: 40, remaining: 2 },
                Code::FailedPrecondition,
                "FEED_SHRANK",
                &["current", "remaining"],
            ),
            (
                EngineError::FeedUnread { current: 4, remaining: 0, first: String::new() },
                Code::FailedPrecondition,
                "FEED_SHRANK",
                &["current", "remaining", "unread"],
            ),
            (
                EngineError::ImportNotFound { source_name: "a".into(), request_id: "r".into() },
                Code::NotFound,
                "IMPORT_NOT_FOUND",
                &["request_id", "source"],
            ),
            (EngineError::ReaderTooSlow { waited_ms: 1 }, Code::ResourceExhausted, "READER_TOO_SLOW", &[]),
            (
                EngineError::StorageUnavailable(anyhow::anyhow!("secret path")),
                Code::Unavailable,
                "STORAGE_UNAVAILABLE",
                &[],
            ),
            (
                EngineError::BackupRefused(BackupError::NotEmpty("/backup".into())),
                Code::FailedPrecondition,
                "BACKUP_REFUSED",
                &["cause"],
            ),
            (EngineError::FeedInvalid("too long".into()), Code::InvalidArgument, "STREAM_INVALID", &[]),
            (EngineError::Internal(anyhow::anyhow!("secret path")), Code::Internal, "INTERNAL", &[]),
        ]
    }

    #[test]
    fn every_error_has_its_code_reason_and_metadata() {
        for (error, code, reason, metadata) in errors() {
            let status = Status::from(error);
            let details = status.get_error_details();
            let info = details.error_info().expect("every error has a reason");
            assert_eq!((status.code(), info.reason.as_str(), info.domain.as_str()), (code, reason, "loopbaanbrug"));
            assert!(ErrorReason::from_str_name(&format!("ERROR_REASON_{reason}")).is_some());
            let mut keys: Vec<_> = info.metadata.keys().map(String::as_str).collect();
            keys.sort_unstable();
            assert_eq!(keys, metadata, "{reason}");
            let retries = matches!(code, Code::Unavailable | Code::Aborted);
            assert_eq!(details.retry_info().is_some(), retries, "{reason}");
        }
    }

    #[test]
    fn a_fault_of_the_service_is_sent_without_its_text() {
        let status = Status::from(EngineError::Internal(anyhow::anyhow!("secret path")));
        assert!(!format!("{status:?} {:?}", String::from_utf8_lossy(status.details())).contains("secret"));
    }

    #[test]
    fn all_violations_are_sent_and_the_message_names_the_first() {
        let status = Status::from(EngineError::Invalid(vec![violation("a"), violation("b")]));
        assert_eq!(status.message(), "a: must not be empty (and 1 more)");
        let details = status.get_error_details();
        let fields = details.bad_request().expect("violations").field_violations.iter().map(|it| it.field.as_str());
        assert_eq!(fields.collect::<Vec<_>>(), ["a", "b"]);
        assert!(details.error_info().expect("info").metadata.is_empty());
    }

    /// A client of the C core refuses headers of more than 8 KiB and would then show no reason at all.
    #[test]
    fn any_number_of_violations_fits_the_headers_of_every_client() {
        let long = FieldViolation { field: "😀".repeat(1_000), description: "é".repeat(1_000) };
        for violations in [vec![violation("profile.skills[299].skill.text"); 3_000], vec![long; 100]] {
            let all = violations.len().to_string();
            let status = Status::from(EngineError::Invalid(violations));
            let headers = status.into_http::<()>();
            let bytes: usize = headers.headers().iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
            assert!(bytes < 8 * 1_024, "{bytes}");
            let status = Status::from_header_map(headers.headers()).expect("a status");
            let details = status.get_error_details();
            assert_eq!(details.error_info().expect("info").metadata.get("violations"), Some(&all));
            assert!(details.bad_request().expect("violations").field_violations.len() > 2);
        }
    }

    #[test]
    fn what_tonic_says_of_a_message_gets_a_reason() {
        let status = with_reason(&Status::internal("failed to decode Protobuf message")).expect("a reason");
        assert_eq!(status.code(), Code::InvalidArgument);
        assert_eq!(status.get_error_details().error_info().expect("info").reason, "REQUEST_INVALID");
        for (told, field) in [
            ("Profile.home_pc4: MatchRequest.profile: invalid string value", "profile.home_pc4"),
            ("Mention.r#type: A.b: unexpected wire type: Varint (expected LengthDelimited)", "b.type"),
            ("invalid tag value: 0", ""),
        ] {
            let status = with_reason(&Status::internal(format!("{UNREAD_MESSAGE}{told}"))).expect("a reason");
            let details = status.get_error_details();
            assert_eq!(details.bad_request().expect("a field").field_violations[0].field, field);
        }
        let too_large = with_reason(&Status::out_of_range("message length too large")).expect("a reason");
        assert_eq!(too_large.code(), Code::OutOfRange);
        assert!(with_reason(&Status::unimplemented("")).is_none());
        assert!(with_reason(&Status::from(EngineError::PageTokenInvalid)).is_none());
    }
}
