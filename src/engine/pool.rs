//! A fixed number of scoring threads with a bounded queue. Scoring is work for a processor: on tokio's threads it would
//! hold up every other call.

use super::{EngineError, helpers::Helpers, limits};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, PoisonError, mpsc},
    thread,
    time::{Duration, Instant},
};
use tokio::sync::oneshot;

type Job = Box<dyn FnOnce() + Send>;

/// The scoring threads. They end when the pool is dropped.
pub(super) struct Pool {
    jobs: mpsc::SyncSender<Job>,
    helpers: Arc<Helpers>,
}

impl Pool {
    /// Starts the threads.
    pub(super) fn start(threads: usize) -> std::io::Result<Self> {
        let (jobs, waiting) = mpsc::sync_channel::<Job>(limits::SCORING_QUEUE_MAX);
        let waiting = Arc::new(Mutex::new(waiting));
        let threads = threads.max(1);
        let helpers = Arc::new(Helpers::start(threads)?);
        for number in 0..threads {
            let (waiting, helpers) = (Arc::clone(&waiting), Arc::clone(&helpers));
            thread::Builder::new().name(format!("scoring-{number}")).spawn(move || work(&waiting, &helpers))?;
        }
        Ok(Self { jobs, helpers })
    }

    /// Who may help with a question.
    pub(super) fn helpers(&self) -> Arc<Helpers> {
        Arc::clone(&self.helpers)
    }

    /// Runs a question on a scoring thread and waits for its answer until the deadline. The question looks at the
    /// deadline itself: a thread cannot be stopped from outside.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        deadline: Instant,
        question: impl FnOnce() -> Result<T, EngineError> + Send + 'static,
    ) -> Result<T, EngineError> {
        let (answer, answered) = oneshot::channel();
        let job = move || {
            if answer.is_closed() {
                return;
            }
            let result = if Instant::now() >= deadline { Err(EngineError::DeadlineExceeded) } else { question() };
            // Nobody waits any more when the caller has gone; that is no fault.
            let _ = answer.send(result);
        };
        self.jobs
            .try_send(Box::new(job))
            .map_err(|_| EngineError::Overloaded { retry_after: Duration::from_millis(limits::OVERLOAD_RETRY_MS) })?;
        match tokio::time::timeout_at(deadline.into(), answered).await {
            Ok(Ok(result)) => result,
            Ok(Err(_)) => Err(EngineError::Internal(anyhow::anyhow!("a scoring thread panicked"))),
            Err(_) => Err(EngineError::DeadlineExceeded),
        }
    }
}

fn work(waiting: &Mutex<mpsc::Receiver<Job>>, helpers: &Helpers) {
    loop {
        // The lock is held only while taking a job, never while working.
        let job = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = job else { return };
        let _at_work = helpers.one_more_at_work();
        if catch_unwind(AssertUnwindSafe(job)).is_err() {
            tracing::error!("a question panicked on a scoring thread");
        }
    }
}
