//! Paths and gaps as people read them. Every sentence comes in the answer.

use loopbaanbrug_proto::v1::{
    FindGapsResponse, FindGroupGapsResponse, FindPathsResponse, LearningSuggestion, Path, PathStep, SkillGap,
};

use super::{matches::class_tone, state, title_and_offeror, understood};
use crate::cli::{
    page::{Column, Grid, Page, Tone},
    texts::Words,
};

/// Columns by which the parts of a path stand in.
const INDENT: u16 = 2;
/// Skills of which it is told how to learn them.
const SUGGESTIONS_SHOWN: usize = 3;

/// Pages of paths: a table, then each path in full.
pub(crate) fn paths(page: &mut Page, words: &Words, answers: &[FindPathsResponse]) {
    let (Some(first), Some(last)) = (answers.first(), answers.last()) else { return };
    let all: Vec<&Path> = answers.iter().flat_map(|answer| &answer.paths).collect();
    table(page, words, &all);
    page.gap();
    page.paragraph(0, &(words.bridges.looked_at)(first.vacancies), Tone::Plain);
    notes(page, &first.notes);
    if !last.next_page_token.is_empty() {
        page.paragraph(0, words.bridges.more, Tone::Plain);
    }
    if !first.exclusions.is_empty() {
        page.heading(words.matches.left_out);
        page.list(INDENT, "-", first.exclusions.iter().map(|exclusion| &exclusion.sentence));
    }
    understood(page, words, &first.understood);
    for (index, path) in all.iter().enumerate() {
        one_path(page, words, index + 1, path);
    }
    state(page, words, first.context.as_ref());
}

fn notes(page: &mut Page, notes: &[String]) {
    for note in notes {
        page.paragraph(0, note, Tone::Plain);
    }
}

fn table(page: &mut Page, words: &Words, paths: &[&Path]) {
    let own = &words.bridges;
    let mut grid = Grid::with_heading([
        ("#", Column::Number),
        (own.way, Column::Wide),
        (own.vacancy, Column::Wide),
        (own.weeks, Column::Number),
        (own.points, Column::Number),
    ]);
    for (index, path) in paths.iter().enumerate() {
        let titles: Vec<&str> = path.steps.iter().map(|step| step.title.as_str()).collect();
        let way = titles.join(&format!("\n{} ", own.then));
        let (title, employer) = title_and_offeror(path.opportunity.as_ref());
        let vacancy = format!("{title}\n{employer}\n{}", path.vacancy_key);
        let (rank, points) = ((index + 1).to_string(), path.points.to_string());
        let weeks = path.duration_weeks.map(|weeks| weeks.to_string()).unwrap_or_default();
        grid.row([
            (rank.as_str(), Tone::Plain),
            (way.as_str(), Tone::Plain),
            (vacancy.as_str(), Tone::Plain),
            (weeks.as_str(), Tone::Plain),
            (points.as_str(), Tone::Plain),
        ]);
    }
    if !paths.is_empty() {
        page.grid(0, grid);
    }
}

fn one_path(page: &mut Page, words: &Words, rank: usize, path: &Path) {
    let own = &words.bridges;
    let (title, employer) = title_and_offeror(path.opportunity.as_ref());
    page.heading(&format!("{rank}. {title} – {employer}"));
    let classes = [path.class_before(), path.class_after()].map(|class| words.class(class));
    let change = format!("{} · {} → {}", path.vacancy_key, classes[0], classes[1]);
    page.paragraph(INDENT, &change, class_tone(path.class_after()));
    page.paragraph(INDENT, &path.summary.join(" "), Tone::Plain);
    page.paragraph(INDENT, own.steps, Tone::Strong);
    for (number, step) in path.steps.iter().enumerate() {
        one_step(page, words, number + 1, step);
    }
    list(
        page,
        own.remaining,
        path.remaining.iter().map(|it| &it.sentence).chain(path.gates.iter().map(|it| &it.sentence)),
    );
    list(page, own.budget, path.budget.iter().map(|it| &it.sentence));
    way_points(page, words, path);
    list(page, words.reasons.questions, &path.questions);
    if path.alternatives > 0 {
        page.paragraph(INDENT, &(own.alternatives)(path.alternatives), Tone::Faint);
    }
}

