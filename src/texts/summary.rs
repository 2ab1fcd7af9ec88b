//! An explanation in two to four sentences: what is met, what to learn, what stands in the way, how near it is.

use super::{
    compose::Teller,
    writing::{SENTENCE_WORDS_MAX, fitting},
};
use crate::{
    domain::{Relation, Verdict},
    matching::{RequirementOutcome, RequirementResult},
};
use std::cmp::Reverse;

/// Most gaps, and most hard conditions, that a summary names.
pub const GAPS_NAMED_MAX: usize = 3;
/// Words that a sentence needs besides the names in it.
const FRAME_WORDS: usize = 9;

pub(super) fn summary(teller: &Teller<'_>) -> Vec<String> {
    let explained = teller.explained;
    let obstacle = gates_not_met(teller).or_else(|| Some(teller.phrases.level_gap(teller.kind(), explained.level?)));
    let near = teller.phrases.class_told(teller.kind(), explained.class).to_owned();
    [Some(requirements_met(teller)), gaps(teller), obstacle, Some(near)].into_iter().flatten().collect()
}

fn requirements_met(teller: &Teller<'_>) -> String {
    let requirements = &teller.explained.requirements;
    if requirements.is_empty() {
        return teller.phrases.no_requirements(teller.kind()).to_owned();
    }
    let count = |outcome| requirements.iter().filter(|it| it.outcome == outcome).count();
    let (met, partly_met) = (count(RequirementOutcome::Met), count(RequirementOutcome::PartlyMet));
    teller.phrases.requirements_met(met, partly_met, requirements.len())
}

/// The requirements that cost most points; what is only handy is no gap.
fn gaps(teller: &Teller<'_>) -> Option<String> {
    let is_gap = |it: &&RequirementResult| it.outcome != RequirementOutcome::Met && it.relation != Relation::Optional;
    let mut gaps: Vec<_> = teller.explained.requirements.iter().filter(is_gap).collect();
    gaps.sort_by_key(|it| Reverse(it.points_possible - it.points));
    let labels: Vec<_> = gaps.iter().map(|it| teller.label(it.concept)).collect();
    named(&labels).map(|labels| teller.phrases.gaps(labels))
}

fn gates_not_met(teller: &Teller<'_>) -> Option<String> {
    let not_met = teller.explained.gates.iter().filter(|it| it.verdict == Verdict::NotMet);
    let names: Vec<_> = not_met.map(|it| teller.phrases.gate_name(&it.asked)).collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    named(&names).map(|names| teller.phrases.gates_not_met(names))
}

fn named<'a, 'b>(labels: &'b [&'a str]) -> Option<&'b [&'a str]> {
    let named = fitting(labels, GAPS_NAMED_MAX, SENTENCE_WORDS_MAX - FRAME_WORDS);
    (!named.is_empty()).then_some(named)
}
