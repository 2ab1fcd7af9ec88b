//! The ways that are open to a person: one route, or two where the first gives what the second asks at entry or proves what
//! the person can already. Each has points of its own, whatever work it leads to.

use super::{
    budget::{self, BudgetCheck, Paid},
    entry::{self, Earned},
    evc,
    paper::Paper,
    person::Person,
    table::{RouteFacts, RouteNumber, RouteTable},
};
use crate::{
    domain::{EuroPerMonth, Range, Verdict},
    matching::{Distance, credits::ByLevel, facts::At, rules::bridges as rules, travel},
    taxonomy::ConceptNumber,
};
use jiff::civil::Date;

const METRES_PER_KM: u32 = 1_000;

/// Parts of the points of a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum WayPart {
    /// How much of what the work asks must be learnt.
    New,
    /// How much of what one learns the work does not ask.
    Detour,
    /// How long it takes.
    Time,
    /// What the person pays.
    Cost,
    /// What it asks beyond the learning budget.
    Budget,
    /// Wage on the way.
    Wage,
    /// A guaranteed job at the end.
    Guarantee,
    /// How far the lessons are.
    Distance,
    /// How long until it begins.
    Start,
    /// What must be asked before one can begin.
    Entry,
}

impl WayPart {
    /// Every part in the order of display.
    pub const ALL: [Self; 10] = [
        Self::New,
        Self::Detour,
        Self::Time,
        Self::Cost,
        Self::Budget,
        Self::Wage,
        Self::Guarantee,
        Self::Distance,
        Self::Start,
        Self::Entry,
    ];

    /// Most points that it can bring.
    #[must_use]
    pub fn points_possible(self) -> i32 {
        match self {
            Self::Wage => rules::WAGE_POINTS,
            Self::Guarantee => rules::GUARANTEE_POINTS,
            _ => 0,
        }
    }
}

/// Points of a way with their reason.
#[derive(Clone, Debug, PartialEq)]
pub struct WayContribution {
    /// The part it belongs to.
    pub part: WayPart,
    /// Its points; negative for what counts against.
    pub points: i32,
    /// Why.
    pub reason: WayReason,
}

/// Why a way has its points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum WayReason {
    /// Share of what the work asks that must be learnt and that the person did not want to learn anyhow, in thousandths.
    New {
        /// The share.
        permille: u16,
    },
    /// Of so many things that one learns, the work asks so many.
    Used {
        /// Asked by the work.
        used: usize,
        /// Taught by all steps.
        of: usize,
    },
    /// Weeks of all steps together, and whether a step does not say how long it takes.
    Weeks {
        /// Weeks as far as known.
        known: u32,
        /// Whether there are more that are not known.
        and_more: bool,
    },
    /// The person pays nothing.
    NothingToPay,
    /// The person pays so many euros.
    OwnEuros(u32),
    /// The person pays so many euros, and perhaps more: a step does not say, or shares the cost.
    OwnEurosAtLeast(u32),
    /// So many euros are shared; how, is not said.
    SharedEuros(u32),
    /// What the person pays is not said.
    CostUnknown,
    /// A limit of the learning budget.
    Budget(BudgetCheck),
    /// A wage is paid on the way.
    Wage {
        /// The wage.
        wage: Range<EuroPerMonth>,
        /// Whether it reaches the pay that the person asks.
        enough: bool,
    },
    /// A job is guaranteed at the end.
    JobGuaranteed,
    /// The lessons are farther away than the person wants to travel, beyond any doubt of a rough distance.
    Far {
        /// Distance from home.
        distance: Distance,
        /// What the person wants at most.
        max_km: u32,
    },
    /// The first day on which one can begin.
    BeginsOn(Date),
    /// Things at entry that must be asked first.
    Ask(usize),
}

