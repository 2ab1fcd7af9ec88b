//! What a person is asked to make a profile, in the words of a language: the same on the page and on the command line.
//! What only one of them says (buttons, how to answer in a terminal) stands with that door.

mod en;
mod nl;

use super::Language;
use crate::domain::{Exploration, Importance, Recency, SkillWish, TaskWish};

/// Questions, their answers (what each means, beside what it says) and what can be wrong with an answer.
pub(crate) struct Asking {
    // In general.
    pub(crate) importance: &'static str,
    pub(crate) start_department: &'static str,
    // Tasks.
    pub(crate) tasks_title: &'static str,
    pub(crate) tasks_lead: &'static str,
    pub(crate) tasks_working_list: &'static str,
    pub(crate) task_choices: &'static [(Option<TaskWish>, &'static str)],
    pub(crate) outlook: [&'static str; 3],
    pub(crate) outlook_source: fn(&str, &str) -> String,
    // The profile as a whole.
    pub(crate) profile_lead: &'static str,
    pub(crate) profile_count: fn(u64) -> String,
    // Skills.
    pub(crate) skills_title: &'static str,
    pub(crate) skills_suggested: &'static str,
    pub(crate) skills_typed: &'static str,
    pub(crate) skills_typed_hint: &'static str,
    pub(crate) skills_found: &'static str,
    pub(crate) skills_nothing_found: &'static str,
    pub(crate) skills_meant: &'static str,
    pub(crate) occupation: &'static str,
    pub(crate) skills_own_words: &'static str,
    pub(crate) skills_yours: &'static str,
    pub(crate) skill_level: &'static str,
    pub(crate) skill_level_none: &'static str,
    pub(crate) skill_proof: &'static str,
    pub(crate) skill_recency: &'static str,
    pub(crate) skill_wish: &'static str,
    pub(crate) skill_wishes: &'static [(SkillWish, &'static str)],
    pub(crate) recencies: &'static [(Recency, &'static str)],
    // Background.
    pub(crate) background_title: &'static str,
    pub(crate) background_job: &'static str,
    pub(crate) background_education: &'static str,
    pub(crate) education_none: &'static str,
    pub(crate) background_home: &'static str,
    pub(crate) background_home_hint: &'static str,
    pub(crate) licences: &'static str,
    pub(crate) licences_known: &'static str,
    pub(crate) licence: fn(&str) -> String,
    pub(crate) diplomas: &'static str,
    pub(crate) diplomas_hint: &'static str,
    pub(crate) languages: &'static str,
    pub(crate) language: &'static str,
    pub(crate) language_level: &'static str,
    // How to work.
    pub(crate) wishes_title: &'static str,
    pub(crate) wishes_hint: &'static str,
    pub(crate) importances: &'static [(Importance, &'static str)],
    pub(crate) travel: &'static str,
    pub(crate) travel_km: &'static str,
    pub(crate) hours: &'static str,
    pub(crate) hours_min: &'static str,
    pub(crate) hours_max: &'static str,
    pub(crate) pay: &'static str,
    pub(crate) pay_min: &'static str,
    pub(crate) remote: &'static str,
    pub(crate) remote_min: &'static str,
    pub(crate) mention: &'static str,
    pub(crate) mention_words: &'static str,
    pub(crate) sectors: &'static str,
    pub(crate) contracts: &'static str,
    pub(crate) patterns: &'static str,
    pub(crate) any: &'static str,
    // Criteria.
    pub(crate) criteria_title: &'static str,
    pub(crate) criteria_hint: &'static str,
    pub(crate) criterion_words: &'static str,
    pub(crate) criterion_check: &'static str,
    pub(crate) criterion_checked: fn(&str) -> String,
    // Room to learn, and the dial.
    pub(crate) budget_title: &'static str,
    pub(crate) budget_weeks: &'static str,
    pub(crate) budget_hours: &'static str,
    pub(crate) budget_euros: &'static str,
    pub(crate) dial_title: &'static str,
    pub(crate) dial_legend: &'static str,
    pub(crate) dial: &'static [(Option<Exploration>, &'static str)],
    // What is wrong with an answer.
    pub(crate) between: fn(i64, i64) -> String,
    pub(crate) education_wrong: &'static str,
    pub(crate) hours_reversed: &'static str,
    pub(crate) postcode_wrong: &'static str,
    pub(crate) postcode_missing: &'static str,
    pub(crate) postcode_unknown: &'static str,
    pub(crate) too_long: fn(usize) -> String,
    pub(crate) too_many: fn(usize) -> String,
    pub(crate) too_many_words: fn(usize) -> String,
    pub(crate) no_word: &'static str,
    pub(crate) long_word: &'static str,
    pub(crate) strange_text: &'static str,
    pub(crate) field_wrong: fn(&str) -> String,
}

/// The questions in a language.
pub(crate) const fn asking(language: Language) -> &'static Asking {
    match language {
        Language::Dutch => &nl::ASKING,
        Language::English => &en::ASKING,
    }
}
