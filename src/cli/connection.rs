//! The one way to the data: gRPC, to a service elsewhere or to one that is started here over a data directory. So what
//! the command line shows and what the service answers cannot differ.

use std::{error::Error, net::SocketAddr, time::Duration};

use loopbaanbrug_proto::v1::{
    admin_service_client::AdminServiceClient, bridge_service_client::BridgeServiceClient,
    conversation_service_client::ConversationServiceClient, feed_service_client::FeedServiceClient,
    match_service_client::MatchServiceClient, opportunity_service_client::OpportunityServiceClient,
    taxonomy_service_client::TaxonomyServiceClient,
};
use tokio::time::timeout;
use tonic::{
    Code, Request, Response, Status,
    transport::{Channel, Endpoint, Uri},
};
use tonic_health::pb::{HealthCheckRequest, health_client::HealthClient};

use super::{
    error::{CliError, WithPath},
    invocation::{Invocation, Place},
    page::plain,
    probe::is_for_browsers,
    service::{PortTaken, Service, admin_socket, free_loopback_port},
    status::Refusal,
    stop::until_stopped,
};
use crate::{config::Config, engine::limits};

/// Longest wait for a connection.
const CONNECT_MS: u64 = 5_000;
/// How often a service that says nothing is asked whether it is still there.
const ALIVE_ASKED_MS: u64 = 30_000;
/// How long it has to answer that.
const ALIVE_ANSWERED_MS: u64 = 20_000;
/// Deadline of every call but an import.
const CALL_DEADLINE_MS: u64 = 30_000;
/// Most pages of one answer.
const PAGES_MAX: usize = 1_000_000;

/// A connection, and the service behind it when that runs here.
pub(super) struct Connection {
    channel: Channel,
    service: Option<Service>,
}

/// Does something with a connection and closes it, also when that fails.
pub(super) async fn connected<T>(
    invocation: &Invocation,
    work: impl AsyncFnOnce(&Connection) -> Result<T, CliError>,
) -> Result<T, CliError> {
    if invocation.asks_words_alone {
        // It may make a temporary directory. What is read before and printed after holds up its thread, and would not be stopped.
        return until_stopped("look words up", connect(invocation, work)).await;
    }
    connect(invocation, work).await
}

async fn connect<T>(
    invocation: &Invocation,
    work: impl AsyncFnOnce(&Connection) -> Result<T, CliError>,
) -> Result<T, CliError> {
    let outcome = match Connection::open(invocation).await {
        Ok(connection) => {
            let outcome = work(&connection).await;
            connection.close().await;
            outcome
        }
        Err(error) => Err(error),
    };
    match (outcome, &invocation.place) {
        (Err(error), Place::Server(server)) if stands_at_a_page(&error, server).await => {
            Err(CliError::NotGrpc { server: server.to_string() })
        }
        (outcome, _) => outcome,
    }
}

/// Whether a call failed because what is there is for browsers. A proxy may send these one way and gRPC another: what answers a
/// question about its health is a service, whatever went wrong.
async fn stands_at_a_page(error: &CliError, server: &Uri) -> bool {
    error.is_of_connection() && is_for_browsers(server).await && !answers_grpc(server).await
}

async fn answers_grpc(server: &Uri) -> bool {
    let asked = async {
        let mut health = HealthClient::new(channel(&server.to_string()).await.ok()?);
        Some(health.check(HealthCheckRequest::default()).await)
    };
    // A gateway says of a service behind it that it is away.
    let away = |status: &Status| matches!(status.code(), Code::Unavailable | Code::DeadlineExceeded);
    match timeout(Duration::from_millis(CONNECT_MS), asked).await {
        Ok(Some(answered)) => answered.map_or_else(|status| away(&status), |_| true),
        Ok(None) | Err(_) => false,
    }
}

