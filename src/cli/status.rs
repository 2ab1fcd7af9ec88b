//! What the service answers when it refuses: the status, its details and what the caller can do about it.

use std::{collections::BTreeMap, time::Duration};

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

    /// Whether the same again may succeed by itself. What has no reason of ours came from the connection.
    pub(super) fn may_pass(&self) -> bool {
        match self.code {
            Code::Unavailable | Code::ResourceExhausted | Code::Aborted => true,
            Code::Unknown | Code::Internal | Code::Cancelled => self.reason.is_empty(),
            _ => false,
        }
    }

    /// Whether no service of ours said this, which gives a reason: it came from the connection, or from whatever is at the address.
    pub(super) fn is_of_connection(&self) -> bool {
        self.reason.is_empty()
    }

    /// How long the service asks to wait.
    pub(super) fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    fn of(&self, key: &str) -> &str {
        self.metadata.get(key).map_or("?", String::as_str)
    }

    fn names(&self, field: &str) -> bool {
        self.violations.iter().any(|(named, _)| named == field)
    }

    /// What the caller can do. Reasons stand in `errors.proto`.
    fn remedy(&self) -> Option<String> {
        let remedy = match self.reason.as_str() {
            "REQUEST_INVALID" => "correct the fields above; the proto files name the limits of each".to_owned(),
            "OPPORTUNITY_NOT_FOUND" => "`loopbaanbrug list` shows the keys there are".to_owned(),
            "CONCEPT_NOT_FOUND" => "`loopbaanbrug concepts find WORDS` shows the keys there are".to_owned(),
            "PAGE_TOKEN_INVALID" if self.names("resume_token") => {
                "give the --resume-token that was received, for the same --source, or begin again without it".to_owned()
            }
            "PAGE_TOKEN_INVALID" | "PAGE_TOKEN_EXPIRED" => "ask the first page again".to_owned(),
            "REVISION_UNKNOWN" if self.metadata.contains_key("lost") => {
                "begin again, from a snapshot (`loopbaanbrug export`) or without --resume-token".to_owned()
            }
            "REVISION_UNKNOWN" => format!("ask for revision {} or less", self.of("current")),
            "REVISION_NOT_REACHED" => {
                format!("the index stands at revision {} of {}; try again", self.of("current"), self.of("asked"))
            }
            "REQUEST_ID_REUSED" => "give another --request-id, or the same feed as before".to_owned(),
            "RECORD_COUNT_MISMATCH" => {
                format!("send the whole feed, or announce {} records", self.of("received"))
            }
            "FEED_SHRANK" if self.metadata.contains_key("unread") => {
                "look at the feed and its --format, or add --allow-shrink when it is right that so much goes".to_owned()
            }
            "FEED_SHRANK" => "send the whole feed, or add --allow-shrink when it is right that so much goes".to_owned(),
            "IMPORT_NOT_FOUND" => "`loopbaanbrug imports list` shows the imports there are".to_owned(),
            "READER_TOO_SLOW" => "go on with the last resume token".to_owned(),
            "STORAGE_UNAVAILABLE" => {
                "make room on the disk of the service, or mend its storage; then try again".to_owned()
            }
            "BACKUP_REFUSED" => backup_remedy(self.of("cause"))?.to_owned(),
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

    /// The whole of it; fits “failed to {…}”. `doing` is said where the service does not say by itself what failed.
    pub(super) fn told(&self, doing: &str) -> String {
        // A message that repeats the only violation says nothing new.
        let repeated = self.violations.iter().any(|(_, description)| self.message.ends_with(description.as_str()));
        let mut text = match self.message.strip_prefix("failed to ") {
            Some(message) => message.to_owned(),
            None if repeated => format!("{doing}: the request is wrong"),
            None if self.message.is_empty() => format!("{doing}: the service gave no reason"),
            None => format!("{doing}: {}", self.message),
        };
        if !self.reason.is_empty() {
            text.push_str(&format!(" [{}]", self.reason));
        }
        for (field, description) in &self.violations {
            text.push_str(&format!("\n  {field}: {description}"));
        }
        if let Some(remedy) = self.remedy() {
            text.push_str(&format!("\n  remedy: {remedy}"));
        }
        text
    }
}

/// What to do when a backup cannot be made; none where the message says it. Causes stand in `errors.proto`.
fn backup_remedy(cause: &str) -> Option<&'static str> {
    match cause {
        "not_empty" => Some("name a directory that is new or empty"),
        "inside" => Some("name a directory outside the data directory"),
        "full" => Some("make room on the disk of that directory, or name a directory on another disk"),
        "unwritable" => Some("name a directory in which the user of the service can write, or can make it"),
        "unreadable" => Some("let the user of the service read that, or take it away"),
        _ => None,
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
            refusal.told("match"),
            "match: 2 fields of the request are wrong [REQUEST_INVALID]\n  \
             profile.tasks[0].task: there is no such task\n  \
             page_size: must be at most 100, was 101\n  \
             remedy: correct the fields above; the proto files name the limits of each"
        );
    }

    #[test]
    fn numbers_of_the_answer_stand_in_the_remedy() {
        let metadata = HashMap::from([("asked".into(), "7".into()), ("current".into(), "3".into())]);
        let mut details = ErrorDetails::new();
        details.set_error_info("REVISION_UNKNOWN", "loopbaanbrug", metadata);
        let status = Status::with_error_details(Code::FailedPrecondition, "failed to wait for revision 7", details);
        let refusal = Refusal::from(&status);
        assert_eq!(refusal.exit_code(), ExitCode::Refused);
        let told = refusal.told("match");
        assert_eq!(told, "wait for revision 7 [REVISION_UNKNOWN]\n  remedy: ask for revision 3 or less");
    }

    #[test]
    fn a_backup_that_is_refused_has_the_remedy_of_its_cause() {
        let told = |cause: &str| {
            let mut details = ErrorDetails::new();
            let metadata = HashMap::from([("cause".into(), cause.into())]);
            details.set_error_info("BACKUP_REFUSED", "loopbaanbrug", metadata);
            let status = Status::with_error_details(Code::FailedPrecondition, "failed to make a backup: x", details);
            Refusal::from(&status).told("make a backup")
        };
        assert!(told("not_empty").ends_with("name a directory that is new or empty"), "{}", told("not_empty"));
        assert!(told("full").contains("remedy: make room on the disk of that directory"), "{}", told("full"));
        assert_eq!(told("link"), "make a backup: x [BACKUP_REFUSED]");
    }

    #[test]
    fn a_status_without_details_still_says_something() {
        let refusal = Refusal::from(&Status::unavailable(""));
        assert_eq!(refusal.exit_code(), ExitCode::TryAgain);
        assert_eq!(refusal.told("list"), "list: the service gave no reason");
    }

    #[test]
    fn what_steers_a_terminal_does_not_get_through() {
        let refusal = Refusal::from(&Status::internal("a\u{1b}[31mb\nc"));
        assert!(!refusal.told("list").contains('\u{1b}'), "{refusal:?}");
    }
}
