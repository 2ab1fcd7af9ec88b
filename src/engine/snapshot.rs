//! One state of everything: documents, taxonomy, tasks and places that belong together. A question is answered from one.

use super::{
    EngineError, alike::Alike, background::Background, decoded::Decoded, helpers::Helpers, limits::SIMILAR_KEYS_MAX,
};
use crate::{
    document::{Columns, Listed, day_number},
    domain::{Opportunity, OpportunityKey, OpportunityKind, RouteKind},
    learning::LearningCatalogue,
    matching::{
        self, Open, Reach, ReachSurvey, RouteRecord, RouteTable, Thresholds, World, asks_enough, rules::RANKING_VERSION,
    },
    places::Places,
    reference::Reference,
    taxonomy::{ConceptNumber, TaskList, Taxonomy},
};
use jiff::civil::Date;
use loopbaanbrug_index::{Credits, DocumentId, Snapshot as IndexSnapshot};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};

/// One state of everything.
pub struct Snapshot {
    /// Equal wherever the documents are.
    generation: String,
    reference: Reference,
    index: Arc<IndexSnapshot>,
    columns: Columns,
    routes: RoutesByConcept,
    alike: Alike,
    route_table: RouteTable,
    /// Begun by the first question about bridges.
    reach: Background<Reach>,
    decoded: Decoded,
    /// Of each kind, for the day that was asked last.
    open: [Mutex<Option<Arc<Open>>>; 2],
}

/// Which state an answer was computed from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// Generation of the index.
    pub index_generation: String,
    /// Catalogue revision it has followed to.
    pub catalogue_revision: u64,
    /// Name and version of the taxonomy.
    pub taxonomy_version: String,
    /// Version of the ranking rules.
    pub ranking_version: &'static str,
}

/// The routes that teach a concept, shortest first. An EVC teaches nothing: it proves what one can.
type RoutesByConcept = HashMap<ConceptNumber, Vec<RouteOfConcept>>;

struct RouteOfConcept {
    duration_weeks: u16,
    key: String,
    closes: Option<i32>,
    listed: Arc<Listed>,
}

/// Routes kept for one concept.
const ROUTES_OF_CONCEPT_MAX: usize = 50;

impl Snapshot {
    /// A state of the index that is called `index_name`: what it is named by besides its revision.
    pub(super) fn new(index_name: &str, reference: Reference, index: Arc<IndexSnapshot>) -> Result<Self, EngineError> {
        let columns = Columns::of(index.layout())
            .ok_or_else(|| EngineError::Internal(anyhow::anyhow!("the index has another layout than this program")))?;
        // Derived once for a taxonomy, and not at the cost of the first question.
        let _ = Thresholds::of(&reference.taxonomy);
        let all = all_routes(&index, &columns)?;
        let routes = routes_by_concept(&all);
        let route_table = RouteTable::new(&reference.taxonomy, all);
        let alike = Alike::of(&index, &columns)?;
        let (reach, decoded, open) = (Background::not_begun(), Decoded::none(), Default::default());
        let stamp = index.stamp();
        let generation = format!("{index_name}.{}.{:x}", stamp.revision, stamp.mark);
        Ok(Self { generation, reference, index, columns, routes, alike, route_table, reach, decoded, open })
    }

    /// The taxonomy.
    #[must_use]
    pub fn taxonomy(&self) -> &Taxonomy {
        &self.reference.taxonomy
    }

    /// The core tasks.
    #[must_use]
    pub fn tasks(&self) -> &TaskList {
        &self.reference.tasks
    }

    /// How skills can be learnt.
    #[must_use]
    pub fn learning(&self) -> &LearningCatalogue {
        &self.reference.learning
    }

    /// The places.
    #[must_use]
    pub fn places(&self) -> &Places {
        &self.reference.places
    }

