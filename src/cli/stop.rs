//! Being asked to stop: by Ctrl+C in a terminal, by the terminal that closes, or by whatever looks after a service.

use std::future::Future;

use tokio::{signal, task::spawn_blocking};
use tokio_util::sync::CancellationToken;

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

/// The same for work that holds up its thread. It is told by the token, and waited for: it tidies up before it ends.
pub(super) async fn until_told<T: Send + 'static>(
    doing: &'static str,
    work: impl FnOnce(&CancellationToken) -> Result<T, CliError> + Send + 'static,
) -> Result<T, CliError> {
    // Listened for before the work makes anything that must be tidied up.
    let asked = stop_signal();
    let stop = CancellationToken::new();
    let told = stop.clone();
    let mut working = spawn_blocking(move || work(&told));
    tokio::select! {
        () = asked => stop.cancel(),
        done = &mut working => return ended(doing, done),
    }
    // It may have come to its end just before. What it says besides, it says because it was stopped.
    ended(doing, working.await).map_err(|_| CliError::Stopped(doing))
}

fn ended<T>(doing: &str, done: Result<Result<T, CliError>, tokio::task::JoinError>) -> Result<T, CliError> {
    done.unwrap_or_else(|broken| Err(CliError::Fault(format!("{doing}: {broken}"))))
}

/// Listens for SIGINT, SIGTERM and SIGHUP from now on, and waits for one of them.
pub(super) fn stop_signal() -> impl Future<Output = ()> {
    #[cfg(unix)]
    let (interrupt, terminate, hang_up) = {
        use signal::unix::SignalKind;
        (heard(SignalKind::interrupt()), heard(SignalKind::terminate()), hung_up())
    };
    #[cfg(not(unix))]
    let (interrupt, terminate, hang_up) = (
        async {
            if signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        },
        std::future::pending::<()>(),
        std::future::pending::<()>(),
    );
    async {
        tokio::select! {
            () = interrupt => {}
            () = terminate => {}
            () = hang_up => {}
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

/// Listens for SIGHUP from now on, and waits for it. What was started with `nohup` goes on without its terminal.
#[cfg(unix)]
fn hung_up() -> impl Future<Output = ()> {
    // Where the system does not say, the signal is left to the system.
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let listening = ignores_hang_up(&status).is_some_and(|ignores| !ignores);
    let heard = listening.then(|| heard(signal::unix::SignalKind::hangup()));
    async {
        match heard {
            Some(heard) => heard.await,
            None => std::future::pending().await,
        }
    }
}

/// Whether a process ignores SIGHUP, by what Linux says of it; none when that cannot be read.
#[cfg(unix)]
fn ignores_hang_up(status: &str) -> Option<bool> {
    /// The lowest bit is the first signal, which is SIGHUP.
    const HANG_UP: u64 = 1;
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"))?;
    u64::from_str_radix(ignored.trim(), 16).ok().map(|ignored| ignored & HANG_UP != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_says_of_signals_is_read() {
        assert_eq!(ignores_hang_up("Name:\tx\nSigBlk:\t01\nSigIgn:\t0000000000001001\n"), Some(true));
        assert_eq!(ignores_hang_up("SigIgn:\t0000000000001000\nSigCgt:\t01\n"), Some(false));
        assert_eq!(ignores_hang_up(""), None);
    }

    #[tokio::test]
    async fn work_that_holds_up_its_thread_gives_its_outcome() {
        assert_eq!(until_told("count", |stop| Ok(stop.is_cancelled())).await.ok(), Some(false));
        let failed = until_told("count", |_| Err::<(), _>(CliError::BrokenOff("count"))).await.expect_err("it failed");
        assert!(matches!(failed, CliError::BrokenOff(_)), "{failed}");
    }
}
