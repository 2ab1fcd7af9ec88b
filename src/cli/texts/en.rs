//! English.

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
    format!("{percent}%")
}

pub(super) const WORDS: Words = Words {
    shared: Language::English,
    asker: asker::ASKER,
    bridges: super::bridges::en::BRIDGES,
    matches: MATCHES,
    reasons: REASONS,
    opportunity: OPPORTUNITY,
    profile: PROFILE,
    import: IMPORT,
    keeping: keeping::KEEPING,
    concept: CONCEPT,
    extraction: EXTRACTION,
    conversation: conversation::CONVERSATION,
    evaluation: evaluation::EN,
    demo: DEMO,
    or: "or",
    yes: "yes",
    no: "no",
    percent,
    number: |number| grouped(number, ','),
    euros: |euros| format!("€{}", grouped(euros.into(), ',')),
    km: |distance, approximate| km(distance, approximate, ".", "same region"),
    state: |context| {
        format!(
            "Catalogue {}, taxonomy {}, ranking rules {}",
            context.catalogue_revision, context.taxonomy_version, context.ranking_version
        )
    },
};

const MATCHES: MatchWords = MatchWords {
    vacancy: "vacancy",
    route: "route",
    offered_by: "offered by",
    distance: "distance",
    points: "points",
    class: "reach",
    key: "key",
    none: "Nothing was found that fits.",
    left_out: "What was left out",
    relaxations: "What would bring more",
    best: |key, points| format!("The best: {key}, {points} points."),
    understood: "How your words were understood",
    classes: "Reach",
    sectors: "Sectors",
    unknown: "unknown",
    more: "There are more: ask for them with --all-pages.",
    mixed: "Sectors and employers are mixed, because you want to look further.",
    similar: |count| format!("+ {} nearly the same", grouped(count, ',')),
    found: |shown, found, possible| {
        if found == 1 {
            return format!("1 was found. This profile can reach at most {possible} points.");
        }
        let (shown, found) = (grouped(shown, ','), grouped(found, ','));
        format!("The best {shown} of {found}. This profile can reach at most {possible} points.")
    },
    class_of: |class| match class {
        MatchClass::Unspecified => "unknown",
        MatchClass::Now => "now",
        MatchClass::ShortCourse => "short course",
        MatchClass::Route => "training",
        MatchClass::Far => "far away",
    },
    read_as: |words, label, others| match (label, others) {
        (Some(label), _) => format!("“{words}” was read as: {label}."),
        (None, []) => format!("“{words}” was not understood."),
        (None, others) => format!("“{words}” was not understood. Did you mean {}?", listed(others, "or")),
    },
    replaced: |key, label| format!("“{key}” is no longer there. In its place: {label}."),
};

const REASONS: ReasonWords = ReasonWords {
    points: "Points",
    total: "together",
    requirements: "What is asked",
    gates: "Hard conditions",
    preferences: "Your preferences",
    criteria: "When is it good?",
    questions: "Questions to ask",
    absent: "Not stated:",
    similar: "Nearly the same:",
    not_shown: "This one is not in your list, because:",
    out_of: |possible| format!("of {possible}"),
    taught_by: |keys| format!("Can be learnt with: {keys}"),
    absent_field: |field| {
        Some(match field {
            "requirements" => "the requirements",
            "place" => "the place",
            "hours" => "the hours",
            "pay" => "the pay",
            "contract" => "the contract",
            "work_pattern" => "the working times",
            "sector" => "the sector",
            "remote" => "working from home",
            _ => return None,
        })
    },
};

