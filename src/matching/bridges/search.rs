//! The best paths of one person: a scan gives every vacancy a bound, then vacancies are weighed in the order of their bounds
//! until no other can be among the best.
//!
//! The bound of a vacancy is the most, over the routes that [`Reach`] names for it, of what the person meets of it, what the
//! route (with a step before it, when the person has such a way) can add, the points of the person's best way by that route,
//! and the most that conditions and wishes can bring. A vacancy whose bound is lower than the points of the last of the best
//! *k* cannot be among them, nor can any after it.

use super::{
    person::Person,
    reach::{ByRoute, Reach},
    table::RouteTable,
    vacancy::{Scratch, Vacancy},
    way::{self, Ways},
};
use crate::{
    domain::{OpportunityKind, Profile},
    matching::{
        Class, Filter, Plan, RefusedBy,
        parts::Coverage,
        recall::{self, Gatekeeper},
        rules::{self, bridges},
    },
};
use loopbaanbrug_index::{Counter, DocumentId, Error, RowSet, Rows, Scan, Share, Shares};
use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicI64, AtomicUsize, Ordering},
    time::Instant,
};

const KIND: OpportunityKind = OpportunityKind::Vacancy;
/// Vacancies that a thread takes at once.
const BLOCK: usize = 32;

/// A search under way. Threads may share each of its two halves.
pub struct PathSearch<'a> {
    pub(super) person: Person<'a>,
    pub(super) ways: Ways,
    filter: &'a Filter,
    reach: &'a Reach,
    scan: Scan<'a>,
    limit: usize,
    each_way: bool,
    deadline: Option<Instant>,
    /// Most points of everything but skills and the way.
    besides_max: i32,
    /// Points that `limit` offers are known to have.
    bar: AtomicI64,
    taken: AtomicUsize,
}

/// A vacancy that a path may lead to, and the most points that any path to it can have.
#[derive(Clone, Copy)]
struct Candidate {
    id: DocumentId,
    share: Share,
    bound: i32,
}

/// What one thread saw of all vacancies.
pub struct Survey {
    candidates: Vec<Candidate>,
    refused: BTreeMap<RefusedBy, u64>,
    total: u64,
}

/// The vacancies that a path may lead to, highest bound first, and what was left out.
pub struct Candidates {
    in_order: Vec<Candidate>,
    /// Number within the filter and every must.
    pub total: u64,
    /// Number left out by each condition.
    pub refused: Vec<(RefusedBy, u64)>,
}

/// What one thread found.
pub struct PathPart(Vec<Offer>);

/// A path: a vacancy and a way to it.
#[derive(Clone, Copy, Debug)]
pub struct Offer {
    /// The vacancy.
    pub id: DocumentId,
    /// Points of the vacancy after the way and of the way.
    pub points: i32,
    freshness: i32,
    pub(super) share: Share,
    pub(super) way: u32,
}

impl Candidates {
    /// Leaves only one vacancy, when it is among them.
    pub fn retain_only(&mut self, vacancy: DocumentId) {
        self.in_order.retain(|candidate| candidate.id == vacancy);
    }
}

impl<'a> PathSearch<'a> {
    /// Begins to look for the best `limit` paths: the best way to each vacancy or, with `each_way`, every way.
    pub fn new(
        plan: &'a Plan<'a>,
        profile: &Profile,
        (table, reach): (&'a RouteTable, &'a Reach),
        filter: &'a Filter,
        (limit, each_way): (usize, bool),
        deadline: Option<Instant>,
    ) -> Self {
        let person = Person::new(plan, profile, table, filter.today);
        Self {
            ways: Ways::of(&person),
            person,
            filter,
            reach,
            scan: plan.world.index.counting(&plan.credits, deadline),
            limit,
            each_way,
            deadline,
            besides_max: plan.points_besides_skills(KIND),
            bar: AtomicI64::new(i64::MIN),
            taken: AtomicUsize::new(0),
        }
    }

    /// Into how many pieces the first half can be divided.
    #[must_use]
    pub fn pieces(&self) -> usize {
        self.scan.windows()
    }

    /// The first half: looks at vacancies that no other thread has taken, until none is left.
    ///
    /// # Errors
    /// [`Error::DeadlineExceeded`] when the deadline passes.
    pub fn survey(&self) -> Result<Survey, Error> {
        let gatekeeper = Gatekeeper::new(self.person.plan, self.filter, None);
        let mut surveyor = Surveyor { search: self, gatekeeper, candidates: Vec::new(), refused: BTreeMap::new() };
        let total = self.scan.count(&mut surveyor)?;
        Ok(Survey { candidates: surveyor.candidates, refused: surveyor.refused, total })
    }

