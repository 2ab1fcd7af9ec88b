//! How much routes and single skills can bring each vacancy at most, whoever learns: the bounds by which a search passes
//! vacancies over. Made once for a state, since it takes a look at every pair of a vacancy and a route that teaches
//! something of it.

use super::{
    table::{RouteNumber, RouteTable},
    way,
};
use crate::{
    document::{Columns, PackedTraits, TermPlan},
    domain::OpportunityKind,
    matching::{
        parts::Coverage,
        rules::{self, CREDIT_FULL, UNSAID_WEIGHT, bridges},
    },
    taxonomy::{ConceptNumber, Taxonomy},
};
use loopbaanbrug_index::{Credits, Judge, Row, RowSet, Rows, Scan, Share, Shares, Snapshot, Top, TopRequest};

/// Bounds by vacancy, in thousandths of all that it asks, rounded up.
pub struct Reach(Vec<Most>);

/// What can be brought to one vacancy at most. A last step counts only where the vacancy asks enough of what it teaches, see
/// [`way::is_used`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Most {
    /// By one route as the last step; 0 when there is none.
    pub(super) last_step: u16,
    /// By one route as a step before it.
    pub(super) first_step: u16,
    /// Points that one route as the only step can add, its detour taken off: to a person who wants to learn nothing that it
    /// asks, and to one who wants to learn all of it.
    pub(super) points_new: i16,
    pub(super) points_wanted: i16,
    /// By one skill that it asks, with what that skill is near to.
    pub(super) one_skill: u16,
    /// By what a skill is near to alone.
    pub(super) near_skill: u16,
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
pub struct ReachPart {
    most: Vec<(usize, Most)>,
    top: Option<Top>,
}

impl Reach {
    #[inline]
    pub(super) fn of(&self, ordinal: usize) -> Most {
        self.0.get(ordinal).copied().unwrap_or_default()
    }
}

impl<'a> ReachSurvey<'a> {
    /// Begins to look at every vacancy. `none` are credits of nobody.
    ///
    /// # Errors
    /// None that can occur: no documents are asked for.
    pub fn new(
        taxonomy: &'a Taxonomy,
        table: &'a RouteTable,
        index: &'a Snapshot,
        columns: &'a Columns,
        none: &'a Credits,
    ) -> Result<Self, loopbaanbrug_index::Error> {
        let scan = index.scan(none, TopRequest { k: 0, deadline: None })?;
        Ok(Self { taxonomy, table, index, columns, scan })
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
            terms: TermPlan::of(self.taxonomy),
            added: vec![0; self.table.len()],
            touched: Vec::new(),
            asked: Vec::new(),
            weights: vec![0; self.taxonomy.len()],
            most: Vec::new(),
        };
        let top = self.scan.take_part(&mut surveyor).ok();
        ReachPart { most: surveyor.most, top }
    }

    /// The bounds, from the parts of all threads.
    #[must_use]
    pub fn reach(&self, parts: Vec<ReachPart>) -> Reach {
        let mut reach = vec![Most::default(); self.index.ordinals()];
        let tops = parts.into_iter().filter_map(|part| {
            part.most.into_iter().for_each(|(ordinal, most)| reach[ordinal] = most);
            part.top
        });
        let seen = self.scan.best_of(tops);
        debug_assert_eq!(seen.scanned, self.index.len() as u64, "every vacancy has a bound");
        Reach(reach)
    }
}

struct Surveyor<'a> {
    survey: &'a ReachSurvey<'a>,
    terms: TermPlan,
    added: Vec<u64>,
    touched: Vec<RouteNumber>,
    /// Concept, level and weight of what one vacancy asks.
    asked: Vec<(ConceptNumber, usize, u64)>,
    /// Weight of what it asks, by concept; zero for all else.
    weights: Vec<u64>,
    most: Vec<(usize, Most)>,
}

impl Judge for Surveyor<'_> {
    fn admit(&mut self, rows: &Rows<'_>, admitted: &mut RowSet) {
        let traits = rows.numbers(self.survey.columns.traits);
        admitted.retain_numbers(traits, |number| PackedTraits::of(number).kind() == OpportunityKind::Vacancy);
    }

    fn tally(&mut self, rows: &Rows<'_>, admitted: &RowSet, shares: Shares<'_>) {
        let first = self.survey.index.ordinal(rows.row(0).id());
        for place in admitted.iter() {
            let most = self.look(&rows.row(place), shares.get(place));
            self.most.push((first + place, most));
        }
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

impl Surveyor<'_> {
    fn look(&mut self, row: &Row<'_>, share: Share) -> Most {
        let asked = self.survey.index.terms(row.id()).filter_map(|(term, weight)| {
            let (concept, level) = self.terms.requirement(term)?;
            Some((concept, level, u64::from(weight.get())))
        });
        self.asked.clear();
        self.asked.extend(asked);
        for (concept, _, weight) in &self.asked {
            self.weights[concept.index()] = *weight;
        }
        let whole = Coverage::of(OpportunityKind::Vacancy, share, UNSAID_WEIGHT).whole();
        let mut most = Most::default();
        self.routes(whole, &mut most);
        self.skills(whole, &mut most);
        for (concept, ..) in &self.asked {
            self.weights[concept.index()] = 0;
        }
        most
    }

    fn routes(&mut self, whole: u64, most: &mut Most) {
        for (concept, level, weight) in &self.asked {
            for (route, credits) in self.survey.table.teaching(*concept) {
                let added = &mut self.added[*route as usize];
                if *added == 0 {
                    self.touched.push(*route);
                }
                *added += weight * u64::from(credits[*level]);
            }
        }
        for route in self.touched.drain(..) {
            let added = std::mem::take(&mut self.added[route as usize]);
            let facts = self.survey.table.of(route);
            most.first_step = most.first_step.max(permille(added, whole));
            let used = way::used_of(facts, |concept| self.weights[concept.index()] > 0);
            if !way::is_used(used) {
                continue;
            }
            most.last_step = most.last_step.max(permille(added, whole));
            // What an EVC proves is not new, and teaches nothing that is not asked.
            let detour = if facts.is_evc() { 0 } else { way::detour_points(used) };
            let points = |all: i32| {
                let most = u64::from(all.unsigned_abs());
                i16::try_from((most * added).div_ceil(whole)).unwrap_or(i16::MAX).saturating_add(small(detour))
            };
            let skills = rules::skills_points(OpportunityKind::Vacancy);
            let learnt = if facts.is_evc() { skills } else { skills - bridges::NEW_POINTS_MAX };
            most.points_new = most.points_new.max(points(learnt));
            most.points_wanted = most.points_wanted.max(points(skills));
        }
    }

    fn skills(&self, whole: u64, most: &mut Most) {
        for (concept, _, weight) in &self.asked {
            let near = self.survey.taxonomy.near(*concept).iter();
            let near: u64 = near.map(|it| self.weights[it.concept.index()] * u64::from(it.permille)).sum();
            most.near_skill = most.near_skill.max(permille(near, whole));
            most.one_skill = most.one_skill.max(permille(weight * u64::from(CREDIT_FULL) + near, whole));
        }
    }
}

/// A share of the whole in thousandths, rounded up.
fn permille(got: u64, whole: u64) -> u16 {
    u16::try_from((got * 1_000).div_ceil(whole).min(1_000)).unwrap_or(1_000)
}

fn small(points: i32) -> i16 {
    i16::try_from(points).unwrap_or(i16::MIN)
}
