//! Vacancies in the project's own format.

use super::{
    fields::{Fields, Node, boolean, code, date},
    gates,
    object_writer::ObjectWriter,
    place, requirement,
};
use crate::domain::{
    CaoScale, Description, EuroPerMonth, HoursPerWeek, LanguageCode, Name, NlqfLevel, Openings, Percent, Period, Range,
    RecordId, Text, Title, Url, Vacancy, codes::Code,
};
use std::fmt;

/// Reads every field behind `type` and `id`; the caller has taken those two.
pub(super) fn read(mut fields: Fields<'_>) -> Option<Vacancy> {
    let title = fields.required("title", "the job title", |node| node.parse(Title::new));
    let description = fields.required("description", "the text of the vacancy", |node| node.parse(Description::new));
    let employer = fields.required("employer", "the name of the employer", |node| node.parse(Name::new));
    let example = fields.optional("example", boolean).unwrap_or_default();
    let language = fields.optional("language", |node| node.parse(LanguageCode::new)).unwrap_or(LanguageCode::DUTCH);
    let sector = fields.optional("sector", code);
    let occupation = fields.optional("occupation", requirement::read_reference);
    let place = fields.optional("place", place::read);
    let remote = fields.optional("remote_percent", |node| node.quantity(Percent::new));
    let hours = fields.optional("hours", |node| node.range(HoursPerWeek::new));
    let pay = fields.optional("pay_month_eur", |node| node.range(EuroPerMonth::new));
    let cao_scale = fields.optional("cao_scale", read_cao_scale);
    let contract = fields.optional("contract", code);
    let work_patterns = fields.optional("work_pattern", gates::read_codes).unwrap_or_default();
    let nlqf = fields.optional("nlqf", |node| node.quantity(NlqfLevel::new));
    let requirements = fields.optional("requirements", |node| node.list(requirement::read_requirement));
    let gates = fields.optional("gates", gates::read).unwrap_or_default();
    let period = read_period(&mut fields).unwrap_or_default();
    let openings = fields.optional("openings", |node| node.quantity(Openings::new));
    let url = fields.optional("url", |node| node.parse(Url::new));
    fields.finish();
    Some(Vacancy {
        title: title?,
        description: description?,
        employer: employer?,
        sector,
        occupation,
        place,
        remote,
        hours,
        pay,
        cao_scale,
        contract,
        work_patterns,
        nlqf,
        requirements: requirements.unwrap_or_default(),
        gates,
        period,
        openings,
        url,
        language,
        example,
    })
}

fn read_period(fields: &mut Fields<'_>) -> Option<Period> {
    let opens = fields.optional("opens", date);
    // Checked inside `closes`, so that the report names the field that is most often the wrong one.
    let period = fields.optional("closes", |node| date(node).and_then(|to| node.accept(Period::new(opens, Some(to)))));
    period.or_else(|| Period::new(opens, None).ok())
}

fn read_cao_scale(node: Node<'_>) -> Option<CaoScale> {
    let mut fields = node.fields()?;
    let cao = fields.required("cao", "the name of the agreement", |node| node.parse(Text::new));
    let scale = fields.required("scale", "the scale in the agreement", |node| node.parse(Text::new));
    fields.finish();
    Some(CaoScale { cao: cao?, scale: scale? })
}

/// Writes every field, `type` and `id` first.
pub(super) fn write(id: &RecordId, vacancy: &Vacancy) -> ObjectWriter {
    let mut object = ObjectWriter::default();
    object.field("type", "vacancy");
    object.field("id", id.as_str());
    object.optional("example", vacancy.example.then_some(true));
    object.field("title", &*vacancy.title);
    object.field("description", &*vacancy.description);
    object.field("employer", &*vacancy.employer);
    object.field("language", vacancy.language.as_str());
    object.optional("sector", vacancy.sector.map(Code::code));
    if let Some(occupation) = &vacancy.occupation {
        object.object("occupation", &requirement::write_reference(occupation));
    }
    if let Some(place) = vacancy.place {
        object.object("place", &place::write(place));
    }
    object.optional("remote_percent", vacancy.remote.map(Percent::get));
    write_range(&mut object, "hours", vacancy.hours, HoursPerWeek::get);
    write_range(&mut object, "pay_month_eur", vacancy.pay, EuroPerMonth::get);
    if let Some(cao_scale) = &vacancy.cao_scale {
        let mut inner = ObjectWriter::default();
        inner.field("cao", &*cao_scale.cao);
        inner.field("scale", &*cao_scale.scale);
        object.object("cao_scale", &inner);
    }
    object.optional("contract", vacancy.contract.map(Code::code));
    object.list("work_pattern", gates::write_codes(vacancy.work_patterns));
    object.optional("nlqf", vacancy.nlqf.map(NlqfLevel::get));
    object.list("requirements", vacancy.requirements.iter().map(requirement::write_requirement));
    object.object("gates", &gates::write(&vacancy.gates));
    object.optional("opens", vacancy.period.opens().map(|date| date.to_string()));
    object.optional("closes", vacancy.period.closes().map(|date| date.to_string()));
    object.optional("openings", vacancy.openings.map(Openings::get));
    object.optional("url", vacancy.url.as_ref().map(Url::as_str));
    object
}

/// Writes `{"min":…,"max":…}`.
pub(super) fn write_range<T, N>(object: &mut ObjectWriter, name: &str, range: Option<Range<T>>, get: impl Fn(T) -> N)
where
    T: Copy + Ord + fmt::Display,
    N: Into<serde_json::Value>,
{
    if let Some(range) = range {
        let mut inner = ObjectWriter::default();
        inner.field("min", get(range.min()));
        inner.field("max", get(range.max()));
        object.object(name, &inner);
    }
}
