//! Judgements: what an adviser would lay on the table for an example profile, one file a profile, and second opinions.
//!
//! The form is described in `fixtures/judgements/README.md`.

use super::{
    measures::{GRADE_MAX, mean, ndcg, weighted_kappa},
    table::{Table, TableError},
};
use serde::Serialize;
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// Folder of the second opinions within the folder of judgements.
pub const SECOND_FOLDER: &str = "second";
/// Most files of one folder.
pub const MAX_FILES: usize = 10_000;
/// Ranks that count when a second opinion is measured as if it were a ranking.
const SECOND_DEPTH: usize = 10;
const ENDING: &str = "tsv";

/// Grade of each judged opportunity, by its key.
pub type Grades = BTreeMap<String, u8>;

/// The judgements of a folder.
#[derive(Clone, Debug)]
pub struct Judgements {
    /// By profile: the name of the file without its ending.
    pub first: BTreeMap<String, Grades>,
    /// Second opinions on some of them.
    pub second: BTreeMap<String, Grades>,
}

/// How far two judges agree on the opportunities that both judged.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Agreement {
    /// Profiles with two opinions.
    pub profiles: usize,
    /// Opportunities that both judged.
    pub pairs: usize,
    /// Cohen's kappa with quadratic weights.
    pub weighted_kappa: Option<f64>,
    /// Share of grades that differ by one at most.
    pub within_one: f64,
    /// Opportunities that one of them, or both, graded above zero. Most are plainly of no use, which makes agreeing
    /// easy.
    pub pairs_above_zero: usize,
    /// Share of those whose grades differ by one at most.
    pub within_one_above_zero: f64,
    /// nDCG@10 of the order of the second judge by the grades of the first, equal grades counted as their mean: what a
    /// ranking could reach that is as good as another adviser.
    pub second_ndcg_at_10: Option<f64>,
}

impl Judgements {
    /// Reads a folder of `NN-name.tsv` files, and `second/` in it when that is there.
    ///
    /// # Errors
    /// [`TableError`] names file, line and field, and says what to do.
    pub fn read(folder: &Path) -> Result<Self, TableError> {
        let first = read_folder(folder)?;
        if first.is_empty() {
            let problem = "holds no judgements (*.tsv); name the folder that has one file for each profile".to_owned();
            return Err(TableError::Whole { path: folder.to_owned(), problem });
        }
        let second = folder.join(SECOND_FOLDER);
        let second = if second.is_dir() { read_folder(&second)? } else { BTreeMap::new() };
        if let Some(name) = second.keys().find(|name| !first.contains_key(*name)) {
            let path = folder.join(SECOND_FOLDER).join(format!("{name}.{ENDING}"));
            let problem = format!("there is no first opinion {name}.{ENDING}; give it the name of one");
            return Err(TableError::Whole { path, problem });
        }
        Ok(Self { first, second })
    }

    /// Agreement of the two judges. Nothing without second opinions.
    #[must_use]
    pub fn agreement(&self) -> Option<Agreement> {
        let (mut pairs, mut reached) = (Vec::new(), Vec::new());
        for (profile, second) in &self.second {
            let first = self.first.get(profile)?;
            let both = second.iter().filter_map(|(key, other)| Some((*first.get(key)?, *other)));
            let both: Vec<(u8, u8)> = both.collect();
            reached.extend(ndcg_of_second(&both));
            pairs.extend(both);
        }
        let above: Vec<_> = pairs.iter().copied().filter(|(one, other)| one.max(other) > &0).collect();
        (!pairs.is_empty()).then(|| Agreement {
            profiles: self.second.len(),
            pairs: pairs.len(),
            weighted_kappa: weighted_kappa(&pairs),
            within_one: within_one(&pairs),
            pairs_above_zero: above.len(),
            within_one_above_zero: within_one(&above),
            second_ndcg_at_10: mean(&reached),
        })
    }
}

fn within_one(pairs: &[(u8, u8)]) -> f64 {
    let near = pairs.iter().filter(|(one, other)| one.abs_diff(*other) <= 1).count();
    near as f64 / pairs.len().max(1) as f64
}

/// The grades of the first judge in the order of the second; where the second makes no difference, each gets their
/// mean.
fn ndcg_of_second(pairs: &[(u8, u8)]) -> Option<f64> {
    let mut shown = Vec::new();
    for grade in (0..=GRADE_MAX).rev() {
        let tied: Vec<f64> =
            pairs.iter().filter(|(_, other)| *other == grade).map(|(one, _)| f64::from(*one)).collect();
        shown.extend(vec![mean(&tied).unwrap_or_default(); tied.len()]);
    }
    let all: Vec<f64> = pairs.iter().map(|(one, _)| f64::from(*one)).collect();
    ndcg(&shown, &all, SECOND_DEPTH)
}

