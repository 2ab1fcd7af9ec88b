//! Sentences on abilities, questions, summaries and what is left out, in both languages side by side; labels.

use super::{euro, level};
use crate::{
    domain::{
        ConceptKind, Contract, Evidence, Importance, NlqfLevel, OpportunityKind, PartKind, Provenance, Recency,
        Relation, SbiSection, WorkPattern, codes::Code,
    },
    matching::{Class, LevelGap, WishKind},
    taxonomy::Nearness,
    texts::{
        Ability, Asked, Gain, Heading, Language, LevelShort, Likeness, Origin, Phrases, Question, Refusal, Shown,
        phrases,
    },
};
use OpportunityKind::{Route, Vacancy};

/// Says the same thing in both languages.
pub(super) fn says(say: impl Fn(&dyn Phrases, Language) -> String, dutch: &str, english: &str) {
    assert_eq!(say(phrases(Language::Dutch), Language::Dutch), dutch);
    assert_eq!(say(phrases(Language::English), Language::English), english);
}

fn ability(language: Language, (nl, en): (&'static str, &'static str), kind: ConceptKind) -> Ability<'static> {
    let label = if language == Language::Dutch { nl } else { en };
    Ability { label, kind }
}

const DESK: (&str, &str) = ("mensen te woord staan", "help people at a desk");
const VISITORS: (&str, &str) = ("bezoekers ontvangen", "receive visitors");
const PRIVACY: (&str, &str) = ("privacywetgeving (AVG)", "privacy law (GDPR)");
const GERMAN: (&str, &str) = ("Duits", "German");

type Thing = ((&'static str, &'static str), ConceptKind);

fn missing(relation: Relation, provenance: Provenance, kind: OpportunityKind, dutch: &str, english: &str) {
    let say = |phrases: &dyn Phrases, language| {
        let ability = ability(language, DESK, ConceptKind::Skill);
        phrases.missing(&Asked { ability, relation, provenance, kind })
    };
    says(say, dutch, english);
}

#[test]
fn what_is_missing() {
    use {Provenance::*, Relation::*};
    missing(Essential, Stated, Vacancy, "Je mist nog: mensen te woord staan.", "Still missing: help people at a desk.");
    missing(
        Important,
        Stated,
        Vacancy,
        "Je mist nog: mensen te woord staan. Dat kun je in de eerste maanden leren.",
        "Still missing: help people at a desk. You can learn it in the first months.",
    );
    missing(Important, Stated, Route, "Je mist nog: mensen te woord staan.", "Still missing: help people at a desk.");
    missing(
        Important,
        FromOccupation,
        Vacancy,
        "Je mist nog: mensen te woord staan. De vacature noemt dit niet als eis, maar het hoort bij het beroep.",
        "Still missing: help people at a desk. The vacancy does not ask for it, but it belongs to the occupation.",
    );
    missing(
        Optional,
        Stated,
        Vacancy,
        "Niet nodig, wel handig: mensen te woord staan.",
        "Not needed, but useful: help people at a desk.",
    );
}

fn shown(asked: Thing, (own, kind): Thing, shown: Shown<'_>, dutch: &str, english: &str) {
    let say = |phrases: &dyn Phrases, language| {
        let asked = Asked {
            ability: ability(language, asked.0, asked.1),
            relation: Relation::Essential,
            provenance: Provenance::Stated,
            kind: Vacancy,
        };
        phrases.shown(&asked, &Shown { ability: ability(language, own, kind), ..shown })
    };
    says(say, dutch, english);
}

const SKILL: Thing = (DESK, ConceptKind::Skill);
const OTHER_SKILL: Thing = (VISITORS, ConceptKind::Skill);
const KNOWLEDGE: Thing = (PRIVACY, ConceptKind::Knowledge);
const LANGUAGE: Thing = (GERMAN, ConceptKind::Language);

fn by(origin: Origin<'_>) -> Shown<'_> {
    let ability = Ability { label: "", kind: ConceptKind::Skill };
    Shown { ability, nearness: None, origin, level_short: None }
}

fn own(recency: Recency, evidence: Evidence) -> Shown<'static> {
    by(Origin::Own { recency, evidence })
}

