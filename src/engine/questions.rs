//! Questions and answers: ranking, explaining, reading. Listing stands in `listing`.

use super::{
    Engine, EngineError, FieldViolation, ListPlace, Snapshot,
    error::in_time,
    helpers::Helpers,
    limits,
    list_place::{self, ToPlace},
    order::{Order, Placed, Standing},
    pages::{Page, Slice},
};
use crate::{
    document::Listed,
    domain::{
        CodeSet, Description, LanguageCode, Name, OpportunityKey, OpportunityKind, Profile, SbiSection, SourceName,
    },
    matching::{
        self, Class, Explained, Facets, Filter, Plan, PlanError, PlanProblem, Ranked, RefusedBy, Relaxation, Relaxing,
        Understanding,
    },
    reading::TextKind,
    taxonomy::Extraction,
};
use jiff::civil::Date;
use loopbaanbrug_index::Hit;
use std::{sync::Arc, time::Instant};

/// Which opportunities are looked at.
#[derive(Clone, Debug)]
pub struct MatchFilter {
    /// Vacancies or routes.
    pub kind: OpportunityKind,
    /// Sectors; empty means all.
    pub sectors: CodeSet<SbiSection>,
    /// Words that title or text must contain.
    pub text: Option<Name>,
    /// Sources; empty means all.
    pub sources: Vec<SourceName>,
}

impl MatchFilter {
    /// All of a kind but what has closed.
    #[must_use]
    pub fn of(kind: OpportunityKind) -> Self {
        Self { kind, sectors: CodeSet::default(), text: None, sources: Vec::new() }
    }
}

/// How much each match holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Key, points and class.
    Keys,
    /// All reasons.
    Explained,
}

/// Which opportunities fit a profile best?
pub struct MatchQuestion {
    /// The person.
    pub profile: Profile,
    /// Which opportunities.
    pub filter: MatchFilter,
    /// Which page.
    pub page: Page,
    /// How much each match holds.
    pub detail: Detail,
    /// Revision that the answer must include.
    pub at_least_revision: u64,
    /// When to give up.
    pub deadline: Instant,
}

/// A ranked opportunity.
#[derive(Debug)]
pub enum Match {
    /// Without reasons.
    Keys {
        /// Its key.
        key: String,
        /// Its points.
        points: i32,
        /// How near it is.
        class: Class,
    },
    /// With all reasons.
    Explained(Box<Explained>),
}

/// The best opportunities for a profile, each a `T`.
pub struct MatchAnswer<T> {
    /// The state it was computed from.
    pub snapshot: Arc<Snapshot>,
    /// The day it was computed for.
    pub today: Date,
    /// The matches of this page, best first.
    pub matches: Vec<T>,
    /// Token for the next page.
    pub next_page_token: Option<String>,
    /// Number that pass the filter and every must.
    pub total: u64,
    /// Most points this profile can reach.
    pub points_possible: i32,
    /// What was left out.
    pub refused: Vec<(RefusedBy, u64)>,
    /// What would bring more, when that is little; on the first page alone.
    pub relaxations: Vec<Relaxation>,
    /// Counts of those that pass.
    pub facets: Facets,
    /// How the words of the profile were understood.
    pub understandings: Vec<Understanding>,
}

/// Why these opportunities, or why not?
pub struct ExplainQuestion {
    /// The person.
    pub profile: Profile,
    /// Which opportunities.
    pub keys: Vec<OpportunityKey>,
    /// The filter the match was asked with; none asks of the profile's musts alone.
    pub filter: Option<MatchFilter>,
    /// Length of the list in which each is to be placed; none asks for no places.
    pub list_length: Option<usize>,
    /// Revision that the answer must include.
    pub at_least_revision: u64,
    /// When to give up.
    pub deadline: Instant,
}

/// Reasons, in the order of the keys asked.
pub struct ExplainAnswer {
    /// The state it was computed from.
    pub snapshot: Arc<Snapshot>,
    /// The day it was computed for.
    pub today: Date,
    /// Each opportunity.
    pub explanations: Vec<ExplainedOption>,
    /// Most points this profile can reach.
    pub points_possible: i32,
    /// How the words of the profile were understood.
    pub understandings: Vec<Understanding>,
}

/// One opportunity, and what a list does with it.
pub struct ExplainedOption {
    /// Its reasons.
    pub explained: Explained,
    /// What would leave it out.
    pub left_out_by: Vec<RefusedBy>,
    /// Its place; none when it is left out or no place was asked for.
    pub list_place: Option<ListPlace>,
}

/// What does a text name?
#[derive(Debug)]
pub struct ExtractQuestion {
    /// The text.
    pub text: Description,
    /// Language it is in.
    pub language: LanguageCode,
    /// Which kind of text it is.
    pub kind: TextKind,
    /// When to give up.
    pub deadline: Instant,
}

/// What a text names.
pub struct ExtractAnswer {
    /// The state it was read from.
    pub snapshot: Arc<Snapshot>,
    /// The text, in which the places are bytes.
    pub text: Description,
    /// What it names.
    pub extraction: Extraction,
}

