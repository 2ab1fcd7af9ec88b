//! What tells two tables of places apart.

use super::Places;
use crate::domain::Coordinates;

impl Places {
    /// Digest over everything that decides where a place is: 16 hexadecimal digits. Equal tables have equal digests.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        let mut add = |name: u16, at: Coordinates| {
            hasher.update(&name.to_be_bytes());
            hasher.update(&at.latitude_microdegrees().to_be_bytes());
            hasher.update(&at.longitude_microdegrees().to_be_bytes());
        };
        for (postcode, at) in &self.exact {
            add(postcode.get(), *at);
        }
        for (region, at) in self.regions.centres() {
            add(region.into(), at);
        }
        hasher.finalize().to_hex()[..16].to_owned()
    }
}
