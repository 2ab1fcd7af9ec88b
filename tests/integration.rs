//! All integration tests in one binary: linking is what makes service tests slow.

mod alike;
mod architecture;
mod asking;
mod bad_input;
mod bridges;
mod cli;
mod conversation;
mod crash;
mod dial;
mod evaluation;
mod formats;
mod golden;
mod judged;
mod naive;
mod privacy;
mod properties;
mod relaxing;
mod service;
mod serving;
mod support;
mod switching;
mod texts;
