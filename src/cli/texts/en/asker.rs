//! Words of questions in a terminal in English.

use crate::cli::texts::AskerWords;

pub(super) const ASKER: AskerWords = AskerWords {
    enter_means: |label| format!("Enter alone: {label}."),
    enter_skips: "Enter alone: skip.",
    enter_ends: "Enter alone: done.",
    choice_wrong: "Type one of the numbers.",
    many_hint: "Type the numbers with a comma between them. Enter alone: none.",
    many_wrong: "Type numbers of the list with a comma between them.",
    yes_wrong: "Type yes or no.",
    strange: "There is a character here that we cannot read. Type it again.",
    opening: &[
        "You make a profile: what you do, what you can do and what you want. An adviser may sit beside you.",
        "Press Enter at what you do not want to say. A name or an age is not needed: do not put it in.",
        "Nothing is kept before the last question. You can always stop with Ctrl+C.",
    ],
    task_of: |place, count| format!("task {place} of {count}"),
    tasks_none: "There is no list of tasks for this department.",
    none_of_these: "none of these",
    done: "done",
    own_words: "my own words",
    no_lookup: "We cannot look up now what this means. You can add it in your own words.",
    change: "Is this right?",
    change_hint: "Type a number to say more of it, or -2 to take number 2 away. Enter alone: it is right.",
    change_wrong: "Type a number of the list, with or without a minus before it.",
    no_travel: "Without a postcode we do not know how far something is. So we do not ask how far you want to travel.",
    hours_left_out: "Your hours are not in your profile. Do you want them in it? Open the file on the page later and fill them in.",
    written: |file| format!("Your profile is in {file}."),
    next: |file| format!("See your options with: loopbaanbrug match --profile {file}"),
    unchecked: |file| format!("It could not be checked. Do that later with: loopbaanbrug profile check {file}"),
    profile_right: "The profile is right.",
};
