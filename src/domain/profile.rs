//! One person: what they do, can and want. Request data only. There is no name, age, sex, nationality, health or address.

use super::{
    Bounded, CodeSet, ConceptReference, Criterion, Department, DrivingLicence, Evidence, Exploration, HoursPerWeek,
    LanguageLevel, Level, Name, NlqfLevel, Pc4, Preference, Recency, Route, SkillWish, TaskKey, TaskWish, Weeks,
    WholeEuro,
};

/// What one person does, can and wants.
#[derive(Clone, Default, PartialEq)]
pub struct Profile {
    /// Department the person comes from.
    pub origin: Option<Department>,
    /// Core tasks.
    pub tasks: Bounded<TaskChoice, { Profile::MAX_TASKS }>,
    /// Skills, knowledge and languages.
    pub skills: Bounded<SkillClaim, { Profile::MAX_SKILLS_HELD }>,
    /// The present occupation first, then earlier ones.
    pub occupations: Bounded<ConceptReference, { Profile::MAX_OCCUPATIONS }>,
    /// Education level.
    pub nlqf: Option<NlqfLevel>,
    /// What the person holds on paper.
    pub credentials: Credentials,
    /// Where travel is measured from.
    pub home: Option<Pc4>,
    /// Preferences, each kind of condition at most once.
    pub preferences: Bounded<Preference, { Profile::MAX_PREFERENCES }>,
    /// Criteria of the person's own.
    pub criteria: Bounded<Criterion, { Profile::MAX_CRITERIA }>,
    /// What the person can spend on learning.
    pub learning_budget: LearningBudget,
    /// How far from the work of now the person looks; none when that is to count nothing.
    pub exploration: Option<Exploration>,
}

impl Profile {
    /// Most core tasks.
    pub const MAX_TASKS: usize = 60;
    /// Most skills, knowledge areas and languages that a person names.
    pub const MAX_SKILLS: usize = 300;
    /// Most routes that are tried out as done.
    pub const MAX_ROUTES_DONE: usize = 10;
    /// Most skills in all: what routes taught comes on top of what the person names, or who names much could learn nothing.
    pub const MAX_SKILLS_HELD: usize = Self::MAX_SKILLS + Self::MAX_ROUTES_DONE * Route::MAX_TAUGHT;
    /// Most occupations.
    pub const MAX_OCCUPATIONS: usize = 10;
    /// Most preferences: more than there are kinds of condition.
    pub const MAX_PREFERENCES: usize = 20;
    /// Most criteria.
    pub const MAX_CRITERIA: usize = 30;
}

/// A profile never shows in a log, not even by accident: its debug form has no content.
impl std::fmt::Debug for Profile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Profile(..)")
    }
}

/// A core task and what the person wants with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskChoice {
    /// The task.
    pub task: TaskKey,
    /// What the person wants.
    pub wish: TaskWish,
}

/// A skill, knowledge area or language that the person has, or wants.
#[derive(Clone, Debug, PartialEq)]
pub struct SkillClaim {
    /// The concept.
    pub skill: ConceptReference,
    /// Level held; none only together with the wish to learn: not yet.
    pub level: Option<Level>,
    /// How long ago it was last used.
    pub recency: Recency,
    /// What shows it.
    pub evidence: Evidence,
    /// What the person wants with it.
    pub wish: SkillWish,
}

/// What a person holds on paper.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Credentials {
    /// Driving licence categories.
    pub driving_licences: CodeSet<DrivingLicence>,
    /// Whether that list is complete; when not, a category that is missing is unknown.
    pub driving_licences_known: bool,
    /// Diplomas and registrations by name.
    pub diplomas: Bounded<Name, { Credentials::MAX_DIPLOMAS_HELD }>,
    /// Language levels.
    pub languages: Bounded<LanguageLevel, { Credentials::MAX_LANGUAGES }>,
}

impl Credentials {
    /// Most diplomas and registrations that a person names.
    pub const MAX_DIPLOMAS: usize = 20;
    /// Most in all, with those of routes that are tried out as done.
    pub const MAX_DIPLOMAS_HELD: usize = Self::MAX_DIPLOMAS + Profile::MAX_ROUTES_DONE;
    /// Most languages.
    pub const MAX_LANGUAGES: usize = 10;
}

/// What a person can spend on learning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LearningBudget {
    /// Longest duration.
    pub max_weeks: Option<Weeks>,
    /// Most hours of study a week.
    pub max_hours: Option<HoursPerWeek>,
    /// Most euros of one's own.
    pub max_eur: Option<WholeEuro>,
}
