//! A backup while serving: a copy of the catalogue of one moment, and what the operator put into the data directory.

use super::{Engine, EngineError, limits};
use crate::backup::{BackupError, Manifest, Unfinished};
use std::{
    fs, io,
    path::{Component, Path, PathBuf},
    time::Duration,
};
use tokio::task::spawn_blocking;
use tokio_util::sync::CancellationToken;

impl Engine {
    /// Writes a backup into a directory that is new or empty. When nobody waits for the answer any more, or the engine is closed,
    /// it is given up and what it has made is taken away.
    ///
    /// # Errors
    /// [`EngineError::BackupRefused`] when it cannot be written there; a failure of the catalogue.
    pub async fn backup(&self, directory: PathBuf) -> Result<Manifest, EngineError> {
        if !directory.is_absolute() {
            return Err(BackupError::Relative(directory).into());
        }
        let stop = self.shared.stop.child_token();
        let _given_up = stop.clone().drop_guard();
        let engine = self.clone();
        // A task of its own, which comes to its end whether or not somebody waits for it: the database goes on writing into the
        // copy for a moment after it is told to stop.
        let making = self.shared.backups.spawn(async move { engine.make_backup(directory, &stop).await });
        making.await.map_err(anyhow::Error::from)?
    }

    async fn make_backup(&self, directory: PathBuf, stop: &CancellationToken) -> Result<Manifest, EngineError> {
        let data_dir = self.shared.data_dir.clone();
        let begun = blocking(move || begin(&data_dir, &directory)).await?;
        let copied = self.shared.catalogue.copy_to(&begun.catalogue(), stop).await;
        let revision = copied.map_err(|error| match error.into() {
            EngineError::BackupRefused(why) => EngineError::BackupRefused(begun.by_its_place(why)),
            other => other,
        })?;
        let stop = stop.clone();
        blocking(move || begun.complete(revision, &stop)).await
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, BackupError> + Send + 'static,
) -> Result<T, EngineError> {
    Ok(spawn_blocking(work).await.map_err(anyhow::Error::from)??)
}

fn begin(data_dir: &Path, directory: &Path) -> Result<Unfinished, BackupError> {
    let data_dir = real(data_dir).map_err(|source| BackupError::Read { path: data_dir.to_owned(), source })?;
    let place = real(directory).map_err(|source| BackupError::Write { path: directory.to_owned(), source })?;
    if place.starts_with(&data_dir) {
        return Err(BackupError::Inside(directory.to_owned()));
    }
    Unfinished::begin(&data_dir, &place)
}

/// Where a path leads, links and all; what of it does not exist yet is taken as it is written.
fn real(path: &Path) -> io::Result<PathBuf> {
    for there in path.ancestors() {
        match fs::canonicalize(there) {
            Ok(real) => {
                let rest = path.strip_prefix(there).unwrap_or(Path::new(""));
                let plain = rest.components().all(|part| matches!(part, Component::Normal(_)));
                let error = || io::Error::other(format!("{} leads back from where there is nothing", path.display()));
                // Joined with nothing it would get a slash behind it.
                let whole = if rest.as_os_str().is_empty() { real } else { real.join(rest) };
                return plain.then_some(whole).ok_or_else(error);
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::NotFound.into())
}

impl From<BackupError> for EngineError {
    fn from(error: BackupError) -> Self {
        match error {
            // Whoever still waits for it sees a service that ends.
            BackupError::Stopped => Self::NotReady { retry_after: Duration::from_millis(limits::OVERLOAD_RETRY_MS) },
            error => Self::BackupRefused(error),
        }
    }
}
