//! Why one opportunity stands where it stands: its points and what they are made of, requirement by requirement. Every
//! sentence comes in the answer.

use loopbaanbrug_proto::v1::{
    ConditionResult, Explanation, GateResult, Match, RequirementOutcome, RequirementResult, Verdict,
};

use super::{distance, matches::class_tone, title_and_offeror};
use crate::cli::{
    page::{Column, Grid, Page, Tone},
    texts::Words,
};

/// Columns by which the parts of an explanation stand in.
const INDENT: u16 = 2;
pub(super) const MET: &str = "✓";
pub(super) const PARTLY: &str = "~";
pub(super) const MISSING: &str = "✗";
pub(super) const UNKNOWN: &str = "?";

/// The reasons for an opportunity that was asked for by key, and why a list would leave it out.
pub(crate) fn explanation(page: &mut Page, words: &Words, explanation: &Explanation) {
    let Some(shown) = &explanation.r#match else { return };
    reasons(page, words, None, shown);
    if !explanation.left_out_by.is_empty() {
        part_heading(page, words.reasons.not_shown);
        page.list(INDENT + 2, "-", explanation.left_out_by.iter().map(|exclusion| &exclusion.sentence));
    }
}

/// Everything the answer says about one match.
pub(crate) fn reasons(page: &mut Page, words: &Words, rank: Option<usize>, shown: &Match) {
    title(page, words, rank, shown);
    page.paragraph(INDENT, &shown.summary.join(" "), Tone::Plain);
    if let Some(mixed) = &shown.mixed_place {
        page.paragraph(INDENT, &mixed.sentence, Tone::Faint);
    }
    similar(page, words, shown);
    points(page, words, shown);
    requirements(page, words, &shown.requirements);
    gates(page, words, &shown.gates);
    conditions(page, words, words.reasons.preferences, &shown.preferences);
    conditions(page, words, words.reasons.criteria, &shown.criteria);
    absent(page, words, &shown.absent);
    if !shown.questions.is_empty() {
        part_heading(page, words.reasons.questions);
        page.list(INDENT + 2, "-", &shown.questions);
    }
}

fn title(page: &mut Page, words: &Words, rank: Option<usize>, shown: &Match) {
    let (title, offeror) = title_and_offeror(shown.opportunity.as_ref());
    let rank = rank.map(|rank| format!("{rank}. ")).unwrap_or_default();
    let name = if title.is_empty() { shown.key.clone() } else { format!("{title} – {offeror}") };
    page.heading(&format!("{rank}{name}"));
    let class = words.class(shown.class());
    let distance = distance(words, shown);
    let facts = [shown.key.as_str(), &distance, class];
    let facts = facts.into_iter().filter(|fact| !fact.is_empty()).collect::<Vec<_>>().join(" · ");
    page.paragraph(INDENT, &facts, class_tone(shown.class()));
}

fn similar(page: &mut Page, words: &Words, shown: &Match) {
    if shown.similar_keys.is_empty() {
        return;
    }
    let named = shown.similar_keys.join(", ");
    let all = u64::try_from(shown.similar_keys.len()).is_ok_and(|named| named >= shown.similar_count);
    let rest = if all { "" } else { ", …" };
    page.paragraph(INDENT, &format!("{} {named}{rest}", words.reasons.similar), Tone::Faint);
}

fn part_heading(page: &mut Page, heading: &str) {
    page.paragraph(INDENT, heading, Tone::Strong);
}

/// The parts, and the total that is their sum.
fn points(page: &mut Page, words: &Words, shown: &Match) {
    let total = shown.points.to_string();
    part_heading(page, words.reasons.points);
    let mut grid = Grid::new(&[Column::Number, Column::Narrow, Column::Wide]);
    for part in &shown.parts {
        let points = part.points.to_string();
        let possible =
            if part.points_possible > 0 { (words.reasons.out_of)(part.points_possible) } else { String::new() };
        grid.row([
            (points.as_str(), Tone::Plain),
            (possible.as_str(), Tone::Faint),
            (part.label.as_str(), Tone::Plain),
        ]);
        for detail in &part.details {
            let sentence = format!("{:+} {}", detail.points, detail.sentence);
            grid.row([("", Tone::Plain), ("", Tone::Plain), (sentence.as_str(), Tone::Faint)]);
        }
    }
    grid.row([(total.as_str(), Tone::Strong), ("", Tone::Plain), (words.reasons.total, Tone::Strong)]);
    page.grid(INDENT + 2, grid);
}

