//! Web pages as a feed: pages one after another, or lines of JSON with `url` and `html`. Each page gives the records of its
//! JSON-LD scripts, or one that says that it has none.

use super::scripts::{PageParts, parts, unwrapped};
use crate::ingest::{
    Limits, Problem,
    lines::LineSplitter,
    ndjson,
    reader::{FeedError, Found, RecordSource},
    record,
    schema_org::{JsonLdFeed, Nodes, Thing, Wanted},
};
use encoding_rs::Encoding;
use serde::Deserialize;
use std::collections::VecDeque;

/// Bytes in, records out.
#[derive(Debug, Default)]
pub(in crate::ingest) struct PageFeed {
    form: Form,
    /// Line ends before the first sign.
    blank_lines: u64,
    ready: VecDeque<Found>,
    /// The character set that the first page states.
    charset: Option<&'static Encoding>,
    finished: bool,
    is_truncated: bool,
}

#[derive(Debug, Default)]
enum Form {
    /// Nothing but white space so far.
    #[default]
    Unknown,
    Lines(LineSplitter),
    Pages(PageSplitter),
}

/// A page of a line.
#[derive(Deserialize)]
struct PageLine {
    #[serde(default)]
    url: Option<String>,
    html: String,
}

impl RecordSource for PageFeed {
    fn push(&mut self, bytes: &[u8]) {
        if matches!(self.form, Form::Unknown) {
            match bytes.trim_ascii_start().first() {
                Some(b'{') => {
                    self.form = Form::Lines(LineSplitter::new(Limits::PAGE_BYTES_MAX).behind(self.blank_lines));
                }
                Some(_) => {
                    self.form = Form::Pages(PageSplitter { lines: self.blank_lines, ..PageSplitter::default() });
                }
                // White space alone decides nothing.
                None => {
                    self.blank_lines += blank_lines(bytes);
                    return;
                }
            }
        }
        match &mut self.form {
            Form::Lines(lines) => lines.push(bytes),
            Form::Pages(pages) => pages.push(bytes),
            Form::Unknown => {}
        }
    }

    fn finish(&mut self) {
        self.finished = true;
        match &mut self.form {
            Form::Lines(lines) => lines.finish(),
            Form::Pages(pages) => pages.finished = true,
            Form::Unknown => {}
        }
    }

    fn backlog_bytes(&self) -> usize {
        match &self.form {
            Form::Lines(lines) => lines.backlog_bytes(),
            Form::Pages(pages) => pages.buffer.len(),
            Form::Unknown => 0,
        }
    }

    fn is_truncated(&self) -> bool {
        self.is_truncated
    }

    fn next(&mut self) -> Result<Option<Found>, FeedError> {
        while self.ready.is_empty() {
            let found = match &mut self.form {
                Form::Lines(lines) => match lines.next_line() {
                    Some(line) => {
                        let found = line
                            .bytes
                            .map_or_else(|| vec![too_large(line.number)], |bytes| of_line(line.number, bytes));
                        let is_refused = found.iter().all(|found| found.outcome.is_err());
                        let is_cut = is_refused && line.bytes.is_some_and(ndjson::is_cut);
                        self.is_truncated = is_cut && lines.last_is_open();
                        found
                    }
                    None => break,
                },
                Form::Pages(pages) => match pages.next_page() {
                    Some((line, Some(page))) => of_page(line, page, None, Some(&mut self.charset)),
                    Some((line, None)) => vec![too_large(line)],
                    None => break,
                },
                Form::Unknown => break,
            };
            self.ready.extend(found);
        }
        Ok(self.ready.pop_front())
    }
}

fn too_large(line: u64) -> Found {
    let message = format!("must have at most {} bytes; it was skipped to its end", Limits::PAGE_BYTES_MAX);
    Found::refused(line, Problem::of_record("too_large", message))
}

fn of_line(line: u64, bytes: &[u8]) -> Vec<Found> {
    let refused = |code, message: String| vec![Found::refused(line, Problem::of_record(code, message))];
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => return record::parse(bytes).err().map(|problem| Found::refused(line, problem)).into_iter().collect(),
    };
    match serde_json::from_str::<PageLine>(text) {
        Ok(page) => {
            let mut found = of_page(line, page.html.as_bytes(), page.url, None);
            // Lines inside of the page are not lines of the feed.
            found.iter_mut().for_each(|found| found.line = line);
            found
        }
        Err(error) => refused("not_json", format!("must be a JSON object with the texts url and html; {error}")),
    }
}

/// A script without any of these words is none of those that are read.
const WANTED_WORDS: [&str; 3] = ["JobPosting", "Course", "EducationalOccupational"];

