//! Character sets: whatever a feed is written in comes out as UTF-8, or its records are refused; never garbled.
//!
//! What is stated counts first (a mark at the begin, the operator's word, the document's own), then what the bytes look
//! like. Bytes are decoded as they arrive; until one of them is not ASCII there is nothing to decide. A byte that is no
//! character of the set becomes a byte that is no UTF-8 either, so that the reader refuses its record.

mod detect;

pub(super) use detect::html_label;

use super::reader::FeedError;
use crate::domain::Invalid;
use detect::{Begin, Verdict};
use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8};

/// A character set that can be read.
///
/// ```
/// use loopbaanbrug::ingest::Charset;
/// assert_eq!(Charset::from_label("latin1").expect("known").name(), "windows-1252");
/// assert!(Charset::from_label("klingon").is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Charset(&'static Encoding);

impl Charset {
    /// By one of its labels in the Encoding Standard, such as `utf-8`, `windows-1252`, `iso-8859-15` or `utf-16le`.
    ///
    /// # Errors
    /// [`Invalid::Malformed`] for a label of none.
    pub fn from_label(label: &str) -> Result<Self, Invalid> {
        let expected = "a character set such as utf-8, windows-1252, iso-8859-15, macintosh or utf-16le";
        let found = Encoding::for_label_no_replacement(label.trim().as_bytes());
        found.map(Self).ok_or_else(|| Invalid::malformed(expected, label))
    }

    /// Its name in the Encoding Standard.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name()
    }
}

/// Where a document of the format may state its own character set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Statement {
    /// It is UTF-8 by definition; nothing is guessed.
    Utf8,
    /// Nowhere.
    Nowhere,
    /// In the declaration of an XML document.
    XmlDeclaration,
    /// In a `meta` element of an HTML page.
    HtmlMeta,
}

/// Bytes in, UTF-8 out. Holds the first kilobyte, or what the verdict is about, at most [`WINDOW_BYTES`].
#[derive(Debug)]
pub(super) struct Transcoder {
    state: State,
    declared: Option<Charset>,
    statement: Statement,
    held: Vec<u8>,
    decoded: Vec<u8>,
}

/// Bytes of the begin in which a document states its character set; the Encoding Standard looks as far.
const HEAD_BYTES: usize = 1_024;
/// Most bytes, from the first that is not ASCII, that the verdict is about.
const WINDOW_BYTES: usize = 64 << 10;
/// Bytes decoded at once.
const PIECE_BYTES: usize = 64 << 10;

enum State {
    /// The begin is not complete.
    Head,
    /// Only ASCII so far, which is the same in every set that is still possible.
    Ascii {
        stated: Option<&'static Encoding>,
    },
    /// Something else has come; held until the verdict.
    Window {
        stated: Option<&'static Encoding>,
    },
    /// Passed on as it is.
    Utf8,
    Other(Decoder),
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = match self {
            Self::Head => "head",
            Self::Ascii { .. } => "ascii",
            Self::Window { .. } => "window",
            Self::Utf8 => UTF_8.name(),
            Self::Other(decoder) => decoder.encoding().name(),
        };
        f.write_str(name)
    }
}

impl Transcoder {
    pub(super) fn new(declared: Option<Charset>, statement: Statement) -> Self {
        Self { state: State::Head, declared, statement, held: Vec::new(), decoded: Vec::new() }
    }

    /// Takes bytes and gives what can be given of them to `sink`, in pieces.
    pub(super) fn push(&mut self, bytes: &[u8], sink: &mut dyn FnMut(&[u8])) -> Result<(), FeedError> {
        self.advance(bytes, false, sink)
    }

    /// Bytes that wait for a verdict.
    pub(super) fn held_bytes(&self) -> usize {
        self.held.len()
    }

    /// Gives the rest.
    pub(super) fn finish(&mut self, sink: &mut dyn FnMut(&[u8])) -> Result<(), FeedError> {
        self.advance(&[], true, sink)
    }

    fn advance(&mut self, bytes: &[u8], last: bool, sink: &mut dyn FnMut(&[u8])) -> Result<(), FeedError> {
        match &mut self.state {
            State::Utf8 => sink(bytes),
            State::Other(decoder) => decode(decoder, bytes, last, &mut self.decoded, sink),
            State::Ascii { stated } => {
                let stated = *stated;
                let ascii = Encoding::ascii_valid_up_to(bytes);
                let (before, rest) = bytes.split_at(ascii);
                sink(before);
                if !rest.is_empty() {
                    self.state = State::Window { stated };
                    return self.advance(rest, last, sink);
                }
            }
            State::Window { stated } => {
                let stated = *stated;
                self.held.extend_from_slice(bytes);
                if last || self.held.len() >= WINDOW_BYTES {
                    self.state = self.judge(stated, last)?;
                    return self.replay(last, sink);
                }
            }
            State::Head => {
                self.held.extend_from_slice(bytes);
                if last || self.held.len() >= HEAD_BYTES {
                    self.state = self.begin()?;
                    return self.replay(last, sink);
                }
            }
        }
        Ok(())
    }

