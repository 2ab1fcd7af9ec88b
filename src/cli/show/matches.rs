//! A page of matches: the table, and what the answer says beside it.

use loopbaanbrug_proto::v1::{
    FacetCount, Match, MatchClass, MatchResponse, OpportunityKind, Relaxation, Understanding,
};

use super::{distance, kind_of, title_and_offeror};
use crate::cli::{
    page::{Column, Grid, Page, Tone},
    texts::Words,
};

/// From this width the employer has a column of its own; below it stands under the title.
const WIDTH_OF_ALL_COLUMNS: u16 = 110;
/// Sectors named below the table.
const SECTORS_NAMED: usize = 6;

/// The matches in a table. `first_rank` is the rank of the first.
pub(crate) fn match_table(page: &mut Page, words: &Words, matches: &[Match], first_rank: usize) {
    if matches.iter().all(|shown| shown.opportunity.is_none()) {
        return key_table(page, words, matches, first_rank);
    }
    let wide = page.width() >= WIDTH_OF_ALL_COLUMNS;
    let table = &words.matches;
    let mut columns = vec![("#", Column::Number), (title_heading(words, matches), Column::Wide)];
    columns.extend(wide.then_some((table.offered_by, Column::Wide)));
    columns.extend([(table.distance, Column::Number), (table.points, Column::Number), (table.class, Column::Narrow)]);
    let mut grid = Grid::with_heading(columns);
    for (index, shown) in matches.iter().enumerate() {
        let (title, offeror) = title_and_offeror(shown.opportunity.as_ref());
        let (rank, points) = ((first_rank + index).to_string(), shown.points.to_string());
        let distance = distance(words, shown);
        let mut name =
            if wide { format!("{title}\n{}", shown.key) } else { format!("{title}\n{offeror}\n{}", shown.key) };
        if shown.similar_count > 0 {
            name.push('\n');
            name.push_str(&(table.similar)(shown.similar_count));
        }
        let mut cells = vec![(rank.as_str(), Tone::Plain), (name.as_str(), Tone::Plain)];
        cells.extend(wide.then_some((offeror, Tone::Plain)));
        cells.extend([(distance.as_str(), Tone::Plain), (points.as_str(), Tone::Plain)]);
        cells.push(((table.class_of)(shown.class()), class_tone(shown.class())));
        grid.row(cells);
    }
    page.grid(0, grid);
}

/// The view of keys: nothing else came.
fn key_table(page: &mut Page, words: &Words, matches: &[Match], first_rank: usize) {
    let table = &words.matches;
    let mut grid = Grid::with_heading([
        ("#", Column::Number),
        (table.key, Column::Narrow),
        (table.points, Column::Number),
        (table.class, Column::Narrow),
    ]);
    for (index, shown) in matches.iter().enumerate() {
        let (rank, points) = ((first_rank + index).to_string(), shown.points.to_string());
        grid.row([
            (rank.as_str(), Tone::Plain),
            (shown.key.as_str(), Tone::Plain),
            (points.as_str(), Tone::Plain),
            ((table.class_of)(shown.class()), class_tone(shown.class())),
        ]);
    }
    if !matches.is_empty() {
        page.grid(0, grid);
    }
}

/// What the answer says beside the matches: how much was found, what was left out, how words were read, counts.
pub(crate) fn match_notes(page: &mut Page, words: &Words, response: &MatchResponse, shown: usize) {
    let table = &words.matches;
    if shown == 0 {
        page.paragraph(0, table.none, Tone::Strong);
    } else {
        let shown = u64::try_from(shown).unwrap_or(u64::MAX);
        page.gap();
        page.paragraph(0, &(table.found)(shown, response.total, response.points_possible), Tone::Plain);
    }
    if response.matches.iter().any(|shown| shown.mixed_place.is_some()) {
        page.paragraph(0, table.mixed, Tone::Plain);
    }
    if let Some(facets) = &response.facets {
        counts(page, table.classes, &facets.classes, facets.classes.len(), table.unknown);
        counts(page, table.sectors, &facets.sectors, SECTORS_NAMED, table.unknown);
    }
    if !response.exclusions.is_empty() {
        page.heading(table.left_out);
        page.list(2, "-", response.exclusions.iter().map(|exclusion| &exclusion.sentence));
    }
    relaxations(page, words, &response.relaxations);
    understood(page, words, &response.understood);
}

