//! What the person wants with skills: keep, learn, avoid.

use super::{claims::UnderstoodProfile, rules};
use crate::{
    domain::{Profile, SkillWish, TaskWish},
    taxonomy::{ConceptNumber, TaskList, Taxonomy},
};
use std::collections::BTreeMap;

/// A wish about a skill. The order is the one in which wishes are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WishKind {
    /// Wants to learn it.
    Learn,
    /// Wants to keep using it.
    Keep,
    /// Would rather not use it.
    Avoid,
}

impl WishKind {
    /// Points when the work asks the skill.
    #[must_use]
    pub fn points(self) -> i32 {
        match self {
            Self::Learn => rules::LEARN_WISH_POINTS,
            Self::Keep => rules::KEEP_WISH_POINTS,
            Self::Avoid => rules::AVOID_WISH_POINTS,
        }
    }
}

/// The wishes of one profile by concept.
#[derive(Clone, Debug, Default)]
pub(super) struct Wishes(BTreeMap<ConceptNumber, WishKind>);

impl Wishes {
    /// A wish about a skill itself comes before one about a task; of two about the same skill, avoid comes before keep and
    /// keep before learn, whatever the order in the profile.
    pub(super) fn of(profile: &Profile, understood: &UnderstoodProfile, taxonomy: &Taxonomy, tasks: &TaskList) -> Self {
        let mut wishes = BTreeMap::new();
        for choice in &profile.tasks {
            let kind = match choice.wish {
                TaskWish::Do => continue,
                TaskWish::Keep => WishKind::Keep,
                TaskWish::Learn => WishKind::Learn,
            };
            let skills = tasks.task(&choice.task).map(|task| task.skills.as_slice()).unwrap_or_default();
            for concept in skills.iter().filter_map(|key| taxonomy.concept(key.as_str())) {
                strongest(&mut wishes, concept, kind);
            }
        }
        let mut own = BTreeMap::new();
        for (claim, concept) in profile.skills.iter().zip(&understood.skills) {
            let kind = match claim.wish {
                SkillWish::Do => continue,
                SkillWish::Keep => WishKind::Keep,
                SkillWish::Learn => WishKind::Learn,
                SkillWish::Avoid => WishKind::Avoid,
            };
            if let Some(concept) = concept {
                strongest(&mut own, *concept, kind);
            }
        }
        wishes.extend(own);
        Self(wishes)
    }

    /// The wish about a concept.
    pub(super) fn get(&self, concept: ConceptNumber) -> Option<WishKind> {
        self.0.get(&concept).copied()
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Most points that fulfilled wishes can bring.
    pub(super) fn points_possible(&self) -> i32 {
        let mut kinds: Vec<_> = self.0.values().copied().filter(|kind| *kind != WishKind::Avoid).collect();
        kinds.sort();
        kinds.iter().take(rules::WISHES_COUNTED_MAX).map(|kind| kind.points()).sum()
    }
}

fn strongest(wishes: &mut BTreeMap<ConceptNumber, WishKind>, concept: ConceptNumber, kind: WishKind) {
    wishes.entry(concept).and_modify(|known| *known = kind.max(*known)).or_insert(kind);
}

/// How many wishes of each kind an opportunity touches.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct WishCounts {
    learn: usize,
    keep: usize,
    avoid: usize,
}

impl WishCounts {
    pub(super) fn add(&mut self, kind: WishKind) {
        match kind {
            WishKind::Learn => self.learn += 1,
            WishKind::Keep => self.keep += 1,
            WishKind::Avoid => self.avoid += 1,
        }
    }

    /// Points of the part: learn first, then keep, as far as they count; avoid apart.
    pub(super) fn points(self) -> i32 {
        let learn = self.learn.min(rules::WISHES_COUNTED_MAX);
        let keep = self.keep.min(rules::WISHES_COUNTED_MAX - learn);
        let avoid = self.avoid.min(rules::AVOIDS_COUNTED_MAX);
        let times = |count: usize, kind: WishKind| i32::try_from(count).unwrap_or(0) * kind.points();
        times(learn, WishKind::Learn) + times(keep, WishKind::Keep) + times(avoid, WishKind::Avoid)
    }
}
