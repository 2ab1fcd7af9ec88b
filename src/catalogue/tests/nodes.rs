//! Nodes beside each other on one PostgreSQL: revisions in commit order, imports that are seen whole, claims between nodes.

use super::*;
use crate::catalogue::listen::POLL_INTERVAL;
use sqlx::{Connection, Executor, PgConnection};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Longest wait for what must come.
const PATIENCE: Duration = Duration::from_secs(60);

/// Nodes that write.
const NODES: usize = 3;
/// Sources of each node.
const SOURCES: usize = 2;
/// Imports of each source.
const ROUNDS: u64 = 12;
/// Records of each import.
const RECORDS: usize = 150;

async fn postgres() -> Option<World> {
    World::of(Store::Postgres).await
}

/// A follower's view: what each source holds, by id.
type Held = BTreeMap<OpportunityKey, String>;

/// Reads the feed up to a revision that stood still while it was read, as a follower does.
async fn catch_up(catalogue: &Catalogue, cursor: &mut ChangeCursor, held: &mut Held) -> u64 {
    let mut target = catalogue.revision().await.expect("the revision");
    loop {
        let page = catalogue.changes(cursor, target, 97).await.expect("a page");
        for change in page.iter().cloned() {
            *cursor = change.cursor();
            match change.body {
                Some(body) => held.insert(change.key, body),
                None => held.remove(&change.key),
            };
        }
        if page.is_empty() {
            match catalogue.revision().await.expect("the revision") {
                now if now == target => return target,
                now => target = now,
            }
        }
    }
}

