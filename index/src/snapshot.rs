//! The state after one commit: documents by id and by key. The scan over all of
//! them stands in `scan`, the search for words in `text`.

use std::fmt;
use std::iter;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tantivy::index::{SegmentId, SegmentReader};
use tantivy::schema::Value;
use tantivy::store::StoreReader;
use tantivy::{Opstamp, TantivyDocument};

use crate::bits::Bits;
use crate::block::Block;
use crate::document::{Stamp, Term, Weight, unpack};
use crate::error::{Error, Result};
use crate::layout::{Column, Layout};
use crate::schema::Fields;

/// Blocks of compressed records that stay unpacked in memory, per segment.
const RECORD_CACHE_BLOCKS: usize = 16;

/// Gives every snapshot of this process a number of its own.
static NEXT_SERIAL: AtomicU64 = AtomicU64::new(0);

/// The documents after one commit; never changes.
///
/// Useful for: one request, or a sequence of pages, that must see one state.
/// Not useful for: holding for long, since it keeps replaced files on disk and
/// in memory.
///
/// # Panics
///
/// Methods that take a [`DocumentId`] or a [`Column`] panic when it belongs to
/// another snapshot or layout and is out of range here.
pub struct Snapshot {
    stamp: Stamp,
    generation: String,
    layout: Layout,
    pub(crate) fields: Fields,
    pub(crate) parts: Vec<Arc<Part>>,
    pub(crate) serial: u64,
    len: usize,
}

/// Where a document stands in one [`Snapshot`]. Worthless in another one, even
/// of the same generation: keep keys, not ids, between requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DocumentId {
    pub(crate) part: u32,
    pub(crate) row: u32,
}

/// One segment with the rows that were alive at a commit.
pub(crate) struct Part {
    pub(crate) block: Arc<Block>,
    /// Absent when every row is alive.
    pub(crate) alive: Option<Bits>,
    pub(crate) reader: SegmentReader,
    records: StoreReader,
}

impl Snapshot {
    pub(crate) fn new(stamp: Stamp, generation: String, layout: Layout, fields: Fields, parts: Vec<Arc<Part>>) -> Self {
        let len = parts.iter().map(|part| part.reader.num_docs() as usize).sum();
        Self { stamp, generation, layout, fields, parts, serial: NEXT_SERIAL.fetch_add(1, Ordering::Relaxed), len }
    }

    /// The stamp of the commit.
    #[must_use]
    pub fn stamp(&self) -> Stamp {
        self.stamp
    }

    /// Names the commit: eight hexadecimal digits drawn for the directory, a dot,
    /// and a number that grows with every commit. Two snapshots of the same
    /// generation hold the same documents and give the same answers.
    #[must_use]
    pub fn generation(&self) -> &str {
        &self.generation
    }

    /// The layout of the index.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The number of documents.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are no documents.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The document of this key.
    #[must_use]
    pub fn find(&self, key: &str) -> Option<DocumentId> {
        (0..).zip(&self.parts).find_map(|(number, part)| {
            let mut rows = part.block.rows_of_key(key).iter();
            let &row = rows.find(|&&row| part.is_alive(row as usize))?;
            Some(DocumentId { part: number, row })
        })
    }

    /// The key of a document.
    #[must_use]
    pub fn key(&self, id: DocumentId) -> &str {
        self.part_of(id).block.key(id.row as usize)
    }

    /// A number of a document.
    #[must_use]
    pub fn number(&self, id: DocumentId, column: Column) -> Option<i32> {
        self.part_of(id).block.number(column.0, id.row as usize)
    }

