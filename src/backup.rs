//! Backups as directories: a copy of the catalogue, the files of the operator, and a manifest with the digest of each. A
//! directory without a manifest is no backup: it is written last.
//!
//! How a copy of the catalogue is made while others write is the catalogue's affair.

use crate::{
    data_dir::{CATALOGUE_FILE, NOT_KEPT},
    whole_file::{self, folder},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::{
    fs::{self, File},
    io::{self, Read},
    path::{Component, Path, PathBuf},
};
use thiserror::Error;

/// Name of the manifest.
pub const MANIFEST_FILE: &str = "manifest.json";
/// Form of the manifest; another one is refused.
const FORMAT: u32 = 1;
/// Files of one backup.
const FILES_MAX: usize = 10_000;
/// Bytes of a manifest.
const MANIFEST_BYTES_MAX: u64 = 16 << 20;
/// Begin of the name of a directory that is being restored, beside its place.
const RESTORING: &str = ".restoring-";
/// Bytes read at once.
const READ_BYTES: usize = 1 << 20;

/// What a backup holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Form of the manifest.
    pub format: u32,
    /// Version of the program that made it.
    pub program: String,
    /// When it was made, RFC 3339 in UTC.
    pub made_at: String,
    /// Catalogue revision that it holds.
    pub revision: u64,
    /// Every file.
    pub files: Vec<KeptFile>,
}

/// A file of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptFile {
    /// Where it stands, from the directory of the backup on, with `/` between names.
    pub path: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its BLAKE3 digest, in hexadecimal digits.
    pub blake3: String,
}

/// Why a backup cannot be made or restored. Messages fit “failed to {…}”.
#[derive(Debug, Error)]
pub enum BackupError {
    /// The target holds something.
    #[error("use directory {}: it must not exist or be empty", .0.display())]
    NotEmpty(PathBuf),
    /// The target is a file system of its own, over which no directory can be renamed.
    #[error("put a data directory in the place of {}: it is a file system of its own; restore into a directory inside of it", .0.display())]
    MountPoint(PathBuf),
    /// No backup.
    #[error("read the backup in {}: {problem}", directory.display())]
    NoBackup {
        /// Where.
        directory: PathBuf,
        /// What is wrong.
        problem: String,
    },
    /// A file of the backup is not what the manifest says.
    #[error("trust the backup: {path} {problem}")]
    Altered {
        /// Which file.
        path: String,
        /// What is wrong.
        problem: &'static str,
    },
    /// A file whose name no manifest can say.
    #[error("name {} in the manifest: its name is not UTF-8; give it another one", .0.display())]
    Name(PathBuf),
    /// Too many files.
    #[error("make a backup of more than {FILES_MAX} files")]
    TooManyFiles,
    /// The file system refused.
    #[error("use {}: {source}", path.display())]
    File {
        /// Which file or directory.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl Manifest {
    /// Bytes of all files.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|file| file.bytes).sum()
    }
}

/// Makes the directory of a backup, which must be new or empty.
///
/// # Errors
/// [`BackupError::NotEmpty`], [`BackupError::File`].
pub fn prepare(directory: &Path) -> Result<(), BackupError> {
    if !is_absent_or_empty(directory)? {
        return Err(BackupError::NotEmpty(directory.to_owned()));
    }
    fs::create_dir_all(directory).at(directory)
}

