//! Web pages as a feed: pages one after another, or lines of JSON with `url` and `html`. Each page gives the records of its
//! JSON-LD scripts, or one that says that it has none.

use super::{
    scripts::{PageParts, lines_in, parts, unwrapped},
    splitter::{PageSplitter, blank_lines},
};
use crate::ingest::{
    Limits, Problem,
    lines::LineSplitter,
    ndjson,
    reader::{FeedError, Found, RecordSource},
    record,
    schema_org::{JsonLdFeed, Nodes, Thing, Wanted, link_of},
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
                    self.form = Form::Pages(PageSplitter::behind(self.blank_lines));
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
            Form::Pages(pages) => pages.finish(),
            Form::Unknown => {}
        }
    }

    fn backlog_bytes(&self) -> usize {
        match &self.form {
            Form::Lines(lines) => lines.backlog_bytes(),
            Form::Pages(pages) => pages.backlog_bytes(),
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
                            .map_or_else(|_| vec![too_large(line.number)], |bytes| of_line(line.number, bytes));
                        let is_refused = found.iter().all(|found| found.outcome.is_err());
                        let is_cut = is_refused && line.bytes.is_ok_and(ndjson::is_cut);
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
    let mut held = Held::default();
    for (script_line, whole) in &scripts {
        let script = unwrapped(whole);
        if damaged && script.contains('\u{FFFD}') {
            let message = "must be text in the character set of the feed; a JSON-LD script has bytes that are not";
            held.take(Err(Found::refused(line, Problem::of_record("not_utf8", message))));
            continue;
        }
        let before = whole.find(script).and_then(|at| whole.get(..at)).unwrap_or_default();
        let begin = line + script_line - 1 + lines_in(before.as_bytes());
        let is_wanted = WANTED_WORDS.iter().any(|word| script.contains(word));
        let mut feed = JsonLdFeed::of_script(Wanted::Both, script.as_bytes(), begin, std::mem::take(&mut nodes));
        while let Some(next) = feed.next_thing() {
            match next {
                // Sites have scripts of other kinds, and errors in those are nothing to us.
                Err(_) if !is_wanted => {}
                next => held.take(next),
            }
        }
        nodes = feed.into_nodes();
    }
    let Held { mut things, refused: mut found, left_out } = held;
    if left_out > 0 {
        let most = Limits::PAGE_RECORDS_MAX;
        let message = format!("must hold at most {most} records in one page; {left_out} more are left out");
        found.push(Found::refused(line, Problem::of_record("too_many", message)));
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

/// What one page holds, up to a limit: a page of a few bytes a record must not become as many records as fit.
#[derive(Default)]
struct Held {
    things: Vec<Thing>,
    refused: Vec<Found>,
    left_out: usize,
}

impl Held {
    fn take(&mut self, next: Result<Thing, Found>) {
        if self.things.len() + self.refused.len() >= Limits::PAGE_RECORDS_MAX {
            self.left_out += 1;
            return;
        }
        match next {
            Ok(thing) => self.things.push(thing),
            Err(refused) => self.refused.push(refused),
        }
    }
}

/// The only thing of a page has the link of the page when it has none itself, and its own is read as one on that page.
fn with_link_of_page(thing: &mut Thing, page: &str) {
    let own = thing.values.get("url").and_then(link_of).unwrap_or_default();
    let (scheme, rest) = page.split_once("://").unwrap_or(("https", page));
    let link = match own.trim() {
        "" => page.to_owned(),
        own if own.starts_with("//") => format!("{scheme}:{own}"),
        own if own.starts_with('/') => {
            let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
            format!("{scheme}://{host}{own}")
        }
        _ => return,
    };
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Opportunity;

    /// Link of the only posting of a page, whose own link is written like this.
    #[track_caller]
    fn linked(own: &str, expected: &str) {
        let page = format!(
            "<link rel=canonical href=https://werk.example/banen/1?x=2><script type=application/ld+json>\
             {{\"@type\":\"JobPosting\",\"identifier\":1,\"title\":\"Bode\",\"description\":\"Post.\",\"hiringOrganization\":\"Stad\"{own}}}\
             </script>"
        );
        let found = of_page(1, page.as_bytes(), None, None);
        let [Found { outcome: Ok(accepted), .. }] = found.as_slice() else { panic!("{own}: {found:?}") };
        let Some(Opportunity::Vacancy(vacancy)) = &accepted.opportunity else { panic!("a vacancy") };
        assert_eq!(vacancy.url.as_ref().map(|url| url.as_str()), Some(expected), "{own}");
    }

    #[test]
    fn the_own_link_of_a_posting_stays_however_it_is_written() {
        linked("", "https://werk.example/banen/1?x=2");
        linked(r#","url":"""#, "https://werk.example/banen/1?x=2");
        let own = "https://banen.example/7";
        linked(r#","url":"https://banen.example/7""#, own);
        linked(r#","url":["https://banen.example/7","https://banen.example/8"]"#, own);
        linked(r#","url":{"@id":"https://banen.example/7"}"#, own);
        linked(r#","url":[{"@type":"WebPage","@id":"https://banen.example/7"}]"#, own);
        linked(r#","url":"//banen.example/7""#, own);
        linked(r#","url":{"@id":"//banen.example/7"}"#, own);
        linked(r#","url":["/7"]"#, "https://werk.example/7");
    }

    #[test]
    fn a_page_of_too_many_records_is_read_up_to_the_limit_and_the_rest_is_counted() {
        for record in ["{\"@type\":\"Course\"}\n", "\"JobPosting\"\n"] {
            let records = record.repeat(Limits::PAGE_RECORDS_MAX + 7);
            let page = format!("<script type=application/ld+json>{records}</script>");
            let found = of_page(1, page.as_bytes(), None, None);
            assert_eq!(found.len(), Limits::PAGE_RECORDS_MAX + 1);
            let told = found.iter().filter_map(|found| found.outcome.as_ref().err()?.first());
            let told: Vec<_> = told.filter(|problem| problem.code == "too_many").collect();
            assert!(told.len() == 1 && told[0].message.contains("; 7 more"), "{told:?}");
        }
    }
}
