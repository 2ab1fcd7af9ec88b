//! Moves between occupations: how well the ranking puts first what people who know the work call related.
//!
//! Each occupation of the file stands as a vacancy with its requirements, in an index of its own; a profile claims all
//! skills of the source. Everything goes the way of real questions: document, plan, recall, points. The figures stand in
//! `score`, the file in `gold`.

mod gold;
mod score;
mod world;

pub use gold::{MAX_OCCUPATIONS, MoveGold};
pub use score::MoveFigures;

use super::{measures::Interval, table::TableError};
use crate::domain::LanguageCode;
use crate::matching::{Thresholds, Without};
use crate::taxonomy::{ConceptNumber, Taxonomy};
use score::PerSource;
use serde::Serialize;
use std::path::Path;
use thiserror::Error;
use world::{Asked, MoveWorld, Weighing};

/// Occupations that a report names as unknown.
const UNKNOWN_NAMED_MAX: usize = 20;

/// Why moves cannot be measured. Messages fit “failed to {…}”.
#[derive(Debug, Error)]
pub enum MoveError {
    /// The file is wrong.
    #[error(transparent)]
    Table(#[from] TableError),
    /// The index of the occupations cannot be made or read.
    #[error("rank the occupations: {0}")]
    Index(String),
}

/// What came out.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MoveScores {
    /// Sources asked.
    pub sources: usize,
    /// Number of occupations of the file that the taxonomy does not have; figures are of the others.
    pub unknown_count: usize,
    /// The first of them.
    pub unknown: Vec<String>,
    /// The whole ranking.
    #[serde(flatten)]
    pub whole: MoveFigures,
    /// nDCG@10 over the first, third, fifth, … source, and over the others: to choose on one and confirm on the other.
    pub ndcg_at_10_of_halves: [f64; 2],
    /// nDCG@10 when only the source itself is left out, not what shares a code with it.
    pub ndcg_at_10_with_shared_codes: f64,
    /// Least shares of the weight, in thousandths, for the classes now, with a short course and with a route.
    pub class_thresholds_permille: [u64; 3],
    /// What each part adds.
    pub ablation: Vec<LeftOut>,
}

/// The ranking without one part.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LeftOut {
    /// What is left out.
    pub without: &'static str,
    /// Without it.
    pub ndcg_at_10: f64,
    /// How much it adds: the whole less the ranking without it, over the same sources; none when nothing is related.
    pub adds: Option<Interval>,
}

/// What is left out in turn.
fn ablations() -> [(&'static str, Asked); 11] {
    let asked = |change: fn(&mut Asked)| {
        let mut asked = Asked::default();
        change(&mut asked);
        asked
    };
    [
        ("groups that skills share", asked(|it| it.without.groups = true)),
        ("relations between skills", asked(|it| it.without.relations = true)),
        ("hierarchy of skills", asked(|it| it.without.hierarchy = true)),
        (
            "all near skills",
            asked(|it| it.without = Without { groups: true, relations: true, hierarchy: true, ..it.without }),
        ),
        ("distinctiveness", asked(|it| it.weighing = Weighing::Even)),
        ("distinctiveness squared (plain instead)", asked(|it| it.weighing = Weighing::Plain)),
        ("weight of what is not said", asked(|it| it.without.unsaid = true)),
        ("group of occupations", asked(|it| it.without.family = true)),
        ("names of occupations", asked(|it| it.without.names = true)),
        ("the occupation in the profile", asked(|it| it.names_occupation = false)),
        (
            "all of these (weighted coverage only)",
            asked(|it| {
                it.without =
                    Without { hierarchy: true, relations: true, groups: true, unsaid: true, family: true, names: true };
                it.weighing = Weighing::Plain;
                it.names_occupation = false;
            }),
        ),
    ]
}

/// Measures a file on a taxonomy.
///
/// # Errors
/// [`MoveError`] for a file that cannot be used or an index that cannot be written.
pub fn measure(taxonomy: &Taxonomy, file: &Path) -> Result<MoveScores, MoveError> {
    let gold = MoveGold::read(file, taxonomy)?;
    let world = MoveWorld::build(taxonomy, &gold).map_err(MoveError::Index)?;
    let ask = |asked: Asked| world.rankings(asked).map_err(MoveError::Index);
    let rankings = ask(Asked::default())?;
    let whole = PerSource::of(&gold, &rankings, true);
    let mut ablation = Vec::new();
    for (without, asked) in ablations() {
        let left = PerSource::of(&gold, &ask(asked)?, true);
        ablation.push(LeftOut { without, ndcg_at_10: left.figures().ndcg_at_10, adds: whole.adds_over(&left) });
    }
    Ok(MoveScores {
        sources: gold.sources().len(),
        unknown_count: gold.unknown().len(),
        unknown: gold.unknown().iter().take(UNKNOWN_NAMED_MAX).cloned().collect(),
        whole: whole.figures(),
        ndcg_at_10_of_halves: whole.ndcg_of_halves(),
        ndcg_at_10_with_shared_codes: PerSource::of(&gold, &rankings, false).figures().ndcg_at_10,
        class_thresholds_permille: {
            let it = Thresholds::of(taxonomy);
            [it.now_permille, it.short_course_permille, it.route_permille]
        },
        ablation,
    })
}

/// The name that an occupation has as a vacancy.
fn title(taxonomy: &Taxonomy, occupation: ConceptNumber) -> &str {
    taxonomy.label(occupation, LanguageCode::DUTCH)
}