    /// Takes what was held again, now that more is known.
    fn replay(&mut self, last: bool, sink: &mut dyn FnMut(&[u8])) -> Result<(), FeedError> {
        let held = std::mem::take(&mut self.held);
        self.advance(&held, last, sink)
    }

    /// What the begin says: its mark, the declaration, zeros of UTF-16, the document itself.
    fn begin(&mut self) -> Result<State, FeedError> {
        let declared = self.declared.map(|charset| charset.0);
        // As much as is looked at, wherever chunks were cut.
        let head = self.held.get(..HEAD_BYTES).unwrap_or(&self.held);
        match detect::begin(head) {
            Begin::Mark { encoding, bytes } => {
                if let Some(declared) = declared.filter(|declared| *declared != encoding) {
                    return Err(FeedError::CharsetContradicted { stated: declared.name(), found: encoding.name() });
                }
                self.held.drain(..bytes);
                return Ok(of(encoding));
            }
            Begin::Unreadable(name) => return Err(FeedError::CharsetUnreadable { name }),
            Begin::Packed => return Err(FeedError::Packed),
            Begin::Zeros(encoding) if declared.is_none_or(|declared| declared == encoding) => return Ok(of(encoding)),
            Begin::Zeros(_) | Begin::Plain => {}
        }
        if let Some(declared) = declared {
            // A word that fits any bytes is held against them; others show by themselves when they are wrong.
            let state = if declared.is_single_byte() { State::Ascii { stated: Some(declared) } } else { of(declared) };
            return Ok(state);
        }
        let label = match self.statement {
            Statement::Utf8 => return Ok(State::Utf8),
            Statement::Nowhere => None,
            Statement::XmlDeclaration => detect::xml_label(head),
            Statement::HtmlMeta => detect::html_label(head),
        };
        let Some(label) = label else { return Ok(State::Ascii { stated: None }) };
        match Encoding::for_label_no_replacement(label.as_bytes()) {
            None => Err(FeedError::CharsetUnknown { label }),
            // Written in bytes that were read as ASCII just now, so it cannot be UTF-16.
            Some(stated) if stated == UTF_8 || !stated.is_ascii_compatible() => Ok(State::Utf8),
            Some(stated) => Ok(State::Ascii { stated: Some(stated) }),
        }
    }

    fn judge(&self, stated: Option<&'static Encoding>, last: bool) -> Result<State, FeedError> {
        let window = self.held.get(..WINDOW_BYTES).unwrap_or(&self.held);
        let verdict = detect::verdict(window, last && window.len() == self.held.len());
        match (stated, verdict) {
            (Some(stated), Verdict::Utf8) if self.declared.is_some() => {
                Err(FeedError::CharsetContradicted { stated: stated.name(), found: UTF_8.name() })
            }
            // Pages say ISO-8859-1 and are UTF-8: the bytes know better.
            (_, Verdict::Utf8) => Ok(State::Utf8),
            (Some(stated), _) => Ok(of(stated)),
            (None, Verdict::Other(encoding)) => Ok(of(encoding)),
            // Records with such bytes are refused one by one.
            (None, Verdict::Unclear) => Ok(State::Utf8),
        }
    }
}

fn of(encoding: &'static Encoding) -> State {
    if encoding == UTF_8 { State::Utf8 } else { State::Other(encoding.new_decoder_without_bom_handling()) }
}

/// Stands for a byte that is no character: no UTF-8 either.
const NO_CHARACTER: u8 = 0xFF;

