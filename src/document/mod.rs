//! What an opportunity looks like in the index: its number columns, its terms and its record.
//!
//! The follower writes this form, matching and the engine read it; both sides stand here so that they cannot drift apart.
//! What points a number or term is worth is decided in `matching`, not here.

mod columns;
mod likeness;
mod record;
pub mod terms;
mod traits;
mod write;

pub use columns::Columns;
pub use likeness::{DIFFERING_BITS_MAX, TextSignature, offer, organisation};
pub use record::{Listed, RecordError};
pub use terms::weight;
pub use traits::{GateBits, PackedTraits, Traits};
pub use write::{DAY_ZERO, day_number, layout, to_document};
