//! The service in this process: the engine of a data directory with the gRPC server before it. The only file of the
//! command line that names either.

use std::{
    io,
    net::{IpAddr, SocketAddr},
    path::PathBuf,
    time::Duration,
};

use super::error::CliError;
use crate::{
    config::Config,
    engine::{Engine, EngineConfig},
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
        let engine = Engine::open(EngineConfig {
            data_dir: config.data_dir.clone(),
            catalogue: config.catalogue.clone(),
            clock: config.clock,
            scoring_threads: Some(config.threads).filter(|threads| *threads > 0),
        })
        .await?;
        let wanted = server_config(config);
        let started = match server::start(wanted, engine.clone()).await {
            Err(ServerError::Bind { source, .. }) if taken == PortTaken::TakeFree && is_taken(&source) => {
                let listen = SocketAddr::new(wanted.listen.ip(), 0);
                server::start(ServerConfig { listen, ..wanted }, engine.clone()).await
            }
            started => started,
        };
        match started {
            Ok(running) => Ok(Self { engine, running, data_dir: config.data_dir.clone() }),
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

/// A free port of the loopback address.
pub(super) fn free_loopback_port() -> SocketAddr {
    SocketAddr::new(IpAddr::from([127, 0, 0, 1]), 0)
}

fn server_config(config: &Config) -> ServerConfig {
    let mut server = ServerConfig::new(config.listen);
    server.allow_remote = config.allow_remote;
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
