//! Everything a command can fail with, and the exit code it ends with. Statuses of the service stand in `status`.

use std::{io, path::PathBuf, time::Duration};

use thiserror::Error;

use super::{exit::ExitCode, profile_file::ProfileFileError, status::Refusal};
use crate::{
    backup::BackupError,
    config::ConfigError,
    engine::OpenError,
    evaluation::{TableError, concepts::ConceptFilesError, extraction::GoldError, moves::MoveError},
    places::PlacesError,
    reference::ReferenceError,
    server::ServerError,
    taxonomy::esco::EscoError,
    telemetry::TelemetryError,
};

/// Why a command failed; printed after “error: failed to ”.
#[derive(Debug, Error)]
pub(super) enum CliError {
    #[error("read the configuration:\n{0}")]
    Config(#[from] ConfigError),
    #[error("begin logging: {0}")]
    Telemetry(#[from] TelemetryError),
    #[error("start: {0}")]
    Runtime(io::Error),
    #[error("write the output: {0}")]
    Output(io::Error),
    #[error("read the profile {file}: {source}")]
    Profile { file: String, source: ProfileFileError },
    #[error("{doing} {}: {source}", path.display())]
    File { doing: &'static str, path: PathBuf, source: io::Error },
    /// A file that must not be lost.
    #[error("write {}: it is there already; name another file, or add --force to replace it", .0.display())]
    Exists(PathBuf),
    /// A place where no file can stand.
    #[error("write {}: this names a directory or a device, not a file", .0.display())]
    NoFile(PathBuf),
    #[error("{0}")]
    Input(String),
    #[error(
        "open the data directory {}: there is none; `import` and `serve` make one, and --server URL asks a service that runs",
        .0.display()
    )]
    NoData(PathBuf),
    #[error("{}", refusal.told(doing))]
    Refused { doing: String, refusal: Box<Refusal> },
    /// A stream that ended without its last message.
    #[error("{0}: the stream broke off")]
    BrokenOff(&'static str),
    /// Ctrl+C, or whatever stops processes.
    #[error("{0}: it was asked to stop before the end; nothing was written")]
    Stopped(&'static str),
    #[error(transparent)]
    Backup(#[from] BackupError),
    #[error("reach {server}: {problem}")]
    Unreachable { server: String, problem: String },
    /// Another port, such as that of the page.
    #[error(
        "reach {server}: something answers there, but no gRPC service: it is perhaps the port of the page\n  remedy: give --server \
         the address that the service names first when it is ready, as `listen` in its configuration says"
    )]
    NotGrpc { server: String },
    #[error("{0}{remedy}", remedy = remedy_of(.0))]
    Open(#[from] OpenError),
    #[error(transparent)]
    Server(#[from] ServerError),
    #[error("wait for the data in {} to be ready within {seconds} seconds", data_dir.display())]
    NotReady { data_dir: PathBuf, seconds: u64 },
    #[error("import ESCO: {0}")]
    Esco(#[from] EscoError),
    #[error(transparent)]
    ConceptFiles(#[from] ConceptFilesError),
    /// Moves cannot be measured.
    #[error(transparent)]
    Moves(#[from] MoveError),
    #[error(transparent)]
    Table(#[from] TableError),
    #[error("measure: {0}")]
    Gold(#[from] GoldError),
    #[error("read places: {0}")]
    Places(#[from] PlacesError),
    #[error(transparent)]
    Reference(#[from] ReferenceError),
    #[error("{0}")]
    Fault(String),
}

impl CliError {
    /// The exit code.
    pub(super) fn exit_code(&self) -> ExitCode {
        match self {
            Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::Done,
            Self::Runtime(_) | Self::Output(_) | Self::Fault(_) => ExitCode::Fault,
            Self::Refused { refusal, .. } => refusal.exit_code(),
            Self::Unreachable { .. } | Self::NotReady { .. } | Self::BrokenOff(_) | Self::Stopped(_) => {
                ExitCode::TryAgain
            }
            Self::Backup(BackupError::NotEmpty(_)) | Self::Exists(_) => ExitCode::Refused,
            Self::Backup(BackupError::Read { .. } | BackupError::Write { .. }) => ExitCode::Fault,
            Self::Backup(_) => ExitCode::BadInput,
            Self::Open(OpenError::Locked(_)) | Self::Server(ServerError::Remote(_) | ServerError::Bind { .. }) => {
                ExitCode::Refused
            }
            Self::Open(error) if error.is_of_server_for_now() => ExitCode::TryAgain,
            Self::Open(_) | Self::Server(_) => ExitCode::Fault,
            Self::Config(_)
            | Self::Telemetry(_)
            | Self::Profile { .. }
            | Self::File { .. }
            | Self::NoFile(_)
            | Self::Input(_)
            | Self::NoData(_)
            | Self::NotGrpc { .. }
            | Self::Esco(_)
            | Self::ConceptFiles(_)
            | Self::Moves(_)
            | Self::Table(_)
            | Self::Gold(_)
            | Self::Places(_)
            | Self::Reference(_) => ExitCode::BadInput,
        }
    }
}

impl CliError {
    /// Whether no service refused: the connection failed, or what answered is no service of ours.
    pub(super) fn is_of_connection(&self) -> bool {
        match self {
            Self::Unreachable { .. } | Self::BrokenOff(_) => true,
            Self::Refused { refusal, .. } => refusal.is_of_connection(),
            _ => false,
        }
    }

    /// Whether the same again may succeed by itself: the service is busy, away or stopping, or the connection was lost.
    pub(super) fn may_pass(&self) -> bool {
        match self {
            Self::Unreachable { .. } | Self::BrokenOff(_) => true,
            Self::Refused { refusal, .. } => refusal.may_pass(),
            _ => false,
        }
    }

    /// How long the service asks to wait.
    pub(super) fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Refused { refusal, .. } => refusal.retry_after(),
            _ => None,
        }
    }
}

/// What can be done about data that cannot be opened, where that is not said yet.
fn remedy_of(error: &OpenError) -> &'static str {
    match error.is_of_server() {
        true => {
            "\n  remedy: see that PostgreSQL runs there and lets you in, or name another database; its address is what \
             --catalogue, LOOPBAANBRUG_CATALOGUE or `catalogue` in the configuration file says (`loopbaanbrug config check --print`)"
        }
        false => "",
    }
}

/// Adds which file it was to what the file system said.
pub(super) trait WithPath<T> {
    fn at(self, doing: &'static str, path: impl Into<PathBuf>) -> Result<T, CliError>;
}

impl<T> WithPath<T> for io::Result<T> {
    fn at(self, doing: &'static str, path: impl Into<PathBuf>) -> Result<T, CliError> {
        self.map_err(|source| CliError::File { doing, path: path.into(), source })
    }
}