/// What would bring more to a thin list.
fn relaxations(page: &mut Page, words: &Words, relaxations: &[Relaxation]) {
    if relaxations.is_empty() {
        return;
    }
    page.heading(words.matches.relaxations);
    let sentences = relaxations.iter().map(|it| match it.keys.first() {
        Some(key) => format!("{} {}", it.sentence, (words.matches.best)(key, it.best_points)),
        None => it.sentence.clone(),
    });
    page.list(2, "-", sentences);
}

/// How the words of the profile were understood.
pub(crate) fn understood(page: &mut Page, words: &Words, understood: &[Understanding]) {
    if understood.is_empty() {
        return;
    }
    page.heading(words.matches.understood);
    let sentences = understood.iter().map(|it| {
        let label = it.concept.as_ref().map(|concept| concept.label.as_str());
        if let (true, Some(label)) = (it.replaced, label) {
            return (words.matches.replaced)(&it.text, label);
        }
        let others: Vec<&str> = it.alternatives.iter().map(|other| other.label.as_str()).collect();
        (words.matches.read_as)(&it.text, label, &others)
    });
    page.list(2, "-", sentences);
}

fn counts(page: &mut Page, heading: &str, counts: &[FacetCount], most: usize, unknown: &str) {
    let mut largest: Vec<&FacetCount> = counts.iter().filter(|count| count.count > 0).collect();
    // Classes keep their order, from near to far; of many values the largest come first.
    if counts.len() > most {
        largest.sort_by_key(|count| std::cmp::Reverse(count.count));
    }
    let named = largest.iter().take(most).map(|count| {
        let label = if count.label.is_empty() { unknown } else { &count.label };
        format!("{label} {}", count.count)
    });
    let named = named.collect::<Vec<_>>().join(", ");
    let rest = if largest.len() > most { ", …" } else { "" };
    if !named.is_empty() {
        page.paragraph(0, &format!("{heading}: {named}{rest}"), Tone::Plain);
    }
}

fn title_heading<'a>(words: &'a Words, matches: &[Match]) -> &'a str {
    let kind = |shown: &Match| shown.opportunity.as_ref().map(kind_of);
    let routes = matches.iter().any(|shown| kind(shown) == Some(OpportunityKind::Route));
    if routes { words.matches.route } else { words.matches.vacancy }
}

pub(super) fn class_tone(class: MatchClass) -> Tone {
    match class {
        MatchClass::Now => Tone::Good,
        MatchClass::ShortCourse | MatchClass::Route => Tone::Middling,
        MatchClass::Far => Tone::Bad,
        MatchClass::Unspecified => Tone::Plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{page::Screen, show::samples, texts::Language};

    fn shown(width: u16, language: Language) -> String {
        let response = samples::match_response();
        let mut page = Page::new(Screen { width, colours: false });
        match_table(&mut page, language.words(), &response.matches, 1);
        match_notes(&mut page, language.words(), &response, response.matches.len());
        page.into_text()
    }

    #[test]
    fn a_wide_terminal_shows_the_employer_in_a_column() {
        insta::assert_snapshot!(shown(120, Language::Nl));
    }

    #[test]
    fn a_narrow_terminal_shows_the_employer_under_the_title() {
        insta::assert_snapshot!(shown(80, Language::Nl));
        insta::assert_snapshot!(shown(80, Language::En));
    }

    #[test]
    fn every_width_is_kept() {
        for width in 40..=160 {
            let text = shown(width, Language::Nl);
            let widest = text.lines().map(|line| line.chars().count()).max().unwrap_or_default();
            assert!(widest <= width.max(60).into(), "{widest} columns at {width}:\n{text}");
        }
    }

    #[test]
    fn the_view_of_keys_has_keys_points_and_classes_alone() {
        let mut response = samples::match_response();
        for shown in &mut response.matches {
            shown.opportunity = None;
        }
        let mut page = Page::new(Screen { width: 80, colours: false });
        match_table(&mut page, Language::En.words(), &response.matches, 21);
        insta::assert_snapshot!(page.into_text());
    }

    #[test]
    fn an_empty_answer_says_so_and_why() {
        let mut response = samples::match_response();
        response.matches.clear();
        response.facets = None;
        let mut page = Page::new(Screen { width: 80, colours: false });
        match_table(&mut page, Language::Nl.words(), &[], 1);
        match_notes(&mut page, Language::Nl.words(), &response, 0);
        insta::assert_snapshot!(page.into_text());
    }
}
