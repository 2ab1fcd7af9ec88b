//! Which routes can bring each vacancy nearer, and how much they and single skills can bring it at most, whoever learns: what
//! a search looks at, and the bounds by which it passes vacancies over. Made once for a state, since it takes a look at every
//! pair of a vacancy and a route that teaches something of it.

use super::{
    lesson,
    table::{RouteNumber, RouteTable},
    way,
};
use crate::{
    document::{self, Columns, PackedTraits},
    domain::OpportunityKind,
    matching::{credits::ByLevel, parts::Coverage, rules::UNSAID_WEIGHT},
    taxonomy::{ConceptNumber, Taxonomy},
};
use loopbaanbrug_index::{Counter, Credits, Row, RowSet, Rows, Scan, Share, Shares, Snapshot};

/// What can bring each vacancy nearer.
#[derive(Default)]
pub struct Reach {
    skills: Vec<BySkill>,
    /// Where in `routes` those of each vacancy start; one more than there are vacancies.
    starts: Vec<u32>,
    routes: Vec<ByRoute>,
}

/// What one skill can bring a vacancy at most, in thousandths of all that it asks, rounded up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct BySkill {
    /// By one skill that it asks, with what that skill is near to.
    pub(super) with_near: u16,
    /// By what a skill is near to alone.
    pub(super) near: u16,
}

/// A route that can be the last step to a vacancy: the vacancy asks enough of what it teaches, see [`way::is_used`]. Shares
/// are in thousandths of all that the vacancy asks, rounded up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ByRoute {
    pub(super) route: RouteNumber,
    /// What it can bring at most.
    pub(super) alone: u16,
    /// The same together with the best step before it.
    pub(super) with_first: u16,
    /// Points for what it teaches and the vacancy does not ask; 0 or negative.
    pub(super) detour: i16,
}

/// The survey under way. Threads may share it: each takes a part of the vacancies until none is left.
pub struct ReachSurvey<'a> {
    taxonomy: &'a Taxonomy,
    table: &'a RouteTable,
    index: &'a Snapshot,
    columns: &'a Columns,
    scan: Scan<'a>,
}

/// What one thread saw.
pub struct ReachPart(Vec<Window>);

/// What was seen of one window of the scan.
struct Window {
    /// Ordinal of its first row.
    first: usize,
    reach: Reach,
}

impl Reach {
    #[inline]
    pub(super) fn by_skill(&self, ordinal: usize) -> BySkill {
        self.skills.get(ordinal).copied().unwrap_or_default()
    }

    /// The routes that can be the last step to a vacancy, in no certain order.
    #[inline]
    pub(super) fn by_route(&self, ordinal: usize) -> &[ByRoute] {
        match self.starts.get(ordinal..ordinal + 2) {
            Some(&[start, end]) => &self.routes[start as usize..end as usize],
            _ => &[],
        }
    }

    /// Puts what was seen of a window after what was seen before it. Rows that nobody saw cannot be brought nearer.
    fn append(&mut self, Window { first, reach }: Window) {
        self.pad(first);
        let before = u32::try_from(self.routes.len()).unwrap_or(u32::MAX);
        self.starts.extend(reach.starts.into_iter().map(|start| before + start));
        self.skills.extend(reach.skills);
        self.routes.extend(reach.routes);
    }

    /// Fills up to so many vacancies with ones that nothing brings nearer.
    fn pad(&mut self, vacancies: usize) {
        let end = u32::try_from(self.routes.len()).unwrap_or(u32::MAX);
        self.starts.resize(vacancies, end);
        self.skills.resize(vacancies, BySkill::default());
    }
}

impl<'a> ReachSurvey<'a> {
    /// Begins to look at every vacancy. `none` are credits of nobody.
    #[must_use]
    pub fn new(
        taxonomy: &'a Taxonomy,
        table: &'a RouteTable,
        index: &'a Snapshot,
        columns: &'a Columns,
        none: &'a Credits,
    ) -> Self {
        let scan = index.counting(none, None);
        Self { taxonomy, table, index, columns, scan }
    }

    /// Into how many pieces the work can be divided.
    #[must_use]
    pub fn pieces(&self) -> usize {
        self.scan.windows()
    }

    /// Looks at vacancies that no other thread has taken, until none is left.
    #[must_use]
    pub fn take_part(&self) -> ReachPart {
        let mut surveyor = Surveyor {
            survey: self,
            gathered: Gathered::new(self.table.len()),
            asked: Vec::new(),
            weights: vec![0; self.taxonomy.len()],
            own_credits: lesson::own_credits(),
            windows: Vec::new(),
        };
        // Without a deadline it cannot fail.
        let _ = self.scan.count(&mut surveyor);
        ReachPart(surveyor.windows)
    }

    /// What was seen, from the parts of all threads.
    #[must_use]
    pub fn reach(&self, parts: Vec<ReachPart>) -> Reach {
        let mut windows: Vec<Window> = parts.into_iter().flat_map(|part| part.0).collect();
        debug_assert_eq!(windows.len(), self.scan.windows(), "every vacancy was seen");
        windows.sort_unstable_by_key(|window| window.first);
        let mut reach = Reach::default();
        windows.into_iter().for_each(|window| reach.append(window));
        // The last start is the end of the last list.
        reach.pad(self.index.ordinals());
        reach.starts.push(u32::try_from(reach.routes.len()).unwrap_or(u32::MAX));
        reach
    }
}

struct Surveyor<'a> {
    survey: &'a ReachSurvey<'a>,
    gathered: Gathered,
    asked: Vec<RequirementAsked>,
    /// Weight of what one vacancy asks, by concept; zero for all else.
    weights: Vec<u64>,
    /// What learning a skill gives for the skill itself.
    own_credits: ByLevel,
    windows: Vec<Window>,
}

