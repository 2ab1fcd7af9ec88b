//! Learn-and-work routes in the project's own format.

use super::{
    fields::{Fields, Node, boolean, code, date},
    gates,
    object_writer::ObjectWriter,
    place, requirement,
    vacancy::write_range,
};
use crate::domain::{
    Bounded, Cost, Description, EuroPerMonth, Gates, HoursPerWeek, LanguageCode, LearningMix, Name, NlqfLevel, Percent,
    RecordId, Requirement, Route, Starts, Title, Url, Weeks, WholeEuro, codes::Code,
};
use serde_json::Value;

/// Reads every field behind `type` and `id`; the caller has taken those two.
pub(super) fn read(mut fields: Fields<'_>) -> Option<Route> {
    let title = fields.required("title", "the name of the route", |node| node.parse(Title::new));
    let description = fields.required("description", "the text of the route", |node| node.parse(Description::new));
    let provider = fields.required("provider", "who offers the route", |node| node.parse(Name::new));
    let kind = fields.required("kind", "the form of learning and working", code);
    let example = fields.optional("example", boolean).unwrap_or_default();
    let language = fields.optional("language", |node| node.parse(LanguageCode::new)).unwrap_or(LanguageCode::DUTCH);
    let teaches = fields.optional("teaches", |node| node.list(requirement::read_taught)).unwrap_or_default();
    let targets = fields.optional("targets", |node| node.list(requirement::read_reference)).unwrap_or_default();
    let entry = fields.optional("entry", read_entry).unwrap_or_default();
    let (exit_nlqf, credential) = fields.optional("exit", read_exit).unwrap_or_default();
    let duration = fields.optional("duration_weeks", |node| node.quantity(Weeks::new));
    let (work_hours, study_hours) = fields.optional("hours_per_week", read_hours).unwrap_or_default();
    let cost = fields.optional("cost", read_cost).unwrap_or_default();
    let wage = fields.optional("wage_month_eur", |node| node.range(EuroPerMonth::new));
    let job_guarantee = fields.optional("job_guarantee", boolean);
    let starts = Starts {
        dates: fields.optional("starts", |node| node.list(date)).unwrap_or_default(),
        continuous: fields.optional("continuous_start", boolean).unwrap_or_default(),
    };
    let place = fields.optional("place", place::read);
    let remote = fields.optional("remote_percent", |node| node.quantity(Percent::new));
    let learning_mix = fields.optional("learning_mix", read_learning_mix);
    let url = fields.optional("url", |node| node.parse(Url::new));
    fields.finish();
    Some(Route {
        title: title?,
        description: description?,
        provider: provider?,
        kind: kind?,
        teaches,
        targets,
        entry_nlqf: entry.nlqf,
        entry_requirements: entry.requirements,
        entry_gates: entry.gates,
        exit_nlqf,
        credential,
        duration,
        work_hours,
        study_hours,
        cost,
        wage,
        job_guarantee,
        starts,
        place,
        remote,
        learning_mix,
        url,
        language,
        example,
    })
}

/// What is asked at entry.
#[derive(Default)]
struct Entry {
    nlqf: Option<NlqfLevel>,
    requirements: Bounded<Requirement, { Route::MAX_ENTRY_REQUIREMENTS }>,
    gates: Gates,
}

fn read_entry(node: Node<'_>) -> Option<Entry> {
    let mut fields = node.fields()?;
    let nlqf = fields.optional("nlqf", |node| node.quantity(NlqfLevel::new));
    let requirements = fields.optional("requirements", |node| node.list(requirement::read_requirement));
    let gates = fields.optional("gates", gates::read).unwrap_or_default();
    fields.finish();
    Some(Entry { nlqf, requirements: requirements.unwrap_or_default(), gates })
}

fn read_exit(node: Node<'_>) -> Option<(Option<NlqfLevel>, Option<Name>)> {
    let mut fields = node.fields()?;
    let nlqf = fields.optional("nlqf", |node| node.quantity(NlqfLevel::new));
    let credential = fields.optional("credential", |node| node.parse(Name::new));
    fields.finish();
    Some((nlqf, credential))
}

