//! The scan: which opportunities pass, which are best, what was left out, how many there are of each sort.

use super::{
    JudgedField,
    class::Class,
    conditions::Judged,
    facts::{At, Facts},
    parts::{self, Coverage, TermSums},
    plan::Plan,
};
use crate::{
    document::{Columns, PackedTraits, day_number},
    domain::{CodeSet, OpportunityKind, SbiSection, SourceName},
};
use jiff::civil::Date;
use loopbaanbrug_index::{
    DocumentId, Error, Hit, Judge, Row, RowSet, Rows, Scan, Share, Shares, TextMatches, Top, TopRequest,
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
    scan: Scan<'a>,
}

/// What one thread found.
pub struct Part {
    top: Top,
    refused: BTreeMap<RefusedBy, u64>,
    counts: Counts,
}

impl<'a> Recall<'a> {
    /// Begins to rank all opportunities that pass, to keep the best `limit`.
    ///
    /// # Errors
    /// [`Error::TooLarge`] when the limit is beyond what one scan holds.
    pub fn new(plan: &'a Plan<'a>, filter: &'a Filter, limit: usize, deadline: Option<Instant>) -> Result<Self, Error> {
        let scan = plan.world.index.scan(&plan.credits, TopRequest { k: limit, deadline })?;
        Ok(Self { plan, filter, scan })
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
        let mut ranking = Ranking::new(self.plan, self.filter);
        let top = self.scan.take_part(&mut ranking)?;
        Ok(Part { top, refused: ranking.refused, counts: ranking.counts })
    }

    /// The ranking, from the parts of all threads.
    #[must_use]
    pub fn ranked(&self, parts: Vec<Part>) -> Ranked {
        let mut refused = BTreeMap::new();
        let mut counts = Counts::none();
        let tops = parts.into_iter().map(|part| {
            part.refused.into_iter().for_each(|(by, lost)| count(&mut refused, by, lost));
            counts.take_in(&part.counts);
            part.top
        });
        let top = self.scan.best_of(tops);
        Ranked {
            hits: top.hits,
            total: top.admitted,
            refused: refused.into_iter().collect(),
            facets: counts.facets(top.admitted),
        }
    }
}

/// The class of a document that a [`Recall`] found.
#[must_use]
pub fn class_of(plan: &Plan<'_>, kind: OpportunityKind, hit: &Hit) -> Class {
    let at = At { snapshot: plan.world.index, id: hit.id };
    class(plan, &at, Coverage::of(kind, hit.share))
}

/// Every reason for which a [`Recall`] leaves an opportunity out.
#[must_use]
pub fn left_out_by(plan: &Plan<'_>, filter: &Filter, id: DocumentId) -> Vec<RefusedBy> {
    let at = At { snapshot: plan.world.index, id };
    let key = plan.world.index.key(id);
    Gatekeeper::new(plan, filter).refusals(&at, &|| key)
}

/// Decides which documents pass.
pub(super) struct Gatekeeper<'a> {
    plan: &'a Plan<'a>,
    filter: &'a Filter,
    columns: &'a Columns,
    today: i32,
    source_prefixes: Vec<String>,
    /// Preferences and criteria that leave out.
    musts: Vec<&'a Judged>,
}

/// The conditions of the filter, in the order in which they are asked.
const ASKED_OF_ALL: [RefusedBy; 5] =
    [RefusedBy::Kind, RefusedBy::Sources, RefusedBy::Closed, RefusedBy::Sectors, RefusedBy::Text];

fn refused_by(must: &Judged) -> RefusedBy {
    match must.field {
        JudgedField::Preference(number) => RefusedBy::Preference(number),
        JudgedField::Criterion(number) => RefusedBy::Criterion(number),
    }
}

impl<'a> Gatekeeper<'a> {
    pub(super) fn new(plan: &'a Plan<'a>, filter: &'a Filter) -> Self {
        let source_prefixes = filter.sources.iter().map(|source| format!("{}/", source.as_str())).collect();
        let musts = plan.conditions.iter().filter(|judged| judged.must).collect();
        Self { filter, columns: plan.world.columns, plan, today: day_number(filter.today), source_prefixes, musts }
    }

