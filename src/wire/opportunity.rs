//! Opportunities as answers show them.

use super::{codes::WireCode, concept::reference};
use crate::engine::Snapshot;
use crate::{
    document::Listed,
    domain::{
        CaoScale, CodeSet, EuroPerMonth, Gates, HoursPerWeek, LanguageLevel, LearningMix, Opportunity, OpportunityKey,
        Place, Range, Requirement, Route, Taught, Url, Vacancy, codes::Code,
    },
};
use jiff::civil::Date;
use loopbaanbrug_proto::v1;
use v1::{opportunity::Content, place::Position};

/// How much of an opportunity an answer holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum View {
    /// Everything but the description and what is asked: for answers that say of each requirement how far it is met.
    BesideReasons,
    /// Everything but the description.
    Basic,
    /// Everything.
    Full,
}

impl WireCode for View {
    const MEMBERS: &'static [Self] = &[Self::Basic, Self::Full];

    fn wire(self) -> i32 {
        self.on_the_wire().into()
    }

    fn name(self) -> &'static str {
        self.on_the_wire().as_str_name()
    }
}

impl View {
    fn on_the_wire(self) -> v1::OpportunityView {
        match self {
            Self::BesideReasons | Self::Basic => v1::OpportunityView::Basic,
            Self::Full => v1::OpportunityView::Full,
        }
    }

    fn description(self, description: &str) -> String {
        match self {
            Self::BesideReasons | Self::Basic => String::new(),
            Self::Full => description.to_owned(),
        }
    }

    fn requirements(self, requirements: &[Requirement]) -> Vec<v1::Requirement> {
        match self {
            Self::BesideReasons => Vec::new(),
            Self::Basic | Self::Full => requirements.iter().map(requirement).collect(),
        }
    }
}

/// How a record is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// As a message.
    Message,
    /// As a line of a feed.
    Line,
}

/// An opportunity under its key.
pub(crate) fn opportunity(listed: &Listed, view: View) -> v1::Opportunity {
    opportunity_of(&listed.key, listed.revision, &listed.opportunity, view)
}

/// An opportunity under its key, with the near-duplicates that a state has of it.
pub(crate) fn opportunity_in(snapshot: &Snapshot, listed: &Listed, view: View) -> v1::Opportunity {
    let (similar_keys, similar_count) = snapshot.similar_to(&listed.key);
    v1::Opportunity { similar_keys, similar_count, ..opportunity(listed, view) }
}

/// An opportunity that comes from elsewhere than the index.
pub(crate) fn opportunity_of(
    key: &OpportunityKey,
    revision: u64,
    opportunity: &Opportunity,
    view: View,
) -> v1::Opportunity {
    let content = match opportunity {
        Opportunity::Vacancy(it) => Content::Vacancy(Box::new(vacancy(it, view))),
        Opportunity::Route(it) => Content::Route(Box::new(route(it, view))),
    };
    v1::Opportunity { key: key.to_string(), revision, content: Some(content), ..Default::default() }
}

fn vacancy(vacancy: &Vacancy, view: View) -> v1::Vacancy {
    v1::Vacancy {
        title: vacancy.title.to_string(),
        description: view.description(&vacancy.description),
        employer: vacancy.employer.to_string(),
        sector: vacancy.sector.map(|sector| sector.code().to_owned()).unwrap_or_default(),
        occupation: vacancy.occupation.as_ref().map(reference),
        place: vacancy.place.map(place),
        remote_percent: vacancy.remote.map(|share| share.get().into()),
        hours: vacancy.hours.map(hours),
        pay: vacancy.pay.map(pay),
        cao_scale: vacancy.cao_scale.as_ref().map(cao_scale),
        contract: optional(vacancy.contract),
        work_patterns: vacancy.work_patterns.iter().map(WireCode::wire).collect(),
        nlqf_level: vacancy.nlqf.map(|level| level.get().into()),
        requirements: view.requirements(&vacancy.requirements),
        gates: gates(&vacancy.gates),
        opens: day(vacancy.period.opens()),
        closes: day(vacancy.period.closes()),
        openings: vacancy.openings.map_or(1, |openings| openings.get().into()),
        url: url(vacancy.url.as_ref()),
        text_language: vacancy.language.to_string(),
        example: vacancy.example,
    }
}