/// Completes a backup in which the copy of the catalogue lies already: adds the operator's files of the data directory,
/// syncs everything and writes the manifest. What has the name of a manifest is left out: it belongs to a backup that was copied
/// or unpacked into the data directory, and this one's own would overwrite it.
///
/// # Errors
/// [`BackupError::File`], [`BackupError::Name`], [`BackupError::TooManyFiles`].
pub fn complete(data_dir: &Path, directory: &Path, revision: u64) -> Result<Manifest, BackupError> {
    let mut names = vec![PathBuf::from(CATALOGUE_FILE)];
    for entry in sorted_entries(data_dir)? {
        if !entry.to_str().is_some_and(is_left_out) {
            collect(data_dir, &entry, &mut names)?;
        }
    }
    let mut files = Vec::with_capacity(names.len());
    for name in names {
        let to = directory.join(&name);
        if name != Path::new(CATALOGUE_FILE) {
            copy(&data_dir.join(&name), &to)?;
        }
        files.push(describe(&to, &name)?);
    }
    let program = env!("CARGO_PKG_VERSION").to_owned();
    let manifest = Manifest { format: FORMAT, program, made_at: Timestamp::now().to_string(), revision, files };
    write_manifest(directory, &manifest)?;
    Ok(manifest)
}

/// Puts a backup in the place of a data directory that is new or empty. Every file is compared with the manifest first;
/// nothing appears under the name of the data directory before all of it is there.
///
/// # Errors
/// [`BackupError`].
pub fn restore(directory: &Path, data_dir: &Path) -> Result<Manifest, BackupError> {
    if !is_absent_or_empty(data_dir)? {
        return Err(BackupError::NotEmpty(data_dir.to_owned()));
    }
    let manifest = read_manifest(directory)?;
    let parent = folder(data_dir);
    fs::create_dir_all(parent).at(parent)?;
    // New and empty, whatever a restore that was killed has left behind; deleted at the end, with what did not get that far.
    let beside = tempfile::Builder::new().prefix(RESTORING).tempdir_in(parent).at(parent)?;
    let partial = beside.path().join("data");
    fs::create_dir(&partial).at(&partial)?;
    fill(directory, &manifest, &partial)?;
    // Over an empty directory a rename is allowed.
    fs::rename(&partial, data_dir).map_err(|source| match source.kind() {
        io::ErrorKind::ResourceBusy | io::ErrorKind::CrossesDevices => BackupError::MountPoint(data_dir.to_owned()),
        _ => BackupError::File { path: data_dir.to_owned(), source },
    })?;
    sync_directory(parent)?;
    Ok(manifest)
}

fn fill(directory: &Path, manifest: &Manifest, partial: &Path) -> Result<(), BackupError> {
    for file in &manifest.files {
        let from = directory.join(&file.path);
        let to = partial.join(&file.path);
        let altered = |problem| BackupError::Altered { path: file.path.clone(), problem };
        if !from.is_file() {
            return Err(altered("is missing"));
        }
        copy(&from, &to)?;
        // The copy is compared, so that what is restored is what was looked at.
        let there = describe(&to, Path::new(&file.path))?;
        if there.bytes != file.bytes {
            return Err(altered("has another length than the manifest says"));
        }
        if there.blake3 != file.blake3 {
            return Err(altered("does not match the digest in the manifest"));
        }
    }
    sync_directory(partial)
}

fn read_manifest(directory: &Path) -> Result<Manifest, BackupError> {
    let wrong = |problem: String| BackupError::NoBackup { directory: directory.to_owned(), problem };
    let path = directory.join(MANIFEST_FILE);
    let mut text = String::new();
    let file = File::open(&path).map_err(|error| wrong(format!("{MANIFEST_FILE}: {error}")))?;
    file.take(MANIFEST_BYTES_MAX).read_to_string(&mut text).at(&path)?;
    let manifest: Manifest = serde_json::from_str(&text).map_err(|error| wrong(format!("{MANIFEST_FILE}: {error}")))?;
    if manifest.format != FORMAT {
        return Err(wrong(format!("its form is {}, and this program reads {FORMAT}", manifest.format)));
    }
    let plain = |file: &KeptFile| Path::new(&file.path).components().all(|part| matches!(part, Component::Normal(_)));
    if !manifest.files.iter().all(plain) {
        return Err(wrong("a file lies outside it".to_owned()));
    }
    if !manifest.files.iter().any(|file| file.path == CATALOGUE_FILE) {
        return Err(wrong("it has no catalogue".to_owned()));
    }
    Ok(manifest)
}

