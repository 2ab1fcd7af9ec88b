//! What a text names, from request to answer.

use super::{
    codes::WireCode,
    concept::summary,
    context::{context, fitting},
    violations::{Path, Violations},
};
use crate::{
    domain::{Description, LanguageCode, codes::Code},
    engine::{EngineError, ExtractAnswer, ExtractQuestion},
    reading::{Fact, FactFound, TextKind},
    taxonomy::Mention,
    texts::Language,
};
use loopbaanbrug_proto::v1;
use std::{ops::Range, time::Instant};
use v1::text_fact::Fact as WireFact;

/// A request, checked.
#[derive(Debug)]
pub(super) struct Extracting {
    pub(super) question: ExtractQuestion,
    /// Code points of white space before the text.
    lead: usize,
    language: LanguageCode,
}

impl Extracting {
    pub(super) fn read(request: &v1::ExtractConceptsRequest, deadline: Instant) -> Result<Self, EngineError> {
        let mut violations = Violations::default();
        let text = violations.keep(&Path::root("text"), Description::new(&request.text));
        let text_language = if request.text_language.is_empty() {
            Some(LanguageCode::DUTCH)
        } else {
            violations.keep(&Path::root("text_language"), LanguageCode::new(&request.text_language))
        };
        let kind = violations.code_or(&Path::root("text_kind"), request.text_kind, TextKind::Vacancy);
        let language = violations.code_or(&Path::root("language"), request.language, Language::Dutch);
        let lead = request.text.chars().take_while(|sign| sign.is_whitespace()).count();
        let read = || {
            let question = ExtractQuestion { text: text?, language: text_language?, kind: kind?, deadline };
            Some(Self { question, lead, language: language?.labels() })
        };
        violations.finish(read())
    }

    /// The answer, with places counted in the text as it was sent.
    pub(super) fn answer(
        lead: usize,
        language: LanguageCode,
        answer: &ExtractAnswer,
    ) -> Result<v1::ExtractConceptsResponse, EngineError> {
        let mut places = Places::new(&answer.text, lead);
        let taxonomy = answer.snapshot.taxonomy();
        let mention = |it: &Mention, places: &mut Places<'_>| v1::ConceptMention {
            concept: Some(summary(taxonomy, it.concept, language)),
            span: Some(places.span(&it.bytes)),
            section: it.section.wire(),
            modality: it.modality.wire(),
            taught: it.taught,
            confidence_permille: it.confidence_permille.into(),
        };
        let mentions = answer.extraction.mentions.iter().map(|it| mention(it, &mut places)).collect();
        let mut places = Places::new(&answer.text, lead);
        let facts = answer.extraction.facts.iter().map(|it| fact(it, &mut places)).collect();
        let context = Some(context(answer.snapshot.context()));
        fitting(v1::ExtractConceptsResponse { mentions, facts, context }, "text")
    }

    pub(super) fn lead(&self) -> usize {
        self.lead
    }

    pub(super) fn labels(&self) -> LanguageCode {
        self.language
    }
}

/// Bytes to code points, counted onwards from the last place, since finds stand in order.
struct Places<'t> {
    text: &'t str,
    byte: usize,
    point: usize,
    lead: usize,
}

impl<'t> Places<'t> {
    fn new(text: &'t str, lead: usize) -> Self {
        Self { text, byte: 0, point: lead, lead }
    }

    fn span(&mut self, bytes: &Range<usize>) -> v1::TextSpan {
        if bytes.start < self.byte {
            (self.byte, self.point) = (0, self.lead);
        }
        self.point += points(&self.text[self.byte..bytes.start]);
        self.byte = bytes.start;
        let text = &self.text[bytes.clone()];
        let number = |points: usize| u32::try_from(points).unwrap_or(u32::MAX);
        v1::TextSpan { start: number(self.point), end: number(self.point + points(text)), text: text.to_owned() }
    }
}

fn points(text: &str) -> usize {
    text.chars().count()
}

fn fact(found: &FactFound, places: &mut Places<'_>) -> v1::TextFact {
    let fact = match found.fact {
        Fact::Licence(licence) => WireFact::Licence(licence.code().to_owned()),
        Fact::Education(level) => WireFact::Nlqf(level.get().into()),
        Fact::Hours(hours) => {
            WireFact::Hours(v1::HoursRange { min: hours.min().get().into(), max: hours.max().get().into() })
        }
        Fact::MonthlyPay(pay) => {
            WireFact::PayMonthEur(v1::PayRange { min_eur: pay.min().get().into(), max_eur: pay.max().get().into() })
        }
        Fact::HourlyPay(pay) => {
            WireFact::PayHour(v1::HourlyPayRange { min_cents: pay.min_cents, max_cents: pay.max_cents })
        }
        Fact::Scale(scale) => WireFact::Scale(scale.into()),
        Fact::Contract(contract) => WireFact::Contract(contract.wire()),
        Fact::Pattern(pattern) => WireFact::WorkPattern(pattern.wire()),
        Fact::ExperienceYears(years) => WireFact::ExperienceYears(years.into()),
        Fact::Language(language, level) => WireFact::Language(v1::TextLanguageLevel {
            language: language.to_string(),
            cefr: level.map(Code::code).unwrap_or_default().to_owned(),
        }),
    };
    v1::TextFact {
        fact: Some(fact),
        span: Some(places.span(&found.bytes)),
        section: found.section.wire(),
        modality: found.modality.wire(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_of_a_question_is_named_with_its_path() {
        let request = v1::ExtractConceptsRequest {
            text: String::new(),
            text_language: "nederlands".into(),
            text_kind: 9,
            language: 9,
        };
        let Err(EngineError::Invalid(problems)) = Extracting::read(&request, Instant::now()) else {
            panic!("it was taken")
        };
        let fields: Vec<_> = problems.iter().map(|it| it.field.as_str()).collect();
        assert_eq!(fields, ["text", "text_language", "text_kind", "language"]);
        let long = v1::ExtractConceptsRequest { text: "x".repeat(20_001), ..Default::default() };
        assert!(Extracting::read(&long, Instant::now()).is_err());
    }

    #[test]
    fn places_are_counted_in_code_points_from_the_sent_text() {
        let mut places = Places::new("é ab 😀 c", 2);
        let span = |places: &mut Places<'_>, bytes: Range<usize>| {
            let span = places.span(&bytes);
            (span.start, span.end, span.text)
        };
        assert_eq!(span(&mut places, 3..5), (4, 6, "ab".into()));
        assert_eq!(span(&mut places, 11..12), (9, 10, "c".into()));
        assert_eq!(span(&mut places, 0..2), (2, 3, "é".into()), "backwards too");
    }
}
