//! One person, as a request gives them: every field is checked, every problem is noted with its path.
//!
//! Whether a named task or concept exists is for the engine to say; here only forms and limits are looked at. A postcode of the right
//! form is never unknown: what no table holds lies in its region.

use super::violations::{Path, Violations};
use crate::domain::{
    Bounded, Cefr, CodeSet, Credentials, DrivingLicence, Evidence, HoursPerWeek, Invalid, LanguageCode, LanguageLevel,
    LearningBudget, Level, Name, NlqfLevel, Pc4, Profile, Recency, SkillClaim, SkillWish, TaskChoice, TaskKey, Weeks,
    WholeEuro, codes::Code,
};
use crate::matching::rules::ASSUMED_LEVEL;
use loopbaanbrug_proto::v1;
use std::collections::HashSet;

/// Most driving licences: every category once, and one to spare.
const DRIVING_LICENCES_MAX: usize = 16;

impl Violations {
    /// A profile that must be given; it may be empty.
    pub(crate) fn profile(&mut self, path: &Path<'_>, given: Option<&v1::Profile>) -> Option<Profile> {
        let given = self.required(path, given, "a profile; it may be empty")?;
        Some(Profile {
            origin: self.optional_code(&path.field("origin"), given.origin),
            tasks: self.tasks(&path.field("tasks"), &given.tasks),
            skills: self.skills(&path.field("skills"), &given.skills).widened(),
            occupations: self.list(&path.field("occupations"), &given.occupations, |violations, path, occupation| {
                violations.concept(path, Some(occupation))
            }),
            nlqf: self.number(&path.field("nlqf_level"), given.nlqf_level, NlqfLevel::new),
            credentials: self.credentials(&path.field("credentials"), given.credentials.as_ref()),
            home: self.unless_empty(&path.field("home_pc4"), &given.home_pc4, Pc4::parse),
            preferences: self.preferences(&path.field("preferences"), &given.preferences),
            criteria: self.list(&path.field("criteria"), &given.criteria, Self::criterion),
            learning_budget: self.learning_budget(&path.field("learning_budget"), given.learning_budget),
            exploration: self.optional_code(&path.field("exploration"), given.exploration),
        })
    }

    /// Skills that the person names.
    fn skills(&mut self, path: &Path<'_>, given: &[v1::SkillClaim]) -> Bounded<SkillClaim, { Profile::MAX_SKILLS }> {
        self.list(path, given, Self::skill_claim)
    }

    /// Diplomas that the person names.
    fn diplomas(&mut self, path: &Path<'_>, given: &[String]) -> Bounded<Name, { Credentials::MAX_DIPLOMAS }> {
        self.list(path, given, |violations, path, diploma| violations.keep(path, Name::new(diploma)))
    }

    /// Core tasks, each at most once.
    fn tasks<const MAX: usize>(&mut self, path: &Path<'_>, given: &[v1::TaskChoice]) -> Bounded<TaskChoice, MAX> {
        let mut seen = HashSet::new();
        self.list(path, given, |violations, path, choice| {
            let choice = violations.task_choice(path, choice)?;
            if !seen.insert(choice.task.clone()) {
                let what = format!("task “{}”", choice.task);
                violations.add(&path.field("task"), &Invalid::Repeated { what });
            }
            Some(choice)
        })
    }

    fn task_choice(&mut self, path: &Path<'_>, given: &v1::TaskChoice) -> Option<TaskChoice> {
        let task = self.keep(&path.field("task"), TaskKey::parse(&given.task));
        let wish = self.required_code(&path.field("wish"), given.wish, "what the person says of the task");
        Some(TaskChoice { task: task?, wish: wish? })
    }

    pub(crate) fn skill_claim(&mut self, path: &Path<'_>, given: &v1::SkillClaim) -> Option<SkillClaim> {
        let skill = self.concept(&path.field("skill"), given.skill.as_ref());
        let level = self.number(&path.field("level"), given.level, Level::new);
        let recency = self.code_or(&path.field("recency"), given.recency, Recency::Recent);
        let evidence = self.code_or(&path.field("evidence"), given.evidence, Evidence::OwnWord);
        let wish = self.code_or(&path.field("wish"), given.wish, SkillWish::Do)?;
        // Without a level, a wish to learn means: not yet.
        let level = level.or_else(|| Level::new(ASSUMED_LEVEL.into()).ok().filter(|_| wish != SkillWish::Learn));
        Some(SkillClaim { skill: skill?, level, recency: recency?, evidence: evidence?, wish })
    }

    pub(crate) fn credentials(&mut self, path: &Path<'_>, given: Option<&v1::Credentials>) -> Credentials {
        let Some(given) = given else { return Credentials::default() };
        Credentials {
            driving_licences: self.driving_licences(&path.field("driving_licences"), &given.driving_licences),
            driving_licences_known: given.driving_licences_known,
            diplomas: self.diplomas(&path.field("diplomas"), &given.diplomas).widened(),
            languages: self.list(&path.field("languages"), &given.languages, Self::language_level),
        }
    }

    fn driving_licences(&mut self, path: &Path<'_>, given: &[String]) -> CodeSet<DrivingLicence> {
        let licences = self.list::<_, _, DRIVING_LICENCES_MAX>(path, given, |violations, path, licence| {
            violations.keep(path, DrivingLicence::from_code(licence))
        });
        licences.iter().copied().collect()
    }

    fn language_level(&mut self, path: &Path<'_>, given: &v1::LanguageGate) -> Option<LanguageLevel> {
        let language = self.keep(&path.field("language"), LanguageCode::new(&given.language));
        let level = self.keep(&path.field("cefr"), Cefr::from_code(&given.cefr));
        Some(LanguageLevel { language: language?, level: level? })
    }

    fn learning_budget(&mut self, path: &Path<'_>, given: Option<v1::LearningBudget>) -> LearningBudget {
        let given = given.unwrap_or_default();
        LearningBudget {
            max_weeks: self.number(&path.field("max_weeks"), given.max_weeks, Weeks::new),
            max_hours: self.number(&path.field("max_hours_per_week"), given.max_hours_per_week, HoursPerWeek::new),
            max_eur: self.number(&path.field("max_eur"), given.max_eur, WholeEuro::new),
        }
    }

    /// A number that may be left out.
    pub(crate) fn number<T>(
        &mut self,
        path: &Path<'_>,
        given: Option<u32>,
        read: fn(i64) -> Result<T, Invalid>,
    ) -> Option<T> {
        given.and_then(|number| self.keep(path, read(number.into())))
    }

    /// A text that may be left out.
    pub(crate) fn unless_empty<T>(
        &mut self,
        path: &Path<'_>,
        given: &str,
        read: impl FnOnce(&str) -> Result<T, Invalid>,
    ) -> Option<T> {
        if given.is_empty() { None } else { self.keep(path, read(given)) }
    }
}

#[cfg(test)]
mod tests;
