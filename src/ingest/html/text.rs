//! HTML of vacancies and courses to plain text with headings and lists kept. Only the tokenizer of an HTML library is used, never a
//! tree, so deep nesting costs nothing; nothing of the markup survives.

use super::markup::{RAW_IN_TEXT, has_huge_tag};
use crate::{domain::Invalid, ingest::Limits};
use html5ever::{
    buffer_queue::BufferQueue,
    tendril::StrTendril,
    tokenizer::{
        TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
        states::{RawKind, State},
    },
};
use std::cell::RefCell;

/// Times that a text is unescaped before it is read: sites escape HTML once or twice too often.
const UNESCAPES_MAX: usize = 3;

/// Plain text: paragraphs are separated by a blank line, headings stand on their own line, list items begin with `- `.
///
/// Fails with [`Invalid::TooLong`] above [`Limits::HTML_BYTES_MAX`], and for a tag with more than
/// [`Limits::ATTRIBUTES_MAX`] attributes: the library compares each with all before it.
pub(in crate::ingest) fn plain_text(html: &str) -> Result<String, Invalid> {
    if html.len() > Limits::HTML_BYTES_MAX {
        return Err(Invalid::TooLong { max_chars: Limits::HTML_BYTES_MAX, actual_chars: html.chars().count() });
    }
    let mut html = html.to_owned();
    for _ in 0..UNESCAPES_MAX {
        let unescaped = unescape(&html);
        if unescaped == html {
            break;
        }
        html = unescaped;
    }
    if has_huge_tag(&html, Limits::ATTRIBUTES_MAX) {
        return Err(Invalid::malformed("HTML of which no tag has more than 1,000 attributes", &html));
    }
    let pieces = tokenize(&html, State::Data, Pieces::default()).0.into_inner().pieces;
    Ok(render(&pieces))
}

/// Resolves character references and leaves tags alone.
pub(super) fn unescape(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    tokenize(text, State::RawData(RawKind::Rcdata), Characters::default()).0.into_inner()
}

fn tokenize<S: TokenSink>(text: &str, state: State, sink: S) -> S {
    let options = TokenizerOpts { initial_state: Some(state), ..TokenizerOpts::default() };
    let tokenizer = Tokenizer::new(sink, options);
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(text));
    // Returns early only for scripts that a sink asks to run; these sinks never do.
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink
}

/// Collects the characters only.
#[derive(Default)]
struct Characters(RefCell<String>);

impl TokenSink for Characters {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        if let Token::CharacterTokens(text) = token {
            self.0.borrow_mut().push_str(&text);
        }
        TokenSinkResult::Continue
    }
}

/// A piece of text, or what separates two.
#[derive(Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    /// At most one line end, however many stand together.
    Line,
    /// A line end of its own: two make a paragraph.
    Break,
    Item,
    Paragraph,
    HeadingEnd,
}

#[derive(Default)]
struct Collected {
    pieces: Vec<Piece>,
    /// The element around this whose content is not for people.
    hidden_by: Option<&'static str>,
    /// Open lists.
    lists: u32,
}

/// Elements whose content is no text; the first ones hold no markup either.
const HIDDEN: [&str; 9] = ["script", "style", "iframe", "title", "textarea", "svg", "select", "template", "noscript"];
/// How many of those hold no markup: the same as where tags are counted.
const HIDDEN_RAW: usize = RAW_IN_TEXT;
/// Blocks end what hides text and was never closed, as in browsers.
const BLOCKS: [&str; 9] = ["p", "div", "ul", "ol", "h1", "h2", "h3", "h4", "table"];

impl Collected {
    /// Takes a tag; says how the tokenizer must read on.
    fn tag(&mut self, name: &str, starts: bool, self_closing: bool) -> Option<RawKind> {
        let hiding = HIDDEN.iter().position(|hidden| *hidden == name);
        if let Some(place) = hiding {
            self.hidden_by = if starts && !self_closing { HIDDEN.get(place).copied() } else { None };
            let raw = if matches!(name, "title" | "textarea") { RawKind::Rcdata } else { RawKind::Rawtext };
            return (starts && !self_closing && place < HIDDEN_RAW).then_some(raw);
        }
        if self.hidden_by.is_some() {
            if !BLOCKS.contains(&name) {
                return None;
            }
            self.hidden_by = None;
        }
        if matches!(name, "ul" | "ol") {
            self.lists = if starts { self.lists.saturating_add(1) } else { self.lists.saturating_sub(1) };
        }
        // Paragraphs and lists inside of a list keep its items together.
        let inside = self.lists > u32::from(matches!(name, "ul" | "ol") && starts);
        self.pieces.extend(match separator(name, starts) {
            Some(Piece::Paragraph) if inside => Some(Piece::Line),
            other => other,
        });
        None
    }
}

