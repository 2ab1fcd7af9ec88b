//! One vacancy for one person, before and after something was learnt: what it asks, what is met, class and points.

use super::{lesson::Lesson, paper::Paper, person::Person, table::RouteNumber, way};
use crate::{
    document,
    domain::OpportunityKind,
    matching::{
        class::Class,
        credits::ByLevel,
        facts::{At, Facts},
        parts::{self, Coverage},
        recall,
        rules::{CREDIT_FULL, CREDIT_MET},
    },
    taxonomy::ConceptNumber,
};
use loopbaanbrug_index::{DocumentId, Share};

const KIND: OpportunityKind = OpportunityKind::Vacancy;

/// One thing that a vacancy asks, and how far the person meets it.
#[derive(Clone, Copy)]
pub(super) struct Asked {
    pub(super) concept: ConceptNumber,
    /// Lowest level that is enough, 0 for any.
    pub(super) level: usize,
    pub(super) weight: u64,
    pub(super) credit: u16,
    /// Whether the person wants to learn it.
    wanted: bool,
}

/// Room for looking at one vacancy after another.
pub(super) struct Scratch {
    /// What the vacancy asks.
    pub(super) asked: Vec<Asked>,
    /// Where in `asked` a concept stands, from 1; 0 for what is not asked. By concept.
    places: Vec<u16>,
}

impl Asked {
    /// Credit of the person after a route with these gains.
    fn credit_after(&self, gains: &[(ConceptNumber, ByLevel)]) -> u16 {
        let place = gains.binary_search_by_key(&self.concept, |(known, _)| *known);
        place.map_or(self.credit, |place| gains[place].1[self.level].max(self.credit))
    }

    /// Credit × weight beyond what the person has.
    fn more(&self, credit: u16) -> u64 {
        self.weight * u64::from(credit.saturating_sub(self.credit))
    }
}

/// What a way adds to a vacancy. Credits are × weight, beyond what the person has.
#[derive(Clone, Copy, Default)]
pub(super) struct Added {
    /// All of it.
    pub(super) got: u64,
    /// As much as is learnt and the person did not want to learn anyhow. What an EVC proves is not new.
    pub(super) new: u64,
    /// Whether the last step brings anything that is not met before it.
    pub(super) missing: bool,
}

impl Scratch {
    pub(super) fn new(person: &Person<'_>) -> Self {
        Self { asked: Vec::new(), places: vec![0; person.plan.world.taxonomy.len()] }
    }

    /// Takes up a vacancy.
    pub(super) fn read(&mut self, person: &Person<'_>, id: DocumentId) {
        let plan = person.plan;
        for asked in self.asked.drain(..) {
            self.places[asked.concept.index()] = 0;
        }
        let asked = plan.world.index.terms(id).filter_map(|(term, weight)| {
            let (concept, level) = document::terms::requirement(term)?;
            let (weight, credit) = (weight.get().into(), person.credit(concept, level));
            let wanted = person.wants(concept);
            Some(Asked { concept, level, weight, credit, wanted })
        });
        self.asked.extend(asked);
        for (place, asked) in (1..).zip(&self.asked) {
            self.places[asked.concept.index()] = place;
        }
    }

    /// Whether the vacancy asks a concept.
    pub(super) fn asks(&self, concept: ConceptNumber) -> bool {
        self.places[concept.index()] > 0
    }

    /// What a lesson adds.
    pub(super) fn added_by_lesson(&self, lesson: &Lesson) -> u64 {
        let added = lesson.iter().filter_map(|(concept, credits)| {
            let asked = &self.asked[usize::from(self.places[concept.index()]).checked_sub(1)?];
            Some(asked.more(credits[asked.level]))
        });
        added.sum()
    }

    /// What one route adds, or two: of each thing asked the best of them.
    pub(super) fn added(&self, person: &Person<'_>, first: Option<RouteNumber>, last: RouteNumber) -> Added {
        let step = |route| (way::gains(person, route), person.table.of(route).is_evc());
        let (first, (by_last, last_proves)) = (first.map(step), step(last));
        let mut added = Added::default();
        for asked in self.asked.iter().filter(|it| it.credit < CREDIT_FULL) {
            let before_last = first.map_or(asked.credit, |(gains, _)| asked.credit_after(gains));
            let last = asked.credit_after(by_last);
            added.got += asked.more(before_last.max(last));
            added.missing |= last > before_last && before_last < CREDIT_MET;
            if !asked.wanted {
                let learnt_first = if first.is_some_and(|(_, proves)| proves) { 0 } else { before_last };
                added.new += asked.more(if last_proves { learnt_first } else { learnt_first.max(last) });
            }
        }
        added
    }
}

/// What of a vacancy stays the same whatever is learnt.
pub(super) struct Vacancy<'a> {
    person: &'a Person<'a>,
    pub(super) id: DocumentId,
    share: Share,
    nlqf_asked: u8,
    pub(super) class: Class,
}

impl<'a> Vacancy<'a> {
    pub(super) fn new(person: &'a Person<'a>, id: DocumentId, share: Share) -> Self {
        let plan = person.plan;
        let at = At { snapshot: plan.world.index, id };
        Self {
            person,
            id,
            share,
            nlqf_asked: at.packed_traits(plan.world.columns).nlqf_number(),
            class: recall::class(plan, &at, Coverage::of(KIND, share, plan.unsaid)),
        }
    }

    /// Points of all that learning does not change.
    pub(super) fn points_besides_ability(&self) -> i32 {
        let plan = self.person.plan;
        recall::points_besides_ability(plan, KIND, &self.at(), self.id)
    }

    /// Class and points of what learning changes, when so much more is met, with this on paper.
    pub(super) fn after(&self, added: u64, paper: &Paper) -> (Class, i32) {
        let plan = self.person.plan;
        let share = Share { got: self.share.got + added, of: self.share.of };
        let coverage = Coverage::of(KIND, share, plan.unsaid);
        let gap = parts::level_gap(self.nlqf_asked, paper.nlqf);
        let unmet = plan.held.unmet_with(paper.diplomas(), &self.at(), plan.world.columns);
        let points = coverage.points(KIND) + parts::level_points(gap) + unmet.points();
        (Class::of(coverage, &plan.thresholds, unmet.distance, gap), points)
    }

    /// Class if every skill that it asks were met.
    pub(super) fn class_by_skills_alone(&self) -> Class {
        let missing = (self.share.of * u64::from(CREDIT_FULL)).saturating_sub(self.share.got);
        self.after(missing, &Paper::of(self.person)).0
    }

    /// All that it asks, in the measure of what is added.
    pub(super) fn whole(&self) -> u64 {
        Coverage::of(KIND, self.share, self.person.plan.unsaid).whole()
    }

    /// Whether what is held after brings it nearer than what is held before, by itself.
    pub(super) fn lacks_less(&self, before: &Paper, after: &Paper) -> bool {
        let plan = self.person.plan;
        let level = |paper: &Paper| parts::level_gap(self.nlqf_asked, paper.nlqf);
        let unmet = |paper: &Paper| plan.held.unmet_with(paper.diplomas(), &self.at(), plan.world.columns).points();
        level(after) < level(before) || unmet(after) > unmet(before)
    }

    fn at(&self) -> At<'a> {
        At { snapshot: self.person.plan.world.index, id: self.id }
    }
}
