//! The server of `MatchService` for answers whose matches are written already.
//!
//! A match is a few hundred short texts. Written by the thread that made it, they are gone before another thread looks at them;
//! and several threads can write at once. On the wire nothing differs: a message and its bytes look the same.

use crate::v1;

include!(concat!(env!("OUT_DIR"), "/written/loopbaanbrug.v1.rs"));

/// [`v1::MatchResponse`] with each of its matches written.
#[derive(Clone, PartialEq, prost::Message)]
pub struct MatchResponse {
    /// The bytes of a [`v1::Match`] each.
    #[prost(bytes = "vec", repeated, tag = "1")]
    pub matches: Vec<Vec<u8>>,
    /// As there.
    #[prost(string, tag = "2")]
    pub next_page_token: String,
    /// As there.
    #[prost(uint64, tag = "3")]
    pub total: u64,
    /// As there.
    #[prost(int32, tag = "4")]
    pub points_possible: i32,
    /// As there.
    #[prost(message, repeated, tag = "5")]
    pub exclusions: Vec<v1::Exclusion>,
    /// As there.
    #[prost(message, optional, tag = "6")]
    pub facets: Option<v1::Facets>,
    /// As there.
    #[prost(message, repeated, tag = "7")]
    pub understood: Vec<v1::Understanding>,
    /// As there.
    #[prost(message, optional, tag = "8")]
    pub context: Option<v1::AnswerContext>,
    /// As there.
    #[prost(message, repeated, tag = "9")]
    pub relaxations: Vec<v1::Relaxation>,
}

#[cfg(test)]
mod tests {
    use super::MatchResponse;
    use crate::v1;
    use prost::Message;

    /// Every field of the contract, so that a new one does not compile here before it stands above.
    fn answer() -> v1::MatchResponse {
        let found = |key: &str, points| v1::Match { key: key.into(), points, ..Default::default() };
        v1::MatchResponse {
            matches: vec![found("a/1", 700), found("", 0), found("a/2", -20)],
            next_page_token: "token".into(),
            total: 3,
            points_possible: 900,
            exclusions: vec![v1::Exclusion { field: "closes".into(), sentence: "…".into(), removed: 2 }],
            facets: Some(v1::Facets {
                sectors: vec![v1::FacetCount { code: "O".into(), label: "…".into(), count: 3 }],
                ..Default::default()
            }),
            understood: vec![v1::Understanding { field: "profile.occupations[0]".into(), ..Default::default() }],
            context: Some(v1::AnswerContext { catalogue_revision: 7, ..Default::default() }),
            relaxations: vec![v1::Relaxation::default()],
        }
    }

    #[test]
    fn it_is_the_same_on_the_wire() {
        let plain = answer();
        let written = MatchResponse {
            matches: plain.matches.iter().map(Message::encode_to_vec).collect(),
            next_page_token: plain.next_page_token.clone(),
            total: plain.total,
            points_possible: plain.points_possible,
            exclusions: plain.exclusions.clone(),
            facets: plain.facets.clone(),
            understood: plain.understood.clone(),
            context: plain.context.clone(),
            relaxations: plain.relaxations.clone(),
        };
        assert_eq!(written.encode_to_vec(), plain.encode_to_vec());
    }
}
