//! What a thin list would gain: for every condition that leaves something out, how much it alone keeps out, the best of
//! that, and the smallest step that brings any of it. Counted over every opportunity, by the functions that rank.
//!
//! Whether a list is thin is the engine's affair.

use super::{
    conditions::{Check, Judged},
    facts::Facts,
    plan::Plan,
    recall::{Filter, Gatekeeper, Ranking, RefusedBy},
};
use crate::domain::{Condition, EuroPerMonth, HoursPerWeek, Percent, Range};
use loopbaanbrug_index::{Counter, Error, Judge, Row, RowSet, Rows, Scan, Shares};
use std::{
    cmp::{Ordering, Reverse},
    collections::BTreeMap,
    time::Instant,
};

/// Most conditions, or pairs of them, that one answer names.
pub const RELAXATIONS_MAX: usize = 10;
/// Most of the best that one of them names.
pub const BEST_NAMED_MAX: usize = 3;
/// A step of travel: nobody thinks in smaller ones.
const TRAVEL_STEP_M: u32 = 5_000;
/// A step of pay in euros a month.
const PAY_STEP: i32 = 50;
/// A step of the share from home in percent.
const REMOTE_STEP: i32 = 5;

/// What letting go of a condition, or of two together, would bring.
#[derive(Clone, Debug, PartialEq)]
pub struct Relaxation {
    /// One condition, or two of which neither alone brings anything, in the order asked.
    pub conditions: Vec<RefusedBy>,
    /// Number of opportunities that nothing else keeps out.
    pub brings: u64,
    /// Points of the best of them, as the profile stands.
    pub best_points: i32,
    /// Keys of the best of them, best first.
    pub best: Vec<String>,
    /// The smallest step that brings any of them, where there is an order.
    pub step: Option<RelaxationStep>,
}

/// A condition that asks less.
#[derive(Clone, Debug, PartialEq)]
pub struct RelaxationStep {
    /// In place of the one of the profile.
    pub condition: Condition,
    /// Number of opportunities that it would let pass.
    pub brings: u64,
}

/// Counting under way; threads may share it.
pub struct Relaxing<'a> {
    plan: &'a Plan<'a>,
    filter: &'a Filter,
    /// What can be let go, in the order asked.
    conditions: Vec<RefusedBy>,
    scan: Scan<'a>,
}

/// What one thread counted.
#[derive(Default)]
pub struct RelaxingPart<'a>(BTreeMap<Failed, Kept<'a>>);

/// One or two places in the list of conditions.
type Failed = (usize, Option<usize>);

/// What one or two conditions alone keep out.
#[derive(Default)]
struct Kept<'a> {
    count: u64,
    best: Vec<Best<'a>>,
    /// The nearest step down and the nearest step up, with what each would bring.
    steps: [Option<(i32, u64)>; 2],
}

#[derive(Clone, Copy)]
struct Best<'a> {
    points: i32,
    freshness: i32,
    key: &'a str,
}

impl<'a> Relaxing<'a> {
    /// Begins to count; none when nothing could be let go.
    #[must_use]
    pub fn new(plan: &'a Plan<'a>, filter: &'a Filter, deadline: Option<Instant>) -> Option<Self> {
        let conditions = Gatekeeper::new(plan, filter, None).can_be_let_go();
        let scan = || plan.world.index.counting(&plan.credits, deadline);
        (!conditions.is_empty()).then(|| Self { plan, filter, conditions, scan: scan() })
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
    pub fn take_part(&'a self) -> Result<RelaxingPart<'a>, Error> {
        let ranking = Ranking::new(self.plan, self.filter, None);
        let mut counting = Counting { relaxing: self, ranking, failed: Vec::new(), part: RelaxingPart::default() };
        self.scan.count(&mut counting)?;
        Ok(counting.part)
    }

    /// What to let go, that which brings most first. Two together only when no single one brings anything.
    #[must_use]
    pub fn relaxations(&self, parts: Vec<RelaxingPart<'a>>) -> Vec<Relaxation> {
        let mut whole: BTreeMap<Failed, Kept<'a>> = BTreeMap::new();
        for (failed, kept) in parts.into_iter().flat_map(|part| part.0) {
            whole.entry(failed).or_default().take_in(kept);
        }
        let singly = whole.keys().any(|(_, second)| second.is_none());
        whole.retain(|(_, second), _| second.is_none() == singly);
        let mut relaxations: Vec<_> = whole.iter().map(|(failed, kept)| self.relaxation(*failed, kept)).collect();
        relaxations.sort_by_key(|it| (Reverse(it.brings), Reverse(it.best_points)));
        relaxations.truncate(RELAXATIONS_MAX);
        relaxations
    }

    fn relaxation(&self, (first, second): Failed, kept: &Kept<'_>) -> Relaxation {
        let step = kept.nearest_step(self.judged(first)).filter(|_| second.is_none());
        Relaxation {
            conditions: [Some(first), second].into_iter().flatten().map(|number| self.conditions[number]).collect(),
            brings: kept.count,
            best_points: kept.best.first().map_or(0, |best| best.points),
            best: kept.best.iter().map(|best| best.key.to_owned()).collect(),
            step,
        }
    }

    fn judged(&self, number: usize) -> Option<&'a Judged> {
        let refused_by = self.conditions[number];
        self.plan.conditions.iter().find(|judged| judged.refused_by() == refused_by)
    }
}

impl<'a> Kept<'a> {
    fn take_in(&mut self, other: Self) {
        self.count += other.count;
        other.best.into_iter().for_each(|best| self.add_best(best));
        for (held, (to, count)) in (0..).zip(other.steps).filter_map(|(up, step)| Some((up, step?))) {
            self.add_step(held, to, count);
        }
    }

