//! The fields of a posted form, and what is wrong with them.

use std::fmt;

/// Most fields of a form; the largest page has some four hundred.
pub(super) const FIELDS_MAX: usize = 2_000;

/// Why a form is not taken as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unread {
    /// Bytes that are no text in UTF-8. To guess the letters would change what a person typed without a word.
    NoText,
    /// More than [`FIELDS_MAX`] fields.
    TooMany,
}

/// The fields of a form in the order in which they were posted.
#[derive(Default)]
pub(super) struct Fields(Vec<(String, String)>);

/// Fields hold what a person typed.
impl fmt::Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fields(..)")
    }
}

impl Fields {
    /// Reads a form as browsers post it.
    ///
    /// # Errors
    /// [`Unread`].
    pub(super) fn read(form: &[u8]) -> Result<Self, Unread> {
        let pairs: Vec<_> = form.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()).collect();
        if pairs.len() > FIELDS_MAX {
            return Err(Unread::TooMany);
        }
        let fields: Option<Vec<_>> = pairs.into_iter().map(field).collect();
        fields.map(Self).ok_or(Unread::NoText)
    }

    /// The trimmed value of a field; empty when it was not posted.
    pub(super) fn get(&self, name: &str) -> &str {
        self.find(name).unwrap_or_default()
    }

    /// The trimmed value of a field, when it was posted.
    pub(super) fn find(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(field, _)| field == name).map(|(_, value)| value.trim())
    }

    /// Every value of a field that may come several times.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.trim())
    }

    /// Whether a box was ticked.
    pub(super) fn ticked(&self, name: &str) -> bool {
        self.find(name).is_some_and(|value| !value.is_empty())
    }
}

/// A name and its value. Browsers post an end of a line as two characters and count it as one in the text that they let a
/// person type; so it is one here.
fn field(pair: &[u8]) -> Option<(String, String)> {
    let (name, value) = match pair.iter().position(|byte| *byte == b'=') {
        Some(place) => (&pair[..place], &pair[place + 1..]),
        None => (pair, &[][..]),
    };
    Some((unescaped(name)?, unescaped(value)?.replace("\r\n", "\n")))
}

/// The text that `%xx` and `+` stand for; none when its bytes are no UTF-8.
pub(super) fn unescaped(escaped: &[u8]) -> Option<String> {
    let mut bytes = Vec::with_capacity(escaped.len());
    let mut rest = escaped;
    while let Some((first, after)) = rest.split_first() {
        let byte = match (first, after) {
            (b'%', [high, low, ..]) => hex(*high).zip(hex(*low)).map(|(high, low)| high * 16 + low),
            _ => None,
        };
        bytes.push(byte.unwrap_or(if *first == b'+' { b' ' } else { *first }));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).ok()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Problem {
    /// Id of the field on the page.
    pub(super) field: String,
    /// What is wrong and what would be right.
    pub(super) message: String,
}

/// What is wrong with a form.
#[derive(Clone, Debug, Default)]
pub(super) struct Problems(Vec<Problem>);

impl Problems {
    pub(super) fn add(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.0.push(Problem { field: field.into(), message: message.into() });
    }

    pub(super) fn all(&self) -> &[Problem] {
        &self.0
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is wrong with a field.
    pub(super) fn of(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|it| it.field == field).map(|it| it.message.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_as_browsers_post_it() {
        let fields = Fields::read(b"a=%C3%A9+n&b=1%0D%0A2&empty=&alone&&a=100%&b=%zz").expect("a form");
        assert_eq!(fields.all("a").collect::<Vec<_>>(), ["\u{e9} n", "100%"]);
        assert_eq!(fields.all("b").collect::<Vec<_>>(), ["1\n2", "%zz"]);
        assert_eq!((fields.find("empty"), fields.find("alone"), fields.find("other")), (Some(""), Some(""), None));
    }

    #[test]
    fn what_is_no_text_is_not_guessed_and_what_is_too_much_is_not_taken() {
        for latin in [&b"home=caf\xe9"[..], b"home=caf%E9", b"%ff=1"] {
            assert_eq!(Fields::read(latin).err(), Some(Unread::NoText), "{latin:?}");
        }
        assert_eq!(Fields::read("a&".repeat(FIELDS_MAX + 1).as_bytes()).err(), Some(Unread::TooMany));
    }
}
