//! `ConversationService`: what if, options side by side, and the plan.

use super::{
    codes::WireCode,
    context::{context, fitting},
    guard::Deadline,
    match_answer::Style,
    match_service::PAGE_SIZES,
    opportunity::View,
    plan::{PlanForm, composed, personal_plan},
    violations::{Path, Violations},
    what_if::Sides,
};
use crate::{
    engine::{Engine, EngineError, OptionsQuestion, WhatIfQuestion, limits},
    plan::{self, Notes},
    texts::Language,
};
use loopbaanbrug_proto::v1;
use std::time::Instant;
use tonic::{Request, Response, Status};
use v1::conversation_service_server::ConversationService;

/// Answers for `ConversationService`.
pub(super) struct Conversations {
    engine: Engine,
}

/// A question about options, checked.
struct Choosing {
    question: OptionsQuestion,
    language: Language,
}

impl Choosing {
    fn read(
        violations: &mut Violations,
        (profile, keys): (Option<&v1::Profile>, &[String]),
        most_keys: (usize, usize),
        language: i32,
        (at_least_revision, deadline): (u64, Instant),
    ) -> Option<Self> {
        let profile = violations.profile(&Path::root("profile"), profile);
        let keys = violations.options(keys, most_keys);
        let language = violations.code_or(&Path::root("language"), language, Language::Dutch);
        let question = OptionsQuestion { profile: profile?, keys: keys?, at_least_revision, deadline };
        Some(Self { question, language: language? })
    }
}

/// A question about changes, checked.
fn read_what_if(request: &v1::WhatIfRequest, deadline: Instant) -> Result<(WhatIfQuestion, Language), EngineError> {
    let mut violations = Violations::default();
    let profile = violations.profile(&Path::root("profile"), request.profile.as_ref());
    let changes = violations.changes(&request.changes);
    let filter = violations.match_filter(&Path::root("filter"), request.filter.as_ref());
    let depth = violations.page_size(request.page_size, PAGE_SIZES);
    let language = violations.code_or(&Path::root("language"), request.language, Language::Dutch);
    let at_least_revision = request.at_least_revision;
    let read = || {
        let (profile, filter, depth) = (profile?, filter?, depth?);
        Some((WhatIfQuestion { profile, changes, filter, depth, at_least_revision, deadline }, language?))
    };
    violations.finish(read())
}

impl Conversations {
    pub(super) fn new(engine: Engine) -> Self {
        Self { engine }
    }

    async fn changed(&self, request: v1::WhatIfRequest, deadline: Instant) -> Result<v1::WhatIfResponse, EngineError> {
        let (question, language) = read_what_if(&request, deadline)?;
        let (kind, depth) = (question.filter.kind, question.depth);
        let style = Style { profile: question.profile.clone(), language, view: View::BesideReasons };
        let answer = self.engine.what_if(question).await?;
        let before = style.writer(&answer.snapshot, answer.today);
        let sides = Sides::of(before, &answer, (kind, depth));
        let context = Some(context(answer.snapshot.context()));
        let response = v1::WhatIfResponse { context, ..sides.response(&answer) };
        fitting(response, "page_size")
    }

    async fn compared(
        &self,
        request: v1::CompareRequest,
        deadline: Instant,
    ) -> Result<v1::CompareResponse, EngineError> {
        let mut violations = Violations::default();
        let person = (request.profile.as_ref(), request.keys.as_slice());
        let most_keys = (limits::COMPARE_KEYS_MIN, limits::COMPARE_KEYS_MAX);
        let until = (request.at_least_revision, deadline);
        let read = Choosing::read(&mut violations, person, most_keys, request.language, until);
        let Choosing { question, language } = violations.finish(read)?;
        let style = Style { profile: question.profile.clone(), language, view: View::BesideReasons };
        let answer = self.engine.options(question).await?;
        let writer = style.writer(&answer.snapshot, answer.today);
        let response = v1::CompareResponse {
            understood: writer.understood(&answer.understandings),
            context: Some(context(answer.snapshot.context())),
            ..writer.compared(&answer.options)
        };
        fitting(response, "keys")
    }

    async fn planned(
        &self,
        request: v1::MakePlanRequest,
        deadline: Instant,
    ) -> Result<v1::MakePlanResponse, EngineError> {
        let (Choosing { question, language }, notes, form) = read_plan(&request, deadline)?;
        let style = Style { profile: question.profile.clone(), language, view: View::BesideReasons };
        let answer = self.engine.options(question).await?;
        let plan = composed(&answer, (&style.profile, &notes), language);
        let rendered = match form {
            None => String::new(),
            Some(PlanForm::Text) => plan::text(&plan),
            Some(PlanForm::Html) => plan::html(&plan),
        };
        let writer = style.writer(&answer.snapshot, answer.today);
        let response = v1::MakePlanResponse {
            plan: Some(personal_plan(&plan)),
            rendered,
            understood: writer.understood(&answer.understandings),
            context: Some(context(answer.snapshot.context())),
        };
        fitting(response, "keys")
    }
}

fn read_plan(
    request: &v1::MakePlanRequest,
    deadline: Instant,
) -> Result<(Choosing, Notes, Option<PlanForm>), EngineError> {
    let mut violations = Violations::default();
    let person = (request.profile.as_ref(), request.keys.as_slice());
    let until = (request.at_least_revision, deadline);
    let choosing = Choosing::read(&mut violations, person, (1, limits::PLAN_KEYS_MAX), request.language, until);
    let notes = violations.plan_notes(&Path::root("notes"), request.notes.as_ref());
    let form = violations.keep(&Path::root("format"), PlanForm::from_wire(request.format));
    let read = || Some((choosing?, notes, form?));
    violations.finish(read())
}

#[tonic::async_trait]
impl ConversationService for Conversations {
    async fn what_if(&self, request: Request<v1::WhatIfRequest>) -> Result<Response<v1::WhatIfResponse>, Status> {
        let deadline = Deadline::of(&request);
        Ok(Response::new(self.changed(request.into_inner(), deadline).await?))
    }

    async fn compare(&self, request: Request<v1::CompareRequest>) -> Result<Response<v1::CompareResponse>, Status> {
        let deadline = Deadline::of(&request);
        Ok(Response::new(self.compared(request.into_inner(), deadline).await?))
    }

    async fn make_plan(&self, request: Request<v1::MakePlanRequest>) -> Result<Response<v1::MakePlanResponse>, Status> {
        let deadline = Deadline::of(&request);
        Ok(Response::new(self.planned(request.into_inner(), deadline).await?))
    }
}
