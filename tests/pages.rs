//! Sequences of pages: each is cut from one order.

use crate::support::{TODAY, World, soon};
use loopbaanbrug::{
    catalogue::ImportMode,
    clock::Clock,
    domain::{OpportunityKind, Profile},
    engine::{Detail, Engine, EngineConfig, MatchFilter, MatchQuestion, Page},
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
            page: Page { size: 1, token, call: engine.call_digest(b"the same question") },
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