fn read_hours(node: Node<'_>) -> Option<(Option<HoursPerWeek>, Option<HoursPerWeek>)> {
    let mut fields = node.fields()?;
    let work = fields.optional("work", |node| node.quantity(HoursPerWeek::new));
    let study = fields.optional("study", |node| node.quantity(HoursPerWeek::new));
    fields.finish();
    Some((work, study))
}

fn read_cost(node: Node<'_>) -> Option<Cost> {
    let mut fields = node.fields()?;
    let amount = fields.optional("eur", |node| node.quantity(WholeEuro::new));
    let payer = fields.optional("payer", code);
    fields.finish();
    Some(Cost { amount, payer })
}

fn read_learning_mix(node: Node<'_>) -> Option<LearningMix> {
    let mut fields = node.fields()?;
    let mut share = |name, expected| fields.required(name, expected, |node| node.quantity(Percent::new));
    let work = share("work", "the share learnt in the work, in percent");
    let social = share("social", "the share learnt with others, in percent");
    let formal = share("formal", "the share learnt in lessons, in percent");
    fields.finish();
    node.accept(LearningMix::new(work?, social?, formal?))
}

/// Writes every field, `type` and `id` first.
pub(super) fn write(id: &RecordId, route: &Route) -> ObjectWriter {
    let mut object = ObjectWriter::default();
    object.field("type", "route");
    object.field("id", id.as_str());
    object.optional("example", route.example.then_some(true));
    object.field("title", &*route.title);
    object.field("description", &*route.description);
    object.field("language", route.language.as_str());
    object.field("kind", route.kind.code());
    object.field("provider", &*route.provider);
    object.list("teaches", route.teaches.iter().map(requirement::write_taught));
    object.list("targets", route.targets.iter().map(|target| requirement::write_reference(target).text()));
    object.object("entry", &write_entry(route));
    object.object("exit", &write_exit(route));
    object.optional("duration_weeks", route.duration.map(Weeks::get));
    object.object("hours_per_week", &write_hours(route));
    object.object("cost", &write_cost(route.cost));
    write_range(&mut object, "wage_month_eur", route.wage, EuroPerMonth::get);
    object.optional("job_guarantee", route.job_guarantee);
    object.list("starts", route.starts.dates.iter().map(|date| Value::from(date.to_string()).to_string()));
    object.optional("continuous_start", route.starts.continuous.then_some(true));
    if let Some(place) = route.place {
        object.object("place", &place::write(place));
    }
    object.optional("remote_percent", route.remote.map(Percent::get));
    if let Some(mix) = route.learning_mix {
        let mut inner = ObjectWriter::default();
        inner.field("work", mix.work().get());
        inner.field("social", mix.social().get());
        inner.field("formal", mix.formal().get());
        object.object("learning_mix", &inner);
    }
    object.optional("url", route.url.as_ref().map(Url::as_str));
    object
}

fn write_entry(route: &Route) -> ObjectWriter {
    let mut object = ObjectWriter::default();
    object.optional("nlqf", route.entry_nlqf.map(NlqfLevel::get));
    object.list("requirements", route.entry_requirements.iter().map(requirement::write_requirement));
    object.object("gates", &gates::write(&route.entry_gates));
    object
}

fn write_exit(route: &Route) -> ObjectWriter {
    let mut object = ObjectWriter::default();
    object.optional("nlqf", route.exit_nlqf.map(NlqfLevel::get));
    object.optional("credential", route.credential.as_deref());
    object
}

fn write_hours(route: &Route) -> ObjectWriter {
    let mut object = ObjectWriter::default();
    object.optional("work", route.work_hours.map(HoursPerWeek::get));
    object.optional("study", route.study_hours.map(HoursPerWeek::get));
    object
}

fn write_cost(cost: Cost) -> ObjectWriter {
    let mut object = ObjectWriter::default();
    object.optional("eur", cost.amount.map(WholeEuro::get));
    object.optional("payer", cost.payer.map(Code::code));
    object
}