/// One way: the steps, and what follows from them.
#[derive(Clone, Debug)]
pub(super) struct Way {
    /// A step before the last one.
    pub(super) first: Option<RouteNumber>,
    pub(super) last: RouteNumber,
    /// Sum of the points of all parts.
    pub(super) points: i32,
    /// What the person holds before the last step.
    pub(super) before_last: Paper,
    /// What the person holds after it.
    pub(super) after: Paper,
}

impl Way {
    pub(super) fn steps(&self) -> impl Iterator<Item = RouteNumber> + Clone + use<> {
        self.first.into_iter().chain([self.last])
    }

    fn of(person: &Person<'_>, first: Option<RouteNumber>, last: RouteNumber, questions: usize) -> Self {
        let own = Paper::of(person);
        let before_last = first.map_or(own, |first| own.after(person.table.of(first)));
        let after = before_last.after(person.table.of(last));
        let mut way = Self { first, last, points: 0, before_last, after };
        let mut points = 0;
        each_part(person, &way, questions, |contribution| points += contribution.points);
        way.points = points;
        way
    }
}

/// Every way that is open to a person, in the order of keys of the last and then of the first step.
pub(super) struct Ways {
    ways: Vec<Way>,
    /// Where in `ways` those with each last step start; one more than there are routes.
    starts: Vec<u32>,
    /// Most points of the ways with each last step.
    most: Vec<MostPoints>,
}

/// Most points that any way with one last step has; none when there is no such way.
#[derive(Clone, Copy, Default)]
pub(super) struct MostPoints {
    /// Of that step alone.
    pub(super) alone: Option<i32>,
    /// Of an EVC before it.
    pub(super) after_evc: Option<i32>,
    /// Of another route before it.
    pub(super) after_route: Option<i32>,
}

impl Ways {
    pub(super) fn of(person: &Person<'_>) -> Self {
        let mut ways = Self { ways: Vec::new(), starts: vec![0], most: Vec::new() };
        let direct = |route| entry::questions(person, person.table.of(route), &Earned::default());
        let can_begin = |route: &RouteNumber| person.can_begin(*route);
        let direct: Vec<_> =
            person.table.numbers().map(|route| Some(route).filter(can_begin).and_then(direct)).collect();
        for last in person.table.numbers() {
            let start = ways.ways.len();
            if person.can_begin(last) {
                ways.add(person, &direct, last);
            }
            ways.most.push(MostPoints::of(person.table, &ways.ways[start..]));
            ways.starts.push(u32::try_from(ways.ways.len()).unwrap_or(u32::MAX));
        }
        ways
    }

    /// Most points of the ways whose last step is a route.
    #[inline]
    pub(super) fn most(&self, last: RouteNumber) -> MostPoints {
        self.most[last as usize]
    }

    /// The ways whose last step is a route.
    pub(super) fn to(&self, last: RouteNumber) -> &[Way] {
        let (start, end) = (self.starts[last as usize], self.starts[last as usize + 1]);
        &self.ways[start as usize..end as usize]
    }

    /// Where a way stands in the order.
    pub(super) fn number(&self, last: RouteNumber, place: usize) -> u32 {
        self.starts[last as usize] + u32::try_from(place).unwrap_or(0)
    }

    pub(super) fn get(&self, number: u32) -> &Way {
        &self.ways[number as usize]
    }

    /// Adds the ways to a route. `direct` holds, for each route, the questions that its entry leaves when it is the first step.
    fn add(&mut self, person: &Person<'_>, direct: &[Option<usize>], last: RouteNumber) {
        if person.table.of(last).is_evc() && !person.recognised.contains_key(&last) {
            return;
        }
        let then = |first: RouteNumber| {
            let own = direct[first as usize]?;
            let questions = entry::questions(person, person.table.of(last), &earned(person, first))?;
            Some((first, own + questions))
        };
        let own = direct[last as usize];
        let two_steps: Vec<_> = match own {
            // With an EVC before it the route may be shorter, so the EVC stands first.
            Some(_) => evc::before(person, last).into_iter().filter_map(then).collect(),
            // What may lead to a route whose entry is not met, most related first; an EVC goes before routes.
            None => {
                let evc = evc::recognising(person, last).and_then(then);
                let routes = person.table.of(last).before.iter().copied().filter_map(then);
                evc.into_iter().chain(routes.take(rules::FIRST_STEPS_MAX)).collect()
            }
        };
        if let Some(questions) = own.filter(|_| two_steps.is_empty()) {
            self.ways.push(Way::of(person, None, last, questions));
        }
        self.ways.extend(two_steps.iter().map(|(first, questions)| Way::of(person, Some(*first), last, *questions)));
    }
}

