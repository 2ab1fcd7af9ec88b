//! Calls through the guard, around small services written for the purpose.

use super::*;
use prost::Message;
use tonic_types::StatusExt;
use tower::{ServiceExt, service_fn};

const MATCH: &str = "/loopbaanbrug.v1.MatchService/Match";
const IMPORT_PATH: &str = "/loopbaanbrug.v1.OpportunityService/Import";

fn request(path: &str, timeout: Option<&str>) -> HttpRequest<Body> {
    let mut request = HttpRequest::builder().uri(path);
    if let Some(timeout) = timeout {
        request = request.header("grpc-timeout", timeout);
    }
    request.body(Body::empty()).expect("a request")
}

fn guard(limits: CallLimits) -> Guard {
    Guard::new(limits, || true)
}

/// Calls a guarded service that answers with what `answer` makes of the request.
async fn call<F, A>(guard: &Guard, request: HttpRequest<Body>, answer: F) -> (Code, Option<String>)
where
    F: FnMut(HttpRequest<Body>) -> A,
    A: Future<Output = HttpResponse<Body>> + Send + 'static,
{
    let mut answer = answer;
    let service = service_fn(move |request| answer(request).map(Ok));
    let response = guard.layer(service).oneshot(request).await.expect("infallible");
    let status = Status::from_header_map(response.headers());
    let reason = |status: &Status| status.get_error_details().error_info().map(|info| info.reason.clone());
    status.map_or((Code::Ok, None), |status| (status.code(), reason(&status)))
}

async fn fine(_: HttpRequest<Body>) -> HttpResponse<Body> {
    HttpResponse::new(Body::empty())
}

async fn never(_: HttpRequest<Body>) -> HttpResponse<Body> {
    std::future::pending().await
}

async fn panics(_: HttpRequest<Body>) -> HttpResponse<Body> {
    panic!("on purpose")
}

#[tokio::test]
async fn an_answer_passes_and_frees_its_place() {
    let guard = guard(CallLimits { concurrent_calls_max: 1, ..Default::default() });
    for _ in 0..3 {
        assert_eq!(call(&guard, request(MATCH, None), fine).await, (Code::Ok, None));
    }
}

#[tokio::test]
async fn a_call_without_a_place_is_refused_and_imports_have_their_own_places() {
    let guard = guard(CallLimits { concurrent_calls_max: 1, concurrent_imports_max: 1, ..Default::default() });
    let overloaded = (Code::Unavailable, Some("OVERLOADED".to_owned()));
    for (taken, other) in [(MATCH, IMPORT_PATH), (IMPORT_PATH, MATCH)] {
        let held = guard.layer(service_fn(|request| never(request).map(Ok::<_, Infallible>)));
        let held = tokio::spawn(held.oneshot(request(taken, None)));
        tokio::task::yield_now().await;
        assert_eq!(call(&guard, request(taken, None), fine).await, overloaded, "{taken}");
        assert_eq!(call(&guard, request(other, None), fine).await, (Code::Ok, None), "{other}");
        held.abort();
        assert!(held.await.is_err());
        assert_eq!(call(&guard, request(taken, None), fine).await, (Code::Ok, None), "{taken} after it was dropped");
    }
}

#[test]
fn the_deadline_is_the_callers_the_default_or_the_maximum() {
    let limits = CallLimits {
        deadline_default_ms: 500,
        deadline_max_ms: 2_000,
        import_deadline_ms: 60_000,
        ..Default::default()
    };
    let guard = guard(limits);
    for (path, asked, expected_ms) in [
        (MATCH, None, 500),
        (MATCH, Some("100m"), 100),
        (MATCH, Some("1S"), 1_000),
        (MATCH, Some("1H"), 2_000),
        (MATCH, Some("nonsense"), 500),
        (IMPORT_PATH, None, 60_000),
        (IMPORT_PATH, Some("9S"), 9_000),
        (IMPORT_PATH, Some("99999999H"), 60_000),
    ] {
        let request = request(path, asked);
        let timeout = guard.timeout(method(path), request.headers());
        assert_eq!(timeout, Timeout(Duration::from_millis(expected_ms)), "{path} {asked:?}");
    }
}

#[tokio::test]
async fn a_call_that_does_not_end_is_answered_before_its_timeout() {
    let guard = guard(CallLimits::default());
    for timeout_ms in [1_u64, 50, 400] {
        let begin = Instant::now();
        let (code, reason) = call(&guard, request(MATCH, Some(&format!("{timeout_ms}m"))), never).await;
        assert_eq!((code, reason.as_deref()), (Code::DeadlineExceeded, Some("DEADLINE_EXCEEDED")));
        assert!(begin.elapsed() >= Duration::from_millis(timeout_ms) * 8 / 10);
    }
}

