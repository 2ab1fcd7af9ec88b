//! EVC: recognition of what one can do already. It teaches nothing, so it counts only for what the person shows.

use super::{person::Person, table::RouteNumber};
use crate::{
    domain::Evidence,
    matching::{
        Claim, Source, Without,
        credits::{Backings, ByLevel},
        rules::{CREDIT_FULL, bridges as rules},
    },
    taxonomy::{ConceptNumber, UnderstoodTaught},
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
        let covered = &person.table.of(route).listed.understood.taught;
        if shown_permille(person, covered) < rules::EVC_SHOWN_PERMILLE {
            return None;
        }
        let shown = covered.iter().filter(|it| is_shown(person, it));
        let claim = |it: &UnderstoodTaught| Claim::learnt(it.concept, it.level, Evidence::Evc, Source::Step(0));
        let claims: Vec<_> = shown.map(claim).collect();
        let gains = Backings::of(&claims, person.plan.world.taxonomy, Without::default()).by_level().collect();
        (!claims.is_empty()).then_some(Self { claims, gains })
    }
}

/// Whether the person shows enough of a skill to have it recognised.
pub(super) fn is_shown(person: &Person<'_>, taught: &UnderstoodTaught) -> bool {
    person.credit(taught.concept, taught.level.get().into()) >= rules::EVC_RECOGNISED_PERMILLE
}

/// Share of what a route teaches that the person shows already, by distinctiveness, in thousandths.
pub(super) fn shown_permille(person: &Person<'_>, taught: &[UnderstoodTaught]) -> u64 {
    let (mut got, mut of) = (0, 0);
    for it in taught {
        let weight = u64::from(person.plan.world.taxonomy.distinctiveness(it.concept));
        got += weight * u64::from(person.credit(it.concept, it.level.get().into()));
        of += weight * u64::from(CREDIT_FULL);
    }
    got * 1_000 / of.max(1)
}

/// The EVC that stands before a route: the most related one that recognises something, where the route is long, gives paper,
/// and the person shows a fair share of it.
pub(super) fn before(person: &Person<'_>, route: RouteNumber) -> Option<RouteNumber> {
    let facts = person.table.of(route);
    let is_long = facts.route().duration.is_some_and(|weeks| weeks.get() >= rules::EVC_WORTH_FROM_WEEKS);
    let worth = || shown_permille(person, &facts.listed.understood.taught) >= rules::EVC_SHORTENS_PERMILLE;
    if !is_long || facts.diploma.is_none() || facts.evc.is_empty() || !worth() {
        return None;
    }
    recognising(person, route)
}

/// The most related EVC that recognises something.
pub(super) fn recognising(person: &Person<'_>, route: RouteNumber) -> Option<RouteNumber> {
    person.table.of(route).evc.iter().copied().find(|evc| person.recognised.contains_key(evc))
}
