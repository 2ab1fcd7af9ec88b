//! Cuts a stream of JSON objects into elements, however the bytes arrive: items of a list, or objects one after
//! another. Counts brackets and quotes only; whether an element is correct JSON is for the caller to find out.
//!
//! Behind a broken element reading goes on at the next line that begins as that element's first line did, or that
//! closes the list. Correct elements are never cut by this rule, since it is only used on broken ones: where a text is open
//! at the end of such a line, or where the element turns out to be broken when it is parsed.

use super::{
    Limits,
    json_nesting::{Nesting, Step},
};
use std::ops::Range;

/// A piece of the stream.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Element<'a> {
    /// Line of its first byte, from 1.
    pub(super) line: u64,
    /// What it is.
    pub(super) content: Content<'a>,
}

/// What a piece of the stream is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Content<'a> {
    /// From `{` to the `}` that closes it.
    Object(&'a [u8]),
    /// An object longer than [`Limits::GRAPH_BYTES_MAX`].
    TooLarge,
    /// An object that ends before it is closed.
    Unclosed,
    /// Something between the elements that is not an object.
    Stray,
}

/// Bytes in, elements out. Holds at most one incomplete element and what was pushed last.
#[derive(Debug)]
pub(super) struct ElementSplitter {
    buffer: Vec<u8>,
    /// Where the current element, or else the unread part of the buffer, begins.
    start: usize,
    /// Next byte to look at.
    position: usize,
    /// Line of `position`.
    line: u64,
    /// Bytes of white space before `position` on its line; nothing when another byte stands before it.
    indent: Option<usize>,
    open_lists: u32,
    element: Option<Scan>,
    /// Inside something that is not an element and was reported.
    in_stray: bool,
    /// Where to go on when the element returned last turns out to be broken.
    fallback: Option<Mark>,
    /// Bytes that may still be read a second time.
    reread_bytes_left: usize,
    finished: bool,
    /// Whether the feed ended inside an element.
    is_cut: bool,
}

/// A place in the buffer where reading can begin.
#[derive(Clone, Copy, Debug)]
struct Mark {
    position: usize,
    line: u64,
    indent: usize,
}

/// The current element.
#[derive(Debug)]
struct Scan {
    line: u64,
    indent: Option<usize>,
    nesting: Nesting,
    fallback: Option<Mark>,
    /// Reported as too large already; its bytes are dropped.
    skipping: bool,
}

enum Flow {
    Found(Found),
    Between,
    Starved,
}

struct Found {
    line: u64,
    kind: FoundKind,
}

enum FoundKind {
    Object(Range<usize>),
    TooLarge,
    Unclosed,
}

impl ElementSplitter {
    /// `line` is the number of the first line.
    pub(super) fn new(line: u64) -> Self {
        Self {
            buffer: Vec::new(),
            start: 0,
            position: 0,
            line,
            indent: Some(0),
            open_lists: 0,
            element: None,
            in_stray: false,
            fallback: None,
            reread_bytes_left: Limits::REREAD_BYTES_MAX,
            finished: false,
            is_cut: false,
        }
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        let dropped = self.start;
        self.buffer.drain(..dropped);
        self.start = 0;
        self.position -= dropped;
        self.fallback = None;
        if let Some(Scan { fallback: Some(mark), .. }) = &mut self.element {
            mark.position -= dropped;
        }
        self.buffer.extend_from_slice(bytes);
    }

    /// Says that no more bytes come.
    pub(super) fn finish(&mut self) {
        self.finished = true;
    }

    /// Bytes that wait to be read.
    pub(super) fn backlog_bytes(&self) -> usize {
        self.buffer.len() - self.start
    }

    /// Whether a list was begun and not closed.
    pub(super) fn in_list(&self) -> bool {
        self.open_lists > 0
    }

    /// Whether the feed ended inside an element, with nothing behind where that began that could be another one.
    pub(super) fn is_cut(&self) -> bool {
        self.is_cut
    }

