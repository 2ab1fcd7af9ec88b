//! Asks a person in a terminal what the page asks, in its order and its words, and makes the same profile of the answers.
//!
//! Nothing has to be answered. What is looked up (tasks, concepts) is asked of the service, as the page's own answers are. The
//! answers stay in memory: `commands::profile` decides where the profile goes.

mod background;
mod skills;
mod wishes;
mod work;

use loopbaanbrug_proto::v1::{
    ConceptKind, ConceptReference, ConceptSummary, FindConceptsRequest, FoundConcept, LabelMatch, Profile, SkillClaim,
};

use super::{
    asker::{Asker, from_one, none},
    connection::{Connection, refused, request},
    error::CliError,
    texts::{Language, Words},
};
use crate::{
    texts::{Asking, asking, capitalised},
    wire::typed::{FOUND_MAX, Whole, by_key, by_text, wrong_name},
};

/// A conversation that makes a profile.
pub(super) struct Interview<'a> {
    connection: &'a Connection,
    asker: Asker<'a>,
    language: Language,
    words: &'static Words,
    ask: &'static Asking,
    /// Everything but the skills.
    profile: Profile,
    skills: Vec<Skill>,
    /// Skills that the chosen tasks show.
    suggested: Vec<ConceptSummary>,
}

/// A skill of the profile and what it is called.
struct Skill {
    claim: SkillClaim,
    label: String,
}

/// What somebody meant with words.
#[derive(Clone, PartialEq)]
struct Meant {
    reference: ConceptReference,
    label: String,
    is_job: bool,
}

impl Meant {
    fn concept(concept: &ConceptSummary) -> Self {
        let is_job = concept.kind() == ConceptKind::Occupation;
        Self { reference: by_key(&concept.key), label: concept.label.clone(), is_job }
    }

    fn own_words(typed: &str, kinds: &[ConceptKind]) -> Self {
        let is_job = kinds == [ConceptKind::Occupation];
        Self { reference: by_text(typed), label: typed.to_owned(), is_job }
    }
}

impl<'a> Interview<'a> {
    pub(super) fn new(connection: &'a Connection, asker: Asker<'a>, language: Language) -> Self {
        let (words, ask) = (language.words(), asking(language.shared()));
        Self {
            connection,
            asker,
            language,
            words,
            ask,
            profile: Profile::default(),
            skills: Vec::new(),
            suggested: Vec::new(),
        }
    }

    /// Asks everything.
    pub(super) async fn run(&mut self) -> Result<(), CliError> {
        for line in self.words.asker.opening {
            self.asker.tell(line)?;
        }
        self.work().await?;
        self.asker.heading(self.ask.skills_title)?;
        self.asker.hint(self.ask.profile_lead)?;
        self.skills().await?;
        self.background().await?;
        self.wishes()?;
        self.criteria()?;
        self.learning()?;
        self.dial()
    }

    /// What was answered.
    pub(super) fn into_profile(self) -> Profile {
        let skills = self.skills.into_iter().map(|it| it.claim).collect();
        Profile { skills, ..self.profile }
    }

    /// Words, or nothing.
    fn words_or_nothing(&mut self, question: &str, hint: &str) -> Result<Option<String>, CliError> {
        let ask = self.ask;
        self.asker.ask(question, hint, |typed| match wrong_name(typed, ask) {
            Some(wrong) => Err(wrong),
            None => Ok(Some(typed.to_owned()).filter(|typed| !typed.is_empty())),
        })
    }

    /// A whole number, or nothing.
    fn number(&mut self, question: &str, whole: Whole) -> Result<Option<u32>, CliError> {
        let (between, skips) = (self.ask.between, self.words.asker.enter_skips);
        self.asker.ask(question, skips, |typed| whole.read(typed).map_err(|whole| between(whole.min, whole.max)))
    }

    /// What words mean: shows how the service understands them and lets the person choose. None when it is none of these.
    async fn meant(&mut self, typed: &str, kinds: &[ConceptKind]) -> Result<Option<Meant>, CliError> {
        let of = self.ask;
        let (found, told) = match self.find(typed, kinds).await {
            Ok(found) if found.is_empty() => (found, of.skills_nothing_found),
            Ok(found) => (found, of.skills_found),
            // The words themselves are an answer too: what was said before is not lost.
            Err(error) if error.may_pass() => (Vec::new(), self.words.asker.no_lookup),
            Err(error) => return Err(error),
        };
        self.asker.tell(told)?;
        let concepts = found.iter().filter_map(|it| Some((it, it.concept.as_ref()?)));
        let answers = concepts.map(|(it, concept)| (Some(Meant::concept(concept)), self.told(it, concept)));
        let own_words = (Some(Meant::own_words(typed, kinds)), format!("{}: “{typed}”", self.words.asker.own_words));
        let mut choices = from_one(answers.chain([own_words]));
        choices.push(none(self.words.asker.none_of_these));
        let exact = found.first().filter(|it| it.r#match() == LabelMatch::Exact);
        let usual = exact.and_then(|it| it.concept.as_ref()).map(Meant::concept);
        self.asker.choose(of.skills_meant, &choices, &usual)
    }

    async fn find(&self, typed: &str, kinds: &[ConceptKind]) -> Result<Vec<FoundConcept>, CliError> {
        let message = FindConceptsRequest {
            text: typed.to_owned(),
            kinds: kinds.iter().map(|kind| (*kind).into()).collect(),
            page_size: u32::try_from(FOUND_MAX).unwrap_or_default(),
            page_token: String::new(),
            language: self.language.wire().into(),
        };
        let found = self.connection.taxonomy().find_concepts(request(message)).await;
        Ok(found.map_err(refused("find concepts"))?.into_inner().concepts)
    }

    /// A concept, the label that matched where that is another one, and how.
    fn told(&self, found: &FoundConcept, concept: &ConceptSummary) -> String {
        let other = found.matched_label.as_ref().filter(|it| it.text != concept.label);
        let is_job = concept.kind() == ConceptKind::Occupation;
        let notes = [
            is_job.then(|| self.ask.occupation.to_owned()),
            other.map(|it| format!("“{}”", it.text)),
            Some((self.words.concept.match_of)(found.r#match()).to_owned()),
        ];
        let notes: Vec<String> = notes.into_iter().flatten().collect();
        format!("{} ({})", capitalised(&concept.label), notes.join(", "))
    }
}