    /// Takes what fails a condition out of a window, condition by condition in the order in which they are asked, and
    /// counts at each what it took out.
    pub(super) fn admit(&self, rows: &Rows<'_>, admitted: &mut RowSet, refused: &mut BTreeMap<RefusedBy, u64>) {
        let filter = self.filter;
        let traits = rows.numbers(self.columns.traits);
        // The other kind is not left out by a wish of the person's: it was not asked for.
        admitted.retain_numbers(traits, |number| PackedTraits::of(number).kind() == filter.kind);
        for condition in ASKED_OF_ALL.into_iter().filter(|condition| self.is_asked(*condition)) {
            let lost = match condition {
                RefusedBy::Closed => admitted.retain_numbers(rows.numbers(self.columns.closes), |closes| {
                    closes == Rows::ABSENT || closes >= self.today
                }),
                _ => admitted.retain(|place| {
                    let row = rows.row(place);
                    !self.fails(condition, &row, &|| row.key())
                }),
            };
            count(refused, condition, lost);
        }
        for must in &self.musts {
            let lost = admitted.retain(|place| !must.refuses(&rows.row(place), self.columns));
            count(refused, refused_by(must), lost);
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
        plain.chain(musts.map(|must| refused_by(must))).collect()
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

/// Counts during the scan: one addition for most documents.
struct Counts {
    /// By sector and region, see [`PackedTraits::group`].
    groups: Box<[u32; PackedTraits::GROUPS]>,
    /// By class; what is far is not counted but left over.
    nearer: [u64; Class::ALL.len()],
}

impl Counts {
    fn none() -> Self {
        Self { groups: Box::new([0; PackedTraits::GROUPS]), nearer: [0; Class::ALL.len()] }
    }

    #[inline]
    fn add(&mut self, traits: PackedTraits) {
        self.groups[traits.group()] += 1;
    }

    fn take_in(&mut self, other: &Self) {
        self.groups.iter_mut().zip(&*other.groups).for_each(|(sum, count)| *sum += count);
        self.nearer.iter_mut().zip(&other.nearer).for_each(|(sum, count)| *sum += count);
    }

    fn facets(&self, total: u64) -> Facets {
        let far = total - self.nearer.iter().sum::<u64>();
        let classes = Class::ALL.into_iter().zip(self.nearer).map(|(class, nearer)| match class {
            Class::Far => (class, far),
            Class::Now | Class::ShortCourse | Class::Route => (class, nearer),
        });
        let classes = classes.filter(|(_, count)| *count > 0).collect();
        // Most groups have some, but there are few sectors and few regions.
        let mut sectors = [0; 1 << u8::BITS];
        let mut regions = [0; 1 << u8::BITS];
        for (group, count) in self.groups.iter().enumerate() {
            let traits = PackedTraits::of_group(group);
            sectors[usize::from(traits.sector_number())] += u64::from(*count);
            regions[usize::from(traits.region_number())] += u64::from(*count);
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
struct Ranking<'a> {
    gatekeeper: Gatekeeper<'a>,
    /// Most points of everything but the part skills.
    besides_skills: i32,
    refused: BTreeMap<RefusedBy, u64>,
    counts: Counts,
}

impl<'a> Ranking<'a> {
    fn new(plan: &'a Plan<'a>, filter: &'a Filter) -> Self {
        Self {
            besides_skills: plan.points_besides_skills(filter.kind),
            gatekeeper: Gatekeeper::new(plan, filter),
            refused: BTreeMap::new(),
            counts: Counts::none(),
        }
    }
}

impl Judge for Ranking<'_> {
    fn admit(&mut self, rows: &Rows<'_>, admitted: &mut RowSet) {
        self.gatekeeper.admit(rows, admitted, &mut self.refused);
    }

    fn tally(&mut self, rows: &Rows<'_>, admitted: &RowSet, shares: Shares<'_>) {
        let Gatekeeper { plan, columns, filter, .. } = self.gatekeeper;
        let traits = rows.numbers(columns.traits);
        let counts = &mut self.counts;
        admitted.for_each(|place| counts.add(PackedTraits::of(traits[place])));
        let mut near = admitted.clone();
        near.retain_shares(shares, Coverage::least_got_near(filter.kind));
        near.for_each(|place| {
            let class = class(plan, &rows.row(place), Coverage::of(filter.kind, shares.get(place)));
            counts.nearer[class as usize] += u64::from(class != Class::Far);
        });
    }

    fn ceiling(&self, share: Share) -> i32 {
        let kind = self.gatekeeper.filter.kind;
        Coverage::of(kind, share).points(kind) + self.besides_skills
    }

    fn reaches(&self, share: Share, points: i32) -> bool {
        let kind = self.gatekeeper.filter.kind;
        Coverage::of(kind, share).brings(kind, points.saturating_sub(self.besides_skills))
    }

    fn least_got(&self, points: i32) -> u64 {
        Coverage::least_got(self.gatekeeper.filter.kind, points.saturating_sub(self.besides_skills))
    }

    fn points(&mut self, row: &Row<'_>, share: Share) -> i32 {
        let Gatekeeper { plan, columns, filter, .. } = self.gatekeeper;
        let gap = parts::level_gap(row.packed_traits(columns).nlqf_number(), plan.nlqf);
        Coverage::of(filter.kind, share).points(filter.kind)
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
    let sums = if needs_terms {
        TermSums::of(plan, plan.terms, world.taxonomy, world.index.terms(id))
    } else {
        TermSums::default()
    };
    conditions + sums.wishes.points() + sums.learning_points()
}

/// The class of an opportunity.
#[inline]
pub(super) fn class(plan: &Plan<'_>, facts: &impl Facts, coverage: Coverage) -> Class {
    if !coverage.may_be_near() {
        return Class::Far;
    }
    let columns = plan.world.columns;
    let gap = parts::level_gap(facts.packed_traits(columns).nlqf_number(), plan.nlqf);
    Class::of(coverage, plan.held.unmet(facts, columns).distance, gap)
}
