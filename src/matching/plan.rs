//! A profile made ready to be matched: what was understood, what it is worth, what is asked.

use super::{
    claims::{self, Claim, UnderstoodProfile},
    conditions::{self, Judged, JudgedField},
    credits::Backings,
    exploration::Dial,
    gates::Held,
    kinship::Kinships,
    rules,
    thresholds::Thresholds,
    wishes::Wishes,
    without::Without,
};
use crate::{
    document::Columns,
    domain::{
        ConceptKind, ConceptReference, Coordinates, Exploration, Invalid, NlqfLevel, OpportunityKind, PartKind,
        Profile, SkillClaim,
    },
    places::{Located, Places},
    taxonomy::{ABILITIES, ConceptNumber, Found, Resolution, TaskList, Taxonomy},
};
use loopbaanbrug_index::{Credits, Snapshot};
use std::sync::Arc;
use thiserror::Error;

/// What a profile is matched against: one state of everything.
#[derive(Clone, Copy)]
pub struct World<'a> {
    /// The taxonomy that the index was built with.
    pub taxonomy: &'a Taxonomy,
    /// The core tasks.
    pub tasks: &'a TaskList,
    /// The places.
    pub places: &'a Places,
    /// The documents.
    pub index: &'a Snapshot,
    /// Where their columns stand.
    pub columns: &'a Columns,
}

/// A profile made ready for one [`World`]. Holds nothing that outlives the question.
pub struct Plan<'a> {
    pub(super) world: World<'a>,
    pub(super) backings: Backings,
    pub(super) credits: Credits,
    pub(super) wishes: Wishes,
    pub(super) kinships: Arc<Kinships>,
    /// Weight of what a vacancy does not say.
    pub(super) unsaid: u64,
    pub(super) thresholds: Thresholds,
    /// Shared with the plans of the same person [after](Self::after) a way of learning.
    pub(super) conditions: Arc<[Judged]>,
    pub(super) held: Held,
    pub(super) nlqf: Option<NlqfLevel>,
    pub(super) home: Option<Home>,
    pub(super) dial: Option<Arc<Dial>>,
    pub(super) exploration: Option<Exploration>,
    understandings: Vec<Understanding>,
}

/// Where travel is measured from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Home {
    pub(super) coordinates: Coordinates,
    pub(super) approximate: bool,
}

impl From<Located> for Home {
    fn from(located: Located) -> Self {
        Self { coordinates: located.coordinates, approximate: located.approximate }
    }
}

/// How words of the profile were understood.
#[derive(Clone, Debug)]
pub struct Understanding {
    /// Path of the field.
    pub field: String,
    /// The words as given, or the key of a concept that is unknown or was replaced.
    pub text: String,
    /// The concept that is used; none when nothing was sure enough.
    pub concept: Option<ConceptNumber>,
    /// What else it could have been, best first.
    pub alternatives: Vec<Found>,
}

/// Why a profile cannot be made ready.
#[derive(Debug, Error)]
pub enum PlanError {
    /// What is wrong with it, all of it.
    #[error("{} problems in the profile", .0.len())]
    Profile(Vec<PlanProblem>),
    /// The index cannot be read; the profile has nothing to do with it.
    #[error(transparent)]
    Index(#[from] loopbaanbrug_index::Error),
}

/// Something in the profile that cannot be used as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanProblem {
    /// Path of the field.
    pub field: String,
    /// What is wrong.
    pub problem: Invalid,
}

impl<'a> Plan<'a> {
    /// Makes a profile ready.
    ///
    /// # Errors
    /// [`PlanError::Profile`] with every problem: a task that no list has, travel without a home, a postcode that no table has,
    /// too many words to look for. [`PlanError::Index`] when the index cannot be read.
    pub fn new(profile: &Profile, world: World<'a>) -> Result<Self, PlanError> {
        Self::without(profile, world, Without::default())
    }

    /// The same with parts of the similarity left out, to measure what they add.
    ///
    /// # Errors
    /// As [`Plan::new`].
    pub fn without(profile: &Profile, world: World<'a>, without: Without) -> Result<Self, PlanError> {
        let mut problems = unknown_tasks(profile, world.tasks);
        let conditions = conditions::prepare(profile, &world, &mut problems)?;
        if !problems.is_empty() {
            return Err(PlanError::Profile(problems));
        }
        let mut understandings = Vec::new();
        let understood = understand(profile, world.taxonomy, &mut understandings);
        let claims = claims::claims(profile, &understood, world.taxonomy, world.tasks);
        let backings = Backings::of(&claims, world.taxonomy, without);
        let located = profile.home.and_then(|home| world.places.locate(home));
        Ok(Self {
            world,
            credits: backings.table(),
            backings,
            wishes: Wishes::of(profile, &understood, world.taxonomy, world.tasks),
            kinships: Arc::new(Kinships::of(&understood.occupations, world.taxonomy, without)),
            thresholds: Thresholds::of(world.taxonomy),
            unsaid: if without.unsaid { 0 } else { rules::UNSAID_WEIGHT },
            conditions: conditions.into(),
            held: Held::of(&profile.credentials),
            nlqf: profile.nlqf,
            home: located.map(Home::from),
            exploration: profile.exploration,
            dial: Dial::of(profile, &understood, world.taxonomy, world.tasks).map(Arc::new),
            understandings,
        })
    }