#[derive(Default)]
struct Pieces(RefCell<Collected>);

impl TokenSink for Pieces {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut collected = self.0.borrow_mut();
        match token {
            Token::CharacterTokens(text) if collected.hidden_by.is_none() => {
                collected.pieces.push(Piece::Text(text.to_string()));
            }
            Token::TagToken(tag) => {
                if let Some(raw) = collected.tag(&tag.name, tag.kind == TagKind::StartTag, tag.self_closing) {
                    return TokenSinkResult::RawData(raw);
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

fn separator(name: &str, starts: bool) -> Option<Piece> {
    match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if !starts => Some(Piece::HeadingEnd),
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "p" | "ul" | "ol" | "dl" | "table" | "section" | "article" | "hr"
        | "blockquote" | "pre" | "header" | "footer" | "main" | "aside" | "nav" | "figure" | "address" | "details" => {
            Some(Piece::Paragraph)
        }
        "li" if starts => Some(Piece::Item),
        "br" => Some(Piece::Break),
        "div" | "tr" | "li" | "dt" | "dd" | "summary" | "figcaption" | "caption" => Some(Piece::Line),
        "td" | "th" => Some(Piece::Text(" ".to_owned())),
        _ => None,
    }
}

/// Joins the pieces. Line ends of the source count only when no tag makes lines.
fn render(pieces: &[Piece]) -> String {
    let keeps_lines = pieces.iter().all(|piece| matches!(piece, Piece::Text(_)));
    let mut text = Rendered::default();
    for piece in pieces {
        match piece {
            Piece::Text(part) => part.chars().for_each(|c| text.character(c, keeps_lines)),
            Piece::Line => text.end_line(1),
            Piece::Break => text.end_line(text.breaks + 1),
            Piece::Paragraph => text.end_line(2),
            Piece::HeadingEnd => {
                text.end_line(1);
                text.behind_heading = true;
            }
            Piece::Item => {
                text.end_line(1);
                text.item = true;
            }
        }
    }
    text.text
}

#[derive(Default)]
struct Rendered {
    text: String,
    /// Line ends to write before the next visible character.
    breaks: usize,
    space: bool,
    item: bool,
    /// No text yet since a heading, which keeps the next paragraph close.
    behind_heading: bool,
}

impl Rendered {
    fn end_line(&mut self, breaks: usize) {
        let most = if self.behind_heading { 1 } else { breaks.min(2) };
        self.breaks = self.breaks.max(most);
    }

    fn character(&mut self, c: char, keeps_lines: bool) {
        if keeps_lines && c == '\n' {
            self.breaks = (self.breaks + 1).min(2);
        } else if c.is_whitespace() || c.is_control() {
            self.space = true;
        } else if !is_invisible(c) {
            self.separate();
            self.text.push(c);
        }
    }

    fn separate(&mut self) {
        if !self.text.is_empty() {
            match self.breaks {
                0 if self.space => self.text.push(' '),
                0 => {}
                breaks => (0..breaks).for_each(|_| self.text.push('\n')),
            }
        }
        if self.item {
            self.text.push_str("- ");
        }
        (self.breaks, self.space, self.item, self.behind_heading) = (0, false, false, false);
    }
}

/// Characters that sites leave in texts and nobody sees: zero-width space, byte order mark, soft hyphen.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}' | '\u{FEFF}' | '\u{AD}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, expected: &str) {
        assert_eq!(plain_text(html).expect("short enough"), expected);
    }

    #[test]
    fn headings_paragraphs_and_lists_are_kept() {
        check(
            "<h2>Wat ga je doen?</h2><p>Je helpt\n mensen.<br/>Elke dag.</p><ul><li>paspoorten</li><li><b>rij</b>bewijzen</li></ul>",
            "Wat ga je doen?\nJe helpt mensen.\nElke dag.\n\n- paspoorten\n- rijbewijzen",
        );
    }

    #[test]
    fn editors_nest_paragraphs_and_lists_in_items() {
        check(
            "<ul><li><p>een</p></li><li><p>twee</p><ul><li>binnen</li></ul></li></ul><p>na</p>",
            "- een\n- twee\n- binnen\n\nna",
        );
        check("<ol>\n<li>een</li>\n<li>twee</li>\n</ol>", "- een\n- twee");
        check("Alinea.<br><br>Nog een.<br/>Regel.<br><br><br>Eind.", "Alinea.\n\nNog een.\nRegel.\n\nEind.");
        check(
            "<table><tr><th>Uren</th><td>36</td></tr><tr><td>Schaal</td><td>7</td></tr></table>",
            "Uren 36\nSchaal 7",
        );
        check("<blockquote>a</blockquote>b<dl><dt>c</dt><dd>d</dd></dl>", "a\n\nb\n\nc\nd");
    }

    #[test]
    fn what_is_not_for_people_leaves_nothing_and_hides_nothing_else() {
        check("<title>x</title>a<svg><text>x</text></svg>b<select><option>x</select>c<textarea><p>x</textarea>", "abc");
        check("<noscript><img src=x>x</noscript>a<template>x<p>b</p>", "a\n\nb");
        check("<iframe src=x><p>x</p></iframe><p onclick=alert(1)>a</p>", "a");
    }

    proptest::proptest! {
        /// What is counted here is what the library compares.
        #[test]
        fn tags_are_counted_as_they_are_read(pieces in proptest::collection::vec(proptest::sample::select(PIECES.to_vec()), 0..30)) {
            let html = pieces.concat();
            let most = tokenize(&html, State::Data, Attributes::default()).most.into_inner();
            for max in [0, 1, 2, 3] {
                proptest::prop_assert!(most <= max || has_huge_tag(&html, max), "{most} attributes: {html}");
            }
        }
    }

    const PIECES: [&str; 30] = [
        "<",
        "</",
        ">",
        "/>",
        "/",
        "=",
        "'",
        "\"",
        " ",
        " a",
        " b=c",
        " d='",
        " e=\"",
        "<p",
        "<script",
        "</script",
        "<script>",
        "</script>",
        "<title>",
        "</title",
        "<xmp>",
        "<!--",
        "-->",
        "--!>",
        "-",
        "<!doctype",
        "<?",
        "<![CDATA[",
        "x",
        "é",
    ];

    /// The most attributes of a tag that ends, read with the raw elements of a text.
    #[derive(Default)]
    struct Attributes {
        collected: RefCell<Collected>,
        most: RefCell<usize>,
    }

    impl TokenSink for Attributes {
        type Handle = ();

        fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
            let Token::TagToken(tag) = token else { return TokenSinkResult::Continue };
            let most = (*self.most.borrow()).max(tag.attrs.len());
            self.most.replace(most);
            let raw = self.collected.borrow_mut().tag(&tag.name, tag.kind == TagKind::StartTag, tag.self_closing);
            raw.map_or(TokenSinkResult::Continue, TokenSinkResult::RawData)
        }
    }

