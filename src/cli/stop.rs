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
        // Listened for before the work makes anything that must be tidied up.
        () = stop_signal() => Err(CliError::Stopped(doing)),
        done = work => done,
    }
}

/// Listens for SIGINT and SIGTERM from now on, and waits for one of them.
pub(super) fn stop_signal() -> impl Future<Output = ()> {
    #[cfg(unix)]
    let (interrupt, terminate) = {
        use signal::unix::SignalKind;
        (heard(SignalKind::interrupt()), heard(SignalKind::terminate()))
    };
    #[cfg(not(unix))]
    let (interrupt, terminate) = (
        async {
            if signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        },
        std::future::pending::<()>(),
    );
    async {
        tokio::select! {
            () = interrupt => {}
            () = terminate => {}
        }
    }
}

/// Listens for a signal from now on, and waits for it.
#[cfg(unix)]
fn heard(kind: signal::unix::SignalKind) -> impl Future<Output = ()> {
    let listening = signal::unix::signal(kind);
    async {
        match listening {
            Ok(mut signal) => {
                signal.recv().await;
            }
            // Without a handler the system ends the process by itself.
            Err(_) => std::future::pending().await,
        }
    }
}
