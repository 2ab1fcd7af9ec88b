//! All integration tests in one binary: linking is what makes service tests slow.

mod alike;
mod architecture;
mod asking;
mod bad_input;
mod bridges;
mod cli;
mod cli_keeping;
mod conversation;
mod crash;
mod dial;
mod evaluation;
mod feeds;
mod golden;
mod judged;
mod keeping;
mod killed;
mod naive;
mod nodes;
mod privacy;
mod properties;
mod relaxing;
mod service;
mod serving;
mod support;
mod switching;
mod texts;
