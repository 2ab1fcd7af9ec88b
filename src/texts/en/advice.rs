//! A conversation in English: facts, comparisons, changes and places in a list.

use super::{
    English,
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

fn this(kind: OpportunityKind) -> &'static str {
    match kind {
        OpportunityKind::Vacancy => "this vacancy",
        OpportunityKind::Route => "this learn-and-work route",
    }
}

fn many(kind: OpportunityKind, count: u64) -> String {
    let noun = match (kind, count) {
        (_, 1) => English.opportunity(kind),
        (OpportunityKind::Vacancy, _) => "vacancies",
        (OpportunityKind::Route, _) => "learn-and-work routes",
    };
    format!("{} {noun}", grouped(count, ','))
}

impl Advice for English {
    fn day(&self, day: Date) -> String {
        format!("{} {}", self.day_of_year(day), day.year())
    }

    fn day_of_year(&self, day: Date) -> String {
        let month = usize::try_from(day.month() - 1).ok().and_then(|month| MONTHS.get(month)).unwrap_or(&"");
        format!("{} {month}", day.day())
    }

    fn fact(&self, fact: FactKind) -> &'static str {
        match fact {
            FactKind::Organisation => "With",
            FactKind::RouteKind => "Kind",
            FactKind::Place => "Where",
            FactKind::Hours => "Work",
            FactKind::StudyHours => "Study",
            FactKind::Pay => "Pay",
            FactKind::Contract => "Contract",
            FactKind::WorkPattern => "Working times",
            FactKind::Remote => "At home or online",
            FactKind::Level => "Level",
            FactKind::Duration => "Duration",
            FactKind::Cost => "Cost",
            FactKind::Exit => "Leads to",
            FactKind::Closes => "Apply until",
            FactKind::Starts => "Start",
        }
    }

    fn hours_a_week(&self, range: &Range<HoursPerWeek>) -> String {
        format!("{} a week", hours(range))
    }

    fn pay_a_month(&self, range: &Range<EuroPerMonth>) -> String {
        format!("{} gross a month (at full time)", pay(range))
    }

    fn weeks(&self, weeks: Weeks) -> String {
        if weeks.get() == 1 { "1 week".to_owned() } else { format!("{weeks} weeks") }
    }

    fn payer(&self, payer: Payer) -> &'static str {
        match payer {
            Payer::Employer => "the employer pays",
            Payer::Participant => "you pay yourself",
            Payer::Fund => "a fund or subsidy pays",
            Payer::Shared => "the cost is shared",
            Payer::Free => "free",
        }
    }

    fn any_time(&self) -> &'static str {
        "at any time"
    }

    fn postcode(&self, digits: &str) -> String {
        format!("postcode {digits}")
    }

    fn distance_from_home(&self, metres: u32, approximate: bool) -> String {
        match (approximate, metres) {
            (true, ..1_000) => "in your region".to_owned(),
            (true, _) => format!("roughly {} from home", self.distance(to_whole_km(metres))),
            (false, _) => format!("{} from home", self.distance(metres)),
        }
    }

    fn remote_share(&self, kind: OpportunityKind, share: Percent) -> String {
        match kind {
            OpportunityKind::Vacancy => format!("{share}% of the time at home"),
            OpportunityKind::Route => format!("{share}% online"),
        }
    }

    fn wanted(&self, condition: &Condition) -> String {
        match condition {
            Condition::Travel { max_km } => format!("at most {max_km} kilometres of travel"),
            Condition::Hours(wanted) => self.hours_a_week(wanted),
            Condition::Pay { min } => format!("at least {} a month", euro(*min)),
            Condition::Contract(accepted) => any_of(&accepted.iter().map(|it| self.contract(it)).collect::<Vec<_>>()),
            Condition::WorkPattern(accepted) => {
                format!("work {}", any_of(&accepted.iter().map(|it| self.work_pattern(it)).collect::<Vec<_>>()))
            }
            Condition::Sector(accepted) => {
                format!("the sector {}", any_of(&accepted.iter().map(|it| self.sector(it)).collect::<Vec<_>>()))
            }
            Condition::Remote { min } => format!("at least {min}% of the time at home"),
            Condition::Mention(words) => format!("“{}” in the text", quotable(words)),
        }
    }

    fn set_apart(&self, kind: OpportunityKind, set_apart: &SetApart<'_>) -> String {
        match set_apart {
            SetApart::Nearest(class) => format!("{} is the nearest: {}.", capitalised(this(kind)), self.class(*class)),
            SetApart::Fits { wanted, fits: true } => format!("Only this one fits: {wanted}."),
            SetApart::Fits { wanted, fits: false } => format!("Only this one does not fit: {wanted}."),
            SetApart::Demands(name) => format!("Only this one demands: {name}."),
            SetApart::Asks { label, outcome } => {
                let have = match outcome {
                    RequirementOutcome::Met => "You have it.",
                    RequirementOutcome::PartlyMet => "You have it in part.",
                    RequirementOutcome::Missing => "You do not have it yet.",
                };
                format!("Only this one asks: {label}. {have}")
            }
            SetApart::DoesNotAsk(label) => {
                format!("{} does not ask, and the rest does: {label}.", capitalised(this(kind)))
            }
        }
    }

    fn no_longer_left_out(&self, kind: OpportunityKind, why: &Refusal<'_>) -> String {
        format!("At first {} was left out because {}. Not any more.", this(kind), refusal(kind, why))
    }

    fn no_longer_counts(&self, what: &str) -> String {
        format!("This does not count any more: {what}.")
    }

    fn rounding(&self) -> &'static str {
        "The rest is rounding."
    }

    fn weighs_otherwise(&self, part: &str, named: &[&str]) -> String {
        if !named.is_empty() {
            return format!("This now counts differently among {part}: {}.", joined(named, "and"));
        }
        format!("This counts otherwise now: {part}.")
    }

    fn counts_otherwise(&self, more: bool, what: &str) -> String {
        let how = if more { "more" } else { "less" };
        format!("This brings {how} now: {what}.")
    }

    fn level_enough(&self) -> &'static str {
        "Your level of education is high enough now."
    }

    fn only_others_moved(&self, up: bool) -> &'static str {
        if up { "Nothing changes here, but others go down." } else { "Nothing changes here, but others go before it." }
    }

    fn totals(&self, kind: OpportunityKind, before: u64, after: u64) -> String {
        let fit = if after == 1 { "fits" } else { "fit" };
        if before == after {
            return format!("{} still {fit}.", capitalised(&many(kind, after)));
        }
        format!("{} {fit} now. Before, it was {}.", capitalised(&many(kind, after)), grouped(before, ','))
    }

    fn list_change(&self, ListChange { depth, entered, left, moved }: ListChange) -> String {
        let told = |count: usize, what: &str| (count > 0).then(|| format!("{count} {what}"));
        let change = if moved == 1 { "changes its place or points" } else { "change their place or points" };
        let come = if entered == 1 { "comes in" } else { "come in" };
        let go = if left == 1 { "goes out" } else { "go out" };
        let told: Vec<_> = [told(entered, come), told(left, go), told(moved, change)].into_iter().flatten().collect();
        if told.is_empty() {
            return format!("Nothing changes in the best {depth}.");
        }
        let told: Vec<_> = told.iter().map(String::as_str).collect();
        format!("In the best {depth}, {}.", joined(&told, "and"))
    }

    fn class_count(&self, class: Class, before: u64, after: u64) -> String {
        let (before, after) = (grouped(before, ','), grouped(after, ','));
        format!("{}: {before} before, {after} now.", capitalised(self.class(class)))
    }

    fn list_place(&self, kind: OpportunityKind, rank: RankTold, shown: bool) -> String {
        let RankTold { rank, total, length } = rank;
        let (this, rank, total) = (this(kind), grouped(rank, ','), grouped(total, ','));
        // The place is by points, each near-duplicate counted: the list itself may have another order.
        if shown {
            return format!(
                "{} is in your list. By points it is number {rank} of the {total} that fit.",
                capitalised(this)
            );
        }
        format!("By points {this} is number {rank} of the {total} that fit. Your list shows {length} of them.")
    }

    fn points_short(&self, points: i32) -> String {
        let noun = if points == 1 { "point" } else { "points" };
        format!("The last one in your list has {points} {noun} more.")
    }

    fn as_many_points(&self) -> &'static str {
        "The last one in your list has as many points. Then the newest goes first."
    }

    fn mixed_away(&self) -> &'static str {
        "We alternate sectors and employers. So others go first."
    }

    fn shown_instead(&self, title: &str, organisation: &str) -> String {
        format!("Nearly the same is in your list already: “{}” at {organisation}.", quotable(title))
    }

    fn losses(&self, losses: &[(&str, i32)]) -> String {
        let parts: Vec<_> = losses.iter().map(|(label, points)| format!("{label} ({points})")).collect();
        let parts: Vec<_> = parts.iter().map(String::as_str).collect();
        format!("It gets more points for {}.", joined(&parts, "and"))
    }
}
