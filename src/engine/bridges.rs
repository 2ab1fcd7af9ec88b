//! Questions about bridges: paths and gaps of one person, gaps of a group.

use super::{
    Engine, EngineError, FieldViolation, MatchFilter, Snapshot,
    error::in_time,
    helpers::Helpers,
    limits,
    pages::{Page, Slice},
    questions,
};
use crate::{
    document::Listed,
    domain::{OpportunityKey, OpportunityKind, Profile},
    matching::{
        Filter, GapSearch, Gaps, Offer, Opens, PathFound, PathSearch, Reach, RefusedBy, Understanding,
        rules::bridges::{GROUP_CELL_MIN, WAY_POINTS_MAX},
    },
    taxonomy::ConceptNumber,
};
use jiff::civil::Date;
use loopbaanbrug_index::DocumentId;
use std::{collections::BTreeMap, sync::Arc, time::Instant};

/// Which ways of learning bring which work within reach?
pub struct PathsQuestion {
    /// The person.
    pub profile: Profile,
    /// Which vacancies a path may lead to.
    pub filter: MatchFilter,
    /// Which page.
    pub page: Page,
    /// Whether every way to a vacancy is a path of its own, not only the best.
    pub each_way: bool,
    /// The only vacancy that paths are to lead to; none for any.
    pub only: Option<OpportunityKey>,
    /// Revision that the answer must include.
    pub at_least_revision: u64,
    /// When to give up.
    pub deadline: Instant,
}

/// The best paths, each a `T`.
pub struct PathsAnswer<T = PathFound> {
    /// The state it was computed from.
    pub snapshot: Arc<Snapshot>,
    /// The day it was computed for.
    pub today: Date,
    /// The paths of this page, best first.
    pub paths: Vec<T>,
    /// Token for the next page.
    pub next_page_token: Option<String>,
    /// Number of vacancies within the filter and every must.
    pub total: u64,
    /// Whether there are routes at all.
    pub has_routes: bool,
    /// Most points that a path can have for this profile.
    pub points_possible: i32,
    /// What was left out.
    pub refused: Vec<(RefusedBy, u64)>,
    /// How the words of the profile were understood.
    pub understandings: Vec<Understanding>,
}

/// Which skills and routes would open most?
pub struct GapsQuestion {
    /// The person.
    pub profile: Profile,
    /// Which vacancies count.
    pub filter: MatchFilter,
    /// Most skills, and most routes.
    pub limit: usize,
    /// Revision that the answer must include.
    pub at_least_revision: u64,
    /// When to give up.
    pub deadline: Instant,
}

/// What would open most.
pub struct GapsAnswer {
    /// The state it was computed from.
    pub snapshot: Arc<Snapshot>,
    /// The day it was computed for.
    pub today: Date,
    /// Skills and routes, most first.
    pub gaps: Gaps,
    /// How the words of the profile were understood.
    pub understandings: Vec<Understanding>,
}

/// The same for a group.
pub struct GroupQuestion {
    /// The people.
    pub profiles: Vec<Profile>,
    /// Which vacancies count, for each within their own wishes.
    pub filter: MatchFilter,
    /// Most skills, and most routes.
    pub limit: usize,
    /// Revision that the answer must include.
    pub at_least_revision: u64,
    /// When to give up.
    pub deadline: Instant,
}

/// What would open most for a group. Nothing in it belongs to one person.
pub struct GroupAnswer {
    /// The state it was computed from.
    pub snapshot: Arc<Snapshot>,
    /// The day it was computed for.
    pub today: Date,
    /// Number of people.
    pub people: usize,
    /// Skills that help at least [`GROUP_CELL_MIN`] people.
    pub skills: Vec<GroupGap<ConceptNumber>>,
    /// Routes that help at least as many.
    pub routes: Vec<GroupGap<Arc<Listed>>>,
    /// Skills and routes that help somebody, but fewer people.
    pub helping_few: (usize, usize),
}

/// What one skill or route would open for a group.
#[derive(Clone, Debug)]
pub struct GroupGap<T> {
    /// The skill or route.
    pub what: T,
    /// People for whom it would bring at least one vacancy within reach.
    pub people: u64,
    /// Vacancies that it would bring within reach, added up over those people.
    pub opens: u64,
}

