//! Rankings of example profiles against what advisers judged. Someone else asked for the rankings; here they are only
//! measured.

use super::{
    judgements::{Agreement, Grades, Judgements},
    measures::{Interval, bootstrap_mean, ndcg},
};
use serde::Serialize;
use std::collections::BTreeSet;

/// Vacancies of a list that count.
pub const VACANCIES_DEPTH: usize = 10;
/// Routes of a list that count.
pub const ROUTES_DEPTH: usize = 5;
/// From this grade an opportunity belongs in what is shown; below it, it should stand there only for want of others.
const GRADE_WANTED: u8 = 2;

/// What the service shows for one profile: keys, best first, at least as many as count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// Vacancies.
    pub vacancies: Vec<String>,
    /// Learn-and-work routes.
    pub routes: Vec<String>,
}

/// Keys of everything that the service has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Vacancies.
    pub vacancies: BTreeSet<String>,
    /// Learn-and-work routes.
    pub routes: BTreeSet<String>,
}

/// How good the rankings are.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RankingScores {
    /// Profiles with judgements.
    pub profiles: usize,
    /// Judgements of what the service has.
    pub judgements: usize,
    /// Judgements of what it does not have; they count nowhere.
    pub judgements_of_unknown: usize,
    /// Mean nDCG@10 of the vacancies, over profiles for which a vacancy has a grade above zero.
    pub vacancies_ndcg_at_10: Option<Interval>,
    /// Mean nDCG@5 of the routes, likewise.
    pub routes_ndcg_at_5: Option<Interval>,
    /// Share of the first ten vacancies and five routes that is judged. What is not counts as grade 0.
    pub judged_share: f64,
    /// How far two judges agree.
    pub agreement: Option<Agreement>,
    /// Each profile.
    pub by_profile: Vec<ProfileScores>,
}

/// How good the ranking for one profile is.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ProfileScores {
    /// Name of its file.
    pub profile: String,
    /// nDCG@10 of the vacancies; nothing when none has a grade above zero.
    pub vacancies_ndcg_at_10: Option<f64>,
    /// nDCG@5 of the routes.
    pub routes_ndcg_at_5: Option<f64>,
    /// Opportunities shown, up to the depths that count.
    pub shown: usize,
    /// Those of them that nobody judged.
    pub unjudged: usize,
    /// Which; only when asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Misplaced>,
}

/// An opportunity that does not stand where its grade would put it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Misplaced {
    /// Its key.
    pub key: String,
    /// Its grade; nothing when it is not judged.
    pub grade: Option<u8>,
    /// Where it stands among its kind, from 1; nothing when it is not listed.
    pub rank: Option<usize>,
}

/// A list of one kind with the depth that counts.
struct List<'a> {
    keys: &'a [String],
    known: &'a BTreeSet<String>,
    depth: usize,
}

impl List<'_> {
    fn counting(&self) -> &[String] {
        &self.keys[..self.keys.len().min(self.depth)]
    }

    fn ndcg(&self, grades: &Grades) -> Option<f64> {
        let shown: Vec<f64> = self.keys.iter().map(|key| gain(grades, key)).collect();
        let all: Vec<f64> =
            grades.keys().filter(|key| self.known.contains(*key)).map(|key| gain(grades, key)).collect();
        ndcg(&shown, &all, self.depth)
    }

    fn unjudged(&self, grades: &Grades) -> usize {
        self.counting().iter().filter(|key| !grades.contains_key(*key)).count()
    }

    /// What is shown below the wanted grade, then what has it and is not shown.
    fn misplaced(&self, grades: &Grades) -> Vec<Misplaced> {
        let rank = |key: &String| self.keys.iter().position(|shown| shown == key).map(|index| index + 1);
        let misplaced = |key: &String| Misplaced { key: key.clone(), grade: grades.get(key).copied(), rank: rank(key) };
        let wanted = |key: &&String| grades.get(*key).is_some_and(|grade| *grade >= GRADE_WANTED);
        let high = self.counting().iter().filter(|key| !wanted(key));
        let low =
            grades.keys().filter(|key| self.known.contains(*key) && !self.counting().contains(key)).filter(wanted);
        high.chain(low).map(misplaced).collect()
    }
}