fn decode(decoder: &mut Decoder, bytes: &[u8], last: bool, decoded: &mut Vec<u8>, sink: &mut dyn FnMut(&[u8])) {
    let pieces = bytes.len().div_ceil(PIECE_BYTES).max(1);
    for index in 0..pieces {
        let piece = bytes.chunks(PIECE_BYTES).nth(index).unwrap_or_default();
        let mut rest = piece;
        loop {
            let room = decoder.max_utf8_buffer_length_without_replacement(rest.len()).unwrap_or(PIECE_BYTES * 4);
            // It only grows: filling it anew for every byte that is no character would cost the square of their number.
            if decoded.len() < room {
                decoded.resize(room, 0);
            }
            let ends = last && index + 1 == pieces;
            let (result, read, written) = decoder.decode_to_utf8_without_replacement(rest, decoded, ends);
            let malformed = matches!(result, DecoderResult::Malformed(..));
            sink(decoded.get(..written).unwrap_or_default());
            if malformed {
                sink(&[NO_CHARACTER]);
            }
            rest = rest.get(read..).unwrap_or_default();
            if !malformed && matches!(result, DecoderResult::InputEmpty) {
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Decodes in chunks of every size up to 7, which must make no difference.
    fn read(bytes: &[u8], declared: Option<&str>, statement: Statement) -> Result<Vec<u8>, FeedError> {
        let declared = declared.map(|label| Charset::from_label(label).expect("a label"));
        let mut results = (1..8).map(|size| {
            let (mut transcoder, mut text) = (Transcoder::new(declared, statement), Vec::new());
            let mut sink = |piece: &[u8]| text.extend_from_slice(piece);
            bytes.chunks(size).try_for_each(|chunk| transcoder.push(chunk, &mut sink))?;
            transcoder.finish(&mut sink)?;
            Ok(text)
        });
        let first = results.next().expect("a result");
        assert!(results.all(|other| other == first));
        first
    }

    #[track_caller]
    fn check(bytes: &[u8], declared: Option<&str>, statement: Statement, expected: &str) {
        let text = read(bytes, declared, statement).expect("readable");
        assert_eq!(String::from_utf8_lossy(&text), expected);
    }

    const DUTCH_1252: &[u8] = b"Caf\xE9 Ren\xE9 zoekt co\xF6rdinator \x96 \x80 2.800 per maand, ook voor pati\xEBnten";
    const DUTCH: &str = "Café René zoekt coördinator – € 2.800 per maand, ook voor patiënten";

    #[test]
    fn marks_are_obeyed_and_taken_away() {
        check("\u{feff}één".as_bytes(), None, Statement::Utf8, "één");
        check(b"\xFF\xFE\xE9\0n\0", None, Statement::Utf8, "én");
        check(b"\xFE\xFF\0\xE9\0n", None, Statement::Nowhere, "én");
        assert!(matches!(
            read(b"\xFF\xFE\0\0a\0\0\0", None, Statement::Nowhere),
            Err(FeedError::CharsetUnreadable { name: "UTF-32" })
        ));
        assert!(matches!(
            read(b"\xFF\xFEa\0", Some("utf-8"), Statement::Nowhere),
            Err(FeedError::CharsetContradicted { .. })
        ));
    }

    #[test]
    fn what_is_declared_counts_unless_the_bytes_are_utf_8() {
        check(b"caf\x8E", Some("macintosh"), Statement::Nowhere, "café");
        check(DUTCH_1252, Some("windows-1252"), Statement::Utf8, DUTCH);
        let contradicted = read("café en café".as_bytes(), Some("windows-1252"), Statement::Nowhere);
        assert!(matches!(contradicted, Err(FeedError::CharsetContradicted { .. })));
    }

    #[test]
    fn documents_state_their_own() {
        let xml = b"<?xml version=\"1.0\" encoding='ISO-8859-1'?><a>caf\xE9</a>";
        check(xml, None, Statement::XmlDeclaration, "<?xml version=\"1.0\" encoding='ISO-8859-1'?><a>café</a>");
        let page = b"<html><META http-equiv=Content-Type content=\"text/html; charset=windows-1252\">caf\xE9";
        check(page, None, Statement::HtmlMeta, &String::from_utf8_lossy(page).replace('\u{FFFD}', "é"));
        let wrong = "<meta charset='iso-8859-1'>café, coördinator";
        check(wrong.as_bytes(), None, Statement::HtmlMeta, wrong);
        let unknown = read(b"<?xml version=\"1.0\" encoding=\"klingon\"?>", None, Statement::XmlDeclaration);
        assert_eq!(unknown, Err(FeedError::CharsetUnknown { label: "klingon".to_owned() }));
    }

    #[test]
    fn dutch_text_in_windows_1252_is_recognised() {
        check(DUTCH_1252, None, Statement::Nowhere, DUTCH);
        check("{\0\"\0a\0\"\0}\0".as_bytes(), None, Statement::Nowhere, "{\"a\"}");
    }

    #[test]
    fn what_is_unclear_is_left_for_the_record_to_be_refused() {
        // Mac OS Roman, code page 850, and one bad byte in UTF-8: none of them may become other letters.
        for bytes in [
            &b"caf\x8E en co\x9Ardinator en pati\x91nten"[..],
            b"caf\x82 pati\x89nten",
            b"caf\xC3\xA9 \xFF fin\xC3\xA9",
        ] {
            let text = read(bytes, None, Statement::Nowhere).expect("readable");
            assert_eq!(text, bytes);
        }
        assert_eq!(read(DUTCH_1252, None, Statement::Utf8), Ok(DUTCH_1252.to_vec()));
        let lone = read(b"\xFF\xFEa\0\0\xD8b\0", None, Statement::Nowhere).expect("readable");
        assert_eq!(lone, b"a\xFFb");
    }
}
