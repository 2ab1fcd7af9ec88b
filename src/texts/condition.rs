//! What is said about a preference or criterion: both sides, in the person's own words where there are any.

use super::{
    compose::Teller,
    phrases::{Compared, HowFar},
};
use crate::{
    domain::{
        CodeSet, Condition, Criterion, Importance, Opportunity, Percent, Preference, Range, Verdict, codes::Code,
    },
    matching::{ConditionResult, JudgedField},
};

/// Share from home or online from which there is nothing to travel.
const ALL_ONLINE_PERCENT: u8 = 100;

/// What is accepted, and of it first what is offered: that decides, and a sentence may not have room for all of it.
pub(super) fn offered_first<C: Code + PartialEq>(accepted: CodeSet<C>, offered: &[C]) -> impl Iterator<Item = C> {
    let (first, rest): (Vec<C>, Vec<C>) = accepted.iter().partition(|it| offered.contains(it));
    first.into_iter().chain(rest)
}

/// A preference or criterion of the profile.
pub(super) struct Judged<'a> {
    /// The person's own words, for a criterion.
    pub(super) words: Option<&'a str>,
    /// What is checked.
    pub(super) condition: Option<&'a Condition>,
    /// How much it counts.
    pub(super) importance: Importance,
}

/// Where a result points in the profile.
pub(super) fn judged<'a>(teller: &Teller<'a>, field: JudgedField) -> Option<Judged<'a>> {
    match field {
        JudgedField::Preference(number) => teller.profile.preferences.get(number).map(Judged::from),
        JudgedField::Criterion(number) => teller.profile.criteria.get(number).map(Judged::from),
    }
}

impl Judged<'_> {
    /// Whether nobody can say: it is about work, and no work belongs to the opportunity.
    pub(super) fn has_no_answer(&self, opportunity: &Opportunity) -> bool {
        let Opportunity::Route(route) = opportunity else { return false };
        route.is_lessons_alone()
            && match self.condition {
                Some(Condition::Travel { .. } | Condition::Remote { .. }) => false,
                Some(
                    Condition::Hours(_)
                    | Condition::Pay { .. }
                    | Condition::Contract(_)
                    | Condition::WorkPattern(_)
                    | Condition::Sector(_),
                ) => true,
                // A school may have an answer to a wish about its text, not to what makes work good.
                Some(Condition::Mention(_)) => self.words.is_some(),
                None => true,
            }
    }
}

impl<'a> From<&'a Preference> for Judged<'a> {
    fn from(preference: &'a Preference) -> Self {
        Self { words: None, condition: Some(&preference.condition), importance: preference.importance }
    }
}

impl<'a> From<&'a Criterion> for Judged<'a> {
    fn from(criterion: &'a Criterion) -> Self {
        Self {
            words: Some(&criterion.words),
            condition: criterion.condition.as_ref(),
            importance: criterion.importance,
        }
    }
}

pub(super) fn sentence(teller: &Teller<'_>, result: &ConditionResult) -> String {
    let Some(judged) = judged(teller, result.field) else { return String::new() };
    let phrases = teller.phrases;
    if result.verdict == Verdict::Unknown && judged.has_no_answer(&teller.explained.listed.opportunity) {
        let own_words = judged.words.map(|words| phrases.own_words(judged.importance, words));
        return own_words.into_iter().chain([phrases.no_work().to_owned()]).collect::<Vec<_>>().join(" ");
    }
    let compared = judged.condition.map(|condition| {
        let compared = compared(teller, condition, result.verdict);
        phrases.compared(teller.kind(), &compared)
    });
    let Some(words) = judged.words else { return compared.unwrap_or_default() };
    let own_words = phrases.own_words(judged.importance, words);
    let finding = compared.as_deref().unwrap_or(phrases.for_people_to_judge());
    match result.verdict {
        Verdict::Unknown => format!("{own_words} {finding} {}", phrases.ask_about_it()),
        Verdict::Met | Verdict::NotMet => format!("{own_words} {finding}"),
    }
}

/// The condition beside what the opportunity offers. A route that is combined with work has the hours and the wage of
/// that work; it says nothing about contract, times and sector.
fn compared<'a>(teller: &Teller<'a>, condition: &'a Condition, verdict: Verdict) -> Compared<'a> {
    let opportunity = &teller.explained.listed.opportunity;
    let vacancy = match opportunity {
        Opportunity::Vacancy(vacancy) => Some(vacancy),
        Opportunity::Route(_) => None,
    };
    match condition {
        Condition::Travel { max_km } => Compared::Travel { max_km: *max_km, far: how_far(teller) },
        Condition::Hours(wanted) => {
            let offered = match opportunity {
                Opportunity::Vacancy(vacancy) => vacancy.hours,
                Opportunity::Route(route) => route.work_hours.and_then(|hours| Range::new(hours, hours).ok()),
            };
            Compared::Hours { wanted: *wanted, offered }
        }
        Condition::Pay { min } => {
            let offered = match opportunity {
                Opportunity::Vacancy(vacancy) => vacancy.pay,
                Opportunity::Route(route) => route.wage,
            };
            Compared::Pay { min: *min, offered }
        }
        Condition::Contract(accepted) => {
            Compared::Contract { accepted: *accepted, offered: vacancy.and_then(|it| it.contract) }
        }
        Condition::WorkPattern(accepted) => {
            let offered = vacancy.map(|it| it.work_patterns).unwrap_or_default();
            Compared::WorkPattern { accepted: *accepted, offered }
        }
        Condition::Sector(accepted) => {
            Compared::Sector { accepted: *accepted, offered: vacancy.and_then(|it| it.sector) }
        }
        Condition::Remote { min } => Compared::Remote { min: *min, offered: remote(opportunity) },
        Condition::Mention(words) => Compared::Mention { words, found: verdict == Verdict::Met },
    }
}

fn remote(opportunity: &Opportunity) -> Option<Percent> {
    match opportunity {
        Opportunity::Vacancy(vacancy) => vacancy.remote,
        Opportunity::Route(route) => route.remote,
    }
}

pub(super) fn how_far(teller: &Teller<'_>) -> HowFar {
    let opportunity = &teller.explained.listed.opportunity;
    match (teller.explained.distance, opportunity.place()) {
        _ if remote(opportunity).is_some_and(|share| share.get() == ALL_ONLINE_PERCENT) => HowFar::Online,
        (Some(distance), _) => HowFar::Known(distance),
        (None, None) => HowFar::NoPlace,
        (None, Some(_)) => HowFar::NotMeasured,
    }
}
