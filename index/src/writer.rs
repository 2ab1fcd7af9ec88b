//! The one writer of an index: puts, removes and commits. What a snapshot sees
//! of a commit is made in `index` and `snapshot`.

use std::collections::HashSet;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use tantivy::indexer::IndexWriterOptions;
use tantivy::{IndexWriter, TantivyDocument};

use crate::analysis::without_combining_marks;
use crate::document::{Document, Stamp, pack};
use crate::error::{Error, Result};
use crate::layout::Layout;
use crate::merging::Merging;
use crate::schema::Fields;
use crate::snapshot::Snapshot;

/// Threads that turn documents into segments.
const WRITER_THREADS: usize = 2;

/// Memory of each writer thread before it starts a new segment, in bytes.
const WRITER_THREAD_MEMORY_BYTES: usize = 48 << 20;

/// Threads that merge segments in the background.
const MERGE_THREADS: usize = 1;

/// Not a key of any document, see [`Document::check`].
const NO_KEY: &str = "";

/// Writes to an index. There is one at a time for a directory.
///
/// Useful for: following a source of changes in batches, each ended by a commit
/// that says how far it came. Not useful for: being the only place where a
/// change is kept; a commit survives a crash of the process, but the last one
/// may be lost when the machine loses power.
///
/// Dropping a writer throws away what was not committed.
pub struct Writer {
    inner: IndexWriter,
    layout: Layout,
    fields: Fields,
    known: KnownKeys,
}

impl Writer {
    /// `last` reads the last commit.
    pub(crate) fn open(
        index: &tantivy::Index,
        fields: &Fields,
        last: impl FnOnce() -> Result<Arc<Snapshot>>,
    ) -> Result<Self> {
        let options = IndexWriterOptions::builder()
            .num_worker_threads(WRITER_THREADS)
            .memory_budget_per_thread(WRITER_THREAD_MEMORY_BYTES)
            .num_merge_threads(MERGE_THREADS)
            .build();
        let inner = index.writer_with_options(options)?;
        // A process that was killed during a commit leaves files with the very names
        // that the next commit may use.
        inner.garbage_collect_files().wait()?;
        // From here on nobody else commits.
        let last = last()?;
        let (layout, fields) = (last.layout().clone(), fields.clone());
        let mut writer = Self { inner, layout, fields, known: KnownKeys::of(&last) };
        writer.prepare();
        Ok(writer)
    }

    /// Adds a document, in the place of one with the same key. Visible after the
    /// next commit.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] and [`Error::TooLarge`] as [`Document::check`] says, in
    /// which case nothing has changed; [`Error::Storage`] when writing fails.
    pub fn put(&mut self, document: Document) -> Result<()> {
        document.check(&self.layout)?;
        if !self.known.add(&document.key) {
            self.remove_all_of(&document.key);
        }
        let mut fields = TantivyDocument::new();
        for &(term, weight) in &document.terms {
            fields.add_u64(self.fields.terms, u64::from(pack(term, weight)));
        }
        for (&field, number) in self.fields.numbers.iter().zip(&document.numbers) {
            if let Some(number) = number {
                fields.add_i64(field, i64::from(*number));
            }
        }
        for text in [&document.title, &document.body] {
            fields.add_text(self.fields.text, without_combining_marks(text));
        }
        fields.add_text(self.fields.key, document.key);
        fields.add_bytes(self.fields.record, &document.record);
        self.inner.add_document(fields)?;
        Ok(())
    }

    /// Removes the document of this key, when there is one. Visible after the
    /// next commit.
    pub fn remove(&mut self, key: &str) {
        if self.known.may_hold(key) {
            self.remove_all_of(key);
        }
    }

    fn remove_all_of(&mut self, key: &str) {
        let term = tantivy::Term::from_field_text(self.fields.key, key);
        self.inner.delete_term(term);
    }

