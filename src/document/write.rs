//! From an opportunity that the taxonomy understood to a document of the index.

use super::{
    columns::{Columns, Numbers},
    likeness::{self, TextSignature},
    record::{Listed, RecordError},
    terms,
    traits::{GateBits, Traits},
};
use crate::{
    domain::{Gates, Opportunity, OpportunityKey, Place, Route, Vacancy, codes::Code},
    places::{Located, Places},
    taxonomy::{Taxonomy, UNDERSTANDING_VERSION, Understood},
};
use jiff::civil::Date;
use loopbaanbrug_index::{Document, Layout, Weight};

/// Version of this form: raised with every change of columns, terms or record, so that an older index is followed anew.
const FORM_VERSION: u32 = 6;

/// Day 0 of [`day_number`].
pub const DAY_ZERO: Date = jiff::civil::date(1970, 1, 1);

/// Days since 1 January 1970.
#[must_use]
pub fn day_number(date: Date) -> i32 {
    (date - DAY_ZERO).get_days()
}

/// The layout of an index built with this taxonomy and these places: any change of either means following from the start.
#[must_use]
pub fn layout(taxonomy: &Taxonomy, places: &Places) -> Layout {
    let tag = format!(
        "form {FORM_VERSION}; understanding {UNDERSTANDING_VERSION}; taxonomy {} {}; places {}",
        taxonomy.version(),
        taxonomy.digest(),
        places.digest()
    );
    Layout { tag, numbers: Columns::names() }
}

/// The document of an opportunity. `line` is its canonical NDJSON line.
///
/// # Errors
/// [`RecordError::Form`] when the record cannot be written.
pub fn to_document(
    key: &OpportunityKey,
    revision: u64,
    line: &str,
    opportunity: &Opportunity,
    understood: &Understood,
    (taxonomy, places): (&Taxonomy, &Places),
) -> Result<Document, RecordError> {
    let located = opportunity.place().and_then(|place| places.locate_place(&place));
    let mut numbers = match opportunity {
        Opportunity::Vacancy(vacancy) => vacancy_numbers(vacancy),
        Opportunity::Route(route) => route_numbers(route),
    };
    numbers.traits = Some(traits(opportunity, located).pack());
    numbers.occupation = understood.occupations.first().and_then(|it| i32::try_from(it.get()).ok());
    numbers.latitude = located.map(|it| it.coordinates.latitude_microdegrees());
    numbers.longitude = located.map(|it| it.coordinates.longitude_microdegrees());
    write_gates(opportunity.gates(), &mut numbers);
    write_likeness(opportunity, &mut numbers);
    Ok(Document {
        key: key.to_string(),
        terms: document_terms(understood, taxonomy),
        numbers: numbers.in_order(),
        title: opportunity.title().to_string(),
        body: opportunity.description().to_string(),
        record: Listed::encode(revision, line, understood)?,
    })
}

fn document_terms(understood: &Understood, taxonomy: &Taxonomy) -> Vec<(loopbaanbrug_index::Term, Weight)> {
    let asked = understood.requirements.iter().filter_map(|requirement| {
        let term = terms::asked(requirement.concept, requirement.min_level)?;
        Some((term, terms::weight(taxonomy, requirement.concept, requirement.relation)))
    });
    let taught = understood.taught.iter().filter_map(|taught| Some((terms::taught(taught.concept)?, Weight::NONE)));
    asked.chain(taught).collect()
}

fn traits(opportunity: &Opportunity, located: Option<Located>) -> Traits {
    let (sector, nlqf) = match opportunity {
        Opportunity::Vacancy(vacancy) => (vacancy.sector, vacancy.nlqf),
        Opportunity::Route(route) => (None, route.entry_nlqf),
    };
    let region = match opportunity.place() {
        Some(Place::Pc4(pc4)) => Some(pc4.region()),
        Some(Place::Coordinates(_)) | None => None,
    };
    Traits { kind: opportunity.kind(), sector, region, nlqf, approximate: located.is_some_and(|it| it.approximate) }
}

fn vacancy_numbers(vacancy: &Vacancy) -> Numbers {
    Numbers {
        remote: vacancy.remote.map(|share| share.get().into()),
        hours_min: vacancy.hours.map(|hours| hours.min().get().into()),
        hours_max: vacancy.hours.map(|hours| hours.max().get().into()),
        pay_min: vacancy.pay.map(|pay| pay.min().get().into()),
        pay_max: vacancy.pay.map(|pay| pay.max().get().into()),
        contract: vacancy.contract.map(|contract| contract.number().into()),
        work_patterns: (!vacancy.work_patterns.is_empty()).then(|| bits(vacancy.work_patterns.bits())),
        opens: vacancy.period.opens().map(day_number),
        closes: vacancy.period.closes().map(day_number),
        ..Numbers::default()
    }
}

/// A route closes after its last start, unless one can start at any time.
fn route_numbers(route: &Route) -> Numbers {
    // Lessons alone are no hours of work: a wish about these says nothing of them.
    let work_hours = route.work_hours.map(|hours| i32::from(hours.get())).filter(|hours| *hours > 0);
    let last_start = route.starts.dates.iter().max().copied().filter(|_| !route.starts.continuous);
    Numbers {
        remote: route.remote.map(|share| share.get().into()),
        hours_min: work_hours,
        hours_max: work_hours,
        pay_min: route.wage.map(|wage| wage.min().get().into()),
        pay_max: route.wage.map(|wage| wage.max().get().into()),
        closes: last_start.map(day_number),
        ..Numbers::default()
    }
}

fn write_likeness(opportunity: &Opportunity, numbers: &mut Numbers) {
    let text = TextSignature::of(opportunity.description());
    [numbers.text_1, numbers.text_2, numbers.text_3, numbers.text_4] = text.columns().map(Some);
    numbers.organisation = Some(likeness::organisation(opportunity));
    numbers.offer = Some(likeness::offer(opportunity));
}

fn write_gates(gates: &Gates, numbers: &mut Numbers) {
    numbers.gates = GateBits::of(gates).pack();
    let mut diplomas =
        gates.diplomas.iter().filter(|diploma| diploma.regulated).map(|diploma| GateBits::diploma(&diploma.name));
    numbers.diploma_1 = diplomas.next();
    numbers.diploma_2 = diplomas.next();
    numbers.diploma_3 = diplomas.next();
    numbers.diploma_4 = diplomas.next();
    let mut languages = gates.languages.iter().copied().map(GateBits::language);
    numbers.language_1 = languages.next();
    numbers.language_2 = languages.next();
    numbers.language_3 = languages.next();
    numbers.language_4 = languages.next();
}

fn bits(bits: u32) -> i32 {
    i32::try_from(bits).unwrap_or(0)
}
