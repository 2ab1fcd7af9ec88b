//! A plan in English, to the person (“you”).

use super::English;
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

impl PlanPhrases for English {
    fn plan_heading(&self, heading: PlanHeading) -> &'static str {
        match heading {
            PlanHeading::Title => "My plan",
            PlanHeading::Direction => "Where do you want to go?",
            PlanHeading::Room => "How much room do you have?",
            PlanHeading::Backing => "Who supports you?",
            PlanHeading::Options => "What you have chosen",
            PlanHeading::Reasons => "Why it fits",
            PlanHeading::Obstacles => "Mind this",
            PlanHeading::Gaps => "What you still need",
            PlanHeading::Questions => "Questions to ask",
            PlanHeading::Weeks => "Your first four weeks",
            PlanHeading::NotYet => "Not known yet",
            PlanHeading::Link => "Read more",
        }
    }

    fn plan_opening(&self, made_on: Date) -> String {
        format!("This plan is yours. You decide what you do with it and who sees it. Made on {}.", self.day(made_on))
    }

    fn room(&self, room: Room) -> String {
        match room {
            Room::Hours(hours) if hours.get() == 0 => "You have no hours a week to learn.".to_owned(),
            Room::Hours(hours) if hours.get() == 1 => "You can learn 1 hour a week.".to_owned(),
            Room::Hours(hours) => format!("You can learn {hours} hours a week."),
            Room::Weeks(weeks) => format!("Learning may take {}.", self.weeks(weeks)),
            Room::Euros(euros) if euros.get() == 0 => "You cannot pay anything yourself.".to_owned(),
            Room::Euros(euros) => format!("You can pay {} yourself.", self.euro(euros.get())),
        }
    }

    fn not_said(&self, what: NotSaid<'_>) -> String {
        match what {
            NotSaid::Direction => "What work do you want to do a year from now?".to_owned(),
            NotSaid::Hours => "How many hours a week can you learn? May you do so in working hours?".to_owned(),
            NotSaid::Weeks => "How long may learning take?".to_owned(),
            NotSaid::Euros => "How much money is there to learn? Who pays it?".to_owned(),
            NotSaid::Backing => "Who helps you? Think of your manager, a colleague or someone at home.".to_owned(),
            NotSaid::BackedWith(who) => format!("What does this person help you with: {who}?"),
        }
    }

    fn points_told(&self, points: i32, possible: i32) -> String {
        format!("This choice gets {points} of the {possible} points.")
    }

    fn way_to_it(&self, route: &str) -> String {
        format!("Your way to it is the learn-and-work route “{route}”.")
    }

    fn still_needed(&self, outcome: RequirementOutcome, label: &str) -> String {
        format!("{}: {label}.", capitalised(self.outcome(outcome)))
    }

    fn asked_by(&self, titles: &[&str]) -> String {
        let titles: Vec<_> = titles.iter().map(|title| format!("“{title}”")).collect();
        let titles: Vec<_> = titles.iter().map(String::as_str).collect();
        format!("Needed for {}.", joined(&titles, "and"))
    }

    fn remedy(&self, remedy: &Remedy<'_>) -> String {
        match remedy {
            Remedy::Chosen(title) => format!("You learn this with “{title}”. You have chosen that already."),
            Remedy::Also(title) => format!("You learn this too with “{title}”."),
            Remedy::Route { title, provider, duration } => {
                let duration = duration.map(|weeks| format!(" It takes {}.", self.weeks(weeks))).unwrap_or_default();
                format!("You can learn this with “{title}” of {provider}.{duration}")
            }
            Remedy::NoRouteEither => "We know of no route for this either.".to_owned(),
            Remedy::NoRoute => "We know of no route for this. Ask whether you can learn it on the job.".to_owned(),
        }
    }

    fn week(&self, number: usize, begins: Date) -> String {
        format!("Week {number}, from {}", self.day_of_year(begins))
    }

    fn week_step(&self, step: &WeekStep<'_>) -> String {
        match step {
            WeekStep::TalkAbout { direction, room, backing } => {
                let what =
                    [(direction, "where you want to go"), (room, "your room to learn"), (backing, "who supports you")];
                let what: Vec<_> = what.into_iter().filter_map(|(missing, what)| missing.then_some(what)).collect();
                format!("Talk with your career adviser about {}.", joined(&what, "and"))
            }
            WeekStep::GetInTouch(Named { kind, title, organisation }) => {
                let what = match kind {
                    OpportunityKind::Vacancy => "Then call or write, and say that you are interested.",
                    OpportunityKind::Route => "Then call or write, and ask how to enrol.",
                };
                format!("Read “{title}” of {organisation}. {what}")
            }
            WeekStep::Ask(Named { title, .. }) => format!("Ask your questions about “{title}”. They are on this page."),
            WeekStep::AskStart(Named { organisation, title, .. }, Some(day)) => {
                format!("Ask {organisation} whether you can start “{title}” on {}.", self.day(*day))
            }
            WeekStep::AskStart(Named { organisation, title, .. }, None) => {
                format!("Ask {organisation} when you can start “{title}”.")
            }
            WeekStep::LookAt { title, provider, gap } => {
                format!("Look at “{title}” of {provider}. There you learn: {gap}.")
            }
            WeekStep::SeeForYourself(Named { kind, organisation, .. }) => match kind {
                OpportunityKind::Vacancy => format!("Ask whether you may join for a day at {organisation}."),
                OpportunityKind::Route => format!("Ask whether you may come and see it at {organisation}."),
            },
            WeekStep::Practise(gap, ConceptKind::Knowledge) => {
                format!("Find something to read or watch about: {gap}.")
            }
            WeekStep::Practise(gap, _) => format!("Find something in your work to practise this with: {gap}."),
            WeekStep::Apply(Named { title, .. }, Some(day)) => {
                format!("Do you want to go on with “{title}”? Then apply by {}.", self.day(*day))
            }
            WeekStep::Apply(Named { title, .. }, None) => {
                format!("Do you want to go on with “{title}”? Then apply this week.")
            }
            WeekStep::Choose => "Look back. What do you know now, and which choice do you go on with?".to_owned(),
            WeekStep::Decide(Named { title, .. }) => {
                format!("Look back. What do you know now, and do you go on with “{title}”?")
            }
            WeekStep::DiscussWith(who) => format!("Discuss how you go on with: {who}."),
        }
    }
}
