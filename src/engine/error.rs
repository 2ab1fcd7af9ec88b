//! What the engine refuses and why. One place in each door says how a person or program sees it.

use crate::{
    backup::BackupError, catalogue::CatalogueError, domain::OpportunityKey, follower::FollowError, ingest::FeedError,
};
use std::time::{Duration, Instant};
use thiserror::Error;

/// A wrong field of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldViolation {
    /// Path of the field, such as `profile.preferences[0].pay.min_eur`.
    pub field: String,
    /// What is wrong and what would be right.
    pub description: String,
}

/// A refusal or failure. Messages fit “failed to {…}”.
#[derive(Debug, Error)]
pub enum EngineError {
    /// Fields of the request are wrong: all of them.
    #[error("accept the request: {} fields are wrong", .0.len())]
    Invalid(Vec<FieldViolation>),
    /// No opportunity has this key.
    #[error("find opportunity “{key}”: none has this key now; its source has removed it, or it was never there")]
    OpportunityNotFound {
        /// The key.
        key: OpportunityKey,
    },
    /// The active taxonomy has no such concept.
    #[error("find concept “{key}”")]
    ConceptNotFound {
        /// The key.
        key: String,
    },
    /// The page token was not made here, or for another request.
    #[error("read the page token: it was not made by this service for this request")]
    PageTokenInvalid,
    /// The resume token was not made by this catalogue, or for a watch that left out what this one asks for.
    #[error("read the resume token: it was not made by this catalogue for this source or for all of them")]
    ResumeTokenInvalid,
    /// The state that the page token belongs to is no longer held.
    #[error("continue the pages: the state they belong to is no longer held")]
    PageTokenExpired,
    /// The asked revision lies beyond the last one.
    #[error("wait for revision {asked}: the last one is {current}")]
    RevisionUnknown {
        /// What was asked.
        asked: u64,
        /// The last there is.
        current: u64,
    },
    /// The asked revision was lost, in a failover or because an older state was restored; its number may have been given again.
    #[error("go on after revision {asked}: the catalogue has lost it; it is at {current}")]
    RevisionLost {
        /// What was asked.
        asked: u64,
        /// The last there is.
        current: u64,
    },
    /// The index had not followed to the asked revision in time.
    #[error("reach revision {asked} in time: the index is at {current}")]
    RevisionNotReached {
        /// What was asked.
        asked: u64,
        /// Where the index is.
        current: u64,
    },
    /// The deadline passed.
    #[error("answer before the deadline")]
    DeadlineExceeded,
    /// All places are taken.
    #[error("find a free place: all are taken")]
    Overloaded {
        /// When to try again.
        retry_after: Duration,
    },
    /// Starting or stopping.
    #[error("serve: the service is starting or stopping")]
    NotReady {
        /// When to try again.
        retry_after: Duration,
    },
    /// Another import of the source is under way.
    #[error("import source “{source_name}”: another import of it is under way")]
    ImportInProgress {
        /// The source.
        source_name: String,
    },
    /// The request id was used before with other content.
    #[error("import: request id “{request_id}” was used before with other content")]
    RequestIdReused {
        /// The request id.
        request_id: String,
    },
    /// Another number of records came than announced.
    #[error("import: {expected} records were announced as expected_count, and {received} came")]
    RecordCountMismatch {
        /// Announced.
        expected: u64,
        /// Came.
        received: u64,
    },
    /// A full feed would remove a larger share of its source than it may.
    #[error("import: of {current} records only {remaining} would remain, and allow_shrink is not set")]
    FeedShrank {
        /// Live records before.
        current: u64,
        /// How many of these would remain.
        remaining: u64,
    },
    /// No record of a full feed could be accepted, or none is in it, and it would remove records of its source.
    #[error(
        "import: no record came that can be accepted, and of {current} records only {remaining} would remain, and allow_shrink is not set{first}"
    )]
    FeedUnread {
        /// Live records before.
        current: u64,
        /// How many of these would remain.
        remaining: u64,
        /// What was wrong with the first record, or that there was none, as the end of the message; empty when that is not known.
        first: String,
    },
    /// The feed as a whole cannot be read, or passes a limit.
    #[error("read the feed: {0}")]
    FeedInvalid(String),
    /// No import of the source with this request id is known.
    #[error("find import “{request_id}” of source “{source_name}”: none was applied, or it is too long ago")]
    ImportNotFound {
        /// The source.
        source_name: String,
        /// The request id.
        request_id: String,
    },
    /// The caller of a stream did not read.
    #[error("send on: the caller did not read for {waited_ms} ms")]
    ReaderTooSlow {
        /// How long was waited, in milliseconds.
        waited_ms: u64,
    },
    /// The storage of the catalogue refuses for now. Logged, never sent in full.
    #[error("use the storage of the catalogue: it refuses for now, see the log of the service")]
    StorageUnavailable(anyhow::Error),
    /// A backup cannot be made like this.
    #[error("make a backup: {0}")]
    BackupRefused(BackupError),
    /// A fault of the service. Logged, never sent.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

