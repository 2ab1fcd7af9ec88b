//! What is said about options beside each other: what they are compared by, and what sets each apart.

use super::{
    advice::SetApart,
    language::{Language, advice},
    writing::quotable,
};
use crate::{
    domain::Profile,
    matching::{Distinction, Explained, JudgedField},
    taxonomy::{ConceptNumber, Taxonomy},
};

/// The preferences and criteria of a profile in a few words each, in the order in which they are judged.
#[must_use]
pub fn conditions(language: Language, profile: &Profile) -> Vec<(JudgedField, String)> {
    let words = advice(language);
    let preferences = profile.preferences.iter().enumerate();
    let preferences = preferences.map(|(place, it)| (JudgedField::Preference(place), words.wanted(&it.condition)));
    let criteria = profile.criteria.iter().enumerate();
    let criteria = criteria.map(|(place, it)| (JudgedField::Criterion(place), own_words(&it.words)));
    preferences.chain(criteria).collect()
}

fn own_words(words: &str) -> String {
    format!("“{}”", quotable(words))
}

/// A preference or criterion in a few words; empty when the profile has no such place.
pub(super) fn condition(language: Language, profile: &Profile, field: JudgedField) -> String {
    match field {
        JudgedField::Preference(place) => {
            profile.preferences.get(place).map(|it| advice(language).wanted(&it.condition)).unwrap_or_default()
        }
        JudgedField::Criterion(place) => profile.criteria.get(place).map(|it| own_words(&it.words)).unwrap_or_default(),
    }
}

/// What sets an option apart, in words.
#[must_use]
pub fn distinctions(
    language: Language,
    (profile, taxonomy): (&Profile, &Taxonomy),
    explained: &Explained,
    distinctions: &[Distinction],
) -> Vec<String> {
    let words = advice(language);
    let label = |concept: ConceptNumber| taxonomy.label(concept, language.labels());
    let kind = explained.listed.opportunity.kind();
    let wanted = |place: usize| condition(language, profile, explained.conditions[place].field);
    let told = distinctions.iter().map(|distinction| match *distinction {
        Distinction::Nearest => words.set_apart(kind, &SetApart::Nearest(explained.class)),
        Distinction::OnlyMeets(place) => words.set_apart(kind, &SetApart::Fits { wanted: &wanted(place), fits: true }),
        Distinction::OnlyFails(place) => words.set_apart(kind, &SetApart::Fits { wanted: &wanted(place), fits: false }),
        Distinction::OnlyDemands(place) => {
            words.set_apart(kind, &SetApart::Demands(&words.gate_name(&explained.gates[place].asked)))
        }
        Distinction::OnlyAsks(place) => {
            let asked = &explained.requirements[place];
            words.set_apart(kind, &SetApart::Asks { label: label(asked.concept), outcome: asked.outcome })
        }
        Distinction::DoesNotAsk(concept) => words.set_apart(kind, &SetApart::DoesNotAsk(label(concept))),
    });
    told.collect()
}
