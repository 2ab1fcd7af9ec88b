//! Made-up vacancies and routes for measuring: any number of them, from the loaded taxonomy, the same for the same seed.
//!
//! Each stands for an occupation: most of its skills with some noise, a place, hours and pay. They say what they are
//! (`example`), and nothing in them is meant to be read by a person looking for work.

mod routes;

pub use routes::{ROUTES_MAX, routes};

use crate::{
    domain::{
        Bounded, CaoScale, CodeSet, ConceptReference, Contract, Description, DrivingLicence, EuroPerMonth, Gates,
        HoursPerWeek, LanguageCode, Level, Name, NlqfLevel, Opportunity, Pc4, Percent, Period, Place, Provenance,
        Range, RecordId, Relation, Requirement, SbiSection, Title, Vacancy, WorkPattern, codes::Code,
    },
    ingest,
    taxonomy::{ConceptNumber, Taxonomy},
};
use fastrand::Rng;
use jiff::civil::{Date, date};

/// Most vacancies of one run.
pub const VACANCIES_MAX: u64 = 10_000_000;

/// Generated vacancies open in the 60 days from this one and close up to a year later.
const FIRST_DAY: Date = date(2026, 10, 1);
const ESSENTIAL_KEPT: f64 = 0.6;
const OPTIONAL_KEPT: f64 = 0.25;
const REQUIREMENTS_MAX: usize = 20;
const NOISE_MAX: usize = 2;
const EMPLOYERS: u32 = 5_000;

/// Lines of a feed in the project's own format, one vacancy each. Empty when the taxonomy has no occupation with skills.
///
/// ```
/// use loopbaanbrug::{generate, taxonomy::Taxonomy};
/// let taxonomy = Taxonomy::starter().unwrap();
/// let lines: Vec<String> = generate::vacancies(&taxonomy, 3, 1).collect();
/// assert_eq!(lines.len(), 3);
/// assert_eq!(lines, generate::vacancies(&taxonomy, 3, 1).collect::<Vec<_>>());
/// ```
pub fn vacancies(taxonomy: &Taxonomy, count: u64, seed: u64) -> impl Iterator<Item = String> + '_ {
    let occupations: Vec<_> = taxonomy.numbers().filter(|it| !taxonomy.occupation_skills(*it).is_empty()).collect();
    let abilities: Vec<_> = taxonomy.numbers().filter(|it| taxonomy.kind(*it).is_ability()).collect();
    let count = if occupations.is_empty() { 0 } else { count.min(VACANCIES_MAX) };
    (0..count).filter_map(move |number| {
        // A generator of its own for each vacancy: the first thousand of a million are the same as a thousand.
        let mut random = Rng::with_seed(seed ^ number.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let occupation = *random.choice(&occupations)?;
        let vacancy = vacancy(taxonomy, occupation, &abilities, &mut random)?;
        let id = RecordId::new(&format!("g-{number:07}")).ok()?;
        Some(ingest::encode(&Opportunity::Vacancy(Box::new(vacancy)), &id))
    })
}

fn vacancy(
    taxonomy: &Taxonomy,
    occupation: ConceptNumber,
    abilities: &[ConceptNumber],
    random: &mut Rng,
) -> Option<Vacancy> {
    let label = taxonomy.label(occupation, LanguageCode::DUTCH);
    let requirements = requirements(taxonomy, occupation, abilities, random);
    let nlqf = NlqfLevel::new(random.i64(2..=7)).ok();
    let opens = FIRST_DAY + jiff::Span::new().days(random.i64(0..60));
    let closes = opens + jiff::Span::new().days(random.i64(30..365));
    let employer = random.u32(0..EMPLOYERS);
    Some(Vacancy {
        title: Title::new(label).ok()?,
        description: description(taxonomy, label, &requirements)?,
        employer: Name::new(&format!("Voorbeeldwerkgever {employer}")).ok()?,
        sector: often(random, 0.9).then(|| SbiSection::ALL[random.usize(..SbiSection::ALL.len())]),
        occupation: Some(ConceptReference::Key(taxonomy.key(occupation).clone())),
        place: often(random, 0.95).then(|| place(random)).flatten(),
        remote: often(random, 0.4).then(|| Percent::new(random.i64(0..=4) * 20).ok()).flatten(),
        hours: often(random, 0.85).then(|| hours(random)).flatten(),
        pay: often(random, 0.8).then(|| pay(random, nlqf)).flatten(),
        cao_scale: None::<CaoScale>,
        contract: often(random, 0.8).then(|| Contract::ALL[random.usize(..3)]),
        work_patterns: if often(random, 0.6) { work_patterns(random) } else { CodeSet::default() },
        nlqf,
        requirements: Bounded::new(requirements).ok()?,
        gates: gates(random),
        period: Period::new(Some(opens), Some(closes)).ok()?,
        openings: None,
        url: None,
        language: LanguageCode::DUTCH,
        example: true,
    })
}