    fn add_best(&mut self, best: Best<'a>) {
        let place = self.best.partition_point(|held| held.order(&best) == Ordering::Less);
        self.best.insert(place, best);
        self.best.truncate(BEST_NAMED_MAX);
    }

    /// Whether something with at most these points could be among the best.
    fn may_be_best(&self, ceiling: i32) -> bool {
        self.best.len() < BEST_NAMED_MAX || self.best.last().is_some_and(|last| ceiling >= last.points)
    }

    /// Upwards (1) the lowest is nearest, downwards (0) the highest.
    fn add_step(&mut self, up: usize, to: i32, count: u64) {
        let Some(held) = self.steps.get_mut(up) else { return };
        let nearer = |known: i32| if up == 1 { to < known } else { to > known };
        match held {
            Some((known, counted)) if *known == to => *counted += count,
            Some((known, _)) if !nearer(*known) => {}
            _ => *held = Some((to, count)),
        }
    }

    /// Of a step down and a step up the smaller one; of equals that which brings more.
    fn nearest_step(&self, judged: Option<&Judged>) -> Option<RelaxationStep> {
        let check = &judged?.check;
        let made = (0..).zip(self.steps).filter_map(|(up, step)| {
            let (to, brings) = step?;
            Some((asking_less(check, up, to)?, brings))
        });
        let nearest = made.min_by_key(|((_, size), brings)| (*size, Reverse(*brings)));
        nearest.map(|((condition, _), brings)| RelaxationStep { condition, brings })
    }
}

impl Best<'_> {
    fn order(&self, other: &Self) -> Ordering {
        (other.points, other.freshness, self.key).cmp(&(self.points, self.freshness, other.key))
    }
}

/// What one thread counts: what fails one or two conditions.
struct Counting<'a> {
    relaxing: &'a Relaxing<'a>,
    ranking: Ranking<'a>,
    /// What each place of the window fails.
    failed: Vec<Option<Failed>>,
    part: RelaxingPart<'a>,
}

impl Counting<'_> {
    /// The one or two conditions that fail; none when none fails or more do.
    fn failed(&self, row: &Row<'_>) -> Option<Failed> {
        let conditions = self.relaxing.conditions.iter().enumerate();
        let mut failed =
            conditions.filter(|(_, it)| self.ranking.gatekeeper.leaves_out(**it, row)).map(|(place, _)| place);
        let found = (failed.next()?, failed.next());
        failed.next().is_none().then_some(found)
    }
}

impl Counter for Counting<'_> {
    fn admit(&mut self, rows: &Rows<'_>, admitted: &mut RowSet) {
        self.ranking.gatekeeper.admit_of_kind_and_open(rows, admitted);
        self.failed.clear();
        self.failed.resize(rows.len(), None);
        let mut failed = std::mem::take(&mut self.failed);
        admitted.retain(|place| {
            failed[place] = self.failed(&rows.row(place));
            failed[place].is_some()
        });
        self.failed = failed;
    }

    fn tally(&mut self, rows: &Rows<'_>, admitted: &RowSet, shares: Shares<'_>) {
        let columns = self.relaxing.plan.world.columns;
        for place in admitted.iter() {
            let (Some(failed), row, share) = (self.failed[place], rows.row(place), shares.get(place)) else { continue };
            let kept = self.part.0.entry(failed).or_default();
            kept.count += 1;
            if let (number, None) = failed
                && let Some(judged) = self.relaxing.judged(number)
                && let Some((up, to)) = step_to(&judged.check, &row, columns)
            {
                kept.add_step(up, to, 1);
            }
            if kept.may_be_best(self.ranking.ceiling(share)) {
                let (points, freshness) = (self.ranking.points(&row, share), self.ranking.freshness(&row));
                let key = self.relaxing.plan.world.index.key(row.id());
                kept.add_best(Best { points, freshness, key });
            }
        }
    }
}

