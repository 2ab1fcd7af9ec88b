//! What is said about something that a route teaches.

use super::{compose::Teller, phrases::Gain};
use crate::matching::{LearningResult, rules};

/// Gain at or below which the person counts as having it already: what is left when a requirement for it reads as met.
const GAIN_KNOWN_MAX: u16 = rules::TAUGHT_NEW_PERMILLE / 10;
/// Gain at or below which the person has at least half of it.
const GAIN_DEEPER_MAX: u16 = rules::TAUGHT_NEW_PERMILLE / 2;

pub(super) fn sentence(teller: &Teller<'_>, result: &LearningResult) -> String {
    teller.phrases.learning(gain(result), teller.ability(result.concept), result.level)
}

/// No gain at all may also mean that the person wants to avoid it, so nothing is said about why.
fn gain(result: &LearningResult) -> Gain {
    match result.gain_permille {
        _ if result.wanted => Gain::Wanted,
        0 => Gain::Plain,
        1..=GAIN_KNOWN_MAX => Gain::Known,
        gain if gain <= GAIN_DEEPER_MAX => Gain::Deeper,
        _ => Gain::New,
    }
}

#[cfg(test)]
mod tests {
    use super::GAIN_KNOWN_MAX;
    use crate::matching::rules;

    #[test]
    fn known_agrees_with_a_requirement_that_is_met() {
        let lacking = u32::from(rules::CREDIT_FULL - rules::CREDIT_MET);
        let gain = u32::from(rules::TAUGHT_NEW_PERMILLE) * lacking / u32::from(rules::CREDIT_FULL);
        assert_eq!(u32::from(GAIN_KNOWN_MAX), gain);
    }
}
