//! What a single skill, or a route with all that it teaches, would open for a person: every vacancy within the person's
//! wishes is asked whether it would come into another class.
//!
//! Counted of a skill are the vacancies that ask for it. It is taken to be learnt to [`rules::gap_level`], by the person's
//! own word; what it is near to counts as it does for a skill of the profile. So the vacancies that it opens are exactly
//! those that a profile with that claim would find within reach.

use super::{
    person::Person,
    reach::Reach,
    table::{RouteNumber, RouteTable},
    vacancy::{Asked, Scratch, Vacancy},
    way::{self, Ways},
};
use crate::{
    document::Listed,
    domain::{OpportunityKind, Profile},
    matching::{
        Claim, Class, Filter, Plan, RefusedBy, Source, Thresholds, WishKind, Without,
        credits::{Backings, ByLevel},
        parts::Coverage,
        recall::Gatekeeper,
        rules::{CREDIT_FULL, bridges},
    },
    taxonomy::ConceptNumber,
};
use loopbaanbrug_index::{DocumentId, Error, Judge, Row, RowSet, Rows, Scan, Share, Shares, Top, TopRequest};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
    sync::Arc,
    time::Instant,
};

const KIND: OpportunityKind = OpportunityKind::Vacancy;

/// What one skill would open.
#[derive(Clone, Debug, PartialEq)]
pub struct SkillGap {
    /// The skill.
    pub concept: ConceptNumber,
    /// Whether the person wants to learn it.
    pub wanted: bool,
    /// What it would open.
    pub opens: Opens,
}

/// What one route would open.
#[derive(Clone, Debug)]
pub struct RouteGap {
    /// The route.
    pub listed: Arc<Listed>,
    /// What it would open.
    pub opens: Opens,
}

/// Vacancies that something would open.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Opens {
    /// Vacancies that would come within reach now.
    pub now: u64,
    /// Vacancies that would come into a nearer class, those within reach now included.
    pub nearer: u64,
    /// Points that the vacancies of `nearer` would gain in all, as far as they come from what is learnt.
    pub points: i64,
    /// Some of the vacancies of `now`, or else of `nearer`: the best met ones.
    pub samples: Vec<DocumentId>,
}

impl Opens {
    /// Points that a vacancy would gain on average, rounded down.
    #[must_use]
    pub fn points_mean(&self) -> i64 {
        self.points / i64::try_from(self.nearer.max(1)).unwrap_or(i64::MAX)
    }
}

/// What skills and routes would open, most first.
#[derive(Clone, Debug, Default)]
pub struct Gaps {
    /// Skills.
    pub skills: Vec<SkillGap>,
    /// Routes.
    pub routes: Vec<RouteGap>,
    /// Number of vacancies within the filter and every must.
    pub total: u64,
    /// Number of these that are within reach now.
    pub now: u64,
    /// Number left out by each condition.
    pub refused: Vec<(RefusedBy, u64)>,
}

/// A count under way. Threads may share it.
pub struct GapSearch<'a> {
    person: Person<'a>,
    /// Whether a person may begin with a route, perhaps by way of an EVC.
    open: Vec<bool>,
    filter: &'a Filter,
    reach: &'a Reach,
    scan: Scan<'a>,
}

/// What one thread counted.
pub struct GapPart {
    counts: Counts,
    refused: BTreeMap<RefusedBy, u64>,
    top: Top,
}

#[derive(Default)]
struct Counts {
    skills: HashMap<ConceptNumber, Count>,
    routes: HashMap<RouteNumber, Count>,
    now: u64,
}

#[derive(Default)]
struct Count {
    now: u64,
    nearer: u64,
    points: i64,
    /// Class after, share met after in thousandths, document; the best first.
    samples: Vec<Sample>,
}

type Sample = (Class, Reverse<u64>, DocumentId);

impl<'a> GapSearch<'a> {
    /// Begins to count.
    ///
    /// # Errors
    /// None that can occur: the scan is asked for no documents.
    pub fn new(
        plan: &'a Plan<'a>,
        profile: &Profile,
        (table, reach): (&'a RouteTable, &'a Reach),
        filter: &'a Filter,
        deadline: Option<Instant>,
    ) -> Result<Self, Error> {
        let person = Person::new(plan, profile, table, filter.today);
        let ways = Ways::of(&person);
        let begins = |first: Option<RouteNumber>| first.is_none_or(|first| table.of(first).is_evc());
        let open = table.numbers().map(|route| ways.to(route).iter().any(|way| begins(way.first)));
        let open = open.collect();
        let scan = plan.world.index.scan(&plan.credits, TopRequest { k: 0, deadline })?;
        Ok(Self { person, open, filter, reach, scan })
    }

    /// Into how many pieces the work can be divided.
    #[must_use]
    pub fn pieces(&self) -> usize {
        self.scan.windows()
    }

