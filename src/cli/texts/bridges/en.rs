//! English.

use super::BridgeWords;
use crate::cli::texts::numbers::grouped;

pub(in crate::cli::texts) const BRIDGES: BridgeWords = BridgeWords {
    way: "the way",
    vacancy: "vacancy",
    points: "points",
    weeks: "weeks",
    steps: "How to get there",
    step: |number| format!("Step {number}"),
    then: "then",
    before_beginning: "Before you begin",
    teaches: "What it brings you",
    remaining: "What remains",
    budget: "Does it fit what you can spare?",
    skill: "skill",
    route: "route",
    opens: "within reach",
    nearer: "with course",
    nearer_alone: "then a course",
    people: "people",
    skills_heading: "Skills that open most",
    routes_heading: "Routes that open most",
    how_to_learn: "How to learn it?",
    in_the_work: "in the work",
    with_others: "with others",
    formal: "in lessons",
    more: "There are more: ask for them with --all-pages.",
    from_to: |before, after| format!("The vacancy goes from {before} to {after} points."),
    looked_at: |vacancies| format!("{} vacancies that fit what must be were looked at.", grouped(vacancies, ',')),
    within_reach: |vacancies, now| {
        format!(
            "Of {} vacancies that fit what must be, {} are within reach now.",
            grouped(vacancies, ','),
            grouped(now, ',')
        )
    },
    alternatives: |count| match count {
        1 => "There is 1 other way to this vacancy: --each-way shows it.".to_owned(),
        count => format!("There are {count} other ways to this vacancy: --each-way shows them."),
    },
    of_group: |people| format!("A group of {people} people. What helps fewer than 5 is not listed."),
};
