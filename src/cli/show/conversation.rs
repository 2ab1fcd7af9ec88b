//! The answers of a conversation: what a change does, options beside each other, why something is not in the list. Every
//! sentence comes in the answer.

use loopbaanbrug_proto::v1::{
    CompareResponse, ComparedCondition, Explanation, RankingSummary, RequirementOutcome, Verdict, WhatIfEntry,
    WhatIfResponse,
};

use super::{reasons, title_and_offeror};
use crate::cli::{
    page::{Column, Grid, Page, Tone},
    texts::Words,
};

/// What a change does.
pub(crate) fn what_if(page: &mut Page, words: &Words, response: &WhatIfResponse) {
    let own = &words.conversation;
    for sentence in &response.summary {
        page.paragraph(0, sentence, Tone::Strong);
    }
    if let (Some(before), Some(after)) = (&response.before, &response.after) {
        page.gap();
        numbers(page, words, before, after);
    }
    for (heading, entries) in
        [(own.entered, &response.entered), (own.left, &response.left), (own.moved, &response.moved)]
    {
        if entries.is_empty() {
            continue;
        }
        page.heading(heading);
        for entry in entries {
            entry_shown(page, words, entry);
        }
    }
    if response.unchanged > 0 {
        page.gap();
        page.paragraph(0, &(own.unchanged)(response.unchanged), Tone::Faint);
    }
}

fn numbers(page: &mut Page, words: &Words, before: &RankingSummary, after: &RankingSummary) {
    let own = &words.conversation;
    let mut grid =
        Grid::with_heading([("", Column::Narrow), (own.before, Column::Number), (own.after, Column::Number)]);
    let number = words.number;
    let mut row = |name: &str, first: u64, second: u64| {
        let tone = if first == second { Tone::Faint } else { Tone::Plain };
        grid.row([(name, tone), (&number(first), tone), (&number(second), tone)]);
    };
    row(own.fitting, before.total, after.total);
    for (first, second) in before.classes.iter().zip(&after.classes) {
        row(&first.label, first.count, second.count);
    }
    let possible = |side: &RankingSummary| u64::try_from(side.points_possible).unwrap_or(0);
    row(own.points_possible, possible(before), possible(after));
    page.grid(2, grid);
}

fn entry_shown(page: &mut Page, words: &Words, entry: &WhatIfEntry) {
    let own = &words.conversation;
    page.gap();
    page.paragraph(2, &format!("{} – {}", entry.title, entry.organisation), Tone::Strong);
    let rank = |rank: Option<u64>| rank.map_or_else(|| own.left_out.to_owned(), |rank| (own.place)(rank));
    let place = format!("{} → {}", rank(entry.rank_before), rank(entry.rank_after));
    let points = (own.points)(entry.points_before, entry.points_after);
    page.paragraph(2, &format!("{} · {place} · {points}", entry.key), Tone::Faint);
    let reasons = entry.reasons.iter().map(|reason| match reason.points {
        0 => reason.sentence.clone(),
        points => format!("{points:+} {}", reason.sentence),
    });
    page.list(4, "-", reasons);
}

