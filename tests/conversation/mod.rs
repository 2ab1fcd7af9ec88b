//! The questions of a conversation: what if, options side by side, why not, and the plan.

mod answers;
mod done;
mod plan;
mod properties;
mod typed;

use crate::support::service::profile;
use loopbaanbrug_proto::v1::{
    Change, CompareRequest, ConceptReference, ConditionChange, Importance, MakePlanRequest, SkillClaim, WhatIfRequest,
    change, concept_reference::Name, condition_change,
};

/// A desk job in care, and one in ICT.
const CARE: &str = "vacancies-zorg/zorg-001";
const ICT: &str = "vacancies-ict/ict-001";
/// A route that leads into care.
const ROUTE: &str = "routes-zorg/zorg-r01";

fn change(change: change::Change) -> Change {
    Change { change: Some(change) }
}

/// A skill in words, at level 3.
fn added_skill(words: &str) -> Change {
    let name = Some(Name::Text(words.into()));
    let claim = SkillClaim { skill: Some(ConceptReference { name }), level: Some(3), ..SkillClaim::default() };
    change(change::Change::AddSkill(claim))
}

/// A preference that is no must any more.
fn relaxed(index: u32) -> Change {
    let nice = condition_change::Change::Importance(Importance::Nice.into());
    change(change::Change::Preference(ConditionChange { index, change: Some(nice) }))
}

fn what_if(changes: Vec<Change>) -> WhatIfRequest {
    WhatIfRequest { profile: Some(profile(1)), changes, ..WhatIfRequest::default() }
}

fn compare(keys: &[&str]) -> CompareRequest {
    let keys = keys.iter().map(|key| (*key).to_owned()).collect();
    CompareRequest { profile: Some(profile(1)), keys, ..CompareRequest::default() }
}

fn make_plan(keys: &[&str]) -> MakePlanRequest {
    let keys = keys.iter().map(|key| (*key).to_owned()).collect();
    MakePlanRequest { profile: Some(profile(1)), keys, ..MakePlanRequest::default() }
}
