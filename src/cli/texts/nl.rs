//! Dutch, at B1.

mod asker;
mod conversation;
mod keeping;

use loopbaanbrug_proto::v1::{
    CompletionMatch, ConceptKind, Contract, Department, Exploration, LabelMatch, MatchClass, Modality, OpportunityKind,
    RouteKind, TextSection, WorkPattern,
};

use crate::{
    domain::LanguageCode,
    texts::{Language, phrases},
};

use super::{
    ConceptWords, DemoWords, ExtractionWords, ImportWords, MatchWords, OpportunityWords, ProfileWords, ReasonWords,
    Words, evaluation, listed,
    numbers::{grouped, km, range},
};

fn percent(percent: u32) -> String {
    format!("{percent} %")
}

pub(super) const WORDS: Words = Words {
    shared: Language::Dutch,
    asker: asker::ASKER,
    bridges: super::bridges::nl::BRIDGES,
    matches: MATCHES,
    reasons: REASONS,
    opportunity: OPPORTUNITY,
    profile: PROFILE,
    import: IMPORT,
    keeping: keeping::KEEPING,
    concept: CONCEPT,
    extraction: EXTRACTION,
    conversation: conversation::CONVERSATION,
    evaluation: evaluation::NL,
    demo: DEMO,
    or: "of",
    yes: "ja",
    no: "nee",
    percent,
    number: |number| grouped(number, '.'),
    euros: |euros| format!("€ {}", grouped(euros.into(), '.')),
    km: |distance, approximate| km(distance, approximate, ",", "in de regio"),
    state: |context| {
        format!(
            "Catalogus {}, taxonomie {}, rekenregels {}",
            context.catalogue_revision, context.taxonomy_version, context.ranking_version
        )
    },
};

const MATCHES: MatchWords = MatchWords {
    vacancy: "vacature",
    route: "leer-werkpad",
    offered_by: "bij",
    distance: "afstand",
    points: "punten",
    class: "hoe dichtbij",
    key: "sleutel",
    none: "Er is niets gevonden dat past.",
    left_out: "Wat afviel",
    relaxations: "Wat meer oplevert",
    best: |key, points| format!("De beste: {key}, {points} punten."),
    understood: "Zo zijn je woorden begrepen",
    classes: "Hoe dichtbij",
    sectors: "Sectoren",
    unknown: "onbekend",
    more: "Er zijn er meer: vraag ze met --all-pages.",
    mixed: "Sectoren en werkgevers staan door elkaar, omdat je verder wilt kijken.",
    similar: |count| format!("+ {} bijna hetzelfde", grouped(count, '.')),
    found: |shown, found, possible| {
        if found == 1 {
            return format!("Er is 1 gevonden. Dit profiel kan hoogstens {possible} punten halen.");
        }
        let (shown, found) = (grouped(shown, '.'), grouped(found, '.'));
        format!("De beste {shown} van {found}. Dit profiel kan hoogstens {possible} punten halen.")
    },
    class_of: |class| match class {
        MatchClass::Unspecified => "onbekend",
        MatchClass::Now => "nu",
        MatchClass::ShortCourse => "korte cursus",
        MatchClass::Route => "opleiding",
        MatchClass::Far => "nog ver weg",
    },
    read_as: |words, label, others| match (label, others) {
        (Some(label), _) => format!("“{words}” is gelezen als: {label}."),
        (None, []) => format!("“{words}” is niet begrepen."),
        (None, others) => format!("“{words}” is niet begrepen. Bedoel je {}?", listed(others, "of")),
    },
    replaced: |key, label| format!("“{key}” bestaat niet meer. We gebruiken nu: {label}."),
};

const REASONS: ReasonWords = ReasonWords {
    points: "Punten",
    total: "samen",
    requirements: "Wat wordt gevraagd",
    gates: "Dit moet",
    preferences: "Je voorkeuren",
    criteria: "Wanneer is het goed?",
    questions: "Vragen om te stellen",
    absent: "Niet vermeld:",
    similar: "Bijna hetzelfde:",
    not_shown: "Deze staat niet in je lijst, want:",
    out_of: |possible| format!("van {possible}"),
    taught_by: |keys| format!("Leren kan met: {keys}"),
    absent_field: |field| {
        Some(match field {
            "requirements" => "de eisen",
            "place" => "de plaats",
            "hours" => "de uren",
            "pay" => "het loon",
            "contract" => "het contract",
            "work_pattern" => "de werktijden",
            "sector" => "de sector",
            "remote" => "thuiswerken",
            _ => return None,
        })
    },
};

