//! What `eval ranking` and `eval fairness` found.

use crate::{
    cli::{
        page::{Column, Grid, Page, Tone},
        texts::{EvaluationWords, Words},
    },
    evaluation::{
        fairness::{LevelGap, Measured, Report},
        measures::Interval,
        ranking::{Misplaced, ProfileScores, RankingScores},
        titles::TitleScores,
    },
};

/// Rankings against judgements.
pub(crate) fn ranking_scores(page: &mut Page, words: &Words, scores: &RankingScores) {
    let own = &words.evaluation;
    let mut grid = Grid::with_heading([
        (own.profile, Column::Wide),
        (own.vacancies_ndcg, Column::Number),
        (own.routes_ndcg, Column::Number),
        (own.unjudged, Column::Number),
    ]);
    for profile in &scores.by_profile {
        let (vacancies, routes) = (optional(profile.vacancies_ndcg_at_10), optional(profile.routes_ndcg_at_5));
        let unjudged = format!("{}/{}", profile.unjudged, profile.shown);
        grid.row([
            (profile.profile.as_str(), Tone::Plain),
            (vacancies.as_str(), Tone::Plain),
            (routes.as_str(), Tone::Plain),
            (unjudged.as_str(), Tone::Plain),
        ]);
    }
    page.grid(0, grid);
    page.gap();
    let mut grid = Grid::new(&[Column::Narrow, Column::Wide]);
    let mut row = |name: &str, value: String| grid.row([(name, Tone::Plain), (value.as_str(), Tone::Strong)]);
    row(own.vacancies_mean, interval(own, scores.vacancies_ndcg_at_10));
    row(own.routes_mean, interval(own, scores.routes_ndcg_at_5));
    row(own.judged_share, share(scores.judged_share));
    row(own.judgements, (own.judgements_of)(scores.judgements, scores.judgements_of_unknown));
    if let Some(agreement) = &scores.agreement {
        row(own.agreement, (own.agreement_of)(agreement, &optional(agreement.weighted_kappa)));
        row(own.second, optional(agreement.second_ndcg_at_10));
    }
    page.grid(0, grid);
    scores.by_profile.iter().for_each(|profile| misplaced(page, own, profile));
}

fn misplaced(page: &mut Page, own: &EvaluationWords, profile: &ProfileScores) {
    if profile.errors.is_empty() {
        return;
    }
    page.heading(&profile.profile);
    let mut grid =
        Grid::with_heading([(own.key, Column::Wide), (own.rank, Column::Number), (own.grade, Column::Number)]);
    for Misplaced { key, grade, rank } in &profile.errors {
        let none = || own.none.to_owned();
        let (rank, grade) = (rank.map_or_else(none, |it| it.to_string()), grade.map_or_else(none, |it| it.to_string()));
        grid.row([(key.as_str(), Tone::Plain), (rank.as_str(), Tone::Plain), (grade.as_str(), Tone::Plain)]);
    }
    page.grid(2, grid);
}

/// Forms of titles, and which of them find something else than the male form.
pub(crate) fn title_scores(page: &mut Page, words: &Words, scores: &TitleScores) {
    let own = &words.evaluation;
    page.paragraph(0, &(own.titles_same)(scores), Tone::Strong);
    if scores.failures.is_empty() {
        return;
    }
    page.gap();
    let headings = [own.male_form, own.found, own.other_form, own.found];
    let mut grid = Grid::with_heading(headings.map(|heading| (heading, Column::Wide)));
    for failure in &scores.failures {
        let found = |found: &Option<String>| found.clone().unwrap_or_else(|| own.none.to_owned());
        let (by_male, by_other) = (found(&failure.male_found), found(&failure.found));
        grid.row([&failure.male, &by_male, &failure.form, &by_other].map(|cell| (cell.as_str(), Tone::Plain)));
    }
    page.grid(0, grid);
}

/// Answers that should be the same.
pub(crate) fn fairness_report(page: &mut Page, words: &Words, report: &Report) {
    let own = &words.evaluation;
    let mut grid = Grid::with_heading([
        (own.dimension, Column::Wide),
        (own.pairs, Column::Number),
        (own.overlap_mean, Column::Number),
        (own.overlap_min, Column::Number),
        (own.points_apart, Column::Number),
        (own.ndcg_gap, Column::Number),
        (own.verdict, Column::Narrow),
    ]);
    for measured in &report.dimensions {
        let cells = [
            measured.pairs.to_string(),
            figure(measured.overlap_mean),
            figure(measured.overlap_min),
            measured.points_apart_max.to_string(),
            measured.ndcg_gap.map_or_else(String::new, |gap| format!("{gap:+.3}")),
        ];
        let (told, tone) = verdict(own, measured.holds);
        let mut row = vec![((own.dimension_of)(measured.dimension), Tone::Plain)];
        row.extend(cells.iter().map(|cell| (cell.as_str(), Tone::Plain)));
        row.push((told, tone));
        grid.row(row);
    }
    page.grid(0, grid);
    if let Some(levels) = &report.levels {
        page.gap();
        level_gap(page, own, levels);
    }
    report.dimensions.iter().for_each(|measured| differences(page, own, measured));
}

