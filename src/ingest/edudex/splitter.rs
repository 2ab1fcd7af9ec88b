//! Cuts a stream of XML into the elements that are records, however the bytes arrive. Looks at marks only; whether an
//! element is correct XML is for its reader to find out.

use super::super::Limits;

#[cfg(test)]
mod tests;

/// A piece of the stream.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    /// Line on which it begins, from 1.
    pub(super) line: u64,
    pub(super) content: Content<'a>,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Content<'a> {
    /// From the start tag to the end tag.
    Element(&'a [u8]),
    TooLarge,
    /// Another one begins, or the feed ends, before it is closed.
    Unclosed,
}

/// Bytes in, elements out. Holds at most one incomplete element and what was pushed last.
#[derive(Debug)]
pub(super) struct ElementSplitter {
    /// Names of elements that are records.
    names: &'static [&'static str],
    buffer: Vec<u8>,
    /// What stands before this was passed, and is dropped when more comes: dropping each mark by itself would move the rest of
    /// the buffer as often as there are marks.
    start: usize,
    /// Next byte to look at.
    position: usize,
    /// A mark begins at `position` whose end has not come; it is looked at again when this many bytes of it are there.
    wait_bytes: usize,
    /// Line on which `start` stands.
    line: u64,
    record: Option<Open>,
    /// Open elements around records.
    around: u32,
    /// Where the piece returned last ends.
    taken: usize,
    finished: bool,
    /// Whether the feed ended inside a record.
    is_cut: bool,
    reread_bytes_left: usize,
    /// Bytes that were looked at or moved: what a hostile feed can make us do.
    handled_bytes: usize,
}

/// A record that is not closed yet; it begins at `start`.
#[derive(Clone, Copy, Debug)]
struct Open {
    depth: u32,
    /// Reported as too large; dropped up to its end.
    skipping: bool,
}

/// Most bytes of a mark; what is longer is none. One more than a record may have, so a record with such a mark is too large.
const MARK_BYTES_MAX: usize = Limits::RECORD_BYTES_MAX + 1;

/// What a mark is.
enum Mark {
    Start { closed: bool },
    End,
    Other,
}