/// Every import replaces all records of its source by its own number, so a source shows one number only.
fn assert_whole(held: &Held, revision: u64) {
    let mut numbers: BTreeMap<&str, (&str, usize)> = BTreeMap::new();
    for (key, body) in held {
        let (number, count) = numbers.entry(key.source.as_str()).or_insert((body, 0));
        assert_eq!(number, body, "half an import of {key} at revision {revision}");
        *count += 1;
    }
    assert!(numbers.values().all(|(_, count)| *count == RECORDS), "{numbers:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writers_on_several_nodes_take_gapless_revisions_and_a_follower_sees_whole_imports() {
    let Some(world) = postgres().await else { return };
    let writing = Arc::new(AtomicBool::new(true));
    let (reader, still) = (world.open_again().await, Arc::clone(&writing));
    let follower = tokio::spawn(async move {
        let (mut cursor, mut held, mut states) = (ChangeCursor::default(), Held::new(), 0);
        let mut last = 0;
        loop {
            let ended = !still.load(Ordering::Acquire);
            let revision = catch_up(&reader, &mut cursor, &mut held).await;
            assert_whole(&held, revision);
            assert!(revision >= last, "revisions do not go back");
            states += u64::from(revision > last);
            last = revision;
            if ended {
                return (last, held.len(), states);
            }
        }
    });
    let mut senders = tokio::task::JoinSet::new();
    for node in 0..NODES {
        let catalogue = world.open_again().await;
        for source in 0..SOURCES {
            let catalogue = catalogue.clone();
            senders.spawn(async move { import_rounds(&catalogue, &format!("n{node}-{source}")).await });
        }
    }
    let mut revisions = senders.join_all().await.concat();
    writing.store(false, Ordering::Release);
    revisions.sort_unstable();
    let last = (NODES * SOURCES) as u64 * ROUNDS;
    assert_eq!(revisions, (1..=last).collect::<Vec<_>>(), "each revision once, none left out");
    let (reached, records, states) = follower.await.expect("the follower");
    assert_eq!((reached, records), (last, NODES * SOURCES * RECORDS));
    assert!(states > 3, "the follower read while the others wrote: {states} states");
}

async fn import_rounds(catalogue: &Catalogue, source: &str) -> Vec<u64> {
    let mut revisions = Vec::new();
    for round in 0..ROUNDS {
        let body = round.to_string();
        let records: Vec<_> = (0..RECORDS).map(|number| record(&format!("v-{number}"), &body)).collect();
        let tally = tally(&records);
        let mut import = catalogue.begin(full(source, &body)).await.expect("a free source");
        import.stage(records).await.expect("room");
        revisions.push(import.commit(tally).await.expect("a commit").revision);
    }
    assert!(revisions.is_sorted());
    revisions
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_source_is_imported_by_one_node_at_a_time() {
    let Some(world) = postgres().await else { return };
    let other = world.open_again().await;
    let (import, tally) = world.staged(full("a", "1"), &[("x", "1")]).await.expect("an import");
    let refused = other.begin(full("a", "2")).await.expect_err("an import on another node");
    assert!(matches!(refused, CatalogueError::ImportInProgress { .. }), "{refused}");
    drop(other.begin(full("b", "1")).await.expect("another source"));
    import.commit(tally).await.expect("a commit");
    drop(other.begin(full("a", "2")).await.expect("free after the commit"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_import_that_is_dropped_frees_its_source_for_other_nodes() {
    let Some(world) = postgres().await else { return };
    let other = world.open_again().await;
    drop(world.staged(full("a", "1"), &[("x", "1")]).await.expect("an import"));
    let start = Instant::now();
    while let Err(refused) = other.begin(full("a", "2")).await {
        assert!(matches!(refused, CatalogueError::ImportInProgress { .. }), "{refused}");
        assert!(start.elapsed() < Duration::from_secs(10), "freed at once, long before the claim lapses");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// A node that could not renew its claim must not commit after another one took over.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_import_whose_claim_was_taken_over_is_refused() {
    let Some(world) = postgres().await else { return };
    let other = world.open_again().await;
    let (paused, tally) = world.staged(full("a", "1"), &[("x", "1")]).await.expect("an import");
    let mut administrator = PgConnection::connect(&world.address()).await.expect("a connection");
    let lapse = "UPDATE import_claim SET lapses_at = now() - interval '1 second'";
    administrator.execute(lapse).await.expect("the claim has lapsed");
    let taken = other.begin(full("a", "2")).await.expect("taken over");
    let refused = paused.commit(tally).await.expect_err("a claim that is gone");
    assert!(matches!(refused, CatalogueError::ImportInProgress { .. }), "{refused}");
    assert_eq!(world.revision().await, 0, "nothing was changed");
    drop(taken);
}

/// Waits until a node has heard of a revision; says how long it took.
async fn hear(revisions: &mut tokio::sync::watch::Receiver<u64>, revision: u64) -> Duration {
    let start = Instant::now();
    let heard = tokio::time::timeout(PATIENCE, revisions.wait_for(|heard| *heard >= revision)).await;
    heard.expect("in time").expect("a catalogue that is open");
    start.elapsed()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn other_nodes_hear_of_a_commit_long_before_they_would_poll() {
    let Some(world) = postgres().await else { return };
    let other = world.open_again().await;
    let mut revisions = other.watch_revision();
    // The node may still be on its way to listening.
    world.delta("0", &[("x", "0")]).await;
    hear(&mut revisions, 1).await;
    let mut waits = Vec::new();
    for round in 1..=5 {
        let revision = world.delta(&round.to_string(), &[("x", &round.to_string())]).await.revision;
        waits.push(hear(&mut revisions, revision).await);
    }
    waits.sort_unstable();
    assert!(waits[2] < POLL_INTERVAL / 4, "{waits:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_whose_connections_broke_hears_of_what_it_missed() {
    let Some(world) = postgres().await else { return };
    let other = world.open_again().await;
    let mut revisions = other.watch_revision();
    world.delta("1", &[("x", "1")]).await;
    hear(&mut revisions, 1).await;
    let mut administrator = PgConnection::connect(&world.address()).await.expect("a connection");
    let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
               WHERE datname = current_database() AND pid <> pg_backend_pid()";
    for round in 2..5 {
        administrator.execute(cut).await.expect("every connection is cut");
        // A connection that was cut may fail the first call that takes it up.
        let revision = eventually(async || {
            let import = world.import(delta("a", &round.to_string()), &[("x", &round.to_string())]).await?;
            Ok(import.revision)
        });
        assert_eq!(revision.await, round, "the import was applied once");
        hear(&mut revisions, round).await;
    }
    assert_eq!(eventually(async || other.revision().await).await, 4);
}

/// Calls until the storage no longer refuses.
async fn eventually<T>(call: impl AsyncFn() -> Result<T, CatalogueError>) -> T {
    let start = Instant::now();
    loop {
        match call().await {
            Ok(answer) => return answer,
            Err(refused) => assert!(refused.is_storage_refusal() && start.elapsed() < PATIENCE, "{refused:?}"),
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restart_of_the_database_is_ridden_out() {
    let Some(mut server) = postgres::Server::own("a restart of the database") else { return };
    let directory = tempfile::tempdir().expect("a directory");
    let address = server.database().await;
    let catalogue = open_at(directory.path(), Some(&address)).await;
    let other = open_at(directory.path(), Some(&address)).await;
    let mut revisions = other.watch_revision();
    let world = World { catalogue, directory, address: Some(address) };
    world.full("1", &[("x", "1")]).await;
    let (staged, tally) = world.staged(full("b", "1"), &[("y", "1")]).await.expect("an import");
    server.stop();
    let start = Instant::now();
    let refused = world.catalogue.revision().await.expect_err("no database");
    assert!(refused.is_storage_refusal(), "{refused:?}");
    let refused = world.import(full("a", "2"), &[("x", "2")]).await.expect_err("no database");
    assert!(refused.is_storage_refusal(), "{refused:?}");
    assert!(start.elapsed() < Duration::from_secs(30), "callers are not kept waiting");
    server.start_again();
    // The claim of the import that was under way is still held, so it goes on as if nothing had been.
    assert_eq!(eventually(async || world.catalogue.revision().await).await, 1);
    assert_eq!(staged.commit(tally).await.expect("the import under way").revision, 2);
    let outcome = eventually(async || world.import(full("a", "2"), &[("x", "2")]).await).await;
    assert_eq!((outcome.revision, outcome.repeated), (3, false));
    hear(&mut revisions, 3).await;
    assert_eq!(world.told().await, ["2 b/y 1", "3 a/x 2"]);
}
