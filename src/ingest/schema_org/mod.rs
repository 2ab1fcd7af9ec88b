//! schema.org as JSON-LD, in the shape that real sites publish: job postings to vacancies, courses and programmes to routes.
//!
//! What must be there refuses the record when it is not. Everything else is read as far as it can be; what cannot is left
//! out with a note, and what is read with an assumption says so in a note. Properties that are not asked for are no error:
//! the vocabulary is open.

mod beside;
mod course;
mod education;
mod feed;
mod identity;
mod job_posting;
mod location;
mod nodes;
mod pay;
mod properties;
mod repair;
mod skills;
mod texts;

pub(super) use course::{form_of_words, weeks};
pub(super) use feed::{JsonLdFeed, Thing, Wanted};
pub(super) use identity::is_reserved_for_examples as is_example_link;
pub(super) use nodes::Nodes;
pub(super) use texts::link_of;
