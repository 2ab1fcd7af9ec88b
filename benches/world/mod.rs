//! What the benchmarks share: an engine over generated records, people who ask, and times.

use hdrhistogram::Histogram;
use loopbaanbrug::{
    catalogue::ImportMode,
    clock::Clock,
    domain::SourceName,
    engine::{Engine, EngineConfig, ImportHeader},
    ingest::FeedFormat,
    reference::ReferenceDirectory,
    taxonomy::{ConceptNumber, Taxonomy, TaxonomyVersion, esco},
};
use loopbaanbrug_proto::v1::{
    ConceptReference, Condition, HoursRange, Importance, Preference, Profile, SkillClaim, TravelCondition,
    concept_reference::Name, condition::Check,
};
use std::{
    env,
    path::Path,
    time::{Duration, Instant},
};

/// The first one that a benchmark imports into; kept while the engine is in use.
pub(crate) struct World {
    pub(crate) engine: Engine,
    pub(crate) directory: tempfile::TempDir,
}

/// How long an import took.
pub(crate) struct Imported {
    /// Until it was acknowledged.
    pub(crate) stored: Duration,
    /// From then until questions see it.
    pub(crate) followed: Duration,
}

impl World {
    /// An empty one with full ESCO where its files are found, else with the starter taxonomy.
    pub(crate) async fn open() -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        use_esco(directory.path());
        let config = EngineConfig {
            data_dir: directory.path().to_owned(),
            catalogue: None,
            clock: Clock::Fixed(jiff::civil::date(2026, 12, 1)),
            scoring_threads: None,
        };
        Self { engine: Engine::open(config).await.expect("an engine"), directory }
    }

    /// Imports lines as all that a source has, and waits until questions see them.
    pub(crate) async fn import(&self, source: &str, lines: &[String]) -> Imported {
        let header = ImportHeader {
            source: SourceName::new(source).expect("a name"),
            format: FeedFormat::Ndjson.into(),
            mode: ImportMode::Full,
            request_id: None,
            expected_count: None,
            kind: None,
            removed_percent_max: 50,
            validate_only: false,
        };
        let began = Instant::now();
        let mut session = self.engine.import(header).await.expect("an import begins");
        for chunk in lines.join("\n").as_bytes().chunks(1 << 20) {
            session.push(chunk).await.expect("a chunk is taken");
        }
        let report = session.finish().await.expect("an import ends");
        assert_eq!(report.accepted, lines.len() as u64, "{:?}", report.rejections.first());
        let stored = began.elapsed();
        let began = Instant::now();
        self.engine.snapshot(report.revision, began + Duration::from_secs(3_600)).await.expect("served");
        Imported { stored, followed: began.elapsed() }
    }
}

/// A number that a variable of the environment may give.
pub(crate) fn number(variable: &str, default: u64) -> u64 {
    env::var(variable).ok().and_then(|count| count.parse().ok()).unwrap_or(default)
}

fn use_esco(data_dir: &Path) {
    let files = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/esco");
    if !files.is_dir() {
        println!("no ESCO files in {}: measured with the starter taxonomy", files.display());
        return;
    }
    let (data, _) = esco::import(&files, "1.1.1").expect("ESCO is read");
    let version = TaxonomyVersion::new("esco", "1.1.1").expect("a version");
    let reference = ReferenceDirectory::of(data_dir);
    reference.keep_taxonomy(&version, &data).expect("kept");
    reference.activate(Some(&version)).expect("in use");
}

/// People with up to thirty skills of an occupation each, a home and two preferences that leave nothing out.
pub(crate) fn people(taxonomy: &Taxonomy, count: usize) -> Vec<Profile> {
    let occupations: Vec<_> = taxonomy.numbers().filter(|it| taxonomy.occupation_skills(*it).len() > 10).collect();
    let step = (occupations.len() / count).max(1);
    occupations.iter().step_by(step).take(count).map(|it| person(taxonomy, *it)).collect()
}

fn person(taxonomy: &Taxonomy, occupation: ConceptNumber) -> Profile {
    let skill = |concept: ConceptNumber| SkillClaim {
        skill: Some(ConceptReference { name: Some(Name::Key(taxonomy.key(concept).as_str().to_owned())) }),
        ..SkillClaim::default()
    };
    let prefer = |check| Preference {
        condition: Some(Condition { check: Some(check) }),
        importance: Importance::Important.into(),
    };
    Profile {
        skills: taxonomy.occupation_skills(occupation).iter().take(30).map(|it| skill(it.skill)).collect(),
        home_pc4: "3511".into(),
        nlqf_level: Some(4),
        preferences: vec![
            prefer(Check::Travel(TravelCondition { max_km: 40 })),
            prefer(Check::Hours(HoursRange { min: 24, max: 32 })),
        ],
        ..Profile::default()
    }
}

/// How long calls took.
pub(crate) struct Times(Histogram<u64>);

impl Times {
    pub(crate) fn none() -> Self {
        Self(Histogram::new_with_bounds(1, 60_000_000, 3).expect("a histogram"))
    }

    pub(crate) fn add(&mut self, took: Duration) {
        self.0.saturating_record(u64::try_from(took.as_micros()).unwrap_or(u64::MAX));
    }

    pub(crate) fn at(&self, quantile: f64) -> Duration {
        Duration::from_micros(self.0.value_at_quantile(quantile))
    }

    /// Prints the middle and the slowest.
    pub(crate) fn report(&self, what: &str) {
        let [p50, p90, p99] = [0.5, 0.9, 0.99].map(|quantile| millis(self.at(quantile)));
        println!("{what:<42} p50 {p50:>8.2}   p90 {p90:>8.2}   p99 {p99:>8.2} ms");
    }
}

pub(crate) fn millis(took: Duration) -> f64 {
    took.as_secs_f64() * 1_000.0
}