/// Asks one question, and says what was being done when the service refused (see [`refused`]).
pub(super) async fn asked<T>(
    invocation: &Invocation,
    doing: impl Into<String>,
    ask: impl AsyncFnOnce(&Connection) -> Result<Response<T>, Status>,
) -> Result<T, CliError> {
    connected(invocation, async |connection| Ok(ask(connection).await.map_err(refused(doing))?.into_inner())).await
}

/// Does something through the operator's door of a data directory: that of the service that works on it, or of one that is
/// started here.
pub(super) async fn administered<T>(
    invocation: &Invocation,
    work: impl AsyncFnOnce(AdminServiceClient<Channel>) -> Result<T, CliError>,
) -> Result<T, CliError> {
    let data_dir = invocation.data_dir()?;
    let socket = std::path::absolute(admin_socket(&data_dir)).at("name", data_dir.as_path())?;
    let door = format!("unix:{}", socket.display());
    if let Ok(channel) = channel(&door).await {
        return work(AdminServiceClient::new(channel)).await;
    }
    connected(invocation, async |_| work(AdminServiceClient::new(channel(&door).await?)).await).await
}

impl Connection {
    async fn open(invocation: &Invocation) -> Result<Self, CliError> {
        match &invocation.place {
            Place::Server(uri) => {
                let channel = channel(&uri.to_string()).await?;
                Ok(Self { channel, service: None })
            }
            // What words mean does not depend on the opportunities, so nobody waits for a catalogue that is elsewhere.
            Place::Data(data_dir) if invocation.asks_words_alone && invocation.settings.has_other_catalogue() => {
                invocation.must_be_there(data_dir)?;
                Self::to(Service::of_words(invocation.config(), data_dir).await?).await
            }
            Place::Data(data_dir) => {
                let config = invocation.config_of_data()?;
                invocation.must_be_there(data_dir)?;
                let listen = free_loopback_port();
                // A command needs no page.
                let config = Config { data_dir: data_dir.clone(), listen, web: None, ..config.clone() };
                let service = Service::start(&config, PortTaken::Fail).await?;
                Self::to(service).await
            }
        }
    }

    /// A connection to a service of this process, once that is ready.
    pub(super) async fn to(service: Service) -> Result<Self, CliError> {
        let opened = match service.ready().await {
            Ok(()) => channel(&format!("http://{}", service.address())).await,
            Err(error) => Err(error),
        };
        match opened {
            Ok(channel) => Ok(Self { channel, service: Some(service) }),
            Err(error) => {
                service.stop().await;
                Err(error)
            }
        }
    }

    /// Where the service behind it listens, when that runs here.
    pub(super) fn address(&self) -> Option<SocketAddr> {
        self.service.as_ref().map(Service::address)
    }

    /// Where the service behind it serves its page, when it does.
    pub(super) fn web_address(&self) -> Option<SocketAddr> {
        self.service.as_ref().and_then(Service::web_address)
    }

    /// Stops the service behind it, when that runs here.
    pub(super) async fn close(self) {
        drop(self.channel);
        if let Some(service) = self.service {
            service.stop().await;
        }
    }

    pub(super) fn matches(&self) -> MatchServiceClient<Channel> {
        let client = MatchServiceClient::new(self.channel.clone());
        client.max_decoding_message_size(limits::MESSAGE_BYTES_MAX)
    }

    pub(super) fn conversations(&self) -> ConversationServiceClient<Channel> {
        let client = ConversationServiceClient::new(self.channel.clone());
        client.max_decoding_message_size(limits::MESSAGE_BYTES_MAX)
    }

    pub(super) fn bridges(&self) -> BridgeServiceClient<Channel> {
        let client = BridgeServiceClient::new(self.channel.clone());
        client.max_decoding_message_size(limits::MESSAGE_BYTES_MAX).max_encoding_message_size(limits::MESSAGE_BYTES_MAX)
    }

