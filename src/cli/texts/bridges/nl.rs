//! Dutch, at B1.

use super::BridgeWords;
use crate::cli::texts::numbers::grouped;

pub(in crate::cli::texts) const BRIDGES: BridgeWords = BridgeWords {
    way: "de weg",
    vacancy: "vacature",
    points: "punten",
    weeks: "weken",
    steps: "Zo kom je er",
    step: |number| format!("Stap {number}"),
    then: "dan",
    before_beginning: "Voor je begint",
    teaches: "Dit brengt het je",
    remaining: "Dit blijft over",
    budget: "Past het bij wat je kunt missen?",
    skill: "vaardigheid",
    route: "leer-werkpad",
    opens: "haalbaar",
    nearer: "ook met cursus",
    nearer_alone: "dan nog een cursus",
    people: "mensen",
    skills_heading: "Vaardigheden die het meest openen",
    routes_heading: "Leer-werkpaden die het meest openen",
    how_to_learn: "Hoe leer je dat?",
    in_the_work: "in het werk",
    with_others: "met anderen",
    formal: "in lessen",
    more: "Er zijn er meer: vraag ze met --all-pages.",
    from_to: |before, after| format!("De vacature gaat van {before} naar {after} punten."),
    looked_at: |vacancies| format!("Gekeken is naar {} vacatures die passen bij wat moet.", grouped(vacancies, '.')),
    within_reach: |vacancies, now| {
        format!(
            "Van {} vacatures die passen bij wat moet, zijn er nu {} haalbaar.",
            grouped(vacancies, '.'),
            grouped(now, '.')
        )
    },
    alternatives: |count| match count {
        1 => "Er is nog 1 andere weg naar deze vacature: --each-way toont ze.".to_owned(),
        count => format!("Er zijn nog {count} andere wegen naar deze vacature: --each-way toont ze."),
    },
    of_group: |people| format!("Een groep van {people} mensen. Wat minder dan 5 mensen helpt, staat er niet bij."),
};
