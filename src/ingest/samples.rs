//! Generated opportunities, for tests that must hold for all of them.

use crate::domain::{
    Bounded, CaoScale, CodeSet, ConceptKey, ConceptReference, Coordinates, Cost, Diploma, EuroPerMonth, Gates,
    HoursPerWeek, Invalid, LanguageCode, LanguageLevel, LearningMix, Level, NlqfLevel, Openings, Opportunity, Pc4,
    Percent, Period, Place, Range, RecordId, Requirement, Route, Starts, Taught, Text, Url, Vacancy, Weeks, WholeEuro,
    codes::Code,
};
use jiff::civil::{Date, date};
use proptest::{collection::vec, option, prelude::*, sample::select};
use std::fmt::{Debug, Display};

/// An id and any vacancy or route.
pub(super) fn records() -> impl Strategy<Value = (RecordId, Opportunity)> {
    let vacancies = vacancies().prop_map(|vacancy| Opportunity::Vacancy(Box::new(vacancy)));
    let routes = routes().prop_map(|route| Opportunity::Route(Box::new(route)));
    let ids = r#"[!-~é]{1,40}"#.prop_map(|id| RecordId::new(&id).expect("an id"));
    (ids, prop_oneof![vacancies, routes])
}

fn vacancies() -> impl Strategy<Value = Vacancy> {
    let texts = (text(), text(), text(), languages(), any::<bool>(), option::of(urls()));
    let place =
        (option::of(code()), option::of(references()), option::of(places()), option::of(number(Percent::new, 0, 100)));
    let terms = (
        option::of(range(HoursPerWeek::new, 0, 60)),
        option::of(range(EuroPerMonth::new, 1, 50_000)),
        option::of((text(), text()).prop_map(|(cao, scale)| CaoScale { cao, scale })),
        option::of(code()),
        codes(),
    );
    let asked = (
        option::of(number(NlqfLevel::new, 1, 8)),
        bounded(requirements(), 4),
        gates(),
        (option::of(dates()), option::of(dates())).prop_filter_map("reversed", |(from, to)| Period::new(from, to).ok()),
        option::of(number(Openings::new, 1, 10_000)),
    );
    (texts, place, terms, asked).prop_map(|(texts, place, terms, asked)| Vacancy {
        title: texts.0,
        description: texts.1,
        employer: texts.2,
        language: texts.3,
        example: texts.4,
        url: texts.5,
        sector: place.0,
        occupation: place.1,
        place: place.2,
        remote: place.3,
        hours: terms.0,
        pay: terms.1,
        cao_scale: terms.2,
        contract: terms.3,
        work_patterns: terms.4,
        nlqf: asked.0,
        requirements: asked.1,
        gates: asked.2,
        period: asked.3,
        openings: asked.4,
    })
}

fn routes() -> impl Strategy<Value = Route> {
    let texts = (text(), text(), text(), languages(), any::<bool>(), option::of(urls()));
    let taught = (references(), number(Level::new, 1, 5)).prop_map(|(skill, level)| Taught { skill, level });
    let learning = (code(), bounded(taught, 4), bounded(references(), 3), option::of(text()));
    let entry = (option::of(number(NlqfLevel::new, 1, 8)), bounded(requirements(), 3), gates());
    let mix = (0..=100_i64, 0..=100_i64).prop_filter_map("over 100", |(work, social)| {
        let percent = |value| Percent::new(value).ok();
        LearningMix::new(percent(work)?, percent(social)?, percent(100 - work - social)?).ok()
    });
    let hours = || option::of(number(HoursPerWeek::new, 0, 60));
    let cost = (option::of(number(WholeEuro::new, 0, 100_000)), option::of(code()));
    let terms = (
        (option::of(number(NlqfLevel::new, 1, 8)), option::of(number(Weeks::new, 1, 520)), hours(), hours()),
        cost.prop_map(|(amount, payer)| Cost { amount, payer }),
        option::of(range(EuroPerMonth::new, 1, 50_000)),
        option::of(any::<bool>()),
        (bounded(dates(), 3), any::<bool>()).prop_map(|(dates, continuous)| Starts { dates, continuous }),
        option::of(places()),
        option::of(number(Percent::new, 0, 100)),
        option::of(mix),
    );
    (texts, learning, entry, terms).prop_map(|(texts, learning, entry, terms)| Route {
        title: texts.0,
        description: texts.1,
        provider: texts.2,
        language: texts.3,
        example: texts.4,
        url: texts.5,
        kind: learning.0,
        teaches: learning.1,
        targets: learning.2,
        credential: learning.3,
        entry_nlqf: entry.0,
        entry_requirements: entry.1,
        entry_gates: entry.2,
        exit_nlqf: terms.0.0,
        duration: terms.0.1,
        work_hours: terms.0.2,
        study_hours: terms.0.3,
        cost: terms.1,
        wage: terms.2,
        job_guarantee: terms.3,
        starts: terms.4,
        place: terms.5,
        remote: terms.6,
        learning_mix: terms.7,
    })
}