    /// The weighted terms of a document, in no certain order.
    pub fn terms(&self, id: DocumentId) -> impl Iterator<Item = (Term, Weight)> + '_ {
        let terms = self.part_of(id).block.terms(id.row as usize);
        terms.iter().filter_map(|&packed| unpack(packed))
    }

    /// The record of a document, as it was put.
    ///
    /// # Errors
    ///
    /// [`Error::Damaged`] or [`Error::Storage`] when it cannot be read.
    pub fn record(&self, id: DocumentId) -> Result<Vec<u8>> {
        let document: TantivyDocument = self.part_of(id).records.get(id.row)?;
        let record = document.get_first(self.fields.record).and_then(|value| value.as_bytes().map(<[u8]>::to_vec));
        record.ok_or_else(|| Error::Damaged(format!("record of {:?}", self.key(id))))
    }

    /// The keys of all documents, in no certain order; those of removed documents may be among them.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().flat_map(|part| (0..part.rows() as usize).map(|row| part.block.key(row)))
    }

    /// Up to `limit` documents in the order of their keys (by bytes), starting
    /// after a key or at the first one. The key need not exist.
    ///
    /// Useful for: pages, each starting after the last key of the one before.
    #[must_use]
    pub fn keys_after(&self, key: Option<&str>, limit: usize) -> Vec<DocumentId> {
        self.in_order(key).take(limit).collect()
    }

    /// Documents in the order of their keys (by bytes), starting after a key or at
    /// the first one. The key need not exist.
    ///
    /// Useful for: looking at all of them. Nothing is collected before.
    pub fn in_order<'a>(&'a self, after: Option<&str>) -> impl Iterator<Item = DocumentId> + use<'a> {
        let mut cursors: Vec<Cursor<'_>> = (0..)
            .zip(&self.parts)
            .map(|(number, part)| Cursor { number, part, rows: part.block.rows_after(after) })
            .collect();
        iter::from_fn(move || {
            cursors.retain_mut(Cursor::skip_dead);
            Some(cursors.iter_mut().min_by_key(|cursor| cursor.key())?.take())
        })
    }

    /// A number for each document, for a caller's own lists of numbers by document:
    /// below [`Self::ordinals`], and one more from each place of a window to the next.
    ///
    /// Useful for: what is derived once for a snapshot and read for every document of
    /// a scan. Not useful for: anything that outlives the snapshot.
    #[must_use]
    pub fn ordinal(&self, id: DocumentId) -> usize {
        let before = self.parts.iter().take(id.part as usize).map(|part| part.rows() as usize);
        before.sum::<usize>() + id.row as usize
    }

    /// How many ordinals there are; removed documents have one too.
    #[must_use]
    pub fn ordinals(&self) -> usize {
        self.parts.iter().map(|part| part.rows() as usize).sum()
    }

    pub(crate) fn part_of(&self, id: DocumentId) -> &Part {
        &self.parts[id.part as usize]
    }

    /// The part of this segment, when the snapshot has it.
    pub(crate) fn part(&self, segment: SegmentId) -> Option<&Arc<Part>> {
        self.parts.iter().find(|part| part.reader.segment_id() == segment)
    }

    /// Whether the snapshot consists of exactly these parts.
    pub(crate) fn has_parts(&self, parts: &[Arc<Part>]) -> bool {
        self.parts.len() == parts.len() && self.parts.iter().zip(parts).all(|(left, right)| Arc::ptr_eq(left, right))
    }
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("Snapshot");
        shown.field("generation", &self.generation);
        shown.field("stamp", &self.stamp);
        shown.field("len", &self.len);
        shown.finish_non_exhaustive()
    }
}

impl Part {
    /// Reads a segment, or takes over its block when it was read before.
    pub(crate) fn read(reader: SegmentReader, fields: &Fields, block: Option<Arc<Block>>) -> Result<Self> {
        let block = match block {
            Some(block) => block,
            None => Arc::new(Block::read(&reader, fields)?),
        };
        let alive = reader.alive_bitset().map(|alive| {
            let mut bits = Bits::none(block.rows());
            for row in alive.iter_alive() {
                bits.insert(row as usize);
            }
            bits
        });
        let records = reader.get_store_reader(RECORD_CACHE_BLOCKS)?;
        Ok(Self { block, alive, reader, records })
    }

    pub(crate) fn block(&self) -> &Arc<Block> {
        &self.block
    }

    /// The number of rows, dead ones included.
    pub(crate) fn rows(&self) -> u32 {
        self.reader.max_doc()
    }

    pub(crate) fn delete_opstamp(&self) -> Option<Opstamp> {
        self.reader.delete_opstamp()
    }

    #[inline(always)]
    pub(crate) fn is_alive(&self, row: usize) -> bool {
        self.alive.as_ref().is_none_or(|alive| alive.contains(row))
    }
}

/// The rest of one part's rows in the order of their keys.
struct Cursor<'a> {
    number: u32,
    part: &'a Part,
    rows: &'a [u32],
}

impl<'a> Cursor<'a> {
    /// Moves to the next live row; false when there is none.
    fn skip_dead(&mut self) -> bool {
        while let [row, rest @ ..] = self.rows
            && !self.part.is_alive(*row as usize)
        {
            self.rows = rest;
        }
        !self.rows.is_empty()
    }

    fn key(&self) -> &'a str {
        self.part.block.key(self.rows[0] as usize)
    }

    fn take(&mut self) -> DocumentId {
        let id = DocumentId { part: self.number, row: self.rows[0] };
        self.rows = &self.rows[1..];
        id
    }
}
