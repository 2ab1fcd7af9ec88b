//! Exact, reproducible recall over weighted terms, numbers and text.
//!
//! An [`Index`] holds [`Document`]s in a directory: each has a key, weighted
//! terms, numbers, a title and a body, and a record that is given back as it came.
//! One [`Writer`] puts and removes documents and commits them with a [`Stamp`].
//! A [`Snapshot`] shows the documents of one commit and answers one question above
//! all: *of all documents that a caller's [`Judge`] admits, which k have most
//! points?* It considers every document: sums come from lists by term,
//! conditions from columns, so the answer is exact; its order is total (points, then freshness, then key), so the same documents always give the same
//! answer, whatever the history of commits. What a term, a number or a point means
//! is the caller's affair.
//!
//! *Useful for:* up to a few million documents with some tens of terms each,
//! profiles with many weighted terms, hard filters on numbers, and points that the
//! caller computes and can explain. *Not useful for:* ranking by text relevance,
//! keeping the only copy of data, or more documents than fit in memory (some 100
//! bytes each).
//!
//! tantivy keeps the segments, the text postings and the records. The columns that
//! a scan reads are copied into memory once per segment; no ranking of tantivy's is
//! ever used.
//!
//! ```
//! use loopbaanbrug_index::{
//!     Counter, Credits, Document, Index, Judge, Layout, Row, RowSet, Rows, Share, Stamp, Term, TopRequest, Weight,
//! };
//!
//! /// Points per mille of the weight that the credits cover; newer ones first.
//! struct Coverage;
//!
//! impl Counter for Coverage {
//!     fn admit(&mut self, _: &Rows<'_>, _: &mut RowSet) {}
//! }
//!
//! impl Judge for Coverage {
//!     fn ceiling(&self, share: Share) -> i32 {
//!         i32::try_from(share.got / share.of.max(1)).unwrap_or(i32::MAX)
//!     }
//!     fn points(&mut self, _: &Row<'_>, share: Share) -> i32 {
//!         self.ceiling(share)
//!     }
//!     fn freshness(&self, _: &Row<'_>) -> i32 {
//!         0
//!     }
//! }
//!
//! # let directory = tempfile::tempdir()?;
//! # let directory = directory.path();
//! let index = Index::open_or_create(directory, Layout::default())?;
//! let welding = Term::new(3).ok_or("too large")?;
//! let driving = Term::new(4).ok_or("too large")?;
//! let much = Weight::new(300).ok_or("too large")?;
//! let little = Weight::new(100).ok_or("too large")?;
//!
//! let mut writer = index.writer()?;
//! for (key, terms) in [
//!     ("a", vec![(welding, little), (driving, much)]),
//!     ("b", vec![(welding, much), (driving, little)]),
//! ] {
//!     writer.put(Document { key: key.to_owned(), terms, ..Document::default() })?;
//! }
//! writer.commit(Stamp::at(7))?;
//!
//! let mut credits = Credits::none();
//! credits.set(welding, 1_000)?;
//! let snapshot = index.snapshot()?;
//! let top = snapshot.top(&credits, &mut Coverage, TopRequest { k: 1, deadline: None })?;
//! assert_eq!(snapshot.stamp().revision, 7);
//! assert_eq!(snapshot.key(top.hits[0].id), "b");
//! assert_eq!(top.hits[0].points, 750);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod analysis;
mod bits;
mod block;
mod credits;
mod document;
mod error;
mod index;
mod layout;
mod merging;
mod postings;
mod rows;
mod scan;
mod schema;
mod sealed;
mod snapshot;
mod text;
mod worker;
mod writer;

pub use credits::{Credits, LeastShare, Share};
pub use document::{Document, Stamp, Term, Weight};
pub use error::{Error, Result};
pub use index::Index;
pub use layout::{Column, Layout};
pub use rows::{Row, RowSet, Rows, Shares};
pub use scan::{Counter, Hit, Judge, Scan, Top, TopRequest};
pub use snapshot::{DocumentId, Snapshot};
pub use text::{Mode, TextMatches};
pub use writer::Writer;
