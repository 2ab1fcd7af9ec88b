//! A tantivy directory whose small files (`meta.json`, `.managed.json` and our
//! own layout file) carry a checksum. Segment files have one of tantivy's own;
//! without this one, a flipped bit in `meta.json` could bring removed documents
//! back or move the stamp. What a file means is decided elsewhere.

use std::io;
use std::path::Path;
use std::sync::Arc;

use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, WatchCallback, WatchHandle, WritePtr,
};

/// First line of a sealed file, followed by eight hexadecimal digits.
const SEAL_PREFIX: &str = "crc32 ";

/// Memory-mapped files, with a checksum line before the content of each file
/// that is written in one piece.
///
/// Useful for: telling damage from data. Not useful for: keeping out someone
/// who alters files on purpose.
#[derive(Clone, Debug)]
pub(crate) struct SealedDirectory {
    files: MmapDirectory,
}

impl SealedDirectory {
    pub(crate) fn new(files: MmapDirectory) -> Self {
        Self { files }
    }
}

impl Directory for SealedDirectory {
    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let sealed = self.files.atomic_read(path)?;
        unseal(sealed).ok_or_else(|| {
            let error = io::Error::new(io::ErrorKind::InvalidData, "the checksum does not match");
            OpenReadError::wrap_io_error(error, path.to_path_buf())
        })
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        let mut sealed = seal_of(data).into_bytes();
        sealed.extend_from_slice(data);
        self.files.atomic_write(path, &sealed)
    }

    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.files.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.files.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.files.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.files.open_write(path)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.files.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.files.acquire_lock(lock)
    }

    fn watch(&self, watch_callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.files.watch(watch_callback)
    }
}

fn seal_of(data: &[u8]) -> String {
    format!("{SEAL_PREFIX}{:08x}\n", crc32fast::hash(data))
}

/// The content behind the seal, or nothing when the two do not belong together.
fn unseal(mut sealed: Vec<u8>) -> Option<Vec<u8>> {
    let seal_bytes = seal_of(&[]).len();
    let (seal, data) = sealed.split_at_checked(seal_bytes)?;
    if seal != seal_of(data).as_bytes() {
        return None;
    }
    sealed.drain(..seal_bytes);
    Some(sealed)
}

#[cfg(test)]
mod tests {
    use super::{seal_of, unseal};

    #[test]
    fn any_flipped_bit_breaks_the_seal() {
        let data = b"{\"opstamp\": 12}";
        let sealed = [seal_of(data).as_bytes(), data].concat();
        assert_eq!(unseal(sealed.clone()).as_deref(), Some(data.as_slice()));
        for position in 0..sealed.len() {
            for bit in 0..8 {
                let mut altered = sealed.clone();
                altered[position] ^= 1 << bit;
                assert_eq!(unseal(altered), None, "byte {position}, bit {bit}");
            }
        }
        for length in 0..sealed.len() {
            assert_eq!(unseal(sealed[..length].to_vec()), None, "length {length}");
        }
    }
}
