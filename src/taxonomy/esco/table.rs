//! Rows of a CSV or TSV file with named columns, plain or gzip, one at a time.

use super::import::EscoError;
use super::report::{EscoReport, SkipReason};
use csv::{ByteRecord, ReaderBuilder};
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

/// Most bytes of one file before compression.
const MAX_FILE_BYTES: u64 = 1 << 30;

/// A file with named columns.
pub(super) struct Table {
    pub(super) name: String,
    reader: csv::Reader<Box<dyn Read>>,
    columns: Vec<String>,
    pub(super) rows: usize,
}

/// One row: its values by column number.
pub(super) struct Row {
    record: ByteRecord,
    /// Counted from 1.
    pub(super) line: u64,
}

/// Number of a column, from [`Table::column`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Column(usize);

impl Table {
    pub(super) fn open(directory: &Path, name: &str) -> Result<Self, EscoError> {
        let failed = |source| EscoError::Io { path: directory.join(name), source };
        let file = BufReader::new(File::open(directory.join(name)).map_err(failed)?);
        let packed = name.ends_with(".gz");
        let bytes: Box<dyn Read> = if packed { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) };
        let delimiter = if name.trim_end_matches(".gz").ends_with(".tsv") { b'\t' } else { b',' };
        let mut builder = ReaderBuilder::new();
        builder.flexible(true).delimiter(delimiter).quoting(delimiter == b',');
        let mut reader = builder.from_reader(Box::new(bytes.take(MAX_FILE_BYTES)) as Box<dyn Read>);
        let unreadable = |error: csv::Error| EscoError::Unreadable { file: name.into(), detail: error.to_string() };
        let header = reader.headers().map_err(unreadable)?;
        let columns = header.iter().map(|column| column.trim_start_matches('\u{feff}').trim().to_string()).collect();
        Ok(Self { name: name.into(), reader, columns, rows: 0 })
    }

    /// A column that must be there.
    pub(super) fn column(&self, name: &str) -> Result<Column, EscoError> {
        let missing = || EscoError::MissingColumn { file: self.name.clone(), column: name.into() };
        self.optional_column(name).ok_or_else(missing)
    }

    pub(super) fn optional_column(&self, name: &str) -> Option<Column> {
        self.columns.iter().position(|column| column == name).map(Column)
    }

    /// The next row; rows that are no CSV or UTF-8 are counted in the report.
    pub(super) fn next(&mut self, report: &mut EscoReport) -> Result<Option<Row>, EscoError> {
        let mut record = ByteRecord::new();
        loop {
            match self.reader.read_byte_record(&mut record) {
                Ok(false) => return Ok(None),
                Ok(true) => {}
                Err(error) => {
                    // A broken stream repeats its error for ever; a broken row does not exist for a byte record.
                    return Err(EscoError::Unreadable { file: self.name.clone(), detail: error.to_string() });
                }
            }
            self.rows += 1;
            let line = record.position().map_or(0, csv::Position::line);
            if record.iter().all(|value| std::str::from_utf8(value).is_ok()) {
                return Ok(Some(Row { record, line }));
            }
            let start = record.get(0).map(String::from_utf8_lossy).unwrap_or_default().into_owned();
            report.skip(SkipReason::UnreadableRow, Some((&self.name, line)), &start);
        }
    }
}

impl Row {
    /// The trimmed value of a column; empty when the row is too short.
    pub(super) fn get(&self, column: Column) -> &str {
        let bytes = self.record.get(column.0).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or_default().trim()
    }

    pub(super) fn get_optional(&self, column: Option<Column>) -> &str {
        column.map_or("", |column| self.get(column))
    }
}
