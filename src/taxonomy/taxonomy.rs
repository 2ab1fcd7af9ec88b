//! The taxonomy in memory: concepts by number, with all that is derived from them.

use super::data::{ConceptData, Content, TaxonomyData, language};
use super::extract::Dictionary;
use super::find::{Completed, FindQuery, Finder, Found, Hit};
use super::groups::SharedGroups;
use super::kinship::{Kin, Kinship};
use super::nearness::{Near, near};
use super::number::small;
use super::record::{LabelRole, TaxonomyVersion};
use super::{ConceptNumber, StarterError, distinctiveness, starter};
use crate::domain::{ConceptKey, ConceptKind, Label, LanguageCode};
use std::collections::HashMap;
use std::sync::OnceLock;

/// A taxonomy: immutable, to be shared in an `Arc`.
///
/// ```
/// use loopbaanbrug::domain::{ConceptKind, LanguageCode};
/// use loopbaanbrug::taxonomy::Taxonomy;
/// let taxonomy = Taxonomy::starter().unwrap();
/// let skill = taxonomy.concept("lb:skill/mensen-te-woord-staan").unwrap();
/// assert_eq!(taxonomy.kind(skill), ConceptKind::Skill);
/// assert_eq!(taxonomy.label(skill, LanguageCode::DUTCH), "mensen te woord staan");
/// ```
#[derive(Debug)]
pub struct Taxonomy {
    version: TaxonomyVersion,
    digest: String,
    concepts: Vec<Concept>,
    numbers: HashMap<Box<str>, ConceptNumber>,
    /// Keys of concepts that are gone, and what stands for them.
    replaced: HashMap<Box<str>, ConceptNumber>,
    groups: SharedGroups,
    kinship: Kinship,
    thresholds: OnceLock<[u64; 3]>,
    finder: Finder,
    pub(super) dictionary: Dictionary,
}

/// One concept with what is derived for it.
#[derive(Debug)]
pub(super) struct Concept {
    pub(super) key: ConceptKey,
    pub(super) kind: ConceptKind,
    /// Shown labels, preferred ones first.
    pub(super) labels: Vec<Label>,
    descriptions: Vec<(LanguageCode, Box<str>)>,
    exact_matches: Vec<ConceptKey>,
    pub(super) broader: Vec<ConceptNumber>,
    pub(super) narrower: Vec<ConceptNumber>,
    pub(super) related: Vec<ConceptNumber>,
    pub(super) skills: Vec<OccupationSkill>,
    isco_group: Option<Box<str>>,
    near: Vec<Near>,
    pub(super) distinctiveness: u16,
}

/// A skill that an occupation needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OccupationSkill {
    /// The skill, knowledge area or language.
    pub skill: ConceptNumber,
    /// Whether the occupation cannot do without it.
    pub essential: bool,
}

impl Taxonomy {
    /// Builds all that is derived from the data.
    #[must_use]
    pub fn build(data: TaxonomyData) -> Self {
        let TaxonomyData { content: Content { version, concepts: given, replaced }, digest } = data;
        // Labels are most of the work; they are made ready on several threads.
        let (finder, dictionary, kinship) = std::thread::scope(|scope| {
            let finder = scope.spawn(|| Finder::build(&given));
            let kinship = scope.spawn(|| Kinship::of(&given));
            let dictionary = Dictionary::build(&given);
            let finder = finder.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            (finder, dictionary, kinship.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        });
        let concepts = derive(given);
        let groups = SharedGroups::of(&concepts);
        let replaced = replaced.into_iter().map(|(key, place)| (key, ConceptNumber::of(place))).collect();
        Self {
            replaced,
            version,
            digest,
            numbers: numbers(&concepts),
            concepts,
            groups,
            kinship,
            thresholds: OnceLock::new(),
            finder,
            dictionary,
        }
    }

    /// The taxonomy in the box.
    ///
    /// # Errors
    /// [`StarterError`] when the embedded files contradict each other; a test keeps them from doing so.
    pub fn starter() -> Result<Self, StarterError> {
        Ok(Self::build(starter::data()?))
    }

    /// Name and version.
    #[must_use]
    pub fn version(&self) -> &TaxonomyVersion {
        &self.version
    }

    /// Short fingerprint of the whole content: 16 hexadecimal digits.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// Number of concepts.
    #[must_use]
    pub fn len(&self) -> usize {
        self.concepts.len()
    }

    /// Whether there is no concept.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.concepts.is_empty()
    }

