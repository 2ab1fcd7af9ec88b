//! What if the person could this or had done that: the option before and after, and what it does to the list.

use super::{LIST_LENGTH, Visit, WayFound};
use crate::{
    domain::{OpportunityKey, OpportunityKind, Profile},
    engine::{AskedChange, EngineError, ExplainQuestion, MatchFilter, WhatIfAnswer, WhatIfQuestion, limits},
    matching::rules::bridges::gap_level,
    texts::phrases,
    wire::{match_answer::Style, opportunity::View, violations::Violations, what_if::Sides},
};
use loopbaanbrug_proto::v1::{self, change::Change as Given, concept_reference};

/// Changes to choose from: as many as can be asked at once.
const CHANGES_MAX: usize = limits::CHANGES_MAX;
/// Opportunities named that the change brings among the best.
const MOVED_MAX: usize = 5;

/// A change that can be ticked.
pub(super) struct Change {
    /// Word in the form.
    pub(super) code: String,
    pub(super) label: String,
    pub(super) chosen: bool,
    asked: v1::Change,
}

/// What ticked changes do.
pub(super) struct Difference {
    pub(super) points: String,
    pub(super) sentences: Vec<String>,
    pub(super) moved: Vec<String>,
}

/// What could change: routes on a way to the option, and skills that it asks and the person does not have. Of a route: that
/// it has been done.
pub(super) fn changes(
    visit: &Visit<'_>,
    shown: &v1::Match,
    ways: &[WayFound],
    (key, kind): (&OpportunityKey, OpportunityKind),
) -> Vec<Change> {
    let mut routes: Vec<(String, String)> = Vec::new();
    if kind == OpportunityKind::Route {
        routes.push((key.to_string(), super::kept(visit, &key.to_string()).title));
    }
    for route in ways.iter().flat_map(|way| &way.routes) {
        if !routes.contains(route) {
            routes.push(route.clone());
        }
    }
    let chosen: Vec<&str> = visit.fields.all("if").collect();
    let change = |code: String, label: String, asked: Given| Change {
        chosen: chosen.contains(&code.as_str()),
        code,
        label,
        asked: v1::Change { change: Some(asked) },
    };
    let w = visit.words;
    let of_route = |(key, title): (String, String)| {
        change(format!("route {key}"), (w.what_if_route)(&title), Given::DoneRoute(key))
    };
    let missing = shown.requirements.iter().filter(|it| it.outcome() != v1::RequirementOutcome::Met);
    let of_skill = |it: &v1::RequirementResult| {
        let skill = it.skill.as_ref()?;
        let name = Some(concept_reference::Name::Key(skill.key.clone()));
        // Nobody asks for a level: as high as one that is lacking is learnt on a bridge.
        let level = Some(it.min_level.unwrap_or(u32::from(gap_level().get())));
        let skill_claim = v1::SkillClaim {
            skill: Some(v1::ConceptReference { name }),
            level,
            recency: v1::Recency::JustLearnt.into(),
            ..v1::SkillClaim::default()
        };
        Some(change(format!("skill {}", skill.key), (w.what_if_skill)(&skill.label), Given::AddSkill(skill_claim)))
    };
    let skills = if kind == OpportunityKind::Vacancy { missing.filter_map(of_skill).collect() } else { Vec::new() };
    routes.into_iter().map(of_route).chain(skills).take(CHANGES_MAX).collect()
}

/// What the ticked changes do; none when nothing is ticked.
pub(super) async fn difference(
    visit: &Visit<'_>,
    person: &Profile,
    (key, kind): (&OpportunityKey, OpportunityKind),
    changes: &[Change],
) -> Result<Option<Difference>, EngineError> {
    let ticked: Vec<_> = changes.iter().filter(|it| it.chosen).map(|it| it.asked.clone()).collect();
    if ticked.is_empty() {
        return Ok(None);
    }
    let mut violations = Violations::default();
    let asked: Vec<AskedChange> = violations.changes(&ticked);
    let question = WhatIfQuestion {
        profile: person.clone(),
        changes: violations.finish(Some(asked))?,
        filter: MatchFilter::of(OpportunityKind::Vacancy),
        depth: LIST_LENGTH,
        at_least_revision: 0,
        deadline: visit.deadline,
    };
    let answer = visit.site.engine.what_if(question).await?;
    let response = sides(visit, person, &answer);
    let mut sentences = match kind {
        OpportunityKind::Vacancy => of_option(visit, person, key, &answer).await?,
        OpportunityKind::Route => Vec::new(),
    };
    let points = if sentences.is_empty() { String::new() } else { sentences.remove(0) };
    sentences.extend(response.summary);
    let moved = response.entered.iter().take(MOVED_MAX).map(|it| format!("{}, {}", it.title, it.organisation));
    Ok(Some(Difference { points, sentences, moved: moved.collect() }))
}

fn sides(visit: &Visit<'_>, person: &Profile, answer: &WhatIfAnswer) -> v1::WhatIfResponse {
    let style = Style { profile: person.clone(), language: visit.language, view: View::BesideReasons };
    let before = style.writer(&answer.snapshot, answer.today);
    Sides::of(before, answer, (OpportunityKind::Vacancy, LIST_LENGTH)).response(answer)
}

/// The option itself before and after: its points first, then how near it is.
async fn of_option(
    visit: &Visit<'_>,
    person: &Profile,
    key: &OpportunityKey,
    answer: &WhatIfAnswer,
) -> Result<Vec<String>, EngineError> {
    let mut seen = Vec::new();
    for profile in [person, &answer.changed.profile] {
        let question = ExplainQuestion {
            profile: profile.clone(),
            keys: vec![key.clone()],
            filter: None,
            list_length: None,
            at_least_revision: 0,
            deadline: visit.deadline,
        };
        let explained = visit.site.engine.explain(question).await?.explanations.into_iter().next();
        seen.extend(explained.map(|it| (it.explained.total.points(), it.explained.class)));
    }
    let [(before, class_before), (after, class_after)] = seen.as_slice() else { return Ok(Vec::new()) };
    let (w, labels) = (visit.words, phrases(visit.language));
    let near = (w.what_if_class)(labels.class(*class_before), labels.class(*class_after));
    Ok(vec![(w.what_if_points)(*before, *after), near])
}
