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
    follower::{FollowError, Unfit},
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
    #[error("build the index again: {0}")]
    GivenUp(String),
    #[error("a thread panicked: {0}")]
    Panicked(#[from] tokio::task::JoinError),
}

/// What can be asked of the switch.
pub(super) enum Command {
    /// Compare the files of the index with their checksums; the answer names damage, and the index is then built again.
    Check(oneshot::Sender<Option<String>>),
    /// Build the index with this id again beside the one that serves, unless that is under way, or another one serves by now.
    Mend(String),
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

/// What serves, and what is to take its place.
struct Course {
    current: Current,
    next: Option<Current>,
    /// What is known to be wrong with the index that serves.
    unfit: Option<Unfit>,
    /// Whether another index must come in any case, whatever becomes of the one on its way; and not to be begun before when.
    owed: Option<Instant>,
    /// Those who wait for another index.
    waiting: Vec<oneshot::Sender<Result<(), SwitchError>>>,
    /// Reference data that could not be taken over, and when.
    refused: Option<(String, Instant)>,
}

impl Course {
    fn of(current: Current) -> Self {
        Self { current, next: None, unfit: None, owed: None, waiting: Vec::new(), refused: None }
    }

    /// What the reference data are that serve, or soon will.
    fn known(&self) -> &str {
        self.next.as_ref().map_or(&self.current.fingerprint, |next| &next.fingerprint)
    }

    /// Waits until the index on its way has caught up. Nobody sees a revision go back, unless the catalogue itself has gone
    /// back.
    async fn caught_up(&self, states: &States) {
        match &self.next {
            Some(next) => next.following.caught_up(|| self.bar(states)).await,
            None => std::future::pending().await,
        }
    }

    /// The revision that another index must have reached before it serves.
    fn bar(&self, states: &States) -> u64 {
        match self.unfit {
            Some(Unfit::Ahead { revision }) => revision,
            _ => states.current().revision(),
        }
    }

