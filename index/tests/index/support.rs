//! A model of an index as a plain map, the judge that the tests use, and the
//! naive answers that the index must match.

use std::collections::BTreeMap;
use std::path::Path;

use loopbaanbrug_index::{
    Column, Counter, Credits, Document, Index, Judge, Layout, Row, RowSet, Rows, Share, Shares, Snapshot, Stamp, Term,
    Top, TopRequest, Weight,
};
use tempfile::TempDir;

/// Documents by key: what an index should hold.
pub(crate) type Model = BTreeMap<String, Document>;

/// Key, points and share of a hit, independent of where it is stored.
pub(crate) type Found = (String, i32, Share);

/// Most points that the bonus column adds.
const BONUS_MAX: i32 = 9;

pub(crate) fn layout() -> Layout {
    Layout { tag: "tests 1".to_owned(), numbers: ["size", "bonus", "date"].map(str::to_owned).to_vec() }
}

pub(crate) fn open(directory: &Path) -> Index {
    Index::open_or_create(directory, layout()).expect("a healthy directory opens")
}

pub(crate) fn new_index() -> (TempDir, Index) {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let index = open(directory.path());
    (directory, index)
}

pub(crate) fn term(number: u32) -> Term {
    Term::new(number).expect("below the limit")
}

pub(crate) fn weight(weight: u16) -> Weight {
    Weight::new(weight).expect("within the limits")
}

/// A document with terms, and numbers for size, bonus and date.
pub(crate) fn document(key: &str, terms: &[(u32, u16)], numbers: [Option<i32>; 3], text: &str) -> Document {
    Document {
        key: key.to_owned(),
        terms: terms.iter().map(|&(number, of)| (term(number), weight(of))).collect(),
        numbers: numbers.to_vec(),
        title: text.to_owned(),
        body: String::new(),
        record: format!("{key} {terms:?} {numbers:?} {text}").into_bytes(),
    }
}

/// Puts documents and commits them.
pub(crate) fn fill(index: &Index, documents: impl IntoIterator<Item = Document>, revision: u64) {
    let mut writer = index.writer().expect("the only writer");
    for document in documents {
        writer.put(document).expect("a valid document");
    }
    writer.commit(Stamp::at(revision)).expect("a commit");
}

/// A pseudo-random sequence that is the same in every run.
pub(crate) struct Sequence(pub(crate) u64);

impl Sequence {
    /// The next number below a limit.
    pub(crate) fn below(&mut self, limit: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let high = u32::try_from(self.0 >> 33).expect("31 bits");
        high % limit
    }
}

/// Many documents with several terms, and with many ties.
pub(crate) fn many(count: u32) -> Model {
    let mut sequence = Sequence(1);
    (0..count)
        .map(|number| {
            let key = format!("k{:05}", (number * 7_919) % count);
            let terms: Vec<(u32, u16)> = (0..sequence.below(20))
                .map(|_| (sequence.below(200), if sequence.below(2) == 0 { 100 } else { 4_095 }))
                .collect();
            let size = (sequence.below(4) > 0).then(|| signed(sequence.below(10)));
            let bonus = Some(signed(sequence.below(10)));
            let date = Some(signed(sequence.below(5)));
            let document = document(&key, &terms, [size, bonus, date], "");
            (key, document)
        })
        .collect()
}

fn signed(number: u32) -> i32 {
    i32::try_from(number).expect("small")
}

/// Admits documents of a size, counts per mille of coverage plus a bonus.
pub(crate) struct Wish {
    pub(crate) size_min: Option<i32>,
    pub(crate) asked: u64,
    pub(crate) tallied: u64,
    size: Column,
    bonus: Column,
    date: Column,
}

impl Wish {
    pub(crate) fn new(size_min: Option<i32>) -> Self {
        let layout = layout();
        let column = |name| layout.column(name).expect("a column of the layout");
        Self { size_min, asked: 0, tallied: 0, size: column("size"), bonus: column("bonus"), date: column("date") }
    }
}

fn admits(size_min: Option<i32>, size: Option<i32>) -> bool {
    size_min.is_none_or(|least| size.is_some_and(|size| size >= least))
}

fn coverage(share: Share) -> i32 {
    i32::try_from(share.got / share.of.max(1)).expect("at most 1,000")
}

fn bonus_points(bonus: Option<i32>) -> i32 {
    bonus.unwrap_or(0).clamp(0, BONUS_MAX)
}

impl Counter for Wish {
    fn admit(&mut self, rows: &Rows<'_>, admitted: &mut RowSet) {
        let before = admitted.len();
        let known = |size| (size != Rows::ABSENT).then_some(size);
        let lost = admitted.retain_numbers(rows.numbers(self.size), |size| admits(self.size_min, known(size)));
        assert_eq!(before - lost, admitted.len());
        assert!(admitted.iter().all(|place| admits(self.size_min, rows.row(place).number(self.size))));
    }