    /// Every concept in the order of keys.
    pub fn numbers(&self) -> impl Iterator<Item = ConceptNumber> + use<> {
        (0..small(self.concepts.len())).map(ConceptNumber::of)
    }

    /// The concept with this number, if there is one: the way back from [`ConceptNumber::get`].
    #[must_use]
    pub fn number(&self, number: u32) -> Option<ConceptNumber> {
        ((number as usize) < self.concepts.len()).then_some(ConceptNumber::of(number))
    }

    /// The concept with this key or exact-match URI, or the one that stands for it since it is gone.
    #[must_use]
    pub fn concept(&self, key: &str) -> Option<ConceptNumber> {
        self.numbers.get(key).or_else(|| self.replaced.get(key)).copied()
    }

    /// Whether a key is that of a concept that is gone and has a successor.
    #[must_use]
    pub fn is_replaced(&self, key: &str) -> bool {
        self.replaced.contains_key(key) && !self.numbers.contains_key(key)
    }

    /// Its key.
    #[must_use]
    pub fn key(&self, concept: ConceptNumber) -> &ConceptKey {
        &self.of(concept).key
    }

    /// What sort of concept it is.
    #[must_use]
    pub fn kind(&self, concept: ConceptNumber) -> ConceptKind {
        self.of(concept).kind
    }

    /// Its preferred label; without one in that language the English, the Dutch, any label, or the key.
    #[must_use]
    pub fn label(&self, concept: ConceptNumber, language: LanguageCode) -> &str {
        self.name(concept, language).map_or(self.key(concept).as_str(), |label| &label.text)
    }

    /// The label behind [`Taxonomy::label`], which tells its language; none when the concept has no label at all.
    #[must_use]
    pub fn name(&self, concept: ConceptNumber, language: LanguageCode) -> Option<&Label> {
        let labels = &self.of(concept).labels;
        let preferred = |language| labels.iter().find(|label| label.preferred && label.language == language);
        preferred(language)
            .or_else(|| preferred(LanguageCode::ENGLISH))
            .or_else(|| preferred(LanguageCode::DUTCH))
            .or_else(|| labels.first())
    }

    /// Every label that may be shown, preferred ones first.
    #[must_use]
    pub fn labels(&self, concept: ConceptNumber) -> &[Label] {
        &self.of(concept).labels
    }

    /// Its description in that language.
    #[must_use]
    pub fn description(&self, concept: ConceptNumber, language: LanguageCode) -> Option<&str> {
        let mut descriptions = self.of(concept).descriptions.iter();
        descriptions.find(|(of, _)| *of == language).map(|(_, text)| &**text)
    }

    /// URIs of the same concept elsewhere.
    #[must_use]
    pub fn exact_matches(&self, concept: ConceptNumber) -> &[ConceptKey] {
        &self.of(concept).exact_matches
    }

    /// Wider concepts and groups, one step up.
    #[must_use]
    pub fn broader(&self, concept: ConceptNumber) -> &[ConceptNumber] {
        &self.of(concept).broader
    }

    /// Narrower concepts, one step down.
    #[must_use]
    pub fn narrower(&self, concept: ConceptNumber) -> &[ConceptNumber] {
        &self.of(concept).narrower
    }

    /// Related concepts; the relation holds both ways.
    #[must_use]
    pub fn related(&self, concept: ConceptNumber) -> &[ConceptNumber] {
        &self.of(concept).related
    }

