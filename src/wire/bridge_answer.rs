//! Paths and gaps as answers show them.

use super::{
    codes::WireCode,
    concept::summary,
    context::context,
    match_answer::{Writer, gate},
    opportunity::{View, opportunity, pay},
};
use crate::{
    document::Listed,
    domain::{Opportunity, OpportunityKind, Route, Verdict},
    engine::{GapsAnswer, GroupAnswer, PathsAnswer, limits},
    learning::Suggestion,
    matching::{EntryAsked, EntryCheck, GateAsked, Opens, PathFound, StepFound, WayPart},
    taxonomy::ConceptNumber,
    texts::{self, Language, ToldPath, ToldStep},
};
use loopbaanbrug_proto::v1;
use std::sync::Arc;

const METRES_PER_KM: f64 = 1_000.0;

/// One path.
pub(crate) fn path(writer: &Writer<'_>, found: &PathFound) -> v1::Path {
    let told = texts::tell_path(writer.language, writer.profile, writer.snapshot.taxonomy(), found);
    let after = &found.after;
    let asked = &after.listed.understood.requirements;
    let remaining = told.remaining.iter().filter_map(|(number, sentence)| {
        Some(writer.requirement(after.requirements.get(*number)?, (asked.get(*number)?, asked), sentence.clone()))
    });
    let gates = after.gates.iter().zip(&told.after.gates).filter(|(result, _)| result.verdict != Verdict::Met);
    v1::Path {
        vacancy_key: after.listed.key.to_string(),
        points: found.points(),
        points_before: found.before.total.points(),
        points_after: after.total.points(),
        class_before: found.before.class.wire(),
        class_after: after.class.wire(),
        parts: parts(writer, found, &told),
        steps: steps(writer, found, &told),
        remaining: remaining.collect(),
        gates: gates.map(gate).collect(),
        budget: found.budget.iter().zip(&told.budget).map(budget).collect(),
        duration_weeks: Some(found.weeks.0).filter(|_| !found.weeks.1),
        alternatives: u32::try_from(found.alternatives).unwrap_or(u32::MAX),
        summary: told.summary,
        questions: told.questions,
        opportunity: Some(opportunity(&after.listed, View::BesideReasons)),
        distance_km: after.distance.map(|distance| f64::from(distance.metres) / METRES_PER_KM),
        distance_approximate: after.distance.is_some_and(|distance| distance.approximate),
    }
}

/// The parts of the vacancy after the way, then those of the way. The former's details are what `Explain` is for.
fn parts(writer: &Writer<'_>, found: &PathFound, told: &ToldPath) -> Vec<v1::MatchPart> {
    let mut parts = writer.parts(&found.after, &told.after);
    for kind in WayPart::ALL {
        let of_kind = found.way.iter().zip(&told.way).filter(|(it, _)| it.part == kind);
        let details: Vec<_> =
            of_kind.map(|(it, sentence)| v1::PartDetail { sentence: sentence.clone(), points: it.points }).collect();
        if !details.is_empty() {
            parts.push(v1::MatchPart {
                kind: kind.wire(),
                points: details.iter().map(|detail| detail.points).sum(),
                points_possible: kind.points_possible(),
                label: texts::way_part(writer.language, kind).to_owned(),
                details,
            });
        }
    }
    parts
}

fn steps(writer: &Writer<'_>, found: &PathFound, told: &ToldPath) -> Vec<v1::PathStep> {
    let last = found.steps.last().map(|step| step.listed.key.to_string());
    let steps = found.steps.iter().zip(&told.steps).filter_map(|(step, told)| {
        let Opportunity::Route(route) = &step.listed.opportunity else { return None };
        let may_shorten = last.clone().filter(|_| step.shortens.is_some()).unwrap_or_default();
        Some(v1::PathStep { may_shorten, ..one_step(writer, found, step, route, told) })
    });
    steps.collect()
}

