//! The scan: which opportunities pass, which are best, what was left out, how many there are of each sort.

use super::{
    class::Class,
    conditions::Judged,
    facts::{At, Facts},
    open::{self, Groups, Open},
    parts::{self, Coverage, TermSums},
    plan::Plan,
    regions::RegionPoints,
};
use crate::{
    document::{Columns, PackedTraits, day_number},
    domain::{CodeSet, OpportunityKind, SbiSection, SourceName},
};
use jiff::civil::Date;
use loopbaanbrug_index::{
    Counter, DocumentId, Error, Hit, Judge, LeastShare, Row, RowSet, Rows, Scan, Share, Shares, TextMatches, Top,
    TopRequest,
};
use std::{collections::BTreeMap, time::Instant};

/// Which opportunities are looked at.
#[derive(Debug)]
pub struct Filter {
    /// Vacancies or routes.
    pub kind: OpportunityKind,
    /// Sectors; empty means all. An opportunity without a sector passes.
    pub sectors: CodeSet<SbiSection>,
    /// Documents whose text has the words; none means all.
    pub text: Option<TextMatches>,
    /// Sources; empty means all.
    pub sources: Vec<SourceName>,
    /// Day on which applications must still be possible.
    pub today: Date,
}

/// Why an opportunity is left out. Ordered as asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RefusedBy {
    /// It is of the other kind.
    Kind,
    /// It comes from another source.
    Sources,
    /// Applications have closed.
    Closed,
    /// It is in another sector.
    Sectors,
    /// Its text lacks the words.
    Text,
    /// A must among the preferences is not met.
    Preference(usize),
    /// A must among the criteria is not met.
    Criterion(usize),
}

/// The best opportunities, in order, and what the scan counted.
#[derive(Debug)]
pub struct Ranked {
    /// The best, in order of points, then freshness, then key.
    pub hits: Vec<Hit>,
    /// Number that passed.
    pub total: u64,
    /// Number left out by each condition, counted at the first that failed.
    pub refused: Vec<(RefusedBy, u64)>,
    /// Counts of those that passed.
    pub facets: Facets,
}

/// Counts by sector, class and region.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// By sector; none is unknown.
    pub sectors: BTreeMap<Option<SbiSection>, u64>,
    /// By class.
    pub classes: BTreeMap<Class, u64>,
    /// By two-digit region; none is unknown.
    pub regions: BTreeMap<Option<u8>, u64>,
}

/// A ranking under way. Threads may share it: each takes a part of the opportunities until none is left.
pub struct Recall<'a> {
    plan: &'a Plan<'a>,
    filter: &'a Filter,
    open: &'a Open,
    scan: Scan<'a>,
}

/// What one thread found.
pub struct Part {
    top: Top,
    refused: BTreeMap<RefusedBy, u64>,
    counts: Counts,
}

impl<'a> Recall<'a> {
    /// Begins to rank all opportunities that pass, to keep the best `limit`. `open` is of the plan's state and of the kind
    /// and day of the filter.
    ///
    /// # Errors
    /// [`Error::TooLarge`] when the limit is beyond what one scan holds.
    pub fn new(
        plan: &'a Plan<'a>,
        filter: &'a Filter,
        open: &'a Open,
        limit: usize,
        deadline: Option<Instant>,
    ) -> Result<Self, Error> {
        debug_assert_eq!((open.kind(), open.today()), (filter.kind, filter.today), "open for another question");
        let scan = plan.world.index.scan(&plan.credits, TopRequest { k: limit, deadline })?;
        Ok(Self { plan, filter, open, scan })
    }

    /// Into how many pieces the work can be divided.
    #[must_use]
    pub fn pieces(&self) -> usize {
        self.scan.windows()
    }

    /// Looks at opportunities that no other thread has taken, until none is left.
    ///
    /// # Errors
    /// [`Error::DeadlineExceeded`] when the deadline passes.
    pub fn take_part(&self) -> Result<Part, Error> {
        let mut ranking = Ranking::new(self.plan, self.filter, Some(self.open));
        let top = self.scan.take_part(&mut ranking)?;
        Ok(Part { top, refused: ranking.refused, counts: ranking.counts })
    }