    /// What holding `concept` gives partial credit for, best first; at most [`MAX_NEAR`](super::MAX_NEAR).
    #[must_use]
    pub fn near(&self, concept: ConceptNumber) -> &[Near] {
        &self.of(concept).near
    }

    /// Groups and wider concepts that abilities share.
    #[must_use]
    pub fn shared_groups(&self) -> &SharedGroups {
        &self.groups
    }

    /// How near every occupation is to one, itself included; empty when that is no occupation.
    #[must_use]
    pub fn kin(&self, occupation: ConceptNumber) -> Vec<Kin> {
        self.kinship.kin(occupation)
    }

    /// Thresholds that whoever ranks derives from this taxonomy: computed when first asked for, then kept.
    pub fn thresholds(&self, derive: impl FnOnce(&Self) -> [u64; 3]) -> [u64; 3] {
        *self.thresholds.get_or_init(|| derive(self))
    }

    /// The nearest group of occupations that both stand under.
    #[must_use]
    pub fn common_group(&self, one: ConceptNumber, other: ConceptNumber) -> Option<ConceptNumber> {
        let groups = |occupation: ConceptNumber| {
            let mut above = self.broader(occupation).to_vec();
            let mut seen = 0;
            while let Some(next) = above.get(seen) {
                seen += 1;
                let wider = self.broader(*next).iter().filter(|wider| !above.contains(wider)).copied();
                let wider: Vec<_> = wider.collect();
                above.extend(wider);
            }
            above
        };
        let others = groups(other);
        groups(one).into_iter().find(|group| self.kind(*group) == ConceptKind::Group && others.contains(group))
    }

    /// How much it tells, 1 to 1000: rare needs tell more than those of nearly every occupation.
    #[must_use]
    pub fn distinctiveness(&self, concept: ConceptNumber) -> u16 {
        self.of(concept).distinctiveness
    }

    /// Skills of an occupation in the order of keys; empty for other kinds.
    #[must_use]
    pub fn occupation_skills(&self, concept: ConceptNumber) -> &[OccupationSkill] {
        &self.of(concept).skills
    }

    /// ISCO-08 code of an occupation or occupation group.
    #[must_use]
    pub fn isco_group(&self, concept: ConceptNumber) -> Option<&str> {
        self.of(concept).isco_group.as_deref()
    }

    /// Concepts that the words may mean, best first.
    ///
    /// ```
    /// use loopbaanbrug::domain::{ConceptKind, LanguageCode};
    /// use loopbaanbrug::taxonomy::{FindQuery, LabelMatch, Taxonomy};
    /// let taxonomy = Taxonomy::starter().unwrap();
    /// let query = FindQuery { kinds: &[ConceptKind::Occupation], language: LanguageCode::DUTCH, limit: 5 };
    /// let found = taxonomy.find("Medewerker Burgerzaken (m/v)", query);
    /// assert_eq!((found[0].how, found[0].score_permille), (LabelMatch::Exact, 1000));
    /// ```
    #[must_use]
    pub fn find(&self, text: &str, query: FindQuery<'_>) -> Vec<Found> {
        self.finder.find(text, &query).into_iter().map(|hit| self.found(&hit, query.language)).collect()
    }

    pub(super) fn finder(&self) -> &Finder {
        &self.finder
    }

    pub(super) fn found(&self, hit: &Hit, language: LanguageCode) -> Found {
        Found {
            concept: hit.concept,
            label: self.shown_label(hit.concept, hit.shown, language),
            how: hit.how,
            score_permille: hit.score_permille,
        }
    }

