//! What a person can, knows and speaks, in English. Labels stand after a colon or between quotation marks where an article
//! or a verb form could clash.

use crate::{
    domain::{ConceptKind, Evidence, Level, OpportunityKind, Provenance, Recency, Relation},
    matching::WishKind,
    taxonomy::Nearness,
    texts::{
        phrases::{Ability, Asked, LevelShort, Origin, Shown},
        writing::sentence,
    },
};
use std::fmt::{self, Display};

pub(super) fn missing(asked: &Asked<'_>) -> String {
    let label = asked.ability.label;
    match (asked.relation, asked.provenance, asked.kind) {
        (Relation::Optional, ..) => sentence!("Not needed, but useful: {label}."),
        (_, Provenance::FromOccupation, OpportunityKind::Vacancy) => {
            sentence!("Still missing: {label}. The vacancy does not ask for it, but it belongs to the occupation.")
        }
        (Relation::Important, Provenance::Stated, OpportunityKind::Vacancy) => {
            sentence!("Still missing: {label}. You can learn it in the first months.")
        }
        _ => sentence!("Still missing: {label}."),
    }
}

pub(super) fn shown(asked: &Asked<'_>, shown: &Shown<'_>) -> String {
    match (shown.nearness, shown.level_short) {
        (None, Some(short)) => same_at_lower_level(shown, short),
        (None, None) => sentence!("{}{}", same(shown), evidence(shown.origin)),
        (Some(nearness), Some(short)) => {
            sentence!("{} {}{}", near(shown), link(nearness, shown.ability, asked.ability), lower_level(short))
        }
        (Some(nearness), None) => sentence!("{} {}", near(shown), link(nearness, shown.ability, asked.ability)),
    }
}

/// The person has the very thing that is asked.
fn same(shown: &Shown<'_>) -> impl Display {
    fmt::from_fn(move |f| {
        let Ability { label, kind } = shown.ability;
        match shown.origin {
            Origin::Own { recency, .. } => write!(f, "{}: {label}.", own(kind, recency)),
            Origin::Task => write!(f, "{}: {label}.", in_task(kind)),
            Origin::Occupation { name, essential } => {
                let likely = if essential { "Probably" } else { "Perhaps" };
                let have = match kind {
                    ConceptKind::Knowledge => "have this knowledge",
                    ConceptKind::Language => "speak this language",
                    _ => "can do this",
                };
                write!(f, "{likely} you {have}: {label}. It {} the occupation {name}.", belongs_to(essential))
            }
        }
    })
}

fn belongs_to(essential: bool) -> &'static str {
    if essential { "belongs to" } else { "sometimes belongs to" }
}

fn own(kind: ConceptKind, recency: Recency) -> impl Display {
    fmt::from_fn(move |f| {
        let verb = match (kind, recency) {
            (ConceptKind::Knowledge, Recency::Recent) => return f.write_str("You have this knowledge"),
            (ConceptKind::Language, Recency::Recent) => return f.write_str("You speak this language"),
            (_, Recency::Recent) => return f.write_str("You can do this"),
            (ConceptKind::Language, Recency::JustLearnt) => return f.write_str("You have just learnt this language"),
            (_, Recency::JustLearnt) => return f.write_str("You have just learnt this"),
            (ConceptKind::Knowledge, _) => "You used this knowledge",
            (ConceptKind::Language, _) => "You spoke this language",
            _ => "You did this",
        };
        write!(f, "{verb} {}", long_ago(recency))
    })
}

fn long_ago(recency: Recency) -> &'static str {
    match recency {
        Recency::Recent | Recency::JustLearnt => "recently",
        Recency::YearsAgo => "a few years ago",
        Recency::LongAgo => "more than five years ago",
    }
}

fn in_task(kind: ConceptKind) -> &'static str {
    match kind {
        ConceptKind::Knowledge => "You use this knowledge in your work already",
        ConceptKind::Language => "You speak this language in your work already",
        _ => "You do this in your work already",
    }
}

