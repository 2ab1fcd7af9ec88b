//! What the person says for the plan, in their own words. Request data only, like the profile.

use crate::domain::{Bounded, HoursPerWeek, Text, Weeks, WholeEuro};
use std::fmt;

/// What the person says for the plan.
#[derive(Clone, Default, PartialEq)]
pub struct Notes {
    /// Where the person wants to go.
    pub direction: Option<Text<{ Notes::MAX_DIRECTION_CHARS }>>,
    /// Room to learn; what is not given here is taken from the profile.
    pub room: Room,
    /// Who supports the person.
    pub backing: Bounded<Backer, { Notes::MAX_BACKERS }>,
}

impl Notes {
    /// Most characters of the direction.
    pub const MAX_DIRECTION_CHARS: usize = 500;
    /// Most people who support someone.
    pub const MAX_BACKERS: usize = 5;
}

/// As of a profile: nothing of it ever shows in a log.
impl fmt::Debug for Notes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Notes(..)")
    }
}

/// Room to learn.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Room {
    /// Hours a week.
    pub hours: Option<HoursPerWeek>,
    /// Weeks in all.
    pub weeks: Option<Weeks>,
    /// Euros of one's own.
    pub euros: Option<WholeEuro>,
}

/// Someone who supports the person.
#[derive(Clone, PartialEq)]
pub struct Backer {
    /// Who.
    pub who: Text<{ Backer::MAX_WHO_CHARS }>,
    /// With what.
    pub words: Option<Text<{ Backer::MAX_WORDS_CHARS }>>,
}

impl Backer {
    /// Most characters of who it is.
    pub const MAX_WHO_CHARS: usize = 100;
    /// Most characters of what they help with.
    pub const MAX_WORDS_CHARS: usize = 300;
}
