//! What a person can, knows and speaks, in Dutch. Labels stand after a colon wherever an article or a verb form could clash.

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
        (Relation::Optional, ..) => sentence!("Niet nodig, wel handig: {label}."),
        (_, Provenance::FromOccupation, OpportunityKind::Vacancy) => {
            sentence!("Je mist nog: {label}. De vacature noemt dit niet als eis, maar het hoort bij het beroep.")
        }
        (Relation::Important, Provenance::Stated, OpportunityKind::Vacancy) => {
            sentence!("Je mist nog: {label}. Dat kun je in de eerste maanden leren.")
        }
        _ => sentence!("Je mist nog: {label}."),
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
                let likely = if essential { "Waarschijnlijk" } else { "Misschien" };
                let have = match kind {
                    ConceptKind::Knowledge => "heb je deze kennis",
                    ConceptKind::Language => "spreek je deze taal",
                    _ => "kun je dit",
                };
                write!(f, "{likely} {have}: {label}. Dat {} het beroep {name}.", belongs_to(essential))
            }
        }
    })
}

fn belongs_to(essential: bool) -> &'static str {
    if essential { "hoort bij" } else { "hoort soms bij" }
}

fn own(kind: ConceptKind, recency: Recency) -> impl Display {
    fmt::from_fn(move |f| {
        let verb = match (kind, recency) {
            (ConceptKind::Knowledge, Recency::Recent) => return f.write_str("Deze kennis heb je"),
            (ConceptKind::Language, Recency::Recent) => return f.write_str("Deze taal spreek je"),
            (_, Recency::Recent) => return f.write_str("Dit kun je"),
            (ConceptKind::Knowledge, Recency::JustLearnt) => return f.write_str("Deze kennis heb je net geleerd"),
            (ConceptKind::Language, Recency::JustLearnt) => return f.write_str("Deze taal heb je net geleerd"),
            (_, Recency::JustLearnt) => return f.write_str("Dit heb je net geleerd"),
            (ConceptKind::Knowledge, _) => "Deze kennis gebruikte je",
            (ConceptKind::Language, _) => "Deze taal sprak je",
            _ => "Dit deed je",
        };
        write!(f, "{verb} {}", long_ago(recency))
    })
}

fn long_ago(recency: Recency) -> &'static str {
    match recency {
        Recency::Recent | Recency::JustLearnt => "kort geleden",
        Recency::YearsAgo => "een paar jaar geleden",
        Recency::LongAgo => "meer dan vijf jaar geleden",
    }
}

fn in_task(kind: ConceptKind) -> &'static str {
    match kind {
        ConceptKind::Knowledge => "Deze kennis gebruik je al in je werk",
        ConceptKind::Language => "Deze taal spreek je al in je werk",
        _ => "Dit doe je al in je werk",
    }
}

