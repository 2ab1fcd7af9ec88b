//! What every request passes: the right host, no other site's form, a place, a limit; and the headers of every answer.
//!
//! Nothing is kept here between requests, so there is no session to ride on: a form of another site could at most show its
//! visitor a page about made-up data. It is refused all the same, since such a page would bear this address.

use super::{PageConfig, assets, chrome::language_of, fields::unescaped, pages::failure};
use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header},
    middleware::Next,
    response::Response,
};
use futures::FutureExt;
use std::{net::IpAddr, panic::AssertUnwindSafe, sync::Arc, time::Duration};
use tokio::{sync::Semaphore, time::timeout};

/// Longest time for a form to come in, in milliseconds: who sends it a byte at a time must not hold a place for ever.
const SENDING_MS_MAX: u64 = 15_000;

/// Who may come in, and how many at once.
#[derive(Clone)]
pub(super) struct Guard {
    places: Arc<Semaphore>,
    /// Longest time that a request holds its place.
    longest: Duration,
    this_machine_only: bool,
}

/// Nothing but what this address serves itself: no script or style within a page, no other site, no frame.
pub(super) const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
     connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

impl Guard {
    pub(super) fn new(config: PageConfig) -> Self {
        let places = Arc::new(Semaphore::new(config.concurrent_max));
        let longest = Duration::from_millis(SENDING_MS_MAX + config.deadline_ms);
        Self { places, longest, this_machine_only: config.this_machine_only }
    }

    /// Why a request is refused before it is looked at.
    fn refusal(&self, request: &Request) -> Option<StatusCode> {
        let host = host(request);
        if self.this_machine_only && !host.as_deref().is_some_and(names_this_machine) {
            return Some(StatusCode::MISDIRECTED_REQUEST);
        }
        // No page has an address that is no text.
        if unescaped(request.uri().path().as_bytes()).is_none() {
            return Some(StatusCode::NOT_FOUND);
        }
        match *request.method() {
            Method::GET | Method::HEAD => None,
            Method::POST if is_own_form(request.headers(), host.as_deref()) => None,
            Method::POST => Some(StatusCode::FORBIDDEN),
            _ => Some(StatusCode::METHOD_NOT_ALLOWED),
        }
    }
}

/// Lets a request pass, or answers it. A sign-in belongs at the place where the refusal is asked.
pub(super) async fn guarded(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    let language = language_of(request.uri().path(), request.headers());
    let compress = assets::accepts_gzip(request.headers());
    let answer = match (guard.refusal(&request), guard.places.try_acquire()) {
        (Some(status), _) => failure(language, status),
        (None, Err(_)) => failure(language, StatusCode::SERVICE_UNAVAILABLE),
        (None, Ok(_place)) => {
            let answering = AssertUnwindSafe(next.run(request)).catch_unwind();
            match timeout(guard.longest, answering).await {
                Ok(Ok(answer)) => answer,
                Ok(Err(_)) => {
                    // Where it panicked is logged there; what it said may speak of a person, so nothing of it is sent.
                    tracing::error!("a page broke down");
                    failure(language, StatusCode::INTERNAL_SERVER_ERROR)
                }
                // Questions end within their deadline: the form did not come.
                Err(_) => failure(language, StatusCode::REQUEST_TIMEOUT),
            }
        }
    };
    let mut answer = if compress { compressed(answer).await } else { answer };
    add_headers(answer.headers_mut());
    answer
}

fn add_headers(headers: &mut HeaderMap) {
    let fixed: [(HeaderName, &'static str); 7] = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        // Not “no-referrer”: browsers would then hide where a form of our own comes from.
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), interest-cohort=()"),
    ];
    for (name, value) in fixed {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    // Kept by the browser of this one person, so that “back” shows the page before without sending anything; “wipe”
    // clears it.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("private, no-cache"));
}

/// The host that a request names, without its port.
fn host(request: &Request) -> Option<String> {
    let named = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    named.map(str::to_owned).or_else(|| request.uri().authority().map(ToString::to_string))
}

fn names_this_machine(host: &str) -> bool {
    let Ok(uri) = format!("http://{host}/").parse::<Uri>() else { return false };
    let Some(name) = uri.host() else { return false };
    let address = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    name.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.to_canonical().is_loopback())
}

/// Whether a form was posted from a page of this address. Browsers say so by themselves, and no page can make them lie.
fn is_own_form(headers: &HeaderMap, host: Option<&str>) -> bool {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text(HeaderName::from_static("sec-fetch-site")) {
        return site == "same-origin";
    }
    let origin = text(header::ORIGIN).and_then(|origin| origin.split_once("://"));
    origin.is_some_and(|(_, from)| Some(from) == host)
}

/// Bytes from which packing pays.
const PACKED_FROM_BYTES: usize = 1_400;

/// A page packed with gzip. What answers is text without secrets of this address, so its length tells nothing.
async fn compressed(answer: Response) -> Response {
    let is_text = answer.headers().get(header::CONTENT_TYPE).is_some_and(|it| it.as_bytes().starts_with(b"text/html"));
    if !is_text {
        return answer;
    }
    let (mut parts, body) = answer.into_parts();
    let Ok(bytes) = axum::body::to_bytes(body, usize::MAX).await else {
        return Response::from_parts(parts, Body::empty());
    };
    parts.headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if bytes.len() < PACKED_FROM_BYTES {
        return Response::from_parts(parts, Body::from(bytes));
    }
    let packed = assets::gzip(&bytes, flate2::Compression::fast());
    parts.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(packed))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(given: &[(&'static str, &'static str)]) -> HeaderMap {
        given.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn only_forms_of_this_address_are_taken() {
        let own = |given: &[_]| is_own_form(&headers(given), Some("127.0.0.1:8090"));
        assert!(own(&[("sec-fetch-site", "same-origin")]));
        assert!(own(&[("origin", "http://127.0.0.1:8090")]));
        for other in [
            &[("sec-fetch-site", "cross-site"), ("origin", "http://127.0.0.1:8090")][..],
            &[("sec-fetch-site", "same-site")],
            &[("sec-fetch-site", "none")],
            &[("origin", "http://127.0.0.1:8091")],
            &[("origin", "null")],
            &[],
        ] {
            assert!(!own(other), "{other:?}");
        }
    }

    #[test]
    fn only_names_of_this_machine_are_answered() {
        for name in ["localhost", "LOCALHOST:80", "127.0.0.1:8090", "127.8.8.8", "[::1]:8090"] {
            assert!(names_this_machine(name), "{name}");
        }
        for name in ["example.org", "127.0.0.1.example.org", "10.0.0.1:8090", "localhost.example", "a@b", ""] {
            assert!(!names_this_machine(name), "{name}");
        }
    }
}
