//! What letting go of a condition would bring, in English.

use super::{
    English,
    conditions::{euro, hours},
};
use crate::{
    domain::OpportunityKind,
    texts::{
        phrases::{Labels, Refusal, Step},
        writing::{grouped, joined, quotable},
    },
};

pub(super) fn let_go(kind: OpportunityKind, what: &[Refusal<'_>], brings: u64) -> String {
    let names: Vec<_> = what.iter().map(|it| name(kind, it)).collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    format!("Without {} there {}.", joined(&names, "and"), are(kind, brings))
}

pub(super) fn step(kind: OpportunityKind, step: Step, brings: u64) -> String {
    let with = match step {
        Step::Travel(from, to) => format!("{to} instead of {from} km"),
        Step::Hours(from, to) => format!("{} instead of {} a week", hours(&to), hours(&from)),
        Step::Pay(from, to) => format!("at least {} instead of {} a month", euro(to), euro(from)),
        Step::Remote(from, to) => {
            let how = match kind {
                OpportunityKind::Vacancy => "from home",
                OpportunityKind::Route => "online",
            };
            format!("at least {to}% instead of {from}% {how}")
        }
    };
    format!("With {with} there {}.", are(kind, brings))
}

fn are(kind: OpportunityKind, brings: u64) -> String {
    match (kind, brings) {
        (_, 1) => format!("is 1 {} more", English.opportunity(kind)),
        (OpportunityKind::Vacancy, _) => format!("are {} vacancies more", grouped(brings, ',')),
        (OpportunityKind::Route, _) => format!("are {} learn-and-work routes more", grouped(brings, ',')),
    }
}

fn name(kind: OpportunityKind, what: &Refusal<'_>) -> String {
    let name = match what {
        Refusal::Kind | Refusal::Closed => "what you look for",
        Refusal::Sources => "the chosen sources",
        Refusal::Sectors => "the chosen sectors",
        Refusal::Text => "your search words",
        Refusal::Travel(_) => "your limit on distance",
        Refusal::Hours(_) => "your wish about hours",
        Refusal::Pay(_) => "your wish about pay",
        Refusal::Contract => "your wish about the contract",
        Refusal::WorkPattern => "your wish about times of work",
        Refusal::Sector => "your wish about the sector",
        Refusal::Remote(_) if kind == OpportunityKind::Vacancy => "your wish to work from home",
        Refusal::Remote(_) => "your wish to learn online",
        Refusal::Mention(words) | Refusal::Criterion(words) => return format!("“{}”", quotable(words)),
    };
    name.to_owned()
}