/// To which value a condition would have to go, up (1) or down (0), to let an opportunity pass that it leaves out.
fn step_to(check: &Check, row: &Row<'_>, columns: &crate::document::Columns) -> Option<(usize, i32)> {
    let number = |column| Facts::number(row, column);
    match check {
        Check::Travel(travel) => {
            let steps = travel.least_max_m(row, columns)?.div_ceil(TRAVEL_STEP_M);
            Some((1, i32::try_from(steps * TRAVEL_STEP_M / 1_000).ok()?))
        }
        Check::Hours { min, .. } => {
            let (offered_min, offered_max) = (number(columns.hours_min)?, number(columns.hours_max)?);
            Some(if offered_max < *min { (0, offered_max) } else { (1, offered_min) })
        }
        Check::Pay { .. } => Some((0, number(columns.pay_max)? / PAY_STEP * PAY_STEP)),
        Check::Remote { .. } => Some((0, number(columns.remote)? / REMOTE_STEP * REMOTE_STEP)),
        Check::Contract(_) | Check::WorkPattern { .. } | Check::Sector(_) | Check::Mention(_) | Check::Ask => None,
    }
}

/// The condition that goes to a value, and how large that step is. None where it would ask nothing any more.
fn asking_less(check: &Check, up: usize, to: i32) -> Option<(Condition, i32)> {
    let hours = |value: i32| HoursPerWeek::new(value.into()).ok();
    let (condition, from) = match check {
        Check::Travel(travel) => {
            let max_km = u16::try_from(to).ok().filter(|km| *km <= Condition::MAX_TRAVEL_KM)?;
            (Condition::Travel { max_km }, i32::try_from(travel.max_m / 1_000).ok()?)
        }
        Check::Hours { min, max } if up == 1 => (Condition::Hours(Range::new(hours(*min)?, hours(to)?).ok()?), *max),
        Check::Hours { min, max } => (Condition::Hours(Range::new(hours(to)?, hours(*max)?).ok()?), *min),
        Check::Pay { min } => (Condition::Pay { min: EuroPerMonth::new(to.into()).ok()? }, *min),
        Check::Remote { min } => {
            (Condition::Remote { min: Percent::new(to.into()).ok().filter(|share| share.get() > 0)? }, *min)
        }
        Check::Contract(_) | Check::WorkPattern { .. } | Check::Sector(_) | Check::Mention(_) | Check::Ask => {
            return None;
        }
    };
    Some((condition, (to - from).abs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(steps: &[(usize, i32, u64)]) -> Kept<'static> {
        let mut kept = Kept::default();
        steps.iter().for_each(|(up, to, count)| kept.add_step(*up, *to, *count));
        kept
    }

    #[test]
    fn the_nearest_step_counts_what_it_brings() {
        let up = kept(&[(1, 40, 1), (1, 35, 2), (1, 50, 9), (1, 35, 1)]);
        assert_eq!(up.steps, [None, Some((35, 3))]);
        let mut whole = kept(&[(0, 2_500, 1)]);
        whole.take_in(kept(&[(0, 2_600, 2), (0, 2_500, 4)]));
        assert_eq!(whole.steps, [Some((2_600, 2)), None]);
    }

    #[test]
    fn of_two_directions_the_smaller_step_is_taken() {
        let check = Check::Hours { min: 24, max: 32 };
        let judged = Judged::for_tests(check);
        let step = kept(&[(0, 20, 1), (1, 34, 2)]).nearest_step(Some(&judged)).expect("a step");
        let hours = |value| HoursPerWeek::new(value).expect("hours");
        let range = Range::new(hours(24), hours(34)).expect("a range");
        assert_eq!(step, RelaxationStep { condition: Condition::Hours(range), brings: 2 });
        assert_eq!(asking_less(&Check::Remote { min: 40 }, 0, 0), None, "that would ask nothing");
        assert_eq!(asking_less(&Check::Pay { min: 3_000 }, 0, 2_950).map(|(_, size)| size), Some(50));
    }
}
