//! The messages of the contract: read into the domain with every problem named, and written from answers. Two doors share
//! them, gRPC and the adviser's page, so that both understand a profile alike and show one answer.
//!
//! Nothing here listens or asks the engine. What tonic needs stands in `api`, what HTML needs in `web`.

pub(crate) mod bridge_answer;
pub(crate) mod codes;
pub(crate) mod compare;
pub(crate) mod concept;
pub(crate) mod condition;
pub(crate) mod context;
pub(crate) mod filter;
pub(crate) mod json;
pub(crate) mod json_schema;
pub(crate) mod list_place;
pub(crate) mod match_answer;
pub(crate) mod opportunity;
pub(crate) mod page;
pub(crate) mod plan;
pub(crate) mod profile;
pub(crate) mod profile_file;
pub(crate) mod relaxation;
pub(crate) mod tasks;
pub(crate) mod typed;
pub(crate) mod violations;
pub(crate) mod what_if;
