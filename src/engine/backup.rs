//! A backup while serving: a copy of the catalogue of one moment, and what the operator put into the data directory.

use super::{Engine, EngineError};
use crate::{
    backup::{self, BackupError, Manifest},
    data_dir::CATALOGUE_FILE,
};
use std::{
    fs, io,
    path::{Component, Path, PathBuf},
};
use tokio::task::spawn_blocking;

impl Engine {
    /// Writes a backup into a directory that is new or empty.
    ///
    /// # Errors
    /// [`EngineError::BackupRefused`] when it cannot be written there; a failure of the catalogue.
    pub async fn backup(&self, directory: PathBuf) -> Result<Manifest, EngineError> {
        if !directory.is_absolute() {
            return Err(EngineError::BackupRefused(format!("{} must be an absolute path", directory.display())));
        }
        let data_dir = self.shared.data_dir.clone();
        let (data_dir, directory) = spawn_blocking(move || Ok::<_, io::Error>((real(&data_dir)?, real(&directory)?)))
            .await
            .map_err(anyhow::Error::from)?
            .map_err(|error| refused(&error))?;
        if directory.starts_with(&data_dir) {
            return Err(EngineError::BackupRefused("it must lie outside the data directory".to_owned()));
        }
        let copied = prepare(directory.clone()).await?;
        let revision = self.shared.catalogue.copy_to(&copied).await?;
        let complete = move || backup::complete(&data_dir, &directory, revision);
        Ok(spawn_blocking(complete).await.map_err(anyhow::Error::from)??)
    }
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

/// Makes the directory and says where the copy of the catalogue belongs.
async fn prepare(directory: PathBuf) -> Result<PathBuf, EngineError> {
    let prepare = move || backup::prepare(&directory).map(|()| Path::join(&directory, CATALOGUE_FILE));
    Ok(spawn_blocking(prepare).await.map_err(anyhow::Error::from)??)
}

fn refused(problem: &impl ToString) -> EngineError {
    EngineError::BackupRefused(problem.to_string())
}

impl From<BackupError> for EngineError {
    fn from(error: BackupError) -> Self {
        refused(&error)
    }
}