impl Engine {
    /// Finds the best paths, each written in the form that a door gives it.
    ///
    /// # Errors
    /// As [`Engine::rank`].
    pub async fn find_paths<T: Send + 'static>(
        &self,
        question: PathsQuestion,
        write: impl Fn(&Snapshot, Date, PathFound) -> T + Send + Sync + 'static,
    ) -> Result<PathsAnswer<T>, EngineError> {
        vacancies_only(&question.filter)?;
        let until = (question.at_least_revision, question.deadline);
        let slice = self.slice(&question.page, limits::PATH_REACH_MAX, until).await?;
        let (page, helpers) = (slice.clone(), self.shared.pool.helpers());
        let reach = slice.snapshot.reach(&helpers, until.1).await?;
        let finding = move || {
            let written = |found| write(&page.snapshot, page.today, found);
            paths(&page, &reach, &question, &helpers, written)
        };
        let (mut answer, more) = self.shared.pool.run(until.1, finding).await?;
        answer.next_page_token = self.token_behind(&slice, more)?;
        Ok(answer)
    }

    /// Counts what skills and routes would open for a person.
    ///
    /// # Errors
    /// As [`Engine::rank`].
    pub async fn find_gaps(&self, question: GapsQuestion) -> Result<GapsAnswer, EngineError> {
        vacancies_only(&question.filter)?;
        let snapshot = self.snapshot(question.at_least_revision, question.deadline).await?;
        let (deadline, today, helpers) = (question.deadline, self.today(), self.shared.pool.helpers());
        let reach = snapshot.reach(&helpers, deadline).await?;
        let counting = move || {
            let filter = questions::filter(&question.filter, &snapshot, today)?;
            let of_one = gaps((&snapshot, &reach), &question.profile, &filter, deadline, &helpers);
            let (mut gaps, understandings) = of_one?;
            gaps.skills.truncate(question.limit);
            gaps.routes.truncate(question.limit);
            Ok(GapsAnswer { gaps, understandings, snapshot, today })
        };
        self.shared.pool.run(deadline, counting).await
    }

    /// Counts what skills and routes would open for a group. Whether the group is large enough is for the door to check;
    /// figures about too few people are left out here.
    ///
    /// # Errors
    /// As [`Engine::rank`].
    pub async fn find_group_gaps(&self, question: GroupQuestion) -> Result<GroupAnswer, EngineError> {
        vacancies_only(&question.filter)?;
        let snapshot = self.snapshot(question.at_least_revision, question.deadline).await?;
        let (deadline, today, helpers) = (question.deadline, self.today(), self.shared.pool.helpers());
        let reach = snapshot.reach(&helpers, deadline).await?;
        self.shared.pool.run(deadline, move || group((&snapshot, &reach), &question, today, &helpers)).await
    }
}

impl GapsAnswer {
    /// Keys of the samples of something that opens vacancies.
    pub fn sample_keys<'a>(&'a self, opens: &'a Opens) -> impl Iterator<Item = &'a str> {
        opens.samples.iter().map(|id: &DocumentId| self.snapshot.index().key(*id))
    }

    /// The samples themselves, as far as they can be read.
    #[must_use]
    pub fn samples(&self, opens: &Opens) -> Vec<Arc<Listed>> {
        opens.samples.iter().filter_map(|id| self.snapshot.listed(*id).ok()).collect()
    }
}

/// A path leads to work.
fn vacancies_only(filter: &MatchFilter) -> Result<(), EngineError> {
    match filter.kind {
        OpportunityKind::Vacancy => Ok(()),
        OpportunityKind::Route => {
            Err(EngineError::field("filter.kind", &"must be vacancies: bridges lead to work, by way of routes"))
        }
    }
}

fn paths<T: Send>(
    slice: &Slice,
    reach: &Reach,
    question: &PathsQuestion,
    helpers: &Helpers,
    write: impl Fn(PathFound) -> T + Sync,
) -> Result<(PathsAnswer<T>, bool), EngineError> {
    let Slice { snapshot, today, .. } = slice;
    let plan = questions::plan(&question.profile, snapshot)?;
    let filter = questions::filter(&question.filter, snapshot, *today)?;
    let bridges = (snapshot.route_table(), reach);
    // One more than asked tells whether there is a next page.
    let wanted = (slice.end() + 1, question.each_way);
    let search = PathSearch::new(&plan, &question.profile, bridges, &filter, wanted, Some(question.deadline));
    let surveys = helpers.together(search.pieces(), || search.survey());
    let mut candidates = search.candidates(surveys.into_iter().collect::<Result<_, _>>()?);
    if let Some(only) = &question.only {
        candidates.retain_only(snapshot.find(only)?);
    }
    let parts = helpers.together(search.pieces(), || search.weigh(&candidates));
    let offers = search.best(parts.into_iter().collect::<Result<_, _>>()?);
    let explain = |offer: &Offer| {
        in_time(question.deadline)?;
        Ok(write(search.explain(offer, &snapshot.listed(offer.id)?)))
    };
    let paths = helpers.map(slice.of(&offers), explain).into_iter().collect::<Result<_, EngineError>>()?;
    let answer = PathsAnswer {
        paths,
        next_page_token: None,
        total: candidates.total,
        has_routes: !bridges.0.is_empty(),
        points_possible: plan.points_possible(OpportunityKind::Vacancy) + WAY_POINTS_MAX,
        refused: candidates.refused,
        understandings: plan.understandings().to_vec(),
        snapshot: Arc::clone(snapshot),
        today: *today,
    };
    Ok((answer, offers.len() > slice.end()))
}

