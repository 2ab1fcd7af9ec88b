//! English, plain.

use super::BridgePhrases;
use crate::{
    domain::{NlqfLevel, Payer, RouteKind, Verdict},
    matching::{BudgetCheck, BudgetLimit, Class, EntryAsked, EntryVerdict, Opens, WayPart, WayReason},
    texts::{
        Language,
        language::advice,
        phrases,
        writing::{grouped, joined},
    },
};
use jiff::civil::Date;

pub(super) struct English;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn day(date: Date) -> String {
    let month = usize::try_from(date.month() - 1).ok().and_then(|month| MONTHS.get(month)).unwrap_or(&"");
    format!("{} {month} {}", date.day(), date.year())
}

fn euro(euros: u32) -> String {
    format!("€{}", grouped(euros.into(), ','))
}

fn education(level: NlqfLevel) -> &'static str {
    phrases(Language::English).education(level)
}

fn vacancies(count: u64) -> String {
    if count == 1 { "1 vacancy".to_owned() } else { format!("{} vacancies", grouped(count, ',')) }
}

fn weeks(weeks: u32) -> String {
    if weeks == 1 { "1 week".to_owned() } else { format!("{weeks} weeks") }
}

impl BridgePhrases for English {
    fn part(&self, part: WayPart) -> &'static str {
        match part {
            WayPart::New => "how much is new to you",
            WayPart::Detour => "what you learn and do not need here",
            WayPart::Time => "how long the way takes",
            WayPart::Cost => "what you pay yourself",
            WayPart::Budget => "more time or money than you can spare",
            WayPart::Wage => "wage on the way",
            WayPart::Guarantee => "job guarantee",
            WayPart::Distance => "distance to the lessons",
            WayPart::Start => "waiting for the start",
            WayPart::Entry => "to be asked before you begin",
        }
    }

    fn class_change(&self, before: Class, after: Class) -> String {
        let now = match before {
            Class::Now => "This work is within reach now",
            Class::ShortCourse => "This work is just out of reach now",
            Class::Route => "This work is out of reach now",
            Class::Far => "This work is still far away",
        };
        let then = match after {
            Class::Now => "After this way it is within reach",
            Class::ShortCourse => "After this way you still need a short course",
            Class::Route | Class::Far => "This way brings it nearer, but you still need another route after it",
        };
        format!("{now}. {then}.")
    }

    fn closes_before(&self, closes: Date, by_working: bool) -> String {
        let closed = format!("You can apply for this vacancy until {}. You will still be learning then.", day(closes));
        if by_working {
            format!("{closed} Apply now, and ask whether you can learn while working there.")
        } else {
            format!(
                "{closed} Look for work like it afterwards. Or apply now, and ask whether you can learn it at work."
            )
        }
    }

    fn learns(&self, labels: &[&str], evc_only: bool) -> String {
        if evc_only {
            return format!("You get proof of what you can do already: {}.", joined(labels, "and"));
        }
        format!("Of what you lack, you learn this: {}.", joined(labels, "and"))
    }

    fn earns(&self, names: &[&str]) -> String {
        format!("This you get on paper, and you lack it now: {}.", joined(names, "and"))
    }

    fn remains(&self, labels: &[&str]) -> String {
        format!("In this you still have to grow after that: {}.", joined(labels, "and"))
    }

    fn nothing_remains(&self) -> &'static str {
        "After that you can do all that the vacancy asks."
    }

    fn remaining_gates(&self, names: &[&str]) -> String {
        format!("This you do not have yet then: {}.", joined(names, "and"))
    }

    fn over_budget(&self) -> &'static str {
        "Note: this way asks more time or money than you wanted. Discuss whether that can be done."
    }

    fn step(&self, title: &str, provider: &str, kind: RouteKind) -> String {
        let how = match kind {
            RouteKind::Bbl => "You work and learn at the same time at mbo",
            RouteKind::Dual => "You work and learn at the same time",
            RouteKind::ZijInstroom => "You begin to work and learn the profession with it",
            RouteKind::Evc => "An assessor looks at what you can do already",
            RouteKind::DerdeLeerweg => "This is mbo for adults",
            RouteKind::Certificate => "You get a certificate",
            RouteKind::ShortCourse => "This is a short course",
            RouteKind::SecondmentWithTraining => "You work elsewhere for a time and are taught there",
            RouteKind::WorkPlacement => "You work along for a time to get to know the work",
        };
        format!("{title}, at {provider}. {how}.")
    }

    fn may_begin(&self, verdict: EntryVerdict) -> &'static str {
        match verdict {
            EntryVerdict::Met => "You have what they ask beforehand.",
            EntryVerdict::NotMet => "You do not have yet what they ask beforehand.",
            EntryVerdict::Unknown => "Ask whether you may begin: not all is known.",
            EntryVerdict::EvcPossible => {
                "On paper you do not have what they ask. Perhaps a certificate of experience (EVC) is enough. Ask about it."
            }
        }
    }

    fn asks_nothing(&self) -> &'static str {
        "They ask nothing beforehand."
    }

    fn entry(&self, asked: &EntryAsked, verdict: EntryVerdict, lacking: &[&str]) -> String {
        match asked {
            EntryAsked::Level { asked, held, by_step } => {
                let level = education(*asked);
                match (verdict, held) {
                    (EntryVerdict::Met, _) if *by_step => {
                        format!("They ask {level}. You have that after the step before.")
                    }
                    (EntryVerdict::Met, _) => format!("They ask {level}. You have that."),
                    (EntryVerdict::EvcPossible, _) => {
                        format!("They ask {level}. You do not have that on paper. Ask whether an EVC is enough.")
                    }
                    (_, None) => format!("They ask {level}. Your level is not known."),
                    (_, Some(held)) => format!("They ask {level}. You have {}.", education(*held)),
                }
            }
            EntryAsked::Skills { .. } if lacking.is_empty() && verdict != EntryVerdict::Met => {
                "What you must be able to do beforehand, we see in part with you. Ask whether that is enough."
                    .to_owned()
            }
            EntryAsked::Skills { of, .. } if lacking.is_empty() => match of {
                1 => "What they ask beforehand, you can do.".to_owned(),
                _ => format!("Of the {of} things that you must be able to do beforehand, we see all with you."),
            },
            EntryAsked::Skills { shown, of, .. } => {
                let rest = joined(lacking, "and");
                match (shown, of) {
                    (0, 1) => format!("They ask this beforehand, and your profile does not have it: {rest}."),
                    _ => format!(
                        "Of the {of} things that you must be able to do beforehand, we see {shown} with you. Not: {rest}."
                    ),
                }
            }
            EntryAsked::Gate(gate) => phrases(Language::English).gate_name(gate),
        }
    }

    fn takes(&self, duration: Option<u32>, study: Option<u32>, work: Option<u32>) -> Option<String> {
        let study = study.filter(|hours| *hours > 0).map(|hours| format!("{hours} hours of study"));
        let work = work.filter(|hours| *hours > 0).map(|hours| format!("{hours} hours of work"));
        let hours: Vec<_> = [study, work].into_iter().flatten().collect();
        let hours: Vec<_> = hours.iter().map(String::as_str).collect();
        match (duration, hours.as_slice()) {
            (None, []) => None,
            (None, hours) => Some(format!("A week has {}.", joined(hours, "and"))),
            (Some(duration), []) => Some(format!("It takes {}.", weeks(duration))),
            (Some(duration), hours) => {
                Some(format!("It takes {}, with {} a week.", weeks(duration), joined(hours, "and")))
            }
        }
    }

    fn pays(&self, payer: Option<Payer>, euros: Option<u32>) -> String {
        match (payer, euros) {
            (Some(Payer::Employer), _) => "The employer pays.".to_owned(),
            (Some(Payer::Fund), _) => "A fund or subsidy pays.".to_owned(),
            (Some(Payer::Free), _) | (_, Some(0)) => "It costs you nothing.".to_owned(),
            (Some(Payer::Participant), Some(euros)) => format!("You pay {} yourself.", euro(euros)),
            (Some(Payer::Participant), None) => "You pay yourself. How much is not said.".to_owned(),
            (Some(Payer::Shared), Some(euros)) => {
                format!("It costs {}, which is shared. Ask what you pay.", euro(euros))
            }
            (Some(Payer::Shared), None) => "The cost is shared. Ask what you pay.".to_owned(),
            (None, Some(euros)) => format!("It costs {}. Ask who pays.", euro(euros)),
            (None, None) => "What it costs is not said. Ask about it.".to_owned(),
        }
    }

    fn way(&self, reason: &WayReason) -> String {
        match reason {
            WayReason::New { permille } => {
                format!(
                    "Of what this work asks, {} % is new to you. What you want to learn yourself does not count.",
                    permille / 10
                )
            }
            WayReason::Used { used, of } if used == of => "This work asks all that you learn.".to_owned(),
            WayReason::Used { used, of } => format!("Of the {of} things that you learn, this work asks {used}."),
            WayReason::Weeks { known: 0, and_more: true } => "How long it takes is not said.".to_owned(),
            WayReason::Weeks { known, and_more: true } => {
                format!("The way takes at least {}. Of one step it is not known.", weeks(*known))
            }
            WayReason::Weeks { known, and_more: false } => format!("The way takes {}.", weeks(*known)),
            WayReason::NothingToPay => "You pay nothing yourself.".to_owned(),
            WayReason::OwnEuros(euros) => format!("You pay {} yourself.", euro(*euros)),
            WayReason::OwnEurosAtLeast(euros) => {
                format!("You pay {} yourself. There may be more to pay. Ask how much.", euro(*euros))
            }
            WayReason::SharedEuros(euros) => format!("Of {} you pay a part. Ask how much.", euro(*euros)),
            WayReason::CostUnknown => "What you pay yourself is not said.".to_owned(),
            WayReason::Budget(check) => self.budget(check),
            WayReason::Wage { wage, enough } => {
                let (low, high) = (wage.min().get(), wage.max().get());
                let wage = if low == high {
                    euro(high.into())
                } else {
                    format!("{} to {}", euro(low.into()), euro(high.into()))
                };
                let less = if *enough { "" } else { " That is less than you wanted." };
                format!("On the way you earn {wage} gross a month at full time.{less}")
            }
            WayReason::JobGuaranteed => {
                "After this way you are sure of a job with the provider or employer.".to_owned()
            }
            WayReason::Far { distance, max_km } => {
                let far = advice(Language::English).distance_from_home(distance.metres, distance.approximate);
                format!("The lessons are far away: {far}. You want at most {max_km} kilometres.")
            }
            WayReason::BeginsOn(date) => self.begins(*date),
            WayReason::Ask(1) => "There is one thing to ask before you can begin.".to_owned(),
            WayReason::Ask(count) => format!("There are {count} things to ask before you can begin."),
        }
    }

    fn budget(&self, check: &BudgetCheck) -> String {
        let most = check.most;
        let (asks, want) = match check.limit {
            BudgetLimit::Weeks => (
                check.asked.map(|it| format!("The way takes {}", weeks(it))),
                format!("You want at most {}", weeks(most)),
            ),
            BudgetLimit::HoursPerWeek => {
                (check.asked.map(|it| format!("You study {it} hours a week")), format!("You want at most {most} hours"))
            }
            BudgetLimit::Euros => {
                (check.asked.map(|it| format!("It costs {}", euro(it))), format!("You can pay {}", euro(most)))
            }
        };
        let fits = match check.verdict {
            Verdict::Met => "That fits",
            Verdict::NotMet => "That does not fit",
            Verdict::Unknown => "Ask whether that fits",
        };
        let asks = asks.unwrap_or_else(|| match check.limit {
            BudgetLimit::Weeks => "How long it takes is not said".to_owned(),
            BudgetLimit::HoursPerWeek => "How many hours you study is not said".to_owned(),
            BudgetLimit::Euros => "What you pay is not said".to_owned(),
        });
        format!("{asks}. {want}. {fits}.")
    }

    fn begins(&self, date: Date) -> String {
        format!("The first start is on {}.", day(date))
    }

    fn begins_any_time(&self) -> &'static str {
        "You can begin at any time."
    }

    fn proves(&self) -> &'static str {
        "You learn nothing new here: you get proof of what you can do already."
    }

    fn shortens(&self, title: &str, shown: usize, of: usize) -> String {
        format!(
            "Of the {of} things that {title} teaches, you can do {shown} already. Perhaps {title} becomes shorter. By how \
             much, only its provider knows."
        )
    }

    fn teaches(&self, label: &str, evc: bool) -> String {
        if evc { format!("You get proof of this: {label}.") } else { format!("You learn this here: {label}.") }
    }

    fn teaches_in_part(&self, label: &str, evc: bool) -> String {
        if evc {
            format!("You get proof of part of this: {label}.")
        } else {
            format!("You learn part of this on the way: {label}.")
        }
    }

    fn ask_level(&self, title: &str) -> String {
        format!("Which level must I have for {title}?")
    }

    fn ask_evc(&self, title: &str) -> String {
        format!("Is a certificate of experience (EVC) enough to begin with {title}?")
    }

    fn ask_skills(&self, title: &str) -> String {
        format!("What must I really be able to do beforehand for {title}?")
    }

    fn ask_paper(&self, title: &str, name: &str) -> String {
        format!("Must I have this for {title}: {name}?")
    }

    fn ask_cost(&self, title: &str) -> String {
        format!("What do I pay myself for {title}, and what does the municipality pay?")
    }

    fn ask_shorter(&self, title: &str) -> String {
        format!("How much shorter does {title} become when I do an EVC first?")
    }

    fn ask_guarantee(&self, title: &str) -> String {
        format!("Am I sure of a job after {title}?")
    }

    fn skill_opens(&self, label: &str, opens: &Opens, wanted: bool) -> String {
        let wanted = if wanted { " You want to learn this already." } else { "" };
        match (opens.now, opens.nearer - opens.now) {
            (0, nearer) => {
                format!("Learn this, and a short course is enough for {}: {label}.{wanted}", vacancies(nearer))
            }
            (now, 0) => format!("Learn this, and {} would come within reach: {label}.{wanted}", vacancies(now)),
            (now, nearer) => format!(
                "Learn this, and {} would come within reach: {label}. A short course is then enough for another {nearer}.{wanted}",
                vacancies(now)
            ),
        }
    }

    fn route_opens(&self, opens: &Opens) -> String {
        format!("After this route, {} would be within reach.", vacancies(opens.now))
    }

    fn group_opens(&self, people: u64, of: usize, opens: u64) -> String {
        format!("This helps {people} of {of} people. For them together, {} would come within reach.", vacancies(opens))
    }

    fn no_routes(&self) -> &'static str {
        "No routes have been imported. So there is no way to be found."
    }

    fn no_paths(&self) -> &'static str {
        "We found no route that brings a fitting vacancy nearer. See whether a wish can be widened."
    }

    fn paths_note(&self) -> &'static str {
        "These are possibilities, not promises. Discuss them with your career adviser and ask the provider what holds for you."
    }

    fn no_skill_opens(&self) -> &'static str {
        "No single skill would bring a vacancy within reach. Look at the routes: they teach more at once."
    }

    fn nothing_opens(&self) -> &'static str {
        "No single skill and no route brings a vacancy within reach at once. Look for paths of two steps, or widen a wish."
    }

    fn few(&self, skills: usize, routes: usize) -> String {
        format!(
            "There are also {skills} skills and {routes} routes that help fewer than 5 people. Those are not shown."
        )
    }

    fn nothing_helps_enough(&self) -> &'static str {
        "Nothing helps at least 5 people of this group at once."
    }
}
