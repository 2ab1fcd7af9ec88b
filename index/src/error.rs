//! What can go wrong in an index, for its caller to decide on. Messages are
//! fragments that fit “failed to {…}”. Nothing here knows how an error is shown.

use std::io;

use tantivy::TantivyError;
use tantivy::directory::error::{LockError, OpenReadError};

/// The result of everything here that can fail.
pub type Result<T> = std::result::Result<T, Error>;

/// Why an index could not do what was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The directory was built with another layout, tag or format. Delete it
    /// and follow the source of truth again.
    #[error("open an index that was built with another layout: {0}")]
    LayoutChanged(String),
    /// A file is missing, cut short or altered. Delete the directory and follow
    /// the source of truth again.
    #[error("read a damaged index: {0}")]
    Damaged(String),
    /// Another writer works on this directory, in this process or another.
    #[error("start a second writer on one index directory")]
    Busy,
    /// The deadline of the request passed before the answer was complete.
    #[error("answer before the deadline")]
    DeadlineExceeded,
    /// An argument breaks a rule that its type documents.
    #[error("accept an argument: {0}")]
    Invalid(String),
    /// An argument is larger than a named limit.
    #[error("accept more than {limit} {what}")]
    TooLarge {
        /// What there is too much of.
        what: &'static str,
        /// The largest accepted amount.
        limit: usize,
    },
    /// The file system or the storage engine refused, for instance because the
    /// disk is full.
    #[error("use the storage of the index")]
    Storage(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// Whether the cure is to delete the directory and build it again.
    ///
    /// ```
    /// use loopbaanbrug_index::Error;
    /// assert!(Error::Damaged("meta.json".to_owned()).calls_for_rebuild());
    /// assert!(!Error::Busy.calls_for_rebuild());
    /// ```
    #[must_use]
    pub fn calls_for_rebuild(&self) -> bool {
        matches!(self, Self::LayoutChanged(_) | Self::Damaged(_))
    }
}

/// Fails when `size` is over `limit`.
pub(crate) fn within(what: &'static str, size: usize, limit: usize) -> Result<()> {
    if size > limit {
        return Err(Error::TooLarge { what, limit });
    }
    Ok(())
}

impl From<TantivyError> for Error {
    fn from(error: TantivyError) -> Self {
        match &error {
            TantivyError::LockFailure(LockError::LockBusy, _) => Self::Busy,
            TantivyError::DataCorruption(_)
            | TantivyError::IncompatibleIndex(_)
            | TantivyError::DeserializeError(_)
            | TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(_) | OpenReadError::IncompatibleIndex(_)) => {
                Self::Damaged(error.to_string())
            }
            TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. }) | TantivyError::IoError(io_error)
                if tells_of_damage(io_error) =>
            {
                Self::Damaged(error.to_string())
            }
            _ => Self::Storage(Box::new(error)),
        }
    }
}

impl From<OpenReadError> for Error {
    fn from(error: OpenReadError) -> Self {
        Self::from(TantivyError::from(error))
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        if tells_of_damage(&error) {
            return Self::Damaged(error.to_string());
        }
        Self::Storage(Box::new(error))
    }
}

/// Parsers report malformed content with these kinds; a healthy disk never does.
fn tells_of_damage(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof)
}
