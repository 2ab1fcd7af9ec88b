//! What the contract promises of every message, read from its own descriptors.

use loopbaanbrug_proto::DESCRIPTORS;
use prost_reflect::{DescriptorPool, Kind};

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
