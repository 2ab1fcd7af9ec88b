//! The listening server: an address, the services behind it, its health, and how it stops.
//!
//! It stops in steps, each with an end: health says NOT_SERVING and no call is taken any more; calls under way are answered,
//! as long as the drain lasts; what is left is told that the service is stopping; what still hangs on is cut off.

mod admin;
mod connection;
mod page;

use crate::{
    api::{self, CallLimits, Guard},
    engine::{Engine, limits},
    web::{self, PageConfig},
};
pub use admin::admin_socket;
use connection::{Connections, QUIET_MAX};
use page::PageServer;
use std::{io, net::SocketAddr, time::Duration};
use thiserror::Error;
use tokio::{
    sync::oneshot,
    task::JoinHandle,
    time::{Instant, timeout_at},
};
use tokio_util::task::AbortOnDropHandle;
use tonic::transport::{self, server::TcpIncoming};
use tonic_health::{ServingStatus, server::HealthReporter};

/// Calls under way at once on one connection; a client with more waits by itself.
const STREAMS_PER_CONNECTION_MAX: u32 = 256;
/// Bytes of the headers of one call.
const HEADER_BYTES_MAX: u32 = 16 << 10;
/// After which a silent connection is asked whether the other side is still there.
const KEEPALIVE_INTERVAL: Duration = Duration::from_secs(30);
/// How long the other side may take to say so.
const KEEPALIVE_TIMEOUT: Duration = Duration::from_secs(20);
/// How long watchers of the health get to hear that the server stops.
const HEALTH_NOTICE: Duration = Duration::from_millis(20);
/// How long calls get to pass on that the service is stopping, before their connections are cut.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// Where and how the server listens.
#[derive(Clone, Copy, Debug)]
pub struct ServerConfig {
    /// Address; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Whether machines other than this one may connect. There is no authentication.
    pub allow_remote: bool,
    /// Limits of calls.
    pub limits: CallLimits,
    /// Longest wait for calls under way when the server stops.
    pub drain_ms: u64,
    /// Where the adviser's page is served; none when it is not.
    pub web: Option<SocketAddr>,
    /// A profile to try the page with, as a file holds it.
    pub web_example: Option<&'static str>,
}

impl ServerConfig {
    /// With the defaults of [`limits`], for this machine alone, without the page.
    #[must_use]
    pub fn new(listen: SocketAddr) -> Self {
        let (limits, drain_ms) = (CallLimits::default(), limits::DRAIN_MS);
        Self { listen, allow_remote: false, limits, drain_ms, web: None, web_example: None }
    }

    /// An address that other machines can reach though nobody allowed it.
    fn remote(&self) -> Option<SocketAddr> {
        let is_remote = |address: &SocketAddr| !address.ip().to_canonical().is_loopback();
        [Some(self.listen), self.web].into_iter().flatten().find(is_remote).filter(|_| !self.allow_remote)
    }

    fn page(&self) -> PageConfig {
        PageConfig {
            deadline_ms: self.limits.deadline_default_ms,
            concurrent_max: self.limits.concurrent_calls_max,
            this_machine_only: !self.allow_remote,
            example: self.web_example,
        }
    }
}

