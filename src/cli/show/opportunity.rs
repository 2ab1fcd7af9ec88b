//! One opportunity with all its fields, and a list of many.

use loopbaanbrug_proto::v1::{
    Gates, HoursRange, Opportunity, PayRange, Place, Requirement, Route, Vacancy, opportunity::Content, place::Position,
};

use super::{kind_of, reference, title_and_offeror};
use crate::cli::{
    labels::Labels,
    page::{Column, Grid, Page, Tone},
    texts::{OpportunityWords, Words},
};

/// A name and a value for each field that is known.
struct Fields<'a> {
    words: &'a Words,
    labels: &'a Labels,
    rows: Vec<(&'static str, String)>,
}

/// Everything about one opportunity.
pub(crate) fn opportunity(page: &mut Page, words: &Words, labels: &Labels, opportunity: &Opportunity) {
    let (title, _) = title_and_offeror(Some(opportunity));
    let heading = if title.is_empty() { &opportunity.key } else { title };
    page.heading(heading);
    let mut fields = Fields { words, labels, rows: Vec::new() };
    let (description, example) = match &opportunity.content {
        Some(Content::Vacancy(vacancy)) => {
            fields.vacancy(vacancy);
            (vacancy.description.as_str(), vacancy.example)
        }
        Some(Content::Route(route)) => {
            fields.route(route);
            (route.description.as_str(), route.example)
        }
        None => ("", false),
    };
    fields.text(words.matches.key, &opportunity.key);
    fields.text(words.opportunity.revision, &opportunity.revision.to_string());
    let mut grid = Grid::new(&[Column::Narrow, Column::Wide]);
    for (name, value) in &fields.rows {
        grid.row([(*name, Tone::Faint), (value, Tone::Plain)]);
    }
    page.grid(2, grid);
    if example {
        page.paragraph(2, words.opportunity.example, Tone::Faint);
    }
    if !description.is_empty() {
        page.gap();
        page.paragraph(2, description, Tone::Plain);
    }
}

/// Opportunities in the order of the answer.
pub(crate) fn list(page: &mut Page, words: &Words, opportunities: &[Opportunity]) {
    let mut grid = Grid::with_heading([
        (words.matches.key, Column::Narrow),
        (words.opportunity.kind, Column::Narrow),
        (words.matches.vacancy, Column::Wide),
        (words.matches.offered_by, Column::Wide),
        (words.opportunity.revision, Column::Number),
    ]);
    for opportunity in opportunities {
        let (title, offeror) = title_and_offeror(Some(opportunity));
        let revision = opportunity.revision.to_string();
        grid.row([
            (opportunity.key.as_str(), Tone::Plain),
            ((words.opportunity.kind_of)(kind_of(opportunity)), Tone::Plain),
            (title, Tone::Strong),
            (offeror, Tone::Plain),
            (revision.as_str(), Tone::Faint),
        ]);
    }
    if !opportunities.is_empty() {
        page.grid(0, grid);
    }
}

