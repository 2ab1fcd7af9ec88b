//! Random imports and removals against a map: outcomes, revisions and every page of the feed must agree.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// A step with small numbers, so that ids and contents meet often.
#[derive(Clone, Debug)]
enum Step {
    Import { source: u8, full: bool, commit: bool, check: bool, records: BTreeMap<u8, u8>, kept: Vec<u8> },
    Delete { source: u8, id: u8 },
    Reopen,
}

#[derive(Default)]
struct Model {
    revision: u64,
    /// Revision and content, none when removed, of every key ever seen.
    records: BTreeMap<OpportunityKey, (u64, Option<String>)>,
}

impl Model {
    fn set(&mut self, key: OpportunityKey, body: Option<String>) {
        self.records.insert(key, (self.revision, body));
    }

    fn live(&self, key: &OpportunityKey) -> Option<&str> {
        self.records.get(key).and_then(|(_, body)| body.as_deref())
    }

    /// Applies an import; returns accepted, unchanged and removed.
    fn import(&mut self, source: u8, full: bool, records: &BTreeMap<u8, u8>, kept: &[u8]) -> (u64, u64, u64) {
        let bodies = records.iter().map(|(id, body)| (model_key(source, *id), body.to_string()));
        let changed: Vec<_> = bodies.filter(|(key, body)| self.live(key) != Some(body)).collect();
        let gone = |key: &&OpportunityKey| {
            let id = key.id.as_str().parse().expect("a number");
            full && key.source == model_key(source, 0).source && !records.contains_key(&id) && !kept.contains(&id)
        };
        let removed: Vec<_> =
            self.records.keys().filter(gone).filter(|key| self.live(key).is_some()).cloned().collect();
        let counts = (changed.len(), records.len() - changed.len(), removed.len());
        if !(changed.is_empty() && removed.is_empty()) {
            self.revision += 1;
        }
        changed.into_iter().for_each(|(key, body)| self.set(key, Some(body)));
        removed.into_iter().for_each(|key| self.set(key, None));
        (counts.0 as u64, counts.1 as u64, counts.2 as u64)
    }

    fn delete(&mut self, key: &OpportunityKey) -> Option<u64> {
        self.live(key)?;
        self.revision += 1;
        self.set(key.clone(), None);
        Some(self.revision)
    }

    fn feed(&self) -> Vec<Change> {
        let change = |(key, (revision, body)): (&OpportunityKey, &(u64, Option<String>))| {
            let (key, body) = (key.clone(), body.clone());
            Change { revision: *revision, key, kind: OpportunityKind::Vacancy, body }
        };
        let mut feed: Vec<_> = self.records.iter().map(change).collect();
        feed.sort_by(|a, b| (a.revision, &a.key).cmp(&(b.revision, &b.key)));
        feed
    }
}

fn model_key(source: u8, id: u8) -> OpportunityKey {
    key(&format!("s{source}/{id}"))
}

fn step() -> impl Strategy<Value = Step> {
    let records = prop::collection::btree_map(0..12_u8, 0..3_u8, 0..10);
    let import = (0..3_u8, any::<bool>(), 0..6_u8, records, prop::collection::vec(0..12_u8, 0..3)).prop_map(
        |(source, full, luck, records, kept)| Step::Import {
            source,
            full,
            commit: luck != 0,
            check: luck == 1,
            records,
            kept,
        },
    );
    prop_oneof![
        8 => import,
        3 => (0..3_u8, 0..12_u8).prop_map(|(source, id)| Step::Delete { source, id }),
        1 => Just(Step::Reopen),
    ]
}

/// Runs one step in both worlds.
async fn run(world: &mut World, model: &mut Model, number: usize, step: Step) {
    match step {
        Step::Reopen => {
            world.catalogue.close().await;
            world.catalogue = world.open_again().await;
        }
        Step::Delete { source, id } => {
            let key = model_key(source, id);
            assert_eq!(world.catalogue.delete(&key).await.expect("a removal"), model.delete(&key));
        }
        Step::Import { source: name, full, commit, check, records, kept } => {
            let mode = if full { ImportMode::Full } else { ImportMode::Delta };
            let source = source(&format!("s{name}"));
            let header = ImportHeader { validate_only: check, ..ImportHeader::new(source, mode, number.to_string()) };
            let mut import = world.catalogue.begin(header).await.expect("a free source");
            let staged: Vec<_> = records.iter().map(|(id, body)| record(&id.to_string(), &body.to_string())).collect();
            let tally = tally(&staged);
            import.stage(staged).await.expect("room");
            for id in &kept {
                import.keep(&RecordId::new(&id.to_string()).expect("an id")).expect("room");
            }
            if !commit {
                return;
            }
            let outcome = import.commit(tally).await;
            let before = Model { revision: model.revision, records: model.records.clone() };
            let expected = model.import(name, full, &records, &kept);
            let refused = full && records.is_empty() && expected.2 > 0;
            if check || refused {
                *model = before;
            }
            if refused {
                assert!(matches!(outcome, Err(CatalogueError::FeedUnread { .. })), "{outcome:?}");
                return;
            }
            let outcome = outcome.expect("a commit");
            assert_eq!((outcome.accepted, outcome.unchanged, outcome.removed), expected);
            assert_eq!(outcome.revision, model.revision);
        }
    }
}

/// The catalogue of a store and the map go the same way.
async fn agree(store: Store, steps: Vec<Step>, page: u32) -> Option<()> {
    let mut world = World::of(store).await?;
    let mut model = Model::default();
    // A follower that reads on from where it was after every step ends with the same records.
    let mut followed: BTreeMap<OpportunityKey, String> = BTreeMap::new();
    let mut cursor = ChangeCursor::default();
    for (number, step) in steps.into_iter().enumerate() {
        run(&mut world, &mut model, number, step).await;
        assert_eq!(world.revision().await, model.revision);
        assert_eq!(world.feed(page).await, model.feed());
        // One page only, so that it is often behind and records move past it.
        for change in world.catalogue.changes(&cursor, u64::MAX, page).await.expect("a page") {
            cursor = change.cursor();
            follow(&mut followed, change);
        }
    }
    for change in world.catalogue.changes(&cursor, u64::MAX, 1000).await.expect("the rest") {
        follow(&mut followed, change);
    }
    let live = model.records.into_iter().filter_map(|(key, (_, body))| body.map(|body| (key, body)));
    assert_eq!(followed, live.collect());
    world.catalogue.close().await;
    Some(())
}

fn follow(followed: &mut BTreeMap<OpportunityKey, String>, change: Change) {
    match change.body {
        Some(body) => followed.insert(change.key, body),
        None => followed.remove(&change.key),
    };
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_catalogue_agrees_with_a_map(steps in prop::collection::vec(step(), 1..24), page in 1..9_u32) {
        runtime().block_on(agree(Store::Sqlite, steps, page));
    }
}

proptest! {
    // Each case takes a database of its own.
    #![proptest_config(ProptestConfig { cases: 10, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_catalogue_on_postgresql_agrees_with_a_map(steps in prop::collection::vec(step(), 1..24), page in 1..9_u32) {
        runtime().block_on(agree(Store::Postgres, steps, page));
    }
}
