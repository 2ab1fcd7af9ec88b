//! The stream of programmes, and the names of institutes that stand before them.

use super::{
    element::Element,
    program,
    splitter::{Content, ElementSplitter},
};
use crate::{
    domain::Name,
    ingest::{
        Limits, Problem,
        reader::{FeedError, Found, RecordSource},
        texts::one_line,
        unread::too_large,
    },
};
use std::collections::HashMap;

const PROGRAM: &str = "program";
const INSTITUTE: &str = "instituteData";

/// Bytes in, records out.
#[derive(Debug)]
pub(in crate::ingest) struct EduDexFeed {
    elements: ElementSplitter,
    /// Names of institutes by their `orgUnitId`.
    institutes: HashMap<String, String>,
    /// Whether a programme was seen, published or not.
    found: bool,
    finished: bool,
}

impl Default for EduDexFeed {
    fn default() -> Self {
        let elements = ElementSplitter::new(&[PROGRAM, INSTITUTE]);
        Self { elements, institutes: HashMap::new(), found: false, finished: false }
    }
}

impl RecordSource for EduDexFeed {
    fn push(&mut self, bytes: &[u8]) {
        self.elements.push(bytes);
    }

    fn finish(&mut self) {
        self.finished = true;
        self.elements.finish();
    }

    fn backlog_bytes(&self) -> usize {
        self.elements.backlog_bytes()
    }

    fn is_truncated(&self) -> bool {
        self.elements.is_open()
    }

    fn next(&mut self) -> Result<Option<Found>, FeedError> {
        while let Some(piece) = self.elements.next_piece() {
            let line = piece.line;
            let element = match piece.content {
                Content::Element(bytes) => parse(bytes),
                Content::TooLarge => Err(too_large()),
                Content::Unclosed => Err(Problem::of_record("not_xml", "must be closed before another begins")),
            };
            match element {
                Ok(element) if element.name == INSTITUTE => self.remember(&element),
                Ok(element) => {
                    self.found = true;
                    if let Some((id, outcome)) = program::read(&element, &self.institutes) {
                        return Ok(Some(Found { line, id, outcome }));
                    }
                }
                Err(problem) => {
                    self.found = true;
                    return Ok(Some(Found::refused(line, problem)));
                }
            }
        }
        if self.finished && !self.found {
            self.found = true;
            let message = "must hold programmes; a directory only says where their files are: import those";
            return Ok(Some(Found::refused(1, Problem::of_record("nothing_found", message))));
        }
        Ok(None)
    }
}

impl EduDexFeed {
    fn remember(&mut self, institute: &Element) {
        let name = program::in_dutch(institute, "instituteName").and_then(Element::text);
        let name = name.map(|name| Name::new(&one_line(name)));
        // What is too long for a name is none: a programme then names its institute by the id, with a note.
        if let (Some(Ok(id)), Some(Ok(name))) = (institute.text_at(&["orgUnitId"]).map(Name::new), name)
            && self.institutes.len() < Limits::INSTITUTES_KEPT_MAX
        {
            self.institutes.insert(id.to_string(), name.to_string());
        }
    }
}

fn parse(bytes: &[u8]) -> Result<Element, Problem> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let place = error.valid_up_to() + 1;
        let message = format!("must be text in the character set of the feed; byte {place} of the record is not");
        Problem::of_record("not_utf8", message)
    })?;
    Element::parse(text)
}
