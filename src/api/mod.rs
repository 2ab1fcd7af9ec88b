//! The gRPC door: the services of the contract, behind a guard. The only room besides the server that names tonic.
//!
//! Messages are read and written in `wire`, which the adviser's page shares. Nothing here decides: limits and questions are
//! the engine's, sentences are the texts', and what a caller sees of an error is decided in `status` alone.

mod admin_service;
mod bridge_service;
mod conversation_service;
mod extraction;
mod feed_service;
mod guard;
mod import;
mod match_service;
mod opportunity_service;
mod status;
mod stream;
mod taxonomy_service;

pub use guard::CallLimits;
pub(crate) use guard::Guard;

use crate::{
    engine::{Engine, limits::MESSAGE_BYTES_MAX},
    wire::{bridge_answer, codes, concept, context, match_answer, opportunity, page, plan, tasks, violations, what_if},
};
use admin_service::Administration;
use bridge_service::Bridges;
use conversation_service::Conversations;
use feed_service::Feeds;
use loopbaanbrug_proto::{
    v1::{
        admin_service_server::AdminServiceServer,
        bridge_service_server::{self, BridgeServiceServer},
        conversation_service_server::{self, ConversationServiceServer},
        feed_service_server::{self, FeedServiceServer},
        opportunity_service_server::{self, OpportunityServiceServer},
        taxonomy_service_server::{self, TaxonomyServiceServer},
    },
    written::match_service_server::{self, MatchServiceServer},
};
use match_service::Matches;
use opportunity_service::Opportunities;
use taxonomy_service::Concepts;
use tonic::service::Routes;
use tower::Layer;

/// Full names of the services.
pub(crate) const SERVICES: [&str; 6] = [
    bridge_service_server::SERVICE_NAME,
    conversation_service_server::SERVICE_NAME,
    feed_service_server::SERVICE_NAME,
    match_service_server::SERVICE_NAME,
    opportunity_service_server::SERVICE_NAME,
    taxonomy_service_server::SERVICE_NAME,
];

/// The server of a service, with limits on messages both ways. What tonic generates for each has these as methods of its own.
macro_rules! limited {
    ($server:ident, $service:expr) => {
        $server::new($service).max_decoding_message_size(MESSAGE_BYTES_MAX).max_encoding_message_size(MESSAGE_BYTES_MAX)
    };
}

/// Every service of the contract, each behind the guard, with limits on messages both ways.
pub(crate) fn routes(engine: &Engine, guard: &Guard) -> Routes {
    let opportunities = Opportunities::new(engine.clone(), guard.limits().removed_percent_max);
    Routes::new(guard.layer(limited!(MatchServiceServer, Matches::new(engine.clone()))))
        .add_service(guard.layer(limited!(OpportunityServiceServer, opportunities)))
        .add_service(guard.layer(limited!(TaxonomyServiceServer, Concepts::new(engine.clone()))))
        .add_service(guard.layer(limited!(ConversationServiceServer, Conversations::new(engine.clone()))))
        .add_service(guard.layer(limited!(BridgeServiceServer, Bridges::new(engine.clone()))))
        .add_service(guard.layer(limited!(FeedServiceServer, Feeds::new(engine.clone()))))
}

/// The operator's service. Never added to the services above: they are for everybody who reaches the port.
pub(crate) fn admin_routes(engine: &Engine) -> Routes {
    Routes::new(limited!(AdminServiceServer, Administration::new(engine.clone())))
}
