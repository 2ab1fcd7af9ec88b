//! One vacancy for one person, before and after something was learnt: what it asks, what is met, class and points.

use super::{lesson::Lesson, person::Person, table::RouteNumber, way};
use crate::{
    document,
    domain::{NlqfLevel, OpportunityKind},
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

/// What a route adds to a vacancy.
#[derive(Clone, Copy, Default)]
pub(super) struct Added {
    /// Credit × weight beyond what the person has.
    pub(super) got: u64,
    /// As much of it as the person did not want to learn anyhow.
    pub(super) new: u64,
    /// Whether any of it was not met.
    pub(super) missing: bool,
}

impl Added {
    fn add(&mut self, asked: &Asked, more: u16) {
        let got = asked.weight * u64::from(more);
        self.got += got;
        self.new += if asked.wanted { 0 } else { got };
        self.missing |= asked.credit < CREDIT_MET;
    }
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

    /// What a short list of credits adds: quicker than [`Self::added_together`] where the list is shorter than a few times
    /// what is asked.
    pub(super) fn added_by_lesson(&self, lesson: &Lesson) -> Added {
        let mut added = Added::default();
        for (concept, credits) in lesson {
            let place = usize::from(self.places[concept.index()]);
            if let Some(asked) = place.checked_sub(1).map(|place| &self.asked[place]) {
                let credit = credits[asked.level];
                if credit > asked.credit {
                    added.add(asked, credit - asked.credit);
                }
            }
        }
        added
    }

    /// What several lists of credits add together: for each thing asked the best of them.
    pub(super) fn added_together(&self, lists: &[&[(ConceptNumber, ByLevel)]]) -> Added {
        let mut added = Added::default();
        for asked in self.asked.iter().filter(|it| it.credit < CREDIT_FULL) {
            let credit = |list: &&[(ConceptNumber, ByLevel)]| {
                let place = list.binary_search_by_key(&asked.concept, |(known, _)| *known);
                place.map_or(0, |place| list[place].1[asked.level])
            };
            let best = lists.iter().map(credit).max().unwrap_or(0);
            if best > asked.credit {
                added.add(asked, best - asked.credit);
            }
        }
        added
    }
}

impl Scratch {
    /// What two steps add together. What an EVC proves is not new.
    pub(super) fn added_by(&self, person: &Person<'_>, steps: [RouteNumber; 2]) -> Added {
        let [first, last] = steps.map(|step| way::gains(person, step));
        let together = self.added_together(&[first, last]);
        if person.table.of(steps[0]).is_evc() {
            return Added { new: self.added_together(&[last]).new, ..together };
        }
        together
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

    /// Class and points of what learning changes, when so much more is met, with this level and more diplomas.
    pub(super) fn after(&self, added: u64, nlqf: Option<NlqfLevel>, diplomas: &[i32]) -> (Class, i32) {
        let plan = self.person.plan;
        let share = Share { got: self.share.got + added, of: self.share.of };
        let coverage = Coverage::of(KIND, share, plan.unsaid);
        let gap = parts::level_gap(self.nlqf_asked, nlqf);
        let unmet = plan.held.unmet_with(diplomas, &self.at(), plan.world.columns);
        let points = coverage.points(KIND) + parts::level_points(gap) + unmet.points();
        (Class::of(coverage, &plan.thresholds, unmet.distance, gap), points)
    }

    /// Class if every skill that it asks were met.
    pub(super) fn class_by_skills_alone(&self) -> Class {
        let missing = (self.share.of * u64::from(CREDIT_FULL)).saturating_sub(self.share.got);
        self.after(missing, self.person.plan.nlqf, &[]).0
    }

    /// All that it asks, in the measure of what is added.
    pub(super) fn whole(&self) -> u64 {
        Coverage::of(KIND, self.share, self.person.plan.unsaid).whole()
    }

    /// Whether a higher level or more diplomas bring it nearer by themselves.
    pub(super) fn lacks_less(&self, nlqf: Option<NlqfLevel>, diplomas: &[i32]) -> bool {
        let plan = self.person.plan;
        let level = parts::level_gap(self.nlqf_asked, nlqf) < parts::level_gap(self.nlqf_asked, plan.nlqf);
        let unmet = |more: &[i32]| plan.held.unmet_with(more, &self.at(), plan.world.columns).points();
        level || (!diplomas.is_empty() && unmet(diplomas) > unmet(&[]))
    }

    fn at(&self) -> At<'a> {
        At { snapshot: self.person.plan.world.index, id: self.id }
    }
}