/// Options beside each other: a column for each.
pub(crate) fn comparison(page: &mut Page, words: &Words, response: &CompareResponse) {
    let own = &words.conversation;
    let options = response.options.iter().filter_map(|option| option.r#match.as_ref());
    let names: Vec<_> =
        options.clone().map(|shown| title_and_offeror(shown.opportunity.as_ref()).0.to_owned()).collect();
    let mut table = Side { page, names: &names };
    let keys: Vec<_> = options.clone().map(|shown| shown.key.clone()).collect();
    let classes = options.clone().map(|shown| words.class(shown.class()).to_owned());
    let points = options.clone().zip(&response.options);
    let points =
        points.map(|(shown, option)| format!("{} {}", shown.points, (words.reasons.out_of)(option.points_possible)));
    let mut facts = vec![
        (words.matches.key.to_owned(), keys),
        (words.matches.class.to_owned(), classes.collect()),
        (words.matches.points.to_owned(), points.collect()),
    ];
    facts.extend(response.facts.iter().map(|fact| (fact.label.clone(), fact.values.clone())));
    table.rows(own.facts, facts);
    let parts = response.parts.iter().map(|part| {
        let cell = |cell: &loopbaanbrug_proto::v1::PartCell| match (cell.present, cell.points_possible) {
            (false, _) => own.nothing.to_owned(),
            (true, 0) => cell.points.to_string(),
            (true, possible) => format!("{} {}", cell.points, (words.reasons.out_of)(possible)),
        };
        (part.label.clone(), part.cells.iter().map(cell).collect())
    });
    table.rows(words.reasons.points, parts);
    let requirements = response.requirements.iter().map(|row| {
        let cells = row.cells.iter().map(|cell| match cell.outcome() {
            RequirementOutcome::Met => format!("{} {}", reasons::MET, own.met),
            RequirementOutcome::PartlyMet => format!("{} {}", reasons::PARTLY, own.partly),
            RequirementOutcome::Missing => format!("{} {}", reasons::MISSING, own.missing),
            RequirementOutcome::Unspecified => own.nothing.to_owned(),
        });
        (row.skill.as_ref().map(|skill| skill.label.clone()).unwrap_or_default(), cells.collect())
    });
    table.rows(words.reasons.requirements, requirements);
    for (heading, rows) in
        [(words.reasons.preferences, &response.preferences), (words.reasons.criteria, &response.criteria)]
    {
        table.rows(heading, rows.iter().map(|row| verdicts(words, row)));
    }
    for (name, option) in names.iter().zip(&response.options) {
        let questions = option.r#match.iter().flat_map(|shown| &shown.questions);
        let shown = option.r#match.as_ref();
        let gates = shown.iter().flat_map(|shown| &shown.gates).filter(|gate| gate.verdict() != Verdict::Met);
        let lists = [
            (own.not_in_list, option.left_out_by.iter().map(|it| it.sentence.as_str()).collect::<Vec<_>>()),
            (own.apart, option.distinctions.iter().map(String::as_str).collect()),
            (words.reasons.gates, gates.map(|gate| gate.sentence.as_str()).collect()),
            (words.reasons.questions, questions.map(String::as_str).collect()),
        ];
        if lists.iter().all(|(_, list)| list.is_empty()) {
            continue;
        }
        page.heading(name);
        for (heading, list) in lists.into_iter().filter(|(_, list)| !list.is_empty()) {
            page.paragraph(2, heading, Tone::Strong);
            page.list(4, "-", list);
        }
    }
}

fn verdicts(words: &Words, row: &ComparedCondition) -> (String, Vec<String>) {
    let own = &words.conversation;
    let cells = row.cells.iter().map(|cell| match cell.verdict() {
        Verdict::Met => format!("{} {}", reasons::MET, own.fits),
        Verdict::NotMet => format!("{} {}", reasons::MISSING, own.fits_not),
        Verdict::Unknown | Verdict::Unspecified => format!("{} {}", reasons::UNKNOWN, own.ask),
    });
    (row.label.clone(), cells.collect())
}

/// Tables with a column for each option.
struct Side<'a> {
    page: &'a mut Page,
    names: &'a [String],
}

impl Side<'_> {
    fn rows(&mut self, heading: &str, rows: impl IntoIterator<Item = (String, Vec<String>)>) {
        let rows: Vec<_> = rows.into_iter().collect();
        if rows.is_empty() {
            return;
        }
        self.page.gap();
        let first = [(heading, Column::Wide)];
        let mut grid =
            Grid::with_heading(first.into_iter().chain(self.names.iter().map(|it| (it.as_str(), Column::Wide))));
        for (name, cells) in &rows {
            let first = [(name.as_str(), Tone::Plain)];
            grid.row(first.into_iter().chain(cells.iter().map(|cell| (cell.as_str(), Tone::Plain))));
        }
        self.page.grid(0, grid);
    }
}

/// Why an opportunity is not in a list, or that it is.
pub(crate) fn why_not(page: &mut Page, explanation: &Explanation) {
    let Some(shown) = &explanation.r#match else { return };
    let (title, offeror) = title_and_offeror(shown.opportunity.as_ref());
    page.heading(&format!("{title} – {offeror}"));
    page.paragraph(2, &shown.key, Tone::Faint);
    if !explanation.left_out_by.is_empty() {
        page.list(2, "-", explanation.left_out_by.iter().map(|exclusion| &exclusion.sentence));
    }
    if let Some(place) = &explanation.list_place {
        page.list(2, "-", &place.sentences);
    }
    page.paragraph(2, &shown.summary.join(" "), Tone::Plain);
}
