//! Accepted connections: no more than a limit, and all of them can be cut at once.
//!
//! tonic gives every connection a task of its own and keeps no handle to it, so a stream that the other side never ends would
//! outlive the server.

use std::{
    io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    sync::{OwnedSemaphorePermit, Semaphore},
};
use tokio_stream::{Stream, StreamExt};
use tokio_util::sync::{CancellationToken, DropGuard, WaitForCancellationFutureOwned};
use tonic::transport::server::{Connected, TcpConnectInfo};

/// Connections at once; one more is closed as soon as it comes.
const CONNECTIONS_MAX: usize = 1_024;

/// All connections of one server, cut when this is dropped.
pub(super) struct Connections {
    shared: Shared,
    _cut: DropGuard,
}

#[derive(Clone)]
struct Shared {
    cut: CancellationToken,
    places: Arc<Semaphore>,
}

impl Connections {
    pub(super) fn new() -> Self {
        let cut = CancellationToken::new();
        let shared = Shared { cut: cut.clone(), places: Arc::new(Semaphore::new(CONNECTIONS_MAX)) };
        Self { shared, _cut: cut.drop_guard() }
    }

    /// The connections that get a place.
    pub(super) fn accept<I: Stream<Item = io::Result<TcpStream>>>(
        &self,
        incoming: I,
    ) -> impl Stream<Item = io::Result<Connection>> + use<I> {
        let shared = self.shared.clone();
        incoming.filter_map(move |accepted| accepted.map(|stream| shared.connection(stream)).transpose())
    }
}

impl Shared {
    fn connection(&self, stream: TcpStream) -> Option<Connection> {
        let Ok(place) = Arc::clone(&self.places).try_acquire_owned() else {
            tracing::warn!(max = CONNECTIONS_MAX, "a connection was closed: there are too many");
            return None;
        };
        Some(Connection { stream, cut: Box::pin(self.cut.clone().cancelled_owned()), _place: place })
    }
}

/// A connection that fails once it is cut.
pub(super) struct Connection {
    stream: TcpStream,
    cut: Pin<Box<WaitForCancellationFutureOwned>>,
    _place: OwnedSemaphorePermit,
}

impl Connection {
    /// The stream, or an error once the connection is cut; whoever waits for the stream is woken by the cut too.
    fn poll_stream(&mut self, context: &mut Context<'_>) -> io::Result<Pin<&mut TcpStream>> {
        match self.cut.as_mut().poll(context) {
            Poll::Ready(()) => Err(io::Error::new(io::ErrorKind::ConnectionAborted, "the server has stopped")),
            Poll::Pending => Ok(Pin::new(&mut self.stream)),
        }
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.poll_stream(context)?.poll_read(context, buffer)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.poll_stream(context)?.poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.poll_stream(context)?.poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.poll_stream(context)?.poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

impl Connected for Connection {
    type ConnectInfo = TcpConnectInfo;

    fn connect_info(&self) -> TcpConnectInfo {
        self.stream.connect_info()
    }
}
