//! Standard output. Whoever reads it may go away at any moment: that is an error here and exit code 0 in the end.

use std::{
    fs::File,
    io::{self, BufWriter, StdoutLock, Write},
    path::Path,
};

use super::{
    error::{CliError, WithPath},
    paths::is_standard,
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

/// Writes lines to a file, or to standard output when the path is `-`.
pub(super) fn write_lines(path: &Path, lines: impl Iterator<Item = String>) -> Result<(), CliError> {
    if is_standard(path) {
        let mut stdout = BufWriter::new(io::stdout().lock());
        return write_all(&mut stdout, lines).map_err(CliError::Output);
    }
    let file = File::create(path).at("create", path)?;
    write_all(&mut BufWriter::new(file), lines).at("write", path)
}

fn write_all(writer: &mut impl Write, lines: impl Iterator<Item = String>) -> io::Result<()> {
    for line in lines {
        writer.write_all(line.trim_end_matches('\n').as_bytes())?;
        writer.write_all(b"\n")?;
    }
    writer.flush()
}
