//! The ranking against a naive scorer: written from docs/ranking.md, over the feed's own lines, one
//! opportunity at a time, without an index. What the taxonomy says of concepts (nearness, groups that skills share,
//! distinctiveness, kinship) and where places are is given to both.
//!
//! Over 3,000 vacancies, or as many as LOOPBAANBRUG_NAIVE_VACANCIES says.

use crate::support::{TODAY, World, notes::skipped, root, soon};
use loopbaanbrug::{
    catalogue::ImportMode,
    domain::{
        Bounded, CodeSet, ConceptKey, ConceptReference, Condition, Contract, Department, EuroPerMonth, Evidence,
        Exploration, HoursPerWeek, Importance, Level, NlqfLevel, OpportunityKind, Pc4, Preference, Profile, Range,
        Recency, SkillClaim, SkillWish, codes::Code,
    },
    engine::{Detail, Match, MatchFilter, MatchQuestion, Page},
    generate,
    places::Places,
    reference::ReferenceDirectory,
    taxonomy::{ConceptNumber, FEW_REQUIREMENTS, Kin, TaskList, Taxonomy, TaxonomyVersion, esco},
};
use serde_json::Value;
use std::{collections::HashMap, env};

/// What the naive scorer knows of a person.
struct Person {
    /// Each with its level and its strength in thousandths; those of the occupation stand among them.
    skills: Vec<(ConceptNumber, i64, f64)>,
    occupation: ConceptNumber,
    kin: Vec<Kin>,
    wishes: Vec<(ConceptNumber, char)>,
    level: Option<i64>,
    home: (f64, f64),
    home_is_rough: bool,
    max_km: f64,
    hours: (i64, i64),
    pay: i64,
    contracts: Vec<String>,
    has_b: bool,
    /// Points for the person's occupation, work of the department, another sector and the rest; none without a dial.
    dial: Option<[i64; 4]>,
    department: Vec<ConceptNumber>,
}

/// Thousandths that the page on ranking gives for being short of a level.
fn level_share(held: i64, asked: i64) -> f64 {
    [1.0, 0.7, 0.4, 0.2][usize::try_from((asked - held).clamp(0, 3)).expect("0 to 3")]
}

/// Thousandths, cut after each factor as the page's credits are.
fn cut(value: f64) -> f64 {
    (value + 1e-9).floor()
}

fn credit(person: &Person, taxonomy: &Taxonomy, asked: ConceptNumber, level: Option<i64>) -> f64 {
    let at_level = |credit: f64, held: i64| cut(credit * level.map_or(1.0, |level| level_share(held, level)));
    let credits = person.skills.iter().map(|(concept, held, strength)| {
        let near = if *concept == asked {
            Some(1.0)
        } else {
            taxonomy.near(*concept).iter().find(|it| it.concept == asked).map(|it| f64::from(it.permille) / 1000.0)
        };
        at_level(near.map_or(0.0, |near| cut(strength * near)), *held)
    });
    let best = credits.fold(0.0, f64::max);
    let groups = taxonomy.shared_groups();
    let of_groups = groups.above(asked).iter().map(|place| {
        let (credit, held) = group_credit(person, taxonomy, asked, *place);
        at_level(credit, held)
    });
    of_groups.fold(best, f64::max)
}

/// What being at home in a group is worth for a skill of it, and the highest level of the others that the person has there.
fn group_credit(person: &Person, taxonomy: &Taxonomy, asked: ConceptNumber, place: u32) -> (f64, i64) {
    let groups = taxonomy.shared_groups();
    let of_group = |concept: ConceptNumber| groups.above(concept).contains(&place);
    let mut strongest: Vec<(ConceptNumber, i64, f64)> = Vec::new();
    for (concept, level, strength) in person.skills.iter().filter(|(concept, ..)| of_group(*concept)) {
        match strongest.iter_mut().find(|(known, ..)| known == concept) {
            Some(known) => *known = (*concept, known.1.max(*level), known.2.max(*strength)),
            None => strongest.push((*concept, *level, *strength)),
        }
    }
    let tells = |concept: ConceptNumber| f64::from(taxonomy.distinctiveness(concept));
    let held: f64 = strongest.iter().map(|(concept, _, strength)| cut(strength * tells(*concept) / 1000.0)).sum();
    let at_home = cut(1000.0 * held / (held + 500.0));
    let credit = cut(at_home * f64::from(groups.group(place).distinctiveness) / 1000.0).min(400.0);
    let others = strongest.iter().filter(|(concept, ..)| *concept != asked).map(|(_, level, _)| *level).max();
    match others {
        Some(level) if credit * tells(asked) >= 120_000.0 => (credit, level),
        _ => (0.0, 0),
    }
}

