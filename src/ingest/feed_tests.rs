//! Whole feeds through the reader: the fixtures, every kind of bad input, and what must hold for any bytes.

use super::{FeedError, FeedFormat, FeedReader, FeedRecord, FeedSpec, Limits, decode, encode, samples::records};
use proptest::prelude::*;
use std::{fs, path::PathBuf};

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
    let page = include_str!("../../docs/feeds.md");
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

/// Reads a malformed feed: exactly these problems, and both good neighbours survive.
#[track_caller]
fn check(name: &str, expected: &[&str]) {
    let bytes = fs::read(feeds_folder().join("malformed").join(name)).expect("a fixture");
    let records = read(format_of(name), &bytes);
    assert_eq!(problems(&records), expected);
    let ids: Vec<&str> = records.iter().filter_map(|record| Some(record.outcome.as_ref().ok()?.id.as_str())).collect();
    let begins = |id: Option<&&str>, begin: &str| id.is_some_and(|id| id.starts_with(begin));
    assert!(begins(ids.first(), "goed-1") && begins(ids.last(), "goed-2"), "{ids:?}");
}

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

#[test]
fn a_line_can_withdraw_a_record() {
    let feed = concat!(
        "{\"remove\":\"v-1\"}\n",
        "{\"remove\":\"v-1\"}\n",
        "{\"remove\":\"v-2\",\"title\":\"Bode\"}\n",
        "{\"remove\":7}\n",
    );
    let records = read(FeedFormat::Ndjson, feed.as_bytes());
    let accepted = records[0].outcome.as_ref().expect("a withdrawal");
    assert_eq!((accepted.id.as_str(), &accepted.opportunity), ("v-1", &None));
    let told = |record: &FeedRecord| record.outcome.as_ref().expect_err("refused")[0].code;
    assert_eq!(records[1..].iter().map(told).collect::<Vec<_>>(), ["repeated", "unknown_field", "wrong_type"]);
    assert_eq!(records[2].id.as_ref().map(|id| id.as_str()), Some("v-2"), "what was meant is kept");
    // What the catalogue holds is never a withdrawal.
    assert!(decode("{\"remove\":\"v-1\"}").is_err());
}

#[test]
fn postings_of_every_shape_are_read() {
    let bytes = fs::read(feeds_folder().join("jobpostings.jsonld")).expect("the fixture");
    let mut lines = Vec::new();
    for record in read(FeedFormat::JobPostingJsonLd, &bytes) {
        let accepted = record.outcome.expect("accepted");
        let opportunity = accepted.opportunity.expect("a posting withdraws nothing");
        lines.push(encode(&opportunity, &accepted.id));
        lines.extend(accepted.notes.iter().map(|note| format!("    {note}")));
        let text = opportunity.description();
        assert!(!text.contains(['<', '>']) && !text.contains("&amp;") && !text.contains("&nbsp;"), "{text}");
    }
    insta::assert_snapshot!(lines.join("\n"));
}

const FORMATS: [FeedFormat; 6] = [
    FeedFormat::Ndjson,
    FeedFormat::JobPostingJsonLd,
    FeedFormat::CourseJsonLd,
    FeedFormat::HtmlPages,
    FeedFormat::Csv,
    FeedFormat::EduDexXml,
];

/// The examples of a format: every record as it is kept, with its notes.
fn formats(name: &str, spec: impl Into<FeedSpec>) -> String {
    let bytes = fs::read(feeds_folder().join("formats").join(name)).expect("a fixture");
    let spec = spec.into();
    let whole = read(spec.clone(), &bytes);
    let (cut, finished) = read_in_chunks(spec, bytes.chunks(97));
    assert_eq!((&whole, finished), (&cut, Ok(())));
    let mut lines = Vec::new();
    for record in whole {
        match record.outcome {
            Ok(accepted) => {
                lines.push(format!(
                    "{}: {}",
                    record.line,
                    encode(accepted.opportunity.as_ref().expect("a record"), &accepted.id)
                ));
                lines.extend(accepted.notes.iter().map(|note| format!("    {note}")));
            }
            Err(problems) => lines.extend(problems.iter().map(|problem| format!("{}: REFUSED {problem}", record.line))),
        }
    }
    lines.join("\n")
}

fn mapping(name: &str) -> FeedSpec {
    let toml = fs::read_to_string(feeds_folder().join("formats").join(name)).expect("a mapping");
    FeedSpec::from(FeedFormat::Csv).with_mapping(&toml).expect("a correct mapping")
}

