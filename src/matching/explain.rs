//! The reasons for one opportunity: every requirement, wish, condition and gate with its points. The total is their sum.

use super::{
    JudgedField,
    class::Class,
    conditions::ConditionResult,
    credits::Backing,
    exploration::ExplorationResult,
    facts::{At, Facts},
    gates::GateResult,
    kinship::Kinship,
    parts::{self, Coverage, Portions, TermSums},
    plan::Plan,
    recall, rules, travel,
    wishes::WishKind,
};
use crate::{
    document::{self, Listed},
    domain::{
        Contribution, Level, NlqfLevel, Opportunity, OpportunityKind, PartKind, Percent, Provenance, Relation, Total,
        Verdict,
    },
    taxonomy::ConceptNumber,
};
use loopbaanbrug_index::{DocumentId, Share};
use std::sync::Arc;

/// Everything about one opportunity for one person.
#[derive(Clone, Debug)]
pub struct Explained {
    /// The opportunity.
    pub listed: Arc<Listed>,
    /// How near it is.
    pub class: Class,
    /// Share of the weight of all requirements that is met, in thousandths.
    pub coverage_permille: u64,
    /// Points and what they are made of.
    pub total: Total<Reason>,
    /// Most points that each part can bring with an opportunity of this kind; together the most this profile can reach.
    pub parts_possible: Vec<(PartKind, i32)>,
    /// Requirements in the order of the record.
    pub requirements: Vec<RequirementResult>,
    /// How near it is to what the person does or did; none when either does not say.
    pub kinship: Option<Kinship>,
    /// Wishes that it touches.
    pub wishes: Vec<WishResult>,
    /// Verdicts on preferences and criteria, in the order of the profile.
    pub conditions: Vec<ConditionResult>,
    /// How far it is from the work of now; none when that counts nothing.
    pub exploration: Option<ExplorationResult>,
    /// Hard conditions.
    pub gates: Vec<GateResult>,
    /// Education level, when one is lacking.
    pub level: Option<LevelGap>,
    /// What a route teaches.
    pub learning: Vec<LearningResult>,
    /// What the opportunity does not say and would have counted.
    pub absent: Vec<AbsentField>,
    /// Distance from home.
    pub distance: Option<Distance>,
}

/// Why a contribution has its points: an index into the list of that name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Into [`Explained::requirements`].
    Requirement(usize),
    /// A route that asks nothing at entry.
    OpenToAll,
    /// [`Explained::kinship`]: it is an occupation of the person, which is no move and brings nothing.
    SameWork,
    /// [`Explained::kinship`]: it is in the same group of occupations.
    Family,
    /// [`Explained::kinship`]: its name is like that of the person's work.
    Names,
    /// Into [`Explained::wishes`].
    Wish(usize),
    /// Into [`Explained::conditions`].
    Condition(usize),
    /// [`Explained::exploration`].
    Exploration,
    /// Into [`Explained::gates`].
    Gate(usize),
    /// [`Explained::level`].
    Level,
    /// Into [`Explained::learning`].
    Learning(usize),
}

/// How far one requirement is met.
#[derive(Clone, Debug)]
pub struct RequirementResult {
    /// What is asked.
    pub concept: ConceptNumber,
    /// How strongly it counts.
    pub relation: Relation,
    /// Lowest level that is enough.
    pub min_level: Option<Level>,
    /// Where it was found.
    pub provenance: Provenance,
    /// Met, partly met or missing.
    pub outcome: RequirementOutcome,
    /// How far it is met, in thousandths.
    pub credit_permille: u16,
    /// What shows it.
    pub backing: Option<Backing>,
    /// Points.
    pub points: i32,
    /// Points it could have brought.
    pub points_possible: i32,
}

impl RequirementResult {
    /// Points it could have brought, as a person sees them beside those it brought. Both are rounded so that their sums are exact,
    /// each by what stands before it, so that one may come out above the other.
    #[must_use]
    pub fn points_shown_possible(&self) -> i32 {
        self.points_possible.max(self.points)
    }
}

/// Outcome of a requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RequirementOutcome {
    /// Met.
    Met,
    /// By a near skill, at a lower level or long ago.
    PartlyMet,
    /// Nothing shows it.
    Missing,
}

/// A wish that the opportunity touches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WishResult {
    /// The skill.
    pub concept: ConceptNumber,
    /// The wish.
    pub kind: WishKind,
    /// Points; 0 for wishes beyond those that count.
    pub points: i32,
}

/// An education level that is lacking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LevelGap {
    /// Level asked.
    pub asked: NlqfLevel,
    /// Level held.
    pub held: NlqfLevel,
    /// Points; negative.
    pub points: i32,
}

/// Something a route teaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LearningResult {
    /// The skill.
    pub concept: ConceptNumber,
    /// Level reached.
    pub level: Level,
    /// Whether the person wants to learn it.
    pub wanted: bool,
    /// How much the person gains, in thousandths.
    pub gain_permille: u16,
    /// Points.
    pub points: i32,
}

