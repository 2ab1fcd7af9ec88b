//! A follower that is told to stop, against a real catalogue and a real index.

use super::*;
use crate::{
    catalogue::{FeedTally, ImportHeader, ImportMode, StagedRecord},
    domain::{OpportunityKind, RecordId, SourceName},
};
use std::future;
use tempfile::TempDir;
use tokio::time::timeout;

/// Longest time for what should end at once.
const AT_ONCE: Duration = Duration::from_secs(60);
/// Vacancies in the catalogue.
const VACANCIES: u64 = 5;

/// A follower that has never followed, of a catalogue at revision 1.
async fn follower() -> (TempDir, Follower) {
    let directory = tempfile::tempdir().expect("a directory");
    let (taxonomy, places) = (Taxonomy::starter().expect("a taxonomy"), Places::regions().expect("places"));
    let catalogue = Catalogue::open(&directory.path().join("catalogue.sqlite")).await.expect("a catalogue");
    let source = SourceName::new("a").expect("a source");
    let mut import = catalogue.begin(ImportHeader::new(source, ImportMode::Full, "1")).await.expect("an import");
    import.stage(records()).await.expect("staged");
    let content_digest = blake3::hash(b"1");
    let tally = FeedTally { received: VACANCIES, rejected: 0, content_digest, report_json: "[]".into() };
    import.commit(tally).await.expect("revision 1");
    let index = open_index(&directory.path().join("index"), &taxonomy, &places).expect("an index");
    let follower = Follower::new(catalogue, Arc::new(index), Arc::new(taxonomy), Arc::new(places));
    (directory, follower)
}

fn records() -> Vec<StagedRecord> {
    let record = |number| {
        let id = format!("v-{number}");
        let body = format!(
            r#"{{"type":"vacancy","id":"{id}","title":"Bode","description":"Post.","employer":"Voorbeeldstad"}}"#
        );
        StagedRecord {
            id: RecordId::new(&id).expect("an id"),
            kind: OpportunityKind::Vacancy,
            digest: blake3::hash(body.as_bytes()),
            body,
        }
    };
    (0..VACANCIES).map(record).collect()
}

impl Follower {
    /// Revision and documents of the index.
    fn indexed(&self) -> (u64, usize) {
        let state = self.index.snapshot().expect("a state");
        (state.stamp().revision, state.keys_after(None, 100).len())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_catch_up_that_is_stopped_leaves_the_index_as_it_was() {
    let (_directory, follower) = follower().await;
    let page = follower.catalogue.changes(&ChangeCursor::default(), 1, 2).await.expect("a page");
    let (stop, mut writer) = (CancellationToken::new(), None);
    // There is more to read than will ever come.
    let written = follower.write(&mut writer, &stop, |pages, reached| {
        let stop = stop.clone();
        async move {
            pages.send(page).await.expect("the writer takes it");
            stop.cancel();
            let endless: Result<(), FollowError> = future::pending().await;
            drop((pages, reached));
            endless
        }
    });
    let written = timeout(AT_ONCE, written).await.expect("a stop waits for no catch-up");
    assert!(written.expect("no failure").is_none());
    assert_eq!(follower.indexed(), (0, 0));
    assert!(follower.catch_up(None, &mut writer, &stop).await.expect("no failure").is_none());
    assert_eq!(follower.indexed(), (0, 0));

    // Nothing of it stands in the way of the next one.
    let state = follower.catch_up(None, &mut writer, &CancellationToken::new()).await.expect("no failure");
    assert_eq!(state.expect("a state").stamp().revision, 1);
    assert_eq!(follower.indexed(), (1, usize::try_from(VACANCIES).expect("a few")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_follower_that_was_stopped_begins_nothing() {
    let (_directory, follower) = follower().await;
    let (stop, index) = (CancellationToken::new(), Arc::clone(&follower.index));
    stop.cancel();
    let followed = follower.run(stop, |_| panic!("a state was published"), |_| panic!("the index was found unfit"));
    timeout(AT_ONCE, followed).await.expect("it ends at once");
    assert_eq!(index.snapshot().expect("a state").stamp().revision, 0);
}
