//! Opening the engine of a data directory.

use super::{
    Engine, Shared,
    following::{Basis, Following},
    pages::Sealer,
    pool::Pool,
    states::States,
    switch::{Current, Switch},
};
use crate::{
    catalogue::{Catalogue, CatalogueError, CatalogueUrl},
    clock::Clock,
    data_dir::{CATALOGUE_FILE, INDEX_DIR, LOCK_FILE},
    follower::FollowError,
    reference::{ReferenceDirectory, ReferenceError},
};
use std::{
    fs::{self, File, TryLockError},
    io,
    num::NonZero,
    path::{Path, PathBuf},
    sync::Arc,
    thread,
};
use thiserror::Error;
use tokio::sync::{Mutex, mpsc};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// Checks and rebuilds that may wait for their turn.
const COMMANDS_WAITING: usize = 8;

/// Where the data are and how the engine runs.
#[derive(Clone, Debug)]
pub struct EngineConfig {
    /// The data directory; made when it does not exist. Doors that only ask see to it that it does.
    pub data_dir: PathBuf,
    /// A catalogue that several nodes share; none keeps it in the data directory.
    pub catalogue: Option<CatalogueUrl>,
    /// What day it is.
    pub clock: Clock,
    /// Scoring threads; none means one for each processor.
    pub scoring_threads: Option<usize>,
}

/// Why an engine cannot be opened. Messages fit “failed to {…}”.
#[derive(Debug, Error)]
pub enum OpenError {
    /// Another process uses the data directory.
    #[error("use data directory {}: another process uses it; stop that one or name another directory", .0.display())]
    Locked(PathBuf),
    /// The file system refused.
    #[error("open {}: {source}", path.display())]
    File {
        /// Which file or directory.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The catalogue cannot be opened.
    #[error("open the catalogue: {0}")]
    Catalogue(#[from] CatalogueError),
    /// The index cannot be opened.
    #[error("open the index: {0}")]
    Index(#[from] FollowError),
    /// The taxonomy, tasks or places of the directory cannot be read.
    #[error(transparent)]
    Reference(#[from] ReferenceError),
    /// The threads that answer questions cannot be started.
    #[error("start the scoring threads: {0}")]
    Threads(io::Error),
    /// The first state cannot be read.
    #[error("read the index: {0}")]
    State(String),
}

impl OpenError {
    /// Whether the server of a shared catalogue cannot be used.
    #[must_use]
    pub fn is_of_server(&self) -> bool {
        matches!(self, Self::Catalogue(CatalogueError::Server { .. }))
    }

    /// Whether that may pass by itself, as a wrong password does not.
    #[must_use]
    pub fn is_of_server_for_now(&self) -> bool {
        matches!(self, Self::Catalogue(error @ CatalogueError::Server { .. }) if error.is_storage_refusal())
    }
}

impl Engine {
    /// Opens a data directory and begins to follow its catalogue.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn open(config: EngineConfig) -> Result<Self, OpenError> {
        let references = ReferenceDirectory::of(&config.data_dir);
        Self::open_over(config, references).await
    }

    /// The same with the reference data of another directory.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn open_over(config: EngineConfig, references: ReferenceDirectory) -> Result<Self, OpenError> {
        let directory = config.data_dir;
        fs::create_dir_all(&directory).map_err(|source| OpenError::File { path: directory.clone(), source })?;
        let lock = lock(&directory)?;
        let fingerprint = references.fingerprint()?;
        let reference = references.read()?;
        reference.tell_passed_over();
        let catalogue = match &config.catalogue {
            None => Catalogue::open(&directory.join(CATALOGUE_FILE)).await?,
            Some(url) => Catalogue::connect(url, &directory).await?,
        };
        let ready_at_revision = catalogue.revision().await?;
        let indexes = directory.join(INDEX_DIR);
        let basis = Basis::open(&indexes, &catalogue, &reference).await?;
        basis.delete_others().map_err(|source| OpenError::File { path: indexes.clone(), source })?;
        let first = basis.state(&reference).map_err(|error| OpenError::State(error.to_string()))?;
        let threads = config.scoring_threads.unwrap_or_else(|| thread::available_parallelism().map_or(1, NonZero::get));
        let pool = Pool::start(threads).map_err(OpenError::Threads)?;
        // What follows cannot fail: following ends with the engine alone.
        let states = Arc::new(States::new(Arc::clone(&first), ready_at_revision));
        let stop = CancellationToken::new();
        let following = Following::begin(catalogue.clone(), basis, reference, first, &stop);
        let switch = Switch {
            directory: references,
            indexes,
            catalogue: catalogue.clone(),
            states: Arc::clone(&states),
            stop: stop.clone(),
        };
        let (commands, received) = mpsc::channel(COMMANDS_WAITING);
        let follower = switch.run(Current { fingerprint, following }, received);
        Ok(Self {
            shared: Arc::new(Shared {
                sealer: Sealer::new(catalogue.token_key()),
                catalogue,
                states,
                pool,
                clock: config.clock,
                stop,
                switch: commands,
                data_dir: directory,
                backups: TaskTracker::new(),
                follower: Mutex::new(Some(tokio::spawn(follower))),
                _lock: lock,
            }),
        })
    }
}

fn lock(directory: &Path) -> Result<File, OpenError> {
    let path = directory.join(LOCK_FILE);
    let file_error = |source| OpenError::File { path: path.clone(), source };
    let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(file_error)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OpenError::Locked(directory.to_owned())),
        Err(TryLockError::Error(source)) => Err(file_error(source)),
    }
}
