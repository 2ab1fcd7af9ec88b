//! Preferences and criteria: made ready once for a profile, judged for every opportunity.

use super::{
    facts::Facts,
    plan::{PlanProblem, World},
    recall::RefusedBy,
    rules,
    travel::Travel,
    words,
};
use crate::{
    document::Columns,
    domain::{CodeSet, Condition, Contract, Importance, Invalid, Pc4, Profile, SbiSection, Verdict},
    places::Located,
};
use loopbaanbrug_index::{Error, TextMatches};

/// The verdict on a preference or criterion.
#[derive(Clone, Debug, PartialEq)]
pub struct ConditionResult {
    /// Where it stands.
    pub field: JudgedField,
    /// Whether it holds.
    pub verdict: Verdict,
    /// Points.
    pub points: i32,
    /// Most points it could bring.
    pub points_possible: i32,
}

/// A place in the profile that holds a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JudgedField {
    /// `profile.preferences[n]`.
    Preference(usize),
    /// `profile.criteria[n]`.
    Criterion(usize),
}

impl JudgedField {
    /// Path in the request.
    #[must_use]
    pub fn path(self) -> String {
        match self {
            Self::Preference(number) => format!("profile.preferences[{number}]"),
            Self::Criterion(number) => format!("profile.criteria[{number}]"),
        }
    }
}

/// A condition made ready for a scan.
#[derive(Debug)]
pub(super) struct Judged {
    pub(super) field: JudgedField,
    pub(super) check: Check,
    pub(super) must: bool,
    pub(super) points_possible: i32,
}

/// What is compared with what.
#[derive(Debug)]
pub(super) enum Check {
    Travel(Travel),
    Hours {
        min: i32,
        max: i32,
    },
    Pay {
        min: i32,
    },
    Contract(CodeSet<Contract>),
    WorkPattern {
        accepted: i32,
    },
    Sector(CodeSet<SbiSection>),
    Remote {
        min: i32,
    },
    Mention(TextMatches),
    /// Only people can judge it.
    Ask,
}

/// The preferences and criteria of a profile, made ready. What is wrong with them is added to the problems; it fails when the
/// index cannot be read.
pub(super) fn prepare(
    profile: &Profile,
    world: &World<'_>,
    problems: &mut Vec<PlanProblem>,
) -> Result<Vec<Judged>, Error> {
    let preferences = profile.preferences.iter().enumerate().map(|(number, preference)| {
        (JudgedField::Preference(number), Some(&preference.condition), preference.importance)
    });
    let criteria = profile.criteria.iter().enumerate().map(|(number, criterion)| {
        (JudgedField::Criterion(number), criterion.condition.as_ref(), criterion.importance)
    });
    let weights = [
        weight_sum(profile.preferences.iter().map(|it| it.importance)),
        weight_sum(profile.criteria.iter().map(|it| it.importance)),
    ];
    let mut prepared = Vec::new();
    for (field, condition, importance) in preferences.chain(criteria) {
        let (points, weights) = match field {
            JudgedField::Preference(_) => (rules::PREFERENCES_POINTS, weights[0]),
            JudgedField::Criterion(_) => (rules::CRITERIA_POINTS, weights[1]),
        };
        let check = match condition {
            Some(condition) => match Check::of(condition, profile.home, field, world)? {
                Ok(check) => check,
                Err(problem) => {
                    // A home that is wrong for a wish is as wrong for a criterion about travel.
                    if !problems.contains(&problem) {
                        problems.push(problem);
                    }
                    continue;
                }
            },
            None => Check::Ask,
        };
        let points_possible = points * rules::importance_weight(importance) / weights.max(1);
        prepared.push(Judged { field, check, must: importance == Importance::Must, points_possible });
    }
    Ok(prepared)
}

fn weight_sum(importances: impl Iterator<Item = Importance>) -> i32 {
    importances.map(rules::importance_weight).sum()
}

impl Judged {
    /// What is counted when it leaves something out.
    pub(super) fn refused_by(&self) -> RefusedBy {
        match self.field {
            JudgedField::Preference(number) => RefusedBy::Preference(number),
            JudgedField::Criterion(number) => RefusedBy::Criterion(number),
        }
    }

    #[cfg(test)]
    pub(super) fn for_tests(check: Check) -> Self {
        Self { field: JudgedField::Preference(0), check, must: true, points_possible: 0 }
    }

    /// Whether it is known not to be met.
    #[inline]
    pub(super) fn refuses(&self, facts: &impl Facts, columns: &Columns) -> bool {
        self.check.judge(facts, columns).0 == Verdict::NotMet
    }

    /// The verdict and its points.
    pub(super) fn result(&self, facts: &impl Facts, columns: &Columns) -> ConditionResult {
        let (verdict, permille) = self.check.judge(facts, columns);
        let (points, points_possible) = (self.points(permille), self.points_possible);
        ConditionResult { field: self.field, verdict, points, points_possible }
    }

    /// A share of the points, in thousandths.
    pub(super) fn points(&self, permille: i16) -> i32 {
        self.points_possible * i32::from(permille) / 1_000
    }
}

