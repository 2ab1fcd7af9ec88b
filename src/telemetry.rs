//! Logging: to standard error, for people or as JSON. What is logged where is decided beside the code that does it;
//! the content of requests never is.

use std::io::{self, IsTerminal};

use thiserror::Error;
use tracing_subscriber::{
    EnvFilter, filter::ParseError, fmt, layer::SubscriberExt, util::SubscriberInitExt, util::TryInitError,
};

use crate::config::LogFormat;

/// Why there is no log; fits “failed to begin logging: {…}”.
#[derive(Debug, Error)]
pub enum TelemetryError {
    /// The directives cannot be read.
    #[error("{directives:?} is not a list of log directives: {source}")]
    Directives {
        /// As given.
        directives: String,
        /// What is wrong.
        source: ParseError,
    },
    /// Another log was begun before.
    #[error(transparent)]
    Twice(#[from] TryInitError),
}

/// Begins logging, once for the process.
///
/// # Errors
/// [`TelemetryError`]: unreadable directives, or a log that was begun before.
pub fn begin(directives: &str, format: LogFormat) -> Result<(), TelemetryError> {
    let filter = EnvFilter::builder()
        .parse(directives)
        .map_err(|source| TelemetryError::Directives { directives: directives.to_owned(), source })?;
    let registry = tracing_subscriber::registry().with(filter);
    let lines = fmt::layer().with_writer(io::stderr);
    match format {
        LogFormat::Human => registry.with(lines.with_ansi(colours())).try_init()?,
        LogFormat::Json => registry.with(lines.json().flatten_event(true)).try_init()?,
    }
    Ok(())
}

/// Whether standard error takes colours.
fn colours() -> bool {
    io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directives_that_make_no_sense_are_refused_with_their_text() {
        let error = begin("loopbaanbrug=[", LogFormat::Human).expect_err("refused");
        assert!(error.to_string().contains("loopbaanbrug=["), "{error}");
    }
}