    /// Looks at vacancies that no other thread has taken, until none is left.
    ///
    /// # Errors
    /// [`Error::DeadlineExceeded`] when the deadline passes.
    pub fn take_part(&self) -> Result<GapPart, Error> {
        let mut counter = Counter {
            search: self,
            gatekeeper: Gatekeeper::new(self.person.plan, self.filter, None),
            scratch: Scratch::new(&self.person),
            lessons: HashMap::new(),
            counts: Counts::default(),
            refused: BTreeMap::new(),
        };
        let top = self.scan.take_part(&mut counter)?;
        Ok(GapPart { counts: counter.counts, refused: counter.refused, top })
    }

    /// What all threads counted, most first. Order: vacancies that come within reach, those that come nearer, points
    /// gained, key.
    #[must_use]
    pub fn gaps(&self, parts: Vec<GapPart>) -> Gaps {
        let (mut counts, mut refused) = (Counts::default(), BTreeMap::new());
        let tops = parts.into_iter().map(|part| {
            part.refused.into_iter().for_each(|(by, lost)| *refused.entry(by).or_insert(0) += lost);
            counts.now += part.counts.now;
            part.counts
                .skills
                .into_iter()
                .for_each(|(it, count)| self.merge(counts.skills.entry(it).or_default(), count));
            part.counts
                .routes
                .into_iter()
                .for_each(|(it, count)| self.merge(counts.routes.entry(it).or_default(), count));
            part.top
        });
        let total = self.scan.best_of(tops).admitted;
        let wishes = &self.person.plan.wishes;
        let skill = |(concept, count): (ConceptNumber, Count)| SkillGap {
            concept,
            wanted: wishes.get(concept) == Some(WishKind::Learn),
            opens: count.into_opens(),
        };
        let mut skills: Vec<_> = counts.skills.into_iter().map(skill).collect();
        // Concepts are numbered in the order of their keys.
        skills.sort_unstable_by_key(|it| (most_first(&it.opens), it.concept));
        let mut routes: Vec<_> = counts.routes.into_iter().map(|(route, count)| (route, count.into_opens())).collect();
        routes.sort_unstable_by_key(|(route, opens)| (most_first(opens), *route));
        let listed = |route| Arc::clone(&self.person.table.of(route).listed);
        Gaps {
            skills,
            routes: routes.into_iter().map(|(route, opens)| RouteGap { listed: listed(route), opens }).collect(),
            total,
            now: counts.now,
            refused: refused.into_iter().collect(),
        }
    }

    fn merge(&self, into: &mut Count, other: Count) {
        into.now += other.now;
        into.nearer += other.nearer;
        into.points += other.points;
        other.samples.into_iter().for_each(|sample| self.keep_sample(into, sample));
    }

    fn keep_sample(&self, count: &mut Count, sample: Sample) {
        let key = |it: &Sample| self.person.plan.world.index.key(it.2);
        let better =
            |it: &Sample| (it.0, it.1).cmp(&(sample.0, sample.1)).then_with(|| key(it).cmp(key(&sample))).is_lt();
        let place = count.samples.partition_point(better);
        if place < bridges::SAMPLES_MAX {
            count.samples.insert(place, sample);
            count.samples.truncate(bridges::SAMPLES_MAX);
        }
    }
}

fn most_first(opens: &Opens) -> (Reverse<u64>, Reverse<u64>, Reverse<i64>) {
    (Reverse(opens.now), Reverse(opens.nearer), Reverse(opens.points))
}

impl Count {
    fn into_opens(self) -> Opens {
        let samples = self.samples.into_iter().map(|(.., id)| id).collect();
        Opens { now: self.now, nearer: self.nearer, points: self.points, samples }
    }
}

struct Counter<'a, 'b> {
    search: &'b GapSearch<'a>,
    gatekeeper: Gatekeeper<'b>,
    scratch: Scratch,
    /// What learning a skill gives credit for, once it was asked.
    lessons: HashMap<ConceptNumber, Vec<(ConceptNumber, ByLevel)>>,
    counts: Counts,
    refused: BTreeMap<RefusedBy, u64>,
}

impl Judge for Counter<'_, '_> {
    fn admit(&mut self, rows: &Rows<'_>, admitted: &mut RowSet) {
        self.gatekeeper.admit(rows, admitted, &mut self.refused);
    }

    fn tally(&mut self, rows: &Rows<'_>, admitted: &RowSet, shares: Shares<'_>) {
        let search = self.search;
        let first = search.person.plan.world.index.ordinal(rows.row(0).id());
        admitted.for_each(|place| {
            let share = shares.get(place);
            let (plan, share_met) = (search.person.plan, Coverage::of(KIND, share, search.person.plan.unsaid));
            let met = share_met.permille();
            let most = search.reach.of(first + place);
            // What is met was rounded down.
            let reaches = |more: u16, class: u64| met + 1 + u64::from(more) >= class;
            let Thresholds { now_permille, short_course_permille, route_permille } = plan.thresholds;
            let next = [route_permille, short_course_permille, now_permille];
            let next = next.into_iter().find(|permille| *permille > met);
            let by_skill = next.is_some_and(|next| reaches(most.one_skill, next));
            let by_route = most.last_step > 0 && reaches(most.last_step, now_permille);
            let near_skill = by_skill.then_some(most.near_skill);
            if by_skill || by_route || met >= now_permille {
                self.look(rows.row(place).id(), share, (next, near_skill), by_route);
            }
        });
    }

