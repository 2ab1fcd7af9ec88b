//! How far something is from the work of now, in Dutch.

use super::Dutch;
use crate::{
    domain::{Department, Exploration, OpportunityKind},
    matching::Away,
    texts::phrases::{FromHome, Labels},
};

pub(super) fn from_home(kind: OpportunityKind, from: &FromHome<'_>) -> String {
    let wanted = match from.wanted {
        Exploration::StayNear => "Jij wilt dicht bij je werk van nu blijven.",
        Exploration::LookAround => "Jij wilt rondkijken.",
        Exploration::SurpriseMe => "Jij wilt verrast worden.",
    };
    format!("{} {wanted}", place(kind, from))
}

fn place(kind: OpportunityKind, from: &FromHome<'_>) -> String {
    let occupation = from.occupation.map(|name| format!(": {name}")).unwrap_or_default();
    let sector = from.sector.map(|sector| format!(": {}", Dutch.sector(sector))).unwrap_or_default();
    let this_is = match kind {
        OpportunityKind::Vacancy => "Dit is",
        OpportunityKind::Route => "Je leert hier voor",
    };
    match (from.away, from.department) {
        (Some(Away::SameWork), _) => format!("{this_is} werk dat je al doet{occupation}."),
        (Some(Away::SameDepartment), Some(department)) if department != Department::Other => {
            format!("{this_is} werk van {}{occupation}.", Dutch.department(department))
        }
        (Some(Away::SameDepartment), _) => format!("{this_is} werk van een afdeling als die van jou{occupation}."),
        (Some(Away::SameSector), _) => format!("Dit is ander werk in je eigen sector{sector}."),
        (Some(Away::OtherSector), _) => format!("Dit is een andere sector dan nu{sector}."),
        (None, _) => match kind {
            OpportunityKind::Vacancy => "We weten niet hoe ver dit van je werk van nu af ligt.".to_owned(),
            OpportunityKind::Route => "Bij dit leer-werkpad staat niet in welke sector je gaat werken.".to_owned(),
        },
    }
}