    /// Which state it is.
    #[must_use]
    pub fn context(&self) -> Context {
        Context {
            index_generation: self.generation.clone(),
            catalogue_revision: self.revision(),
            taxonomy_version: self.reference.taxonomy.version().to_string(),
            ranking_version: RANKING_VERSION,
        }
    }

    /// Keys of the routes that teach a concept, can still be entered on a day and are a way to work that [asks enough of what
    /// they teach](asks_enough), shortest first. What the training of another profession teaches besides is not the way to
    /// learn it.
    pub fn taught_by(
        &self,
        concept: ConceptNumber,
        today: Date,
        is_asked: impl Fn(ConceptNumber) -> bool,
    ) -> impl Iterator<Item = &str> {
        let today = day_number(today);
        let routes = self.routes.get(&concept).map(Vec::as_slice).unwrap_or_default();
        let open = routes.iter().filter(move |route| route.closes.is_none_or(|closes| closes >= today));
        let fits = move |route: &RouteOfConcept| {
            let taught = route.listed.understood.taught.iter().map(|it| it.concept);
            asks_enough(taught, &is_asked)
        };
        open.filter(move |route| fits(route)).map(|it| it.key.as_str())
    }

    /// Near-duplicates of an opportunity: the first [`SIMILAR_KEYS_MAX`](super::limits::SIMILAR_KEYS_MAX) keys in their order,
    /// and how many there are.
    #[must_use]
    pub fn similar_to(&self, key: &OpportunityKey) -> (Vec<String>, u64) {
        let Ok(id) = self.find(key) else { return (Vec::new(), 0) };
        let others = self.alike.group(id).iter().filter(|other| **other != id);
        let keys = others.clone().take(SIMILAR_KEYS_MAX).map(|other| self.index.key(*other).to_owned());
        (keys.collect(), others.count() as u64)
    }

    /// The key of a document.
    pub(super) fn key_of(&self, id: DocumentId) -> Result<OpportunityKey, EngineError> {
        Ok(OpportunityKey::parse(self.index.key(id)).map_err(crate::document::RecordError::from)?)
    }

    /// Title and organisation of an opportunity; none when there is none under this key. One record is read from mapped memory
    /// in some tens of microseconds, less than handing it to another thread takes; for many, ask within a question.
    #[must_use]
    pub fn names(&self, key: &str) -> Option<(String, String)> {
        let key = OpportunityKey::parse(key).ok()?;
        let listed = self.listed(self.find(&key).ok()?).ok()?;
        Some((listed.opportunity.title().to_string(), listed.opportunity.organisation().to_string()))
    }

    pub(super) fn revision(&self) -> u64 {
        self.index.stamp().revision
    }

    /// What page tokens call it. Every node calls the same documents, ordered by the same rules and explained with the same
    /// lists, by the same name. Taxonomy and places are in the name of the index.
    pub(super) fn name(&self) -> String {
        let Reference { tasks, learning, .. } = &self.reference;
        format!("{}.r{RANKING_VERSION}.{}.{}", self.generation, tasks.digest(), learning.digest())
    }

    /// The revision in a [name](Self::name).
    pub(super) fn revision_of(name: &str) -> Option<u64> {
        name.split('.').nth(1)?.parse().ok()
    }

    pub(super) fn index(&self) -> &IndexSnapshot {
        &self.index
    }

    pub(super) fn columns(&self) -> &Columns {
        &self.columns
    }

    /// Near-duplicates.
    pub(super) fn alike(&self) -> &Alike {
        &self.alike
    }

