//! What letting go of a condition would bring, in Dutch.

use super::{
    Dutch,
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
    format!("Laat je {} los, dan {}.", joined(&names, "en"), come(kind, brings))
}

pub(super) fn step(kind: OpportunityKind, step: Step, brings: u64) -> String {
    let with = match step {
        Step::Travel(from, to) => format!("{to} in plaats van {from} kilometer"),
        Step::Hours(from, to) => format!("{} in plaats van {} per week", hours(&to), hours(&from)),
        Step::Pay(from, to) => format!("minstens {} in plaats van {} per maand", euro(to), euro(from)),
        Step::Remote(from, to) => {
            let how = match kind {
                OpportunityKind::Vacancy => "thuis werken",
                OpportunityKind::Route => "online leren",
            };
            format!("minstens {to}% in plaats van {from}% {how}")
        }
    };
    format!("Met {with} {}.", come(kind, brings))
}

fn come(kind: OpportunityKind, brings: u64) -> String {
    match (kind, brings) {
        (_, 1) => format!("komt er 1 {} bij", Dutch.opportunity(kind)),
        (OpportunityKind::Vacancy, _) => format!("komen er {} vacatures bij", grouped(brings, '.')),
        (OpportunityKind::Route, _) => format!("komen er {} leer-werkpaden bij", grouped(brings, '.')),
    }
}

fn name(kind: OpportunityKind, what: &Refusal<'_>) -> String {
    let name = match what {
        Refusal::Kind | Refusal::Closed => "wat je zoekt",
        Refusal::Sources => "de gekozen bronnen",
        Refusal::Sectors => "de gekozen sectoren",
        Refusal::Text => "je zoekwoorden",
        Refusal::Travel(_) => "de afstand",
        Refusal::Hours(_) => "het aantal uren",
        Refusal::Pay(_) => "het loon",
        Refusal::Contract => "het soort contract",
        Refusal::WorkPattern => "de werktijden",
        Refusal::Sector => "de sector van je voorkeur",
        Refusal::Remote(_) if kind == OpportunityKind::Vacancy => "het thuiswerken",
        Refusal::Remote(_) => "het online leren",
        Refusal::Mention(words) | Refusal::Criterion(words) => return format!("“{}”", quotable(words)),
    };
    name.to_owned()
}
