//! When there is no page: one place decides what a person sees of an error. Faults are logged, never shown.

use crate::{
    engine::EngineError,
    texts::Language,
    web::{
        chrome::{Chrome, language_of},
        words::{Failure, Words, words},
    },
};
use askama::Template;
use axum::{
    http::{HeaderMap, StatusCode, Uri},
    response::{Html, IntoResponse, Response},
};

#[derive(Template)]
#[template(path = "web/failure.html")]
struct FailurePage {
    chrome: Chrome,
    w: &'static Words,
    heading: &'static str,
    told: &'static str,
    details: Vec<String>,
}

impl Failure {
    fn status(self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Unreadable | Self::NoTalk | Self::OtherLetters => StatusCode::BAD_REQUEST,
            Self::OtherSite => StatusCode::FORBIDDEN,
            Self::Busy | Self::Slow => StatusCode::SERVICE_UNAVAILABLE,
            Self::Fault => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

/// The page for a status.
pub(in crate::web) fn failure(language: Language, status: StatusCode) -> Response {
    let failure = match status {
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => Failure::NotFound,
        StatusCode::FORBIDDEN | StatusCode::MISDIRECTED_REQUEST => Failure::OtherSite,
        StatusCode::SERVICE_UNAVAILABLE => Failure::Busy,
        StatusCode::BAD_REQUEST => Failure::Unreadable,
        StatusCode::REQUEST_TIMEOUT => Failure::Slow,
        _ => Failure::Fault,
    };
    let mut response = told(language, failure, Vec::new());
    *response.status_mut() = status;
    response
}

/// The page for a failure, with what is known besides.
pub(super) fn told(language: Language, failure: Failure, details: Vec<String>) -> Response {
    let w = words(language);
    let (heading, told) = (w.failure)(failure);
    let page = FailurePage { chrome: Chrome::alone(language, heading), w, heading, told, details };
    (failure.status(), Html(page.render().unwrap_or_default())).into_response()
}

/// The page for what the engine refuses.
pub(super) fn of_engine(language: Language, error: EngineError) -> Response {
    match error {
        EngineError::OpportunityNotFound { .. } => told(language, Failure::NotFound, Vec::new()),
        EngineError::DeadlineExceeded => told(language, Failure::Slow, Vec::new()),
        EngineError::Overloaded { .. } | EngineError::NotReady { .. } => told(language, Failure::Busy, Vec::new()),
        EngineError::Invalid(violations) => {
            let field = |it: crate::engine::FieldViolation| (words(language).ask.field_wrong)(&it.field);
            told(language, Failure::Unreadable, violations.into_iter().map(field).collect())
        }
        EngineError::StorageUnavailable(cause) => {
            tracing::error!(error = format!("{cause:#}"), "the storage of the catalogue refuses");
            told(language, Failure::Busy, Vec::new())
        }
        EngineError::Internal(cause) => {
            tracing::error!(error = format!("{cause:#}"), "a page failed");
            told(language, Failure::Fault, Vec::new())
        }
        error => {
            tracing::error!(%error, "a page failed");
            told(language, Failure::Fault, Vec::new())
        }
    }
}

/// For addresses that name no page.
pub(in crate::web) async fn not_found(uri: Uri, headers: HeaderMap) -> Response {
    failure(language_of(uri.path(), &headers), StatusCode::NOT_FOUND)
}

/// For pages that are not asked in this way, such as a form that is sent to the glossary.
pub(in crate::web) async fn wrong_method(uri: Uri, headers: HeaderMap) -> Response {
    failure(language_of(uri.path(), &headers), StatusCode::METHOD_NOT_ALLOWED)
}
