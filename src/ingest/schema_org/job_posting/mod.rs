//! JobPosting to vacancies. An id, a title, a text and an organisation must be there.

mod conditions;
mod sector;

use super::{
    education, identity, location, pay,
    properties::{Properties, Refusal, inner, text_of},
    skills,
    texts::{description, language, link},
};
use crate::{
    domain::{CodeSet, Gates, Name, Openings, Opportunity, RecordId, Title, Vacancy},
    ingest::{Problem, reader::Accepted, texts::one_line},
};
use serde_json::{Map, Value};

/// Reads one JobPosting; `notes` already known are put first.
pub(super) fn read(
    values: &Map<String, Value>,
    notes: Vec<Problem>,
) -> (Option<RecordId>, Result<Accepted, Vec<Problem>>) {
    let posting = Properties::new(values, notes);
    let id = identity::read(&posting);
    let vacancy = read_vacancy(&posting);
    match (id, vacancy, posting.finish()) {
        (Some(id), Some(vacancy), Ok(notes)) => {
            let opportunity = Opportunity::Vacancy(Box::new(vacancy));
            (Some(id.clone()), Ok(Accepted { id, opportunity: Some(opportunity), notes }))
        }
        (id, _, Ok(notes) | Err(notes)) => (id, Err(notes)),
    }
}

fn read_vacancy(posting: &Properties<'_>) -> Option<Vacancy> {
    let title = title(posting);
    let description = description(posting, "the text of the vacancy", &["responsibilities", "qualifications"]);
    let employer = employer(posting);
    let url = link(posting);
    let example = identity::is_example(posting);
    let vacancy = Vacancy {
        title: title?,
        description: description?,
        employer: employer?,
        sector: sector::read(posting),
        occupation: skills::occupation(posting),
        place: location::read(posting, "jobLocation", posting.all("jobLocation")),
        remote: location::remote(posting),
        hours: conditions::hours(posting),
        pay: pay::read(posting, "baseSalary"),
        cao_scale: None,
        contract: conditions::contract(posting),
        work_patterns: CodeSet::default(),
        nlqf: education::read(posting, "educationRequirements"),
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

/// `title`, else `name`, which sites take for it.
fn title(posting: &Properties<'_>) -> Option<Title> {
    let make = |text: &str| Title::new(&one_line(text));
    let named = posting.first("name").and_then(text_of).and_then(|name| make(&name).ok());
    if posting.first("title").is_none()
        && let Some(name) = named
    {
        posting.note("title", "assumption", "is not given; the name of the posting is taken");
        return Some(name);
    }
    posting.required("title", "the job title", make)
}

/// Names of readers of job postings, which are no employers.
const READERS: [&str; 3] = ["google", "google for jobs", "indeed"];

/// `hiringOrganization`, else the name that stands with the identifier, which is that of the organisation that gave it.
fn employer(posting: &Properties<'_>) -> Option<Name> {
    const NAME: &str = "hiringOrganization";
    let make = |text: &str| Name::new(&one_line(text));
    let own = posting.all(NAME).find_map(text_of);
    let other = || posting.first("identifier").and_then(|identifier| inner(identifier, "name")).and_then(text_of);
    // Some name there for whom the markup is made, instead of whose id it is.
    let other = || other().filter(|name| !READERS.contains(&name.trim().to_lowercase().as_str()));
    if own.is_none()
        && let Some(name) = other().and_then(|name| make(&name).ok())
    {
        posting.note(NAME, "assumption", "has no name; the one that stands with the identifier is taken");
        return Some(name);
    }
    posting.required(NAME, "the name of the employer", make)
}

fn openings(posting: &Properties<'_>) -> Option<Openings> {
    let value = posting.first("totalJobOpenings")?;
    let number = value.as_i64().or_else(|| text_of(value)?.trim().parse().ok());
    posting.noted("totalJobOpenings", number.ok_or(Refusal::NO_NUMBER).and_then(|number| Ok(Openings::new(number)?)))
}