fn level_gap(page: &mut Page, own: &EvaluationWords, levels: &LevelGap) {
    let (verdict, tone) = verdict(own, levels.holds);
    page.paragraph(0, &format!("{} {verdict}", (own.levels)(levels)), tone);
}

fn differences(page: &mut Page, own: &EvaluationWords, measured: &Measured) {
    if measured.differences.is_empty() {
        return;
    }
    page.heading((own.dimension_of)(measured.dimension));
    let mut grid = Grid::with_heading([
        (own.profile, Column::Wide),
        (own.overlap, Column::Number),
        (own.points_apart, Column::Number),
        (own.key, Column::Wide),
    ]);
    for difference in &measured.differences {
        let (overlap, apart) = (figure(difference.overlap), difference.points_apart.to_string());
        grid.row([
            (difference.pair.as_str(), Tone::Plain),
            (overlap.as_str(), Tone::Plain),
            (apart.as_str(), Tone::Plain),
            (difference.key.as_str(), Tone::Faint),
        ]);
    }
    page.grid(2, grid);
}

fn verdict(own: &EvaluationWords, holds: bool) -> (&'static str, Tone) {
    if holds { (own.holds, Tone::Good) } else { (own.broken, Tone::Bad) }
}

fn interval(own: &EvaluationWords, interval: Option<Interval>) -> String {
    interval.map_or_else(|| own.none.to_owned(), |it| (own.interval)(&it))
}

fn optional(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), figure)
}

fn figure(value: f64) -> String {
    format!("{value:.3}")
}

fn share(value: f64) -> String {
    format!("{:.1} %", value * 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        cli::{page::Screen, texts::Language},
        evaluation::{
            fairness::{self, Dimension, Pair},
            judgements::Agreement,
        },
    };

    fn text(show: impl FnOnce(&mut Page)) -> String {
        let mut page = Page::new(Screen { width: 100, colours: false });
        show(&mut page);
        page.into_text()
    }

    #[test]
    fn rankings_show_each_profile_the_means_and_the_judges() {
        let interval = Interval { count: 1, mean: 0.5, low: 0.25, high: 0.75 };
        let scores = RankingScores {
            profiles: 1,
            judgements: 60,
            judgements_of_unknown: 2,
            vacancies_ndcg_at_10: Some(interval),
            routes_ndcg_at_5: None,
            judged_share: 0.9333,
            agreement: Some(Agreement {
                profiles: 1,
                pairs: 50,
                weighted_kappa: Some(0.8),
                within_one: 0.99,
                pairs_above_zero: 12,
                within_one_above_zero: 0.9,
                second_ndcg_at_10: Some(0.95),
            }),
            by_profile: vec![ProfileScores {
                profile: "01-a".into(),
                vacancies_ndcg_at_10: Some(0.5),
                routes_ndcg_at_5: None,
                shown: 15,
                unjudged: 1,
                errors: vec![Misplaced { key: "v/a".into(), grade: None, rank: Some(1) }],
            }],
        };
        for language in [Language::En, Language::Nl] {
            let text = text(|page| ranking_scores(page, language.words(), &scores));
            insta::assert_snapshot!(format!("ranking_scores_{language:?}"), text);
        }
    }

    #[test]
    fn fairness_shows_each_dimension_with_its_verdict() {
        let answer = |points: i32| vec![("v/a".to_owned(), points), ("v/b".to_owned(), 5)];
        let pair = Pair { name: "01-a, level 2".into(), one: answer(10), other: answer(7), grades: None };
        let measured = fairness::measure(Dimension::LevelUnasked, &[pair], true);
        let levels = fairness::level_gap(&[(2, 0.5), (4, 0.75)]);
        let report = Report::new(vec![measured], levels);
        for language in [Language::En, Language::Nl] {
            let text = text(|page| fairness_report(page, language.words(), &report));
            insta::assert_snapshot!(format!("fairness_report_{language:?}"), text);
        }
    }
}
