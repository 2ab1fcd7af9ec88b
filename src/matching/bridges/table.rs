//! What is derived from the routes of one state, once: what each gives credit for, which teach a concept, and which may come
//! before which. It knows no person.

use crate::{
    document::{GateBits, Listed},
    domain::{Evidence, NlqfLevel, Opportunity, Route, RouteKind},
    matching::{
        Claim, Source, Without,
        credits::{Backings, ByLevel},
        rules::bridges as rules,
    },
    taxonomy::{ConceptNumber, Taxonomy},
};
use loopbaanbrug_index::DocumentId;
use std::{
    cmp::Reverse,
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

/// Related routes kept for one route; of these a person's first steps are chosen.
const RELATED_MAX: usize = 20;

/// A route of the table: its place in it, in the order of keys.
pub(super) type RouteNumber = u32;

/// The routes of one state of the index.
pub struct RouteTable {
    routes: Vec<RouteFacts>,
    /// Which routes give credit for a concept.
    teaching: ByConcept<(RouteNumber, ByLevel)>,
    /// Which routes teach the concept itself.
    teachers: ByConcept<RouteNumber>,
}

/// A route of the index, as a state reads it.
pub struct RouteRecord {
    /// Its document.
    pub id: DocumentId,
    /// The route itself.
    pub listed: Arc<Listed>,
    /// Last day on which one can begin, see [`crate::document::day_number`].
    pub closes: Option<i32>,
}

/// One route.
pub(super) struct RouteFacts {
    pub(super) id: DocumentId,
    pub(super) listed: Arc<Listed>,
    /// Last day on which one can begin, see [`crate::document::day_number`].
    pub(super) closes: Option<i32>,
    /// What shows afterwards what was learnt.
    pub(super) evidence: Evidence,
    /// Hash of the diploma it gives.
    pub(super) diploma: Option<i32>,
    /// Credit for every concept that what it teaches is near to, in the order of concepts.
    pub(super) gains: Vec<(ConceptNumber, ByLevel)>,
    /// Routes that may lead to its entry, most related first.
    pub(super) before: Vec<RouteNumber>,
    /// EVC routes of the same field, most related first.
    pub(super) evc: Vec<RouteNumber>,
}

impl RouteFacts {
    pub(super) fn route(&self) -> &Route {
        match &self.listed.opportunity {
            Opportunity::Route(route) => route,
            Opportunity::Vacancy(_) => unreachable!("the table takes routes alone"),
        }
    }

    pub(super) fn is_evc(&self) -> bool {
        self.route().kind == RouteKind::Evc
    }

    pub(super) fn exit(&self) -> Option<NlqfLevel> {
        self.route().exit_nlqf
    }

    /// What the profile could claim after it, as one of the steps of a path.
    pub(super) fn claims(&self, step: usize) -> impl Iterator<Item = Claim> + '_ {
        let taught = self.listed.understood.taught.iter();
        taught.map(move |it| Claim::learnt(it.concept, it.level, self.evidence, Source::Step(step)))
    }
}

impl RouteTable {
    /// Of every route of a state, in the order of keys. What is no route is passed over.
    #[must_use]
    pub fn new(taxonomy: &Taxonomy, routes: Vec<RouteRecord>) -> Self {
        let routes: Vec<_> = routes.into_iter().filter_map(|record| facts(taxonomy, record)).collect();
        let numbered = || (0..).zip(&routes);
        let gains =
            numbered().flat_map(|(number, it)| it.gains.iter().map(move |(concept, gain)| (*concept, (number, *gain))));
        let teaching = ByConcept::of(taxonomy.len(), gains.collect());
        let taught =
            numbered().flat_map(|(number, it)| it.listed.understood.taught.iter().map(move |it| (it.concept, number)));
        let teachers = ByConcept::of(taxonomy.len(), taught.collect());
        let mut table = Self { routes, teaching, teachers };
        let related: Vec<_> = Relations::of(&table, taxonomy).collect();
        for (facts, (before, evc)) in table.routes.iter_mut().zip(related) {
            (facts.before, facts.evc) = (before, evc);
        }
        table
    }

    /// Whether there is no route at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.routes.is_empty()
    }

    /// How many routes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.routes.len()
    }

    pub(super) fn numbers(&self) -> impl Iterator<Item = RouteNumber> + use<> {
        0..u32::try_from(self.routes.len()).unwrap_or(u32::MAX)
    }

    pub(super) fn of(&self, route: RouteNumber) -> &RouteFacts {
        &self.routes[route as usize]
    }

    /// The routes that give credit for a concept, in order.
    #[inline]
    pub(super) fn teaching(&self, concept: ConceptNumber) -> &[(RouteNumber, ByLevel)] {
        self.teaching.of_concept(concept)
    }

    /// The routes that teach the concept itself, in order.
    #[inline]
    pub(super) fn teachers(&self, concept: ConceptNumber) -> &[RouteNumber] {
        self.teachers.of_concept(concept)
    }
}

/// A list for each concept, one after the other.
struct ByConcept<T> {
    items: Vec<T>,
    /// Where in `items` the list of each concept starts; one more than there are concepts.
    starts: Vec<u32>,
}

