//! Streams of XML, cut in every way.

use super::*;

fn split(text: &str, size: usize) -> (Vec<(u64, String)>, bool) {
    let (found, splitter) = splitter_behind(text, size);
    (found, splitter.is_open())
}

fn splitter_behind(text: &str, size: usize) -> (Vec<(u64, String)>, ElementSplitter) {
    let mut splitter = ElementSplitter::new(&["program"]);
    let mut found = Vec::new();
    let mut pull = |splitter: &mut ElementSplitter| {
        while let Some(Piece { line, content }) = splitter.next_piece() {
            found.push((
                line,
                match content {
                    Content::Element(bytes) => String::from_utf8_lossy(bytes).into_owned(),
                    other => format!("{other:?}"),
                },
            ));
        }
    };
    for chunk in text.as_bytes().chunks(size) {
        splitter.push(chunk);
        pull(&mut splitter);
    }
    splitter.finish();
    pull(&mut splitter);
    (found, splitter)
}

#[track_caller]
fn check(text: &str, expected: &[(u64, &str)], open: bool) {
    for size in 1..=text.len() {
        let (found, is_open) = split(text, size);
        let found: Vec<(u64, &str)> = found.iter().map(|(line, text)| (*line, text.as_str())).collect();
        assert_eq!((found.as_slice(), is_open), (expected, open), "in chunks of {size}");
    }
}

#[test]
fn programmes_are_found_below_any_root_and_alone() {
    check(
        "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a \">\">]>\n<all>\n<e:program a='>'><b/><c>x</c></e:program>\n<!-- <program> --><program>2</program></all>",
        &[(3, "<e:program a='>'><b/><c>x</c></e:program>"), (4, "<program>2</program>")],
        false,
    );
    check(
        "<program>1</program>\n<program>2</program>",
        &[(1, "<program>1</program>"), (2, "<program>2</program>")],
        false,
    );
    check(
        "<program><t><![CDATA[</program>]]></t></program>",
        &[(1, "<program><t><![CDATA[</program>]]></t></program>")],
        false,
    );
    check("<programs><program/></programs> <", &[], false);
}

#[test]
fn what_is_broken_does_not_spoil_what_follows() {
    check("<all>\n<program><b>\n<program>2</program></all>", &[(2, "Unclosed"), (3, "<program>2</program>")], false);
    check("<all><program>1</program><program><b>", &[(1, "<program>1</program>"), (1, "Unclosed")], true);
    let huge = "x".repeat(Limits::RECORD_BYTES_MAX + 1);
    let text = format!("<program>{huge}</program>\n<program>2</program>");
    assert_eq!(split(&text, 1 << 16).0, [(1, "TooLarge".to_owned()), (2, "<program>2</program>".to_owned())]);
}
/// Counts bytes, not time: each is handled a few times at most, whatever the feed and wherever it is cut.
#[test]
fn no_feed_makes_us_handle_it_again_and_again() {
    let filling = "x ".repeat(20_000);
    let feeds = [
        ("many marks outside of records", "<a/>\n".repeat(8_000)),
        ("many marks in a record", format!("<program>{}</program>", "<a/>\n".repeat(8_000))),
        ("many records", "<program/><program>1</program>".repeat(1_500)),
        ("a comment that ends late", format!("<!--{filling}--><program>1</program>")),
        ("a tag that ends late", format!("<program a='{filling}'>1</program>")),
        ("a tag that does not end", format!("<program>1</program><a {filling}")),
        ("text alone", filling.clone()),
    ];
    for (name, feed) in feeds {
        let (whole, _) = splitter_behind(&feed, feed.len());
        for size in [1, 7, 1_000, feed.len()] {
            let (found, splitter) = splitter_behind(&feed, size);
            assert_eq!(found, whole, "{name} in chunks of {size}");
            let (handled, bytes) = (splitter.handled_bytes, feed.len());
            assert!(handled <= 8 * bytes, "{name} in chunks of {size}: {handled} of {bytes}");
        }
    }
}
