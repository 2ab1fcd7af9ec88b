//! Tables of tab-separated fields without a header, packed with gzip or not. The file is known by its content, not its name.

use flate2::read::MultiGzDecoder;
use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::{Path, PathBuf},
};
use thiserror::Error;

/// Most bytes of an unpacked file.
pub const MAX_FILE_BYTES: u64 = 256 << 20;
/// Most rows of a file.
pub const MAX_ROWS: usize = 1_000_000;
/// Most bytes of a line.
pub const MAX_LINE_BYTES: usize = 10_000;

const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];

/// A file that cannot be used. Messages fit “failed to {…}” and say what to do.
#[derive(Debug, Error)]
pub enum TableError {
    /// The file system refused.
    #[error("read {}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What it said.
        source: io::Error,
    },
    /// A line is not what it should be.
    #[error("read {}, line {line}, {field}: {problem}", path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
        /// What the field holds.
        field: &'static str,
        /// What is wrong and what to do.
        problem: String,
    },
    /// The file as a whole is too large or empty.
    #[error("read {}: {problem}", path.display())]
    Whole {
        /// The file.
        path: PathBuf,
        /// What is wrong and what to do.
        problem: String,
    },
}

/// Rows of a file, each with as many fields as `FIELDS` names.
pub(super) struct Table<const FIELDS: usize> {
    path: PathBuf,
    fields: [&'static str; FIELDS],
    comments: bool,
    pub(super) rows: Vec<Row<FIELDS>>,
}

pub(super) struct Row<const FIELDS: usize> {
    /// From 1.
    pub(super) line: usize,
    pub(super) fields: [String; FIELDS],
}

impl<const FIELDS: usize> Table<FIELDS> {
    /// Reads a file. Empty lines are passed over.
    ///
    /// # Errors
    /// [`TableError`] on the first line that does not fit.
    pub(super) fn read(path: &Path, fields: [&'static str; FIELDS]) -> Result<Self, TableError> {
        Self { path: path.to_owned(), fields, comments: false, rows: Vec::new() }.filled()
    }

    /// The same; lines that begin with “#” are passed over too.
    ///
    /// # Errors
    /// [`TableError`] on the first line that does not fit.
    pub(super) fn read_with_comments(path: &Path, fields: [&'static str; FIELDS]) -> Result<Self, TableError> {
        Self { path: path.to_owned(), fields, comments: true, rows: Vec::new() }.filled()
    }

    fn filled(mut self) -> Result<Self, TableError> {
        let reader = open(&self.path).map_err(|source| self.unreadable(source))?;
        let mut lines = reader.take(MAX_FILE_BYTES + 1);
        let mut buffer = Vec::new();
        for line in 1.. {
            buffer.clear();
            let read = lines.read_until(b'\n', &mut buffer).map_err(|source| self.unreadable(source))?;
            if read == 0 {
                break;
            }
            self.take(line, &buffer)?;
        }
        if lines.limit() == 0 {
            return Err(self.whole(format!("holds more than {MAX_FILE_BYTES} bytes; give a part of it")));
        }
        if self.rows.is_empty() {
            return Err(self.whole(format!("is empty; give lines of {}", self.expected())));
        }
        Ok(self)
    }

    fn take(&mut self, line: usize, bytes: &[u8]) -> Result<(), TableError> {
        let first = self.fields[0];
        if bytes.len() > MAX_LINE_BYTES {
            return Err(self.wrong(line, first, format!("longer than {MAX_LINE_BYTES} bytes; shorten the line")));
        }
        let text = std::str::from_utf8(bytes).map_err(|_| self.wrong(line, first, "save the file as UTF-8"))?;
        let text = text.trim_start_matches('\u{feff}').trim_end_matches(['\n', '\r']);
        if text.trim().is_empty() || self.comments && text.starts_with('#') {
            return Ok(());
        }
        if self.rows.len() == MAX_ROWS {
            return Err(self.wrong(line, first, format!("more than {MAX_ROWS} rows; give a part of the file")));
        }
        let given: Vec<String> = text.split('\t').map(|field| field.trim().to_owned()).collect();
        let count = given.len();
        let fields: [String; FIELDS] = given.try_into().map_err(|_| {
            let missing = self.fields[count.min(FIELDS - 1)];
            self.wrong(line, missing, format!("{count} fields; expected {}", self.expected()))
        })?;
        if let Some(at) = fields.iter().position(String::is_empty) {
            return Err(self.wrong(line, self.fields[at], "empty; fill it in or remove the line"));
        }
        self.rows.push(Row { line, fields });
        Ok(())
    }

    fn unreadable(&self, source: io::Error) -> TableError {
        TableError::Read { path: self.path.clone(), source }
    }

    fn expected(&self) -> String {
        format!("{FIELDS} fields parted by tabs: {}", self.fields.join(", "))
    }

    /// An error about one field of a line.
    pub(super) fn wrong(&self, line: usize, field: &'static str, problem: impl Into<String>) -> TableError {
        TableError::Line { path: self.path.clone(), line, field, problem: problem.into() }
    }

    /// An error about the file.
    pub(super) fn whole(&self, problem: String) -> TableError {
        TableError::Whole { path: self.path.clone(), problem }
    }
}

fn open(path: &Path) -> io::Result<Box<dyn BufRead>> {
    let mut reader = BufReader::new(File::open(path)?);
    let packed = reader.fill_buf()?.starts_with(&GZIP_MAGIC);
    Ok(if packed { Box::new(BufReader::new(MultiGzDecoder::new(reader))) } else { Box::new(reader) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;

    fn read(bytes: &[u8]) -> Result<Vec<[String; 2]>, String> {
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        file.write_all(bytes).expect("written");
        let table = Table::read(file.path(), ["name", "label"])
            .map_err(|error| error.to_string().replace(&file.path().display().to_string(), "FILE"))?;
        Ok(table.rows.into_iter().map(|row| row.fields).collect())
    }

    #[test]
    fn packed_or_not_is_seen_from_the_content() {
        let text = b"\xef\xbb\xbfa\tone \r\n\nb\ttwo";
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(text).expect("packed");
        let packed = packed.finish().expect("packed");
        let expected = [["a".to_owned(), "one".to_owned()], ["b".to_owned(), "two".to_owned()]];
        assert_eq!(read(text).expect("plain"), expected);
        assert_eq!(read(&packed).expect("packed"), expected);
    }

    #[test]
    fn what_is_wrong_names_line_field_and_remedy() {
        let check = |bytes: &[u8], expected: &str| assert_eq!(read(bytes).expect_err("refused"), expected);
        check(b"a\tb\nc\n", "read FILE, line 2, label: 1 fields; expected 2 fields parted by tabs: name, label");
        check(b"a\tb\tc\n", "read FILE, line 1, label: 3 fields; expected 2 fields parted by tabs: name, label");
        check(b"a\t \n", "read FILE, line 1, label: empty; fill it in or remove the line");
        check(b"a\t\xff\n", "read FILE, line 1, name: save the file as UTF-8");
        check(b"\n", "read FILE: is empty; give lines of 2 fields parted by tabs: name, label");
        check(&[b'x'; MAX_LINE_BYTES + 1], "read FILE, line 1, name: longer than 10000 bytes; shorten the line");
    }
}
