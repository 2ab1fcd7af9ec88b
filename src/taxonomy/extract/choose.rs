//! Which of several concepts that share words of a sentence it names.

use super::scan::{Candidate, MentionForm};
use std::cmp::Reverse;

/// Keeps the candidates that say most. One whose words all belong to a better one goes; words may be shared otherwise:
/// “gegevens controleren en verwerken” names two abilities. Two concepts that are named equally well by the same words
/// both go: the words say neither for sure.
pub(super) fn choose(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    let compound = |it: &Candidate| it.form == MentionForm::Compound;
    candidates.sort_by_key(|it| {
        (compound(it), Reverse(it.weight), it.form, it.gap, !it.preferred, it.concept, it.span().start)
    });
    let mut chosen: Vec<Candidate> = Vec::new();
    let mut rivals: Vec<Candidate> = Vec::new();
    for candidate in candidates {
        let within = |better: &Candidate| candidate.words.iter().all(|word| better.words.contains(word));
        if let Some(better) = chosen.iter().position(within) {
            let rank = |it: &Candidate| (it.weight, it.form, it.gap, it.preferred);
            let equal = rank(&chosen[better]) == rank(&candidate) && chosen[better].words == candidate.words;
            if equal && chosen[better].concept != candidate.concept {
                rivals.push(chosen[better].clone());
            }
            continue;
        }
        // “Ervaring met loonadministratie” is the label it holds, not a compound of the words around it.
        if compound(&candidate) && chosen.iter().any(|it| it.words.iter().any(|word| candidate.words.contains(word))) {
            continue;
        }
        // The same concept once for the same stretch.
        let same = |other: &Candidate| {
            other.concept == candidate.concept
                && other.span().start < candidate.span().end
                && candidate.span().start < other.span().end
        };
        if !chosen.iter().any(same) {
            chosen.push(candidate);
        }
    }
    chosen.retain(|it| rivals.iter().all(|rival| rival.words != it.words || rival.concept != it.concept));
    chosen
}
