//! Taking over other reference data while questions are answered: a fresh index is followed beside the one that serves, and
//! takes its place when it has caught up.

use super::{
    EngineError,
    following::{Basis, Following},
    states::States,
};
use crate::{
    catalogue::Catalogue,
    follower::FollowError,
    reference::{ReferenceDirectory, ReferenceError},
};
use std::{
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};
use thiserror::Error;
use tokio_util::sync::CancellationToken;

/// The reference data are looked at this often.
const LOOK_INTERVAL: Duration = Duration::from_secs(1);
/// What could not be taken over is tried again when it has changed, or after this time.
const RETRY_PAUSE: Duration = Duration::from_secs(30);

/// Why other reference data are not taken over. What is served stays as it is.
#[derive(Debug, Error)]
enum SwitchError {
    #[error(transparent)]
    Reference(#[from] ReferenceError),
    #[error(transparent)]
    Follow(#[from] FollowError),
    #[error("read the index: {0}")]
    State(#[from] EngineError),
    #[error("a thread panicked: {0}")]
    Panicked(#[from] tokio::task::JoinError),
}

/// Watches the reference data of a data directory.
pub(super) struct Switch {
    pub(super) directory: ReferenceDirectory,
    pub(super) indexes: PathBuf,
    pub(super) catalogue: Catalogue,
    pub(super) states: Arc<States>,
    pub(super) stop: CancellationToken,
}

/// Following for a state of the reference data.
pub(super) struct Current {
    pub(super) fingerprint: String,
    pub(super) following: Following,
}

impl Switch {
    /// Serves `current`, and whatever the operator puts in its place, until told to stop.
    pub(super) async fn run(self, mut current: Current) {
        current.following.serve(&self.states);
        let mut next: Option<Current> = None;
        let mut refused: Option<(String, Instant)> = None;
        loop {
            let caught_up = async {
                match &next {
                    Some(next) => next.following.caught_up(&self.states).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = self.stop.cancelled() => break,
                () = caught_up => {
                    if let Some(ready) = next.take() {
                        self.swap(&mut current, ready).await;
                    }
                }
                () = tokio::time::sleep(LOOK_INTERVAL) => {
                    self.states.forget_old();
                    let Some(wanted) = self.look().await else { continue };
                    let known = next.as_ref().map_or(&current.fingerprint, |next| &next.fingerprint);
                    let waits = |(what, when): &(String, Instant)| *what == wanted && when.elapsed() < RETRY_PAUSE;
                    if wanted == *known || refused.as_ref().is_some_and(waits) {
                        continue;
                    }
                    if let Some(overtaken) = next.take() {
                        overtaken.following.end().await;
                    }
                    refused = None;
                    match self.prepare(&wanted, &mut current).await {
                        Ok(prepared) => next = prepared,
                        Err(error) => {
                            tracing::error!(%error, "failed to take over other reference data; what was served goes on");
                            refused = Some((wanted, Instant::now()));
                        }
                    }
                }
            }
        }
        current.following.end().await;
        if let Some(next) = next {
            next.following.end().await;
        }
    }

    /// What the reference data look like now.
    async fn look(&self) -> Option<String> {
        let directory = self.directory.clone();
        match tokio::task::spawn_blocking(move || directory.fingerprint()).await {
            Ok(Ok(fingerprint)) => Some(fingerprint),
            Ok(Err(error)) => {
                tracing::warn!(%error, "failed to look at the reference data");
                None
            }
            Err(panic) => {
                tracing::error!(%panic, "failed to look at the reference data");
                None
            }
        }
    }

    /// Begins to follow for the reference data there are now; none when nothing has to be followed anew.
    async fn prepare(&self, wanted: &str, current: &mut Current) -> Result<Option<Current>, SwitchError> {
        if wanted == current.fingerprint {
            return Ok(None);
        }
        let directory = self.directory.clone();
        let reference = tokio::task::spawn_blocking(move || directory.read()).await??;
        reference.tell_passed_over();
        let taxonomy = reference.taxonomy.version().clone();
        if current.following.basis.serves(self.catalogue.name(), &reference) {
            current.following.adopt(reference).await?;
            wanted.clone_into(&mut current.fingerprint);
            tracing::info!(%taxonomy, "other reference data are in use, with the same index");
            return Ok(None);
        }
        tracing::info!(%taxonomy, "other reference data: following for them beside what is served");
        let (indexes, catalogue, of) = (self.indexes.clone(), self.catalogue.clone(), reference.clone());
        let open = move || {
            let basis = Basis::open(&indexes, catalogue.name(), &of)?;
            let first = basis.state(&of)?;
            Ok::<_, SwitchError>((basis, first))
        };
        let (basis, first) = tokio::task::spawn_blocking(open).await??;
        let following = Following::begin(self.catalogue.clone(), basis, reference, first, &self.stop);
        Ok(Some(Current { fingerprint: wanted.to_owned(), following }))
    }

    /// Serves what has caught up and ends what was served before. Once nothing of the one before is served any more, the
    /// newcomer catches up with the last of it; so no revision is taken back and nothing old comes after the new.
    async fn swap(&self, current: &mut Current, ready: Current) {
        current.following.silence();
        tokio::select! {
            () = ready.following.caught_up(&self.states) => {}
            () = self.stop.cancelled() => {}
        }
        ready.following.serve(&self.states);
        tracing::info!("other reference data are in use");
        let before = std::mem::replace(current, ready);
        before.following.end().await;
        let basis = current.following.basis.clone();
        match tokio::task::spawn_blocking(move || basis.delete_others()).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%error, "failed to delete an index that is no longer used"),
            Err(panic) => tracing::error!(%panic, "failed to delete an index that is no longer used"),
        }
    }
}
