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
use crate::schema::{Fields, TERMS, number_name};

/// Terms are kept in groups of this size, filled up with zeros, so that the
/// inner loop of a scan has no remainder and few lengths to predict.
pub(crate) const LANES: usize = 4;

/// The rows of one segment, dead ones included.
///
/// Useful for: reading every row in order. Not useful for: finding the rows
/// that hold a term; a scan reads them all.
pub(crate) struct Block {
    rows: usize,
    /// By column, then by row.
    numbers: Vec<Vec<i32>>,
    /// Packed terms of all rows; a row's end with zeros up to a whole group.
    groups: Vec<[u32; LANES]>,
    /// Where in `groups` each row starts; one entry more than there are rows.
    group_starts: Vec<u32>,
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
            groups: Vec::new(),
            group_starts: Vec::with_capacity(rows as usize + 1),
            weight_totals: Vec::with_capacity(rows as usize),
            keys: Keys::read(reader, fields)?,
        };
        for position in 0..fields.numbers.len() {
            block.numbers.push(read_numbers(reader, position)?);
        }
        block.read_terms(reader)?;
        Ok(block)
    }

    fn read_terms(&mut self, reader: &SegmentReader) -> Result<()> {
        let column: Option<FastColumn<u64>> = reader.fast_fields().column_opt(TERMS)?;
        check_rows(column.as_ref(), reader, TERMS)?;
        let mut packed: Vec<u32> = Vec::new();
        for row in 0..reader.max_doc() {
            packed.clear();
            for value in column.iter().flat_map(|column| column.values_for_doc(row)) {
                let term = u32::try_from(value).ok().filter(|&term| unpack(term).is_some());
                packed.push(term.ok_or_else(|| damaged(reader, "a term is out of range"))?);
            }
            let weights = packed.iter().map(|&term| packed_weight(term));
            self.weight_totals.push(weights.sum());
            self.group_starts.push(self.group_end()?);
            packed.resize(packed.len().next_multiple_of(LANES), 0);
            self.groups.extend_from_slice(packed.as_chunks().0);
        }
        self.group_starts.push(self.group_end()?);
        Ok(())
    }

    fn group_end(&self) -> Result<u32> {
        u32::try_from(self.groups.len())
            .map_err(|_| Error::TooLarge { what: "groups of terms in a segment", limit: u32::MAX as usize })
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

    /// The packed terms of a row, in groups filled up with zeros.
    #[inline(always)]
    pub(crate) fn groups(&self, row: usize) -> &[[u32; LANES]] {
        let start = self.group_starts[row] as usize;
        let end = self.group_starts[row + 1] as usize;
        &self.groups[start..end]
    }

    /// The sum of the weights of a row.
    #[inline(always)]
    pub(crate) fn weight_total(&self, row: usize) -> u32 {
        self.weight_totals[row]
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
