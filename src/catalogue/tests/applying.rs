//! What a listener is told of a large import is what the feed says after its commit, and nothing when there is none.

use super::*;
use crate::catalogue::Applying;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

on_both_stores!(
    what_is_told_is_what_the_feed_says_afterwards,
    what_is_not_committed_is_told_as_such,
    nobody_has_to_listen,
    the_last_one_that_answers_is_told,
    small_imports_are_not_told,
);

/// Enough to be told of.
const RECORDS: usize = 6_000;

type Heard = JoinHandle<(u64, Vec<Change>, bool)>;

/// Takes the next import: its revision, its changes, and whether it was committed.
fn hear(mut imports: mpsc::Receiver<Applying>) -> Heard {
    tokio::spawn(async move {
        let applying = imports.recv().await.expect("an import");
        let (revision, mut told, mut changes) = (applying.head.revision, applying.listen(), Vec::new());
        while let Some(page) = told.changes.recv().await {
            changes.extend(page);
        }
        (revision, changes, told.committed.await.is_ok())
    })
}

fn records(numbers: std::ops::Range<usize>, body: impl Fn(usize) -> String) -> Vec<StagedRecord> {
    numbers.map(|number| record(&format!("v-{number}"), &body(number))).collect()
}

async fn apply(
    world: &World,
    header: ImportHeader,
    records: Vec<StagedRecord>,
) -> Result<ImportOutcome, CatalogueError> {
    let tally = tally(&records);
    let mut import = world.catalogue.begin(header).await?;
    import.stage(records).await?;
    import.commit(tally).await
}

async fn what_is_told_is_what_the_feed_says_afterwards(store: Store) -> Option<()> {
    let world = World::of(store).await?;
    let body = |number: usize| format!("{number}");
    let heard = hear(world.catalogue.applying());
    apply(&world, full("a", "1"), records(0..RECORDS, body)).await.expect("an import");
    let (revision, mut changes, committed) = heard.await.expect("a listener");
    assert_eq!((revision, committed), (1, true));
    changes.sort_by(|one, other| one.key.cmp(&other.key));
    assert_eq!(changes, world.feed(10_000).await);

    // Some are new, some changed, some as before, some gone.
    let heard = hear(world.catalogue.applying());
    let changed = |number: usize| if number.is_multiple_of(3) { "other".to_owned() } else { body(number) };
    let outcome = apply(&world, full("a", "2"), records(500..RECORDS + 500, changed)).await.expect("an import");
    assert_eq!((outcome.revision, outcome.removed), (2, 500));
    let (revision, mut changes, committed) = heard.await.expect("a listener");
    assert_eq!((revision, committed), (2, true));
    changes.sort_by(|one, other| one.key.cmp(&other.key));
    let feed = world.catalogue.changes(&ChangeCursor::after_revision(1), 2, 10_000).await.expect("the feed");
    assert_eq!(changes, feed);
    assert_eq!(changes.len() as u64, outcome.accepted + outcome.removed);
    Some(())
}

async fn what_is_not_committed_is_told_as_such(store: Store) -> Option<()> {
    let world = World::of(store).await?;
    let body = |number: usize| format!("{number}");
    apply(&world, full("a", "1"), records(0..RECORDS * 3, body)).await.expect("an import");
    // Refused: it would remove more than half.
    let heard = hear(world.catalogue.applying());
    apply(&world, full("a", "2"), records(0..RECORDS, body)).await.expect_err("a feed that shrank");
    assert!(!heard.await.expect("a listener").2);
    // The caller goes away.
    let heard = hear(world.catalogue.applying());
    let applied = apply(&world, full("b", "1"), records(0..RECORDS * 3, body));
    let answer = tokio::time::timeout(std::time::Duration::from_millis(150), applied).await;
    let revision = world.revision().await;
    let (_, _, committed) = heard.await.expect("a listener");
    assert_eq!(committed, answer.is_ok() || world.revision().await > 1, "at revision {revision}");
    // Nothing changes, so there is no revision to follow to.
    let heard = hear(world.catalogue.applying());
    apply(&world, full("a", "3"), records(0..RECORDS * 3, body)).await.expect("the same again");
    let (_, changes, committed) = heard.await.expect("a listener");
    assert!(changes.is_empty() && !committed);
    Some(())
}

async fn nobody_has_to_listen(store: Store) -> Option<()> {
    let world = World::of(store).await?;
    let body = |number: usize| format!("{number}");
    let mut imports = world.catalogue.applying();
    // Nobody answers; then somebody answers and goes away.
    apply(&world, full("a", "1"), records(0..RECORDS, body)).await.expect("an import");
    let left = tokio::spawn(async move {
        // The first one is still there, and over.
        while let Some(applying) = imports.recv().await {
            if applying.head.revision == 2 {
                drop(applying.listen());
                return;
            }
        }
    });
    let other = |number: usize| format!("{number}!");
    apply(&world, full("a", "2"), records(0..RECORDS, other)).await.expect("an import");
    left.await.expect("it has left");
    apply(&world, full("a", "3"), records(0..RECORDS, body)).await.expect("an import");
    assert_eq!(world.revision().await, 3);
    Some(())
}

/// An index that was begun to take the place of another one, and was given up or is still far behind, must not keep the one
/// that serves from going along.
async fn the_last_one_that_answers_is_told(store: Store) -> Option<()> {
    let world = World::of(store).await?;
    let serving = world.catalogue.applying();
    let behind = world.catalogue.applying();
    drop(world.catalogue.applying());
    let serving = hear(serving);
    apply(&world, full("a", "1"), records(0..RECORDS, |number| format!("{number}"))).await.expect("an import");
    let (revision, changes, committed) = serving.await.expect("a listener");
    assert_eq!((revision, changes.len(), committed), (1, RECORDS, true));
    drop(behind);
    Some(())
}

async fn small_imports_are_not_told(store: Store) -> Option<()> {
    let world = World::of(store).await?;
    let mut imports = world.catalogue.applying();
    world.delta("1", &[("x", "1")]).await;
    assert!(imports.try_recv().is_err());
    Some(())
}
