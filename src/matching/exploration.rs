//! The dial for distance from home: how far an opportunity stands from the work of now, in four steps, and what the
//! person's dial makes of that. Where someone travels from has nothing to do with it; that is a condition.

use super::{claims::UnderstoodProfile, facts::Facts, rules};
use crate::{
    document::Columns,
    domain::{Department, Exploration, Profile, SbiSection, TaskWish},
    taxonomy::{ConceptNumber, TaskList, Taxonomy},
};
use std::collections::BTreeMap;

/// The sector of every department: they are all of a municipality.
const SECTOR_OF_DEPARTMENTS: SbiSection = SbiSection::O;

/// How far an opportunity stands from the work of now; nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Away {
    /// The present occupation: the first of the profile.
    SameWork,
    /// Work that the person's department does.
    SameDepartment,
    /// The sector of the department.
    SameSector,
    /// Another sector.
    OtherSector,
}

impl Away {
    /// Every step, nearest first.
    pub const ALL: [Self; 4] = [Self::SameWork, Self::SameDepartment, Self::SameSector, Self::OtherSector];
}

/// What the dial makes of one opportunity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExplorationResult {
    /// What the person wants.
    pub wanted: Exploration,
    /// How far it is; none when it does not say enough, or when the profile names no department and no task.
    pub away: Option<Away>,
    /// The occupation that decided, when it did.
    pub occupation: Option<ConceptNumber>,
    /// Points.
    pub points: i32,
    /// Most points it could have brought.
    pub points_possible: i32,
}

/// The dial of one profile, made ready for a scan.
#[derive(Clone, Debug)]
pub(super) struct Dial {
    wanted: Exploration,
    /// Occupations that are near home.
    near: BTreeMap<ConceptNumber, Away>,
    /// The sector that is home; none when no department is known.
    sector: Option<SbiSection>,
}

impl Dial {
    /// None when the profile asks for nothing, or says nothing of where it comes from.
    pub(super) fn of(
        profile: &Profile,
        understood: &UnderstoodProfile,
        taxonomy: &Taxonomy,
        tasks: &TaskList,
    ) -> Option<Self> {
        let wanted = profile.exploration?;
        let departments = departments(profile, tasks);
        let mut near: BTreeMap<_, _> =
            work_of(&departments, taxonomy, tasks).map(|occupation| (occupation, Away::SameDepartment)).collect();
        // Earlier work is not the work of now: who wants back to it wants out of this.
        near.extend(understood.occupations.first().copied().flatten().map(|present| (present, Away::SameWork)));
        let sector = (!departments.is_empty()).then_some(SECTOR_OF_DEPARTMENTS);
        (!near.is_empty() || sector.is_some()).then_some(Self { wanted, near, sector })
    }

    /// Most points of the part.
    pub(super) fn points_possible(&self) -> i32 {
        Away::ALL.into_iter().map(|away| rules::exploration_points(self.wanted, away)).max().unwrap_or(0)
    }

    /// How far an opportunity is and what that is worth.
    pub(super) fn judge(&self, facts: &impl Facts, columns: &Columns) -> ExplorationResult {
        let occupation = facts.number(columns.occupation).and_then(|number| u32::try_from(number).ok());
        let near = occupation.and_then(|number| self.near.get_key_value(&ConceptNumber::of(number)));
        let away = near.map(|(_, away)| *away).or_else(|| self.by_sector(facts.packed_traits(columns).sector()));
        let points = match away {
            Some(away) => rules::exploration_points(self.wanted, away),
            None => self.points_possible() * i32::from(rules::UNKNOWN_PERMILLE) / 1_000,
        };
        let occupation = near.map(|(occupation, _)| *occupation);
        ExplorationResult { wanted: self.wanted, away, occupation, points, points_possible: self.points_possible() }
    }

    fn by_sector(&self, sector: Option<SbiSection>) -> Option<Away> {
        let same = self.sector? == sector?;
        Some(if same { Away::SameSector } else { Away::OtherSector })
    }
}

/// Where the person comes from: the department, or, as long as none is named, those of the tasks that the person does.
fn departments(profile: &Profile, tasks: &TaskList) -> Vec<Department> {
    let done = profile.tasks.iter().filter(|choice| choice.wish != TaskWish::Learn);
    let of_tasks = || done.filter_map(|choice| tasks.task(&choice.task)).map(|task| task.department).collect();
    let mut departments: Vec<_> = profile.origin.map_or_else(of_tasks, |origin| vec![origin]);
    departments.sort_unstable();
    departments.dedup();
    departments
}

/// Occupations that a department has work for: its core tasks show most of what the occupation cannot do without, by
/// distinctiveness. So what everybody can do makes no work the department's own.
fn work_of<'a>(
    departments: &[Department],
    taxonomy: &'a Taxonomy,
    tasks: &TaskList,
) -> impl Iterator<Item = ConceptNumber> + 'a {
    let lists = departments.iter().filter_map(|department| tasks.department(*department));
    let shown: Vec<Vec<bool>> = lists
        .map(|list| {
            let mut shown = vec![false; taxonomy.len()];
            let skills = list.tasks.iter().flat_map(|task| &task.skills);
            let known = skills.filter_map(|key| taxonomy.concept(key.as_str()));
            known.for_each(|skill| shown[skill.index()] = true);
            shown
        })
        .collect();
    taxonomy.numbers().filter(move |occupation| {
        shown.iter().any(|shown| {
            let essential = taxonomy.occupation_skills(*occupation).iter().filter(|needed| needed.essential);
            let (mut got, mut of) = (0, 0);
            for needed in essential {
                let weight = u64::from(taxonomy.distinctiveness(needed.skill));
                of += weight;
                got += if shown[needed.skill.index()] { weight } else { 0 };
            }
            of > 0 && got * 1_000 >= of * rules::DEPARTMENT_PERMILLE
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn work(department: Department) -> Vec<String> {
        let taxonomy = Taxonomy::starter().expect("the starter taxonomy");
        let tasks = TaskList::embedded().expect("the tasks");
        let keys = work_of(&[department], &taxonomy, &tasks).map(|it| taxonomy.key(it).as_str().to_owned());
        keys.collect()
    }

    #[test]
    fn the_work_of_a_department_is_what_its_tasks_show() {
        let burgerzaken = work(Department::Burgerzaken);
        for own in ["medewerker-burgerzaken", "trouwambtenaar", "specialist-burgerzaken"] {
            assert!(burgerzaken.contains(&format!("lb:occupation/{own}")), "{own} is in {burgerzaken:?}");
        }
        assert!(!burgerzaken.iter().any(|key| key.contains("ict") || key.contains("apotheek")), "{burgerzaken:?}");
        assert!(work(Department::Div).contains(&"lb:occupation/archivaris".to_owned()));
        assert_eq!(work(Department::Other), Vec::<String>::new(), "a department without a list has no known work");
    }

    #[test]
    fn nearer_is_never_worth_less_to_who_stays_and_never_more_to_who_leaves() {
        for (near, far) in Away::ALL.into_iter().zip(&Away::ALL[1..]) {
            let points = |wanted, away| rules::exploration_points(wanted, away);
            assert!(points(Exploration::StayNear, near) > points(Exploration::StayNear, *far));
            assert!(points(Exploration::SurpriseMe, near) < points(Exploration::SurpriseMe, *far));
            assert!(points(Exploration::LookAround, near) <= points(Exploration::LookAround, *far));
        }
    }
}