fn one_step(writer: &Writer<'_>, found: &PathFound, step: &StepFound, route: &Route, told: &ToldStep) -> v1::PathStep {
    let asked = &found.after.listed.understood.requirements;
    let teaches = step.teaches.iter().zip(&told.teaches).filter_map(|(taught, sentence)| {
        let result = found.after.requirements.get(taught.requirement)?;
        Some(writer.requirement(result, (asked.get(taught.requirement)?, asked), sentence.clone()))
    });
    v1::PathStep {
        key: step.listed.key.to_string(),
        title: route.title.to_string(),
        provider: route.provider.to_string(),
        kind: route.kind.wire(),
        entry_verdict: step.entry_verdict.wire(),
        entry: step.entry.iter().zip(&told.entry).map(entry).collect(),
        teaches: teaches.collect(),
        duration_weeks: route.duration.map(|weeks| weeks.get().into()),
        study_hours_per_week: route.study_hours.map(|hours| hours.get().into()),
        work_hours_per_week: route.work_hours.map(|hours| hours.get().into()),
        wage: route.wage.map(pay),
        cost_eur: route.cost.amount.map(|euros| euros.get()),
        payer: route.cost.payer.map_or(0, WireCode::wire),
        starts_on: step.begins.map(|date| date.to_string()).unwrap_or_default(),
        continuous_start: route.starts.continuous,
        distance_km: step.distance.map(|distance| f64::from(distance.metres) / METRES_PER_KM),
        distance_approximate: step.distance.is_some_and(|distance| distance.approximate),
        remote_percent: route.remote.map(|share| share.get().into()),
        job_guarantee: route.job_guarantee,
        credential: route.credential.as_ref().map(ToString::to_string).unwrap_or_default(),
        exit_nlqf_level: route.exit_nlqf.map(|level| level.get().into()),
        may_shorten: String::new(),
        sentences: told.sentences.clone(),
    }
}

fn entry((check, sentence): (&EntryCheck, &String)) -> v1::EntryResult {
    let kind = match &check.asked {
        EntryAsked::Level { .. } => v1::EntryKind::Level,
        EntryAsked::Skills { .. } => v1::EntryKind::Skills,
        EntryAsked::Gate(GateAsked::DrivingLicence(_)) => v1::EntryKind::DrivingLicence,
        EntryAsked::Gate(GateAsked::Vog) => v1::EntryKind::Vog,
        EntryAsked::Gate(GateAsked::Diploma(_)) => v1::EntryKind::Diploma,
        EntryAsked::Gate(GateAsked::Language(_)) => v1::EntryKind::Language,
    };
    v1::EntryResult { kind: kind.into(), verdict: check.verdict.wire(), sentence: sentence.clone() }
}

fn budget((check, sentence): (&crate::matching::BudgetCheck, &String)) -> v1::BudgetResult {
    v1::BudgetResult {
        limit: check.limit.wire(),
        asked: check.asked,
        most: check.most,
        verdict: check.verdict.wire(),
        sentence: sentence.clone(),
    }
}

/// A page of paths.
pub(crate) fn paths(writer: &Writer<'_>, answer: PathsAnswer<v1::Path>) -> v1::FindPathsResponse {
    v1::FindPathsResponse {
        notes: texts::path_notes(writer.language, answer.has_routes, !answer.paths.is_empty()),
        paths: answer.paths,
        next_page_token: answer.next_page_token.unwrap_or_default(),
        vacancies: answer.total,
        points_possible: answer.points_possible,
        exclusions: writer.exclusions(OpportunityKind::Vacancy, &answer.refused),
        understood: writer.understood(&answer.understandings),
        context: Some(context(writer.snapshot.context())),
    }
}

/// What would open most for one person.
pub(crate) fn gaps(writer: &Writer<'_>, answer: &GapsAnswer) -> v1::FindGapsResponse {
    let gaps = &answer.gaps;
    let samples = |opens: &Opens| answer.sample_keys(opens).map(str::to_owned).collect();
    let skill = |gap: &crate::matching::SkillGap| v1::SkillGap {
        skill: Some(writer.summary(gap.concept)),
        opens: gap.opens.now,
        brings_nearer: gap.opens.nearer,
        points_mean: i32::try_from(gap.opens.points_mean()).unwrap_or(i32::MAX),
        wanted: gap.wanted,
        sample_keys: samples(&gap.opens),
        taught_by: writer.taught_by(gap.concept, &answer.samples(&gap.opens)),
        suggestion: writer.suggestion(gap.concept),
        sentence: texts::skill_opens(writer.language, writer.label(gap.concept), &gap.opens, gap.wanted),
    };
    let route = |gap: &crate::matching::RouteGap| {
        let named = NamedRoute::of(&gap.listed)?;
        Some(v1::RouteGap {
            key: named.key,
            title: named.title,
            provider: named.provider,
            kind: named.kind,
            opens: gap.opens.now,
            points_mean: i32::try_from(gap.opens.points_mean()).unwrap_or(i32::MAX),
            duration_weeks: named.duration_weeks,
            sample_keys: samples(&gap.opens),
            sentence: texts::route_opens(writer.language, &gap.opens),
        })
    };
    let (by_skill, by_route) = (gaps.skills.iter().any(|it| it.opens.now > 0), !gaps.routes.is_empty());
    v1::FindGapsResponse {
        skills: gaps.skills.iter().map(skill).collect(),
        routes: gaps.routes.iter().filter_map(route).collect(),
        vacancies: gaps.total,
        within_reach: gaps.now,
        exclusions: writer.exclusions(OpportunityKind::Vacancy, &gaps.refused),
        understood: writer.understood(&answer.understandings),
        notes: texts::gap_notes(writer.language, by_skill, by_route),
        context: Some(context(writer.snapshot.context())),
    }
}

