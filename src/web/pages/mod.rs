//! Every page: what was posted is taken into the conversation first, then a page is shown from it.
//!
//! The address of a form names the page to show, the field `from` the page it was posted from. When something on that page
//! is wrong it is shown again, with what was typed.

mod compare;
mod failure;
mod option;
mod options;
mod plan;
mod profile;
mod start;
mod tasks;
mod wishes;

pub(super) use failure::{failure, not_found, wrong_method};
pub(super) use start::{front, glossary_page, open_file, start_page, to_start};

use super::{
    chrome::{Chrome, language_of_code},
    fields::{Fields, Problems, Unread},
    site::Site,
    talk::{HIDDEN_MAX, Hidden, HideReason, SHORTLIST_MAX, Talk},
    words::{Failure, Words, words},
};
use crate::{
    domain::codes::{Code, coded},
    engine::EngineError,
    texts::Language,
};
use askama::Template;
use axum::{
    extract::{Path, RawForm, State, rejection::RawFormRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use std::time::Instant;

coded! {
    /// A page of the way, and the last part of its address.
    pub(super) Step {
        Tasks = "tasks",
        Profile = "profile",
        Options = "options",
        Option = "option",
        Compare = "compare",
        Plan = "plan",
        Print = "print",
        PlanFile = "plan-file",
        Save = "save",
        Wipe = "wipe",
    }
}

/// What the forms of the start page say they come from.
const START: &str = "start";

/// What a page is made from.
struct Visit<'a> {
    site: &'a Site,
    /// For all that the page asks of the engine together.
    deadline: Instant,
    language: Language,
    words: &'static Words,
    talk: Talk,
    fields: Fields,
    problems: Problems,
}

impl<'a> Visit<'a> {
    /// A form that has come now.
    fn new(site: &'a Site, language: Language, talk: Talk, fields: Fields) -> Self {
        let (deadline, words, problems) = (site.deadline(), words(language), Problems::default());
        Self { site, deadline, language, words, talk, fields, problems }
    }

    fn chrome(&self, here: Step, title: &str) -> Chrome {
        Chrome::new(self.language, here.code(), title, &self.talk, self.problems.clone())
    }
}

/// Anything that answers: a page, or a file to keep.
enum Shown {
    Page(String),
    File { name: &'static str, content_type: &'static str, body: String },
    Wiped,
}

/// A page as text. Writing to a string cannot fail, and templates call nothing that can.
fn page(template: &impl Template) -> Shown {
    Shown::Page(template.render().unwrap_or_default())
}

/// Every page that is asked with a form.
pub(super) async fn step(
    State(site): State<Site>,
    Path((lang, path)): Path<(String, String)>,
    headers: HeaderMap,
    form: Result<RawForm, RawFormRejection>,
) -> Response {
    let (Some(language), Some(step)) = (language_of_code(&lang), Step::from_code(&path).ok()) else {
        return failure(language_of_code(&lang).unwrap_or_default(), StatusCode::NOT_FOUND);
    };
    if !site.engine.is_ready() {
        return failure::told(language, Failure::Busy, Vec::new());
    }
    // Who wipes everything has nothing to mend first, not even a form that cannot be read.
    if step == Step::Wipe {
        return respond(language, Ok(Shown::Wiped), StatusCode::OK);
    }
    let (talk, fields) = match posted(form, &headers) {
        Ok(posted) => posted,
        Err(failure) => return failure::told(language, failure, Vec::new()),
    };
    let mut visit = Visit::new(&site, language, talk, fields);
    let from = take(&mut visit);
    let mends = !visit.problems.is_empty();
    let shown = match from.filter(|_| mends) {
        Some(from) => show(from, &mut visit).await,
        None => show(step, &mut visit).await,
    };
    // A fragment is taken from the page by the script, which leaves alone whatever has not succeeded.
    let wrong = !visit.problems.is_empty() && !headers.contains_key("hx-request");
    respond(language, shown, if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK })
}

