//! Threads that lend a hand: one question on an otherwise idle machine is worked at by more than one thread. Under load
//! each question has its own thread and gets no help, so that help costs the others nothing.

use super::{
    limits,
    step::{Closing, Step},
};
use std::{
    convert::Infallible,
    sync::atomic::{AtomicUsize, Ordering},
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
    /// For so many scoring threads. One of them is at work whenever there is something to help with.
    pub(super) fn start(most: usize) -> std::io::Result<Self> {
        // One for every thread that may be taken: who asks for help never waits for somebody else's helper.
        let threads = rayon::ThreadPoolBuilder::new().num_threads(most.saturating_sub(1).max(1));
        let threads = threads.thread_name(|number| format!("helping-{number}")).build();
        Ok(Self { threads: threads.map_err(std::io::Error::other)?, most, at_work: AtomicUsize::new(0) })
    }

    /// Says that a scoring thread is at work.
    pub(super) fn one_more_at_work(&self) -> AtWork<'_> {
        self.at_work.fetch_add(1, Ordering::Relaxed);
        AtWork { helpers: self, threads: 1 }
    }

    /// Does a question in two steps, on this thread and at the same time on as many others as are idle, all together at
    /// most `threads_max`. The first step divides itself; it may be done by one thread alone. `between` takes what each
    /// thread made in it, here, and says of which items the second step makes something; they keep their order. A panic in
    /// another thread is one in this thread.
    ///
    /// Helpers stay from the first step to the second: waking a thread takes about as long as `between`.
    pub(super) fn in_two_steps<A: Send, I: Send + Sync, R, T: Send, E>(
        &self,
        threads_max: usize,
        first: impl Fn() -> A + Sync,
        between: impl FnOnce(Vec<A>) -> Result<(R, Vec<I>), E>,
        make: impl Fn(&I) -> T + Sync,
    ) -> Result<(R, Vec<T>), E> {
        let (one, two) = (Step::new(), Step::new());
        let take_part = |items: &Items<I>| items.take_part(&make);
        let lead = || {
            let _closing = Closing(&two);
            let (kept, items) = between(one.lead((), |()| first()))?;
            let made = two.lead(Items::new(items), take_part);
            Ok((kept, in_order(made)))
        };
        let idle = self.take_idle(threads_max.saturating_sub(1).min(limits::HELPERS_MAX));
        if idle.threads == 0 {
            return lead();
        }
        self.threads.in_place_scope(|scope| {
            for _ in 0..idle.threads {
                scope.spawn(|_| {
                    one.help(|()| first());
                    two.help(take_part);
                });
            }
            lead()
        })
    }

    /// Does work that divides itself, on this thread and as [above](Self::in_two_steps) on others. What each of them made.
    pub(super) fn together<T: Send>(&self, threads_max: usize, work: impl Fn() -> T + Sync) -> Vec<T> {
        let nothing_more = |made| Ok::<_, Infallible>((made, Vec::<()>::new()));
        let Ok((made, _)) = self.in_two_steps(threads_max, work, nothing_more, |()| ());
        made
    }

    /// Makes something of every item, on this thread and as [above](Self::in_two_steps) on others; they keep their order.
    pub(super) fn map<I: Sync, T: Send>(&self, items: &[I], make: impl Fn(&I) -> T + Sync) -> Vec<T> {
        let threads_max = items.len() / limits::ITEMS_PER_HELPER_MIN;
        let all = |_: Vec<()>| Ok::<_, Infallible>(((), items.iter().collect::<Vec<&I>>()));
        let Ok(((), made)) = self.in_two_steps(threads_max, || (), all, |item| make(item));
        made
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

/// Items of which threads make something, each by the thread that takes it first.
struct Items<I> {
    items: Vec<I>,
    taken: AtomicUsize,
}

impl<I> Items<I> {
    fn new(items: Vec<I>) -> Self {
        Self { items, taken: AtomicUsize::new(0) }
    }

    /// Makes something of every item that no other thread takes, each with its place.
    fn take_part<T>(&self, make: impl Fn(&I) -> T) -> Vec<(usize, T)> {
        let mut made = Vec::with_capacity(self.items.len());
        loop {
            let place = self.taken.fetch_add(1, Ordering::Relaxed);
            let Some(item) = self.items.get(place) else { return made };
            made.push((place, make(item)));
        }
    }
}

fn in_order<T>(parts: Vec<Vec<(usize, T)>>) -> Vec<T> {
    let mut made: Vec<_> = parts.into_iter().flatten().collect();
    made.sort_unstable_by_key(|(place, _)| *place);
    made.into_iter().map(|(_, made)| made).collect()
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
        let (both, both_again) = (Barrier::new(2), Barrier::new(2));
        let meet = |place: &Barrier| {
            place.wait();
            thread::current().id()
        };
        let items = |ids: Vec<_>| Ok::<_, ()>((ids, vec![(); 2]));
        let (first, second) = helpers.in_two_steps(2, || meet(&both), items, |()| meet(&both_again)).expect("no error");
        for ids in [first, second] {
            assert_eq!(ids.len(), 2);
            assert_ne!(ids[0], ids[1]);
        }
    }

    #[test]
    fn where_all_are_at_work_there_is_no_help() {
        let helpers = helpers(2);
        let (_own, other) = (helpers.one_more_at_work(), helpers.one_more_at_work());
        assert_eq!(helpers.together(2, || thread::current().id()), [thread::current().id()]);
        drop(other);
        assert_eq!(helpers.take_idle(1).threads, 1, "the other has done its work");
        helpers.together(2, || ());
        assert_eq!(helpers.take_idle(1).threads, 1, "help is given back");
        assert_eq!(helpers.together(1, || ()).len(), 1, "no more than wanted");
    }

    #[test]
    fn questions_at_the_same_time_wait_for_no_helper_of_another() {
        let helpers = helpers(2 + 2 * limits::HELPERS_MAX);
        // Would wait for ever if one question had to wait until the other is done.
        let all = Barrier::new(2 + 2 * limits::HELPERS_MAX);
        thread::scope(|scope| {
            let ask = || {
                let _own = helpers.one_more_at_work();
                helpers.together(1 + limits::HELPERS_MAX, || all.wait().is_leader()).len()
            };
            let questions = [scope.spawn(ask), scope.spawn(ask)];
            for question in questions {
                assert_eq!(question.join().expect("no panic"), 1 + limits::HELPERS_MAX);
            }
        });
    }

    #[test]
    fn items_keep_their_order() {
        let helpers = helpers(3);
        for length in [0, 1, 7, 500] {
            let items: Vec<usize> = (0..length).collect();
            let doubled: Vec<usize> = items.iter().map(|item| item * 2).collect();
            let of_items = |_| Ok::<_, ()>(((), items));
            assert_eq!(helpers.in_two_steps(3, || (), of_items, |item| item * 2), Ok(((), doubled)));
        }
    }

    #[test]
    fn an_error_between_the_steps_ends_the_question() {
        let helpers = helpers(2);
        let _own = helpers.one_more_at_work();
        let both = Barrier::new(2);
        let failing = |_| Err::<((), Vec<()>), _>("deadline");
        assert_eq!(helpers.in_two_steps(2, || both.wait().is_leader(), failing, |()| ()), Err("deadline"));
        assert_eq!(helpers.take_idle(1).threads, 1, "help is given back");
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
        assert_eq!(helpers.take_idle(1).threads, 1);
    }

    #[test]
    fn a_panic_of_the_question_lets_its_helpers_go() {
        let helpers = helpers(2);
        let _own = helpers.one_more_at_work();
        let own = thread::current().id();
        let both = Barrier::new(2);
        let broken = panic::catch_unwind(panic::AssertUnwindSafe(|| {
            helpers.together(2, || {
                both.wait();
                assert_ne!(thread::current().id(), own, "only the question breaks down");
            })
        }));
        assert!(broken.is_err());
        assert_eq!(helpers.take_idle(1).threads, 1);
    }
}