fn text<const MAX: usize>() -> impl Strategy<Value = Text<MAX>> {
    r#"[ -~é€\u{2028}😀\n\t]{1,40}"#.prop_filter_map("blank", |text| Text::new(&text).ok())
}

fn languages() -> impl Strategy<Value = LanguageCode> {
    "[a-z]{2}".prop_map(|code| LanguageCode::new(&code).expect("two letters"))
}

fn urls() -> impl Strategy<Value = Url> {
    "https?://[a-z]{1,9}[!#-;=?-~]{0,30}".prop_map(|url| Url::new(&url).expect("a link"))
}

fn dates() -> impl Strategy<Value = Date> {
    (0..20_000_i64).prop_map(|days| date(2000, 1, 1) + jiff::ToSpan::days(days))
}

fn code<C: Code + Debug>() -> impl Strategy<Value = C> {
    select(C::ALL)
}

fn codes<C: Code + Debug>() -> impl Strategy<Value = CodeSet<C>> {
    vec(code(), 0..4).prop_map(|codes| codes.into_iter().collect())
}

fn number<T: Debug>(make: fn(i64) -> Result<T, Invalid>, min: i64, max: i64) -> impl Strategy<Value = T> {
    (min..=max).prop_map(move |value| make(value).expect("within its range"))
}

fn range<T>(make: fn(i64) -> Result<T, Invalid>, min: i64, max: i64) -> impl Strategy<Value = Range<T>>
where
    T: Copy + Ord + Display + Debug,
{
    (number(make, min, max), number(make, min, max))
        .prop_map(|(one, other)| Range::new(one.min(other), one.max(other)).expect("in order"))
}

fn bounded<T: Debug, const MAX: usize>(
    items: impl Strategy<Value = T>,
    most: usize,
) -> impl Strategy<Value = Bounded<T, MAX>> {
    vec(items, 0..=most).prop_map(|items| Bounded::new(items).expect("few enough"))
}

fn references() -> impl Strategy<Value = ConceptReference> {
    let keys = "[a-z]{1,5}:[!-~]{0,20}".prop_map(|key| ConceptReference::Key(ConceptKey::new(&key).expect("a key")));
    prop_oneof![keys, text().prop_map(ConceptReference::Text)]
}

fn requirements() -> impl Strategy<Value = Requirement> {
    let parts = (references(), code(), option::of(number(Level::new, 1, 5)), code());
    parts.prop_map(|(skill, relation, min_level, provenance)| Requirement { skill, relation, min_level, provenance })
}

fn gates() -> impl Strategy<Value = Gates> {
    let diplomas = (text(), any::<bool>()).prop_map(|(name, regulated)| Diploma { name, regulated });
    let languages = (languages(), code()).prop_map(|(language, level)| LanguageLevel { language, level });
    (codes(), any::<bool>(), bounded(diplomas, 2), bounded(languages, 2))
        .prop_map(|(driving_licences, vog, diplomas, languages)| Gates { driving_licences, vog, diplomas, languages })
}

fn places() -> impl Strategy<Value = Place> {
    let postcodes =
        (1000..=9999_u16).prop_map(|digits| Place::Pc4(Pc4::parse(&digits.to_string()).expect("a postcode")));
    let points = (-90.0..=90.0_f64, -180.0..=180.0_f64).prop_map(|(latitude, longitude)| {
        Place::Coordinates(Coordinates::from_degrees(latitude, longitude).expect("a point"))
    });
    prop_oneof![postcodes, points]
}
