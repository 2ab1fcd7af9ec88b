//! One segment in memory, in the form a scan reads: numbers by column, terms
//! flat, keys in one text. Built once per segment and shared by every snapshot
//! that holds the segment. Which rows are alive is the snapshot's affair.

use std::cmp::Ordering;
use std::ops::Range;

use tantivy::columnar::Column as FastColumn;
use tantivy::index::SegmentReader;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED};

use crate::document::{ABSENT, packed_weight, unpack};
use crate::error::{Error, Result};
use crate::postings::{Postings, window_rows};
use crate::schema::{Fields, TERMS, number_name};

/// The rows of one segment, dead ones included.
///
/// Useful for: one row by its number, columns from one end to the other, and the
/// sums of a scan by way of [`Postings`].
pub(crate) struct Block {
    rows: usize,
    /// By column, then by row.
    numbers: Vec<Vec<i32>>,
    /// Packed terms of all rows, in the order of the rows.
    terms: Vec<u32>,
    /// Where in `terms` each row starts; one entry more than there are rows.
    term_starts: Vec<u32>,
    /// The same terms by term, for each window of rows.
    postings: Vec<Postings>,
    /// Sum of the weights of each row.
    weight_totals: Vec<u32>,
    keys: Keys,
}

/// The keys of the rows.
struct Keys {
    /// All distinct keys, one after the other.
    text: String,
    /// Where in `text` the key of each row stands.
    spans: Vec<(u32, u32)>,
    /// The rows in the order of their keys, equal keys by row.
    sorted_rows: Vec<u32>,
}

impl Block {
    /// Reads a segment.
    pub(crate) fn read(reader: &SegmentReader, fields: &Fields) -> Result<Self> {
        let rows = reader.max_doc();
        let mut block = Self {
            rows: rows as usize,
            numbers: Vec::with_capacity(fields.numbers.len()),
            terms: Vec::new(),
            term_starts: Vec::with_capacity(rows as usize + 1),
            postings: Vec::new(),
            weight_totals: Vec::with_capacity(rows as usize),
            keys: Keys::read(reader, fields)?,
        };
        for position in 0..fields.numbers.len() {
            block.numbers.push(read_numbers(reader, position)?);
        }
        block.read_terms(reader)?;
        let window = window_rows(rows) as usize;
        let windows = (0..block.rows).step_by(window).map(|start| start..block.rows.min(start + window));
        block.postings = windows.map(|rows| Postings::of(&rows.map(|row| block.terms(row)))).collect();
        Ok(block)
    }

    fn read_terms(&mut self, reader: &SegmentReader) -> Result<()> {
        let column: Option<FastColumn<u64>> = reader.fast_fields().column_opt(TERMS)?;
        check_rows(column.as_ref(), reader, TERMS)?;
        for row in 0..reader.max_doc() {
            let start = self.terms.len();
            self.term_starts.push(self.term_end()?);
            for value in column.iter().flat_map(|column| column.values_for_doc(row)) {
                let term = u32::try_from(value).ok().filter(|&term| unpack(term).is_some());
                self.terms.push(term.ok_or_else(|| damaged(reader, "a term is out of range"))?);
            }
            self.weight_totals.push(self.terms[start..].iter().map(|&term| packed_weight(term)).sum());
        }
        self.term_starts.push(self.term_end()?);
        Ok(())
    }

    fn term_end(&self) -> Result<u32> {
        u32::try_from(self.terms.len())
            .map_err(|_| Error::TooLarge { what: "terms in a segment", limit: u32::MAX as usize })
    }

    /// The number of rows, dead ones included.
    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    /// A number of a row.
    #[inline(always)]
    pub(crate) fn number(&self, column: usize, row: usize) -> Option<i32> {
        let number = self.numbers[column][row];
        (number != ABSENT).then_some(number)
    }

    /// A number of every row; [`ABSENT`] where there is none.
    pub(crate) fn numbers(&self, column: usize) -> &[i32] {
        &self.numbers[column]
    }

    /// The packed terms of a row.
    pub(crate) fn terms(&self, row: usize) -> &[u32] {
        let start = self.term_starts[row] as usize;
        let end = self.term_starts[row + 1] as usize;
        &self.terms[start..end]
    }

