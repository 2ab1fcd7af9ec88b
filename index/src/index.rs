//! One index directory: opening, checking, its writer and its snapshots. How a
//! snapshot answers questions stands in `snapshot`, `scan` and `text`.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::IndexSettings;
use tantivy::directory::{Directory, DirectoryLock, META_LOCK, MmapDirectory};
use tantivy::index::{SegmentComponent, SegmentMeta};

use crate::analysis::{ANALYZER, analyzer};
use crate::error::{Error, Result};
use crate::layout::{self, LAYOUT_FILE, Layout};
use crate::schema::{Fields, schema};
use crate::sealed::SealedDirectory;
use crate::snapshot::{Part, Snapshot};
use crate::writer::{Writer, stamp_of};

/// Files that every index has: our layout, the segments of the last commit, and
/// all files that tantivy may clean up.
const INDEX_FILES: [&str; 3] = [LAYOUT_FILE, "meta.json", ".managed.json"];

/// Files that every segment has.
const SEGMENT_FILES: [SegmentComponent; 6] = [
    SegmentComponent::Postings,
    SegmentComponent::Positions,
    SegmentComponent::Terms,
    SegmentComponent::Store,
    SegmentComponent::FastFields,
    SegmentComponent::FieldNorms,
];

/// A segment file shorter than the end of its footer cannot be checked, in bytes.
const SEGMENT_FILE_BYTES_MIN: u64 = 8;

/// Records are compressed in blocks of this size. An answer reads some twenty records from as many blocks, so small blocks
/// save more time than they cost in space.
const RECORD_BLOCK_BYTES: usize = 4_096;

/// One index, in one directory.
///
/// Useful for: an answer to “which k documents have most points” that is exact
/// and always the same for the same content, over documents that can be derived
/// again from elsewhere. Not useful for: keeping the only copy of anything. When
/// [`Error::calls_for_rebuild`] says so, delete the directory and fill a new one.
pub struct Index {
    inner: tantivy::Index,
    directory: PathBuf,
    layout: Layout,
    fields: Fields,
    /// Random, drawn when the directory was made.
    id: String,
    /// The last snapshot made: its blocks serve the next one.
    latest: Mutex<Option<Arc<Snapshot>>>,
}

impl Index {
    /// Opens the index in this directory, or makes an empty one.
    ///
    /// Reads every byte once to verify checksums: about a second per gigabyte.
    ///
    /// # Errors
    ///
    /// [`Error::LayoutChanged`] when the directory was built with another layout,
    /// [`Error::Damaged`] when a file is missing or altered, [`Error::Invalid`]
    /// and [`Error::TooLarge`] when the layout itself is wrong, [`Error::Storage`]
    /// when the file system refuses.
    pub fn open_or_create(directory: &Path, layout: Layout) -> Result<Self> {
        fs::create_dir_all(directory)?;
        let files = MmapDirectory::open(directory).map_err(|error| Error::from(tantivy::TantivyError::from(error)))?;
        let files = SealedDirectory::new(files);
        let (schema, fields) = schema(&layout);
        let (inner, id) = if any_files(&files)? {
            let id = layout::open(&files, &layout)?;
            (tantivy::Index::open(files)?, id)
        } else {
            let id = layout::create(&files, &layout)?;
            let settings = IndexSettings { docstore_blocksize: RECORD_BLOCK_BYTES, ..IndexSettings::default() };
            (tantivy::Index::create(files, schema.clone(), settings)?, id)
        };
        if inner.schema() != schema {
            return Err(Error::LayoutChanged("other fields".to_owned()));
        }
        inner.tokenizers().register(ANALYZER, analyzer());
        let index = Self { inner, directory: directory.to_path_buf(), layout, fields, id, latest: Mutex::new(None) };
        index.check()?;
        Ok(index)
    }

    /// The layout of the index.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The writer of this directory.
    ///
    /// # Errors
    ///
    /// [`Error::Busy`] while there is another, [`Error::Damaged`] when the last
    /// commit cannot be read, [`Error::Storage`] when the file system refuses.
    pub fn writer(&self) -> Result<Writer> {
        Writer::open(&self.inner, &self.fields, || self.snapshot())
    }

