//! The labels and hints of the page, in both languages. The questions about a person (`ask`), which the command line asks too,
//! and sentences about a person and an option stand in `texts`.

mod en;
mod nl;

use super::talk::{HideReason, Listing, Order};
use crate::texts::{Asking, Language};

/// What can go wrong with a whole page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// No such page.
    NotFound,
    /// What was posted is not what a page of this program posts.
    Unreadable,
    /// What was posted goes on with no conversation.
    NoTalk,
    /// The letters of what was posted are in another encoding than UTF-8.
    OtherLetters,
    /// Another site posted it, or another name was used for this machine.
    OtherSite,
    /// All places are taken, or the service is starting or stopping.
    Busy,
    /// The deadline passed.
    Slow,
    /// A fault of the service.
    Fault,
}

/// The words of one language.
pub(super) struct Words {
    /// What a person is asked, and what can be wrong with an answer.
    pub(super) ask: &'static Asking,
    // On every page.
    pub(super) skip: &'static str,
    pub(super) update: &'static str,
    pub(super) save: &'static str,
    pub(super) wipe: &'static str,
    pub(super) other_language: &'static str,
    pub(super) steps: &'static str,
    pub(super) step_labels: [&'static str; 4],
    pub(super) problems: &'static str,
    pub(super) footer: &'static str,
    pub(super) glossary_link: &'static str,
    pub(super) add: &'static str,
    pub(super) remove: &'static str,
    pub(super) search: &'static str,
    // Start.
    pub(super) start_title: &'static str,
    pub(super) start_lead: &'static str,
    pub(super) start_begin: &'static str,
    pub(super) start_open: &'static str,
    pub(super) start_open_hint: &'static str,
    pub(super) start_file: &'static str,
    pub(super) start_open_button: &'static str,
    pub(super) start_example: &'static str,
    pub(super) start_example_hint: &'static str,
    pub(super) start_example_button: &'static str,
    pub(super) start_privacy: &'static str,
    pub(super) start_privacy_lines: &'static [&'static str],
    pub(super) wiped: &'static str,
    // Tasks.
    pub(super) tasks_none: &'static str,
    pub(super) tasks_gone: fn(usize) -> String,
    pub(super) tasks_next: &'static str,
    // Profile: skills.
    pub(super) profile_title: &'static str,
    pub(super) skills_add_suggested: &'static str,
    pub(super) skills_none: &'static str,
    // Profile: background.
    // Profile: wishes.
    pub(super) choose: &'static str,
    // Profile: criteria, budget, dial.
    pub(super) criterion_new: &'static str,
    pub(super) criterion_words_missing: &'static str,
    pub(super) profile_next: &'static str,
    // Options.
    pub(super) options_title: &'static str,
    pub(super) options_kinds: &'static str,
    pub(super) kinds: &'static [(Listing, &'static str)],
    pub(super) kind_hints: &'static [&'static str],
    pub(super) options_filter: &'static str,
    pub(super) options_sector: &'static str,
    pub(super) options_class: &'static str,
    pub(super) options_distance: &'static str,
    pub(super) options_words: &'static str,
    pub(super) options_order: &'static str,
    pub(super) options_apply: &'static str,
    pub(super) options_all: &'static str,
    pub(super) options_within: fn(u16) -> String,
    pub(super) orders: &'static [(Order, &'static str)],
    pub(super) options_notes: &'static str,
    pub(super) options_list: &'static str,
    pub(super) options_count: fn(usize, u64) -> String,
    pub(super) options_empty: &'static str,
    pub(super) options_empty_go: &'static str,
    pub(super) options_looked_at: fn(usize) -> String,
    pub(super) options_more: fn(usize) -> String,
    pub(super) shortlist: &'static str,
    pub(super) shortlist_compare: &'static str,
    pub(super) shortlist_plan: &'static str,
    pub(super) left_out_title: &'static str,
    pub(super) absent_title: &'static str,
    pub(super) absent_hint: &'static str,
    pub(super) absent_words: &'static str,
    pub(super) absent_none: &'static str,
    pub(super) hidden_title: &'static str,
    pub(super) hidden_show: &'static str,
    pub(super) hide_reasons: &'static [(HideReason, &'static str)],
    // A card.
    pub(super) of_points: fn(i32) -> String,
    pub(super) card_parts: &'static str,
    pub(super) part_told: fn(&str, i32, i32) -> String,
    pub(super) card_fits: &'static str,
    pub(super) card_learns: &'static str,
    pub(super) card_partly: &'static str,
    pub(super) card_missing: &'static str,
    /// After a way: the class that needs nothing more.
    pub(super) card_reached: &'static str,
    /// How near something is now and after the way to it.
    pub(super) card_way: fn(&str, &str) -> String,
    pub(super) card_look: &'static str,
    pub(super) card_keep: &'static str,
    pub(super) card_kept: &'static str,
    pub(super) card_hide: &'static str,
    pub(super) card_hide_why: &'static str,
    pub(super) card_questions: fn(usize) -> String,
    pub(super) card_similar: fn(u64) -> String,
    // The overview.
    pub(super) overview_title: &'static str,
    pub(super) overview_hint: &'static str,
    pub(super) overview_picture: &'static str,
    pub(super) overview_table: &'static str,
    pub(super) overview_sector: &'static str,
    pub(super) overview_total: &'static str,
    pub(super) sector_unknown: &'static str,
    // One option.
    pub(super) option_back: &'static str,
    pub(super) option_example: &'static str,
    pub(super) option_why_not: &'static str,
    pub(super) option_place: &'static str,
    pub(super) option_facts: &'static str,
    pub(super) option_text: &'static str,
    pub(super) option_link: &'static str,
    pub(super) option_wishes: &'static str,
    pub(super) option_why_points: &'static str,
    pub(super) points_gained: fn(i32, i32) -> String,
    pub(super) option_bridge: &'static str,
    pub(super) option_bridge_hint: &'static str,
    pub(super) option_bridge_now: &'static str,
    pub(super) option_bridge_none: &'static str,
    pub(super) option_parts_taught: &'static str,
    /// A route, its provider, and the skills of the option that it teaches.
    pub(super) option_teaches: fn(&str, &str, &str) -> String,
    pub(super) option_bridge_more: &'static str,
    // What if.
    pub(super) what_if_title: &'static str,
    pub(super) what_if_legend: &'static str,
    pub(super) what_if_show: &'static str,
    pub(super) what_if_skill: fn(&str) -> String,
    pub(super) what_if_route: fn(&str) -> String,
    pub(super) what_if_points: fn(i32, i32) -> String,
    pub(super) what_if_class: fn(&str, &str) -> String,
    pub(super) what_if_entered: &'static str,
    // Compare.
    pub(super) compare_title: &'static str,
    pub(super) compare_lead: &'static str,
    pub(super) compare_facts: &'static str,
    pub(super) compare_points: &'static str,
    pub(super) compare_asked: &'static str,
    pub(super) compare_wishes: &'static str,
    pub(super) compare_total: &'static str,
    pub(super) compare_not_asked: &'static str,
    pub(super) cell_points: fn(i32, i32) -> String,
    // The plan.
    pub(super) plan_title: &'static str,
    pub(super) plan_lead: &'static str,
    pub(super) plan_no_options: &'static str,
    pub(super) plan_direction: &'static str,
    pub(super) plan_direction_label: &'static str,
    pub(super) plan_room: &'static str,
    pub(super) plan_room_hint: &'static str,
    pub(super) plan_backing: &'static str,
    pub(super) plan_who: &'static str,
    pub(super) plan_with: &'static str,
    pub(super) plan_who_missing: &'static str,
    pub(super) plan_hours: &'static str,
    pub(super) plan_weeks: &'static str,
    pub(super) plan_euros: &'static str,
    pub(super) plan_show: &'static str,
    pub(super) plan_nav: &'static str,
    pub(super) plan_back: &'static str,
    pub(super) plan_download: &'static str,
    pub(super) plan_print_hint: &'static str,
    pub(super) plan_file_name: &'static str,
    pub(super) profile_file_name: &'static str,
    // The glossary.
    pub(super) glossary_title: &'static str,
    pub(super) glossary: &'static [(&'static str, &'static str)],
    // What is wrong.
    pub(super) shortlist_full: fn(usize) -> String,
    /// Keys of options that cannot be kept.
    pub(super) keep_gone: fn(&str) -> String,
    /// Behind an option that is kept.
    pub(super) kept_gone: &'static str,
    /// Keys of options that were kept.
    pub(super) options_gone: fn(&str) -> String,
    pub(super) file_missing: &'static str,
    pub(super) file_wrong: &'static str,
    pub(super) profile_too_large: &'static str,
    pub(super) file_wrong_at: fn(usize, &str) -> String,
    pub(super) failure_start: &'static str,
    pub(super) failure: fn(Failure) -> (&'static str, &'static str),
}

