//! One profile, three doors: the page, gRPC and the command line give the same options in the same order.

use super::{
    address, example,
    http::{open, post},
    with_page,
};
use crate::support::service::{keys, question, read_profile};
use loopbaanbrug_proto::v1::OpportunityKind;
use std::process::Command;

#[tokio::test(flavor = "multi_thread")]
async fn the_same_profile_gives_the_same_answers_everywhere() {
    let service = with_page().await;
    let at = address(&service);
    for (what, kind, word) in
        [("vacancies", OpportunityKind::Vacancy, "vacancy"), ("routes", OpportunityKind::Route, "route")]
    {
        let mut request = question(read_profile(&example()));
        request.page_size = 12;
        request.filter = Some(loopbaanbrug_proto::v1::MatchFilter { kind: kind.into(), ..Default::default() });
        let by_grpc = keys(&service.ask(request).await.expect("an answer"));
        let talk = open(at, "nl", &example()).await.talk();
        let page = post(at, "/nl/options", &[("talk", &talk), ("from", "options"), ("what", what)]).await;
        let on_page: Vec<_> = page.keys();
        assert_eq!(on_page, by_grpc.iter().map(|(key, _)| key.clone()).collect::<Vec<_>>(), "{what}");
        for (key, points) in &by_grpc {
            assert!(page.body.contains(&format!("<strong>{points}</strong>")), "the points of {key}: {points}");
        }
        let server = format!("http://{}", service.running.address);
        let profile = "fixtures/profiles/01-balie-naar-zorg.json";
        let output = tokio::task::spawn_blocking(move || {
            Command::new(env!("CARGO_BIN_EXE_loopbaanbrug"))
                .current_dir(crate::support::root())
                .args(["--output", "json", "match", "--server", &server, "--profile", profile, "--kind", word])
                .args(["--limit", "12"])
                .output()
                .expect("the command runs")
        })
        .await
        .expect("it ends");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let json: serde_json::Value = serde_json::from_str(&text)
            .unwrap_or_else(|error| panic!("{error}: {text} {}", String::from_utf8_lossy(&output.stderr)));
        let typed = json["matches"].as_array().expect("matches").iter();
        let typed: Vec<_> = typed.map(|it| it["key"].as_str().expect("a key").to_owned()).collect();
        assert_eq!(on_page, typed, "{what}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_saved_profile_is_the_opened_one() {
    let service = with_page().await;
    let at = address(&service);
    let talk = open(at, "nl", &example()).await.talk();
    // Through the form and back: what the form shows is what it takes.
    let shown = post(at, "/nl/profile", &[("talk", &talk), ("from", "tasks")]).await;
    let saved = post(at, "/nl/save", &[("talk", &shown.talk()), ("from", "options")]).await;
    assert!(saved.header("content-disposition").contains("mijn-profiel.json"));
    assert_eq!(saved.header("cache-control"), "no-store");
    assert_eq!(read_profile(&saved.body), read_profile(&example()));
}
