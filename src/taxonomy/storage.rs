//! The file of a taxonomy: a header with format and checksum, then gzip of the plain data. One file, written whole.

use super::data::{Content, TaxonomyData};
use crate::whole_file;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use thiserror::Error;

/// First bytes of every taxonomy file.
const MAGIC: &[u8; 8] = b"LBTAXON\n";
/// Raised whenever the layout of the content changes.
const FORMAT: u16 = 2;
const CHECKSUM_BYTES: usize = 32;
const HEADER_BYTES: usize = MAGIC.len() + 2 + CHECKSUM_BYTES;
/// Most bytes of the content before compression. Full ESCO in two languages takes some 15 MB.
pub const MAX_CONTENT_BYTES: u64 = 1 << 30;
/// Hexadecimal digits of a digest.
const DIGEST_DIGITS: usize = 16;

/// Why a taxonomy file cannot be written or read; fits “failed to read taxonomy {path}: {…}”.
#[derive(Debug, Error)]
pub enum StorageError {
    /// The file system refused.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What it said.
        source: std::io::Error,
    },
    /// The file is something else.
    #[error("{}: this is not a taxonomy file of this program", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// The file is of another format version.
    #[error("{}: format {actual}, this program reads format {FORMAT}; import the taxonomy again", path.display())]
    OtherFormat {
        /// The file.
        path: PathBuf,
        /// Its format.
        actual: u16,
    },
    /// The content does not agree with the checksum, or ends too early.
    #[error("{}: the file is damaged ({detail}); import the taxonomy again", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What does not agree.
        detail: String,
    },
    /// The content could not be written out.
    #[error("the content cannot be written out: {0}")]
    Encode(#[from] postcard::Error),
}

impl TaxonomyData {
    /// Writes the file whole or not at all, so that a reader never sees half of it.
    ///
    /// # Errors
    /// [`StorageError::Io`].
    pub fn write_to(&self, path: &Path) -> Result<(), StorageError> {
        let content = encode(&self.content)?;
        let written = whole_file::replace(path, |file| write_parts(file, &content));
        written.map_err(|source| StorageError::Io { path: path.into(), source })
    }

    /// Reads and checks a file that [`TaxonomyData::write_to`] wrote.
    ///
    /// # Errors
    /// [`StorageError`], which says whether the file is absent, foreign, of another format or damaged.
    pub fn read_from(path: &Path) -> Result<Self, StorageError> {
        let damaged = |detail: String| StorageError::Damaged { path: path.into(), detail };
        let mut file = File::open(path).map_err(|source| StorageError::Io { path: path.into(), source })?;
        let mut header = Vec::with_capacity(HEADER_BYTES);
        let read = (&mut file).take(HEADER_BYTES as u64).read_to_end(&mut header);
        read.map_err(|source| StorageError::Io { path: path.into(), source })?;
        if !header.starts_with(MAGIC) {
            return Err(StorageError::Foreign { path: path.into() });
        }
        let (Some(format), Some(checksum)) = (header.get(8..10), header.get(10..HEADER_BYTES)) else {
            return Err(damaged("it ends within the header".into()));
        };
        let format = u16::from_le_bytes([format[0], format[1]]);
        if format != FORMAT {
            return Err(StorageError::OtherFormat { path: path.into(), actual: format });
        }
        let mut content = Vec::new();
        let unpacked = GzDecoder::new(file).take(MAX_CONTENT_BYTES).read_to_end(&mut content);
        unpacked.map_err(|error| damaged(error.to_string()))?;
        let actual = blake3::hash(&content);
        if actual.as_bytes() != checksum {
            return Err(damaged("the checksum differs".into()));
        }
        let digest = short(&actual);
        let content: Content = postcard::from_bytes(&content).map_err(|error| damaged(error.to_string()))?;
        match content.problem() {
            Some(problem) => Err(damaged(problem)),
            None => Ok(Self { content, digest }),
        }
    }
}

pub(super) fn encode(content: &Content) -> Result<Vec<u8>, postcard::Error> {
    postcard::to_stdvec(content)
}

pub(super) fn digest(content: &[u8]) -> String {
    short(&blake3::hash(content))
}

fn short(hash: &blake3::Hash) -> String {
    hash.to_hex().chars().take(DIGEST_DIGITS).collect()
}

fn write_parts(mut file: impl Write, content: &[u8]) -> std::io::Result<()> {
    file.write_all(MAGIC)?;
    file.write_all(&FORMAT.to_le_bytes())?;
    file.write_all(blake3::hash(content).as_bytes())?;
    let mut packed = GzEncoder::new(file, Compression::default());
    packed.write_all(content)?;
    packed.finish()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{HEADER_BYTES, StorageError};
    use crate::taxonomy::{Taxonomy, TaxonomyData, starter};
    use std::path::PathBuf;

    /// A taxonomy file after `change` has been at its bytes.
    fn changed(change: impl FnOnce(&mut Vec<u8>)) -> (tempfile::TempDir, PathBuf) {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("taxonomy");
        starter::data().expect("the starter taxonomy").write_to(&path).expect("written");
        let mut bytes = std::fs::read(&path).expect("read");
        change(&mut bytes);
        std::fs::write(&path, bytes).expect("written");
        (directory, path)
    }

    #[test]
    fn what_was_written_is_read() {
        let (_directory, path) = changed(|_| {});
        let data = TaxonomyData::read_from(&path).expect("read");
        assert_eq!(data, starter::data().expect("the starter taxonomy"));
        assert_eq!(Taxonomy::build(data).digest().len(), 16);
    }

    #[test]
    fn a_damaged_or_foreign_file_says_so() {
        let error = |change: fn(&mut Vec<u8>)| {
            let (_directory, path) = changed(change);
            TaxonomyData::read_from(&path).expect_err("refused")
        };
        assert!(matches!(error(|bytes| bytes[0] = b'X'), StorageError::Foreign { .. }));
        assert!(matches!(error(Vec::clear), StorageError::Foreign { .. }));
        assert!(matches!(error(|bytes| bytes.truncate(20)), StorageError::Damaged { .. }));
        assert!(matches!(error(|bytes| bytes.truncate(HEADER_BYTES + 100)), StorageError::Damaged { .. }));
        assert!(matches!(error(|bytes| bytes[HEADER_BYTES - 1] ^= 1), StorageError::Damaged { .. }));
        assert!(matches!(error(|bytes| bytes[8] = 99), StorageError::OtherFormat { actual: 99, .. }));
        let middle = |bytes: &mut Vec<u8>| {
            let middle = bytes.len() / 2;
            bytes[middle] ^= 0x10;
        };
        assert!(matches!(error(middle), StorageError::Damaged { .. }));
    }

    #[test]
    fn an_absent_file_names_its_path() {
        let error = TaxonomyData::read_from("nowhere/taxonomy".as_ref()).expect_err("absent");
        assert!(error.to_string().starts_with("nowhere/taxonomy: "), "{error}");
    }
}