/// Paper or an employer behind what the person says; nothing more is said about the person's own word.
fn evidence(origin: Origin<'_>) -> &'static str {
    let Origin::Own { evidence, recency: Recency::Recent } = origin else { return "" };
    match evidence {
        Evidence::OwnWord => "",
        Evidence::Employer => " Je werkgever bevestigt dat.",
        Evidence::Evc => " Dat staat in je ervaringscertificaat (EVC).",
        Evidence::Diploma => " Je hebt er een diploma of certificaat voor.",
    }
}

fn same_at_lower_level(shown: &Shown<'_>, short: LevelShort) -> String {
    let Ability { label, kind } = shown.ability;
    let Origin::Own { recency, .. } = shown.origin else {
        return sentence!("{}{}", same(shown), lower_level(short));
    };
    let have = match (kind, recency) {
        (ConceptKind::Knowledge, Recency::Recent) => "Je hebt deze kennis".to_owned(),
        (ConceptKind::Language, Recency::Recent) => "Je spreekt deze taal".to_owned(),
        (_, Recency::Recent) => "Je kunt dit".to_owned(),
        (ConceptKind::Knowledge, Recency::JustLearnt) => "Je hebt deze kennis net geleerd".to_owned(),
        (ConceptKind::Language, Recency::JustLearnt) => "Je hebt deze taal net geleerd".to_owned(),
        (_, Recency::JustLearnt) => "Je hebt dit net geleerd".to_owned(),
        (ConceptKind::Knowledge, _) => format!("Je gebruikte deze kennis {}", long_ago(recency)),
        (ConceptKind::Language, _) => format!("Je sprak deze taal {}", long_ago(recency)),
        _ => format!("Je deed dit {}", long_ago(recency)),
    };
    let LevelShort { held, asked, .. } = short;
    sentence!("{have} op niveau {held} van {}: {label}. Gevraagd wordt niveau {asked}.", Level::MAX)
}

fn lower_level(LevelShort { held, asked, stated }: LevelShort) -> impl Display {
    fmt::from_fn(move |f| {
        let opening = if stated { "Je niveau is" } else { "We gaan uit van niveau" };
        write!(f, " {opening} {held} van {}. Gevraagd wordt niveau {asked}.", Level::MAX)
    })
}

/// The person has something near what is asked.
fn near(shown: &Shown<'_>) -> impl Display {
    fmt::from_fn(move |f| {
        let Ability { label, kind } = shown.ability;
        match (shown.origin, kind) {
            (Origin::Own { recency: Recency::Recent, .. }, ConceptKind::Knowledge) => {
                write!(f, "Je hebt deze kennis: {label}.")
            }
            (Origin::Own { recency: Recency::Recent, .. }, ConceptKind::Language) => write!(f, "Je spreekt {label}."),
            (Origin::Own { recency: Recency::Recent, .. }, _) => write!(f, "Je kunt {}.", of_yourself(label)),
            (Origin::Own { recency, .. }, _) => write!(f, "{}: {label}.", own(kind, recency)),
            (Origin::Task, _) => write!(f, "{}: {label}.", in_task(kind)),
            (Origin::Occupation { name, essential: true }, _) => write!(f, "Bij het beroep {name} hoort: {label}."),
            (Origin::Occupation { name, essential: false }, _) => {
                write!(f, "Bij het beroep {name} hoort soms: {label}.")
            }
        }
    })
}

/// “zich aanpassen” is “je aanpassen” in a sentence about “je”.
fn of_yourself(label: &str) -> impl Display {
    fmt::from_fn(move |f| match label.strip_prefix("zich ") {
        Some(rest) => write!(f, "je {rest}"),
        None => f.write_str(label),
    })
}

fn link(nearness: Nearness, own: Ability<'_>, asked: Ability<'_>) -> impl Display {
    fmt::from_fn(move |f| {
        let label = after_preposition(asked.label);
        match nearness {
            Nearness::Narrower if own.kind == asked.kind => write!(f, "Dat is een vorm van{label}."),
            Nearness::Broader => write!(f, "Hier gaat het om: {}.", asked.label),
            Nearness::Related if own.kind == asked.kind => write!(f, "Dat lijkt op{label}."),
            Nearness::Narrower | Nearness::Related | Nearness::Sibling => write!(f, "Dat heeft te maken met{label}."),
        }
    })
}

/// Words with which a label cannot follow a preposition: “dat lijkt op met de computer werken”.
const CLASHING: [&str; 17] = [
    "aan", "bij", "door", "in", "met", "na", "naar", "om", "onder", "op", "over", "tegen", "uit", "van", "voor",
    "zich", "zonder",
];

/// The label with the white space before it, and a colon where it would clash.
fn after_preposition(label: &str) -> impl Display {
    fmt::from_fn(move |f| {
        let clashes = label.split(' ').next().is_some_and(|first| CLASHING.contains(&first));
        if clashes { write!(f, ": {label}") } else { write!(f, " {label}") }
    })
}

pub(super) fn wish(kind: OpportunityKind, wish: WishKind, ability: Ability<'_>) -> String {
    let verb = match ability.kind {
        ConceptKind::Knowledge => "gebruiken",
        ConceptKind::Language => "spreken",
        _ => "doen",
    };
    let what = match ability.kind {
        ConceptKind::Knowledge => "Deze kennis",
        ConceptKind::Language => "Deze taal",
        _ => "Dit",
    };
    let opening = match wish {
        WishKind::Learn => "Dit wil je leren".to_owned(),
        WishKind::Keep => format!("{what} wil je blijven {verb}"),
        WishKind::Avoid => format!("{what} wil je liever niet meer {verb}"),
    };
    let here = match (kind, wish) {
        (OpportunityKind::Vacancy, WishKind::Avoid) => "Dat hoort wel bij dit werk",
        (OpportunityKind::Vacancy, _) => "Dat hoort bij dit werk",
        (OpportunityKind::Route, WishKind::Avoid) => "Dat wordt hier wel gevraagd",
        (OpportunityKind::Route, _) => "Dat wordt hier gevraagd",
    };
    format!("{opening}: {}. {here}.", ability.label)
}
