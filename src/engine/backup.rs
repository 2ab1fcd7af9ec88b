//! A backup while serving: a copy of the catalogue of one moment, and what the operator put into the data directory.

use super::{Engine, EngineError};
use crate::backup::{self, BackupError, CATALOGUE_FILE, Manifest};
use std::path::{Path, PathBuf};
use tokio::task::spawn_blocking;

impl Engine {
    /// Writes a backup into a directory that is new or empty.
    ///
    /// # Errors
    /// [`EngineError::BackupRefused`] when it cannot be written there; a failure of the catalogue.
    pub async fn backup(&self, directory: PathBuf) -> Result<Manifest, EngineError> {
        let data_dir = std::path::absolute(&self.shared.data_dir).map_err(refused)?;
        if !directory.is_absolute() {
            return Err(EngineError::BackupRefused(format!("{} must be an absolute path", directory.display())));
        }
        if directory.starts_with(&data_dir) {
            return Err(EngineError::BackupRefused("it must lie outside the data directory".to_owned()));
        }
        let copied = prepare(directory.clone()).await?;
        let revision = self.shared.catalogue.copy_to(&copied).await?;
        let complete = move || backup::complete(&data_dir, &directory, revision);
        Ok(spawn_blocking(complete).await.map_err(anyhow::Error::from)??)
    }
}

/// Makes the directory and says where the copy of the catalogue belongs.
async fn prepare(directory: PathBuf) -> Result<PathBuf, EngineError> {
    let prepare = move || backup::prepare(&directory).map(|()| Path::join(&directory, CATALOGUE_FILE));
    Ok(spawn_blocking(prepare).await.map_err(anyhow::Error::from)??)
}

fn refused(problem: impl ToString) -> EngineError {
    EngineError::BackupRefused(problem.to_string())
}

impl From<BackupError> for EngineError {
    fn from(error: BackupError) -> Self {
        refused(error)
    }
}
