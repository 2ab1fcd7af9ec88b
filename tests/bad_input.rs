//! Bad input of each kind: a report line that names the field, and nothing else is lost.

use crate::support::{
    fixture_feeds,
    service::{Service, header, question, reason, wrong_fields},
};
use http::uri::PathAndQuery;
use loopbaanbrug_proto::v1::{
    ConceptReference, FeedFormat, ImportHeader, ImportMode, ImportRequest, Profile, RejectedRecord, SkillClaim,
    concept_reference::Name, import_request::Part,
};
use prost::{
    Message,
    bytes::{Buf, BufMut},
};
use std::fs;
use tonic::{
    Code, Request, Status,
    client::Grpc,
    codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder},
};

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
    let huge = refused(&service, huge.into_bytes()).await;
    assert_eq!((fields(&huge), huge.record_id.as_str()), (vec!["description"], "huge"));
    assert_eq!(huge.problems[0].code, "too_large");
    // Many fields of which none is to blame.
    let wide = (0..200_000).map(|number| format!(r#""f{number}":0"#)).collect::<Vec<_>>().join(",");
    let wide = refused(&service, with("wide", &wide)).await;
    assert_eq!((fields(&wide), wide.record_id.as_str()), (vec![""], "wide"));
    assert!(wide.problems[0].message.contains("as a whole"), "{wide:?}");
    let broken = refused(&service, br#"{"type":"vacancy","id":"broken","title":"#.to_vec()).await;
    assert_eq!((fields(&broken), broken.record_id.as_str()), (vec![""], "broken"));
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
    for (before, field, id) in [
        (r#""title":"B"#, "title", "bytes"),
        (r#""skill":{"text":"stress"#, "requirements[0].skill.text", "bytes"),
        (r#""id":"by"#, "id", ""),
        (r#""employer":"#, "", "bytes"),
    ] {
        let stated = r#""requirements":[{"skill":{"text":"stressbestendig"},"relation":"essential"}]"#;
        let mut bytes = with("bytes", stated);
        let place = bytes.windows(before.len()).position(|part| part == before.as_bytes()).expect("it stands there");
        bytes[place + before.len()] = 0xff;
        let not_utf8 = refused(&service, bytes).await;
        assert_eq!((fields(&not_utf8), not_utf8.record_id.as_str()), (vec![field], id));
        assert_eq!(not_utf8.problems[0].code, "not_utf8");
    }
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

/// What cannot be read to its end is not withdrawn either, as long as its id can be read.
#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_cannot_be_read_keeps_its_old_version_in_a_full_feed() {
    let service = Service::empty().await;
    let other = GOOD.replace("good", "other");
    let before = format!("{GOOD}\n{other}");
    service.import(header("feed", ImportMode::Full), before.as_bytes()).await.expect("imported");
    let huge = GOOD.replace("Post", &"x".repeat(2 << 20)).into_bytes();
    let no_text = GOOD.replace("Post", "?").into_bytes().into_iter().map(|byte| if byte == b'?' { 0xff } else { byte });
    let no_json = GOOD.replace(r#""title":"#, r#""title""#).into_bytes();
    for worse in [huge, no_text.collect(), no_json] {
        let feed = [&worse, b"\n".as_slice(), other.as_bytes()].concat();
        let report = service.import(header("feed", ImportMode::Full), &feed).await.expect("imported");
        assert_eq!((report.rejected, report.unchanged, report.removed), (1, 1, 0), "{:?}", report.rejections);
    }
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

/// Bytes of a message as they are; what comes back is not looked at.
struct Raw;

impl Codec for Raw {
    type Encode = Vec<u8>;
    type Decode = ();
    type Encoder = Self;
    type Decoder = Self;

    fn encoder(&mut self) -> Self {
        Self
    }

    fn decoder(&mut self) -> Self {
        Self
    }
}

impl Encoder for Raw {
    type Item = Vec<u8>;
    type Error = Status;

    fn encode(&mut self, bytes: Vec<u8>, buffer: &mut EncodeBuf<'_>) -> Result<(), Status> {
        buffer.put_slice(&bytes);
        Ok(())
    }
}

impl Decoder for Raw {
    type Item = ();
    type Error = Status;

    fn decode(&mut self, buffer: &mut DecodeBuf<'_>) -> Result<Option<()>, Status> {
        buffer.advance(buffer.remaining());
        Ok(Some(()))
    }
}

/// No client of ours can send a text that is none; others can.
#[tokio::test(flavor = "multi_thread")]
async fn a_message_with_bytes_that_are_no_text_names_its_field() {
    let service = Service::empty().await;
    let send = async |bytes: Vec<u8>| {
        let mut client = Grpc::new(service.channel.clone());
        client.ready().await.expect("a connection");
        let method = PathAndQuery::from_static("/loopbaanbrug.v1.MatchService/Match");
        client.unary(Request::new(bytes), method, Raw).await.map(drop)
    };
    let said = ConceptReference { name: Some(Name::Text("BAD".into())) };
    let claims = vec![SkillClaim::default(), SkillClaim { skill: Some(said), ..SkillClaim::default() }];
    for (request, field) in [
        (question(Profile { home_pc4: "BAD".into(), ..Profile::default() }), "profile.home_pc4"),
        (question(Profile { skills: claims, ..Profile::default() }), "profile.skills.skill.name"),
    ] {
        let mut bytes = request.encode_to_vec();
        let place = bytes.windows(3).position(|part| part == b"BAD").expect("the text");
        bytes[place] = 0xff;
        let refused = send(bytes).await.expect_err("refused");
        assert_eq!((refused.code(), wrong_fields(&refused)), (Code::InvalidArgument, vec![field.to_owned()]));
    }
    // Cut off: no field of its own is to blame.
    let cut = send(vec![0x0a]).await.expect_err("refused");
    assert_eq!(wrong_fields(&cut).len(), 1);
}