/// Why a server does not start or did not run to its end. Messages fit “failed to {…}”.
#[derive(Debug, Error)]
pub enum ServerError {
    /// An address that other machines can reach.
    #[error(
        "listen on {0}: other machines could reach it, and the service has no authentication yet; \
         listen on a loopback address such as 127.0.0.1, or set allow_remote = true when something in front of it \
         keeps strangers out"
    )]
    Remote(SocketAddr),
    /// The address is taken or is not one of this machine.
    #[error("listen on {address}: {source}")]
    Bind {
        /// The address.
        address: SocketAddr,
        /// Why.
        source: io::Error,
    },
    /// The contract cannot be shown to clients.
    #[error("describe the contract: {0}")]
    Reflection(#[from] tonic_reflection::server::Error),
    /// Serving broke off.
    #[error("serve: {0}")]
    Serve(#[from] transport::Error),
    /// Serving the page broke off.
    #[error("serve the page: {0}")]
    ServePage(#[from] io::Error),
    /// The serving task panicked.
    #[error("serve: the server broke down")]
    Panicked,
}

/// A server that listens. Dropped without [`Running::shutdown`], it stops at once.
#[must_use = "a server that is dropped stops"]
pub struct Running {
    /// Where it listens, with the port it took.
    pub address: SocketAddr,
    /// Where it serves the page, with the port it took; none when it does not.
    pub web_address: Option<SocketAddr>,
    page: Option<PageServer>,
    guard: Guard,
    health: HealthReporter,
    connections: Connections,
    drain: Duration,
    stop: oneshot::Sender<()>,
    serving: AbortOnDropHandle<Result<(), transport::Error>>,
    readiness: AbortOnDropHandle<()>,
    /// The operator's door; none where there cannot be one.
    admin: Option<AbortOnDropHandle<()>>,
}

/// Starts to listen and serve. Calls are answered with UNAVAILABLE until the engine is ready.
///
/// # Errors
/// [`ServerError::Remote`], [`ServerError::Bind`].
///
/// ```no_run
/// use loopbaanbrug::{clock::Clock, engine::{Engine, EngineConfig}, server::{self, ServerConfig}};
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let config = EngineConfig { data_dir: "data".into(), catalogue: None, clock: Clock::System, scoring_threads: None };
/// let engine = Engine::open(config).await?;
/// let running = server::start(ServerConfig::new("127.0.0.1:0".parse()?), engine).await?;
/// println!("serving on {}", running.address);
/// running.shutdown().await?;
/// # Ok(())
/// # }
/// ```
pub async fn start(config: ServerConfig, engine: Engine) -> Result<Running, ServerError> {
    if let Some(remote) = config.remote() {
        return Err(ServerError::Remote(remote));
    }
    let page = match config.web {
        Some(web) => {
            let bound = PageServer::bind(web).await;
            Some(bound.map_err(|source| ServerError::Bind { address: web, source })?)
        }
        None => None,
    };
    let bind_error = |source| ServerError::Bind { address: config.listen, source };
    let incoming = TcpIncoming::bind(config.listen).map_err(bind_error)?;
    let address = incoming.local_addr().map_err(bind_error)?;
    // Without it a small answer waits for 40 ms.
    let incoming = incoming.with_nodelay(Some(true)).with_keepalive(Some(KEEPALIVE_INTERVAL));

    let (health, health_service) = tonic_health::server::health_reporter();
    report(&health, ServingStatus::NotServing).await;
    let reflection = tonic_reflection::server::Builder::configure()
        .register_encoded_file_descriptor_set(loopbaanbrug_proto::DESCRIPTORS)
        .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET);
    // The contract has services that this port does not serve: the operator's.
    let beside = [tonic_health::pb::health_server::SERVICE_NAME, "grpc.reflection.v1.ServerReflection"];
    let named = api::SERVICES.into_iter().chain(beside);
    let reflection_service = named.fold(reflection, |it, name| it.with_service_name(name)).build_v1()?;

    let ready = engine.clone();
    let guard = Guard::new(config.limits, move || ready.is_ready());
    let routes = api::routes(&engine, &guard).add_service(health_service).add_service(reflection_service);
    let admin = admin::serve(&engine);
    let connections = Connections::new(QUIET_MAX);
    let (stop, stopped) = oneshot::channel();
    let serving = transport::Server::builder()
        .max_concurrent_streams(STREAMS_PER_CONNECTION_MAX)
        .http2_max_header_list_size(HEADER_BYTES_MAX)
        .http2_keepalive_interval(Some(KEEPALIVE_INTERVAL))
        .http2_keepalive_timeout(Some(KEEPALIVE_TIMEOUT))
        .add_routes(routes)
        .serve_with_incoming_shutdown(connections.accept(incoming), async {
            // Dropped without a word means the same.
            let _ = stopped.await;
        });
    let longest_answer = Duration::from_millis(config.page().deadline_ms);
    let page = page.map(|bound| PageServer::serve(bound, web::router(engine.clone(), config.page()), longest_answer));
    Ok(Running {
        address,
        web_address: page.as_ref().map(|page| page.address),
        page,
        guard,
        admin,
        readiness: spawn(say_when_ready(engine, health.clone())),
        health,
        connections,
        drain: Duration::from_millis(config.drain_ms),
        stop,
        serving: spawn(serving),
    })
}

impl Running {
    /// Stops: no new calls, those under way are answered until the drain is over, then everything is cut off.
    ///
    /// # Errors
    /// [`ServerError::Serve`] or [`ServerError::Panicked`] when the server had broken down.
    pub async fn shutdown(mut self) -> Result<(), ServerError> {
        let (page, drained) = (self.page.take(), Instant::now() + self.drain);
        let page = async move {
            match page {
                Some(page) => page.shut_down(drained).await,
                None => Ok(()),
            }
        };
        let (calls, page) = tokio::join!(self.shut_down_calls(drained), page);
        calls.and(page)
    }

    async fn shut_down_calls(self, drained: Instant) -> Result<(), ServerError> {
        let Self { guard, mut health, connections, drain, stop, mut serving, readiness, admin, .. } = self;
        drop((readiness, admin));
        report(&health, ServingStatus::NotServing).await;
        // Gone already when the server broke down; that shows below.
        let _ = stop.send(());
        guard.close();
        tokio::time::sleep(HEALTH_NOTICE.min(drain)).await;
        // Ends the streams of watchers, which would else last as long as their connections.
        for service in watched() {
            health.clear_service_status(service).await;
        }
        if let Ok(served) = timeout_at(drained, &mut serving).await {
            return end(served);
        }
        tracing::warn!(drain_ms = drain.as_millis(), "calls were still under way after the drain; they are stopped");
        guard.stop();
        if let Ok(served) = timeout_at(Instant::now() + LAST_WORDS, &mut serving).await {
            return end(served);
        }
        drop(connections);
        end(serving.await)
    }
}

fn end(served: Result<Result<(), transport::Error>, tokio::task::JoinError>) -> Result<(), ServerError> {
    Ok(served.map_err(|_| ServerError::Panicked)??)
}

fn spawn<T: Send + 'static>(task: impl Future<Output = T> + Send + 'static) -> AbortOnDropHandle<T> {
    let task: JoinHandle<T> = tokio::spawn(task);
    AbortOnDropHandle::new(task)
}

async fn say_when_ready(engine: Engine, health: HealthReporter) {
    engine.ready().await;
    report(&health, ServingStatus::Serving).await;
}

/// Every name that can be asked about; the empty one stands for the server as a whole.
fn watched() -> impl Iterator<Item = &'static str> {
    [""].into_iter().chain(api::SERVICES)
}

async fn report(health: &HealthReporter, status: ServingStatus) {
    for service in watched() {
        health.set_service_status(service, status).await;
    }
}
