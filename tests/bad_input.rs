//! Bad input of each kind: a report line that names the field, and nothing else is lost.

use crate::support::{
    fixture_feeds,
    service::{Service, header, question, reason, wrong_fields},
};
use loopbaanbrug_proto::v1::{
    FeedFormat, ImportHeader, ImportMode, ImportRequest, Profile, RejectedRecord, import_request::Part,
};
use std::fs;
use tonic::Code;

const GOOD: &str =
    r#"{"type":"vacancy","id":"good","title":"Bode","description":"Post rondbrengen.","employer":"Voorbeeld"}"#;

/// A vacancy with one more field, or another value.
fn with(id: &str, fields: &str) -> Vec<u8> {
    format!(r#"{{"type":"vacancy","id":"{id}","title":"Bode","description":"Post.","employer":"Voorbeeld",{fields}}}"#)
        .into_bytes()
}

/// Imports a wrong record between two good ones; both must be there, and the wrong one accounted for.
async fn refused(service: &Service, wrong: Vec<u8>) -> RejectedRecord {
    let mut feed = GOOD.as_bytes().to_vec();
    feed.push(b'\n');
    feed.extend(wrong);
    feed.push(b'\n');
    feed.extend(GOOD.replace("good", "better").as_bytes());
    let report = service.import(header("feed", ImportMode::Full), &feed).await.expect("the feed is imported");
    assert_eq!((report.received, report.rejected), (3, 1), "{:?}", report.rejections);
    assert_eq!(report.accepted + report.unchanged, 2, "both neighbours are there");
    let rejection = report.rejections.into_iter().next().expect("a line in the report");
    assert_eq!((rejection.number, rejection.line), (2, 2));
    assert!(rejection.problems.iter().all(|problem| !problem.code.is_empty() && !problem.message.is_empty()));
    rejection
}

fn fields(rejection: &RejectedRecord) -> Vec<&str> {
    rejection.problems.iter().map(|problem| problem.field.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_kind_of_bad_record_names_its_field_and_loses_nothing_else() {
    let service = Service::empty().await;
    let huge = format!(
        r#"{{"type":"vacancy","id":"huge","title":"Bode","description":"{}","employer":"Voorbeeld"}}"#,
        "x".repeat(10 << 20)
    );
    assert_eq!(refused(&service, huge.into_bytes()).await.problems[0].code, "too_large");
    assert_eq!(fields(&refused(&service, b"{\"type\":\"vacancy\",".to_vec()).await), [""]);
    assert_eq!(fields(&refused(&service, with("types", r#""openings":"twee""#)).await), ["openings"]);
    assert_eq!(fields(&refused(&service, with("enum", r#""contract":"forever""#)).await), ["contract"]);
    assert_eq!(
        fields(&refused(&service, with("pay", r#""pay_month_eur":{"min":-5,"max":10}"#)).await),
        ["pay_month_eur.min"]
    );
    let reversed = refused(&service, with("dates", r#""opens":"2026-12-02","closes":"2026-12-01""#)).await;
    assert!(fields(&reversed).iter().any(|field| field.contains("closes") || field.contains("opens")), "{reversed:?}");
    assert_eq!(fields(&refused(&service, with("place", r#""place":{"pc4":"0123"}"#)).await), ["place.pc4"]);
    let unknown = refused(&service, with("unknown", r#""leeftijd":40"#)).await;
    assert_eq!((fields(&unknown), unknown.record_id.as_str()), (vec!["leeftijd"], "unknown"));
    let mut not_utf8 = with("bytes", r#""url":"https://werk.example""#);
    not_utf8[40] = 0xff;
    let not_utf8 = refused(&service, not_utf8).await;
    assert!(!not_utf8.problems.is_empty());
    let several = with(
        "several",
        r#""openings":0,"hours":{"min":40,"max":20},"requirements":[{"skill":{"key":"x"},"relation":"very"}]"#,
    );
    let several = refused(&service, several).await;
    for part in ["openings", "hours", "requirements[0].relation", "requirements[0].skill"] {
        assert!(fields(&several).iter().any(|field| field.starts_with(part)), "{part}: {several:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_record_keeps_its_old_version_in_a_full_feed() {
    let service = Service::empty().await;
    let imported = service.import(header("feed", ImportMode::Full), GOOD.as_bytes()).await.expect("imported");
    let worse = GOOD.replace("\"Bode\"", "7");
    let report = service.import(header("feed", ImportMode::Full), worse.as_bytes()).await.expect("imported");
    assert_eq!((report.rejected, report.removed, report.revision), (1, 0, imported.revision));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_malformed_feeds_of_the_fixtures_are_accounted_for() {
    let service = Service::empty().await;
    let directory = crate::support::root().join("fixtures/feeds/malformed");
    let mut count = 0;
    for entry in fs::read_dir(directory).expect("malformed feeds") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let format = match path.extension().and_then(|ending| ending.to_str()) {
            Some("ndjson") => FeedFormat::Ndjson,
            Some("jsonld") => FeedFormat::JobpostingJsonld,
            Some("csv") => FeedFormat::Csv,
            Some("html") => FeedFormat::HtmlPages,
            Some("xml") => FeedFormat::EdudexXml,
            _ => continue,
        };
        count += 1;
        let source = format!("malformed-{count}");
        let header = ImportHeader { format: format.into(), ..header(&source, ImportMode::Delta) };
        match service.import(header, &fs::read(&path).expect("a feed")).await {
            Ok(report) => {
                // Marks, blank lines and raw line ends are borne; everything else has something to refuse.
                let is_borne = ["bom", "raw", "graph"].iter().any(|odd| name.starts_with(odd));
                assert!(is_borne || report.rejected > 0, "{} has something wrong", path.display());
                assert_eq!(report.received, report.accepted + report.rejected, "{}", path.display());
            }
            // A feed that is cut off is refused whole.
            Err(status) => assert_eq!(reason(&status).0, "STREAM_INVALID", "{}", path.display()),
        }
    }
    assert!(count >= 8, "{count} malformed feeds");
}

#[tokio::test(flavor = "multi_thread")]
async fn job_postings_as_sites_publish_them_are_understood() {
    let service = Service::empty().await;
    let feed = fs::read(crate::support::root().join("fixtures/feeds/jobpostings.jsonld")).expect("the feed");
    let header = ImportHeader { format: FeedFormat::JobpostingJsonld.into(), ..header("sites", ImportMode::Full) };
    let report = service.import(header, &feed).await.expect("imported");
    assert!(report.accepted >= 20, "{report:?}");
    service.world.engine.snapshot(report.revision, crate::support::soon()).await.expect("served");
    let answer = service.ask(question(Profile::default())).await.expect("matches");
    assert!(answer.matches.iter().any(|it| !it.requirements.is_empty()), "requirements come from text or occupation");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_feed_of_the_fixtures_is_accepted_whole() {
    let service = Service::empty().await;
    let (mut vacancies, mut routes) = (0, 0);
    for feed in fixture_feeds() {
        let source = feed.file_stem().expect("a name").to_string_lossy().into_owned();
        let report = service
            .import(header(&source, ImportMode::Full), &fs::read(&feed).expect("a feed"))
            .await
            .expect("imported");
        assert_eq!(report.rejected, 0, "{}: {:?}", feed.display(), report.rejections);
        *if source.starts_with("routes") { &mut routes } else { &mut vacancies } += report.accepted;
    }
    assert!(vacancies >= 120 && routes >= 45, "{vacancies} vacancies and {routes} routes");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_in_the_wrong_order_or_over_a_limit_is_refused() {
    let service = Service::empty().await;
    let send = async |parts: Vec<ImportRequest>| {
        service.opportunities().import(tokio_stream::iter(parts)).await.expect_err("refused")
    };
    let chunk = |bytes: Vec<u8>| ImportRequest { part: Some(Part::Chunk(bytes)) };
    let head = |source: &str| ImportRequest { part: Some(Part::Header(header(source, ImportMode::Delta))) };
    assert_eq!(reason(&send(vec![chunk(b"x".to_vec())]).await).0, "STREAM_INVALID");
    assert_eq!(reason(&send(vec![head("feed"), head("feed")]).await).0, "STREAM_INVALID");
    assert_eq!(reason(&send(Vec::new()).await).0, "STREAM_INVALID");
    assert_eq!(send(vec![head("feed"), chunk(vec![b'x'; (1 << 20) + 1])]).await.code(), Code::InvalidArgument);
    assert_eq!(wrong_fields(&send(vec![head("Has Space")]).await), ["header.source"]);
}
