//! What day it is. Everything that depends on the date takes it as an argument; only the doors and the engine ask a
//! [`Clock`], so that examples and tests can stand still on one day.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// Time zone in which opening and closing days of vacancies are meant.
pub const TIME_ZONE: &str = "Europe/Amsterdam";

/// Where the date comes from.
///
/// ```
/// use jiff::civil::date;
/// use loopbaanbrug::clock::Clock;
///
/// let clock = Clock::Fixed(date(2026, 12, 1));
/// assert_eq!(clock.today(), date(2026, 12, 1));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Clock {
    /// The clock of the machine, read in [`TIME_ZONE`] whatever the machine's own zone is.
    #[default]
    System,
    /// Always this day: for example data and tests.
    Fixed(Date),
}

impl Clock {
    /// Today's date in the Netherlands.
    #[must_use]
    pub fn today(self) -> Date {
        match self {
            Self::System => day_of(Timestamp::now()),
            Self::Fixed(day) => day,
        }
    }

    /// Whether the date never changes.
    #[must_use]
    pub fn is_fixed(self) -> bool {
        matches!(self, Self::Fixed(_))
    }
}

/// The day that begins in the Netherlands at exactly this moment; none at any other moment of a day.
///
/// ```
/// use jiff::{Timestamp, civil::date};
/// use loopbaanbrug::clock::day_that_begins;
/// let moment: Timestamp = "2026-11-11T23:00:00Z".parse()?;
/// assert_eq!(day_that_begins(moment), Some(date(2026, 11, 12)));
/// # Ok::<(), jiff::Error>(())
/// ```
#[must_use]
pub fn day_that_begins(moment: Timestamp) -> Option<Date> {
    let zoned = moment.to_zoned(amsterdam());
    (zoned.time() == jiff::civil::Time::midnight()).then(|| zoned.date())
}

/// The day in the Netherlands at a moment.
fn day_of(moment: Timestamp) -> Date {
    moment.to_zoned(amsterdam()).date()
}

/// The zone from the database inside the binary, so that a machine without one gives the same answer.
fn amsterdam() -> TimeZone {
    // Cannot fail while the database is compiled in; and then an hour's error around midnight beats a panic.
    TimeZone::get(TIME_ZONE).unwrap_or(TimeZone::UTC)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_day_turns_at_midnight_in_amsterdam_not_in_utc() {
        let winter: Timestamp = "2026-11-30T23:30:00Z".parse().expect("a moment");
        assert_eq!(day_of(winter), date(2026, 12, 1));
        let summer: Timestamp = "2026-06-30T22:30:00Z".parse().expect("a moment");
        assert_eq!(day_of(summer), date(2026, 7, 1));
        let before: Timestamp = "2026-06-30T21:59:59Z".parse().expect("a moment");
        assert_eq!(day_of(before), date(2026, 6, 30));
    }

    #[test]
    fn the_zone_is_compiled_in() {
        assert_eq!(amsterdam().iana_name(), Some(TIME_ZONE));
    }

    #[test]
    fn a_fixed_clock_stands_still() {
        let clock = Clock::Fixed(date(2026, 12, 1));
        assert!(clock.is_fixed());
        assert_eq!(clock.today(), date(2026, 12, 1));
        assert!(!Clock::default().is_fixed());
    }
}
