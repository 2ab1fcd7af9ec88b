//! EVC: recognition of what one can do already. It teaches nothing, so it counts only for what the person shows.

use super::{person::Person, table::RouteNumber};
use crate::{
    domain::Evidence,
    matching::{
        Claim, Source, Without,
        credits::{Backings, ByLevel},
        rules::{CREDIT_FULL, bridges as rules},
    },
    taxonomy::{ConceptNumber, Taxonomy, UnderstoodTaught},
};
use std::collections::BTreeMap;

/// What an EVC would recognise of one person.
pub(super) struct Recognised {
    pub(super) claims: Vec<Claim>,
    pub(super) gains: Vec<(ConceptNumber, ByLevel)>,
}

impl Recognised {
    /// For every EVC that is worth beginning and can be begun.
    pub(super) fn by_route(person: &Person<'_>) -> BTreeMap<RouteNumber, Self> {
        let evc = person.table.numbers().filter(|it| person.table.of(*it).is_evc() && person.can_begin(*it));
        evc.filter_map(|route| Some((route, Self::of(person, route)?))).collect()
    }

    fn of(person: &Person<'_>, route: RouteNumber) -> Option<Self> {
        let (taxonomy, covered) = (person.plan.world.taxonomy, &person.table.of(route).listed.understood.taught);
        let recognised = recognised(taxonomy, covered, |it| person.credit_of(it))?;
        let claim = |it: &UnderstoodTaught| Claim::learnt(it.concept, it.level, Evidence::Evc, Source::Step(0));
        let claims: Vec<_> = recognised.iter().map(claim).collect();
        let gains = Backings::of(&claims, taxonomy, Without::default()).by_level().collect();
        Some(Self { claims, gains })
    }
}

/// What an EVC recognises of what it covers: what the person shows, by the credit that they have for it. None when that is too
/// little.
pub(super) fn recognised(
    taxonomy: &Taxonomy,
    covered: &[UnderstoodTaught],
    credit: impl Fn(&UnderstoodTaught) -> u16,
) -> Option<Vec<UnderstoodTaught>> {
    let is_enough = shown_permille(taxonomy, covered, &credit) >= rules::EVC_SHOWN_PERMILLE;
    is_enough.then(|| covered.iter().copied().filter(|it| is_shown(credit(it))).collect())
}

/// Whether a person with this credit shows enough of a skill to have it recognised.
pub(super) fn is_shown(credit: u16) -> bool {
    credit >= rules::EVC_RECOGNISED_PERMILLE
}

/// Share of what a route teaches that a person shows already, by distinctiveness, in thousandths.
fn shown_permille(taxonomy: &Taxonomy, taught: &[UnderstoodTaught], credit: impl Fn(&UnderstoodTaught) -> u16) -> u64 {
    let (mut got, mut of) = (0, 0);
    for it in taught {
        let weight = u64::from(taxonomy.distinctiveness(it.concept));
        got += weight * u64::from(credit(it));
        of += weight * u64::from(CREDIT_FULL);
    }
    got * 1_000 / of.max(1)
}

/// The EVC that stands before a route: the most related one that recognises something, where the route is long, gives paper,
/// and the person shows a fair share of it.
pub(super) fn before(person: &Person<'_>, route: RouteNumber) -> Option<RouteNumber> {
    let facts = person.table.of(route);
    let is_long = facts.route().duration.is_some_and(|weeks| weeks.get() >= rules::EVC_WORTH_FROM_WEEKS);
    let (taxonomy, taught) = (person.plan.world.taxonomy, &facts.listed.understood.taught);
    let worth = || shown_permille(taxonomy, taught, |it| person.credit_of(it)) >= rules::EVC_SHORTENS_PERMILLE;
    if !is_long || facts.diploma.is_none() || facts.evc.is_empty() || !worth() {
        return None;
    }
    recognising(person, route)
}

/// The most related EVC that recognises something.
pub(super) fn recognising(person: &Person<'_>, route: RouteNumber) -> Option<RouteNumber> {
    person.table.of(route).evc.iter().copied().find(|evc| person.recognised.contains_key(evc))
}
