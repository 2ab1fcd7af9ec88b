//! The examples of every format, as they are kept.

use super::*;

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
