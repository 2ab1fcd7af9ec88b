//! Malformed feeds: which problems are told, and that what stands beside them survives.

use super::*;

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
    check("not-utf8.ndjson", &["2 title not_utf8"]);
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
