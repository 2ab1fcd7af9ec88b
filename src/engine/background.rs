//! Work that is done once, whoever waits for it: too long for the deadline of the question that happens to be first, and for the
//! scoring threads, which other questions need meanwhile.

use super::EngineError;
use std::{sync::Arc, time::Instant};
use tokio::{sync::watch, task, time};

/// Something that is made by the first who needs it, and kept.
pub(super) struct Background<T>(watch::Sender<State<T>>);

enum State<T> {
    NotBegun,
    Begun,
    Made(Arc<T>),
}

impl<T: Send + Sync + 'static> Background<T> {
    pub(super) fn not_begun() -> Self {
        Self(watch::Sender::new(State::NotBegun))
    }

    /// What was made, or is made by then. It goes on being made when the deadline passes, or when nobody waits any more.
    ///
    /// # Errors
    /// [`EngineError::DeadlineExceeded`]; [`EngineError::Internal`] when nothing could be made: the next to ask begins again.
    pub(super) async fn get(
        &self,
        deadline: Instant,
        make: impl FnOnce() -> Option<T> + Send + 'static,
    ) -> Result<Arc<T>, EngineError> {
        let mut state = self.0.subscribe();
        let begins = self.0.send_if_modified(|state| {
            let begins = matches!(state, State::NotBegun);
            if begins {
                *state = State::Begun;
            }
            begins
        });
        if begins {
            let making = Making { state: self.0.clone(), made: None };
            task::spawn_blocking(move || making.with(make));
        }
        let ended = state.wait_for(|state| !matches!(state, State::Begun));
        let Ok(ended) = time::timeout_at(deadline.into(), ended).await else {
            return Err(EngineError::DeadlineExceeded);
        };
        match ended.as_deref() {
            Ok(State::Made(made)) => Ok(Arc::clone(made)),
            _ => Err(EngineError::Internal(anyhow::anyhow!("what is made in the background could not be made"))),
        }
    }
}

/// Says what became of the work, also after a panic.
struct Making<T> {
    state: watch::Sender<State<T>>,
    made: Option<T>,
}

impl<T> Making<T> {
    fn with(mut self, make: impl FnOnce() -> Option<T>) {
        self.made = make();
    }
}

impl<T> Drop for Making<T> {
    fn drop(&mut self) {
        let made = self.made.take();
        self.state.send_replace(made.map_or(State::NotBegun, |made| State::Made(Arc::new(made))));
    }
}

#[cfg(test)]
mod tests {
    use super::Background;
    use crate::engine::EngineError;
    use std::{
        sync::{Arc, Barrier},
        time::{Duration, Instant},
    };

    fn soon() -> Instant {
        Instant::now() + Duration::from_millis(20)
    }

    fn late() -> Instant {
        Instant::now() + Duration::from_secs(30)
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_outlasts_a_deadline_is_there_for_the_next_and_made_once() {
        let background = Background::not_begun();
        let slow = Arc::new(Barrier::new(2));
        let of_work = Arc::clone(&slow);
        let work = move || {
            of_work.wait();
            Some(7)
        };
        assert!(matches!(background.get(soon(), work).await, Err(EngineError::DeadlineExceeded)));
        tokio::task::spawn_blocking(move || slow.wait()).await.expect("no panic");
        assert_eq!(*background.get(late(), || Some(8)).await.expect("in time"), 7);
        assert_eq!(*background.get(Instant::now(), || Some(9)).await.expect("there already"), 7);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_fails_is_begun_again() {
        let background = Background::not_begun();
        assert!(matches!(background.get(late(), || None).await, Err(EngineError::Internal(_))));
        assert!(matches!(background.get(late(), || panic!("on purpose")).await, Err(EngineError::Internal(_))));
        assert_eq!(*background.get(late(), || Some(1)).await.expect("in time"), 1);
    }
}
