//! Loopbaanbrug: a matching engine for career mobility.

pub mod domain;
