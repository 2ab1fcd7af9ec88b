//! Occupations as vacancies in an index of their own, and the rankings of everyone who does one of them.

use super::{gold::MoveGold, title};
use crate::{
    document::{self, Columns, to_document},
    domain::{
        Bounded, CodeSet, ConceptReference, Description, Evidence, Gates, LanguageCode, Level, Name, Opportunity,
        OpportunityKey, OpportunityKind, Period, Profile, Provenance, Recency, RecordId, Relation, SkillClaim,
        SkillWish, SourceName, Title, Vacancy,
    },
    ingest,
    matching::{Filter, Open, Plan, Recall, Without, World, rules},
    places::Places,
    taxonomy::{ConceptNumber, TaskList, Taxonomy, Understood, UnderstoodRequirement},
};
use loopbaanbrug_index::{Index, Snapshot, Stamp, Weight};
use std::{fmt::Display, sync::Arc};

/// Source of the vacancies.
const SOURCE: &str = "occupations";
/// Most skills that a profile claims; essential ones come first.
const CLAIMS_MAX: usize = 300;
/// Weight of everything when distinctiveness is left out: that of medium distinctiveness, squared as the others are.
const EVEN_WEIGHT: u16 = 250;

/// How a question is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) without: Without,
    pub(super) weighing: Weighing,
    /// Whether the profile names the occupation beside its skills.
    pub(super) names_occupation: bool,
}

impl Default for Asked {
    fn default() -> Self {
        Self { without: Without::default(), weighing: Weighing::Product, names_occupation: true }
    }
}

/// What requirements weigh.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weighing {
    /// What they weigh for people.
    Product,
    /// Distinctiveness itself, not squared.
    Plain,
    /// All the same.
    Even,
}

/// Everything that questions are asked of.
pub(super) struct MoveWorld<'a> {
    taxonomy: &'a Taxonomy,
    gold: &'a MoveGold,
    tasks: TaskList,
    places: Places,
    columns: Columns,
    /// The same documents in each way of weighing.
    product: Indexed,
    plain: Indexed,
    even: Indexed,
}

struct Indexed {
    snapshot: Arc<Snapshot>,
    _directory: tempfile::TempDir,
}

fn told(error: impl Display) -> String {
    error.to_string()
}

impl<'a> MoveWorld<'a> {
    pub(super) fn build(taxonomy: &'a Taxonomy, gold: &'a MoveGold) -> Result<Self, String> {
        let places = Places::regions().map_err(told)?;
        let layout = document::layout(taxonomy, &places);
        let columns = Columns::of(&layout).ok_or("the layout is not that of opportunities")?;
        let indexed = |weighing| indexed(taxonomy, gold, &places, weighing);
        let (product, plain, even) = (indexed(Weighing::Product)?, indexed(Weighing::Plain)?, indexed(Weighing::Even)?);
        let tasks = TaskList::embedded().map_err(told)?;
        Ok(Self { taxonomy, gold, tasks, columns, product, plain, even, places })
    }

    /// For each source the places of all candidates, best first.
    pub(super) fn rankings(&self, asked: Asked) -> Result<Vec<Vec<usize>>, String> {
        let index = match asked.weighing {
            Weighing::Product => &self.product,
            Weighing::Plain => &self.plain,
            Weighing::Even => &self.even,
        };
        let filter = Filter {
            kind: OpportunityKind::Vacancy,
            sectors: CodeSet::default(),
            text: None,
            sources: Vec::new(),
            today: document::DAY_ZERO,
        };
        let sources = self.gold.sources().iter();
        sources.map(|source| self.ranking(&index.snapshot, &filter, source.occupation, asked)).collect()
    }

    fn ranking(
        &self,
        index: &Snapshot,
        filter: &Filter,
        occupation: ConceptNumber,
        asked: Asked,
    ) -> Result<Vec<usize>, String> {
        let world =
            World { taxonomy: self.taxonomy, tasks: &self.tasks, places: &self.places, index, columns: &self.columns };
        let profile = profile(self.taxonomy, occupation, asked.names_occupation).map_err(told)?;
        let open = Open::of(&world, filter.kind, filter.today);
        let plan = Plan::without(&profile, world, asked.without).map_err(|problems| format!("{problems:?}"))?;
        let recall = Recall::new(&plan, filter, &open, self.gold.sources().len(), None).map_err(told)?;
        let ranked = recall.ranked(vec![recall.take_part().map_err(told)?]);
        let place = |key: &str| key.rsplit('/').next().and_then(|id| id.parse::<usize>().ok());
        let places: Option<Vec<usize>> = ranked.hits.iter().map(|hit| place(index.key(hit.id))).collect();
        places.ok_or_else(|| "the index holds a key that was not written".to_owned())
    }
}

