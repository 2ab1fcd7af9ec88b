//! Full and delta imports, guards, repetition, and imports beside each other.

use super::*;
use crate::catalogue::{BODY_BYTES_MAX, IMPORTS_KEPT_MAX, IMPORTS_OPEN_MAX};

on_both_stores!(
    a_delta_adds_and_changes_and_leaves_the_rest,
    a_delta_removes_what_it_names_and_accounts_for_what_was_not_there,
    a_full_feed_of_one_kind_leaves_the_other_kind_alone,
    imports_are_listed_newest_first_in_pages,
    the_share_that_may_go_is_what_the_header_says,
    a_full_feed_removes_what_it_does_not_hold_in_its_own_source_only,
    a_revision_is_taken_only_when_something_changes,
    a_removed_record_comes_back_with_the_same_content,
    a_rejected_record_keeps_its_old_version_in_a_full_feed,
    the_same_request_gives_the_stored_outcome,
    a_request_id_belongs_to_one_content_mode_and_source,
    the_report_of_an_import_is_kept,
    a_wrong_count_changes_nothing,
    a_feed_that_shrank_by_more_than_half_is_refused_from_twenty_records,
    a_full_feed_that_says_nothing_takes_nothing_away,
    a_check_counts_and_changes_nothing,
    a_source_has_one_import_at_a_time_until_it_is_dropped,
    imports_under_way_are_bounded,
    sources_are_imported_beside_each_other_with_gapless_revisions,
    an_import_that_failed_to_stage_cannot_be_committed,
    a_caller_that_goes_away_leaves_nothing_or_the_whole,
    large_and_odd_records_survive_the_spool,
);

fn counts(outcome: &ImportOutcome) -> (u64, u64, u64, u64) {
    (outcome.revision, outcome.accepted, outcome.unchanged, outcome.removed)
}

async fn a_delta_adds_and_changes_and_leaves_the_rest(store: Store) -> Option<()> {
    let world = World::of(store).await?;
    assert_eq!(counts(&world.delta("1", &[("x", "1"), ("y", "1")]).await), (1, 2, 0, 0));
    assert_eq!(counts(&world.delta("2", &[("y", "2"), ("z", "1")]).await), (2, 2, 0, 0));
    assert_eq!(world.told().await, ["1 a/x 1", "2 a/y 2", "2 a/z 1"]);
    Some(())
}

async fn a_delta_removes_what_it_names_and_accounts_for_what_was_not_there(store: Store) -> Option<()> {
    let world = World::of(store).await?;
    world.full("1", &[("x", "1"), ("y", "1")]).await;
    let id = |id: &str| RecordId::new(id).expect("an id");
    let (mut import, mut tally) = world.staged(delta("a", "2"), &[("z", "1")]).await.expect("an import");
    import.remove(&id("x")).expect("a removal");
    import.remove(&id("gone")).expect("a removal of what is not there");
    assert!(matches!(import.remove(&id("z")), Err(CatalogueError::RecordRepeated { .. })));
    let staged_again = import.stage(vec![record("x", "2")]).await;
    assert!(matches!(staged_again, Err(CatalogueError::RecordRepeated { .. })));
    drop(import);
    let (mut import, _) = world.staged(delta("a", "2"), &[("z", "1")]).await.expect("anew");
    for gone in ["x", "gone"] {
        import.remove(&id(gone)).expect("a removal");
    }
    tally.received = 3;
    assert_eq!(counts(&import.commit(tally).await.expect("applied")), (2, 1, 1, 1));
    assert_eq!(world.told().await, ["1 a/y 1", "2 a/x removed", "2 a/z 1"]);
    Some(())
}

async fn a_full_feed_of_one_kind_leaves_the_other_kind_alone(store: Store) -> Option<()> {
    let world = World::of(store).await?;
    let route = StagedRecord { kind: OpportunityKind::Route, ..record("r", "1") };
    let mut import = world.catalogue.begin(delta("a", "0")).await.expect("an import");
    let told = tally(std::slice::from_ref(&route));
    import.stage(vec![route]).await.expect("staged");
    import.commit(told).await.expect("applied");
    world.delta("1", &[("x", "1"), ("y", "1")]).await;
    let vacancies = ImportHeader { kind: Some(OpportunityKind::Vacancy), ..full("a", "2") };
    assert_eq!(counts(&world.import(vacancies, &[("y", "1")]).await.expect("applied")), (3, 0, 1, 1));
    assert_eq!(world.told().await, ["1 a/r 1", "2 a/y 1", "3 a/x removed"]);
    Some(())
}

