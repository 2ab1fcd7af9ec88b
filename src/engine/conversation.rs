//! The questions of a conversation: what if the profile changed, what of these options. Each sees one state on all sides.

use super::{
    Engine, EngineError, FieldViolation, MatchFilter, Snapshot,
    error::in_time,
    helpers::Helpers,
    limits,
    questions::{filter, plan},
};
use crate::{
    document::Listed,
    domain::{Change, ChangeProblem, Changed, Opportunity, OpportunityKey, OpportunityKind, Profile},
    matching::{self, Census, Explained, Facets, Filter, Plan, Position, Ranked, Recall, RefusedBy, Understanding},
    taxonomy::ConceptNumber,
};
use jiff::civil::Date;
use loopbaanbrug_index::{DocumentId, Hit};
use std::{collections::BTreeMap, sync::Arc, time::Instant};

/// A change as it is asked: what a route leaves behind is looked up.
pub enum AskedChange {
    /// One that says everything itself.
    Plain(Change),
    /// A route has been done.
    DoneRoute(OpportunityKey),
}

/// What if the profile changed?
pub struct WhatIfQuestion {
    /// The person.
    pub profile: Profile,
    /// What would change.
    pub changes: Vec<AskedChange>,
    /// Which opportunities.
    pub filter: MatchFilter,
    /// How many of the best are compared.
    pub depth: usize,
    /// Revision that the answer must include.
    pub at_least_revision: u64,
    /// When to give up.
    pub deadline: Instant,
}

/// Two rankings beside each other.
pub struct WhatIfAnswer {
    /// The state both were computed from.
    pub snapshot: Arc<Snapshot>,
    /// The day it was computed for.
    pub today: Date,
    /// The changed profile.
    pub changed: Changed,
    /// The ranking of the profile as given.
    pub before: Side,
    /// The ranking of the changed profile.
    pub after: Side,
    /// Among the best after only, in the order of after.
    pub entered: Vec<Moved>,
    /// Among the best before only, in the order of before.
    pub left: Vec<Moved>,
    /// Among the best both times with another rank or other points, in the order of after.
    pub moved: Vec<Moved>,
    /// How many were among the best both times with the same rank and points.
    pub unchanged: usize,
    /// How the words of the changed profile were understood.
    pub understandings: Vec<Understanding>,
}

/// One ranking in numbers.
pub struct Side {
    /// Number that pass.
    pub total: u64,
    /// Most points the profile can reach.
    pub points_possible: i32,
    /// Counts of those that pass.
    pub facets: Facets,
    /// What was left out.
    pub refused: Vec<(RefusedBy, u64)>,
}

/// One opportunity on both sides.
pub struct Moved {
    /// Before.
    pub before: Seen,
    /// After.
    pub after: Seen,
}

/// One opportunity on one side.
pub struct Seen {
    /// Its rank from 1; none when it is left out.
    pub rank: Option<u64>,
    /// Its reasons.
    pub explained: Explained,
    /// What leaves it out.
    pub left_out_by: Vec<RefusedBy>,
}

/// What of these options?
pub struct OptionsQuestion {
    /// The person.
    pub profile: Profile,
    /// The options.
    pub keys: Vec<OpportunityKey>,
    /// Revision that the answer must include.
    pub at_least_revision: u64,
    /// When to give up.
    pub deadline: Instant,
}

/// The options, in the order asked.
pub struct OptionsAnswer {
    /// The state it was computed from.
    pub snapshot: Arc<Snapshot>,
    /// The day it was computed for.
    pub today: Date,
    /// The options.
    pub options: Vec<ChosenOption>,
    /// For what is missing most, the routes that teach it and can still be entered, shortest first.
    pub routes: BTreeMap<ConceptNumber, Vec<Arc<Listed>>>,
    /// How the words of the profile were understood.
    pub understandings: Vec<Understanding>,
}

/// An option.
#[derive(Debug)]
pub struct ChosenOption {
    /// Its reasons.
    pub explained: Explained,
    /// What would leave it out of a list of its kind.
    pub left_out_by: Vec<RefusedBy>,
    /// Most points that the profile can reach with its kind.
    pub points_possible: i32,
}

impl Engine {
    /// Ranks with changes and without, and tells what differs among the best.
    ///
    /// # Errors
    /// As [`Engine::rank`]; [`EngineError::Invalid`] for changes that cannot be made,
    /// [`EngineError::OpportunityNotFound`] for a route that is not there.
    pub async fn what_if(&self, question: WhatIfQuestion) -> Result<WhatIfAnswer, EngineError> {
        let snapshot = self.snapshot(question.at_least_revision, question.deadline).await?;
        let (deadline, today, helpers) = (question.deadline, self.today(), self.shared.pool.helpers());
        self.shared.pool.run(deadline, move || what_if(snapshot, &question, today, &helpers)).await
    }

