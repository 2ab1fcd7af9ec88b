//! `MatchService`: ranking for one person, with reasons.

use super::{
    codes::WireCode,
    context::{context, fitting},
    guard::Deadline,
    match_answer::{Style, Writer},
    opportunity::View,
    page::{PageSizes, page},
    violations::{Path, Violations},
};
use crate::{
    domain::{OpportunityKind, Profile},
    engine::{
        Detail, Engine, EngineError, ExplainQuestion, Match, MatchAnswer, MatchFilter, MatchQuestion, Snapshot, limits,
    },
    texts::Language,
};
use loopbaanbrug_proto::{v1, written, written::match_service_server::MatchService};
use prost::Message;
use std::{mem, sync::Arc, time::Instant};
use tonic::{Request, Response, Status};

pub(super) const PAGE_SIZES: PageSizes = PageSizes { default: limits::MATCH_PAGE_DEFAULT, max: limits::MATCH_PAGE_MAX };

/// Answers for `MatchService`.
pub(super) struct Matches {
    engine: Engine,
}

/// How much a match holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum MatchView {
    Keys,
    Basic,
    Full,
}

impl WireCode for MatchView {
    const MEMBERS: &'static [Self] = &[Self::Keys, Self::Basic, Self::Full];

    fn wire(self) -> i32 {
        self.on_the_wire().into()
    }

    fn name(self) -> &'static str {
        self.on_the_wire().as_str_name()
    }
}

impl MatchView {
    fn on_the_wire(self) -> v1::MatchView {
        match self {
            Self::Keys => v1::MatchView::Keys,
            Self::Basic => v1::MatchView::Basic,
            Self::Full => v1::MatchView::Full,
        }
    }

    fn detail(self) -> Detail {
        match self {
            Self::Keys => Detail::Keys,
            Self::Basic | Self::Full => Detail::Explained,
        }
    }

    fn of_opportunity(self) -> View {
        match self {
            Self::Keys | Self::Basic => View::BesideReasons,
            Self::Full => View::Full,
        }
    }
}

/// A request to rank, checked.
struct Ranking {
    profile: Profile,
    filter: MatchFilter,
    page_size: usize,
    view: MatchView,
    language: Language,
}

impl Ranking {
    fn read(request: &v1::MatchRequest) -> Result<Self, EngineError> {
        let mut violations = Violations::default();
        let profile = violations.profile(&Path::root("profile"), request.profile.as_ref());
        let filter = violations.match_filter(&Path::root("filter"), request.filter.as_ref());
        let page_size = violations.page_size(request.page_size, PAGE_SIZES);
        let view = violations.code_or(&Path::root("view"), request.view, MatchView::Basic);
        let language = violations.code_or(&Path::root("language"), request.language, Language::Dutch);
        let read = || {
            Some(Self { profile: profile?, filter: filter?, page_size: page_size?, view: view?, language: language? })
        };
        violations.finish(read())
    }
}

/// A request to explain, checked.
struct Explaining {
    question: ExplainQuestion,
    language: Language,
}

impl Explaining {
    fn read(request: &v1::ExplainRequest, deadline: Instant) -> Result<Self, EngineError> {
        let mut violations = Violations::default();
        let profile = violations.profile(&Path::root("profile"), request.profile.as_ref());
        let keys = violations.keys(&request.keys);
        let language = violations.code_or(&Path::root("language"), request.language, Language::Dutch);
        let filter = request.filter.as_ref();
        let filter = filter.map(|filter| violations.match_filter(&Path::root("filter"), Some(filter)));
        let at_least_revision = request.at_least_revision;
        let list_length = violations.page_size(request.page_size, PAGE_SIZES);
        let read = || {
            let list_length = list_length.map(|length| Some(length).filter(|_| request.page_size > 0))?;
            let filter = match filter {
                Some(filter) => Some(filter?),
                None => None,
            };
            let question =
                ExplainQuestion { profile: profile?, keys, filter, list_length, at_least_revision, deadline };
            Some(Self { question, language: language? })
        };
        violations.finish(read())
    }
}

