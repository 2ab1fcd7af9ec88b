//! What a person asks of an opportunity, and the verdict on it.

use super::{CodeSet, Contract, EuroPerMonth, HoursPerWeek, Importance, Name, Percent, Range, SbiSection, WorkPattern};

/// Something that can be checked against an opportunity.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// Distance from home as the crow flies, in kilometres, 1 to 400.
    Travel {
        /// The most that will do.
        max_km: u16,
    },
    /// Hours a week: met when the ranges share an hour.
    Hours(Range<HoursPerWeek>),
    /// Pay: met when the top of the range reaches it.
    Pay {
        /// The least that will do.
        min: EuroPerMonth,
    },
    /// Kinds of contract.
    Contract(CodeSet<Contract>),
    /// Times of work: met when no other is asked.
    WorkPattern(CodeSet<WorkPattern>),
    /// Sectors.
    Sector(CodeSet<SbiSection>),
    /// Share of the hours from home.
    Remote {
        /// The least that will do.
        min: Percent,
    },
    /// Words in title or text: found is met, not found is unknown.
    Mention(Name),
}

impl Condition {
    /// Farthest travel condition, in kilometres.
    pub const MAX_TRAVEL_KM: u16 = 400;
    /// Most words in a mention.
    pub const MAX_MENTION_WORDS: usize = 10;
}

/// Whether a condition holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The data say that it holds.
    Met,
    /// The data say that it does not hold.
    NotMet,
    /// The data do not say: a question to ask.
    Unknown,
}

/// A condition and how much it counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Preference {
    /// What is checked.
    pub condition: Condition,
    /// How much it counts.
    pub importance: Importance,
}

/// “Wanneer is het goed?”: a condition in the person's own words.
#[derive(Clone, Debug, PartialEq)]
pub struct Criterion {
    /// The person's words.
    pub words: Name,
    /// What can be checked; none when only people can judge it.
    pub condition: Option<Condition>,
    /// How much it counts.
    pub importance: Importance,
}