/// Points for work like the person's own.
fn kinship(person: &Person, taxonomy: &Taxonomy, vacancy: &Value) -> i64 {
    let Some(key) = vacancy["occupation"]["key"].as_str() else { return 0 };
    let offered = taxonomy.concept(key).expect("a known occupation");
    if offered == person.occupation {
        return 0;
    }
    let kin = person.kin.iter().find(|it| it.occupation == offered).expect("an occupation");
    12 * i64::from(kin.shared_digits) + points(52.0, f64::from(kin.names_permille.min(217)) / 217.0)
}

fn weight(taxonomy: &Taxonomy, concept: ConceptNumber, relation: &str) -> f64 {
    let factor = match relation {
        "essential" => 4.0,
        "optional" => 1.0,
        _ => 2.0,
    };
    let distinctiveness = f64::from(taxonomy.distinctiveness(concept));
    cut(distinctiveness * distinctiveness / 1000.0).max(1.0) * factor
}

/// Whole points of a share of a part, rounded down.
fn points(most: f64, share: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "a few hundred points")]
    let points = (most * share + 1e-9).floor() as i64;
    points
}

fn score(person: &Person, taxonomy: &Taxonomy, places: &Places, vacancy: &Value) -> i64 {
    let requirements = vacancy["requirements"].as_array().map(Vec::as_slice).unwrap_or_default();
    let (mut got, mut of, mut learn, mut keep, mut avoid) = (0.0, 0.0, 0, 0, 0);
    for requirement in requirements {
        let key = requirement["skill"]["key"].as_str().expect("generated requirements name keys");
        let concept = taxonomy.concept(key).expect("a known concept");
        let weight = weight(taxonomy, concept, requirement["relation"].as_str().unwrap_or("important"));
        got += weight * credit(person, taxonomy, concept, requirement["min_level"].as_i64()) / 1000.0;
        of += weight;
        match person.wishes.iter().find(|(wanted, _)| *wanted == concept).map(|(_, wish)| *wish) {
            Some('l') => learn += 1,
            Some('k') => keep += 1,
            Some(_) => avoid += 1,
            None => {}
        }
    }
    let learn = i64::min(learn, 4);
    let wishes = 25 * learn + 15 * i64::min(keep, 4 - learn) - 30 * i64::min(avoid, 3);
    // Four preferences, each important: a quarter of 300.
    let each = 75.0;
    let preferences = travel(person, places, vacancy, each) + known_preferences(person, vacancy, each);
    let needs_b = vacancy["gates"]["driving_licences"].as_array().is_some_and(|licences| !licences.is_empty());
    let gates = if needs_b && !person.has_b { -100 } else { 0 };
    let lacking = vacancy["nlqf"].as_i64().zip(person.level).map_or(0, |(asked, held)| (asked - held).clamp(0, 3));
    points(600.0, got / (of + 2000.0))
        + kinship(person, taxonomy, vacancy)
        + dial(person, taxonomy, vacancy)
        + wishes
        + preferences
        + gates
        - 40 * lacking
}

/// As the table on the page has it, for somebody of a municipal department.
fn dial(person: &Person, taxonomy: &Taxonomy, vacancy: &Value) -> i64 {
    let Some([same_work, department, other_sector, same_sector]) = person.dial else { return 0 };
    let occupation = vacancy["occupation"]["key"].as_str().and_then(|key| taxonomy.concept(key));
    match (occupation, vacancy["sector"].as_str()) {
        (Some(occupation), _) if occupation == person.occupation => same_work,
        (Some(occupation), _) if person.department.contains(&occupation) => department,
        (_, Some("O")) => same_sector,
        (_, Some(_)) => other_sector,
        (_, None) => [same_work, department, other_sector, same_sector].into_iter().max().unwrap_or(0) / 2,
    }
}