const OPPORTUNITY: OpportunityWords = OpportunityWords {
    employer: "employer",
    provider: "provider",
    kind: "kind",
    sector: "sector",
    occupation: "occupation",
    place: "place",
    remote: "from home",
    hours: "hours a week",
    pay: "pay a month",
    scale: "scale",
    contract: "contract",
    work_patterns: "working times",
    level: "level (NLQF)",
    period: "apply",
    openings: "openings",
    link: "link",
    requires: "asks",
    gates: "needed",
    vog: "VOG (certificate of conduct)",
    teaches: "teaches",
    targets: "for the occupation",
    entry: "entry level (NLQF)",
    exit: "diploma or proof",
    duration: "duration",
    cost: "cost",
    wage: "wage during the route",
    job_guarantee: "job guarantee",
    starts: "start",
    any_time: "at any time",
    mix: "way of learning",
    example: "This is a made-up example.",
    revision: "revision",
    listed: |count| format!("{count} shown."),
    hours_range: range,
    hours_of_route: |work, study| {
        let work = work.map(|hours| format!("{hours} at work"));
        let study = study.map(|hours| format!("{hours} in study"));
        [work, study].into_iter().flatten().collect::<Vec<_>>().join(", ")
    },
    weeks: |weeks| if weeks == 1 { "1 week".into() } else { format!("{weeks} weeks") },
    from_until: |opens, closes| match (opens, closes) {
        (opens, "") => format!("from {opens}"),
        ("", closes) => format!("until {closes}"),
        (opens, closes) => format!("from {opens} until {closes}"),
    },
    licence: |category| format!("driving licence {category}"),
    mix_of: |mix| {
        let [work, social, formal] = [mix.work_percent, mix.social_percent, mix.formal_percent].map(percent);
        format!("{work} at work, {social} with others, {formal} in lessons")
    },
    min_level: |level| format!("from level {level}"),
    contract_of: |contract| match contract {
        Contract::Unspecified => "unknown",
        Contract::Permanent => "permanent",
        Contract::Temporary => "fixed term",
        Contract::TemporaryWithProspect => "fixed term, with prospect of a permanent one",
        Contract::Secondment => "secondment",
        Contract::Agency => "through an agency",
        Contract::OnCall => "on call",
        Contract::Apprenticeship => "work-and-learn contract",
    },
    pattern_of: |pattern| match pattern {
        WorkPattern::Unspecified => "unknown",
        WorkPattern::Day => "by day",
        WorkPattern::Evening => "in the evening",
        WorkPattern::Night => "at night",
        WorkPattern::Weekend => "at the weekend",
        WorkPattern::Shift => "in shifts",
        WorkPattern::Irregular => "irregular",
        WorkPattern::OwnSchedule => "own schedule",
    },
    kind_of: |kind| match kind {
        OpportunityKind::Unspecified => "unknown",
        OpportunityKind::Vacancy => "vacancy",
        OpportunityKind::Route => "route",
    },
    route_of: |kind| match kind {
        RouteKind::Unspecified => "unknown",
        RouteKind::Bbl => "BBL: mbo with a work contract",
        RouteKind::Dual => "dual education",
        RouteKind::ZijInstroom => "at work while training (zij-instroom)",
        RouteKind::Evc => "EVC: proof of what you can do already",
        RouteKind::DerdeLeerweg => "mbo for adults (derde leerweg)",
        RouteKind::Certificate => "certificate",
        RouteKind::ShortCourse => "short course",
        RouteKind::SecondmentWithTraining => "secondment with training",
        RouteKind::WorkPlacement => "work placement",
    },
    deleted: |key, revision| format!("{key} is deleted (catalogue {revision})."),
};

const PROFILE: ProfileWords = ProfileWords {
    heading: "The profile",
    from: "comes from",
    does: "does now",
    keeps: "wants to keep",
    can: "can",
    learns: "wants to learn",
    avoids: "rather not",
    wants: "wants",
    looks: "looks",
    criteria: "good when",
    must: "must",
    department_of: |department| match department {
        Department::Unspecified => "unknown",
        Department::Burgerzaken => "Burgerzaken (civil affairs)",
        Department::Div => "DIV (documents and information)",
        Department::Buitendienst => "Buitendienst (outdoor service)",
        Department::Other => "another department",
    },
    exploration_of: |exploration| match exploration {
        Exploration::Unspecified => None,
        Exploration::StayNear => Some("near the work of now"),
        Exploration::LookAround => Some("around, also for other work than now"),
        Exploration::SurpriseMe => Some("far away: it may surprise"),
    },
    lives_in: |postcode| format!("lives in {postcode}"),
    level: |level| format!("level {level} (NLQF)"),
    hours: |hours| format!("{hours} hours a week"),
    at_most_km: |distance| format!("at most {distance} km from home"),
    from_pay: |pay| format!("from {pay} a month"),
    from_home: |share| format!("{} from home", percent(share)),
    mentions: |words| format!("the text mentions “{words}”"),
};

