//! What stays and what goes: commits, crashes, reopening, layouts, snapshots
//! that are held while the index moves on.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use loopbaanbrug_index::{Credits, Document, Error, Index, Layout, Snapshot, Stamp, Writer};

use crate::support::{Model, check_same, document, fill, layout, many, new_index, open};

fn named(keys: &[&str]) -> Model {
    keys.iter()
        .map(|&key| {
            let document = document(key, &[(1, 10)], [None; 3], "");
            (key.to_owned(), document)
        })
        .collect()
}

fn check_holds(index: &Index, model: &Model, revision: u64) {
    let snapshot = index.snapshot().expect("a snapshot");
    assert_eq!(snapshot.stamp(), Stamp::at(revision));
    check_same(&snapshot, model, &Credits::none());
}

#[test]
fn a_new_index_is_empty_at_revision_zero() {
    let (_directory, index) = new_index();
    check_holds(&index, &Model::new(), 0);
}

#[test]
fn reopening_gives_the_same_stamp_and_generation() {
    let (directory, index) = new_index();
    fill(&index, named(&["a", "b"]).into_values(), u64::MAX);
    let before = index.snapshot().expect("a snapshot");
    drop(index);
    let after = open(directory.path()).snapshot().expect("a snapshot");
    assert_eq!(after.stamp(), Stamp::at(u64::MAX));
    assert_eq!(after.generation(), before.generation());
}

#[test]
fn generations_differ_by_commit_and_by_directory() {
    let (_one, first) = new_index();
    let (_two, second) = new_index();
    let generation = |index: &Index| {
        let snapshot = index.snapshot().expect("a snapshot");
        snapshot.generation().to_owned()
    };
    let mut seen = vec![generation(&first), generation(&second)];
    for index in [&first, &second] {
        for revision in 1..=3 {
            // A commit without changes is a commit.
            fill(index, [], revision);
            seen.push(generation(index));
        }
    }
    let (id, number) = seen[0].split_once('.').expect("a dot");
    assert!(id.len() == 8 && id.bytes().all(|byte| byte.is_ascii_hexdigit()));
    assert!(number.parse::<u64>().is_ok());
    let total = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), total, "{seen:?}");
}

#[test]
fn a_crash_before_the_commit_leaves_the_last_commit() {
    let (directory, index) = new_index();
    let model = named(&["a", "b"]);
    fill(&index, model.values().cloned(), 1);

    let mut writer = index.writer().expect("the only writer");
    for document in many(500).into_values() {
        writer.put(document).expect("a valid document");
    }
    writer.remove("a");
    // The files of a process that stops here, without any of its clean-up.
    let crashed = tempfile::tempdir().expect("a temporary directory");
    copy(directory.path(), crashed.path());
    check_holds(&open(crashed.path()), &model, 1);
    fill(&open(crashed.path()), named(&["c"]).into_values(), 2);
    check_holds(&open(crashed.path()), &named(&["a", "b", "c"]), 2);

    drop(writer);
    check_holds(&index, &model, 1);
    writer = index.writer().expect("the only writer");
    writer.remove("a");
    writer.rollback().expect("a rollback");
    writer.commit(Stamp::at(2)).expect("a commit");
    check_holds(&index, &model, 2);
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("a directory") {
        let entry = entry.expect("an entry");
        match fs::copy(entry.path(), to.join(entry.file_name())) {
            // A temporary file that has got its name in the meantime.
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            copied => assert!(copied.is_ok(), "{copied:?}"),
        }
    }
}

#[test]
fn there_is_one_writer() {
    let (directory, index) = new_index();
    let writer = index.writer().expect("the only writer");
    assert!(matches!(index.writer(), Err(Error::Busy)));
    assert!(matches!(open(directory.path()).writer(), Err(Error::Busy)));
    drop(writer);
    assert!(index.writer().is_ok());
}

#[test]
fn another_layout_is_told_apart() {
    let (directory, index) = new_index();
    drop(index);
    let changed = |change: fn(&mut Layout)| {
        let mut layout = layout();
        change(&mut layout);
        Index::open_or_create(directory.path(), layout).map(|_| ())
    };
    let changes: [fn(&mut Layout); 4] = [
        |layout| layout.tag.push('!'),
        |layout| layout.numbers.swap(0, 1),
        |layout| layout.numbers[0].push('!'),
        |layout| layout.numbers.truncate(2),
    ];
    for (case, change) in changes.iter().enumerate() {
        let result = changed(*change);
        assert!(matches!(result, Err(Error::LayoutChanged(_))), "case {case}: {result:?}");
    }
    assert!(changed(|_| {}).is_ok());
}

