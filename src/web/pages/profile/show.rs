//! The form of the profile, filled in with what is known.

use super::name_of;
use crate::{
    domain::{
        Cefr, ConceptKind, Evidence, Importance, LanguageCode, Level, Name, NlqfLevel, OpportunityKind, Profile,
        Recency, SkillWish, codes::Code,
    },
    engine::{Detail, EngineError, MatchAnswer, MatchFilter, MatchQuestion, Page, Snapshot},
    matching::Understanding,
    taxonomy::{ConceptNumber, FindQuery},
    texts::{self, advice, capitalised, phrases},
    web::{
        chrome::Chrome,
        pages::{
            Shown, Step, Visit, page,
            wishes::{self, Choice, Input, SetWish, TypedWish, answers, answers_or_none, choice, importances},
        },
        talk::WORDS_CHARS_MAX,
        words::Words,
    },
    wire::{
        codes::WireCode,
        typed::{FOUND_MAX, LANGUAGES, LEVEL_BEGIN, LICENCES, SUGGESTED_MAX, is_key},
    },
};
use askama::Template;
use loopbaanbrug_proto::v1::{self, concept_reference};
use std::collections::HashSet;

/// Concepts offered for words that were not understood.
const MEANT_MAX: usize = 3;

#[derive(Template)]
#[template(path = "web/profile.html")]
struct ProfilePage {
    chrome: Chrome,
    w: &'static Words,
    count: Option<String>,
    suggestions: Vec<(String, String)>,
    typed: String,
    found: Vec<FoundConcept>,
    skills: Vec<SkillRow>,
    occupations: Vec<Named>,
    job: String,
    educations: Vec<Choice>,
    home: String,
    licences: Vec<Choice>,
    licences_known: bool,
    diplomas: String,
    languages: Vec<Named>,
    language_names: Vec<Choice>,
    cefrs: Vec<Choice>,
    number_wishes: Vec<TypedWish>,
    set_wishes: Vec<SetWish>,
    criteria: Vec<CriterionRow>,
    criterion_words: String,
    criterion_check: String,
    importances: Vec<Choice>,
    budget: Vec<Input>,
    dial: Vec<Choice>,
}

/// A concept that typed words may mean.
struct FoundConcept {
    action: String,
    label: String,
    note: String,
}

struct SkillRow {
    number: usize,
    name: String,
    label: String,
    understood: Option<String>,
    /// Key and label of what words may have meant.
    meant: Vec<(String, String)>,
    levels: Vec<Choice>,
    proofs: Vec<Choice>,
    recencies: Vec<Choice>,
    wishes: Vec<Choice>,
}

/// Something with a name in the form and a label.
struct Named {
    name: String,
    label: String,
    understood: Option<String>,
}

struct CriterionRow {
    words: String,
    checked: Option<String>,
    importances: Vec<Choice>,
}

/// The form. What the engine finds wrong is noted at its field.
pub(in crate::web::pages) async fn show(visit: &mut Visit<'_>) -> Result<Shown, EngineError> {
    let person = visit.talk.person();
    let answer = match person.as_ref() {
        Ok(person) => match understood(visit, person.clone()).await {
            Err(EngineError::Invalid(violations)) => {
                if visit.problems.is_empty() {
                    super::note(visit, &violations);
                }
                None
            }
            answer => Some(answer?),
        },
        Err(_) => None,
    };
    let snapshot = answer.as_ref().map_or_else(|| visit.site.engine.current(), |it| it.snapshot.clone());
    let understandings = answer.as_ref().map(|answer| answer.understandings.as_slice()).unwrap_or_default();
    let view = View { visit, snapshot: &snapshot, understandings };
    let typed: String = view.typed().chars().take(WORDS_CHARS_MAX).collect();
    Ok(page(&ProfilePage {
        chrome: visit.chrome(Step::Profile, visit.words.profile_title),
        w: visit.words,
        // Of a form that is wrong nothing can be counted that holds for what was typed.
        count: answer
            .as_ref()
            .filter(|_| visit.problems.is_empty())
            .map(|answer| (visit.words.ask.profile_count)(answer.total)),
        suggestions: view.suggestions(),
        found: view.found(&typed),
        typed,
        skills: view.skills(),
        occupations: view.occupations(),
        job: view.job(),
        educations: view.educations(),
        home: view.home(),
        licences: view.licences(),
        licences_known: view.credentials().driving_licences_known,
        diplomas: view.diplomas(),
        languages: view.languages(),
        language_names: view.language_names(),
        cefrs: view.cefrs(),
        number_wishes: wishes::typed(visit),
        set_wishes: wishes::ticked(visit),
        criteria: view.criteria(person.as_ref().ok()),
        criterion_words: view.new_criterion("criterion-words"),
        criterion_check: view.new_criterion("criterion-check"),
        importances: importances(visit.words, view.new_importance()),
        budget: view.budget(),
        dial: view.dial(),
    }))
}

