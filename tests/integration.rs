//! All integration tests in one binary: linking is what makes service tests slow.

mod architecture;
mod naive;
mod properties;
mod support;
mod texts;