    /// What all threads saw.
    #[must_use]
    pub fn candidates(&self, surveys: Vec<Survey>) -> Candidates {
        let (mut refused, mut all, mut total) = (BTreeMap::new(), Vec::new(), 0);
        for survey in surveys {
            recall::count_all(&mut refused, survey.refused);
            all.extend(survey.candidates);
            total += survey.total;
        }
        Candidates { in_order: highest_bound_first(&all), total, refused: refused.into_iter().collect() }
    }

    /// The second half: weighs vacancies that no other thread has taken, until no other can be among the best.
    ///
    /// # Errors
    /// [`Error::DeadlineExceeded`] when the deadline passes.
    pub fn weigh(&self, candidates: &Candidates) -> Result<PathPart, Error> {
        let mut scratch = Scratch::new(&self.person);
        let mut best = Vec::new();
        loop {
            if self.deadline.is_some_and(|deadline| Instant::now() >= deadline) {
                return Err(Error::DeadlineExceeded);
            }
            let start = self.taken.fetch_add(BLOCK, Ordering::Relaxed);
            let block = candidates.in_order.iter().skip(start).take(BLOCK);
            let mut seen = 0;
            for candidate in block {
                if i64::from(candidate.bound) < self.bar.load(Ordering::Relaxed) {
                    return Ok(PathPart(self.best_of(best)));
                }
                self.weigh_one(candidate, &mut scratch, &mut best);
                seen += 1;
            }
            if seen < BLOCK {
                return Ok(PathPart(self.best_of(best)));
            }
        }
    }

    /// The best of what all threads found, in order of points, then freshness of the vacancy, then its key, then the keys of
    /// the steps.
    #[must_use]
    pub fn best(&self, parts: Vec<PathPart>) -> Vec<Offer> {
        self.best_of(parts.into_iter().flat_map(|part| part.0).collect())
    }

    /// How many ways bring the vacancy of an offer nearer.
    pub(super) fn ways_to(&self, offer: &Offer) -> usize {
        let mut scratch = Scratch::new(&self.person);
        let vacancy = Vacancy::new(&self.person, offer.id, offer.share);
        let mut count = 0;
        scratch.read(&self.person, offer.id);
        self.each_offer(&vacancy, &scratch, |_, _| count += 1);
        count
    }

    fn weigh_one(&self, candidate: &Candidate, scratch: &mut Scratch, best: &mut Vec<Offer>) {
        let vacancy = Vacancy::new(&self.person, candidate.id, candidate.share);
        let besides = vacancy.points_besides_ability();
        if i64::from(candidate.bound - self.besides_max + besides) < self.bar.load(Ordering::Relaxed) {
            return;
        }
        let index = self.person.plan.world.index;
        let freshness = index.number(candidate.id, self.person.plan.world.columns.opens).unwrap_or(i32::MIN);
        let mut best_way: Option<(i32, u32)> = None;
        scratch.read(&self.person, candidate.id);
        self.each_offer(&vacancy, scratch, |way, points| {
            let (points, share) = (points + besides, candidate.share);
            if self.each_way {
                best.push(Offer { id: candidate.id, points, freshness, share, way });
            } else if best_way.is_none_or(|(most, first)| (points, first) > (most, way)) {
                best_way = Some((points, way));
            }
        });
        if let Some((points, way)) = best_way {
            best.push(Offer { id: candidate.id, points, freshness, share: candidate.share, way });
        }
        if best.len() >= 2 * self.limit {
            *best = self.best_of(std::mem::take(best));
        }
    }

    /// Every way that brings a vacancy nearer, with the points of all but wishes and conditions. `scratch` holds the vacancy.
    fn each_offer(&self, vacancy: &Vacancy<'_>, scratch: &Scratch, mut see: impl FnMut(u32, i32)) {
        let person = &self.person;
        for ByRoute { route: last, .. } in self.reach.by_route(person.plan.world.index.ordinal(vacancy.id)) {
            for (place, way) in self.ways.to(*last).iter().enumerate() {
                let added = scratch.added(person, way.first, *last);
                let (class, points) = vacancy.after(added.got, &way.after);
                if class < vacancy.class && (added.missing || vacancy.lacks_less(&way.before_last, &way.after)) {
                    let detour = way::detour_points(way::used(person, way, |concept| scratch.asks(concept)));
                    let learning = detour + way::new_points(added.new, vacancy.whole());
                    see(self.ways.number(*last, place), points + way.points + learning);
                }
            }
        }
    }

