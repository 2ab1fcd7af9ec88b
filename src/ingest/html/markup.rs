//! Cuts a page into tags and text as browsers do, looking at every byte a bounded number of times. The tokenizer of the HTML
//! library compares each attribute of a tag with all before it, so one tag as large as a page would take it for ever.
//!
//! Useful for: finding a few elements in a page of any size. Not useful for: the text of a page, since character references stay
//! as they are.

/// A piece of a page that says something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// A start tag.
    Start(Tag<'a>),
    /// What stands between a tag whose content is no markup, and its end; behind that tag.
    Raw(&'a str),
}

/// A start tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    name: &'a str,
    /// All behind the name.
    rest: &'a str,
}

/// Elements whose content is no markup in a page. Those of a text come first.
const RAW: [&str; 8] = ["script", "style", "iframe", "title", "textarea", "noembed", "noframes", "xmp"];
/// How many of these a text has.
pub(super) const RAW_IN_TEXT: usize = 5;

/// Whether a tag of a text has more attributes than this. Reads it as [`plain_text`](super::plain_text) does.
pub(super) fn has_huge_tag(text: &str, attributes_max: usize) -> bool {
    let mut pieces = Pieces { is_page: false, ..Pieces::of(text) };
    while pieces.next().is_some() && pieces.most_attributes <= attributes_max {}
    pieces.most_attributes > attributes_max
}

impl<'a> Tag<'a> {
    /// Whether it has this name, in any case.
    pub(super) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The value of the first attribute of each of these names, as it is written. Reads the tag once.
    pub(super) fn attributes<const N: usize>(&self, names: [&str; N]) -> [Option<&'a str>; N] {
        let mut found = [None; N];
        let mut cursor = Cursor::new(self.rest);
        while let Some((name, value)) = cursor.attribute() {
            for (wanted, found) in names.iter().zip(&mut found) {
                if found.is_none() && name.eq_ignore_ascii_case(wanted) {
                    *found = Some(value);
                }
            }
        }
        found
    }
}

/// The pieces of a page, each with where it begins.
#[derive(Debug)]
pub(super) struct Pieces<'a> {
    cursor: Cursor<'a>,
    /// The element whose content comes next.
    inside: Option<&'static str>,
    /// Else a text: fewer elements are raw, none that closes itself is, and scripts have no rules of their own.
    is_page: bool,
    /// Attributes of the tag that has most, whether or not it is one that is shown.
    most_attributes: usize,
}

impl<'a> Pieces<'a> {
    pub(super) fn of(page: &'a str) -> Self {
        Self { cursor: Cursor::new(page), inside: None, is_page: true, most_attributes: 0 }
    }

    /// What stands behind a `<`, when it is a start tag. Everything else is passed over.
    fn tag(&mut self) -> Option<Piece<'a>> {
        let cursor = &mut self.cursor;
        if cursor.takes("<!--") {
            cursor.comment();
            return None;
        }
        cursor.step();
        let closes = cursor.takes("/");
        if !cursor.next_is(|byte| byte.is_ascii_alphabetic()) {
            // A declaration, an instruction or a mistake up to the next `>`; else the sign itself.
            if closes || cursor.next_is(|byte| matches!(byte, b'!' | b'?')) {
                cursor.until(|byte| byte == b'>');
                cursor.step();
            }
            return None;
        }
        let name = cursor.until(ends_name);
        let begin = cursor.at;
        let (mut attributes, mut end) = (0, begin);
        while cursor.attribute().is_some() {
            (attributes, end) = (attributes + 1, cursor.at);
        }
        let rest = cursor.slice(begin);
        self.most_attributes = self.most_attributes.max(attributes);
        // Behind a value without quotes it would be part of that.
        let closes_itself = cursor.at > end && rest.ends_with('/');
        // A tag that does not end is none.
        if !cursor.takes(">") || closes {
            return None;
        }
        let tag = Tag { name, rest };
        let raw = if self.is_page { RAW.as_slice() } else { &RAW[..RAW_IN_TEXT] };
        let is_raw = self.is_page || !closes_itself;
        self.inside = raw.iter().copied().find(|name| is_raw && tag.is(name));
        Some(Piece::Start(tag))
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = (usize, Piece<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(element) = self.inside.take() {
            let begin = self.cursor.at;
            return Some((begin, Piece::Raw(self.cursor.raw(element, self.is_page))));
        }
        loop {
            self.cursor.until(|byte| byte == b'<');
            let begin = self.cursor.at;
            if self.cursor.is_at_end() {
                return None;
            }
            if let Some(piece) = self.tag() {
                return Some((begin, piece));
            }
        }
    }
}