/// Occupations of which the department's tasks show six tenths of what is essential, by distinctiveness.
fn work_of_department(taxonomy: &Taxonomy, tasks: &TaskList) -> Vec<ConceptNumber> {
    let tasks = &tasks.department(Department::Burgerzaken).expect("a list").tasks;
    let shown: Vec<_> =
        tasks.iter().flat_map(|it| &it.skills).filter_map(|key| taxonomy.concept(key.as_str())).collect();
    let is_shown_enough = |occupation: &ConceptNumber| {
        let essential = taxonomy.occupation_skills(*occupation).iter().filter(|it| it.essential);
        let weights: Vec<_> =
            essential.map(|it| (f64::from(taxonomy.distinctiveness(it.skill)), shown.contains(&it.skill))).collect();
        let of: f64 = weights.iter().map(|(weight, _)| weight).sum();
        let got: f64 = weights.iter().filter(|(_, shown)| *shown).map(|(weight, _)| weight).sum();
        of > 0.0 && got >= 0.6 * of
    };
    taxonomy.numbers().filter(is_shown_enough).collect()
}

fn travel(person: &Person, places: &Places, vacancy: &Value, each: f64) -> i64 {
    let Some(pc4) = vacancy["place"]["pc4"].as_str() else { return points(each, 0.5) };
    let located = places.locate(Pc4::parse(pc4).expect("a postcode")).expect("located");
    let at = located.coordinates;
    let (latitude, longitude) = person.home;
    let middle = ((latitude + at.latitude()) / 2.0).to_radians();
    let (north, east) = (at.latitude() - latitude, (at.longitude() - longitude) * middle.cos());
    let metres = (6_371_008.8 * north.hypot(east).to_radians()).round();
    let most_metres = person.max_km * 1000.0;
    // Ten kilometres for each end of which only the region is known.
    let rough_ends = [person.home_is_rough, located.approximate].into_iter().filter(|it| *it).count();
    let doubt = [0.0, 10_000.0, 20_000.0][rough_ends];
    if metres + doubt > most_metres && metres <= most_metres + doubt {
        return points(each, cut(600.0 * (most_metres + doubt - metres) / (2.0 * doubt)) / 1000.0);
    }
    if metres > most_metres {
        let thousandths = cut(1000.0 * (metres - most_metres).min(most_metres) / most_metres);
        return -points(each, thousandths / 1000.0);
    }
    let thousandths = 1000.0 - cut(400.0 * metres / most_metres);
    points(each, thousandths / 1000.0)
}

fn known_preferences(person: &Person, vacancy: &Value, each: f64) -> i64 {
    let half = points(each, 0.5);
    let full = points(each, 1.0);
    let verdict = |known: Option<bool>| known.map_or(half, |met| if met { full } else { 0 });
    let hours = vacancy["hours"]["min"].as_i64().zip(vacancy["hours"]["max"].as_i64());
    verdict(hours.map(|(min, max)| min <= person.hours.1 && person.hours.0 <= max))
        + match (vacancy["pay_month_eur"]["min"].as_i64(), vacancy["pay_month_eur"]["max"].as_i64()) {
            (Some(lowest), Some(highest)) if lowest < person.pay && person.pay <= highest => half,
            (_, highest) => verdict(highest.map(|highest| person.pay <= highest)),
        }
        + verdict(vacancy["contract"].as_str().map(|contract| person.contracts.iter().any(|it| it == contract)))
}

