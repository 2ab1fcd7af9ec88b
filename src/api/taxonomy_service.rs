//! `TaxonomyService`: concepts by key and by words, and tasks of departments.

use super::{
    codes::WireCode,
    concept::{label, summary},
    context::{context, fitting},
    extraction::Extracting,
    guard::Deadline,
    page::{PageSizes, page},
    tasks::department_tasks,
    violations::{Path, Violations},
};
use crate::{
    domain::{ConceptKey, ConceptKind, Department, LanguageCode, Name, codes::Code},
    engine::{CallDigest, Engine, EngineError, Page, Snapshot, limits},
    taxonomy::{ConceptNumber, FindQuery, Found, OccupationSkill, Taxonomy},
    texts::Language,
};
use loopbaanbrug_proto::v1;
use prost::Message;
use std::{fmt::Write, mem, time::Instant};
use tonic::{Request, Response, Status};
use v1::taxonomy_service_server::TaxonomyService;

const PAGE_SIZES: PageSizes = PageSizes { default: limits::FIND_PAGE_DEFAULT, max: limits::FIND_PAGE_MAX };
/// Most narrower and most related concepts shown of one concept.
const NEIGHBOURS_MAX: usize = 100;
/// Most skills shown of one occupation.
const SKILLS_MAX: usize = 200;
/// What words may mean when the request does not say.
const KINDS_DEFAULT: [ConceptKind; 4] =
    [ConceptKind::Skill, ConceptKind::Knowledge, ConceptKind::Language, ConceptKind::Occupation];

/// Answers for `TaxonomyService`.
#[derive(Clone)]
pub(super) struct Concepts {
    engine: Engine,
}

/// A request to find, checked.
struct Finding {
    text: Name,
    kinds: Vec<ConceptKind>,
    page_size: usize,
    language: LanguageCode,
}

impl Finding {
    /// The fields that both requests have.
    fn read(text: &str, kinds: &[i32], page_size: u32, language: i32) -> Result<Self, EngineError> {
        let mut violations = Violations::default();
        let text = violations.keep(&Path::root("text"), Name::new(text));
        let kinds = violations.kinds(kinds);
        let page_size = violations.page_size(page_size, PAGE_SIZES);
        let language = violations.code_or(&Path::root("language"), language, Language::Dutch);
        let read = || Some(Self { text: text?, kinds, page_size: page_size?, language: language?.labels() });
        violations.finish(read())
    }
}

impl Violations {
    /// Kinds of concept; one that is not given stands for every kind.
    fn kinds(&mut self, given: &[i32]) -> Vec<ConceptKind> {
        if given.is_empty() {
            return KINDS_DEFAULT.to_vec();
        }
        let kinds = self.list::<_, _, { ConceptKind::MEMBERS.len() }>(
            &Path::root("kinds"),
            given,
            |violations, path, number| violations.keep(path, ConceptKind::from_wire(*number)),
        );
        let named: Option<Vec<_>> = kinds.iter().copied().collect();
        named.unwrap_or_else(|| ConceptKind::MEMBERS.to_vec())
    }
}

impl Concepts {
    pub(super) fn new(engine: Engine) -> Self {
        Self { engine }
    }

    fn one(&self, request: &v1::GetConceptRequest) -> Result<v1::GetConceptResponse, EngineError> {
        let mut violations = Violations::default();
        let key = violations.keep(&Path::root("key"), ConceptKey::new(&request.key));
        let language = violations.code_or(&Path::root("language"), request.language, Language::Dutch);
        let (key, language) = violations.finish(key.zip(language))?;
        let snapshot = self.engine.current();
        let taxonomy = snapshot.taxonomy();
        let found = taxonomy.concept(key.as_str());
        let number = found.ok_or_else(|| EngineError::ConceptNotFound { key: key.to_string() })?;
        Ok(v1::GetConceptResponse {
            concept: Some(concept(taxonomy, number, language.labels())),
            context: Some(context(snapshot.context())),
            replaced_key: if taxonomy.is_replaced(key.as_str()) { key.to_string() } else { String::new() },
        })
    }

    fn page(
        &self,
        mut request: v1::FindConceptsRequest,
        snapshot: &Snapshot,
    ) -> Result<v1::FindConceptsResponse, EngineError> {
        let Finding { text, kinds, page_size, language } =
            Finding::read(&request.text, &request.kinds, request.page_size, request.language)?;
        let token = mem::take(&mut request.page_token);
        request.page_size = 0;
        let taxonomy = snapshot.taxonomy();
        let seal = |offset| self.seal(&request, taxonomy, offset);
        let offset = begin(&page(page_size, token, CallDigest::default()), seal)?;
        let end = limits::FIND_REACH_MAX.min(offset + page_size);
        // One more than asked tells whether there is a next page.
        let query = FindQuery { kinds: &kinds, language, limit: limits::FIND_REACH_MAX.min(end + 1) };
        let found = taxonomy.find(&text, query);
        let next_page_token = if found.len() > end { written(end, seal(end)) } else { String::new() };
        let concepts = found.iter().take(end).skip(offset).map(|found| found_concept(taxonomy, found, language));
        let response = v1::FindConceptsResponse {
            concepts: concepts.collect(),
            next_page_token,
            context: Some(context(snapshot.context())),
        };
        fitting(response, "page_size")
    }

