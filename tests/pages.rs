//! What an engine keeps to besides the answer: a sequence of pages is cut from one order, and late work is not done.

use crate::support::{TODAY, World, soon};
use loopbaanbrug::{
    catalogue::ImportMode,
    clock::Clock,
    domain::{OpportunityKind, Profile},
    engine::{
        Detail, Engine, EngineConfig, EngineError, ListFilter, ListQuestion, MatchFilter, MatchQuestion, Page, Snapshot,
    },
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

/// A vacancy that closes today stands in a sequence of pages that begins today, also when its next page is asked after midnight
/// or of a node whose clock is ahead.
#[tokio::test(flavor = "multi_thread")]
async fn a_sequence_of_pages_keeps_the_day_on_which_it_began() {
    let world = World::empty().await;
    let feed = ["a", "b", "c"].map(|id| {
        format!(
            r#"{{"type":"vacancy","id":"{id}","title":"Bode {id}","employer":"Voorbeeld {id}","description":"Je brengt de post rond.","closes":"{TODAY}"}}"#
        )
    });
    world.import("post", ImportMode::Full, feed.join("\n").as_bytes()).await;
    let ask = async |engine: &Engine, token: Option<String>| {
        let question = MatchQuestion {
            profile: Profile::default(),
            filter: MatchFilter::of(OpportunityKind::Vacancy),
            page: Page { size: 1, token, call: engine.call_digest("Match", b"the same question") },
            detail: Detail::Keys,
            at_least_revision: 0,
            deadline: soon(),
        };
        engine.rank(question).await.expect("an answer")
    };
    let first = ask(&world.engine, None).await;
    assert_eq!(first.total, 3);
    world.engine.close().await;
    let World { engine, directory } = world;
    drop(engine);
    let clock = Clock::Fixed(TODAY.tomorrow().expect("a day"));
    let config =
        EngineConfig { data_dir: directory.path().to_owned(), catalogue: None, clock, scoring_threads: Some(1) };
    let tomorrow = Engine::open(config).await.expect("an engine");
    tomorrow.ready().await;
    assert_eq!(ask(&tomorrow, None).await.total, 0, "all have closed");
    let second = ask(&tomorrow, first.next_page_token).await;
    assert_eq!((second.total, second.matches.len()), (3, 1));
    let third = ask(&tomorrow, second.next_page_token).await;
    assert!(third.matches.len() == 1 && third.next_page_token.is_none());
    tomorrow.close().await;
}

/// Who asked has gone: explaining and writing what is left would keep threads from others.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_after_the_deadline_is_not_written() {
    const EACH: Duration = Duration::from_millis(100);
    let world = World::of_fixtures().await;
    let written = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&written);
    let question = MatchQuestion {
        profile: Profile::default(),
        filter: MatchFilter::of(OpportunityKind::Vacancy),
        page: Page::first(100),
        detail: Detail::Keys,
        at_least_revision: 0,
        deadline: Instant::now() + 3 * EACH,
    };
    let write = move |_: &Snapshot, _, _, _| {
        std::thread::sleep(EACH);
        count.fetch_add(1, Ordering::Relaxed);
    };
    let late = world.engine.rank_written(question, write).await;
    assert!(matches!(late, Err(EngineError::DeadlineExceeded)));
    let mut before = usize::MAX;
    while before != written.load(Ordering::Relaxed) {
        before = written.load(Ordering::Relaxed);
        tokio::time::sleep(5 * EACH).await;
    }
    assert!((1..50).contains(&before), "{before} of 100 were written");
}

/// A list asks what is open on a day; for a person, what opens later is an option to look forward to.
#[tokio::test(flavor = "multi_thread")]
async fn what_has_yet_to_open_is_matched_and_not_listed_as_open() {
    let world = World::empty().await;
    let feed = [("past", "closes", "2026-11-30"), ("now", "closes", "2026-12-01"), ("later", "opens", "2026-12-02")];
    let feed = feed.map(|(id, field, day)| {
        format!(r#"{{"type":"vacancy","id":"{id}","title":"{id}","employer":"e","description":"d","{field}":"{day}"}}"#)
    });
    world.import("post", ImportMode::Full, feed.join("\n").as_bytes()).await;
    let matched = world.ask(&Profile::default(), OpportunityKind::Vacancy, 10).await;
    assert_eq!(matched.total, 2);
    let filter = ListFilter { open_on: Some(TODAY), ..ListFilter::default() };
    let question = ListQuestion { filter, page: Page::first(10), at_least_revision: 0, deadline: soon() };
    let listed = world.engine.list(question).await.expect("a list").listed;
    assert_eq!(listed.iter().map(|it| it.key.to_string()).collect::<Vec<_>>(), ["post/now"]);
}
