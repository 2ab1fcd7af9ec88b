//! The fields of a vacancy.

use super::{
    Form, Kind, Object, code, codes, concept, gates, list, name, optional, place, range, required, requirement, text,
};
use crate::domain::{
    Contract, Description, EuroPerMonth, HoursPerWeek, NlqfLevel, Openings, Percent, SbiSection, Title, WorkPattern,
};

pub(super) fn shape() -> Object {
    let cao_scale = Kind::Object(Object::new(vec![
        required("cao", text::<100>(), "Name of the collective agreement."),
        required("scale", text::<40>(), "Scale in the agreement."),
    ]));
    Object::new(vec![
        required("type", Kind::Constant("vacancy"), "What kind of record this is."),
        required(
            "id",
            Kind::Form(Form::RecordId),
            "Id of the record, unique in its feed: visible characters without white space.",
        ),
        optional("example", Kind::Boolean, "Whether the record is fictional. Default false."),
        required("title", text::<{ Title::MAX_CHARS }>(), "The job title."),
        required("description", text::<{ Description::MAX_CHARS }>(), "Plain text, a line end between lines."),
        required("employer", name(), "Name of the employer."),
        optional("language", Kind::Form(Form::Language), "Language of the texts. Default nl."),
        optional("sector", code::<SbiSection>(), "Section of the employer in SBI 2008."),
        optional("occupation", concept(), "The occupation."),
        optional("place", place(), "Where the work is done."),
        optional(
            "remote_percent",
            Kind::Integer { min: Percent::MIN, max: Percent::MAX },
            "Share of the hours that can be worked from home.",
        ),
        optional("hours", range(HoursPerWeek::MIN, HoursPerWeek::MAX), "Whole hours a week."),
        optional(
            "pay_month_eur",
            range(EuroPerMonth::MIN, EuroPerMonth::MAX),
            "Gross whole euros a month at full time.",
        ),
        optional("cao_scale", cao_scale, "Scale in a collective agreement."),
        optional("contract", code::<Contract>(), "Kind of contract."),
        optional("work_pattern", codes(crate::domain::CodeSet::<WorkPattern>::default()), "When the work is done."),
        optional(
            "nlqf",
            Kind::Integer { min: NlqfLevel::MIN, max: NlqfLevel::MAX },
            "Education level that is asked, in the Dutch framework NLQF.",
        ),
        optional("requirements", list(60, requirement()), "Skills and knowledge that are asked."),
        optional("gates", gates(), "Hard conditions."),
        optional("opens", Kind::Day, "First day to apply."),
        optional("closes", Kind::Day, "Last day to apply, not before the first."),
        optional("openings", Kind::Integer { min: Openings::MIN, max: Openings::MAX }, "Number of openings."),
        optional("url", Kind::Form(Form::Url), "Link to the vacancy."),
    ])
}