    /// The same person with more to show: what was learnt, the level reached and diplomas by the hash of their name. It
    /// explains; it does not scan.
    pub(super) fn after(&self, learnt: &[Claim], nlqf: Option<NlqfLevel>, diplomas: &[i32]) -> Self {
        Self {
            world: self.world,
            backings: self.backings.with(learnt, self.world.taxonomy),
            credits: Credits::none(),
            wishes: self.wishes.clone(),
            kinships: Arc::clone(&self.kinships),
            unsaid: self.unsaid,
            thresholds: self.thresholds,
            exploration: self.exploration,
            dial: self.dial.clone(),
            conditions: Arc::clone(&self.conditions),
            held: self.held.with(diplomas),
            nlqf,
            home: self.home,
            understandings: Vec::new(),
        }
    }

    /// How the words of the profile were understood.
    #[must_use]
    pub fn understandings(&self) -> &[Understanding] {
        &self.understandings
    }

    /// Whether sectors and employers are mixed.
    #[must_use]
    pub fn mixes(&self) -> bool {
        self.exploration.and_then(rules::mix_points).is_some()
    }

    /// Most points that any opportunity of a kind can get from this profile.
    #[must_use]
    pub fn points_possible(&self, kind: OpportunityKind) -> i32 {
        PartKind::ALL.into_iter().map(|part| self.part_possible(part, kind)).sum()
    }

    /// Most points that a part can bring with any opportunity of a kind, whatever an opportunity says or leaves unsaid.
    #[must_use]
    pub fn part_possible(&self, part: PartKind, kind: OpportunityKind) -> i32 {
        let conditions = |of: fn(&JudgedField) -> bool| {
            self.conditions.iter().filter(|judged| of(&judged.field)).map(|judged| judged.points_possible).sum()
        };
        match (part, kind) {
            (PartKind::Skills, _) => rules::skills_points(kind),
            (PartKind::Kinship, OpportunityKind::Vacancy) => self.kinships.points_possible(),
            (PartKind::Wishes, _) => self.wishes.points_possible(),
            (PartKind::Preferences, _) => conditions(|field| matches!(field, JudgedField::Preference(_))),
            (PartKind::Criteria, _) => conditions(|field| matches!(field, JudgedField::Criterion(_))),
            (PartKind::Exploration, _) => self.dial.as_ref().map_or(0, |dial| dial.points_possible()),
            (PartKind::Learning, OpportunityKind::Route) => rules::LEARNING_POINTS,
            (PartKind::Kinship, OpportunityKind::Route)
            | (PartKind::Learning, OpportunityKind::Vacancy)
            | (PartKind::Gates | PartKind::Level, _) => 0,
        }
    }

    /// Most points of everything but the part skills.
    pub(super) fn points_besides_skills(&self, kind: OpportunityKind) -> i32 {
        self.points_possible(kind) - self.part_possible(PartKind::Skills, kind)
    }
}

fn unknown_tasks(profile: &Profile, tasks: &TaskList) -> Vec<PlanProblem> {
    let unknown = profile.tasks.iter().enumerate().filter(|(_, choice)| tasks.task(&choice.task).is_none());
    let problem = unknown.map(|(number, choice)| PlanProblem {
        field: format!("profile.tasks[{number}].task"),
        problem: Invalid::Unknown { what: format!("task “{}” is in no task list that is loaded", choice.task) },
    });
    problem.collect()
}

fn understand(profile: &Profile, taxonomy: &Taxonomy, understandings: &mut Vec<Understanding>) -> UnderstoodProfile {
    let mut resolve = |reference: &ConceptReference, kinds: &[ConceptKind], field: String| {
        let (concept, alternatives) = match taxonomy.resolve(reference, kinds) {
            Resolution::Known(concept) => return Some(concept),
            Resolution::Replaced(concept) => (Some(concept), Vec::new()),
            Resolution::Understood { concept, alternatives, .. } => (Some(concept), alternatives),
            Resolution::NotUnderstood { alternatives } => (None, alternatives),
        };
        understandings.push(Understanding { field, text: reference.to_string(), concept, alternatives });
        concept
    };
    let skill = |(number, claim): (usize, &SkillClaim)| {
        resolve(&claim.skill, &ABILITIES, format!("profile.skills[{number}].skill"))
    };
    let skills = profile.skills.iter().enumerate().map(skill).collect();
    let occupations = profile.occupations.iter().enumerate();
    let occupations = occupations
        .map(|(number, it)| resolve(it, &[ConceptKind::Occupation], format!("profile.occupations[{number}]")))
        .collect();
    UnderstoodProfile { skills, occupations }
}