impl ElementSplitter {
    pub(super) fn new(names: &'static [&'static str]) -> Self {
        Self {
            names,
            buffer: Vec::new(),
            start: 0,
            position: 0,
            wait_bytes: 0,
            line: 1,
            record: None,
            around: 0,
            taken: 0,
            finished: false,
            is_cut: false,
            reread_bytes_left: Limits::REREAD_BYTES_MAX,
            handled_bytes: 0,
        }
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.pass_taken();
        let passed = std::mem::take(&mut self.start);
        self.position -= passed;
        self.buffer.drain(..passed);
        let moved = if passed > 0 { self.buffer.len() } else { 0 };
        self.handled_bytes += moved + bytes.len();
        self.buffer.extend_from_slice(bytes);
    }

    pub(super) fn finish(&mut self) {
        self.finished = true;
    }

    pub(super) fn backlog_bytes(&self) -> usize {
        self.buffer.len() - self.start
    }

    /// Whether a record or an element around the records was begun and not closed.
    pub(super) fn is_open(&self) -> bool {
        self.around > 0 || self.is_cut
    }

    /// The next element; nothing means that more bytes are needed.
    pub(super) fn next_piece(&mut self) -> Option<Piece<'_>> {
        loop {
            self.pass_taken();
            let Some((length, mark)) = self.next_mark() else { return self.starved() };
            let begin = self.position;
            let name = name_of(self.buffer.get(begin..begin + length).unwrap_or_default());
            let is_record = self.names.iter().any(|known| known.as_bytes() == name);
            match (self.record, mark) {
                // A record inside of a record: the end of the first is missing.
                (Some(open), Mark::Start { .. }) if is_record => {
                    self.record = None;
                    if let Some(piece) = self.give_up(begin, open) {
                        return Some(self.show(piece));
                    }
                }
                (Some(open), Mark::Start { closed }) => {
                    self.record = Some(Open { depth: open.depth + u32::from(!closed), ..open });
                    self.position += length;
                }
                (Some(Open { depth: 1, skipping, .. }), Mark::End) => {
                    self.position += length;
                    self.record = None;
                    self.taken = self.position;
                    if !skipping {
                        let too_large = self.taken - self.start > Limits::RECORD_BYTES_MAX;
                        return Some(self.show(if too_large { Kind::TooLarge } else { Kind::Element }));
                    }
                }
                (Some(open), Mark::End) => {
                    self.record = Some(Open { depth: open.depth - 1, ..open });
                    self.position += length;
                }
                (None, Mark::Start { closed: false }) if is_record => {
                    self.pass(begin);
                    self.record = Some(Open { depth: 1, skipping: false });
                    self.position += length;
                }
                (None, Mark::Start { closed }) => {
                    self.around = self.around.saturating_add(u32::from(!closed));
                    self.pass(begin + length);
                }
                (None, Mark::End) => {
                    self.around = self.around.saturating_sub(1);
                    self.pass(begin + length);
                }
                (Some(_), Mark::Other) => self.position += length,
                (None, Mark::Other) => self.pass(begin + length),
            }
            if let Some(piece) = self.over_limit() {
                return Some(self.show(piece));
            }
        }
    }

    /// Goes to the next mark: its length and what it is. None when more bytes are needed to tell.
    fn next_mark(&mut self) -> Option<(usize, Mark)> {
        loop {
            let rest = self.buffer.get(self.position..).unwrap_or_default();
            if rest.len() < self.wait_bytes && !self.finished {
                return None;
            }
            let Some(offset) = rest.iter().position(|byte| *byte == b'<') else {
                self.handled_bytes += rest.len();
                self.position = self.buffer.len();
                return None;
            };
            let rest = rest.get(offset..).unwrap_or_default();
            // No mark is longer, however much of it came at once.
            let seen = rest.get(..MARK_BYTES_MAX).unwrap_or(rest);
            let found = mark(seen);
            let (seen, is_complete) = (seen.len(), self.finished || seen.len() == MARK_BYTES_MAX);
            self.position += offset;
            self.handled_bytes += offset + found.as_ref().map_or(seen, |(length, _)| *length);
            self.wait_bytes = 0;
            if found.is_some() {
                return found;
            }
            if !is_complete {
                // It is read from its begin each time, so a feed in tiny chunks must not cost the square of it.
                self.wait_bytes = (seen * 2).min(MARK_BYTES_MAX);
                return None;
            }
            // No mark after all. Finding that out looked at all of the rest, so it is not tried for ever.
            match self.reread_bytes_left.checked_sub(seen) {
                Some(left) => (self.reread_bytes_left, self.position) = (left, self.position + 1),
                None => self.position = self.buffer.len(),
            }
        }
    }

    /// Nothing more to look at for now.
    fn starved(&mut self) -> Option<Piece<'_>> {
        if let Some(piece) = self.over_limit() {
            return Some(self.show(piece));
        }
        match self.record {
            None => self.pass(self.position),
            Some(open) if open.skipping => self.pass(self.position),
            Some(open) if self.finished => {
                self.record = None;
                self.is_cut = true;
                let end = self.buffer.len();
                let piece = self.give_up(end, open)?;
                return Some(self.show(piece));
            }
            Some(_) => {}
        }
        None
    }

    /// Ends a record without its end tag.
    fn give_up(&mut self, end: usize, open: Open) -> Option<Kind> {
        self.taken = end;
        self.position = end;
        let too_large = end - self.start > Limits::RECORD_BYTES_MAX;
        let kind = if too_large { Kind::TooLarge } else { Kind::Unclosed };
        (!open.skipping).then_some(kind)
    }

    fn over_limit(&mut self) -> Option<Kind> {
        let too_large = self.position - self.start > Limits::RECORD_BYTES_MAX;
        let open = self.record.filter(|open| !open.skipping && too_large)?;
        self.record = Some(Open { skipping: true, ..open });
        self.taken = self.position;
        Some(Kind::TooLarge)
    }

    fn show(&self, kind: Kind) -> Piece<'_> {
        let content = match kind {
            Kind::Element => Content::Element(self.buffer.get(self.start..self.taken).unwrap_or_default()),
            Kind::TooLarge => Content::TooLarge,
            Kind::Unclosed => Content::Unclosed,
        };
        Piece { line: self.line, content }
    }

    fn pass_taken(&mut self) {
        let taken = std::mem::take(&mut self.taken);
        self.pass(taken.max(self.start));
    }

    /// Leaves everything before a place behind.
    fn pass(&mut self, place: usize) {
        let passed = self.buffer.get(self.start..place).unwrap_or_default();
        let lines = passed.iter().filter(|byte| **byte == b'\n').count();
        self.handled_bytes += passed.len();
        self.line += u64::try_from(lines).unwrap_or_default();
        (self.start, self.position) = (place, self.position.max(place));
    }
}