fn requirements(page: &mut Page, words: &Words, requirements: &[RequirementResult]) {
    if requirements.is_empty() {
        return;
    }
    part_heading(page, words.reasons.requirements);
    let mut grid = Grid::new(&[Column::Narrow, Column::Wide, Column::Narrow, Column::Number]);
    for requirement in requirements {
        let (mark, tone) = match requirement.outcome() {
            RequirementOutcome::Met => (MET, Tone::Good),
            RequirementOutcome::PartlyMet => (PARTLY, Tone::Middling),
            RequirementOutcome::Missing => (MISSING, Tone::Bad),
            RequirementOutcome::Unspecified => (UNKNOWN, Tone::Plain),
        };
        let mut sentence = requirement.sentence.clone();
        if !requirement.taught_by.is_empty() {
            sentence.push('\n');
            sentence.push_str(&(words.reasons.taught_by)(&requirement.taught_by.join(", ")));
        }
        let relation = words.relation(requirement.relation());
        let points = points_of(words, requirement.points, requirement.points_possible);
        grid.row([(mark, tone), (&sentence, Tone::Plain), (relation, Tone::Faint), (&points, Tone::Plain)]);
    }
    page.grid(INDENT + 2, grid);
}

fn gates(page: &mut Page, words: &Words, gates: &[GateResult]) {
    if gates.is_empty() {
        return;
    }
    part_heading(page, words.reasons.gates);
    let mut grid = Grid::new(&[Column::Narrow, Column::Wide, Column::Number]);
    for gate in gates {
        let (mark, tone) = verdict_mark(gate.verdict());
        let points = if gate.points == 0 { String::new() } else { gate.points.to_string() };
        grid.row([(mark, tone), (&gate.sentence, Tone::Plain), (&points, Tone::Plain)]);
    }
    page.grid(INDENT + 2, grid);
}

fn conditions(page: &mut Page, words: &Words, heading: &str, conditions: &[ConditionResult]) {
    if conditions.is_empty() {
        return;
    }
    part_heading(page, heading);
    let mut grid = Grid::new(&[Column::Narrow, Column::Wide, Column::Number]);
    for condition in conditions {
        let (mark, tone) = verdict_mark(condition.verdict());
        let points = points_of(words, condition.points, condition.points_possible);
        grid.row([(mark, tone), (&condition.sentence, Tone::Plain), (&points, Tone::Plain)]);
    }
    page.grid(INDENT + 2, grid);
}

fn absent(page: &mut Page, words: &Words, absent: &[String]) {
    if absent.is_empty() {
        return;
    }
    let named = absent.iter().map(|field| (words.reasons.absent_field)(field).unwrap_or(field.as_str()));
    let named = named.collect::<Vec<_>>().join(", ");
    page.paragraph(INDENT, &format!("{} {named}", words.reasons.absent), Tone::Faint);
}

/// “12 of 30”, or the points alone where there is nothing to win.
fn points_of(words: &Words, points: i32, possible: i32) -> String {
    if possible > 0 { format!("{points} {}", (words.reasons.out_of)(possible)) } else { points.to_string() }
}

fn verdict_mark(verdict: Verdict) -> (&'static str, Tone) {
    match verdict {
        Verdict::Met => (MET, Tone::Good),
        Verdict::NotMet => (MISSING, Tone::Bad),
        Verdict::Unknown | Verdict::Unspecified => (UNKNOWN, Tone::Middling),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{page::Screen, show::samples, texts::Language};

    fn shown(width: u16, language: Language) -> String {
        let mut page = Page::new(Screen { width, colours: false });
        reasons(&mut page, language.words(), Some(1), &samples::explained());
        page.into_text()
    }

    #[test]
    fn every_reason_is_shown_with_its_points() {
        insta::assert_snapshot!(shown(80, Language::Nl));
        insta::assert_snapshot!(shown(120, Language::En));
    }

    #[test]
    fn an_opportunity_that_is_not_listed_says_why() {
        let mut page = Page::new(Screen { width: 80, colours: false });
        explanation(&mut page, Language::Nl.words(), &samples::explanation());
        let text = page.into_text();
        assert!(text.contains("Deze staat niet in je lijst"), "{text}");
    }
}
