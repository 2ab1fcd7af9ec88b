//! The adviser's page on its own port: HTTP/1.1 for browsers, beside the gRPC of tonic's server.

use super::{
    ServerError,
    connection::{Connection, Connections, QUIET_MAX},
};
use axum::{Router, serve::Listener};
use std::{io, net::SocketAddr, pin::Pin, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    time::{Instant, timeout_at},
};
use tokio_stream::{Stream, StreamExt, wrappers::TcpListenerStream};
use tokio_util::{sync::CancellationToken, task::AbortOnDropHandle};

/// After which accepting is tried again when the system has no room for another connection.
const ACCEPT_RETRY: Duration = Duration::from_millis(100);

/// A page that is served.
pub(super) struct PageServer {
    pub(super) address: SocketAddr,
    /// Cut when this is dropped.
    connections: Connections,
    stop: CancellationToken,
    serving: AbortOnDropHandle<io::Result<()>>,
}

/// Connections of browsers, as many as there is room for.
struct Browsers {
    address: SocketAddr,
    accepted: Pin<Box<dyn Stream<Item = io::Result<Connection>> + Send>>,
}

impl PageServer {
    /// Binds an address. Nothing is answered before [`PageServer::serve`].
    pub(super) async fn bind(listen: SocketAddr) -> io::Result<(TcpListener, SocketAddr)> {
        let listener = TcpListener::bind(listen).await?;
        let address = listener.local_addr()?;
        Ok((listener, address))
    }

    /// Answers on a bound address. A browser says nothing while it waits for an answer, which may take as long as given.
    pub(super) fn serve(
        (listener, address): (TcpListener, SocketAddr),
        pages: Router,
        longest_answer: Duration,
    ) -> Self {
        let (connections, stop) = (Connections::new(QUIET_MAX + longest_answer), CancellationToken::new());
        let accepted = TcpListenerStream::new(listener).map(|stream| stream.inspect(without_delay));
        let browsers = Browsers { address, accepted: Box::pin(connections.accept(accepted)) };
        let stopped = stop.clone().cancelled_owned();
        let serving = async move { axum::serve(browsers, pages).with_graceful_shutdown(stopped).await };
        Self { address, connections, stop, serving: AbortOnDropHandle::new(tokio::spawn(serving)) }
    }

    /// Takes no new pages, answers those under way until the drain is over, then cuts every connection.
    ///
    /// # Errors
    /// [`ServerError::ServePage`] or [`ServerError::Panicked`] when the page had broken down.
    pub(super) async fn shut_down(self, drained: Instant) -> Result<(), ServerError> {
        let Self { connections, stop, mut serving, .. } = self;
        stop.cancel();
        let served = match timeout_at(drained, &mut serving).await {
            Ok(served) => served,
            Err(_) => {
                drop(connections);
                serving.await
            }
        };
        Ok(served.map_err(|_| ServerError::Panicked)??)
    }
}

/// A small page must not wait for another one.
fn without_delay(stream: &TcpStream) {
    // A connection that has gone already shows when it is read.
    let _ = stream.set_nodelay(true);
}

impl Listener for Browsers {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            match self.accepted.next().await {
                // Whose address it is matters to nobody: it is neither logged nor limited by it.
                Some(Ok(connection)) => return (connection, self.address),
                Some(Err(error)) => {
                    tracing::warn!(%error, "a browser could not connect");
                    tokio::time::sleep(ACCEPT_RETRY).await;
                }
                None => std::future::pending().await,
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}