/// A place in a page that only moves forward.
#[derive(Debug)]
struct Cursor<'a> {
    text: &'a str,
    at: usize,
    /// Bytes that were looked at: what a hostile page can make us do.
    looked_at: usize,
}

/// White space, `/` and `>` end names; `=` too ends that of an attribute.
fn ends_name(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>')
}

impl<'a> Cursor<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, at: 0, looked_at: 0 }
    }

    fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    fn is_at_end(&self) -> bool {
        self.at >= self.text.len()
    }

    /// From there to here. Every place that is stopped at stands before an ASCII sign or at the end.
    fn slice(&self, begin: usize) -> &'a str {
        self.text.get(begin..self.at).unwrap_or_default()
    }

    fn next_is(&self, is: impl Fn(u8) -> bool) -> bool {
        self.rest().first().is_some_and(|byte| is(*byte))
    }

    fn step(&mut self) {
        self.at = (self.at + 1).min(self.text.len());
        self.looked_at += 1;
    }

    /// Passes a text that stands here, in any case.
    fn takes(&mut self, text: &str) -> bool {
        self.looked_at += text.len();
        let stands = self.stands(text);
        if stands {
            self.at += text.len();
        }
        stands
    }

    fn stands(&self, text: &str) -> bool {
        self.rest().get(..text.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(text.as_bytes()))
    }

    /// What stands before the next such byte, or before the end.
    fn until(&mut self, ends: impl Fn(u8) -> bool) -> &'a str {
        let begin = self.at;
        let passed = self.rest().iter().position(|byte| ends(*byte)).unwrap_or(self.rest().len());
        self.at += passed;
        self.looked_at += passed + 1;
        self.slice(begin)
    }

    /// The next attribute of a tag; none before its `>` and at the end.
    fn attribute(&mut self) -> Option<(&'a str, &'a str)> {
        self.until(|byte| !(byte.is_ascii_whitespace() || byte == b'/'));
        if self.is_at_end() || self.next_is(|byte| byte == b'>') {
            return None;
        }
        let begin = self.at;
        // A name may begin with an equals sign.
        self.step_over_character();
        self.until(|byte| ends_name(byte) || byte == b'=');
        let name = self.slice(begin);
        self.until(|byte| !byte.is_ascii_whitespace());
        if !self.takes("=") {
            return Some((name, ""));
        }
        self.until(|byte| !byte.is_ascii_whitespace());
        let quote = self.rest().first().copied().filter(|byte| matches!(byte, b'"' | b'\''));
        let Some(quote) = quote else {
            return Some((name, self.until(|byte| byte.is_ascii_whitespace() || byte == b'>')));
        };
        self.step();
        let value = self.until(|byte| byte == quote);
        self.step();
        Some((name, value))
    }

    /// Passes one character, however many bytes it has.
    fn step_over_character(&mut self) {
        let bytes = self.text.get(self.at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
        (self.at, self.looked_at) = (self.at + bytes, self.looked_at + bytes);
    }

    /// Passes a comment behind its `<!--`.
    fn comment(&mut self) {
        // `<!-->` and `<!--->` are whole.
        if self.takes(">") || self.takes("->") {
            return;
        }
        loop {
            self.until(|byte| byte == b'-');
            if self.is_at_end() || self.takes("-->") || self.takes("--!>") {
                return;
            }
            self.step();
        }
    }

    /// The content of an element that holds no markup, up to its end tag. Inside of `<!--` a script may hold another one.
    fn raw(&mut self, element: &str, is_page: bool) -> &'a str {
        let begin = self.at;
        let (mut escaped, mut doubly) = (false, false);
        loop {
            self.until(|byte| matches!(byte, b'<' | b'-'));
            if self.is_at_end() {
                return self.slice(begin);
            }
            if element == "script" && is_page {
                if self.stands("<!--") {
                    escaped = true;
                    // Its hyphens may be those of its end too.
                    (self.at, self.looked_at) = (self.at + 2, self.looked_at + 4);
                    continue;
                }
                if self.takes("-->") {
                    (escaped, doubly) = (false, false);
                    continue;
                }
                doubly |= escaped && self.stands_tag("<", element);
            }
            if self.stands_tag("</", element) {
                if !doubly {
                    return self.slice(begin);
                }
                doubly = false;
            }
            self.step();
        }
    }

    /// Whether a tag of this name stands here.
    fn stands_tag(&mut self, opening: &str, name: &str) -> bool {
        self.looked_at += opening.len();
        if !self.stands(opening) {
            return false;
        }
        self.looked_at += name.len() + 1;
        let named = self.rest().get(opening.len()..opening.len() + name.len());
        let behind = self.rest().get(opening.len() + name.len());
        named.is_some_and(|named| named.eq_ignore_ascii_case(name.as_bytes()))
            && behind.is_some_and(|byte| ends_name(*byte))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names of tags with a quoted attribute `a`, and what is raw.
    fn shown(page: &str) -> Vec<String> {
        let show = |(_, piece)| match piece {
            Piece::Start(tag) => format!("{}={}", tag.name, tag.attributes(["a"])[0].unwrap_or("-")),
            Piece::Raw(text) => format!("[{text}]"),
        };
        Pieces::of(page).map(show).collect()
    }

    #[track_caller]
    fn check(page: &str, expected: &[&str]) {
        assert_eq!(shown(page), expected, "{page}");
    }

    #[test]
    fn tags_and_their_attributes_are_those_of_browsers() {
        check("<p a=1><br/><P A='>' a=2></p>", &["p=1", "br=-", "P=>"]);
        check("<a b=c a><a =a a=\"x y\"/><a\n a = é>", &["a=", "a=x y", "a=é"]);
        check("1 < 2 <3 <é> <!doctype html> <?x <p> <b>", &["b=-"]);
        check("</p a='>'> </> </!> <i>", &["i=-"]);
        check("<p a=1", &[]);
        check("<p a='1>", &[]);
    }

    #[test]
    fn what_holds_no_markup_is_left_as_it_is() {
        check("<script a=1>'<p>' </scripts></SCRIPT ><p>", &["script=1", "['<p>' </scripts>]", "p=-"]);
        check("<title></title><style><p>", &["title=-", "[]", "style=-", "[<p>]"]);
        check("<script><!-- <script> </script> --></script><i>", &["script=-", "[<!-- <script> </script> -->]", "i=-"]);
        check("<script><!--></script><i>", &["script=-", "[<!-->]", "i=-"]);
        check("<!-- <p> --!><!--><b><!---><i><!-- <u>", &["b=-", "i=-"]);
    }

    #[test]
    fn a_tag_of_too_many_attributes_is_seen_wherever_it_stands() {
        let attributes = " a".repeat(9);
        let huge = |text: &str| has_huge_tag(&text.replace('*', &attributes), 8);
        for text in [
            "<p*>",
            "</p*>",
            "x <p*",
            "<p a='>'*>",
            "<!-- <a b=' --><p*>",
            "<script/><p*>",
            "<script a=b/><p x='</script><p*>'>",
            "<script><!--<script></script><p*></script>",
            "<xmp><p*></xmp>",
            "<title>'</title><p*>",
        ] {
            assert!(huge(text), "{text}");
        }
        for text in ["<p>*</p>", "<!--*-->", "<script>*</script>", "<p a='*'>", "<!doctype*><p>", "a < b*"] {
            assert!(!huge(text), "{text}");
        }
    }

    /// Counts bytes, not time: each is looked at a few times at most, whatever the page.
    #[test]
    fn no_page_makes_us_look_at_it_again_and_again() {
        let pieces = [
            "<a ",
            "a1 ",
            "<script",
            "<script>",
            "<!--",
            "--",
            "</script",
            "<",
            "</",
            "=",
            "'",
            "\"",
            "a=",
            "a='",
            "<script><!--<script>",
            "<title>",
            "</title",
            "-",
            "<!",
            "é",
        ];
        for first in pieces {
            for next in pieces {
                let page = format!("{first}{}", next.repeat(2_000));
                let mut found = Pieces::of(&page);
                let attributes: usize = found
                    .by_ref()
                    .map(|(_, piece)| if let Piece::Start(tag) = piece { tag.rest.len() } else { 0 })
                    .sum();
                let looked_at = found.cursor.looked_at + attributes;
                assert!(looked_at <= 16 * page.len() + 100, "{first:?} {next:?}: {looked_at} of {}", page.len());
            }
        }
        let distinct: String = (0..20_000).map(|number| format!(" a{number}=1")).collect();
        let page = format!("<p{distinct}>");
        let mut found = Pieces::of(&page);
        let Some((0, Piece::Start(tag))) = found.next() else { panic!("a tag") };
        assert_eq!(tag.attributes(["a19999", "b"]), [Some("1"), None]);
        assert!(found.cursor.looked_at <= 4 * page.len());
    }
}
