//! An index that went along with imports holds what one holds that read the feed of changes afterwards.

use crate::support::{World, open, profile_of, soon};
use loopbaanbrug::{catalogue::ImportMode, domain::OpportunityKind, generate, taxonomy::Taxonomy};
use std::fs;

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
    let mut world = World::empty().await;
    world.import("a", ImportMode::Full, &feed(RECORDS, 1)).await;
    world.import("b", ImportMode::Delta, &feed(10, 2)).await;
    // A tenth vanishes, the rest is other than before.
    world.import("a", ImportMode::Full, &feed(RECORDS * 9 / 10, 3)).await;
    let (along, context) = (best(&world).await, world.engine.context());
    world.engine.close().await;
    fs::remove_dir_all(world.directory.path().join("index")).expect("the index is deleted");
    drop(world.engine);
    world.engine = open(world.directory.path()).await;
    world.engine.snapshot(context.catalogue_revision, soon()).await.expect("followed anew");
    assert_eq!(world.engine.context(), context);
    assert_eq!(best(&world).await, along);
    assert_eq!(along.len(), 200);
}
