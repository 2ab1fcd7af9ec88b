//! Sends a feed: the header, then its bytes in chunks, with progress on standard error. A feed that cannot be read to its
//! end is never imported in part.

use std::{
    future,
    path::Path,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressStyle};
use loopbaanbrug_proto::v1::{ImportHeader, ImportRequest, ImportResponse, import_request::Part};
use tokio::{
    io::{self, AsyncRead, AsyncReadExt},
    sync::mpsc::{self, Sender},
};
use tokio_stream::wrappers::ReceiverStream;

use super::{
    connection::{Connection, refused, with_deadline},
    error::CliError,
};

/// Bytes of a chunk. Larger ones are allowed, but gain nothing.
const CHUNK_BYTES: usize = 256 << 10;
/// Chunks that wait for the network.
const CHUNKS_WAITING: usize = 4;
/// How often the bar moves when nothing is read.
const TICK_MS: u64 = 200;

/// Imports a feed within `deadline_ms`. `path` is only for what is said when it cannot be read.
pub(super) async fn import(
    connection: &Connection,
    header: ImportHeader,
    feed: impl AsyncRead + Send + Unpin,
    path: &Path,
    deadline_ms: u64,
    progress: &Progress,
) -> Result<ImportResponse, CliError> {
    let doing = format!("import into {}", header.source);
    let (sender, receiver) = mpsc::channel(CHUNKS_WAITING);
    let mut client = connection.opportunities();
    let call = client.import(with_deadline(ReceiverStream::new(receiver), deadline_ms));
    let sending = send_until_broken(header, feed, sender, progress);
    tokio::select! {
        biased;
        // The call is dropped, and with it the import on the side of the service.
        source = sending => Err(CliError::File { doing: "read", path: path.into(), source }),
        answered = call => Ok(answered.map_err(refused(doing))?.into_inner()),
    }
}

/// Sends everything and then waits for ever; ends only when the feed cannot be read.
async fn send_until_broken(
    header: ImportHeader,
    feed: impl AsyncRead + Unpin,
    sender: Sender<ImportRequest>,
    progress: &Progress,
) -> io::Error {
    match send(header, feed, &sender, progress).await {
        Ok(()) => {
            drop(sender);
            future::pending().await
        }
        Err(error) => {
            // An end of the stream would mean: that was all. So it must not end before the call is cancelled.
            std::mem::forget(sender);
            error
        }
    }
}

async fn send(
    header: ImportHeader,
    mut feed: impl AsyncRead + Unpin,
    sender: &Sender<ImportRequest>,
    progress: &Progress,
) -> io::Result<()> {
    let mut part = Part::Header(header);
    // Nobody takes the message any more: the service has answered before the end, and the call says what.
    while sender.send(ImportRequest { part: Some(part) }).await.is_ok() {
        let mut chunk = Vec::with_capacity(CHUNK_BYTES);
        let limit = u64::try_from(CHUNK_BYTES).unwrap_or(u64::MAX);
        if (&mut feed).take(limit).read_to_end(&mut chunk).await? == 0 {
            progress.all_sent();
            break;
        }
        progress.sent(&chunk);
        part = Part::Chunk(chunk);
    }
    Ok(())
}

/// How far the feed is. Shown on standard error when that is a terminal.
pub(super) struct Progress {
    bar: ProgressBar,
    /// Lines so far; none when lines are no records.
    records: Option<AtomicU64>,
}

impl Progress {
    /// Of a feed with this many bytes, where that is known. Records are counted when each stands on a line of its own.
    pub(super) fn new(bytes: Option<u64>, lines: bool) -> Self {
        let bar = match bytes {
            Some(bytes) => ProgressBar::new(bytes)
                .with_style(style("{bar:30} {bytes} of {total_bytes} {msg} {elapsed_precise}, {eta} left")),
            None => ProgressBar::no_length()
                .with_style(style("{spinner} {bytes} unpacked and sent {msg} {elapsed_precise}")),
        };
        bar.enable_steady_tick(Duration::from_millis(TICK_MS));
        Self { bar, records: lines.then(AtomicU64::default) }
    }

    /// Nothing is shown.
    pub(super) fn hidden() -> Self {
        Self { bar: ProgressBar::hidden(), records: None }
    }

    /// From here on the service works.
    fn all_sent(&self) {
        self.bar.set_style(style("{spinner} {bytes} sent, {msg}; the service applies them {elapsed_precise}"));
    }

    fn sent(&self, chunk: &[u8]) {
        self.bar.inc(chunk.len() as u64);
        if let Some(records) = &self.records {
            let lines = chunk.iter().filter(|byte| **byte == b'\n').count() as u64;
            let records = records.fetch_add(lines, Ordering::Relaxed) + lines;
            let elapsed_ms = u64::try_from(self.bar.elapsed().as_millis()).unwrap_or(u64::MAX).max(1);
            self.bar.set_message(format!("{records} records, {} a second", records.saturating_mul(1_000) / elapsed_ms));
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

#[cfg(test)]
mod tests {
    use std::{
        pin::Pin,
        task::{Context, Poll},
    };

    use tokio::io::ReadBuf;

    use super::*;
    use crate::engine::limits;

    /// Gives some bytes and then fails.
    struct Broken(&'static [u8]);

    impl AsyncRead for Broken {
        fn poll_read(mut self: Pin<&mut Self>, _: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
            if self.0.is_empty() {
                return Poll::Ready(Err(io::Error::other("the disk is gone")));
            }
            buffer.put_slice(self.0);
            self.0 = &[];
            Poll::Ready(Ok(()))
        }
    }

    #[tokio::test]
    async fn the_header_comes_first_and_the_chunks_are_the_feed() {
        let feed: Vec<u8> = (0..CHUNK_BYTES + 10).map(|byte| u8::try_from(byte % 251).expect("below 256")).collect();
        let (sender, mut receiver) = mpsc::channel(8);
        let progress = Progress::hidden();
        send(ImportHeader::default(), feed.as_slice(), &sender, &progress).await.expect("sent");
        drop(sender);
        assert!(matches!(receiver.recv().await, Some(ImportRequest { part: Some(Part::Header(_)) })));
        let mut received = Vec::new();
        while let Some(ImportRequest { part: Some(Part::Chunk(chunk)) }) = receiver.recv().await {
            assert!(chunk.len() <= limits::IMPORT_CHUNK_BYTES_MAX);
            received.extend(chunk);
        }
        assert_eq!(received, feed);
    }

    #[tokio::test]
    async fn a_feed_that_breaks_never_looks_as_if_it_had_ended() {
        let (sender, mut receiver) = mpsc::channel(8);
        let progress = Progress::hidden();
        let error = send_until_broken(ImportHeader::default(), Broken(b"{}\n"), sender, &progress).await;
        assert_eq!(error.to_string(), "the disk is gone");
        assert!(receiver.recv().await.is_some(), "the header was sent");
        let end = tokio::time::timeout(Duration::from_millis(50), async { while receiver.recv().await.is_some() {} });
        assert!(end.await.is_err(), "the stream ended");
    }
}
