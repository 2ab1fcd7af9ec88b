//! Brackets and texts of a JSON object, byte by byte, without parsing it.

use std::ops::Range;

/// The open brackets of an object and whether a text is open.
#[derive(Debug, Default)]
pub(super) struct Nesting {
    openers: Vec<u8>,
    /// Brackets open beyond the depth that is kept; the JSON parser refuses such an element anyway.
    beyond: usize,
    in_text: bool,
    escaped: bool,
}

/// What a byte does to the object.
pub(super) enum Step {
    /// The object is still open.
    Within,
    /// The byte closes it.
    Closed,
    /// The byte closes something around it.
    Outside,
}

/// Depth to which kinds of brackets are told apart; above the 128 levels that the JSON parser accepts.
const DEPTH_MAX: usize = 256;

impl Nesting {
    /// Whether the next byte stands inside a text.
    pub(super) fn in_text(&self) -> bool {
        self.in_text
    }

    /// Goes past one byte and says what it does to the object.
    pub(super) fn take(&mut self, byte: u8) -> Step {
        if self.in_text {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => self.in_text = false,
                _ => {}
            }
            return Step::Within;
        }
        match byte {
            b'"' => self.in_text = true,
            b'{' | b'[' if self.openers.len() < DEPTH_MAX => self.openers.push(byte),
            b'{' | b'[' => self.beyond += 1,
            b'}' => return self.close(b'{'),
            b']' => return self.close(b'['),
            _ => {}
        }
        Step::Within
    }

    /// Closes up to the innermost bracket of the kind: one that was forgotten does not spoil what follows.
    fn close(&mut self, opener: u8) -> Step {
        if self.beyond > 0 {
            self.beyond -= 1;
            return Step::Within;
        }
        match self.openers.iter().rposition(|open| *open == opener) {
            Some(0) => Step::Closed,
            Some(depth) => {
                self.openers.truncate(depth);
                Step::Within
            }
            None => Step::Outside,
        }
    }
}

/// Finds the items of a `@graph` directly inside an object.
///
/// ```text
/// {"@context": "…", "@graph": [ … ]}
///                              ^^^ this range
/// ```
pub(super) fn graph_items(object: &[u8]) -> Option<Range<usize>> {
    items_of(object, b"\"@graph\"")
}

/// Finds the items of a list directly inside an object, by the name of the property in its quotes.
pub(super) fn items_of(object: &[u8], name: &[u8]) -> Option<Range<usize>> {
    let mut nesting = Nesting::default();
    let mut begin = None;
    for (position, byte) in object.iter().enumerate() {
        let directly_inside = nesting.openers.len() == 1 && !nesting.in_text;
        if let Some(begin) = begin {
            if directly_inside && *byte != b'[' && position > begin {
                return Some(begin..position - 1);
            }
        } else if directly_inside && *byte == b'"' {
            begin = object.get(position..)?.strip_prefix(name).and_then(list_behind).map(|rest| object.len() - rest);
        }
        nesting.take(*byte);
    }
    None
}

/// Length of what follows `: [`.
fn list_behind(rest: &[u8]) -> Option<usize> {
    let list = rest.trim_ascii_start().strip_prefix(b":")?.trim_ascii_start().strip_prefix(b"[")?;
    Some(list.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_graph_is_found_directly_inside_only() {
        let object = br#"{"x": {"@graph": [1]}, "y": "@graph", "@graph" : [{"a":[]}, 2], "z": 1}"#;
        let range = graph_items(object).expect("a graph");
        assert_eq!(&object[range], br#"{"a":[]}, 2"#);
        assert_eq!(graph_items(br#"{"@graph": []}"#).map(|range| range.len()), Some(0));
        assert_eq!(graph_items(br#"{"@graph": {}}"#), None);
    }
}
