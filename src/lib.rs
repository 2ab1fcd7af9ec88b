//! Loopbaanbrug: a matching engine for career mobility.

pub mod clock;
pub mod domain;
