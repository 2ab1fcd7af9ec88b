//! The same documents give the same answers, whatever the history of commits.

use loopbaanbrug_index::{Credits, Document, Index, Stamp};
use proptest::prelude::*;

use crate::support::{Model, check_same, document, fill, new_index};

/// One step in the history of an index.
#[derive(Clone, Debug)]
enum Step {
    Put(Document),
    Remove(String),
    Commit,
    Rollback,
    Reopen,
}

fn any_key() -> impl Strategy<Value = String> {
    // Keys of several lengths, so that order by bytes matters.
    (0_u32..16).prop_map(|number| format!("k{}", number * number))
}

fn any_document() -> impl Strategy<Value = Document> {
    let terms = prop::collection::vec((0_u32..8, 1_u16..4), 0..10);
    let number = || prop::option::of(0..3);
    (any_key(), terms, number(), number(), number())
        .prop_map(|(key, terms, size, bonus, date)| document(&key, &terms, [size, bonus, date], "tekst"))
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        12 => any_document().prop_map(Step::Put),
        4 => any_key().prop_map(Step::Remove),
        3 => Just(Step::Commit),
        1 => Just(Step::Rollback),
        1 => Just(Step::Reopen),
    ]
}

fn any_credits() -> impl Strategy<Value = Credits> {
    prop::collection::vec(prop::sample::select(vec![0_u16, 400, 999, 1_000]), 0..8)
        .prop_map(|values| Credits::from_values(&values).expect("small credits"))
}

/// Runs a history and checks every commit on the way; returns the last model.
fn run(steps: &[Step], credits: &Credits) -> Model {
    let (directory, index) = new_index();
    let mut index = Some(index);
    let mut writer = Some(writer_of(&index));
    let (mut committed, mut pending) = (Model::new(), Model::new());
    let mut revision = 0;
    for step in steps {
        let open = writer.as_mut().expect("a writer");
        match step {
            Step::Put(document) => {
                open.put(document.clone()).expect("a valid document");
                pending.insert(document.key.clone(), document.clone());
            }
            Step::Remove(key) => {
                open.remove(key);
                pending.remove(key);
            }
            Step::Commit => {
                revision += 1;
                open.commit(Stamp::at(revision)).expect("a commit");
                committed = pending.clone();
                let index = index.as_ref().expect("an index");
                check_state(index, &committed, revision, credits);
            }
            Step::Rollback => {
                open.rollback().expect("a rollback");
                pending = committed.clone();
            }
            Step::Reopen => {
                drop(writer.take());
                drop(index.take());
                index = Some(crate::support::open(directory.path()));
                writer = Some(writer_of(&index));
                pending = committed.clone();
            }
        }
    }
    check_state(index.as_ref().expect("an index"), &committed, revision, credits);
    writer.expect("a writer").finish().expect("merges end");
    check_state(index.as_ref().expect("an index"), &committed, revision, credits);
    committed
}

fn writer_of(index: &Option<Index>) -> loopbaanbrug_index::Writer {
    let index = index.as_ref().expect("an index");
    index.writer().expect("the only writer")
}

fn check_state(index: &Index, model: &Model, revision: u64, credits: &Credits) {
    let snapshot = index.snapshot().expect("a snapshot");
    assert_eq!(snapshot.stamp(), Stamp::at(revision));
    check_same(&snapshot, model, credits);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn only_the_documents_decide(
        steps in prop::collection::vec(any_step(), 0..50),
        credits in any_credits(),
    ) {
        let model = run(&steps, &credits);
        let (_directory, fresh) = new_index();
        fill(&fresh, model.values().cloned(), 1);
        check_state(&fresh, &model, 1, &credits);
    }
}

#[test]
fn ties_are_broken_by_freshness_and_then_by_key() {
    let (_directory, index) = new_index();
    let dated = |key, date| document(key, &[(1, 10)], [None, None, date], "");
    let documents =
        [dated("c", Some(5)), dated("a", Some(5)), dated("z", Some(6)), dated("b", Some(5)), dated("old", None)];
    // A commit each, so that the order of the segments is not the order of the keys.
    for (revision, document) in (1..).zip(documents) {
        fill(&index, [document], revision);
    }
    let snapshot = index.snapshot().expect("a snapshot");
    let mut wish = crate::support::Wish::new(None);
    let top = crate::support::top(&snapshot, &Credits::none(), &mut wish, 5);
    let keys: Vec<&str> = top.hits.iter().map(|hit| snapshot.key(hit.id)).collect();
    assert_eq!(keys, ["z", "a", "b", "c", "old"]);
}

#[test]
fn a_term_that_stands_twice_counts_twice() {
    let (_directory, index) = new_index();
    let twice = document("a", &[(1, 10), (1, 10), (2, 20)], [None; 3], "");
    fill(&index, [twice], 1);
    let snapshot = index.snapshot().expect("a snapshot");
    let credits = Credits::from_values(&[0, 500]).expect("small credits");
    let id = snapshot.find("a").expect("the document");
    let share = snapshot.share(id, &credits);
    assert_eq!((share.got, share.of), (10_000, 40));
}

#[test]
fn the_heaviest_document_is_summed_exactly() {
    let (_directory, index) = new_index();
    let heaviest = [(1, 4_095); Document::TERMS_LIMIT];
    fill(&index, [document("a", &heaviest, [None; 3], "")], 1);
    let snapshot = index.snapshot().expect("a snapshot");
    let credits = Credits::from_values(&[0, Credits::CREDIT_LIMIT]).expect("small credits");
    let id = snapshot.find("a").expect("the document");
    let share = snapshot.share(id, &credits);
    assert_eq!(share.of, 1_024 * 4_095);
    assert_eq!(share.got, 1_000 * share.of);
}
