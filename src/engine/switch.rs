//! Taking another index into use while questions are answered, for other reference data or in the place of a damaged one: it
//! is followed beside the one that serves, and takes its place when it has caught up.

use super::{
    EngineError,
    following::{Basis, Following},
    states::States,
};
use crate::{
    catalogue::Catalogue,
    failpoint,
    follower::FollowError,
    reference::{Reference, ReferenceDirectory, ReferenceError},
};
use std::{
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};
use thiserror::Error;
use tokio::{
    sync::{mpsc, oneshot},
    time::MissedTickBehavior,
};
use tokio_util::sync::CancellationToken;

/// The reference data are looked at this often.
const LOOK_INTERVAL: Duration = Duration::from_secs(1);
/// What could not be taken over is tried again when it has changed, or after this time.
const RETRY_PAUSE: Duration = Duration::from_secs(30);

/// The files of the index that serves are compared with their checksums this often.
const CHECK_INTERVAL: Duration = Duration::from_secs(600);

/// Why no other index takes the place of the one that serves. What is served stays as it is.
#[derive(Debug, Error)]
pub(super) enum SwitchError {
    #[error(transparent)]
    Reference(#[from] ReferenceError),
    #[error(transparent)]
    Follow(#[from] FollowError),
    #[error("read the index: {0}")]
    State(#[from] EngineError),
    #[error("a thread panicked: {0}")]
    Panicked(#[from] tokio::task::JoinError),
}

/// What can be asked of the switch.
pub(super) enum Command {
    /// Compare the files of the index with their checksums; the answer names damage, and the index is then built again.
    Check(oneshot::Sender<Option<String>>),
    /// Build the index again beside the one that serves; answered when the new one serves.
    Rebuild(oneshot::Sender<Result<(), SwitchError>>),
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
    pub(super) async fn run(self, mut current: Current, mut commands: mpsc::Receiver<Command>) {
        current.following.serve(&self.states);
        let mut next: Option<Current> = None;
        let mut refused: Option<(String, Instant)> = None;
        // Those who wait for another index.
        let mut waiting = Vec::new();
        let mut checks = tokio::time::interval(CHECK_INTERVAL);
        checks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        // The first tick comes at once, and opening has just looked.
        checks.reset();
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
                        for answer in waiting.drain(..) {
                            tell(answer, Ok(()));
                        }
                    }
                }
                () = current.following.damaged() => self.begin_again(&current, &mut next).await,
                _ = checks.tick() => {
                    if damage(&current).await.is_some() {
                        self.begin_again(&current, &mut next).await;
                    }
                }
                Some(command) = commands.recv() => match command {
                    Command::Check(answer) => {
                        let found = damage(&current).await;
                        if found.is_some() {
                            self.begin_again(&current, &mut next).await;
                        }
                        // Nobody waits any more when the caller has gone.
                        let _ = answer.send(found);
                    }
                    Command::Rebuild(answer) => match self.rebuild(&current, &mut next).await {
                        Ok(()) => waiting.push(answer),
                        Err(error) => tell(answer, Err(error)),
                    },
                },
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

    /// Begins to build the index again, and says so in the log when that fails: the next check tries again.
    async fn begin_again(&self, current: &Current, next: &mut Option<Current>) {
        tracing::warn!("the index is damaged; it is built again from the catalogue, beside the one that serves");
        if let Err(error) = self.rebuild(current, next).await {
            tracing::error!(%error, "failed to build the index again; what was served goes on");
        }
    }

    /// Follows from the beginning into a fresh index, unless another one is on its way already.
    async fn rebuild(&self, current: &Current, next: &mut Option<Current>) -> Result<(), SwitchError> {
        if next.is_none() {
            let reference = current.following.reference();
            let following = self.follow(reference, Basis::fresh).await?;
            failpoint::reached("swap.begun");
            *next = Some(Current { fingerprint: current.fingerprint.clone(), following });
        }
        Ok(())
    }

    /// Begins to follow for reference data, into the index that `open` gives.
    async fn follow(
        &self,
        reference: Reference,
        open: fn(&std::path::Path, &str, &Reference) -> Result<Basis, FollowError>,
    ) -> Result<Following, SwitchError> {
        let (indexes, catalogue, of) = (self.indexes.clone(), self.catalogue.clone(), reference.clone());
        let open = move || {
            let basis = open(&indexes, catalogue.name(), &of)?;
            let first = basis.state(&of)?;
            Ok::<_, SwitchError>((basis, first))
        };
        let (basis, first) = tokio::task::spawn_blocking(open).await??;
        Ok(Following::begin(self.catalogue.clone(), basis, reference, first, &self.stop))
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
        let following = self.follow(reference, Basis::open).await?;
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
        failpoint::reached("swap.caught_up");
        ready.following.serve(&self.states);
        failpoint::reached("swap.served");
        tracing::info!("another index is in use");
        let before = std::mem::replace(current, ready);
        before.following.end().await;
        let basis = current.following.basis.clone();
        match tokio::task::spawn_blocking(move || basis.delete_others()).await {
            Ok(Ok(())) => failpoint::reached("swap.deleted"),
            Ok(Err(error)) => tracing::warn!(%error, "failed to delete an index that is no longer used"),
            Err(panic) => tracing::error!(%panic, "failed to delete an index that is no longer used"),
        }
    }
}

/// What is wrong with the files of an index, when something is.
async fn damage(current: &Current) -> Option<String> {
    let basis = current.following.basis.clone();
    tokio::task::spawn_blocking(move || basis.damage()).await.unwrap_or_else(|panic| {
        tracing::error!(%panic, "failed to check the files of the index");
        None
    })
}

fn tell(answer: oneshot::Sender<Result<(), SwitchError>>, outcome: Result<(), SwitchError>) {
    // Nobody waits any more when the caller has gone.
    let _ = answer.send(outcome);
}