/// Measures the rankings of the judged profiles. With `errors`, what stands too high or too low is listed.
#[must_use]
pub fn measure(judgements: &Judgements, known: &Known, shown: &[(String, Shown)], errors: bool) -> RankingScores {
    let mut by_profile = Vec::new();
    for (profile, shown) in shown {
        let Some(grades) = judgements.first.get(profile) else { continue };
        let vacancies = List { keys: &shown.vacancies, known: &known.vacancies, depth: VACANCIES_DEPTH };
        let routes = List { keys: &shown.routes, known: &known.routes, depth: ROUTES_DEPTH };
        let mut misplaced = vacancies.misplaced(grades);
        misplaced.extend(routes.misplaced(grades));
        by_profile.push(ProfileScores {
            profile: profile.clone(),
            vacancies_ndcg_at_10: vacancies.ndcg(grades),
            routes_ndcg_at_5: routes.ndcg(grades),
            shown: vacancies.counting().len() + routes.counting().len(),
            unjudged: vacancies.unjudged(grades) + routes.unjudged(grades),
            errors: if errors { misplaced } else { Vec::new() },
        });
    }
    let judged = judgements.first.values().flat_map(Grades::keys);
    let (here, gone): (Vec<_>, Vec<_>) =
        judged.partition(|key| known.vacancies.contains(*key) || known.routes.contains(*key));
    let of = |figure: fn(&ProfileScores) -> Option<f64>| {
        bootstrap_mean(&by_profile.iter().filter_map(figure).collect::<Vec<_>>())
    };
    let (all, unjudged) = by_profile.iter().fold((0, 0), |(all, un), it| (all + it.shown, un + it.unjudged));
    RankingScores {
        profiles: by_profile.len(),
        judgements: here.len(),
        judgements_of_unknown: gone.len(),
        vacancies_ndcg_at_10: of(|it| it.vacancies_ndcg_at_10),
        routes_ndcg_at_5: of(|it| it.routes_ndcg_at_5),
        judged_share: (all - unjudged) as f64 / all.max(1) as f64,
        agreement: judgements.agreement(),
        by_profile,
    }
}

fn gain(grades: &Grades, key: &str) -> f64 {
    grades.get(key).copied().map_or(0.0, f64::from)
}

/// nDCG@10 of vacancies against the grades of those among them that are in `known`.
#[must_use]
pub fn vacancies_ndcg(grades: &Grades, known: &BTreeSet<String>, shown: &[String]) -> Option<f64> {
    List { keys: shown, known, depth: VACANCIES_DEPTH }.ndcg(grades)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn keys(keys: &[&str]) -> Vec<String> {
        keys.iter().map(|key| (*key).to_owned()).collect()
    }

    #[test]
    fn what_is_judged_and_known_makes_the_best_order_and_the_rest_counts_as_nothing() {
        let grades: Grades = [("v/a", 3), ("v/b", 2), ("v/gone", 3), ("r/a", 0)].map(|(k, g)| (k.to_owned(), g)).into();
        let judgements = Judgements { first: [("p".to_owned(), grades)].into(), second: BTreeMap::new() };
        let known = Known {
            vacancies: keys(&["v/a", "v/b", "v/new"]).into_iter().collect(),
            routes: keys(&["r/a"]).into_iter().collect(),
        };
        let shown = |vacancies: &[&str]| {
            let shown = Shown { vacancies: keys(vacancies), routes: keys(&["r/a"]) };
            measure(&judgements, &known, &[("p".to_owned(), shown)], true)
        };
        let best = shown(&["v/a", "v/b"]);
        assert_eq!(best.vacancies_ndcg_at_10.map(|it| it.mean), Some(1.0));
        assert_eq!((best.routes_ndcg_at_5, best.judged_share), (None, 1.0));
        assert_eq!((best.judgements, best.judgements_of_unknown), (3, 1));

        let worse = shown(&["v/new", "v/a"]);
        assert!(worse.by_profile[0].vacancies_ndcg_at_10 < Some(1.0));
        assert_eq!((worse.by_profile[0].unjudged, worse.by_profile[0].shown), (1, 3));
        let named: Vec<_> = worse.by_profile[0].errors.iter().map(|it| (it.key.as_str(), it.grade, it.rank)).collect();
        assert_eq!(named, [("v/new", None, Some(1)), ("v/b", Some(2), None), ("r/a", Some(0), Some(1))]);
    }
}
