//! Concepts of the taxonomy: one with its neighbours, or those that words may mean.

use loopbaanbrug_proto::v1::{CompletedConcept, Concept, ConceptSummary, FoundConcept, Label};

use crate::cli::{
    page::{Column, Grid, Page, Tone},
    texts::Words,
};

/// One concept.
pub(crate) fn concept(page: &mut Page, words: &Words, concept: &Concept, replaced_key: &str) {
    let own = &words.concept;
    let summary = concept.summary.clone().unwrap_or_default();
    page.heading(&label_of(words, &summary));
    page.paragraph(2, &concept.description, Tone::Plain);
    let others = concept.labels.iter().filter(|label| label.text != summary.label);
    let skills = |essential| {
        let wanted = concept.skills.iter().filter(move |skill| skill.essential == essential);
        wanted.filter_map(|skill| skill.skill.as_ref()).map(|it| named(words, it)).collect::<Vec<_>>()
    };
    let all_named = |summaries: &[ConceptSummary]| summaries.iter().map(|it| named(words, it)).collect::<Vec<_>>();
    let rows = [
        (words.matches.key, vec![summary.key.clone()]),
        (own.kind, vec![(own.kind_of)(summary.kind()).to_owned()]),
        (own.also, others.map(|label| format!("{} ({})", label.text, label.language)).collect()),
        (own.replaces, Some(replaced_key.to_owned()).filter(|key| !key.is_empty()).into_iter().collect()),
        (own.same_as, concept.exact_matches.clone()),
        (own.broader, all_named(&concept.broader)),
        (own.narrower, all_named(&concept.narrower)),
        (own.related, all_named(&concept.related)),
        (own.essential, skills(true)),
        (own.optional, skills(false)),
        (own.isco, Some(concept.isco_group.clone()).filter(|code| !code.is_empty()).into_iter().collect()),
    ];
    let mut grid = Grid::new(&[Column::Narrow, Column::Wide]);
    for (name, values) in rows.iter().filter(|(_, values)| !values.is_empty()) {
        let values = values.join("\n");
        grid.row([(*name, Tone::Faint), (values.as_str(), Tone::Plain)]);
    }
    page.grid(2, grid);
}

/// Concepts that words may mean, best first.
pub(crate) fn found(page: &mut Page, words: &Words, concepts: &[FoundConcept]) {
    let own = &words.concept;
    if concepts.is_empty() {
        return page.paragraph(0, own.none, Tone::Strong);
    }
    let mut grid = Grid::with_heading([
        (own.label, Column::Wide),
        (own.kind, Column::Narrow),
        (own.matched, Column::Wide),
        (own.score, Column::Number),
    ]);
    for it in concepts {
        let summary = it.concept.clone().unwrap_or_default();
        let matched =
            format!("{}\n({})", matched_label(words, it.matched_label.as_ref()), (own.match_of)(it.r#match()));
        let name = format!("{}\n{}", label_of(words, &summary), summary.key);
        let score = it.score_permille.to_string();
        grid.row([
            (name.as_str(), Tone::Plain),
            ((own.kind_of)(summary.kind()), Tone::Plain),
            (matched.as_str(), Tone::Plain),
            (score.as_str(), Tone::Plain),
        ]);
    }
    page.grid(0, grid);
}

/// Concepts that somebody may be typing, best first.
pub(crate) fn completed(page: &mut Page, words: &Words, concepts: &[CompletedConcept]) {
    let own = &words.concept;
    if concepts.is_empty() {
        return page.paragraph(0, own.none, Tone::Strong);
    }
    let mut grid = Grid::with_heading([
        (own.matched, Column::Wide),
        (own.how, Column::Narrow),
        (own.label, Column::Wide),
        (own.kind, Column::Narrow),
    ]);
    for it in concepts {
        let summary = it.concept.clone().unwrap_or_default();
        let name = format!("{}\n{}", label_of(words, &summary), summary.key);
        grid.row([
            (matched_label(words, it.matched_label.as_ref()).as_str(), Tone::Plain),
            ((own.completion_of)(it.r#match()), Tone::Plain),
            (name.as_str(), Tone::Plain),
            ((own.kind_of)(summary.kind()), Tone::Plain),
        ]);
    }
    page.grid(0, grid);
}

fn named(words: &Words, summary: &ConceptSummary) -> String {
    format!("{} ({})", label_of(words, summary), summary.key)
}

fn label_of(words: &Words, summary: &ConceptSummary) -> String {
    in_language(words, &summary.label, &summary.label_language)
}

fn matched_label(words: &Words, label: Option<&Label>) -> String {
    label.map(|label| in_language(words, &label.text, &label.language)).unwrap_or_default()
}

/// A label, followed by its language when that is another than the page's.
fn in_language(words: &Words, label: &str, language: &str) -> String {
    match (words.concept.language_of)(language) {
        Some(language) => format!("{label} ({language})"),
        None => label.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use loopbaanbrug_proto::v1::{ConceptKind, Label, LabelMatch, OccupationSkill};

    use super::*;
    use crate::cli::{page::Screen, texts::Language};

    fn summary(key: &str, label: &str, kind: ConceptKind) -> ConceptSummary {
        ConceptSummary { key: key.into(), label: label.into(), kind: kind.into(), label_language: "nl".into() }
    }

    #[test]
    fn a_concept_shows_its_neighbours() {
        let skill = summary("lb:skill/luisteren", "luisteren", ConceptKind::Skill);
        let occupation = summary("lb:occupation/bode", "bode", ConceptKind::Occupation);
        let label = |text: &str| Label { language: "nl".into(), text: text.into(), preferred: text == "bode" };
        let shown = Concept {
            summary: Some(occupation),
            labels: vec![label("bode"), label("gemeentebode")],
            skills: vec![OccupationSkill { skill: Some(skill), essential: true }],
            isco_group: "4412".into(),
            ..Concept::default()
        };
        let mut page = Page::new(Screen { width: 80, colours: false });
        concept(&mut page, Language::Nl.words(), &shown, "");
        insta::assert_snapshot!(page.into_text());
    }

    #[test]
    fn found_concepts_say_which_label_matched_and_how() {
        let it = FoundConcept {
            concept: Some(summary("lb:skill/mensen-te-woord-staan", "mensen te woord staan", ConceptKind::Skill)),
            matched_label: Some(Label { language: "nl".into(), text: "balie bedienen".into(), preferred: false }),
            r#match: LabelMatch::Spelling.into(),
            score_permille: 930,
        };
        let mut page = Page::new(Screen { width: 80, colours: false });
        found(&mut page, Language::Nl.words(), &[it]);
        insta::assert_snapshot!(page.into_text());
    }
}
