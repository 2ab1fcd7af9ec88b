//! The guard around every call of ours: a free place, a deadline, a caught panic, a reason on every error, a span.
//!
//! Health and reflection stand outside it. What a call does is the services' affair; the guard never reads a message.
//!
//! A call has one timeout, the caller's or ours, and three moments before it ends, [`Timeout::LEAD_MAX`] apart at most: the
//! handler's own deadline, at which it says what it was waiting for; the guard's; and tonic's, which would answer with
//! another code. The last moment is left to the network, so that the answer comes before the caller's own clock.

use super::status;
use crate::engine::{EngineError, limits};
use futures::FutureExt;
use http::{HeaderMap, Request as HttpRequest, Response as HttpResponse};
use std::{
    convert::Infallible,
    future::Future,
    panic::AssertUnwindSafe,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::{Duration, Instant},
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use tonic::{Code, Status, body::Body, server::NamedService};
use tower::{Layer, Service};
use tracing::{Instrument, field};

/// Limits of calls. The defaults are those of [`limits`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallLimits {
    /// Calls under way at once, imports apart; one more is refused.
    pub concurrent_calls_max: usize,
    /// Imports under way at once; one more is refused.
    pub concurrent_imports_max: usize,
    /// Deadline of a call that gives none.
    pub deadline_default_ms: u64,
    /// Longest deadline of a call; a longer one is cut to this.
    pub deadline_max_ms: u64,
    /// Deadline of an import that gives none, and the longest.
    pub import_deadline_ms: u64,
    /// Largest share of a source that a full feed may remove unless its header allows more, in percent.
    pub removed_percent_max: u8,
}

impl Default for CallLimits {
    fn default() -> Self {
        Self {
            concurrent_calls_max: limits::CONCURRENT_CALLS_MAX,
            concurrent_imports_max: limits::CONCURRENT_IMPORTS_MAX,
            deadline_default_ms: limits::DEADLINE_DEFAULT_MS,
            deadline_max_ms: limits::DEADLINE_MAX_MS,
            import_deadline_ms: limits::IMPORT_DEADLINE_MS,
            removed_percent_max: limits::REMOVED_PERCENT_MAX,
        }
    }
}

/// When a handler must give up. The guard leaves it with the request.
#[derive(Clone, Copy, Debug)]
pub(super) struct Deadline(Instant);

impl Deadline {
    /// Of a request that came through the guard; another one gets the default.
    pub(super) fn of<T>(request: &tonic::Request<T>) -> Instant {
        let given = request.extensions().get::<Self>().map(|deadline| deadline.0);
        given.unwrap_or_else(|| Instant::now() + Duration::from_millis(limits::DEADLINE_DEFAULT_MS))
    }
}

/// Told when the service begins to stop: streams, which would hold it up for ever, end then. The guard leaves it with the
/// request.
#[derive(Clone, Debug)]
pub(super) struct Closing(pub(super) CancellationToken);

impl Closing {
    /// Of a request that came through the guard; another one is never told.
    pub(super) fn of<T>(request: &tonic::Request<T>) -> Self {
        request.extensions().get::<Self>().cloned().unwrap_or_else(|| Self(CancellationToken::new()))
    }

    /// Waits until the service begins to stop.
    pub(super) async fn cancelled(&self) {
        self.0.cancelled().await;
    }
}

/// Methods by the end of their path. Another path is a method that does not exist, and is never logged.
const METHODS: [&str; 21] = [
    "BridgeService/FindPaths",
    "BridgeService/FindGaps",
    "BridgeService/FindGroupGaps",
    "ConversationService/WhatIf",
    "ConversationService/Compare",
    "ConversationService/MakePlan",
    "FeedService/ListImports",
    "FeedService/GetImport",
    "FeedService/Watch",
    "FeedService/Export",
    "MatchService/Match",
    "MatchService/Explain",
    "OpportunityService/Import",
    "OpportunityService/Get",
    "OpportunityService/List",
    "OpportunityService/Delete",
    "TaxonomyService/GetConcept",
    "TaxonomyService/FindConcepts",
    "TaxonomyService/CompleteConcepts",
    "TaxonomyService/ExtractConcepts",
    "TaxonomyService/ListTasks",
];
const PATH_PREFIX: &str = "/loopbaanbrug.v1.";
const IMPORT: &str = "OpportunityService/Import";
const UNKNOWN_METHOD: &str = "unknown";

/// The layer that puts the guard around a service. Cloning shares the places.
#[derive(Clone)]
pub(crate) struct Guard {
    shared: Arc<Shared>,
}

struct Shared {
    limits: CallLimits,
    calls: Arc<Semaphore>,
    imports: Arc<Semaphore>,
    ready: Box<dyn Fn() -> bool + Send + Sync>,
    closing: CancellationToken,
    stop: CancellationToken,
}

impl Guard {
    /// A guard that lets calls through once `ready` says so.
    pub(crate) fn new(limits: CallLimits, ready: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        let places = |count: usize| Arc::new(Semaphore::new(count.min(Semaphore::MAX_PERMITS)));
        Self {
            shared: Arc::new(Shared {
                limits,
                calls: places(limits.concurrent_calls_max),
                imports: places(limits.concurrent_imports_max),
                ready: Box::new(ready),
                closing: CancellationToken::new(),
                stop: CancellationToken::new(),
            }),
        }
    }

    /// The limits of its calls.
    pub(crate) fn limits(&self) -> CallLimits {
        self.shared.limits
    }

    /// Ends the streams that would go on for ever; other calls are answered.
    pub(crate) fn close(&self) {
        self.shared.closing.cancel();
    }

