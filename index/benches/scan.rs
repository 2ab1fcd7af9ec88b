//! The scan by itself: the best 20 of many made-up documents for a profile that credits some thousand families of terms.
//!
//! `cargo bench -p loopbaanbrug-index --bench scan` uses 100,000 documents (`LOOPBAANBRUG_BENCH_VACANCIES` for another
//! number). The baseline in the same run sums every document's own list of terms by way of a hash map and sorts all.

#![expect(clippy::print_stdout, reason = "a benchmark reports on standard output")]

use std::collections::HashMap;
use std::env;
use std::hint::black_box;
use std::time::{Duration, Instant};

use loopbaanbrug_index::{
    Column, Counter, Credits, Document, Index, Judge, Layout, LeastShare, Row, RowSet, Rows, Share, Shares, Stamp,
    Term, TopRequest, Weight,
};

const FAMILIES: u32 = 18_000;
/// Of each family, as a concept that may be asked at any level or at one of five.
const MEMBERS: u16 = 6;
const TERMS_OF_DOCUMENT: u32 = 16;
/// Families.
const CREDITED: u32 = 1_100;
const HITS: usize = 20;
const ROUNDS: usize = 200;
const BASELINE_ROUNDS: usize = 20;
const OTHER_WORK_BYTES: usize = 20 << 20;

fn main() {
    let documents =
        env::var("LOOPBAANBRUG_BENCH_VACANCIES").ok().and_then(|count| count.parse().ok()).unwrap_or(100_000);
    let directory = tempfile::tempdir().expect("a directory");
    let layout = Layout { tag: "bench".to_owned(), numbers: vec!["group".to_owned(), "closes".to_owned()] };
    let (group, closes) = (layout.column("group").expect("a column"), layout.column("closes").expect("a column"));
    let index = Index::open_or_create(directory.path(), layout).expect("an index");
    let mut random = Sequence(7);
    let all: Vec<Document> = (0..documents).map(|number| document(number, &mut random)).collect();
    let mut writer = index.writer().expect("a writer");
    for document in &all {
        writer.put(document.clone()).expect("a document");
    }
    writer.commit(Stamp::at(1)).expect("a commit");
    let began = Instant::now();
    let snapshot = index.snapshot().expect("a snapshot");
    println!("{:<34}{:>10.2} s", "open", began.elapsed().as_secs_f64());
    let credited = (0..CREDITED).map(|_| (family(&mut random), 300 + random.below(700)));
    let credited: Vec<(Term, u16)> = credited.flat_map(|(family, credit)| all_of(family, credit)).collect();
    let credits = Credits::of(credited.clone()).expect("credits");

    let mut points = Vec::new();
    let mut scan = || {
        let mut judge = Fit { group, closes, groups: vec![0; 4_096], near: 0 };
        let top = snapshot.top(&credits, &mut judge, TopRequest { k: HITS, deadline: None }).expect("in time");
        points = top.hits.iter().map(|hit| hit.points).collect();
        black_box(judge.groups);
    };
    let after_itself = median(ROUNDS, || (), &mut scan);
    let after_others = median(ROUNDS, other_work, &mut scan);
    let mut naive_points = Vec::new();
    let baseline = median(
        BASELINE_ROUNDS,
        || (),
        || {
            let mut credits: HashMap<Term, u16> = HashMap::new();
            for &(term, credit) in &credited {
                let best = credits.entry(term).or_default();
                *best = credit.max(*best);
            }
            naive_points = all.iter().map(|document| points_of(document, &credits)).collect();
            naive_points.sort_unstable_by(|left, right| right.cmp(left));
        },
    );
    assert!(points.iter().eq(naive_points.iter().take(HITS)), "the same points: {points:?}");
    for (what, took) in [("scan after a scan, p50", after_itself), ("scan after other work, p50", after_others)] {
        let ratio = took.as_secs_f64() / baseline.as_secs_f64();
        println!("{what:<34}{:>10.3} ms{ratio:>10.3} × the baseline", took.as_secs_f64() * 1_000.0);
    }
    println!("{:<34}{:>10.3} ms", "baseline", baseline.as_secs_f64() * 1_000.0);
}

