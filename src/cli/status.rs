//! What the service answers when it refuses: the status, its details and what the caller can do about it.

use std::{collections::BTreeMap, fmt, time::Duration};

use tonic::{Code, Status};
use tonic_types::StatusExt;

use super::{exit::ExitCode, page::plain};

/// A refusal of the service, taken out of a gRPC status.
#[derive(Debug)]
pub(super) struct Refusal {
    code: Code,
    message: String,
    /// Reason of `errors.proto` without its prefix. Empty when the answer came from something in between.
    reason: String,
    metadata: BTreeMap<String, String>,
    /// Field and what is wrong with it.
    violations: Vec<(String, String)>,
    retry_after: Option<Duration>,
}

impl From<&Status> for Refusal {
    fn from(status: &Status) -> Self {
        let details = status.get_error_details();
        let info = details.error_info();
        let violations = details.bad_request().map(|bad| bad.field_violations.as_slice()).unwrap_or_default();
        Self {
            code: status.code(),
            message: plain(status.message()),
            reason: info.map(|info| plain(&info.reason)).unwrap_or_default(),
            metadata: info
                .map(|info| info.metadata.iter().map(|(key, value)| (plain(key), plain(value))).collect())
                .unwrap_or_default(),
            violations: violations.iter().map(|it| (plain(&it.field), plain(&it.description))).collect(),
            retry_after: details.retry_info().and_then(|info| info.retry_delay),
        }
    }
}

impl Refusal {
    /// The exit code: by the code of the status, since reasons may be added.
    pub(super) fn exit_code(&self) -> ExitCode {
        match self.code {
            Code::InvalidArgument | Code::OutOfRange | Code::Unimplemented => ExitCode::BadInput,
            Code::NotFound => ExitCode::NotFound,
            Code::FailedPrecondition | Code::AlreadyExists | Code::PermissionDenied | Code::Unauthenticated => {
                ExitCode::Refused
            }
            Code::Unavailable | Code::DeadlineExceeded | Code::ResourceExhausted | Code::Aborted | Code::Cancelled => {
                ExitCode::TryAgain
            }
            Code::Ok | Code::Unknown | Code::Internal | Code::DataLoss => ExitCode::Fault,
        }
    }

    fn of(&self, key: &str) -> &str {
        self.metadata.get(key).map_or("?", String::as_str)
    }

    /// What the caller can do. Reasons stand in `errors.proto`.
    fn remedy(&self) -> Option<String> {
        let remedy = match self.reason.as_str() {
            "REQUEST_INVALID" => "correct the fields above; the proto files name the limits of each".to_owned(),
            "OPPORTUNITY_NOT_FOUND" => "`loopbaanbrug list` shows the keys there are".to_owned(),
            "CONCEPT_NOT_FOUND" => "`loopbaanbrug concepts find WORDS` shows the keys there are".to_owned(),
            "PAGE_TOKEN_INVALID" | "PAGE_TOKEN_EXPIRED" => "ask the first page again".to_owned(),
            "REVISION_UNKNOWN" => format!("the catalogue stands at revision {}; ask that or less", self.of("current")),
            "REVISION_NOT_REACHED" => {
                format!("the index stands at revision {} of {}; try again", self.of("current"), self.of("asked"))
            }
            "REQUEST_ID_REUSED" => "give another --request-id, or the same feed as before".to_owned(),
            "RECORD_COUNT_MISMATCH" => {
                let (expected, received) = (self.of("expected"), self.of("received"));
                format!("{received} records came where {expected} were expected; is the feed whole?")
            }
            "FEED_SHRANK" => {
                let (current, remaining) = (self.of("current"), self.of("remaining"));
                format!("of {current} records {remaining} would remain; add --allow-shrink when that is right")
            }
            "IMPORT_IN_PROGRESS" => "wait until the other import of this source is done".to_owned(),
            "DEADLINE_EXCEEDED" | "OVERLOADED" | "NOT_READY" => "try again".to_owned(),
            "INTERNAL" => "the log of the service holds the cause".to_owned(),
            _ => return None,
        };
        Some(match self.retry_after {
            Some(delay) => format!("{remedy} (after {} ms)", delay.as_millis()),
            None => remedy,
        })
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let message = self.message.strip_prefix("failed to ").unwrap_or(&self.message);
        let message = if message.is_empty() { "the service gave no reason" } else { message };
        f.write_str(message)?;
        if !self.reason.is_empty() {
            write!(f, " [{}]", self.reason)?;
        }
        for (field, description) in &self.violations {
            write!(f, "\n  {field}: {description}")?;
        }
        match self.remedy() {
            Some(remedy) => write!(f, "\n  remedy: {remedy}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use tonic_types::{ErrorDetails, FieldViolation};

    use super::*;

    #[test]
    fn every_violation_stands_on_a_line_of_its_own_and_the_remedy_last() {
        let mut details = ErrorDetails::new();
        details.set_error_info("REQUEST_INVALID", "loopbaanbrug", HashMap::new());
        details.set_bad_request(vec![
            FieldViolation::new("profile.tasks[0].task", "there is no such task"),
            FieldViolation::new("page_size", "must be at most 100, was 101"),
        ]);
        let status = Status::with_error_details(Code::InvalidArgument, "2 fields of the request are wrong", details);
        let refusal = Refusal::from(&status);
        assert_eq!(refusal.exit_code(), ExitCode::BadInput);
        assert_eq!(
            refusal.to_string(),
            "2 fields of the request are wrong [REQUEST_INVALID]\n  \
             profile.tasks[0].task: there is no such task\n  \
             page_size: must be at most 100, was 101\n  \
             remedy: correct the fields above; the proto files name the limits of each"
        );
    }

    #[test]
    fn numbers_of_the_answer_stand_in_the_remedy() {
        let metadata = HashMap::from([("current".into(), "100".into()), ("remaining".into(), "3".into())]);
        let mut details = ErrorDetails::new();
        details.set_error_info("FEED_SHRANK", "loopbaanbrug", metadata);
        let status = Status::with_error_details(Code::FailedPrecondition, "failed to import: too few", details);
        let refusal = Refusal::from(&status);
        assert_eq!(refusal.exit_code(), ExitCode::Refused);
        assert!(refusal.to_string().contains("of 100 records 3 would remain; add --allow-shrink"), "{refusal}");
    }

    #[test]
    fn a_status_without_details_still_says_something() {
        let refusal = Refusal::from(&Status::unavailable(""));
        assert_eq!(refusal.exit_code(), ExitCode::TryAgain);
        assert_eq!(refusal.to_string(), "the service gave no reason");
    }

    #[test]
    fn what_steers_a_terminal_does_not_get_through() {
        let refusal = Refusal::from(&Status::internal("a\u{1b}[31mb\nc"));
        assert!(!refusal.to_string().contains('\u{1b}'), "{refusal:?}");
    }
}
