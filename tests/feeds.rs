//! What other systems build on: imports that account for every record, their reports, changes as they come, and snapshots.

use crate::support::{
    World,
    service::{Service, header, question, reason, wrong_fields, wrong_token},
};
use loopbaanbrug::server::ServerConfig;
use loopbaanbrug_proto::v1::{
    AnswerContext, ExportRequest, GetImportRequest, GetRequest, ImportHeader, ImportMode, ListImportsRequest,
    ListRequest, Opportunity, OpportunityKind, Profile, Provenance, RecordForm, RecordState, WatchRequest,
    WatchResponse, feed_service_client::FeedServiceClient, opportunity, record_state::Content,
};
use std::{collections::BTreeMap, time::Duration};
use tonic::{Code, Status, Streaming, transport::Channel};

/// Longest wait for a message of a stream.
const PATIENCE: Duration = Duration::from_secs(60);

fn vacancy(id: &str, title: &str, more: &str) -> String {
    format!(
        r#"{{"type":"vacancy","id":"{id}","title":"{title}","description":"Je helpt inwoners aan de balie.","employer":"Waterrijk"{more}}}"#
    )
}

fn route(id: &str) -> String {
    format!(
        r#"{{"type":"route","id":"{id}","title":"BBL","description":"Je leert.","provider":"College","kind":"bbl"}}"#
    )
}

fn feed(lines: &[String]) -> Vec<u8> {
    lines.iter().flat_map(|line| [line.as_bytes(), b"\n"].concat()).collect()
}

fn feeds(service: &Service) -> FeedServiceClient<Channel> {
    FeedServiceClient::new(service.channel.clone())
}

/// Imports a delta and waits until it is served.
async fn delta(service: &Service, source: &str, lines: &[String]) -> u64 {
    let report = service.import(header(source, ImportMode::Delta), &feed(lines)).await.expect("imported");
    assert_eq!(report.rejected, 0, "{:?}", report.rejections);
    list(service, ListRequest { at_least_revision: report.revision, ..ListRequest::default() }).await;
    report.revision
}

async fn list(service: &Service, request: ListRequest) -> Vec<String> {
    let mut request = tonic::Request::new(request);
    request.set_timeout(PATIENCE);
    let answer = service.opportunities().list(request).await.expect("a list").into_inner();
    answer.opportunities.into_iter().map(|it| it.key).collect()
}

async fn next(stream: &mut Streaming<WatchResponse>) -> Result<Option<WatchResponse>, Status> {
    let message = tokio::time::timeout(PATIENCE, stream.message()).await.expect("in time");
    if let Ok(Some(message)) = &message {
        assert!(
            message.context.as_ref().is_some_and(|it| !it.index_generation.is_empty()),
            "every message says its state"
        );
    }
    message
}

/// The state that is served, as answers name it.
fn state(service: &Service) -> AnswerContext {
    let context = service.world.engine.context();
    AnswerContext {
        index_generation: context.index_generation,
        catalogue_revision: context.catalogue_revision,
        taxonomy_version: context.taxonomy_version,
        ranking_version: context.ranking_version.to_owned(),
    }
}

/// Reads until everything has come, into what a portal would hold.
async fn follow(stream: &mut Streaming<WatchResponse>, held: &mut BTreeMap<String, String>) -> (u64, String) {
    loop {
        let message = next(stream).await.expect("no error").expect("a message");
        for RecordState { key, content, .. } in message.changes {
            match content {
                Some(Content::Line(line)) => drop(held.insert(key, line)),
                None => drop(held.remove(&key)),
                Some(Content::Opportunity(_)) => panic!("lines were asked"),
            }
        }
        if let Some(revision) = message.complete_revision {
            return (revision, message.resume_token);
        }
    }
}