/// Where travel is measured from.
fn located(home: Option<Pc4>, world: &World<'_>) -> Result<Located, Invalid> {
    let home = home.ok_or(Invalid::Missing { expected: "a postcode to measure travel from" })?;
    let unknown =
        || Invalid::Unknown { what: format!("postcode {home} is in no table of places; import one that has it") };
    world.places.locate(home).ok_or_else(unknown)
}

impl Check {
    /// Fails when the index cannot be read; what is wrong with the profile is a problem.
    fn of(
        condition: &Condition,
        home: Option<Pc4>,
        field: JudgedField,
        world: &World<'_>,
    ) -> Result<Result<Self, PlanProblem>, Error> {
        Ok(Ok(match condition {
            Condition::Travel { max_km } => match located(home, world) {
                Ok(home) => Self::Travel(Travel { home: home.into(), max_m: u32::from(*max_km) * 1_000 }),
                Err(problem) => return Ok(Err(PlanProblem { field: "profile.home_pc4".to_owned(), problem })),
            },
            Condition::Hours(range) => Self::Hours { min: range.min().get().into(), max: range.max().get().into() },
            Condition::Pay { min } => Self::Pay { min: min.get().into() },
            Condition::Contract(accepted) => Self::Contract(*accepted),
            Condition::WorkPattern(accepted) => {
                Self::WorkPattern { accepted: i32::try_from(accepted.bits()).unwrap_or(i32::MAX) }
            }
            Condition::Sector(accepted) => Self::Sector(*accepted),
            Condition::Remote { min } => Self::Remote { min: min.get().into() },
            Condition::Mention(words) => match words::holding(world.index, words)? {
                Ok(matches) => Self::Mention(matches),
                Err(problem) => {
                    let field = format!("{}.condition.mention.words", field.path());
                    return Ok(Err(PlanProblem { field, problem }));
                }
            },
        }))
    }

    /// The verdict and the share of the points, in thousandths; negative for what costs points.
    fn judge(&self, facts: &impl Facts, columns: &Columns) -> (Verdict, i16) {
        match self {
            Self::Travel(travel) => travel.judge(facts, columns),
            Self::Hours { min, max } => {
                let (known_min, known_max) = (facts.number(columns.hours_min), facts.number(columns.hours_max));
                verdict(known_min.zip(known_max), |(hours_min, hours_max)| hours_min <= *max && *min <= hours_max)
            }
            Self::Pay { min } => pay_judged(facts.number(columns.pay_min).zip(facts.number(columns.pay_max)), *min),
            Self::Contract(accepted) => verdict(facts.number(columns.contract), |number| {
                u32::try_from(number).is_ok_and(|number| accepted.bits() & (1 << number) != 0)
            }),
            Self::WorkPattern { accepted } => {
                verdict(facts.number(columns.work_patterns), |asked| asked & !accepted == 0)
            }
            Self::Sector(accepted) => match facts.packed_traits(columns).sector() {
                Some(sector) if !accepted.contains(sector) => (Verdict::NotMet, rules::OTHER_SECTOR_PERMILLE),
                known => verdict(known, |_| true),
            },
            Self::Remote { min } => verdict(facts.number(columns.remote), |share| share >= *min),
            Self::Mention(matches) => verdict(facts.is_among(matches).then_some(()), |()| true),
            Self::Ask => verdict(None::<()>, |()| true),
        }
    }
}

/// All points, and those of what is not known.
pub(super) const FULL: i16 = rules::CREDIT_FULL.cast_signed();
pub(super) const UNKNOWN: i16 = rules::UNKNOWN_PERMILLE.cast_signed();

fn verdict<T>(known: Option<T>, holds: impl FnOnce(T) -> bool) -> (Verdict, i16) {
    match known.map(holds) {
        Some(true) => (Verdict::Met, FULL),
        Some(false) => (Verdict::NotMet, 0),
        None => (Verdict::Unknown, UNKNOWN),
    }
}

/// A scale is enough when its lowest pay is, and too little when its highest is not. Between the two it depends on where one
/// begins in it, which only the employer can tell.
fn pay_judged(scale: Option<(i32, i32)>, min: i32) -> (Verdict, i16) {
    match scale {
        Some((lowest, highest)) if lowest < min && min <= highest => (Verdict::Unknown, UNKNOWN),
        known => verdict(known, |(_, highest)| min <= highest),
    }
}

#[cfg(test)]
mod tests {
    use super::pay_judged;
    use crate::domain::Verdict;

    #[test]
    fn where_one_begins_in_a_scale_is_a_question() {
        let verdict = |scale, min| pay_judged(scale, min).0;
        assert_eq!(verdict(Some((2_500, 3_150)), 3_100), Verdict::Unknown);
        assert_eq!(verdict(Some((2_500, 3_150)), 2_500), Verdict::Met);
        assert_eq!(verdict(Some((2_500, 3_150)), 3_151), Verdict::NotMet);
        assert_eq!(verdict(None, 2_500), Verdict::Unknown);
    }
}