fn one_step(page: &mut Page, words: &Words, number: usize, step: &PathStep) {
    let own = &words.bridges;
    let indent = INDENT + 2;
    let heading = format!("{}: {}", (own.step)(number), step.key);
    page.paragraph(indent, &heading, Tone::Faint);
    page.paragraph(indent, &step.sentences.join(" "), Tone::Plain);
    for (heading, sentences) in [
        (own.before_beginning, step.entry.iter().map(|it| &it.sentence).collect::<Vec<_>>()),
        (own.teaches, step.teaches.iter().map(|it| &it.sentence).collect()),
    ] {
        if !sentences.is_empty() {
            page.paragraph(indent, heading, Tone::Plain);
            page.list(indent + 2, "-", sentences);
        }
    }
}

fn list<'a>(page: &mut Page, heading: &str, sentences: impl IntoIterator<Item = &'a String>) {
    let sentences: Vec<_> = sentences.into_iter().collect();
    if !sentences.is_empty() {
        page.paragraph(INDENT, heading, Tone::Strong);
        page.list(INDENT + 2, "-", sentences);
    }
}

/// The points, part by part, and their sum.
fn way_points(page: &mut Page, words: &Words, path: &Path) {
    page.paragraph(INDENT, words.reasons.points, Tone::Strong);
    let mut grid = Grid::new(&[Column::Number, Column::Narrow, Column::Wide]);
    for part in &path.parts {
        let points = part.points.to_string();
        let possible =
            if part.points_possible > 0 { (words.reasons.out_of)(part.points_possible) } else { String::new() };
        let details: Vec<&str> = part.details.iter().map(|detail| detail.sentence.as_str()).collect();
        let what =
            if details.is_empty() { part.label.clone() } else { format!("{}\n{}", part.label, details.join(" ")) };
        grid.row([(points.as_str(), Tone::Plain), (possible.as_str(), Tone::Faint), (what.as_str(), Tone::Plain)]);
    }
    let total = path.points.to_string();
    grid.row([(total.as_str(), Tone::Strong), ("", Tone::Plain), (words.reasons.total, Tone::Strong)]);
    page.grid(INDENT + 2, grid);
    page.paragraph(INDENT, &(words.bridges.from_to)(path.points_before, path.points_after), Tone::Faint);
}

/// What would open most for one person.
pub(crate) fn gaps(page: &mut Page, words: &Words, answer: &FindGapsResponse) {
    let own = &words.bridges;
    page.paragraph(0, &(own.within_reach)(answer.vacancies, answer.within_reach), Tone::Plain);
    notes(page, &answer.notes);
    if !answer.skills.is_empty() {
        skill_gaps(page, words, &answer.skills);
        let first = answer.skills.iter().take(SUGGESTIONS_SHOWN);
        suggestions(
            page,
            words,
            first.map(|gap| (gap.sentence.as_str(), gap.suggestion.as_ref(), gap.taught_by.as_slice())),
        );
    }
    if !answer.routes.is_empty() {
        let rows =
            answer.routes.iter().map(|it| (it.title.as_str(), it.key.as_str(), it.duration_weeks, vec![it.opens]));
        routes(page, words, &[own.opens], rows);
    }
    if !answer.exclusions.is_empty() {
        page.heading(words.matches.left_out);
        page.list(INDENT, "-", answer.exclusions.iter().map(|exclusion| &exclusion.sentence));
    }
    understood(page, words, &answer.understood);
    state(page, words, answer.context.as_ref());
}

/// A column of noughts under “within reach” would only repeat the note that says so.
fn skill_gaps(page: &mut Page, words: &Words, gaps: &[SkillGap]) {
    let own = &words.bridges;
    let any_opens = gaps.iter().any(|gap| gap.opens > 0);
    let counts = if any_opens { vec![own.opens, own.nearer] } else { vec![own.nearer_alone] };
    page.heading(own.skills_heading);
    let first = [("#", Column::Number), (own.skill, Column::Wide)];
    let mut grid = Grid::with_heading(first.into_iter().chain(counts.iter().map(|it| (*it, Column::Number))));
    for (index, gap) in gaps.iter().enumerate() {
        let label = gap.skill.as_ref().map_or("", |skill| skill.label.as_str());
        let [rank, opens, nearer] = [(index as u64) + 1, gap.opens, gap.brings_nearer].map(|it| it.to_string());
        let cells = [rank.as_str(), label, opens.as_str(), nearer.as_str()].into_iter().enumerate();
        let shown = cells.filter(|(column, _)| any_opens || *column != 2);
        grid.row(shown.map(|(_, cell)| (cell, Tone::Plain)));
    }
    page.grid(0, grid);
}