impl<'a> Fields<'a> {
    fn own(&self) -> &'a OpportunityWords {
        &self.words.opportunity
    }

    fn text(&mut self, name: &'static str, value: &str) {
        if !value.is_empty() {
            self.rows.push((name, value.to_owned()));
        }
    }

    fn given<T>(&mut self, name: &'static str, value: Option<T>, show: impl FnOnce(T) -> String) {
        if let Some(value) = value {
            self.text(name, &show(value));
        }
    }

    /// Several values, one a line.
    fn many(&mut self, name: &'static str, values: impl IntoIterator<Item = String>) {
        self.text(name, &values.into_iter().collect::<Vec<_>>().join("\n"));
    }

    fn vacancy(&mut self, vacancy: &Vacancy) {
        let own = self.own();
        self.text(own.employer, &vacancy.employer);
        if !vacancy.sector.is_empty() {
            self.text(own.sector, &self.words.sector(&vacancy.sector));
        }
        self.text(own.occupation, &reference(vacancy.occupation.as_ref(), self.labels));
        self.place(vacancy.place.as_ref(), vacancy.remote_percent);
        self.hours(vacancy.hours);
        self.pay(own.pay, vacancy.pay);
        self.given(own.scale, vacancy.cao_scale.as_ref(), |scale| format!("{} ({})", scale.scale, scale.cao));
        if vacancy.contract != 0 {
            self.text(own.contract, (own.contract_of)(vacancy.contract()));
        }
        self.text(own.work_patterns, &vacancy.work_patterns().map(own.pattern_of).collect::<Vec<_>>().join(", "));
        self.given(own.level, vacancy.nlqf_level, |level| level.to_string());
        if !vacancy.opens.is_empty() || !vacancy.closes.is_empty() {
            self.text(own.period, &(own.from_until)(&vacancy.opens, &vacancy.closes));
        }
        if vacancy.openings > 1 {
            self.text(own.openings, &vacancy.openings.to_string());
        }
        self.requirements(&vacancy.requirements);
        self.gates(vacancy.gates.as_ref());
        self.text(own.link, &vacancy.url);
    }

    fn route(&mut self, route: &Route) {
        let (own, labels) = (self.own(), self.labels);
        self.text(own.kind, (own.route_of)(route.kind()));
        self.text(own.provider, &route.provider);
        self.many(own.teaches, route.teaches.iter().map(|taught| reference(taught.skill.as_ref(), labels)));
        self.many(own.targets, route.targets.iter().map(|target| reference(Some(target), labels)));
        self.given(own.entry, route.entry_nlqf_level, |level| level.to_string());
        self.requirements(&route.entry_requirements);
        self.gates(route.entry_gates.as_ref());
        let exit = route.exit_nlqf_level.map(|level| format!("{} {level}", own.level));
        let exit = [Some(route.credential.clone()).filter(|name| !name.is_empty()), exit];
        self.text(own.exit, &exit.into_iter().flatten().collect::<Vec<_>>().join(", "));
        self.given(own.duration, route.duration_weeks, own.weeks);
        self.text(own.hours, &(own.hours_of_route)(route.work_hours_per_week, route.study_hours_per_week));
        self.cost(route);
        self.pay(own.wage, route.wage);
        let (yes, no) = (self.words.yes, self.words.no);
        self.given(own.job_guarantee, route.job_guarantee, |sure| if sure { yes } else { no }.to_owned());
        self.text(own.starts, &if route.continuous_start { own.any_time.to_owned() } else { route.starts.join(", ") });
        self.place(route.place.as_ref(), route.remote_percent);
        self.given(own.mix, route.learning_mix.as_ref(), own.mix_of);
        self.text(own.link, &route.url);
    }

    fn place(&mut self, place: Option<&Place>, remote_percent: Option<u32>) {
        let own = self.own();
        self.given(own.place, place.and_then(|place| place.position.as_ref()), |position| match position {
            Position::Pc4(postcode) => postcode.clone(),
            Position::Coordinates(point) => format!("{:.4}, {:.4}", point.latitude, point.longitude),
        });
        self.given(own.remote, remote_percent, self.words.percent);
    }

    fn hours(&mut self, hours: Option<HoursRange>) {
        let own = self.own();
        self.given(own.hours, hours, |hours| (own.hours_range)(hours.min, hours.max));
    }

    fn pay(&mut self, name: &'static str, pay: Option<PayRange>) {
        let euros = self.words.euros;
        self.given(name, pay, |pay| {
            if pay.min_eur == pay.max_eur {
                euros(pay.min_eur)
            } else {
                format!("{} – {}", euros(pay.min_eur), euros(pay.max_eur))
            }
        });
    }

    fn cost(&mut self, route: &Route) {
        let own = self.own();
        let cost = route.cost_eur.map(self.words.euros);
        let payer = (route.payer != 0).then(|| self.words.payer(route.payer()).to_owned());
        self.text(own.cost, &[cost, payer].into_iter().flatten().collect::<Vec<_>>().join(", "));
    }

    fn requirements(&mut self, requirements: &[Requirement]) {
        let (own, labels, words) = (self.own(), self.labels, self.words);
        let lines = requirements.iter().map(|requirement| {
            let level = requirement.min_level.map(|level| format!(", {}", (own.min_level)(level))).unwrap_or_default();
            format!(
                "{} ({}{level})",
                reference(requirement.skill.as_ref(), labels),
                words.relation(requirement.relation())
            )
        });
        self.many(own.requires, lines);
    }

    fn gates(&mut self, gates: Option<&Gates>) {
        let (own, Some(gates)) = (self.own(), gates) else { return };
        let licences = gates.driving_licences.iter().map(|category| (own.licence)(category));
        let vog = gates.vog.then(|| own.vog.to_owned());
        let diplomas = gates.diplomas.iter().map(|diploma| diploma.name.clone());
        let languages = gates.languages.iter().map(|language| format!("{} {}", language.language, language.cefr));
        self.many(own.gates, licences.chain(vog).chain(diplomas).chain(languages));
    }
}

