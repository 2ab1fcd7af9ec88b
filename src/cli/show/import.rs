//! The report of an import: counts and the records that were refused.

use loopbaanbrug_proto::v1::{ImportResponse, RejectedRecord};

use crate::cli::{
    page::{Column, Grid, Page, Tone},
    texts::{ImportWords, Words},
};

/// Refused records in the table; `imports show` and the JSON output have all that came.
const REJECTIONS_SHOWN: usize = 50;

/// The report.
pub(crate) fn import_report(page: &mut Page, words: &Words, report: &ImportResponse) {
    let own = &words.import;
    page.paragraph(0, if report.validate_only { own.checked } else { own.done }, Tone::Strong);
    if report.repeated {
        page.paragraph(0, own.repeated, Tone::Middling);
    }
    let rejected = if report.rejected > 0 { Tone::Bad } else { Tone::Plain };
    let counts = [
        (own.received, report.received, Tone::Plain),
        (own.accepted, report.accepted, Tone::Plain),
        (own.unchanged, report.unchanged, Tone::Plain),
        (own.removed, report.removed, Tone::Plain),
        (own.rejected, report.rejected, rejected),
    ];
    let mut grid = Grid::new(&[Column::Narrow, Column::Number]);
    for (name, count, tone) in counts {
        let count = (words.number)(count);
        grid.row([(name, Tone::Plain), (count.as_str(), tone)]);
    }
    let revision = report.revision.to_string();
    grid.row([(own.revision, Tone::Faint), (revision.as_str(), Tone::Faint)]);
    page.grid(2, grid);
    if !report.request_id.is_empty() {
        page.paragraph(2, &format!("{} {}", own.request_id, report.request_id), Tone::Faint);
    }
    rejections(page, own, &report.rejections, REJECTIONS_SHOWN, report.rejected);
}

/// Refused records, the first `shown` of those that came, and how many more there were in all.
pub(super) fn rejections(page: &mut Page, own: &ImportWords, came: &[RejectedRecord], shown: usize, all: u64) {
    if came.is_empty() {
        return;
    }
    page.heading(own.rejections);
    let mut grid = Grid::with_heading([
        (own.record, Column::Number),
        (own.line, Column::Number),
        (own.id, Column::Share(25)),
        (own.problem, Column::Wide),
    ]);
    for record in came.iter().take(shown) {
        let (number, line) = (record.number.to_string(), record.line.to_string());
        grid.row([
            (number.as_str(), Tone::Plain),
            (line.as_str(), Tone::Plain),
            (record.record_id.as_str(), Tone::Plain),
            (problems(record).as_str(), Tone::Plain),
        ]);
    }
    page.grid(0, grid);
    let shown = u64::try_from(came.len().min(shown)).unwrap_or(u64::MAX);
    if all > shown {
        page.paragraph(0, &(own.more)(all - shown), Tone::Plain);
    }
}

fn problems(record: &RejectedRecord) -> String {
    let problems = record.problems.iter().map(|problem| match problem.field.as_str() {
        "" => problem.message.clone(),
        field => format!("{field}: {}", problem.message),
    });
    problems.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use loopbaanbrug_proto::v1::RecordProblem;

    use super::*;
    use crate::cli::{page::Screen, texts::Language};

    #[test]
    fn counts_and_refused_records_are_shown() {
        let problem = |field: &str, message: &str| RecordProblem {
            field: field.into(),
            code: "out_of_range".into(),
            message: message.into(),
        };
        let record = |number: u64| RejectedRecord {
            number,
            line: number,
            record_id: format!("v-{number}"),
            problems: vec![problem("hours.max", "must be between 0 and 60, was 400"), problem("", "there is no title")],
        };
        let report = ImportResponse {
            request_id: "3f0e".into(),
            revision: 4,
            received: 1_060,
            accepted: 1_000,
            rejected: 60,
            rejections: (1..=51).map(record).collect(),
            validate_only: true,
            ..ImportResponse::default()
        };
        let mut page = Page::new(Screen { width: 80, colours: false });
        import_report(&mut page, Language::En.words(), &report);
        let text = page.into_text();
        let head: Vec<&str> = text.lines().take(16).collect();
        insta::assert_snapshot!(head.join("\n"));
        assert!(text.ends_with(" and 10 more\n") || text.ends_with("and 10 more\n"), "{text}");
    }
}
