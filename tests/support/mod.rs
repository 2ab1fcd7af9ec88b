//! A world for tests: an engine over a temporary directory, with feeds and profiles to ask about.

pub(crate) mod desk;
pub(crate) mod hostile;
pub(crate) mod notes;
pub(crate) mod postgres;
pub(crate) mod process;
pub(crate) mod service;

use jiff::civil::{Date, date};
use loopbaanbrug::{
    catalogue::ImportMode,
    clock::Clock,
    domain::{
        Bounded, CodeSet, ConceptKey, ConceptReference, Evidence, Level, OpportunityKind, Profile, Recency, SkillClaim,
        SkillWish, SourceName,
    },
    engine::{
        Detail, Engine, EngineConfig, ImportHeader, ImportReport, Match, MatchAnswer, MatchFilter, MatchQuestion, Page,
        Standing,
    },
    ingest::FeedFormat,
    matching::Explained,
};
use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// The day on which the fixtures play.
pub(crate) const TODAY: Date = date(2026, 12, 1);

/// An engine and the directory it lives in.
pub(crate) struct World {
    pub(crate) engine: Engine,
    /// Deleted with the world.
    pub(crate) directory: TempDir,
}

impl World {
    /// An empty one.
    pub(crate) async fn empty() -> Self {
        let directory = tempfile::tempdir().expect("a temporary directory");
        let engine = open(directory.path()).await;
        Self { engine, directory }
    }

    /// A node on a catalogue that others share.
    pub(crate) async fn on(catalogue: &str) -> Self {
        let directory = tempfile::tempdir().expect("a temporary directory");
        let catalogue = Some(catalogue.parse().expect("an address"));
        let data_dir = directory.path().to_owned();
        let config = EngineConfig { data_dir, catalogue, clock: Clock::Fixed(TODAY), scoring_threads: None };
        let engine = Engine::open(config).await.expect("an engine");
        Self { engine, directory }
    }

    /// One with every feed of the fixtures.
    pub(crate) async fn of_fixtures() -> Self {
        let world = Self::empty().await;
        world.import_fixtures().await;
        world
    }

    /// Imports every feed of the fixtures.
    pub(crate) async fn import_fixtures(&self) {
        for feed in fixture_feeds() {
            let source = feed.file_stem().expect("a name").to_string_lossy().into_owned();
            let report = self.import(&source, ImportMode::Full, &fs::read(&feed).expect("a feed")).await;
            assert_eq!(report.rejected, 0, "{}: {:?}", feed.display(), report.rejections);
        }
    }

    /// Imports a feed in the project's own format and waits until it is served.
    pub(crate) async fn import(&self, source: &str, mode: ImportMode, feed: &[u8]) -> ImportReport {
        let mut session = self.engine.import(header(source, mode)).await.expect("an import begins");
        for chunk in feed.chunks(1 << 16) {
            session.push(chunk).await.expect("a chunk is taken");
        }
        let report = session.finish().await.expect("an import ends");
        self.engine.snapshot(report.revision, soon()).await.expect("the import is served");
        report
    }

    /// The best opportunities, explained.
    pub(crate) async fn best(&self, profile: &Profile, kind: OpportunityKind, count: usize) -> Vec<Explained> {
        let answer = self.ask(profile, kind, count).await;
        let explained = answer.matches.into_iter().map(|(it, _)| match it {
            Match::Explained(explained) => *explained,
            Match::Keys { .. } => unreachable!("explanations were asked"),
        });
        explained.collect()
    }

    /// The whole answer.
    pub(crate) async fn ask(
        &self,
        profile: &Profile,
        kind: OpportunityKind,
        count: usize,
    ) -> MatchAnswer<(Match, Standing)> {
        let question = MatchQuestion {
            profile: profile.clone(),
            filter: MatchFilter { kind, sectors: CodeSet::default(), text: None, sources: Vec::new() },
            page: Page::first(count),
            detail: Detail::Explained,
            at_least_revision: 0,
            deadline: soon(),
        };
        self.engine.rank(question).await.expect("an answer")
    }
}

/// Opens an engine over a directory, on the day of the fixtures.
pub(crate) async fn open(directory: &Path) -> Engine {
    let config = EngineConfig {
        data_dir: directory.to_owned(),
        catalogue: None,
        clock: Clock::Fixed(TODAY),
        scoring_threads: None,
    };
    Engine::open(config).await.expect("an engine")
}

/// An import without announcements.
pub(crate) fn header(source: &str, mode: ImportMode) -> ImportHeader {
    ImportHeader {
        source: SourceName::new(source).expect("a source name"),
        format: FeedFormat::Ndjson.into(),
        mode,
        request_id: None,
        expected_count: None,
        kind: None,
        removed_percent_max: 50,
        validate_only: false,
    }
}

/// A deadline that only a hanging test meets.
pub(crate) fn soon() -> Instant {
    Instant::now() + Duration::from_secs(60)
}

/// The project's root.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every NDJSON feed of the fixtures, in the order of names.
pub(crate) fn fixture_feeds() -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join("fixtures/feeds")).expect("the feeds");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut feeds: Vec<_> = paths.filter(|path| path.extension().is_some_and(|ending| ending == "ndjson")).collect();
    feeds.sort();
    assert!(!feeds.is_empty(), "there are feeds");
    feeds
}

/// A claim on a skill by key: level 3, in use now, the employer says so.
pub(crate) fn claim(key: &str) -> SkillClaim {
    SkillClaim {
        skill: ConceptReference::Key(ConceptKey::new(key).expect("a key")),
        level: Level::new(3).ok(),
        recency: Recency::Recent,
        evidence: Evidence::Employer,
        wish: SkillWish::Do,
    }
}

/// A profile with these claims and nothing else.
pub(crate) fn profile_of(skills: Vec<SkillClaim>) -> Profile {
    Profile { skills: Bounded::new(skills).expect("few enough skills"), ..Profile::default() }
}