fn read_folder(folder: &Path) -> Result<BTreeMap<String, Grades>, TableError> {
    let mut judged = BTreeMap::new();
    for path in files(folder, ENDING)? {
        judged.insert(stem(&path), read_file(&path)?);
    }
    Ok(judged)
}

fn read_file(path: &Path) -> Result<Grades, TableError> {
    let table = Table::read_with_comments(path, ["key", "grade", "reason"])?;
    let mut grades = Grades::new();
    for row in &table.rows {
        let [key, grade, _] = &row.fields;
        if key.split('/').filter(|part| !part.is_empty()).count() != 2 {
            let problem = format!("“{key}” is no key; write the source, a slash and the id of the record");
            return Err(table.wrong(row.line, "key", problem));
        }
        let grade: u8 = grade.parse().ok().filter(|grade| *grade <= GRADE_MAX).ok_or_else(|| {
            table.wrong(row.line, "grade", format!("“{grade}” is no grade; write a whole number from 0 to {GRADE_MAX}"))
        })?;
        if grades.insert(key.clone(), grade).is_some() {
            return Err(table.wrong(row.line, "key", format!("“{key}” is judged twice; keep one of the lines")));
        }
    }
    Ok(grades)
}

/// Files of a folder with an ending, in the order of their names.
///
/// # Errors
/// [`TableError::Read`] when the folder cannot be read.
pub fn files(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, TableError> {
    let unreadable = |source| TableError::Read { path: folder.to_owned(), source };
    let entries = fs::read_dir(folder).map_err(unreadable)?.take(MAX_FILES);
    let paths: Result<Vec<PathBuf>, _> = entries.map(|entry| entry.map(|entry| entry.path())).collect();
    let mut paths = paths.map_err(unreadable)?;
    paths.retain(|path| path.extension().is_some_and(|found| found == ending));
    paths.sort();
    Ok(paths)
}

/// Name of a file without its ending.
#[must_use]
pub fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join(SECOND_FOLDER)).expect("a folder");
        files.iter().for_each(|(name, text)| fs::write(folder.path().join(name), text).expect("written"));
        folder
    }

    #[test]
    fn grades_are_read_by_profile_and_two_judges_compared() {
        let folder = folder(&[
            ("01-a.tsv", "# profile\ns/a\t3\twhy\ns/b\t0\twhy\ns/c\t1\twhy\n"),
            ("02-b.tsv", "s/a\t2\twhy\n"),
            ("second/01-a.tsv", "s/a\t1\twhy\ns/b\t0\twhy\ns/d\t3\twhy\n"),
            ("README.md", "no judgements"),
        ]);
        let judgements = Judgements::read(folder.path()).expect("judgements");
        assert_eq!(judgements.first["01-a"]["s/c"], 1);
        let agreement = judgements.agreement().expect("two opinions");
        assert_eq!((agreement.profiles, agreement.pairs, agreement.pairs_above_zero), (1, 2, 1));
        assert_eq!((agreement.within_one, agreement.within_one_above_zero), (0.5, 0.0));
        assert_eq!(agreement.second_ndcg_at_10, Some(1.0));
    }

    #[test]
    fn what_is_wrong_names_file_line_field_and_remedy() {
        let check = |name: &str, text: &str, expected: &str| {
            let folder = folder(&[("01-a.tsv", "s/a\t3\twhy\n"), (name, text)]);
            let told = Judgements::read(folder.path()).expect_err("refused").to_string();
            assert!(told.contains(name) && told.contains(expected), "{told}");
        };
        check("01-a.tsv", "s/a\t4\twhy\n", "line 1, grade: “4” is no grade; write a whole number from 0 to 3");
        check("01-a.tsv", "\ns/a\t1\n", "line 2, reason: 2 fields");
        check("01-a.tsv", "zorg-001\t1\twhy\n", "line 1, key: “zorg-001” is no key; write the source, a slash");
        check("01-a.tsv", "s/a\t1\twhy\ns/a\t2\twhy\n", "line 2, key: “s/a” is judged twice");
        check("second/09-z.tsv", "s/a\t1\twhy\n", "there is no first opinion 09-z.tsv");
        let empty = folder(&[]);
        assert!(Judgements::read(empty.path()).expect_err("refused").to_string().contains("holds no judgements"));
        assert!(Judgements::read(&empty.path().join("x")).expect_err("refused").to_string().starts_with("read "));
    }
}