fn indexed(taxonomy: &Taxonomy, gold: &MoveGold, places: &Places, weighing: Weighing) -> Result<Indexed, String> {
    let directory = tempfile::tempdir().map_err(told)?;
    let index = Index::open_or_create(directory.path(), document::layout(taxonomy, places)).map_err(told)?;
    let mut writer = index.writer().map_err(told)?;
    let source = SourceName::new(SOURCE).map_err(told)?;
    for (place, occupation) in gold.sources().iter().map(|source| source.occupation).enumerate() {
        // Numbers of equal length: the order of keys is that of places.
        let id = RecordId::new(&format!("{place:06}")).map_err(told)?;
        let opportunity = Opportunity::Vacancy(Box::new(vacancy(taxonomy, occupation).map_err(told)?));
        let understood = understood(taxonomy, occupation);
        let line = ingest::encode(&opportunity, &id);
        let key = OpportunityKey { source: source.clone(), id };
        let mut document = to_document(&key, 1, &line, &opportunity, &understood, (taxonomy, places)).map_err(told)?;
        if weighing != Weighing::Product {
            let terms = understood.requirements.iter().filter_map(|requirement| {
                Some((
                    document::terms::asked(requirement.concept, requirement.min_level)?,
                    weight(taxonomy, requirement, weighing),
                ))
            });
            document.terms = terms.collect();
        }
        writer.put(document).map_err(told)?;
    }
    writer.commit(Stamp::at(1)).map_err(told)?;
    writer.finish().map_err(told)?;
    Ok(Indexed { snapshot: index.snapshot().map_err(told)?, _directory: directory })
}

fn weight(taxonomy: &Taxonomy, requirement: &UnderstoodRequirement, weighing: Weighing) -> Weight {
    let factor = if requirement.relation == Relation::Optional { 1 } else { 2 };
    let each = match weighing {
        Weighing::Product => return document::weight(taxonomy, requirement.concept, requirement.relation),
        Weighing::Plain => taxonomy.distinctiveness(requirement.concept),
        Weighing::Even => EVEN_WEIGHT,
    };
    Weight::new(each * factor).unwrap_or(Weight::NONE)
}

/// All of an occupation's needs, essential ones as important and optional ones as optional: as a vacancy that gives nothing
/// but its occupation is understood, only not the first twelve alone.
fn understood(taxonomy: &Taxonomy, occupation: ConceptNumber) -> Understood {
    let requirements = taxonomy.occupation_skills(occupation).iter().map(|needed| UnderstoodRequirement {
        concept: needed.skill,
        relation: if needed.essential { Relation::Important } else { Relation::Optional },
        min_level: None,
        provenance: Provenance::FromOccupation,
        text: None,
    });
    Understood { requirements: requirements.collect(), occupations: vec![occupation], ..Understood::default() }
}

fn vacancy(taxonomy: &Taxonomy, occupation: ConceptNumber) -> Result<Vacancy, crate::domain::Invalid> {
    // A title holds 200 characters, a label 300.
    let title: String = title(taxonomy, occupation).chars().take(Title::MAX_CHARS).collect();
    Ok(Vacancy {
        title: Title::new(&title)?,
        description: Description::new(&title)?,
        employer: Name::new(SOURCE)?,
        sector: None,
        occupation: Some(ConceptReference::Key(taxonomy.key(occupation).clone())),
        place: None,
        remote: None,
        hours: None,
        pay: None,
        cao_scale: None,
        contract: None,
        work_patterns: CodeSet::default(),
        nlqf: None,
        requirements: Bounded::default(),
        gates: Gates::default(),
        period: Period::new(None, None)?,
        openings: None,
        url: None,
        language: LanguageCode::DUTCH,
        example: true,
    })
}

/// Somebody who does an occupation and claims all of its skills in their own words.
fn profile(
    taxonomy: &Taxonomy,
    occupation: ConceptNumber,
    names_occupation: bool,
) -> Result<Profile, crate::domain::Invalid> {
    let mut needed = taxonomy.occupation_skills(occupation).to_vec();
    needed.sort_by_key(|it| !it.essential);
    let claims = needed.iter().take(CLAIMS_MAX).map(|it| SkillClaim {
        skill: ConceptReference::Key(taxonomy.key(it.skill).clone()),
        level: Level::new(rules::ASSUMED_LEVEL.into()).ok(),
        recency: Recency::Recent,
        evidence: Evidence::OwnWord,
        wish: SkillWish::Do,
    });
    let own = names_occupation.then(|| ConceptReference::Key(taxonomy.key(occupation).clone()));
    Ok(Profile {
        skills: Bounded::new(claims.collect())?,
        occupations: Bounded::new(own.into_iter().collect())?,
        ..Profile::default()
    })
}
