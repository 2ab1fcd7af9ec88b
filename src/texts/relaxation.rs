//! What is said about letting go of a condition.

use super::{
    exclusion::refusal,
    language::{Language, phrases},
    phrases::Step,
};
use crate::{
    domain::{Condition, OpportunityKind, Profile},
    matching::{RefusedBy, Relaxation},
};

/// What letting go would bring: “Met 35 in plaats van 30 kilometer komen er 6 vacatures bij.” `profile` is the one that was
/// asked with.
#[must_use]
pub fn relaxation(language: Language, kind: OpportunityKind, relaxation: &Relaxation, profile: &Profile) -> String {
    let phrases = phrases(language);
    let refusals: Vec<_> = relaxation.conditions.iter().map(|it| refusal(*it, profile)).collect();
    let let_go = phrases.let_go(kind, &refusals, relaxation.brings);
    let asked = relaxation.conditions.first().and_then(|it| condition(*it, profile));
    let Some((step, asked)) = relaxation.step.as_ref().zip(asked) else { return let_go };
    let Some(words) = Step::of(asked, &step.condition) else { return let_go };
    let smallest = phrases.step(kind, words, step.brings);
    if step.brings == relaxation.brings { smallest } else { format!("{smallest} {let_go}") }
}

fn condition(refused_by: RefusedBy, profile: &Profile) -> Option<&Condition> {
    match refused_by {
        RefusedBy::Preference(number) => profile.preferences.get(number).map(|it| &it.condition),
        RefusedBy::Criterion(number) => profile.criteria.get(number)?.condition.as_ref(),
        _ => None,
    }
}

impl Step {
    /// From one condition to another of its kind; none where there is no order.
    fn of(from: &Condition, to: &Condition) -> Option<Self> {
        Some(match (from, to) {
            (Condition::Travel { max_km: from }, Condition::Travel { max_km: to }) => Self::Travel(*from, *to),
            (Condition::Hours(from), Condition::Hours(to)) => Self::Hours(*from, *to),
            (Condition::Pay { min: from }, Condition::Pay { min: to }) => Self::Pay(*from, *to),
            (Condition::Remote { min: from }, Condition::Remote { min: to }) => Self::Remote(*from, *to),
            _ => return None,
        })
    }
}
