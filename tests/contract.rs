//! What the contract promises of every message, read from its own descriptors and comments.

use loopbaanbrug_proto::DESCRIPTORS;
use prost_reflect::{DescriptorPool, FieldDescriptor, Kind, MessageDescriptor, OneofDescriptor};
use std::collections::BTreeMap;

/// Of these, a comment on what a caller may give says at least one: whether it must be given, or what it means to leave it out.
const WHEN_LEFT_OUT: [&str; 7] = ["Required", "Default", "Empty", "Absent", "Not given", "unspecified", "0:"];

fn contract() -> DescriptorPool {
    DescriptorPool::decode(DESCRIPTORS).expect("the contract")
}

#[test]
fn every_answer_names_its_state() {
    let mut methods = 0;
    for service in contract().services() {
        for method in service.methods() {
            let context = method.output().get_field_by_name("context").map(|field| field.kind());
            let is_state =
                matches!(context, Some(Kind::Message(of)) if of.full_name() == "loopbaanbrug.v1.AnswerContext");
            assert!(is_state, "{} answers with {}", method.full_name(), method.output().name());
            methods += 1;
        }
    }
    assert!(methods >= 24, "the calls are found: {methods}");
}

/// What callers give: the messages of all requests and all that these hold.
fn requests() -> BTreeMap<String, MessageDescriptor> {
    let contract = contract();
    let methods = contract.services().flat_map(|service| service.methods().collect::<Vec<_>>());
    let mut open: Vec<MessageDescriptor> = methods.map(|method| method.input()).collect();
    let mut found = BTreeMap::new();
    while let Some(message) = open.pop() {
        if found.contains_key(message.full_name()) {
            continue;
        }
        open.extend(message.fields().filter_map(|field| match field.kind() {
            Kind::Message(inner) => Some(inner),
            _ => None,
        }));
        found.insert(message.full_name().to_owned(), message);
    }
    found
}

/// The comment before what stands at a path of the file of a message.
fn comment(message: &MessageDescriptor, path: &[i32]) -> String {
    let file = message.parent_file();
    let source = file.file_descriptor_proto().source_code_info.as_ref().expect("the build keeps comments");
    let place = source.location.iter().find(|location| location.path == path);
    let words = place.map(|it| it.leading_comments().split_whitespace().collect::<Vec<_>>().join(" "));
    words.unwrap_or_default()
}

fn says_when_left_out(comment: &str) -> bool {
    let comment = comment.to_lowercase();
    WHEN_LEFT_OUT.iter().any(|words| comment.contains(&words.to_lowercase()))
}

/// A choice between fields, not one field that may be absent.
fn choice(field: &FieldDescriptor) -> Option<OneofDescriptor> {
    field.containing_oneof().filter(|oneof| !oneof.is_synthetic())
}

#[test]
fn whatever_may_be_given_says_what_it_means_to_leave_it_out() {
    let (mut fields, mut silent) = (0, Vec::new());
    for message in requests().values() {
        for field in message.fields() {
            fields += 1;
            // One of a choice is left out where another is given; the choice itself says the rest.
            let told = choice(&field).map_or_else(|| field.path().to_vec(), |oneof| oneof.path().to_vec());
            let own = comment(message, field.path());
            if own.is_empty() || !says_when_left_out(&comment(message, &told)) {
                silent.push(format!("{}: {own}", field.full_name()));
            }
        }
    }
    assert!(fields >= 150, "the fields are found: {fields}");
    assert!(silent.is_empty(), "{silent:#?}");
}

/// A list or a text without a limit would be one that a caller finds out by being refused.
#[test]
fn every_list_and_text_that_may_be_given_has_a_limit() {
    let limited = |comment: &str| comment.contains("YYYY-MM-DD") || comment.contains(|c: char| c.is_ascii_digit());
    let mut unlimited = Vec::new();
    for message in requests().values() {
        for field in message.fields().filter(|it| it.is_list() || matches!(it.kind(), Kind::String | Kind::Bytes)) {
            let comment = comment(message, field.path());
            if !limited(&comment) {
                unlimited.push(format!("{}: {comment}", field.full_name()));
            }
        }
    }
    assert!(unlimited.is_empty(), "{unlimited:#?}");
}
