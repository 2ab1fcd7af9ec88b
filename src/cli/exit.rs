//! Exit codes: what a script may rely on.

use std::process;

/// Exit code of every command. Numbers never change their meaning.
///
/// ```
/// use loopbaanbrug::cli::ExitCode;
///
/// assert_eq!(ExitCode::Rejections as u8, 3);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum ExitCode {
    /// Done. Also when the reader of the output went away before its end.
    Done = 0,
    /// A fault of the program or of the service.
    Fault = 1,
    /// The command, the configuration, a file or the request is wrong; the same again will fail again.
    BadInput = 2,
    /// An import was applied, but some of its records were refused; the report names them.
    Rejections = 3,
    /// The service refused: the state of things does not allow it. Nothing was changed.
    Refused = 4,
    /// There is no such opportunity or concept.
    NotFound = 5,
    /// The service or the database cannot be reached, is busy or was not in time, or the command was stopped before its end. The
    /// same again may succeed.
    TryAgain = 6,
    /// What was measured does not stay within its bounds; the report names them.
    BoundBroken = 7,
}

impl From<ExitCode> for process::ExitCode {
    fn from(code: ExitCode) -> Self {
        Self::from(code as u8)
    }
}