    /// The ranking, from the parts of all threads.
    #[must_use]
    pub fn ranked(&self, parts: Vec<Part>) -> Ranked {
        let mut refused = BTreeMap::new();
        let mut counts = Counts::default();
        let tops = parts.into_iter().map(|part| {
            count_all(&mut refused, part.refused);
            counts.take_in(part.counts);
            part.top
        });
        let top = self.scan.best_of(tops);
        Ranked {
            hits: top.hits,
            total: top.admitted,
            refused: refused.into_iter().collect(),
            // Where nothing was left out, what is open was counted before.
            facets: counts.facets(top.admitted, self.open.groups()),
        }
    }
}

/// The class of a document that a [`Recall`] found.
#[must_use]
pub fn class_of(plan: &Plan<'_>, kind: OpportunityKind, hit: &Hit) -> Class {
    let at = At { snapshot: plan.world.index, id: hit.id };
    class(plan, &at, Coverage::of(kind, hit.share, plan.unsaid))
}

/// Every reason for which a [`Recall`] leaves an opportunity out.
#[must_use]
pub fn left_out_by(plan: &Plan<'_>, filter: &Filter, id: DocumentId) -> Vec<RefusedBy> {
    let at = At { snapshot: plan.world.index, id };
    let key = plan.world.index.key(id);
    Gatekeeper::new(plan, filter, None).refusals(&at, &|| key)
}

/// Decides which documents pass.
pub struct Gatekeeper<'a> {
    plan: &'a Plan<'a>,
    filter: &'a Filter,
    /// Where known; asked of every document otherwise.
    open: Option<&'a Open>,
    columns: &'a Columns,
    today: i32,
    source_prefixes: Vec<String>,
    /// Preferences and criteria that leave out.
    musts: Vec<&'a Judged>,
}

/// The conditions of the filter, in the order in which they are asked.
const ASKED_OF_ALL: [RefusedBy; 5] =
    [RefusedBy::Kind, RefusedBy::Sources, RefusedBy::Closed, RefusedBy::Sectors, RefusedBy::Text];

impl<'a> Gatekeeper<'a> {
    /// For the list of a plan and a filter. What is open is asked of every document where it is not given.
    #[must_use]
    pub fn new(plan: &'a Plan<'a>, filter: &'a Filter, open: Option<&'a Open>) -> Self {
        let source_prefixes = filter.sources.iter().map(|source| format!("{}/", source.as_str())).collect();
        let musts = plan.conditions.iter().filter(|judged| judged.must).collect();
        let (columns, today) = (plan.world.columns, day_number(filter.today));
        Self { filter, open, columns, plan, today, source_prefixes, musts }
    }

    /// Whether a [`Recall`] shows a document.
    #[must_use]
    pub fn passes(&self, id: DocumentId) -> bool {
        let index = self.plan.world.index;
        let at = At { snapshot: index, id };
        let fails = |condition| self.fails(condition, &at, &|| index.key(id));
        !ASKED_OF_ALL.into_iter().any(fails) && !self.musts.iter().any(|must| must.refuses(&at, self.columns))
    }

    /// Whether everything passes that is of the kind and open.
    fn passes_all_open(&self) -> bool {
        let asked = ASKED_OF_ALL.into_iter().filter(|condition| self.is_asked(*condition));
        self.musts.is_empty() && asked.eq([RefusedBy::Closed])
    }

    /// The conditions that the person could let go and that leave anything out, in the order asked. Neither the kind nor
    /// that it has closed is one of them.
    pub(super) fn can_be_let_go(&self) -> Vec<RefusedBy> {
        let of_filter = ASKED_OF_ALL.into_iter().filter(|condition| *condition != RefusedBy::Closed);
        let of_filter = of_filter.filter(|condition| self.is_asked(*condition));
        of_filter.chain(self.musts.iter().map(|must| must.refused_by())).collect()
    }

