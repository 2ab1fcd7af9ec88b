//! Whole feeds through the reader: the fixtures, every kind of bad input, and what must hold for any bytes.

mod broken;
mod formats;
mod streams;

use super::{FeedError, FeedFormat, FeedReader, FeedRecord, FeedSpec, Limits, decode, encode};
use std::{fs, path::PathBuf};

/// A record without fault.
const GOOD: &str =
    r#"{"type":"vacancy","id":"goed-1","title":"Bode","description":"Post.","employer":"Voorbeeldstad"}"#;

const FORMATS: [FeedFormat; 6] = [
    FeedFormat::Ndjson,
    FeedFormat::JobPostingJsonLd,
    FeedFormat::CourseJsonLd,
    FeedFormat::HtmlPages,
    FeedFormat::Csv,
    FeedFormat::EduDexXml,
];

fn feeds_folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/feeds")
}

fn format_of(name: &str) -> FeedFormat {
    match name.rsplit('.').next() {
        Some("jsonld") => FeedFormat::JobPostingJsonLd,
        Some("csv") => FeedFormat::Csv,
        Some("html") => FeedFormat::HtmlPages,
        Some("xml") => FeedFormat::EduDexXml,
        _ => FeedFormat::Ndjson,
    }
}

fn read_in_chunks<'a>(
    spec: impl Into<FeedSpec>,
    chunks: impl IntoIterator<Item = &'a [u8]>,
) -> (Vec<FeedRecord>, Result<(), FeedError>) {
    let mut reader = FeedReader::new(spec);
    let mut records = Vec::new();
    let mut pushed = Ok(());
    for chunk in chunks {
        pushed = pushed.and_then(|()| reader.push(chunk));
        records.extend(reader.by_ref());
    }
    let finished = pushed.and_then(|()| reader.finish());
    records.extend(reader.by_ref());
    (records, finished)
}

fn read(spec: impl Into<FeedSpec>, bytes: &[u8]) -> Vec<FeedRecord> {
    let (records, finished) = read_in_chunks(spec, [bytes]);
    finished.expect("a complete feed");
    records
}

/// One line for each problem: line of the record, field and code. An accepted record must have an id that says so.
fn problems(records: &[FeedRecord]) -> Vec<String> {
    let mut lines = Vec::new();
    for record in records {
        match &record.outcome {
            Ok(accepted) => assert!(accepted.id.as_str().starts_with("goed"), "accepted: {:?}", accepted.id),
            Err(problems) => {
                assert!(!problems.is_empty() && problems.iter().all(|problem| !problem.message.is_empty()));
                assert!(problems.iter().all(|problem| CODES.contains(&problem.code)));
                let one = |problem: &super::Problem| format!("{} {} {}", record.line, problem.field, problem.code);
                lines.extend(problems.iter().map(one));
            }
        }
    }
    lines
}

#[test]
fn the_page_on_feeds_has_correct_examples_and_every_code() {
    let page = include_str!("../../../docs/feeds.md");
    let examples: Vec<&str> = page.lines().filter(|line| line.starts_with(r#"{"type""#)).collect();
    assert_eq!(examples.len(), 2);
    for example in examples {
        let (id, opportunity) = decode(example).expect("a correct example");
        // The page promises the order of the fields, too.
        assert_eq!(encode(&opportunity, &id), example);
    }
    for code in CODES {
        assert!(page.contains(&format!("| `{code}` |")), "{code} is not explained");
    }
}

/// Every code that a problem or note can have.
const CODES: [&str; 22] = [
    "not_utf8",
    "not_json",
    "not_xml",
    "wrong_columns",
    "nothing_found",
    "too_large",
    "wrong_type",
    "unknown_field",
    "missing",
    "empty",
    "too_long",
    "control_character",
    "malformed",
    "unknown_code",
    "out_of_range",
    "reversed",
    "too_many",
    "ambiguous",
    "repeated",
    "unsupported_type",
    "more_problems",
    "assumption",
];

#[test]
fn every_record_of_the_fixtures_is_accepted() {
    let mut accepted = 0;
    for entry in fs::read_dir(feeds_folder()).expect("the folder of feeds") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if !path.is_file() {
            continue;
        }
        for record in read(format_of(&name), &fs::read(&path).expect("a feed")) {
            let problems = record.outcome.err().unwrap_or_default();
            assert!(problems.is_empty(), "{name}, line {}: {problems:#?}", record.line);
            accepted += 1;
        }
    }
    assert!(accepted > 100, "only {accepted} records found");
}
