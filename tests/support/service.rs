//! A served world: the real server on a free port, asked over gRPC, with profiles and feeds of the fixtures.

use super::{World, root, soon};
use loopbaanbrug::server::{self, Running, ServerConfig};
use loopbaanbrug_proto::{
    DESCRIPTORS,
    v1::{
        self, FeedFormat, ImportHeader, ImportMode, ImportRequest, ImportResponse, MatchRequest, MatchResponse,
        Profile, conversation_service_client::ConversationServiceClient, import_request::Part,
        match_service_client::MatchServiceClient, opportunity_service_client::OpportunityServiceClient,
        taxonomy_service_client::TaxonomyServiceClient,
    },
};
use prost::Message;
use prost_reflect::{DescriptorPool, DynamicMessage};
use std::{fs, path::PathBuf, sync::LazyLock};
use tonic::{Status, transport::Channel};
use tonic_types::{ErrorDetails, StatusExt};

static POOL: LazyLock<DescriptorPool> =
    LazyLock::new(|| DescriptorPool::decode(DESCRIPTORS).expect("the contract's descriptors"));

/// A world with a server in front.
pub(crate) struct Service {
    pub(crate) world: World,
    pub(crate) running: Running,
    pub(crate) channel: Channel,
}

impl Service {
    /// Over an empty catalogue.
    pub(crate) async fn empty() -> Self {
        Self::over(World::empty().await).await
    }

    /// Over the feeds of the fixtures.
    pub(crate) async fn of_fixtures() -> Self {
        Self::over(World::of_fixtures().await).await
    }

    /// Over a world.
    pub(crate) async fn over(world: World) -> Self {
        let config = ServerConfig::new("127.0.0.1:0".parse().expect("an address"));
        Self::with(config, world).await
    }

    /// Over a world, with a configuration.
    pub(crate) async fn with(config: ServerConfig, world: World) -> Self {
        let running = server::start(config, world.engine.clone()).await.expect("the server starts");
        let address = format!("http://{}", running.address);
        let channel = Channel::from_shared(address).expect("an address").connect().await.expect("a connection");
        world.engine.snapshot(0, soon()).await.expect("a state");
        Self { world, running, channel }
    }

    pub(crate) fn matches(&self) -> MatchServiceClient<Channel> {
        MatchServiceClient::new(self.channel.clone())
    }

    pub(crate) fn conversations(&self) -> ConversationServiceClient<Channel> {
        ConversationServiceClient::new(self.channel.clone())
    }

    pub(crate) fn opportunities(&self) -> OpportunityServiceClient<Channel> {
        OpportunityServiceClient::new(self.channel.clone())
    }

    pub(crate) fn taxonomy(&self) -> TaxonomyServiceClient<Channel> {
        TaxonomyServiceClient::new(self.channel.clone())
    }

    /// Matches of a request.
    pub(crate) async fn ask(&self, request: MatchRequest) -> Result<MatchResponse, Status> {
        Ok(self.matches().r#match(request).await?.into_inner())
    }

    /// Imports a feed in chunks.
    pub(crate) async fn import(&self, header: ImportHeader, feed: &[u8]) -> Result<ImportResponse, Status> {
        let mut parts = vec![ImportRequest { part: Some(Part::Header(header)) }];
        parts.extend(feed.chunks(1 << 16).map(|chunk| ImportRequest { part: Some(Part::Chunk(chunk.to_vec())) }));
        Ok(self.opportunities().import(tokio_stream::iter(parts)).await?.into_inner())
    }
}

/// A header for the project's own format.
pub(crate) fn header(source: &str, mode: ImportMode) -> ImportHeader {
    ImportHeader {
        source: source.to_owned(),
        format: FeedFormat::Ndjson.into(),
        mode: mode.into(),
        ..ImportHeader::default()
    }
}

/// Files of the 20 profiles, in the order of their numbers.
pub(crate) fn profile_files() -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join("fixtures/profiles")).expect("the profiles");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut files: Vec<_> = paths.filter(|path| path.extension().is_some_and(|ending| ending == "json")).collect();
    files.sort();
    assert_eq!(files.len(), 20, "the fixtures have 20 profiles");
    files
}

/// Reads a profile as a portal would: canonical JSON of the message.
pub(crate) fn read_profile(json: &str) -> Profile {
    let descriptor = POOL.get_message_by_name("loopbaanbrug.v1.Profile").expect("the message");
    let mut reader = serde_json::Deserializer::from_str(json);
    let message = DynamicMessage::deserialize(descriptor, &mut reader).expect("a profile");
    Profile::decode(message.encode_to_vec().as_slice()).expect("the same profile")
}

/// The n-th profile of the fixtures, from 1.
pub(crate) fn profile(number: usize) -> Profile {
    read_profile(&fs::read_to_string(&profile_files()[number - 1]).expect("a profile"))
}

/// A question with all defaults.
pub(crate) fn question(profile: Profile) -> MatchRequest {
    MatchRequest { profile: Some(profile), ..MatchRequest::default() }
}

/// The reason and the details of an error.
pub(crate) fn reason(status: &Status) -> (String, ErrorDetails) {
    let details = status.get_error_details();
    let info = details.error_info().expect("every error carries a reason");
    assert_eq!(info.domain, "loopbaanbrug");
    (info.reason.clone(), details)
}

/// Fields that a refused request names.
pub(crate) fn wrong_fields(status: &Status) -> Vec<String> {
    let (reason, details) = reason(status);
    assert_eq!(reason, "REQUEST_INVALID", "{status:?}");
    assert_eq!(status.code(), tonic::Code::InvalidArgument);
    let request = details.bad_request().expect("field violations");
    request.field_violations.iter().map(|violation| violation.field.clone()).collect()
}

/// The field with a token that a refused request names.
pub(crate) fn wrong_token(status: &Status) -> String {
    let (reason, details) = reason(status);
    assert_eq!((status.code(), reason.as_str()), (tonic::Code::InvalidArgument, "PAGE_TOKEN_INVALID"), "{status:?}");
    let violations = &details.bad_request().expect("field violations").field_violations;
    assert_eq!(violations.len(), 1, "{status:?}");
    violations[0].field.clone()
}

/// Keys and points of an answer.
pub(crate) fn keys(response: &MatchResponse) -> Vec<(String, i32)> {
    response.matches.iter().map(|it| (it.key.clone(), it.points)).collect()
}

/// Name of an enum value without its prefix, in lower case.
pub(crate) fn class_name(class: i32) -> String {
    let name = v1::MatchClass::try_from(class).expect("a class").as_str_name();
    name.trim_start_matches("MATCH_CLASS_").to_lowercase()
}