impl MostPoints {
    fn of(table: &RouteTable, ways: &[Way]) -> Self {
        let mut most = Self::default();
        for way in ways {
            let kind = match way.first {
                None => &mut most.alone,
                Some(first) if table.of(first).is_evc() => &mut most.after_evc,
                Some(_) => &mut most.after_route,
            };
            *kind = (*kind).max(Some(way.points));
        }
        most
    }
}

/// What a first step brings to the entry of the next.
pub(super) fn earned<'a>(person: &'a Person<'_>, first: RouteNumber) -> Earned<'a> {
    let facts = person.table.of(first);
    Earned { nlqf: facts.exit(), diploma: facts.diploma, gains: gains(person, first), evc: facts.is_evc() }
}

/// What a person gets credit for after a route: of an EVC only what it recognises.
pub(super) fn gains<'a>(person: &'a Person<'_>, route: RouteNumber) -> &'a [(ConceptNumber, ByLevel)] {
    let facts = person.table.of(route);
    match person.recognised.get(&route) {
        Some(recognised) => &recognised.gains,
        None if facts.is_evc() => &[],
        None => &facts.gains,
    }
}

/// The points of a way, part by part.
pub(super) fn each_part(person: &Person<'_>, way: &Way, questions: usize, mut see: impl FnMut(WayContribution)) {
    let steps = || way.steps().map(|step| person.table.of(step));
    let mut add = |part, points, reason| see(WayContribution { part, points, reason });
    let (weeks, and_more) = budget::weeks(steps());
    let counted = weeks + if and_more { u32::from(rules::WEEKS_ASSUMED) } else { 0 };
    add(
        WayPart::Time,
        -per(counted, rules::WEEKS_PER_POINT.into(), rules::TIME_POINTS_MAX),
        WayReason::Weeks { known: weeks, and_more },
    );
    let paid = Paid::of(steps().map(|facts| facts.route().cost));
    add(WayPart::Cost, paid.points(), paid.reason());
    for check in budget::checks(person, steps()) {
        let points = if check.verdict == Verdict::NotMet { rules::OVER_BUDGET_POINTS } else { 0 };
        add(WayPart::Budget, points, WayReason::Budget(check));
    }
    let last = person.table.of(way.last).route();
    if let Some(wage) = last.wage {
        let enough = person.pay_min.is_none_or(|min| wage.max() >= min);
        let points = if enough { rules::WAGE_POINTS } else { rules::WAGE_POINTS / 2 };
        add(WayPart::Wage, points, WayReason::Wage { wage, enough });
    }
    if last.job_guarantee == Some(true) {
        add(WayPart::Guarantee, rules::GUARANTEE_POINTS, WayReason::JobGuaranteed);
    }
    if let Some((distance, max_km)) = too_far(person, steps()) {
        add(WayPart::Distance, rules::FAR_POINTS, WayReason::Far { distance, max_km });
    }
    if let Some(begins) = steps().next().and_then(|first| first.route().starts.next(person.today)) {
        let days = u32::try_from((begins - person.today).get_days()).unwrap_or(0);
        let points = -per(days / 7, rules::WAIT_WEEKS_PER_POINT.into(), rules::WAIT_POINTS_MAX);
        add(WayPart::Start, points, WayReason::BeginsOn(begins));
    }
    if questions > 0 {
        let counted = i32::try_from(questions.min(rules::ENTRY_UNKNOWN_MAX)).unwrap_or(0);
        add(WayPart::Entry, counted * rules::ENTRY_UNKNOWN_POINTS, WayReason::Ask(questions));
    }
}

