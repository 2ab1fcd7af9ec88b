//! Backups as directories: a copy of the catalogue, the files of the operator, and a manifest with the digest of each. A
//! directory without a manifest is no backup: it is put there last.
//!
//! How a copy of the catalogue is made while others write is the catalogue's affair.

mod files;
mod make;
mod manifest;
mod restore;
#[cfg(test)]
mod tests;

pub use make::Unfinished;
pub use manifest::{KeptFile, MANIFEST_FILE, Manifest};
pub use restore::restore;

use std::{io, path::PathBuf};
use thiserror::Error;

/// Files of one backup.
const FILES_MAX: usize = 10_000;

/// Why a backup cannot be made or restored. Messages fit “failed to {…}”.
#[derive(Debug, Error)]
pub enum BackupError {
    /// The target holds something.
    #[error("use directory {}: it must not exist or be empty", .0.display())]
    NotEmpty(PathBuf),
    /// The target of a backup lies in the data directory.
    #[error("use directory {}: it lies in the data directory", .0.display())]
    Inside(PathBuf),
    /// The target of a backup means another place to the service than to its caller.
    #[error("use directory {}: it must be an absolute path", .0.display())]
    Relative(PathBuf),
    /// The target is a file system of its own, over which no directory can be renamed.
    #[error("put a data directory in the place of {}: it is a file system of its own; restore into a directory inside of it", .0.display())]
    MountPoint(PathBuf),
    /// No backup.
    #[error("read the backup in {}: {problem}", directory.display())]
    NoBackup {
        /// Where.
        directory: PathBuf,
        /// What is wrong.
        problem: String,
    },
    /// A file of the backup is not what the manifest says.
    #[error("trust the backup: {path} {problem}")]
    Altered {
        /// Which file.
        path: String,
        /// What is wrong.
        problem: &'static str,
    },
    /// A file whose name no manifest can say.
    #[error("name {} in the manifest: its name is not UTF-8; give it another one", .0.display())]
    Name(PathBuf),
    /// A link, which may lead to anything.
    #[error("take {} along: it is a link, and a backup holds files; put the file itself in its place, or take the link away", .0.display())]
    Link(PathBuf),
    /// Too many files.
    #[error("make a backup of more than {FILES_MAX} files; take away what the data directory need not hold")]
    TooManyFiles,
    /// The catalogue is not in the data directory.
    #[error("copy the catalogue: it is on a database server; back that up with its own tools, such as pg_dump")]
    DatabaseServer,
    /// The file system gave something not.
    #[error("read {}: {source}", path.display())]
    Read {
        /// Which file or directory.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file system took something not.
    #[error("write {}: {source}", path.display())]
    Write {
        /// Which file or directory.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Nobody waits for it any more.
    #[error("come to the end: it was asked to stop")]
    Stopped,
}

impl BackupError {
    /// A stable name of the cause, by which whoever asked can say what to do.
    #[must_use]
    pub fn cause(&self) -> &'static str {
        match self {
            Self::NotEmpty(_) => "not_empty",
            Self::Inside(_) => "inside",
            Self::Relative(_) => "relative",
            Self::MountPoint(_) => "mount_point",
            Self::NoBackup { .. } => "no_backup",
            Self::Altered { .. } => "altered",
            Self::Name(_) => "name",
            Self::Link(_) => "link",
            Self::TooManyFiles => "too_many_files",
            Self::DatabaseServer => "database_server",
            Self::Read { .. } => "unreadable",
            Self::Write { source, .. } if is_full(source) => "full",
            Self::Write { .. } => "unwritable",
            Self::Stopped => "stopped",
        }
    }
}

fn is_full(error: &io::Error) -> bool {
    use io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    matches!(error.kind(), StorageFull | QuotaExceeded | FileTooLarge)
}
