//! One programme to a route. An id, a name, a text and an institute must be there.

use super::element::Element;
use crate::{
    domain::{
        Bounded, Cost, Description, Gates, HoursPerWeek, Invalid, LanguageCode, Name, NlqfLevel, Opportunity, Payer,
        Pc4, Percent, Place, RecordId, Route, Starts, Title, Url, Weeks, WholeEuro,
    },
    ingest::{
        Problem, html,
        problem::{Path, Report},
        reader::Accepted,
        schema_org::{form_of_words, weeks},
        texts::{LEFT_OUT, cut_note, day, one_line, shortened, with_part},
    },
    reading::numbers,
};
use jiff::civil::Date;
use std::collections::{BTreeSet, HashMap};

/// Id and outcome; nothing for a programme that is not to be published.
type Reading = Option<(Option<RecordId>, Result<Accepted, Vec<Problem>>)>;

/// Reads a programme; names of institutes by `orgUnitId`.
pub(super) fn read(program: &Element, institutes: &HashMap<String, String>) -> Reading {
    if matches!(program.text_at(&["inPublication"]), Some("0" | "false")) {
        return None;
    }
    let reader = ProgramReader { program, institutes, problems: Report::default(), notes: Report::default() };
    let id = reader.id();
    let route = reader.route();
    let ProgramReader { problems, notes, .. } = reader;
    Some(match (id, route) {
        (Some(id), Some(route)) if problems.is_empty() => {
            let opportunity = Opportunity::Route(Box::new(route));
            (Some(id.clone()), Ok(Accepted { id, opportunity: Some(opportunity), notes: notes.into_problems() }))
        }
        (id, _) => (id, Err(problems.into_problems())),
    })
}

/// Of elements in several languages the Dutch one, else the first.
pub(super) fn in_dutch<'a>(parent: &'a Element, name: &'a str) -> Option<&'a Element> {
    let given = || parent.all(name).filter(|element| element.text().is_some());
    let dutch = given().find(|element| element.attribute("lang").is_some_and(|lang| lang.starts_with("nl")));
    dutch.or_else(|| given().next())
}

struct ProgramReader<'a> {
    program: &'a Element,
    institutes: &'a HashMap<String, String>,
    problems: Report,
    notes: Report,
}

/// Levels of `programLevel` and `requiredLevel` in NLQF; words that stand for no level are left out.
const LEVELS: &[(&str, i64)] = &[
    ("lbo", 2),
    ("vbo", 2),
    ("vmbo", 2),
    ("mavo", 2),
    ("vmbo/mavo", 2),
    ("havo", 4),
    ("vwo", 4),
    ("mbo niveau 1", 1),
    ("mbo niveau 2", 2),
    ("mbo niveau 3", 3),
    ("mbo niveau 4", 4),
    ("associate", 5),
    ("hbo", 6),
    ("bachelor", 6),
    ("academic bachelor", 6),
    ("master", 7),
    ("academic master", 7),
    ("wo", 7),
    ("PhD", 8),
];

/// Words of `degree` in Dutch. Whoever gets none gets no credential.
const DEGREES: &[(&str, &str)] = &[
    ("diploma", "diploma"),
    ("certificate", "certificaat"),
    ("certificate on request", "certificaat op verzoek"),
    ("certificate of participation", "bewijs van deelname"),
    ("module certificate", "modulecertificaat"),
    ("testimonial", "getuigschrift"),
];
/// Degrees that stand for the level of the programme; a certificate of participation does not.
const FULL_DEGREES: [&str; 7] = ["diploma", "MBA", "MSc", "MA", "LLM", "PhD", "DBA"];
/// Forms that are followed from home.
const ONLINE_FORMS: [&str; 3] = ["distance learning", "e-learning", "virtual classroom"];

