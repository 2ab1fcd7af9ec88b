//! The file: which occupations are related to which, and how much.

use crate::evaluation::table::{Table, TableError};
use crate::taxonomy::{ConceptNumber, Taxonomy};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Most sources of one file: as many documents as one scan finds.
pub const MAX_OCCUPATIONS: usize = 10_000;
/// Highest gain.
const MAX_GAIN: u8 = 100;

/// Sources with their codes and what is related to them, in the order of keys.
#[derive(Debug)]
pub struct MoveGold {
    sources: Vec<Source>,
    unknown: Vec<String>,
}

/// One source. Places are those in [`MoveGold::sources`], which are the candidates too.
#[derive(Debug)]
pub struct Source {
    /// The occupation.
    pub occupation: ConceptNumber,
    /// Gain of each related candidate, by place.
    pub gains: BTreeMap<usize, u8>,
    /// Places of the others that share a code with it.
    pub shares_code: BTreeSet<usize>,
}

#[derive(Default)]
struct Read<'a> {
    gains: BTreeMap<ConceptNumber, BTreeMap<ConceptNumber, u8>>,
    codes: BTreeMap<ConceptNumber, BTreeSet<&'a str>>,
    unknown: BTreeSet<String>,
}

impl MoveGold {
    /// Reads tab-separated lines of source, target, gain and the code of each in another classification; the first line may
    /// be a header. Of several gains for a pair the highest counts. Pairs with an occupation that the taxonomy does not
    /// have are passed over.
    ///
    /// # Errors
    /// [`TableError`] names file, line and field.
    pub fn read(file: &Path, taxonomy: &Taxonomy) -> Result<Self, TableError> {
        let table = Table::read(
            file,
            ["source occupation", "target occupation", "gain", "code of the source", "code of the target"],
        )?;
        let mut read = Read::default();
        for (number, row) in table.rows.iter().enumerate() {
            let [source, target, gain, source_code, target_code] = &row.fields;
            let gain = match gain.parse::<u8>() {
                Ok(gain) if (1..=MAX_GAIN).contains(&gain) => gain,
                Err(_) if number == 0 => continue,
                _ => {
                    let problem = format!("“{gain}” is no whole number from 1 to {MAX_GAIN}");
                    return Err(table.wrong(row.line, "gain", problem));
                }
            };
            let mut known = |key: &String| {
                let found = taxonomy.concept(key).filter(|it| !taxonomy.occupation_skills(*it).is_empty());
                if found.is_none() {
                    read.unknown.insert(key.clone());
                }
                found
            };
            let (source, target) = (known(source), known(target));
            for (occupation, code) in [(source, source_code), (target, target_code)] {
                if let Some(occupation) = occupation {
                    read.codes.entry(occupation).or_default().insert(code);
                }
            }
            if let Some((source, target)) = source.zip(target) {
                let known = read.gains.entry(source).or_default().entry(target).or_default();
                *known = gain.max(*known);
            }
        }
        let gold = Self::of(&read);
        match gold.sources.len() {
            0 => Err(table
                .whole("names no occupation of the taxonomy in use; choose another with “taxonomy use”".to_owned())),
            count if count > MAX_OCCUPATIONS => {
                Err(table.whole(format!("has more than {MAX_OCCUPATIONS} sources; give a part of it")))
            }
            _ => Ok(gold),
        }
    }

    fn of(read: &Read<'_>) -> Self {
        let places: BTreeMap<ConceptNumber, usize> = read.gains.keys().copied().zip(0..).collect();
        let sources = read.gains.iter().map(|(occupation, gains)| {
            let codes = &read.codes[occupation];
            let shares =
                places.iter().filter(|(other, _)| *other != occupation && !codes.is_disjoint(&read.codes[*other]));
            Source {
                occupation: *occupation,
                gains: gains.iter().filter_map(|(target, gain)| Some((*places.get(target)?, *gain))).collect(),
                shares_code: shares.map(|(_, place)| *place).collect(),
            }
        });
        Self { sources: sources.collect(), unknown: read.unknown.iter().cloned().collect() }
    }

    /// Every source, which is a candidate for the others.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// Keys that the taxonomy does not have as an occupation with skills, in order.
    #[must_use]
    pub fn unknown(&self) -> &[String] {
        &self.unknown
    }
}
