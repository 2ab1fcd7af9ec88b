//! A plan with what bridges need of it besides: credits to be looked up at random, the learning budget, what an EVC would
//! recognise.

use super::{
    evc::Recognised,
    table::{RouteNumber, RouteTable},
};
use crate::{
    document,
    document::day_number,
    domain::{Condition, EuroPerMonth, LearningBudget, Profile},
    matching::{Plan, WishKind, conditions::Check, credits::ByLevel, travel::Travel},
    taxonomy::{ConceptNumber, UnderstoodTaught},
};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// One person among routes.
pub(super) struct Person<'a> {
    pub(super) plan: &'a Plan<'a>,
    pub(super) table: &'a RouteTable,
    pub(super) today: Date,
    pub(super) budget: LearningBudget,
    /// How far the person wants to travel.
    pub(super) travel: Option<Travel>,
    /// Lowest pay that will do.
    pub(super) pay_min: Option<EuroPerMonth>,
    /// What EVC routes would recognise, where it is anything.
    pub(super) recognised: BTreeMap<RouteNumber, Recognised>,
    /// Credit of every concept at every level, by level and then by concept.
    credits: Vec<ByLevel>,
    /// Whether the person wants to learn a concept, by concept.
    wanted: Vec<bool>,
    /// Whether there is any.
    pub(super) wants_to_learn: bool,
}

impl<'a> Person<'a> {
    pub(super) fn new(plan: &'a Plan<'a>, profile: &Profile, table: &'a RouteTable, today: Date) -> Self {
        let mut credits = vec![ByLevel::default(); plan.world.taxonomy.len()];
        for (term, credit) in plan.credits.iter() {
            if let Some((concept, level)) = document::terms::requirement(term) {
                credits[concept.index()][level] = credit;
            }
        }
        let wants = |it| plan.wishes.get(it) == Some(WishKind::Learn);
        let wanted: Vec<bool> = plan.world.taxonomy.numbers().map(wants).collect();
        let conditions = || {
            let preferred = profile.preferences.iter().map(|it| &it.condition);
            preferred.chain(profile.criteria.iter().filter_map(|it| it.condition.as_ref()))
        };
        let mut person = Self {
            plan,
            table,
            today,
            budget: profile.learning_budget,
            travel: plan
                .conditions
                .iter()
                .find_map(|it| if let Check::Travel(travel) = it.check { Some(travel) } else { None }),
            pay_min: conditions().find_map(|it| if let Condition::Pay { min } = it { Some(*min) } else { None }),
            recognised: BTreeMap::new(),
            credits,
            wants_to_learn: wanted.contains(&true),
            wanted,
        };
        person.recognised = Recognised::by_route(&person);
        person
    }

    /// Credit of a concept at a level, 0 for any level.
    #[inline]
    pub(super) fn credit(&self, concept: ConceptNumber, level: usize) -> u16 {
        self.credits[concept.index()][level]
    }

    /// Credit of something at the level to which a route teaches it.
    pub(super) fn credit_of(&self, taught: &UnderstoodTaught) -> u16 {
        self.credit(taught.concept, taught.level.get().into())
    }

    /// Whether the person wants to learn a concept.
    #[inline]
    pub(super) fn wants(&self, concept: ConceptNumber) -> bool {
        self.wanted[concept.index()]
    }

    /// Whether one can still begin with a route.
    pub(super) fn can_begin(&self, route: RouteNumber) -> bool {
        self.table.of(route).closes.is_none_or(|closes| closes >= day_number(self.today))
    }
}