    /// Waits until the index on its way turns out to be of no use either.
    async fn next_unfit(&self) -> Unfit {
        match &self.next {
            Some(next) => next.following.unfit(None).await,
            None => std::future::pending().await,
        }
    }
}

impl Switch {
    /// Serves `current`, and whatever the operator puts in its place, until told to stop.
    pub(super) async fn run(self, current: Current, mut commands: mpsc::Receiver<Command>) {
        current.following.serve(&self.states);
        let mut course = Course::of(current);
        let mut checks = tokio::time::interval(CHECK_INTERVAL);
        checks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        // The first tick comes at once, and opening has just looked.
        checks.reset();
        // Not a pause after each event: many events would put it off for ever.
        let mut looks = tokio::time::interval(LOOK_INTERVAL);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = self.stop.cancelled() => break,
                () = course.caught_up(&self.states) => self.swap(&mut course).await,
                why = course.current.following.unfit(course.unfit) => {
                    course.unfit = Some(why);
                    if let Unfit::Ahead { revision } = why {
                        self.states.lost_after(revision);
                    }
                    self.begin_again(&mut course).await;
                }
                why = course.next_unfit() => self.replace_next(&mut course, why).await,
                _ = checks.tick() => {
                    if damage(&course.current).await.is_some() {
                        self.begin_again(&mut course).await;
                    }
                }
                Some(command) = commands.recv() => self.obey(&mut course, command).await,
                _ = looks.tick() => {
                    self.states.forget_old();
                    self.look(&mut course).await;
                }
            }
        }
        course.current.following.end().await;
        if let Some(next) = course.next {
            next.following.end().await;
        }
    }

    async fn obey(&self, course: &mut Course, command: Command) {
        match command {
            Command::Check(answer) => {
                let found = damage(&course.current).await;
                if found.is_some() {
                    self.begin_again(course).await;
                }
                // Nobody waits any more when the caller has gone.
                let _ = answer.send(found);
            }
            Command::Mend(index_id) => {
                if course.current.following.basis.is_of(&index_id) {
                    self.begin_again(course).await;
                }
            }
            Command::Rebuild(answer) => match self.rebuild(course).await {
                Ok(()) => course.waiting.push(answer),
                Err(error) => tell(answer, Err(error)),
            },
        }
    }

    /// Begins to build the index again, and says so in the log when that fails: it is tried again later.
    async fn begin_again(&self, course: &mut Course) {
        tracing::warn!(
            "the index is not what it must be; it is built again from the catalogue, beside the one that serves"
        );
        if let Err(error) = self.rebuild(course).await {
            tracing::error!(%error, "failed to build the index again; what was served goes on");
            course.owed = Some(Instant::now() + RETRY_PAUSE);
        }
    }

    /// Follows from the beginning into a fresh index, unless another one is on its way already.
    async fn rebuild(&self, course: &mut Course) -> Result<(), SwitchError> {
        if course.next.is_none() {
            let fingerprint = course.current.fingerprint.clone();
            let following = self.follow_afresh(course.current.following.reference()).await?;
            failpoint::reached("swap.begun");
            course.next = Some(Current { fingerprint, following });
        }
        course.owed = Some(Instant::now());
        Ok(())
    }

    /// Another index in the place of the one on its way, which is of no use.
    async fn replace_next(&self, course: &mut Course, why: Unfit) {
        let Some(Current { fingerprint, following }) = course.next.take() else { return };
        tracing::warn!(?why, "the index that was being built is of no use; it is begun anew");
        let (reference, basis) = (following.reference(), following.basis.clone());
        following.end().await;
        delete(basis).await;
        // A disk that damages one index after the other is given a rest.
        tokio::select! {
            () = tokio::time::sleep(LOOK_INTERVAL) => {}
            () = self.stop.cancelled() => return,
        }
        match self.follow_afresh(reference).await {
            Ok(following) => course.next = Some(Current { fingerprint, following }),
            Err(error) => self.give_up(course, fingerprint, &error),
        }
    }

    /// Nothing is on its way any more. Whoever waits is told; it is tried again later.
    fn give_up(&self, course: &mut Course, wanted: String, error: &SwitchError) {
        tracing::error!(%error, "failed to follow into another index; what was served goes on");
        for answer in course.waiting.drain(..) {
            tell(answer, Err(SwitchError::GivenUp(error.to_string())));
        }
        course.owed = course.owed.map(|_| Instant::now() + RETRY_PAUSE);
        course.refused = Some((wanted, Instant::now()));
    }

    /// Looks whether the reference data are other ones, and whether an index that is owed can be begun.
    async fn look(&self, course: &mut Course) {
        if let Some(wanted) = self.fingerprint().await {
            let waits = |(what, when): &(String, Instant)| *what == wanted && when.elapsed() < RETRY_PAUSE;
            if wanted != course.known() && !course.refused.as_ref().is_some_and(waits) {
                course.refused = None;
                if let Err(error) = self.take_over(course, &wanted).await {
                    tracing::error!(%error, "failed to take over other reference data; what was served goes on");
                    course.refused = Some((wanted, Instant::now()));
                }
            }
        }
        // Also when what was on its way was overtaken just now.
        let is_due = course.owed.is_some_and(|when| when <= Instant::now());
        if is_due
            && course.next.is_none()
            && let Err(error) = self.rebuild(course).await
        {
            let wanted = course.current.fingerprint.clone();
            self.give_up(course, wanted, &error);
        }
    }

    /// Takes over the reference data there are now. What they need no other index for goes on with them, whether it serves or is
    /// on its way; what is on its way for others is given up.
    async fn take_over(&self, course: &mut Course, wanted: &str) -> Result<(), SwitchError> {
        let reference = self.read(course, wanted).await?;
        let serves = |it: &Current| it.following.basis.serves(self.catalogue.name(), &reference);
        if let Some(Current { following, .. }) = course.next.take_if(|next| !serves(next)) {
            let basis = following.basis.clone();
            following.end().await;
            // What was followed for other reference data can be gone on with; of these there is one already.
            if basis.is_beside(&course.current.following.basis) {
                delete(basis).await;
            }
        }
        let taxonomy = reference.taxonomy.version();
        let by_current = serves(&course.current);
        if let Some(next) = &mut course.next {
            next.adopt(reference.clone(), wanted).await?;
        }
        if by_current {
            course.current.adopt(reference.clone(), wanted).await?;
            tracing::info!(%taxonomy, "other reference data are in use, with the same index");
        } else if course.next.is_none() {
            tracing::info!(%taxonomy, "other reference data: following for them beside what is served");
            let basis = Basis::open(&self.indexes, &self.catalogue, &reference).await?;
            let following = self.begin(basis, reference).await?;
            course.next = Some(Current { fingerprint: wanted.to_owned(), following });
        }
        Ok(())
    }

    /// The reference data there are now.
    async fn read(&self, course: &Course, wanted: &str) -> Result<Reference, SwitchError> {
        if wanted == course.current.fingerprint {
            return Ok(course.current.following.reference());
        }
        let directory = self.directory.clone();
        let reference = tokio::task::spawn_blocking(move || directory.read()).await??;
        reference.tell_passed_over();
        Ok(reference)
    }

    /// Begins to follow for reference data, from the beginning.
    async fn follow_afresh(&self, reference: Reference) -> Result<Following, SwitchError> {
        let basis = Basis::fresh(&self.indexes, &self.catalogue, &reference).await?;
        self.begin(basis, reference).await
    }

    /// Begins to follow into an index.
    async fn begin(&self, basis: Basis, reference: Reference) -> Result<Following, SwitchError> {
        let (of, with) = (basis.clone(), reference.clone());
        let first = tokio::task::spawn_blocking(move || of.state(&with)).await??;
        Ok(Following::begin(self.catalogue.clone(), basis, reference, first, &self.stop))
    }

    /// What the reference data look like now.
    async fn fingerprint(&self) -> Option<String> {
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

    /// Serves what has caught up and ends what was served before. Nothing of the one before may be served any more by then;
    /// so no revision is taken back and nothing old comes after the new. When it has served another state meanwhile, the
    /// newcomer has to catch up with that first.
    async fn swap(&self, course: &mut Course) {
        let Some(next) = &course.next else { return };
        let ready = || next.following.has_reached(course.bar(&self.states));
        if !course.current.following.silence_if(ready) {
            return;
        }
        let Some(ready) = course.next.take() else { return };
        failpoint::reached("swap.caught_up");
        ready.following.serve(&self.states);
        failpoint::reached("swap.served");
        tracing::info!("another index is in use");
        let before = std::mem::replace(&mut course.current, ready);
        (course.unfit, course.owed) = (None, None);
        before.following.end().await;
        let basis = course.current.following.basis.clone();
        match tokio::task::spawn_blocking(move || basis.delete_others()).await {
            Ok(Ok(())) => failpoint::reached("swap.deleted"),
            Ok(Err(error)) => tracing::warn!(%error, "failed to delete an index that is no longer used"),
            Err(panic) => tracing::error!(%panic, "failed to delete an index that is no longer used"),
        }
        for answer in course.waiting.drain(..) {
            tell(answer, Ok(()));
        }
    }
}

impl Current {
    /// Goes on with other reference data that need no other index.
    async fn adopt(&mut self, reference: Reference, fingerprint: &str) -> Result<(), FollowError> {
        if self.fingerprint != fingerprint {
            self.following.adopt(reference).await?;
            fingerprint.clone_into(&mut self.fingerprint);
        }
        Ok(())
    }
}

/// Deletes an index that nobody follows into any more.
async fn delete(basis: Basis) {
    match tokio::task::spawn_blocking(move || basis.delete()).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::warn!(%error, "failed to delete an index that is of no use"),
        Err(panic) => tracing::error!(%panic, "failed to delete an index that is of no use"),
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