const IMPORT: ImportWords = ImportWords {
    done: "Imported.",
    checked: "Checked only. Nothing was changed.",
    repeated: "This request was made before. This is the answer it had then.",
    received: "received",
    accepted: "new or changed",
    unchanged: "unchanged",
    removed: "removed",
    rejected: "rejected",
    revision: "revision",
    request_id: "request id",
    rejections: "Rejected",
    record: "record",
    line: "line",
    id: "id",
    problem: "what is wrong",
    more: |count| format!("and {} more", grouped(count, ',')),
};

const CONCEPT: ConceptWords = ConceptWords {
    label: "label",
    kind: "kind",
    matched: "found as",
    score: "likeness",
    how: "how",
    none: "Nothing was found that is like it.",
    also: "also",
    replaces: "replaces",
    same_as: "same as",
    broader: "belongs to",
    narrower: "holds",
    related: "like",
    essential: "needs",
    optional: "useful",
    isco: "ISCO-08",
    kind_of: |kind| match kind {
        ConceptKind::Unspecified => "unknown",
        ConceptKind::Skill => "skill",
        ConceptKind::Knowledge => "knowledge",
        ConceptKind::Language => "language",
        ConceptKind::Occupation => "occupation",
        ConceptKind::Group => "group",
    },
    match_of: |how| match how {
        LabelMatch::Unspecified => "unknown",
        LabelMatch::Exact => "the same",
        LabelMatch::Spelling => "nearly the same",
        LabelMatch::Parts => "the same in part",
    },
    completion_of: |how| match how {
        CompletionMatch::Unspecified => "unknown",
        CompletionMatch::LabelBeginning => "the label begins like this",
        CompletionMatch::WordBeginning => "words begin like this",
        CompletionMatch::Inside => "part of a word",
        CompletionMatch::Spelling => "looks like what you type",
    },
    language_of: |code| (!matches!(code, "en" | "")).then(|| language_name(code)),
};

fn language_name(code: &str) -> String {
    LanguageCode::new(code)
        .map_or_else(|_| code.to_owned(), |language| phrases(Language::English).language_name(language))
}

const EXTRACTION: ExtractionWords = ExtractionWords {
    none: "Nothing was found in this text.",
    words: "words in the text",
    sureness: "sureness",
    facts: "Also in the text",
    taught: "What you learn",
    scale: |scale| format!("scale {scale}"),
    years: |years| if years == 1 { "1 year of experience".into() } else { format!("{years} years of experience") },
    hourly: |min, max| {
        let euros = |cents: u32| format!("€{}.{:02}", cents / 100, cents % 100);
        if min == max {
            format!("{} an hour", euros(min))
        } else {
            format!("{} – {} an hour", euros(min), euros(max))
        }
    },
    language: |language, level| match language_name(language) {
        name if level.is_empty() => name,
        name => format!("{name}, level {level}"),
    },
    modality_of: |modality| match modality {
        Modality::Unspecified => "unknown",
        Modality::Must => "Asked",
        Modality::Nice => "Welcome",
        Modality::Negated => "Not needed",
        Modality::Offered => "What the employer offers or says of itself",
    },
    section_of: |section| match section {
        TextSection::Unspecified => "",
        TextSection::Opening => "opening",
        TextSection::Tasks => "the work",
        TextSection::Requirements => "requirements",
        TextSection::Offer => "the offer",
        TextSection::About => "the employer",
        TextSection::Procedure => "applying",
        TextSection::Learning => "the lessons",
    },
};

const DEMO: DemoWords = DemoWords {
    opening: |day| {
        format!(
            "Loopbaanbrug with examples. All vacancies, routes, employers and profiles are made up. \
             For the example, today is {day}."
        )
    },
    imported: |vacancies, routes, revision| {
        format!("Imported: {vacancies} vacancies and {routes} learn-and-work routes (catalogue {revision}).")
    },
    matches: "Vacancies that fit",
    reasons: "Why",
    serving: |address| format!("The service listens on {address} until you press Ctrl-C."),
    page: |address| format!("Open the page for a conversation in your browser: {address}"),
    next: "Try now, in another window",
    explain: "why does another vacancy stand lower?",
    other_profile: "another profile, and routes instead of vacancies:",
    reflection: "what the service can do (gRPC reflection):",
    python: "from Python:",
    stop: "The service has stopped. The temporary data are gone.",
};
