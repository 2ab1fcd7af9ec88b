//! scratch
use loopbaanbrug::{
    catalogue::ImportMode, clock::Clock, domain::*, engine::*, generate, ingest::FeedFormat, taxonomy::Taxonomy,
};
use std::time::{Duration, Instant};

async fn open(dir: &std::path::Path) -> Engine {
    Engine::open(EngineConfig { data_dir: dir.to_owned(), clock: Clock::Fixed(jiff_date()), scoring_threads: None })
        .await
        .unwrap()
}
fn jiff_date() -> jiff::civil::Date {
    jiff::civil::date(2026, 12, 1)
}
fn soon() -> Instant {
    Instant::now() + Duration::from_secs(60)
}

async fn import(engine: &Engine, source: &str, bytes: &[u8]) -> ImportReport {
    let mut session = engine
        .import(ImportHeader {
            source: SourceName::new(source).unwrap(),
            format: FeedFormat::Ndjson,
            mode: ImportMode::Delta,
            request_id: None,
            expected_count: None,
            allow_shrink: false,
            validate_only: false,
        })
        .await
        .unwrap();
    for chunk in bytes.chunks(1 << 18) {
        session.push(chunk).await.unwrap();
    }
    session.finish().await.unwrap()
}

fn profile(taxonomy: &Taxonomy) -> Profile {
    let claim = |key: &str, wish| SkillClaim {
        skill: ConceptReference::Key(ConceptKey::new(key).unwrap()),
        level: Level::new(3).ok(),
        recency: Recency::Recent,
        evidence: Evidence::Employer,
        wish,
    };
    let occ = taxonomy.numbers().find(|n| !taxonomy.occupation_skills(*n).is_empty()).unwrap();
    let mut skills: Vec<_> =
        taxonomy.occupation_skills(occ).iter().map(|s| claim(taxonomy.key(s.skill).as_str(), SkillWish::Do)).collect();
    skills.truncate(30);
    Profile {
        skills: Bounded::new(skills).unwrap(),
        home: Pc4::parse("3511").ok(),
        nlqf: NlqfLevel::new(4).ok(),
        preferences: Bounded::new(vec![Preference {
            condition: Condition::Travel { max_km: 60 },
            importance: Importance::Important,
        }])
        .unwrap(),
        ..Profile::default()
    }
}

fn ask(profile: Profile) -> MatchQuestion {
    MatchQuestion {
        profile,
        filter: MatchFilter {
            kind: OpportunityKind::Vacancy,
            sectors: CodeSet::default(),
            text: None,
            sources: vec![],
        },
        page: Page { size: 20, token: None, call: [0; 16] },
        detail: Detail::Explained,
        at_least_revision: 0,
        deadline: soon(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn scratch() {
    let dir = tempfile::tempdir().unwrap();
    let engine = open(dir.path()).await;
    let snapshot = engine.current();
    let mut last = 0;
    for entry in std::fs::read_dir("fixtures/feeds").unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "ndjson") {
            let report =
                import(&engine, path.file_stem().unwrap().to_str().unwrap(), &std::fs::read(&path).unwrap()).await;
            println!("{path:?} {} {} {:?}", report.accepted, report.rejected, report.rejections);
            last = report.revision;
        }
    }
    engine.snapshot(last, soon()).await.unwrap();
    let n: u64 = std::env::var("N").ok().and_then(|n| n.parse().ok()).unwrap_or(0);
    if n > 0 {
        let t = Instant::now();
        let lines: Vec<String> = generate::vacancies(snapshot.taxonomy(), n, 1).collect();
        println!("generate {:?}", t.elapsed());
        let t = Instant::now();
        let bytes = lines.join("\n");
        let r = import(&engine, "gen", bytes.as_bytes()).await;
        println!("import {:?} {} bytes", t.elapsed(), bytes.len());
        let t = Instant::now();
        engine.snapshot(r.revision, soon()).await.unwrap();
        println!("follow {:?}", t.elapsed());
    }
    let p = profile(snapshot.taxonomy());
    for _ in 0..3 {
        let t = Instant::now();
        let answer = engine.rank(ask(p.clone())).await.unwrap();
        println!("rank {:?} total {} possible {}", t.elapsed(), answer.total, answer.points_possible);
    }
    let mut times = vec![];
    for _ in 0..200 {
        let t = Instant::now();
        engine.rank(ask(p.clone())).await.unwrap();
        times.push(t.elapsed());
    }
    times.sort();
    println!("p50 {:?} p99 {:?}", times[100], times[197]);
    let mut q = ask(p.clone());
    q.detail = Detail::Keys;
    let t = Instant::now();
    engine.rank(q).await.unwrap();
    println!("keys {:?}", t.elapsed());
    let answer = engine.rank(ask(p)).await.unwrap();
    for m in &answer.matches {
        if let Match::Explained(e) = m {
            println!("{} {} {:?} {:?}", e.total.points(), e.listed.opportunity.title(), e.class, e.distance);
        }
    }
    println!("{:?}", answer.facets);
    engine.close().await;
}
