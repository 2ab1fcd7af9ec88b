//! Options beside each other, as answers show them: one row for each part, requirement, condition and fact.

use super::{codes::WireCode, concept::summary, match_answer::Writer};
use crate::{
    domain::PartKind,
    engine::ChosenOption,
    matching::{self, AskedByAny, Explained, JudgedField, asked_by_any},
    texts::{self, FactKind},
};
use loopbaanbrug_proto::v1;

impl Writer<'_> {
    /// The answer without what was understood and its context.
    pub(crate) fn compared(&self, options: &[ChosenOption]) -> v1::CompareResponse {
        let explained: Vec<_> = options.iter().map(|option| &option.explained).collect();
        let asked = asked_by_any(&explained);
        let matches: Vec<_> = explained.iter().map(|it| self.explained(it)).collect();
        let (preferences, criteria) = self.compared_conditions(&matches);
        let written = options.iter().zip(&matches).enumerate();
        let written = written.map(|(number, (option, shown))| v1::ComparedOption {
            r#match: Some(shown.clone()),
            points_possible: option.points_possible,
            distinctions: self.distinctions(&explained, number, &asked),
            left_out_by: self.left_out_by(option.explained.listed.opportunity.kind(), &option.left_out_by),
        });
        v1::CompareResponse {
            options: written.collect(),
            parts: PartKind::ALL.into_iter().filter_map(|kind| self.compared_part(&matches, kind)).collect(),
            requirements: asked.iter().map(|row| self.compared_requirement(&explained, row)).collect(),
            preferences,
            criteria,
            facts: FactKind::ALL.into_iter().filter_map(|kind| self.compared_fact(&explained, kind)).collect(),
            understood: Vec::new(),
            context: None,
        }
    }

    fn distinctions(&self, options: &[&Explained], number: usize, asked: &[AskedByAny]) -> Vec<String> {
        let found = matching::distinctions(options, number, asked);
        texts::distinctions(self.language, (self.profile, self.snapshot.taxonomy()), options[number], &found)
    }

    fn compared_part(&self, matches: &[v1::Match], kind: PartKind) -> Option<v1::ComparedPart> {
        let cells = matches.iter().map(|shown| {
            let part = shown.parts.iter().find(|part| part.kind == kind.wire());
            part.map(|part| v1::PartCell { present: true, points: part.points, points_possible: part.points_possible })
        });
        let cells: Vec<_> = cells.map(Option::unwrap_or_default).collect();
        cells.iter().any(|cell| cell.present).then(|| v1::ComparedPart {
            kind: kind.wire(),
            label: texts::phrases(self.language).part(kind).to_owned(),
            cells,
        })
    }

    fn compared_requirement(&self, options: &[&Explained], row: &AskedByAny) -> v1::ComparedRequirement {
        let cells = row.cells.iter().zip(options).map(|(place, explained)| {
            let asked = place.map(|place| &explained.requirements[place]);
            asked.map_or_else(v1::RequirementCell::default, |asked| v1::RequirementCell {
                outcome: asked.outcome.wire(),
                relation: asked.relation.wire(),
                points: asked.points,
                points_possible: asked.points_shown_possible(),
            })
        });
        v1::ComparedRequirement {
            skill: Some(summary(self.snapshot.taxonomy(), row.concept, self.language.labels())),
            cells: cells.collect(),
        }
    }

    /// Preferences and criteria in the order of the profile.
    fn compared_conditions(&self, matches: &[v1::Match]) -> (Vec<v1::ComparedCondition>, Vec<v1::ComparedCondition>) {
        let (mut preferences, mut criteria) = (Vec::new(), Vec::new());
        for (field, label) in texts::conditions(self.language, self.profile) {
            let path = field.path();
            let (rows, is_preference) = match field {
                JudgedField::Preference(_) => (&mut preferences, true),
                JudgedField::Criterion(_) => (&mut criteria, false),
            };
            let of = |shown: &v1::Match| {
                let results = if is_preference { &shown.preferences } else { &shown.criteria };
                results.iter().find(|result| result.field == path).cloned().unwrap_or_default()
            };
            let cells = matches.iter().map(of).collect();
            rows.push(v1::ComparedCondition { field: path, label, cells });
        }
        (preferences, criteria)
    }

    fn compared_fact(&self, options: &[&Explained], kind: FactKind) -> Option<v1::ComparedFact> {
        let person = (self.profile, self.snapshot.taxonomy());
        let values = options.iter().map(|explained| texts::fact(self.language, person, explained, kind, self.today));
        let values: Vec<_> = values.map(Option::unwrap_or_default).collect();
        values.iter().any(|value| !value.is_empty()).then(|| v1::ComparedFact {
            kind: kind.wire(),
            label: texts::advice(self.language).fact(kind).to_owned(),
            values,
        })
    }
}
