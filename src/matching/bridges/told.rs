//! A path in full: the vacancy before and after the way, each step with its entry and what it teaches of the gap, and the
//! points of the way.

use super::{
    budget::{self, BudgetCheck},
    entry::{self, Earned, EntryAsked, EntryCheck, EntryVerdict},
    evc,
    search::{Offer, PathSearch},
    table::RouteNumber,
    vacancy::{Scratch, Vacancy},
    way::{self, Way, WayContribution, WayPart, WayReason},
};
use crate::{
    document::Listed,
    domain::Opportunity,
    matching::{Claim, Distance, Explained, GateAsked, RequirementOutcome, Source, explain},
};
use jiff::civil::Date;
use std::sync::Arc;

/// One path with its reasons.
#[derive(Clone, Debug)]
pub struct PathFound {
    /// The vacancy for the person as they are.
    pub before: Explained,
    /// The same for the person after the last step.
    pub after: Explained,
    /// One or two steps, in order.
    pub steps: Vec<StepFound>,
    /// Points of the way itself. The points of the path are their sum and the points of `after`.
    pub way: Vec<WayContribution>,
    /// Limits of the learning budget beside what all steps ask.
    pub budget: Vec<BudgetCheck>,
    /// Weeks of all steps, as far as known, and whether a step does not say.
    pub weeks: (u32, bool),
    /// Last day to respond to the vacancy, when that is over before the way can be.
    pub closes_before: Option<Date>,
    /// Other ways that bring this vacancy nearer.
    pub alternatives: usize,
}

/// One step of a path.
#[derive(Clone, Debug)]
pub struct StepFound {
    /// The route.
    pub listed: Arc<Listed>,
    /// What it asks at entry.
    pub entry: Vec<EntryCheck>,
    /// The worst of these: whether one can begin.
    pub entry_verdict: EntryVerdict,
    /// What of the gap it teaches or, for an EVC, proves.
    pub teaches: Vec<Taught>,
    /// First day on which one can begin; none at any time or not known.
    pub begins: Option<Date>,
    /// Distance of the lessons from home.
    pub distance: Option<Distance>,
    /// For an EVC before another step: of how many skills that the next step teaches, and how many of these the person shows.
    pub shortens: Option<(usize, usize)>,
}

/// A requirement that a step teaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taught {
    /// Into the requirements of [`PathFound::after`].
    pub requirement: usize,
    /// How far it was met before, in thousandths.
    pub before_permille: u16,
    /// How far it is met after.
    pub after_permille: u16,
}

impl PathFound {
    /// Points of the path.
    #[must_use]
    pub fn points(&self) -> i32 {
        self.after.total.points() + self.way.iter().map(|it| it.points).sum::<i32>()
    }
}

