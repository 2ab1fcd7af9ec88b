//! What a text names: concepts by how the text means them, then facts.

use loopbaanbrug_proto::v1::{
    ConceptMention, Contract, ExtractConceptsResponse, Modality, TextFact, WorkPattern, text_fact::Fact,
};

use crate::cli::{
    page::{Column, Grid, Page, Tone},
    texts::Words,
};

/// In this order people read it: first what is asked.
const ORDER: [Modality; 4] = [Modality::Must, Modality::Nice, Modality::Offered, Modality::Negated];

/// What a text names.
pub(crate) fn extraction(page: &mut Page, words: &Words, response: &ExtractConceptsResponse) {
    let own = &words.extraction;
    if response.mentions.is_empty() && response.facts.is_empty() {
        return page.paragraph(0, own.none, Tone::Strong);
    }
    let mut group = |title: &str, of_group: &dyn Fn(&ConceptMention) -> bool| {
        let mentions: Vec<_> = response.mentions.iter().filter(|it| of_group(it)).collect();
        if !mentions.is_empty() {
            page.heading(title);
            page.grid(2, mentions_grid(words, &mentions));
            page.gap();
        }
    };
    group(own.taught, &|it| it.taught && asked(it.modality()));
    for modality in ORDER {
        let here = move |it: &ConceptMention| it.modality() == modality && !(it.taught && asked(modality));
        group((own.modality_of)(modality), &here);
    }
    if !response.facts.is_empty() {
        page.heading(own.facts);
        page.grid(2, facts_grid(words, &response.facts));
    }
}

fn asked(modality: Modality) -> bool {
    matches!(modality, Modality::Must | Modality::Nice)
}

fn mentions_grid(words: &Words, mentions: &[&ConceptMention]) -> Grid {
    let own = &words.extraction;
    let mut grid = Grid::with_heading([
        (words.concept.label, Column::Wide),
        (own.words, Column::Wide),
        ("", Column::Narrow),
        (own.sureness, Column::Number),
    ]);
    for it in mentions {
        let label = it.concept.as_ref().map(|concept| concept.label.as_str()).unwrap_or_default();
        let text = it.span.as_ref().map(|span| span.text.as_str()).unwrap_or_default();
        let sureness = (words.percent)(it.confidence_permille / 10);
        grid.row([
            (label, Tone::Plain),
            (text, Tone::Plain),
            ((own.section_of)(it.section()), Tone::Faint),
            (sureness.as_str(), Tone::Faint),
        ]);
    }
    grid
}

fn facts_grid(words: &Words, facts: &[TextFact]) -> Grid {
    let own = &words.extraction;
    let mut grid = Grid::new(&[Column::Wide, Column::Wide, Column::Narrow]);
    for it in facts {
        let said = it.fact.as_ref().map(|fact| said(words, fact)).unwrap_or_default();
        let text = it.span.as_ref().map(|span| span.text.as_str()).unwrap_or_default();
        // What is simply so needs no remark.
        let remark = if it.modality() == Modality::Must { "" } else { (own.modality_of)(it.modality()) };
        grid.row([(said.as_str(), Tone::Plain), (text, Tone::Plain), (remark, Tone::Faint)]);
    }
    grid
}

fn said(words: &Words, fact: &Fact) -> String {
    let (own, opportunity) = (&words.extraction, &words.opportunity);
    match fact {
        Fact::Licence(category) => (opportunity.licence)(category),
        Fact::Nlqf(level) => (words.profile.level)(*level),
        Fact::Hours(hours) => (words.profile.hours)(&(opportunity.hours_range)(hours.min, hours.max)),
        Fact::PayMonthEur(pay) if pay.min_eur == pay.max_eur => (words.euros)(pay.min_eur),
        Fact::PayMonthEur(pay) => format!("{} – {}", (words.euros)(pay.min_eur), (words.euros)(pay.max_eur)),
        Fact::PayHour(pay) => (own.hourly)(pay.min_cents, pay.max_cents),
        Fact::Scale(scale) => (own.scale)(*scale),
        Fact::Contract(number) => (opportunity.contract_of)(Contract::try_from(*number).unwrap_or_default()).to_owned(),
        Fact::WorkPattern(number) => {
            (opportunity.pattern_of)(WorkPattern::try_from(*number).unwrap_or_default()).to_owned()
        }
        Fact::ExperienceYears(years) => (own.years)(*years),
        Fact::Language(language) => (own.language)(&language.language, &language.cefr),
    }
}

#[cfg(test)]
mod tests {
    use loopbaanbrug_proto::v1::{ConceptKind, ConceptSummary, HoursRange, PayRange, TextSection, TextSpan};

    use super::*;
    use crate::cli::{page::Screen, texts::Language};

    fn mention(label: &str, text: &str, modality: Modality, section: TextSection, taught: bool) -> ConceptMention {
        let concept = ConceptSummary {
            key: format!("ex:{label}"),
            label: label.into(),
            kind: ConceptKind::Skill.into(),
            label_language: "nl".into(),
        };
        ConceptMention {
            concept: Some(concept),
            span: Some(TextSpan { start: 0, end: 0, text: text.into() }),
            section: section.into(),
            modality: modality.into(),
            taught,
            confidence_permille: 850,
        }
    }

    fn fact(fact: Fact, text: &str, modality: Modality) -> TextFact {
        let span = Some(TextSpan { start: 0, end: 0, text: text.into() });
        TextFact { fact: Some(fact), span, section: TextSection::Offer.into(), modality: modality.into() }
    }

    #[test]
    fn what_is_asked_stands_first_and_facts_last() {
        let response = ExtractConceptsResponse {
            mentions: vec![
                mention("werken met Excel", "Excel", Modality::Offered, TextSection::Offer, false),
                mention("dossiers bijhouden", "houdt dossiers bij", Modality::Must, TextSection::Tasks, false),
                mention("Engels", "Engels", Modality::Nice, TextSection::Requirements, false),
                mention("programmeren", "programmeren", Modality::Negated, TextSection::Requirements, false),
                mention("rekenen", "rekenen", Modality::Must, TextSection::Learning, true),
            ],
            facts: vec![
                fact(Fact::Licence("B".into()), "rijbewijs B", Modality::Nice),
                fact(Fact::Hours(HoursRange { min: 24, max: 32 }), "24-32 uur", Modality::Must),
                fact(Fact::PayMonthEur(PayRange { min_eur: 2400, max_eur: 3100 }), "2.400 tot 3.100", Modality::Must),
                fact(Fact::Scale(7), "schaal 7", Modality::Must),
            ],
            context: None,
        };
        for language in [Language::Nl, Language::En] {
            let mut page = Page::new(Screen { width: 100, colours: false });
            extraction(&mut page, language.words(), &response);
            insta::assert_snapshot!(page.into_text());
        }
    }
}
