//! What is said about opportunities that are left out, and about words of the profile.

use super::{
    language::{Language, phrases},
    phrases::Refusal,
};
use crate::{
    domain::{Condition, OpportunityKind, Profile},
    matching::{RefusedBy, Understanding},
    taxonomy::{ConceptNumber, Taxonomy},
};

/// Most concepts that a question about words names.
const ALTERNATIVES_NAMED_MAX: usize = 3;

/// How many opportunities of a kind one condition leaves out: “12 vacatures vallen af omdat het verder is dan 25
/// kilometer.” `profile` is the one that was asked with.
#[must_use]
pub fn exclusion(
    language: Language,
    kind: OpportunityKind,
    refused_by: RefusedBy,
    count: u64,
    profile: &Profile,
) -> String {
    phrases(language).left_out(kind, count, &refusal(refused_by, profile))
}

/// Why one opportunity is left out: “Deze vacature valt af omdat …” `kind` is its own kind.
#[must_use]
pub fn left_out(language: Language, kind: OpportunityKind, refused_by: RefusedBy, profile: &Profile) -> String {
    phrases(language).this_left_out(kind, &refusal(refused_by, profile))
}

/// How words of the profile were read, or what they may have meant.
#[must_use]
pub fn understanding(language: Language, taxonomy: &Taxonomy, understanding: &Understanding) -> String {
    let label = |concept: ConceptNumber| taxonomy.label(concept, language.labels());
    let words = &understanding.text;
    match understanding.concept {
        Some(concept) => phrases(language).words_read_as(words, label(concept)),
        None => {
            let alternatives = understanding.alternatives.iter().take(ALTERNATIVES_NAMED_MAX);
            let alternatives: Vec<_> = alternatives.map(|found| label(found.concept)).collect();
            phrases(language).words_not_understood(words, &alternatives)
        }
    }
}

/// A number that points outside the profile can only come from another profile; it reads as something else being wanted.
pub(super) fn refusal(refused_by: RefusedBy, profile: &Profile) -> Refusal<'_> {
    match refused_by {
        RefusedBy::Kind => Refusal::Kind,
        RefusedBy::Sources => Refusal::Sources,
        RefusedBy::Closed => Refusal::Closed,
        RefusedBy::Sectors => Refusal::Sectors,
        RefusedBy::Text => Refusal::Text,
        RefusedBy::Preference(number) => {
            profile.preferences.get(number).map_or(Refusal::Kind, |preference| by_condition(&preference.condition))
        }
        RefusedBy::Criterion(number) => {
            profile.criteria.get(number).map_or(Refusal::Kind, |criterion| Refusal::Criterion(&criterion.words))
        }
    }
}

fn by_condition(condition: &Condition) -> Refusal<'_> {
    match condition {
        Condition::Travel { max_km } => Refusal::Travel(*max_km),
        Condition::Hours(wanted) => Refusal::Hours(*wanted),
        Condition::Pay { min } => Refusal::Pay(*min),
        Condition::Contract(_) => Refusal::Contract,
        Condition::WorkPattern(_) => Refusal::WorkPattern,
        Condition::Sector(_) => Refusal::Sector,
        Condition::Remote { min } => Refusal::Remote(*min),
        Condition::Mention(words) => Refusal::Mention(words),
    }
}