    fn ceiling(&self, _: Share) -> i32 {
        0
    }

    fn points(&mut self, _: &Row<'_>, _: Share) -> i32 {
        0
    }

    fn freshness(&self, _: &Row<'_>) -> i32 {
        0
    }
}

impl Counter<'_, '_> {
    fn look(&mut self, id: DocumentId, share: Share, (next, near_skill): (Option<u64>, Option<u16>), by_route: bool) {
        let search = self.search;
        let vacancy = Vacancy::new(&search.person, id, share);
        if vacancy.class == Class::Now {
            self.counts.now += 1;
            return;
        }
        self.scratch.read(&search.person, id);
        if let Some((next, near)) = next.zip(near_skill) {
            self.skills(&vacancy, share, next, near);
        }
        if by_route {
            self.routes(&vacancy, share);
        }
    }

    /// `next` is the share from which the skills allow a nearer class, `near` the most that a skill brings by what it is
    /// near to; both in thousandths.
    fn skills(&mut self, vacancy: &Vacancy<'_>, share: Share, next: u64, near: u16) {
        let person = &self.search.person;
        let least = (next * vacancy.whole()).saturating_sub(1_000 * share.got + u64::from(near) * vacancy.whole());
        for place in 0..self.scratch.asked.len() {
            let Asked { concept, level, credit, weight, .. } = self.scratch.asked[place];
            if 1_000 * weight * u64::from(CREDIT_FULL.saturating_sub(credit)) < least {
                continue;
            }
            let lesson = self.lessons.entry(concept).or_insert_with(|| lesson(person, concept));
            let own = lesson.binary_search_by_key(&concept, |(known, _)| *known).map_or(0, |at| lesson[at].1[level]);
            if own <= credit || person.plan.wishes.get(concept) == Some(WishKind::Avoid) {
                continue;
            }
            let added = self.scratch.added_together(&[lesson]).got;
            let (class, points) = vacancy.after(added, person.plan.nlqf, &[]);
            if class < vacancy.class {
                let count = self.counts.skills.entry(concept).or_default();
                self.search.add(count, vacancy, class, points, Share { got: share.got + added, of: share.of });
            }
        }
    }

    fn routes(&mut self, vacancy: &Vacancy<'_>, share: Share) {
        let person = &self.search.person;
        self.scratch.gather(person);
        let recognised = person.recognised.iter();
        let recognised = recognised.map(|(route, it)| (*route, self.scratch.added_together(&[&it.gains])));
        let touched = self.scratch.touched.iter().filter(|route| !person.recognised.contains_key(route));
        let taught = touched.map(|route| (*route, self.scratch.added(*route)));
        let is_used = |route| way::is_used(way::used_of(person.table.of(route), |concept| self.scratch.asks(concept)));
        let open = recognised
            .chain(taught)
            .filter(|(route, added)| self.search.open[*route as usize] && added.got > 0 && is_used(*route));
        for (route, added) in open {
            let facts = person.table.of(route);
            let nlqf = person.plan.nlqf.map(|own| facts.exit().map_or(own, |exit| own.max(exit)));
            let diploma = facts.diploma.as_slice();
            let (class, points) = vacancy.after(added.got, nlqf, diploma);
            if class == Class::Now && (added.missing || vacancy.lacks_less(nlqf, diploma)) {
                let count = self.counts.routes.entry(route).or_default();
                self.search.add(count, vacancy, class, points, Share { got: share.got + added.got, of: share.of });
            }
        }
    }
}

impl GapSearch<'_> {
    fn add(&self, count: &mut Count, vacancy: &Vacancy<'_>, class: Class, points: i32, after: Share) {
        let (_, before) = vacancy.after(0, self.person.plan.nlqf, &[]);
        count.now += u64::from(class == Class::Now);
        count.nearer += 1;
        count.points += i64::from(points - before);
        self.keep_sample(
            count,
            (class, Reverse(Coverage::of(KIND, after, self.person.plan.unsaid).permille()), vacancy.id),
        );
    }
}

/// What a person gets credit for who learns a skill.
fn lesson(person: &Person<'_>, concept: ConceptNumber) -> Vec<(ConceptNumber, ByLevel)> {
    let claim = Claim::learnt(concept, bridges::gap_level(), bridges::GAP_EVIDENCE, Source::Skill(0));
    Backings::of(&[claim], person.plan.world.taxonomy, Without::default()).by_level()
}