    /// Makes all changes since the last commit visible at once, with a stamp.
    ///
    /// # Errors
    ///
    /// [`Error::Storage`] when writing fails; the last commit is then still there,
    /// and the writer should be dropped and opened again.
    pub fn commit(&mut self, stamp: Stamp) -> Result<()> {
        let mut commit = self.inner.prepare_commit()?;
        commit.set_payload(&payload(stamp));
        commit.commit()?;
        Ok(())
    }

    /// Throws away all changes since the last commit.
    ///
    /// # Errors
    ///
    /// [`Error::Storage`] when the storage cannot be opened again.
    pub fn rollback(&mut self) -> Result<()> {
        self.inner.rollback()?;
        self.prepare();
        Ok(())
    }

    /// Waits until merges in the background are done, and closes the writer.
    /// What was not committed is thrown away.
    ///
    /// # Errors
    ///
    /// [`Error::Storage`] when a merge failed; the last commit is then still there.
    pub fn finish(self) -> Result<()> {
        self.inner.wait_merging_threads()?;
        Ok(())
    }

    /// Makes an inner writer fit for use, whether it is new or made by a rollback.
    fn prepare(&mut self) {
        self.inner.set_merge_policy(Box::new(Merging::default()));
        // tantivy gives the first operation of a writer the number of the last commit.
        // Were it a removal, a merge in the background would take it for committed;
        // were it a commit, the two would bear the same number. So the first operation
        // is to remove a document that cannot be there.
        self.remove_all_of(NO_KEY);
    }
}

/// The keys of which there may be a document, as hashes: those of the last commit, and those that were put since.
///
/// tantivy keeps every removal until the next commit, a kilobyte each, and looks each up in every segment then. A million
/// documents that are new need none. A key more than there is (two with one hash, a document that was removed) costs a
/// removal that removes nothing.
struct KnownKeys {
    hashes: HashSet<u64>,
    /// There were more than [`KNOWN_KEYS_MAX`]: any key may be there.
    any: bool,
}

/// Most keys that are known one by one: 64 MB or so.
const KNOWN_KEYS_MAX: usize = 4_000_000;

impl KnownKeys {
    fn of(snapshot: &Snapshot) -> Self {
        let mut known = Self { hashes: HashSet::new(), any: false };
        for key in snapshot.keys() {
            known.add(key);
        }
        known
    }

    /// False when there may be a document of this key already.
    fn add(&mut self, key: &str) -> bool {
        self.any |= self.hashes.len() >= KNOWN_KEYS_MAX;
        if self.any {
            self.hashes = HashSet::new();
            return false;
        }
        self.hashes.insert(hash(key))
    }

    fn may_hold(&self, key: &str) -> bool {
        self.any || self.hashes.contains(&hash(key))
    }
}

fn hash(key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}

impl fmt::Debug for Writer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("Writer");
        shown.field("layout", &self.layout);
        shown.finish_non_exhaustive()
    }
}

/// What is kept of a stamp. Without a mark it is what earlier versions wrote.
fn payload(stamp: Stamp) -> String {
    match stamp.mark {
        0 => stamp.revision.to_string(),
        mark => format!("{} {mark}", stamp.revision),
    }
}

/// The stamp in the payload of a commit; a new index has none.
pub(crate) fn stamp_of(payload: Option<&str>) -> Result<Stamp> {
    let Some(payload) = payload else {
        return Ok(Stamp::default());
    };
    let (revision, mark) = payload.split_once(' ').unwrap_or((payload, "0"));
    let number = |text: &str| text.parse().map_err(|_| Error::Damaged(format!("stamp {payload:?}")));
    Ok(Stamp { revision: number(revision)?, mark: number(mark)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_is_kept_with_and_without_a_mark() {
        for stamp in [Stamp::default(), Stamp::at(7), Stamp { revision: u64::MAX, mark: u64::MAX }] {
            assert_eq!(stamp_of(Some(&payload(stamp))).expect("a stamp"), stamp);
        }
        assert_eq!(stamp_of(Some("7")).expect("one of an earlier version"), Stamp::at(7));
        for wrong in ["", "x", "7 ", "7 x", "7 1 1"] {
            assert!(stamp_of(Some(wrong)).is_err(), "{wrong:?}");
        }
    }
}