    /// Whether one condition leaves out a document.
    pub(super) fn leaves_out(&self, condition: RefusedBy, row: &Row<'_>) -> bool {
        match condition {
            RefusedBy::Preference(_) | RefusedBy::Criterion(_) => {
                let must = self.musts.iter().find(|must| must.refused_by() == condition);
                must.is_some_and(|must| must.refuses(row, self.columns))
            }
            _ => self.fails(condition, row, &|| row.key()),
        }
    }

    /// Takes what nobody could ask for out of a window: the other kind, and what has closed.
    pub(super) fn admit_of_kind_and_open(&self, rows: &Rows<'_>, admitted: &mut RowSet) {
        open::retain_kind(rows, admitted, self.columns, self.filter.kind);
        open::retain_open(rows, admitted, self.columns, self.today);
    }

    /// Takes what fails a condition out of a window, condition by condition in the order in which they are asked, and
    /// counts at each what it took out.
    pub(super) fn admit(&self, rows: &Rows<'_>, admitted: &mut RowSet, refused: &mut BTreeMap<RefusedBy, u64>) {
        // What closed is counted among those of the sources that were asked for.
        let kept = self.open.filter(|_| !self.is_asked(RefusedBy::Sources)).map(|open| open.in_window(rows));
        match kept {
            Some(kept) => admitted.clone_from(&kept.open),
            // The other kind is not left out by a wish of the person's: it was not asked for.
            None => open::retain_kind(rows, admitted, self.columns, self.filter.kind),
        }
        for condition in ASKED_OF_ALL.into_iter().filter(|condition| self.is_asked(*condition)) {
            let lost = match (condition, kept) {
                (RefusedBy::Closed, Some(kept)) => kept.closed,
                (RefusedBy::Closed, None) => open::retain_open(rows, admitted, self.columns, self.today),
                _ => admitted.retain(|place| {
                    let row = rows.row(place);
                    !self.fails(condition, &row, &|| row.key())
                }),
            };
            count(refused, condition, lost);
        }
        for must in &self.musts {
            let lost = admitted.retain(|place| !must.refuses(&rows.row(place), self.columns));
            count(refused, must.refused_by(), lost);
        }
    }

    /// Whether a condition can leave anything out.
    fn is_asked(&self, condition: RefusedBy) -> bool {
        match condition {
            RefusedBy::Kind | RefusedBy::Preference(_) | RefusedBy::Criterion(_) => false,
            RefusedBy::Sources => !self.source_prefixes.is_empty(),
            RefusedBy::Closed => true,
            RefusedBy::Sectors => !self.filter.sectors.is_empty(),
            RefusedBy::Text => self.filter.text.is_some(),
        }
    }

    /// Every condition that fails.
    fn refusals<'b>(&self, facts: &impl Facts, key: &impl Fn() -> &'b str) -> Vec<RefusedBy> {
        let plain = ASKED_OF_ALL.into_iter().filter(|condition| self.fails(*condition, facts, key));
        let musts = self.musts.iter().filter(|must| must.refuses(facts, self.columns));
        plain.chain(musts.map(|must| must.refused_by())).collect()
    }

    /// Whether a condition of the filter fails.
    fn fails<'b>(&self, condition: RefusedBy, facts: &impl Facts, key: &impl Fn() -> &'b str) -> bool {
        let filter = self.filter;
        match condition {
            RefusedBy::Kind => facts.packed_traits(self.columns).kind() != filter.kind,
            RefusedBy::Sources => {
                !self.source_prefixes.is_empty() && !self.source_prefixes.iter().any(|prefix| key().starts_with(prefix))
            }
            RefusedBy::Closed => facts.number(self.columns.closes).is_some_and(|closes| closes < self.today),
            RefusedBy::Sectors => {
                !filter.sectors.is_empty()
                    && facts.packed_traits(self.columns).sector().is_some_and(|it| !filter.sectors.contains(it))
            }
            RefusedBy::Text => filter.text.as_ref().is_some_and(|matches| !facts.is_among(matches)),
            RefusedBy::Preference(_) | RefusedBy::Criterion(_) => false,
        }
    }
}