/// The same person for both: skills of an occupation, some wishes, four preferences, no licence.
fn persons(
    (taxonomy, tasks, places): (&Taxonomy, &TaskList, &Places),
    occupation: ConceptNumber,
    dial: Option<(Exploration, [i64; 4])>,
) -> (Profile, Person) {
    let skills: Vec<_> = taxonomy.occupation_skills(occupation).iter().map(|it| it.skill).take(30).collect();
    let mut claims = Vec::new();
    let mut naive = Vec::new();
    let mut wishes = Vec::new();
    for (number, concept) in skills.iter().enumerate() {
        let level = i64::try_from(number % 5 + 1).expect("1 to 5");
        let (recency, recency_share) =
            [(Recency::Recent, 1.0), (Recency::YearsAgo, 0.85), (Recency::LongAgo, 0.65)][number % 3];
        let (evidence, evidence_share) = [(Evidence::OwnWord, 0.95), (Evidence::Diploma, 1.0)][number % 2];
        let (wish, letter) =
            [(SkillWish::Do, ' '), (SkillWish::Keep, 'k'), (SkillWish::Do, ' '), (SkillWish::Avoid, 'a')][number % 4];
        claims.push(SkillClaim {
            skill: ConceptReference::Key(ConceptKey::new(taxonomy.key(*concept).as_str()).expect("a key")),
            level: Level::new(level).ok(),
            recency,
            evidence,
            wish,
        });
        naive.push((*concept, level, cut(1000.0 * evidence_share * recency_share)));
        if letter != ' ' {
            wishes.push((*concept, letter));
        }
    }
    for needed in taxonomy.occupation_skills(occupation) {
        naive.push((needed.skill, 3, if needed.essential { 600.0 } else { 300.0 }));
    }
    let hours = |value| HoursPerWeek::new(value).expect("hours");
    let important = |condition| Preference { condition, importance: Importance::Important };
    let home = Pc4::parse("3511").expect("a postcode");
    let located = places.locate(home).expect("located");
    let at = located.coordinates;
    let mut profile = crate::support::profile_of(claims);
    let named = ConceptKey::new(taxonomy.key(occupation).as_str()).expect("a key");
    profile.occupations = Bounded::new(vec![ConceptReference::Key(named)]).expect("one");
    profile.home = Some(home);
    profile.nlqf = NlqfLevel::new(4).ok();
    profile.origin = Some(Department::Burgerzaken);
    profile.exploration = dial.map(|(exploration, _)| exploration);
    profile.credentials.driving_licences_known = true;
    profile.preferences = Bounded::new(vec![
        important(Condition::Travel { max_km: 40 }),
        important(Condition::Hours(Range::new(hours(24), hours(32)).expect("a range"))),
        important(Condition::Pay { min: EuroPerMonth::new(3_500).expect("pay") }),
        important(Condition::Contract([Contract::Permanent].into_iter().collect::<CodeSet<_>>())),
    ])
    .expect("four");
    let person = Person {
        skills: naive,
        occupation,
        kin: taxonomy.kin(occupation),
        wishes,
        level: Some(4),
        home: (at.latitude(), at.longitude()),
        home_is_rough: located.approximate,
        max_km: 40.0,
        hours: (24, 32),
        pay: 3_500,
        contracts: vec![Contract::Permanent.code().to_owned()],
        has_b: false,
        dial: dial.map(|(_, points)| points),
        department: work_of_department(taxonomy, tasks),
    };
    (profile, person)
}

/// Takes the best of the first thousand again and again. What had the sector or the employer of the one before loses points
/// for that in this choice alone; after each choice, what was lost is halved.
fn naive_mix(mut scored: Vec<(i64, String, String, Value)>, penalty: i64, count: usize) -> Vec<(i64, String)> {
    scored.truncate(1_000);
    let mut lost: HashMap<String, i64> = HashMap::new();
    let mut chosen = Vec::new();
    while chosen.len() < count && !scored.is_empty() {
        let names = |vacancy: &Value| {
            ["sector", "employer"].map(|field| vacancy[field].as_str().map(|it| format!("{field} {it}")))
        };
        let worth = |(points, _, _, vacancy): &(i64, String, String, Value)| {
            points - names(vacancy).iter().flatten().filter_map(|name| lost.get(name)).sum::<i64>()
        };
        let most = scored.iter().map(worth).max().expect("one");
        let (points, _, key, vacancy) =
            scored.remove(scored.iter().position(|it| worth(it) == most).expect("that one"));
        lost.values_mut().for_each(|points| *points /= 2);
        for name in names(&vacancy).into_iter().flatten() {
            *lost.entry(name).or_default() += penalty;
        }
        chosen.push((points, key));
    }
    chosen
}

/// Points and keys in order: points, then freshness, then key; mixed where there is a penalty for it.
fn naive_best(
    person: &Person,
    (taxonomy, places): (&Taxonomy, &Places),
    lines: &[String],
    penalty: i64,
    count: usize,
) -> Vec<(i64, String)> {
    let today = TODAY.to_string();
    let vacancies = lines.iter().map(|line| serde_json::from_str::<Value>(line).expect("a generated line"));
    let open = vacancies.filter(|vacancy| vacancy["closes"].as_str().is_none_or(|closes| closes >= today.as_str()));
    let mut scored: Vec<_> = open
        .map(|vacancy| {
            let key = format!("generated/{}", vacancy["id"].as_str().expect("an id"));
            let opens = vacancy["opens"].as_str().unwrap_or_default().to_owned();
            (score(person, taxonomy, places, &vacancy), opens, key, vacancy)
        })
        .collect();
    scored.sort_by(|left, right| (right.0, &right.1, &left.2).cmp(&(left.0, &left.1, &right.2)));
    naive_mix(scored, penalty, count)
}

