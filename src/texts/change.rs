//! What is said about a change: why an opportunity enters, leaves or moves, and where it stands.

use super::{
    advice::{ListTold, RankTold},
    beside,
    compose::Told,
    exclusion::refusal,
    language::{Language, advice},
};
use crate::{
    domain::{OpportunityKind, PartKind, Profile},
    matching::{Difference, Explained, JudgedField, Reason, RefusedBy},
    taxonomy::Taxonomy,
};

/// Most parts that a sentence on a place names.
const LOSSES_NAMED_MAX: usize = 2;
/// Most wishes named that count otherwise.
const WEIGHTS_NAMED_MAX: usize = 3;

/// One side of a change: the profile, the reasons and their words.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    /// The profile of this side.
    pub profile: &'a Profile,
    /// The reasons with it.
    pub explained: &'a Explained,
    /// Their words.
    pub told: &'a Told,
}

/// Why the points of an opportunity differ, from one reason. Empty when there is nothing to say.
#[must_use]
pub fn reason(
    language: Language,
    taxonomy: &Taxonomy,
    (before, after): (Side<'_>, Side<'_>),
    difference: &Difference,
) -> String {
    let words = advice(language);
    match (difference.before, difference.after) {
        (Some(_), Some(Reason::Condition(place))) if !difference.found_differs => {
            let wanted = beside::condition(language, after.profile, field(after.explained, place));
            words.counts_otherwise(difference.points > 0, &wanted)
        }
        (_, Some(reason)) => after.told.detail(language, reason).to_owned(),
        // A hard condition that is met is no reason any more, but still stands in the list.
        (Some(Reason::Gate(place)), None) => after.told.gates.get(place).cloned().unwrap_or_default(),
        (Some(Reason::Level), None) => words.level_enough().to_owned(),
        (Some(Reason::Condition(place)), None) => {
            words.no_longer_counts(&beside::condition(language, before.profile, field(before.explained, place)))
        }
        (Some(Reason::Wish(place)), None) => {
            words.no_longer_counts(taxonomy.label(before.explained.wishes[place].concept, language.labels()))
        }
        (Some(reason), None) => before.told.detail(language, reason).to_owned(),
        (None, None) => String::new(),
    }
}

fn field(explained: &Explained, place: usize) -> JudgedField {
    explained.conditions[place].field
}

/// That wishes of a part count more or less beside others now, and which these are.
#[must_use]
pub fn weigh_otherwise(
    language: Language,
    (profile, explained): (&Profile, &Explained),
    part: PartKind,
    reasons: impl Iterator<Item = Reason>,
) -> String {
    let words = advice(language);
    let named = reasons.filter_map(|reason| match reason {
        Reason::Condition(place) => Some(beside::condition(language, profile, field(explained, place))),
        _ => None,
    });
    let named: Vec<_> = named.filter(|it| !it.is_empty()).take(WEIGHTS_NAMED_MAX).collect();
    words.weighs_otherwise(words.part(part), &named.iter().map(String::as_str).collect::<Vec<_>>())
}

/// What a reason rests on: a field of the match or of the profile.
#[must_use]
pub fn field_of(explained: &Explained, reason: Reason) -> String {
    match reason {
        Reason::Requirement(place) => format!("requirements[{place}]"),
        Reason::OpenToAll => "requirements".to_owned(),
        Reason::Gate(place) => format!("gates[{place}]"),
        Reason::Condition(place) => field(explained, place).path(),
        Reason::Level => "profile.nlqf_level".to_owned(),
        // Its sentence and points stand among the details of its part.
        _ => "parts".to_owned(),
    }
}

/// That something used to leave an opportunity out. `profile` is the one of before.
#[must_use]
pub fn passes_now(language: Language, kind: OpportunityKind, refused_by: RefusedBy, profile: &Profile) -> String {
    advice(language).no_longer_left_out(kind, &refusal(refused_by, profile))
}

/// Where an opportunity stands, and why the list does not show it: up to three sentences.
#[must_use]
pub fn list_place(language: Language, kind: OpportunityKind, rank: RankTold, list: ListTold<'_>) -> Vec<String> {
    let words = advice(language);
    let shown = matches!(list, ListTold::Shown);
    let place = words.list_place(kind, rank, shown);
    let why = match list {
        ListTold::Shown => return vec![place],
        ListTold::StoodForBy { title, organisation } => words.shown_instead(title, organisation),
        ListTold::Mixed => words.mixed_away().to_owned(),
        ListTold::AsManyPoints => words.as_many_points().to_owned(),
        ListTold::Short { points, losses } => {
            let named = losses.iter().take(LOSSES_NAMED_MAX).map(|it| (words.part(it.part), it.second - it.first));
            let named: Vec<_> = named.collect();
            let losses = (!named.is_empty()).then(|| words.losses(&named));
            return [place, words.points_short(points)].into_iter().chain(losses).collect();
        }
    };
    vec![place, why]
}
