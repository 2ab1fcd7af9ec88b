//! Cuts a stream of web pages into pages, however the bytes arrive.

use super::scripts::lines_in;
use crate::ingest::Limits;

/// Cuts a stream into pages: before each that begins after one has ended.
#[derive(Debug, Default)]
pub(super) struct PageSplitter {
    buffer: Vec<u8>,
    /// Up to where the buffer was looked at.
    searched: usize,
    /// Whether the page so far has an end.
    ended: bool,
    /// Line ends before the buffer.
    lines: u64,
    /// Inside the rest of a page that was reported as too large.
    skipping: bool,
    /// Where the current page begins. What stands before it is dropped when more comes: dropping each page by itself would move
    /// the rest of the buffer as often as there are pages.
    start: usize,
    /// The page returned last ends here.
    taken: usize,
    finished: bool,
}

impl PageSplitter {
    /// Of a feed in which so many line ends stand before the first page.
    pub(super) fn behind(lines: u64) -> Self {
        Self { lines, ..Self::default() }
    }

    pub(super) fn finish(&mut self) {
        self.finished = true;
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.pass_taken();
        let passed = std::mem::take(&mut self.start);
        self.buffer.drain(..passed);
        (self.searched, self.taken) = (self.searched - passed, 0);
        self.buffer.extend_from_slice(bytes);
    }

    fn pass_taken(&mut self) {
        self.lines += lines_in(self.buffer.get(self.start..self.taken).unwrap_or_default());
        self.start = self.start.max(self.taken);
    }

    pub(super) fn backlog_bytes(&self) -> usize {
        self.buffer.len() - self.start
    }

    /// The next page with the line on which it begins; without its bytes when they are too many.
    pub(super) fn next_page(&mut self) -> Option<(u64, Option<&[u8]>)> {
        loop {
            self.pass_taken();
            let found = self.find_end();
            let complete = found.is_some() || self.finished;
            let end = found.unwrap_or(self.searched);
            let too_large = end - self.start > Limits::PAGE_BYTES_MAX;
            if self.skipping {
                self.taken = end;
                found?;
                self.skipping = false;
                continue;
            }
            if !complete && !too_large {
                return None;
            }
            self.taken = end;
            self.skipping = !complete;
            if too_large {
                let blank = blank_lines(self.buffer.get(self.start..end).unwrap_or_default());
                return Some((self.lines + 1 + blank, None));
            }
            if self.buffer.get(self.start..end).unwrap_or_default().trim_ascii().is_empty() {
                found?;
                continue;
            }
            return Some((self.lines + 1, self.buffer.get(self.start..end)));
        }
    }

    /// Where the page ends: before the next that begins. Moves `searched` as far as that can be told.
    fn find_end(&mut self) -> Option<usize> {
        const LONGEST: usize = "<!doctype".len();
        while let Some(rest) = self.buffer.get(self.searched..) {
            let Some(offset) = rest.iter().position(|byte| *byte == b'<') else {
                self.searched = self.buffer.len();
                return None;
            };
            let tag = rest.get(offset..).unwrap_or_default();
            if tag.len() < LONGEST && !self.finished {
                self.searched += offset;
                return None;
            }
            let begins = |name: &[u8]| tag.get(..name.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(name));
            let at = self.searched + offset;
            if self.ended && (begins(b"<!doctype") || begins(b"<html")) {
                self.ended = false;
                // The begin itself belongs to the next page and is looked at once more there.
                self.searched = at;
                return Some(at);
            }
            self.ended |= begins(b"</html");
            self.searched = at + 1;
        }
        None
    }
}

/// Line ends before the first sign.
pub(super) fn blank_lines(page: &[u8]) -> u64 {
    let visible = page.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(page.len());
    lines_in(page.get(..visible).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages(text: &str, size: usize) -> Vec<(u64, String)> {
        let mut splitter = PageSplitter::default();
        let mut found = Vec::new();
        let mut pull = |splitter: &mut PageSplitter| {
            while let Some((line, page)) = splitter.next_page() {
                found.push((line, String::from_utf8_lossy(page.unwrap_or(b"too large")).trim().to_owned()));
            }
        };
        for chunk in text.as_bytes().chunks(size) {
            splitter.push(chunk);
            pull(&mut splitter);
        }
        splitter.finish();
        pull(&mut splitter);
        found
    }

    #[test]
    fn pages_are_cut_where_the_next_begins() {
        let one = "<!DOCTYPE html><html>'<!doctype html><html></html>'</html>";
        let two = "<HTML>\n2</HTML> <!-- made by hand -->";
        let text = format!("{one}\n{two}\n\n<!doctype html>3");
        let expected = [(1, one.to_owned()), (1, two.to_owned()), (3, "<!doctype html>3".to_owned())];
        for size in 1..40 {
            let found: Vec<(u64, String)> = pages(&text, size);
            let texts: Vec<&str> = found.iter().map(|(_, page)| page.as_str()).collect();
            assert_eq!(
                texts,
                expected.iter().map(|(_, page)| page.as_str()).collect::<Vec<_>>(),
                "in chunks of {size}"
            );
        }
    }

    #[test]
    fn many_pages_in_one_piece_are_cut_like_one() {
        let text = "<html></html>\n".repeat(2_000);
        let found = pages(&text, text.len());
        assert_eq!(found.len(), 2_000);
        assert_eq!(found, pages(&text, 7));
    }

    #[test]
    fn a_page_that_is_too_large_loses_nothing_else() {
        let huge = format!("<html>{}</html>", "x".repeat(Limits::PAGE_BYTES_MAX + 10));
        let text = format!("<html>1</html>{huge}<html>2</html>");
        let found: Vec<String> = pages(&text, 1 << 20).into_iter().map(|(_, page)| page).collect();
        assert_eq!(found, ["<html>1</html>", "too large", "<html>2</html>"]);
    }
}