#[test]
fn what_the_person_has() {
    use {Evidence::*, Recency::*};
    let recent = own(Recent, OwnWord);
    shown(SKILL, SKILL, recent, "Dit kun je: mensen te woord staan.", "You can do this: help people at a desk.");
    shown(
        KNOWLEDGE,
        KNOWLEDGE,
        recent,
        "Deze kennis heb je: privacywetgeving (AVG).",
        "You have this knowledge: privacy law (GDPR).",
    );
    shown(LANGUAGE, LANGUAGE, recent, "Deze taal spreek je: Duits.", "You speak this language: German.");
    shown(
        SKILL,
        SKILL,
        own(Recent, Employer),
        "Dit kun je: mensen te woord staan. Je werkgever bevestigt dat.",
        "You can do this: help people at a desk. Your employer confirms it.",
    );
    shown(
        SKILL,
        SKILL,
        own(LongAgo, Diploma),
        "Dit deed je meer dan vijf jaar geleden: mensen te woord staan.",
        "You did this more than five years ago: help people at a desk.",
    );
    shown(
        SKILL,
        SKILL,
        by(Origin::Task),
        "Dit doe je al in je werk: mensen te woord staan.",
        "You do this in your work already: help people at a desk.",
    );
    shown(
        SKILL,
        SKILL,
        by(Origin::Occupation { name: "conducteur", essential: true }),
        "Waarschijnlijk kun je dit: mensen te woord staan. Dat hoort bij het beroep conducteur.",
        "Probably you can do this: help people at a desk. It belongs to the occupation conducteur.",
    );
}

#[test]
fn a_level_that_is_too_low() {
    let short = |held, stated| Some(LevelShort { held, asked: level(4), stated });
    let low = |origin: Shown<'static>, held, stated| Shown { level_short: short(held, stated), ..origin };
    shown(
        SKILL,
        SKILL,
        low(own(Recency::Recent, Evidence::OwnWord), 2, true),
        "Je kunt dit op niveau 2 van 5: mensen te woord staan. Gevraagd wordt niveau 4.",
        "You can do this at level 2 of 5: help people at a desk. Level 4 is asked for.",
    );
    shown(
        LANGUAGE,
        LANGUAGE,
        low(own(Recency::YearsAgo, Evidence::OwnWord), 2, true),
        "Je sprak deze taal een paar jaar geleden op niveau 2 van 5: Duits. Gevraagd wordt niveau 4.",
        "You spoke this language a few years ago at level 2 of 5: German. Level 4 is asked for.",
    );
    shown(
        SKILL,
        SKILL,
        low(own(Recency::JustLearnt, Evidence::Diploma), 2, true),
        "Je hebt dit net geleerd op niveau 2 van 5: mensen te woord staan. Gevraagd wordt niveau 4.",
        "You have just learnt this at level 2 of 5: help people at a desk. Level 4 is asked for.",
    );
    shown(
        KNOWLEDGE,
        KNOWLEDGE,
        low(own(Recency::JustLearnt, Evidence::OwnWord), 2, true),
        "Je hebt deze kennis net geleerd op niveau 2 van 5: privacywetgeving (AVG). Gevraagd wordt niveau 4.",
        "You have just learnt this at level 2 of 5: privacy law (GDPR). Level 4 is asked for.",
    );
    shown(
        SKILL,
        SKILL,
        low(by(Origin::Task), 3, false),
        "Dit doe je al in je werk: mensen te woord staan. We gaan uit van niveau 3 van 5. Gevraagd wordt niveau 4.",
        "You do this in your work already: help people at a desk. We assume level 3 of 5. Level 4 is asked for.",
    );
}

