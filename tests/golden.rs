//! Golden rankings: for each profile of the fixtures, the ten best vacancies and three best routes as an adviser would read
//! them. A change that moves them shows in the diff of `fixtures/golden`; `just golden` rewrites the files.

use crate::support::service::{Service, class_name, profile_files, question, read_profile};
use loopbaanbrug_proto::v1::{
    Match, MatchFilter, MatchRequest, MatchView, OpportunityKind, PartKind, RequirementOutcome, opportunity::Content,
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, env, fs};

const VACANCIES: u32 = 10;
const ROUTES: u32 = 3;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Golden {
    profile: String,
    ranking_version: String,
    points_possible: i32,
    vacancies_passing: u64,
    vacancy: Vec<Ranked>,
    route: Vec<Ranked>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Ranked {
    key: String,
    title: String,
    points: i32,
    class: String,
    parts: BTreeMap<String, i32>,
    met: Vec<String>,
    partly: Vec<String>,
    missing: Vec<String>,
    summary: Vec<String>,
}

fn ranked(it: &Match) -> Ranked {
    let outcome = |wanted: RequirementOutcome| {
        let found = it.requirements.iter().filter(|requirement| requirement.outcome() == wanted);
        found.map(|requirement| requirement.skill.clone().unwrap_or_default().label).collect()
    };
    let title = match it.opportunity.clone().and_then(|opportunity| opportunity.content) {
        Some(Content::Vacancy(vacancy)) => vacancy.title,
        Some(Content::Route(route)) => route.title,
        None => String::new(),
    };
    let part_name = |kind: PartKind| kind.as_str_name().trim_start_matches("PART_KIND_").to_lowercase();
    let parts: BTreeMap<_, _> = it.parts.iter().map(|part| (part_name(part.kind()), part.points)).collect();
    assert_eq!(parts.values().sum::<i32>(), it.points, "the parts of {} add up", it.key);
    Ranked {
        key: it.key.clone(),
        title,
        points: it.points,
        class: class_name(it.class),
        parts,
        met: outcome(RequirementOutcome::Met),
        partly: outcome(RequirementOutcome::PartlyMet),
        missing: outcome(RequirementOutcome::Missing),
        summary: it.summary.clone(),
    }
}

async fn golden(service: &Service, name: &str, json: &str) -> Golden {
    let ask = |kind: OpportunityKind, page_size| MatchRequest {
        filter: Some(MatchFilter { kind: kind.into(), ..MatchFilter::default() }),
        view: MatchView::Basic.into(),
        page_size,
        ..question(read_profile(json))
    };
    let vacancies = service.ask(ask(OpportunityKind::Vacancy, VACANCIES)).await.expect("vacancies");
    let routes = service.ask(ask(OpportunityKind::Route, ROUTES)).await.expect("routes");
    Golden {
        profile: name.to_owned(),
        ranking_version: vacancies.context.clone().expect("a context").ranking_version,
        points_possible: vacancies.points_possible,
        vacancies_passing: vacancies.total,
        vacancy: vacancies.matches.iter().map(ranked).collect(),
        route: routes.matches.iter().map(ranked).collect(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rankings_change_only_on_purpose() {
    let service = Service::of_fixtures().await;
    let rewrite = env::var("LOOPBAANBRUG_GOLDEN").is_ok_and(|value| value == "rewrite");
    let directory = crate::support::root().join("fixtures/golden");
    let mut changed = Vec::new();
    for file in profile_files() {
        let name = file.file_stem().expect("a name").to_string_lossy().into_owned();
        let found = golden(&service, &name, &fs::read_to_string(&file).expect("a profile")).await;
        let path = directory.join(format!("{name}.toml"));
        if rewrite {
            fs::create_dir_all(&directory).expect("the directory");
            fs::write(&path, toml::to_string(&found).expect("writable")).expect("written");
            continue;
        }
        let text = fs::read_to_string(&path).expect("a golden file; `just golden` makes them");
        let expected: Golden = toml::from_str(&text).expect("a readable golden file");
        if found != expected {
            changed.push(format!("{name}: expected\n{expected:#?}\nfound\n{found:#?}"));
        }
    }
    assert!(changed.is_empty(), "{} rankings changed:\n{}", changed.len(), changed.join("\n\n"));
}