    /// The terms of the rows of one window, by term.
    pub(crate) fn postings(&self, window: usize) -> &Postings {
        &self.postings[window]
    }

    /// The sum of the weights of every row.
    pub(crate) fn weight_totals(&self) -> &[u32] {
        &self.weight_totals
    }

    /// The key of a row.
    pub(crate) fn key(&self, row: usize) -> &str {
        self.keys.key(row)
    }

    /// The rows of this key: at most one is alive, others were replaced.
    pub(crate) fn rows_of_key(&self, key: &str) -> &[u32] {
        let sorted = &self.keys.sorted_rows;
        let start = self.keys.position(key, Ordering::is_lt);
        let end = self.keys.position(key, Ordering::is_le);
        &sorted[start..end]
    }

    /// The rows whose key comes after `key`, in the order of their keys.
    pub(crate) fn rows_after(&self, key: Option<&str>) -> &[u32] {
        let start = key.map_or(0, |key| self.keys.position(key, Ordering::is_le));
        &self.keys.sorted_rows[start..]
    }
}

impl Keys {
    /// Reads the keys from the term dictionary, which holds them in order.
    fn read(reader: &SegmentReader, fields: &Fields) -> Result<Self> {
        let rows = reader.max_doc() as usize;
        let mut keys = Self { text: String::new(), spans: vec![(0, 0); rows], sorted_rows: Vec::with_capacity(rows) };
        let inverted = reader.inverted_index(fields.key)?;
        let mut terms = inverted.terms().stream()?;
        while terms.advance() {
            let key = str::from_utf8(terms.key()).map_err(|_| damaged(reader, "a key is not valid UTF-8"))?;
            let span = keys.push(key)?;
            let mut postings = inverted.read_postings_from_terminfo(terms.value(), IndexRecordOption::Basic)?;
            while postings.doc() != TERMINATED {
                let row = postings.doc();
                *keys.spans.get_mut(row as usize).ok_or_else(|| damaged(reader, "a key has no row"))? = span;
                keys.sorted_rows.push(row);
                postings.advance();
            }
        }
        if keys.sorted_rows.len() != rows {
            return Err(damaged(reader, "a row has no key"));
        }
        Ok(keys)
    }

    /// Appends a key and returns where it stands.
    fn push(&mut self, key: &str) -> Result<(u32, u32)> {
        let offset = |position: usize| {
            u32::try_from(position)
                .map_err(|_| Error::TooLarge { what: "bytes of keys in a segment", limit: u32::MAX as usize })
        };
        let start = offset(self.text.len())?;
        self.text.push_str(key);
        Ok((start, offset(self.text.len())?))
    }

    fn key(&self, row: usize) -> &str {
        let (start, end) = self.spans[row];
        let span: Range<usize> = start as usize..end as usize;
        &self.text[span]
    }

    /// The first place in the sorted rows whose key does not stand so to `key`.
    fn position(&self, key: &str, stands: fn(Ordering) -> bool) -> usize {
        self.sorted_rows.partition_point(|&row| stands(self.key(row as usize).cmp(key)))
    }
}

fn read_numbers(reader: &SegmentReader, position: usize) -> Result<Vec<i32>> {
    let name = number_name(position);
    let column: Option<FastColumn<i64>> = reader.fast_fields().column_opt(&name)?;
    check_rows(column.as_ref(), reader, &name)?;
    let Some(column) = column else {
        return Ok(vec![ABSENT; reader.max_doc() as usize]);
    };
    (0..reader.max_doc())
        .map(|row| {
            let number = column.first(row).unwrap_or(i64::from(ABSENT));
            i32::try_from(number).map_err(|_| damaged(reader, "a number is out of range"))
        })
        .collect()
}

/// A column may be missing when no row has a value, but must know every row.
fn check_rows<T>(column: Option<&FastColumn<T>>, reader: &SegmentReader, name: &str) -> Result<()>
where
    T: PartialOrd + Copy + std::fmt::Debug + Send + Sync + 'static,
{
    match column {
        Some(column) if column.num_docs() != reader.max_doc() => {
            Err(damaged(reader, &format!("column {name} has other rows")))
        }
        _ => Ok(()),
    }
}

fn damaged(reader: &SegmentReader, what: &str) -> Error {
    let segment = reader.segment_id().uuid_string();
    Error::Damaged(format!("segment {segment}: {what}"))
}
