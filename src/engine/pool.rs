//! A fixed number of scoring threads with a bounded queue. Scoring is work for a processor: on tokio's threads it would
//! hold up every other call.

use super::{EngineError, helpers::Helpers, limits};
use std::{
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};
use tokio::sync::oneshot;

type Job = Box<dyn FnOnce() + Send>;

/// The scoring threads. They end when the pool is dropped.
pub(super) struct Pool {
    queue: Arc<Queue>,
    helpers: Arc<Helpers>,
}

/// Questions that wait for a thread. One question wakes one thread.
#[derive(Default)]
struct Queue {
    waiting: Mutex<Waiting>,
    arrived: Condvar,
}

#[derive(Default)]
struct Waiting {
    jobs: VecDeque<Job>,
    /// No more will come.
    ended: bool,
}

impl Pool {
    /// Starts the threads.
    pub(super) fn start(threads: usize) -> std::io::Result<Self> {
        let queue = Arc::new(Queue::default());
        let threads = threads.max(1);
        let helpers = Arc::new(Helpers::start(threads)?);
        for number in 0..threads {
            let (queue, helpers) = (Arc::clone(&queue), Arc::clone(&helpers));
            thread::Builder::new().name(format!("scoring-{number}")).spawn(move || work(&queue, &helpers))?;
        }
        Ok(Self { queue, helpers })
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
        self.queue.push(Box::new(job))?;
        match tokio::time::timeout_at(deadline.into(), answered).await {
            Ok(Ok(result)) => result,
            Ok(Err(_)) => Err(EngineError::Internal(anyhow::anyhow!("a scoring thread panicked"))),
            Err(_) => Err(EngineError::DeadlineExceeded),
        }
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.queue.lock().ended = true;
        self.queue.arrived.notify_all();
    }
}

impl Queue {
    /// Adds a question, unless too many wait.
    fn push(&self, job: Job) -> Result<(), EngineError> {
        let mut waiting = self.lock();
        if waiting.jobs.len() >= limits::SCORING_QUEUE_MAX {
            return Err(EngineError::Overloaded { retry_after: Duration::from_millis(limits::OVERLOAD_RETRY_MS) });
        }
        waiting.jobs.push_back(job);
        drop(waiting);
        self.arrived.notify_one();
        Ok(())
    }

    /// The question that waits longest; waits for one. None when no more will come.
    fn pop(&self) -> Option<Job> {
        let mut waiting = self.lock();
        loop {
            if let Some(job) = waiting.jobs.pop_front() {
                return Some(job);
            }
            if waiting.ended {
                return None;
            }
            waiting = self.arrived.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn work(queue: &Queue, helpers: &Helpers) {
    while let Some(job) = queue.pop() {
        let _at_work = helpers.one_more_at_work();
        if catch_unwind(AssertUnwindSafe(job)).is_err() {
            tracing::error!("a question panicked on a scoring thread");
        }
    }
}