fn write_manifest(directory: &Path, manifest: &Manifest) -> Result<(), BackupError> {
    let path = directory.join(MANIFEST_FILE);
    whole_file::replace(&path, |file| serde_json::to_writer_pretty(file, manifest).map_err(io::Error::from)).at(&path)
}

/// Whether a name in the data directory is no part of a backup, or has its own place in it.
fn is_left_out(name: &str) -> bool {
    NOT_KEPT.contains(&name) || name.starts_with(CATALOGUE_FILE) || name == MANIFEST_FILE
}

/// Adds the files under a name of the data directory.
fn collect(root: &Path, name: &Path, names: &mut Vec<PathBuf>) -> Result<(), BackupError> {
    let path = root.join(name);
    if name.to_str().is_none() {
        return Err(BackupError::Name(path));
    }
    let sort = fs::metadata(&path).at(&path)?;
    if sort.is_file() {
        names.push(name.to_owned());
    } else if sort.is_dir() {
        for entry in sorted_entries(&path)? {
            collect(root, &name.join(entry), names)?;
        }
    }
    if names.len() > FILES_MAX { Err(BackupError::TooManyFiles) } else { Ok(()) }
}

fn sorted_entries(directory: &Path) -> Result<Vec<PathBuf>, BackupError> {
    let entries = fs::read_dir(directory).at(directory)?;
    let names: io::Result<Vec<_>> = entries.map(|entry| entry.map(|entry| PathBuf::from(entry.file_name()))).collect();
    let mut names = names.at(directory)?;
    names.sort();
    Ok(names)
}

/// Copies a file and syncs the copy.
fn copy(from: &Path, to: &Path) -> Result<(), BackupError> {
    if let Some(parent) = to.parent() {
        fs::create_dir_all(parent).at(parent)?;
    }
    fs::copy(from, to).at(from)?;
    File::open(to).and_then(|file| file.sync_all()).at(to)?;
    to.parent().map_or(Ok(()), sync_directory)
}

fn describe(path: &Path, name: &Path) -> Result<KeptFile, BackupError> {
    let mut file = File::open(path).at(path)?;
    let mut hasher = blake3::Hasher::new();
    let mut buffer = vec![0; READ_BYTES];
    let mut bytes = 0;
    loop {
        let read = file.read(&mut buffer).at(path)?;
        if read == 0 {
            break;
        }
        bytes += read as u64;
        hasher.update(&buffer[..read]);
    }
    let path = name.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
    Ok(KeptFile { path, bytes, blake3: hasher.finalize().to_hex().to_string() })
}

fn is_absent_or_empty(directory: &Path) -> Result<bool, BackupError> {
    match fs::read_dir(directory) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error).at(directory),
    }
}

fn sync_directory(directory: &Path) -> Result<(), BackupError> {
    whole_file::sync_directory(directory).at(directory)
}

/// Adds which file it was to what the file system said.
trait At<T> {
    fn at(self, path: &Path) -> Result<T, BackupError>;
}

impl<T> At<T> for io::Result<T> {
    fn at(self, path: &Path) -> Result<T, BackupError> {
        self.map_err(|source| BackupError::File { path: path.to_owned(), source })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt};

    fn write(path: &Path, text: &str) {
        fs::create_dir_all(path.parent().expect("a directory")).expect("made");
        fs::write(path, text).expect("written");
    }

    /// A data directory and a backup of it.
    fn backed_up() -> (tempfile::TempDir, PathBuf, Manifest) {
        let place = tempfile::tempdir().expect("a directory");
        let (data, backup) = (place.path().join("data"), place.path().join("backup"));
        write(&data.join(CATALOGUE_FILE), "not taken from here");
        write(&data.join("catalogue.sqlite-wal"), "nor this");
        for name in ["lock", "index/0/meta.json", "admin/socket", MANIFEST_FILE] {
            write(&data.join(name), "not kept");
        }
        write(&data.join("aliases/own.csv"), "term;concept");
        prepare(&backup).expect("a directory");
        write(&backup.join(CATALOGUE_FILE), "the copy");
        let manifest = complete(&data, &backup, 7).expect("a backup");
        (place, backup, manifest)
    }

