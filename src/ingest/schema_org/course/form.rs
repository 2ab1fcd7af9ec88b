//! The form of learning and working that a course is, by the words of its name, mode and diploma.

use super::{
    super::properties::{Properties, text_of},
    instances::Instances,
};
use crate::domain::{RouteKind, Weeks};

/// Words that name a form, in the order in which they are looked for.
const FORM_WORDS: &[(&str, RouteKind)] = &[
    ("bbl", RouteKind::Bbl),
    ("beroepsbegeleidende", RouteKind::Bbl),
    ("leerbaan", RouteKind::Bbl),
    ("zij-instroom", RouteKind::ZijInstroom),
    ("zijinstroom", RouteKind::ZijInstroom),
    ("zij-instromer", RouteKind::ZijInstroom),
    ("derde leerweg", RouteKind::DerdeLeerweg),
    ("evc", RouteKind::Evc),
    ("ervaringscertificaat", RouteKind::Evc),
    ("duaal", RouteKind::Dual),
    ("duale", RouteKind::Dual),
    ("dual", RouteKind::Dual),
    ("detachering", RouteKind::SecondmentWithTraining),
    ("traineeship", RouteKind::SecondmentWithTraining),
    ("werkervaringsplaats", RouteKind::WorkPlacement),
    ("proefplaatsing", RouteKind::WorkPlacement),
    ("stage", RouteKind::WorkPlacement),
    ("internship", RouteKind::WorkPlacement),
    ("mbo-certificaat", RouteKind::Certificate),
    ("mbo module", RouteKind::Certificate),
    ("mbo-module", RouteKind::Certificate),
    ("praktijkverklaring", RouteKind::Certificate),
    ("microcredential", RouteKind::Certificate),
    ("deelcertificaat", RouteKind::Certificate),
];

/// Above so many weeks a course is no short one.
const SHORT_WEEKS_MAX: u16 = 26;

/// The form that words name. Without such words a course of half a year at most is a short one, and a longer one is taken
/// as part of a qualification; a note says so.
pub(super) fn read(course: &Properties<'_>, instances: &Instances<'_>, duration: Option<Weeks>) -> RouteKind {
    let names = ["name", "programType", "additionalType", "educationalCredentialAwarded", "keywords", "timeOfDay"];
    let mut texts: Vec<String> = names.iter().flat_map(|name| course.all(name)).filter_map(text_of).collect();
    texts.extend(instances.modes(course));
    let (kind, stated) = of_words(&texts.join(" / "), duration);
    if !stated {
        let message = format!("is stated nowhere; taken as {}", crate::domain::codes::Code::code(kind));
        course.note("kind", "assumption", message);
    }
    kind
}

/// The form, and whether words named it.
pub(in crate::ingest) fn of_words(text: &str, duration: Option<Weeks>) -> (RouteKind, bool) {
    let lower = text.to_lowercase();
    let begins_word = |place: usize| !lower.get(..place).unwrap_or_default().ends_with(char::is_alphanumeric);
    let ends_word = |place: usize| !lower.get(place..).unwrap_or_default().starts_with(char::is_alphanumeric);
    let named = |word: &str| lower.match_indices(word).any(|(at, _)| begins_word(at) && ends_word(at + word.len()));
    if let Some((_, kind)) = FORM_WORDS.iter().find(|(word, _)| named(word)) {
        return (*kind, true);
    }
    let long = duration.is_some_and(|weeks| weeks.get() > SHORT_WEEKS_MAX);
    (if long { RouteKind::Certificate } else { RouteKind::ShortCourse }, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_length() {
        let read = |text: &str, weeks: i64| of_words(text, Weeks::new(weeks).ok());
        assert_eq!(read("Verzorgende IG (BBL)", 104), (RouteKind::Bbl, true));
        assert_eq!(read("Associate degree, duaal", 104), (RouteKind::Dual, true));
        assert_eq!(read("Cursus Excel / online", 2), (RouteKind::ShortCourse, false));
        assert_eq!(read("Hbo bachelor deeltijd", 208), (RouteKind::Certificate, false));
        // Inside other words they say nothing.
        assert_eq!(read("Individuele begeleiding in de stagecommissie", 2), (RouteKind::ShortCourse, false));
    }
}
