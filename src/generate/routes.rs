//! Made-up learn-and-work routes: each prepares for an occupation and teaches some of what it needs, at the level, length and
//! cost of its kind.

use super::{FIRST_DAY, often, place};
use crate::{
    domain::{
        Bounded, ConceptReference, Cost, Description, EuroPerMonth, Gates, HoursPerWeek, LanguageCode, Level, Name,
        NlqfLevel, Opportunity, Payer, Percent, Provenance, Range, RecordId, Relation, Requirement, Route, RouteKind,
        Starts, Taught, Title, Weeks, WholeEuro, codes::Code,
    },
    ingest,
    taxonomy::{ConceptNumber, Taxonomy},
};
use fastrand::Rng;

/// Most routes of one run.
pub const ROUTES_MAX: u64 = 1_000_000;

const TAUGHT_MIN: usize = 4;
const TAUGHT_MAX: usize = 10;
const ENTRY_MAX: usize = 3;

/// Lines of a feed in the project's own format, one route each. Empty when the taxonomy has no occupation with skills.
///
/// ```
/// use loopbaanbrug::{generate, taxonomy::Taxonomy};
/// let taxonomy = Taxonomy::starter().unwrap();
/// assert_eq!(generate::routes(&taxonomy, 3, 1).count(), 3);
/// ```
pub fn routes(taxonomy: &Taxonomy, count: u64, seed: u64) -> impl Iterator<Item = String> + '_ {
    let occupations: Vec<_> = taxonomy.numbers().filter(|it| !taxonomy.occupation_skills(*it).is_empty()).collect();
    let count = if occupations.is_empty() { 0 } else { count.min(ROUTES_MAX) };
    (0..count).filter_map(move |number| {
        let mut random = Rng::with_seed(!seed ^ number.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let occupation = *random.choice(&occupations)?;
        let route = route(taxonomy, occupation, &mut random)?;
        let id = RecordId::new(&format!("r-{number:06}")).ok()?;
        Some(ingest::encode(&Opportunity::Route(Box::new(route)), &id))
    })
}

/// What a kind of route is like: weeks, and whether it takes a level higher and pays a wage.
fn form(kind: RouteKind, random: &mut Rng) -> (i64, bool, bool) {
    match kind {
        RouteKind::Bbl | RouteKind::Dual => (26 * random.i64(3..=8), true, true),
        RouteKind::ZijInstroom | RouteKind::DerdeLeerweg => (26 * random.i64(2..=4), true, random.bool()),
        RouteKind::Evc => (random.i64(8..=16), false, false),
        RouteKind::Certificate => (random.i64(10..=40), false, false),
        RouteKind::ShortCourse => (random.i64(1..=12), false, false),
        RouteKind::SecondmentWithTraining => (random.i64(12..=52), false, true),
        RouteKind::WorkPlacement => (random.i64(4..=13), false, false),
    }
}

fn route(taxonomy: &Taxonomy, occupation: ConceptNumber, random: &mut Rng) -> Option<Route> {
    let label = taxonomy.label(occupation, LanguageCode::DUTCH);
    let kind = RouteKind::ALL[random.usize(..RouteKind::ALL.len())];
    let (weeks, higher, wage) = form(kind, random);
    let mut skills: Vec<_> = taxonomy.occupation_skills(occupation).iter().map(|it| it.skill).collect();
    random.shuffle(&mut skills);
    let taught = skills.len().min(random.usize(TAUGHT_MIN..=TAUGHT_MAX));
    let (taught, rest) = skills.split_at(taught);
    let entry_level = random.i64(1..=5);
    let key = |concept: ConceptNumber| ConceptReference::Key(taxonomy.key(concept).clone());
    let teach = |concept: &ConceptNumber, random: &mut Rng| {
        Some(Taught { skill: key(*concept), level: Level::new(random.i64(2..=4)).ok()? })
    };
    let teaches: Option<Vec<_>> = taught.iter().map(|concept| teach(concept, random)).collect();
    let asked = rest.iter().take(random.usize(0..=ENTRY_MAX)).map(|concept| Requirement {
        skill: key(*concept),
        relation: Relation::Important,
        min_level: None,
        provenance: Provenance::Stated,
    });
    let starts = (0..random.i64(1..=3)).map(|_| FIRST_DAY + jiff::Span::new().days(random.i64(70..500))).collect();
    Some(Route {
        title: Title::new(&format!("Voorbeeldroute {label}")).ok().or_else(|| Title::new("Voorbeeldroute").ok())?,
        description: Description::new("Voorbeeld, gemaakt om te meten.").ok()?,
        provider: Name::new(&format!("Voorbeeldopleider {}", random.u32(0..200))).ok()?,
        kind,
        teaches: Bounded::new(teaches?).ok()?,
        targets: Bounded::new(vec![key(occupation)]).ok()?,
        entry_nlqf: often(random, 0.8).then(|| NlqfLevel::new(entry_level).ok()).flatten(),
        entry_requirements: Bounded::new(asked.collect()).ok()?,
        entry_gates: Gates { vog: often(random, 0.2), ..Gates::default() },
        exit_nlqf: higher.then(|| NlqfLevel::new(entry_level + 1).ok()).flatten(),
        credential: higher.then(|| Name::new(&format!("diploma {label}")).ok()).flatten(),
        duration: Weeks::new(weeks).ok(),
        work_hours: wage.then(|| HoursPerWeek::new(24).ok()).flatten(),
        study_hours: HoursPerWeek::new(random.i64(2..=12)).ok(),
        cost: Cost { amount: WholeEuro::new(random.i64(0..=50) * 100).ok(), payer: random.choice(Payer::ALL).copied() },
        wage: wage.then(|| wage_range(random)).flatten(),
        job_guarantee: often(random, 0.5).then(|| random.bool()),
        starts: Starts { dates: Bounded::new(starts).ok()?, continuous: often(random, 0.3) },
        place: often(random, 0.8).then(|| place(random)).flatten(),
        remote: often(random, 0.5).then(|| Percent::new(random.i64(0..=5) * 20).ok()).flatten(),
        learning_mix: None,
        url: None,
        language: LanguageCode::DUTCH,
        example: true,
    })
}

fn wage_range(random: &mut Rng) -> Option<Range<EuroPerMonth>> {
    let least = 2_200 + 10 * random.i64(0..=80);
    Range::new(EuroPerMonth::new(least).ok()?, EuroPerMonth::new(least + 300).ok()?).ok()
}
