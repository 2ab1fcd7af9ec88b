//! The scan at some size: pruning and its proof, deadlines, paging, limits.

use std::thread::{self, sleep};
use std::time::{Duration, Instant};

use loopbaanbrug_index::{Counter, Credits, Error, Index, Judge, Row, RowSet, Rows, Share, Snapshot, TopRequest};
use tempfile::TempDir;

use crate::support::{Model, Wish, check_proof, fill, found, many, naive_top, new_index, top};

const DOCUMENTS: u32 = 6_000;

fn many_indexed() -> (TempDir, Index, Model) {
    let (directory, index) = new_index();
    let model = many(DOCUMENTS);
    fill(&index, model.values().cloned(), 1);
    (directory, index, model)
}

fn some_credits() -> Credits {
    let values: Vec<u16> = (0..150).map(|term| (term * 37) % 1_001).collect();
    Credits::from_values(&values).expect("small credits")
}

#[test]
fn pruning_saves_work_and_loses_nothing() {
    let (_directory, index, model) = many_indexed();
    let snapshot = index.snapshot().expect("a snapshot");
    let credits = some_credits();
    for size_min in [None, Some(3), Some(9), Some(10)] {
        for k in [1, 20, 500] {
            let mut wish = Wish::new(size_min);
            let top = top(&snapshot, &credits, &mut wish, k);
            let expected = naive_top(&model, &credits, size_min, k);
            assert_eq!(found(&snapshot, &top), expected, "{size_min:?}, k {k}");
            if size_min.is_none() && k == 20 {
                assert!(wish.asked < top.admitted / 4, "{} asked", wish.asked);
                assert!(top.left_out_below.is_some());
            }
        }
    }
}

#[test]
fn threads_that_share_a_scan_find_what_one_thread_finds() {
    let (_directory, index) = new_index();
    let model = many(DOCUMENTS);
    let all: Vec<_> = model.values().cloned().collect();
    for (revision, documents) in (1..).zip(all.chunks(DOCUMENTS as usize / 6)) {
        fill(&index, documents.iter().cloned(), revision);
    }
    let snapshot = index.snapshot().expect("a snapshot");
    let credits = some_credits();
    for k in [0, 1, 20, 2_000] {
        let scan = snapshot.scan(&credits, TopRequest { k, deadline: None }).expect("within the limit");
        assert!(scan.windows() > 1, "there is something to divide");
        let shared = thread::scope(|scope| {
            let part = || scan.take_part(&mut Wish::new(Some(3))).expect("no deadline");
            let threads: Vec<_> = (0..3).map(|_| scope.spawn(part)).collect();
            let parts = threads.into_iter().map(|thread| thread.join().expect("no panic"));
            scan.best_of(parts.collect::<Vec<_>>())
        });
        let alone = top(&snapshot, &credits, &mut Wish::new(Some(3)), k);
        assert_eq!(found(&snapshot, &shared), found(&snapshot, &alone), "k {k}");
        assert_eq!((shared.admitted, shared.scanned), (alone.admitted, alone.scanned));
        check_proof(&shared, k);
    }
}

/// Admits what was found by window before the scan.
struct Kept(Vec<RowSet>);

impl Counter for Kept {
    fn admit(&mut self, rows: &Rows<'_>, admitted: &mut RowSet) {
        assert_eq!(*admitted, rows.alive());
        admitted.clone_from(&self.0[rows.window()]);
    }
}

impl Judge for Kept {
    fn ceiling(&self, _: Share) -> i32 {
        0
    }
    fn points(&mut self, _: &Row<'_>, _: Share) -> i32 {
        0
    }
    fn freshness(&self, _: &Row<'_>) -> i32 {
        0
    }
}

#[test]
fn what_was_found_by_window_before_is_found_in_the_scan() {
    let (_directory, index, model) = many_indexed();
    // Replaces some, so that there are removed rows and more than one part.
    fill(&index, model.values().take(500).cloned(), 2);
    let snapshot = index.snapshot().expect("a snapshot");
    let wanted = |row: &Row<'_>| row.key().ends_with('7');
    let windows = snapshot.windows().enumerate().map(|(number, rows)| {
        assert_eq!(rows.window(), number);
        let mut kept = rows.alive();
        kept.retain(|place| wanted(&rows.row(place)));
        kept
    });
    let mut kept = Kept(windows.collect());
    assert!(kept.0.len() > 1, "several windows");
    let top = snapshot.top(&Credits::none(), &mut kept, TopRequest { k: 5_000, deadline: None }).expect("no deadline");
    let mut keys: Vec<_> = top.hits.iter().map(|hit| snapshot.key(hit.id)).collect();
    keys.sort_unstable();
    let expected: Vec<_> = model.keys().filter(|key| key.ends_with('7')).collect();
    assert_eq!(keys, expected);
    assert_eq!((top.admitted, top.scanned), (expected.len() as u64, u64::from(DOCUMENTS)));
}

#[test]
fn with_k_zero_every_document_is_tallied_and_none_is_asked() {
    let (_directory, index, _) = many_indexed();
    let snapshot = index.snapshot().expect("a snapshot");
    let mut wish = Wish::new(None);
    let top = top(&snapshot, &some_credits(), &mut wish, 0);
    assert_eq!(top.hits, []);
    assert_eq!((wish.tallied, wish.asked), (u64::from(DOCUMENTS), 0));
}