    /// Concepts that somebody may be typing, best first; the last word counts as unfinished.
    ///
    /// ```
    /// use loopbaanbrug::domain::{ConceptKind, LanguageCode};
    /// use loopbaanbrug::taxonomy::{CompletionMatch, FindQuery, Taxonomy};
    /// let taxonomy = Taxonomy::starter().unwrap();
    /// let query = FindQuery { kinds: &[ConceptKind::Occupation], language: LanguageCode::DUTCH, limit: 5 };
    /// let completed = taxonomy.complete("medew burgerz", query);
    /// assert_eq!((&*completed[0].label.text, completed[0].how), ("medewerker burgerzaken", CompletionMatch::WordBeginning));
    /// ```
    #[must_use]
    pub fn complete(&self, text: &str, query: FindQuery<'_>) -> Vec<Completed> {
        let hits = self.finder.complete(text, &query).into_iter();
        let completed = hits.map(|hit| Completed {
            concept: hit.concept,
            label: self.shown_label(hit.concept, hit.shown, query.language),
            how: hit.how,
        });
        completed.collect()
    }

    /// The label at a place; the preferred one instead of a hidden label.
    fn shown_label(&self, concept: ConceptNumber, shown: Option<u16>, language: LanguageCode) -> Label {
        let matched = shown.and_then(|place| self.labels(concept).get(usize::from(place)));
        let key = || Label { language, text: self.key(concept).as_str().into(), preferred: true };
        matched.or_else(|| self.name(concept, language)).cloned().unwrap_or_else(key)
    }

    fn of(&self, concept: ConceptNumber) -> &Concept {
        &self.concepts[concept.index()]
    }
}

/// Concepts with all that follows from their relations.
fn derive(given: Vec<ConceptData>) -> Vec<Concept> {
    let mut concepts: Vec<Concept> = given.into_iter().filter_map(Concept::from_data).collect();
    for place in 0..concepts.len() {
        for parent in concepts[place].broader.clone() {
            concepts[parent.index()].narrower.push(ConceptNumber::of_index(place));
        }
    }
    for (concept, value) in distinctiveness::distinctiveness(&concepts).into_iter().enumerate() {
        concepts[concept].distinctiveness = value;
    }
    for place in 0..concepts.len() {
        concepts[place].near = near(&concepts, ConceptNumber::of_index(place));
    }
    concepts
}

/// Which concept a key or exact-match URI stands for.
fn numbers(concepts: &[Concept]) -> HashMap<Box<str>, ConceptNumber> {
    let numbered = concepts.iter().enumerate().map(|(place, concept)| (ConceptNumber::of_index(place), concept));
    let keys = numbered.flat_map(|(number, concept)| {
        concept.exact_matches.iter().chain([&concept.key]).map(move |key| (key.as_str().into(), number))
    });
    keys.collect()
}

impl Concept {
    /// Checked data always has a valid key; places stay aligned because none is ever passed over.
    fn from_data(data: ConceptData) -> Option<Self> {
        let labels = data.labels.into_iter().filter(|label| label.role != LabelRole::Hidden);
        let labels = labels.filter_map(|label| {
            let preferred = label.role == LabelRole::Preferred;
            Some(Label { language: language(label.language)?, text: label.text, preferred })
        });
        let descriptions = data.descriptions.into_iter();
        Some(Self {
            key: ConceptKey::new(&data.key).ok()?,
            kind: data.kind.into(),
            labels: labels.collect(),
            descriptions: descriptions.filter_map(|(code, text)| Some((language(code)?, text))).collect(),
            exact_matches: data.exact_matches.iter().filter_map(|uri| ConceptKey::new(uri).ok()).collect(),
            broader: data.broader.into_iter().map(ConceptNumber::of).collect(),
            narrower: Vec::new(),
            related: data.related.into_iter().map(ConceptNumber::of).collect(),
            skills: data
                .skills
                .iter()
                .map(|(skill, essential)| OccupationSkill { skill: ConceptNumber::of(*skill), essential: *essential })
                .collect(),
            isco_group: data.isco_group,
            near: Vec::new(),
            distinctiveness: 1,
        })
    }
}
