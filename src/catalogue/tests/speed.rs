//! How long a large feed takes. Run with
//! `cargo test --release --lib catalogue::tests::speed -- --ignored --nocapture`.

use super::*;
use std::time::Instant;

const RECORDS: usize = 100_000;
const BATCH: usize = 1_000;
const PAGE: u32 = 5_000;

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
    let start = Instant::now();
    let mut import = world.catalogue.begin(header).await.expect("an import");
    for batch in batches {
        import.stage(batch).await.expect("room");
    }
    let staged = start.elapsed();
    let outcome = import.commit(tally).await.expect("a commit");
    let committed = start.elapsed() - staged;
    eprintln!(
        "{what}: stage {staged:.2?}, commit {committed:.2?}; accepted {} unchanged {} removed {}",
        outcome.accepted, outcome.unchanged, outcome.removed
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement"]
async fn a_hundred_thousand_records() {
    let world = World::new().await;
    import(&world, "all new", full("a", "1"), records(1)).await;
    import(&world, "all unchanged", full("a", "2"), records(1)).await;
    import(&world, "all changed", full("a", "3"), records(2)).await;
    let start = Instant::now();
    let feed = world.feed(PAGE).await;
    eprintln!("read back in pages of {PAGE}: {:.2?} for {} records", start.elapsed(), feed.len());
    let start = Instant::now();
    world.catalogue.delete(&feed[0].key).await.expect("a removal");
    eprintln!("one removal: {:.2?}", start.elapsed());
    let start = Instant::now();
    let count = world.catalogue.count_live().await.expect("a count");
    eprintln!("count of {count}: {:.2?}", start.elapsed());
    import(&world, "all removed", ImportHeader { allow_shrink: true, ..full("a", "4") }, Vec::new()).await;
    for file in std::fs::read_dir(world.directory.path()).expect("the directory") {
        let file = file.expect("a file");
        eprintln!("{:?}: {} MB", file.file_name(), file.metadata().expect("its size").len() >> 20);
    }
}