    /// The next element; nothing means that more bytes are needed.
    pub(super) fn next_element(&mut self) -> Option<Element<'_>> {
        self.fallback = None;
        loop {
            if let Some(scan) = self.element.take() {
                match self.inside(scan) {
                    Flow::Found(found) => return Some(self.show(found)),
                    Flow::Between => {}
                    Flow::Starved => return None,
                }
            } else {
                let (line, byte) = (self.line, *self.buffer.get(self.position)?);
                if self.between(byte) {
                    return Some(Element { line, content: Content::Stray });
                }
            }
        }
    }

    /// Says that the object returned last was broken. Goes back to the line where the next element seems to begin and
    /// returns its number; nothing when there is none, and reading goes on behind the object.
    pub(super) fn resync(&mut self) -> Option<u64> {
        let mark = self.fallback.take()?;
        self.reread_bytes_left = self.reread_bytes_left.checked_sub(self.position - mark.position)?;
        self.begin_at(mark);
        Some(mark.line)
    }

    fn show(&self, found: Found) -> Element<'_> {
        let content = match found.kind {
            FoundKind::Object(range) => Content::Object(self.buffer.get(range).unwrap_or_default()),
            FoundKind::TooLarge => Content::TooLarge,
            FoundKind::Unclosed => Content::Unclosed,
        };
        Element { line: found.line, content }
    }

    fn begin_at(&mut self, mark: Mark) {
        (self.start, self.position) = (mark.position, mark.position);
        (self.line, self.indent) = (mark.line, Some(mark.indent));
    }

    fn step(&mut self, byte: u8) {
        self.position += 1;
        match byte {
            b'\n' => (self.line, self.indent) = (self.line + 1, Some(0)),
            b' ' | b'\t' | b'\r' => self.indent = self.indent.map(|indent| indent + 1),
            // A byte order mark does not count as something on the line.
            0xEF | 0xBB | 0xBF => {}
            _ => self.indent = None,
        }
    }

    /// Takes one byte outside of elements; true when it begins something that is not an element.
    fn between(&mut self, byte: u8) -> bool {
        if byte == b'{' {
            self.in_stray = false;
            self.element = Some(Scan {
                line: self.line,
                indent: self.indent,
                nesting: Nesting::default(),
                fallback: None,
                skipping: false,
            });
            // The byte itself is left to the scan.
            self.start = self.position;
            return false;
        }
        let was_stray = self.in_stray;
        match byte {
            b'\n' => self.in_stray = false,
            b'[' if !was_stray => self.open_lists = self.open_lists.saturating_add(1),
            b']' if self.open_lists > 0 => (self.open_lists, self.in_stray) = (self.open_lists - 1, false),
            b',' | b' ' | b'\t' | b'\r' | 0xEF | 0xBB | 0xBF => {}
            _ => self.in_stray = true,
        }
        self.step(byte);
        self.start = self.position;
        self.in_stray && !was_stray
    }

    /// Reads the current element as far as the buffer goes.
    fn inside(&mut self, mut scan: Scan) -> Flow {
        while let Some(byte) = self.buffer.get(self.position).copied() {
            if let Some(mark) = self.sibling(&scan, byte) {
                if scan.skipping {
                    self.begin_at(mark);
                    return Flow::Between;
                }
                if byte == b'{' && scan.nesting.in_text() {
                    match self.opens_object() {
                        // A text that is not closed: without this it would swallow elements up to the limit.
                        Some(true) => {
                            self.begin_at(mark);
                            return Flow::Found(Found { line: scan.line, kind: FoundKind::Unclosed });
                        }
                        None if !self.finished => {
                            self.element = Some(scan);
                            return Flow::Starved;
                        }
                        _ => {}
                    }
                }
                scan.fallback.get_or_insert(mark);
            }
            match scan.nesting.take(byte) {
                Step::Within => self.step(byte),
                Step::Closed => {
                    let begin = self.start;
                    self.step(byte);
                    self.start = self.position;
                    self.fallback = scan.fallback;
                    let kind = FoundKind::Object(begin..self.position);
                    return if scan.skipping { Flow::Between } else { Flow::Found(Found { line: scan.line, kind }) };
                }
                Step::Outside => return self.broken(&scan, FoundKind::Unclosed),
            }
            if scan.skipping {
                self.start = self.position;
            } else if self.position - self.start > Limits::GRAPH_BYTES_MAX {
                return self.too_large(scan);
            }
        }
        if self.finished {
            return self.broken(&scan, FoundKind::Unclosed);
        }
        self.element = Some(scan);
        Flow::Starved
    }

    /// Whether the byte looks like the begin of the next element, or like the end of the list around this one.
    fn sibling(&self, scan: &Scan, byte: u8) -> Option<Mark> {
        if !matches!(byte, b'{' | b']') || (self.position == self.start && !scan.skipping) {
            return None;
        }
        let (indent, own) = (self.indent?, scan.indent?);
        let fits = if byte == b'{' { indent == own } else { indent <= own && self.open_lists > 0 };
        fits.then_some(Mark { position: self.position, line: self.line, indent })
    }

    /// Whether the brace here has the begin of a name behind it; nothing when that cannot be seen yet.
    fn opens_object(&self) -> Option<bool> {
        let behind = self.buffer.get(self.position + 1..).unwrap_or_default();
        behind.iter().find(|byte| !byte.is_ascii_whitespace()).map(|byte| *byte == b'"')
    }

    fn too_large(&mut self, mut scan: Scan) -> Flow {
        let line = scan.line;
        self.fallback = scan.fallback.take();
        if self.resync().is_none() {
            scan.skipping = true;
            self.start = self.position;
            self.element = Some(scan);
        }
        Flow::Found(Found { line, kind: FoundKind::TooLarge })
    }

    /// Leaves the current element, back to where the next one seems to begin when there is such a place.
    fn broken(&mut self, scan: &Scan, kind: FoundKind) -> Flow {
        self.start = self.position;
        self.fallback = scan.fallback;
        let goes_on = self.resync().is_some();
        self.is_cut = self.finished && !goes_on && self.position == self.buffer.len();
        if scan.skipping { Flow::Between } else { Flow::Found(Found { line: scan.line, kind }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str, chunk_bytes: usize) -> Vec<(u64, String)> {
        let mut splitter = ElementSplitter::new(1);
        let mut found = Vec::new();
        let mut pull = |splitter: &mut ElementSplitter| {
            while let Some(Element { line, content }) = splitter.next_element() {
                let text = match content {
                    Content::Object(bytes) => match serde_json::from_slice::<serde::de::IgnoredAny>(bytes) {
                        Ok(_) => String::from_utf8_lossy(bytes).into_owned(),
                        Err(_) => "broken".to_owned(),
                    },
                    other => format!("{other:?}"),
                };
                if !text.starts_with('{') {
                    splitter.resync();
                }
                found.push((line, text));
            }
        };
        for chunk in text.as_bytes().chunks(chunk_bytes) {
            splitter.push(chunk);
            pull(&mut splitter);
        }
        splitter.finish();
        pull(&mut splitter);
        found
    }

    #[track_caller]
    fn check(text: &str, expected: &[(u64, &str)]) {
        for chunk_bytes in 1..=text.len() {
            let found = split(text, chunk_bytes);
            let found: Vec<(u64, &str)> = found.iter().map(|(line, text)| (*line, text.as_str())).collect();
            assert_eq!(found, expected, "in chunks of {chunk_bytes}");
        }
    }

    #[test]
    fn lists_and_concatenated_objects_are_cut() {
        check(r#"[{"a":1},{"b":"}\""}]"#, &[(1, r#"{"a":1}"#), (1, r#"{"b":"}\""}"#)]);
        check("\u{feff}{\"a\":[{}]}\n\n{}{}", &[(1, r#"{"a":[{}]}"#), (3, "{}"), (3, "{}")]);
        check("[\n {},\n [{}]\n]\n", &[(2, "{}"), (3, "{}")]);
    }

    #[test]
    fn what_is_not_an_object_is_one_stray_piece() {
        check("hello, world\n{}\n12", &[(1, "Stray"), (2, "{}"), (3, "Stray")]);
        // A line inside a correct element that looks like the begin of another one is not gone back to.
        check("{\"a\":\n{\"b\":1}}\n12\n{}", &[(1, "{\"a\":\n{\"b\":1}}"), (3, "Stray"), (4, "{}")]);
    }

    #[test]
    fn a_broken_element_does_not_spoil_its_neighbours() {
        check(
            "[\n {\"a\": \"open},\n {\"b\":1},\n {\"c\":2}\n]",
            &[(2, "Unclosed"), (3, "{\"b\":1}"), (4, "{\"c\":2}")],
        );
        check("{\"a\": {\n{\"b\":1}\n", &[(1, "Unclosed"), (2, "{\"b\":1}")]);
        check("[{\"a\":[1},{\"b\":1}]", &[(1, "broken"), (1, "{\"b\":1}")]);
        check("[\n{\"a\":1},\n{\"b\":\"open}\n]\n{\"c\":1}", &[(2, "{\"a\":1}"), (3, "Unclosed"), (5, "{\"c\":1}")]);
    }

    #[test]
    fn an_unclosed_text_is_given_up_at_once_and_costs_no_second_reading() {
        let text = "{\"a\":\"open,\n{\"b\":1}\n".repeat(100);
        let found = split(&text, 7);
        assert_eq!(found.iter().filter(|(_, text)| text == "Unclosed").count(), 100);
        assert_eq!(found.iter().filter(|(_, text)| text == "{\"b\":1}").count(), 100);
        let mut splitter = ElementSplitter::new(1);
        splitter.push(text.as_bytes());
        while splitter.next_element().is_some() {}
        assert_eq!(splitter.reread_bytes_left, Limits::REREAD_BYTES_MAX);
    }

    #[test]
    fn an_unclosed_list_is_seen() {
        let mut splitter = ElementSplitter::new(1);
        splitter.push(b"[{}");
        assert!(splitter.next_element().is_some());
        assert!(splitter.in_list());
        splitter.push(b"]");
        assert!(splitter.next_element().is_none());
        assert!(!splitter.in_list());
    }
}
