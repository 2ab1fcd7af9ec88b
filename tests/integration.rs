//! All integration tests in one binary: linking is what makes service tests slow.

mod architecture;
mod bad_input;
mod bridges;
mod cli;
mod crash;
mod evaluation;
mod golden;
mod naive;
mod privacy;
mod properties;
mod service;
mod serving;
mod support;
mod switching;
mod texts;
