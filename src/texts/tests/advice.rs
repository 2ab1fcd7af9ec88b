//! Sentences of a conversation and of a plan, in both languages side by side.

use super::{euro, hours};
use crate::{
    domain::{ConceptKind, Condition, HoursPerWeek, OpportunityKind, Payer, Percent, Weeks, WholeEuro},
    matching::{Class, RequirementOutcome},
    texts::{
        FactKind, Language, ListChange, Named, NotSaid, PlanHeading, PlanPhrases, RankTold, Refusal, Remedy, Room,
        SetApart, WeekStep, plan_phrases,
    },
};
use OpportunityKind::{Route, Vacancy};
use jiff::civil::date;
use std::collections::BTreeSet;

fn says(say: impl Fn(&dyn PlanPhrases) -> String, dutch: &str, english: &str) {
    assert_eq!(say(plan_phrases(Language::Dutch)), dutch);
    assert_eq!(say(plan_phrases(Language::English)), english);
}

#[test]
fn facts_in_a_few_words() {
    says(|it| it.day(date(2026, 12, 1)), "1 december 2026", "1 December 2026");
    says(|it| it.hours_a_week(&hours(24, 32)), "24 tot 32 uur per week", "24 to 32 hours a week");
    says(|it| it.weeks(Weeks::new(1).expect("a week")), "1 week", "1 week");
    says(|it| it.payer(Payer::Employer).into(), "de werkgever betaalt", "the employer pays");
    says(|it| it.distance_from_home(0, true), "bij jou in de regio", "in your region");
    says(|it| it.distance_from_home(12_400, false), "12 kilometer van huis", "12 kilometres from home");
    let share = Percent::new(40).expect("a share");
    says(|it| it.remote_share(Vacancy, share), "40% van de tijd thuis", "40% of the time at home");
    says(
        |it| it.wanted(&Condition::Travel { max_km: 30 }),
        "hoogstens 30 kilometer reizen",
        "at most 30 kilometres of travel",
    );
    let pay = Condition::Pay { min: euro(2_700) };
    says(|it| it.wanted(&pay), "minstens € 2.700 per maand", "at least €2,700 a month");
    for language in Language::ALL {
        let names: BTreeSet<_> = FactKind::ALL.iter().map(|fact| plan_phrases(language).fact(*fact)).collect();
        assert_eq!(names.len(), FactKind::ALL.len(), "every fact has a name of its own");
        let headings: BTreeSet<_> =
            PlanHeading::ALL.iter().map(|it| plan_phrases(language).plan_heading(*it)).collect();
        assert_eq!(headings.len(), PlanHeading::ALL.len());
    }
}

#[test]
fn what_sets_an_option_apart() {
    let asks = SetApart::Asks { label: "luisteren", outcome: RequirementOutcome::Missing };
    says(
        |it| it.set_apart(Vacancy, &asks),
        "Alleen hier wordt gevraagd: luisteren. Dat mis je nog.",
        "Only this one asks: luisteren. You do not have it yet.",
    );
    says(
        |it| it.set_apart(Route, &SetApart::Nearest(Class::Now)),
        "Dit leer-werkpad is het dichtst bij: nu haalbaar.",
        "This learn-and-work route is the nearest: within reach now.",
    );
    says(
        |it| it.set_apart(Vacancy, &SetApart::DoesNotAsk("Engels")),
        "Deze vacature vraagt niet, en de rest wel: Engels.",
        "This vacancy does not ask, and the rest does: Engels.",
    );
}