fn count(refused: &mut BTreeMap<RefusedBy, u64>, refused_by: RefusedBy, lost: u64) {
    if lost > 0 {
        *refused.entry(refused_by).or_default() += lost;
    }
}

/// Adds what another thread counted.
pub(super) fn count_all(refused: &mut BTreeMap<RefusedBy, u64>, other: BTreeMap<RefusedBy, u64>) {
    other.into_iter().for_each(|(by, lost)| count(refused, by, lost));
}

/// Counts during the scan.
#[derive(Default)]
struct Counts {
    /// By sector and region; none when nothing is left out of what is open.
    groups: Option<Groups>,
    /// By class; what is far is not counted but left over.
    nearer: [u64; Class::ALL.len()],
}

impl Counts {
    fn take_in(&mut self, other: Self) {
        match (&mut self.groups, other.groups) {
            (Some(groups), Some(other)) => groups.take_in(&other),
            (groups, other) => *groups = groups.take().or(other),
        }
        self.nearer.iter_mut().zip(other.nearer).for_each(|(sum, count)| *sum += count);
    }

    /// Of `total` opportunities; `open` are the groups where none were counted.
    fn facets(&self, total: u64, open: &Groups) -> Facets {
        let far = total - self.nearer.iter().sum::<u64>();
        let classes = Class::ALL.into_iter().zip(self.nearer).map(|(class, nearer)| match class {
            Class::Far => (class, far),
            Class::Now | Class::ShortCourse | Class::Route => (class, nearer),
        });
        let classes = classes.filter(|(_, count)| *count > 0).collect();
        // Most groups have some, but there are few sectors and few regions.
        let mut sectors = [0; 1 << u8::BITS];
        let mut regions = [0; 1 << u8::BITS];
        for (traits, count) in self.groups.as_ref().unwrap_or(open).iter() {
            sectors[usize::from(traits.sector_number())] += count;
            regions[usize::from(traits.region_number())] += count;
        }
        let mut facets = Facets { classes, ..Facets::default() };
        for (number, count) in (0..=u8::MAX).zip(sectors).filter(|(_, count)| *count > 0) {
            *facets.sectors.entry(PackedTraits::sector_of(number)).or_default() += count;
        }
        for (number, count) in (0..=u8::MAX).zip(regions).filter(|(_, count)| *count > 0) {
            facets.regions.insert(Some(number).filter(|region| *region > 0), count);
        }
        facets
    }
}

/// The judge of one question.
pub(super) struct Ranking<'a> {
    pub(super) gatekeeper: Gatekeeper<'a>,
    /// Most points of everything but the part skills.
    besides_skills: i32,
    /// Most points of conditions by region, and of everything else but skills and conditions; none where what is open is not
    /// known.
    by_region: Option<(RegionPoints, i32)>,
    refused: BTreeMap<RefusedBy, u64>,
    counts: Counts,
}

impl<'a> Ranking<'a> {
    pub(super) fn new(plan: &'a Plan<'a>, filter: &'a Filter, open: Option<&'a Open>) -> Self {
        let gatekeeper = Gatekeeper::new(plan, filter, open);
        let groups = (!gatekeeper.passes_all_open()).then(Groups::none);
        let besides_skills = plan.points_besides_skills(filter.kind);
        let conditions: i32 = plan.conditions.iter().map(|judged| judged.points_possible).sum();
        Self {
            besides_skills,
            by_region: open.map(|open| (open.regions().most_points(&plan.conditions), besides_skills - conditions)),
            gatekeeper,
            refused: BTreeMap::new(),
            counts: Counts { groups, ..Counts::default() },
        }
    }
}