    /// Explains options that were chosen, with the routes that teach what is missing most.
    ///
    /// # Errors
    /// As [`Engine::explain`].
    pub async fn options(&self, question: OptionsQuestion) -> Result<OptionsAnswer, EngineError> {
        let snapshot = self.snapshot(question.at_least_revision, question.deadline).await?;
        let (deadline, today) = (question.deadline, self.today());
        self.shared.pool.run(deadline, move || options(&snapshot, &question, today)).await
    }
}

fn what_if(
    snapshot: Arc<Snapshot>,
    question: &WhatIfQuestion,
    today: Date,
    helpers: &Helpers,
) -> Result<WhatIfAnswer, EngineError> {
    let asked = filter(&question.filter, &snapshot, today)?;
    let plan_before = plan(&question.profile, &snapshot)?;
    let changed = changed(&plan_before, &snapshot, question)?;
    let plan_after = plan_of_changed(&changed, &snapshot)?;
    let viewer = |plan| Viewer { snapshot: &snapshot, plan, filter: &asked, helpers, deadline: question.deadline };
    let (before, after) = (viewer(&plan_before), viewer(&plan_after));
    let (ranked_before, ranked_after) = (before.best(question.depth)?, after.best(question.depth)?);
    let (hits_before, hits_after) = (&ranked_before.hits, &ranked_after.hits);
    // Everything among the best of either side, first in the order of after.
    let is_among = |hits: &[Hit], id: DocumentId| hits.iter().any(|hit| hit.id == id);
    let gone = hits_before.iter().map(|hit| hit.id).filter(|id| !is_among(hits_after, *id));
    let ids: Vec<_> = hits_after.iter().map(|hit| hit.id).chain(gone).collect();
    let seen_before = before.see(&ids, hits_before)?;
    let seen_after = after.see(&ids, hits_after)?;
    let (mut entered, mut left, mut moved, mut unchanged) = (Vec::new(), Vec::new(), Vec::new(), 0);
    for (id, (before, after)) in ids.into_iter().zip(seen_before.into_iter().zip(seen_after)) {
        let same = before.rank == after.rank && before.explained.total.points() == after.explained.total.points();
        match (is_among(hits_before, id), is_among(hits_after, id)) {
            (true, true) if same => unchanged += 1,
            (true, true) => moved.push(Moved { before, after }),
            (false, _) => entered.push(Moved { before, after }),
            (true, false) => left.push(Moved { before, after }),
        }
    }
    Ok(WhatIfAnswer {
        before: side(&plan_before, asked.kind, ranked_before),
        after: side(&plan_after, asked.kind, ranked_after),
        entered,
        left,
        moved,
        unchanged,
        understandings: plan_after.understandings().to_vec(),
        changed,
        snapshot,
        today,
    })
}

fn side(plan: &Plan<'_>, kind: OpportunityKind, ranked: Ranked) -> Side {
    let Ranked { total, refused, facets, .. } = ranked;
    Side { total, points_possible: plan.points_possible(kind), facets, refused }
}

fn changed(plan: &Plan<'_>, snapshot: &Snapshot, question: &WhatIfQuestion) -> Result<Changed, EngineError> {
    let changes = question.changes.iter().enumerate().map(|(number, change)| match change {
        AskedChange::Plain(change) => Ok(change.clone()),
        AskedChange::DoneRoute(key) => {
            let listed = snapshot.listed(snapshot.find(key)?)?;
            let Opportunity::Route(route) = &listed.opportunity else {
                let rule = format!("must be the key of a route; {key} is a vacancy");
                return Err(EngineError::field(format!("changes[{number}].done_route"), &rule));
            };
            Ok(Change::Learned(matching::learned(plan, route, &listed.understood.taught)))
        }
    });
    let changes = changes.collect::<Result<Vec<_>, _>>()?;
    let violation = |it: ChangeProblem| FieldViolation {
        field: format!("changes[{}].{}", it.change, it.field),
        description: it.problem.to_string(),
    };
    let refused = |problems: Vec<_>| EngineError::Invalid(problems.into_iter().map(violation).collect());
    question.profile.with(&changes).map_err(refused)
}

