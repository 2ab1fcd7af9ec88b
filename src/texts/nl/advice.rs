//! A conversation in Dutch: facts, comparisons, changes and places in a list.

use super::{
    Dutch,
    conditions::{any_of, euro, hours, pay, refusal},
};
use crate::{
    domain::{Condition, EuroPerMonth, HoursPerWeek, OpportunityKind, Payer, Percent, Range, Weeks},
    matching::{Class, RequirementOutcome},
    texts::{
        advice::{Advice, FactKind, ListChange, RankTold, SetApart, capitalised},
        phrases::{Labels, Refusal},
        writing::{grouped, joined, quotable, to_whole_km},
    },
};
use jiff::civil::Date;

const MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
];

fn this(kind: OpportunityKind) -> &'static str {
    match kind {
        OpportunityKind::Vacancy => "deze vacature",
        OpportunityKind::Route => "dit leer-werkpad",
    }
}

fn many(kind: OpportunityKind, count: u64) -> String {
    let noun = match (kind, count) {
        (_, 1) => Dutch.opportunity(kind),
        (OpportunityKind::Vacancy, _) => "vacatures",
        (OpportunityKind::Route, _) => "leer-werkpaden",
    };
    format!("{} {noun}", grouped(count, '.'))
}

impl Advice for Dutch {
    fn day(&self, day: Date) -> String {
        format!("{} {}", self.day_of_year(day), day.year())
    }

    fn day_of_year(&self, day: Date) -> String {
        let month = usize::try_from(day.month() - 1).ok().and_then(|month| MONTHS.get(month)).unwrap_or(&"");
        format!("{} {month}", day.day())
    }

