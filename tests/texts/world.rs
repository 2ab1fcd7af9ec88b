//! The example feeds in an index, and explanations from it.

use crate::support::fixture_feeds;
use loopbaanbrug::{
    document::{Columns, Listed, layout, to_document},
    domain::{OpportunityKey, Profile, SourceName},
    ingest,
    matching::{Explained, Plan, World, explain},
    places::Places,
    taxonomy::{self, TaskList, Taxonomy},
};
use loopbaanbrug_index::{Index, Snapshot, Stamp};
use std::{fs, sync::Arc, sync::LazyLock};

/// Everything a profile is matched against.
pub(super) struct Examples {
    pub(super) taxonomy: Taxonomy,
    tasks: TaskList,
    places: Places,
    columns: Columns,
    snapshot: Arc<Snapshot>,
    pub(super) keys: Vec<String>,
    _directory: tempfile::TempDir,
}

/// Made once: it reads every feed.
pub(super) static EXAMPLES: LazyLock<Examples> = LazyLock::new(Examples::load);

impl Examples {
    fn load() -> Self {
        let taxonomy = Taxonomy::starter().expect("the starter taxonomy");
        let places = Places::regions().expect("the regions");
        let directory = tempfile::tempdir().expect("a directory");
        let layout = layout(&taxonomy, &places);
        let columns = Columns::of(&layout).expect("the columns");
        let index = Index::open_or_create(directory.path(), layout).expect("an index");
        let mut writer = index.writer().expect("a writer");
        let source = SourceName::new("voorbeeld").expect("a name");
        let mut keys = Vec::new();
        for line in lines() {
            let (id, opportunity) = ingest::decode(&line).expect("a record of the examples");
            let key = OpportunityKey { source: source.clone(), id };
            let understood = taxonomy::understand(&taxonomy, &opportunity);
            let document = to_document(&key, 1, &line, &opportunity, &understood, (&taxonomy, &places));
            writer.put(document.expect("a document")).expect("room for it");
            keys.push(key.to_string());
        }
        writer.commit(Stamp::at(1)).expect("a commit");
        let snapshot = index.snapshot().expect("a snapshot");
        let tasks = TaskList::embedded().expect("the tasks");
        Self { taxonomy, tasks, places, columns, snapshot, keys, _directory: directory }
    }

    /// Explains some opportunities for a profile.
    pub(super) fn explain<'a>(&self, profile: &Profile, keys: impl IntoIterator<Item = &'a str>) -> Vec<Explained> {
        let world = World {
            taxonomy: &self.taxonomy,
            tasks: &self.tasks,
            places: &self.places,
            index: &self.snapshot,
            columns: &self.columns,
        };
        let plan = Plan::new(profile, world).expect("a profile without problems");
        let explained = keys.into_iter().map(|key| {
            let id = self.snapshot.find(key).expect("a key of the examples");
            let record = self.snapshot.record(id).expect("a record");
            explain(&plan, id, Listed::decode(key, &record).expect("a listed opportunity").into())
        });
        explained.collect()
    }

    /// Explains one opportunity of the examples by its id.
    pub(super) fn explain_one(&self, profile: &Profile, id: &str) -> Explained {
        let key = format!("voorbeeld/{id}");
        self.explain(profile, [key.as_str()]).remove(0)
    }

    /// Keys of the core tasks.
    pub(super) fn task_keys(&self) -> Vec<loopbaanbrug::domain::TaskKey> {
        self.tasks.tasks().map(|task| task.key.clone()).collect()
    }
}

fn lines() -> Vec<String> {
    let feeds = fixture_feeds().into_iter().map(|path| fs::read_to_string(path).expect("a feed"));
    feeds.flat_map(|feed| feed.lines().map(str::to_owned).collect::<Vec<_>>()).collect()
}