async fn engine_best(world: &World, profile: &Profile, count: usize) -> Vec<(i64, String)> {
    let question = MatchQuestion {
        profile: profile.clone(),
        filter: MatchFilter {
            kind: OpportunityKind::Vacancy,
            sectors: CodeSet::default(),
            text: None,
            sources: Vec::new(),
        },
        page: Page::first(count),
        detail: Detail::Keys,
        at_least_revision: 0,
        deadline: soon(),
    };
    let answer = world.engine.rank(question).await.expect("an answer");
    let keys = answer.matches.into_iter().map(|(it, _)| match it {
        Match::Keys { key, points, .. } => (points.into(), key),
        Match::Explained(_) => unreachable!("keys were asked"),
    });
    keys.collect()
}

/// Same work, work of the department, another sector, the same sector.
const DIALS: [Option<(Exploration, [i64; 4])>; 4] = [
    None,
    Some((Exploration::StayNear, [100, 80, 0, 50])),
    Some((Exploration::LookAround, [-150, -100, 50, 50])),
    Some((Exploration::SurpriseMe, [-200, -150, 100, 0])),
];

/// Vacancies to compare over, unless told otherwise.
const VACANCIES: usize = 3_000;

fn vacancies() -> usize {
    let told = env::var("LOOPBAANBRUG_NAIVE_VACANCIES").ok();
    told.map_or(VACANCIES, |count| count.parse().expect("LOOPBAANBRUG_NAIVE_VACANCIES is a number"))
}

async fn compare(world: &World, occupations: usize) {
    let count = vacancies();
    let snapshot = world.engine.current();
    let (taxonomy, tasks, places) = (snapshot.taxonomy(), snapshot.tasks(), snapshot.places());
    // Vacancies that state enough, so that nothing is added from text or occupation.
    let states_enough = |line: &String| line.matches("\"relation\"").count() >= FEW_REQUIREMENTS;
    let lines: Vec<_> = generate::vacancies(taxonomy, 3 * count as u64, 7).filter(states_enough).take(count).collect();
    assert_eq!(lines.len(), count, "enough that state so much");
    let report = world.import("generated", ImportMode::Full, lines.join("\n").as_bytes()).await;
    assert_eq!(report.accepted, count as u64, "{:?}", report.rejections.first());
    let with_skills = taxonomy.numbers().filter(|it| taxonomy.occupation_skills(*it).len() >= 8);
    let chosen: Vec<_> = with_skills.step_by(13).take(occupations).collect();
    assert_eq!(chosen.len(), occupations);
    for (occupation, dial) in chosen.into_iter().zip(DIALS.into_iter().cycle()) {
        let (profile, person) = persons((taxonomy, tasks, places), occupation, dial);
        let penalty = match dial {
            Some((Exploration::LookAround, _)) => 40,
            Some((Exploration::SurpriseMe, _)) => 80,
            Some((Exploration::StayNear, _)) | None => 0,
        };
        let naive = naive_best(&person, (taxonomy, places), &lines, penalty, 20);
        assert_eq!(engine_best(world, &profile, 20).await, naive, "{}", taxonomy.key(occupation));
        assert!(naive[0].0 > naive[19].0, "the best is better than the twentieth");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_best_twenty_are_those_of_a_naive_scorer() {
    compare(&World::empty().await, 8).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_best_twenty_are_those_of_a_naive_scorer_on_full_esco() {
    let esco_files = root().join("../shared/data/esco");
    if !esco_files.is_dir() {
        skipped(format_args!("no ESCO files in {}", esco_files.display()));
        return;
    }
    let directory = tempfile::tempdir().expect("a directory");
    let version = TaxonomyVersion::new("esco", "1.1.1").expect("a version");
    let (data, _) = esco::import(&esco_files, "1.1.1").expect("ESCO is read");
    let reference = ReferenceDirectory::of(directory.path());
    reference.keep_taxonomy(&version, &data).expect("kept");
    reference.activate(Some(&version)).expect("in use");
    let engine = crate::support::open(directory.path()).await;
    compare(&World { engine, directory }, 4).await;
}
