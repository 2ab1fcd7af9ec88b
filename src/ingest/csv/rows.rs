//! Cuts a table into rows of cells, however the bytes arrive. The rules of quoting are those of the `csv-core` library;
//! kept here is where each row began, so that reading can go on inside a row whose quotes were never closed.

use super::super::Limits;
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

/// A row.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Row<'a> {
    /// Line on which it begins, from 1.
    pub(super) line: u64,
    pub(super) content: Content<'a>,
}

/// What a row is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Content<'a> {
    Cells(Cells<'a>),
    /// Longer than a record may be, or with more cells than a table may have columns.
    TooLarge,
    /// The feed ends inside quotes.
    Unclosed,
}

/// The cells of a row, without their quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cells<'a> {
    bytes: &'a [u8],
    ends: &'a [usize],
    /// Whether the row has line ends inside.
    pub(super) spans_lines: bool,
}

impl<'a> Cells<'a> {
    pub(super) fn len(self) -> usize {
        self.ends.len()
    }

    pub(super) fn get(self, index: usize) -> &'a [u8] {
        let begin = index.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        self.ends.get(index).and_then(|end| self.bytes.get(begin..*end)).unwrap_or_default()
    }

    pub(super) fn iter(self) -> impl Iterator<Item = &'a [u8]> {
        (0..self.len()).map(move |index| self.get(index))
    }
}

/// Bytes in, rows out. Holds at most one incomplete row and what was pushed last.
pub(super) struct RowSplitter {
    buffer: Vec<u8>,
    /// Where the current row begins.
    start: usize,
    /// Next byte to look at.
    position: usize,
    /// Line of `start`.
    line: u64,
    delimiter: u8,
    quote: u8,
    reader: Reader,
    cells: Vec<u8>,
    cells_length: usize,
    ends: Vec<usize>,
    ends_length: usize,
    /// Where the row returned last began; to look for a way on when it was broken.
    last: (usize, u64),
    reread_bytes_left: usize,
    skipping: bool,
    finished: bool,
}

impl std::fmt::Debug for RowSplitter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RowSplitter").field("line", &self.line).field("start", &self.start).finish_non_exhaustive()
    }
}

/// Cells for which there is room at first.
const ENDS_FIRST: usize = 64;

fn reader(delimiter: u8, quote: u8) -> Reader {
    ReaderBuilder::new().delimiter(delimiter).quote(quote).build()
}

impl RowSplitter {
    pub(super) fn new(delimiter: u8, quote: u8) -> Self {
        Self {
            buffer: Vec::new(),
            start: 0,
            position: 0,
            line: 1,
            delimiter,
            quote,
            reader: reader(delimiter, quote),
            cells: vec![0; 4 << 10],
            cells_length: 0,
            ends: vec![0; ENDS_FIRST],
            ends_length: 0,
            last: (0, 1),
            reread_bytes_left: Limits::REREAD_BYTES_MAX,
            skipping: false,
            finished: false,
        }
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        let dropped = self.start;
        self.buffer.drain(..dropped);
        self.start = 0;
        self.position -= dropped;
        self.buffer.extend_from_slice(bytes);
    }

    pub(super) fn finish(&mut self) {
        self.finished = true;
    }

    pub(super) fn backlog_bytes(&self) -> usize {
        self.buffer.len() - self.start
    }

    /// Whether the row returned last ended with the feed, without a line end: perhaps cut off.
    pub(super) fn last_is_open(&self) -> bool {
        let end = self.buffer.last().filter(|_| self.finished && self.start == self.buffer.len());
        end.is_some_and(|end| !matches!(end, b'\r' | b'\n'))
    }