fn often(random: &mut Rng, share: f64) -> bool {
    random.f64() < share
}

fn requirements(
    taxonomy: &Taxonomy,
    occupation: ConceptNumber,
    abilities: &[ConceptNumber],
    random: &mut Rng,
) -> Vec<Requirement> {
    let mut needed: Vec<(ConceptNumber, Relation)> = Vec::new();
    for skill in taxonomy.occupation_skills(occupation) {
        let kept = if skill.essential { ESSENTIAL_KEPT } else { OPTIONAL_KEPT };
        if often(random, kept) {
            let essential = if random.bool() { Relation::Essential } else { Relation::Important };
            needed.push((skill.skill, if skill.essential { essential } else { Relation::Optional }));
        }
    }
    random.shuffle(&mut needed);
    needed.truncate(REQUIREMENTS_MAX - NOISE_MAX);
    for _ in 0..random.usize(0..=NOISE_MAX) {
        if let Some(noise) = random.choice(abilities) {
            needed.push((*noise, Relation::Important));
        }
    }
    needed.sort();
    needed.dedup_by_key(|(concept, _)| *concept);
    let requirement = |(concept, relation): (ConceptNumber, Relation)| Requirement {
        skill: ConceptReference::Key(taxonomy.key(concept).clone()),
        relation,
        min_level: often(random, 0.3).then(|| Level::new(random.i64(2..=4)).ok()).flatten(),
        provenance: Provenance::Stated,
    };
    needed.into_iter().map(requirement).collect()
}

fn description(taxonomy: &Taxonomy, label: &str, requirements: &[Requirement]) -> Option<Description> {
    let skills = requirements.iter().filter_map(|requirement| match &requirement.skill {
        ConceptReference::Key(key) => taxonomy.concept(key.as_str()),
        ConceptReference::Text(_) => None,
    });
    let skills: Vec<_> = skills.map(|skill| taxonomy.label(skill, LanguageCode::DUTCH)).collect();
    let text = format!(
        "Voorbeeld, gemaakt om te meten.\n\nWat ga je doen?\nJe werkt als {label} in een klein team.\n\nWat vragen we?\n{}.",
        skills.join(", ")
    );
    Description::new(&text).ok()
}

fn place(random: &mut Rng) -> Option<Place> {
    Pc4::parse(&random.u16(1_000..=9_999).to_string()).ok().map(Place::Pc4)
}

fn hours(random: &mut Rng) -> Option<Range<HoursPerWeek>> {
    let most = 40 - 4 * random.i64(0..=5);
    let least = (most - 4 * random.i64(0..=3)).max(8);
    Range::new(HoursPerWeek::new(least).ok()?, HoursPerWeek::new(most).ok()?).ok()
}

/// Pay that grows with the level; a working assumption for measuring only.
fn pay(random: &mut Rng, nlqf: Option<NlqfLevel>) -> Option<Range<EuroPerMonth>> {
    let level = i64::from(nlqf.map_or(4, NlqfLevel::get));
    let least = 2_000 + 300 * level + 10 * random.i64(0..=40);
    Range::new(EuroPerMonth::new(least).ok()?, EuroPerMonth::new(least + 100 * random.i64(3..=12)).ok()?).ok()
}

fn work_patterns(random: &mut Rng) -> CodeSet<WorkPattern> {
    let further = WorkPattern::ALL.iter().copied().filter(|_| often(random, 0.15));
    further.chain([WorkPattern::Day]).collect()
}

fn gates(random: &mut Rng) -> Gates {
    Gates {
        driving_licences: often(random, 0.2).then_some(DrivingLicence::B).into_iter().collect(),
        vog: often(random, 0.2),
        ..Gates::default()
    }
}
