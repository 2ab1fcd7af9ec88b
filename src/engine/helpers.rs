//! Threads that lend a hand: one question on an otherwise idle machine is worked at by more than one thread. Under load
//! each question has its own thread and gets no help, so that help costs the others nothing.

use super::limits;
use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicUsize, Ordering},
};

/// Threads that help the scoring threads, and how many of both are at work.
pub(super) struct Helpers {
    threads: rayon::ThreadPool,
    /// Scoring threads; no more threads than that are at work because of help.
    most: usize,
    at_work: AtomicUsize,
}

/// A number of threads at work, until it is dropped.
pub(super) struct AtWork<'a> {
    helpers: &'a Helpers,
    threads: usize,
}

impl Helpers {
    /// As many as there are scoring threads.
    pub(super) fn start(most: usize) -> std::io::Result<Self> {
        let threads = rayon::ThreadPoolBuilder::new().num_threads(most.min(limits::HELPERS_MAX));
        let threads = threads.thread_name(|number| format!("helping-{number}")).build();
        Ok(Self { threads: threads.map_err(std::io::Error::other)?, most, at_work: AtomicUsize::new(0) })
    }

    /// Says that a scoring thread is at work.
    pub(super) fn one_more_at_work(&self) -> AtWork<'_> {
        self.at_work.fetch_add(1, Ordering::Relaxed);
        AtWork { helpers: self, threads: 1 }
    }

    /// Does work on this thread and at the same time on as many others as are idle, all together at most `threads_max`,
    /// and gives what each of them made. The work must divide itself, since it may be done by one thread alone. A panic in
    /// another thread is one in this thread.
    pub(super) fn together<T: Send>(&self, threads_max: usize, work: impl Fn() -> T + Sync) -> Vec<T> {
        let idle = self.take_idle(threads_max.saturating_sub(1).min(limits::HELPERS_MAX));
        if idle.threads == 0 {
            return vec![work()];
        }
        let made = Mutex::new(Vec::with_capacity(1 + idle.threads));
        let work_and_keep = || {
            let part = work();
            made.lock().unwrap_or_else(PoisonError::into_inner).push(part);
        };
        self.threads.in_place_scope(|scope| {
            for _ in 0..idle.threads {
                scope.spawn(|_| work_and_keep());
            }
            work_and_keep();
        });
        made.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes something of every item, in their order, on this thread and on those that are idle.
    pub(super) fn map<I: Sync, T: Send>(&self, items: &[I], make: impl Fn(&I) -> T + Sync) -> Vec<T> {
        let taken = AtomicUsize::new(0);
        let next = || {
            let number = taken.fetch_add(1, Ordering::Relaxed);
            Some((number, items.get(number)?))
        };
        let threads_max = items.len() / limits::ITEMS_PER_HELPER_MIN;
        let parts = self.together(threads_max, || {
            let mut made = Vec::with_capacity(items.len());
            while let Some((number, item)) = next() {
                made.push((number, make(item)));
            }
            made
        });
        let mut made: Vec<_> = parts.into_iter().flatten().collect();
        made.sort_unstable_by_key(|(number, _)| *number);
        made.into_iter().map(|(_, made)| made).collect()
    }

    /// Takes up to `wanted` of the threads that are idle.
    fn take_idle(&self, wanted: usize) -> AtWork<'_> {
        let mut threads = 0;
        let grown = |at_work: usize| {
            threads = self.most.saturating_sub(at_work).min(wanted);
            Some(at_work + threads)
        };
        // Cannot fail, since it never refuses.
        let _ = self.at_work.fetch_update(Ordering::Relaxed, Ordering::Relaxed, grown);
        AtWork { helpers: self, threads }
    }
}

impl Drop for AtWork<'_> {
    fn drop(&mut self) {
        self.helpers.at_work.fetch_sub(self.threads, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{panic, sync::Barrier, thread};

    fn helpers(most: usize) -> Helpers {
        Helpers::start(most).expect("threads")
    }

    #[test]
    fn idle_threads_work_at_the_same_time() {
        let helpers = helpers(2);
        let _own = helpers.one_more_at_work();
        // Would wait for ever if the work were done by one thread.
        let both = Barrier::new(2);
        let ids = helpers.together(2, || {
            both.wait();
            thread::current().id()
        });
        assert_eq!(ids.len(), 2);
        assert_ne!(ids[0], ids[1]);
    }

    #[test]
    fn where_all_are_at_work_there_is_no_help() {
        let helpers = helpers(2);
        let (_own, other) = (helpers.one_more_at_work(), helpers.one_more_at_work());
        assert_eq!(helpers.together(2, || thread::current().id()), [thread::current().id()]);
        drop(other);
        assert_eq!(helpers.together(2, || ()).len(), 2, "the other has done its work");
        assert_eq!(helpers.together(2, || ()).len(), 2, "help is given back");
        assert_eq!(helpers.together(1, || ()).len(), 1, "no more than wanted");
    }

    #[test]
    fn a_map_keeps_the_order() {
        let helpers = helpers(3);
        for length in [0, 1, 7, 500] {
            let items: Vec<usize> = (0..length).collect();
            let doubled: Vec<usize> = items.iter().map(|item| item * 2).collect();
            assert_eq!(helpers.map(&items, |item| item * 2), doubled);
        }
    }

    #[test]
    fn a_panic_of_a_helper_is_that_of_the_question_and_gives_the_thread_back() {
        let helpers = helpers(2);
        let _own = helpers.one_more_at_work();
        let own = thread::current().id();
        let both = Barrier::new(2);
        let broken = panic::catch_unwind(panic::AssertUnwindSafe(|| {
            helpers.together(2, || {
                both.wait();
                assert_eq!(thread::current().id(), own, "only helpers break down");
            })
        }));
        assert!(broken.is_err());
        assert_eq!(helpers.together(2, || ()).len(), 2);
    }
}
