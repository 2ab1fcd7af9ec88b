//! The adviser's page: over plain HTTP, and along the whole way in a real browser, with scripts and without.

mod asked;
mod browser;
mod forms;
pub(crate) mod http;
mod keyboard;
mod safety;
mod same_answers;
mod walk;
mod ways;
mod wrong;

use crate::support::{World, service::Service};
use loopbaanbrug::server::ServerConfig;
use std::{fs, net::SocketAddr};

/// A service with its page, over the feeds of the fixtures.
pub(crate) async fn with_page() -> Service {
    over(World::of_fixtures().await).await
}

/// A service with its page over a world.
async fn over(world: World) -> Service {
    let mut config = ServerConfig::new("127.0.0.1:0".parse().expect("an address"));
    config.web = Some("127.0.0.1:0".parse().expect("an address"));
    config.web_example = Some(loopbaanbrug::demo::PROFILE);
    Service::with(config, world).await
}

/// Where a service serves its page.
fn address(service: &Service) -> SocketAddr {
    service.running.web_address.expect("a page")
}

/// The example profile of the demo, as its file holds it.
fn example() -> String {
    fs::read_to_string(crate::support::root().join("fixtures/profiles/01-balie-naar-zorg.json")).expect("a profile")
}