    fn best_of(&self, mut offers: Vec<Offer>) -> Vec<Offer> {
        let key = |offer: &Offer| self.person.plan.world.index.key(offer.id);
        offers.sort_unstable_by(|left, right| {
            let by_points = (right.points, right.freshness).cmp(&(left.points, left.freshness));
            by_points.then_with(|| key(left).cmp(key(right))).then(left.way.cmp(&right.way))
        });
        offers.truncate(self.limit);
        if let Some(last) = offers.last().filter(|_| offers.len() == self.limit) {
            self.bar.fetch_max(last.points.into(), Ordering::Relaxed);
        }
        offers
    }

    /// The most points that any path to a vacancy can have; none when no path can bring it nearer.
    fn bound(&self, ordinal: usize, share: Share) -> Option<i32> {
        let met = Coverage::of(KIND, share, self.person.plan.unsaid).permille();
        let routes = self.reach.by_route(ordinal).iter();
        let most = routes.filter_map(|by_route| self.bound_by(by_route, met)).max();
        most.map(|points| points + self.besides_max)
    }

    /// The most points that the ways with one last step can bring to a vacancy of which so many thousandths are met, with its
    /// skills and level.
    fn bound_by(&self, by_route: &ByRoute, met_permille: u64) -> Option<i32> {
        let most = self.ways.most(by_route.route);
        let plan = self.person.plan;
        // What is met was rounded down.
        let (met, left) = (met_permille + 1, 1_000 - met_permille.min(1_000));
        let after = |way: Option<i32>, learnt: u16, proved: bool| {
            let learnt = u64::from(learnt).min(left);
            let way = way.filter(|_| met + learnt >= plan.thresholds.route_permille)?;
            let skills = rules::skills_points(KIND);
            // Learning brings less than proving to a person who does not want to learn: it counts as new.
            let is_new = !proved && !self.person.wants_to_learn;
            let of_learnt = if is_new { skills - bridges::NEW_POINTS_MAX } else { skills };
            let thousandths = |permille: u64, points: i32| i32::try_from(permille).unwrap_or(1_000) * points;
            // One for each sum that is rounded.
            Some(((thousandths(met, skills) + thousandths(learnt, of_learnt)) / 1_000 + 2).min(skills) + way)
        };
        let alone = after(most.alone, by_route.alone, self.person.table.of(by_route.route).is_evc());
        // An EVC teaches nothing, so the detour is that of the last step.
        let after_evc = after(most.after_evc, by_route.with_first, true);
        let by_last = alone.max(after_evc).map(|points| points + i32::from(by_route.detour));
        by_last.max(after(most.after_route, by_route.with_first, self.person.table.of(by_route.route).is_evc()))
    }
}

/// Counted by bound, since there are few bounds and many vacancies.
fn highest_bound_first(candidates: &[Candidate]) -> Vec<Candidate> {
    let Some(lowest) = candidates.iter().map(|it| it.bound).min() else { return Vec::new() };
    let place = |candidate: &Candidate| usize::try_from(candidate.bound - lowest).unwrap_or(0);
    let highest = candidates.iter().map(place).max().unwrap_or(0);
    let mut starts = vec![0_usize; highest + 2];
    for candidate in candidates {
        starts[highest - place(candidate) + 1] += 1;
    }
    for bound in 1..starts.len() {
        starts[bound] += starts[bound - 1];
    }
    let mut in_order = candidates.to_vec();
    for candidate in candidates {
        let next = &mut starts[highest - place(candidate)];
        in_order[*next] = *candidate;
        *next += 1;
    }
    in_order
}

struct Surveyor<'a, 'b> {
    search: &'b PathSearch<'a>,
    gatekeeper: Gatekeeper<'b>,
    candidates: Vec<Candidate>,
    refused: BTreeMap<RefusedBy, u64>,
}

impl Counter for Surveyor<'_, '_> {
    fn admit(&mut self, rows: &Rows<'_>, admitted: &mut RowSet) {
        self.gatekeeper.admit(rows, admitted, &mut self.refused);
    }

    fn tally(&mut self, rows: &Rows<'_>, admitted: &RowSet, shares: Shares<'_>) {
        let search = self.search;
        let first = search.person.plan.world.index.ordinal(rows.row(0).id());
        admitted.for_each(|place| {
            let share = shares.get(place);
            let Some(bound) = search.bound(first + place, share) else { return };
            let id = rows.row(place).id();
            let plan = search.person.plan;
            let is_near = Coverage::of(KIND, share, plan.unsaid).reaches(plan.thresholds.now_permille);
            if is_near && Vacancy::new(&search.person, id, share).class == Class::Now {
                return;
            }
            self.candidates.push(Candidate { id, share, bound });
        });
    }
}