/// Every record of a page. `charset` is that of the pages before, when they all share the bytes of one feed.
fn of_page(
    line: u64,
    bytes: &[u8],
    url: Option<String>,
    charset: Option<&mut Option<&'static Encoding>>,
) -> Vec<Found> {
    if let Some(charset) = charset
        && let Some(problem) = other_charset(bytes, charset)
    {
        return vec![Found::refused(line, problem)];
    }
    let page = String::from_utf8_lossy(bytes);
    let damaged = matches!(page, std::borrow::Cow::Owned(_));
    let PageParts { scripts, link } = parts(&page);
    let mut nodes = Nodes::default();
    scripts.iter().for_each(|(_, script)| nodes.remember_all(unwrapped(script).as_bytes()));
    let (mut things, mut found) = (Vec::new(), Vec::new());
    for (script_line, whole) in &scripts {
        let script = unwrapped(whole);
        if damaged && script.contains('\u{FFFD}') {
            let message = "must be text in the character set of the feed; a JSON-LD script has bytes that are not";
            found.push(Found::refused(line, Problem::of_record("not_utf8", message)));
            continue;
        }
        let before = whole.find(script).and_then(|at| whole.get(..at)).unwrap_or_default();
        let begin = line + script_line - 1 + lines_in(before.as_bytes());
        let mut feed = JsonLdFeed::of_script(Wanted::Both, script.as_bytes(), begin, std::mem::take(&mut nodes));
        while let Some(next) = feed.next_thing() {
            match next {
                Ok(thing) => things.push(thing),
                // Sites have scripts of other kinds, and errors in those are nothing to us.
                Err(refused) if WANTED_WORDS.iter().any(|word| script.contains(word)) => found.push(refused),
                Err(_) => {}
            }
        }
        nodes = feed.into_nodes();
    }
    if things.is_empty() && found.is_empty() {
        let message =
            format!("must hold a {} as JSON-LD; none of its {} scripts does", Wanted::Both.types(), scripts.len());
        return vec![Found::refused(line, Problem::of_record("nothing_found", message))];
    }
    let own = url.or(link).filter(|link| !link.trim().is_empty());
    if let ([thing], Some(url)) = (things.as_mut_slice(), own) {
        with_link_of_page(thing, &url);
    }
    found.extend(things.into_iter().map(Thing::read));
    found
}

/// The only thing of a page has the link of the page when it has none itself.
fn with_link_of_page(thing: &mut Thing, url: &str) {
    let own = thing.values.get("url").and_then(serde_json::Value::as_str).map(str::trim).unwrap_or_default();
    if !own.is_empty() && !own.starts_with('/') {
        return;
    }
    // “/vacatures/1” on a page of the same site.
    let scheme_end = url.find("://").map_or(0, |at| at + 3);
    let host_end = url.get(scheme_end..).and_then(|rest| rest.find('/')).map_or(url.len(), |at| at + scheme_end);
    let link =
        if own.is_empty() { url.to_owned() } else { format!("{}{own}", url.get(..host_end).unwrap_or_default()) };
    thing.values.insert("url".to_owned(), link.into());
    let message = "is that of the page";
    thing.notes.push(Problem { field: "url".to_owned(), code: "assumption", message: message.to_owned() });
}

/// Pages in one stream are decoded in one way, so they must not state different character sets.
fn other_charset(page: &[u8], first: &mut Option<&'static Encoding>) -> Option<Problem> {
    /// As far as the Encoding Standard looks.
    const HEAD_BYTES: usize = 1_024;
    let label = crate::ingest::charset::html_label(page.get(..HEAD_BYTES).unwrap_or(page))?;
    let stated = Encoding::for_label(label.as_bytes())?;
    match *first {
        Some(first) if first != stated => {
            let message = format!(
                "must be in the character set of the pages before it, {}; states {}: import it by itself, or as a line of JSON",
                first.name(),
                stated.name()
            );
            Some(Problem::of_record("not_utf8", message))
        }
        _ => {
            *first = Some(stated);
            None
        }
    }
}

/// Cuts a stream into pages: before each that begins after one has ended.
#[derive(Debug, Default)]
struct PageSplitter {
    buffer: Vec<u8>,
    /// Up to where the buffer was looked at.
    searched: usize,
    /// Whether the page so far has an end.
    ended: bool,
    /// Line ends before the buffer.
    lines: u64,
    /// Inside the rest of a page that was reported as too large.
    skipping: bool,
    /// The page returned last, to be dropped.
    taken: usize,
    finished: bool,
}

impl PageSplitter {
    fn push(&mut self, bytes: &[u8]) {
        self.drop_taken();
        self.buffer.extend_from_slice(bytes);
    }

    fn drop_taken(&mut self) {
        let taken = std::mem::take(&mut self.taken);
        self.lines += lines_in(self.buffer.get(..taken).unwrap_or_default());
        self.buffer.drain(..taken);
        self.searched -= taken;
    }

    /// The next page with the line on which it begins; without its bytes when they are too many.
    fn next_page(&mut self) -> Option<(u64, Option<&[u8]>)> {
        loop {
            self.drop_taken();
            let end = self.find_end();
            let complete = end.is_some() || self.finished;
            let length = end.unwrap_or(self.searched);
            let too_large = length > Limits::PAGE_BYTES_MAX;
            if self.skipping {
                self.taken = length;
                end?;
                self.skipping = false;
                continue;
            }
            if !complete && !too_large {
                return None;
            }
            self.taken = length;
            self.skipping = !complete;
            let line = self.lines + 1 + blank_lines(self.buffer.get(..length).unwrap_or_default());
            if too_large {
                return Some((line, None));
            }
            if self.buffer.get(..length).unwrap_or_default().trim_ascii().is_empty() {
                end?;
                continue;
            }
            return Some((self.lines + 1, self.buffer.get(..length)));
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

fn lines_in(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.iter().filter(|byte| **byte == b'\n').count()).unwrap_or_default()
}

/// Line ends before the first sign.
fn blank_lines(page: &[u8]) -> u64 {
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
        splitter.finished = true;
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
    fn a_page_that_is_too_large_loses_nothing_else() {
        let huge = format!("<html>{}</html>", "x".repeat(Limits::PAGE_BYTES_MAX + 10));
        let text = format!("<html>1</html>{huge}<html>2</html>");
        let found: Vec<String> = pages(&text, 1 << 20).into_iter().map(|(_, page)| page).collect();
        assert_eq!(found, ["<html>1</html>", "too large", "<html>2</html>"]);
    }
}