/// The conversation that a form goes on with, and its fields.
fn posted(form: Result<RawForm, RawFormRejection>, headers: &HeaderMap) -> Result<(Talk, Fields), Failure> {
    let RawForm(body) = form.map_err(|_| Failure::Unreadable)?;
    // No browser packs a form; read as it is, nothing in it would be found.
    if headers.contains_key(header::CONTENT_ENCODING) {
        return Err(Failure::Unreadable);
    }
    let fields = Fields::read(&body).map_err(|unread| match unread {
        Unread::NoText => Failure::OtherLetters,
        Unread::TooMany => Failure::Unreadable,
    })?;
    let talk = match fields.get("talk") {
        // A conversation begins at the start and nowhere else: taken for a new one, every answer of the old one would be lost.
        "" if fields.get("from") == START => Talk::default(),
        "" => return Err(Failure::NoTalk),
        talk => Talk::decode(talk).ok_or(Failure::Unreadable)?,
    };
    Ok((talk, fields))
}

/// Takes what was posted into the conversation, and says from which page it came.
fn take(visit: &mut Visit<'_>) -> Option<Step> {
    let from = Step::from_code(visit.fields.get("from")).ok();
    match from {
        None if visit.fields.get("from") == START => start::take(visit),
        Some(Step::Tasks) => tasks::take(visit),
        Some(Step::Profile) => profile::take(visit),
        Some(Step::Options) => options::take(visit),
        Some(Step::Plan) => plan::take(visit),
        _ => {}
    }
    act(visit);
    if !visit.talk.fits() {
        // What the next form could not carry would be lost with it, so all is as it was before this one.
        visit.talk = Talk::decode(visit.fields.get("talk")).unwrap_or_default();
        visit.problems.add("", visit.words.profile_too_large);
    }
    from
}

/// What buttons of every list do: keep, drop, hide, show again.
fn act(visit: &mut Visit<'_>) {
    let Visit { site, talk, fields, problems, words, .. } = visit;
    let action = fields.get("do");
    let (verb, key) = action.split_once(':').unwrap_or((action, ""));
    // A way and the option it leads to are kept and dropped together; no key holds a space.
    let keys: Vec<&str> = key.split(' ').collect();
    match verb {
        // More than there can ever be room for are not looked up.
        "keep" if keys.len() > SHORTLIST_MAX => problems.add("", (words.shortlist_full)(SHORTLIST_MAX)),
        "keep" => {
            let snapshot = site.engine.current();
            let gone: Vec<&str> = keys.iter().copied().filter(|key| snapshot.names(key).is_none()).collect();
            if !gone.is_empty() {
                problems.add("", (words.keep_gone)(&gone.join(", ")));
            } else if !keep(&mut talk.shortlist, &keys) {
                problems.add("", (words.shortlist_full)(SHORTLIST_MAX));
            }
        }
        "drop" => talk.shortlist.retain(|kept| !keys.contains(&kept.as_str())),
        "hide" => {
            let (reason, key) = key.split_once(':').unwrap_or(("", key));
            talk.shortlist.retain(|kept| kept != key);
            if !talk.hides(key) && talk.hidden.len() < HIDDEN_MAX {
                talk.hidden
                    .push(Hidden { key: key.to_owned(), reason: HideReason::from_code(reason).unwrap_or_default() });
            }
        }
        "show" => talk.hidden.retain(|it| it.key != key),
        _ => {}
    }
}

/// Keeps an option, and the routes of the way to it right before it, as a plan takes them. Changes nothing and says false when
/// there is no room for all of them.
fn keep(shortlist: &mut Vec<String>, keys: &[&str]) -> bool {
    let Some((option, way)) = keys.split_last() else { return true };
    let mut kept: Vec<String> = shortlist.iter().filter(|it| !way.contains(&it.as_str())).cloned().collect();
    let place = kept.iter().position(|it| it == option).unwrap_or_else(|| {
        kept.push((*option).to_owned());
        kept.len() - 1
    });
    kept.splice(place..place, way.iter().map(|it| (*it).to_owned()));
    let fits = kept.len() <= SHORTLIST_MAX;
    if fits {
        *shortlist = kept;
    }
    fits
}

