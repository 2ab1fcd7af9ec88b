//! A service with data of its own in a temporary directory: the demo plays with one, measures are taken on one. It never
//! touches a catalogue that the configuration names, it lives on the day for which the example data are written, and
//! nothing of it stays behind.

use std::net::SocketAddr;

use super::{
    connection::Connection,
    error::{CliError, WithPath},
    service::{PortTaken, Service},
    stop::stop_signal,
};
use crate::{clock::Clock, config::Config, demo};

/// Where it listens, and what the page can be tried with.
pub(super) struct Doors {
    pub(super) listen: SocketAddr,
    pub(super) web: Option<SocketAddr>,
    pub(super) example: Option<&'static str>,
}

/// Does something with an empty service and takes it away, also when that fails. None when the process was asked to stop
/// before the end.
pub(super) async fn with_temporary<T>(
    config: &Config,
    doors: Doors,
    work: impl AsyncFnOnce(&Connection) -> Result<T, CliError>,
) -> Result<Option<T>, CliError> {
    // Listened for before anything is made that must be taken away.
    let stop = stop_signal();
    let directory = tempfile::tempdir().at("create a directory in", std::env::temp_dir())?;
    let path = directory.path().to_owned();
    let config = Config {
        data_dir: path.clone(),
        catalogue: None,
        listen: doors.listen,
        web: doors.web,
        clock: Clock::Fixed(demo::TODAY),
        ..config.clone()
    };
    let service = Service::start_with(&config, PortTaken::TakeFree, doors.example).await?;
    let connection = Connection::to(service).await?;
    let outcome = tokio::select! {
        () = stop => Ok(None),
        done = work(&connection) => done.map(Some),
    };
    connection.close().await;
    let removed = directory.close().at("remove", path);
    outcome.and_then(|done| removed.map(|()| done))
}
