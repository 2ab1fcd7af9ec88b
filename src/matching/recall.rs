//! The scan: which opportunities pass, which are best, what was left out, how many there are of each sort.

use super::{
    JudgedField,
    class::Class,
    conditions::Judged,
    facts::{At, Facts},
    parts::{self, Coverage, TermSums},
    plan::Plan,
    rules,
};
use crate::{
    document::{Columns, PackedTraits, day_number},
    domain::{CodeSet, OpportunityKind, SbiSection, SourceName, codes::Code},
};
use jiff::civil::Date;
use loopbaanbrug_index::{DocumentId, Error, Hit, Judge, Row, Share, TextMatches, TopRequest};
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

/// Ranks all opportunities that pass and keeps the best `limit`.
///
/// # Errors
/// [`Error::DeadlineExceeded`] when the deadline passes, [`Error::TooLarge`] when the limit is beyond what one scan holds.
pub fn rank(plan: &Plan<'_>, filter: &Filter, limit: usize, deadline: Option<Instant>) -> Result<Ranked, Error> {
    let mut ranking = Ranking::new(plan, filter);
    let top = plan.world.index.top(&plan.credits, &mut ranking, TopRequest { k: limit, deadline })?;
    Ok(Ranked {
        hits: top.hits,
        total: top.admitted,
        refused: ranking.refused.into_iter().collect(),
        facets: ranking.counts.facets(),
    })
}

/// The class of a document that [`rank`] found.
#[must_use]
pub fn class_of(plan: &Plan<'_>, kind: OpportunityKind, hit: &Hit) -> Class {
    let at = At { snapshot: plan.world.index, id: hit.id };
    class(plan, &at, Coverage::of(kind, hit.share))
}

/// Every reason for which [`rank`] leaves an opportunity out.
#[must_use]
pub fn left_out_by(plan: &Plan<'_>, filter: &Filter, id: DocumentId) -> Vec<RefusedBy> {
    let at = At { snapshot: plan.world.index, id };
    let key = plan.world.index.key(id);
    Gatekeeper::new(plan, filter).refusals(&at, &|| key)
}

/// Decides which documents pass.
struct Gatekeeper<'a> {
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
    fn new(plan: &'a Plan<'a>, filter: &'a Filter) -> Self {
        let source_prefixes = filter.sources.iter().map(|source| format!("{}/", source.as_str())).collect();
        let musts = plan.conditions.iter().filter(|judged| judged.must).collect();
        Self { filter, columns: plan.world.columns, plan, today: day_number(filter.today), source_prefixes, musts }
    }

    /// The first condition that fails, in the order in which they are asked. Asked for every document, so it is written
    /// for the compiler to unroll.
    #[inline(always)]
    fn first_refusal<'b>(&self, facts: &impl Facts, key: &impl Fn() -> &'b str) -> Option<RefusedBy> {
        for condition in ASKED_OF_ALL {
            if self.fails(condition, facts, key) {
                return Some(condition);
            }
        }
        self.musts.iter().find(|must| must.refuses(facts, self.columns)).map(|must| refused_by(must))
    }

    /// Every condition that fails.
    fn refusals<'b>(&self, facts: &impl Facts, key: &impl Fn() -> &'b str) -> Vec<RefusedBy> {
        let plain = ASKED_OF_ALL.into_iter().filter(|condition| self.fails(*condition, facts, key));
        let musts = self.musts.iter().filter(|must| must.refuses(facts, self.columns));
        plain.chain(musts.map(|must| refused_by(must))).collect()
    }

    /// Whether a condition of the filter fails. What was not asked costs nothing to see.
    #[inline(always)]
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

/// Counts during the scan, by number so that counting is one addition.
struct Counts {
    sectors: [u64; SbiSection::ALL.len() + 1],
    classes: [u64; Class::ALL.len()],
    regions: [u64; 100],
}

impl Counts {
    #[inline]
    fn add(&mut self, traits: PackedTraits, class: Class) {
        self.sectors[usize::from(traits.sector_number()) % (SbiSection::ALL.len() + 1)] += 1;
        self.classes[class as usize] += 1;
        self.regions[usize::from(traits.region_number()) % 100] += 1;
    }

    fn facets(&self) -> Facets {
        let sectors = [None].into_iter().chain(SbiSection::ALL.iter().copied().map(Some)).zip(self.sectors);
        let regions = (0_u8..).zip(self.regions).map(|(region, count)| ((region > 0).then_some(region), count));
        Facets {
            sectors: sectors.filter(|(_, count)| *count > 0).collect(),
            classes: Class::ALL.into_iter().zip(self.classes).filter(|(_, count)| *count > 0).collect(),
            regions: regions.filter(|(_, count)| *count > 0).collect(),
        }
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
        let counts =
            Counts { sectors: [0; SbiSection::ALL.len() + 1], classes: [0; Class::ALL.len()], regions: [0; 100] };
        Self {
            besides_skills: plan.points_besides_skills(filter.kind),
            gatekeeper: Gatekeeper::new(plan, filter),
            refused: BTreeMap::new(),
            counts,
        }
    }
}

impl Judge for Ranking<'_> {
    fn admits(&mut self, row: &Row<'_>) -> bool {
        let refusal = self.gatekeeper.first_refusal(row, &|| row.key());
        match refusal {
            None => return true,
            // The other kind is not left out by a wish of the person's: it was not asked for.
            Some(RefusedBy::Kind) => {}
            Some(refused_by) => *self.refused.entry(refused_by).or_default() += 1,
        }
        false
    }

    fn tally(&mut self, row: &Row<'_>, share: Share) {
        let Gatekeeper { plan, columns, filter, .. } = self.gatekeeper;
        let class = class(plan, row, Coverage::of(filter.kind, share));
        self.counts.add(row.packed_traits(columns), class);
    }

    fn ceiling(&self, share: Share) -> i32 {
        let kind = self.gatekeeper.filter.kind;
        Coverage::of(kind, share).points(kind) + self.besides_skills
    }

    fn points(&mut self, row: &Row<'_>, share: Share) -> i32 {
        let Gatekeeper { plan, columns, filter, .. } = self.gatekeeper;
        let world = &plan.world;
        let conditions: i32 = plan.conditions.iter().map(|judged| judged.result(row, columns).points).sum();
        let needs_terms = !plan.wishes.is_empty() || filter.kind == OpportunityKind::Route;
        let sums = if needs_terms {
            TermSums::of(plan, plan.terms, world.taxonomy, world.index.terms(row.id()))
        } else {
            TermSums::default()
        };
        let gap = parts::level_gap(row.packed_traits(columns).nlqf_number(), plan.nlqf);
        Coverage::of(filter.kind, share).points(filter.kind)
            + sums.wishes.points()
            + sums.learning_points()
            + conditions
            + plan.held.unmet(row, columns).points()
            + parts::level_points(gap)
    }

    fn freshness(&self, row: &Row<'_>) -> i32 {
        Row::number(row, self.gatekeeper.columns.opens).unwrap_or(i32::MIN)
    }
}

/// The class of an opportunity.
#[inline]
pub(super) fn class(plan: &Plan<'_>, facts: &impl Facts, coverage: Coverage) -> Class {
    // Most opportunities are far by their skills alone; nothing else can bring them nearer.
    if !coverage.reaches(rules::ROUTE_PERMILLE) {
        return Class::Far;
    }
    let columns = plan.world.columns;
    let gap = parts::level_gap(facts.packed_traits(columns).nlqf_number(), plan.nlqf);
    Class::of(coverage, plan.held.unmet(facts, columns).distance, gap)
}