    /// The next complete row that is not blank; nothing means that more bytes are needed.
    pub(super) fn next_row(&mut self) -> Option<Row<'_>> {
        loop {
            if self.skipping {
                self.skip_line()?;
            }
            let at_begin = self.position == self.start && self.cells_length == 0 && self.ends_length == 0;
            if at_begin {
                self.pass_blank_lines();
            }
            let input = self.buffer.get(self.position..).unwrap_or_default();
            if input.is_empty() && (!self.finished || at_begin) {
                return None;
            }
            let (result, read, written, ended) = self.reader.read_record(
                input,
                self.cells.get_mut(self.cells_length..).unwrap_or_default(),
                self.ends.get_mut(self.ends_length..).unwrap_or_default(),
            );
            self.position += read;
            self.cells_length += written;
            self.ends_length += ended;
            if self.position - self.start > Limits::RECORD_BYTES_MAX {
                return Some(self.too_large());
            }
            match result {
                ReadRecordResult::Record => return Some(self.row()),
                ReadRecordResult::OutputFull => self.cells.resize(self.cells.len() * 2, 0),
                ReadRecordResult::OutputEndsFull if self.ends.len() >= Limits::COLUMNS_MAX => {
                    return Some(self.too_large());
                }
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::End => return None,
            }
        }
    }

    /// Says that the row returned last was broken. Goes back to the first line inside of it that is a whole row of so many
    /// cells, and returns its number; nothing when there is none, and reading goes on behind the row.
    pub(super) fn resync(&mut self, columns: usize) -> Option<u64> {
        let (begin, mut line) = self.last;
        let mut at = begin;
        while let Some(end) =
            self.buffer.get(at..self.start).and_then(|rest| rest.iter().position(|byte| *byte == b'\n'))
        {
            at += end + 1;
            line += 1;
            let taken = self.is_row(at, columns)?;
            if taken {
                (self.start, self.position, self.line) = (at, at, line);
                self.skipping = false;
                self.restart();
                return Some(line);
            }
        }
        None
    }

    /// Whether a row of so many cells stands at a place, read anew; nothing when too much was read anew already.
    fn is_row(&mut self, at: usize, columns: usize) -> Option<bool> {
        let input = self.buffer.get(at..self.start).filter(|input| !input.is_empty());
        let Some(input) = input else { return Some(false) };
        let measured = measure(reader(self.delimiter, self.quote), input, columns);
        self.reread_bytes_left = self.reread_bytes_left.checked_sub(measured.bytes)?;
        // The last line of the row has lost its line end to it, so it may look incomplete.
        Some(measured.cells + usize::from(!measured.is_complete) == columns)
    }

    fn restart(&mut self) {
        self.reader = reader(self.delimiter, self.quote);
        (self.cells_length, self.ends_length) = (0, 0);
    }

    fn pass_blank_lines(&mut self) {
        while let Some(byte) = self.buffer.get(self.position).filter(|byte| matches!(byte, b'\r' | b'\n')) {
            self.line += u64::from(*byte == b'\n');
            self.position += 1;
        }
        self.start = self.position;
    }

    /// Drops the rest of a line.
    fn skip_line(&mut self) -> Option<()> {
        let rest = self.buffer.get(self.position..).unwrap_or_default();
        match rest.iter().position(|byte| *byte == b'\n') {
            Some(end) => {
                self.position += end + 1;
                self.line += 1;
                self.skipping = false;
            }
            None => self.position = self.buffer.len(),
        }
        self.start = self.position;
        (!self.skipping).then_some(())
    }

    /// Moves behind what was read and remembers where it began.
    fn pass(&mut self) -> u64 {
        let line = self.line;
        let row = self.buffer.get(self.start..self.position).unwrap_or_default();
        self.line += u64::try_from(row.iter().filter(|byte| **byte == b'\n').count()).unwrap_or_default();
        self.last = (self.start, line);
        self.start = self.position;
        line
    }

    fn row(&mut self) -> Row<'_> {
        let begin = self.start;
        let line = self.pass();
        let raw = self.buffer.get(begin..self.position).unwrap_or_default();
        let body = raw.strip_suffix(b"\n").unwrap_or(raw);
        let spans_lines = body.contains(&b'\n');
        let unclosed = self.finished
            && self.position == self.buffer.len()
            && ends_in_quotes(raw, reader(self.delimiter, self.quote));
        let (cells, ends) = (self.cells_length, self.ends_length);
        (self.cells_length, self.ends_length) = (0, 0);
        let content = if unclosed {
            Content::Unclosed
        } else {
            Content::Cells(Cells {
                bytes: self.cells.get(..cells).unwrap_or_default(),
                ends: self.ends.get(..ends).unwrap_or_default(),
                spans_lines,
            })
        };
        Row { line, content }
    }

    /// Gives a row up. What was read of it is left, up to the end of the line it stands in, unless a way on is found.
    fn too_large(&mut self) -> Row<'_> {
        let line = self.pass();
        self.restart();
        self.skipping = true;
        Row { line, content: Content::TooLarge }
    }
}

/// Whether a row that nothing follows ends inside quotes: then a line end does not end it.
fn ends_in_quotes(row: &[u8], reader: Reader) -> bool {
    let closed = [row, b"\n"].concat();
    !measure(reader, &closed, usize::MAX).is_complete
}

/// The first row of some bytes, without its content.
struct Measured {
    /// Bytes that were read.
    bytes: usize,
    /// Cells that ended.
    cells: usize,
    /// Whether the row ended. Else the bytes did, or it has more cells than were asked.
    is_complete: bool,
}

/// Reads a row up to its end, or as far as more cells than this. What stands in the cells is thrown away, so nothing is
/// allocated for it.
fn measure(mut reader: Reader, input: &[u8], cells_max: usize) -> Measured {
    let (mut content, mut ends) = ([0; 1 << 10], [0; ENDS_FIRST]);
    let (mut bytes, mut cells) = (0, 0);
    loop {
        let rest = input.get(bytes..).unwrap_or_default();
        let (result, read, _, ended) = reader.read_record(rest, &mut content, &mut ends);
        (bytes, cells) = (bytes + read, cells + ended);
        let goes_on = matches!(result, ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull);
        // No bytes would mean that the feed ends here, which closes quotes.
        if !goes_on || cells > cells_max || bytes == input.len() {
            return Measured { bytes, cells, is_complete: matches!(result, ReadRecordResult::Record) };
        }
    }
}