/// How the engine understands the words of a profile, and how much is open to it.
async fn understood(visit: &Visit<'_>, profile: Profile) -> Result<MatchAnswer<()>, EngineError> {
    let question = MatchQuestion {
        profile,
        filter: MatchFilter::of(OpportunityKind::Vacancy),
        page: Page::first(1),
        detail: Detail::Keys,
        at_least_revision: 0,
        deadline: visit.deadline,
    };
    visit.site.engine.rank_written(question, |_, _, _, _| ()).await
}

/// A profile as the form shows it.
struct View<'a> {
    visit: &'a Visit<'a>,
    snapshot: &'a Snapshot,
    understandings: &'a [Understanding],
}

impl View<'_> {
    fn profile(&self) -> &v1::Profile {
        &self.visit.talk.profile
    }

    fn credentials(&self) -> v1::Credentials {
        self.profile().credentials.clone().unwrap_or_default()
    }

    fn label_of(&self, concept: ConceptNumber) -> String {
        self.snapshot.taxonomy().label(concept, self.visit.language.labels()).to_owned()
    }

    fn label(&self, reference: Option<&v1::ConceptReference>) -> String {
        match reference.and_then(|it| it.name.as_ref()) {
            Some(concept_reference::Name::Key(key)) => {
                self.snapshot.taxonomy().concept(key).map_or_else(|| key.clone(), |concept| self.label_of(concept))
            }
            Some(concept_reference::Name::Text(text)) => text.clone(),
            None => String::new(),
        }
    }

    fn understanding(&self, field: &str) -> Option<&Understanding> {
        self.understandings.iter().find(|it| it.field == field)
    }

    /// How words in a field were read.
    fn read_as(&self, field: &str) -> Option<String> {
        let understanding = self.understanding(field)?;
        Some(texts::understanding(self.visit.language, self.snapshot.taxonomy(), understanding))
    }

    /// What words in a field may have meant, when that is not sure.
    fn meant(&self, field: &str) -> Vec<(String, String)> {
        let unsure = self.understanding(field).filter(|it| it.concept.is_none());
        let alternatives = unsure.map(|it| it.alternatives.as_slice()).unwrap_or_default();
        let key = |concept| self.snapshot.taxonomy().key(concept).to_string();
        alternatives.iter().take(MEANT_MAX).map(|it| (key(it.concept), self.label_of(it.concept))).collect()
    }

    /// What was typed to find a skill; empty once something was added with it.
    fn typed(&self) -> &str {
        let action = self.visit.fields.get("do");
        let added = action == "own" && self.visit.problems.of("typed").is_none()
            || action.starts_with("add:")
            || action.starts_with("job:");
        if added { "" } else { self.visit.fields.get("typed") }
    }

    /// Skills of the chosen tasks that the profile does not hold yet.
    fn suggestions(&self) -> Vec<(String, String)> {
        let list = self.snapshot.tasks();
        let chosen = self.profile().tasks.iter().filter_map(|it| crate::domain::TaskKey::parse(&it.task).ok());
        let keys = chosen.filter_map(|key| list.task(&key)).flat_map(|task| &task.skills);
        let held = |key: &str| self.profile().skills.iter().any(|it| is_key(it.skill.as_ref(), key));
        let mut seen = HashSet::new();
        let new = keys.filter(|key| !held(key.as_str()) && seen.insert(key.as_str().to_owned()));
        let known = new.filter_map(|key| Some((key, self.snapshot.taxonomy().concept(key.as_str())?)));
        known.take(SUGGESTED_MAX).map(|(key, it)| (key.as_str().to_owned(), self.label_of(it))).collect()
    }

    fn found(&self, typed: &str) -> Vec<FoundConcept> {
        if Name::new(typed).is_err() {
            return Vec::new();
        }
        let kinds = [ConceptKind::Skill, ConceptKind::Knowledge, ConceptKind::Language, ConceptKind::Occupation];
        let query = || FindQuery { kinds: &kinds, language: self.visit.language.labels(), limit: FOUND_MAX };
        let taxonomy = self.snapshot.taxonomy();
        let completed = taxonomy.complete(typed, query()).into_iter().map(|it| (it.concept, it.label));
        let mut found: Vec<_> = completed.collect();
        if found.is_empty() {
            found = taxonomy.find(typed, query()).into_iter().map(|it| (it.concept, it.label)).collect();
        }
        let concept = |(concept, matched): (ConceptNumber, crate::domain::Label)| {
            let (label, kind) = (self.label_of(concept), taxonomy.kind(concept));
            let is_job = kind == ConceptKind::Occupation;
            let other = (*matched.text != *label).then(|| format!("“{}”", matched.text));
            let job = is_job.then(|| self.visit.words.ask.occupation.to_owned());
            let action = format!("{}:{}", if is_job { "job" } else { "add" }, taxonomy.key(concept));
            FoundConcept { action, label, note: [job, other].into_iter().flatten().collect::<Vec<_>>().join(", ") }
        };
        found.into_iter().map(concept).collect()
    }

    fn skills(&self) -> Vec<SkillRow> {
        let labels = phrases(self.visit.language);
        let w = self.visit.words;
        let row = |(number, claim): (usize, &v1::SkillClaim)| {
            let level = |it: i64| {
                let label = Level::new(it).map(|level| labels.level(level)).unwrap_or_default();
                let held = claim.level.or_else(|| (claim.wish() != v1::SkillWish::Learn).then_some(LEVEL_BEGIN));
                Choice { code: it.to_string(), label: label.to_owned(), chosen: held.map(i64::from) == Some(it) }
            };
            let none = claim.level.is_none() && claim.wish() == v1::SkillWish::Learn;
            let not_yet = Choice { code: String::new(), label: w.ask.skill_level_none.to_owned(), chosen: none };
            let evidence = Evidence::from_wire(claim.evidence).ok().flatten().unwrap_or(Evidence::OwnWord);
            let proof = |it: &Evidence| choice(it.code(), labels.evidence(*it), *it == evidence);
            let recency = Recency::from_wire(claim.recency).ok().flatten().unwrap_or(Recency::Recent);
            let wish = SkillWish::from_wire(claim.wish).ok().flatten().unwrap_or(SkillWish::Do);
            SkillRow {
                number,
                name: name_of(claim.skill.as_ref()),
                label: capitalised(&self.label(claim.skill.as_ref())),
                understood: self.read_as(&format!("profile.skills[{number}].skill")),
                meant: self.meant(&format!("profile.skills[{number}].skill")),
                levels: (Level::MIN..=Level::MAX).map(level).chain([not_yet]).collect(),
                proofs: Evidence::ALL.iter().map(proof).collect(),
                recencies: answers(w.ask.recencies, recency),
                wishes: answers(w.ask.skill_wishes, wish),
            }
        };
        self.profile().skills.iter().enumerate().map(row).collect()
    }

    fn occupations(&self) -> Vec<Named> {
        let named = |(number, it): (usize, &v1::ConceptReference)| Named {
            name: name_of(Some(it)),
            label: capitalised(&self.label(Some(it))),
            understood: self.read_as(&format!("profile.occupations[{number}]")),
        };
        self.profile().occupations.iter().enumerate().map(named).collect()
    }

    /// What was typed for one more occupation, when it was not taken; else it is among the others now.
    fn job(&self) -> String {
        wishes::as_typed(self.visit, "job").unwrap_or_default()
    }

    fn educations(&self) -> Vec<Choice> {
        let held = self.profile().nlqf_level.map(i64::from);
        let none = Choice {
            code: String::new(),
            label: self.visit.words.ask.education_none.to_owned(),
            chosen: held.is_none(),
        };
        let words = advice(self.visit.language);
        let levels = (NlqfLevel::MIN..=NlqfLevel::MAX).filter_map(|it| Some((it, NlqfLevel::new(it).ok()?)));
        let level = |(it, level): (i64, NlqfLevel)| choice(&it.to_string(), words.education(level), held == Some(it));
        [none].into_iter().chain(levels.map(level)).collect()
    }

    fn home(&self) -> String {
        wishes::as_typed(self.visit, "home").unwrap_or_else(|| self.profile().home_pc4.clone())
    }

    fn licences(&self) -> Vec<Choice> {
        let held = self.credentials().driving_licences;
        let label = |code: &str| (self.visit.words.ask.licence)(code);
        let other = held.iter().filter(|it| !LICENCES.iter().any(|licence| licence.code() == it.as_str()));
        let other = other.map(|code| choice(code, &label(code), true));
        let usual =
            LICENCES.iter().map(|it| choice(it.code(), &label(it.code()), held.iter().any(|own| own == it.code())));
        usual.chain(other).collect()
    }

    fn diplomas(&self) -> String {
        wishes::as_typed(self.visit, "diplomas").unwrap_or_else(|| self.credentials().diplomas.join("\n"))
    }

    fn languages(&self) -> Vec<Named> {
        let named = |it: &v1::LanguageGate| {
            let name = LanguageCode::new(&it.language).map(|code| phrases(self.visit.language).language_name(code));
            Named {
                name: format!("{} {}", it.language, it.cefr),
                label: format!("{} {}", name.unwrap_or_default(), it.cefr),
                understood: None,
            }
        };
        self.credentials().languages.iter().map(named).collect()
    }

    fn language_names(&self) -> Vec<Choice> {
        let codes = LANGUAGES.iter().filter_map(|code| LanguageCode::new(code).ok());
        let name = |it| phrases(self.visit.language).language_name(it);
        codes
            .map(|it| choice(it.as_str(), &name(it), self.refused_language("language-new") == Some(it.as_str())))
            .collect()
    }

    fn cefrs(&self) -> Vec<Choice> {
        let chosen = self.refused_language("cefr-new").unwrap_or(Cefr::B1.code());
        Cefr::ALL.iter().map(|it| choice(it.code(), it.code(), it.code() == chosen)).collect()
    }

    /// What was chosen for one more language, when there is no room for it.
    fn refused_language(&self, field: &str) -> Option<&str> {
        self.visit.problems.of("language-new").and(self.visit.fields.find(field))
    }

    /// What was typed for a new criterion that was refused; else it is among the others now.
    fn new_criterion(&self, field: &str) -> String {
        let typed = self.is_criterion_refused().then(|| self.visit.fields.get(field).to_owned());
        typed.unwrap_or_default()
    }

    fn new_importance(&self) -> Option<i32> {
        let typed = Importance::from_code(self.visit.fields.get("criterion-importance")).ok();
        typed.filter(|_| self.is_criterion_refused()).map(WireCode::wire)
    }

    fn is_criterion_refused(&self) -> bool {
        ["criterion-words", "criterion-check"].into_iter().any(|field| self.visit.problems.of(field).is_some())
    }

    fn criteria(&self, person: Option<&Profile>) -> Vec<CriterionRow> {
        let w = self.visit.words;
        let row = |(number, it): (usize, &v1::Criterion)| {
            let condition = person.and_then(|person| person.criteria.get(number)?.condition.as_ref());
            let checked = condition.map(|it| (w.ask.criterion_checked)(&advice(self.visit.language).wanted(it)));
            CriterionRow { words: it.words.clone(), checked, importances: importances(w, Some(it.importance)) }
        };
        self.profile().criteria.iter().enumerate().map(row).collect()
    }

    fn budget(&self) -> Vec<Input> {
        let (w, budget) = (self.visit.words, self.profile().learning_budget.unwrap_or_default());
        vec![
            Input::number(self.visit, "budget-weeks", w.ask.budget_weeks, budget.max_weeks),
            Input::number(self.visit, "budget-hours", w.ask.budget_hours, budget.max_hours_per_week),
            Input::number(self.visit, "budget-euros", w.ask.budget_euros, budget.max_eur),
        ]
    }

    fn dial(&self) -> Vec<Choice> {
        let chosen = crate::domain::Exploration::from_wire(self.profile().exploration).ok().flatten();
        answers_or_none(self.visit.words.ask.dial, chosen)
    }
}
