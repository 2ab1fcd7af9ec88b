//! Files of a backup: listed, read, copied, each step stopped when it is asked. Every error says whether it was reading or
//! writing that failed, and where: what is read and what is written may lie on different disks.

use super::BackupError;
use crate::whole_file;
use std::{
    fs::{self, File},
    io::{self, Read, Write},
    path::{Path, PathBuf},
};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

/// Bytes read at once; before each reading it is asked whether to go on.
const READ_BYTES: usize = 1 << 20;

/// What was read of a file.
pub(super) struct Seen {
    pub(super) bytes: u64,
    pub(super) digest: blake3::Hash,
}

/// Reads a file to its end.
pub(super) fn look_at(path: &Path, stop: &CancellationToken) -> Result<Seen, BackupError> {
    read_through(path, stop, |_| Ok(()))
}

/// Copies a file with its rights, syncs the copy, and says what went into it.
pub(super) fn copy(from: &Path, to: &Path, stop: &CancellationToken) -> Result<Seen, BackupError> {
    if let Some(parent) = to.parent() {
        fs::create_dir_all(parent).writing(parent)?;
    }
    let rights = fs::metadata(from).reading(from)?.permissions();
    let mut file = File::create(to).writing(to)?;
    let seen = read_through(from, stop, |piece| file.write_all(piece).writing(to))?;
    file.set_permissions(rights).writing(to)?;
    file.sync_all().writing(to)?;
    to.parent().map_or(Ok(()), sync_directory)?;
    Ok(seen)
}

fn read_through(
    path: &Path,
    stop: &CancellationToken,
    mut take: impl FnMut(&[u8]) -> Result<(), BackupError>,
) -> Result<Seen, BackupError> {
    let mut file = File::open(path).reading(path)?;
    let mut hasher = blake3::Hasher::new();
    let mut buffer = vec![0; READ_BYTES];
    let mut bytes = 0;
    loop {
        go_on(stop)?;
        let read = file.read(&mut buffer).reading(path)?;
        if read == 0 {
            return Ok(Seen { bytes, digest: hasher.finalize() });
        }
        bytes += read as u64;
        hasher.update(&buffer[..read]);
        take(&buffer[..read])?;
    }
}

/// Whether nobody has asked to stop.
pub(super) fn go_on(stop: &CancellationToken) -> Result<(), BackupError> {
    if stop.is_cancelled() { Err(BackupError::Stopped) } else { Ok(()) }
}

/// Names in a directory, in their order.
pub(super) fn sorted_entries(directory: &Path) -> Result<Vec<PathBuf>, BackupError> {
    let entries = fs::read_dir(directory).reading(directory)?;
    let names: io::Result<Vec<_>> = entries.map(|entry| entry.map(|entry| PathBuf::from(entry.file_name()))).collect();
    let mut names = names.reading(directory)?;
    names.sort();
    Ok(names)
}

pub(super) fn must_be_absent_or_empty(directory: &Path) -> Result<(), BackupError> {
    match fs::read_dir(directory) {
        Ok(mut entries) => match entries.next() {
            Some(_) => Err(BackupError::NotEmpty(directory.to_owned())),
            None => Ok(()),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error).writing(directory),
    }
}

/// A new directory with a name of its own, deleted when it is dropped.
pub(super) fn temporary_directory(begin: &str, within: &Path) -> Result<TempDir, BackupError> {
    let made = tempfile::Builder::new().prefix(begin).tempdir_in(within);
    // Its own words hold a name that nobody asked for.
    made.map_err(|error| io::Error::from(error.kind())).writing(within)
}

/// Directories that did not exist. Taken away when nothing has come into them.
#[derive(Debug)]
pub(super) struct MadeDirectories(Vec<PathBuf>);

impl MadeDirectories {
    pub(super) fn make(directory: &Path) -> Result<Self, BackupError> {
        let missing = directory.ancestors().take_while(|it| !it.as_os_str().is_empty() && !it.exists());
        let made = Self(missing.map(Path::to_owned).collect());
        fs::create_dir_all(directory).writing(directory)?;
        Ok(made)
    }
}

impl Drop for MadeDirectories {
    fn drop(&mut self) {
        for directory in &self.0 {
            match fs::remove_dir(directory) {
                Ok(()) => {}
                // It was not made, though what it would lie in may have been.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                // What holds something stays, and so does what it lies in.
                Err(_) => break,
            }
        }
    }
}

pub(super) fn sync_directory(directory: &Path) -> Result<(), BackupError> {
    whole_file::sync_directory(directory).writing(directory)
}

/// Adds to what the file system said which file it was, and what was being done with it.
pub(super) trait At<T> {
    fn reading(self, path: &Path) -> Result<T, BackupError>;
    fn writing(self, path: &Path) -> Result<T, BackupError>;
}

impl<T> At<T> for io::Result<T> {
    fn reading(self, path: &Path) -> Result<T, BackupError> {
        self.map_err(|source| BackupError::Read { path: path.to_owned(), source })
    }

    fn writing(self, path: &Path) -> Result<T, BackupError> {
        self.map_err(|source| BackupError::Write { path: path.to_owned(), source })
    }
}