impl<T> ByConcept<T> {
    /// Of items in any order; within a concept they keep it.
    fn of(concepts: usize, mut items: Vec<(ConceptNumber, T)>) -> Self {
        items.sort_by_key(|(concept, _)| *concept);
        let mut starts = vec![0; concepts + 1];
        for (concept, _) in &items {
            starts[concept.index() + 1] += 1;
        }
        for place in 1..starts.len() {
            starts[place] += starts[place - 1];
        }
        Self { items: items.into_iter().map(|(_, item)| item).collect(), starts }
    }

    #[inline]
    fn of_concept(&self, concept: ConceptNumber) -> &[T] {
        let (start, end) = (self.starts[concept.index()], self.starts[concept.index() + 1]);
        &self.items[start as usize..end as usize]
    }
}

fn facts(taxonomy: &Taxonomy, record: RouteRecord) -> Option<RouteFacts> {
    let RouteRecord { id, listed, closes } = record;
    let Opportunity::Route(route) = &listed.opportunity else { return None };
    let evidence = rules::evidence_of_route(route.kind, route.credential.is_some());
    let diploma = route.credential.as_ref().map(|name| GateBits::diploma(name));
    let (gains, before, evc) = (Vec::new(), Vec::new(), Vec::new());
    let mut facts = RouteFacts { id, closes, evidence, diploma, gains, before, evc, listed };
    facts.gains = Backings::of(&facts.claims(0).collect::<Vec<_>>(), taxonomy, Without::default()).by_level().collect();
    Some(facts)
}

/// Which routes are of the same field: they prepare for the same occupation, or share what they teach or ask.
struct Relations<'a> {
    table: &'a RouteTable,
    taxonomy: &'a Taxonomy,
    preparing: HashMap<ConceptNumber, Vec<RouteNumber>>,
}

/// What two routes have in common.
#[derive(Clone, Copy, Default)]
struct Common {
    occupation: bool,
    skills: usize,
    weight: u32,
}

impl Common {
    fn is_related(self) -> bool {
        self.occupation || self.skills >= rules::RELATED_SKILLS_MIN
    }
}

impl<'a> Relations<'a> {
    /// For each route, those that may lead to its entry, and EVC routes of its field.
    fn of(
        table: &'a RouteTable,
        taxonomy: &'a Taxonomy,
    ) -> impl Iterator<Item = (Vec<RouteNumber>, Vec<RouteNumber>)> + 'a {
        let mut relations = Self { table, taxonomy, preparing: HashMap::new() };
        for number in table.numbers() {
            for occupation in &table.of(number).listed.understood.occupations {
                relations.preparing.entry(*occupation).or_default().push(number);
            }
        }
        table.numbers().map(move |number| relations.related(number))
    }

    fn related(&self, number: RouteNumber) -> (Vec<RouteNumber>, Vec<RouteNumber>) {
        let facts = self.table.of(number);
        let common = self.common(number);
        let mut related: Vec<_> = common.into_iter().filter(|(_, common)| common.is_related()).collect();
        let weeks = |other: RouteNumber| self.table.of(other).route().duration.map_or(u16::MAX, |weeks| weeks.get());
        related.sort_by_key(|(other, common)| (!common.occupation, Reverse(common.weight), weeks(*other), *other));
        let related = || related.iter().map(|(other, _)| *other);
        let before = related().filter(|other| self.leads_to(self.table.of(*other), facts));
        let evc = related().filter(|other| self.table.of(*other).is_evc() && !facts.is_evc());
        (before.take(RELATED_MAX).collect(), evc.take(RELATED_MAX).collect())
    }

    fn common(&self, number: RouteNumber) -> HashMap<RouteNumber, Common> {
        let understood = &self.table.of(number).listed.understood;
        let taught = understood.taught.iter().map(|it| it.concept);
        let concepts: BTreeSet<_> = taught.chain(understood.requirements.iter().map(|it| it.concept)).collect();
        let mut common: HashMap<RouteNumber, Common> = HashMap::new();
        for concept in concepts {
            for other in self.table.teachers(concept) {
                let common = common.entry(*other).or_default();
                common.skills += 1;
                common.weight += u32::from(self.taxonomy.distinctiveness(concept));
            }
        }
        for other in understood.occupations.iter().filter_map(|it| self.preparing.get(it)).flatten() {
            common.entry(*other).or_default().occupation = true;
        }
        common.remove(&number);
        common
    }

    /// Whether a route gives what another asks on paper at entry: the level or a diploma. An EVC stands apart.
    fn leads_to(&self, first: &RouteFacts, then: &RouteFacts) -> bool {
        let route = then.route();
        let level = route.entry_nlqf.zip(first.exit()).is_some_and(|(asked, exit)| exit >= asked);
        let asks_diploma = |hash: i32| route.entry_gates.diplomas.iter().any(|it| GateBits::diploma(&it.name) == hash);
        !first.is_evc() && (level || first.diploma.is_some_and(asks_diploma))
    }
}