/// What would open most for a group.
pub(crate) fn group(writer: &Writer<'_>, answer: &GroupAnswer) -> v1::FindGroupGapsResponse {
    let count = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    let sentence = |people, opens| texts::group_opens(writer.language, people, answer.people, opens);
    let skills = answer.skills.iter().map(|gap| v1::GroupSkillGap {
        skill: Some(writer.summary(gap.what)),
        people_helped: count(gap.people),
        opens: gap.opens,
        taught_by: writer.taught_by(gap.what, &[]),
        suggestion: writer.suggestion(gap.what),
        sentence: sentence(gap.people, gap.opens),
    });
    let routes = answer.routes.iter().filter_map(|gap| {
        let named = NamedRoute::of(&gap.what)?;
        Some(v1::GroupRouteGap {
            key: named.key,
            title: named.title,
            provider: named.provider,
            kind: named.kind,
            people_helped: count(gap.people),
            opens: gap.opens,
            duration_weeks: named.duration_weeks,
            sentence: sentence(gap.people, gap.opens),
        })
    });
    let (few_skills, few_routes) = answer.helping_few;
    let shown = !answer.skills.is_empty() || !answer.routes.is_empty();
    v1::FindGroupGapsResponse {
        people: u32::try_from(answer.people).unwrap_or(u32::MAX),
        skills: skills.collect(),
        routes: routes.collect(),
        skills_helping_few: u32::try_from(few_skills).unwrap_or(u32::MAX),
        routes_helping_few: u32::try_from(few_routes).unwrap_or(u32::MAX),
        notes: texts::group_notes(writer.language, shown, answer.helping_few),
        context: Some(context(writer.snapshot.context())),
    }
}

/// What a list says of a route.
struct NamedRoute {
    key: String,
    title: String,
    provider: String,
    kind: i32,
    duration_weeks: Option<u32>,
}

impl NamedRoute {
    fn of(listed: &Listed) -> Option<Self> {
        let Opportunity::Route(route) = &listed.opportunity else { return None };
        Some(Self {
            key: listed.key.to_string(),
            title: route.title.to_string(),
            provider: route.provider.to_string(),
            kind: route.kind.wire(),
            duration_weeks: route.duration.map(|weeks| weeks.get().into()),
        })
    }
}

impl Writer<'_> {
    fn summary(&self, concept: ConceptNumber) -> v1::ConceptSummary {
        summary(self.snapshot.taxonomy(), concept, self.language.labels())
    }

    fn label(&self, concept: ConceptNumber) -> &str {
        self.snapshot.taxonomy().label(concept, self.language.labels())
    }

    /// Routes that teach something and are a way to the vacancies named; where none is named, all that teach it.
    fn taught_by(&self, concept: ConceptNumber, opened: &[Arc<Listed>]) -> Vec<String> {
        let asked = || opened.iter().flat_map(|it| &it.understood.requirements);
        let is_asked = |taught| opened.is_empty() || asked().any(|it| it.concept == taught);
        let routes = self.snapshot.taught_by(concept, self.today, is_asked);
        routes.take(limits::ROUTES_NAMED_MAX).map(str::to_owned).collect()
    }

    fn suggestion(&self, concept: ConceptNumber) -> Option<v1::LearningSuggestion> {
        let Suggestion { written_for, nl, en } =
            self.snapshot.learning().suggestion(self.snapshot.taxonomy(), concept)?;
        let ways = match self.language {
            Language::Dutch => nl,
            Language::English => en,
        };
        Some(v1::LearningSuggestion {
            in_the_work: ways.work.to_string(),
            with_others: ways.others.to_string(),
            formal: ways.formal.to_string(),
            written_for: written_for.to_string(),
        })
    }
}