fn gaps(
    (snapshot, reach): (&Snapshot, &Reach),
    profile: &Profile,
    filter: &Filter,
    deadline: Instant,
    helpers: &Helpers,
) -> Result<(Gaps, Vec<Understanding>), EngineError> {
    let plan = questions::plan(profile, snapshot)?;
    let search = GapSearch::new(&plan, profile, (snapshot.route_table(), reach), filter, Some(deadline));
    let parts = helpers.together(search.pieces(), || search.take_part());
    let gaps = search.gaps(parts.into_iter().collect::<Result<_, _>>()?);
    Ok((gaps, plan.understandings().to_vec()))
}

/// Sums over people.
#[derive(Default)]
struct Sum {
    people: u64,
    opens: u64,
}

impl Sum {
    fn add(&mut self, opens: &Opens) {
        self.people += u64::from(opens.now > 0);
        self.opens += opens.now;
    }
}

fn group(
    (snapshot, reach): (&Arc<Snapshot>, &Reach),
    question: &GroupQuestion,
    today: Date,
    helpers: &Helpers,
) -> Result<GroupAnswer, EngineError> {
    let filter = questions::filter(&question.filter, snapshot, today)?;
    let mut skills: BTreeMap<ConceptNumber, Sum> = BTreeMap::new();
    let mut routes: BTreeMap<OpportunityKey, (Sum, Arc<Listed>)> = BTreeMap::new();
    for (number, profile) in question.profiles.iter().enumerate() {
        let of_one = gaps((snapshot, reach), profile, &filter, question.deadline, helpers);
        let (gaps, _) = of_one.map_err(|error| of_profile(number, error))?;
        for gap in &gaps.skills {
            skills.entry(gap.concept).or_default().add(&gap.opens);
        }
        for gap in gaps.routes {
            let sum = routes.entry(gap.listed.key.clone()).or_insert_with(|| (Sum::default(), gap.listed));
            sum.0.add(&gap.opens);
        }
    }
    let skills = skills.into_iter().map(|(what, sum)| GroupGap { what, people: sum.people, opens: sum.opens });
    let routes = routes.into_values().map(|(sum, what)| GroupGap { what, people: sum.people, opens: sum.opens });
    let (skills, few_skills) = shown(skills.collect(), question.limit);
    let (routes, few_routes) = shown(routes.collect(), question.limit);
    let helping_few = (few_skills, few_routes);
    let (people, snapshot) = (question.profiles.len(), Arc::clone(snapshot));
    Ok(GroupAnswer { people, skills, routes, helping_few, snapshot, today })
}

/// What helps most people first, as far as it helps enough of them to be shown; and how many others help somebody. Before,
/// the order is that of keys, and sorting keeps it.
fn shown<T>(gaps: Vec<GroupGap<T>>, limit: usize) -> (Vec<GroupGap<T>>, usize) {
    let helping = gaps.into_iter().filter(|gap| gap.people > 0);
    let (mut shown, few): (Vec<_>, Vec<_>) = helping.partition(|gap| gap.people >= GROUP_CELL_MIN);
    shown.sort_by_key(|gap| std::cmp::Reverse((gap.people, gap.opens)));
    shown.truncate(limit);
    (shown, few.len())
}

/// What is wrong with one profile of a group, at its path in the request.
fn of_profile(number: usize, error: EngineError) -> EngineError {
    let EngineError::Invalid(violations) = error else { return error };
    let moved = violations.into_iter().map(|violation| match violation.field.strip_prefix("profile") {
        Some(rest) => FieldViolation { field: format!("profiles[{number}]{rest}"), ..violation },
        None => violation,
    });
    EngineError::Invalid(moved.collect())
}
