//! Options beside each other: what each asks that others do not, what sets each apart, and what is still missing for them.

use super::{
    class::Class,
    explain::{Explained, RequirementOutcome, RequirementResult},
    gates::GateResult,
};
use crate::{
    domain::{Relation, Verdict},
    taxonomy::ConceptNumber,
};
use std::{cmp::Reverse, collections::BTreeMap};

/// Most distinctions named for one option.
pub const DISTINCTIONS_MAX: usize = 4;
/// Of these at most so many are skills that this option alone asks.
const ONLY_ASKED_MAX: usize = 2;

/// Something asked, over all options.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedByAny {
    /// What is asked.
    pub concept: ConceptNumber,
    /// For each option its place in [`Explained::requirements`]; none when the option does not ask it.
    pub cells: Vec<Option<usize>>,
}

/// What sets one option apart from the others. Numbers are places in its own lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Distinction {
    /// It is nearer than every other.
    Nearest,
    /// It alone is known to meet a preference or criterion: into [`Explained::conditions`].
    OnlyMeets(usize),
    /// It alone is known not to meet one.
    OnlyFails(usize),
    /// It alone has a hard condition that is not known to be met: into [`Explained::gates`].
    OnlyDemands(usize),
    /// It alone asks something: into [`Explained::requirements`].
    OnlyAsks(usize),
    /// Every other asks this and it does not.
    DoesNotAsk(ConceptNumber),
}

/// Something missing for at least one option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortfall {
    /// What is missing or only partly there.
    pub concept: ConceptNumber,
    /// Which options ask it, each with the place in [`Explained::requirements`]; where it costs most points first.
    pub at: Vec<(usize, usize)>,
    /// Whether nothing at all shows it, for one of them.
    pub is_missing: bool,
    /// Points that it costs over all options.
    pub points: i32,
}

/// Everything that any option asks: what most of them ask first, then what weighs most, then in the order of concepts.
#[must_use]
pub fn asked_by_any(options: &[&Explained]) -> Vec<AskedByAny> {
    let mut asked = BTreeMap::<ConceptNumber, AskedByAny>::new();
    for (option, explained) in options.iter().enumerate() {
        for (place, requirement) in explained.requirements.iter().enumerate() {
            let none = || AskedByAny { concept: requirement.concept, cells: vec![None; options.len()] };
            asked.entry(requirement.concept).or_insert_with(none).cells[option] = Some(place);
        }
    }
    let weight = |it: &AskedByAny| -> i32 { it.of(options).map(|(_, found)| found.points_possible).sum() };
    let mut asked: Vec<_> = asked.into_values().collect();
    asked.sort_by_key(|it| (Reverse(it.cells.iter().flatten().count()), Reverse(weight(it)), it.concept));
    asked
}

impl AskedByAny {
    /// The options that ask it, each with how far it is met.
    fn of<'a>(&'a self, options: &'a [&Explained]) -> impl Iterator<Item = (usize, &'a RequirementResult)> {
        let cells = self.cells.iter().enumerate();
        cells.filter_map(|(option, place)| Some((option, &options[option].requirements[(*place)?])))
    }
}

/// What sets one of at least two options apart, the plainest first.
#[must_use]
pub fn distinctions(options: &[&Explained], option: usize, asked: &[AskedByAny]) -> Vec<Distinction> {
    let own = options[option];
    let others = || options.iter().enumerate().filter(move |(number, _)| *number != option).map(|(_, it)| *it);
    let nearest = own.class < Class::Far && others().all(|it| own.class < it.class);
    let conditions = own.conditions.iter().enumerate().filter_map(|(place, result)| {
        let others_differ = others().all(|it| it.conditions[place].verdict != result.verdict);
        match result.verdict {
            Verdict::Met if others_differ => Some(Distinction::OnlyMeets(place)),
            Verdict::NotMet if others_differ => Some(Distinction::OnlyFails(place)),
            _ => None,
        }
    });
    let same_gate = |gate: &GateResult, other: &Explained| other.gates.iter().any(|it| it.asked == gate.asked);
    let demands = own.gates.iter().enumerate().filter(|(_, gate)| gate.verdict != Verdict::Met);
    let demands = demands.filter(|(_, gate)| !others().any(|it| same_gate(gate, it)));
    let mut only: Vec<_> = asked.iter().filter(|it| it.cells.iter().flatten().count() == 1).collect();
    only.retain(|it| it.cells[option].is_some_and(|place| own.requirements[place].relation != Relation::Optional));
    // Those that lack come first: they matter most in a choice.
    only.sort_by_key(|it| {
        it.cells[option].map(|place| {
            let found = &own.requirements[place];
            (found.outcome == RequirementOutcome::Met, Reverse(found.points_possible))
        })
    });
    let only = only.into_iter().filter_map(|it| it.cells[option]).take(ONLY_ASKED_MAX).map(Distinction::OnlyAsks);
    let all_others =
        |it: &&AskedByAny| it.cells.iter().enumerate().all(|(number, cell)| cell.is_none() == (number == option));
    let heavy = |it: &&AskedByAny| it.of(options).all(|(_, found)| found.relation != Relation::Optional);
    let not_asked = asked.iter().filter(all_others).filter(heavy).take(1);
    let nearest = nearest.then_some(Distinction::Nearest).into_iter();
    nearest
        .chain(conditions)
        .chain(demands.map(|(place, _)| Distinction::OnlyDemands(place)))
        .chain(only)
        .chain(not_asked.map(|it| Distinction::DoesNotAsk(it.concept)))
        .take(DISTINCTIONS_MAX)
        .collect()
}

/// What is missing for the options and more than handy: what is not there at all first, then what costs most points.
#[must_use]
pub fn shortfalls(options: &[&Explained], most: usize) -> Vec<Shortfall> {
    let lost = |it: &RequirementResult| it.points_possible - it.points;
    let mut shortfalls: Vec<_> = asked_by_any(options)
        .iter()
        .filter_map(|asked| {
            let lacking = |found: &RequirementResult| {
                found.outcome != RequirementOutcome::Met && found.relation != Relation::Optional
            };
            let mut at: Vec<_> = asked.of(options).filter(|(_, found)| lacking(found)).collect();
            at.sort_by_key(|(option, found)| (Reverse(lost(found)), *option));
            let points = at.iter().map(|(_, found)| lost(found)).sum();
            let is_missing = at.iter().any(|(_, found)| found.outcome == RequirementOutcome::Missing);
            let at: Vec<_> = at.into_iter().filter_map(|(option, _)| Some((option, asked.cells[option]?))).collect();
            (!at.is_empty()).then_some(Shortfall { concept: asked.concept, at, is_missing, points })
        })
        .collect();
    shortfalls.sort_by_key(|it| (!it.is_missing, Reverse(it.points), it.concept));
    shortfalls.truncate(most);
    shortfalls
}
