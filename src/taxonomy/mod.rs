//! Concepts, their labels, hierarchy and relations; the importers that read them; words to concepts; and an opportunity
//! as the taxonomy understands it. Also the departments' task lists, which name concepts.
//!
//! A [`Taxonomy`] is immutable and computed from [`TaxonomyData`] alone, so two machines with the same data agree in
//! every number. Nothing here knows people, scores or storage of opportunities.

mod assemble;
mod data;
mod diff;
mod distinctiveness;
pub mod esco;
mod extract;
pub mod find;
mod groups;
mod kinship;
pub mod nearness;
mod number;
mod overlay;
mod record;
mod resolve;
pub mod starter;
mod starter_file;
mod stem;
mod storage;
pub mod tasks;
#[expect(clippy::module_inception, reason = "the file is named after the type it holds")]
mod taxonomy;
mod understand;

pub use assemble::{AssembleError, LeftOut, LeftOutReason};
pub use data::{MAX_CONCEPTS, MAX_LABEL_CHARS, MAX_LABELS_PER_CONCEPT, TaxonomyData};
pub use diff::{Fate, Removed, TaxonomyDiff};
pub use extract::{Extraction, MAX_CONCEPTS_IN_TEXT, MAX_MENTIONS, Mention, MentionForm};
pub use find::{Completed, CompletionMatch, FindQuery, Found, LabelMatch, MAX_FOUND};
pub use groups::{SharedGroup, SharedGroups, tells};
pub use kinship::{ISCO_DIGITS, Kin};
pub use nearness::{MAX_NEAR, Near, Nearness};
pub use number::ConceptNumber;
pub use overlay::{MAX_OVERLAY_BYTES, MAX_OVERLAY_ROWS, Overlay, OverlayError, PassedOver};
pub use record::{ConceptRecord, LabelRecord, LabelRole, TaxonomyVersion};
pub use resolve::{MAX_ALTERNATIVES, Resolution, SURE_MARGIN_PERMILLE, SURE_SPELLING_PERMILLE};
pub use starter_file::StarterError;
pub use storage::{MAX_CONTENT_BYTES, StorageError};
pub use tasks::{DepartmentTasks, OFFICIAL, TaskList, TaskListError};
pub use taxonomy::{OccupationSkill, Taxonomy};
pub use understand::{
    ENOUGH_REQUIREMENTS, FEW_REQUIREMENTS, LEAST_SURE_PERMILLE, MAX_FROM_TEXT, UNDERSTANDING_VERSION, Understood,
    UnderstoodRequirement, UnderstoodTaught, understand,
};

use crate::domain::ConceptKind;
use taxonomy::Concept;

/// The kinds that a person can claim and work can require.
pub const ABILITIES: [ConceptKind; 3] = [ConceptKind::Skill, ConceptKind::Knowledge, ConceptKind::Language];