const OPPORTUNITY: OpportunityWords = OpportunityWords {
    employer: "werkgever",
    provider: "aanbieder",
    kind: "soort",
    sector: "sector",
    occupation: "beroep",
    place: "plaats",
    remote: "thuiswerken",
    hours: "uren per week",
    pay: "loon per maand",
    scale: "schaal",
    contract: "contract",
    work_patterns: "werktijden",
    level: "niveau (NLQF)",
    period: "reageren",
    openings: "plekken",
    link: "link",
    requires: "eisen",
    gates: "dit moet",
    vog: "VOG (verklaring omtrent het gedrag)",
    teaches: "je leert",
    targets: "voor het beroep",
    entry: "instapniveau (NLQF)",
    exit: "diploma of bewijs",
    duration: "duur",
    cost: "kosten",
    wage: "loon tijdens het pad",
    job_guarantee: "baangarantie",
    starts: "start",
    any_time: "op elk moment",
    mix: "manier van leren",
    example: "Dit is een verzonnen voorbeeld.",
    revision: "versie",
    listed: |count| format!("{count} getoond."),
    hours_range: range,
    hours_of_route: |work, study| {
        let work = work.map(|hours| format!("{hours} werken"));
        let study = study.map(|hours| format!("{hours} leren"));
        [work, study].into_iter().flatten().collect::<Vec<_>>().join(", ")
    },
    weeks: |weeks| if weeks == 1 { "1 week".into() } else { format!("{weeks} weken") },
    from_until: |opens, closes| match (opens, closes) {
        (opens, "") => format!("vanaf {opens}"),
        ("", closes) => format!("tot en met {closes}"),
        (opens, closes) => format!("van {opens} tot en met {closes}"),
    },
    licence: |category| format!("rijbewijs {category}"),
    mix_of: |mix| {
        let [work, social, formal] = [mix.work_percent, mix.social_percent, mix.formal_percent].map(percent);
        format!("{work} in het werk, {social} met anderen, {formal} in lessen")
    },
    min_level: |level| format!("vanaf niveau {level}"),
    contract_of: |contract| match contract {
        Contract::Unspecified => "onbekend",
        Contract::Permanent => "vast",
        Contract::Temporary => "tijdelijk",
        Contract::TemporaryWithProspect => "tijdelijk, met uitzicht op vast",
        Contract::Secondment => "detachering",
        Contract::Agency => "uitzendwerk",
        Contract::OnCall => "oproepwerk",
        Contract::Apprenticeship => "leer-werkcontract",
    },
    pattern_of: |pattern| match pattern {
        WorkPattern::Unspecified => "onbekend",
        WorkPattern::Day => "overdag",
        WorkPattern::Evening => "’s avonds",
        WorkPattern::Night => "’s nachts",
        WorkPattern::Weekend => "in het weekend",
        WorkPattern::Shift => "in ploegen",
        WorkPattern::Irregular => "wisselend",
        WorkPattern::OwnSchedule => "zelf in te delen",
    },
    kind_of: |kind| match kind {
        OpportunityKind::Unspecified => "onbekend",
        OpportunityKind::Vacancy => "vacature",
        OpportunityKind::Route => "leer-werkpad",
    },
    route_of: |kind| match kind {
        RouteKind::Unspecified => "onbekend",
        RouteKind::Bbl => "bbl",
        RouteKind::Dual => "duale opleiding",
        RouteKind::ZijInstroom => "zij-instroom",
        RouteKind::Evc => "EVC: bewijs van wat je al kunt",
        RouteKind::DerdeLeerweg => "derde leerweg",
        RouteKind::Certificate => "certificaat",
        RouteKind::ShortCourse => "korte cursus",
        RouteKind::SecondmentWithTraining => "detachering met opleiding",
        RouteKind::WorkPlacement => "werkervaringsplek",
    },
    deleted: |key, revision| format!("{key} is verwijderd (catalogus {revision})."),
};

const PROFILE: ProfileWords = ProfileWords {
    heading: "Het profiel",
    from: "komt van",
    does: "doet nu",
    keeps: "wil houden",
    can: "kan",
    learns: "wil leren",
    avoids: "liever niet",
    wants: "wil",
    looks: "zoekt",
    criteria: "goed als",
    must: "moet",
    department_of: |department| match department {
        Department::Unspecified => "onbekend",
        Department::Burgerzaken => "Burgerzaken",
        Department::Div => "DIV",
        Department::Buitendienst => "Buitendienst",
        Department::Other => "een andere afdeling",
    },
    exploration_of: |exploration| match exploration {
        Exploration::Unspecified => None,
        Exploration::StayNear => Some("dicht bij het werk van nu"),
        Exploration::LookAround => Some("om zich heen, ook ander werk dan nu"),
        Exploration::SurpriseMe => Some("ver weg: het mag verrassen"),
    },
    lives_in: |postcode| format!("woont in {postcode}"),
    level: |level| format!("niveau {level} (NLQF)"),
    hours: |hours| format!("{hours} uur per week"),
    at_most_km: |distance| format!("hoogstens {distance} km van huis"),
    from_pay: |pay| format!("vanaf {pay} per maand"),
    from_home: |share| format!("{} thuiswerken", percent(share)),
    mentions: |words| format!("de tekst noemt “{words}”"),
};

