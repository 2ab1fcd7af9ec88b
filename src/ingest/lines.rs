//! Cuts text into lines, however the bytes arrive. Knows nothing of JSON.

/// One line that is not blank.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// Counted from 1, blank lines included.
    pub(super) number: u64,
    /// Its bytes without the line end; of one that is longer than it may be, as many as it may have.
    pub(super) bytes: Result<&'a [u8], &'a [u8]>,
}

/// Bytes in, lines out. Holds at most one incomplete line and what was pushed last.
#[derive(Debug)]
pub(super) struct LineSplitter {
    /// Most bytes of a line.
    bytes_max: usize,
    buffer: Vec<u8>,
    /// Where the unread part of the buffer begins.
    start: usize,
    /// Up to where the unread part is known to hold no line end.
    searched: usize,
    lines: u64,
    /// Inside the rest of a line that was reported as too long.
    skipping: bool,
    finished: bool,
    /// Whether the line returned last had no line end.
    last_is_open: bool,
}

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

impl LineSplitter {
    pub(super) fn new(bytes_max: usize) -> Self {
        Self {
            bytes_max,
            buffer: Vec::new(),
            start: 0,
            searched: 0,
            lines: 0,
            skipping: false,
            finished: false,
            last_is_open: false,
        }
    }

    /// With so many lines before the first byte.
    pub(super) fn behind(self, lines: u64) -> Self {
        Self { lines, ..self }
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.buffer.drain(..self.start);
        self.searched -= self.start;
        self.start = 0;
        self.buffer.extend_from_slice(bytes);
    }

    /// Says that no more bytes come: the rest of the buffer is the last line.
    pub(super) fn finish(&mut self) {
        self.finished = true;
    }

    /// Bytes that wait to be read.
    pub(super) fn backlog_bytes(&self) -> usize {
        self.buffer.len() - self.start
    }

    /// Whether the line returned last had no line end: the last of a feed, perhaps cut off.
    pub(super) fn last_is_open(&self) -> bool {
        self.last_is_open
    }

    /// The next complete line; nothing means that more bytes are needed.
    pub(super) fn next_line(&mut self) -> Option<Line<'_>> {
        loop {
            let (begin, end) = self.advance()?;
            let bytes = self.buffer.get(begin..end).unwrap_or_default();
            let is_marked = self.lines == 1 && bytes.starts_with(BYTE_ORDER_MARK);
            let begin_of_text = if is_marked { begin + BYTE_ORDER_MARK.len() } else { begin };
            let is_too_long = bytes.len() > self.bytes_max;
            let end = if is_too_long { begin + self.bytes_max } else { end };
            let is_blank = self.buffer.get(begin_of_text..end).unwrap_or_default().trim_ascii().is_empty();
            if is_too_long || !is_blank {
                // Sliced anew: a borrow that leaves a loop may not come from the iteration before.
                let text = self.buffer.get(begin_of_text..end).unwrap_or_default();
                return Some(Line { number: self.lines, bytes: if is_too_long { Err(text) } else { Ok(text) } });
            }
        }
    }

    /// Moves past the next line, also a blank one. A line over the limit ends as soon as it is known to be too long.
    fn advance(&mut self) -> Option<(usize, usize)> {
        loop {
            let (begin, unsearched) = (self.start, self.buffer.get(self.searched..).unwrap_or_default());
            let found = unsearched.iter().position(|byte| *byte == b'\n').map(|offset| self.searched + offset);
            let (end, after) = match found {
                Some(end) => (end, end + 1),
                None => (self.buffer.len(), self.buffer.len()),
            };
            self.searched = after;
            let too_long = end - begin > self.bytes_max;
            let complete = found.is_some() || (self.finished && end > begin);
            let was_skipping = self.skipping;
            if !complete && !too_long && !was_skipping {
                return None;
            }
            self.start = after;
            self.skipping = !complete;
            self.last_is_open = found.is_none();
            if !was_skipping {
                self.lines += 1;
                return Some((begin, end));
            }
            if !complete {
                return None;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::Limits;

    fn lines(chunks: &[&[u8]]) -> Vec<(u64, Option<String>)> {
        let mut splitter = LineSplitter::new(Limits::RECORD_BYTES_MAX);
        let mut found = Vec::new();
        let mut pull = |splitter: &mut LineSplitter| {
            while let Some(line) = splitter.next_line() {
                found.push((line.number, line.bytes.ok().map(|bytes| String::from_utf8_lossy(bytes).into_owned())));
            }
        };
        for chunk in chunks {
            splitter.push(chunk);
            pull(&mut splitter);
        }
        splitter.finish();
        pull(&mut splitter);
        found
    }

    fn line(number: u64, text: &str) -> (u64, Option<String>) {
        (number, Some(text.to_owned()))
    }

    #[test]
    fn blank_lines_count_but_are_skipped() {
        assert_eq!(lines(&[b"\xEF\xBB\xBFa\r\n\r\n", b"\n b", b"c"]), [line(1, "a\r"), line(4, " bc")]);
    }

    #[test]
    fn a_line_over_the_limit_loses_nothing_else() {
        let long = vec![b'x'; Limits::RECORD_BYTES_MAX + 1];
        let chunks: [&[u8]; 5] = [b"a\n", &long, &long, b"xx\nb\n", &long];
        assert_eq!(lines(&chunks), [line(1, "a"), (2, None), line(3, "b"), (4, None)]);
        let exact = vec![b'x'; Limits::RECORD_BYTES_MAX];
        assert!(lines(&[&exact, b"\n"])[0].1.is_some());
    }
}
