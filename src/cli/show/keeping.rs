//! Imports that were, changes as they come, and the outcome of a check.

use loopbaanbrug_proto::v1::{
    DifferenceKind, ImportMode, ImportSummary, RecordState, RejectedRecord, VerifyResponse, record_state::Content,
};

use super::{import::rejections, title_and_offeror};
use crate::cli::{
    page::{Column, Grid, Page, Tone, plain},
    texts::Words,
};

/// Imports, newest first.
pub(crate) fn imports(page: &mut Page, words: &Words, imports: &[ImportSummary]) {
    let (own, counts) = (&words.keeping, &words.import);
    if imports.is_empty() {
        page.paragraph(0, own.no_imports, Tone::Plain);
        return;
    }
    let mut grid = Grid::with_heading([
        (own.finished, Column::Narrow),
        (own.source, Column::Narrow),
        (own.mode, Column::Narrow),
        (counts.revision, Column::Number),
        (counts.received, Column::Number),
        (counts.accepted, Column::Number),
        (counts.removed, Column::Number),
        (counts.rejected, Column::Number),
        (counts.request_id, Column::Wide),
    ]);
    for import in imports {
        let number = |count: u64| (words.number)(count);
        let rejected = if import.rejected > 0 { Tone::Bad } else { Tone::Plain };
        grid.row([
            (import.finished_at.as_str(), Tone::Plain),
            (import.source.as_str(), Tone::Plain),
            (mode(words, import.mode()), Tone::Plain),
            (import.revision.to_string().as_str(), Tone::Plain),
            (number(import.received).as_str(), Tone::Plain),
            (number(import.accepted).as_str(), Tone::Plain),
            (number(import.removed).as_str(), Tone::Plain),
            (number(import.rejected).as_str(), rejected),
            (import.request_id.as_str(), Tone::Plain),
        ]);
    }
    page.grid(0, grid);
}

/// One import, on the first page with its counts, and refused records.
pub(crate) fn import(page: &mut Page, words: &Words, summary: Option<&ImportSummary>, refused: &[RejectedRecord]) {
    if let Some(summary) = summary {
        imports(page, words, std::slice::from_ref(summary));
    }
    if !refused.is_empty() {
        rejections(page, &words.import, refused, refused.len(), refused.len() as u64);
    }
}

/// One line for a change.
pub(crate) fn change_line(words: &Words, change: &RecordState) -> String {
    let content = match &change.content {
        Some(Content::Opportunity(opportunity)) => title_and_offeror(Some(opportunity)).0,
        Some(Content::Line(line)) => line,
        None => words.keeping.removed,
    };
    let kind = (words.opportunity.kind_of)(change.kind());
    format!("{}\t{}\t{kind}\t{}\n", change.revision, plain(&change.key), plain(content))
}

/// Outcome of a check.
pub(crate) fn verification(page: &mut Page, words: &Words, found: &VerifyResponse) {
    let own = &words.keeping;
    match found.differences {
        0 => page.paragraph(0, &(own.whole)(found.records, found.revision), Tone::Good),
        all => page.paragraph(0, &(own.differs)(all, found.records, found.revision), Tone::Bad),
    }
    if found.passed_over > 0 {
        page.paragraph(0, &(own.passed_over)(found.passed_over), Tone::Plain);
    }
    if found.rebuilding {
        page.paragraph(0, own.rebuilding, Tone::Middling);
    }
    if found.first_differences.is_empty() {
        return;
    }
    page.gap();
    let headings = [(own.difference, Column::Narrow), (words.matches.key, Column::Narrow), (own.found, Column::Wide)];
    let mut grid = Grid::with_heading(headings);
    for it in &found.first_differences {
        let kind = DifferenceKind::try_from(it.kind).unwrap_or_default();
        grid.row([
            ((own.difference_of)(kind), Tone::Plain),
            (it.key.as_str(), Tone::Plain),
            (it.detail.as_str(), Tone::Plain),
        ]);
    }
    page.grid(0, grid);
}

fn mode(words: &Words, mode: ImportMode) -> &'static str {
    match mode {
        ImportMode::Full => words.keeping.full,
        ImportMode::Delta | ImportMode::Unspecified => words.keeping.delta,
    }
}
