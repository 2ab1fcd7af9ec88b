//! What a web page says for programs: its JSON-LD scripts and its own link.

use super::{
    markup::{Piece, Pieces, Tag},
    text::unescape,
};

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
    let mut found = Found::default();
    let (mut line, mut counted) = (1, 0);
    for (at, piece) in Pieces::of(page) {
        match piece {
            Piece::Start(tag) => found.tag(&tag),
            Piece::Raw(script) if found.reading => {
                line += lines_in(page.as_bytes().get(counted..at).unwrap_or_default());
                counted = at;
                found.scripts.push((line, script.to_owned()));
                found.reading = false;
            }
            Piece::Raw(_) => {}
        }
    }
    PageParts { scripts: found.scripts, link: found.canonical.or(found.shared) }
}

/// Line ends in some bytes.
pub(super) fn lines_in(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.iter().filter(|byte| **byte == b'\n').count()).unwrap_or_default()
}

#[derive(Default)]
struct Found {
    scripts: Vec<(u64, String)>,
    /// Whether a JSON-LD script was opened.
    reading: bool,
    canonical: Option<String>,
    shared: Option<String>,
}

impl Found {
    fn tag(&mut self, tag: &Tag<'_>) {
        if tag.is("script") {
            let kind = tag.attributes(["type"])[0].map(unescape).unwrap_or_default().to_ascii_lowercase();
            self.reading = kind.trim().starts_with("application/ld+json");
        } else if self.canonical.is_none() && tag.is("link") {
            let [rel, href] = tag.attributes(["rel", "href"]);
            let is_canonical = rel.is_some_and(|rel| rel.eq_ignore_ascii_case("canonical"));
            self.canonical = href.filter(|_| is_canonical).map(unescape);
        } else if self.shared.is_none() && tag.is("meta") {
            let [property, content] = tag.attributes(["property", "content"]);
            self.shared = content.filter(|_| property == Some("og:url")).map(unescape);
        }
    }
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
    fn links_are_read_with_their_character_references() {
        let page = "<meta property=og:url content='https://werk.example/?a=1&amp;b=2'><link rel=Canonical><link rel=icon href=x>";
        assert_eq!(parts(page).link.as_deref(), Some("https://werk.example/?a=1&b=2"));
    }

    #[test]
    fn wrappings_are_taken_off() {
        assert_eq!(unwrapped(" <!-- {} --> "), "{}");
        assert_eq!(unwrapped("//<![CDATA[\n{}\n//]]>"), "{}");
        assert_eq!(unwrapped("{};"), "{}");
    }
}
