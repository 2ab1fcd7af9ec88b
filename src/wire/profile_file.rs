//! A profile as a file holds it: canonical proto3 JSON. Errors say where, never what: a profile describes a person, and errors
//! end up in logs.

use super::json::{descriptor, to_json_lines};
use loopbaanbrug_proto::v1::Profile;
use prost_reflect::{DeserializeOptions, DynamicMessage};
use serde_path_to_error::{Segment, Track};
use thiserror::Error;

/// Most bytes of a profile. One with everything at its limit takes some 100 KiB.
pub(crate) const PROFILE_BYTES_MAX: usize = 1 << 20;

/// What some editors write before a text in UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Where a text is no profile, and why.
#[derive(Debug, Error)]
#[error("line {line}, column {column}: {field}: {problem}; proto/loopbaanbrug/v1/profile.proto describes every field")]
pub(crate) struct ProfileProblem {
    /// Line, from 1.
    pub(crate) line: usize,
    /// Column, from 1.
    pub(crate) column: usize,
    /// Path of the field.
    pub(crate) field: String,
    /// What is wrong, without what stands there.
    pub(crate) problem: String,
}

/// A profile as a file, with indents for people who look into it.
///
/// # Errors
/// None that a profile can cause.
pub(crate) fn write(profile: &Profile) -> Result<String, serde_json::Error> {
    to_json_lines(profile)
}

/// Reads canonical proto3 JSON of `loopbaanbrug.v1.Profile`, in which unknown fields are refused.
///
/// Some editors put a byte order mark before what they save; it says nothing.
pub(crate) fn parse(text: &[u8]) -> Result<Profile, ProfileProblem> {
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    let mut json = serde_json::Deserializer::from_slice(text);
    let mut track = Track::new();
    let tracked = serde_path_to_error::Deserializer::new(&mut json, &mut track);
    let options = DeserializeOptions::new().deny_unknown_fields(true);
    let read = DynamicMessage::deserialize_with_options(descriptor::<Profile>(), tracked, &options);
    let path = track.path();
    let message = read.map_err(|error| wrong(&error, path.iter()))?;
    json.end().map_err(|error| wrong(&error, [].iter()))?;
    message.transcode_to().map_err(|_| ProfileProblem {
        line: 1,
        column: 1,
        field: "profile".into(),
        problem: "this is no profile".into(),
    })
}

fn wrong<'a>(error: &serde_json::Error, path: impl Iterator<Item = &'a Segment>) -> ProfileProblem {
    let mut field = String::from("profile");
    for segment in path {
        match segment {
            Segment::Seq { index } => field.push_str(&format!("[{index}]")),
            Segment::Map { key } => field.push_str(&format!(".{key}")),
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    let (line, column) = (error.line(), error.column());
    ProfileProblem { line, column, field, problem: without_content(&error.to_string()) }
}

/// The message without its place, which is said apart, and without what stands in the profile. That stands between marks of some
/// kind: “invalid type: string "what it said", expected …”, “integer `3511`”, “unrecognized enum value 'WHAT_IT_SAID'”.
fn without_content(message: &str) -> String {
    let message = message.rfind(" at line ").map_or(message, |end| &message[..end]);
    if message.starts_with("unrecognized field name ") {
        return message.to_owned();
    }
    // What was expected is said by the program.
    let expected = message.rfind(", expected ").filter(|_| message.starts_with("invalid ")).unwrap_or(message.len());
    let (found, expected) = message.split_at(expected);
    let kind = found.split(['"', '`', '\'']).next().unwrap_or_default();
    format!("{}{expected}", kind.trim_end())
}

#[cfg(test)]
mod tests {
    use loopbaanbrug_proto::v1::{Department, TaskWish};

    use super::*;

    fn problem(text: &str) -> String {
        parse(text.as_bytes()).expect_err("refused").to_string()
    }

    #[test]
    fn the_field_names_of_the_proto_and_of_json_are_both_read() {
        let text = br#"{"origin": "DEPARTMENT_DIV", "home_pc4": "3511", "nlqfLevel": 4,
            "tasks": [{"task": "div/a", "wish": "TASK_WISH_KEEP"}]}"#;
        let profile = parse(text).expect("a profile");
        assert_eq!(profile.origin(), Department::Div);
        assert_eq!((profile.home_pc4.as_str(), profile.nlqf_level), ("3511", Some(4)));
        assert_eq!(profile.tasks[0].wish(), TaskWish::Keep);
    }

    #[test]
    fn a_file_of_an_editor_that_marks_its_byte_order_is_read() {
        let profile = parse("\u{feff}{\"home_pc4\": \"3511\"}".as_bytes()).expect("a profile");
        assert_eq!(profile.home_pc4, "3511");
        assert!(parse("{\u{feff}\"home_pc4\": \"3511\"}".as_bytes()).is_err(), "only at the beginning");
    }

    #[test]
    fn an_unknown_field_is_refused_with_its_place() {
        let text = "{\n  \"origin\": \"DEPARTMENT_DIV\",\n  \"age\": 51\n}";
        let problem = problem(text);
        assert!(problem.starts_with("line 3, column "), "{problem}");
        assert!(problem.contains("unrecognized field name 'age'"), "{problem}");
    }

    #[test]
    fn a_wrong_value_is_named_by_its_path_but_never_quoted() {
        let text = "{\"tasks\": [{\"task\": \"div/a\", \"wish\": \"TASK_WISH_DO\"}],\n \"nlqf_level\": true}";
        let message = problem(text);
        assert!(message.contains("line 2") && message.contains("profile.nlqf_level: "), "{message}");
        let message = problem("{\"skills\": [{\"skill\": {\"text\": \"secret\"}, \"level\": [1]}]}");
        assert!(message.contains("profile.skills[0].level"), "{message}");
        for (text, field, kind) in [
            (r#"{"skills": "secret, expected 7"}"#, "profile.skills: ", "invalid type: string, expected "),
            (r#"{"home_pc4": 3511}"#, "profile.home_pc4: ", "invalid type: integer, expected "),
            (r#"{"home_pc4": 35.11}"#, "profile.home_pc4: ", "invalid type: floating point, expected "),
            (r#"{"home_pc4": true}"#, "profile.home_pc4: ", "invalid type: boolean, expected "),
            (r#"{"origin": "secret, expected 7"}"#, "profile.origin: ", "unrecognized enum value"),
            (r#"{"nlqf_level": 99999999999}"#, "profile.nlqf_level: ", "out of range"),
            (r#"{"nlqf_level": "secret"}"#, "profile.nlqf_level: ", "invalid"),
        ] {
            let message = problem(text);
            assert!(message.contains(&format!("{field}{kind}")), "{message}");
            for typed in ["secret", "3511", "35.11", "true", "99999", "expected 7"] {
                assert!(!message.contains(typed), "{message}");
            }
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let profile = parse(crate::demo::PROFILE.as_bytes()).expect("a profile");
        let text = write(&profile).expect("JSON");
        assert!(text.lines().count() > 20, "one field a line");
        assert_eq!(parse(text.as_bytes()).expect("the same"), profile);
    }

    #[test]
    fn what_is_no_json_names_line_and_column() {
        assert!(problem("{\n\"origin\" }").starts_with("line 2, column "));
        assert!(problem("{} {}").contains("trailing characters"));
        assert!(problem("").contains("line 1"));
    }
}
