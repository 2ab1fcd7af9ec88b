//! Concepts of the taxonomy: one with its neighbours, or those that words may mean.

use loopbaanbrug_proto::v1::{Concept, ConceptSummary, FoundConcept};

use crate::cli::{
    page::{Column, Grid, Page, Tone},
    texts::Words,
};

/// One concept.
pub(crate) fn concept(page: &mut Page, words: &Words, concept: &Concept) {
    let own = &words.concept;
    let summary = concept.summary.clone().unwrap_or_default();
    page.heading(&summary.label);
    page.paragraph(2, &concept.description, Tone::Plain);
    let others = concept.labels.iter().filter(|label| label.text != summary.label);
    let skills = |essential| {
        let wanted = concept.skills.iter().filter(move |skill| skill.essential == essential);
        wanted.filter_map(|skill| skill.skill.as_ref()).map(named).collect::<Vec<_>>()
    };
    let rows = [
        (words.matches.key, vec![summary.key.clone()]),
        (own.kind, vec![(own.kind_of)(summary.kind()).to_owned()]),
        (own.also, others.map(|label| format!("{} ({})", label.text, label.language)).collect()),
        (own.same_as, concept.exact_matches.clone()),
        (own.broader, concept.broader.iter().map(named).collect()),
        (own.narrower, concept.narrower.iter().map(named).collect()),
        (own.related, concept.related.iter().map(named).collect()),
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
        let label = it.matched_label.as_ref().map(|label| label.text.as_str()).unwrap_or_default();
        let matched = format!("{label}\n({})", (own.match_of)(it.r#match()));
        let name = format!("{}\n{}", summary.label, summary.key);
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

fn named(summary: &ConceptSummary) -> String {
    format!("{} ({})", summary.label, summary.key)
}

#[cfg(test)]
mod tests {
    use loopbaanbrug_proto::v1::{ConceptKind, Label, LabelMatch, OccupationSkill};

    use super::*;
    use crate::cli::{page::Screen, texts::Language};

    fn summary(key: &str, label: &str, kind: ConceptKind) -> ConceptSummary {
        ConceptSummary { key: key.into(), label: label.into(), kind: kind.into() }
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
        concept(&mut page, Language::Nl.words(), &shown);
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
