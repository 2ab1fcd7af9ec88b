//! A feed on its way: records in a file without a name beside the catalogue, written once and read once.
//!
//! Useful for holding a feed of any size without memory or locks. Not useful for anything that must outlive the process:
//! the file is gone when it is closed, in whatever way.

use crate::domain::{OpportunityKind, RecordId};
use std::fs::File;
use std::io::{self, BufReader, ErrorKind, Read, Seek, Write};
use std::path::PathBuf;
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
}

/// The side that is read.
#[derive(Debug)]
pub(super) struct SpoolReader {
    file: Option<BufReader<File>>,
    left: u64,
}

impl Spool {
    pub(super) async fn create(directory: PathBuf) -> io::Result<Self> {
        let file = spawn_blocking(move || tempfile::tempfile_in(directory)).await.map_err(io::Error::other)??;
        Ok(Self { file: Some(file), unwritten: Vec::new() })
    }

    /// Adds a record; [`Self::settle`] writes it.
    pub(super) fn push(&mut self, record: &StagedRecord) {
        write_record(&mut self.unwritten, record);
    }

    /// Writes what was pushed once it is worth it.
    pub(super) async fn settle(&mut self) -> io::Result<()> {
        if self.unwritten.len() < WRITE_BYTES { Ok(()) } else { self.flush().await }
    }

    /// Gives the file up: whatever follows fails.
    pub(super) fn tear(&mut self) {
        self.file = None;
    }

    /// Writes the rest and turns to reading `count` records.
    pub(super) async fn into_reader(mut self, count: u64) -> io::Result<SpoolReader> {
        self.flush().await?;
        let mut file = self.file.take().ok_or_else(torn)?;
        file.rewind()?;
        Ok(SpoolReader { file: Some(BufReader::with_capacity(WRITE_BYTES, file)), left: count })
    }

    async fn flush(&mut self) -> io::Result<()> {
        let mut file = self.file.take().ok_or_else(torn)?;
        let bytes = std::mem::take(&mut self.unwritten);
        let write = move || file.write_all(&bytes).map(|()| (file, bytes));
        let (file, mut bytes) = spawn_blocking(write).await.map_err(io::Error::other)??;
        bytes.clear();
        (self.file, self.unwritten) = (Some(file), bytes);
        Ok(())
    }
}

impl SpoolReader {
    /// The next records in the order staged; empty at the end.
    pub(super) async fn next_chunk(&mut self) -> io::Result<Vec<StagedRecord>> {
        if self.left == 0 {
            return Ok(Vec::new());
        }
        let mut file = self.file.take().ok_or_else(torn)?;
        let count_max = usize::try_from(self.left).map_or(CHUNK_RECORDS_MAX, |left| left.min(CHUNK_RECORDS_MAX));
        let read = move || read_chunk(&mut file, count_max).map(|records| (file, records));
        let (file, records) = spawn_blocking(read).await.map_err(io::Error::other)??;
        self.left -= records.len() as u64;
        self.file = Some(file);
        Ok(records)
    }
}

fn torn() -> io::Error {
    io::Error::other("an earlier step of this import failed or was interrupted")
}

/// Layout: length of the id, length of the body (both u32, little-endian), kind, digest, id, body.
fn write_record(into: &mut Vec<u8>, record: &StagedRecord) {
    let (id, body) = (record.id.as_str().as_bytes(), record.body.as_bytes());
    into.extend(length(id).to_le_bytes());
    into.extend(length(body).to_le_bytes());
    into.push(match record.kind {
        OpportunityKind::Vacancy => 0,
        OpportunityKind::Route => 1,
    });
    into.extend(record.digest.as_bytes());
    into.extend(id);
    into.extend(body);
}

/// Ids and bodies are bounded far below 4 GiB before they come here.
fn length(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap_or(u32::MAX)
}

fn read_chunk(file: &mut impl Read, count_max: usize) -> io::Result<Vec<StagedRecord>> {
    let mut records = Vec::with_capacity(count_max);
    let mut bytes = 0;
    while records.len() < count_max && bytes < CHUNK_BYTES_MAX {
        let record = read_record(file)?;
        bytes += record.body.len();
        records.push(record);
    }
    Ok(records)
}

fn read_record(file: &mut impl Read) -> io::Result<StagedRecord> {
    let id_bytes = read_array::<4>(file).map(u32::from_le_bytes)?;
    let body_bytes = read_array::<4>(file).map(u32::from_le_bytes)?;
    let kind = match read_array::<1>(file)? {
        [0] => OpportunityKind::Vacancy,
        [1] => OpportunityKind::Route,
        _ => return Err(ErrorKind::InvalidData.into()),
    };
    let digest = blake3::Hash::from_bytes(read_array(file)?);
    let id = RecordId::new(&read_text(file, id_bytes)?).map_err(|_| ErrorKind::InvalidData)?;
    Ok(StagedRecord { id, kind, digest, body: read_text(file, body_bytes)? })
}

fn read_array<const BYTES: usize>(file: &mut impl Read) -> io::Result<[u8; BYTES]> {
    let mut bytes = [0; BYTES];
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn read_text(file: &mut impl Read, bytes: u32) -> io::Result<String> {
    let bytes = usize::try_from(bytes).ok().filter(|bytes| *bytes <= BODY_BYTES_MAX).ok_or(ErrorKind::InvalidData)?;
    let mut text = vec![0; bytes];
    file.read_exact(&mut text)?;
    String::from_utf8(text).map_err(|_| ErrorKind::InvalidData.into())
}
