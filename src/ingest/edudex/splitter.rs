//! Cuts a stream of XML into the elements that are records, however the bytes arrive. Looks at marks only; whether an
//! element is correct XML is for its reader to find out.

use super::super::Limits;

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
    /// Next byte to look at.
    position: usize,
    /// Line of the begin of the buffer.
    line: u64,
    record: Option<Open>,
    /// Open elements around records.
    around: u32,
    /// Bytes of the piece returned last, to be dropped.
    taken: usize,
    finished: bool,
    /// Whether the feed ended inside a record.
    is_cut: bool,
    reread_bytes_left: usize,
}

/// A record that is not closed yet; it begins at the begin of the buffer.
#[derive(Clone, Copy, Debug)]
struct Open {
    depth: u32,
    /// Reported as too large; dropped up to its end.
    skipping: bool,
}

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
            position: 0,
            line: 1,
            record: None,
            around: 0,
            taken: 0,
            finished: false,
            is_cut: false,
            reread_bytes_left: Limits::REREAD_BYTES_MAX,
        }
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.drop_taken();
        self.buffer.extend_from_slice(bytes);
    }

    pub(super) fn finish(&mut self) {
        self.finished = true;
    }

    pub(super) fn backlog_bytes(&self) -> usize {
        self.buffer.len()
    }

    /// Whether a record or an element around the records was begun and not closed.
    pub(super) fn is_open(&self) -> bool {
        self.around > 0 || self.is_cut
    }

    /// The next element; nothing means that more bytes are needed.
    pub(super) fn next_piece(&mut self) -> Option<Piece<'_>> {
        loop {
            self.drop_taken();
            let Some(offset) = self.rest().iter().position(|byte| *byte == b'<') else {
                self.position = self.buffer.len();
                return self.starved();
            };
            self.position += offset;
            let Some((length, mark)) = mark(self.rest()) else {
                if !self.finished && self.rest().len() <= Limits::RECORD_BYTES_MAX {
                    return self.starved();
                }
                // No mark after all. Finding that out looked at all of the rest, so it is not tried for ever.
                match self.reread_bytes_left.checked_sub(self.rest().len()) {
                    Some(left) => (self.reread_bytes_left, self.position) = (left, self.position + 1),
                    None => self.position = self.buffer.len(),
                }
                continue;
            };
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
                        let kind = if self.taken > Limits::RECORD_BYTES_MAX { Kind::TooLarge } else { Kind::Element };
                        return Some(self.show(kind));
                    }
                }
                (Some(open), Mark::End) => {
                    self.record = Some(Open { depth: open.depth - 1, ..open });
                    self.position += length;
                }
                (None, Mark::Start { closed: false }) if is_record => {
                    self.forget(begin);
                    self.record = Some(Open { depth: 1, skipping: false });
                    self.position = length;
                }
                (None, Mark::Start { closed }) => {
                    self.around = self.around.saturating_add(u32::from(!closed));
                    self.forget(begin + length);
                }
                (None, Mark::End) => {
                    self.around = self.around.saturating_sub(1);
                    self.forget(begin + length);
                }
                (Some(_), Mark::Other) => self.position += length,
                (None, Mark::Other) => self.forget(begin + length),
            }
            if let Some(piece) = self.over_limit() {
                return Some(self.show(piece));
            }
        }
    }

    fn rest(&self) -> &[u8] {
        self.buffer.get(self.position..).unwrap_or_default()
    }

    /// Nothing more to look at for now.
    fn starved(&mut self) -> Option<Piece<'_>> {
        if let Some(piece) = self.over_limit() {
            return Some(self.show(piece));
        }
        match self.record {
            None => self.forget(self.position),
            Some(open) if open.skipping => self.forget(self.position),
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
        let kind = if end > Limits::RECORD_BYTES_MAX { Kind::TooLarge } else { Kind::Unclosed };
        (!open.skipping).then_some(kind)
    }

    fn over_limit(&mut self) -> Option<Kind> {
        let open = self.record.filter(|open| !open.skipping && self.position > Limits::RECORD_BYTES_MAX)?;
        self.record = Some(Open { skipping: true, ..open });
        self.taken = self.position;
        Some(Kind::TooLarge)
    }

    fn show(&self, kind: Kind) -> Piece<'_> {
        let content = match kind {
            Kind::Element => Content::Element(self.buffer.get(..self.taken).unwrap_or_default()),
            Kind::TooLarge => Content::TooLarge,
            Kind::Unclosed => Content::Unclosed,
        };
        Piece { line: self.line, content }
    }

    fn drop_taken(&mut self) {
        let taken = std::mem::take(&mut self.taken);
        self.forget(taken);
    }

    /// Drops bytes at the begin of the buffer.
    fn forget(&mut self, bytes: usize) {
        let gone = self.buffer.drain(..bytes).filter(|byte| *byte == b'\n').count();
        self.line += u64::try_from(gone).unwrap_or_default();
        self.position = self.position.saturating_sub(bytes);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str, size: usize) -> (Vec<(u64, String)>, bool) {
        let mut splitter = ElementSplitter::new(&["program"]);
        let mut found = Vec::new();
        let mut pull = |splitter: &mut ElementSplitter| {
            while let Some(Piece { line, content }) = splitter.next_piece() {
                found.push((
                    line,
                    match content {
                        Content::Element(bytes) => String::from_utf8_lossy(bytes).into_owned(),
                        other => format!("{other:?}"),
                    },
                ));
            }
        };
        for chunk in text.as_bytes().chunks(size) {
            splitter.push(chunk);
            pull(&mut splitter);
        }
        splitter.finish();
        pull(&mut splitter);
        let open = splitter.is_open();
        (found, open)
    }

    #[track_caller]
    fn check(text: &str, expected: &[(u64, &str)], open: bool) {
        for size in 1..=text.len() {
            let (found, is_open) = split(text, size);
            let found: Vec<(u64, &str)> = found.iter().map(|(line, text)| (*line, text.as_str())).collect();
            assert_eq!((found.as_slice(), is_open), (expected, open), "in chunks of {size}");
        }
    }

    #[test]
    fn programmes_are_found_below_any_root_and_alone() {
        check(
            "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a \">\">]>\n<all>\n<e:program a='>'><b/><c>x</c></e:program>\n<!-- <program> --><program>2</program></all>",
            &[(3, "<e:program a='>'><b/><c>x</c></e:program>"), (4, "<program>2</program>")],
            false,
        );
        check(
            "<program>1</program>\n<program>2</program>",
            &[(1, "<program>1</program>"), (2, "<program>2</program>")],
            false,
        );
        check(
            "<program><t><![CDATA[</program>]]></t></program>",
            &[(1, "<program><t><![CDATA[</program>]]></t></program>")],
            false,
        );
        check("<programs><program/></programs> <", &[], false);
    }

    #[test]
    fn what_is_broken_does_not_spoil_what_follows() {
        check(
            "<all>\n<program><b>\n<program>2</program></all>",
            &[(2, "Unclosed"), (3, "<program>2</program>")],
            false,
        );
        check("<all><program>1</program><program><b>", &[(1, "<program>1</program>"), (1, "Unclosed")], true);
        let huge = "x".repeat(Limits::RECORD_BYTES_MAX + 1);
        let text = format!("<program>{huge}</program>\n<program>2</program>");
        assert_eq!(split(&text, 1 << 16).0, [(1, "TooLarge".to_owned()), (2, "<program>2</program>".to_owned())]);
    }
}