    fn fact(&self, fact: FactKind) -> &'static str {
        match fact {
            FactKind::Organisation => "Bij",
            FactKind::RouteKind => "Soort",
            FactKind::Place => "Waar",
            FactKind::Hours => "Werken",
            FactKind::StudyHours => "Leren",
            FactKind::Pay => "Loon",
            FactKind::Contract => "Contract",
            FactKind::WorkPattern => "Werktijden",
            FactKind::Remote => "Thuis of online",
            FactKind::Level => "Niveau",
            FactKind::Duration => "Duur",
            FactKind::Cost => "Kosten",
            FactKind::Exit => "Je haalt",
            FactKind::Closes => "Reageren kan tot en met",
            FactKind::Starts => "Start",
        }
    }

    fn hours_a_week(&self, range: &Range<HoursPerWeek>) -> String {
        format!("{} per week", hours(range))
    }

    fn pay_a_month(&self, range: &Range<EuroPerMonth>) -> String {
        format!("{} bruto per maand (bij een volle werkweek)", pay(range))
    }

    fn weeks(&self, weeks: Weeks) -> String {
        if weeks.get() == 1 { "1 week".to_owned() } else { format!("{weeks} weken") }
    }

    fn payer(&self, payer: Payer) -> &'static str {
        match payer {
            Payer::Employer => "de werkgever betaalt",
            Payer::Participant => "je betaalt zelf",
            Payer::Fund => "een fonds of subsidie betaalt",
            Payer::Shared => "de kosten worden gedeeld",
            Payer::Free => "gratis",
        }
    }

    fn any_time(&self) -> &'static str {
        "op elk moment"
    }

    fn postcode(&self, digits: &str) -> String {
        format!("postcode {digits}")
    }

    fn distance_from_home(&self, metres: u32, approximate: bool) -> String {
        match (approximate, metres) {
            (true, ..1_000) => "bij jou in de regio".to_owned(),
            (true, _) => format!("ruw geschat {} van huis", self.distance(to_whole_km(metres))),
            (false, _) => format!("{} van huis", self.distance(metres)),
        }
    }

    fn remote_share(&self, kind: OpportunityKind, share: Percent) -> String {
        match kind {
            OpportunityKind::Vacancy => format!("{share}% van de tijd thuis"),
            OpportunityKind::Route => format!("{share}% online"),
        }
    }

    fn wanted(&self, condition: &Condition) -> String {
        match condition {
            Condition::Travel { max_km } => format!("hoogstens {max_km} kilometer reizen"),
            Condition::Hours(wanted) => self.hours_a_week(wanted),
            Condition::Pay { min } => format!("minstens {} per maand", euro(*min)),
            Condition::Contract(accepted) => any_of(&accepted.iter().map(|it| self.contract(it)).collect::<Vec<_>>()),
            Condition::WorkPattern(accepted) => {
                format!("werken {}", any_of(&accepted.iter().map(|it| self.work_pattern(it)).collect::<Vec<_>>()))
            }
            Condition::Sector(accepted) => {
                format!("de sector {}", any_of(&accepted.iter().map(|it| self.sector(it)).collect::<Vec<_>>()))
            }
            Condition::Remote { min } => format!("minstens {min}% thuis werken"),
            Condition::Mention(words) => format!("“{}” in de tekst", quotable(words)),
        }
    }

    fn set_apart(&self, kind: OpportunityKind, set_apart: &SetApart<'_>) -> String {
        match set_apart {
            SetApart::Nearest(class) => {
                format!("{} is het dichtst bij: {}.", capitalised(this(kind)), self.class(*class))
            }
            SetApart::Fits { wanted, fits: true } => format!("Alleen hier past: {wanted}."),
            SetApart::Fits { wanted, fits: false } => format!("Alleen hier past niet: {wanted}."),
            SetApart::Demands(name) => format!("Alleen hier is verplicht: {name}."),
            SetApart::Asks { label, outcome } => {
                let have = match outcome {
                    RequirementOutcome::Met => "Dat heb je.",
                    RequirementOutcome::PartlyMet => "Dat heb je voor een deel.",
                    RequirementOutcome::Missing => "Dat mis je nog.",
                };
                format!("Alleen hier wordt gevraagd: {label}. {have}")
            }
            SetApart::DoesNotAsk(label) => {
                format!("{} vraagt niet, en de rest wel: {label}.", capitalised(this(kind)))
            }
        }
    }

    fn no_longer_left_out(&self, kind: OpportunityKind, why: &Refusal<'_>) -> String {
        format!("Eerst viel {} af omdat {}. Nu niet meer.", this(kind), refusal(kind, why))
    }

    fn no_longer_counts(&self, what: &str) -> String {
        format!("Dit telt niet meer mee: {what}.")
    }

    fn weighs_otherwise(&self, part: &str, named: &[&str]) -> String {
        if named.is_empty() {
            return format!("Dit telt nu anders mee: {part}.");
        }
        format!("Dit telt nu anders mee bij {part}: {}.", joined(named, "en"))
    }

    fn rounding(&self) -> &'static str {
        "De rest is afronding."
    }

    fn counts_otherwise(&self, more: bool, what: &str) -> String {
        let how = if more { "meer" } else { "minder" };
        format!("Dit levert nu {how} op: {what}.")
    }

    fn level_enough(&self) -> &'static str {
        "Je opleidingsniveau is nu hoog genoeg."
    }

    fn only_others_moved(&self, up: bool) -> &'static str {
        if up {
            "Hier verandert niets, maar andere kansen zakken."
        } else {
            "Hier verandert niets, maar andere kansen gaan voor."
        }
    }

    fn totals(&self, kind: OpportunityKind, before: u64, after: u64) -> String {
        let fit = if after == 1 { "past" } else { "passen" };
        if before == after {
            return format!("Er {fit} nog steeds {}.", many(kind, after));
        }
        format!("Er {fit} nu {}. Eerst waren dat er {}.", many(kind, after), grouped(before, '.'))
    }

    fn list_change(&self, ListChange { depth, entered, left, moved }: ListChange) -> String {
        let come = |count: usize, one: &str, more: &str| match count {
            0 => None,
            1 => Some(format!("{one} er 1")),
            _ => Some(format!("{more} er {count}")),
        };
        let told = [come(entered, "komt", "komen").map(|it| format!("{it} bij"))];
        let told = told.into_iter().chain([
            come(left, "valt", "vallen").map(|it| format!("{it} uit")),
            come(moved, "verandert", "veranderen").map(|it| format!("{it} van plaats of punten")),
        ]);
        let told: Vec<_> = told.flatten().collect();
        if told.is_empty() {
            return format!("In de beste {depth} verandert niets.");
        }
        let told: Vec<_> = told.iter().map(String::as_str).collect();
        format!("In de beste {depth} {}.", joined(&told, "en"))
    }

    fn class_count(&self, class: Class, before: u64, after: u64) -> String {
        let (before, after) = (grouped(before, '.'), grouped(after, '.'));
        format!("{}: eerst {before}, nu {after}.", capitalised(self.class(class)))
    }

    fn list_place(&self, kind: OpportunityKind, rank: RankTold, shown: bool) -> String {
        let RankTold { rank, total, length } = rank;
        let (this, rank, total) = (this(kind), grouped(rank, '.'), grouped(total, '.'));
        // The place is by points, each near-duplicate counted: the list itself may have another order.
        if shown {
            return format!(
                "{} staat in je lijst. Op punten is dat plaats {rank} van de {total} die passen.",
                capitalised(this)
            );
        }
        format!("Op punten staat {this} op plaats {rank} van de {total} die passen. Je lijst toont er {length}.")
    }

    fn points_short(&self, points: i32) -> String {
        let noun = if points == 1 { "punt" } else { "punten" };
        format!("De laatste in je lijst heeft {points} {noun} meer.")
    }

    fn as_many_points(&self) -> &'static str {
        "De laatste in je lijst heeft evenveel punten. Dan gaat de nieuwste voor."
    }

    fn mixed_away(&self) -> &'static str {
        "We wisselen sectoren en werkgevers af. Daardoor gaan andere voor."
    }

    fn shown_instead(&self, title: &str, organisation: &str) -> String {
        format!("Bijna hetzelfde staat al in je lijst: “{}” van {organisation}.", quotable(title))
    }

    fn losses(&self, losses: &[(&str, i32)]) -> String {
        let parts: Vec<_> = losses.iter().map(|(label, points)| format!("{label} ({points})")).collect();
        let parts: Vec<_> = parts.iter().map(String::as_str).collect();
        format!("Die krijgt meer punten voor {}.", joined(&parts, "en"))
    }
}
