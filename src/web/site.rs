//! Which address gives which page.

use super::{
    PageConfig, assets,
    guard::{Guard, guarded},
    pages,
    talk::TALK_CHARS_MAX,
};
use crate::engine::Engine;
use axum::{Router, extract::DefaultBodyLimit, middleware, routing::get};
use std::time::{Duration, Instant};

/// Most bytes of a posted form: a conversation, the fields of a page, and room to spare; a saved profile fits as well.
const FORM_BYTES_MAX: usize = 1 << 20;
/// Bytes that fields take besides what is in the conversation already: names of fields, choices, what is typed anew.
const FORM_REST_BYTES: usize = 64 << 10;
/// A conversation comes as three quarters as many bytes, each of which a field of the page may post again as `%xx`.
const _: () = assert!(TALK_CHARS_MAX + TALK_CHARS_MAX / 4 * 3 * 3 + FORM_REST_BYTES <= FORM_BYTES_MAX);

/// What pages are made with.
#[derive(Clone)]
pub(super) struct Site {
    pub(super) engine: Engine,
    pub(super) config: PageConfig,
}

impl Site {
    /// Until when the page for a form that has come now may take, however many questions it asks.
    pub(super) fn deadline(&self) -> Instant {
        Instant::now() + Duration::from_millis(self.config.deadline_ms)
    }
}

/// Every page, behind the guard.
pub(crate) fn router(engine: Engine, config: PageConfig) -> Router {
    let guard = middleware::from_fn_with_state(Guard::new(config), guarded);
    Router::new()
        .route("/", get(pages::front))
        .route("/static/{name}", get(assets::asset))
        .route("/{lang}", get(pages::to_start))
        .route("/{lang}/", get(pages::start_page))
        .route("/{lang}/words", get(pages::glossary_page))
        .route("/{lang}/open", get(pages::to_start).post(pages::open_file))
        .route("/{lang}/{step}", get(pages::to_start).post(pages::step))
        .fallback(pages::not_found)
        .method_not_allowed_fallback(pages::wrong_method)
        .layer(DefaultBodyLimit::max(FORM_BYTES_MAX))
        .layer(guard)
        .with_state(Site { engine, config })
}