async fn imports_are_listed_newest_first_in_pages(store: Store) -> Option<()> {
    let world = World::of(store).await?;
    for (number, name) in ["a", "b", "a", "a"].into_iter().enumerate() {
        let body = number.to_string();
        world.import(delta(name, &format!("r{number}")), &[("x", &body)]).await.expect("an import");
    }
    let told = async |name: Option<&str>, below, limit| -> Vec<String> {
        let name = name.map(source);
        let page = world.catalogue.imports(name.as_ref(), below, limit).await.expect("a page");
        assert!(page.iter().all(|it| it.finished.is_some() && it.report_json.is_empty()));
        page.iter().map(|it| format!("{} {} {}", it.number, it.source.as_str(), it.request_id)).collect()
    };
    assert_eq!(told(None, u64::MAX, 2).await, ["4 a r3", "3 a r2"]);
    assert_eq!(told(None, 3, 9).await, ["2 b r1", "1 a r0"]);
    assert_eq!(told(Some("a"), 4, 9).await, ["3 a r2", "1 a r0"]);
    assert!(told(Some("c"), u64::MAX, 9).await.is_empty());
    Some(())
}

async fn a_full_feed_removes_what_it_does_not_hold_in_its_own_source_only(store: Store) -> Option<()> {
    let world = World::of(store).await?;
    world.import(delta("b", "1"), &[("x", "b")]).await.expect("another source");
    world.full("1", &[("x", "1"), ("y", "1"), ("z", "1")]).await;
    assert_eq!(counts(&world.full("2", &[("y", "1"), ("z", "2")]).await), (3, 1, 1, 1));
    assert_eq!(world.told().await, ["1 b/x b", "2 a/y 1", "3 a/x removed", "3 a/z 2"]);
    Some(())
}

async fn a_revision_is_taken_only_when_something_changes(store: Store) -> Option<()> {
    let world = World::of(store).await?;
    world.full("1", &[("x", "1")]).await;
    assert_eq!(counts(&world.full("2", &[("x", "1")]).await), (1, 0, 1, 0));
    assert_eq!(counts(&world.delta("3", &[]).await), (1, 0, 0, 0));
    assert_eq!(counts(&world.delta("4", &[("x", "2")]).await), (2, 1, 0, 0));
    Some(())
}

async fn a_removed_record_comes_back_with_the_same_content(store: Store) -> Option<()> {
    let world = World::of(store).await?;
    world.full("1", &[("x", "1")]).await;
    world.catalogue.delete(&key("a/x")).await.expect("a removal").expect("it was there");
    assert_eq!(counts(&world.full("3", &[("x", "1")]).await), (3, 1, 0, 0));
    assert_eq!(world.told().await, ["3 a/x 1"]);
    Some(())
}

async fn a_rejected_record_keeps_its_old_version_in_a_full_feed(store: Store) -> Option<()> {
    let world = World::of(store).await?;
    world.full("1", &[("x", "1"), ("y", "1"), ("z", "1")]).await;
    let (mut import, tally) = world.staged(full("a", "2"), &[("z", "1")]).await.expect("an import");
    import.keep(&RecordId::new("x").expect("an id")).expect("room");
    let outcome = import.commit(FeedTally { received: 2, rejected: 1, ..tally }).await.expect("a commit");
    assert_eq!((outcome.removed, outcome.rejected), (1, 1));
    assert_eq!(world.told().await, ["1 a/x 1", "1 a/z 1", "2 a/y removed"]);
    Some(())
}

async fn the_same_request_gives_the_stored_outcome(store: Store) -> Option<()> {
    let world = World::of(store).await?;
    let first = world.full("1", &[("x", "1")]).await;
    world.full("2", &[("x", "2")]).await;
    let again = world.full("1", &[("x", "1")]).await;
    assert_eq!(again, ImportOutcome { repeated: true, ..first });
    assert_eq!(world.told().await, ["2 a/x 2"]);
    Some(())
}