impl Matches {
    pub(super) fn new(engine: Engine) -> Self {
        Self { engine }
    }

    async fn rank(
        &self,
        mut request: v1::MatchRequest,
        deadline: Instant,
    ) -> Result<written::MatchResponse, EngineError> {
        let Ranking { profile, filter, page_size, view, language } = Ranking::read(&request)?;
        let token = mem::take(&mut request.page_token);
        // Another page size does not make it another question.
        request.page_size = 0;
        let call = self.engine.call_digest("Match", &request.encode_to_vec());
        let kind = filter.kind;
        let question = MatchQuestion {
            profile: profile.clone(),
            filter,
            page: page(page_size, token, call),
            detail: view.detail(),
            at_least_revision: request.at_least_revision,
            deadline,
        };
        let style = Arc::new(Style { profile, language, view: view.of_opportunity() });
        let of_match = Arc::clone(&style);
        let write = move |snapshot: &Snapshot, today, found, standing| {
            let writer = of_match.writer(snapshot, today);
            writer.standing(wire(&writer, found), standing).encode_to_vec()
        };
        let answer = self.engine.rank_written(question, write).await?;
        let snapshot = Arc::clone(&answer.snapshot);
        fitting(ranked(&style.writer(&snapshot, answer.today), kind, answer), "page_size")
    }

    async fn reasons(
        &self,
        request: v1::ExplainRequest,
        deadline: Instant,
    ) -> Result<v1::ExplainResponse, EngineError> {
        let Explaining { question, language } = Explaining::read(&request, deadline)?;
        let style = Style { profile: question.profile.clone(), language, view: View::Full };
        let answer = self.engine.explain(question).await?;
        let writer = style.writer(&answer.snapshot, answer.today);
        let explanations = answer.explanations.iter().map(|it| v1::Explanation {
            r#match: Some(writer.explained(&it.explained)),
            left_out_by: writer.left_out_by(it.explained.listed.opportunity.kind(), &it.left_out_by),
            list_place: it.list_place.as_ref().map(|place| writer.list_place(&it.explained, place)),
        });
        let response = v1::ExplainResponse {
            explanations: explanations.collect(),
            points_possible: answer.points_possible,
            understood: writer.understood(&answer.understandings),
            context: Some(context(answer.snapshot.context())),
        };
        fitting(response, "keys")
    }
}

fn wire(writer: &Writer<'_>, found: Match) -> v1::Match {
    match found {
        Match::Keys { key, points, class } => v1::Match { key, points, class: class.wire(), ..Default::default() },
        Match::Explained(explained) => writer.explained(&explained),
    }
}

fn ranked(writer: &Writer<'_>, kind: OpportunityKind, answer: MatchAnswer<Vec<u8>>) -> written::MatchResponse {
    written::MatchResponse {
        matches: answer.matches,
        next_page_token: answer.next_page_token.unwrap_or_default(),
        total: answer.total,
        points_possible: answer.points_possible,
        exclusions: writer.exclusions(kind, &answer.refused),
        relaxations: writer.relaxations(kind, &answer.relaxations),
        facets: Some(writer.facets(&answer.facets)),
        understood: writer.understood(&answer.understandings),
        context: Some(context(writer.snapshot.context())),
    }
}

#[tonic::async_trait]
impl MatchService for Matches {
    async fn r#match(&self, request: Request<v1::MatchRequest>) -> Result<Response<written::MatchResponse>, Status> {
        let deadline = Deadline::of(&request);
        Ok(Response::new(self.rank(request.into_inner(), deadline).await?))
    }

    async fn explain(&self, request: Request<v1::ExplainRequest>) -> Result<Response<v1::ExplainResponse>, Status> {
        let deadline = Deadline::of(&request);
        Ok(Response::new(self.reasons(request.into_inner(), deadline).await?))
    }
}
