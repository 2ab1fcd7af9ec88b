//! Formats through the service and the command line: every record of a hostile feed accounted for, tables with a mapping,
//! pages, programmes, character sets.

use crate::support::{
    hostile::{self, Fate},
    root,
    service::{Service, header, reason, wrong_fields},
};
use flate2::{Compression, write::GzEncoder};
use loopbaanbrug::ingest::{FeedFormat as Format, FeedReader};
use loopbaanbrug_proto::v1::{FeedFormat, ImportHeader, ImportMode};
use std::{collections::BTreeMap, fs, io::Write};

/// Pieces of the hostile feed, and of the one that is imported twice.
const PIECES: usize = 21_000;
const PIECES_TWICE: usize = 1_500;

fn example(name: &str) -> Vec<u8> {
    fs::read(root().join("fixtures/feeds/formats").join(name)).expect("an example")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hostile_feed_of_postings_is_imported_with_every_record_accounted_for() {
    let service = Service::empty().await;
    let import = async |source: &str, feed: &[u8]| {
        let format = FeedFormat::JobpostingJsonld.into();
        let header = ImportHeader { format, ..header(source, ImportMode::Full) };
        let report = service.import(header, feed).await.expect("imported");
        assert_eq!(report.received, report.accepted + report.unchanged + report.rejected);
        assert!(report.rejections.iter().all(|record| record.line > 0 && !record.problems.is_empty()));
        [report.accepted, report.unchanged, report.removed, report.rejected]
    };
    let (feed, accepted, refused) = hostile::feed(PIECES);
    assert!(accepted > 14_000 && refused > 4_000, "{accepted} and {refused}");
    assert_eq!(import("hostile", &feed).await, [accepted, 0, 0, refused]);
    let (feed, accepted, refused) = hostile::feed(PIECES_TWICE);
    assert_eq!(import("twice", &feed).await, [accepted, 0, 0, refused]);
    assert_eq!(import("twice", &feed).await, [0, accepted, 0, refused]);
}

#[test]
fn each_piece_of_a_hostile_feed_meets_its_fate() {
    let mut reader = FeedReader::new(Format::JobPostingJsonLd);
    let (mut most_waiting, mut outcomes) = (0_usize, Vec::new());
    let mut expected = BTreeMap::<String, u64>::new();
    reader.push(b"[\n").expect("taken");
    for piece in hostile::pieces(2_000) {
        match piece.fate {
            Fate::Accepted => *expected.entry("accepted".to_owned()).or_default() += 1,
            Fate::Refused(code) => *expected.entry(code.to_owned()).or_default() += 1,
            Fate::Skipped => {}
        }
        reader.push(piece.text.as_bytes()).expect("taken");
        outcomes.extend(reader.by_ref().map(|record| record.outcome));
        most_waiting = most_waiting.max(reader.held_bytes());
    }
    reader.push(b"]").expect("taken");
    reader.finish().expect("complete");
    outcomes.extend(reader.map(|record| record.outcome));
    let mut found = BTreeMap::<String, u64>::new();
    for outcome in outcomes {
        let code = outcome.map_or_else(|problems| problems[0].code.to_owned(), |_| "accepted".to_owned());
        *found.entry(code).or_default() += 1;
    }
    assert_eq!(found, expected);
    assert!(most_waiting < 1 << 20, "{most_waiting} bytes were held");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_format_comes_through_the_service() {
    let service = Service::empty().await;
    let mapping = |name: &str| String::from_utf8(example(name)).expect("a mapping");
    let cases = [
        ("vacatures.csv", FeedFormat::Csv, mapping("vacatures.toml"), 3),
        ("leerroutes.csv", FeedFormat::Csv, mapping("leerroutes.toml"), 2),
        ("velden.csv", FeedFormat::Csv, String::new(), 2),
        ("cursussen.jsonld", FeedFormat::CourseJsonld, String::new(), 5),
        ("paginas.html", FeedFormat::HtmlPages, String::new(), 2),
        ("paginas.ndjson", FeedFormat::HtmlPages, String::new(), 2),
        ("edudex.xml", FeedFormat::EdudexXml, String::new(), 2),
    ];
    for (name, format, mapping, accepted) in cases {
        let header =
            ImportHeader { format: format.into(), mapping, ..header(&name.replace('.', "-"), ImportMode::Full) };
        let report = service.import(header, &example(name)).await.expect("imported");
        assert_eq!((report.accepted, report.rejected), (accepted, 0), "{name}: {:?}", report.rejections);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_bytes_under_another_mapping_are_another_feed() {
    let service = Service::empty().await;
    let import = async |mapping: &str| {
        let header = ImportHeader {
            format: FeedFormat::Csv.into(),
            mapping: mapping.to_owned(),
            request_id: "once".to_owned(),
            ..header("tables", ImportMode::Full)
        };
        service.import(header, &example("vacatures-windows-1252.csv")).await
    };
    let mapping = String::from_utf8(example("vacatures.toml")).expect("a mapping");
    let first = import(&mapping).await.expect("imported");
    assert_eq!((first.accepted, first.rejected), (3, 0), "{:?}", first.rejections);
    assert!(import(&mapping).await.expect("the same answer").repeated);
    let other = import(&mapping.replace("\"O\"", "\"P\"")).await.expect_err("refused");
    assert_eq!(reason(&other).0, "REQUEST_ID_REUSED");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_mapping_or_character_set_is_refused_before_any_record() {
    let service = Service::empty().await;
    let import = async |mapping: &str, charset: &str, feed: &[u8]| {
        let header = ImportHeader {
            format: FeedFormat::Csv.into(),
            mapping: mapping.to_owned(),
            charset: charset.to_owned(),
            ..header("tables", ImportMode::Full)
        };
        service.import(header, feed).await.expect_err("refused")
    };
    let wrong = import("type = \"vacancy\"\n[fields]\ntitel = \"x\"", "klingon", b"").await;
    assert_eq!(wrong_fields(&wrong), ["header.mapping"]);
    assert_eq!(wrong_fields(&import("", "klingon", b"").await), ["header.charset"]);
    let missing = import("type = \"vacancy\"\n[fields]\nid = \"Nummer\"", "", b"Naam;Tekst\na;b\n").await;
    assert_eq!(reason(&missing).0, "STREAM_INVALID");
    assert!(missing.message().contains("“Nummer”") && missing.message().contains("“Naam”, “Tekst”"), "{missing}");
    let contradicted = import("", "windows-1252", "type;id;título\n".as_bytes()).await;
    assert!(contradicted.message().contains("UTF-8"), "{contradicted}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_that_is_packed_is_refused_by_that_name() {
    let service = Service::empty().await;
    for (name, format) in [("velden.csv", FeedFormat::Csv), ("edudex.xml", FeedFormat::EdudexXml)] {
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(&example(name)).expect("packed");
        let header = ImportHeader { format: format.into(), ..header("packed", ImportMode::Full) };
        let refused = service.import(header, &packed.finish().expect("packed")).await.expect_err("refused");
        assert_eq!(reason(&refused).0, "STREAM_INVALID");
        assert!(refused.message().contains("gzip"), "{refused}");
    }
}