    fn completed(
        request: &v1::CompleteConceptsRequest,
        snapshot: &Snapshot,
    ) -> Result<v1::CompleteConceptsResponse, EngineError> {
        let Finding { text, kinds, page_size, language } =
            Finding::read(&request.text, &request.kinds, request.page_size, request.language)?;
        let taxonomy = snapshot.taxonomy();
        let completed = taxonomy.complete(&text, FindQuery { kinds: &kinds, language, limit: page_size });
        let concepts = completed.iter().map(|completed| v1::CompletedConcept {
            concept: Some(summary(taxonomy, completed.concept, language)),
            matched_label: Some(label(&completed.label)),
            r#match: completed.how.wire(),
        });
        let response =
            v1::CompleteConceptsResponse { concepts: concepts.collect(), context: Some(context(snapshot.context())) };
        fitting(response, "page_size")
    }

    fn tasks(request: &v1::ListTasksRequest, snapshot: &Snapshot) -> Result<v1::ListTasksResponse, EngineError> {
        let mut violations = Violations::default();
        let known = violations.keep(&Path::root("department"), Department::from_wire(request.department));
        let language = violations.code_or(&Path::root("language"), request.language, Language::Dutch);
        let (asked, language) = violations.finish(known.zip(language))?;
        let lists = Department::ALL.iter().filter(|it| asked.is_none_or(|asked| asked == **it));
        let lists = lists.filter_map(|it| snapshot.tasks().department(*it));
        let departments = lists.map(|list| department_tasks(snapshot.taxonomy(), list, language)).collect();
        let response = v1::ListTasksResponse { departments, context: Some(context(snapshot.context())) };
        fitting(response, "department")
    }

    async fn extract(
        &self,
        request: &v1::ExtractConceptsRequest,
        deadline: Instant,
    ) -> Result<v1::ExtractConceptsResponse, EngineError> {
        let extracting = Extracting::read(request, deadline)?;
        let (lead, labels) = (extracting.lead(), extracting.labels());
        Extracting::answer(lead, labels, &self.engine.extract(extracting.question).await?)
    }

    /// What makes a token hold for this request, this taxonomy and this offset alone. No state needs to be kept: the same
    /// words find the same concepts as long as the taxonomy is the same.
    fn seal(&self, request: &v1::FindConceptsRequest, taxonomy: &Taxonomy, offset: usize) -> CallDigest {
        let mut bytes = request.encode_to_vec();
        bytes.extend_from_slice(taxonomy.digest().as_bytes());
        bytes.extend_from_slice(&offset.to_le_bytes());
        self.engine.call_digest("FindConcepts", &bytes)
    }
}

/// Where a page begins.
fn begin(page: &Page, seal: impl Fn(usize) -> CallDigest) -> Result<usize, EngineError> {
    let Some(token) = &page.token else { return Ok(0) };
    let offset = token.split_once('.').and_then(|(offset, _)| offset.parse().ok());
    let offset = offset.filter(|offset| (1..limits::FIND_REACH_MAX).contains(offset));
    offset.filter(|offset| written(*offset, seal(*offset)) == *token).ok_or(EngineError::PageTokenInvalid)
}

/// A token: the offset and its seal.
fn written(offset: usize, seal: CallDigest) -> String {
    seal.iter().fold(format!("{offset}."), |mut token, byte| {
        // Writing to a text does not fail.
        let _ = write!(token, "{byte:02x}");
        token
    })
}

fn concept(taxonomy: &Taxonomy, number: ConceptNumber, language: LanguageCode) -> v1::Concept {
    let summaries = |numbers: &[ConceptNumber], max: usize| {
        numbers.iter().take(max).map(|number| summary(taxonomy, *number, language)).collect()
    };
    let skill = |needed: &OccupationSkill| v1::OccupationSkill {
        skill: Some(summary(taxonomy, needed.skill, language)),
        essential: needed.essential,
    };
    v1::Concept {
        summary: Some(summary(taxonomy, number, language)),
        labels: taxonomy.labels(number).iter().map(label).collect(),
        description: taxonomy.description(number, language).unwrap_or_default().to_owned(),
        exact_matches: taxonomy.exact_matches(number).iter().map(ToString::to_string).collect(),
        broader: summaries(taxonomy.broader(number), NEIGHBOURS_MAX),
        narrower: summaries(taxonomy.narrower(number), NEIGHBOURS_MAX),
        related: summaries(taxonomy.related(number), NEIGHBOURS_MAX),
        skills: taxonomy.occupation_skills(number).iter().take(SKILLS_MAX).map(skill).collect(),
        isco_group: taxonomy.isco_group(number).unwrap_or_default().to_owned(),
    }
}