/// The words of a language.
pub(super) fn words(language: Language) -> &'static Words {
    match language {
        Language::Dutch => &nl::WORDS,
        Language::English => &en::WORDS,
    }
}

impl Words {
    /// Name of a field of a form by its id, where the form as a whole is read; none for one that has no name of its own.
    pub(super) fn field(&self, id: &str) -> Option<String> {
        let ask = self.ask;
        let of_group = |group: &str, label: &str| format!("{group}, {}", label.to_lowercase());
        let helper = |label: &str, place: &str| place.parse().map(|it: usize| format!("{label} {}", it + 1)).ok();
        let name = match id {
            "home" => ask.background_home.to_owned(),
            "nlqf" => ask.background_education.to_owned(),
            "job" => ask.background_job.to_owned(),
            "typed" => ask.skills_typed.to_owned(),
            "diplomas" => ask.diplomas.to_owned(),
            "travel-km" => ask.travel.to_owned(),
            "hours-min" => of_group(ask.hours, ask.hours_min),
            "hours-max" => of_group(ask.hours, ask.hours_max),
            "pay-min" => ask.pay.to_owned(),
            "remote-min" => ask.remote.to_owned(),
            "mention-words" => ask.mention.to_owned(),
            "criterion-words" => ask.criterion_words.to_owned(),
            "criterion-check" => ask.criterion_check.to_owned(),
            "words" => self.options_words.to_owned(),
            "budget-weeks" => ask.budget_weeks.to_owned(),
            "budget-hours" => ask.budget_hours.to_owned(),
            "budget-euros" => ask.budget_euros.to_owned(),
            "direction" => self.plan_direction.to_owned(),
            "plan-hours" => self.plan_hours.to_owned(),
            "plan-weeks" => self.plan_weeks.to_owned(),
            "plan-euros" => self.plan_euros.to_owned(),
            "file" => self.start_file.to_owned(),
            _ => {
                let (label, place) = id.split_once('-')?;
                match label {
                    "who" => helper(self.plan_who, place)?,
                    "with" => helper(self.plan_with, place)?,
                    _ => return None,
                }
            }
        };
        Some(name)
    }
}