/// What each route brings to one vacancy.
struct Gathered {
    /// By route; only those in `touched` are not empty.
    seen: Vec<Seen>,
    /// Routes that bring anything, each once.
    touched: Vec<RouteNumber>,
}

impl Gathered {
    fn new(routes: usize) -> Self {
        Self { seen: vec![Seen::default(); routes], touched: Vec::new() }
    }

    /// Adds credit × weight. What is so near to nothing that rounding left none of it is not brought.
    fn add(&mut self, route: RouteNumber, added: u64) {
        let seen = &mut self.seen[route as usize];
        if seen.added == 0 && added > 0 {
            self.touched.push(route);
        }
        seen.added += added;
    }

    fn clear(&mut self) {
        for route in self.touched.drain(..) {
            self.seen[route as usize] = Seen::default();
        }
    }
}

/// What a route brings to one vacancy.
#[derive(Clone, Copy, Default)]
struct Seen {
    /// Credit × weight.
    added: u64,
    /// How many of the things it teaches are asked.
    used: usize,
}

/// One thing that a vacancy asks.
#[derive(Clone, Copy)]
struct RequirementAsked {
    concept: ConceptNumber,
    level: usize,
    weight: u64,
}

impl Counter for Surveyor<'_> {
    fn admit(&mut self, rows: &Rows<'_>, admitted: &mut RowSet) {
        let traits = rows.numbers(self.survey.columns.traits);
        admitted.retain_numbers(traits, |number| PackedTraits::of(number).kind() == OpportunityKind::Vacancy);
    }

    fn tally(&mut self, rows: &Rows<'_>, admitted: &RowSet, shares: Shares<'_>) {
        let mut reach = Reach::default();
        for place in admitted.iter() {
            reach.pad(place);
            self.look(&rows.row(place), shares.get(place), &mut reach);
        }
        reach.pad(rows.len());
        self.windows.push(Window { first: self.survey.index.ordinal(rows.row(0).id()), reach });
    }
}

impl Surveyor<'_> {
    /// Adds one vacancy.
    fn look(&mut self, row: &Row<'_>, share: Share, reach: &mut Reach) {
        let asked = self.survey.index.terms(row.id()).filter_map(|(term, weight)| {
            let (concept, level) = document::terms::requirement(term)?;
            Some(RequirementAsked { concept, level, weight: u64::from(weight.get()) })
        });
        self.asked.clear();
        self.asked.extend(asked);
        for asked in &self.asked {
            self.weights[asked.concept.index()] = asked.weight;
        }
        let whole = Coverage::of(OpportunityKind::Vacancy, share, UNSAID_WEIGHT).whole();
        reach.starts.push(u32::try_from(reach.routes.len()).unwrap_or(u32::MAX));
        self.gather();
        reach.routes.extend(self.gathered.touched.iter().filter_map(|route| self.by_route(*route, whole)));
        self.gathered.clear();
        reach.skills.push(self.by_skill(whole));
        for asked in &self.asked {
            self.weights[asked.concept.index()] = 0;
        }
    }

    /// Finds what each route brings.
    fn gather(&mut self) {
        let table = self.survey.table;
        for asked in &self.asked {
            for (route, credits) in table.teaching(asked.concept) {
                self.gathered.add(*route, asked.weight * u64::from(credits[asked.level]));
            }
            for route in table.teachers(asked.concept) {
                self.gathered.seen[*route as usize].used += 1;
            }
        }
    }

    /// A route as the last step; none when too little of what it teaches is asked.
    fn by_route(&self, route: RouteNumber, whole: u64) -> Option<ByRoute> {
        let (facts, seen) = (self.survey.table.of(route), self.gathered.seen[route as usize]);
        let used = (seen.used, facts.listed.understood.taught.len());
        let first = facts.before.iter().chain(&facts.evc).map(|first| self.gathered.seen[*first as usize].added).max();
        way::is_used(used).then(|| ByRoute {
            route,
            alone: permille(seen.added, whole),
            with_first: permille(seen.added + first.unwrap_or(0), whole),
            // What an EVC proves is not new, and teaches nothing that is not asked.
            detour: if facts.is_evc() { 0 } else { i16::try_from(way::detour_points(used)).unwrap_or(i16::MIN) },
        })
    }

    fn by_skill(&self, whole: u64) -> BySkill {
        let mut most = BySkill::default();
        for asked in &self.asked {
            let near = self.survey.taxonomy.near(asked.concept).iter();
            let near = near.map(|it| self.weights[it.concept.index()] * u64::from(lesson::near_credit(it.permille)));
            let near: u64 = near.sum();
            let own = asked.weight * u64::from(self.own_credits[asked.level]);
            most.near = most.near.max(permille(near, whole));
            most.with_near = most.with_near.max(permille(own + near, whole));
        }
        most
    }
}

/// A share of the whole in thousandths, rounded up.
fn permille(got: u64, whole: u64) -> u16 {
    u16::try_from((got * 1_000).div_ceil(whole).min(1_000)).unwrap_or(1_000)
}

#[cfg(test)]
mod tests {
    use super::Gathered;

    #[test]
    fn a_route_is_gathered_once_however_little_it_brings_first() {
        let mut gathered = Gathered::new(3);
        for (route, added) in [(1, 0), (2, 0), (1, 0), (1, 7), (0, 4), (1, 2)] {
            gathered.add(route, added);
        }
        assert_eq!((gathered.touched.as_slice(), gathered.seen[1].added), (&[1, 0][..], 9));
        gathered.clear();
        assert!(gathered.touched.is_empty() && gathered.seen.iter().all(|seen| seen.added == 0));
    }
}
