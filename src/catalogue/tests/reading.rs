//! Removal, counts, the revision, the feed and its plan.

use super::*;
use crate::catalogue::{Head, PAGE_BYTES_MAX};
use sqlx::Row;

on_both_stores!(
    a_removal_takes_a_revision_once,
    counts_leave_removed_records_out,
    watchers_see_every_change_of_the_revision,
    the_feed_ends_at_the_revision_asked,
    a_page_ends_early_when_it_holds_enough_bytes,
    a_revision_that_was_lost_is_told_from_the_one_that_has_its_number,
);

async fn a_removal_takes_a_revision_once(store: Store) -> Option<()> {
    let world = World::of(store).await?;
    world.full("1", &[("x", "1"), ("y", "1")]).await;
    assert_eq!(world.catalogue.delete(&key("a/x")).await.expect("a removal"), Some(2));
    assert_eq!(world.catalogue.delete(&key("a/x")).await.expect("an answer"), None);
    assert_eq!(world.catalogue.delete(&key("b/x")).await.expect("an answer"), None);
    assert_eq!(world.revision().await, 2);
    assert_eq!(world.told().await, ["1 a/y 1", "2 a/x removed"]);
    Some(())
}

async fn counts_leave_removed_records_out(store: Store) -> Option<()> {
    let world = World::of(store).await?;
    world.full("1", &[("x", "1"), ("y", "1")]).await;
    world.import(full("b", "1"), &[("x", "1")]).await.expect("another source");
    world.catalogue.delete(&key("b/x")).await.expect("a removal");
    let counts = world.catalogue.count_live_by_source().await.expect("counts");
    let counts: Vec<_> = counts.iter().map(|count| (count.source.as_str(), count.live)).collect();
    assert_eq!(counts, [("a", 2)]);
    assert_eq!(world.catalogue.count_live().await.expect("a count"), 2);
    Some(())
}

async fn watchers_see_every_change_of_the_revision(store: Store) -> Option<()> {
    let world = World::of(store).await?;
    let mut revision = world.catalogue.watch_revision();
    assert_eq!(*revision.borrow_and_update(), 0);
    world.full("1", &[("x", "1")]).await;
    assert!(revision.has_changed().expect("a sender"));
    assert_eq!(*revision.borrow_and_update(), 1);
    world.full("2", &[("x", "1")]).await;
    assert!(!revision.has_changed().expect("a sender"), "nothing changed");
    world.catalogue.delete(&key("a/x")).await.expect("a removal");
    assert_eq!(*revision.borrow_and_update(), 2);
    Some(())
}

async fn the_feed_ends_at_the_revision_asked(store: Store) -> Option<()> {
    let world = World::of(store).await?;
    world.delta("1", &[("x", "1"), ("y", "1")]).await;
    world.delta("2", &[("z", "1")]).await;
    let read = async |after: ChangeCursor, up_to| {
        let page = world.catalogue.changes(&after, up_to, 10).await.expect("a page");
        page.iter().map(|change| change.key.id.as_str().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(read(ChangeCursor::default(), 1).await, ["x", "y"]);
    assert_eq!(read(ChangeCursor::after_revision(0), u64::MAX).await, ["x", "y", "z"]);
    assert_eq!(read(ChangeCursor::after_revision(1), u64::MAX).await, ["z"]);
    assert!(read(ChangeCursor::after_revision(u64::MAX), u64::MAX).await.is_empty());
    assert_eq!(read(ChangeCursor { revision: 1, key: Some(key("a/x")) }, 2).await, ["y", "z"]);
    Some(())
}

async fn a_page_ends_early_when_it_holds_enough_bytes(store: Store) -> Option<()> {
    let world = World::of(store).await?;
    let body = "x".repeat(PAGE_BYTES_MAX / 16);
    let ids: Vec<_> = (10..50).map(|number| number.to_string()).collect();
    let records: Vec<_> = ids.iter().map(|id| (id.as_str(), body.as_str())).collect();
    world.delta("1", &records).await;
    let page = world.catalogue.changes(&ChangeCursor::default(), 1, 40).await.expect("a page");
    assert_eq!(page.len(), 16);
    assert_eq!(world.feed(40).await.len(), 40);
    let held = world.catalogue.held_after(None, 40).await.expect("a page");
    assert_eq!(held.len(), 16);
    let rest = world.catalogue.held_after(held.last().map(|it| &it.key), 40).await.expect("a page");
    assert_eq!(rest[0].key.id.as_str(), "26");
    Some(())
}

/// Scanning bodies for counts or removals, or sorting the feed, would be slow without being wrong.
#[tokio::test]
async fn statements_read_the_indexes_meant_for_them() {
    let world = World::new().await;
    let expected = [
        (crate::catalogue::statements::LIVE_IDS, "COVERING INDEX record_live (source=? AND removed=?)"),
        (crate::catalogue::statements::COUNT_LIVE_BY_SOURCE, "COVERING INDEX record_live"),
        (crate::catalogue::statements::CHANGES, "INDEX record_feed ((revision,source,id)>(?,?,?)"),
    ];
    for (statement, index) in expected {
        let explain = sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {statement}"));
        let plan = sqlx::query(explain).fetch_all(world.catalogue.database().sqlite().1).await.expect("a plan");
        let plan: Vec<String> = plan.iter().map(|step| step.get(3)).collect();
        assert!(plan.len() == 1 && plan[0].contains(index), "{statement}: {plan:?}");
    }
}

/// A catalogue that lost its last revisions gives their numbers again, and yet they can be told apart.
async fn a_revision_that_was_lost_is_told_from_the_one_that_has_its_number(store: Store) -> Option<()> {
    let world = World::of(store).await?;
    let head = async |after: Head| world.catalogue.head_after(after).await.expect("a head");
    assert_eq!(head(Head::default()).await, Some(Head::default()));
    world.full("1", &[("x", "1")]).await;
    world.catalogue.delete(&key("a/x")).await.expect("a removal");
    let second = head(Head::default()).await.expect("the past of everything");
    assert_eq!((second.revision, second.mark != 0), (2, true));
    world.full("2", &[("y", "1")]).await;
    let third = head(second).await.expect("still there");
    assert_eq!(third.revision, 3);
    assert_ne!(third.mark, second.mark);
    assert_eq!(head(third).await, Some(third));
    for lost in [Head { mark: third.mark, ..second }, Head { revision: 4, mark: 0 }, Head { mark: 7, ..third }] {
        assert_eq!(head(lost).await, None, "{lost:?}");
    }
    // One that an index of an earlier version is at.
    assert_eq!(head(Head { revision: 2, mark: 0 }).await, Some(third));
    Some(())
}