#[test]
fn tables_are_read_with_their_mapping() {
    let vacancies = formats("vacatures.csv", mapping("vacatures.toml"));
    // The same table as a spreadsheet on Windows writes it, recognised or stated.
    assert_eq!(formats("vacatures-windows-1252.csv", mapping("vacatures.toml")), vacancies);
    let stated = mapping("vacatures.toml").with_charset("windows-1252").expect("a character set");
    assert_eq!(formats("vacatures-windows-1252.csv", stated), vacancies);
    insta::assert_snapshot!("vacatures.csv", vacancies);
    insta::assert_snapshot!("leerroutes.csv", formats("leerroutes.csv", mapping("leerroutes.toml")));
    insta::assert_snapshot!("velden.csv", formats("velden.csv", FeedFormat::Csv));
}

#[test]
fn courses_of_every_shape_are_read() {
    insta::assert_snapshot!("cursussen.jsonld", formats("cursussen.jsonld", FeedFormat::CourseJsonLd));
}

#[test]
fn pages_are_read_for_what_they_hold() {
    insta::assert_snapshot!("paginas.html", formats("paginas.html", FeedFormat::HtmlPages));
    insta::assert_snapshot!("paginas.ndjson", formats("paginas.ndjson", FeedFormat::HtmlPages));
}

#[test]
fn programmes_of_edu_dex_are_read() {
    insta::assert_snapshot!("edudex.xml", formats("edudex.xml", FeedFormat::EduDexXml));
}

#[test]
fn tables_that_are_broken() {
    check("unclosed-quotes.csv", &["4  wrong_columns", "7  wrong_columns"]);
    check(
        "wrong-cells.csv",
        &[
            "3 hours malformed",
            "3 pay_month_eur.min malformed",
            "3 opens malformed",
            "3 gates.vog malformed",
            "3 nlqf malformed",
            "3 title missing",
            "3 place.pc4 malformed",
            "3 contract unknown_code",
            "4 hours reversed",
            "4 pay_month_eur reversed",
            "4 nlqf out_of_range",
            "5 id repeated",
        ],
    );
}

#[test]
fn pages_and_programmes_that_are_broken() {
    check(
        "broken-pages.html",
        &[
            "2  nothing_found",
            "3  nothing_found",
            "4  not_json",
            "5 identifier missing",
            "5 description missing",
            "5 hiringOrganization missing",
            "5 identifier missing",
            "5 description missing",
            "5 hiringOrganization missing",
            "6 id repeated",
        ],
    );
    check(
        "broken-programs.xml",
        &[
            "5  not_xml",
            "6  not_xml",
            "7 programClassification.programId missing",
            "7 programDescriptions.programName missing",
            "7 programDescriptions.programDescriptionText missing",
            "8  not_xml",
        ],
    );
}

#[test]
fn ndjson_that_is_not_json() {
    check("not-json.ndjson", &["2  not_json", "3  not_json", "4  not_json", "5  wrong_type", "6  wrong_type"]);
    check("not-utf8.ndjson", &["2  not_utf8"]);
    check("too-deep.ndjson", &["2  not_json"]);
    check("bom-crlf-blank-lines.ndjson", &[]);
}

#[test]
fn ndjson_with_wrong_values() {
    check(
        "wrong-types.ndjson",
        &[
            "2 title wrong_type",
            "2 remote_percent wrong_type",
            "2 hours wrong_type",
            "2 pay_month_eur.min wrong_type",
            "2 requirements[0] wrong_type",
            "2 requirements[1].min_level wrong_type",
            "2 gates.vog wrong_type",
            "2 opens wrong_type",
            "3 id wrong_type",
            "3 starts[1] wrong_type",
        ],
    );
    check(
        "unknown-codes.ndjson",
        &[
            "2 sector unknown_code",
            "2 contract unknown_code",
            "2 work_pattern[1] unknown_code",
            "2 requirements[3].relation unknown_code",
            "2 gates.driving_licences[0] unknown_code",
            "2 gates.languages[0].cefr unknown_code",
            "3 kind unknown_code",
            "3 cost.payer unknown_code",
            "4 type unknown_code",
        ],
    );
    check(
        "unknown-fields.ndjson",
        &["2 place.city unknown_field", "2 salary unknown_field", "3 entry.diploma unknown_field"],
    );
    check(
        "out-of-range.ndjson",
        &[
            "2 remote_percent out_of_range",
            "2 hours.max out_of_range",
            "2 pay_month_eur.min out_of_range",
            "2 nlqf out_of_range",
            "2 requirements[0].min_level out_of_range",
            "2 openings out_of_range",
            "3 place out_of_range",
            "4 learning_mix out_of_range",
        ],
    );
    check("reversed.ndjson", &["2 hours reversed", "2 pay_month_eur reversed", "2 closes reversed"]);
    check(
        "malformed-texts.ndjson",
        &[
            "2 id malformed",
            "2 title empty",
            "2 language malformed",
            "2 place.pc4 malformed",
            "2 requirements[0].skill.key malformed",
            "2 closes malformed",
            "2 url malformed",
            "3 title control_character",
        ],
    );
    check("ambiguous.ndjson", &["2 place ambiguous", "2 requirements[0].skill ambiguous"]);
}

