//! An index that went along with imports holds what one holds that read the feed of changes afterwards. What the catalogue
//! has lost is noticed, by indexes and by watchers.

use crate::support::{World, header, open, profile_of};
use loopbaanbrug::{
    catalogue::ImportMode,
    domain::OpportunityKind,
    engine::{EngineError, WatchFrom, Watching},
    generate,
    taxonomy::Taxonomy,
};
use sqlx::{Connection, Executor, SqliteConnection};
use std::{collections::BTreeSet, fs, path::Path, time::Duration};

/// Enough for the follower to go along while the import is being applied.
const RECORDS: u64 = 6_000;

fn feed(records: u64, seed: u64) -> Vec<u8> {
    let taxonomy = Taxonomy::starter().expect("the starter taxonomy");
    generate::vacancies(&taxonomy, records, seed).collect::<Vec<_>>().join("\n").into_bytes()
}

/// Everything that an answer shows of the best matches.
async fn best(world: &World) -> Vec<(String, i32)> {
    let best = world.best(&profile_of(Vec::new()), OpportunityKind::Vacancy, 200).await;
    best.iter().map(|it| (it.listed.key.to_string(), it.total.points())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn going_along_with_imports_gives_the_same_index_as_reading_the_feed() {
    let world = World::empty().await;
    world.import("a", ImportMode::Full, &feed(RECORDS, 1)).await;
    world.import("b", ImportMode::Delta, &feed(10, 2)).await;
    // A tenth vanishes, the rest is other than before.
    world.import("a", ImportMode::Full, &feed(RECORDS * 9 / 10, 3)).await;
    let (along, context) = (best(&world).await, world.engine.context());
    let world = reopened(world, |directory| {
        fs::remove_dir_all(directory.join("index")).expect("the index is deleted");
    });
    let world = world.await;
    assert_eq!(world.engine.context(), context);
    assert_eq!(best(&world).await, along);
    assert_eq!(along.len(), 200);
}

/// A failover that lost the last commits, as seen from inside: the database is at revision 1 again.
async fn lose_all_but_the_first(directory: &Path) {
    let address = directory.join("catalogue.sqlite").display().to_string();
    let mut database = SqliteConnection::connect(&address).await.expect("the database");
    for statement in [
        "DELETE FROM record WHERE revision > 1",
        "DELETE FROM import WHERE revision > 1",
        "DELETE FROM revision_mark WHERE revision > 1",
        "UPDATE head SET revision = 1",
    ] {
        database.execute(statement).await.expect("altered");
    }
    database.close().await.expect("closed");
}

/// Sources of the best matches.
async fn sources(world: &World) -> BTreeSet<String> {
    best(world).await.iter().filter_map(|(key, _)| Some(key.split_once('/')?.0.to_owned())).collect()
}

/// Numbers are given again after a failover that lost commits, so a number alone says nothing. What was followed of the lost
/// ones must be gone, soon and for good, whether or not the catalogue has come further than it ever was.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_failover_lost_is_noticed_while_serving_and_never_mixed_with_what_follows() {
    for further in [false, true] {
        let world = World::empty().await;
        for (seed, source) in (1..).zip(["a", "lost-b", "lost-c"]) {
            world.import(source, ImportMode::Full, &feed(40, seed)).await;
        }
        lose_all_but_the_first(world.directory.path()).await;
        let after: &[&str] = if further { &["d", "e", "f"] } else { &["d"] };
        import_unserved(&world, after).await;
        let expected: BTreeSet<String> = ["a"].iter().chain(after).map(|source| (*source).to_owned()).collect();
        let settled = async {
            while sources(&world).await != expected {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(30), settled).await.expect("noticed");
        let found = world.engine.verify().await.expect("a check");
        assert_eq!((found.differences, found.context.catalogue_revision), (0, 1 + after.len() as u64), "{found:?}");
        assert!(world.engine.is_ready());
    }
}

/// Imports each source after a loss, when it may take a while until anything is served.
async fn import_unserved(world: &World, sources: &[&str]) {
    for (seed, source) in (4..).zip(sources) {
        let mut session = world.engine.import(header(source, ImportMode::Full)).await.expect("an import begins");
        session.push(&feed(40, seed)).await.expect("taken");
        session.finish().await.expect("imported");
    }
}

/// Reads until everything was given; the revision, where to go on, and where after the first step.
async fn read_all(watching: &mut Watching) -> Result<(u64, String, String), EngineError> {
    let mut first = None;
    loop {
        let step = watching.next().await?;
        let first = first.get_or_insert_with(|| step.resume_token.clone());
        if let Some(revision) = step.complete_revision {
            return Ok((revision, step.resume_token, first.clone()));
        }
    }
}

/// A watcher holds what was lost, and would never learn that it is gone: no removal of it will ever come.
#[tokio::test(flavor = "multi_thread")]
async fn a_watcher_is_told_that_what_it_was_given_was_lost() {
    for after in [&["d"][..], &["d", "e"], &["d", "e", "f"]] {
        let world = World::empty().await;
        for (seed, source) in (1..).zip(["a", "lost-b", "lost-c"]) {
            world.import(source, ImportMode::Full, &feed(40, seed)).await;
        }
        let mut watching = world.engine.watch(WatchFrom::Revision(0), None).await.expect("a watcher");
        let (revision, token, halfway) = read_all(&mut watching).await.expect("all there is");
        assert_eq!(revision, 3);
        lose_all_but_the_first(world.directory.path()).await;
        import_unserved(&world, after).await;
        let current = 1 + after.len() as u64;
        let is_told = |error: EngineError| {
            let told = matches!(error, EngineError::RevisionLost { asked: 3, current: now } if now == current);
            assert!(told, "{error}");
        };
        is_told(read_all(&mut watching).await.expect_err("lost"));
        for token in [token, halfway] {
            is_told(world.engine.watch(WatchFrom::Token(token), None).await.expect_err("lost"));
        }
        let mut again = world.engine.watch(WatchFrom::Revision(0), None).await.expect("from the beginning");
        let (revision, token, _) = read_all(&mut again).await.expect("what there is now");
        assert_eq!(revision, current);
        world.engine.watch(WatchFrom::Token(token), None).await.expect("goes on");
    }
}

/// The same for a node that was away meanwhile: its index is at a revision that the catalogue has, and yet has not.
#[tokio::test(flavor = "multi_thread")]
async fn an_index_of_another_history_is_built_again() {
    let world = World::empty().await;
    for (seed, source) in (1..).zip(["a", "lost-b", "lost-c"]) {
        world.import(source, ImportMode::Full, &feed(40, seed)).await;
    }
    let (index, away) = (|directory: &Path| directory.join("index"), |directory: &Path| directory.join("away"));
    let world = reopened(world, |directory| fs::rename(index(directory), away(directory)).expect("moved away")).await;
    let World { engine, directory } = world;
    engine.close().await;
    drop(engine);
    lose_all_but_the_first(directory.path()).await;
    let world = World { engine: open(directory.path()).await, directory };
    for (seed, source) in (4..).zip(["d", "e", "f"]) {
        world.import(source, ImportMode::Full, &feed(40, seed)).await;
    }
    let world = reopened(world, |directory| {
        fs::rename(index(directory), directory.join("gone")).expect("removed");
        fs::rename(away(directory), index(directory)).expect("back");
    });
    assert_eq!(sources(&world.await).await, ["a", "d", "e", "f"].map(str::to_owned).into());
}

/// Closes a world, does something to its files and opens it again.
async fn reopened(world: World, between: impl FnOnce(&Path)) -> World {
    let World { engine, directory } = world;
    engine.close().await;
    drop(engine);
    between(directory.path());
    let engine = open(directory.path()).await;
    engine.ready().await;
    World { engine, directory }
}

/// After a restored backup, or a failover that lost commits, the index knows of revisions that are no more. What comes in
/// their place must not be mixed with them.
#[tokio::test(flavor = "multi_thread")]
async fn an_index_ahead_of_its_catalogue_is_built_again() {
    let world = World::empty().await;
    world.import("a", ImportMode::Full, &feed(40, 1)).await;
    let kept = |directory: &Path| (directory.join("catalogue.sqlite"), directory.join("kept"));
    let world = reopened(world, |directory| {
        let (catalogue, copy) = kept(directory);
        fs::copy(catalogue, copy).expect("a copy");
    });
    let world = world.await;
    world.import("b", ImportMode::Full, &feed(40, 2)).await;
    world.import("c", ImportMode::Full, &feed(40, 3)).await;
    assert!(best(&world).await.iter().any(|(key, _)| key.starts_with("c/")));
    let world = reopened(world, |directory| {
        let (catalogue, copy) = kept(directory);
        fs::copy(copy, catalogue).expect("restored");
    });
    let world = world.await;
    assert_eq!(world.engine.context().catalogue_revision, 1);
    assert!(best(&world).await.iter().all(|(key, _)| key.starts_with("a/")));
    world.import("d", ImportMode::Full, &feed(40, 4)).await;
    assert!(best(&world).await.iter().all(|(key, _)| key.starts_with("a/") || key.starts_with("d/")));
}