#[tokio::test]
async fn a_handler_learns_a_deadline_before_that_of_the_guard() {
    let guard = guard(CallLimits::default());
    let begin = Instant::now();
    let look = move |request: HttpRequest<Body>| {
        let deadline = request.extensions().get::<Deadline>().expect("a deadline").0;
        let left = deadline - begin;
        assert!(left > Duration::from_millis(700) && left < Duration::from_millis(990), "{left:?}");
        fine(request)
    };
    assert_eq!(call(&guard, request(MATCH, Some("1S")), look).await, (Code::Ok, None));
    for timeout in [Duration::ZERO, Duration::from_nanos(1), Duration::from_millis(100), Duration::from_secs(60)] {
        let timeout = Timeout(timeout);
        assert!(timeout.of_handler() <= timeout.of_guard() && timeout.of_guard() <= timeout.0);
    }
}

#[tokio::test]
async fn a_panic_is_an_internal_error_without_its_text_and_frees_its_place() {
    let guard = guard(CallLimits { concurrent_calls_max: 1, ..Default::default() });
    let internal = (Code::Internal, Some("INTERNAL".to_owned()));
    assert_eq!(call(&guard, request(MATCH, None), panics).await, internal);
    assert_eq!(call(&guard, request(MATCH, None), panics).await, internal);
    assert!(!status::panicked().message().contains("on purpose"));
}

#[tokio::test]
async fn a_guard_that_is_not_ready_or_stops_answers_unavailable() {
    let not_ready = (Code::Unavailable, Some("NOT_READY".to_owned()));
    let starting = Guard::new(CallLimits::default(), || false);
    assert_eq!(call(&starting, request(MATCH, None), fine).await, not_ready);
    let guard = guard(CallLimits::default());
    let stopping = guard.clone();
    let (answer, ()) = tokio::join!(call(&guard, request(MATCH, None), never), async move { stopping.stop() });
    assert_eq!(answer, not_ready);
}

#[tokio::test]
async fn what_tonic_refuses_gets_a_reason_and_what_does_not_exist_stays() {
    let guard = guard(CallLimits::default());
    let unreadable = |_| async { Status::internal("failed to decode").into_http() };
    let invalid = (Code::InvalidArgument, Some("REQUEST_INVALID".to_owned()));
    assert_eq!(call(&guard, request(MATCH, None), unreadable).await, invalid);
    let missing = |_| async { Status::unimplemented("").into_http() };
    assert_eq!(call(&guard, request("/loopbaanbrug.v1.MatchService/X", None), missing).await.0, Code::Unimplemented);
}

#[test]
fn the_methods_are_those_of_the_contract() {
    let descriptors = prost_types::FileDescriptorSet::decode(loopbaanbrug_proto::DESCRIPTORS).expect("descriptors");
    // The operator's calls are on a socket of their own, without this guard.
    let services = descriptors.file.iter().flat_map(|file| &file.service).filter(|it| it.name() != "AdminService");
    let mut of_contract: Vec<_> = services
        .flat_map(|service| service.method.iter().map(|method| format!("{}/{}", service.name(), method.name())))
        .collect();
    let mut ours = METHODS.to_vec();
    of_contract.sort();
    ours.sort_unstable();
    assert_eq!(ours, of_contract);
    assert_eq!(method(MATCH), "MatchService/Match");
    assert_eq!(method("/loopbaanbrug.v1.MatchService/Match?secret"), UNKNOWN_METHOD);
}

#[test]
fn a_timeout_is_read_as_the_protocol_writes_it() {
    let read = |timeout: &str| {
        let mut headers = HeaderMap::new();
        headers.insert("grpc-timeout", timeout.parse().expect("a header"));
        asked_timeout(&headers)
    };
    assert_eq!(read("3H"), Some(Duration::from_secs(10_800)));
    assert_eq!(read("1M"), Some(Duration::from_secs(60)));
    assert_eq!(read("42S"), Some(Duration::from_secs(42)));
    assert_eq!(read("13m"), Some(Duration::from_millis(13)));
    assert_eq!(read("2u"), Some(Duration::from_micros(2)));
    assert_eq!(read("82n"), Some(Duration::from_nanos(82)));
    for unreadable in ["", "m", "1", "123456789m", "-1S", "1s", "1 S"] {
        assert_eq!(read(unreadable), None, "{unreadable}");
    }
}