/// A field that an opportunity did not give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AbsentField {
    /// Requirements, or too few of them.
    Requirements,
    /// Place.
    Place,
    /// Hours a week.
    Hours,
    /// Pay.
    Pay,
    /// Kind of contract.
    Contract,
    /// When the work is done.
    WorkPattern,
    /// Sector.
    Sector,
    /// Working from home.
    Remote,
}

impl AbsentField {
    /// Name of the field.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Requirements => "requirements",
            Self::Place => "place",
            Self::Hours => "hours",
            Self::Pay => "pay",
            Self::Contract => "contract",
            Self::WorkPattern => "work_pattern",
            Self::Sector => "sector",
            Self::Remote => "remote",
        }
    }
}

/// Distance from home as the crow flies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Distance {
    /// In metres.
    pub metres: u32,
    /// Whether either end is the centre of a region rather than of a postcode.
    pub approximate: bool,
}

/// Explains one document of the plan's world.
#[must_use]
pub fn explain(plan: &Plan<'_>, id: DocumentId, listed: Arc<Listed>) -> Explained {
    let world = &plan.world;
    let facts = At { snapshot: world.index, id };
    let kind = listed.opportunity.kind();
    let traits = facts.traits(world.columns);
    let (requirements, coverage) = requirements(plan, &listed, kind);
    let kinship = kinship(plan, &listed, kind);
    let wishes = wishes(plan, &requirements);
    let conditions: Vec<_> = plan.conditions.iter().map(|judged| judged.result(&facts, world.columns)).collect();
    let gates = plan.held.judge(listed.opportunity.gates());
    let level = level(plan, traits.nlqf);
    let learning = learning(plan, &listed);
    let mut explained = Explained {
        class: recall::class(plan, &facts, coverage),
        coverage_permille: coverage.permille(),
        total: Total::of(Vec::new()),
        parts_possible: PartKind::ALL.map(|part| (part, plan.part_possible(part, kind))).to_vec(),
        absent: absent(&listed.opportunity, &requirements),
        listed,
        requirements,
        kinship,
        wishes,
        conditions,
        exploration: plan.dial.as_ref().map(|dial| dial.judge(&facts, world.columns)),
        gates,
        level,
        learning,
        distance: plan.home.and_then(|home| travel::distance(home, &facts, world.columns)),
    };
    explained.total = Total::of(contributions(&explained, kind));
    explained
}

fn requirements(plan: &Plan<'_>, listed: &Listed, kind: OpportunityKind) -> (Vec<RequirementResult>, Coverage) {
    let taxonomy = plan.world.taxonomy;
    let found = listed.understood.requirements.iter().map(|requirement| {
        let weight = document::weight(taxonomy, requirement.concept, requirement.relation).get();
        (requirement, weight, plan.backings.best(requirement.concept, requirement.min_level))
    });
    let found: Vec<_> = found.collect();
    let of = found.iter().map(|(_, weight, _)| u64::from(*weight)).sum();
    let got = found
        .iter()
        .map(|(_, weight, best)| u64::from(*weight) * best.map_or(0, |(_, credit)| u64::from(credit)))
        .sum();
    let coverage = Coverage::of(kind, Share { got, of }, plan.unsaid);
    let mut points = Portions::new(rules::skills_points(kind), coverage.whole());
    let mut possible = Portions::new(rules::skills_points(kind), coverage.whole());
    let results = found.into_iter().map(|(requirement, weight, best)| {
        let credit_permille = best.map_or(0, |(_, credit)| credit);
        RequirementResult {
            concept: requirement.concept,
            relation: requirement.relation,
            min_level: requirement.min_level,
            provenance: requirement.provenance,
            outcome: match credit_permille {
                0 => RequirementOutcome::Missing,
                rules::CREDIT_MET.. => RequirementOutcome::Met,
                _ => RequirementOutcome::PartlyMet,
            },
            credit_permille,
            backing: best.map(|(backing, _)| backing),
            points: points.next(u64::from(weight) * u64::from(credit_permille)),
            points_possible: possible.next(u64::from(weight) * u64::from(rules::CREDIT_FULL)),
        }
    });
    (results.collect(), coverage)
}

fn kinship(plan: &Plan<'_>, listed: &Listed, kind: OpportunityKind) -> Option<Kinship> {
    let occupation = listed.understood.occupations.first().filter(|_| kind == OpportunityKind::Vacancy)?;
    plan.kinships.get(*occupation).copied()
}

/// Wishes in the order in which they count: learn, keep, avoid; within each by the order of the requirements.
fn wishes(plan: &Plan<'_>, requirements: &[RequirementResult]) -> Vec<WishResult> {
    let touched = requirements.iter().filter_map(|it| Some((plan.wishes.get(it.concept)?, it.concept)));
    let mut touched: Vec<_> = touched.collect();
    touched.sort_by_key(|(kind, _)| *kind);
    let (mut fulfilled, mut avoided) = (0, 0);
    let results = touched.into_iter().map(|(kind, concept)| {
        let counts = match kind {
            WishKind::Avoid => {
                avoided += 1;
                avoided <= rules::AVOIDS_COUNTED_MAX
            }
            WishKind::Learn | WishKind::Keep => {
                fulfilled += 1;
                fulfilled <= rules::WISHES_COUNTED_MAX
            }
        };
        WishResult { concept, kind, points: if counts { kind.points() } else { 0 } }
    });
    results.collect()
}

