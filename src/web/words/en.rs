//! English.

use super::{Failure, Words};
use crate::{
    texts::{Language, asking},
    web::talk::{HideReason, Listing, Order},
};

/// Points as they are counted: one is no plural.
fn points(count: i32) -> String {
    if count == 1 { "1 point".to_owned() } else { format!("{count} points") }
}

pub(super) static WORDS: Words = Words {
    ask: asking(Language::English),
    // On every page.
    skip: "To the content",
    update: "Update the page",
    save: "Save profile",
    wipe: "Wipe everything",
    other_language: "Nederlands",
    steps: "Steps",
    step_labels: ["Your work", "What you can and want", "Options", "Your plan"],
    problems: "Please look at these fields",
    footer: "This page keeps nothing about you. People decide, not this program.",
    glossary_link: "What do the words mean?",
    add: "Add",
    remove: "Remove",
    search: "Search",
    // Start.
    start_title: "Looking for other work?",
    start_lead: "Here you look together at what you can do, what you want and which work fits. You also see which course makes the step smaller. At the end you have a plan on paper.",
    start_begin: "Begin",
    start_open: "Did you save a profile before?",
    start_open_hint: "Open the file and go on where you were.",
    start_file: "File with your profile",
    start_open_button: "Open the file",
    start_example: "Want to try it first?",
    start_example_hint: "Look along with an imaginary employee of civil affairs.",
    start_example_button: "Open the example",
    start_privacy: "What happens to your data?",
    start_privacy_lines: &[
        "What you fill in goes to the server to be worked out. The server does not keep it.",
        "With “Save profile” you put it in a file on your own computer.",
        "With “Wipe everything” you start again. Close the window afterwards.",
    ],
    wiped: "Everything is wiped.",
    // Tasks.
    tasks_none: "There is no list of tasks for this department. On the next page you fill in what you can do.",
    tasks_gone: |count| match count {
        1 => "Your profile held a task that we do not know. We left it out.".to_owned(),
        _ => format!("Your profile held {count} tasks that we do not know. We left them out."),
    },
    tasks_next: "Go on to what you can and want",
    // Profile: skills.
    profile_title: "What can you do and what do you want?",
    skills_add_suggested: "Add what I ticked",
    skills_none: "There is nothing yet. Tick something above or type it.",
    // Profile: background.
    // Profile: wishes.
    choose: "Choose",
    // Profile: criteria, budget, dial.
    criterion_new: "Add one",
    criterion_words_missing: "Say too, in your own words, what you need.",
    profile_next: "Show my options",
    // Options.
    options_title: "Your options",
    options_kinds: "What do you want to see?",
    kinds: &[
        (Listing::Vacancies, "Vacancies"),
        (Listing::Paths, "Vacancies by way of a course"),
        (Listing::Routes, "Learn-and-work routes"),
    ],
    kind_hints: &[
        "Work that is there now. First comes what fits best what you filled in.",
        "Work that comes nearer with a course. You see the way to it.",
        "Courses, training and places where you learn and work.",
    ],
    options_filter: "Narrow down",
    options_sector: "Sector",
    options_class: "How near",
    options_distance: "Distance",
    options_words: "Words in the text",
    options_order: "Order",
    options_apply: "Apply",
    options_all: "all",
    options_within: |km| format!("up to {km} km"),
    orders: &[(Order::Best, "what fits best"), (Order::Near, "nearest to home"), (Order::Pay, "highest pay")],
    options_notes: "Notes",
    options_list: "What we found",
    options_count: |shown, total| match (shown, total) {
        (0, 0) => "We find nothing that fits. See below what you can change.".to_owned(),
        (0, _) => "With this choice nothing is left.".to_owned(),
        _ => format!("You see {shown} of {total}."),
    },
    options_empty: "You have not filled in anything yet. Fill in something first. Then you see here what fits you.",
    options_empty_go: "Fill in what you do",
    options_looked_at: |count| format!("We count the {count} that fit best."),
    options_more: |count| format!("Show {count} more"),
    shortlist: "What you keep",
    shortlist_compare: "Put side by side",
    shortlist_plan: "Make your plan",
    left_out_title: "What was left out, and why?",
    absent_title: "Do you miss an option?",
    absent_hint: "Look it up by name. You see why it is not in your list, or not at the top.",
    absent_words: "Name or words",
    absent_none: "We find nothing with that.",
    hidden_title: "What you hid",
    hidden_show: "Show again",
    hide_reasons: &[
        (HideReason::Work, "this work does not fit me"),
        (HideReason::Far, "too far away"),
        (HideReason::Hours, "hours or times do not fit"),
        (HideReason::Pay, "the pay is too low"),
        (HideReason::Learning, "too much to learn"),
        (HideReason::Other, "something else"),
    ],
    // A card.
    of_points: |possible| format!("of {}", points(possible)),
    card_parts: "Where do the points come from?",
    part_told: |part, gained, possible| match gained {
        ..0 => format!("{part}: {} off", points(-gained)),
        _ => format!("{part}: {gained} of {}", points(possible)),
    },
    card_fits: "This fits:",
    card_learns: "This comes on the way:",
    card_partly: "You can do this in part:",
    card_missing: "You still need:",
    card_reached: "within reach",
    card_way: |now, then| format!("Now: {now}. After the course: {then}."),
    card_look: "Look",
    card_keep: "Keep",
    card_kept: "Kept, remove",
    card_hide: "Hide",
    card_hide_why: "Why?",
    card_questions: |count| {
        if count == 1 { "1 question to ask".to_owned() } else { format!("{count} questions to ask") }
    },
    card_similar: |count| {
        if count == 1 {
            "There is 1 more that is nearly the same.".to_owned()
        } else {
            format!("There are {count} more that are nearly the same.")
        }
    },
    // The overview.
    overview_title: "Where are your options?",
    overview_hint: "Each bar is a sector. At the top stands where most is within reach now. The numbers are counts.",
    overview_picture: "Bars: the number of options in each sector, divided by how near they are. The table below has the same figures.",
    overview_table: "The same figures as a table",
    overview_sector: "Sector",
    overview_total: "Together",
    sector_unknown: "unknown",
    // One option.
    option_back: "Back to your options",
    option_example: "This is a made-up example.",
    option_why_not: "Why is this one not in your list?",
    option_place: "Where is it in your list?",
    option_facts: "The facts",
    option_text: "Read the whole text",
    option_link: "Open the page of the provider (new window)",
    option_wishes: "What you want",
    option_why_points: "Why?",
    points_gained: |gained, possible| match (gained, possible) {
        (..0, _) => format!("{} off", points(-gained)),
        (0, 0) => String::new(),
        (_, 0) => points(gained),
        _ => format!("{gained} of {}", points(possible)),
    },
    option_bridge: "The bridge to it",
    option_bridge_hint: "This is how you can learn what you still need.",
    option_bridge_now: "You need not learn anything first: you can apply now.",
    option_bridge_none: "We know no learn-and-work route to this work now. Talk with your career adviser about what can be done.",
    option_parts_taught: "A part of what is asked can be learnt here:",
    option_teaches: |route, provider, skills| format!("“{route}” by {provider}: {skills}."),
    option_bridge_more: "More about this way",
    // What if.
    what_if_title: "What if?",
    what_if_legend: "Tick what you could learn or do",
    what_if_show: "Show the difference",
    what_if_skill: |skill| format!("Suppose you can: “{skill}”"),
    what_if_route: |route| format!("Suppose you have done: “{route}”"),
    what_if_points: |before, after| format!("From {before} to {}", points(after)),
    what_if_class: |before, after| {
        if before == after {
            format!("How near: it stays “{after}”.")
        } else {
            format!("How near: from “{before}” to “{after}”.")
        }
    },
    what_if_entered: "New among your best 20:",
    // Compare.
    compare_title: "Side by side",
    compare_lead: "What differs in what you keep?",
    compare_facts: "The facts",
    compare_points: "Points",
    compare_asked: "What is asked",
    compare_wishes: "What you want",
    compare_total: "Together",
    compare_not_asked: "not asked",
    cell_points: |points, possible| format!("{points} of {possible}"),
    // The plan.
    plan_title: "Your plan",
    plan_lead: "This is your page. Fill in together what you want and who helps you.",
    plan_no_options: "Keep an option first. Then it can go into your plan.",
    plan_direction: "Where do you want to go?",
    plan_direction_label: "In your own words",
    plan_room: "How much room do you have to learn?",
    plan_room_hint: "What you leave empty is taken from what you said before.",
    plan_backing: "Who helps you?",
    plan_who: "Who",
    plan_with: "With what",
    plan_who_missing: "Say too who helps you with this.",
    plan_hours: "Hours a week",
    plan_weeks: "Weeks",
    plan_euros: "Money of your own (euro)",
    plan_show: "Show the plan",
    plan_nav: "With this plan",
    plan_back: "Back",
    plan_download: "Save the plan",
    plan_print_hint: "To print: press Ctrl+P. This part does not come on paper.",
    plan_file_name: "my-plan.html",
    profile_file_name: "my-profile.json",
    // The glossary.
    glossary_title: "What do the words mean?",
    glossary: &[
        ("option", "A vacancy or a learn-and-work route that may fit you."),
        ("learn-and-work route", "A way to learn for other work. Often you work at the same time."),
        ("points", "Points say how well an option fits what you filled in. They say nothing about how good you are."),
        ("within reach now", "You can do about as much of it as somebody from a related occupation. You can apply."),
        ("a short course still needed", "You still miss something. Mostly that is learnt in a short time."),
        (
            "training still needed",
            "You still miss so much that training helps. The option says whether we know of one.",
        ),
        ("far away", "There is much to learn. Ask yourself whether this is really what you want."),
        ("BBL", "A Dutch vocational course in which you work and are paid."),
        ("dual", "Working and learning at a university of applied sciences."),
        ("zij-instroom", "You begin in a new profession at once and learn it meanwhile."),
        ("EVC", "Somebody checks what you can do already and puts it on paper: recognition of prior learning."),
        ("VOG", "Certificate of conduct. You ask for it at the municipality or on the internet."),
        ("secondment", "You stay employed where you are and work somewhere else for a time."),
        ("Ad", "Associate degree: a course of two years after secondary school."),
        (
            "language level",
            "How well you speak and read a language. A1 is a beginning, B1 is enough for everyday talk, C2 is nearly as good as your mother tongue.",
        ),
        ("gross", "Pay before tax."),
    ],
    // What is wrong.
    shortlist_full: |max| format!("You keep {max} options already. Remove one first."),
    keep_gone: |keys| format!("This is not offered (any more): {keys}. So we have kept nothing."),
    kept_gone: "This is no longer offered.",
    options_gone: |keys| format!("This is no longer there: {keys}. We took it out of your list."),
    file_missing: "Choose a file first.",
    file_wrong: "This is no profile. Choose the file that you saved here. Often it is called my-profile.json.",
    profile_too_large: "This profile is too large for this page. Take out some text and try again.",
    file_wrong_at: |line, field| match field.strip_prefix("profile.") {
        Some(field) => format!("We cannot read this profile. Something is wrong on line {line}: {field}."),
        // Perhaps nothing of a profile came before it went wrong, and it is another file.
        None => format!(
            "This file does not fit a profile. Something is wrong on line {line}. Did you choose the right file? Often it is called my-profile.json."
        ),
    },
    failure_start: "To the start",
    failure: |failure| match failure {
        Failure::NotFound => ("This page is not there", "The address may have changed."),
        Failure::Unreadable => (
            "We cannot read this page",
            "The data in the window are damaged or too large. Start again or open your saved profile.",
        ),
        Failure::NoTalk => (
            "Your answers did not come along",
            "So we have changed nothing. Go back and try again. Does that not work? Then begin again or open your saved profile.",
        ),
        Failure::OtherLetters => (
            "We cannot read the letters",
            "Your browser sent the letters in another way than we can read (UTF-8). We have changed nothing. Take another browser and try again.",
        ),
        Failure::OtherSite => ("This request comes from another site", "Open this page yourself and try again."),
        Failure::Busy => ("It is busy now", "Wait a moment and try again. With “back” everything is still there."),
        Failure::Slow => ("This took too long", "Try again. With “back” everything is still there."),
        Failure::Fault => ("Something went wrong", "It is not your fault. Go back and try again."),
    },
};
