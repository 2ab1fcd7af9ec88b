//! Why the catalogue refuses or fails. The doors decide what a client sees of it.

use super::database::START_TIMEOUT;
use crate::domain::{RecordId, SourceName};
use std::{io, path::PathBuf};
use thiserror::Error;

/// A refusal or failure of the catalogue. Nothing was changed, with one exception: when storage fails while a commit is
/// being written, the commit may have happened; repeating the request tells. Messages fit “failed to {…}”.
#[derive(Debug, Error)]
pub enum CatalogueError {
    /// Another import of the same source is under way, here or on another node.
    #[error("begin an import of “{}”: another one is under way", source_name.as_str())]
    ImportInProgress {
        /// The source.
        source_name: SourceName,
    },
    /// As many imports are under way as there may be.
    #[error("begin an import: {limit} are under way already")]
    TooManyImports {
        /// The limit.
        limit: usize,
    },
    /// The request id was used before for this source, with other content or in another mode.
    #[error("import “{}”: request id “{request_id}” was used before with other content", source_name.as_str())]
    RequestIdReused {
        /// The source.
        source_name: SourceName,
        /// The request id.
        request_id: String,
    },
    /// Fewer or more records came than were announced.
    #[error("import the feed: {expected} records were announced and {received} came")]
    RecordCountMismatch {
        /// Records announced.
        expected: u64,
        /// Records that came.
        received: u64,
    },
    /// A full feed would remove a larger share of its source than it may.
    #[error("import the feed: of {current} records only {remaining} would remain")]
    FeedShrank {
        /// Live records before.
        current: u64,
        /// How many of these would remain.
        remaining: u64,
    },
    /// A full feed of which no record could be accepted, or in which there is none, would remove records of its source.
    #[error(
        "import the feed: no record came that can be accepted, and of {current} records only {remaining} would remain"
    )]
    FeedUnread {
        /// Live records before.
        current: u64,
        /// How many of these would remain.
        remaining: u64,
    },
    /// The same id was staged twice in one import.
    #[error("stage record “{}”: it was staged before in this import", id.as_str())]
    RecordRepeated {
        /// The id.
        id: RecordId,
    },
    /// A body is over [`BODY_BYTES_MAX`](super::BODY_BYTES_MAX).
    #[error("stage record “{}”: {bytes} bytes are more than {limit}", id.as_str())]
    RecordTooLarge {
        /// The id.
        id: RecordId,
        /// Its size in bytes.
        bytes: usize,
        /// The limit in bytes.
        limit: usize,
    },
    /// More records or bytes were staged than one import may hold.
    #[error("stage the feed: it has more than {limit} {unit}")]
    FeedTooLarge {
        /// The limit.
        limit: u64,
        /// What is counted: `records` or `bytes`.
        unit: &'static str,
    },
    /// The catalogue is on a server that many nodes share, which is backed up by its own tools.
    #[error("copy the catalogue: it is on a database server; back that up with its own tools, such as pg_dump")]
    NotAFile,
    /// The server of a shared catalogue cannot be used.
    #[error("connect to the database server {server}: {}", connecting(source))]
    Server {
        /// Its host and port, or its socket.
        server: String,
        /// Why.
        source: sqlx::Error,
    },
    /// A copy cannot be written where it was asked; the catalogue has no part in it.
    #[error("write {}: {source}", path.display())]
    CopyRefused {
        /// The copy.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Nobody waits for a copy any more.
    #[error("copy the catalogue: it was asked to stop")]
    CopyStopped,
    /// The database or a file failed; the catalogue stays usable.
    #[error("use the storage of the catalogue: {0}")]
    Storage(#[from] sqlx::Error),
}

/// Primary result codes of SQLite that say that a file cannot be written or read now: busy, locked, read-only, I/O error, full,
/// cannot open.
const SQLITE_REFUSALS: [u32; 6] = [5, 6, 8, 10, 13, 14];

/// Codes of PostgreSQL that say the same, or their beginnings: connections, resources, what a server says while it starts or
/// stops, a server that turned into a standby, a transaction or lock that took too long.
const POSTGRES_REFUSALS: [&str; 7] = ["08", "53", "57P", "25006", "25P03", "55P03", "58030"];

impl CatalogueError {
    /// Whether the storage refused for now: a full disk, an I/O error, a connection that is gone, a database that restarts
    /// or fails over. The same may work later.
    #[must_use]
    pub fn is_storage_refusal(&self) -> bool {
        let (Self::Storage(error) | Self::Server { source: error, .. }) = self else { return false };
        match error {
            sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::PoolTimedOut => true,
            sqlx::Error::Database(said) => said.code().is_some_and(|code| refuses_for_now(&code)),
            _ => false,
        }
    }
}

/// What a pool says of a server that does not answer speaks of the pool.
fn connecting(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::PoolTimedOut => {
            let seconds = START_TIMEOUT.as_secs();
            format!("it gave no connection within {seconds} seconds: it is not there, is starting, or is full")
        }
        error => error.to_string(),
    }
}

fn refuses_for_now(code: &str) -> bool {
    // Codes of PostgreSQL have five characters, often all digits; those of SQLite are shorter numbers.
    const POSTGRES_CODE_CHARS: usize = 5;
    if code.len() == POSTGRES_CODE_CHARS {
        return POSTGRES_REFUSALS.iter().any(|begin| code.starts_with(begin));
    }
    // Extended codes of SQLite hold the primary one in their lowest byte.
    code.parse::<u32>().is_ok_and(|code| SQLITE_REFUSALS.contains(&(code & 0xff)))
}

impl From<io::Error> for CatalogueError {
    fn from(error: io::Error) -> Self {
        Self::Storage(error.into())
    }
}

#[cfg(test)]
mod tests {
    use super::refuses_for_now;

    #[test]
    fn what_may_work_later_is_told_from_what_never_will() {
        // A full disk, an I/O error, a database that stops; a full disk and a busy database of SQLite, plain and extended.
        for later in ["53100", "58030", "57P01", "08006", "13", "778", "5", "517"] {
            assert!(refuses_for_now(later), "{later}");
        }
        // No rights, a byte that is no text, a constraint. Read as codes of SQLite the first two would be “busy”.
        for never in ["42501", "22021", "23505", "19", "1555", ""] {
            assert!(!refuses_for_now(never), "{never}");
        }
    }
}
