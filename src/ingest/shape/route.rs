//! The fields of a route.

use super::{
    Form, Kind, Object, code, concept, gates, list, name, optional, place, range, required, requirement, taught, text,
};
use crate::domain::{
    Description, EuroPerMonth, HoursPerWeek, NlqfLevel, Payer, Percent, RouteKind, Title, Weeks, WholeEuro,
};

pub(super) fn shape() -> Object {
    let (hours, percent) = (integer(HoursPerWeek::MIN, HoursPerWeek::MAX), integer(Percent::MIN, Percent::MAX));
    Object::new(vec![
        required("type", Kind::Constant("route"), "What kind of record this is."),
        required(
            "id",
            Kind::Form(Form::RecordId),
            "Id of the record, unique in its feed: visible characters without white space.",
        ),
        optional("example", Kind::Boolean, "Whether the record is fictional. Default false."),
        required("title", text::<{ Title::MAX_CHARS }>(), "Name of the route."),
        required("description", text::<{ Description::MAX_CHARS }>(), "Plain text, a line end between lines."),
        optional("language", Kind::Form(Form::Language), "Language of the texts. Default nl."),
        required("kind", code::<RouteKind>(), "Form of learning and working."),
        required("provider", name(), "Who offers it."),
        optional("teaches", list(60, taught()), "What a person can do afterwards."),
        optional("targets", list(20, concept()), "Occupations it prepares for."),
        optional("entry", entry(), "What is asked at entry."),
        optional("exit", exit(), "What is reached."),
        optional("duration_weeks", integer(Weeks::MIN, Weeks::MAX), "Duration in whole weeks."),
        optional(
            "hours_per_week",
            object(vec![
                optional("work", hours.clone(), "Whole hours a week at work."),
                optional("study", hours, "Whole hours a week in study."),
            ]),
            "How the week is divided.",
        ),
        optional(
            "cost",
            object(vec![
                optional("eur", integer(WholeEuro::MIN, WholeEuro::MAX), "Whole euros for the whole route."),
                optional("payer", code::<Payer>(), "Who pays."),
            ]),
            "What it costs.",
        ),
        optional(
            "wage_month_eur",
            range(EuroPerMonth::MIN, EuroPerMonth::MAX),
            "Gross whole euros a month at full time during the route.",
        ),
        optional("job_guarantee", Kind::Boolean, "Whether a job is guaranteed afterwards."),
        optional("starts", list(24, Kind::Day), "Days on which it starts."),
        optional("continuous_start", Kind::Boolean, "Whether one can start at any time. Default false."),
        optional("place", place(), "Where it takes place."),
        optional("remote_percent", percent.clone(), "Share that is followed online."),
        optional(
            "learning_mix",
            object(vec![
                required("work", percent.clone(), "Share learnt in the work, in percent."),
                required("social", percent.clone(), "Share learnt with others, in percent."),
                required("formal", percent, "Share learnt in lessons, in percent. The three are 100 together."),
            ]),
            "How learning is divided.",
        ),
        optional("url", Kind::Form(Form::Url), "Link to the route."),
    ])
}

fn integer(min: i64, max: i64) -> Kind {
    Kind::Integer { min, max }
}

fn object(fields: Vec<super::Field>) -> Kind {
    Kind::Object(Object::new(fields))
}

fn entry() -> Kind {
    object(vec![
        optional("nlqf", integer(NlqfLevel::MIN, NlqfLevel::MAX), "Education level that is asked, in NLQF."),
        optional("requirements", list(60, requirement()), "Skills and knowledge that are asked."),
        optional("gates", gates(), "Hard conditions."),
    ])
}

fn exit() -> Kind {
    object(vec![
        optional("nlqf", integer(NlqfLevel::MIN, NlqfLevel::MAX), "Education level that is reached, in NLQF."),
        optional("credential", name(), "Diploma or certificate."),
    ])
}