/// How many of the things that the steps teach are asked, and how many there are. An EVC teaches nothing.
pub(super) fn used(person: &Person<'_>, way: &Way, is_asked: impl Fn(ConceptNumber) -> bool) -> (usize, usize) {
    let facts = way.steps().map(|step| person.table.of(step)).filter(|facts| !facts.is_evc());
    facts.fold((0, 0), |(used, of), facts| {
        let of_step = used_of(facts, &is_asked);
        (used + of_step.0, of + of_step.1)
    })
}

/// The same of one route, and of an EVC what it covers.
pub(super) fn used_of(facts: &RouteFacts, is_asked: impl Fn(ConceptNumber) -> bool) -> (usize, usize) {
    let taught = &facts.listed.understood.taught;
    (taught.iter().filter(|it| is_asked(it.concept)).count(), taught.len())
}

/// Whether the work asks enough of what the last step teaches or proves.
pub(super) fn is_used((used, of): (usize, usize)) -> bool {
    used * 1_000 > of * rules::USED_PERMILLE_MIN
}

/// Whether work asks enough of what is taught for that to be a way to it. With less it is the training of another profession.
#[must_use]
pub fn asks_enough(taught: impl Iterator<Item = ConceptNumber>, is_asked: impl Fn(ConceptNumber) -> bool) -> bool {
    is_used(taught.fold((0, 0), |(used, of), concept| (used + usize::from(is_asked(concept)), of + 1)))
}

/// Points for what is new, of all that the work asks; 0 or negative.
pub(super) fn new_points(new: u64, whole: u64) -> i32 {
    let most = u64::from(rules::NEW_POINTS_MAX.unsigned_abs());
    -i32::try_from(most * new / whole.max(1)).unwrap_or(i32::MAX)
}

/// Points for learning what the work does not ask; 0 or negative.
pub(super) fn detour_points((used, of): (usize, usize)) -> i32 {
    let unused = i32::try_from(of.saturating_sub(used)).unwrap_or(i32::MAX);
    -(rules::DETOUR_POINTS_MAX.saturating_mul(unused) / i32::try_from(of.max(1)).unwrap_or(i32::MAX))
}

/// One point for each so many, up to a limit.
pub(super) fn per(number: u32, each: u32, most: i32) -> i32 {
    i32::try_from(number / each).unwrap_or(i32::MAX).min(most)
}

/// The farthest lessons that are known to be farther than the person wants to travel, and how far that is in kilometres.
fn too_far<'a>(person: &Person<'_>, steps: impl Iterator<Item = &'a RouteFacts>) -> Option<(Distance, u32)> {
    let (travel, columns) = (person.travel?, person.plan.world.columns);
    let beyond = steps.filter(|facts| travel.judge(&at(person, facts), columns).0 == Verdict::NotMet);
    let farthest = beyond.filter_map(|facts| distance(person, facts)).max_by_key(|it| it.metres)?;
    Some((farthest, travel.max_m / METRES_PER_KM))
}

/// How far the lessons of a route are from home; none online and where it is not known.
pub(super) fn distance(person: &Person<'_>, facts: &RouteFacts) -> Option<Distance> {
    let (lessons, columns) = (at(person, facts), person.plan.world.columns);
    let home = person.plan.home.filter(|_| !travel::is_from_home(&lessons, columns))?;
    travel::distance(home, &lessons, columns)
}

fn at<'a>(person: &Person<'a>, facts: &RouteFacts) -> At<'a> {
    At { snapshot: person.plan.world.index, id: facts.id }
}