#[test]
fn who_only_counts_sees_every_document_and_is_asked_for_no_points() {
    let (_directory, index, _) = many_indexed();
    let snapshot = index.snapshot().expect("a snapshot");
    let credits = some_credits();
    let mut wish = Wish::new(None);
    let counted = snapshot.counting(&credits, None).count(&mut wish).expect("no deadline");
    assert_eq!((counted, wish.tallied, wish.asked), (u64::from(DOCUMENTS), u64::from(DOCUMENTS), 0));
    let late = snapshot.counting(&credits, Some(Instant::now())).count(&mut wish);
    assert!(matches!(late, Err(Error::DeadlineExceeded)), "{late:?}");
}

/// Sleeps past the deadline over its first window.
struct Sleeper {
    until: Instant,
    admitted: u64,
    asked: u64,
}

impl Counter for Sleeper {
    fn admit(&mut self, _: &Rows<'_>, admitted: &mut RowSet) {
        sleep(self.until.saturating_duration_since(Instant::now()));
        self.admitted += admitted.len();
    }
}

impl Judge for Sleeper {
    fn ceiling(&self, _: Share) -> i32 {
        0
    }
    fn points(&mut self, _: &Row<'_>, _: Share) -> i32 {
        self.asked += 1;
        0
    }
    fn freshness(&self, _: &Row<'_>) -> i32 {
        0
    }
}

fn scan_until(snapshot: &Snapshot, deadline: Instant) -> Sleeper {
    let mut sleeper = Sleeper { until: deadline, admitted: 0, asked: 0 };
    let request = TopRequest { k: 3, deadline: Some(deadline) };
    let top = snapshot.top(&Credits::none(), &mut sleeper, request);
    assert!(matches!(top, Err(Error::DeadlineExceeded)), "{top:?}");
    sleeper
}

#[test]
fn a_deadline_ends_a_scan_early() {
    let (_directory, index, _) = many_indexed();
    let snapshot = index.snapshot().expect("a snapshot");
    let at_once = scan_until(&snapshot, Instant::now());
    assert_eq!((at_once.admitted, at_once.asked), (0, 0));
    let soon = scan_until(&snapshot, Instant::now() + Duration::from_millis(50));
    assert!((1..=u64::from(DOCUMENTS)).contains(&soon.admitted), "{}", soon.admitted);
    assert_eq!(soon.asked, 0);
}

#[test]
fn a_deadline_in_time_changes_nothing() {
    let (_directory, index, _) = many_indexed();
    let snapshot = index.snapshot().expect("a snapshot");
    let request = TopRequest { k: 20, deadline: Some(Instant::now() + Duration::from_secs(3_600)) };
    let timed = snapshot.top(&some_credits(), &mut Wish::new(None), request);
    let untimed = top(&snapshot, &some_credits(), &mut Wish::new(None), 20);
    assert_eq!(timed.expect("in time"), untimed);
}

#[test]
fn pages_of_keys_join_without_gap_or_overlap() {
    let (_directory, index, model) = many_indexed();
    let snapshot = index.snapshot().expect("a snapshot");
    for page_size in [1, 7, 1_000] {
        let mut keys: Vec<&str> = Vec::new();
        loop {
            let page = snapshot.keys_after(keys.last().copied(), page_size);
            if page.is_empty() {
                break;
            }
            assert!(page.len() <= page_size);
            keys.extend(page.iter().map(|&id| snapshot.key(id)));
        }
        assert!(keys.iter().eq(&model.keys().collect::<Vec<_>>()));
    }
    // A key that does not exist is a fine place to start.
    let after = snapshot.keys_after(Some("k00010x"), 1);
    assert_eq!(snapshot.key(after[0]), "k00011");
    assert_eq!(snapshot.keys_after(Some("z"), 10), []);
    assert_eq!(snapshot.keys_after(None, 0), []);
}

/// Breaks its promise: more points than its ceiling.
struct Boaster;

impl Counter for Boaster {
    fn admit(&mut self, _: &Rows<'_>, _: &mut RowSet) {}
}

impl Judge for Boaster {
    fn ceiling(&self, _: Share) -> i32 {
        1
    }
    fn points(&mut self, _: &Row<'_>, _: Share) -> i32 {
        2
    }
    fn freshness(&self, _: &Row<'_>) -> i32 {
        0
    }
}

#[test]
#[should_panic(expected = "over the ceiling")]
fn a_ceiling_that_does_not_hold_is_a_defect_that_shows() {
    let (_directory, index) = new_index();
    fill(&index, many(1).into_values(), 1);
    let snapshot = index.snapshot().expect("a snapshot");
    let request = TopRequest { k: 1, deadline: None };
    let _ = snapshot.top(&Credits::none(), &mut Boaster, request);
}

#[test]
fn limits_are_refused_by_name() {
    let (_directory, index) = new_index();
    let snapshot = index.snapshot().expect("a snapshot");
    let request = TopRequest { k: Snapshot::HITS_LIMIT + 1, deadline: None };
    let too_many = snapshot.top(&Credits::none(), &mut Wish::new(None), request);
    assert!(matches!(too_many, Err(Error::TooLarge { what: "hits", .. })));
    assert!(matches!(Credits::from_values(&[Credits::CREDIT_LIMIT + 1]), Err(Error::TooLarge { .. })));
}
