//! That long work goes on, and how far it is: on standard error, when that is a terminal.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressStyle};

/// How often what is shown moves when nothing happens. All of it fits a line of 80 characters.
const TICK_MS: u64 = 200;

/// Some work. What is shown of it goes away with it, so it is dropped before the answer is printed.
pub(super) struct Working {
    bar: ProgressBar,
}

impl Working {
    /// Work of which only the time is known: `doing` says what, such as `building the index again`.
    pub(super) fn on(doing: &'static str) -> Self {
        Self::shown(ProgressBar::new_spinner(), "{spinner} {msg} {elapsed}", doing)
    }

    /// Work on things whose number is known only at the end.
    pub(super) fn counting(doing: &'static str) -> Self {
        Self::shown(ProgressBar::new_spinner(), "{spinner} {msg}: {human_pos} {elapsed}", doing)
    }

    /// Work on this many things.
    pub(super) fn through(doing: &'static str, total: u64) -> Self {
        let template = "{bar:20} {msg}: {human_pos} of {human_len} {eta} left";
        Self::shown(ProgressBar::new(total), template, doing)
    }

    /// Nothing is shown.
    pub(super) fn hidden() -> Self {
        Self { bar: ProgressBar::hidden() }
    }

    /// So many more are done.
    pub(super) fn done(&self, count: u64) {
        self.bar.inc(count);
    }

    fn shown(bar: ProgressBar, template: &str, doing: &'static str) -> Self {
        let bar = bar.with_style(style(template)).with_message(doing);
        bar.enable_steady_tick(Duration::from_millis(TICK_MS));
        Self { bar }
    }
}

impl Drop for Working {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// How far a feed is that is being sent.
pub(super) struct FeedProgress {
    bar: ProgressBar,
    /// Lines so far; none when lines are no records.
    records: Option<AtomicU64>,
}

impl FeedProgress {
    /// Of a feed with this many bytes, where that is known. Records are counted when each stands on a line of its own.
    pub(super) fn new(bytes: Option<u64>, lines: bool) -> Self {
        let bar = match bytes {
            Some(bytes) => ProgressBar::new(bytes).with_style(style("{bar:20} {bytes}/{total_bytes} {msg} {eta} left")),
            None => ProgressBar::no_length().with_style(style("{spinner} {bytes} unpacked {msg} {elapsed}")),
        };
        bar.enable_steady_tick(Duration::from_millis(TICK_MS));
        Self { bar, records: lines.then(AtomicU64::default) }
    }

    /// Nothing is shown.
    pub(super) fn hidden() -> Self {
        Self { bar: ProgressBar::hidden(), records: None }
    }

    /// From here on the service works.
    pub(super) fn all_sent(&self) {
        self.bar.set_style(style("{spinner} {bytes} sent; the service applies them {elapsed}"));
    }

    /// So much more was sent.
    pub(super) fn sent(&self, chunk: &[u8]) {
        self.bar.inc(chunk.len() as u64);
        if let Some(records) = &self.records {
            let lines = chunk.iter().filter(|byte| **byte == b'\n').count() as u64;
            let records = records.fetch_add(lines, Ordering::Relaxed) + lines;
            let elapsed_ms = u64::try_from(self.bar.elapsed().as_millis()).unwrap_or(u64::MAX).max(1);
            self.bar.set_message(format!("{records} records, {}/s", records.saturating_mul(1_000) / elapsed_ms));
        }
    }
}

impl Drop for FeedProgress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
