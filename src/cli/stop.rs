//! Being asked to stop: by Ctrl+C in a terminal, or by whatever looks after a service.

use std::future::Future;

use tokio::signal;

use super::error::CliError;

/// Does something until it is done or the process is asked to stop; then what it held is dropped.
///
/// From here on the process ends by itself only.
pub(super) async fn until_stopped<T>(
    doing: &'static str,
    work: impl Future<Output = Result<T, CliError>>,
) -> Result<T, CliError> {
    tokio::select! {
        // The signal first: it is listened for before the work makes anything that must be tidied up.
        biased;
        () = stop_signal() => Err(CliError::Stopped(doing)),
        done = work => done,
    }
}

/// Waits for SIGINT or SIGTERM.
pub(super) async fn stop_signal() {
    let interrupt = async {
        if signal::ctrl_c().await.is_err() {
            // Without a handler the system ends the process by itself.
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match signal::unix::signal(signal::unix::SignalKind::terminate()) {
            Ok(mut terminate) => {
                terminate.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
