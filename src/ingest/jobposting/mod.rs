//! schema.org JobPosting, in the shape that real sites publish, to vacancies.
//!
//! What must be there (an id, title, description and organisation) refuses the record when it is not. Everything else is
//! read as far as it can be; what cannot is left out with a note, and what is read with an assumption says so in a note.
//! Properties that are not asked for are no error: the vocabulary is open.

mod conditions;
mod education;
mod feed;
mod html;
mod identity;
mod location;
mod posting;
mod salary;
mod sector;
mod skills;

pub(super) use feed::PostingFeed;

use super::{Problem, reader::Accepted};
use crate::domain::{
    CodeSet, Description, Gates, LanguageCode, Name, Openings, Opportunity, RecordId, Title, Url, Vacancy,
};
use posting::{Posting, Refusal, text_of};
use serde_json::{Map, Value};

/// Reads one JobPosting; `notes` already known are put first.
fn read(values: &Map<String, Value>, notes: Vec<Problem>) -> (Option<RecordId>, Result<Accepted, Vec<Problem>>) {
    let posting = Posting::new(values, notes);
    let id = identity::read(&posting);
    let vacancy = read_vacancy(&posting);
    match (id, vacancy, posting.finish()) {
        (Some(id), Some(vacancy), Ok(notes)) => {
            let opportunity = Some(Opportunity::Vacancy(Box::new(vacancy)));
            (Some(id.clone()), Ok(Accepted { id, opportunity, notes }))
        }
        (id, _, Ok(notes) | Err(notes)) => (id, Err(notes)),
    }
}

fn read_vacancy(posting: &Posting<'_>) -> Option<Vacancy> {
    let title = posting.required("title", "the job title", |text| Title::new(&one_line(text)));
    let description = read_description(posting);
    let employer =
        posting.required("hiringOrganization", "the name of the employer", |text| Name::new(&one_line(text)));
    let url = posting.first("url").and_then(|url| {
        posting.noted("url", text_of(url).ok_or(Refusal::NO_TEXT).and_then(|text| Ok(Url::new(text.trim())?)))
    });
    let example = identity::is_example(posting);
    let vacancy = Vacancy {
        title: title?,
        description: description?,
        employer: employer?,
        sector: sector::read(posting),
        occupation: skills::occupation(posting),
        place: location::read(posting),
        remote: location::remote(posting),
        hours: conditions::hours(posting),
        pay: salary::read(posting),
        cao_scale: None,
        contract: conditions::contract(posting),
        work_patterns: CodeSet::default(),
        nlqf: education::read(posting),
        requirements: skills::requirements(posting),
        gates: Gates::default(),
        period: conditions::period(posting),
        openings: openings(posting),
        url,
        language: language(posting),
        example,
    };
    Some(vacancy)
}

/// The description, and behind it what the site keeps apart although it belongs to the text.
fn read_description(posting: &Posting<'_>) -> Option<Description> {
    let html = |name: &'static str| {
        let text = posting.first(name).and_then(text_of)?;
        posting.noted(name, html::plain_text(&text).map_err(Refusal::from))
    };
    let own = posting.required("description", "the text of the vacancy", |text| {
        html::plain_text(text).and_then(|text| Description::new(&text))
    })?;
    let mut text = own.to_string();
    for name in ["responsibilities", "qualifications"] {
        let Some(more) = html(name).filter(|more| !more.is_empty() && !text.contains(more.as_str())) else { continue };
        let longer = format!("{text}\n\n{more}");
        match Description::new(&longer) {
            Ok(_) => text = longer,
            Err(invalid) => posting.note(name, invalid.code(), "is left out: it does not fit behind the description"),
        }
    }
    Description::new(&text).ok()
}

fn openings(posting: &Posting<'_>) -> Option<Openings> {
    let value = posting.first("totalJobOpenings")?;
    let number = value.as_i64().or_else(|| text_of(value)?.trim().parse().ok());
    posting.noted("totalJobOpenings", number.ok_or(Refusal::NO_NUMBER).and_then(|number| Ok(Openings::new(number)?)))
}

/// The language of the texts; Dutch unless the posting says otherwise.
fn language(posting: &Posting<'_>) -> LanguageCode {
    let read = || {
        let text = text_of(posting.first("inLanguage")?)?.to_lowercase();
        let code = text.split(['-', '_']).next().unwrap_or_default();
        posting.noted("inLanguage", LanguageCode::new(code).map_err(Refusal::from))
    };
    read().unwrap_or(LanguageCode::DUTCH)
}

/// A short text without markup, entities and line ends.
fn one_line(text: &str) -> String {
    let plain = html::plain_text(text).unwrap_or_else(|_| text.to_owned());
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