    #[test]
    fn what_is_restored_is_what_was_kept() {
        let (place, backup, manifest) = backed_up();
        let names: Vec<_> = manifest.files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!((names, manifest.revision), (vec![CATALOGUE_FILE, "aliases/own.csv"], 7));
        let data = place.path().join("restored");
        assert_eq!(restore(&backup, &data).expect("restored"), manifest);
        assert_eq!(fs::read_to_string(data.join(CATALOGUE_FILE)).expect("a file"), "the copy");
        assert_eq!(fs::read_to_string(data.join("aliases/own.csv")).expect("a file"), "term;concept");
        assert!(matches!(restore(&backup, &data), Err(BackupError::NotEmpty(_))));
        assert!(matches!(prepare(&backup), Err(BackupError::NotEmpty(_))));
    }

    /// It would be in the backup under another name, which no restore could find.
    #[test]
    fn a_name_that_no_manifest_can_say_is_refused_by_that_name() {
        let (place, _, _) = backed_up();
        let (data, backup) = (place.path().join("data"), place.path().join("again"));
        prepare(&backup).expect("a directory");
        write(&backup.join(CATALOGUE_FILE), "the copy");
        let unsayable = data.join("aliases").join(OsStr::from_bytes(b"eigen\xff.csv"));
        write(&unsayable, "term;concept");
        let refused = complete(&data, &backup, 7).expect_err("a name that is not UTF-8");
        assert!(matches!(&refused, BackupError::Name(path) if *path == unsayable), "{refused}");
        assert!(!backup.join(MANIFEST_FILE).exists());
        fs::rename(&unsayable, data.join("aliases/eigen.csv")).expect("renamed");
        let manifest = complete(&data, &backup, 7).expect("a backup");
        assert_eq!(restore(&backup, &place.path().join("restored")).expect("restored"), manifest);
    }

    #[test]
    fn what_a_killed_restore_left_behind_is_not_taken_along() {
        let (place, backup, manifest) = backed_up();
        let left = place.path().join(format!(".restored.restoring-{}", std::process::id()));
        write(&left.join("aliases/left.csv"), "of another backup");
        let data = place.path().join("restored");
        assert_eq!(restore(&backup, &data).expect("restored"), manifest);
        let aliases = sorted_entries(&data.join("aliases")).expect("names");
        assert_eq!(aliases, [PathBuf::from("own.csv")]);
        let restoring = |name: &PathBuf| name.to_string_lossy().starts_with(RESTORING);
        assert!(!sorted_entries(place.path()).expect("names").iter().any(restoring));
    }

    #[test]
    fn a_backup_that_was_altered_restores_nothing() {
        type Alter = fn(&Path);
        let alterations: [Alter; 5] = [
            |backup| fs::write(backup.join("aliases/own.csv"), "term;CONCEPT").expect("written"),
            |backup| fs::write(backup.join(CATALOGUE_FILE), "longer than it was").expect("written"),
            |backup| fs::remove_file(backup.join(CATALOGUE_FILE)).expect("removed"),
            |backup| fs::remove_file(backup.join(MANIFEST_FILE)).expect("removed"),
            |backup| {
                let path = backup.join(MANIFEST_FILE);
                let text = fs::read_to_string(&path).expect("a manifest");
                fs::write(path, text.replace("aliases/own.csv", "../own.csv")).expect("written");
            },
        ];
        for (number, alter) in alterations.into_iter().enumerate() {
            let (place, backup, _) = backed_up();
            alter(&backup);
            let data = place.path().join("restored");
            restore(&backup, &data).expect_err("an altered backup");
            assert!(!data.exists(), "alteration {number}");
            let left: Vec<_> = sorted_entries(place.path()).expect("names");
            assert_eq!(left, [PathBuf::from("backup"), PathBuf::from("data")], "alteration {number}");
        }
    }
}
