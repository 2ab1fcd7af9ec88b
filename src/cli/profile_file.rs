//! Reads a profile from a file. Errors say where, never what: a profile describes a person, and errors end up in logs.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use loopbaanbrug_proto::v1::Profile;
use prost_reflect::{DeserializeOptions, DynamicMessage};
use serde_path_to_error::{Segment, Track};
use thiserror::Error;

use super::json::descriptor;

/// Most bytes of a profile. One with everything at its limit takes some 100 KiB.
const MAX_PROFILE_BYTES: u64 = 1 << 20;
/// The word that stands for standard input.
const STANDARD_INPUT: &str = "-";

/// Why there is no profile; fits “failed to read the profile {file}: {…}”.
#[derive(Debug, Error)]
pub(super) enum ProfileFileError {
    #[error(transparent)]
    Io(#[from] io::Error),
    #[error("larger than {MAX_PROFILE_BYTES} bytes")]
    TooLarge,
    #[error(
        "line {line}, column {column}: {field}: {problem}; proto/loopbaanbrug/v1/profile.proto describes every field"
    )]
    Wrong { line: usize, column: usize, field: String, problem: String },
}

/// The profile in a file, or on standard input when the path is `-`.
pub(super) fn read(path: &Path) -> Result<Profile, ProfileFileError> {
    let mut text = Vec::new();
    let limit = MAX_PROFILE_BYTES + 1;
    if path.as_os_str() == STANDARD_INPUT {
        io::stdin().lock().take(limit).read_to_end(&mut text)?;
    } else {
        File::open(path)?.take(limit).read_to_end(&mut text)?;
    }
    if text.len() as u64 > MAX_PROFILE_BYTES { Err(ProfileFileError::TooLarge) } else { parse(&text) }
}

/// Reads canonical proto3 JSON of `loopbaanbrug.v1.Profile`, in which unknown fields are refused.
pub(super) fn parse(text: &[u8]) -> Result<Profile, ProfileFileError> {
    let mut json = serde_json::Deserializer::from_slice(text);
    let mut track = Track::new();
    let tracked = serde_path_to_error::Deserializer::new(&mut json, &mut track);
    let options = DeserializeOptions::new().deny_unknown_fields(true);
    let read = DynamicMessage::deserialize_with_options(descriptor::<Profile>(), tracked, &options);
    let path = track.path();
    let message = read.map_err(|error| wrong(&error, path.iter()))?;
    json.end().map_err(|error| wrong(&error, [].iter()))?;
    message.transcode_to().map_err(|_| ProfileFileError::Wrong {
        line: 1,
        column: 1,
        field: "profile".into(),
        problem: "this is no profile".into(),
    })
}

fn wrong<'a>(error: &serde_json::Error, path: impl Iterator<Item = &'a Segment>) -> ProfileFileError {
    let mut field = String::from("profile");
    for segment in path {
        match segment {
            Segment::Seq { index } => field.push_str(&format!("[{index}]")),
            Segment::Map { key } => field.push_str(&format!(".{key}")),
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    let (line, column) = (error.line(), error.column());
    ProfileFileError::Wrong { line, column, field, problem: without_content(&error.to_string()) }
}

/// The message without its place, which is said apart, and without what stands in the profile.
fn without_content(message: &str) -> String {
    let message = message.rfind(" at line ").map_or(message, |end| &message[..end]);
    match (message.find('"'), message.rfind('"')) {
        // “invalid type: string "what it said", expected …”
        (Some(begin), Some(end)) if begin < end => {
            format!("{}{}", message[..begin].trim_end(), &message[end + 1..])
        }
        _ => message.to_owned(),
    }
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
        let message = problem("{\"skills\": \"secret\"}");
        assert!(message.contains("profile.skills") && !message.contains("secret"), "{message}");
    }

    #[test]
    fn what_is_no_json_names_line_and_column() {
        assert!(problem("{\n\"origin\" }").starts_with("line 2, column "));
        assert!(problem("{} {}").contains("trailing characters"));
        assert!(problem("").contains("line 1"));
    }
}
