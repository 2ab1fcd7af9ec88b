//! Streams of answers: a task that makes messages, a few of them waiting, and an end with a reason.
//!
//! A caller that does not read is cut off, so that nobody holds memory or a state of the index for ever. Such streams have
//! places of their own and no deadline; they end at the latest with the service.

use super::{guard::Closing, status};
use crate::engine::{EngineError, limits};
use std::{
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
    time::Duration,
};
use tokio::sync::{
    OwnedSemaphorePermit, Semaphore,
    mpsc::{self, error::SendTimeoutError},
};
use tokio_stream::Stream;
use tonic::Status;

/// Places for callers of streams.
pub(super) struct Places(Arc<Semaphore>);

impl Places {
    pub(super) fn new() -> Self {
        Self(Arc::new(Semaphore::new(limits::STREAMS_MAX)))
    }

    /// A place, as long as there is one.
    pub(super) fn take(&self) -> Result<OwnedSemaphorePermit, Status> {
        Arc::clone(&self.0).try_acquire_owned().map_err(|_| status::overloaded())
    }
}

/// The side that the caller reads.
#[derive(Debug)]
pub(super) struct Outgoing<T> {
    messages: mpsc::Receiver<T>,
    end: End,
    _place: OwnedSemaphorePermit,
}

/// The last word of a stream, when there is one.
type End = Arc<Mutex<Option<Status>>>;

/// The side that is written.
pub(super) struct Sender<T> {
    messages: mpsc::Sender<T>,
    patience: Duration,
}

impl<T> Clone for Sender<T> {
    fn clone(&self) -> Self {
        Self { messages: self.messages.clone(), patience: self.patience }
    }
}

impl<T> Sender<T> {
    /// Hands a message on, once there is room for it.
    ///
    /// # Errors
    /// [`EngineError::ReaderTooSlow`] when the caller does not read, or has gone and nobody will see the error.
    pub(super) async fn send(&self, message: T) -> Result<(), EngineError> {
        let waited_ms = u64::try_from(self.patience.as_millis()).unwrap_or(u64::MAX);
        let sent = self.messages.send_timeout(message, self.patience).await;
        sent.map_err(|error| match error {
            SendTimeoutError::Timeout(_) => EngineError::ReaderTooSlow { waited_ms },
            SendTimeoutError::Closed(_) => EngineError::ReaderTooSlow { waited_ms: 0 },
        })
    }
}

/// Runs work that sends messages in a task of its own, until it ends, fails, the caller goes or the service stops.
pub(super) fn stream<T, W>(
    place: OwnedSemaphorePermit,
    closing: Closing,
    work: impl FnOnce(Sender<T>) -> W,
) -> Outgoing<T>
where
    T: Send + 'static,
    W: Future<Output = Result<(), EngineError>> + Send + 'static,
{
    begin(place, closing, Duration::from_millis(limits::STREAM_READ_MS), work)
}

fn begin<T, W>(
    place: OwnedSemaphorePermit,
    closing: Closing,
    patience: Duration,
    work: impl FnOnce(Sender<T>) -> W,
) -> Outgoing<T>
where
    T: Send + 'static,
    W: Future<Output = Result<(), EngineError>> + Send + 'static,
{
    let (messages, receiver) = mpsc::channel(limits::STREAM_MESSAGES_WAITING);
    let sender = Sender { messages, patience };
    // The last word of a task that panics, which says none itself: its stream must not end as if all of it had come.
    let end = Arc::new(Mutex::new(Some(status::panicked())));
    let (work, last) = (work(sender.clone()), Arc::clone(&end));
    tokio::spawn(async move {
        let status = tokio::select! {
            outcome = work => outcome.err().map(Status::from),
            () = sender.messages.closed() => None,
            () = closing.cancelled() => Some(status::not_ready()),
        };
        *last.lock().unwrap_or_else(PoisonError::into_inner) = status;
        // Only now may the stream end: whoever sees its end must find the last word.
        drop(sender);
    });
    Outgoing { messages: receiver, end, _place: place }
}

impl<T> Stream for Outgoing<T> {
    type Item = Result<T, Status>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.messages.poll_recv(context).map(|message| match message {
            Some(message) => Some(Ok(message)),
            None => self.end.lock().unwrap_or_else(PoisonError::into_inner).take().map(Err),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio_stream::StreamExt;
    use tokio_util::sync::CancellationToken;
    use tonic::Code;
    use tonic_types::StatusExt;

    fn numbers(closing: &CancellationToken, patience_ms: u64, count: usize) -> Outgoing<usize> {
        let place = Places::new().take().expect("a place");
        let work = move |sender: Sender<usize>| async move {
            for number in 0..count {
                sender.send(number).await?;
            }
            Ok(())
        };
        begin(place, Closing(closing.clone()), Duration::from_millis(patience_ms), work)
    }

    fn reason(end: Option<Result<usize, Status>>) -> (Code, String) {
        let status = end.expect("a last word").expect_err("an error");
        (status.code(), status.get_error_details().error_info().expect("a reason").reason.clone())
    }

    #[tokio::test]
    async fn a_reader_gets_everything_and_a_clean_end() {
        let mut stream = numbers(&CancellationToken::new(), 1_000, 50);
        for number in 0..50 {
            assert_eq!(stream.next().await.expect("a message").expect("no error"), number);
        }
        assert!(stream.next().await.is_none());
    }

    #[tokio::test]
    async fn a_reader_that_does_not_read_hears_why_it_was_cut_off() {
        let mut stream = numbers(&CancellationToken::new(), 20, 50);
        tokio::time::sleep(Duration::from_millis(200)).await;
        for _ in 0..limits::STREAM_MESSAGES_WAITING {
            assert!(stream.next().await.expect("what waited").is_ok());
        }
        assert_eq!(reason(stream.next().await), (Code::ResourceExhausted, "READER_TOO_SLOW".into()));
        assert!(stream.next().await.is_none());
    }

    #[tokio::test]
    async fn a_stream_whose_work_panics_does_not_end_as_if_all_had_come() {
        let work = |sender: Sender<usize>| async move {
            let sent = sender.send(0).await;
            assert!(sent.is_err(), "on purpose");
            sent
        };
        let place = Places::new().take().expect("a place");
        let mut stream = begin(place, Closing(CancellationToken::new()), Duration::from_secs(60), work);
        assert_eq!(stream.next().await.expect("a message").expect("no error"), 0);
        assert_eq!(reason(stream.next().await), (Code::Internal, "INTERNAL".into()));
    }

    #[tokio::test]
    async fn a_service_that_stops_ends_its_streams() {
        let closing = CancellationToken::new();
        let mut stream = numbers(&closing, 60_000, usize::MAX);
        assert!(stream.next().await.expect("a message").is_ok());
        closing.cancel();
        let end = loop {
            match stream.next().await {
                Some(Ok(_)) => {}
                end => break end,
            }
        };
        assert_eq!(reason(end), (Code::Unavailable, "NOT_READY".into()));
    }

    #[tokio::test]
    async fn places_are_bounded_and_given_back() {
        let places = Places::new();
        let mut taken: Vec<_> = (0..limits::STREAMS_MAX).map(|_| places.take().expect("a place")).collect();
        assert_eq!(places.take().expect_err("none is left").code(), Code::Unavailable);
        taken.pop();
        assert!(places.take().is_ok());
    }
}
