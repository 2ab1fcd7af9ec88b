//! What is said about a requirement: that it is missing, or what shows it and where that falls short.

use super::{
    compose::Teller,
    phrases::{Asked, LevelShort, Origin, Shown},
};
use crate::{
    domain::{ConceptReference, Evidence, Level, Recency},
    matching::{Backing, Claim, RequirementResult, Source, rules},
};

pub(super) fn sentence(teller: &Teller<'_>, result: &RequirementResult) -> String {
    let asked = Asked {
        ability: teller.ability(result.concept),
        relation: result.relation,
        provenance: result.provenance,
        kind: teller.kind(),
    };
    match &result.backing {
        None => teller.phrases.missing(&asked),
        Some(backing) => teller.phrases.shown(&asked, &shown(teller, backing, result.min_level)),
    }
}

fn shown<'a>(teller: &Teller<'a>, backing: &Backing, min_level: Option<Level>) -> Shown<'a> {
    let claim = &backing.claim;
    let asked = min_level.filter(|asked| claim.level < asked.get());
    let stated = match claim.source {
        Source::Skill(number) => teller.profile.skills.get(number).is_some_and(|it| it.level.is_some()),
        Source::Language(_) => true,
        Source::Task(_) | Source::Occupation(_) | Source::Step(_) => false,
    };
    Shown {
        ability: teller.ability(claim.concept),
        nearness: backing.nearness,
        origin: origin(teller, claim),
        level_short: asked.map(|asked| LevelShort { held: claim.level, asked, stated }),
    }
}

fn origin<'a>(teller: &Teller<'a>, claim: &Claim) -> Origin<'a> {
    match claim.source {
        Source::Skill(number) => match teller.profile.skills.get(number) {
            Some(own) => Origin::Own { recency: own.recency, evidence: own.evidence },
            None => Origin::Own { recency: Recency::Recent, evidence: Evidence::OwnWord },
        },
        Source::Task(_) => Origin::Task,
        Source::Language(_) | Source::Step(_) => Origin::Own { recency: Recency::Recent, evidence: claim.evidence },
        Source::Occupation(number) => Origin::Occupation {
            name: occupation(teller, number),
            essential: claim.strength_permille >= rules::OCCUPATION_ESSENTIAL_PERMILLE,
        },
    }
}

/// The person's own words for an occupation, or its label where the profile names it by key.
pub(super) fn occupation<'a>(teller: &Teller<'a>, number: usize) -> &'a str {
    match teller.profile.occupations.get(number) {
        Some(ConceptReference::Text(words)) => words,
        Some(ConceptReference::Key(key)) => {
            teller.taxonomy.concept(key.as_str()).map_or(key.as_str(), |concept| teller.label(concept))
        }
        None => "",
    }
}