    /// Ends every call under way, and every later one, with UNAVAILABLE.
    pub(crate) fn stop(&self) {
        self.shared.stop.cancel();
    }

    fn admit(&self, method: &str) -> Result<OwnedSemaphorePermit, Status> {
        if !(self.shared.ready)() {
            return Err(status::not_ready());
        }
        let places = if method == IMPORT { &self.shared.imports } else { &self.shared.calls };
        Arc::clone(places).try_acquire_owned().map_err(|_| status::overloaded())
    }

    fn timeout(&self, method: &str, headers: &HeaderMap) -> Timeout {
        let CallLimits { deadline_default_ms, deadline_max_ms, import_deadline_ms, .. } = self.shared.limits;
        let (default_ms, max_ms) = match method {
            IMPORT => (import_deadline_ms, import_deadline_ms),
            _ => (deadline_default_ms, deadline_max_ms),
        };
        let asked = asked_timeout(headers).unwrap_or(Duration::from_millis(default_ms));
        Timeout(asked.min(Duration::from_millis(max_ms)))
    }
}

impl<S> Layer<S> for Guard {
    type Service = Guarded<S>;

    fn layer(&self, inner: S) -> Guarded<S> {
        Guarded { inner, guard: self.clone() }
    }
}

/// How long a call may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Timeout(Duration);

impl Timeout {
    const LEAD_MAX: Duration = Duration::from_millis(20);

    fn lead(self) -> Duration {
        (self.0 / 10).min(Self::LEAD_MAX)
    }

    /// After which the guard answers.
    fn of_guard(self) -> Duration {
        self.0 - self.lead()
    }

    /// After which a handler should have answered.
    fn of_handler(self) -> Duration {
        self.0 - self.lead() * 2
    }
}

/// A guarded service.
#[derive(Clone)]
pub(crate) struct Guarded<S> {
    inner: S,
    guard: Guard,
}

impl<S: NamedService> NamedService for Guarded<S> {
    const NAME: &'static str = S::NAME;
}

type Answered = Pin<Box<dyn Future<Output = Result<HttpResponse<Body>, Infallible>> + Send>>;

impl<S> Service<HttpRequest<Body>> for Guarded<S>
where
    S: Service<HttpRequest<Body>, Response = HttpResponse<Body>, Error = Infallible>,
    S::Future: Send + 'static,
{
    type Response = HttpResponse<Body>;
    type Error = Infallible;
    type Future = Answered;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: HttpRequest<Body>) -> Answered {
        let method = method(request.uri().path());
        let span = tracing::info_span!("call", method, code = field::Empty, duration_ms = field::Empty);
        let place = match self.guard.admit(method) {
            Ok(place) => place,
            Err(refused) => {
                let answer = async move { Ok(told(Instant::now(), refused.into_http())) };
                return Box::pin(answer.instrument(span));
            }
        };
        let timeout = self.guard.timeout(method, request.headers());
        let begin = Instant::now();
        request.extensions_mut().insert(Deadline(begin + timeout.of_handler()));
        request.extensions_mut().insert(Closing(self.guard.shared.closing.clone()));
        // Made here and not when first polled: tonic's own clock starts after this call.
        let expired = tokio::time::sleep(timeout.of_guard());
        let stop = self.guard.shared.stop.clone();
        let answer = self.inner.call(request);
        let call = async move {
            let response = tokio::select! {
                biased;
                answer = AssertUnwindSafe(answer).catch_unwind() => match answer {
                    Ok(Ok(response)) => reasoned(response),
                    Err(_) => status::panicked().into_http(),
                },
                () = expired => Status::from(EngineError::DeadlineExceeded).into_http(),
                () = stop.cancelled() => status::not_ready().into_http(),
            };
            drop(place);
            Ok(told(begin, response))
        };
        Box::pin(call.instrument(span))
    }
}

/// Gives the errors of tonic itself a reason.
fn reasoned(response: HttpResponse<Body>) -> HttpResponse<Body> {
    let status = response.extensions().get::<Status>().and_then(status::with_reason);
    status.map_or(response, Status::into_http)
}

/// Notes code and duration in the span. An answer whose message does not fit is refused by its service before it is sent, so
/// the code of the head is the code of the call.
fn told(begin: Instant, response: HttpResponse<Body>) -> HttpResponse<Body> {
    let head = response.headers().get(Status::GRPC_STATUS);
    let code = head.map_or(Code::Ok, |code| Code::from_bytes(code.as_bytes()));
    let span = tracing::Span::current();
    span.record("code", field::debug(code));
    span.record("duration_ms", begin.elapsed().as_secs_f64() * 1_000.0);
    tracing::debug!("answered");
    response
}

fn method(path: &str) -> &'static str {
    let method = path.strip_prefix(PATH_PREFIX);
    METHODS.into_iter().find(|known| method == Some(known)).unwrap_or(UNKNOWN_METHOD)
}

/// Reads `grpc-timeout`: at most eight digits and a unit. One that cannot be read is none, as in tonic.
fn asked_timeout(headers: &HeaderMap) -> Option<Duration> {
    let timeout = headers.get("grpc-timeout")?.to_str().ok()?;
    let (digits, unit) = timeout.split_at_checked(timeout.len().checked_sub(1)?)?;
    let number: u64 = digits.parse().ok().filter(|_| digits.len() <= 8)?;
    match unit {
        "H" => Some(Duration::from_secs(number * 3_600)),
        "M" => Some(Duration::from_secs(number * 60)),
        "S" => Some(Duration::from_secs(number)),
        "m" => Some(Duration::from_millis(number)),
        "u" => Some(Duration::from_micros(number)),
        "n" => Some(Duration::from_nanos(number)),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
