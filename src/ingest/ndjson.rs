//! The project's own form of a feed: one JSON object a line.

use super::{
    Limits,
    lines::LineSplitter,
    reader::{Accepted, FeedError, Found, RecordSource},
    record,
};
use crate::domain::Opportunity;
use serde::de::IgnoredAny;

/// Lines of JSON.
#[derive(Debug)]
pub(super) struct NdjsonFeed {
    lines: LineSplitter,
    is_truncated: bool,
}

impl NdjsonFeed {
    pub(super) fn new() -> Self {
        Self { lines: LineSplitter::new(Limits::RECORD_BYTES_MAX), is_truncated: false }
    }
}

impl RecordSource for NdjsonFeed {
    fn push(&mut self, bytes: &[u8]) {
        self.lines.push(bytes);
    }

    fn finish(&mut self) {
        self.lines.finish();
    }

    fn backlog_bytes(&self) -> usize {
        self.lines.backlog_bytes()
    }

    fn is_truncated(&self) -> bool {
        self.is_truncated
    }

    fn next(&mut self) -> Result<Option<Found>, FeedError> {
        let Some(line) = self.lines.next_line() else { return Ok(None) };
        let (found, is_cut) = match line.bytes {
            Ok(bytes) => {
                let found = found(line.number, record::read_line(bytes));
                let is_cut = found.outcome.is_err() && is_cut(bytes);
                (found, is_cut)
            }
            Err(beginning) => (found(line.number, record::read_too_large(beginning)), false),
        };
        self.is_truncated = is_cut && self.lines.last_is_open();
        Ok(Some(found))
    }
}

/// Whether JSON ends before it is complete. At the end of a feed that is no mistake in a record: the sender broke off.
pub(super) fn is_cut(json: &[u8]) -> bool {
    serde_json::from_slice::<IgnoredAny>(json).is_err_and(|error| error.is_eof())
}

fn found(line: u64, (id, outcome): record::Decoded<Option<Opportunity>>) -> Found {
    Found { line, id, outcome: outcome.map(|(id, opportunity)| Accepted { id, opportunity, notes: Vec::new() }) }
}
