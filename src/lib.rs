//! Loopbaanbrug: a matching engine for career mobility.

pub mod api;
pub mod backup;
pub mod catalogue;
pub mod cli;
pub mod clock;
pub mod config;
pub mod data_dir;
pub mod demo;
pub mod document;
pub mod domain;
pub mod engine;
pub mod evaluation;
mod failpoint;
pub mod follower;
pub mod generate;
pub mod ingest;
pub mod learning;
pub mod matching;
#[cfg(test)]
#[path = "../tests/support/notes.rs"]
mod notes;
pub mod places;
pub mod plan;
pub mod reading;
pub mod reference;
pub mod server;
pub mod taxonomy;
pub mod telemetry;
pub mod texts;
pub mod web;
mod whole_file;
mod wire;
