//! Messages of the contract as canonical proto3 JSON with the field names of the proto files.

use std::sync::LazyLock;

use loopbaanbrug_proto::{DESCRIPTORS, v1};
use prost_reflect::{DescriptorPool, DynamicMessage, MessageDescriptor, SerializeOptions};
use serde_json::ser::Formatter;

/// A message whose full name is known, so that its descriptor can be found.
pub(crate) trait Named: prost::Message {
    /// Name without the package, such as `MatchResponse`.
    const NAME: &'static str;
}

macro_rules! named {
    ($($message:ident)+) => {
        $(impl Named for v1::$message {
            const NAME: &'static str = stringify!($message);
        })+
    };
}

named! {
    Profile MatchResponse ExplainResponse ImportResponse GetResponse ListResponse DeleteResponse GetConceptResponse
    FindConceptsResponse CompleteConceptsResponse ExtractConceptsResponse WhatIfResponse CompareResponse MakePlanResponse
    FindPathsResponse FindGapsResponse FindGroupGapsResponse ListImportsResponse GetImportResponse WatchResponse
    VerifyResponse ReindexResponse BackupResponse ExportResponse
}

/// Descriptors of the contract.
static POOL: LazyLock<DescriptorPool> =
    LazyLock::new(|| DescriptorPool::decode(DESCRIPTORS).expect("the build has checked the descriptors"));

/// The descriptor of a message.
pub(crate) fn descriptor<M: Named>() -> MessageDescriptor {
    let name = format!("loopbaanbrug.v1.{}", M::NAME);
    POOL.get_message_by_name(&name).expect("a test names every message")
}

/// One line of JSON, without a line end.
pub(crate) fn to_json<M: Named>(message: &M) -> Result<String, serde_json::Error> {
    let mut serializer = serde_json::Serializer::new(Vec::new());
    serialize(message, &mut serializer)?;
    Ok(String::from_utf8_lossy(&serializer.into_inner()).into_owned())
}

/// The same over several lines, for files that people open.
pub(crate) fn to_json_lines<M: Named>(message: &M) -> Result<String, serde_json::Error> {
    let mut serializer = serde_json::Serializer::pretty(Vec::new());
    serialize(message, &mut serializer)?;
    Ok(String::from_utf8_lossy(&serializer.into_inner()).into_owned())
}

fn serialize<M: Named, F: Formatter>(
    message: &M,
    serializer: &mut serde_json::Serializer<Vec<u8>, F>,
) -> Result<(), serde_json::Error> {
    let mut dynamic = DynamicMessage::new(descriptor::<M>());
    dynamic.transcode_from(message).map_err(serde::ser::Error::custom)?;
    let options = SerializeOptions::new().use_proto_field_name(true);
    dynamic.serialize_with_options(serializer, &options)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_json_is_canonical_with_the_field_names_of_the_proto_files() {
        let message = v1::MatchResponse {
            matches: vec![v1::Match {
                key: "zorg/zorg-001".into(),
                points: 12,
                class: v1::MatchClass::ShortCourse.into(),
                distance_km: Some(0.0),
                ..v1::Match::default()
            }],
            total: u64::MAX,
            next_page_token: "token".into(),
            ..v1::MatchResponse::default()
        };
        let expected = concat!(
            r#"{"matches":[{"key":"zorg/zorg-001","points":12,"class":"MATCH_CLASS_SHORT_COURSE","distance_km":0.0}],"#,
            r#""next_page_token":"token","total":"18446744073709551615"}"#
        );
        assert_eq!(to_json(&message).expect("JSON"), expected);
    }

    #[test]
    fn every_named_message_has_a_descriptor() {
        fn check<M: Named + Default>() {
            assert_eq!(to_json(&M::default()).expect("JSON"), "{}", "{}", M::NAME);
        }
        check::<v1::Profile>();
        check::<v1::MatchResponse>();
        check::<v1::ExplainResponse>();
        check::<v1::ImportResponse>();
        check::<v1::GetResponse>();
        check::<v1::ListResponse>();
        check::<v1::DeleteResponse>();
        check::<v1::GetConceptResponse>();
        check::<v1::FindConceptsResponse>();
        check::<v1::CompleteConceptsResponse>();
        check::<v1::WhatIfResponse>();
        check::<v1::CompareResponse>();
        check::<v1::MakePlanResponse>();
        check::<v1::FindPathsResponse>();
        check::<v1::FindGapsResponse>();
        check::<v1::FindGroupGapsResponse>();
        check::<v1::ExtractConceptsResponse>();
        check::<v1::ListImportsResponse>();
        check::<v1::GetImportResponse>();
        check::<v1::WatchResponse>();
        check::<v1::ExportResponse>();
        check::<v1::VerifyResponse>();
        check::<v1::ReindexResponse>();
        check::<v1::BackupResponse>();
    }
}