const IMPORT: ImportWords = ImportWords {
    done: "Ingelezen.",
    checked: "Alleen gecontroleerd. Er is niets veranderd.",
    repeated: "Dit verzoek was al gedaan. Dit is het antwoord van toen.",
    received: "ontvangen",
    accepted: "nieuw of veranderd",
    unchanged: "ongewijzigd",
    removed: "verwijderd",
    rejected: "geweigerd",
    revision: "catalogus",
    request_id: "verzoek",
    rejections: "Geweigerd",
    record: "record",
    line: "regel",
    id: "id",
    problem: "wat er mis is",
    more: |count| format!("en nog {}", grouped(count, '.')),
};

const CONCEPT: ConceptWords = ConceptWords {
    label: "naam",
    kind: "soort",
    matched: "gevonden als",
    score: "gelijkenis",
    how: "hoe",
    none: "Er is niets gevonden dat hierop lijkt.",
    also: "ook wel",
    replaces: "komt in de plaats van",
    same_as: "hetzelfde als",
    broader: "hoort bij",
    narrower: "omvat",
    related: "lijkt op",
    essential: "nodig",
    optional: "handig",
    isco: "ISCO-08",
    kind_of: |kind| match kind {
        ConceptKind::Unspecified => "onbekend",
        ConceptKind::Skill => "vaardigheid",
        ConceptKind::Knowledge => "kennis",
        ConceptKind::Language => "taal",
        ConceptKind::Occupation => "beroep",
        ConceptKind::Group => "groep",
    },
    match_of: |how| match how {
        LabelMatch::Unspecified => "onbekend",
        LabelMatch::Exact => "precies zo",
        LabelMatch::Spelling => "bijna zo",
        LabelMatch::Parts => "voor een deel",
    },
    completion_of: |how| match how {
        CompletionMatch::Unspecified => "onbekend",
        CompletionMatch::LabelBeginning => "begint zo",
        CompletionMatch::WordBeginning => "woorden die zo beginnen",
        CompletionMatch::Inside => "staat midden in een woord",
        CompletionMatch::Spelling => "bijna wat je typt",
    },
    language_of: |code| (!matches!(code, "nl" | "")).then(|| language_name(code)),
};

fn language_name(code: &str) -> String {
    LanguageCode::new(code)
        .map_or_else(|_| code.to_owned(), |language| phrases(Language::Dutch).language_name(language))
}

const EXTRACTION: ExtractionWords = ExtractionWords {
    none: "In deze tekst is niets gevonden.",
    words: "woorden in de tekst",
    sureness: "zekerheid",
    facts: "Ook in de tekst",
    taught: "Dit leer je",
    scale: |scale| format!("schaal {scale}"),
    years: |years| format!("{years} jaar ervaring"),
    hourly: |min, max| {
        let euros = |cents: u32| format!("€ {},{:02}", cents / 100, cents % 100);
        if min == max {
            format!("{} per uur", euros(min))
        } else {
            format!("{} – {} per uur", euros(min), euros(max))
        }
    },
    language: |language, level| match language_name(language) {
        name if level.is_empty() => name,
        name => format!("{name}, niveau {level}"),
    },
    modality_of: |modality| match modality {
        Modality::Unspecified => "onbekend",
        Modality::Must => "Gevraagd",
        Modality::Nice => "Mooi meegenomen",
        Modality::Negated => "Hoeft niet",
        Modality::Offered => "Wat de werkgever biedt of over zichzelf vertelt",
    },
    section_of: |section| match section {
        TextSection::Unspecified => "",
        TextSection::Opening => "begin",
        TextSection::Tasks => "het werk",
        TextSection::Requirements => "de eisen",
        TextSection::Offer => "het aanbod",
        TextSection::About => "de werkgever",
        TextSection::Procedure => "aanmelden",
        TextSection::Learning => "de lessen",
    },
};

const DEMO: DemoWords = DemoWords {
    opening: |day| {
        format!(
            "Loopbaanbrug met voorbeelden. Alle vacatures, leer-werkpaden, werkgevers en profielen zijn verzonnen. \
             Voor het voorbeeld is het vandaag {day}."
        )
    },
    imported: |vacancies, routes, revision| {
        format!("Ingelezen: {vacancies} vacatures en {routes} leer-werkpaden (catalogus {revision}).")
    },
    matches: "Vacatures die passen",
    reasons: "Waarom",
    serving: |address| format!("De dienst luistert op {address}, tot je op Ctrl-C drukt."),
    page: |address| format!("Open de pagina voor een gesprek in je browser: {address}"),
    next: "Probeer nu, in een ander venster",
    explain: "waarom staat een andere vacature lager?",
    other_profile: "een ander profiel, en leer-werkpaden in plaats van vacatures:",
    reflection: "wat de dienst kan (gRPC reflection):",
    python: "vanuit Python:",
    stop: "De dienst is gestopt. De tijdelijke gegevens zijn gewist.",
};