fn route(route: &Route, view: View) -> v1::Route {
    v1::Route {
        title: route.title.to_string(),
        description: view.description(&route.description),
        provider: route.provider.to_string(),
        kind: route.kind.wire(),
        teaches: route.teaches.iter().map(taught).collect(),
        targets: route.targets.iter().map(reference).collect(),
        entry_nlqf_level: route.entry_nlqf.map(|level| level.get().into()),
        entry_requirements: view.requirements(&route.entry_requirements),
        entry_gates: gates(&route.entry_gates),
        exit_nlqf_level: route.exit_nlqf.map(|level| level.get().into()),
        credential: route.credential.as_ref().map(ToString::to_string).unwrap_or_default(),
        duration_weeks: route.duration.map(|weeks| weeks.get().into()),
        work_hours_per_week: route.work_hours.map(|hours| hours.get().into()),
        study_hours_per_week: route.study_hours.map(|hours| hours.get().into()),
        cost_eur: route.cost.amount.map(|amount| amount.get()),
        payer: optional(route.cost.payer),
        wage: route.wage.map(pay),
        job_guarantee: route.job_guarantee,
        starts: route.starts.dates.iter().map(ToString::to_string).collect(),
        continuous_start: route.starts.continuous,
        place: route.place.map(place),
        remote_percent: route.remote.map(|share| share.get().into()),
        learning_mix: route.learning_mix.map(learning_mix),
        url: url(route.url.as_ref()),
        text_language: route.language.to_string(),
        example: route.example,
    }
}

fn requirement(requirement: &Requirement) -> v1::Requirement {
    v1::Requirement {
        skill: Some(reference(&requirement.skill)),
        relation: requirement.relation.wire(),
        min_level: requirement.min_level.map(|level| level.get().into()),
        provenance: requirement.provenance.wire(),
    }
}

fn taught(taught: &Taught) -> v1::TaughtConcept {
    v1::TaughtConcept { skill: Some(reference(&taught.skill)), level: Some(taught.level.get().into()) }
}

/// Absent when there is none.
fn gates(gates: &Gates) -> Option<v1::Gates> {
    let languages = gates.languages.iter().copied().map(language_level);
    let diplomas =
        gates.diplomas.iter().map(|it| v1::DiplomaGate { name: it.name.to_string(), regulated: it.regulated });
    (!gates.is_empty()).then(|| v1::Gates {
        driving_licences: words(gates.driving_licences),
        vog: gates.vog,
        diplomas: diplomas.collect(),
        languages: languages.collect(),
    })
}

fn language_level(gate: LanguageLevel) -> v1::LanguageGate {
    v1::LanguageGate { language: gate.language.to_string(), cefr: gate.level.code().to_owned() }
}

fn cao_scale(scale: &CaoScale) -> v1::CaoScale {
    v1::CaoScale { cao: scale.cao.to_string(), scale: scale.scale.to_string() }
}

fn place(place: Place) -> v1::Place {
    let position = match place {
        Place::Pc4(pc4) => Position::Pc4(pc4.to_string()),
        Place::Coordinates(at) => {
            Position::Coordinates(v1::Coordinates { latitude: at.latitude(), longitude: at.longitude() })
        }
    };
    v1::Place { position: Some(position) }
}

fn hours(range: Range<HoursPerWeek>) -> v1::HoursRange {
    v1::HoursRange { min: range.min().get().into(), max: range.max().get().into() }
}

pub(crate) fn pay(range: Range<EuroPerMonth>) -> v1::PayRange {
    v1::PayRange { min_eur: range.min().get().into(), max_eur: range.max().get().into() }
}

fn learning_mix(mix: LearningMix) -> v1::LearningMix {
    v1::LearningMix {
        work_percent: mix.work().get().into(),
        social_percent: mix.social().get().into(),
        formal_percent: mix.formal().get().into(),
    }
}

fn words<C: Code>(set: CodeSet<C>) -> Vec<String> {
    set.iter().map(|code| code.code().to_owned()).collect()
}

/// 0 when unknown.
fn optional<C: WireCode>(code: Option<C>) -> i32 {
    code.map_or(0, WireCode::wire)
}

/// Empty when unknown.
fn day(day: Option<Date>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// Empty when there is none.
fn url(url: Option<&Url>) -> String {
    url.map(|url| url.as_str().to_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
