//! Feeds of other systems: bytes in, validated opportunities out, with every problem of every refused record.
//!
//! Formats: the project's own NDJSON, tables (CSV) with a mapping, schema.org job postings and courses as JSON-LD, also inside
//! of web pages, and EDU-DEX programmes as XML; `docs/feeds.md` describes each. Whatever the character set, text is decoded
//! before it is read. A bad record never spoils its neighbours. Nothing here does I/O, stores records or knows whether a
//! named concept exists.
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

mod charset;
mod csv;
mod edudex;
#[cfg(test)]
mod feed_tests;
mod fields;
mod gates;
mod html;
mod json_elements;
mod json_nesting;
mod limits;
mod lines;
mod ndjson;
mod object_writer;
mod place;
mod problem;
mod reader;
mod record;
mod requirement;
mod route;
#[cfg(test)]
mod samples;
mod schema_org;
mod shape;
mod spec;
mod texts;
mod unread;
mod vacancy;

pub use charset::Charset;
pub use csv::{Mapping, MappingProblem};
pub use limits::Limits;
pub use problem::Problem;
pub use reader::{Accepted, FeedError, FeedReader, FeedRecord};
pub use record::{decode, encode};
pub(crate) use shape::DIALECT as JSON_SCHEMA_DIALECT;
pub use shape::json_schema;
pub use spec::{FeedFormat, FeedSpec};