/// What cannot be used in a changed profile and could in the profile as given is the fault of the changes.
fn plan_of_changed<'a>(changed: &Changed, snapshot: &'a Snapshot) -> Result<Plan<'a>, EngineError> {
    plan(&changed.profile, snapshot).map_err(|error| match error {
        EngineError::Invalid(violations) => EngineError::Invalid(
            violations
                .into_iter()
                .map(|it| FieldViolation {
                    description: format!("{} (once it is changed: {})", it.description, it.field),
                    field: "changes".to_owned(),
                })
                .collect(),
        ),
        error => error,
    })
}

/// One profile with one filter, asked about chosen options.
pub(super) struct Viewer<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) plan: &'a Plan<'a>,
    pub(super) filter: &'a Filter,
    pub(super) helpers: &'a Helpers,
    pub(super) deadline: Instant,
}

impl Viewer<'_> {
    fn best(&self, count: usize) -> Result<Ranked, EngineError> {
        let open = self.snapshot.open(self.filter.kind, self.filter.today);
        let recall = Recall::new(self.plan, self.filter, &open, count, Some(self.deadline))?;
        let parts = self.helpers.together(recall.pieces(), || recall.take_part());
        Ok(recall.ranked(parts.into_iter().collect::<Result<_, _>>()?))
    }

    /// Explains documents with their ranks: those of the hits as they stand, the others counted.
    fn see(&self, ids: &[DocumentId], hits: &[Hit]) -> Result<Vec<Seen>, EngineError> {
        let seen = self.helpers.map(ids, |id| {
            in_time(self.deadline)?;
            let explained = matching::explain(self.plan, *id, self.snapshot.listed(*id)?);
            let left_out_by = matching::left_out_by(self.plan, self.filter, *id);
            let rank = (1..).zip(hits).find(|(_, hit)| hit.id == *id).map(|(rank, _)| rank);
            Ok(Seen { rank, explained, left_out_by })
        });
        let mut seen = seen.into_iter().collect::<Result<Vec<_>, EngineError>>()?;
        let uncounted = seen.iter_mut().zip(ids).filter(|(it, _)| it.rank.is_none() && it.left_out_by.is_empty());
        let uncounted: Vec<_> = uncounted.collect();
        let positions = uncounted.iter().map(|(it, id)| Position::of(self.plan, **id, &it.explained));
        let (ranks, _) = self.ranks(&positions.collect::<Vec<_>>())?;
        for ((it, _), rank) in uncounted.into_iter().zip(ranks) {
            it.rank = Some(rank);
        }
        Ok(seen)
    }

    /// The rank of each position, and the number that pass.
    pub(super) fn ranks(&self, positions: &[Position]) -> Result<(Vec<u64>, u64), EngineError> {
        if positions.is_empty() {
            return Ok((Vec::new(), 0));
        }
        let census = Census::new(self.plan, self.filter, positions, Some(self.deadline));
        let parts = self.helpers.together(census.pieces(), || census.take_part());
        Ok(census.ranks(&parts.into_iter().collect::<Result<Vec<_>, _>>()?))
    }
}

fn options(snapshot: &Arc<Snapshot>, question: &OptionsQuestion, today: Date) -> Result<OptionsAnswer, EngineError> {
    let plan = plan(&question.profile, snapshot)?;
    let option = |key: &OpportunityKey| {
        let id = snapshot.find(key)?;
        let explained = matching::explain(&plan, id, snapshot.listed(id)?);
        let kind = explained.listed.opportunity.kind();
        let asked = filter(&MatchFilter::of(kind), snapshot, today)?;
        let left_out_by = matching::left_out_by(&plan, &asked, id);
        Ok(ChosenOption { explained, left_out_by, points_possible: plan.points_possible(kind) })
    };
    let options = question.keys.iter().map(option).collect::<Result<Vec<_>, EngineError>>()?;
    let explained: Vec<_> = options.iter().map(|it| &it.explained).collect();
    let mut routes = BTreeMap::new();
    for shortfall in matching::shortfalls(&explained, limits::PLAN_GAPS_MAX) {
        let is_asked = |concept| {
            let options = shortfall.at.iter().map(|(option, _)| explained[*option]);
            options.flat_map(|it| &it.requirements).any(|it| it.concept == concept)
        };
        let keys = snapshot.taught_by(shortfall.concept, today, is_asked).take(limits::ROUTES_NAMED_MAX);
        let keys = keys.filter_map(|key| OpportunityKey::parse(key).ok());
        let taught_by = keys.map(|key| snapshot.listed(snapshot.find(&key)?)).collect::<Result<Vec<_>, _>>()?;
        routes.insert(shortfall.concept, taught_by);
    }
    let understandings = plan.understandings().to_vec();
    Ok(OptionsAnswer { options, routes, understandings, snapshot: Arc::clone(snapshot), today })
}
