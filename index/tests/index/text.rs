//! Dutch words in titles and bodies, as a set of documents.

use loopbaanbrug_index::{
    Counter, Credits, Document, Error, Index, Judge, Mode, Row, RowSet, Rows, Share, Snapshot, TextMatches, TopRequest,
};

use crate::support::{document, fill, new_index};

fn index_with(texts: &[(&str, &str, &str)]) -> (tempfile::TempDir, Index) {
    let (directory, index) = new_index();
    let documents = texts
        .iter()
        .map(|&(key, title, body)| Document { body: body.to_owned(), ..document(key, &[], [None; 3], title) });
    fill(&index, documents, 1);
    (directory, index)
}

fn some_texts() -> (tempfile::TempDir, Index) {
    index_with(&[
        ("a", "Medewerker vergunning", "Je beoordeelt aanvragen."),
        ("b", "Lasser", "MIG en TIG, ook coördinatie van het team."),
        ("c", "Coördinator vergunningen", "Je leidt een team lassers."),
    ])
}

fn keys<'a>(snapshot: &'a Snapshot, matches: &TextMatches) -> Vec<&'a str> {
    let all = snapshot.keys_after(None, usize::MAX);
    let ids = all.into_iter().filter(|&id| matches.contains(id));
    ids.map(|id| snapshot.key(id)).collect()
}

#[track_caller]
fn check(query: &str, mode: Mode, expected: &[&str]) {
    let (_directory, index) = some_texts();
    let snapshot = index.snapshot().expect("a snapshot");
    let matches = snapshot.text_matches(query, mode).expect("few words");
    assert_eq!(keys(&snapshot, &matches), expected, "{query:?}");
    assert_eq!(matches.len(), expected.len() as u64, "{query:?}");
    assert_eq!(matches.is_empty(), expected.is_empty(), "{query:?}");
}

#[test]
fn inflection_capitals_and_diacritics_do_not_matter() {
    check("vergunningen", Mode::All, &["a", "c"]);
    check("VERGUNNING", Mode::All, &["a", "c"]);
    check("coordinator", Mode::All, &["c"]);
    check("Coo\u{308}rdinator", Mode::All, &["c"]);
}

#[test]
fn all_and_any_look_in_title_and_body_together() {
    check("vergunning team", Mode::All, &["c"]);
    check("aanvragen team", Mode::Any, &["a", "b", "c"]);
    check("vergunning aanvragen", Mode::All, &["a"]);
    check("vergunning loodgieter", Mode::All, &[]);
    check("loodgieter", Mode::Any, &[]);
}

#[test]
fn a_query_is_words_and_never_a_language() {
    check("title:vergunning", Mode::Any, &["a", "c"]);
    check("-vergunning (team) OR \"aanvragen", Mode::All, &[]);
    check("vergunning*", Mode::All, &["a", "c"]);
}

#[test]
fn a_query_of_stop_words_says_that_it_has_no_words() {
    check("de het een", Mode::All, &["a", "b", "c"]);
    check("de het een", Mode::Any, &[]);
    for (query, words) in [("de het een", 0), ("???", 0), (&"x".repeat(80), 0), (&"x".repeat(79), 1), ("de lasser", 1)]
    {
        assert_eq!(Snapshot::query_words(query), words, "{query}");
    }
}

#[test]
fn removed_and_replaced_texts_are_not_found() {
    let (_directory, index) = some_texts();
    let replaced = document("a", &[], [None; 3], "Loodgieter");
    let mut writer = index.writer().expect("the only writer");
    writer.put(replaced).expect("a valid document");
    writer.remove("c");
    let stamp = loopbaanbrug_index::Stamp::at(2);
    writer.commit(stamp).expect("a commit");
    let snapshot = index.snapshot().expect("a snapshot");
    let find = |query| {
        let matches = snapshot.text_matches(query, Mode::All).expect("few words");
        keys(&snapshot, &matches)
    };
    assert_eq!(find("vergunning"), [""; 0]);
    assert_eq!(find("loodgieters"), ["a"]);
    assert_eq!(find("lasser"), ["b"]);
}

#[test]
fn too_many_words_are_refused() {
    let (_directory, index) = some_texts();
    let snapshot = index.snapshot().expect("a snapshot");
    let query: String = (0..=Snapshot::QUERY_WORDS_LIMIT).map(|number| format!("woord{number} ")).collect();
    let result = snapshot.text_matches(&query, Mode::Any);
    assert!(matches!(result, Err(Error::TooLarge { .. })), "{result:?}");
    let repeated = "lasser ".repeat(1_000);
    assert!(snapshot.text_matches(&repeated, Mode::Any).is_ok());
}

/// Admits what matches.
struct Filter<'a>(&'a TextMatches);

impl Counter for Filter<'_> {
    fn admit(&mut self, rows: &Rows<'_>, admitted: &mut RowSet) {
        admitted.retain(|place| rows.row(place).matches(self.0));
    }
}

impl Judge for Filter<'_> {
    fn ceiling(&self, _: Share) -> i32 {
        0
    }
    fn points(&mut self, _: &Row<'_>, _: Share) -> i32 {
        0
    }
    fn freshness(&self, _: &Row<'_>) -> i32 {
        0
    }
}

fn filtered<'a>(snapshot: &'a Snapshot, matches: &TextMatches) -> Vec<&'a str> {
    let request = TopRequest { k: 10, deadline: None };
    let top = snapshot.top(&Credits::none(), &mut Filter(matches), request);
    let hits = top.expect("no deadline").hits;
    hits.iter().map(|hit| snapshot.key(hit.id)).collect()
}

#[test]
fn matches_filter_a_scan_of_the_same_snapshot() {
    let (_directory, index) = some_texts();
    let snapshot = index.snapshot().expect("a snapshot");
    let matches = snapshot.text_matches("team", Mode::All).expect("one word");
    assert_eq!(filtered(&snapshot, &matches), ["b", "c"]);
}

#[test]
#[should_panic(expected = "another snapshot")]
fn matches_of_another_snapshot_are_a_defect_that_shows() {
    let (_directory, index) = some_texts();
    let snapshot = index.snapshot().expect("a snapshot");
    let matches = snapshot.text_matches("team", Mode::All).expect("one word");
    fill(&index, [document("d", &[], [None; 3], "team")], 2);
    let later = index.snapshot().expect("a snapshot");
    let _ = filtered(&later, &matches);
}