#[test]
fn a_held_snapshot_does_not_move() {
    let (_directory, index) = new_index();
    let model = many(300);
    fill(&index, model.values().cloned(), 1);
    let held = index.snapshot().expect("a snapshot");

    let mut writer = index.writer().expect("the only writer");
    for round in 2..14 {
        for key in model.keys() {
            writer.remove(key);
        }
        for document in named(&["a", "b"]).into_values() {
            writer.put(document).expect("a valid document");
        }
        writer.commit(Stamp::at(round)).expect("a commit");
    }
    writer.finish().expect("merges end");
    check_holds(&index, &named(&["a", "b"]), 13);
    assert_eq!(held.stamp(), Stamp::at(1));
    check_same(&held, &model, &Credits::none());
}

#[test]
fn without_a_commit_the_snapshot_is_the_same_one() {
    let (_directory, index) = new_index();
    fill(&index, named(&["a"]).into_values(), 1);
    let first = index.snapshot().expect("a snapshot");
    assert!(Arc::ptr_eq(&first, &index.snapshot().expect("a snapshot")));
    fill(&index, [], 2);
    assert!(!Arc::ptr_eq(&first, &index.snapshot().expect("a snapshot")));
}

#[test]
fn indexes_writers_and_snapshots_may_move_between_threads() {
    fn check<T: Send + Sync>() {}
    check::<Index>();
    check::<Writer>();
    check::<Snapshot>();
}

#[test]
fn readers_on_other_threads_see_whole_commits() {
    let (_directory, index) = new_index();
    fill(&index, batch(0), 0);
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut last = 0;
            while last < 15 {
                let snapshot = index.snapshot().expect("a snapshot");
                check_batch(&snapshot);
                assert!(snapshot.stamp().revision >= last, "time runs forward");
                last = snapshot.stamp().revision;
            }
        });
        for revision in 1..=15 {
            fill(&index, batch(revision), revision);
        }
        reader.join().expect("the reader found no fault");
    });
}

/// The same twenty keys in every batch, with the revision as their record.
pub(crate) fn batch(revision: u64) -> impl Iterator<Item = Document> {
    (0..20).map(move |number| Document {
        record: revision.to_string().into_bytes(),
        ..document(&format!("k{number}"), &[], [None; 3], "")
    })
}

pub(crate) fn check_batch(snapshot: &Snapshot) {
    let ids = snapshot.keys_after(None, usize::MAX);
    assert_eq!(ids.len(), 20);
    for id in ids {
        let record = snapshot.record(id).expect("a readable record");
        assert_eq!(record, snapshot.stamp().revision.to_string().into_bytes());
    }
}

#[test]
fn a_refused_document_changes_nothing() {
    let (_directory, index) = new_index();
    let mut writer = index.writer().expect("the only writer");
    let good = document("a", &[(1, 1)], [Some(1), None, None], "");
    writer.put(good.clone()).expect("a valid document");
    let mut bad = good.clone();
    bad.numbers.clear();
    assert!(matches!(writer.put(bad), Err(Error::Invalid(_))));
    writer.commit(Stamp::at(1)).expect("a commit");
    let model = Model::from([("a".to_owned(), good)]);
    check_holds(&index, &model, 1);
}

/// tantivy would take the first removal of a new writer, which is part of a put, for
/// committed when it merges.
#[test]
fn a_merge_does_not_make_an_uncommitted_removal_count() {
    for rolls_back in [false, true] {
        let (_directory, index) = new_index();
        let model = many(12);
        // A segment for each commit, so that there is something to merge.
        for document in model.values() {
            fill(&index, [document.clone()], 1);
        }
        let mut writer = index.writer().expect("the only writer");
        if rolls_back {
            writer.rollback().expect("a rollback");
        }
        let first = model.values().next().expect("a document");
        writer.put(first.clone()).expect("a valid document");
        writer.finish().expect("merges end");
        check_holds(&index, &model, 1);
    }
}
