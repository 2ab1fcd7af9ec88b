//! Mappings and whole tables.

use super::Mapping;
use crate::ingest::{FeedError, FeedFormat, FeedReader, FeedRecord, FeedSpec, encode};

/// Line, field and message of every problem.
fn refused(toml: &str) -> Vec<String> {
    let problems = Mapping::parse(toml).expect_err("refused");
    problems.iter().map(ToString::to_string).collect()
}

#[track_caller]
fn check(toml: &str, expected: &[&str]) {
    let problems = refused(toml);
    let begins: Vec<&str> =
        problems.iter().zip(expected).map(|(problem, begin)| problem.get(..begin.len()).unwrap_or(problem)).collect();
    assert_eq!((begins.as_slice(), problems.len()), (expected, expected.len()), "{problems:#?}");
}

#[test]
fn every_problem_of_a_mapping_has_its_line_and_key() {
    check("type = \"vacancy\"\n[fields]\n\nid = ", &["line 4: the mapping must be TOML"]);
    check("", &["line 1: fields must be given", "line 1: type must be given"]);
    check(
        "type = \"job\"\nseperator = \";\"\n[fields]",
        &["line 1: type must be “vacancy”", "line 2: seperator is not known"],
    );
    check(
        "type = \"vacancy\"\n[fields]\nid = 1\ntitel = \"T\"\nplace = \"P\"\nhours.min = {kolom = \"U\"}\nkind = \"K\"",
        &[
            "line 3: fields.id must be the name of a column",
            "line 4: fields.titel is no field of the record; fields are type, id,",
            "line 5: fields.place must be given in parts: place.pc4, place.lat, place.lon",
            "line 6: fields.hours.min.kolom is not known here",
            "line 6: fields.hours.min must have one of column",
            "line 7: fields.kind is no field",
        ],
    );
    check(
        "type = \"route\"\ndelimiter = \"ab\"\ndecimal = \"'\"\ndates = \"dag\"\n[fields]\n\
         teaches = {column = \"L\", level = 9, values = 3, relation = \"x\"}\nprovider = [{column = \"a\"}, {column = \"b\"}]",
        &[
            "line 2: delimiter must be one sign",
            "line 3: decimal must be",
            "line 4: dates must be forms of a day",
            "line 6: fields.teaches.values must be a table",
            "line 6: fields.teaches.relation must be one of",
            "line 6: fields.teaches.level must be",
            "line 7: fields.provider must come from one source",
        ],
    );
}

/// The record as it is kept, or its line and problems.
fn shown(record: FeedRecord) -> String {
    match record.outcome {
        Ok(accepted) => encode(accepted.opportunity.as_ref().expect("a record"), &accepted.id),
        Err(problems) => {
            let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
            format!("{}: {}", record.line, problems.join("; "))
        }
    }
}

fn read(mapping: Option<&str>, table: &[u8]) -> Result<Vec<String>, FeedError> {
    let spec = FeedSpec::from(FeedFormat::Csv);
    let spec = match mapping {
        Some(toml) => spec.with_mapping(toml).expect("a mapping"),
        None => spec,
    };
    let mut whole = None;
    for size in [1, 7, table.len().max(1)] {
        let mut reader = FeedReader::new(spec.clone());
        let mut lines = Vec::new();
        let mut pushed = Ok(());
        for chunk in table.chunks(size) {
            pushed = pushed.and_then(|()| reader.push(chunk));
            lines.extend(reader.by_ref().map(shown));
        }
        let finished = pushed.and_then(|()| reader.finish());
        lines.extend(reader.by_ref().map(shown));
        let result = finished.map(|()| lines);
        assert_eq!(whole.get_or_insert_with(|| result.clone()), &result, "in chunks of {size}");
    }
    whole.expect("read")
}

const MAPPING: &str = "type = \"vacancy\"\n[fields]\nid = \"Nr\"\ntitle = \"Functie\"\ndescription = \"Tekst\"\nemployer = { constant = \"Stad\" }";

#[test]
fn the_header_must_have_what_the_mapping_names() {
    let missing = read(Some(MAPPING), "Nr;Functie;Omschrijving\n1;Bode;Post".as_bytes());
    let Err(FeedError::ColumnsMissing { columns, found }) = missing else { panic!("{missing:?}") };
    assert_eq!((columns.as_str(), found.as_str()), ("“Tekst”", "“Nr”, “Functie”, “Omschrijving”"));
    assert!(matches!(read(Some(MAPPING), b"Nr,Functie,Tekst,nr\n"), Err(FeedError::ColumnsRepeated { .. })));
    assert!(
        matches!(read(None, b"type,id,titel\n"), Err(FeedError::ColumnsUnknown { columns }) if columns == "“titel”")
    );
    assert_eq!(read(None, b""), Err(FeedError::HeaderMissing));
    assert_eq!(read(Some(MAPPING), b"Nr,Functie,Tekst"), Ok(Vec::new()));
}

