//! The same questions typed at the command line: it shows what the service answers.

use super::{CARE, ICT, added_skill, compare, make_plan, relaxed, what_if};
use crate::support::{root, service::Service};
use loopbaanbrug_proto::v1::{MakePlanRequest, PlanFormat};
use serde_json::Value;
use std::process::Command;

/// Runs the program against a service and expects an exit code.
fn typed(service: &Service, arguments: &[&str], code: i32) -> (String, String) {
    let server = format!("http://{}", service.running.address);
    let profile = root().join("fixtures/profiles/01-balie-naar-zorg.json");
    let mut command = Command::new(env!("CARGO_BIN_EXE_loopbaanbrug"));
    command.args(&arguments[..1]).arg("--profile").arg(profile).args(&arguments[1..]).args(["--server", &server]);
    command.env_remove("LOOPBAANBRUG_CONFIG").env("COLUMNS", "100");
    let output = tokio::task::block_in_place(|| command.output().expect("it runs"));
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}", text(&output.stderr));
    (text(&output.stdout), text(&output.stderr))
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("one object")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_if_and_compare_show_what_the_service_answers() {
    let service = Service::of_fixtures().await;
    let changes = ["what-if", "--add-skill", "medische terminologie:3", "--relax", "travel", "--relax", "preference:2"];
    let answer = service.conversations();
    let important = |index| {
        let mut change = relaxed(index);
        if let Some(loopbaanbrug_proto::v1::change::Change::Preference(it)) = &mut change.change {
            let important = loopbaanbrug_proto::v1::Importance::Important.into();
            it.change = Some(loopbaanbrug_proto::v1::condition_change::Change::Importance(important));
        }
        change
    };
    let request = what_if(vec![added_skill("medische terminologie"), important(1), important(2)]);
    let expected = answer.clone().what_if(request).await.expect("an answer").into_inner();
    let (shown, _) = typed(&service, &[&changes[..], &["--output", "json"]].concat(), 0);
    let shown = json(&shown);
    assert_eq!(shown["after"]["total"].as_str(), Some(expected.after.expect("after").total.to_string().as_str()));
    let keys = |entries: &Value| {
        let entries = entries.as_array().cloned().unwrap_or_default();
        entries.iter().map(|it| it["key"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(keys(&shown["entered"]), expected.entered.iter().map(|it| it.key.clone()).collect::<Vec<_>>());
    let (table, _) = typed(&service, &changes, 0);
    for sentence in &expected.summary {
        let words = table.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains(sentence), "{sentence} in {table}");
    }
    let mut client = answer;
    let expected = client.compare(compare(&[CARE, ICT])).await.expect("an answer").into_inner();
    let (shown, _) = typed(&service, &["compare", CARE, ICT, "--output", "json"], 0);
    assert_eq!(json(&shown)["requirements"].as_array().map(Vec::len), Some(expected.requirements.len()));
    let (table, _) = typed(&service, &["compare", CARE, ICT], 0);
    assert!(
        table.contains("Naast elkaar")
            && table.contains("Wat opvalt")
            && table.lines().all(|it| it.chars().count() <= 100)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_is_written_to_a_file_in_each_form() {
    let service = Service::of_fixtures().await;
    let directory = tempfile::tempdir().expect("a directory");
    let out = directory.path().join("plan.html").display().to_string();
    let request = MakePlanRequest { format: PlanFormat::Html.into(), ..make_plan(&[CARE]) };
    let expected = service.conversations().make_plan(request).await.expect("a plan").into_inner();
    typed(&service, &["plan", CARE, "--format", "html", "--out", &out], 0);
    let written = std::fs::read_to_string(&out).expect("the page");
    assert_eq!(written.trim_end(), expected.rendered.trim_end());
    let (text, _) = typed(&service, &["plan", CARE, "--backing", "mijn collega: kijkt mee"], 0);
    assert!(text.starts_with("Mijn plan\n=========\n") && text.contains("Mijn collega: kijkt mee"), "{text}");
    let (english, _) = typed(&service, &["plan", CARE, "--language", "en"], 0);
    assert!(english.starts_with("My plan\n"), "{english}");
    for json_form in [["--format", "json"], ["--output", "json"]] {
        let (shown, _) = typed(&service, &[&["plan", CARE][..], &json_form].concat(), 0);
        assert_eq!(json(&shown)["plan"]["weeks"].as_array().map(Vec::len), Some(4));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn why_not_shows_what_leaves_out_or_the_place() {
    let service = Service::of_fixtures().await;
    let (shown, _) = typed(&service, &["why-not", "vacancies-zorg/zorg-005", ICT, "--limit", "1"], 0);
    assert!(shown.contains("Deze vacature valt af omdat het verder is dan 30 kilometer."), "{shown}");
    assert!(
        shown.contains("Op punten staat deze vacature op plaats") && shown.contains("Je lijst toont er 1."),
        "{shown}"
    );
    let (_, told) = typed(&service, &["why-not", "vacancies-zorg/weg"], 5);
    assert!(told.contains("OPPORTUNITY_NOT_FOUND") && told.contains("remedy"), "{told}");
    let (_, told) = typed(&service, &["what-if", "--relax", "reizen"], 2);
    assert!(told.contains("must be preference:N"), "{told}");
    let (_, told) = typed(&service, &["compare", CARE], 2);
    assert!(told.contains("keys: must be between 2 and 5, was 1"), "{told}");
}