#[test]
fn ndjson_with_too_little_or_too_much() {
    check(
        "missing-fields.ndjson",
        &[
            "2 title missing",
            "2 description missing",
            "2 employer missing",
            "3 id missing",
            "3 kind missing",
            "4 type missing",
            "5 hours.max missing",
            "5 requirements[0].skill missing",
            "5 requirements[1].skill missing",
        ],
    );
    check("repeated-ids.ndjson", &["2 id repeated"]);
    check("too-many.ndjson", &["2 gates.diplomas too_many"]);
}

#[test]
fn json_ld_that_is_broken() {
    check("broken-element.jsonld", &["11  not_json", "21  not_json"]);
    check("stray-text.jsonld", &["2  not_json", "6  not_json"]);
    check("graph.jsonld", &["11  not_json"]);
    check("raw-line-ends.jsonld", &[]);
    check("foreign-types.jsonld", &["3 @type unsupported_type", "5 @type unsupported_type"]);
    let missing = ["3 identifier missing", "3 description missing", "4 title empty", "4 hiringOrganization missing"];
    check("missing-properties.jsonld", &missing);
    check("repeated-ids.jsonld", &["3 id repeated"]);
}

#[test]
fn a_cut_list_is_no_complete_feed() {
    let bytes = fs::read(feeds_folder().join("malformed/truncated.jsonld")).expect("a fixture");
    let (records, finished) = read_in_chunks(FeedFormat::JobPostingJsonLd, [bytes.as_slice()]);
    assert_eq!(finished, Err(FeedError::Truncated));
    assert_eq!(problems(&records), ["4  not_json"]);
}

#[test]
fn a_feed_that_breaks_off_in_a_record_is_not_complete() {
    let line = |id: &str| format!("{}\n", GOOD.replace("goed-1", id));
    let page = r#"{"url":"https://voorbeeld.example","html":"<p>Geen vacature.</p>"}"#;
    let table = "type,id,title,description,employer\nvacancy,a,Bode,Post.,Stad\nvacancy,b,Bode,\"Post\nrond\",Stad";
    let feeds = [
        (FeedFormat::Ndjson, line("a") + &line("b")),
        (FeedFormat::HtmlPages, format!("{page}\n{page}\n")),
        (FeedFormat::Csv, format!("{table}\n")),
        (
            FeedFormat::JobPostingJsonLd,
            "{\"@graph\":[{\"@type\":\"JobPosting\"},\n{\"@type\":\"JobPosting\",\"a\":1}]}".to_owned(),
        ),
        (FeedFormat::EduDexXml, "<program a=\"1\"></program>\n<program><programId>1</programId></program>".to_owned()),
    ];
    for (format, feed) in feeds {
        let finished = |feed: &str| read_in_chunks(format, feed.as_bytes().chunks(7)).1;
        assert_eq!(finished(&feed), Ok(()), "{format:?}");
        assert_eq!(finished(feed.trim_end()), Ok(()), "{format:?}: the last line needs no end");
        for cut in [6, 14, 25] {
            assert_eq!(finished(&feed[..feed.len() - cut]), Err(FeedError::Truncated), "{format:?}, {cut}");
        }
    }
    // With a line end behind it, it is a record like any other.
    assert_eq!(read_in_chunks(FeedFormat::Ndjson, [b"{\"type\":\n".as_slice()]).1, Ok(()));
}

const GOOD: &str =
    r#"{"type":"vacancy","id":"goed-1","title":"Bode","description":"Post.","employer":"Voorbeeldstad"}"#;

