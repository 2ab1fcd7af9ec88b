//! Feeds that are packed with gzip: unpacked while they are sent, so that nothing of them has to be kept.

use std::{
    fs::File,
    io::{self, BufReader, Read},
    os::unix::fs::FileExt,
    pin::Pin,
    task::{Context, Poll, ready},
};

use flate2::read::MultiGzDecoder;
use tokio::{
    io::{AsyncRead, ReadBuf},
    sync::mpsc::{self, Receiver, Sender},
    task::spawn_blocking,
};

/// Most bytes that one feed may be unpacked to: 16 GiB, as much as one import may hold. A small file can be made to unpack to a
/// thousand times as much.
const UNPACKED_BYTES_MAX: u64 = 16 << 30;
/// First bytes of whatever is packed with gzip. No text begins with them.
const MAGIC: [u8; 2] = [0x1f, 0x8b];
/// Bytes unpacked at once.
const PIECE_BYTES: usize = 256 << 10;
/// Pieces that wait to be sent.
const PIECES_WAITING: usize = 4;

/// Whether a file is packed, by how it begins.
pub(super) fn is_packed(file: &File) -> io::Result<bool> {
    let mut begin = [0; MAGIC.len()];
    match file.read_exact_at(&mut begin, 0) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        read => read.map(|()| begin == MAGIC),
    }
}

/// What is in a packed file, from its beginning.
pub(super) struct Unpacked {
    /// An empty piece is the end; without one it broke off.
    pieces: Receiver<io::Result<Vec<u8>>>,
    piece: Vec<u8>,
    /// How much of the piece was read.
    read: usize,
    ended: bool,
}

impl Unpacked {
    /// Begins to unpack.
    pub(super) fn of(file: File) -> Self {
        Self::within(file, UNPACKED_BYTES_MAX)
    }

    fn within(file: File, bytes_max: u64) -> Self {
        let (sender, pieces) = mpsc::channel(PIECES_WAITING);
        spawn_blocking(move || {
            if let Err(error) = unpack(file, bytes_max, &sender) {
                // When nobody reads any more, nobody wants to know.
                let _ = sender.blocking_send(Err(error));
            }
        });
        Self { pieces, piece: Vec::new(), read: 0, ended: false }
    }
}

fn unpack(file: File, bytes_max: u64, pieces: &Sender<io::Result<Vec<u8>>>) -> io::Result<()> {
    let mut unpacked = MultiGzDecoder::new(BufReader::new(FromBeginning { file, at: 0 }));
    let mut bytes = 0;
    loop {
        let mut piece = Vec::with_capacity(PIECE_BYTES);
        let limit = PIECE_BYTES as u64;
        let said = |error: io::Error| {
            io::Error::new(error.kind(), format!("it is packed with gzip and cannot be unpacked to its end: {error}"))
        };
        unpacked.by_ref().take(limit).read_to_end(&mut piece).map_err(said)?;
        bytes += piece.len() as u64;
        if bytes > bytes_max {
            let problem =
                format!("it is packed with gzip, and more than {bytes_max} bytes come out; import it in parts");
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, problem));
        }
        let last = piece.is_empty();
        if pieces.blocking_send(Ok(piece)).is_err() || last {
            return Ok(());
        }
    }
}

/// A file read by place: a second attempt may begin while the first is still being given up.
struct FromBeginning {
    file: File,
    at: u64,
}

impl Read for FromBeginning {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read_at(buffer, self.at)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl AsyncRead for Unpacked {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.read == self.piece.len() && !self.ended {
            let broken = || Err(io::Error::other("unpacking it broke off"));
            self.piece = ready!(self.pieces.poll_recv(context)).unwrap_or_else(broken)?;
            self.read = 0;
            self.ended = self.piece.is_empty();
        }
        let rest = self.piece.get(self.read..).unwrap_or_default();
        let taken = rest.get(..buffer.remaining()).unwrap_or(rest);
        buffer.put_slice(taken);
        let taken = taken.len();
        self.read += taken;
        Poll::Ready(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, write::GzEncoder};
    use tokio::io::AsyncReadExt;

    use super::*;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).expect("packed");
        encoder.finish().expect("packed")
    }

    fn file(bytes: &[u8]) -> File {
        let mut file = tempfile::tempfile().expect("a file");
        file.write_all(bytes).expect("written");
        file
    }

    async fn read(mut unpacked: Unpacked) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        unpacked.read_to_end(&mut bytes).await.map(|_| bytes)
    }

    #[tokio::test]
    async fn what_was_packed_comes_out_whole_also_in_parts() {
        let feed: Vec<u8> = (0..3 * PIECE_BYTES + 7).map(|it| u8::try_from(it % 251).expect("below 256")).collect();
        let (before, behind) = feed.split_at(PIECE_BYTES);
        for bytes in [packed(&feed), [packed(before), packed(behind)].concat()] {
            let file = file(&bytes);
            assert!(is_packed(&file).expect("read"));
            assert_eq!(read(Unpacked::of(file)).await.expect("unpacked"), feed);
        }
        assert!(read(Unpacked::of(file(&packed(b"")))).await.expect("unpacked").is_empty());
        for plain in [&b""[..], b"\x1f", b"{}"] {
            assert!(!is_packed(&file(plain)).expect("read"), "{plain:?}");
        }
    }

    #[tokio::test]
    async fn what_is_damaged_or_never_ends_is_an_error_and_no_end() {
        let whole = packed(&b"{}\n".repeat(1_000));
        let cut = read(Unpacked::of(file(&whole[..whole.len() - 9]))).await.expect_err("cut off").to_string();
        assert!(cut.contains("gzip"), "{cut}");
        let bomb = packed(&vec![b'\n'; 8 * PIECE_BYTES]);
        assert!(bomb.len() < PIECE_BYTES / 8, "{} bytes", bomb.len());
        let limit = 2 * PIECE_BYTES as u64;
        let refused = read(Unpacked::within(file(&bomb), limit)).await.expect_err("too many").to_string();
        assert!(refused.contains(&limit.to_string()), "{refused}");
    }
}
