//! How far something is from the work of now, in English.

use super::English;
use crate::{
    domain::{Department, Exploration, OpportunityKind},
    matching::Away,
    texts::phrases::{FromHome, Labels},
};

pub(super) fn from_home(kind: OpportunityKind, from: &FromHome<'_>) -> String {
    let wanted = match from.wanted {
        Exploration::StayNear => "You want to stay near your work of now.",
        Exploration::LookAround => "You want to look around.",
        Exploration::SurpriseMe => "You want to be surprised.",
    };
    format!("{} {wanted}", place(kind, from))
}

fn place(kind: OpportunityKind, from: &FromHome<'_>) -> String {
    let occupation = from.occupation.map(|name| format!(": {name}")).unwrap_or_default();
    let sector = from.sector.map(|sector| format!(": {}", English.sector(sector))).unwrap_or_default();
    let this_is = match kind {
        OpportunityKind::Vacancy => "This is",
        OpportunityKind::Route => "You learn here for",
    };
    match (from.away, from.department) {
        (Some(Away::SameWork), _) => format!("{this_is} work that you do already{occupation}."),
        (Some(Away::SameDepartment), Some(department)) if department != Department::Other => {
            format!("{this_is} work of {}{occupation}.", English.department(department))
        }
        (Some(Away::SameDepartment), _) => format!("{this_is} work of a department like yours{occupation}."),
        (Some(Away::SameSector), _) => format!("This is other work in your own sector{sector}."),
        (Some(Away::OtherSector), _) => format!("This is another sector than now{sector}."),
        (None, _) => match kind {
            OpportunityKind::Vacancy => "We do not know how far this is from your work of now.".to_owned(),
            OpportunityKind::Route => "This route does not say in which sector you will work.".to_owned(),
        },
    }
}
