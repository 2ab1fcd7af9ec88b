//! Standard output. Whoever reads it may go away at any moment: that is an error here and exit code 0 in the end.

use std::{
    io::{self, BufWriter, StdoutLock, Write},
    path::Path,
};

use super::{
    error::CliError,
    paths::is_standard,
    whole_file::{Existing, Readers, WholeFile},
};

/// Writes text and flushes it, so that nothing is lost when the process ends.
pub(super) struct Output {
    stdout: BufWriter<StdoutLock<'static>>,
}

impl Output {
    /// Standard output.
    pub(super) fn standard() -> Self {
        Self { stdout: BufWriter::new(io::stdout().lock()) }
    }

    /// A text as it is.
    pub(super) fn text(&mut self, text: &str) -> Result<(), CliError> {
        self.stdout.write_all(text.as_bytes()).and_then(|()| self.stdout.flush()).map_err(CliError::Output)
    }

    /// One line.
    pub(super) fn line(&mut self, line: &str) -> Result<(), CliError> {
        self.text(&format!("{line}\n"))
    }
}

/// Writes lines to a file, which is there whole or not at all, or to standard output when the path is `-`.
pub(super) fn write_lines(path: &Path, lines: impl Iterator<Item = String>) -> Result<(), CliError> {
    if is_standard(path) {
        return print_all(lines).map_err(CliError::Output);
    }
    WholeFile::try_place(path, Existing::Replace)?;
    let mut file = WholeFile::create(path, Readers::Umask, Existing::Replace)?;
    for line in lines {
        file.line(line.trim_end_matches('\n'))?;
    }
    file.finish()
}

fn print_all(lines: impl Iterator<Item = String>) -> io::Result<()> {
    let mut stdout = BufWriter::new(io::stdout().lock());
    for line in lines {
        writeln!(stdout, "{}", line.trim_end_matches('\n'))?;
    }
    stdout.flush()
}
