//! One step of a question that threads may share: a thread leads, others help from when there is something to do until it is
//! done. Both wait a little before they sleep, since a step is over sooner than a thread that sleeps is woken.

use std::{
    hint, mem,
    sync::{Condvar, Mutex, MutexGuard, OnceLock, PoisonError},
    thread,
    time::{Duration, Instant},
};

/// How long a thread looks again and again whether it can go on before it sleeps: about as long as waking it would take.
const AWAKE_FOR: Duration = Duration::from_micros(100);
/// Looks between two moments at which another thread may have the processor.
const LOOKS: usize = 32;

/// Work of the sort `W` of which each thread makes a `T`.
pub(super) struct Step<W, T> {
    /// None when nothing will come.
    work: OnceLock<Option<W>>,
    state: Mutex<State<T>>,
    helped: Condvar,
}

struct State<T> {
    /// Nobody may begin to help any more.
    over: bool,
    helping: usize,
    made: Vec<T>,
}

impl<W, T> Step<W, T> {
    pub(super) fn new() -> Self {
        let state = State { over: false, helping: 0, made: Vec::new() };
        Self { work: OnceLock::new(), state: Mutex::new(state), helped: Condvar::new() }
    }

    /// Says what there is to do, takes part in it, and gives what every thread made. The work divides itself, so that none
    /// is left when this thread has done its part. To be called once.
    pub(super) fn lead(&self, work: W, take_part: impl FnOnce(&W) -> T) -> Vec<T> {
        let _closing = Closing(self);
        let Some(work) = self.work.get_or_init(|| Some(work)) else { return Vec::new() };
        let own = take_part(work);
        let mut state = self.lock();
        state.over = true;
        state.made.push(own);
        drop(state);
        look_for(|| (self.lock().helping == 0).then_some(()));
        let mut state = self.lock();
        while state.helping > 0 {
            state = self.helped.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        mem::take(&mut state.made)
    }

    /// Waits until there is something to do and takes part in it, unless it is over by then.
    pub(super) fn help(&self, take_part: impl FnOnce(&W) -> T) {
        let work = look_for(|| self.work.get()).unwrap_or_else(|| self.work.wait());
        let Some(work) = work else { return };
        {
            let mut state = self.lock();
            if state.over {
                return;
            }
            state.helping += 1;
        }
        let _helping = Helping(self);
        let made = take_part(work);
        self.lock().made.push(made);
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Lets those go who wait for a step that will not come, or who would begin to help in one that has ended.
pub(super) struct Closing<'a, W, T>(pub(super) &'a Step<W, T>);

impl<W, T> Drop for Closing<'_, W, T> {
    fn drop(&mut self) {
        self.0.work.get_or_init(|| None);
        self.0.lock().over = true;
    }
}

/// A helper at work, whether it ends well or not.
struct Helping<'a, W, T>(&'a Step<W, T>);

impl<W, T> Drop for Helping<'_, W, T> {
    fn drop(&mut self) {
        self.0.lock().helping -= 1;
        self.0.helped.notify_all();
    }
}

/// Looks again and again, but not for long.
fn look_for<T>(look: impl Fn() -> Option<T>) -> Option<T> {
    let begin = Instant::now();
    loop {
        for _ in 0..LOOKS {
            if let Some(found) = look() {
                return Some(found);
            }
            hint::spin_loop();
        }
        if begin.elapsed() >= AWAKE_FOR {
            return None;
        }
        thread::yield_now();
    }
}
