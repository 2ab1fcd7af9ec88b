//! What a person holds on paper at some point of a way: a level of education, and diplomas beside those of the profile.

use super::{person::Person, table::RouteFacts};
use crate::domain::NlqfLevel;

/// Most steps of a way, each of which may give a diploma.
const STEPS_MAX: usize = 2;

/// Level and earned diplomas.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paper {
    /// None when the person's own is unknown.
    pub(super) nlqf: Option<NlqfLevel>,
    diplomas: [i32; STEPS_MAX],
    count: usize,
}

impl Paper {
    /// Before any step.
    pub(super) fn of(person: &Person<'_>) -> Self {
        Self { nlqf: person.plan.nlqf, diplomas: [0; STEPS_MAX], count: 0 }
    }

    /// The same after one more step.
    pub(super) fn after(mut self, step: &RouteFacts) -> Self {
        self.nlqf = NlqfLevel::raised(self.nlqf, step.exit());
        if let Some(diploma) = step.diploma {
            self.diplomas[self.count] = diploma;
            self.count += 1;
        }
        self
    }

    /// Hashes of the diplomas that the steps gave.
    pub(super) fn diplomas(&self) -> &[i32] {
        &self.diplomas[..self.count]
    }
}