/// Leaves little of the index in the processor's caches, as the work between two questions does.
fn other_work() {
    let other = vec![1_u8; OTHER_WORK_BYTES];
    black_box(other.iter().map(|byte| u64::from(*byte)).sum::<u64>());
}

fn median(rounds: usize, before: impl Fn(), mut round: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..rounds)
        .map(|_| {
            before();
            let began = Instant::now();
            round();
            began.elapsed()
        })
        .collect();
    times.sort();
    times[rounds / 2]
}

/// Coverage of 600 points and a bonus of up to 200 by the group, as an opportunity has.
struct Fit {
    group: Column,
    closes: Column,
    groups: Vec<u32>,
    near: u64,
}

const BONUS_MAX: i32 = 200;
const OPEN_FROM: i32 = 50;

fn covered(share: Share) -> i32 {
    i32::try_from(600 * share.got / (1_000 * share.of.max(4_000))).unwrap_or(i32::MAX)
}

fn bonus(group: i32) -> i32 {
    group * 7 % BONUS_MAX
}

impl Counter for Fit {
    fn admit(&mut self, rows: &Rows<'_>, admitted: &mut RowSet) {
        admitted.retain_numbers(rows.numbers(self.closes), |closes| closes >= OPEN_FROM);
    }

    fn tally(&mut self, rows: &Rows<'_>, admitted: &RowSet, shares: Shares<'_>) {
        let groups = rows.numbers(self.group);
        admitted.for_each(|place| {
            self.groups[usize::try_from(groups[place]).unwrap_or(0) % 4_096] += 1;
            let share = shares.get(place);
            self.near += u64::from(share.got > 220 * share.of.max(4_000));
        });
    }
}

impl Judge for Fit {
    fn ceiling(&self, share: Share) -> i32 {
        covered(share) + BONUS_MAX
    }

    fn least_share(&self, points: i32) -> LeastShare {
        LeastShare::new(u64::try_from(points - BONUS_MAX).unwrap_or(0) * 1_000 / 600, 0)
    }

    fn points(&mut self, row: &Row<'_>, share: Share) -> i32 {
        covered(share) + bonus(row.number(self.group).unwrap_or(0))
    }

    fn freshness(&self, row: &Row<'_>) -> i32 {
        row.number(self.closes).unwrap_or(0)
    }
}

fn document(number: u32, random: &mut Sequence) -> Document {
    let weight = |random: &mut Sequence| Weight::new(200 + random.below(3_000)).expect("a weight");
    Document {
        key: format!("made/{number:08}"),
        terms: (0..TERMS_OF_DOCUMENT).map(|_| (term(random), weight(random))).collect(),
        numbers: vec![Some(i32::from(random.below(2_000))), Some(i32::from(random.below(1_000)))],
        ..Document::default()
    }
}

fn points_of(document: &Document, credits: &HashMap<Term, u16>) -> i32 {
    if document.numbers[1].is_none_or(|closes| closes < OPEN_FROM) {
        return -1;
    }
    let of = document.terms.iter().map(|(_, weight)| u64::from(weight.get())).sum();
    let got = |(term, weight): &(Term, Weight)| u64::from(*credits.get(term).unwrap_or(&0)) * u64::from(weight.get());
    let share = Share { got: document.terms.iter().map(got).sum(), of };
    covered(share) + bonus(document.numbers[0].unwrap_or(0))
}

/// Few families are common, most are rare, as skills are.
fn family(random: &mut Sequence) -> u32 {
    let uniform = u32::from(random.below(10_000)) * u32::from(random.below(10_000)) / 10_000;
    uniform * FAMILIES / 10_000
}

fn term(random: &mut Sequence) -> Term {
    let family = family(random);
    Term::of_family(family, random.below(MEMBERS).into()).expect("within the limits")
}

/// The more is asked, the less the credit.
fn all_of(family: u32, credit: u16) -> impl Iterator<Item = (Term, u16)> {
    let member = move |member: u16| Term::of_family(family, member.into()).map(|term| (term, credit - member * 40));
    (0..MEMBERS).filter_map(member)
}

/// The same numbers in every run.
struct Sequence(u64);

impl Sequence {
    fn below(&mut self, limit: u16) -> u16 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u16::try_from((self.0 >> 33) % u64::from(limit)).expect("below the limit")
    }
}