#[cfg(test)]
mod tests {
    use loopbaanbrug_proto::v1::{
        CaoScale, ConceptReference, Contract, LanguageGate, LearningMix, Payer, Relation, RouteKind, TaughtConcept,
        WorkPattern, concept_reference::Name,
    };

    use super::*;
    use crate::cli::{page::Screen, texts::Language};

    fn skill(key: &str) -> Option<ConceptReference> {
        Some(ConceptReference { name: Some(Name::Key(key.into())) })
    }

    fn vacancy() -> Opportunity {
        let vacancy = Vacancy {
            title: "Medewerker balie".into(),
            description: "Wat ga je doen?\n\nJe helpt mensen aan de balie en aan de telefoon, elke dag weer.".into(),
            employer: "Voorbeeldgemeente Waterrijk".into(),
            sector: "O".into(),
            occupation: skill("lb:occupation/medewerker-burgerzaken"),
            place: Some(Place { position: Some(Position::Pc4("3511".into())) }),
            remote_percent: Some(20),
            hours: Some(HoursRange { min: 24, max: 36 }),
            pay: Some(PayRange { min_eur: 2_800, max_eur: 3_900 }),
            cao_scale: Some(CaoScale { cao: "CAO Gemeenten".into(), scale: "7".into() }),
            contract: Contract::Permanent.into(),
            work_patterns: vec![WorkPattern::Day.into(), WorkPattern::Evening.into()],
            nlqf_level: Some(4),
            requirements: vec![Requirement {
                skill: skill("lb:skill/mensen-te-woord-staan"),
                relation: Relation::Essential.into(),
                min_level: Some(3),
                ..Requirement::default()
            }],
            gates: Some(Gates {
                driving_licences: vec!["B".into()],
                vog: true,
                languages: vec![LanguageGate { language: "nl".into(), cefr: "B2".into() }],
                ..Gates::default()
            }),
            opens: "2026-11-09".into(),
            closes: "2027-01-15".into(),
            openings: 2,
            url: "https://werk.example/vacatures/1".into(),
            text_language: "nl".into(),
            example: true,
        };
        Opportunity {
            key: "a/1".into(),
            revision: 7,
            content: Some(Content::Vacancy(Box::new(vacancy))),
            ..Default::default()
        }
    }

    fn route() -> Opportunity {
        let route = Route {
            title: "BBL Verzorgende IG".into(),
            provider: "Voorbeeld College".into(),
            kind: RouteKind::Bbl.into(),
            teaches: vec![TaughtConcept { skill: skill("lb:skill/wonden-verzorgen"), level: Some(3) }],
            entry_nlqf_level: Some(2),
            exit_nlqf_level: Some(3),
            credential: "mbo-diploma verzorgende IG".into(),
            duration_weeks: Some(104),
            work_hours_per_week: Some(24),
            study_hours_per_week: Some(8),
            cost_eur: Some(0),
            payer: Payer::Employer.into(),
            job_guarantee: Some(true),
            continuous_start: true,
            learning_mix: Some(LearningMix { work_percent: 70, social_percent: 20, formal_percent: 10 }),
            ..Route::default()
        };
        Opportunity {
            key: "b/r1".into(),
            revision: 8,
            content: Some(Content::Route(Box::new(route))),
            ..Default::default()
        }
    }

    fn screen() -> Page {
        Page::new(Screen { width: 80, colours: false })
    }

    #[test]
    fn every_known_field_is_shown_and_no_other() {
        let mut page = screen();
        let labels = Labels::from([("lb:skill/mensen-te-woord-staan".into(), "mensen helpen aan een balie".into())]);
        opportunity(&mut page, Language::Nl.words(), &labels, &vacancy());
        insta::assert_snapshot!(page.into_text());
        let mut page = screen();
        opportunity(&mut page, Language::En.words(), &Labels::new(), &route());
        insta::assert_snapshot!(page.into_text());
    }

    #[test]
    fn a_list_names_key_kind_title_and_employer() {
        let mut page = screen();
        list(&mut page, Language::Nl.words(), &[vacancy(), route()]);
        insta::assert_snapshot!(page.into_text());
    }
}
