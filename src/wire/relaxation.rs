//! What would bring more, as answers show it.

use super::match_answer::{Writer, field_of};
use crate::{
    domain::{Condition, OpportunityKind},
    matching::{Relaxation, RelaxationStep},
    texts,
};
use loopbaanbrug_proto::v1::{self, condition::Check};

impl Writer<'_> {
    /// What would bring more to a thin list.
    pub(crate) fn relaxations(&self, kind: OpportunityKind, relaxations: &[Relaxation]) -> Vec<v1::Relaxation> {
        let relaxation = |it: &Relaxation| v1::Relaxation {
            fields: it.conditions.iter().copied().map(field_of).collect(),
            sentence: texts::relaxation(self.language, kind, it, self.profile),
            brings: it.brings,
            best_points: it.best_points,
            keys: it.best.clone(),
            step: it.step.as_ref().map(step),
        };
        relaxations.iter().map(relaxation).collect()
    }
}

fn step(step: &RelaxationStep) -> v1::RelaxationStep {
    let check = match &step.condition {
        Condition::Travel { max_km } => Some(Check::Travel(v1::TravelCondition { max_km: (*max_km).into() })),
        Condition::Hours(range) => {
            Some(Check::Hours(v1::HoursRange { min: range.min().get().into(), max: range.max().get().into() }))
        }
        Condition::Pay { min } => Some(Check::Pay(v1::PayCondition { min_eur: min.get().into() })),
        Condition::Remote { min } => Some(Check::Remote(v1::RemoteCondition { min_percent: min.get().into() })),
        // Without an order there are no steps.
        Condition::Contract(_) | Condition::WorkPattern(_) | Condition::Sector(_) | Condition::Mention(_) => None,
    };
    v1::RelaxationStep { condition: Some(v1::Condition { check }), brings: step.brings }
}
