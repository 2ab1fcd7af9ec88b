//! The manifest of a backup: what must be in it, with the digest of each file.

use super::{
    BackupError,
    files::{At, Seen},
};
use crate::{data_dir::CATALOGUE_FILE, whole_file};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::{
    fs::File,
    io::{self, Read},
    path::{Component, Path},
};

/// Name of the manifest.
pub const MANIFEST_FILE: &str = "manifest.json";
/// Form of the manifest; another one is refused.
const FORMAT: u32 = 1;
/// Bytes of a manifest.
const MANIFEST_BYTES_MAX: u64 = 16 << 20;

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

impl Manifest {
    /// Of a backup that is made now.
    pub(super) fn of(revision: u64, files: Vec<KeptFile>) -> Self {
        let program = env!("CARGO_PKG_VERSION").to_owned();
        Self { format: FORMAT, program, made_at: Timestamp::now().to_string(), revision, files }
    }

    /// Bytes of all files.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|file| file.bytes).sum()
    }

    pub(super) fn read(directory: &Path) -> Result<Self, BackupError> {
        let wrong = |problem: String| BackupError::NoBackup { directory: directory.to_owned(), problem };
        let path = directory.join(MANIFEST_FILE);
        let mut text = String::new();
        let file = File::open(&path).map_err(|error| wrong(format!("{MANIFEST_FILE}: {error}")))?;
        file.take(MANIFEST_BYTES_MAX).read_to_string(&mut text).reading(&path)?;
        let manifest: Self = serde_json::from_str(&text).map_err(|error| wrong(format!("{MANIFEST_FILE}: {error}")))?;
        if manifest.format != FORMAT {
            return Err(wrong(format!("its form is {}, and this program reads {FORMAT}", manifest.format)));
        }
        let plain = |file: &KeptFile| Path::new(&file.path).components().all(|it| matches!(it, Component::Normal(_)));
        if !manifest.files.iter().all(plain) {
            return Err(wrong("a file lies outside it".to_owned()));
        }
        if !manifest.files.iter().any(|file| file.path == CATALOGUE_FILE) {
            return Err(wrong("it has no catalogue".to_owned()));
        }
        Ok(manifest)
    }

    pub(super) fn write(&self, directory: &Path) -> Result<(), BackupError> {
        let path = directory.join(MANIFEST_FILE);
        let written =
            whole_file::replace(&path, |file| serde_json::to_writer_pretty(file, self).map_err(io::Error::from));
        written.writing(&path)
    }
}

impl KeptFile {
    /// A file under its name in the data directory, as it was seen.
    pub(super) fn new(name: &Path, seen: &Seen) -> Self {
        let path = name.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
        Self { path, bytes: seen.bytes, blake3: seen.digest.to_hex().to_string() }
    }
}
