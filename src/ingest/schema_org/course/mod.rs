//! Course, CourseInstance and EducationalOccupationalProgram to routes. An id, a name, a text and a provider must be there.

mod cost;
mod duration;
mod form;
mod instances;

use super::{
    education, identity,
    properties::{Properties, each, inner, text_of},
    skills,
    texts::{description, language, link},
};
use crate::{
    domain::{Bounded, Gates, Name, NlqfLevel, Opportunity, RecordId, Route, Title},
    ingest::{Problem, reader::Accepted, texts::one_line},
    reading::lowest_level,
};
use instances::Instances;
use serde_json::{Map, Value};

pub(in crate::ingest) use duration::weeks;
pub(in crate::ingest) use form::of_words as form_of_words;

/// Reads one course or programme; `notes` already known are put first.
pub(super) fn read(
    values: &Map<String, Value>,
    notes: Vec<Problem>,
) -> (Option<RecordId>, Result<Accepted, Vec<Problem>>) {
    let course = Properties::new(values, notes);
    let id = identity::read(&course);
    let route = read_route(&course);
    match (id, route, course.finish()) {
        (Some(id), Some(route), Ok(notes)) => {
            let opportunity = Opportunity::Route(Box::new(route));
            (Some(id.clone()), Ok(Accepted { id, opportunity: Some(opportunity), notes }))
        }
        (id, _, Ok(notes) | Err(notes)) => (id, Err(notes)),
    }
}

fn read_route(course: &Properties<'_>) -> Option<Route> {
    const TEXTS: [&str; 3] = ["abstract", "programPrerequisites", "coursePrerequisites"];
    let instances = Instances::of(course);
    let title = course.required("name", "the name of the course", |text| Title::new(&one_line(text)));
    let description = description(course, "the text of the course", &TEXTS);
    let provider = provider(course, &instances);
    let credential = credential(course);
    let duration = duration::read(course, &instances);
    let route = Route {
        kind: form::read(course, &instances, duration),
        title: title?,
        description: description?,
        provider: provider?,
        teaches: skills::taught(course, "teaches", taught(course).iter().copied()),
        targets: skills::occupations(course),
        entry_nlqf: entry_level(course),
        entry_requirements: Bounded::default(),
        entry_gates: Gates::default(),
        exit_nlqf: exit_level(course, credential.as_deref()),
        credential,
        duration,
        work_hours: None,
        study_hours: duration::study_hours(course, &instances),
        cost: cost::read(course, &instances),
        wage: super::pay::read(course, "trainingSalary"),
        job_guarantee: None,
        starts: instances.starts(course),
        place: instances.place(course),
        remote: instances.remote(course),
        learning_mix: None,
        url: link(course),
        language: language(course),
        example: identity::is_example(course),
    };
    Some(route)
}

/// Who offers it; else who publishes it or organises its dates.
fn provider(course: &Properties<'_>, instances: &Instances<'_>) -> Option<Name> {
    const NAME: &str = "provider";
    let make = |text: &str| Name::new(&one_line(text));
    if course.all(NAME).find_map(text_of).is_none() {
        let others = ["offeredBy", "organizer", "publisher", "sourceOrganization", "creator", "author"];
        let own = others.iter().find_map(|name| Some((*name, course.all(name).find_map(text_of)?)));
        let organizer = || Some(("organizer", instances.texts(&["organizer", "provider"]).next()?));
        if let Some((from, name)) = own.or_else(organizer)
            && let Ok(name) = make(&name)
        {
            course.note(NAME, "assumption", format!("is not given; the {from} is taken"));
            return Some(name);
        }
    }
    course.required(NAME, "who offers the course", make)
}

/// What is taught: by the course, or what the diploma that it leads to stands for.
fn taught<'a>(course: &Properties<'a>) -> Vec<&'a Value> {
    let of_credential =
        credentials(course).into_iter().filter_map(|value| value.get("competencyRequired")).flat_map(each);
    course.all("teaches").chain(of_credential).collect()
}

fn credentials<'a>(course: &Properties<'a>) -> Vec<&'a Value> {
    let names = ["educationalCredentialAwarded", "occupationalCredentialAwarded"];
    names.iter().flat_map(|name| course.all(name)).collect()
}

fn credential(course: &Properties<'_>) -> Option<Name> {
    let name = |value: &Value| {
        let text = text_of(value).or_else(|| inner(value, "credentialCategory").and_then(text_of))?;
        // Links to lists of kinds of diplomas are no names.
        Some(one_line(&text)).filter(|text| !text.starts_with("http"))
    };
    let name = credentials(course).into_iter().find_map(name)?;
    course.noted("educationalCredentialAwarded", Name::new(&name).map_err(super::properties::Refusal::from))
}

/// The level that is asked, when the text about it names one.
fn entry_level(course: &Properties<'_>) -> Option<NlqfLevel> {
    ["programPrerequisites", "coursePrerequisites", "educationRequirements"].iter().find_map(|name| {
        let texts = course.all(name).filter_map(education::text_of_level);
        lowest(texts)
    })
}

/// The level that is reached: as stated, else as the name of the diploma says it.
fn exit_level(course: &Properties<'_>, credential: Option<&str>) -> Option<NlqfLevel> {
    let stated = course.all("educationalLevel").filter_map(education::text_of_level);
    let of_credentials = || credentials(course).into_iter().filter_map(education::level_of).min();
    lowest(stated).or_else(of_credentials).or_else(|| lowest(credential.map(str::to_owned).into_iter()))
}

/// Of all texts together; none when they name none, or one that is unclear: a text of a course names levels in passing.
fn lowest(texts: impl Iterator<Item = String>) -> Option<NlqfLevel> {
    lowest_level(&texts.collect::<Vec<_>>().join(" / ")).ok()
}