/// Whether there is still time: work in many steps asks before each of them.
///
/// # Errors
/// [`EngineError::DeadlineExceeded`].
pub(super) fn in_time(deadline: Instant) -> Result<(), EngineError> {
    if Instant::now() < deadline { Ok(()) } else { Err(EngineError::DeadlineExceeded) }
}

impl EngineError {
    /// One wrong field.
    pub fn field(field: impl Into<String>, description: &impl ToString) -> Self {
        Self::Invalid(vec![FieldViolation { field: field.into(), description: description.to_string() }])
    }
}

impl From<CatalogueError> for EngineError {
    fn from(error: CatalogueError) -> Self {
        match error {
            CatalogueError::ImportInProgress { source_name } => {
                Self::ImportInProgress { source_name: source_name.as_str().to_owned() }
            }
            CatalogueError::TooManyImports { .. } => {
                Self::Overloaded { retry_after: Duration::from_millis(super::limits::OVERLOAD_RETRY_MS) }
            }
            CatalogueError::RequestIdReused { request_id, .. } => Self::RequestIdReused { request_id },
            CatalogueError::RecordCountMismatch { expected, received } => {
                Self::RecordCountMismatch { expected, received }
            }
            CatalogueError::FeedShrank { current, remaining } => Self::FeedShrank { current, remaining },
            CatalogueError::FeedUnread { current, remaining } => {
                Self::FeedUnread { current, remaining, first: String::new() }
            }
            CatalogueError::NotAFile => BackupError::DatabaseServer.into(),
            CatalogueError::CopyRefused { path, source } => BackupError::Write { path, source }.into(),
            CatalogueError::CopyStopped => BackupError::Stopped.into(),
            CatalogueError::RecordTooLarge { .. } | CatalogueError::FeedTooLarge { .. } => {
                Self::FeedInvalid(error.to_string())
            }
            error if error.is_storage_refusal() => Self::StorageUnavailable(error.into()),
            CatalogueError::RecordRepeated { .. } | CatalogueError::Server { .. } | CatalogueError::Storage(_) => {
                Self::Internal(error.into())
            }
        }
    }
}

impl From<FeedError> for EngineError {
    fn from(error: FeedError) -> Self {
        Self::FeedInvalid(error.to_string())
    }
}

impl From<FollowError> for EngineError {
    fn from(error: FollowError) -> Self {
        Self::Internal(error.into())
    }
}

impl From<super::switch::SwitchError> for EngineError {
    fn from(error: super::switch::SwitchError) -> Self {
        Self::Internal(error.into())
    }
}

impl From<loopbaanbrug_index::Error> for EngineError {
    fn from(error: loopbaanbrug_index::Error) -> Self {
        match error {
            loopbaanbrug_index::Error::DeadlineExceeded => Self::DeadlineExceeded,
            error => Self::Internal(error.into()),
        }
    }
}

impl From<crate::document::RecordError> for EngineError {
    fn from(error: crate::document::RecordError) -> Self {
        Self::Internal(error.into())
    }
}
