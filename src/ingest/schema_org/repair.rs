//! JSON as sites write it that no parser takes: what is meant is plain, so it is read, with a note.

use crate::ingest::{Problem, json_nesting::Nesting, record::parse};
use serde_json::Value;

/// Parses JSON; when that fails, once more with raw control characters inside texts escaped and commas before closing
/// brackets taken out.
pub(super) fn parse_tolerantly(bytes: &[u8]) -> Result<(Value, Vec<Problem>), Problem> {
    let problem = match parse(bytes) {
        Ok(value) => return Ok((value, Vec::new())),
        Err(problem) => problem,
    };
    let (repaired, notes) = repair(bytes);
    match parse(&repaired) {
        Ok(value) if !notes.is_empty() => Ok((value, notes)),
        _ => Err(problem),
    }
}

fn repair(bytes: &[u8]) -> (Vec<u8>, Vec<Problem>) {
    let mut nesting = Nesting::default();
    let mut repaired = Vec::with_capacity(bytes.len());
    let (mut controls, mut commas) = (false, false);
    for (place, byte) in bytes.iter().enumerate() {
        let in_text = nesting.in_text();
        match byte {
            b'\n' if in_text => repaired.extend_from_slice(b"\\n"),
            0..=0x1F if in_text => repaired.push(b' '),
            b',' if !in_text && closes_next(bytes.get(place + 1..).unwrap_or_default()) => commas = true,
            _ => repaired.push(*byte),
        }
        controls |= in_text && *byte <= 0x1F;
        nesting.take(*byte);
    }
    let note = |is: bool, code, message: &str| is.then(|| Problem::of_record(code, message));
    let raw = "has raw line ends or other control characters inside texts; read as if they were escaped";
    let comma = "has commas before closing brackets; read as if they were not there";
    (
        repaired,
        [note(controls, "control_character", raw), note(commas, "assumption", comma)].into_iter().flatten().collect(),
    )
}

/// Whether nothing but white space stands before a closing bracket.
fn closes_next(rest: &[u8]) -> bool {
    matches!(rest.iter().find(|byte| !byte.is_ascii_whitespace()), Some(b'}' | b']'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_plainly_meant_is_read_with_a_note() {
        let read = |text: &str| parse_tolerantly(text.as_bytes()).map(|(value, notes)| (value, notes.len())).ok();
        assert_eq!(read("{\"a\":[1,2]}"), Some((json!({"a": [1, 2]}), 0)));
        assert_eq!(read("{\"a\":[1,2,],\n \"b\":\",}\" , }"), Some((json!({"a": [1, 2], "b": ",}"}), 1)));
        assert_eq!(read("{\"a\":\"x\ny\tz\",}"), Some((json!({"a": "x\ny z"}), 2)));
        assert_eq!(read("{\"a\":}"), None);
        assert_eq!(read("{\"a\":,}"), None);
    }
}
