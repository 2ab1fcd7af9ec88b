//! Facts of one option in words, each from the field that gives it.

use super::{
    advice::{Advice, FactKind},
    compose::Teller,
    language::{Language, advice},
};
use crate::{
    domain::{Opportunity, OpportunityKind, Place, Profile, Range, Route},
    matching::Explained,
    taxonomy::Taxonomy,
};
use jiff::civil::Date;

/// A fact in words; none when the option does not say. `today` decides which start is the next one.
#[must_use]
pub fn fact(
    language: Language,
    (profile, taxonomy): (&Profile, &Taxonomy),
    explained: &Explained,
    kind: FactKind,
    today: Date,
) -> Option<String> {
    let phrases = super::phrases(language);
    let teller = Teller { language, phrases, profile, taxonomy, explained };
    let words = advice(language);
    let opportunity = &explained.listed.opportunity;
    let value = match (opportunity, kind) {
        (_, FactKind::Organisation) => opportunity.organisation().to_string(),
        (_, FactKind::Place) => place(words, &teller)?,
        (Opportunity::Vacancy(vacancy), _) => match kind {
            FactKind::Hours => words.hours_a_week(&vacancy.hours?),
            FactKind::Pay => words.pay_a_month(&vacancy.pay?),
            FactKind::Contract => words.contract(vacancy.contract?).to_owned(),
            FactKind::WorkPattern => {
                let patterns: Vec<_> = vacancy.work_patterns.iter().map(|it| words.work_pattern(it)).collect();
                (!patterns.is_empty()).then(|| patterns.join(", "))?
            }
            FactKind::Remote => words.remote_share(opportunity.kind(), vacancy.remote?),
            FactKind::Level => words.education(vacancy.nlqf?).to_owned(),
            FactKind::Closes => words.day(vacancy.period.closes()?),
            _ => return None,
        },
        (Opportunity::Route(route), _) => of_route(words, route, kind, today)?,
    };
    Some(value)
}

fn of_route(words: &dyn Advice, route: &Route, kind: FactKind, today: Date) -> Option<String> {
    let hours = |hours| Range::new(hours, hours).ok().map(|range| words.hours_a_week(&range));
    Some(match kind {
        FactKind::RouteKind => words.route_kind(route.kind).to_owned(),
        FactKind::Hours if route.is_lessons_alone() => return None,
        FactKind::Hours => hours(route.work_hours?)?,
        FactKind::StudyHours => hours(route.study_hours?)?,
        FactKind::Pay => words.pay_a_month(&route.wage?),
        FactKind::Remote => words.remote_share(OpportunityKind::Route, route.remote?),
        FactKind::Level => words.education(route.entry_nlqf?).to_owned(),
        FactKind::Duration => words.weeks(route.duration?),
        FactKind::Cost => {
            let amount = route.cost.amount.map(|amount| words.euro(amount.get()));
            let payer = route.cost.payer.map(|payer| words.payer(payer).to_owned());
            let told: Vec<_> = [amount, payer].into_iter().flatten().collect();
            (!told.is_empty()).then(|| told.join(", "))?
        }
        FactKind::Exit => {
            let level = route.exit_nlqf.map(|level| words.education(level).to_owned());
            let diploma = route.credential.as_ref().map(ToString::to_string);
            let told: Vec<_> = [diploma, level].into_iter().flatten().collect();
            (!told.is_empty()).then(|| told.join(", "))?
        }
        FactKind::Starts if route.starts.continuous => words.any_time().to_owned(),
        FactKind::Starts => words.day(route.starts.next(today)?),
        _ => return None,
    })
}

fn place(words: &dyn Advice, teller: &Teller<'_>) -> Option<String> {
    if let Some(distance) = teller.explained.distance {
        return Some(words.distance_from_home(distance.metres, distance.approximate));
    }
    match teller.explained.listed.opportunity.place()? {
        Place::Pc4(digits) => Some(words.postcode(&digits.to_string())),
        Place::Coordinates(_) => None,
    }
}