/// Shows a page; what the engine finds wrong with the profile is shown where it can be mended.
async fn show(step: Step, visit: &mut Visit<'_>) -> Result<Shown, EngineError> {
    let shown = match step {
        Step::Tasks => Ok(tasks::show(visit)),
        Step::Profile => profile::show(visit).await,
        Step::Options => options::show(visit).await,
        Step::Option => option::show(visit).await,
        Step::Compare => compare::show(visit).await,
        Step::Plan => plan::show(visit).await,
        Step::Print => plan::print(visit).await,
        Step::PlanFile => plan::file(visit).await,
        Step::Save => Ok(start::save(visit)),
        Step::Wipe => Ok(Shown::Wiped),
    };
    match shown {
        Err(EngineError::Invalid(violations)) => {
            profile::note(visit, &violations);
            profile::show(visit).await
        }
        Err(EngineError::OpportunityNotFound { key }) => {
            drop_gone(visit, &key.to_string());
            match step {
                Step::Print | Step::PlanFile => plan::show(visit).await,
                _ => options::show(visit).await,
            }
        }
        shown => shown,
    }
}

/// Drops what is kept but is no longer there: this option, and what else the source has removed. Which they were is said: with
/// one of them nothing could be compared or planned, and nobody could see why. Of one that is not kept it is said too.
fn drop_gone(visit: &mut Visit<'_>, asked: &str) {
    let snapshot = visit.site.engine.current();
    let is_gone = |key: &mut String| key.as_str() == asked || snapshot.names(key).is_none();
    let gone: Vec<String> = visit.talk.shortlist.extract_if(.., is_gone).collect();
    if visit.problems.is_empty() && !gone.iter().any(|key| key == asked) {
        visit.problems.add("", visit.words.kept_gone);
    }
    if !gone.is_empty() {
        visit.problems.add("", (visit.words.options_gone)(&gone.join(", ")));
    }
}

fn respond(language: Language, shown: Result<Shown, EngineError>, status: StatusCode) -> Response {
    match shown {
        Ok(Shown::Page(html)) => (status, Html(html)).into_response(),
        Ok(Shown::File { name, content_type, body }) => {
            let disposition = format!("attachment; filename=\"{name}\"");
            let disposition = HeaderValue::from_str(&disposition).unwrap_or(HeaderValue::from_static("attachment"));
            let headers = [
                (header::CONTENT_TYPE, HeaderValue::from_static(content_type)),
                (header::CONTENT_DISPOSITION, disposition),
                (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
            ];
            (headers, body).into_response()
        }
        Ok(Shown::Wiped) => {
            // What the browser kept for its “back” button goes too.
            let wipe = [(header::HeaderName::from_static("clear-site-data"), "\"cache\", \"storage\"")];
            (wipe, Redirect::to(&format!("/{}/?wiped", language.code()))).into_response()
        }
        Err(error) => failure::of_engine(language, error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_stands_right_before_what_it_leads_to_and_is_kept_whole_or_not_at_all() {
        let kept = |list: &[&str], keys: &[&str]| {
            let mut list: Vec<String> = list.iter().map(|it| (*it).to_owned()).collect();
            let fits = keep(&mut list, keys);
            (fits, list.join(" "))
        };
        assert_eq!(kept(&["a"], &["v"]), (true, "a v".to_owned()));
        assert_eq!(kept(&["a", "v", "b"], &["v"]), (true, "a v b".to_owned()));
        assert_eq!(kept(&["a"], &["r", "v"]), (true, "a r v".to_owned()));
        assert_eq!(kept(&["r", "v", "b"], &["e", "r", "v"]), (true, "e r v b".to_owned()));
        assert_eq!(kept(&["a", "b", "c", "d"], &["r", "v"]), (false, "a b c d".to_owned()));
        assert_eq!(kept(&["a", "b", "c", "d", "v"], &["v"]), (true, "a b c d v".to_owned()));
    }
}
