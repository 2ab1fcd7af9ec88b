//! Where something is.

use super::Invalid;
use std::fmt;

/// A Dutch postcode without its letters: 1000 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pc4(u16);

impl Pc4 {
    const FORM: &'static str = "a four-digit postcode from 1000 to 9999";

    /// Reads four digits; a full postcode such as `3511 AB` is cut to its digits by the caller, not here.
    ///
    /// # Errors
    /// [`Invalid::Malformed`].
    ///
    /// ```
    /// use loopbaanbrug::domain::Pc4;
    /// assert_eq!(Pc4::parse("3511").unwrap().region(), 35);
    /// assert!(Pc4::parse("0999").is_err());
    /// ```
    pub fn parse(digits: &str) -> Result<Self, Invalid> {
        let four = digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit());
        match digits.parse() {
            Ok(number @ 1000..) if four => Ok(Self(number)),
            _ => Err(Invalid::malformed(Self::FORM, digits)),
        }
    }

    /// The number.
    #[must_use]
    pub fn get(self) -> u16 {
        self.0
    }

    /// The first two digits: 10 to 99.
    #[must_use]
    pub fn region(self) -> u8 {
        u8::try_from(self.0 / 100).unwrap_or(u8::MAX)
    }
}

impl fmt::Display for Pc4 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A point on the earth (WGS 84) in whole millionths of a degree, so that equal places are equal on every machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Coordinates {
    latitude_microdegrees: i32,
    longitude_microdegrees: i32,
}

const MICRO: f64 = 1_000_000.0;

impl Coordinates {
    /// From degrees.
    ///
    /// # Errors
    /// [`Invalid::OutOfRange`] when the latitude is not within ±90 or the longitude not within ±180.
    pub fn from_degrees(latitude: f64, longitude: f64) -> Result<Self, Invalid> {
        Ok(Self {
            latitude_microdegrees: microdegrees(latitude, 90)?,
            longitude_microdegrees: microdegrees(longitude, 180)?,
        })
    }

    /// From whole millionths of a degree.
    ///
    /// # Errors
    /// [`Invalid::OutOfRange`] as for [`Self::from_degrees`].
    pub fn from_microdegrees(latitude: i32, longitude: i32) -> Result<Self, Invalid> {
        let within = |value: i32, limit: i32| {
            let refused = Invalid::OutOfRange { min: (-limit).into(), max: limit.into(), actual: value.to_string() };
            if (-limit..=limit).contains(&value) { Ok(value) } else { Err(refused) }
        };
        Ok(Self {
            latitude_microdegrees: within(latitude, 90_000_000)?,
            longitude_microdegrees: within(longitude, 180_000_000)?,
        })
    }

    /// Latitude in millionths of a degree.
    #[must_use]
    pub fn latitude_microdegrees(self) -> i32 {
        self.latitude_microdegrees
    }

    /// Longitude in millionths of a degree.
    #[must_use]
    pub fn longitude_microdegrees(self) -> i32 {
        self.longitude_microdegrees
    }

    /// Latitude in degrees.
    #[must_use]
    pub fn latitude(self) -> f64 {
        f64::from(self.latitude_microdegrees) / MICRO
    }

    /// Longitude in degrees.
    #[must_use]
    pub fn longitude(self) -> f64 {
        f64::from(self.longitude_microdegrees) / MICRO
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the range check bounds the value to ±180 million")]
fn microdegrees(degrees: f64, limit: i32) -> Result<i32, Invalid> {
    let within = degrees.is_finite() && degrees.abs() <= f64::from(limit);
    if !within {
        return Err(Invalid::OutOfRange { min: (-limit).into(), max: limit.into(), actual: degrees.to_string() });
    }
    Ok((degrees * MICRO).round() as i32)
}

/// A place as a feed gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// By postcode.
    Pc4(Pc4),
    /// By coordinates.
    Coordinates(Coordinates),
}
