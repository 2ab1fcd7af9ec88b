//! How good rankings are and whether what should not matter does not, measured by the product's own commands on the
//! fixtures.

use crate::support::{root, service::Service};
use serde_json::Value;
use std::{
    fs,
    process::{Command, Stdio},
};

/// Least mean nDCG@10 of vacancies, a little below what was measured (docs/ranking.md). Only rises, as long as the judgements
/// stay what they are.
const VACANCIES_NDCG_MIN: f64 = 0.69;
/// Least mean nDCG@5 of routes, likewise. Only rises.
const ROUTES_NDCG_MIN: f64 = 0.405;
/// Profiles of the test of fairness: as many as a debug build asks about in some ten seconds. The whole takes all of
/// them.
const FAIRNESS_PROFILES: &str = "5";
/// What `eval fairness` varies.
const DIMENSIONS: [&str; 10] = [
    "title_of_person",
    "title_of_vacancy",
    "title_alone",
    "hours_wished",
    "hours_unasked",
    "level_unasked",
    "dutch_words",
    "english_words",
    "place",
    "order",
];

/// Runs the program in the project's root: exit code, output, errors.
fn run(arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_loopbaanbrug"));
    for variable in ["LOOPBAANBRUG_CONFIG", "LOOPBAANBRUG_SERVER", "RUST_LOG"] {
        command.env_remove(variable);
    }
    let output = command.args(arguments).current_dir(root()).stdin(Stdio::null()).output().expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn rankings_are_as_good_as_they_were() {
    let service = Service::of_fixtures().await;
    let server = format!("http://{}", service.running.address);
    let typed = ["eval", "ranking", "--server", &server, "--output", "json"];
    let (code, shown, told) = tokio::task::block_in_place(|| run(&typed));
    assert_eq!(code, 0, "{told}");
    let scores = json(&shown);
    let mean = |figure: &str| scores[figure]["mean"].as_f64().expect("a mean");
    let (vacancies, routes) = (mean("vacancies_ndcg_at_10"), mean("routes_ndcg_at_5"));
    assert!(vacancies >= VACANCIES_NDCG_MIN, "nDCG@10 of vacancies fell to {vacancies:.4}: {scores:#}");
    assert!(routes >= ROUTES_NDCG_MIN, "nDCG@5 of routes fell to {routes:.4}: {scores:#}");
    assert_eq!(scores["by_profile"].as_array().map(Vec::len), Some(20));
    assert_eq!((&scores["judged_share"], &scores["judgements_of_unknown"]), (&Value::from(1.0), &Value::from(0)));
    assert!(scores["agreement"]["weighted_kappa"].as_f64() > Some(0.6), "two judges agree: {scores:#}");
}

#[test]
fn what_should_not_matter_does_not() {
    let (code, shown, told) =
        run(&["eval", "fairness", "--profiles-max", FAIRNESS_PROFILES, "--errors", "--output", "json"]);
    assert!(code == 0 || code == 7, "{told}");
    let report = json(&shown);
    assert_eq!((code, &report["holds"]), (0, &Value::from(true)), "{report:#}");
    let dimensions = report["dimensions"].as_array().expect("dimensions");
    let names: Vec<_> = dimensions.iter().map(|it| it["dimension"].as_str().unwrap_or_default()).collect();
    assert_eq!(names, DIMENSIONS);
    assert!(dimensions.iter().all(|it| it["pairs"].as_u64() >= Some(5)), "{report:#}");
    assert!(report["levels"]["gap"]["mean"].is_number(), "{report:#}");
}

/// As if a female form were read as other work: what a biased ranking looks like from outside.
#[test]
fn a_form_that_finds_other_work_breaks_the_bounds() {
    let directory = tempfile::tempdir().expect("a directory");
    let titles = directory.path().join("titles.tsv");
    fs::write(&titles, "verpleegkundige\tschoonmaker\tverpleegkundige\n").expect("written");
    let titles = titles.display().to_string();
    let typed = ["eval", "fairness", "--profiles-max", "1", "--titles", &titles, "--output", "json"];
    let (code, shown, told) = run(&typed);
    assert!(code == 0 || code == 7, "{told}");
    let report = json(&shown);
    assert_eq!((code, &report["holds"]), (7, &Value::from(false)), "{report:#}");
    for measured in report["dimensions"].as_array().expect("dimensions") {
        let name = measured["dimension"].as_str().unwrap_or_default();
        let of_titles = matches!(name, "title_of_person" | "title_alone" | "title_of_vacancy");
        // Vacancies that state enough are not read by their titles, so for those it depends on the profile.
        assert!(measured["holds"] == !of_titles || name == "title_of_vacancy", "{measured:#}");
    }
}

#[test]
fn what_cannot_be_measured_is_said_with_its_remedy() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = |name: &str| directory.path().join(name).display().to_string();
    let (judgements, data) = (path("judgements"), path("data"));
    fs::create_dir(&judgements).expect("a folder");
    let judged = |text: &str| fs::write(directory.path().join("judgements/01-balie-naar-zorg.tsv"), text);
    let typed = ["eval", "ranking", "--judgements", &judgements, "--data", &data];
    let refused = |text: &str, expected: &str| {
        judged(text).expect("written");
        let (code, _, told) = run(&typed);
        assert!(code == 2 && told.contains(expected), "{code}: {told}");
    };
    refused("a/b\tgood\twhy\n", "01-balie-naar-zorg.tsv, line 1, grade: “good” is no grade; write a whole number");
    assert!(!directory.path().join("data").exists(), "a data directory was made for nothing");
    refused("a/b\t3\twhy\n", "data: there is none");
    fs::create_dir(&data).expect("a folder");
    refused("a/b\t3\twhy\n", "such as a/b: the service does not have it; import each feed with --source");
    fs::rename(path("judgements/01-balie-naar-zorg.tsv"), path("judgements/99-nobody.tsv")).expect("renamed");
    let (code, _, told) = run(&typed);
    assert!(code == 2 && told.contains("99-nobody.json: the judgements have no such profile"), "{told}");
    let (code, _, told) =
        run(&["eval", "ranking", "--feeds", "fixtures/feeds/malformed", "--judgements", "fixtures/judgements"]);
    assert!(code == 2 && told.contains("was refused"), "{told}");
}