#[derive(Clone, Copy)]
enum Kind {
    Element,
    TooLarge,
    Unclosed,
}

/// The mark at the begin of the bytes and its length; nothing when its end is not there.
fn mark(bytes: &[u8]) -> Option<(usize, Mark)> {
    let until = |begin: usize, end: &[u8]| {
        let rest = bytes.get(begin..)?;
        Some(begin + rest.windows(end.len()).position(|window| window == end)? + end.len())
    };
    /// The longest begin of a mark that decides what it is.
    const LONGEST: usize = "<![CDATA[".len();
    if bytes.len() < LONGEST && bytes.starts_with(b"<!") && !bytes.contains(&b'>') {
        return None;
    }
    match bytes {
        [b'<', b'!', b'-', b'-', ..] => until(4, b"-->").map(|length| (length, Mark::Other)),
        [b'<', b'!', b'[', ..] => until(3, b"]]>").map(|length| (length, Mark::Other)),
        [b'<', b'!', ..] => doctype(bytes).map(|length| (length, Mark::Other)),
        [b'<', b'?', ..] => until(2, b"?>").map(|length| (length, Mark::Other)),
        [b'<', b'/', ..] => until(2, b">").map(|length| (length, Mark::End)),
        _ => {
            let length = tag_end(bytes)?;
            let closed = bytes.get(length.checked_sub(2)?) == Some(&b'/');
            Some((length, Mark::Start { closed }))
        }
    }
}

/// Behind the first `>` outside of quotes.
fn tag_end(bytes: &[u8]) -> Option<usize> {
    let mut quote = None;
    for (place, byte) in bytes.iter().enumerate() {
        match (quote, *byte) {
            (Some(open), byte) if open == byte => quote = None,
            (None, b'"' | b'\'') => quote = Some(*byte),
            (None, b'>') => return Some(place + 1),
            _ => {}
        }
    }
    None
}

/// Behind a document type, with the declarations inside of it.
fn doctype(bytes: &[u8]) -> Option<usize> {
    let (mut quote, mut depth) = (None, 0_u32);
    for (place, byte) in bytes.iter().enumerate() {
        match (quote, *byte) {
            (Some(open), byte) if open == byte => quote = None,
            (None, b'"' | b'\'') => quote = Some(*byte),
            (None, b'<') => depth += 1,
            (None, b'>') if depth == 1 => return Some(place + 1),
            (None, b'>') => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

/// The name of a tag without its namespace.
fn name_of(tag: &[u8]) -> &[u8] {
    let rest = tag.strip_prefix(b"</").or_else(|| tag.strip_prefix(b"<")).unwrap_or_default();
    let end = rest.iter().position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/'));
    let name = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
    name.rsplit(|byte| *byte == b':').next().unwrap_or_default()
}