    #[test]
    fn escaped_markup_is_unescaped_until_it_is_markup() {
        check("&amp;lt;p&amp;gt;Caf&amp;amp;eacute;&amp;nbsp;&amp;amp; meer&amp;lt;/p&amp;gt;", "Café & meer");
        check("&lt;p&gt;a &amp;lt; b&lt;/p&gt;", "a < b");
    }

    #[test]
    fn plain_text_keeps_its_lines() {
        check("Kop\r\n\r\n\r\nTekst &amp; meer\nregel", "Kop\n\nTekst & meer\nregel");
    }

    #[test]
    fn scripts_comments_and_unclosed_tags_leave_nothing() {
        check("a<script>alert('<p>x</p>')</script>b<!-- c --><style>p{}</style><img onerror=x", "ab");
        check(&"<div>".repeat(20_000), "");
    }

    #[test]
    fn too_much_html_is_refused() {
        let attributes = |count: usize| (0..count).map(|number| format!(" a{number}")).collect::<String>();
        assert!(plain_text(&format!("<p{}>x", attributes(Limits::ATTRIBUTES_MAX))).is_ok());
        assert!(plain_text(&format!("<p{}>x", attributes(Limits::ATTRIBUTES_MAX + 1))).is_err());
        assert!(plain_text(&format!("&lt;p{}>x", attributes(Limits::ATTRIBUTES_MAX + 1))).is_err());
        assert!(plain_text(&"x".repeat(Limits::HTML_BYTES_MAX + 1)).is_err());
    }
}