    pub(super) fn feeds(&self) -> FeedServiceClient<Channel> {
        let client = FeedServiceClient::new(self.channel.clone());
        client.max_decoding_message_size(limits::MESSAGE_BYTES_MAX)
    }

    pub(super) fn opportunities(&self) -> OpportunityServiceClient<Channel> {
        let client = OpportunityServiceClient::new(self.channel.clone());
        client.max_decoding_message_size(limits::MESSAGE_BYTES_MAX)
    }

    pub(super) fn taxonomy(&self) -> TaxonomyServiceClient<Channel> {
        let client = TaxonomyServiceClient::new(self.channel.clone());
        client.max_decoding_message_size(limits::MESSAGE_BYTES_MAX)
    }
}

/// A request with the deadline of this program.
pub(super) fn request<T>(message: T) -> Request<T> {
    with_deadline(message, CALL_DEADLINE_MS)
}

/// A request with another deadline.
pub(super) fn with_deadline<T>(message: T, deadline_ms: u64) -> Request<T> {
    let mut request = Request::new(message);
    request.set_timeout(Duration::from_millis(deadline_ms));
    request
}

/// Says what was being done when the service refused; fits “failed to {doing}: …”.
pub(super) fn refused(doing: impl Into<String>) -> impl FnOnce(Status) -> CliError {
    let doing = doing.into();
    move |status| CliError::Refused { doing, refusal: Box::new(Refusal::from(&status)) }
}

/// The pages of one answer, asked one after the other.
pub(super) struct Pages {
    doing: &'static str,
    left: usize,
}

impl Pages {
    /// Before the first page. `doing` fits “failed to {doing}: …”.
    pub(super) fn of(doing: &'static str) -> Self {
        Self { doing, left: PAGES_MAX }
    }

    /// Turns a request to the next page; false after the last one. More pages than there may be are an error: an answer that
    /// ends early must never look whole.
    pub(super) fn turn(&mut self, page_token: &mut String, next: String) -> Result<bool, CliError> {
        if next.is_empty() {
            return Ok(false);
        }
        self.left = self.left.saturating_sub(1);
        if self.left == 0 {
            let remedy = "ask for larger pages with --limit, or for less";
            return Err(CliError::Input(format!("{}: there are more than {PAGES_MAX} pages; {remedy}", self.doing)));
        }
        *page_token = next;
        Ok(true)
    }
}

async fn channel(url: &str) -> Result<Channel, CliError> {
    let unreachable =
        |error: tonic::transport::Error| CliError::Unreachable { server: url.to_owned(), problem: root(&error) };
    let endpoint = Endpoint::from_shared(url.to_owned()).map_err(unreachable)?;
    let endpoint = endpoint.connect_timeout(Duration::from_millis(CONNECT_MS)).tcp_nodelay(true);
    // A watch or a large import is silent for long: without these a host that is gone would never be missed.
    let endpoint = endpoint
        .http2_keep_alive_interval(Duration::from_millis(ALIVE_ASKED_MS))
        .keep_alive_timeout(Duration::from_millis(ALIVE_ANSWERED_MS));
    endpoint.connect().await.map_err(unreachable)
}

/// The deepest cause, which says most.
fn root(error: &dyn Error) -> String {
    let mut deepest = error;
    while let Some(source) = deepest.source() {
        deepest = source;
    }
    plain(&deepest.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_turned_to_the_last_one_or_it_is_said_that_there_are_more() {
        let (mut pages, mut token) = (Pages::of("list"), String::new());
        assert!(pages.turn(&mut token, "a".into()).expect("a page") && token == "a");
        assert!(!pages.turn(&mut token, String::new()).expect("the last page"));
        let turned = (0..=PAGES_MAX).find_map(|_| pages.turn(&mut token, "b".into()).err());
        let told = turned.expect("a limit").to_string();
        assert!(told.starts_with("list: there are more than 1000000 pages") && told.contains("--limit"), "{told}");
    }
}