impl Engine {
    /// Finds the concepts and facts that a text names, on a scoring thread.
    ///
    /// # Errors
    /// [`EngineError`] when no thread is free in time.
    pub async fn extract(&self, question: ExtractQuestion) -> Result<ExtractAnswer, EngineError> {
        let snapshot = self.current();
        let ExtractQuestion { text, language, kind, deadline } = question;
        let read = move || {
            let in_time = || Instant::now() < deadline;
            let extraction = snapshot.taxonomy().extract_while(&text, language, kind, in_time);
            let extraction = extraction.ok_or(EngineError::DeadlineExceeded)?;
            Ok(ExtractAnswer { snapshot, text, extraction })
        };
        self.shared.pool.run(deadline, read).await
    }

    /// Answers a short question about the state served now, such as which concepts words may mean, on a scoring thread.
    ///
    /// # Errors
    /// Those of the question, and [`EngineError`] when no thread is free in time.
    pub async fn consult<T: Send + 'static>(
        &self,
        deadline: Instant,
        question: impl FnOnce(&Snapshot) -> Result<T, EngineError> + Send + 'static,
    ) -> Result<T, EngineError> {
        let snapshot = self.current();
        self.shared.pool.run(deadline, move || question(&snapshot)).await
    }

    /// Ranks opportunities for a profile.
    ///
    /// # Errors
    /// [`EngineError::Invalid`] for what in the profile cannot be used, the errors of [`Engine::snapshot`] and of page
    /// tokens, [`EngineError::Overloaded`], [`EngineError::DeadlineExceeded`].
    pub async fn rank(&self, question: MatchQuestion) -> Result<MatchAnswer<(Match, Standing)>, EngineError> {
        self.rank_written(question, |_, _, found, standing| (found, standing)).await
    }

    /// The same, with each match written in the form that a door gives it. Writing is work for a processor too, and is
    /// done by the threads that made the match.
    ///
    /// # Errors
    /// As [`Engine::rank`].
    pub async fn rank_written<T: Send + 'static>(
        &self,
        question: MatchQuestion,
        write: impl Fn(&Snapshot, Date, Match, Standing) -> T + Send + Sync + 'static,
    ) -> Result<MatchAnswer<T>, EngineError> {
        let until = (question.at_least_revision, question.deadline);
        let slice = self.slice(&question.page, limits::MATCH_REACH_MAX, until).await?;
        let (page, helpers) = (slice.clone(), self.shared.pool.helpers());
        let ranking = move || {
            let write = |found, standing| write(&page.snapshot, page.today, found, standing);
            rank_page(&question, &page, &helpers, write)
        };
        let (mut answer, more) = self.shared.pool.run(until.1, ranking).await?;
        answer.next_page_token = self.token_behind(&slice, more)?;
        Ok(answer)
    }

    /// Explains chosen opportunities, also those that [`Engine::rank`] would leave out.
    ///
    /// # Errors
    /// As [`Engine::rank`], and [`EngineError::OpportunityNotFound`].
    pub async fn explain(&self, question: ExplainQuestion) -> Result<ExplainAnswer, EngineError> {
        let snapshot = self.snapshot(question.at_least_revision, question.deadline).await?;
        let (deadline, today, helpers) = (question.deadline, self.today(), self.shared.pool.helpers());
        self.shared.pool.run(deadline, move || explain_all(&snapshot, &question, today, &helpers)).await
    }

    /// One opportunity.
    ///
    /// # Errors
    /// [`EngineError::OpportunityNotFound`] and the errors of [`Engine::snapshot`].
    pub async fn get(
        &self,
        key: &OpportunityKey,
        at_least_revision: u64,
        deadline: Instant,
    ) -> Result<(Arc<Listed>, Arc<Snapshot>), EngineError> {
        let snapshot = self.snapshot(at_least_revision, deadline).await?;
        // Read here and not on a scoring thread: one record is there sooner than its turn would be.
        let listed = snapshot.listed(snapshot.find(key)?)?;
        Ok((listed, snapshot))
    }
}

pub(super) fn plan<'a>(profile: &Profile, snapshot: &'a Snapshot) -> Result<Plan<'a>, EngineError> {
    let violation =
        |problem: PlanProblem| FieldViolation { field: problem.field, description: problem.problem.to_string() };
    Plan::new(profile, snapshot.world()).map_err(|error| match error {
        PlanError::Profile(problems) => EngineError::Invalid(problems.into_iter().map(violation).collect()),
        PlanError::Index(error) => error.into(),
    })
}

pub(super) fn filter(filter: &MatchFilter, snapshot: &Snapshot, today: Date) -> Result<Filter, EngineError> {
    let text = match &filter.text {
        Some(words) => {
            let held = matching::holding(snapshot.index(), words)?;
            Some(held.map_err(|problem| EngineError::field("filter.text", &problem))?)
        }
        None => None,
    };
    Ok(Filter { kind: filter.kind, sectors: filter.sectors, text, sources: filter.sources.clone(), today })
}

