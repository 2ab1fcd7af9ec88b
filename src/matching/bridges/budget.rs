//! What a way asks of a person in weeks, hours of study and euros, beside what they can spend. What one step leaves open takes
//! nothing away from what another says.

use super::{
    person::Person,
    table::RouteFacts,
    way::{self, WayReason},
};
use crate::{
    domain::{Cost, Payer, Verdict},
    matching::rules::bridges as rules,
};

/// What the person can spend on learning, beside what a way asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BudgetCheck {
    /// Which limit.
    pub limit: BudgetLimit,
    /// What the way asks, as far as known.
    pub asked: Option<u32>,
    /// What the person can spend.
    pub most: u32,
    /// Whether it fits.
    pub verdict: Verdict,
}

/// Limits of a learning budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BudgetLimit {
    /// Weeks in all.
    Weeks,
    /// Hours of study a week.
    HoursPerWeek,
    /// Euros of one's own.
    Euros,
}

/// Weeks of all steps as far as known, and whether there are more.
pub(super) fn weeks<'a>(steps: impl Iterator<Item = &'a RouteFacts>) -> (u32, bool) {
    steps.fold((0, false), |(known, and_more), facts| match facts.route().duration {
        Some(weeks) => (known + u32::from(weeks.get()), and_more),
        None => (known, true),
    })
}

/// What is known of what the person pays for all steps, in euros.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Paid {
    own: u32,
    /// Of which the person pays a part.
    shared: u32,
    /// Whether any step does not say.
    and_more: bool,
}

impl Paid {
    pub(super) fn of(costs: impl Iterator<Item = Cost>) -> Self {
        costs.fold(Self::default(), |paid, cost| match (cost.payer, cost.amount.map(|euros| euros.get())) {
            (Some(Payer::Employer | Payer::Fund | Payer::Free), _) | (_, Some(0)) => paid,
            (Some(Payer::Participant), Some(euros)) => Self { own: paid.own + euros, ..paid },
            (Some(Payer::Shared), Some(euros)) => Self { shared: paid.shared + euros, ..paid },
            (None, _) | (Some(Payer::Participant | Payer::Shared), None) => Self { and_more: true, ..paid },
        })
    }

    /// What one step leaves open takes nothing away from what another says.
    pub(super) fn points(self) -> i32 {
        let open = if self.and_more || self.shared > 0 { -rules::COST_UNKNOWN_POINTS } else { 0 };
        -(way::per(self.own, rules::EUROS_PER_POINT, rules::COST_POINTS_MAX) + open).min(rules::COST_POINTS_MAX)
    }

    pub(super) fn reason(self) -> WayReason {
        match self {
            Self { own: 0, shared: 0, and_more: false } => WayReason::NothingToPay,
            Self { own, shared: 0, and_more: false } => WayReason::OwnEuros(own),
            Self { own: 0, shared, and_more: false } => WayReason::SharedEuros(shared),
            Self { own: 0, .. } => WayReason::CostUnknown,
            Self { own, .. } => WayReason::OwnEurosAtLeast(own),
        }
    }

    /// All that it may come to; none when a step does not say. Even all of what is shared may be within a budget.
    fn most(self) -> Option<u32> {
        (!self.and_more).then_some(self.own + self.shared)
    }
}

/// The most hours of study a week in any step, where each says; and the most that any of them says.
fn hours(steps: impl Iterator<Item = Option<u32>>) -> (Option<u32>, u32) {
    let longer = |(all, known): (Option<u32>, u32), hours: Option<u32>| {
        (all.zip(hours).map(|(all, hours)| all.max(hours)), known.max(hours.unwrap_or(0)))
    };
    steps.fold((Some(0), 0), longer)
}

/// Verdicts on the limits that the person states.
pub(super) fn checks<'a>(
    person: &Person<'_>,
    steps: impl Iterator<Item = &'a RouteFacts> + Clone,
) -> impl Iterator<Item = BudgetCheck> {
    let check = |limit, asked: Option<u32>, least: u32, most: Option<u32>| {
        most.map(|most| {
            let verdict = match asked {
                Some(asked) if asked <= most => Verdict::Met,
                _ if least > most => Verdict::NotMet,
                _ => Verdict::Unknown,
            };
            BudgetCheck { limit, asked, most, verdict }
        })
    };
    let (known, and_more) = weeks(steps.clone());
    let weeks = (!and_more).then_some(known);
    let in_weeks = check(BudgetLimit::Weeks, weeks, known, person.budget.max_weeks.map(|it| it.get().into()));
    let study = |facts: &RouteFacts| facts.route().study_hours.map(|hours| u32::from(hours.get()));
    let (asked, least) = hours(steps.clone().map(study));
    let in_hours = check(BudgetLimit::HoursPerWeek, asked, least, person.budget.max_hours.map(|it| it.get().into()));
    let paid = Paid::of(steps.map(|facts| facts.route().cost));
    let in_euros = check(BudgetLimit::Euros, paid.most(), paid.own, person.budget.max_eur.map(|it| it.get()));
    [in_weeks, in_hours, in_euros].into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::{Paid, hours};
    use crate::{
        domain::{Cost, Payer, WholeEuro},
        matching::WayReason,
    };

    fn paid(costs: &[(Option<Payer>, Option<u32>)]) -> Paid {
        let amount = |euros: u32| WholeEuro::new(euros.into()).expect("an amount");
        Paid::of(costs.iter().map(|(payer, euros)| Cost { payer: *payer, amount: euros.map(amount) }))
    }

    #[test]
    fn what_a_step_leaves_open_takes_nothing_from_what_another_says() {
        let own = (Some(Payer::Participant), Some(2_000));
        let cases = [
            (vec![own], WayReason::OwnEuros(2_000), -20, Some(2_000)),
            (vec![own, (None, None)], WayReason::OwnEurosAtLeast(2_000), -25, None),
            (vec![own, (Some(Payer::Shared), Some(100))], WayReason::OwnEurosAtLeast(2_000), -25, Some(2_100)),
            (vec![own, own, (None, None)], WayReason::OwnEurosAtLeast(4_000), -30, None),
            (vec![(Some(Payer::Shared), Some(100))], WayReason::SharedEuros(100), -5, Some(100)),
            (vec![(None, Some(0)), (Some(Payer::Employer), None)], WayReason::NothingToPay, 0, Some(0)),
            (vec![(None, Some(900))], WayReason::CostUnknown, -5, None),
        ];
        for (costs, reason, points, most) in cases {
            let paid = paid(&costs);
            assert_eq!((paid.reason(), paid.points(), paid.most()), (reason, points, most), "{costs:?}");
        }
        assert_eq!(hours([Some(8), Some(16)].into_iter()), (Some(16), 16));
        assert_eq!(hours([Some(40), None].into_iter()), (None, 40));
    }
}
