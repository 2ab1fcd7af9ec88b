//! Making a backup: in a directory inside of its own, so that what is not finished can be taken away whole and never looks like
//! a backup.

use super::{
    BackupError, FILES_MAX, KeptFile, MANIFEST_FILE, Manifest,
    files::{
        At, MadeDirectories, copy, go_on, look_at, must_be_absent_or_empty, sorted_entries, sync_directory,
        temporary_directory,
    },
};
use crate::data_dir::{CATALOGUE_FILE, NOT_KEPT};
use std::{
    fs,
    path::{Path, PathBuf},
};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

/// Begin of the name of the directory in which a backup is made.
const UNFINISHED: &str = ".unfinished-";

/// A backup that is being made. Dropped before it is complete, it takes away all that it has made.
#[derive(Debug)]
#[must_use = "a backup that is not completed is taken away"]
pub struct Unfinished {
    data_dir: PathBuf,
    directory: PathBuf,
    // Dropped in this order: a directory can be taken away when it is empty.
    inside: TempDir,
    _made: MadeDirectories,
}

impl Unfinished {
    /// Begins a backup in a directory that is new or empty. What cannot be part of one is refused now, before the catalogue is
    /// copied.
    ///
    /// # Errors
    /// [`BackupError::NotEmpty`], [`BackupError::Name`], [`BackupError::Link`], [`BackupError::TooManyFiles`],
    /// [`BackupError::Read`], [`BackupError::Write`].
    pub fn begin(data_dir: &Path, directory: &Path) -> Result<Self, BackupError> {
        must_be_absent_or_empty(directory)?;
        operator_files(data_dir)?;
        let made = MadeDirectories::make(directory)?;
        let inside = temporary_directory(UNFINISHED, directory)?;
        let begun = Self { data_dir: data_dir.to_owned(), directory: directory.to_owned(), inside, _made: made };
        // Of two that begin at once, each sees the other.
        begun.must_be_alone()?;
        Ok(begun)
    }

    /// Where the copy of the catalogue belongs.
    #[must_use]
    pub fn catalogue(&self) -> PathBuf {
        self.inside.path().join(CATALOGUE_FILE)
    }

    /// Completes a backup in which the copy of the catalogue lies already: adds the operator's files of the data directory,
    /// syncs everything and puts it in its place, the manifest last.
    ///
    /// # Errors
    /// [`BackupError::Stopped`], and those of [`Unfinished::begin`].
    pub fn complete(self, revision: u64, stop: &CancellationToken) -> Result<Manifest, BackupError> {
        self.collected(revision, stop).map_err(|error| self.by_its_place(error))
    }

    /// An error with the place that the caller knows: where the file would have come to lie.
    #[must_use]
    pub fn by_its_place(&self, mut error: BackupError) -> BackupError {
        if let BackupError::Read { path, .. } | BackupError::Write { path, .. } = &mut error
            && let Ok(name) = path.strip_prefix(self.inside.path())
        {
            *path = self.directory.join(name);
        }
        error
    }

    fn collected(&self, revision: u64, stop: &CancellationToken) -> Result<Manifest, BackupError> {
        let mut files = vec![KeptFile::new(Path::new(CATALOGUE_FILE), &look_at(&self.catalogue(), stop)?)];
        for name in operator_files(&self.data_dir)? {
            let seen = copy(&self.data_dir.join(&name), &self.inside.path().join(&name), stop)?;
            files.push(KeptFile::new(&name, &seen));
        }
        let manifest = Manifest::of(revision, files);
        manifest.write(self.inside.path())?;
        go_on(stop)?;
        self.put_in_place()?;
        Ok(manifest)
    }

    /// What others have put beside it would be overwritten.
    fn must_be_alone(&self) -> Result<(), BackupError> {
        let is_own = |name: &PathBuf| self.inside.path().file_name() == Some(name.as_os_str());
        match sorted_entries(&self.directory)?.iter().all(is_own) {
            true => Ok(()),
            false => Err(BackupError::NotEmpty(self.directory.clone())),
        }
    }

    /// Puts everything in its place, or nothing.
    fn put_in_place(&self) -> Result<(), BackupError> {
        self.must_be_alone()?;
        let mut moved = Vec::new();
        let put = self.put(&mut moved);
        if put.is_err() {
            for place in &moved {
                // What cannot be taken away stays, without a manifest in most cases; the error is said all the same.
                let _ = if place.is_dir() { fs::remove_dir_all(place) } else { fs::remove_file(place) };
            }
        }
        put
    }

    fn put(&self, moved: &mut Vec<PathBuf>) -> Result<(), BackupError> {
        let mut put = |name: &Path| {
            let place = self.directory.join(name);
            fs::rename(self.inside.path().join(name), &place).writing(&place)?;
            moved.push(place);
            Ok(())
        };
        for name in sorted_entries(self.inside.path())? {
            if name != Path::new(MANIFEST_FILE) {
                put(&name)?;
            }
        }
        sync_directory(&self.directory)?;
        put(Path::new(MANIFEST_FILE))?;
        sync_directory(&self.directory)
    }
}

/// The operator's files of a data directory, by their names in it.
fn operator_files(data_dir: &Path) -> Result<Vec<PathBuf>, BackupError> {
    let mut names = Vec::new();
    for entry in sorted_entries(data_dir)? {
        if !entry.to_str().is_some_and(is_left_out) {
            collect(data_dir, &entry, &mut names)?;
        }
    }
    Ok(names)
}

/// Whether a name in the data directory is no part of a backup, or has its own place in it. What has the name of a manifest
/// belongs to a backup that was copied or unpacked into the data directory, and would be overwritten by this one's own.
fn is_left_out(name: &str) -> bool {
    NOT_KEPT.contains(&name) || name.starts_with(CATALOGUE_FILE) || name == MANIFEST_FILE
}

/// Adds the files under a name of the data directory.
fn collect(root: &Path, name: &Path, names: &mut Vec<PathBuf>) -> Result<(), BackupError> {
    let path = root.join(name);
    if name.to_str().is_none() {
        return Err(BackupError::Name(path));
    }
    let sort = fs::symlink_metadata(&path).reading(&path)?.file_type();
    if sort.is_symlink() {
        // Followed, it could bring in anything from anywhere; left out, what is restored would not be what served.
        return Err(BackupError::Link(path));
    }
    if sort.is_file() {
        names.push(name.to_owned());
    } else if sort.is_dir() {
        for entry in sorted_entries(&path)? {
            collect(root, &name.join(entry), names)?;
        }
    }
    if names.len() > FILES_MAX { Err(BackupError::TooManyFiles) } else { Ok(()) }
}
