//! Numbers with a range and a unit.

use super::Invalid;
use std::fmt;

macro_rules! quantity {
    ($(#[$meta:meta])* $name:ident($inner:ty) $min:literal..=$max:literal) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name($inner);

        impl $name {
            /// Lowest value.
            pub const MIN: i64 = $min;
            /// Highest value.
            pub const MAX: i64 = $max;

            /// Checks the range.
            ///
            /// # Errors
            /// [`Invalid::OutOfRange`].
            pub fn new(value: i64) -> Result<Self, Invalid> {
                let refused = || Invalid::OutOfRange { min: $min, max: $max, actual: value.to_string() };
                if !($min..=$max).contains(&value) {
                    return Err(refused());
                }
                <$inner>::try_from(value).map(Self).map_err(|_| refused())
            }

            /// The number.
            #[must_use]
            pub fn get(self) -> $inner {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

quantity! {
    /// Level of a skill: 1 basic, 2 with help, 3 independent, 4 advanced, 5 expert.
    Level(u8) 1..=5
}
quantity! {
    /// Level in the Dutch qualifications framework NLQF (1 to 8, as the European EQF).
    NlqfLevel(u8) 1..=8
}
impl NlqfLevel {
    /// The level that somebody holds after a route that reaches `exit`: never lower. Where the own level is unknown it stays
    /// so: that of the route says nothing about it, and would push work away that asks a higher one.
    #[must_use]
    pub fn raised(own: Option<Self>, exit: Option<Self>) -> Option<Self> {
        own.map(|own| exit.map_or(own, |exit| own.max(exit)))
    }
}

quantity! {
    /// Whole percents.
    Percent(u8) 0..=100
}
quantity! {
    /// Whole hours a week.
    HoursPerWeek(u8) 0..=60
}
quantity! {
    /// Gross whole euros a month at full time.
    EuroPerMonth(u16) 1..=50_000
}
quantity! {
    /// Whole euros.
    WholeEuro(u32) 0..=100_000
}
quantity! {
    /// Whole weeks; at most ten years.
    Weeks(u16) 1..=520
}
quantity! {
    /// Number of openings behind one vacancy.
    Openings(u16) 1..=10_000
}

/// A range of a quantity, both ends included, never reversed.
///
/// ```
/// use loopbaanbrug::domain::{HoursPerWeek, Range};
/// let hours = |value| HoursPerWeek::new(value).unwrap();
/// assert!(Range::new(hours(24), hours(36)).unwrap().overlaps(&Range::new(hours(32), hours(40)).unwrap()));
/// assert!(Range::new(hours(36), hours(24)).is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range<T> {
    min: T,
    max: T,
}

impl<T: Copy + Ord + fmt::Display> Range<T> {
    /// Checks the order of the ends.
    ///
    /// # Errors
    /// [`Invalid::Reversed`].
    pub fn new(min: T, max: T) -> Result<Self, Invalid> {
        if min > max {
            return Err(Invalid::Reversed { from: min.to_string(), to: max.to_string() });
        }
        Ok(Self { min, max })
    }

    /// Lower end.
    #[must_use]
    pub fn min(&self) -> T {
        self.min
    }

    /// Upper end.
    #[must_use]
    pub fn max(&self) -> T {
        self.max
    }

    /// Whether the two have a value in common.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.min <= other.max && other.min <= self.max
    }
}
