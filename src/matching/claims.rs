//! What the profile shows that a person can do: claimed skills, skills of tasks, languages, skills of occupations.

use super::rules;
use crate::{
    domain::{Evidence, LanguageLevel, Level, Profile, Recency, SkillWish, TaskWish},
    taxonomy::{ConceptNumber, TaskList, Taxonomy},
};

/// Something in the profile that shows a skill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The concept.
    pub concept: ConceptNumber,
    /// Where it stands.
    pub source: Source,
    /// Level, 1 to 5.
    pub level: u8,
    /// How much it counts, in thousandths: evidence and recency.
    pub strength_permille: u16,
    /// What shows it.
    pub evidence: Evidence,
    /// Whether it was used in work: only that makes one at home in a group of skills.
    pub practised: bool,
}

/// A place in the profile. The order is the one in which equal claims are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// `profile.skills[n]`.
    Skill(usize),
    /// `profile.tasks[n]`.
    Task(usize),
    /// `profile.credentials.languages[n]`.
    Language(usize),
    /// `profile.occupations[n]`.
    Occupation(usize),
    /// `steps[n]` of a path: not there yet, learnt on the way.
    Step(usize),
}

impl Source {
    /// Path in the request.
    #[must_use]
    pub fn path(self) -> String {
        match self {
            Self::Skill(number) => format!("profile.skills[{number}]"),
            Self::Task(number) => format!("profile.tasks[{number}]"),
            Self::Language(number) => format!("profile.credentials.languages[{number}]"),
            Self::Occupation(number) => format!("profile.occupations[{number}]"),
            Self::Step(number) => format!("steps[{number}]"),
        }
    }
}

/// The concepts behind a profile's references, in the order of the profile; none where nothing was understood.
pub(super) struct UnderstoodProfile {
    pub(super) skills: Vec<Option<ConceptNumber>>,
    pub(super) occupations: Vec<Option<ConceptNumber>>,
}

/// Everything the profile shows. Several claims may show the same concept; the best counts.
pub(super) fn claims(
    profile: &Profile,
    understood: &UnderstoodProfile,
    taxonomy: &Taxonomy,
    tasks: &TaskList,
) -> Vec<Claim> {
    let mut claims = skill_claims(profile, understood);
    claims.extend(task_claims(profile, taxonomy, tasks));
    claims.extend(language_claims(&profile.credentials.languages, taxonomy));
    claims.extend(occupation_claims(understood, taxonomy));
    claims
}

fn skill_claims(profile: &Profile, understood: &UnderstoodProfile) -> Vec<Claim> {
    let claimed = profile.skills.iter().zip(&understood.skills).enumerate();
    let claim = claimed.filter_map(|(number, (claim, concept))| {
        let not_yet = claim.wish == SkillWish::Learn && claim.level.is_none();
        if not_yet {
            return None;
        }
        let strength = permille_of(rules::evidence_permille(claim.evidence), rules::recency_permille(claim.recency));
        Some(Claim {
            concept: (*concept)?,
            source: Source::Skill(number),
            level: claim.level.map_or(rules::ASSUMED_LEVEL, |level| level.get()),
            strength_permille: strength,
            evidence: claim.evidence,
            practised: claim.recency != Recency::JustLearnt,
        })
    });
    claim.collect()
}

fn task_claims<'a>(
    profile: &'a Profile,
    taxonomy: &'a Taxonomy,
    tasks: &'a TaskList,
) -> impl Iterator<Item = Claim> + 'a {
    let done = profile.tasks.iter().enumerate().filter(|(_, choice)| choice.wish != TaskWish::Learn);
    done.flat_map(move |(number, choice)| {
        let skills = tasks.task(&choice.task).map(|task| task.skills.as_slice()).unwrap_or_default();
        skills.iter().filter_map(|key| taxonomy.concept(key.as_str())).map(move |concept| Claim {
            concept,
            source: Source::Task(number),
            level: rules::ASSUMED_LEVEL,
            strength_permille: rules::TASK_PERMILLE,
            evidence: Evidence::OwnWord,
            practised: true,
        })
    })
}

/// A language of which the person names the level is one they speak. Which concept it is, the taxonomy's names say; one that
/// has no concept for it asks for it by the hard conditions alone.
fn language_claims(languages: &[LanguageLevel], taxonomy: &Taxonomy) -> impl Iterator<Item = Claim> {
    let known = languages.iter().enumerate();
    known.filter_map(|(number, spoken)| {
        Some(Claim {
            concept: taxonomy.language(spoken.language)?,
            source: Source::Language(number),
            level: rules::language_level(spoken.level),
            strength_permille: rules::evidence_permille(Evidence::OwnWord),
            evidence: Evidence::OwnWord,
            practised: true,
        })
    })
}

fn occupation_claims(understood: &UnderstoodProfile, taxonomy: &Taxonomy) -> Vec<Claim> {
    let known = understood.occupations.iter().enumerate().filter_map(|(number, concept)| Some((number, (*concept)?)));
    let skills = known.flat_map(|(number, occupation)| {
        taxonomy.occupation_skills(occupation).iter().map(move |needed| Claim {
            concept: needed.skill,
            source: Source::Occupation(number),
            level: rules::ASSUMED_LEVEL,
            strength_permille: if needed.essential {
                rules::OCCUPATION_ESSENTIAL_PERMILLE
            } else {
                rules::OCCUPATION_OPTIONAL_PERMILLE
            },
            evidence: Evidence::OwnWord,
            practised: true,
        })
    });
    skills.collect()
}

/// What somebody shows who claims all skills of an occupation in their own words.
pub(super) fn of_all_skills(occupation: ConceptNumber, taxonomy: &Taxonomy) -> Vec<Claim> {
    let skills = taxonomy.occupation_skills(occupation).iter().enumerate().map(|(number, needed)| Claim {
        concept: needed.skill,
        source: Source::Skill(number),
        level: rules::ASSUMED_LEVEL,
        strength_permille: rules::evidence_permille(Evidence::OwnWord),
        evidence: Evidence::OwnWord,
        practised: true,
    });
    skills.collect()
}

impl Claim {
    /// What somebody has just learnt or proved: the same as such a skill of the profile.
    pub(super) fn learnt(concept: ConceptNumber, level: Level, evidence: Evidence, source: Source) -> Self {
        let strength = permille_of(rules::evidence_permille(evidence), rules::recency_permille(Recency::JustLearnt));
        Self { concept, source, level: level.get(), strength_permille: strength, evidence, practised: false }
    }
}

/// A share of a share, rounded down.
pub(super) fn permille_of(value: u16, permille: u16) -> u16 {
    u16::try_from(u32::from(value) * u32::from(permille) / 1_000).unwrap_or(u16::MAX)
}