/// One page of a ranking, and whether more follow.
fn rank_page<T: Send>(
    question: &MatchQuestion,
    page: &Slice,
    helpers: &Helpers,
    write: impl Fn(Match, Standing) -> T + Sync,
) -> Result<(MatchAnswer<T>, bool), EngineError> {
    let Slice { snapshot, today, .. } = page;
    let plan = plan(&question.profile, snapshot)?;
    let filter = filter(&question.filter, snapshot, *today)?;
    // One more than asked tells whether there is a next page.
    let open = snapshot.open(filter.kind, *today);
    let order = Order::new(snapshot, (&plan, &filter, &open), page.end() + 1, question.deadline);
    let recall = order.recall()?;
    // Where there is little to scan, there is still something to explain.
    let threads_max = recall.pieces().max(page.size / limits::ITEMS_PER_HELPER_MIN);
    let placed = |parts: Vec<_>| {
        let (placed, ranked) = order.of(recall.ranked(parts.into_iter().collect::<Result<_, _>>()?))?;
        let shown: Vec<(usize, Placed)> = (page.offset..).zip(page.of(&placed).iter().copied()).collect();
        Ok::<_, EngineError>(((ranked, placed.len() > page.end()), shown))
    };
    let written = |(place, placed): &(usize, Placed)| {
        in_time(question.deadline)?;
        Ok(write(one_match(&plan, snapshot, &placed.hit, question)?, order.standing(placed, *place)))
    };
    let ((ranked, more), matches) = helpers.in_two_steps(threads_max, || recall.take_part(), placed, written)?;
    let Ranked { total, refused, facets, .. } = ranked;
    let thin = page.offset == 0 && total < limits::THIN_LIST;
    let answer = MatchAnswer {
        relaxations: if thin { relaxations(&plan, &filter, helpers, question.deadline)? } else { Vec::new() },
        matches: matches.into_iter().collect::<Result<_, EngineError>>()?,
        next_page_token: None,
        total,
        points_possible: plan.points_possible(filter.kind),
        refused,
        facets,
        understandings: plan.understandings().to_vec(),
        snapshot: Arc::clone(snapshot),
        today: *today,
    };
    Ok((answer, more))
}

fn relaxations(
    plan: &Plan<'_>,
    filter: &Filter,
    helpers: &Helpers,
    deadline: Instant,
) -> Result<Vec<Relaxation>, EngineError> {
    let Some(relaxing) = Relaxing::new(plan, filter, Some(deadline)) else { return Ok(Vec::new()) };
    let parts = helpers.together(relaxing.pieces(), || relaxing.take_part());
    Ok(relaxing.relaxations(parts.into_iter().collect::<Result<_, _>>()?))
}

fn one_match(plan: &Plan<'_>, snapshot: &Snapshot, hit: &Hit, question: &MatchQuestion) -> Result<Match, EngineError> {
    if question.detail == Detail::Keys {
        let key = snapshot.index().key(hit.id).to_owned();
        return Ok(Match::Keys { key, points: hit.points, class: matching::class_of(plan, question.filter.kind, hit) });
    }
    let explained = matching::explain(plan, hit.id, snapshot.listed(hit.id)?);
    debug_assert_eq!(explained.total.points(), hit.points, "the reasons of {} add up", explained.listed.key);
    Ok(Match::Explained(Box::new(explained)))
}

fn explain_all(
    snapshot: &Arc<Snapshot>,
    question: &ExplainQuestion,
    today: Date,
    helpers: &Helpers,
) -> Result<ExplainAnswer, EngineError> {
    let plan = plan(&question.profile, snapshot)?;
    let of_kinds = || [OpportunityKind::Vacancy, OpportunityKind::Route].map(MatchFilter::of).to_vec();
    let asked: Vec<_> = question.filter.clone().map_or_else(of_kinds, |given| vec![given]);
    let lists = asked.iter().map(|it| filter(it, snapshot, today)).collect::<Result<Vec<_>, _>>()?;
    let list_of = |kind| lists.iter().find(|list| list.kind == kind).unwrap_or(&lists[0]);
    let mut points_possible = 0;
    let mut explanations = Vec::with_capacity(question.keys.len());
    let mut ids = Vec::with_capacity(question.keys.len());
    for key in &question.keys {
        in_time(question.deadline)?;
        let id = snapshot.find(key)?;
        let explained = matching::explain(&plan, id, snapshot.listed(id)?);
        let kind = explained.listed.opportunity.kind();
        let left_out_by = matching::left_out_by(&plan, list_of(kind), id);
        points_possible = points_possible.max(plan.points_possible(kind));
        explanations.push(ExplainedOption { explained, left_out_by, list_place: None });
        ids.push(id);
    }
    if let Some(list_length) = question.list_length {
        let to_place = explanations.iter_mut().zip(ids).filter(|(option, _)| option.left_out_by.is_empty());
        let to_place = to_place.map(|(option, id)| {
            let filter = list_of(option.explained.listed.opportunity.kind());
            ToPlace { id, filter, option }
        });
        list_place::place((snapshot, &plan), to_place.collect(), list_length, (helpers, question.deadline))?;
    }
    let understandings = plan.understandings().to_vec();
    Ok(ExplainAnswer { explanations, points_possible, understandings, snapshot: Arc::clone(snapshot), today })
}