/// A sign between cells by which the header makes no sense rules out itself, not the others; nor is one taken because the header
/// ends earlier when it is read by it.
#[test]
fn the_sign_between_cells_is_chosen_when_every_one_was_tried() {
    let many = "|".repeat(crate::ingest::Limits::COLUMNS_MAX + 1);
    let tables =
        [format!("Nr,Functie,Tekst,{many}\n1,Bode,Post,\n"), "Nr,Functie,Tekst,\"op\nmerking\"\n1,Bode,Post,\n".into()];
    for table in tables {
        let lines = read(Some(MAPPING), table.as_bytes()).expect("read");
        assert!(lines.len() == 1 && lines[0].contains("\"title\":\"Bode\""), "{lines:?}");
    }
}

#[test]
fn columns_are_named_in_problems() {
    let lines = read(Some(MAPPING), " nr ,FUNCTIE,Tekst\r\n1,,Post\r\n".as_bytes()).expect("read");
    assert_eq!(lines, ["2: title must be given: the job title (column “Functie”)"]);
}

#[test]
fn constants_defaults_prefixes_and_joined_columns() {
    let mapping = "[fields]\ntype = \"Soort\"\nid = {columns = [\"Nr\", \"Plaats\"], join = \"-\"}\ntitle = \"Functie\"\n\
        description = [\"Tekst\", \"Eisen\"]\nemployer = {column = \"Werkgever\", default = \"Stad\"}\nprovider = \"Aanbieder\"\n\
        kind = {constant = \"bbl\"}\nurl = {column = \"Nr\", prefix = \"https://werk.example/\"}\nplace.lat = {constant = 52.1}\nplace.lon = {constant = 5}";
    // A route has no employer, so its cell must be empty and its default too.
    let table = "Soort;Nr;Plaats;Functie;Tekst;Eisen;Werkgever;Aanbieder\nvacancy;1;Ede;Bode;Post.;Rijbewijs;;";
    let lines = read(Some(mapping), table.as_bytes()).expect("read");
    assert_eq!(lines.len(), 1);
    assert!(lines[0].contains("kind is not a known field"), "{lines:?}");
    let mapping = mapping.replace("kind = {constant = \"bbl\"}\n", "");
    let lines = read(Some(&mapping), table.as_bytes()).expect("read");
    assert_eq!(
        lines,
        [
            r#"{"type":"vacancy","id":"1-Ede","title":"Bode","description":"Post.\n\nRijbewijs","employer":"Stad","language":"nl","place":{"lat":52.1,"lon":5.0},"url":"https://werk.example/1"}"#
        ]
    );
}

#[test]
fn a_cell_that_is_no_text_refuses_its_row_only() {
    let table = b"Nr;Functie;Tekst\n1;Bode;Post\n2;B\xFFode;caf\xC3\xA9\n3;Bode;caf\xC3\xA9";
    let lines = read(Some(MAPPING), table).expect("read");
    assert!(lines[1].starts_with("3: title must be text; byte 2 of column “Functie”"), "{lines:?}");
    assert_eq!(lines.len(), 3);
}

#[test]
fn rows_over_the_limit_lose_nothing_else() {
    let huge = "x".repeat(2 << 20);
    let table = format!("Nr;Functie;Tekst\n1;Bode;\"{huge}\"\n2;Bode;Post\n3;Bode;\"{huge}\n4;Bode;Post\n");
    let spec = FeedSpec::from(FeedFormat::Csv).with_mapping(MAPPING).expect("a mapping");
    let mut reader = FeedReader::new(spec);
    let mut found = Vec::new();
    for chunk in table.as_bytes().chunks(1 << 18) {
        reader.push(chunk).expect("taken");
        found.extend(reader.by_ref().map(|record| (record.line, record.outcome.is_ok())));
    }
    reader.finish().expect("complete");
    found.extend(reader.by_ref().map(|record| (record.line, record.outcome.is_ok())));
    assert!(found.contains(&(3, true)) && found.contains(&(5, true)), "{found:?}");
    assert!(found.contains(&(2, false)) && found.contains(&(4, false)), "{found:?}");
}
