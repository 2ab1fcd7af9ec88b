//! The service in this process: the engine of a data directory with the gRPC server before it. The only file of the
//! command line that names either.

use std::{
    io,
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
    time::Duration,
};

use tempfile::TempDir;

use super::error::{CliError, WithPath};
use crate::{
    config::Config,
    engine::{Engine, EngineConfig},
    reference::ReferenceDirectory,
    server::{self, Running, ServerConfig, ServerError},
};

pub(super) use crate::server::admin_socket;

/// Longest wait until the index of a data directory has followed its catalogue.
const READY_SECONDS_MAX: u64 = 900;

/// A service that runs.
pub(super) struct Service {
    engine: Engine,
    running: Running,
    data_dir: PathBuf,
    /// Goes with it.
    _temporary: Option<TempDir>,
}

/// What to do when the port is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PortTaken {
    /// Give up.
    Fail,
    /// Take a free one.
    TakeFree,
}

impl Service {
    /// Opens the data directory and listens. The service may not be ready yet.
    pub(super) async fn start(config: &Config, taken: PortTaken) -> Result<Self, CliError> {
        Self::start_with(config, taken, None).await
    }

    /// The same with a profile to try the page with.
    pub(super) async fn start_with(
        config: &Config,
        taken: PortTaken,
        example: Option<&'static str>,
    ) -> Result<Self, CliError> {
        let engine = Engine::open(engine_config(config)).await?;
        let wanted = ServerConfig { web_example: example, ..server_config(config) };
        Self::begin(engine, wanted, taken, config.data_dir.clone()).await
    }

    /// A service that knows the words of a data directory and no opportunity. The catalogue is not opened, wherever it is.
    pub(super) async fn of_words(config: &Config, data_dir: &Path) -> Result<Self, CliError> {
        let temporary = tempfile::tempdir().at("create a directory in", std::env::temp_dir())?;
        let listen = free_loopback_port();
        let config =
            Config { data_dir: temporary.path().to_owned(), catalogue: None, listen, web: None, ..config.clone() };
        let engine = Engine::open_over(engine_config(&config), ReferenceDirectory::of(data_dir)).await?;
        let service = Self::begin(engine, server_config(&config), PortTaken::Fail, data_dir.to_owned()).await?;
        Ok(Self { _temporary: Some(temporary), ..service })
    }

    async fn begin(
        engine: Engine,
        wanted: ServerConfig,
        taken: PortTaken,
        data_dir: PathBuf,
    ) -> Result<Self, CliError> {
        match start(wanted, taken, &engine).await {
            Ok(running) => Ok(Self { engine, running, data_dir, _temporary: None }),
            Err(error) => {
                engine.close().await;
                Err(error.into())
            }
        }
    }

    /// Where it listens.
    pub(super) fn address(&self) -> SocketAddr {
        self.running.address
    }

    /// Where it serves the page, when it does.
    pub(super) fn web_address(&self) -> Option<SocketAddr> {
        self.running.web_address
    }

    /// Waits until everything in the data directory can be found.
    pub(super) async fn ready(&self) -> Result<(), CliError> {
        let longest = Duration::from_secs(READY_SECONDS_MAX);
        let waited = tokio::time::timeout(longest, self.engine.ready()).await;
        waited.map_err(|_| CliError::NotReady { data_dir: self.data_dir.clone(), seconds: READY_SECONDS_MAX })
    }

    /// Lets calls in progress end, within a bound, and closes the data directory.
    pub(super) async fn stop(self) {
        if let Err(error) = self.running.shutdown().await {
            tracing::error!(%error, "the service did not run to its end");
        }
        self.engine.close().await;
    }
}

/// Starts to listen; where a port is taken, on a free one when that will do.
async fn start(mut wanted: ServerConfig, taken: PortTaken, engine: &Engine) -> Result<Running, ServerError> {
    let free = |address: SocketAddr| SocketAddr::new(address.ip(), 0);
    loop {
        match server::start(wanted, engine.clone()).await {
            Err(ServerError::Bind { address, source })
                if taken == PortTaken::TakeFree && address.port() != 0 && is_taken(&source) =>
            {
                match wanted.web {
                    Some(web) if web == address => wanted.web = Some(free(web)),
                    _ => wanted.listen = free(wanted.listen),
                }
            }
            started => return started,
        }
    }
}

/// A free port of the loopback address.
pub(super) fn free_loopback_port() -> SocketAddr {
    SocketAddr::new(IpAddr::from([127, 0, 0, 1]), 0)
}

fn engine_config(config: &Config) -> EngineConfig {
    EngineConfig {
        data_dir: config.data_dir.clone(),
        catalogue: config.catalogue.clone(),
        clock: config.clock,
        scoring_threads: Some(config.threads).filter(|threads| *threads > 0),
    }
}

fn server_config(config: &Config) -> ServerConfig {
    let mut server = ServerConfig::new(config.listen);
    server.allow_remote = config.allow_remote;
    server.web = config.web;
    server.drain_ms = config.drain_ms;
    server.limits.concurrent_calls_max = config.concurrent_calls_max;
    server.limits.deadline_default_ms = config.deadline_default_ms;
    server.limits.deadline_max_ms = config.deadline_max_ms;
    server.limits.import_deadline_ms = config.import_deadline_ms;
    server.limits.removed_percent_max = config.removed_percent_max;
    server
}

/// Whether another process listens on the port.
fn is_taken(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::AddrInUse
}