fn found_concept(taxonomy: &Taxonomy, found: &Found, language: LanguageCode) -> v1::FoundConcept {
    v1::FoundConcept {
        concept: Some(summary(taxonomy, found.concept, language)),
        matched_label: Some(label(&found.label)),
        r#match: found.how.wire(),
        score_permille: found.score_permille.into(),
    }
}

#[tonic::async_trait]
impl TaxonomyService for Concepts {
    async fn get_concept(
        &self,
        request: Request<v1::GetConceptRequest>,
    ) -> Result<Response<v1::GetConceptResponse>, Status> {
        Ok(Response::new(self.one(request.get_ref())?))
    }

    async fn extract_concepts(
        &self,
        request: Request<v1::ExtractConceptsRequest>,
    ) -> Result<Response<v1::ExtractConceptsResponse>, Status> {
        let deadline = Deadline::of(&request);
        Ok(Response::new(self.extract(request.get_ref(), deadline).await?))
    }

    async fn find_concepts(
        &self,
        request: Request<v1::FindConceptsRequest>,
    ) -> Result<Response<v1::FindConceptsResponse>, Status> {
        let (deadline, concepts) = (Deadline::of(&request), self.clone());
        let question = move |snapshot: &Snapshot| concepts.page(request.into_inner(), snapshot);
        Ok(Response::new(self.engine.consult(deadline, question).await?))
    }

    async fn complete_concepts(
        &self,
        request: Request<v1::CompleteConceptsRequest>,
    ) -> Result<Response<v1::CompleteConceptsResponse>, Status> {
        let deadline = Deadline::of(&request);
        let question = move |snapshot: &Snapshot| Self::completed(request.get_ref(), snapshot);
        Ok(Response::new(self.engine.consult(deadline, question).await?))
    }

    async fn list_tasks(
        &self,
        request: Request<v1::ListTasksRequest>,
    ) -> Result<Response<v1::ListTasksResponse>, Status> {
        Ok(Response::new(Self::tasks(request.get_ref(), &self.engine.current())?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(request: &v1::FindConceptsRequest) -> Vec<String> {
        let read = Finding::read(&request.text, &request.kinds, request.page_size, request.language);
        let Err(EngineError::Invalid(violations)) = read else { return Vec::new() };
        violations.into_iter().map(|it| it.field).collect()
    }

    #[test]
    fn kinds_are_abilities_and_occupations_unless_given() {
        let kinds = |given: &[i32]| Violations::default().kinds(given);
        assert_eq!(kinds(&[]), KINDS_DEFAULT);
        assert_eq!(kinds(&[v1::ConceptKind::Group.into()]), [ConceptKind::Group]);
        assert_eq!(kinds(&[v1::ConceptKind::Skill.into(), 0]), ConceptKind::MEMBERS);
    }

    #[test]
    fn every_problem_of_a_question_is_named_with_its_path() {
        let request = v1::FindConceptsRequest { kinds: vec![1, 6], page_size: 101, language: 3, ..Default::default() };
        assert_eq!(problems(&request), ["text", "kinds[1]", "page_size", "language"]);
        let request = v1::FindConceptsRequest { text: "x".repeat(201), kinds: vec![1; 6], ..Default::default() };
        assert_eq!(problems(&request), ["text", "kinds"]);
    }

    #[test]
    fn a_token_holds_only_for_what_it_was_made() {
        let seal = |offset: usize| [u8::try_from(offset).expect("small"); 16];
        let at = |token: &str| begin(&page(10, token.to_owned(), CallDigest::default()), seal).ok();
        assert_eq!(at(""), Some(0));
        let token = written(10, seal(10));
        assert_eq!(at(&token), Some(10));
        for altered in
            [token.replace("10.", "20."), token.replace("0a", "0b"), "10".into(), "x.".into(), written(0, seal(0))]
        {
            assert_eq!(at(&altered), None, "{altered}");
        }
    }

    #[test]
    fn a_concept_shows_its_labels_and_neighbours() {
        let taxonomy = Taxonomy::starter().expect("the starter taxonomy");
        let number = taxonomy.concept("lb:occupation/medewerker-burgerzaken").expect("an occupation");
        let shown = concept(&taxonomy, number, LanguageCode::DUTCH);
        let summary = shown.summary.expect("a summary");
        assert_eq!((summary.label.as_str(), summary.kind), ("medewerker burgerzaken", ConceptKind::Occupation.wire()));
        assert!(!shown.labels.is_empty() && !shown.skills.is_empty());
    }
}
