//! What bytes say of their own character set.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// What stands at the begin of a feed.
pub(super) enum Begin {
    /// A byte order mark, which is no part of the text.
    Mark {
        encoding: &'static Encoding,
        bytes: usize,
    },
    /// A mark of something that cannot be read.
    Unreadable(&'static str),
    /// The mark of gzip: no text at all.
    Packed,
    /// Every other byte is zero, as in UTF-16 of Western texts.
    Zeros(&'static Encoding),
    Plain,
}

/// What gzip begins everything with.
const GZIP: &[u8] = b"\x1F\x8B";

/// Looks at the first bytes.
pub(super) fn begin(head: &[u8]) -> Begin {
    if head.starts_with(GZIP) {
        return Begin::Packed;
    }
    if head.starts_with(b"\xFF\xFE\0\0") || head.starts_with(b"\0\0\xFE\xFF") {
        return Begin::Unreadable("UTF-32");
    }
    if let Some((encoding, bytes)) = Encoding::for_bom(head) {
        return Begin::Mark { encoding, bytes };
    }
    let zeros = |first: usize| head.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), head.len() / 2);
    match pairs {
        0 | 1 => Begin::Plain,
        // Most characters of a Western text are ASCII, and hardly any has a zero in the other half.
        _ if odd * 2 > pairs && even * 10 < pairs => Begin::Zeros(UTF_16LE),
        _ if even * 2 > pairs && odd * 10 < pairs => Begin::Zeros(UTF_16BE),
        _ => Begin::Plain,
    }
}

/// The `encoding` of an XML declaration.
pub(super) fn xml_label(head: &[u8]) -> Option<String> {
    let declaration = head.trim_ascii_start().strip_prefix(b"<?xml")?;
    let end = declaration.iter().position(|byte| *byte == b'>')?;
    let text = String::from_utf8_lossy(declaration.get(..end)?).into_owned();
    value_behind(&text, "encoding")
}

/// The `charset` of the first `meta` that has one, also inside of `content`.
pub(in crate::ingest) fn html_label(head: &[u8]) -> Option<String> {
    // Pages inside of JSON are text already.
    if head.trim_ascii_start().starts_with(b"{") {
        return None;
    }
    let text = String::from_utf8_lossy(head).to_ascii_lowercase();
    let metas = text.split("<meta").skip(1).filter_map(|rest| rest.split('>').next());
    metas.filter_map(|attributes| value_behind(attributes, "charset")).next()
}

/// What stands behind `name=`, in quotes or not.
fn value_behind(text: &str, name: &str) -> Option<String> {
    let (_, rest) = text.split_once(name)?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';' | '/' | '?'));
    Some(rest.get(..end.unwrap_or(rest.len()))?.to_owned()).filter(|label| !label.is_empty())
}

/// What a stretch of bytes is that begins with one that is not ASCII.
pub(super) enum Verdict {
    /// UTF-8, perhaps with a few bad bytes.
    Utf8,
    Other(&'static Encoding),
    /// Nothing that can be told for sure.
    Unclear,
}

/// Judges a stretch; `last` when nothing follows it.
pub(super) fn verdict(window: &[u8], last: bool) -> Verdict {
    let (mut characters, mut bad) = (0_usize, 0_usize);
    let mut chunks = window.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        characters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        let cut = chunks.peek().is_none() && !last;
        bad += usize::from(!chunk.invalid().is_empty() && !cut);
    }
    if characters > bad || bad == 0 {
        return Verdict::Utf8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(window, last);
    // The top-level domain only breaks ties; most feeds are Dutch.
    let guess = detector.guess(Some(b"nl"), Utf8Detection::Deny);
    if guess == WINDOWS_1252 && looks_western(window) { Verdict::Other(guess) } else { Verdict::Unclear }
}

/// Whether the stretch read as windows-1252 looks like text of a Western language: other sets of one byte would show
/// capitals behind small letters and signs inside words.
fn looks_western(window: &[u8]) -> bool {
    /// One odd place in so many is borne.
    const ODD_SHARE: usize = 20;
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(window);
    let characters: Vec<char> = text.chars().collect();
    let (mut foreign, mut odd) = (0_usize, 0_usize);
    for (place, c) in characters.iter().enumerate().filter(|(_, c)| !c.is_ascii()) {
        let before = place.checked_sub(1).and_then(|place| characters.get(place)).copied().unwrap_or(' ');
        let behind = characters.get(place + 1).copied().unwrap_or(' ');
        foreign += 1;
        odd += usize::from(!fits(before, *c, behind));
    }
    odd * ODD_SHARE <= foreign
}

fn fits(before: char, c: char, behind: char) -> bool {
    match c {
        'ß' | 'à'..='ö' | 'ø'..='ü' | 'œ' => c != 'ð' && before != 'Ã' && before != 'Â',
        'À'..='Ö' | 'Ø'..='Ü' | 'Š' | 'Ž' | 'Œ' | 'š' | 'ž' => c != 'Ð' && !before.is_lowercase(),
        '‘' | '’' | '“' | '”' | '–' | '—' | '\u{AD}' | '·' | '\u{A0}' | '´' => true,
        '€' | '£' | '§' | '°' | '«' | '»' | '•' | '…' | '©' | '®' | '™' | '²' | '³' | '½' | '¼' | '¾' | '„' | '‚'
        | '±' | 'º' | 'ª' | '¡' | '¿' | 'µ' | '×' | '÷' => !(before.is_alphabetic() && behind.is_alphabetic()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_found_however_they_are_written() {
        assert_eq!(xml_label(b" <?xml version='1.0' encoding = \"utf-8\" ?>").as_deref(), Some("utf-8"));
        assert_eq!(xml_label(b"<a encoding='x'>"), None);
        assert_eq!(html_label(b"<head><meta name=a><META CHARSET=UTF-8>").as_deref(), Some("utf-8"));
        assert_eq!(html_label(b"<meta content='text/html; charset=latin1'/>").as_deref(), Some("latin1"));
        assert_eq!(html_label(b"<p charset=x>"), None);
    }
}