#[test]
fn what_a_change_does() {
    says(
        |it| it.no_longer_left_out(Vacancy, &Refusal::Travel(30)),
        "Eerst viel deze vacature af omdat het verder is dan 30 kilometer. Nu niet meer.",
        "At first this vacancy was left out because the distance is more than 30 km. Not any more.",
    );
    says(
        |it| it.totals(Vacancy, 21, 139),
        "Er passen nu 139 vacatures. Eerst waren dat er 21.",
        "139 vacancies fit now. Before, it was 21.",
    );
    says(|it| it.totals(Route, 1, 1), "Er past nog steeds 1 leer-werkpad.", "1 learn-and-work route still fits.");
    let change = |entered, left, moved| ListChange { depth: 20, entered, left, moved };
    says(|it| it.list_change(change(0, 0, 0)), "In de beste 20 verandert niets.", "Nothing changes in the best 20.");
    says(
        |it| it.list_change(change(1, 2, 3)),
        "In de beste 20 komt er 1 bij, vallen er 2 uit en veranderen er 3 van plaats of punten.",
        "In the best 20, 1 comes in, 2 go out and 3 change their place or points.",
    );
    says(
        |it| it.class_count(Class::Now, 12, 19),
        "Nu haalbaar: eerst 12, nu 19.",
        "Within reach now: 12 before, 19 now.",
    );
}

#[test]
fn where_something_stands() {
    let rank = RankTold { rank: 34, total: 1_200, length: 20 };
    says(
        |it| it.list_place(Vacancy, rank, true),
        "Deze vacature staat in je lijst. Op punten is dat plaats 34 van de 1.200 die passen.",
        "This vacancy is in your list. By points it is number 34 of the 1,200 that fit.",
    );
    says(
        |it| it.list_place(Vacancy, rank, false),
        "Op punten staat deze vacature op plaats 34 van de 1.200 die passen. Je lijst toont er 20.",
        "By points this vacancy is number 34 of the 1,200 that fit. Your list shows 20 of them.",
    );
    says(
        |it| it.points_short(1),
        "De laatste in je lijst heeft 1 punt meer.",
        "The last one in your list has 1 point more.",
    );
    says(
        |it| it.losses(&[("a", 40), ("b", 2)]),
        "Die krijgt meer punten voor a (40) en b (2).",
        "It gets more points for a (40) and b (2).",
    );
    says(
        |it| it.shown_instead("Bode", "Voorbeeld"),
        "Bijna hetzelfde staat al in je lijst: “Bode” van Voorbeeld.",
        "Nearly the same is in your list already: “Bode” at Voorbeeld.",
    );
}

#[test]
fn a_plan() {
    let room = |hours| Room::Hours(HoursPerWeek::new(hours).expect("hours"));
    says(|it| it.room(room(0)), "Je hebt geen uren per week om te leren.", "You have no hours a week to learn.");
    says(
        |it| it.room(Room::Euros(WholeEuro::new(0).expect("euros"))),
        "Je kunt zelf niets betalen.",
        "You cannot pay anything yourself.",
    );
    says(
        |it| it.not_said(NotSaid::Direction),
        "Welk werk wil je over een jaar doen?",
        "What work do you want to do a year from now?",
    );
    says(|it| it.remedy(&Remedy::Also("A")), "Ook dit leer je met “A”.", "You learn this too with “A”.");
    let named = Named { kind: Vacancy, title: "Bode", organisation: "Voorbeeld" };
    says(
        |it| it.week_step(&WeekStep::GetInTouch(named)),
        "Lees “Bode” van Voorbeeld. Bel of mail daarna, en zeg dat je interesse hebt.",
        "Read “Bode” of Voorbeeld. Then call or write, and say that you are interested.",
    );
    says(
        |it| it.week_step(&WeekStep::Apply(named, Some(date(2027, 1, 8)))),
        "Wil je door met “Bode”? Reageer dan uiterlijk op 8 januari 2027.",
        "Do you want to go on with “Bode”? Then apply by 8 January 2027.",
    );
    let talk = WeekStep::TalkAbout { direction: true, room: false, backing: true };
    says(
        |it| it.week_step(&talk),
        "Praat met je loopbaanadviseur over waar je heen wilt en wie je steunt.",
        "Talk with your career adviser about where you want to go and who supports you.",
    );
    says(
        |it| it.week_step(&WeekStep::Practise("privacyrecht", ConceptKind::Knowledge)),
        "Zoek alvast iets om te lezen of te bekijken over: privacyrecht.",
        "Find something to read or watch about: privacyrecht.",
    );
}
