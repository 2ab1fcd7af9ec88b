//! Feeds that break off, that are huge, or that are cut anywhere; and any bytes at all.

use super::{super::samples::records, *};
use proptest::prelude::*;

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

#[test]
fn huge_records_are_refused_and_their_neighbours_stay() {
    let huge = "x".repeat(10 << 20);
    let feed = format!("{}\n{}\n{}", GOOD.replace("Post.", &huge), GOOD, huge);
    let (records, finished) = read_in_chunks(FeedFormat::Ndjson, feed.as_bytes().chunks(1 << 20));
    finished.expect("complete");
    assert_eq!(problems(&records), ["1 description too_large", "3  too_large"]);
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
