//! Questions and answers: ranking, explaining, reading.

use super::{
    Engine, EngineError, FieldViolation, Snapshot, limits,
    pages::{Page, Position},
};
use crate::{
    document::Listed,
    domain::{
        CodeSet, Description, LanguageCode, Name, OpportunityKey, OpportunityKind, Profile, SbiSection, SourceName,
    },
    matching::{self, Class, Explained, Facets, Filter, Plan, PlanProblem, Ranked, RefusedBy, Understanding},
    reading::TextKind,
    taxonomy::Extraction,
};
use loopbaanbrug_index::{Hit, Mode};
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

/// The best opportunities for a profile.
pub struct MatchAnswer {
    /// The state it was computed from.
    pub snapshot: Arc<Snapshot>,
    /// The matches of this page, best first.
    pub matches: Vec<Match>,
    /// Token for the next page.
    pub next_page_token: Option<String>,
    /// Number that pass the filter and every must.
    pub total: u64,
    /// Most points this profile can reach.
    pub points_possible: i32,
    /// What was left out.
    pub refused: Vec<(RefusedBy, u64)>,
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
    /// Revision that the answer must include.
    pub at_least_revision: u64,
    /// When to give up.
    pub deadline: Instant,
}

/// Reasons, in the order of the keys asked.
pub struct ExplainAnswer {
    /// The state it was computed from.
    pub snapshot: Arc<Snapshot>,
    /// Each opportunity with what would leave it out.
    pub explanations: Vec<(Explained, Vec<RefusedBy>)>,
    /// Most points this profile can reach.
    pub points_possible: i32,
    /// How the words of the profile were understood.
    pub understandings: Vec<Understanding>,
}

/// Which opportunities are there?
pub struct ListQuestion {
    /// Of which source; none means all.
    pub source: Option<SourceName>,
    /// Of which kind; none means both.
    pub kind: Option<OpportunityKind>,
    /// Which page.
    pub page: Page,
    /// Revision that the answer must include.
    pub at_least_revision: u64,
    /// When to give up.
    pub deadline: Instant,
}

/// Opportunities in the order of their keys.
pub struct ListAnswer {
    /// The state it was read from.
    pub snapshot: Arc<Snapshot>,
    /// The opportunities of this page.
    pub listed: Vec<Arc<Listed>>,
    /// Token for the next page.
    pub next_page_token: Option<String>,
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
            let extraction = snapshot.taxonomy().extract(&text, language, kind);
            Ok(ExtractAnswer { snapshot, text, extraction })
        };
        self.shared.pool.run(deadline, read).await
    }

    /// Ranks opportunities for a profile.
    ///
    /// # Errors
    /// [`EngineError::Invalid`] for what in the profile cannot be used, the errors of [`Engine::snapshot`] and of page
    /// tokens, [`EngineError::Overloaded`], [`EngineError::DeadlineExceeded`].
    pub async fn rank(&self, question: MatchQuestion) -> Result<MatchAnswer, EngineError> {
        let (snapshot, offset) = self.page_begin(&question.page, question.at_least_revision, question.deadline).await?;
        let offset = match offset {
            None => 0,
            Some(Position::Offset(offset)) => offset as usize,
            Some(Position::AfterKey(_)) => return Err(EngineError::PageTokenInvalid),
        };
        let (page, deadline, today) = (question.page.clone(), question.deadline, self.today());
        let size = page.size.min(limits::MATCH_REACH_MAX.saturating_sub(offset));
        let state = Arc::clone(&snapshot);
        let ranking = move || rank_page(&state, &question, offset, size, today);
        let (mut answer, more) = self.shared.pool.run(deadline, ranking).await?;
        let end = offset + size;
        if more && end < limits::MATCH_REACH_MAX {
            let position = Position::Offset(u32::try_from(end).unwrap_or(u32::MAX));
            let token = self.shared.sealer.close(snapshot.index().generation(), position, page.call)?;
            answer.next_page_token = Some(token);
        }
        Ok(answer)
    }

    /// Explains chosen opportunities, also those that [`Engine::rank`] would leave out.
    ///
    /// # Errors
    /// As [`Engine::rank`], and [`EngineError::OpportunityNotFound`].
    pub async fn explain(&self, question: ExplainQuestion) -> Result<ExplainAnswer, EngineError> {
        let snapshot = self.snapshot(question.at_least_revision, question.deadline).await?;
        let (deadline, today) = (question.deadline, self.today());
        self.shared.pool.run(deadline, move || explain_all(&snapshot, &question, today)).await
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
        let listed = snapshot.listed(snapshot.find(key)?)?;
        Ok((listed, snapshot))
    }

    /// Opportunities in the order of their keys.
    ///
    /// # Errors
    /// The errors of [`Engine::snapshot`] and of page tokens.
    pub async fn list(&self, question: ListQuestion) -> Result<ListAnswer, EngineError> {
        let (snapshot, position) =
            self.page_begin(&question.page, question.at_least_revision, question.deadline).await?;
        let after = match position {
            None => question.source.as_ref().map(|source| format!("{}/", source.as_str())),
            Some(Position::AfterKey(key)) => Some(key),
            Some(Position::Offset(_)) => return Err(EngineError::PageTokenInvalid),
        };
        let state = Arc::clone(&snapshot);
        let deadline = question.deadline;
        let (page, source, kind) = (question.page, question.source, question.kind);
        let size = page.size;
        let read = move || list_page(&state, source.as_ref(), kind, after, size, deadline);
        let (listed, last) = self.shared.pool.run(deadline, read).await?;
        let token =
            last.map(|key| self.shared.sealer.close(snapshot.index().generation(), Position::AfterKey(key), page.call));
        Ok(ListAnswer { next_page_token: token.transpose()?, snapshot, listed })
    }

    /// The state of a sequence of pages and how far it has come.
    async fn page_begin(
        &self,
        page: &Page,
        at_least_revision: u64,
        deadline: Instant,
    ) -> Result<(Arc<Snapshot>, Option<Position>), EngineError> {
        let Some(token) = &page.token else {
            return Ok((self.snapshot(at_least_revision, deadline).await?, None));
        };
        let (generation, position) = self.shared.sealer.open(token, page.call)?;
        Ok((self.shared.states.of_generation(&generation)?, Some(position)))
    }
}

