//! What is said about how far an opportunity is from the work of now.

use super::{compose::Teller, phrases::FromHome};
use crate::{domain::Opportunity, matching::ExplorationResult};

pub(super) fn sentence(teller: &Teller<'_>, result: &ExplorationResult) -> String {
    let sector = match &teller.explained.listed.opportunity {
        Opportunity::Vacancy(vacancy) => vacancy.sector,
        Opportunity::Route(_) => None,
    };
    let from = FromHome {
        wanted: result.wanted,
        away: result.away,
        occupation: result.occupation.map(|occupation| teller.label(occupation)),
        department: teller.profile.origin,
        sector,
    };
    teller.phrases.from_home(teller.kind(), &from)
}
