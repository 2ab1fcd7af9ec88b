//! Logging: to standard error, for people or as JSON. What is logged where is decided beside the code that does it;
//! the content of requests never is.

use std::{
    any::Any,
    backtrace::{Backtrace, BacktraceStatus},
    io::{self, IsTerminal},
    panic::{self, PanicHookInfo},
};

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

/// Begins logging, once for the process. From then on panics are logged too, instead of being written to standard error as
/// they are.
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
    panic::set_hook(Box::new(log_panic));
    Ok(())
}

/// Logs where the program broke down, and of what it said only what is the same for everyone.
fn log_panic(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    let said = said(panic.payload());
    // Names of functions alone; none unless RUST_BACKTRACE asks for it.
    let trace = Backtrace::capture();
    let trace = (trace.status() == BacktraceStatus::Captured).then(|| trace.to_string());
    tracing::error!(%place, said, trace, "the program broke down at one place; it goes on elsewhere");
}

/// The message of a panic, when it is one that stands in the program. One that was put together may hold what a person typed.
fn said(payload: &(dyn Any + Send)) -> &'static str {
    payload.downcast_ref::<&'static str>().copied().unwrap_or("(not logged: it may hold what was asked)")
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

    #[test]
    fn of_a_panic_only_what_stands_in_the_program_is_said() {
        let payload = |panics: fn()| panic::catch_unwind(panics).expect_err("a panic");
        assert_eq!(said(&*payload(|| panic!("a message of the program"))), "a message of the program");
        let typed = payload(|| {
            let typed = std::hint::black_box("what a person typed");
            panic!("no skill {typed:?}");
        });
        assert!(typed.downcast_ref::<String>().is_some_and(|message| message.contains("a person")));
        assert!(!said(&*typed).contains("a person"));
    }
}
