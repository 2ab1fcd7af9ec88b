//! How long a large feed takes, and how much of the processor. Run with
//! `cargo test --release --lib catalogue::tests::speed -- --ignored --nocapture`.

use super::*;
use std::time::{Duration, Instant};

const RECORDS: usize = 100_000;
const BATCH: usize = 1_000;
const PAGE: u32 = 5_000;

/// Elapsed time and processor time of this process since a moment.
struct Watch {
    start: Instant,
    processor: Duration,
}

impl Watch {
    fn start() -> Self {
        Self { start: Instant::now(), processor: processor() }
    }

    fn tell(&self, what: &str) {
        eprintln!("{what}: {:.2?}, processor {:.2?}", self.start.elapsed(), processor() - self.processor);
    }
}

/// Processor time of all threads; nothing where the system does not tell it in this way.
fn processor() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name in brackets may hold spaces; user and system time are the 12th and 13th after it, in hundredths.
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
    let hundredths: u64 =
        fields.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    Duration::from_millis(hundredths * 10)
}

/// About 1 KB each, in an order that is not that of the ids.
fn records(version: usize) -> Vec<StagedRecord> {
    let text = "Je helpt inwoners aan de balie. ".repeat(30);
    let body = |id: &str| format!(r#"{{"id":"{id}","version":{version},"description":"{text}"}}"#);
    let id = |number: usize| blake3::hash(&number.to_le_bytes()).to_hex()[..24].to_owned();
    (0..RECORDS).map(id).map(|id| record(&id, &body(&id))).collect()
}

async fn import(world: &World, what: &str, header: ImportHeader, records: Vec<StagedRecord>) {
    let tally = tally(&records);
    let batches: Vec<_> = records.chunks(BATCH).map(<[_]>::to_vec).collect();
    let watch = Watch::start();
    let mut import = world.catalogue.begin(header).await.expect("an import");
    for batch in batches {
        import.stage(batch).await.expect("room");
    }
    watch.tell(&format!("{what}, stage"));
    let watch = Watch::start();
    let outcome = import.commit(tally).await.expect("a commit");
    let ImportOutcome { accepted, unchanged, removed, .. } = outcome;
    watch.tell(&format!("{what}, commit of {accepted} accepted, {unchanged} unchanged, {removed} removed"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement"]
async fn a_hundred_thousand_records() {
    let world = World::new().await;
    import(&world, "all new", full("a", "1"), records(1)).await;
    let watch = Watch::start();
    let feed = world.feed(PAGE).await;
    watch.tell(&format!("{} records read back in pages of {PAGE}", feed.len()));
    import(&world, "all unchanged", full("a", "2"), records(1)).await;
    import(&world, "all changed", full("a", "3"), records(2)).await;
    let watch = Watch::start();
    world.catalogue.delete(&feed[0].key).await.expect("a removal");
    watch.tell("one removal");
    let watch = Watch::start();
    let count = world.catalogue.count_live().await.expect("a count");
    watch.tell(&format!("count of {count}"));
    import(&world, "all removed", ImportHeader { allow_shrink: true, ..full("a", "4") }, Vec::new()).await;
    for file in std::fs::read_dir(world.directory.path()).expect("the directory") {
        let file = file.expect("a file");
        eprintln!("{:?}: {} MB", file.file_name(), file.metadata().expect("its size").len() >> 20);
    }
}