fn plan<'a>(profile: &Profile, snapshot: &'a Snapshot) -> Result<Plan<'a>, EngineError> {
    let violation =
        |problem: PlanProblem| FieldViolation { field: problem.field, description: problem.problem.to_string() };
    Plan::new(profile, snapshot.world())
        .map_err(|problems| EngineError::Invalid(problems.into_iter().map(violation).collect()))
}

fn filter(filter: &MatchFilter, snapshot: &Snapshot, today: jiff::civil::Date) -> Result<Filter, EngineError> {
    let text = filter.text.as_ref().map(|words| snapshot.index().text_matches(words, Mode::All)).transpose();
    let text = text.map_err(|error| match error {
        loopbaanbrug_index::Error::TooLarge { .. } | loopbaanbrug_index::Error::Invalid(_) => {
            EngineError::field("filter.text", &error)
        }
        error => error.into(),
    })?;
    Ok(Filter { kind: filter.kind, sectors: filter.sectors, text, sources: filter.sources.clone(), today })
}

/// One page of a ranking, and whether more follow.
fn rank_page(
    snapshot: &Arc<Snapshot>,
    question: &MatchQuestion,
    offset: usize,
    size: usize,
    today: jiff::civil::Date,
) -> Result<(MatchAnswer, bool), EngineError> {
    let plan = plan(&question.profile, snapshot)?;
    let filter = filter(&question.filter, snapshot, today)?;
    // One more than asked tells whether there is a next page.
    let Ranked { hits, total, refused, facets } =
        matching::rank(&plan, &filter, offset + size + 1, Some(question.deadline))?;
    let more = hits.len() > offset + size;
    let page = hits.iter().skip(offset).take(size);
    let matches = page.map(|hit| one_match(&plan, snapshot, hit, question)).collect::<Result<_, _>>()?;
    let answer = MatchAnswer {
        matches,
        next_page_token: None,
        total,
        points_possible: plan.points_possible(filter.kind),
        refused,
        facets,
        understandings: plan.understandings().to_vec(),
        snapshot: Arc::clone(snapshot),
    };
    Ok((answer, more))
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
    today: jiff::civil::Date,
) -> Result<ExplainAnswer, EngineError> {
    let plan = plan(&question.profile, snapshot)?;
    let mut points_possible = 0;
    let mut explanations = Vec::with_capacity(question.keys.len());
    for key in &question.keys {
        let id = snapshot.find(key)?;
        let explained = matching::explain(&plan, id, snapshot.listed(id)?);
        let kind = explained.listed.opportunity.kind();
        let any = MatchFilter { kind, sectors: CodeSet::default(), text: None, sources: Vec::new() };
        let asked = filter(question.filter.as_ref().unwrap_or(&any), snapshot, today)?;
        points_possible = points_possible.max(plan.points_possible(kind));
        explanations.push((explained, matching::left_out_by(&plan, &asked, id)));
        if Instant::now() >= question.deadline {
            return Err(EngineError::DeadlineExceeded);
        }
    }
    let understandings = plan.understandings().to_vec();
    Ok(ExplainAnswer { explanations, points_possible, understandings, snapshot: Arc::clone(snapshot) })
}

/// Keys read at once while looking for those of one kind.
const KEYS_PER_READ: usize = 1_024;

/// One page of a list, and the last key when more follow.
fn list_page(
    snapshot: &Snapshot,
    source: Option<&SourceName>,
    kind: Option<OpportunityKind>,
    mut after: Option<String>,
    size: usize,
    deadline: Instant,
) -> Result<(Vec<Arc<Listed>>, Option<String>), EngineError> {
    let index = snapshot.index();
    let prefix = source.map(|source| format!("{}/", source.as_str())).unwrap_or_default();
    let mut listed: Vec<Arc<Listed>> = Vec::new();
    loop {
        let ids = index.keys_after(after.as_deref(), KEYS_PER_READ);
        let Some(end) = ids.last() else { return Ok((listed, None)) };
        after = Some(index.key(*end).to_owned());
        for id in ids {
            if !index.key(id).starts_with(&prefix) {
                return Ok((listed, None));
            }
            let traits = crate::document::Traits::unpack(index.number(id, snapshot.columns().traits).unwrap_or(0));
            if kind.is_some_and(|kind| kind != traits.kind) {
                continue;
            }
            if listed.len() == size {
                let last = listed.last().map(|it| it.key.to_string());
                return Ok((listed, last));
            }
            listed.push(snapshot.listed(id)?);
        }
        if Instant::now() >= deadline {
            return Err(EngineError::DeadlineExceeded);
        }
    }
}