impl Counter for Ranking<'_> {
    fn admit(&mut self, rows: &Rows<'_>, admitted: &mut RowSet) {
        self.gatekeeper.admit(rows, admitted, &mut self.refused);
    }

    fn tally(&mut self, rows: &Rows<'_>, admitted: &RowSet, shares: Shares<'_>) {
        let Gatekeeper { plan, columns, filter, .. } = self.gatekeeper;
        let counts = &mut self.counts;
        if let Some(groups) = &mut counts.groups {
            groups.add(rows, admitted, columns);
        }
        let mut near = admitted.clone();
        // Nothing but skills can bring what is far by its skills nearer, and most is.
        near.retain_shares(shares, Coverage::least_share(filter.kind, plan.thresholds.route_permille, plan.unsaid));
        near.for_each(|place| {
            let class = class(plan, &rows.row(place), Coverage::of(filter.kind, shares.get(place), plan.unsaid));
            counts.nearer[class as usize] += u64::from(class != Class::Far);
        });
    }
}

impl Judge for Ranking<'_> {
    fn ceiling(&self, share: Share) -> i32 {
        let Gatekeeper { plan, filter, .. } = self.gatekeeper;
        Coverage::of(filter.kind, share, plan.unsaid).points(filter.kind) + self.besides_skills
    }

    fn least_share(&self, points: i32) -> LeastShare {
        let Gatekeeper { plan, filter, .. } = self.gatekeeper;
        Coverage::least_share_bringing(filter.kind, points.saturating_sub(self.besides_skills), plan.unsaid)
    }

    fn ceiling_of(&self, row: &Row<'_>, share: Share) -> i32 {
        let Gatekeeper { plan, columns, filter, .. } = self.gatekeeper;
        let Some((conditions, others)) = &self.by_region else { return self.ceiling(share) };
        let traits = row.packed_traits(columns);
        let gap = parts::level_gap(traits.nlqf_number(), plan.nlqf);
        let skills = Coverage::of(filter.kind, share, plan.unsaid).points(filter.kind);
        skills + others + conditions.of(traits) + parts::level_points(gap)
    }

    fn points(&mut self, row: &Row<'_>, share: Share) -> i32 {
        let Gatekeeper { plan, columns, filter, .. } = self.gatekeeper;
        let gap = parts::level_gap(row.packed_traits(columns).nlqf_number(), plan.nlqf);
        Coverage::of(filter.kind, share, plan.unsaid).points(filter.kind)
            + points_besides_ability(plan, filter.kind, row, row.id())
            + plan.held.unmet(row, columns).points()
            + parts::level_points(gap)
    }

    fn freshness(&self, row: &Row<'_>) -> i32 {
        Row::number(row, self.gatekeeper.columns.opens).unwrap_or(i32::MIN)
    }
}

/// Points of all that does not depend on what the person can do or has on paper: wishes, conditions and, for a route,
/// learning.
pub(super) fn points_besides_ability(
    plan: &Plan<'_>,
    kind: OpportunityKind,
    facts: &impl Facts,
    id: DocumentId,
) -> i32 {
    let world = &plan.world;
    let conditions: i32 = plan.conditions.iter().map(|judged| judged.result(facts, world.columns).points).sum();
    let needs_terms = !plan.wishes.is_empty() || kind == OpportunityKind::Route;
    let sums =
        if needs_terms { TermSums::of(plan, world.taxonomy, world.index.terms(id)) } else { TermSums::default() };
    let exploration = plan.dial.as_ref().map_or(0, |dial| dial.judge(facts, world.columns).points);
    let kinship = match kind {
        OpportunityKind::Vacancy => plan.kinships.points(facts.number(world.columns.occupation)),
        OpportunityKind::Route => 0,
    };
    kinship + sums.wishes.points() + sums.learning_points() + conditions + exploration
}

/// The class of an opportunity.
#[inline]
pub(super) fn class(plan: &Plan<'_>, facts: &impl Facts, coverage: Coverage) -> Class {
    if !coverage.may_be_near(&plan.thresholds) {
        return Class::Far;
    }
    let columns = plan.world.columns;
    let gap = parts::level_gap(facts.packed_traits(columns).nlqf_number(), plan.nlqf);
    Class::of(coverage, &plan.thresholds, plan.held.unmet(facts, columns).distance, gap)
}