async fn a_request_id_belongs_to_one_content_mode_and_source(store: Store) -> Option<()> {
    let world = World::of(store).await?;
    world.full("1", &[("x", "1")]).await;
    for (header, body) in [(full("a", "1"), "2"), (delta("a", "1"), "1")] {
        let refused = world.import(header, &[("x", body)]).await.expect_err("a reused request id");
        assert!(matches!(refused, CatalogueError::RequestIdReused { .. }), "{refused}");
    }
    world.import(full("b", "1"), &[("x", "2")]).await.expect("another source");
    assert_eq!(world.told().await, ["1 a/x 1", "2 b/x 2"]);
    Some(())
}

async fn the_report_of_an_import_is_kept(store: Store) -> Option<()> {
    let world = World::of(store).await?;
    let (import, tally) = world.staged(full("a", "1"), &[("x", "1")]).await.expect("an import");
    let tally = FeedTally { received: 2, rejected: 1, report_json: r#"["y"]"#.into(), ..tally };
    let outcome = import.commit(tally.clone()).await.expect("a commit");
    let stored = world.catalogue.import_report(&source("a"), "1").await.expect("a report").expect("stored");
    assert_eq!(stored.outcome, outcome);
    assert_eq!((stored.mode, stored.content_digest), (ImportMode::Full, tally.content_digest));
    assert_eq!(stored.report_json, tally.report_json);
    assert_eq!(world.catalogue.import_report(&source("b"), "1").await.expect("an answer"), None);
    Some(())
}

#[tokio::test]
async fn only_the_last_imports_are_kept() {
    let world = World::new().await;
    world.delta("old", &[("x", "1")]).await;
    let jump = i64::try_from(IMPORTS_KEPT_MAX).expect("a small number");
    let run =
        sqlx::query("UPDATE head SET imports = $1").bind(jump).execute(world.catalogue.database().sqlite().0).await;
    run.expect("the counter moved");
    world.delta("new", &[("x", "2")]).await;
    let report = async |request_id| world.catalogue.import_report(&source("a"), request_id).await.expect("an answer");
    assert!(report("old").await.is_none());
    assert!(report("new").await.is_some());
}

async fn a_wrong_count_changes_nothing(store: Store) -> Option<()> {
    let world = World::of(store).await?;
    let header = ImportHeader { expected_count: Some(2), ..full("a", "1") };
    let refused = world.import(header.clone(), &[("x", "1")]).await.expect_err("a wrong count");
    assert!(matches!(refused, CatalogueError::RecordCountMismatch { expected: 2, received: 1 }), "{refused}");
    assert_eq!((world.revision().await, world.told().await.len()), (0, 0));
    world.import(header, &[("x", "1"), ("y", "1")]).await.expect("the right count, with the same request id");
    Some(())
}

async fn a_feed_that_shrank_by_more_than_half_is_refused_from_twenty_records(store: Store) -> Option<()> {
    for (live, remaining, refused) in [(20, 9, true), (20, 10, false), (19, 1, false), (21, 10, true), (40, 1, true)] {
        let world = World::of(store).await?;
        let ids: Vec<_> = (0..live).map(|number| format!("v-{number}")).collect();
        let records: Vec<_> = ids.iter().map(|id| (id.as_str(), "1")).collect();
        world.full("1", &records).await;
        match world.import(full("a", "2"), &records[..remaining]).await {
            Err(CatalogueError::FeedShrank { current, remaining: left }) => {
                assert!(refused, "{live} to {remaining}");
                assert_eq!((current, left), (live, remaining as u64));
                assert_eq!(world.catalogue.count_live().await.expect("a count"), live);
                let allowed = ImportHeader { removed_percent_max: 100, ..full("a", "3") };
                world.import(allowed, &records[..remaining]).await.expect("an import that may shrink");
            }
            other => assert!(other.is_ok() && !refused, "{live} to {remaining}: {other:?}"),
        }
        assert_eq!(world.catalogue.count_live().await.expect("a count"), remaining as u64);
    }
    Some(())
}

async fn a_full_feed_that_says_nothing_takes_nothing_away(store: Store) -> Option<()> {
    let world = World::of(store).await?;
    world.full("1", &[("x", "1"), ("y", "1")]).await;
    let sent = async |header: ImportHeader, rejected: u64, kept: &[&str], records: &[(&str, &str)]| {
        let (mut import, tally) = world.staged(header, records).await.expect("an import");
        for id in kept {
            import.keep(&RecordId::new(id).expect("an id")).expect("room");
        }
        import.commit(FeedTally { received: tally.received + rejected, rejected, ..tally }).await
    };
    let unread = [("0", 0, &[][..], 0), ("2", 1, &[], 0), ("3", 1, &["x"], 1)];
    for (request_id, rejected, kept, remaining) in unread {
        let refused = sent(full("a", request_id), rejected, kept, &[]).await.expect_err("a feed that says nothing");
        let CatalogueError::FeedUnread { current, remaining: left } = refused else { panic!("{refused}") };
        assert_eq!((current, left), (2, remaining));
    }
    assert_eq!(world.told().await, ["1 a/x 1", "1 a/y 1"]);
    // All of it is known by its id, so nothing would go; one record that was read says that this is the feed.
    assert_eq!(sent(full("a", "4"), 2, &["x", "y"], &[]).await.expect("nothing goes").removed, 0);
    assert_eq!(sent(full("a", "5"), 1, &[], &[("x", "1")]).await.expect("a feed").removed, 1);
    let allowed = ImportHeader { removed_percent_max: 100, ..full("a", "6") };
    assert_eq!(sent(allowed, 0, &[], &[]).await.expect("a feed that may shrink").removed, 1);
    assert_eq!(sent(full("a", "7"), 0, &[], &[]).await.expect("nothing is there to go").removed, 0);
    Some(())
}

async fn the_share_that_may_go_is_what_the_header_says(store: Store) -> Option<()> {
    let ids: Vec<_> = (0..40).map(|number| format!("v-{number}")).collect();
    let records: Vec<_> = ids.iter().map(|id| (id.as_str(), "1")).collect();
    for (percent, remaining, refused) in [(0, 39, true), (10, 36, false), (10, 35, true), (100, 0, false)] {
        let world = World::of(store).await?;
        world.full("1", &records).await;
        let header = ImportHeader { removed_percent_max: percent, ..full("a", "2") };
        let outcome = world.import(header, &records[..remaining]).await;
        assert_eq!(outcome.is_err(), refused, "{percent} % and {remaining} of 40");
    }
    Some(())
}

async fn a_check_counts_and_changes_nothing(store: Store) -> Option<()> {
    let world = World::of(store).await?;
    world.full("1", &[("x", "1"), ("y", "1"), ("z", "1")]).await;
    let before = world.told().await;
    let check = ImportHeader { validate_only: true, ..full("a", "2") };
    let outcome = world.import(check, &[("x", "1"), ("y", "2")]).await.expect("a check");
    assert_eq!(counts(&outcome), (1, 1, 1, 1));
    assert!(outcome.validate_only);
    assert_eq!(world.told().await, before);
    assert_eq!(world.catalogue.import_report(&source("a"), "2").await.expect("an answer"), None);
    assert_eq!(counts(&world.full("2", &[("x", "1"), ("y", "2")]).await), (2, 1, 1, 1));
    Some(())
}

async fn a_source_has_one_import_at_a_time_until_it_is_dropped(store: Store) -> Option<()> {
    let world = World::of(store).await?;
    let (import, _) = world.staged(full("a", "1"), &[("x", "1")]).await.expect("an import");
    let refused = world.catalogue.begin(delta("a", "2")).await.expect_err("an import under way");
    assert!(matches!(refused, CatalogueError::ImportInProgress { .. }), "{refused}");
    drop(import);
    world.delta("2", &[("y", "1")]).await;
    assert_eq!(world.told().await, ["1 a/y 1"]);
    world.delta("3", &[("y", "2")]).await;
    Some(())
}

async fn imports_under_way_are_bounded(store: Store) -> Option<()> {
    let world = World::of(store).await?;
    let mut open = Vec::new();
    for number in 0..IMPORTS_OPEN_MAX {
        open.push(world.catalogue.begin(delta(&format!("s{number}"), "1")).await.expect("room"));
    }
    let refused = world.catalogue.begin(delta("one-more", "1")).await.expect_err("no room");
    assert!(matches!(refused, CatalogueError::TooManyImports { limit: IMPORTS_OPEN_MAX }), "{refused}");
    open.pop();
    drop(world.catalogue.begin(delta("one-more", "1")).await.expect("room again"));
    Some(())
}

async fn sources_are_imported_beside_each_other_with_gapless_revisions(store: Store) -> Option<()> {
    let world = std::sync::Arc::new(World::of(store).await?);
    let (slow, slow_tally) = world.staged(full("slow", "1"), &[("x", "1")]).await.expect("a slow sender");
    let mut senders = tokio::task::JoinSet::new();
    for number in 0..8 {
        let world = std::sync::Arc::clone(&world);
        senders.spawn(async move {
            let mut revisions = Vec::new();
            for round in 0..5 {
                let body = format!("{round}");
                let header = delta(&format!("s{number}"), &body);
                revisions.push(world.import(header, &[("x", &body), ("y", &body)]).await.expect("a commit").revision);
            }
            assert!(revisions.is_sorted());
            revisions
        });
    }
    let mut revisions = senders.join_all().await.concat();
    revisions.sort_unstable();
    assert_eq!(revisions, (1..=40).collect::<Vec<_>>());
    assert_eq!(slow.commit(slow_tally).await.expect("the slow sender").revision, 41);
    Some(())
}

async fn an_import_that_failed_to_stage_cannot_be_committed(store: Store) -> Option<()> {
    let world = World::of(store).await?;
    let large = "x".repeat(BODY_BYTES_MAX + 1);
    for (bad, reason) in [("x", "staged before"), (large.as_str(), "more than")] {
        let (mut import, tally) = world.staged(full("a", "1"), &[("x", "1")]).await.expect("an import");
        let id = if bad == "x" { "x" } else { "y" };
        let refused = import.stage(vec![record("z", "1"), record(id, bad)]).await.expect_err("a bad record");
        assert!(refused.to_string().contains(reason), "{refused}");
        let failed = import.commit(tally).await.expect_err("an import with a hole");
        assert!(matches!(failed, CatalogueError::Storage(_)), "{failed}");
    }
    assert_eq!(world.revision().await, 0);
    Some(())
}

async fn a_caller_that_goes_away_leaves_nothing_or_the_whole(store: Store) -> Option<()> {
    let world = World::of(store).await?;
    let records: Vec<_> = (0..2000).map(|number| (format!("v-{number}"), "1".repeat(500))).collect();
    let records: Vec<_> = records.iter().map(|(id, body)| (id.as_str(), body.as_str())).collect();
    for (round, patience_us) in [0, 300, 1_000, 3_000, 10_000, 20_000, 40_000].into_iter().enumerate() {
        let (import, tally) = world.staged(full(&format!("s{round}"), "1"), &records).await.expect("an import");
        let patience = std::time::Duration::from_micros(patience_us);
        let answer = tokio::time::timeout(patience, import.commit(tally)).await;
        world.import(delta("other", &round.to_string()), &[("x", &round.to_string())]).await.expect("a later import");
        let counts = world.catalogue.count_live_by_source().await.expect("counts");
        let live = counts.iter().find(|count| count.source == source(&format!("s{round}"))).map(|count| count.live);
        assert!(matches!(live, None | Some(2000)), "round {round} left {live:?}");
        assert!(answer.is_err() || live == Some(2000), "an acknowledged import is there");
    }
    let revisions: std::collections::BTreeSet<_> =
        world.feed(5000).await.iter().map(|change| change.revision).collect();
    assert_eq!(revisions.last().copied(), Some(world.revision().await));
    Some(())
}

async fn large_and_odd_records_survive_the_spool(store: Store) -> Option<()> {
    let world = World::of(store).await?;
    let large = "é".repeat(BODY_BYTES_MAX / 2);
    let records = [("groot", large.as_str()), ("leeg", ""), ("é/ß?#\u{1F41F}", "{\"a\":\"\u{1}\"}"), ("w", "1")];
    let mut import = world.catalogue.begin(full("a", "1")).await.expect("an import");
    let mut staged: Vec<_> = records.iter().map(|(id, body)| record(id, body)).collect();
    staged[3].kind = OpportunityKind::Route;
    let tally = tally(&staged);
    for record in staged.clone() {
        import.stage(vec![record]).await.expect("room");
    }
    import.commit(tally).await.expect("a commit");
    let feed = world.feed(10).await;
    assert_eq!(feed.len(), staged.len());
    for change in feed {
        let expected = staged.iter().find(|record| record.id == change.key.id).expect("a staged record");
        assert_eq!((change.kind, change.body.as_ref()), (expected.kind, Some(&expected.body)));
    }
    Some(())
}