#[test]
fn something_near() {
    let near = |nearness| Shown { nearness: Some(nearness), ..own(Recency::Recent, Evidence::Diploma) };
    let cases = [
        (
            Nearness::Narrower,
            "Dat is een vorm van mensen te woord staan.",
            "That is a form of “help people at a desk”.",
        ),
        (Nearness::Broader, "Hier gaat het om: mensen te woord staan.", "Here it is about: help people at a desk."),
        (Nearness::Related, "Dat lijkt op mensen te woord staan.", "That resembles “help people at a desk”."),
        (
            Nearness::Sibling,
            "Dat heeft te maken met mensen te woord staan.",
            "That has to do with “help people at a desk”.",
        ),
    ];
    for (nearness, dutch, english) in cases {
        let (dutch, english) =
            (format!("Je kunt bezoekers ontvangen. {dutch}"), format!("You can receive visitors. {english}"));
        shown(SKILL, OTHER_SKILL, near(nearness), &dutch, &english);
    }
    shown(
        SKILL,
        KNOWLEDGE,
        near(Nearness::Related),
        "Je hebt deze kennis: privacywetgeving (AVG). Dat heeft te maken met mensen te woord staan.",
        "You have this knowledge: privacy law (GDPR). That has to do with “help people at a desk”.",
    );
    shown(
        (("met de computer werken", "use a computer"), ConceptKind::Skill),
        OTHER_SKILL,
        near(Nearness::Related),
        "Je kunt bezoekers ontvangen. Dat lijkt op: met de computer werken.",
        "You can receive visitors. That resembles “use a computer”.",
    );
    shown(
        SKILL,
        (("zich inleven in een ander", "empathise"), ConceptKind::Skill),
        near(Nearness::Related),
        "Je kunt je inleven in een ander. Dat lijkt op mensen te woord staan.",
        "You can empathise. That resembles “help people at a desk”.",
    );
}

#[test]
fn wishes_and_learning() {
    let wish = |kind, wish, thing: Thing, dutch: &str, english: &str| {
        says(|phrases, language| phrases.wish(kind, wish, ability(language, thing.0, thing.1)), dutch, english);
    };
    wish(
        Vacancy,
        WishKind::Learn,
        SKILL,
        "Dit wil je leren: mensen te woord staan. Dat hoort bij dit werk.",
        "You want to learn this: help people at a desk. It belongs to this work.",
    );
    wish(
        Vacancy,
        WishKind::Avoid,
        SKILL,
        "Dit wil je liever niet meer doen: mensen te woord staan. Dat hoort wel bij dit werk.",
        "You would rather no longer do this: help people at a desk. It does belong to this work.",
    );
    wish(
        Route,
        WishKind::Keep,
        LANGUAGE,
        "Deze taal wil je blijven spreken: Duits. Dat wordt hier gevraagd.",
        "You want to keep speaking this language: German. It is asked for here.",
    );
    let learn = |phrases: &dyn Phrases, language| {
        phrases.learning(Gain::Wanted, ability(language, PRIVACY, ConceptKind::Knowledge), level(3))
    };
    says(
        learn,
        "Dit wil je leren, en dat kan hier: privacywetgeving (AVG). Je komt tot niveau 3 van 5.",
        "You want to learn this, and you can do so here: privacy law (GDPR). You reach level 3 of 5.",
    );
}

#[test]
fn own_words_and_questions() {
    says(
        |phrases, _| phrases.own_words(Importance::Important, "Een vast rooster."),
        "Jij vindt belangrijk: “Een vast rooster”.",
        "This is important to you: “Een vast rooster”.",
    );
    says(
        |phrases, _| phrases.question(Vacancy, &Question::Hours),
        "Hoeveel uur per week is het werk?",
        "How many hours a week is the work?",
    );
    says(
        |phrases, _| phrases.question(Vacancy, &Question::Criterion("Een vast rooster.")),
        "Dit vind ik belangrijk: “Een vast rooster”. Hoe is dat bij u?",
        "This is important to me: “Een vast rooster”. How is that with you?",
    );
}

