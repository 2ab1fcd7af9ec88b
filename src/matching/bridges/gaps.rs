//! What a single skill, or a route with all that it teaches, would open for a person: every vacancy within the person's
//! wishes is asked whether it would come into another class.
//!
//! Counted of a skill are the vacancies that ask for it, once it is learnt as [`lesson`] has it. So the vacancies that it
//! opens are exactly those that a profile with that claim would find within reach.

use super::{
    lesson::{self, Lessons},
    paper::Paper,
    person::Person,
    reach::{ByRoute, BySkill, Reach},
    table::{RouteNumber, RouteTable},
    vacancy::{Asked, Scratch, Vacancy},
    way::Ways,
};
use crate::{
    document::Listed,
    domain::{OpportunityKind, Profile},
    matching::{
        Class, Filter, Plan, RefusedBy, Thresholds, WishKind,
        credits::ByLevel,
        parts::Coverage,
        recall::{self, Gatekeeper},
        rules::bridges,
    },
    taxonomy::ConceptNumber,
};
use loopbaanbrug_index::{Counter, DocumentId, Error, RowSet, Rows, Scan, Share, Shares};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
    sync::Arc,
    time::Instant,
};

const KIND: OpportunityKind = OpportunityKind::Vacancy;
/// What is farther after a skill was learnt was not opened by it.
const FARTHEST_OPENED: Class = Class::ShortCourse;

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
    /// Vacancies that would come within reach now or with a short course and are farther away without it. What would still be
    /// a route away after it is not opened.
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
    total: u64,
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
    pub fn new(
        plan: &'a Plan<'a>,
        profile: &Profile,
        (table, reach): (&'a RouteTable, &'a Reach),
        filter: &'a Filter,
        deadline: Option<Instant>,
    ) -> Self {
        let person = Person::new(plan, profile, table, filter.today);
        let ways = Ways::of(&person);
        let begins = |first: Option<RouteNumber>| first.is_none_or(|first| table.of(first).is_evc());
        let open = table.numbers().map(|route| ways.to(route).iter().any(|way| begins(way.first)));
        let open = open.collect();
        let scan = plan.world.index.counting(&plan.credits, deadline);
        Self { person, open, filter, reach, scan }
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
        let mut counter = GapCounter {
            search: self,
            gatekeeper: Gatekeeper::new(self.person.plan, self.filter, None),
            scratch: Scratch::new(&self.person),
            lessons: Lessons::new(self.person.plan.world.taxonomy),
            own_credits: lesson::own_credits(),
            counts: Counts::default(),
            refused: BTreeMap::new(),
        };
        let total = self.scan.count(&mut counter)?;
        Ok(GapPart { counts: counter.counts, refused: counter.refused, total })
    }

    /// What all threads counted, most first. Order: vacancies that come within reach, those that come nearer, points
    /// gained, key.
    #[must_use]
    pub fn gaps(&self, parts: Vec<GapPart>) -> Gaps {
        let (mut counts, mut refused, mut total) = (Counts::default(), BTreeMap::new(), 0);
        for part in parts {
            recall::count_all(&mut refused, part.refused);
            counts.now += part.counts.now;
            part.counts
                .skills
                .into_iter()
                .for_each(|(it, count)| self.merge(counts.skills.entry(it).or_default(), count));
            part.counts
                .routes
                .into_iter()
                .for_each(|(it, count)| self.merge(counts.routes.entry(it).or_default(), count));
            total += part.total;
        }
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
        let is_full = count.samples.len() == bridges::SAMPLES_MAX;
        if is_full && count.samples.last().is_some_and(|last| (last.0, last.1) < (sample.0, sample.1)) {
            return;
        }
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

struct GapCounter<'a, 'b> {
    search: &'b GapSearch<'a>,
    gatekeeper: Gatekeeper<'b>,
    scratch: Scratch,
    lessons: Lessons<'b>,
    /// What learning a skill gives for the skill itself.
    own_credits: ByLevel,
    counts: Counts,
    refused: BTreeMap<RefusedBy, u64>,
}

impl Counter for GapCounter<'_, '_> {
    fn admit(&mut self, rows: &Rows<'_>, admitted: &mut RowSet) {
        self.gatekeeper.admit(rows, admitted, &mut self.refused);
    }

    fn tally(&mut self, rows: &Rows<'_>, admitted: &RowSet, shares: Shares<'_>) {
        let search = self.search;
        let plan = search.person.plan;
        let Thresholds { now_permille, short_course_permille, .. } = plan.thresholds;
        let first = plan.world.index.ordinal(rows.row(0).id());
        admitted.for_each(|place| {
            let share = shares.get(place);
            let met = Coverage::of(KIND, share, plan.unsaid).permille();
            // What is met was rounded down.
            let reaches = |more: u16, class: u64| met + 1 + u64::from(more) >= class;
            let next = [short_course_permille, now_permille].into_iter().find(|permille| *permille > met);
            let by_skill = search.reach.by_skill(first + place);
            let next = next.filter(|next| reaches(by_skill.with_near, *next));
            let is_open = |it: &&ByRoute| reaches(it.alone, now_permille) && search.open[it.route as usize];
            let mut by_route = search.reach.by_route(first + place).iter().filter(is_open).peekable();
            if next.is_none() && by_route.peek().is_none() && met < now_permille {
                return;
            }
            let id = rows.row(place).id();
            let vacancy = Vacancy::new(&search.person, id, share);
            if vacancy.class == Class::Now {
                self.counts.now += 1;
                return;
            }
            // Skills move neither a level nor a hard condition.
            let next = next.filter(|_| vacancy.class_by_skills_alone() <= FARTHEST_OPENED);
            if next.is_none() && by_route.peek().is_none() {
                return;
            }
            self.scratch.read(&search.person, id);
            if let Some(next) = next {
                self.skills(&vacancy, share, next, by_skill);
            }
            by_route.for_each(|by_route| self.route(&vacancy, share, by_route.route));
        });
    }
}

impl GapCounter<'_, '_> {
    /// `next` is the share in thousandths from which the skills allow a nearer class.
    fn skills(&mut self, vacancy: &Vacancy<'_>, share: Share, next: u64, most: BySkill) {
        let person = &self.search.person;
        let least = (next * vacancy.whole()).saturating_sub(1_000 * share.got + u64::from(most.near) * vacancy.whole());
        for place in 0..self.scratch.asked.len() {
            let Asked { concept, level, credit, weight, .. } = self.scratch.asked[place];
            let more = self.own_credits[level].saturating_sub(credit);
            if more == 0 || 1_000 * weight * u64::from(more) < least {
                continue;
            }
            let added = self.scratch.added_by_lesson(self.lessons.of(concept));
            let (class, points) = vacancy.after(added, &Paper::of(person));
            let is_avoided = || person.plan.wishes.get(concept) == Some(WishKind::Avoid);
            if class < vacancy.class && class <= FARTHEST_OPENED && !is_avoided() {
                let count = self.counts.skills.entry(concept).or_default();
                self.search.add(count, vacancy, class, points, Share { got: share.got + added, of: share.of });
            }
        }
    }

    fn route(&mut self, vacancy: &Vacancy<'_>, share: Share, route: RouteNumber) {
        let person = &self.search.person;
        let added = self.scratch.added(person, None, route);
        let before = Paper::of(person);
        let after = before.after(person.table.of(route));
        let (class, points) = vacancy.after(added.got, &after);
        if class == Class::Now && (added.missing || vacancy.lacks_less(&before, &after)) {
            let count = self.counts.routes.entry(route).or_default();
            self.search.add(count, vacancy, class, points, Share { got: share.got + added.got, of: share.of });
        }
    }
}

impl GapSearch<'_> {
    fn add(&self, count: &mut Count, vacancy: &Vacancy<'_>, class: Class, points: i32, after: Share) {
        let (_, before) = vacancy.after(0, &Paper::of(&self.person));
        count.now += u64::from(class == Class::Now);
        count.nearer += 1;
        count.points += i64::from(points - before);
        self.keep_sample(
            count,
            (class, Reverse(Coverage::of(KIND, after, self.person.plan.unsaid).permille()), vacancy.id),
        );
    }
}
