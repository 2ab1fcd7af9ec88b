//! A feed on its way: records in a file without a name beside the catalogue, written in the order they come and read in
//! the order of their ids, so that the database is filled in its own order.
//!
//! Useful for holding a feed of any size with little memory and no locks. Not useful for anything that must outlive the
//! process: the file is gone when it is closed, in whatever way.

use crate::{
    domain::{OpportunityKind, RecordId},
    failpoint,
};
use std::fs::File;
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::vec::IntoIter;
use tokio::task::spawn_blocking;

/// Most bytes of one body: 4 MiB, so that a record of the largest size a feed may have fits however it is written.
pub const BODY_BYTES_MAX: usize = 4 << 20;

/// Bytes collected before they are written.
const WRITE_BYTES: usize = 1 << 20;
/// Most records read at once.
const CHUNK_RECORDS_MAX: usize = 128;
/// Bytes of bodies after which no further record is read into a chunk.
const CHUNK_BYTES_MAX: usize = 4 << 20;

/// One accepted record of a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StagedRecord {
    /// Its id within the source of the import.
    pub id: RecordId,
    /// What it is.
    pub kind: OpportunityKind,
    /// Its content, opaque here; at most [`BODY_BYTES_MAX`] bytes.
    pub body: String,
    /// Digest of the content: a record whose digest is as before is unchanged.
    pub digest: blake3::Hash,
}

/// The side that is written.
#[derive(Debug)]
pub(super) struct Spool {
    /// Taken while a write is under way; not put back when it failed or was dropped, since then the file may be torn.
    file: Option<File>,
    unwritten: Vec<u8>,
    bytes: u64,
}

/// Where a record stands in the file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch {
    from: u64,
    bytes: usize,
}

/// The side that is read.
#[derive(Debug)]
pub(super) struct SpoolReader {
    file: Option<File>,
    left: IntoIter<Stretch>,
}

impl Spool {
    pub(super) async fn create(directory: PathBuf) -> io::Result<Self> {
        let file = spawn_blocking(move || tempfile::tempfile_in(directory)).await.map_err(io::Error::other)??;
        Ok(Self { file: Some(file), unwritten: Vec::new(), bytes: 0 })
    }

    /// Adds a record; [`Self::settle`] writes it.
    pub(super) fn push(&mut self, record: &StagedRecord) -> Stretch {
        let before = self.unwritten.len();
        write_record(&mut self.unwritten, record);
        let stretch = Stretch { from: self.bytes, bytes: self.unwritten.len() - before };
        self.bytes += stretch.bytes as u64;
        stretch
    }

    /// Writes what was pushed once it is worth it.
    pub(super) async fn settle(&mut self) -> io::Result<()> {
        if self.unwritten.len() < WRITE_BYTES { Ok(()) } else { self.flush().await }
    }

    /// Gives the file up: whatever follows fails.
    pub(super) fn tear(&mut self) {
        self.file = None;
    }

    /// Writes the rest and turns to reading these records.
    pub(super) async fn into_reader(mut self, records: Vec<Stretch>) -> io::Result<SpoolReader> {
        self.flush().await?;
        Ok(SpoolReader { file: self.file, left: records.into_iter() })
    }

    async fn flush(&mut self) -> io::Result<()> {
        let mut file = self.file.take().ok_or_else(torn)?;
        let bytes = std::mem::take(&mut self.unwritten);
        let write = move || {
            failpoint::disk("import.spool")?;
            file.write_all(&bytes).map(|()| (file, bytes))
        };
        let (file, mut bytes) = spawn_blocking(write).await.map_err(io::Error::other)??;
        bytes.clear();
        (self.file, self.unwritten) = (Some(file), bytes);
        Ok(())
    }
}

impl SpoolReader {
    /// The next records in the order asked; empty at the end.
    pub(super) async fn next_chunk(&mut self) -> io::Result<Vec<StagedRecord>> {
        let chunk = self.next_stretches();
        if chunk.is_empty() {
            return Ok(Vec::new());
        }
        let mut file = self.file.take().ok_or_else(torn)?;
        let read = move || {
            let records: io::Result<_> = chunk.into_iter().map(|stretch| read_record(&mut file, stretch)).collect();
            records.map(|records| (file, records))
        };
        let (file, records) = spawn_blocking(read).await.map_err(io::Error::other)??;
        self.file = Some(file);
        Ok(records)
    }

    fn next_stretches(&mut self) -> Vec<Stretch> {
        let mut chunk = Vec::with_capacity(CHUNK_RECORDS_MAX);
        let mut bytes = 0;
        while chunk.len() < CHUNK_RECORDS_MAX && bytes < CHUNK_BYTES_MAX {
            let Some(stretch) = self.left.next() else { break };
            bytes += stretch.bytes;
            chunk.push(stretch);
        }
        chunk
    }
}

fn torn() -> io::Error {
    io::Error::other("an earlier step of this import failed or was interrupted")
}

/// Layout: kind, digest, length of the id (two bytes, little-endian), id, body.
fn write_record(into: &mut Vec<u8>, record: &StagedRecord) {
    let id = record.id.as_str().as_bytes();
    into.push(match record.kind {
        OpportunityKind::Vacancy => 0,
        OpportunityKind::Route => 1,
    });
    into.extend(record.digest.as_bytes());
    // An id has at most 128 characters.
    into.extend(u16::try_from(id.len()).unwrap_or(u16::MAX).to_le_bytes());
    into.extend(id);
    into.extend(record.body.as_bytes());
}

fn read_record(file: &mut File, stretch: Stretch) -> io::Result<StagedRecord> {
    file.seek(SeekFrom::Start(stretch.from))?;
    let mut bytes = vec![0; stretch.bytes];
    file.read_exact(&mut bytes)?;
    parse_record(&bytes).ok_or_else(|| ErrorKind::InvalidData.into())
}

fn parse_record(bytes: &[u8]) -> Option<StagedRecord> {
    let (kind, bytes) = bytes.split_first()?;
    let kind = match kind {
        0 => OpportunityKind::Vacancy,
        1 => OpportunityKind::Route,
        _ => return None,
    };
    let (digest, bytes) = bytes.split_first_chunk()?;
    let (id_bytes, bytes) = bytes.split_first_chunk()?;
    let (id, body) = bytes.split_at_checked(u16::from_le_bytes(*id_bytes).into())?;
    Some(StagedRecord {
        id: RecordId::new(std::str::from_utf8(id).ok()?).ok()?,
        kind,
        body: std::str::from_utf8(body).ok()?.to_owned(),
        digest: blake3::Hash::from_bytes(*digest),
    })
}