    /// The state after the last commit. Costs little when nothing was committed
    /// since the last call, and otherwise only what the new segments cost.
    ///
    /// # Errors
    ///
    /// [`Error::Damaged`] or [`Error::Storage`] when files cannot be read.
    pub fn snapshot(&self) -> Result<Arc<Snapshot>> {
        // One at a time: two callers must not both build the blocks of a commit.
        let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        let _lock = self.keep_files()?;
        let metas = self.inner.load_metas()?;
        let stamp = stamp_of(metas.payload.as_deref())?;
        let generation = format!("{}.{}", self.id, metas.opstamp);
        let mut parts = Vec::with_capacity(metas.segments.len());
        for segment in metas.segments {
            parts.push(self.part(segment, latest.as_deref())?);
        }
        if let Some(latest) = latest.as_ref()
            && latest.generation() == generation
            && latest.has_parts(&parts)
        {
            return Ok(Arc::clone(latest));
        }
        let layout = self.layout.clone();
        let snapshot = Snapshot::new(stamp, generation, layout, self.fields.clone(), parts);
        Ok(Arc::clone(latest.insert(Arc::new(snapshot))))
    }

    /// A segment as part of a snapshot, with as much as possible from the last one.
    fn part(&self, segment: SegmentMeta, latest: Option<&Snapshot>) -> Result<Arc<Part>> {
        let known = latest.and_then(|latest| latest.part(segment.id()));
        if let Some(part) = known
            && part.delete_opstamp() == segment.delete_opstamp()
        {
            return Ok(Arc::clone(part));
        }
        let reader = tantivy::SegmentReader::open(&self.inner.segment(segment))?;
        let block = known.map(|part| Arc::clone(part.block()));
        Ok(Arc::new(Part::read(reader, &self.fields, block)?))
    }

    /// Keeps a writer, here or in another process, from deleting files between the
    /// reading of their names and their opening.
    fn keep_files(&self) -> Result<DirectoryLock> {
        let lock = self.inner.directory().acquire_lock(&META_LOCK);
        Ok(lock.map_err(tantivy::TantivyError::from)?)
    }

    /// Reads every byte of the last commit once and compares checksums, as opening does. Nobody waits for it meanwhile: a
    /// writer may merge segments and delete the old ones, which are then passed over, and snapshots are made.
    ///
    /// # Errors
    ///
    /// [`Error::Damaged`] when a file is missing or does not match its checksum, [`Error::Storage`] when the file system refuses.
    pub fn check(&self) -> Result<()> {
        for name in self.committed_files()? {
            if let Err(error) = self.check_file(&name)
                // Names are never given again, so one that is still there was meant to be there all the while.
                && self.committed_files()?.contains(&name)
            {
                return Err(error);
            }
        }
        Ok(())
    }

    /// Names of the files of the last commit's segments.
    fn committed_files(&self) -> Result<Vec<PathBuf>> {
        let metas = self.inner.load_metas()?;
        stamp_of(metas.payload.as_deref())?;
        let mut names = Vec::new();
        for segment in &metas.segments {
            let deletes = segment.has_deletes().then_some(SegmentComponent::Delete);
            names.extend(SEGMENT_FILES.into_iter().chain(deletes).map(|component| segment.relative_path(component)));
        }
        Ok(names)
    }

    fn check_file(&self, name: &Path) -> Result<()> {
        let damaged = |what: &str| Error::Damaged(format!("{} {what}", name.display()));
        let bytes = match fs::metadata(self.directory.join(name)) {
            Ok(found) => found.len(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(damaged("is missing")),
            // A disk that does not answer says nothing of the file.
            Err(error) => return Err(error.into()),
        };
        if bytes < SEGMENT_FILE_BYTES_MIN {
            return Err(damaged("is cut short"));
        }
        // The format version stands outside the checksum; opening compares it.
        self.inner.directory().open_read(name)?;
        if !self.inner.directory().validate_checksum(name)? {
            return Err(damaged("does not match its checksum"));
        }
        Ok(())
    }
}

/// Whether there is an index in a directory. Fails when there is only part of one.
fn any_files(files: &SealedDirectory) -> Result<bool> {
    let mut missing = Vec::new();
    for name in INDEX_FILES {
        if !files.exists(Path::new(name))? {
            missing.push(name);
        }
    }
    match missing.first() {
        Some(name) if missing.len() < INDEX_FILES.len() => Err(Error::Damaged(format!("{name} is missing"))),
        first => Ok(first.is_none()),
    }
}

impl fmt::Debug for Index {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("Index");
        shown.field("directory", &self.directory);
        shown.field("layout", &self.layout);
        shown.finish_non_exhaustive()
    }
}
