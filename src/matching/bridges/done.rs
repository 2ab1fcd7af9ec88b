//! A route that has been done: what the profile has after it, by the rules of a path over it.

use super::evc;
use crate::{
    domain::{ConceptReference, Learned, Recency, Route, RouteKind, SkillClaim, SkillWish},
    matching::{Plan, rules::bridges as rules},
    taxonomy::UnderstoodTaught,
};

/// What a route leaves behind with a person; `taught` is what the taxonomy understands of it. An EVC leaves what it
/// recognises, and nothing at all where that is too little.
#[must_use]
pub fn learned(plan: &Plan<'_>, route: &Route, taught: &[UnderstoodTaught]) -> Learned {
    let taxonomy = plan.world.taxonomy;
    let credit = |it: &UnderstoodTaught| plan.backings.best(it.concept, Some(it.level)).map_or(0, |(_, credit)| credit);
    let learnt = match route.kind {
        RouteKind::Evc => evc::recognised(taxonomy, taught, credit),
        _ => Some(taught.to_vec()),
    };
    let Some(learnt) = learnt else { return Learned::default() };
    let claim = |it: &UnderstoodTaught| SkillClaim {
        skill: ConceptReference::Key(taxonomy.key(it.concept).clone()),
        level: Some(it.level),
        recency: Recency::JustLearnt,
        evidence: rules::evidence_of_route(route.kind, route.credential.is_some()),
        wish: SkillWish::Do,
    };
    Learned { skills: learnt.iter().map(claim).collect(), nlqf: route.exit_nlqf, credential: route.credential.clone() }
}