/// Paper or an employer behind what the person says; nothing more is said about the person's own word.
fn evidence(origin: Origin<'_>) -> &'static str {
    let Origin::Own { evidence, recency: Recency::Recent } = origin else { return "" };
    match evidence {
        Evidence::OwnWord => "",
        Evidence::Employer => " Your employer confirms it.",
        Evidence::Evc => " It is in your certificate of experience (EVC).",
        Evidence::Diploma => " You have a diploma or certificate for it.",
    }
}

fn same_at_lower_level(shown: &Shown<'_>, short: LevelShort) -> String {
    let Ability { label, kind } = shown.ability;
    let Origin::Own { recency, .. } = shown.origin else {
        return sentence!("{}{}", same(shown), lower_level(short));
    };
    let LevelShort { held, asked, .. } = short;
    sentence!("{} at level {held} of {}: {label}. Level {asked} is asked for.", own(kind, recency), Level::MAX)
}

fn lower_level(LevelShort { held, asked, stated }: LevelShort) -> impl Display {
    fmt::from_fn(move |f| {
        let opening = if stated { "Your level is" } else { "We assume level" };
        write!(f, " {opening} {held} of {}. Level {asked} is asked for.", Level::MAX)
    })
}

/// The person has something near what is asked.
fn near(shown: &Shown<'_>) -> impl Display {
    fmt::from_fn(move |f| {
        let Ability { label, kind } = shown.ability;
        match (shown.origin, kind) {
            (Origin::Own { recency: Recency::Recent, .. }, ConceptKind::Knowledge) => {
                write!(f, "You have this knowledge: {label}.")
            }
            (Origin::Own { recency: Recency::Recent, .. }, ConceptKind::Language) => write!(f, "You speak {label}."),
            (Origin::Own { recency: Recency::Recent, .. }, _) => write!(f, "You can {label}."),
            (Origin::Own { recency, .. }, _) => write!(f, "{}: {label}.", own(kind, recency)),
            (Origin::Task, _) => write!(f, "{}: {label}.", in_task(kind)),
            (Origin::Occupation { name, essential: true }, _) => write!(f, "The occupation {name} includes: {label}."),
            (Origin::Occupation { name, essential: false }, _) => {
                write!(f, "The occupation {name} sometimes includes: {label}.")
            }
        }
    })
}

fn link(nearness: Nearness, own: Ability<'_>, asked: Ability<'_>) -> impl Display {
    fmt::from_fn(move |f| {
        let label = asked.label;
        match nearness {
            Nearness::Narrower if own.kind == asked.kind => write!(f, "That is a form of “{label}”."),
            Nearness::Broader => write!(f, "Here it is about: {label}."),
            Nearness::Related if own.kind == asked.kind => write!(f, "That resembles “{label}”."),
            Nearness::Narrower | Nearness::Related | Nearness::Sibling => write!(f, "That has to do with “{label}”."),
        }
    })
}

pub(super) fn wish(kind: OpportunityKind, wish: WishKind, ability: Ability<'_>) -> String {
    let (keep, avoid) = match ability.kind {
        ConceptKind::Knowledge => ("keep using this knowledge", "no longer use this knowledge"),
        ConceptKind::Language => ("keep speaking this language", "no longer speak this language"),
        _ => ("keep doing this", "no longer do this"),
    };
    let opening = match wish {
        WishKind::Learn => "You want to learn this".to_owned(),
        WishKind::Keep => format!("You want to {keep}"),
        WishKind::Avoid => format!("You would rather {avoid}"),
    };
    let here = match (kind, wish) {
        (OpportunityKind::Vacancy, WishKind::Avoid) => "It does belong to this work",
        (OpportunityKind::Vacancy, _) => "It belongs to this work",
        (OpportunityKind::Route, WishKind::Avoid) => "It is asked for here all the same",
        (OpportunityKind::Route, _) => "It is asked for here",
    };
    format!("{opening}: {}. {here}.", ability.label)
}