#[test]
fn the_summary() {
    let met = |(met, partly, of), dutch: &str, english: &str| {
        says(|phrases, _| phrases.requirements_met(met, partly, of), dutch, english);
    };
    met((7, 0, 10), "Je voldoet aan 7 van de 10 eisen.", "You meet 7 of the 10 requirements.");
    met(
        (7, 2, 10),
        "Je voldoet aan 7 van de 10 eisen, en aan 2 voor een deel.",
        "You meet 7 of the 10 requirements, and 2 in part.",
    );
    met((3, 0, 3), "Je voldoet aan alle 3 eisen.", "You meet all 3 requirements.");
    met((0, 2, 3), "Je voldoet voor een deel aan 2 van de 3 eisen.", "You meet 2 of the 3 requirements in part.");
    met((0, 0, 3), "Je voldoet nog aan geen van de 3 eisen.", "You meet none of the 3 requirements yet.");
    met((0, 1, 1), "Je voldoet voor een deel aan de enige eis.", "You meet the only requirement in part.");
    let nlqf = |level| NlqfLevel::new(level).expect("a level");
    says(
        |phrases, _| phrases.level_gap(Vacancy, LevelGap { asked: nlqf(4), held: nlqf(2), points: -80 }),
        "De vacature vraagt niveau mbo 4. Jij hebt niveau mbo 2.",
        "The vacancy asks for level mbo 4. You have level mbo 2.",
    );
}

#[test]
fn what_is_left_out() {
    says(
        |phrases, _| phrases.left_out(Vacancy, 12, &Refusal::Travel(25)),
        "12 vacatures vallen af omdat het verder is dan 25 kilometer.",
        "12 vacancies are left out because the distance is more than 25 km.",
    );
    says(
        |phrases, _| phrases.left_out(Route, 1, &Refusal::Pay(euro(2_800))),
        "1 leer-werkpad valt af omdat je er minder verdient dan € 2.800 per maand.",
        "1 learn-and-work route is left out because the pay is less than €2,800 a month.",
    );
    says(
        |phrases, _| phrases.words_not_understood("boekenwurm", &["lezen", "leesvaardigheid"]),
        "We weten niet wat je bedoelt met “boekenwurm”. Bedoel je: lezen of leesvaardigheid?",
        "We do not know what you mean by “boekenwurm”. Do you mean: lezen or leesvaardigheid?",
    );
}

/// Labels that stand next to each other in one table must differ.
#[test]
fn labels_tell_apart() {
    for phrases in Language::ALL.map(phrases) {
        let lists: [Vec<&str>; 7] = [
            PartKind::ALL.map(|it| phrases.part(it)).to_vec(),
            Class::ALL.map(|it| phrases.class(it)).to_vec(),
            SbiSection::ALL.iter().map(|it| phrases.sector(*it)).collect(),
            Contract::ALL.iter().map(|it| phrases.contract(*it)).collect(),
            WorkPattern::ALL.iter().map(|it| phrases.work_pattern(*it)).collect(),
            Heading::ALL.map(|it| phrases.heading(it)).to_vec(),
            (1..=5).map(|it| phrases.level(level(it))).collect(),
        ];
        for list in lists {
            for (number, label) in list.iter().enumerate() {
                assert!(!label.is_empty() && !list[..number].contains(label), "{label}");
            }
        }
    }
}

#[test]
fn work_like_your_own() {
    let family = |digits, name| Likeness::Family { digits, name };
    let cases = [
        (
            family(4, Some("receptionisten")),
            "Dit werk hoort met je werk “baliemedewerker” in dezelfde groep beroepen: receptionisten.",
            "This work and your work “baliemedewerker” are in the same group of occupations: receptionisten.",
        ),
        (
            family(1, None),
            "Dit werk hoort met je werk “baliemedewerker” in dezelfde hoofdgroep van beroepen.",
            "This work and your work “baliemedewerker” are in the same main group of occupations.",
        ),
        (
            Likeness::Same,
            "Dit is werk dat je al doet of deed: “baliemedewerker”. Daarom telt dit deel niet.",
            "This is work that you do or did: “baliemedewerker”. So this part does not count.",
        ),
        (
            Likeness::Names,
            "De naam van dit werk lijkt op die van je werk “baliemedewerker”.",
            "The name of this work is like that of your work “baliemedewerker”.",
        ),
    ];
    for (likeness, dutch, english) in cases {
        says(|phrases, _| phrases.likeness("baliemedewerker", likeness), dutch, english);
    }
}