impl ProgramReader<'_> {
    fn classification(&self, name: &str) -> Option<&str> {
        self.program.text_at(&["programClassification", name])
    }

    fn path_note(&self, path: &[&str], code: &'static str, message: impl Into<String>) {
        self.notes.add(&Path::Field(&Path::Record, &path.join(".")), code, message);
    }

    fn noted<T>(&self, path: &[&str], made: Result<T, Invalid>) -> Option<T> {
        made.map_err(|invalid| self.path_note(path, invalid.code(), invalid.to_string())).ok()
    }

    fn required<T>(&self, path: &[&str], made: Result<T, Invalid>) -> Option<T> {
        made.map_err(|invalid| self.problems.invalid(&Path::Field(&Path::Record, &path.join(".")), &invalid)).ok()
    }

    /// `orgUnitId/programId`: only both together are unique.
    fn id(&self) -> Option<RecordId> {
        let path = ["programClassification", "programId"];
        let own = self.classification("programId").ok_or(Invalid::Missing { expected: "the id of the programme" });
        let org = self.classification("orgUnitId").map(|org| format!("{org}/")).unwrap_or_default();
        self.required(
            &path,
            own.and_then(|own| RecordId::new(&format!("{org}{own}").replace(char::is_whitespace, "_"))),
        )
    }

    fn route(&self) -> Option<Route> {
        let descriptions = self.program.find(&["programDescriptions"]);
        let name = descriptions.and_then(|it| in_dutch(it, "programName"));
        let title = name.and_then(Element::text).ok_or(Invalid::Missing { expected: "the name of the programme" });
        let title =
            self.required(&["programDescriptions", "programName"], title.and_then(|text| Title::new(&one_line(text))));
        let description = self.description(descriptions);
        let provider = self.provider();
        let duration = self.duration();
        let runs: Vec<&Element> = self.runs().collect();
        let link = descriptions.and_then(|it| in_dutch(it, "webLink")).and_then(Element::text);
        let language =
            name.and_then(|name| name.attribute("lang")).and_then(|lang| LanguageCode::new(lang.get(..2)?).ok());
        let (credential, exit_nlqf) = self.credential();
        let url = link.and_then(|link| self.noted(&["programDescriptions", "webLink"], Url::new(link)));
        Some(Route {
            title: title?,
            description: description?,
            provider: provider?,
            kind: self.kind(duration),
            teaches: Bounded::default(),
            targets: Bounded::default(),
            entry_nlqf: self.lowest_level(&["programAdmission", "requiredLevel"]),
            entry_requirements: Bounded::default(),
            entry_gates: Gates::default(),
            exit_nlqf,
            credential,
            duration,
            work_hours: None,
            study_hours: self.study_hours(),
            cost: self.cost(&runs),
            wage: None,
            job_guarantee: None,
            starts: self.starts(&runs),
            place: self.place(&runs),
            remote: self.remote(&runs),
            learning_mix: None,
            example: url.as_ref().is_some_and(|url| crate::ingest::schema_org::is_example_link(url.as_str())),
            url,
            language: language.unwrap_or(LanguageCode::DUTCH),
        })
    }

    /// The text with markup, else without, else the summary; and behind it the texts on subjects.
    fn description(&self, descriptions: Option<&Element>) -> Option<Description> {
        let path = ["programDescriptions", "programDescriptionText"];
        let names = ["programDescriptionHtml", "programDescriptionText", "programSummaryText"];
        let own = descriptions.and_then(|it| names.iter().find_map(|name| in_dutch(it, name))).and_then(Element::text);
        let own = own.ok_or(Invalid::Missing { expected: "the text of the programme" });
        let (mut text, was_cut) = shortened(self.required(&path, own.and_then(html::plain_text))?);
        if was_cut {
            self.path_note(&path, "too_long", cut_note());
        }
        let subjects = descriptions.into_iter().flat_map(|it| it.all("subjectText"));
        for subject in subjects {
            let Some(body) = in_dutch(subject, "summaryText").and_then(Element::text) else { continue };
            let heading = match subject.text_at(&["subject"]) {
                Some("curriculum") => "Programma",
                Some("admission") => "Toelating",
                _ => "",
            };
            match html::plain_text(body).and_then(|body| with_part(&text, heading, &body)) {
                Ok(longer) => text = longer,
                Err(invalid) => self.path_note(&["programDescriptions", "subjectText"], invalid.code(), LEFT_OUT),
            }
        }
        self.required(&path, Description::new(&text))
    }

    fn provider(&self) -> Option<Name> {
        let path = ["programClassification", "orgUnitId"];
        let id = self.classification("orgUnitId");
        if let Some(name) = id.and_then(|id| self.institutes.get(id)) {
            return self.required(&path, Name::new(name));
        }
        let name = self.required(&path, id.ok_or(Invalid::Missing { expected: "the institute" }).and_then(Name::new));
        if name.is_some() {
            self.path_note(
                &path,
                "assumption",
                "stands for the name of the institute, which is not in the feed before",
            );
        }
        name
    }

    fn kind(&self, duration: Option<Weeks>) -> crate::domain::RouteKind {
        let classification = self.program.find(&["programClassification"]);
        let words = ["programForm", "programType", "degree"].into_iter();
        let words = words
            .flat_map(|name| classification.into_iter().flat_map(move |it| it.all(name)).filter_map(Element::text));
        let name = self.program.text_at(&["programDescriptions", "programName"]).unwrap_or_default();
        let (kind, stated) = form_of_words(&words.chain([name]).collect::<Vec<_>>().join(" / "), duration);
        if !stated {
            let message =
                format!("says no form of learning and working; taken as {}", crate::domain::codes::Code::code(kind));
            self.path_note(&["programClassification", "programForm"], "assumption", message);
        }
        kind
    }

    fn duration(&self) -> Option<Weeks> {
        let path = ["programClassification", "programDuration"];
        let element = self.program.find(&path)?;
        let text = format!("{} {}", element.text()?, element.attribute("unit").unwrap_or_default());
        weeks(&text).map_err(|refusal| self.path_note(&path, refusal.code, refusal.message)).ok()
    }

    fn study_hours(&self) -> Option<HoursPerWeek> {
        let path = ["programCurriculum", "studyLoad"];
        let loads = self.program.find(&["programCurriculum"])?;
        let weekly = loads.all("studyLoad").find(|load| load.attribute("period") == Some("week"))?;
        let hours = numbers(weekly.text()?).first().map(|number| (number.hundredths + 50) / 100)?;
        self.noted(&path, HoursPerWeek::new(hours))
    }

    /// Degree and level: a level is reached only with a diploma or a degree.
    fn credential(&self) -> (Option<Name>, Option<NlqfLevel>) {
        let path = ["programClassification", "degree"];
        let Some(degree) = self.classification("degree").filter(|degree| *degree != "none") else {
            return (None, None);
        };
        let name = DEGREES.iter().find(|(word, _)| *word == degree).map_or(degree, |(_, name)| name);
        let level =
            FULL_DEGREES.contains(&degree).then(|| self.lowest_level(&["programClassification", "programLevel"]));
        (self.noted(&path, Name::new(name)), level.flatten())
    }

    fn lowest_level(&self, path: &[&str; 2]) -> Option<NlqfLevel> {
        let words = self.program.find(&[path[0]])?.all(path[1]).filter_map(Element::text);
        let levels = words.filter_map(|word| LEVELS.iter().find(|(known, _)| *known == word)).map(|(_, level)| *level);
        levels.min().and_then(|level| NlqfLevel::new(level).ok())
    }

    fn runs(&self) -> impl Iterator<Item = &Element> {
        self.program.find(&["programSchedule"]).into_iter().flat_map(|schedule| schedule.all("programRun"))
    }

    /// What everyone must pay, with VAT: of the programme in general, else of its first run.
    fn cost(&self, runs: &[&Element]) -> Cost {
        let path = ["programSchedule", "genericProgramRun", "cost"];
        let general = self.program.find(&["programSchedule", "genericProgramRun"]);
        let costs = |run: &Element| {
            run.all("cost").filter(|cost| cost.text_at(&["isRequiredCost"]) == Some("true")).cloned().collect()
        };
        let of_runs = || runs.first().map(|run| costs(run)).unwrap_or_default();
        let costs: Vec<Element> =
            general.map(costs).filter(|costs: &Vec<Element>| !costs.is_empty()).unwrap_or_else(of_runs);
        let (mut cents, mut types, mut several) = (None, BTreeSet::new(), false);
        for cost in &costs {
            let by_period = cost.text_at(&["period"]).is_some_and(|period| period != "program");
            let foreign = cost.text_at(&["currency"]).is_some_and(|currency| !currency.eq_ignore_ascii_case("eur"));
            let amount =
                |name| cost.text_at(&[name]).and_then(|text| numbers(text).first().map(|number| number.hundredths));
            let Some(amount_cents) = amount("amount").filter(|_| !by_period && !foreign) else {
                self.path_note(&path, "malformed", "must be in euros for the whole programme; it is left out");
                return Cost::default();
            };
            // Prices of later dates stand beside those of now.
            if !types.insert(cost.text_at(&["costType"]).unwrap_or_default()) {
                several = true;
                continue;
            }
            cents = Some(
                cents.unwrap_or(0_i64).saturating_add(amount_cents).saturating_add(amount("amountVAT").unwrap_or(0)),
            );
        }
        if several {
            self.path_note(&path, "assumption", "has several amounts of one type; the first is taken");
        }
        let amount = cents.and_then(|cents| self.noted(&path, WholeEuro::new((cents + 50) / 100)));
        Cost { amount, payer: amount.filter(|amount| amount.get() == 0).map(|_| Payer::Free) }
    }

    fn starts(&self, runs: &[&Element]) -> Starts {
        let path = ["programSchedule", "programRun", "startDate"];
        let texts = runs.iter().filter_map(|run| run.text_at(&["startDate"]));
        let days: BTreeSet<Date> = texts.filter_map(|text| self.noted(&path, day(text))).collect();
        let kept = days.into_iter().take(Bounded::<Date, 24>::MAX).collect();
        let continuous = self.program.text_at(&["programAdmission", "startDateDetermination"]) == Some("direct start");
        Starts { dates: Bounded::new(kept).unwrap_or_default(), continuous }
    }

    /// The first postcode of a run, else of the programme in general.
    fn place(&self, runs: &[&Element]) -> Option<Place> {
        let general = self.program.find(&["programSchedule", "genericProgramRun"]);
        let zipcodes =
            runs.iter().copied().chain(general).filter_map(|run| run.find(&["location"])?.inside("zipcode")?.text());
        let mut postcodes = zipcodes.filter_map(|text| Pc4::parse(text.get(..4)?).ok());
        postcodes.next().map(Place::Pc4)
    }

    /// All of it when every run, or else every form, is online.
    fn remote(&self, runs: &[&Element]) -> Option<Percent> {
        let forms = self.program.find(&["programClassification"])?.all("programForm").filter_map(Element::text);
        let forms: Vec<&str> = forms.collect();
        let online_runs = !runs.is_empty() && runs.iter().all(|run| run.text_at(&["fullyOnline"]) == Some("true"));
        let online_forms = !forms.is_empty() && forms.iter().all(|form| ONLINE_FORMS.contains(form));
        let online = online_runs || (runs.is_empty() && online_forms);
        online.then(|| Percent::new(Percent::MAX).ok()).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn route(name: &str, text: &str, start: &str) -> (Route, Vec<String>) {
        let xml = format!(
            "<program><programClassification><orgUnitId>x</orgUnitId><programId>1</programId></programClassification>\
             <programDescriptions><programName><![CDATA[{name}]]></programName>\
             <programDescriptionText><![CDATA[{text}]]></programDescriptionText></programDescriptions>\
             <programSchedule><programRun><startDate>{start}</startDate></programRun></programSchedule></program>"
        );
        let program = Element::parse(&xml).expect("XML");
        let institutes = [("x".to_owned(), "Leerhuis".to_owned())].into();
        let (_, outcome) = read(&program, &institutes).expect("published");
        let accepted = outcome.expect("accepted");
        let Some(Opportunity::Route(route)) = accepted.opportunity else { panic!("a route") };
        let notes = accepted.notes.iter().map(|note| format!("{} {}", note.field, note.code)).collect();
        (*route, notes)
    }

    /// As tolerant as the other format that others publish.
    #[test]
    fn texts_and_days_are_read_however_they_are_written() {
        const FORM: &str = "programClassification.programForm assumption";
        let (read, notes) = route("Zorg &amp; <b>welzijn</b>", "Tekst.", "01-09-2027");
        assert_eq!(read.title.to_string(), "Zorg & welzijn");
        assert_eq!(read.starts.dates.iter().map(ToString::to_string).collect::<Vec<_>>(), ["2027-09-01"]);
        assert_eq!(notes, [FORM]);
        let (read, notes) = route("Zorg", &"woord ".repeat(Description::MAX_CHARS), "later");
        assert!(read.description.to_string().ends_with("woord") && read.starts.dates.is_empty());
        let mut expected = [
            "programDescriptions.programDescriptionText too_long",
            FORM,
            "programSchedule.programRun.startDate malformed",
        ];
        let mut notes: Vec<&str> = notes.iter().map(String::as_str).collect();
        expected.sort_unstable();
        notes.sort_unstable();
        assert_eq!(notes, expected);
    }
}
