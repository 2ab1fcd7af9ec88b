//! Reasons as answers show them: one explanation with its sentences, and what was left out, counted and understood.

use super::{
    codes::WireCode,
    concept::summary,
    opportunity::{View, opportunity},
};
use crate::{
    domain::{OpportunityKind, PartKind, Profile, codes::Code},
    engine::{Snapshot, Standing, limits},
    matching::{
        Backing, ConditionResult, Explained, Facets, GateAsked, GateResult, JudgedField, RefusedBy, RequirementOutcome,
        RequirementResult, Understanding,
    },
    taxonomy::UnderstoodRequirement,
    texts::{self, Language, Told},
};
use jiff::civil::Date;
use loopbaanbrug_proto::v1;

/// Alternatives shown for words of a profile.
const ALTERNATIVES_MAX: usize = 3;
const METRES_PER_KM: f64 = 1_000.0;

/// Everything that one answer is written with.
#[derive(Clone, Copy)]
pub(crate) struct Writer<'a> {
    pub(crate) snapshot: &'a Snapshot,
    pub(crate) profile: &'a Profile,
    pub(crate) language: Language,
    pub(crate) view: View,
    pub(crate) today: Date,
}

/// What the items of one answer are written with, on any thread, once it is known from which state and for which day it is.
pub(crate) struct Style {
    pub(crate) profile: Profile,
    pub(crate) language: Language,
    pub(crate) view: View,
}

impl Style {
    pub(crate) fn writer<'a>(&'a self, snapshot: &'a Snapshot, today: Date) -> Writer<'a> {
        let Self { profile, language, view } = self;
        Writer { snapshot, profile, language: *language, view: *view, today }
    }
}

impl Writer<'_> {
    /// One match with its reasons.
    pub(crate) fn explained(&self, explained: &Explained) -> v1::Match {
        let told = texts::tell(self.language, self.profile, self.snapshot.taxonomy(), explained);
        let conditions = explained.conditions.iter().zip(&told.conditions);
        let (preferences, criteria): (Vec<_>, Vec<_>) =
            conditions.partition(|(result, _)| matches!(result.field, JudgedField::Preference(_)));
        let written = |judged: Vec<(&ConditionResult, &String)>| judged.into_iter().map(condition).collect();
        v1::Match {
            key: explained.listed.key.to_string(),
            points: explained.total.points(),
            class: explained.class.wire(),
            parts: self.parts(explained, &told),
            requirements: self.requirements(explained, told.requirements),
            gates: explained.gates.iter().zip(&told.gates).map(gate).collect(),
            preferences: written(preferences),
            criteria: written(criteria),
            absent: explained.absent.iter().map(|field| field.code().to_owned()).collect(),
            questions: self.questions(told.questions),
            summary: told.summary,
            opportunity: Some(opportunity(&explained.listed, self.view)),
            distance_km: explained.distance.map(|distance| f64::from(distance.metres) / METRES_PER_KM),
            distance_approximate: explained.distance.is_some_and(|distance| distance.approximate),
            ..v1::Match::default()
        }
    }

    /// All of them where everything is shown, else as many as one conversation holds.
    fn questions(&self, mut questions: Vec<String>) -> Vec<String> {
        if self.view != View::Full {
            questions.truncate(texts::QUESTIONS_MAX);
        }
        questions
    }

    /// A match in its place in a ranking.
    pub(crate) fn standing(&self, found: v1::Match, standing: Standing) -> v1::Match {
        let mixed_place = standing.rank_by_points.map(|rank_by_points| v1::MixedPlace {
            rank_by_points,
            sentence: texts::phrases(self.language).mixed_place(rank_by_points),
        });
        v1::Match { similar_keys: standing.similar_keys, similar_count: standing.similar_count, mixed_place, ..found }
    }

    /// The parts in fixed order; one that could bring nothing and to which nothing contributes is left out.
    pub(crate) fn parts(&self, explained: &Explained, told: &Told) -> Vec<v1::MatchPart> {
        let part = |(kind, points_possible): &(PartKind, i32)| {
            let mut contributions = explained.total.contributions().iter().filter(|it| it.part == *kind).peekable();
            if contributions.peek().is_none() && *points_possible == 0 {
                return None;
            }
            let details = contributions.map(|contribution| v1::PartDetail {
                sentence: told.detail(self.language, contribution.reason).to_owned(),
                points: contribution.points,
            });
            Some(v1::MatchPart {
                kind: kind.wire(),
                points: explained.total.part(*kind),
                points_possible: *points_possible,
                label: texts::phrases(self.language).part(*kind).to_owned(),
                details: if self.view == View::Full { details.collect() } else { Vec::new() },
            })
        };
        explained.parts_possible.iter().filter_map(part).collect()
    }

    fn requirements(&self, explained: &Explained, sentences: Vec<String>) -> Vec<v1::RequirementResult> {
        let asked = &explained.listed.understood.requirements;
        let results = explained.requirements.iter().zip(asked).zip(sentences);
        results.map(|((result, it), sentence)| self.requirement(result, (it, asked), sentence)).collect()
    }

    /// One of all that an opportunity asks.
    pub(crate) fn requirement(
        &self,
        result: &RequirementResult,
        (asked, all): (&UnderstoodRequirement, &[UnderstoodRequirement]),
        sentence: String,
    ) -> v1::RequirementResult {
        let routes = match result.outcome {
            RequirementOutcome::Met => 0,
            RequirementOutcome::PartlyMet | RequirementOutcome::Missing => limits::ROUTES_NAMED_MAX,
        };
        let is_asked = |concept| all.iter().any(|it| it.concept == concept);
        let taught_by = self.snapshot.taught_by(result.concept, self.today, is_asked).take(routes);
        let replaced_key = asked.text.as_ref().filter(|key| self.snapshot.taxonomy().is_replaced(key));
        v1::RequirementResult {
            skill: Some(summary(self.snapshot.taxonomy(), result.concept, self.language.labels())),
            relation: result.relation.wire(),
            min_level: result.min_level.map(|level| level.get().into()),
            provenance: result.provenance.wire(),
            outcome: result.outcome.wire(),
            credit_permille: result.credit_permille.into(),
            points: result.points,
            points_possible: result.points_shown_possible(),
            evidence: result.backing.as_ref().map(|backing| self.evidence(backing)),
            sentence,
            taught_by: taught_by.map(str::to_owned).collect(),
            replaced_key: replaced_key.cloned().unwrap_or_default(),
        }
    }

    fn evidence(&self, backing: &Backing) -> v1::EvidenceFound {
        v1::EvidenceFound {
            skill: backing
                .nearness
                .map(|_| summary(self.snapshot.taxonomy(), backing.claim.concept, self.language.labels())),
            field: backing.claim.source.path(),
            nearness: backing.nearness.map_or(v1::Nearness::Same.into(), WireCode::wire),
            evidence: backing.claim.evidence.wire(),
            level: backing.claim.level.into(),
        }
    }

    /// What was left out of a ranking, and why.
    pub(crate) fn exclusions(&self, kind: OpportunityKind, refused: &[(RefusedBy, u64)]) -> Vec<v1::Exclusion> {
        let exclusion = |(refused_by, removed): &(RefusedBy, u64)| v1::Exclusion {
            field: field_of(*refused_by),
            sentence: texts::exclusion(self.language, kind, *refused_by, *removed, self.profile),
            removed: *removed,
        };
        refused.iter().map(exclusion).collect()
    }

    /// Why a ranking would leave one opportunity out.
    pub(crate) fn left_out_by(&self, kind: OpportunityKind, refused: &[RefusedBy]) -> Vec<v1::Exclusion> {
        let exclusion = |refused_by: &RefusedBy| v1::Exclusion {
            field: field_of(*refused_by),
            sentence: texts::left_out(self.language, kind, *refused_by, self.profile),
            removed: 1,
        };
        refused.iter().map(exclusion).collect()
    }

    /// Counts of what passed. What is unknown has neither code nor label.
    pub(crate) fn facets(&self, facets: &Facets) -> v1::Facets {
        let labels = texts::phrases(self.language);
        let count = |code: String, label: &str, count: u64| v1::FacetCount { code, label: label.to_owned(), count };
        let sectors = facets.sectors.iter().map(|(sector, number)| match sector {
            Some(sector) => count(sector.code().to_owned(), labels.sector(*sector), *number),
            None => count(String::new(), "", *number),
        });
        let classes = facets.classes.iter();
        let classes = classes.map(|(class, number)| count(class.name().to_owned(), labels.class(*class), *number));
        let regions = facets.regions.iter().map(|(region, number)| {
            let label = region.and_then(|region| self.snapshot.places().region_label(region));
            count(region.map(|region| region.to_string()).unwrap_or_default(), label.unwrap_or_default(), *number)
        });
        v1::Facets { sectors: sectors.collect(), classes: classes.collect(), regions: regions.collect() }
    }

    /// How words of the profile were understood.
    pub(crate) fn understood(&self, understandings: &[Understanding]) -> Vec<v1::Understanding> {
        let summary = |concept| summary(self.snapshot.taxonomy(), concept, self.language.labels());
        let understanding = |it: &Understanding| v1::Understanding {
            field: it.field.clone(),
            text: it.text.clone(),
            concept: it.concept.map(summary),
            replaced: it.concept.is_some() && self.snapshot.taxonomy().is_replaced(&it.text),
            alternatives: it.alternatives.iter().take(ALTERNATIVES_MAX).map(|found| summary(found.concept)).collect(),
        };
        understandings.iter().map(understanding).collect()
    }
}