impl PathSearch<'_> {
    /// The reasons for a path that this search found. `listed` is the vacancy.
    #[must_use]
    pub fn explain(&self, offer: &Offer, listed: &Arc<Listed>) -> PathFound {
        let (plan, way) = (self.person.plan, self.ways.get(offer.way));
        let before = explain(plan, offer.id, Arc::clone(listed));
        let claims: Vec<Claim> = (0..).zip(way.steps()).flat_map(|(step, route)| self.claims(step, route)).collect();
        let after = explain(&plan.after(&claims, way.after.nlqf, way.after.diplomas()), offer.id, Arc::clone(listed));
        let steps: Vec<_> =
            (0..).zip(way.steps()).map(|(step, route)| self.step(way, step, route, &before, &after)).collect();
        let facts = || way.steps().map(|route| self.person.table.of(route));
        let mut scratch = Scratch::new(&self.person);
        scratch.read(&self.person, offer.id);
        let new = scratch.added(&self.person, way.first, way.last).new;
        let whole = Vacancy::new(&self.person, offer.id, offer.share).whole();
        let new = WayContribution {
            part: WayPart::New,
            points: way::new_points(new, whole),
            reason: WayReason::New { permille: u16::try_from(new * 1_000 / whole.max(1)).unwrap_or(u16::MAX) },
        };
        let is_asked = |concept| after.requirements.iter().any(|it| it.concept == concept);
        let used = way::used(&self.person, way, is_asked);
        let detour = WayContribution {
            part: WayPart::Detour,
            points: way::detour_points(used),
            reason: WayReason::Used { used: used.0, of: used.1 },
        };
        let mut contributions: Vec<_> = [new].into_iter().chain((used.1 > 0).then_some(detour)).collect();
        way::each_part(&self.person, way, self.questions(way), |contribution| contributions.push(contribution));
        let found = PathFound {
            steps,
            way: contributions,
            budget: budget::checks(&self.person, facts()).collect(),
            weeks: budget::weeks(facts()),
            closes_before: closes_before(
                &after,
                facts().fold(self.person.today, |day, it| it.route().earliest_end(day)),
            ),
            alternatives: self.ways_to(offer).saturating_sub(1),
            before,
            after,
        };
        debug_assert_eq!(found.points(), offer.points, "the reasons of a path to {} add up", listed.key);
        found
    }

    /// What the profile could claim after a step.
    fn claims(&self, step: usize, route: RouteNumber) -> Vec<Claim> {
        match self.person.recognised.get(&route) {
            Some(recognised) => {
                recognised.claims.iter().map(|claim| Claim { source: Source::Step(step), ..*claim }).collect()
            }
            None => self.person.table.of(route).claims(step).collect(),
        }
    }

    fn step(&self, way: &Way, step: usize, route: RouteNumber, before: &Explained, after: &Explained) -> StepFound {
        let person = &self.person;
        let facts = person.table.of(route);
        let entry = entry::checks(person, facts, &self.earned(way, step));
        let pairs = before.requirements.iter().zip(&after.requirements).enumerate();
        let teaches = pairs.filter_map(|(requirement, (before, after))| {
            let by_step = after.backing.is_some_and(|backing| backing.claim.source == Source::Step(step));
            let is_gap = before.outcome != RequirementOutcome::Met && after.credit_permille > before.credit_permille;
            (by_step && is_gap).then_some(Taught {
                requirement,
                before_permille: before.credit_permille,
                after_permille: after.credit_permille,
            })
        });
        StepFound {
            listed: Arc::clone(&facts.listed),
            entry_verdict: worst(&entry),
            entry,
            teaches: teaches.collect(),
            begins: facts.route().starts.next(person.today),
            distance: way::distance(person, facts),
            shortens: (facts.is_evc() && way.first == Some(route)).then(|| self.shortens(way.last)),
        }
    }

    /// How many skills a route teaches, and how many of these the person shows.
    fn shortens(&self, route: RouteNumber) -> (usize, usize) {
        let taught = &self.person.table.of(route).listed.understood.taught;
        (taught.len(), taught.iter().filter(|it| evc::is_shown(self.person.credit_of(it))).count())
    }

    /// What the person has earned before a step.
    fn earned(&self, way: &Way, step: usize) -> Earned<'_> {
        match way.first.filter(|_| step > 0) {
            Some(first) => way::earned(&self.person, first),
            None => Earned::default(),
        }
    }

    fn questions(&self, way: &Way) -> usize {
        let steps = way.steps().enumerate();
        let questions = steps.map(|(step, route)| {
            entry::questions(&self.person, self.person.table.of(route), &self.earned(way, step)).unwrap_or(0)
        });
        questions.sum()
    }
}

fn worst(checks: &[EntryCheck]) -> EntryVerdict {
    let badness = |verdict: &EntryVerdict| match verdict {
        EntryVerdict::Met => 0,
        EntryVerdict::Unknown => 1,
        EntryVerdict::EvcPossible => 2,
        EntryVerdict::NotMet => 3,
    };
    // A certificate of conduct is applied for later and keeps nobody from asking for a place.
    let counting = checks.iter().filter(|it| it.asked != EntryAsked::Gate(GateAsked::Vog));
    counting.map(|it| it.verdict).max_by_key(badness).unwrap_or(EntryVerdict::Met)
}

/// Last day to respond to a vacancy, when it lies before a day.
fn closes_before(vacancy: &Explained, day: Date) -> Option<Date> {
    match &vacancy.listed.opportunity {
        Opportunity::Vacancy(vacancy) => vacancy.period.closes().filter(|closes| *closes < day),
        Opportunity::Route(_) => None,
    }
}