    fn tally(&mut self, _: &Rows<'_>, admitted: &RowSet, _: Shares<'_>) {
        self.tallied += admitted.iter().count() as u64;
    }
}

impl Judge for Wish {
    fn ceiling(&self, share: Share) -> i32 {
        coverage(share) + BONUS_MAX
    }

    fn points(&mut self, row: &Row<'_>, share: Share) -> i32 {
        self.asked += 1;
        coverage(share) + bonus_points(row.number(self.bonus))
    }

    fn freshness(&self, row: &Row<'_>) -> i32 {
        row.number(self.date).unwrap_or(i32::MIN)
    }
}

/// The share by its definition.
pub(crate) fn naive_share(document: &Document, credits: &Credits) -> Share {
    let mut share = Share::default();
    for &(term, weight) in &document.terms {
        share.got += u64::from(credits.get(term)) * u64::from(weight.get());
        share.of += u64::from(weight.get());
    }
    share
}

/// The best k by sorting all documents.
pub(crate) fn naive_top(model: &Model, credits: &Credits, size_min: Option<i32>, k: usize) -> Vec<Found> {
    let mut all: Vec<(i32, i32, &String, Share)> = model
        .values()
        .filter(|document| admits(size_min, document.numbers[0]))
        .map(|document| {
            let share = naive_share(document, credits);
            let points = coverage(share) + bonus_points(document.numbers[1]);
            let freshness = document.numbers[2].unwrap_or(i32::MIN);
            (points, freshness, &document.key, share)
        })
        .collect();
    all.sort_by(|left, right| {
        let by_worth = (right.0, right.1).cmp(&(left.0, left.1));
        by_worth.then_with(|| left.2.cmp(right.2))
    });
    all.into_iter().take(k).map(|(points, _, key, share)| (key.clone(), points, share)).collect()
}

pub(crate) fn top(snapshot: &Snapshot, credits: &Credits, wish: &mut Wish, k: usize) -> Top {
    let request = TopRequest { k, deadline: None };
    let top = snapshot.top(credits, wish, request).expect("no deadline");
    check_proof(&top, k);
    top
}

/// The bar below which documents were not asked leaves out none of the best.
pub(crate) fn check_proof(top: &Top, k: usize) {
    if let (Some(last), Some(left_out_below)) = (top.hits.last(), top.left_out_below) {
        assert!(left_out_below <= last.points, "{left_out_below} could beat {}", last.points);
    }
    if top.hits.len() < k {
        assert_eq!((top.left_out_below, top.asked), (None, top.admitted), "room was left");
    }
}

pub(crate) fn found(snapshot: &Snapshot, top: &Top) -> Vec<Found> {
    top.hits.iter().map(|hit| (snapshot.key(hit.id).to_owned(), hit.points, hit.share)).collect()
}

/// All that a snapshot says must follow from the model and nothing else.
pub(crate) fn check_same(snapshot: &Snapshot, model: &Model, credits: &Credits) {
    assert_eq!(snapshot.len(), model.len());
    assert_eq!(snapshot.is_empty(), model.is_empty());
    let listed = snapshot.keys_after(None, usize::MAX);
    let keys: Vec<&str> = listed.iter().map(|&id| snapshot.key(id)).collect();
    assert!(keys.iter().eq(&model.keys().collect::<Vec<_>>()), "{keys:?}");
    for (document, &id) in model.values().zip(&listed) {
        check_document(snapshot, document, id, credits);
    }
    assert_eq!(snapshot.find("no such key"), None);
    for size_min in [None, Some(1)] {
        for k in [0, 1, 3, model.len(), model.len() + 1] {
            let mut wish = Wish::new(size_min);
            let top = top(snapshot, credits, &mut wish, k);
            assert_eq!(found(snapshot, &top), naive_top(model, credits, size_min, k));
            assert_eq!(top.scanned, model.len() as u64);
            assert_eq!(top.admitted, wish.tallied);
            assert_eq!(top.asked, wish.asked);
            assert!(wish.asked <= top.admitted);
        }
    }
}

fn check_document(snapshot: &Snapshot, document: &Document, id: loopbaanbrug_index::DocumentId, credits: &Credits) {
    assert_eq!(snapshot.find(&document.key), Some(id));
    let record = snapshot.record(id).expect("a readable record");
    assert_eq!(record, document.record);
    for (name, &number) in layout().numbers.iter().zip(&document.numbers) {
        let column = snapshot.layout().column(name).expect("a column");
        assert_eq!(snapshot.number(id, column), number);
        assert_eq!(snapshot.row(id).number(column), number);
    }
    let mut terms: Vec<_> = snapshot.terms(id).collect();
    let mut expected = document.terms.clone();
    terms.sort_unstable();
    expected.sort_unstable();
    assert_eq!(terms, expected);
    assert_eq!(snapshot.share(id, credits), naive_share(document, credits));
}