pub(crate) fn gate((result, sentence): (&GateResult, &String)) -> v1::GateResult {
    let (kind, asked) = match &result.asked {
        GateAsked::DrivingLicence(licence) => (v1::GateKind::DrivingLicence, licence.code().to_owned()),
        GateAsked::Vog => (v1::GateKind::Vog, "VOG".to_owned()),
        GateAsked::Diploma(diploma) => (v1::GateKind::Diploma, diploma.name.to_string()),
        GateAsked::Language(asked) => (v1::GateKind::Language, format!("{} {}", asked.language, asked.level.code())),
    };
    v1::GateResult {
        kind: kind.into(),
        asked,
        verdict: result.verdict.wire(),
        points: result.points,
        sentence: sentence.clone(),
    }
}

fn condition((result, sentence): (&ConditionResult, &String)) -> v1::ConditionResult {
    v1::ConditionResult {
        field: result.field.path(),
        verdict: result.verdict.wire(),
        points: result.points,
        points_possible: result.points_possible,
        sentence: sentence.clone(),
    }
}

/// Path in the request. Closing is no wish of the caller's: it is named after the field of the opportunity.
pub(crate) fn field_of(refused_by: RefusedBy) -> String {
    match refused_by {
        RefusedBy::Kind => "filter.kind".to_owned(),
        RefusedBy::Sources => "filter.sources".to_owned(),
        RefusedBy::Closed => "closes".to_owned(),
        RefusedBy::Sectors => "filter.sectors".to_owned(),
        RefusedBy::Text => "filter.text".to_owned(),
        RefusedBy::Preference(number) => JudgedField::Preference(number).path(),
        RefusedBy::Criterion(number) => JudgedField::Criterion(number).path(),
    }
}
