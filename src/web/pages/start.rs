//! The beginning and what stands beside the way: departments, files opened and saved, the glossary.

use super::{Shown, Visit, failure::told};
use crate::{
    domain::{Department, codes::Code},
    engine::EngineError,
    texts::{Language, capitalised, phrases},
    web::{
        chrome::{Chrome, language_of_browser, language_of_code},
        fields::{Fields, Problems},
        site::Site,
        talk::Talk,
        words::{Failure, Words, words},
    },
    wire::{
        codes::WireCode,
        profile_file::{self, PROFILE_BYTES_MAX},
    },
};
use askama::Template;
use axum::{
    extract::{Multipart, Path, RawQuery, State, multipart::MultipartRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};

#[derive(Template)]
#[template(path = "web/start.html")]
struct StartPage {
    chrome: Chrome,
    w: &'static Words,
    departments: Vec<(&'static str, String)>,
    example: bool,
    wiped: bool,
}

#[derive(Template)]
#[template(path = "web/words.html")]
struct GlossaryPage {
    chrome: Chrome,
    w: &'static Words,
}

/// Query that says that everything has just been wiped.
const WIPED: &str = "wiped";

/// To the start page in the language of the browser.
pub(in crate::web) async fn front(headers: HeaderMap) -> Response {
    let vary = [(header::VARY, HeaderValue::from_static("accept-language"))];
    (vary, Redirect::to(&format!("/{}/", language_of_browser(&headers).code()))).into_response()
}

/// Pages that need a conversation cannot be asked for by their address: the way begins at the start.
pub(in crate::web) async fn to_start(Path(parts): Path<Vec<(String, String)>>) -> Response {
    let language = parts.iter().find(|(name, _)| name == "lang").and_then(|(_, code)| language_of_code(code));
    match language {
        Some(language) => Redirect::to(&format!("/{}/", language.code())).into_response(),
        None => super::failure(Language::default(), StatusCode::NOT_FOUND),
    }
}

/// The start page.
pub(in crate::web) async fn start_page(
    State(site): State<Site>,
    Path(lang): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    match language_of_code(&lang) {
        Some(language) => {
            let wiped = query.as_deref() == Some(WIPED);
            Html(start(&site, language, Problems::default(), wiped)).into_response()
        }
        None => super::failure(Language::default(), StatusCode::NOT_FOUND),
    }
}

fn start(site: &Site, language: Language, problems: Problems, wiped: bool) -> String {
    let w = words(language);
    let department = |it: &Department| (it.code(), capitalised(phrases(language).department(*it)));
    let page = StartPage {
        chrome: Chrome::new(language, "", w.start_title, &Talk::default(), problems),
        w,
        departments: Department::ALL.iter().map(department).collect(),
        example: site.config.example.is_some(),
        wiped,
    };
    page.render().unwrap_or_default()
}

/// The words and what they mean.
pub(in crate::web) async fn glossary_page(Path(lang): Path<String>) -> Response {
    let Some(language) = language_of_code(&lang) else {
        return super::failure(Language::default(), StatusCode::NOT_FOUND);
    };
    let w = words(language);
    let page = GlossaryPage { chrome: Chrome::alone(language, w.glossary_title), w };
    Html(page.render().unwrap_or_default()).into_response()
}

/// Opens a saved profile and goes on at its tasks.
pub(in crate::web) async fn open_file(
    State(site): State<Site>,
    Path(lang): Path<String>,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    let Some(language) = language_of_code(&lang) else {
        return super::failure(Language::default(), StatusCode::NOT_FOUND);
    };
    let Ok(form) = form else { return told(language, Failure::Unreadable, Vec::new()) };
    let w = words(language);
    let opened = match uploaded(form).await {
        None => Err(w.file_wrong.to_owned()),
        Some(text) if text.is_empty() => Err(w.file_missing.to_owned()),
        Some(text) => opened(&text, w),
    };
    match opened {
        Ok(talk) => {
            let mut visit = Visit::new(&site, language, talk, Fields::default());
            // What is wrong with it is shown at once, where it can be mended.
            let step = match visit.talk.person() {
                Ok(_) => super::Step::Tasks,
                Err(EngineError::Invalid(violations)) => {
                    super::profile::note(&mut visit, &violations);
                    super::Step::Profile
                }
                Err(error) => return super::failure::of_engine(language, error),
            };
            let shown = super::show(step, &mut visit).await;
            let is_wrong = !visit.problems.is_empty();
            super::respond(language, shown, if is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK })
        }
        Err(message) => {
            let mut problems = Problems::default();
            problems.add("file", message);
            (StatusCode::UNPROCESSABLE_ENTITY, Html(start(&site, language, problems, false))).into_response()
        }
    }
}

/// A conversation that begins with the profile of a file, or what is wrong with the file. One that the next form could not carry
/// is refused here, where nothing is lost yet.
fn opened(text: &[u8], w: &Words) -> Result<Talk, String> {
    let profile = profile_file::parse(text).map_err(|it| (w.file_wrong_at)(it.line, &it.field))?;
    let talk = Talk { profile, ..Talk::default() };
    if !talk.fits() {
        return Err(w.profile_too_large.to_owned());
    }
    Ok(talk)
}

/// The file of a form; none when it cannot be read or is too large.
async fn uploaded(mut form: Multipart) -> Option<Vec<u8>> {
    while let Ok(Some(field)) = form.next_field().await {
        if field.name() == Some("file") {
            let bytes = field.bytes().await.ok()?;
            return (bytes.len() <= PROFILE_BYTES_MAX).then(|| bytes.to_vec());
        }
    }
    Some(Vec::new())
}

/// Takes the department, or the example, from the start page.
pub(super) fn take(visit: &mut Visit<'_>) {
    if visit.fields.get("do") == "example" {
        let example = visit.site.config.example.and_then(|text| profile_file::parse(text.as_bytes()).ok());
        visit.talk = Talk { profile: example.unwrap_or_default(), ..Talk::default() };
    } else if let Ok(origin) = Department::from_code(visit.fields.get("origin")) {
        visit.talk.profile.origin = origin.wire();
    }
}

/// The profile as a file.
pub(super) fn save(visit: &Visit<'_>) -> Shown {
    // A profile is made of plain fields, which always can be written.
    let body = profile_file::write(&visit.talk.profile).unwrap_or_default();
    Shown::File { name: visit.words.profile_file_name, content_type: "application/json", body }
}