    /// What matching needs of it.
    pub(super) fn world(&self) -> World<'_> {
        World {
            taxonomy: self.taxonomy(),
            tasks: self.tasks(),
            places: self.places(),
            index: &self.index,
            columns: &self.columns,
        }
    }

    /// What is open on a day. Those who ask at the same time wait for the first of them: it takes less than a question.
    pub(super) fn open(&self, kind: OpportunityKind, today: Date) -> Arc<Open> {
        let [vacancies, routes] = &self.open;
        let kept = match kind {
            OpportunityKind::Vacancy => vacancies,
            OpportunityKind::Route => routes,
        };
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        match &*kept {
            Some(open) if open.today() == today => Arc::clone(open),
            _ => Arc::clone(kept.insert(Arc::new(Open::of(&self.world(), kind, today)))),
        }
    }

    /// What is derived from its routes.
    pub(super) fn route_table(&self) -> &RouteTable {
        &self.route_table
    }

    /// The bounds of its vacancies that bridges need, once they are there. The first question begins to find them, in the
    /// background: with a million vacancies that takes seconds.
    ///
    /// # Errors
    /// [`EngineError::DeadlineExceeded`]; they go on being found.
    pub(super) async fn reach(
        self: &Arc<Self>,
        helpers: &Arc<Helpers>,
        deadline: Instant,
    ) -> Result<Arc<Reach>, EngineError> {
        let (state, helpers) = (Arc::clone(self), Arc::clone(helpers));
        self.reach.get(deadline, move || Some(state.survey(&helpers))).await
    }

    fn survey(&self, helpers: &Helpers) -> Reach {
        let _at_work = helpers.one_more_at_work();
        let none = Credits::none();
        let survey = ReachSurvey::new(self.taxonomy(), &self.route_table, &self.index, &self.columns, &none);
        survey.reach(helpers.together(survey.pieces(), || survey.take_part()))
    }

    pub(super) fn find(&self, key: &OpportunityKey) -> Result<DocumentId, EngineError> {
        self.index.find(&key.to_string()).ok_or_else(|| EngineError::OpportunityNotFound { key: key.clone() })
    }

    /// The opportunity of a document.
    pub(super) fn listed(&self, id: DocumentId) -> Result<Arc<Listed>, EngineError> {
        if let Some(listed) = self.decoded.get(id) {
            return Ok(listed);
        }
        let record = self.index.record(id)?;
        let listed = Arc::new(Listed::decode(self.index.key(id), &record)?);
        self.decoded.keep(id, &listed, record.len());
        Ok(listed)
    }
}

/// Reads every route once, in the order of keys, with the last day on which one can begin. Routes are few beside vacancies:
/// they are found by their column, and they alone are put in order.
fn all_routes(index: &IndexSnapshot, columns: &Columns) -> Result<Vec<RouteRecord>, EngineError> {
    let mut found = Vec::new();
    for rows in index.windows() {
        let mut routes = rows.alive();
        matching::retain_kind(&rows, &mut routes, columns, OpportunityKind::Route);
        found.extend(routes.iter().map(|place| rows.row(place).id()));
    }
    found.sort_unstable_by_key(|id| index.key(*id));
    let record = |id| {
        let listed = Arc::new(Listed::decode(index.key(id), &index.record(id)?)?);
        Ok(RouteRecord { id, listed, closes: index.number(id, columns.closes) })
    };
    found.into_iter().map(record).collect()
}

fn routes_by_concept(all: &[RouteRecord]) -> RoutesByConcept {
    let mut routes = RoutesByConcept::new();
    for RouteRecord { listed, closes, .. } in all {
        let Opportunity::Route(route) = &listed.opportunity else { continue };
        if route.kind == RouteKind::Evc {
            continue;
        }
        for taught in &listed.understood.taught {
            routes.entry(taught.concept).or_default().push(RouteOfConcept {
                duration_weeks: route.duration.map_or(u16::MAX, |weeks| weeks.get()),
                key: listed.key.to_string(),
                closes: *closes,
                listed: Arc::clone(listed),
            });
        }
    }
    for of_concept in routes.values_mut() {
        of_concept.sort_by(|left, right| (left.duration_weeks, &left.key).cmp(&(right.duration_weeks, &right.key)));
        of_concept.truncate(ROUTES_OF_CONCEPT_MAX);
    }
    routes
}