/// What would open most for a group.
pub(crate) fn group(page: &mut Page, words: &Words, answer: &FindGroupGapsResponse) {
    let own = &words.bridges;
    page.paragraph(0, &(own.of_group)(answer.people), Tone::Plain);
    notes(page, &answer.notes);
    if !answer.skills.is_empty() {
        page.heading(own.skills_heading);
        let mut grid = Grid::with_heading([
            ("#", Column::Number),
            (own.skill, Column::Wide),
            (own.people, Column::Number),
            (own.opens, Column::Number),
        ]);
        for (index, gap) in answer.skills.iter().enumerate() {
            let label = gap.skill.as_ref().map_or("", |skill| skill.label.as_str());
            let numbers = [(index as u64) + 1, gap.people_helped.into(), gap.opens];
            let [rank, people, opens] = numbers.map(|it| it.to_string());
            grid.row([
                (rank.as_str(), Tone::Plain),
                (label, Tone::Plain),
                (people.as_str(), Tone::Plain),
                (opens.as_str(), Tone::Plain),
            ]);
        }
        page.grid(0, grid);
        let first = answer.skills.iter().take(SUGGESTIONS_SHOWN);
        suggestions(
            page,
            words,
            first.map(|gap| (gap.sentence.as_str(), gap.suggestion.as_ref(), gap.taught_by.as_slice())),
        );
    }
    if !answer.routes.is_empty() {
        let rows = answer
            .routes
            .iter()
            .map(|it| (it.title.as_str(), it.key.as_str(), it.duration_weeks, vec![it.people_helped.into(), it.opens]));
        routes(page, words, &[own.people, own.opens], rows);
    }
    state(page, words, answer.context.as_ref());
}

/// How to learn the first skills: in the work, with others, in lessons.
fn suggestions<'a>(
    page: &mut Page,
    words: &Words,
    gaps: impl Iterator<Item = (&'a str, Option<&'a LearningSuggestion>, &'a [String])>,
) {
    let own = &words.bridges;
    page.heading(own.how_to_learn);
    for (sentence, suggestion, taught_by) in gaps {
        page.paragraph(0, sentence, Tone::Plain);
        if let Some(it) = suggestion {
            let mut grid = Grid::new(&[Column::Narrow, Column::Wide]);
            for (heading, text) in
                [(own.in_the_work, &it.in_the_work), (own.with_others, &it.with_others), (own.formal, &it.formal)]
            {
                grid.row([(heading, Tone::Faint), (text.as_str(), Tone::Plain)]);
            }
            page.grid(INDENT, grid);
        }
        if !taught_by.is_empty() {
            page.paragraph(INDENT, &(words.reasons.taught_by)(&taught_by.join(", ")), Tone::Faint);
        }
    }
}

fn routes<'a>(
    page: &mut Page,
    words: &Words,
    counts: &[&'static str],
    rows: impl Iterator<Item = (&'a str, &'a str, Option<u32>, Vec<u64>)>,
) {
    let own = &words.bridges;
    page.heading(own.routes_heading);
    let mut columns = vec![("#", Column::Number), (own.route, Column::Wide), (own.weeks, Column::Number)];
    columns.extend(counts.iter().map(|count| (*count, Column::Number)));
    let mut grid = Grid::with_heading(columns);
    for (index, (title, key, weeks, numbers)) in rows.enumerate() {
        let name = format!("{title}\n{key}");
        let weeks = weeks.map(|weeks| weeks.to_string()).unwrap_or_default();
        let rank = (index + 1).to_string();
        let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
        let mut cells = vec![(rank.as_str(), Tone::Plain), (name.as_str(), Tone::Plain), (weeks.as_str(), Tone::Plain)];
        cells.extend(numbers.iter().map(|number| (number.as_str(), Tone::Plain)));
        grid.row(cells);
    }
    page.grid(0, grid);
}
