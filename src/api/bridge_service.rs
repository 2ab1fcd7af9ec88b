//! `BridgeService`: paths and gaps of one person, gaps of a group. What the answers hold is written in `bridge_answer`.

use super::{
    bridge_answer::{gaps, group, path, paths},
    context::fitting,
    guard::Deadline,
    match_answer::Style,
    opportunity::View,
    page::{PageSizes, page},
    violations::{Path, Violations},
};
use crate::{
    domain::{Invalid, Profile},
    engine::{Engine, EngineError, GapsQuestion, GroupQuestion, MatchFilter, PathsQuestion, Snapshot, limits},
    matching::{PathFound, rules::bridges::GROUP_PROFILES_MIN},
    texts::Language,
};
use loopbaanbrug_proto::v1;
use prost::Message;
use std::{mem, sync::Arc, time::Instant};
use tonic::{Request, Response, Status};
use v1::bridge_service_server::BridgeService;

const PAGE_SIZES: PageSizes = PageSizes { default: limits::PATH_PAGE_DEFAULT, max: limits::PATH_PAGE_MAX };

/// Answers for `BridgeService`.
pub(super) struct Bridges {
    engine: Engine,
}

/// What every request of the service has besides its profiles.
struct Common {
    filter: MatchFilter,
    language: Language,
}

impl Violations {
    fn common(&mut self, filter: Option<&v1::MatchFilter>, language: i32) -> Option<Common> {
        let filter = self.match_filter(&Path::root("filter"), filter);
        let language = self.code_or(&Path::root("language"), language, Language::Dutch);
        Some(Common { filter: filter?, language: language? })
    }

    /// How many skills, and how many routes; 0 is the default.
    fn gaps_limit(&mut self, given: u32) -> Option<usize> {
        let max = i64::try_from(limits::GAPS_MAX).unwrap_or(i64::MAX);
        let limit = match usize::try_from(given).unwrap_or(usize::MAX) {
            0 => Ok(limits::GAPS_DEFAULT),
            limit if limit <= limits::GAPS_MAX => Ok(limit),
            _ => Err(Invalid::OutOfRange { min: 1, max, actual: given.to_string() }),
        };
        self.keep(&Path::root("limit"), limit)
    }

    /// The people of a group. Too few are refused as a whole: figures about them would be figures about persons.
    fn group(&mut self, given: &[v1::Profile]) -> Option<Vec<Profile>> {
        let path = Path::root("profiles");
        let count = given.len();
        if !(GROUP_PROFILES_MIN..=limits::GROUP_PROFILES_MAX).contains(&count) {
            let least = "at least 10 profiles: figures about fewer people would be figures about persons";
            let problem = if count < GROUP_PROFILES_MIN {
                Invalid::Malformed { expected: least, actual: count.to_string() }
            } else {
                Invalid::TooMany { max: limits::GROUP_PROFILES_MAX, actual: count }
            };
            self.add(&path, &problem);
            return None;
        }
        let profiles: Vec<_> =
            given.iter().enumerate().map(|(number, it)| self.profile(&path.at(number), Some(it))).collect();
        profiles.into_iter().collect()
    }
}

impl Bridges {
    pub(super) fn new(engine: Engine) -> Self {
        Self { engine }
    }

    async fn paths(
        &self,
        mut request: v1::FindPathsRequest,
        deadline: Instant,
    ) -> Result<v1::FindPathsResponse, EngineError> {
        let mut violations = Violations::default();
        let profile = violations.profile(&Path::root("profile"), request.profile.as_ref());
        let common = violations.common(request.filter.as_ref(), request.language);
        let size = violations.page_size(request.page_size, PAGE_SIZES);
        let read = || Some((profile?, common?, size?));
        let (profile, Common { filter, language }, size) = violations.finish(read())?;
        let token = mem::take(&mut request.page_token);
        // Another page size does not make it another question.
        request.page_size = 0;
        let call = self.engine.call_digest("FindPaths", &request.encode_to_vec());
        let question = PathsQuestion {
            profile: profile.clone(),
            filter,
            page: page(size, token, call),
            each_way: request.each_way,
            only: None,
            at_least_revision: request.at_least_revision,
            deadline,
        };
        let style = Arc::new(Style { profile, language, view: View::BesideReasons });
        let of_path = Arc::clone(&style);
        let write = move |snapshot: &Snapshot, today, found: PathFound| path(&of_path.writer(snapshot, today), &found);
        let answer = self.engine.find_paths(question, write).await?;
        let snapshot = Arc::clone(&answer.snapshot);
        fitting(paths(&style.writer(&snapshot, answer.today), answer), "page_size")
    }

    async fn gaps(&self, request: v1::FindGapsRequest, deadline: Instant) -> Result<v1::FindGapsResponse, EngineError> {
        let mut violations = Violations::default();
        let profile = violations.profile(&Path::root("profile"), request.profile.as_ref());
        let common = violations.common(request.filter.as_ref(), request.language);
        let limit = violations.gaps_limit(request.limit);
        let read = || Some((profile?, common?, limit?));
        let (profile, Common { filter, language }, limit) = violations.finish(read())?;
        let at_least_revision = request.at_least_revision;
        let question = GapsQuestion { profile: profile.clone(), filter, limit, at_least_revision, deadline };
        let answer = self.engine.find_gaps(question).await?;
        let style = Style { profile, language, view: View::BesideReasons };
        fitting(gaps(&style.writer(&answer.snapshot, answer.today), &answer), "limit")
    }

    async fn group(
        &self,
        request: v1::FindGroupGapsRequest,
        deadline: Instant,
    ) -> Result<v1::FindGroupGapsResponse, EngineError> {
        let mut violations = Violations::default();
        let profiles = violations.group(&request.profiles);
        let common = violations.common(request.filter.as_ref(), request.language);
        let limit = violations.gaps_limit(request.limit);
        let read = || Some((profiles?, common?, limit?));
        let (profiles, Common { filter, language }, limit) = violations.finish(read())?;
        let at_least_revision = request.at_least_revision;
        let question = GroupQuestion { profiles, filter, limit, at_least_revision, deadline };
        let answer = self.engine.find_group_gaps(question).await?;
        // Nobody's profile: nothing in the answer belongs to one person.
        let style = Style { profile: Profile::default(), language, view: View::BesideReasons };
        fitting(group(&style.writer(&answer.snapshot, answer.today), &answer), "limit")
    }
}

#[tonic::async_trait]
impl BridgeService for Bridges {
    async fn find_paths(
        &self,
        request: Request<v1::FindPathsRequest>,
    ) -> Result<Response<v1::FindPathsResponse>, Status> {
        let deadline = Deadline::of(&request);
        Ok(Response::new(self.paths(request.into_inner(), deadline).await?))
    }

    async fn find_gaps(&self, request: Request<v1::FindGapsRequest>) -> Result<Response<v1::FindGapsResponse>, Status> {
        let deadline = Deadline::of(&request);
        Ok(Response::new(self.gaps(request.into_inner(), deadline).await?))
    }

    async fn find_group_gaps(
        &self,
        request: Request<v1::FindGroupGapsRequest>,
    ) -> Result<Response<v1::FindGroupGapsResponse>, Status> {
        let deadline = Deadline::of(&request);
        Ok(Response::new(self.group(request.into_inner(), deadline).await?))
    }
}
