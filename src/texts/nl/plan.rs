//! A plan in Dutch, to the person (“je”).

use super::Dutch;
use crate::{
    domain::{ConceptKind, OpportunityKind},
    matching::RequirementOutcome,
    texts::{
        advice::{Advice, capitalised},
        phrases::Labels,
        plan::{Named, NotSaid, PlanHeading, PlanPhrases, Remedy, Room, WeekStep},
        writing::joined,
    },
};
use jiff::civil::Date;

impl PlanPhrases for Dutch {
    fn plan_heading(&self, heading: PlanHeading) -> &'static str {
        match heading {
            PlanHeading::Title => "Mijn plan",
            PlanHeading::Direction => "Waar wil je heen?",
            PlanHeading::Room => "Hoeveel ruimte heb je?",
            PlanHeading::Backing => "Wie steunt je?",
            PlanHeading::Options => "Wat je hebt gekozen",
            PlanHeading::Reasons => "Daarom past het",
            PlanHeading::Obstacles => "Let op",
            PlanHeading::Gaps => "Wat je nog nodig hebt",
            PlanHeading::Questions => "Vragen om te stellen",
            PlanHeading::Weeks => "Je eerste vier weken",
            PlanHeading::NotYet => "Nog niet bekend",
            PlanHeading::Link => "Meer lezen",
        }
    }

    fn plan_opening(&self, made_on: Date) -> String {
        format!("Dit plan is van jou. Jij beslist wat je ermee doet en wie het ziet. Gemaakt op {}.", self.day(made_on))
    }

    fn room(&self, room: Room) -> String {
        match room {
            Room::Hours(hours) if hours.get() == 0 => "Je hebt geen uren per week om te leren.".to_owned(),
            Room::Hours(hours) => format!("Je kunt {hours} uur per week leren."),
            Room::Weeks(weeks) => format!("Het leren mag {} duren.", self.weeks(weeks)),
            Room::Euros(euros) if euros.get() == 0 => "Je kunt zelf niets betalen.".to_owned(),
            Room::Euros(euros) => format!("Je kunt zelf {} betalen.", self.euro(euros.get())),
        }
    }

    fn not_said(&self, what: NotSaid<'_>) -> String {
        match what {
            NotSaid::Direction => "Welk werk wil je over een jaar doen?".to_owned(),
            NotSaid::Hours => "Hoeveel uur per week kun je leren? Mag dat onder werktijd?".to_owned(),
            NotSaid::Weeks => "Hoe lang mag het leren duren?".to_owned(),
            NotSaid::Euros => "Hoeveel geld is er om te leren? Wie betaalt dat?".to_owned(),
            NotSaid::Backing => "Wie helpt je? Denk aan je leidinggevende, een collega of iemand thuis.".to_owned(),
            NotSaid::BackedWith(who) => format!("Waarmee helpt deze persoon je: {who}?"),
        }
    }

    fn points_told(&self, points: i32, possible: i32) -> String {
        format!("Deze keuze krijgt {points} van de {possible} punten.")
    }

    fn way_to_it(&self, route: &str) -> String {
        format!("Je weg hierheen is het leer-werkpad “{route}”.")
    }

    fn still_needed(&self, outcome: RequirementOutcome, label: &str) -> String {
        format!("{}: {label}.", capitalised(self.outcome(outcome)))
    }

    fn asked_by(&self, titles: &[&str]) -> String {
        let titles: Vec<_> = titles.iter().map(|title| format!("“{title}”")).collect();
        let titles: Vec<_> = titles.iter().map(String::as_str).collect();
        format!("Nodig voor {}.", joined(&titles, "en"))
    }

    fn remedy(&self, remedy: &Remedy<'_>) -> String {
        match remedy {
            Remedy::Chosen(title) => format!("Dit leer je met “{title}”. Dat heb je al gekozen."),
            Remedy::Also(title) => format!("Ook dit leer je met “{title}”."),
            Remedy::Route { title, provider, duration } => {
                let duration = duration.map(|weeks| format!(" Dat duurt {}.", self.weeks(weeks))).unwrap_or_default();
                format!("Dit kun je leren met “{title}” van {provider}.{duration}")
            }
            Remedy::NoRouteEither => "Ook hiervoor kennen we geen leer-werkpad.".to_owned(),
            Remedy::NoRoute => {
                "We kennen hiervoor geen leer-werkpad. Vraag of je het in het werk kunt leren.".to_owned()
            }
        }
    }

    fn week(&self, number: usize, begins: Date) -> String {
        format!("Week {number}, vanaf {}", self.day_of_year(begins))
    }

    fn week_step(&self, step: &WeekStep<'_>) -> String {
        match step {
            WeekStep::TalkAbout { direction, room, backing } => {
                let what =
                    [(direction, "waar je heen wilt"), (room, "je ruimte om te leren"), (backing, "wie je steunt")];
                let what: Vec<_> = what.into_iter().filter_map(|(missing, what)| missing.then_some(what)).collect();
                format!("Praat met je loopbaanadviseur over {}.", joined(&what, "en"))
            }
            WeekStep::GetInTouch(Named { kind, title, organisation }) => {
                let what = match kind {
                    OpportunityKind::Vacancy => "Bel of mail daarna, en zeg dat je interesse hebt.",
                    OpportunityKind::Route => "Bel of mail daarna, en vraag hoe je je aanmeldt.",
                };
                format!("Lees “{title}” van {organisation}. {what}")
            }
            WeekStep::Ask(Named { title, .. }) => format!("Stel je vragen over “{title}”. Ze staan op dit blad."),
            WeekStep::AskStart(Named { organisation, title, .. }, Some(day)) => {
                format!("Vraag {organisation} of je op {} kunt starten met “{title}”.", self.day(*day))
            }
            WeekStep::AskStart(Named { organisation, title, .. }, None) => {
                format!("Vraag {organisation} wanneer je kunt starten met “{title}”.")
            }
            WeekStep::LookAt { title, provider, gap } => {
                format!("Bekijk “{title}” van {provider}. Daar leer je: {gap}.")
            }
            WeekStep::SeeForYourself(Named { kind, organisation, .. }) => match kind {
                OpportunityKind::Vacancy => format!("Vraag of je een dag mag meelopen bij {organisation}."),
                OpportunityKind::Route => format!("Vraag of je een keer mag komen kijken bij {organisation}."),
            },
            WeekStep::Practise(gap, ConceptKind::Knowledge) => {
                format!("Zoek alvast iets om te lezen of te bekijken over: {gap}.")
            }
            WeekStep::Practise(gap, _) => format!("Zoek iets in je werk waarmee je dit kunt oefenen: {gap}."),
            WeekStep::Apply(Named { title, .. }, Some(day)) => {
                format!("Wil je door met “{title}”? Reageer dan uiterlijk op {}.", self.day(*day))
            }
            WeekStep::Apply(Named { title, .. }, None) => format!("Wil je door met “{title}”? Reageer dan deze week."),
            WeekStep::Choose => "Kijk terug. Wat weet je nu, en met welke keuze ga je door?".to_owned(),
            WeekStep::Decide(Named { title, .. }) => {
                format!("Kijk terug. Wat weet je nu, en ga je door met “{title}”?")
            }
            WeekStep::DiscussWith(who) => format!("Bespreek hoe je verdergaat met: {who}."),
        }
    }
}
