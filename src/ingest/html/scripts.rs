//! What a web page says for programs: its JSON-LD scripts and its own link.

use super::text::tokenize;
use html5ever::tokenizer::{
    Tag, TagKind, Token, TokenSink, TokenSinkResult,
    states::{RawKind, State},
};
use std::cell::RefCell;

/// What is read of a page.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct PageParts {
    /// The JSON-LD scripts, each with the line of the page on which it begins, from 1.
    pub(super) scripts: Vec<(u64, String)>,
    /// `link rel=canonical`, else `og:url`.
    pub(super) link: Option<String>,
}

/// Finds the parts of a page as browsers do.
pub(super) fn parts(page: &str) -> PageParts {
    let found = tokenize(page, State::Data, Finder::default()).0.into_inner();
    PageParts { scripts: found.scripts, link: found.canonical.or(found.shared) }
}

#[derive(Default)]
struct Finder(RefCell<Found>);

#[derive(Default)]
struct Found {
    scripts: Vec<(u64, String)>,
    /// Inside a JSON-LD script.
    reading: bool,
    canonical: Option<String>,
    shared: Option<String>,
}

impl TokenSink for Finder {
    type Handle = ();

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<()> {
        let mut found = self.0.borrow_mut();
        match token {
            Token::CharacterTokens(text) if found.reading => {
                if let Some((begin, script)) = found.scripts.last_mut() {
                    // The line of a token is that of its end.
                    if script.is_empty() {
                        let ends = text.bytes().filter(|byte| *byte == b'\n').count();
                        *begin = line.saturating_sub(u64::try_from(ends).unwrap_or_default()).max(1);
                    }
                    script.push_str(&text);
                }
            }
            Token::TagToken(tag) => return found.tag(&tag, line),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl Found {
    fn tag(&mut self, tag: &Tag, line: u64) -> TokenSinkResult<()> {
        let starts = tag.kind == TagKind::StartTag;
        match &*tag.name {
            "script" => {
                let kind = attribute(tag, "type").unwrap_or_default().to_ascii_lowercase();
                self.reading = starts && kind.trim().starts_with("application/ld+json");
                if self.reading {
                    self.scripts.push((line, String::new()));
                }
                if starts {
                    return TokenSinkResult::RawData(RawKind::ScriptData);
                }
            }
            "style" | "iframe" | "noembed" | "noframes" | "xmp" if starts => {
                return TokenSinkResult::RawData(RawKind::Rawtext);
            }
            "title" | "textarea" if starts => return TokenSinkResult::RawData(RawKind::Rcdata),
            "link" if attribute(tag, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                self.canonical = self.canonical.take().or_else(|| attribute(tag, "href"));
            }
            "meta" if attribute(tag, "property").is_some_and(|name| name == "og:url") => {
                self.shared = self.shared.take().or_else(|| attribute(tag, "content"));
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

fn attribute(tag: &Tag, name: &str) -> Option<String> {
    tag.attrs.iter().find(|attribute| &*attribute.name.local == name).map(|attribute| attribute.value.to_string())
}

/// A script without what some pages wrap it in: comments, CDATA marks and a semicolon.
pub(super) fn unwrapped(script: &str) -> &str {
    let mut text = script.trim();
    for (begin, end) in [("<!--", "-->"), ("//<![CDATA[", "//]]>"), ("/*<![CDATA[*/", "/*]]>*/"), ("<![CDATA[", "]]>")]
    {
        if let Some(inner) = text.strip_prefix(begin) {
            text = inner.trim_end().strip_suffix(end).unwrap_or(inner).trim();
        }
    }
    text.trim_end_matches(';').trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_found_as_browsers_find_them() {
        let page = "<!doctype html>\n<html><head><title><script></title>\n\
            <link href='https://werk.example/1' rel=canonical>\n<meta property=og:url content=https://werk.example/2>\n\
            <SCRIPT TYPE='application/ld+json'>\n{\"a\": \"</div>\"}</SCRIPT>\n<script>'{\"x\"'</script>\n\
            <!-- <script type=application/ld+json>{}</script> -->\n\
            <script type=\"application/ld+json; charset=utf-8\" class=yoast>{}</script>";
        let parts = parts(page);
        assert_eq!(parts.link.as_deref(), Some("https://werk.example/1"));
        let scripts: Vec<(u64, &str)> = parts.scripts.iter().map(|(line, text)| (*line, text.trim())).collect();
        assert_eq!(scripts, [(5, "{\"a\": \"</div>\"}"), (9, "{}")]);
    }

    #[test]
    fn wrappings_are_taken_off() {
        assert_eq!(unwrapped(" <!-- {} --> "), "{}");
        assert_eq!(unwrapped("//<![CDATA[\n{}\n//]]>"), "{}");
        assert_eq!(unwrapped("{};"), "{}");
    }
}
