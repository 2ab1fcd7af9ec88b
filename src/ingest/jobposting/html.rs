//! HTML of vacancies to plain text with headings and lists kept. Only the tokenizer of an HTML library is used, never a
//! tree, so deep nesting costs nothing; nothing of the markup survives.

use super::super::Limits;
use crate::domain::Invalid;
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
/// Fails with [`Invalid::TooLong`] above [`Limits::HTML_BYTES_MAX`].
pub(super) fn plain_text(html: &str) -> Result<String, Invalid> {
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
    let pieces = tokenize(&html, State::Data, Pieces::default()).0.into_inner().pieces;
    Ok(render(&pieces))
}

/// Resolves character references and leaves tags alone.
fn unescape(text: &str) -> String {
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
    Line,
    Item,
    Paragraph,
    HeadingEnd,
}

#[derive(Default)]
struct Collected {
    pieces: Vec<Piece>,
    /// Inside an element whose content is not for people.
    hidden: bool,
}

#[derive(Default)]
struct Pieces(RefCell<Collected>);

impl TokenSink for Pieces {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut collected = self.0.borrow_mut();
        match token {
            Token::CharacterTokens(text) if !collected.hidden => collected.pieces.push(Piece::Text(text.to_string())),
            Token::TagToken(tag) => {
                let starts = tag.kind == TagKind::StartTag;
                if matches!(&*tag.name, "script" | "style") {
                    collected.hidden = starts;
                    if starts && !tag.self_closing {
                        return TokenSinkResult::RawData(RawKind::Rawtext);
                    }
                }
                collected.pieces.extend(separator(&tag.name, starts));
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

fn separator(name: &str, starts: bool) -> Option<Piece> {
    match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if !starts => Some(Piece::HeadingEnd),
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "p" | "ul" | "ol" | "table" | "section" | "article" | "hr" => {
            Some(Piece::Paragraph)
        }
        "li" if starts => Some(Piece::Item),
        "br" | "div" | "tr" | "li" | "dt" | "dd" => Some(Piece::Line),
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
        let most = if self.behind_heading { 1 } else { breaks };
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
        assert!(plain_text(&"x".repeat(Limits::HTML_BYTES_MAX + 1)).is_err());
    }
}