/// A snapshot as keys and lines, and its revision.
async fn snapshot(service: &Service, request: ExportRequest) -> (BTreeMap<String, String>, u64) {
    let mut request = tonic::Request::new(ExportRequest { form: RecordForm::Line.into(), ..request });
    request.set_timeout(PATIENCE);
    let mut stream = feeds(service).export(request).await.expect("a snapshot").into_inner();
    let mut held = BTreeMap::new();
    while let Some(message) = stream.message().await.expect("no error") {
        for record in message.records {
            let Some(Content::Line(line)) = record.content else { panic!("a line") };
            held.insert(record.key, line);
        }
        assert_eq!(message.exported, held.len() as u64);
        if message.complete {
            assert!(stream.message().await.expect("no error").is_none(), "the last message is the last");
            return (held, message.context.expect("a state").catalogue_revision);
        }
    }
    panic!("the stream ended without its last message")
}

fn watch_lines(request: WatchRequest) -> WatchRequest {
    WatchRequest { form: RecordForm::Line.into(), ..request }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delta_removes_by_name_and_a_full_feed_may_not() {
    let service = Service::empty().await;
    delta(&service, "w", &[vacancy("v-1", "Bode", ""), vacancy("v-2", "Bode", "")]).await;
    let removal = |id: &str| format!(r#"{{"remove":"{id}"}}"#);
    let lines = [removal("v-1"), removal("gone"), vacancy("v-3", "Bode", ""), removal("v-3")];
    let report = service.import(header("w", ImportMode::Delta), &feed(&lines)).await.expect("imported");
    let counts = (report.received, report.accepted, report.unchanged, report.removed, report.rejected);
    assert_eq!(counts, (4, 1, 1, 1, 1), "every line is accounted for");
    assert_eq!(report.rejections[0].problems[0].code, "repeated");
    let at = ListRequest { at_least_revision: report.revision, ..ListRequest::default() };
    assert_eq!(list(&service, at.clone()).await, ["w/v-2", "w/v-3"]);

    let full = feed(&[vacancy("v-3", "Bode", ""), removal("v-2")]);
    let report = service.import(header("w", ImportMode::Full), &full).await.expect("imported");
    assert_eq!((report.rejections[0].number, report.rejections[0].record_id.as_str()), (2, "v-2"));
    assert_eq!(report.rejections[0].problems[0].code, "not_in_full_feed");
    assert_eq!(list(&service, at).await, ["w/v-2", "w/v-3"], "a wrong line removes nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_of_one_kind_refuses_and_spares_the_other() {
    let service = Service::empty().await;
    delta(&service, "w", &[vacancy("v-1", "Bode", ""), vacancy("v-2", "Bode", ""), route("r-1")]).await;
    let vacancies = ImportHeader { kind: OpportunityKind::Vacancy.into(), ..header("w", ImportMode::Full) };
    let lines = feed(&[vacancy("v-2", "Bode", ""), route("r-2")]);
    let report = service.import(vacancies, &lines).await.expect("imported");
    assert_eq!((report.removed, report.unchanged, report.rejected), (1, 1, 1));
    assert_eq!(report.rejections[0].problems[0].code, "other_kind");
    let at = ListRequest { at_least_revision: report.revision, ..ListRequest::default() };
    assert_eq!(list(&service, at).await, ["w/r-1", "w/v-2"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_share_that_a_full_feed_may_remove_is_configured() {
    let mut config = ServerConfig::new("127.0.0.1:0".parse().expect("an address"));
    config.limits.removed_percent_max = 10;
    let service = Service::with(config, World::empty().await).await;
    let lines: Vec<_> = (0..20).map(|number| vacancy(&format!("v-{number:02}"), "Bode", "")).collect();
    delta(&service, "w", &lines).await;
    let refused = service.import(header("w", ImportMode::Full), &feed(&lines[3..])).await.expect_err("too much");
    assert_eq!(reason(&refused).0, "FEED_SHRANK");
    let report = service.import(header("w", ImportMode::Full), &feed(&lines[2..])).await.expect("a tenth");
    assert_eq!(report.removed, 2);
    let allowed = ImportHeader { allow_shrink: true, ..header("w", ImportMode::Full) };
    assert_eq!(service.import(allowed, &[]).await.expect("allowed").removed, 18);
}

#[tokio::test(flavor = "multi_thread")]
async fn reports_are_kept_and_fetched_in_pages() {
    let service = Service::empty().await;
    let bad: Vec<_> = (0..130).map(|number| format!(r#"{{"type":"vacancy","id":"v-{number}"}}"#)).collect();
    for (source, request_id, lines) in [("a", "one", &bad[..]), ("b", "two", &bad[..1]), ("a", "three", &[][..])] {
        let header = ImportHeader { request_id: request_id.into(), ..header(source, ImportMode::Delta) };
        service.import(header, &feed(lines)).await.expect("imported");
    }
    let mut request = ListImportsRequest { page_size: 2, ..ListImportsRequest::default() };
    let first = feeds(&service).list_imports(request.clone()).await.expect("a page").into_inner();
    assert_eq!(first.context.as_ref(), Some(&state(&service)), "reports name the state too");
    let told = |imports: &[loopbaanbrug_proto::v1::ImportSummary]| -> Vec<String> {
        assert!(imports.iter().all(|it| it.finished_at.ends_with('Z') && it.mode() == ImportMode::Delta));
        imports.iter().map(|it| format!("{} {} {}", it.source, it.request_id, it.rejected)).collect()
    };
    assert_eq!(told(&first.imports), ["a three 0", "b two 1"]);
    request.page_token = first.next_page_token;
    let second = feeds(&service).list_imports(request.clone()).await.expect("a page").into_inner();
    assert_eq!((told(&second.imports), second.next_page_token.as_str()), (vec!["a one 130".to_owned()], ""));
    request.source = "a".into();
    let misused = feeds(&service).list_imports(request).await.expect_err("a token for another list");
    assert_eq!(wrong_token(&misused), "page_token");

    let mut request = GetImportRequest { source: "a".into(), request_id: "one".into(), ..Default::default() };
    let mut numbers = Vec::new();
    loop {
        let page = feeds(&service).get_import(request.clone()).await.expect("a page").into_inner();
        assert_eq!(page.summary.expect("counts").rejected, 130);
        assert_eq!(page.context, Some(state(&service)));
        let each = page.rejections.iter().map(|it| (it.number, it.record_id.clone(), it.problems[0].field.clone()));
        numbers.extend(each);
        if page.next_page_token.is_empty() {
            break;
        }
        request.page_token = page.next_page_token;
    }
    assert_eq!(numbers.len(), 130);
    assert_eq!(numbers[129], (130, "v-129".into(), "title".into()));
    let too_long = GetImportRequest { request_id: "x".repeat(101), page_token: String::new(), ..request.clone() };
    let refused = feeds(&service).get_import(too_long).await.expect_err("no request id");
    assert_eq!(wrong_fields(&refused), ["request_id"]);
    let unknown = GetImportRequest { request_id: "four".into(), page_token: String::new(), ..request };
    let unknown = feeds(&service).get_import(unknown).await.expect_err("no such import");
    assert_eq!((unknown.code(), reason(&unknown).0.as_str()), (Code::NotFound, "IMPORT_NOT_FOUND"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_watcher_holds_exactly_what_the_catalogue_holds_and_can_go_on_anywhere() {
    let service = Service::empty().await;
    delta(&service, "a", &[vacancy("v-1", "Bode", ""), vacancy("v-2", "Bode", "")]).await;
    delta(&service, "b", &[vacancy("v-1", "Bode", "")]).await;
    let mut held = BTreeMap::new();
    let opened = feeds(&service).watch(watch_lines(WatchRequest::default())).await;
    let mut stream = opened.expect("watched").into_inner();
    let (revision, token) = follow(&mut stream, &mut held).await;
    assert_eq!((revision, held.len()), (2, 3));

    delta(&service, "a", &[vacancy("v-1", "Chef", ""), r#"{"remove":"v-2"}"#.into()]).await;
    let (revision, _) = follow(&mut stream, &mut held).await;
    assert_eq!(revision, 3, "changes come by themselves");
    let (all, at) = snapshot(&service, ExportRequest::default()).await;
    assert_eq!((&held, at), (&all, 3));
    drop(stream);

    let only = watch_lines(WatchRequest { resume_token: token, source: "a".into(), ..Default::default() });
    let mut stream = feeds(&service).watch(only).await.expect("resumed").into_inner();
    let mut since = BTreeMap::new();
    since.insert("a/v-2".to_owned(), "to be removed".to_owned());
    follow(&mut stream, &mut since).await;
    assert_eq!(since.keys().collect::<Vec<_>>(), ["a/v-1"]);
    assert!(since["a/v-1"].contains("Chef"));

    let beyond = WatchRequest { after_revision: 9, ..WatchRequest::default() };
    let refused = feeds(&service).watch(beyond).await.expect_err("not there yet");
    assert_eq!(reason(&refused).0, "REVISION_UNKNOWN");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_would_miss_changes_without_a_word_is_refused() {
    let service = Service::empty().await;
    delta(&service, "a", &[vacancy("v-1", "Bode", "")]).await;
    let of_a = watch_lines(WatchRequest { source: "a".into(), ..WatchRequest::default() });
    let mut stream = feeds(&service).watch(of_a.clone()).await.expect("watched").into_inner();
    let (_, token) = follow(&mut stream, &mut BTreeMap::new()).await;

    let mut altered = token.clone();
    altered.replace_range(0..1, if token.starts_with('A') { "B" } else { "A" });
    for (resume_token, source) in [("abc", ""), (altered.as_str(), "a"), (token.as_str(), ""), (token.as_str(), "b")] {
        let request = WatchRequest { resume_token: resume_token.into(), source: source.into(), ..of_a.clone() };
        let refused = feeds(&service).watch(request).await.expect_err("another watch, or none");
        assert_eq!(wrong_token(&refused), "resume_token", "{resume_token} {source}");
    }
    let same = WatchRequest { resume_token: token, ..of_a };
    feeds(&service).watch(same).await.expect("its own watch goes on");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_watcher_that_joins_in_the_middle_of_many_imports_misses_nothing() {
    let service = Service::empty().await;
    let importing = async {
        for round in 0..20 {
            let mut lines: Vec<_> =
                (0..60).map(|number| vacancy(&format!("v-{number}"), &format!("Ronde {round}"), "")).collect();
            lines.push(format!(r#"{{"remove":"w-{round}"}}"#));
            lines.push(vacancy(&format!("w-{}", round + 1), "Even", ""));
            service.import(header("a", ImportMode::Delta), &feed(&lines)).await.expect("imported");
        }
    };
    let watching = async {
        let mut held = BTreeMap::new();
        let mut token = String::new();
        loop {
            let request = watch_lines(WatchRequest { resume_token: token, ..Default::default() });
            let mut stream = feeds(&service).watch(request).await.expect("watched").into_inner();
            let (revision, last) = follow(&mut stream, &mut held).await;
            // At every revision that is said to be complete, all records come from one import.
            let titles: std::collections::BTreeSet<_> = held
                .iter()
                .filter(|(key, _)| key.starts_with("a/v-"))
                .map(|(_, line)| line.split("Ronde ").nth(1).and_then(|rest| rest.split('"').next()).map(str::to_owned))
                .collect();
            assert!(titles.len() <= 1, "revision {revision}: {titles:?}");
            assert!(held.keys().filter(|key| key.starts_with("a/w-")).count() <= 1);
            if revision == 20 {
                return held;
            }
            token = last;
        }
    };
    let ((), held) = tokio::join!(importing, watching);
    let (all, _) = snapshot(&service, ExportRequest { at_least_revision: 20, ..Default::default() }).await;
    assert_eq!(held, all);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_tells_watchers_at_once() {
    let service = Service::empty().await;
    let opened = feeds(&service).watch(WatchRequest::default()).await;
    let mut stream = opened.expect("watched").into_inner();
    let message = next(&mut stream).await.expect("no error").expect("a message");
    assert_eq!((message.complete_revision, message.changes.len()), (Some(0), 0));
    let Service { running, channel, .. } = service;
    let stopped = tokio::spawn(running.shutdown());
    let end = next(&mut stream).await.expect_err("the end");
    assert_eq!((end.code(), reason(&end).0.as_str()), (Code::Unavailable, "NOT_READY"));
    drop((stream, channel));
    tokio::time::timeout(Duration::from_secs(5), stopped)
        .await
        .expect("not held up")
        .expect("no panic")
        .expect("stopped");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_snapshot_is_one_state_and_reads_back_as_a_feed() {
    let service = Service::of_fixtures().await;
    let (all, revision) = snapshot(&service, ExportRequest::default()).await;
    let mut listed = Vec::new();
    let mut request = ListRequest { page_size: 500, ..ListRequest::default() };
    loop {
        let page = service.opportunities().list(request.clone()).await.expect("a page").into_inner();
        listed.extend(page.opportunities.into_iter().map(|it| it.key));
        if page.next_page_token.is_empty() {
            break;
        }
        request.page_token = page.next_page_token;
    }
    assert_eq!(all.keys().cloned().collect::<Vec<_>>(), listed);

    let source = listed[0].split('/').next().expect("a source").to_owned();
    let (one, _) = snapshot(&service, ExportRequest { source: source.clone(), ..Default::default() }).await;
    assert!(!one.is_empty() && one.len() < all.len());
    let lines: Vec<_> = one.values().cloned().collect();
    let report = service.import(header(&source, ImportMode::Full), &feed(&lines)).await.expect("read back");
    assert_eq!((report.unchanged, report.accepted, report.removed), (one.len() as u64, 0, 0));
    assert_eq!(report.revision, revision, "nothing changed");

    let routes = ExportRequest { kind: OpportunityKind::Route.into(), ..ExportRequest::default() };
    let mut stream = feeds(&service).export(routes).await.expect("a snapshot").into_inner();
    let mut routes = 0;
    while let Some(message) = stream.message().await.expect("no error") {
        for record in message.records {
            assert_eq!(record.kind(), OpportunityKind::Route);
            let Some(Content::Opportunity(opportunity)) = record.content else { panic!("a message by default") };
            assert_eq!((opportunity.key, opportunity.revision), (record.key, record.revision));
            routes += 1;
        }
    }
    assert!(routes > 0 && routes < all.len());
}

/// Where each requirement was found, as the message of a vacancy says it.
fn found_where(given: Option<Opportunity>) -> Vec<Provenance> {
    let Some(opportunity::Content::Vacancy(vacancy)) = given.expect("it").content else { panic!("a route") };
    vacancy.requirements.iter().map(|it| it.provenance()).collect()
}

/// Whoever reads messages knows as much as whoever reads lines.
#[tokio::test(flavor = "multi_thread")]
async fn a_requirement_comes_back_with_where_the_feed_found_it() {
    use Provenance::{FoundInText, FromOccupation, Stated};

    let service = Service::empty().await;
    let asked = r#","requirements":[{"skill":{"text":"a"}},{"skill":{"text":"b"},"provenance":"stated"},
        {"skill":{"text":"c"},"provenance":"found_in_text"},{"skill":{"text":"d"},"provenance":"from_occupation"}]"#;
    delta(&service, "w", &[vacancy("v-1", "Bode", &asked.replace('\n', ""))]).await;
    let given = [Stated, Stated, FoundInText, FromOccupation];

    let request = GetRequest { key: "w/v-1".into(), ..GetRequest::default() };
    let found = service.opportunities().get(request).await.expect("found").into_inner();
    assert_eq!(found_where(found.opportunity), given);
    let page = service.opportunities().list(ListRequest::default()).await.expect("a list").into_inner();
    assert_eq!(found_where(page.opportunities.into_iter().next()), given);

    let mut stream = feeds(&service).watch(WatchRequest::default()).await.expect("watched").into_inner();
    let watched = next(&mut stream).await.expect("no error").expect("a message").changes;
    let mut stream = feeds(&service).export(ExportRequest::default()).await.expect("a snapshot").into_inner();
    let exported = stream.message().await.expect("no error").expect("a message").records;
    for records in [watched, exported] {
        let Some(Content::Opportunity(opportunity)) = records.into_iter().next().and_then(|it| it.content) else {
            panic!("a message by default")
        };
        assert_eq!(found_where(Some(opportunity)), given);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_closed_is_not_shown_as_open_and_still_found_by_key() {
    let service = Service::empty().await;
    let first = delta(&service, "w", &[vacancy("closed", "Bode", r#","closes":"2026-11-30""#)]).await;
    delta(&service, "w", &[vacancy("last-day", "Chef", r#","closes":"2026-12-01""#), vacancy("open", "Klerk", "")])
        .await;
    delta(&service, "w", &[vacancy("later", "Griffier", r#","opens":"2026-12-20""#)]).await;
    let all = list(&service, ListRequest::default()).await;
    assert_eq!(all, ["w/closed", "w/last-day", "w/later", "w/open"]);
    let open_on = async |day: &str| list(&service, ListRequest { open_on: day.into(), ..Default::default() }).await;
    assert_eq!(open_on("2026-12-01").await, ["w/last-day", "w/open"]);
    assert_eq!(open_on("2026-12-20").await, ["w/later", "w/open"]);
    assert_eq!(open_on("2026-11-01").await, ["w/closed", "w/last-day", "w/open"]);
    let (exported, _) = snapshot(&service, ExportRequest { open_on: "2026-12-01".into(), ..Default::default() }).await;
    assert_eq!(exported.keys().collect::<Vec<_>>(), ["w/last-day", "w/open"]);
    let changed = ListRequest { changed_after_revision: first, ..ListRequest::default() };
    assert_eq!(list(&service, changed).await, ["w/last-day", "w/later", "w/open"]);

    let matched = service.ask(question(Profile::default())).await.expect("an answer");
    assert!(matched.matches.iter().all(|it| it.key != "w/closed"));
    let request = GetRequest { key: "w/closed".into(), ..GetRequest::default() };
    let found = service.opportunities().get(request).await.expect("found by key").into_inner();
    assert_eq!(found.opportunity.expect("it").key, "w/closed");
    let wrong = ListRequest { open_on: "1-12-2026".into(), ..ListRequest::default() };
    let refused = service.opportunities().list(wrong).await.expect_err("no day");
    assert_eq!(crate::support::service::wrong_fields(&refused), ["open_on"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn near_duplicates_across_feeds_name_each_other() {
    let service = Service::empty().await;
    let text = r#","place":{"pc4":"3511"}"#;
    delta(&service, "a", &[vacancy("v-1", "Medewerker burgerzaken", text)]).await;
    delta(&service, "b", &[vacancy("x-9", "Medewerker burgerzaken", text), vacancy("x-1", "Bode", "")]).await;
    let get = async |key: &str| {
        let request = GetRequest { key: key.into(), ..GetRequest::default() };
        let it = service.opportunities().get(request).await.expect("found").into_inner().opportunity.expect("it");
        (it.similar_keys, it.similar_count)
    };
    assert_eq!(get("a/v-1").await, (vec!["b/x-9".to_owned()], 1));
    assert_eq!(get("b/x-9").await, (vec!["a/v-1".to_owned()], 1));
    assert_eq!(get("b/x-1").await, (Vec::new(), 0));
    let page = service.opportunities().list(ListRequest::default()).await.expect("a list").into_inner();
    assert_eq!(page.opportunities.iter().map(|it| it.similar_count).collect::<Vec<_>>(), [1, 0, 1]);
}