#[test]
fn huge_records_are_refused_and_their_neighbours_stay() {
    let huge = "x".repeat(10 << 20);
    let feed = format!("{}\n{}\n{}", GOOD.replace("Post.", &huge), GOOD, huge);
    let (records, finished) = read_in_chunks(FeedFormat::Ndjson, feed.as_bytes().chunks(1 << 20));
    finished.expect("complete");
    assert_eq!(problems(&records), ["1  too_large", "3  too_large"]);
    let long = GOOD.replace("Post.", &huge[..20_001]);
    assert_eq!(problems(&read(FeedFormat::Ndjson, long.as_bytes())), ["1 description too_long"]);

    let posting = |text: &str| {
        format!(
            r#"{{"@type":"JobPosting","identifier":"goed-1","title":"Bode","description":"{text}","hiringOrganization":"V"}}"#
        )
    };
    let even_larger = "x".repeat(Limits::GRAPH_BYTES_MAX + 10);
    let feed = format!("[\n{},\n{},\n{}]", posting(&huge), posting(&even_larger), posting("Post."));
    let (records, finished) = read_in_chunks(FeedFormat::JobPostingJsonLd, feed.as_bytes().chunks(1 << 20));
    finished.expect("complete");
    assert_eq!(problems(&records), ["2  too_large", "3  too_large"]);
    assert!(records[2].outcome.is_ok());
}

#[test]
fn a_reader_says_when_it_is_used_wrongly() {
    let mut reader = FeedReader::new(FeedFormat::Ndjson);
    let chunk = vec![b' '; Limits::CHUNK_BYTES_MAX];
    assert!(matches!(reader.push(&[b' '].repeat(Limits::CHUNK_BYTES_MAX + 1)), Err(FeedError::ChunkTooLarge { .. })));
    for _ in 0..3 {
        reader.push(&chunk).expect("within the limit");
    }
    assert_eq!(reader.push(&chunk), Err(FeedError::NotTaken));
    reader.finish().expect("complete");
    assert_eq!(reader.push(b""), Err(FeedError::Finished));
    assert_eq!(reader.finish(), Err(FeedError::Finished));
}

/// Pieces of which feeds and their mistakes are made.
fn soup() -> impl Strategy<Value = Vec<u8>> {
    let pieces = prop_oneof![
        4 => Just(GOOD.as_bytes().to_vec()),
        4 => Just(br#"{"@type":"JobPosting","identifier":7,"title":"T","description":"<p>D","hiringOrganization":"O"}"#.to_vec()),
        8 => proptest::sample::select(vec!["{", "}", "[", "]", ",", "\"", "\\", "\n", "\r\n", " ", "  {", "\"@graph\":[", ":"])
            .prop_map(|piece| piece.as_bytes().to_vec()),
        8 => proptest::sample::select(vec!["<program>", "</program>", "<a b='>'>", "</a>", "<![CDATA[", "]]>", "<!--", "-->",
            "<!doctype html>", "</html>", "<script type=application/ld+json>", "</script>", ";", "sep=;\n", "type;id;title;description;employer\n",
            "vacancy;goed-2;Bode;\"Post\";Stad\n", "é", "€ 2.800"]).prop_map(|piece| piece.as_bytes().to_vec()),
        1 => Just("caf\u{e9} ".repeat(300).into_bytes()),
        1 => proptest::collection::vec(any::<u8>(), 0..20),
    ];
    proptest::collection::vec(pieces, 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn what_is_written_is_read_again((id, opportunity) in records()) {
        let line = encode(&opportunity, &id);
        prop_assert!(!line.contains('\n') && line.len() <= Limits::RECORD_BYTES_MAX);
        let (read_id, read) = decode(&line).map_err(|problems| TestCaseError::fail(format!("{problems:?}\n{line}")))?;
        prop_assert_eq!(&read_id, &id);
        prop_assert_eq!(&read, &opportunity);
        prop_assert_eq!(encode(&read, &read_id), line);
    }

    #[test]
    fn where_chunks_are_cut_makes_no_difference(bytes in soup(), size in 1..50_usize) {
        for format in FORMATS {
            let whole = read_in_chunks(format, [bytes.as_slice()]);
            let cut = read_in_chunks(format, bytes.chunks(size));
            prop_assert_eq!(&whole, &cut);
            let numbers: Vec<u64> = whole.0.iter().map(|record| record.number).collect();
            prop_assert_eq!(numbers, (1..=whole.0.len() as u64).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_bad_line_never_spoils_the_next(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let feed = [&bytes, "\n".as_bytes(), GOOD.as_bytes()].concat();
        let records = read(FeedFormat::Ndjson, &feed);
        let last = records.last().and_then(|record| record.id.as_ref());
        prop_assert_eq!(last.map(|id| id.as_str()), Some("goed-1"));
    }
}
