//! An index that went along with imports holds what one holds that read the feed of changes afterwards.

use crate::support::{World, open, profile_of};
use loopbaanbrug::{catalogue::ImportMode, domain::OpportunityKind, generate, taxonomy::Taxonomy};
use std::{fs, path::Path};

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
