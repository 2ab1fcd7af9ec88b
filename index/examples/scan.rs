//! temporary measurement
#![expect(clippy::print_stdout, reason = "x")]
use loopbaanbrug_index::*;
use std::time::Instant;

struct J {
    hours: Option<(Column, i32)>,
    f: Column,
}
impl Judge for J {
    fn admits(&mut self, row: &Row<'_>) -> bool {
        self.hours.is_none_or(|(c, m)| row.number(c).is_some_and(|v| v < m))
    }
    fn ceiling(&self, s: Share) -> i32 {
        if s.of == 0 { 0 } else { i32::try_from(s.got * 1000 / (s.of * 1000 / 10).max(1)).unwrap_or(i32::MAX) + 50 }
    }
    fn points(&mut self, row: &Row<'_>, s: Share) -> i32 {
        self.ceiling(s) - 50 + row.number(self.f).unwrap_or(0) % 50
    }
    fn freshness(&self, row: &Row<'_>) -> i32 {
        row.number(self.f).unwrap_or(0)
    }
}

fn main() {
    let dir = tempfile::tempdir().expect("d");
    let layout = Layout { tag: String::new(), numbers: ["a", "b", "c", "d", "e", "f"].map(str::to_owned).to_vec() };
    let index = Index::open_or_create(dir.path(), layout.clone()).expect("o");
    let n: u32 = std::env::args().nth(1).map_or(100_000, |s| s.parse().expect("n"));
    let mut s = 1u64;
    let mut rnd = move |m: u32| {
        s = s.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        u32::try_from(s >> 33).expect("x") % m
    };
    let t = Instant::now();
    let mut w = index.writer().expect("w");
    for i in 0..n {
        let terms = (0..11 + rnd(7))
            .map(|_| {
                (
                    Term::new(rnd(14_000).min(rnd(14_000))).expect("t"),
                    Weight::new(u16::try_from(1 + rnd(1000)).expect("x")).expect("w"),
                )
            })
            .collect();
        w.put(Document {
            key: format!("source/{i:08}"),
            terms,
            numbers: (0..6).map(|_| Some(i32::try_from(rnd(1000)).expect("x"))).collect(),
            title: format!("Lasser {}", rnd(1000)),
            body: "Je werkt in een team aan vergunningen ".repeat(10),
            record: vec![7; 600],
        })
        .expect("p");
    }
    w.commit(Stamp { revision: 1 }).expect("c");
    println!("put+commit {:?}", t.elapsed());
    let t = Instant::now();
    w.finish().expect("f");
    println!("merges {:?}", t.elapsed());
    let t = Instant::now();
    drop(index);
    let index = Index::open_or_create(dir.path(), layout).expect("o");
    println!("open+verify {:?}", t.elapsed());
    let t = Instant::now();
    let snap = index.snapshot().expect("s");
    println!("snapshot {:?} docs {}", t.elapsed(), snap.len());
    let t = Instant::now();
    for _ in 0..100 {
        index.snapshot().expect("s");
    }
    println!("same snapshot {:?}", t.elapsed() / 100);
    let t = Instant::now();
    let mut credits = Credits::none();
    for _ in 0..400 {
        credits.set(Term::new(rnd(14_000)).expect("t"), u16::try_from(rnd(1001)).expect("x")).expect("s");
    }
    println!("credits {:?}", t.elapsed());
    for (name, hours) in
        [("no filter", None), ("2 %", Some((Column_a(&snap), 20))), ("50 %", Some((Column_a(&snap), 500)))]
    {
        let mut times = vec![];
        let mut last = None;
        for _ in 0..200 {
            let mut j = J { hours, f: snap.layout().column("f").expect("f") };
            let t = Instant::now();
            let top = snap
                .top(&credits, &mut j, TopRequest { k: 20, deadline: Some(t + std::time::Duration::from_secs(9)) })
                .expect("t");
            times.push(t.elapsed());
            last = Some(top);
        }
        times.sort();
        let l = last.expect("l");
        println!(
            "{name}: min {:?} p50 {:?} p99 {:?}, admitted {} best {} left out {:?}",
            times[0], times[100], times[198], l.admitted, l.hits[0].points, l.best_ceiling_left_out
        );
    }
    let t = Instant::now();
    for i in 0..1000 {
        snap.find(&format!("source/{:08}", i * 97 % n)).expect("f");
    }
    println!("find {:?}", t.elapsed() / 1000);
    let t = Instant::now();
    for i in 0..1000 {
        let id = snap.find(&format!("source/{:08}", i * 97 % n)).expect("f");
        snap.record(id).expect("r");
    }
    println!("find+record {:?}", t.elapsed() / 1000);
    let t = Instant::now();
    snap.keys_after(Some("source/00005"), 100);
    println!("page of 100 keys {:?}", t.elapsed());
    let t = Instant::now();
    let m = snap.text_matches("lasser vergunning", Mode::All).expect("t");
    println!("text {:?} {}", t.elapsed(), m.len());
    let mut w = index.writer().expect("w");
    let t = Instant::now();
    w.put(Document { key: "source/00000001".into(), numbers: vec![None; 6], ..Document::default() }).expect("p");
    w.commit(Stamp { revision: 2 }).expect("c");
    println!("small commit {:?}", t.elapsed());
    let t = Instant::now();
    let s2 = index.snapshot().expect("s");
    println!("small snapshot {:?} {}", t.elapsed(), s2.len());
}
#[expect(non_snake_case, reason = "x")]
fn Column_a(s: &Snapshot) -> Column {
    s.layout().column("a").expect("a")
}
