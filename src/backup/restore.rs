//! Restoring a backup: beside its place, compared file by file, and put there when all of it is right.

use super::{
    BackupError, KeptFile, Manifest,
    files::{At, MadeDirectories, copy, go_on, must_be_absent_or_empty, sync_directory, temporary_directory},
};
use crate::whole_file::folder;
use std::{fs, io, path::Path};
use tokio_util::sync::CancellationToken;

/// Begin of the name of a directory that is being restored, beside its place.
pub(super) const RESTORING: &str = ".restoring-";

/// Puts a backup in the place of a data directory that is new or empty. Every file is compared with the manifest first;
/// nothing appears under the name of the data directory before all of it is there. An empty directory keeps its rights.
///
/// # Errors
/// [`BackupError`]; [`BackupError::Stopped`] when it was asked to stop before the end. Nothing is left behind then.
pub fn restore(directory: &Path, data_dir: &Path, stop: &CancellationToken) -> Result<Manifest, BackupError> {
    must_be_absent_or_empty(data_dir)?;
    let manifest = Manifest::read(directory)?;
    let parent = folder(data_dir);
    let _made = MadeDirectories::make(parent)?;
    // New and empty, whatever a restore that was killed has left behind; deleted at the end, with what did not get that far.
    let beside = temporary_directory(RESTORING, parent)?;
    let partial = beside.path().join("data");
    fs::create_dir(&partial).writing(&partial)?;
    fill(directory, &manifest, &partial, stop)?;
    if let Ok(replaced) = fs::metadata(data_dir) {
        fs::set_permissions(&partial, replaced.permissions()).writing(data_dir)?;
    }
    go_on(stop)?;
    // Over an empty directory a rename is allowed.
    fs::rename(&partial, data_dir).map_err(|source| match source.kind() {
        io::ErrorKind::ResourceBusy | io::ErrorKind::CrossesDevices => BackupError::MountPoint(data_dir.to_owned()),
        _ => BackupError::Write { path: data_dir.to_owned(), source },
    })?;
    sync_directory(parent)?;
    Ok(manifest)
}

fn fill(directory: &Path, manifest: &Manifest, partial: &Path, stop: &CancellationToken) -> Result<(), BackupError> {
    for file in &manifest.files {
        let (from, name) = (directory.join(&file.path), Path::new(&file.path));
        let altered = |problem| BackupError::Altered { path: file.path.clone(), problem };
        if !from.is_file() {
            return Err(altered("is missing"));
        }
        // What is compared are the bytes that were written, so that what is restored is what was looked at.
        let there = KeptFile::new(name, &copy(&from, &partial.join(name), stop)?);
        if there.bytes != file.bytes {
            return Err(altered("has another length than the manifest says"));
        }
        if there.blake3 != file.blake3 {
            return Err(altered("does not match the digest in the manifest"));
        }
    }
    sync_directory(partial)
}
