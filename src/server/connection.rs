//! Accepted connections: no more than a limit, none that stays silent for long, and all of them can be cut at once.
//!
//! tonic gives every connection a task of its own and keeps no handle to it, so a stream that the other side never ends would
//! outlive the server.

use std::{
    io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{Instant, Sleep, sleep},
};
use tokio_stream::{Stream, StreamExt};
use tokio_util::sync::{CancellationToken, DropGuard, WaitForCancellationFutureOwned};
use tonic::transport::server::{Connected, TcpConnectInfo};

/// Connections at once; one more is closed as soon as it comes.
const CONNECTIONS_MAX: usize = 1_024;
/// Longest time in which nothing goes over a connection, either way. Whoever speaks gRPC is asked for a sign of life long before,
/// but only once they have said that they do; without this limit, who says nothing at all would hold a place for ever.
pub(super) const QUIET_MAX: Duration = Duration::from_secs(120);

/// All connections of one server, cut when this is dropped.
pub(super) struct Connections {
    shared: Shared,
    _cut: DropGuard,
}

#[derive(Clone)]
struct Shared {
    cut: CancellationToken,
    places: Arc<Semaphore>,
    quiet_max: Duration,
}

impl Connections {
    /// Each ends when nothing went over it for so long.
    pub(super) fn new(quiet_max: Duration) -> Self {
        let cut = CancellationToken::new();
        let shared = Shared { cut: cut.clone(), places: Arc::new(Semaphore::new(CONNECTIONS_MAX)), quiet_max };
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
        Some(Connection {
            stream,
            cut: Box::pin(self.cut.clone().cancelled_owned()),
            moved: Instant::now(),
            quiet_max: self.quiet_max,
            quiet: Box::pin(sleep(self.quiet_max)),
            _place: place,
        })
    }
}

/// A connection that fails once it is cut, or silent for too long.
pub(super) struct Connection {
    stream: TcpStream,
    cut: Pin<Box<WaitForCancellationFutureOwned>>,
    /// When something went over it last.
    moved: Instant,
    quiet_max: Duration,
    /// Ends when it may have been silent for too long: `moved` says whether it was.
    quiet: Pin<Box<Sleep>>,
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

    /// What became of a try to move something: done, or an error when nothing has moved for too long.
    fn moved<T>(&mut self, context: &mut Context<'_>, tried: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if tried.is_ready() {
            self.moved = Instant::now();
            return tried;
        }
        loop {
            ready!(self.quiet.as_mut().poll(context));
            let end = self.moved + self.quiet_max;
            if end <= Instant::now() {
                return Poll::Ready(Err(io::Error::new(
                    io::ErrorKind::TimedOut,
                    "the other side was silent for too long",
                )));
            }
            self.quiet.as_mut().reset(end);
        }
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let read = self.poll_stream(context)?.poll_read(context, buffer);
        self.moved(context, read)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = self.poll_stream(context)?.poll_write(context, bytes);
        self.moved(context, written)
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
        let written = self.poll_stream(context)?.poll_write_vectored(context, slices);
        self.moved(context, written)
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

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpListener,
    };
    use tokio_stream::wrappers::TcpListenerStream;

    #[tokio::test]
    async fn a_connection_that_stays_silent_ends() {
        let quiet_max = Duration::from_millis(200);
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let connections = Connections::new(quiet_max);
        let accepted = connections.accept(TcpListenerStream::new(listener));
        tokio::pin!(accepted);
        let mut client = TcpStream::connect(address).await.expect("connected");
        let mut connection = accepted.next().await.expect("a connection").expect("accepted");

        // What has come counts, however late it is looked at.
        client.write_all(b"1").await.expect("sent");
        sleep(quiet_max * 2).await;
        let heard = Instant::now();
        assert_eq!(connection.read_u8().await.expect("a byte"), b'1');
        // From then on the time begins again.
        let silent = connection.read_u8().await.expect_err("nothing comes");
        assert_eq!(silent.kind(), io::ErrorKind::TimedOut);
        assert!(heard.elapsed() >= quiet_max, "{:?}", heard.elapsed());
        drop(connection);
        assert_eq!(client.read(&mut [0]).await.expect("the end"), 0);
    }
}
