//! Imports that were, changes as they come, and the outcome of a check.

use loopbaanbrug_proto::v1::{
    DifferenceKind, ImportMode, ImportSummary, RecordState, RejectedRecord, VerifyResponse, record_state::Content,
};

use super::{import::rejections, title_and_offeror};
use crate::cli::{
    page::{Column, Grid, Page, Tone, plain},
    texts::Words,
};

/// Characters of a moment up to its minutes, in UTC.
const MINUTES: usize = "2026-12-01T03:15".len();

/// Imports, newest first: the request id, where and when, and the counts.
pub(crate) fn imports(page: &mut Page, words: &Words, imports: &[ImportSummary]) {
    let (own, counts) = (&words.keeping, &words.import);
    if imports.is_empty() {
        page.paragraph(0, own.no_imports, Tone::Plain);
        return;
    }
    for import in imports {
        // A request id is typed again, to look at the import: it stands whole on a line of its own, however narrow the screen.
        page.line(0, &plain(&import.request_id));
        let finished =
            import.finished_at.get(..MINUTES).map_or(import.finished_at.as_str(), |day| day).replace('T', " ");
        let revision = format!("{} {}", counts.revision, import.revision);
        let facts = [import.source.as_str(), mode(words, import.mode()), finished.as_str(), revision.as_str()];
        let facts: Vec<_> = facts.into_iter().filter(|fact| !fact.is_empty()).collect();
        page.paragraph(2, &facts.join(" · "), Tone::Faint);
        let count = |label: &str, count: u64| format!("{label} {}", (words.number)(count));
        let told = [
            count(counts.received, import.received),
            count(counts.accepted, import.accepted),
            count(counts.removed, import.removed),
            count(counts.rejected, import.rejected),
        ];
        page.paragraph(2, &told.join(" · "), if import.rejected > 0 { Tone::Bad } else { Tone::Plain });
    }
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