fn level(plan: &Plan<'_>, asked: Option<NlqfLevel>) -> Option<LevelGap> {
    let (asked, held) = asked.zip(plan.nlqf)?;
    match parts::level_gap(asked.get(), Some(held)) {
        0 => None,
        gap => Some(LevelGap { asked, held, points: parts::level_points(gap) }),
    }
}

fn learning(plan: &Plan<'_>, listed: &Listed) -> Vec<LearningResult> {
    let taught = &listed.understood.taught;
    let taxonomy = plan.world.taxonomy;
    let terms =
        taught.iter().filter_map(|it| Some((document::terms::taught(it.concept)?, loopbaanbrug_index::Weight::NONE)));
    let whole = TermSums::of(plan, taxonomy, terms).learning_whole();
    let mut points = Portions::new(rules::LEARNING_POINTS, whole);
    let results = taught.iter().map(|it| {
        let gain_permille = parts::learning_permille(plan, it.concept);
        LearningResult {
            concept: it.concept,
            level: it.level,
            wanted: plan.wishes.get(it.concept) == Some(WishKind::Learn),
            gain_permille,
            points: points.next(u64::from(taxonomy.distinctiveness(it.concept)) * u64::from(gain_permille)),
        }
    });
    results.collect()
}

/// What the opportunity did not say, as far as this kind of opportunity says it at all.
fn absent(opportunity: &Opportunity, requirements: &[RequirementResult]) -> Vec<AbsentField> {
    let remote = match opportunity {
        Opportunity::Vacancy(vacancy) => vacancy.remote,
        Opportunity::Route(route) => route.remote,
    };
    // What is done from home altogether needs no place.
    let no_place = opportunity.place().is_none() && remote.is_none_or(|share| i64::from(share.get()) < Percent::MAX);
    let Opportunity::Vacancy(vacancy) = opportunity else {
        return no_place.then_some(AbsentField::Place).into_iter().collect();
    };
    let said: i32 = requirements.iter().map(|it| it.points_possible).sum();
    // What it does not say weighs more than what it says.
    let too_few = said < rules::skills_points(OpportunityKind::Vacancy) / 2;
    let fields = [
        (too_few, AbsentField::Requirements),
        (no_place, AbsentField::Place),
        (vacancy.hours.is_none(), AbsentField::Hours),
        (vacancy.pay.is_none(), AbsentField::Pay),
        (vacancy.contract.is_none(), AbsentField::Contract),
        (vacancy.work_patterns.is_empty(), AbsentField::WorkPattern),
        (vacancy.sector.is_none(), AbsentField::Sector),
        (vacancy.remote.is_none(), AbsentField::Remote),
    ];
    fields.into_iter().filter_map(|(absent, field)| absent.then_some(field)).collect()
}

fn contributions(explained: &Explained, kind: OpportunityKind) -> Vec<Contribution<Reason>> {
    let mut all = Vec::new();
    let mut add = |part, points, points_possible, reason| {
        all.push(Contribution { part, points, points_possible, reason });
    };
    if explained.requirements.is_empty() && kind == OpportunityKind::Route {
        let points = Coverage::of(kind, Share { got: 0, of: 0 }, 0).points(kind);
        add(PartKind::Skills, points, rules::skills_points(kind), Reason::OpenToAll);
    }
    for (number, it) in explained.requirements.iter().enumerate() {
        add(PartKind::Skills, it.points, it.points_possible, Reason::Requirement(number));
    }
    if let Some(kinship) = explained.kinship {
        if kinship.is_same() {
            add(PartKind::Kinship, 0, 0, Reason::SameWork);
        }
        for (points, possible, reason) in [
            (kinship.family_points, rules::family_points(u8::MAX), Reason::Family),
            (kinship.names_points, rules::names_points(u16::MAX), Reason::Names),
        ] {
            if points > 0 {
                add(PartKind::Kinship, points, possible, reason);
            }
        }
    }
    for (number, it) in explained.wishes.iter().enumerate() {
        add(PartKind::Wishes, it.points, it.points.max(0), Reason::Wish(number));
    }
    for (number, it) in explained.conditions.iter().enumerate() {
        let part = match it.field {
            JudgedField::Preference(_) => PartKind::Preferences,
            JudgedField::Criterion(_) => PartKind::Criteria,
        };
        add(part, it.points, it.points_possible, Reason::Condition(number));
    }
    if let Some(it) = explained.exploration {
        add(PartKind::Exploration, it.points, it.points_possible, Reason::Exploration);
    }
    for (number, it) in explained.gates.iter().enumerate().filter(|(_, it)| it.verdict != Verdict::Met) {
        add(PartKind::Gates, it.points, 0, Reason::Gate(number));
    }
    if let Some(gap) = explained.level {
        add(PartKind::Level, gap.points, 0, Reason::Level);
    }
    for (number, it) in explained.learning.iter().enumerate() {
        add(PartKind::Learning, it.points, rules::LEARNING_POINTS, Reason::Learning(number));
    }
    all
}
