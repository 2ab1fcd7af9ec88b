//! Feeds of other systems: bytes in, validated opportunities out, with every problem of every refused record.
//!
//! Two formats are read: the project's own NDJSON (`docs/feeds.md`) and schema.org JobPosting as JSON-LD. A bad record
//! never spoils its neighbours. Nothing here does I/O, stores records or knows whether a named concept exists.
//!
//! ```
//! use loopbaanbrug::ingest::{FeedFormat, FeedReader};
//! let mut reader = FeedReader::new(FeedFormat::Ndjson);
//! reader.push(br#"{"type":"vacancy","id":"v-1","title":"Bode","description":"Post rondbrengen.","employer":"Voorbeeldstad"}"#)?;
//! reader.finish()?;
//! let record = reader.next().expect("one record");
//! assert_eq!(record.outcome.expect("accepted").id.as_str(), "v-1");
//! # Ok::<(), loopbaanbrug::ingest::FeedError>(())
//! ```

#[cfg(test)]
mod feed_tests;
mod fields;
mod gates;
mod jobposting;
mod json_elements;
mod json_nesting;
mod limits;
mod lines;
mod object_writer;
mod place;
mod problem;
mod reader;
mod record;
mod requirement;
mod route;
#[cfg(test)]
mod samples;
mod vacancy;

pub use limits::Limits;
pub use problem::Problem;
pub use reader::{Accepted, FeedError, FeedFormat, FeedReader, FeedRecord};
pub use record::{decode, encode};
