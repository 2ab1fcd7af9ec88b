//! Profiles with one thing changed, all else the same.

use loopbaanbrug_proto::v1::{
    ConceptReference, Condition, HoursRange, Importance, Preference, Profile, concept_reference::Name, condition::Check,
};
use std::collections::BTreeSet;

use crate::cli::labels::Labels;

/// With one occupation, in words.
pub(super) fn called(profile: &Profile, title: &str) -> Profile {
    Profile { occupations: vec![words(title)], ..profile.clone() }
}

/// With this wish about hours instead of the one there is, as important as that one; important when there is none.
pub(super) fn wishing_hours(profile: &Profile, min: u32, max: u32) -> Profile {
    let mut changed = without_hours(profile);
    let check = |preference: &&Preference| is_hours(preference.condition.as_ref());
    let importance = profile.preferences.iter().find(check).map_or(Importance::Important, Preference::importance);
    let condition = Condition { check: Some(Check::Hours(HoursRange { min, max })) };
    changed.preferences.push(Preference { condition: Some(condition), importance: importance.into() });
    changed
}

/// Without any wish about hours.
pub(super) fn without_hours(profile: &Profile) -> Profile {
    let mut changed = profile.clone();
    changed.preferences.retain(|preference| !is_hours(preference.condition.as_ref()));
    changed.criteria.retain(|criterion| !is_hours(criterion.condition.as_ref()));
    changed
}

fn is_hours(condition: Option<&Condition>) -> bool {
    matches!(condition.and_then(|condition| condition.check.as_ref()), Some(Check::Hours(_)))
}

/// With this education level.
pub(super) fn at_level(profile: &Profile, level: Option<u32>) -> Profile {
    Profile { nlqf_level: level, ..profile.clone() }
}

/// Living elsewhere.
pub(super) fn living_in(profile: &Profile, postcode: &str) -> Profile {
    Profile { home_pc4: postcode.to_owned(), ..profile.clone() }
}

/// Everything in the other order but occupations, of which the first is the present one.
pub(super) fn reversed(profile: &Profile) -> Profile {
    let mut changed = profile.clone();
    changed.tasks.reverse();
    changed.skills.reverse();
    changed.preferences.reverse();
    changed.criteria.reverse();
    if let Some(credentials) = &mut changed.credentials {
        credentials.driving_licences.reverse();
        credentials.diplomas.reverse();
        credentials.languages.reverse();
    }
    changed
}

/// Skills and occupations that have a label in words instead of keys.
pub(super) fn in_words(profile: &Profile, labels: &Labels) -> Profile {
    let mut changed = profile.clone();
    let skills = changed.skills.iter_mut().filter_map(|claim| claim.skill.as_mut());
    for reference in skills.chain(&mut changed.occupations) {
        if let Some(label) = key(reference).and_then(|key| labels.get(key)) {
            *reference = words(label);
        }
    }
    changed
}

/// Keys of skills and occupations.
pub(super) fn keys(profile: &Profile) -> BTreeSet<String> {
    let skills = profile.skills.iter().filter_map(|claim| claim.skill.as_ref());
    skills.chain(&profile.occupations).filter_map(key).map(ToOwned::to_owned).collect()
}

fn key(reference: &ConceptReference) -> Option<&str> {
    match &reference.name {
        Some(Name::Key(key)) => Some(key),
        _ => None,
    }
}

fn words(text: &str) -> ConceptReference {
    ConceptReference { name: Some(Name::Text(text.to_owned())) }
}
