//! How well concepts and facts are found in texts that people annotated.
//!
//! # The measure
//! A text has *marks*: a stretch of words, a kind, a value, and a role. Roles are *asked* (also when it is only welcome),
//! *not asked* (denied, or offered by the employer) and *taught* (by a course). What the program finds has the same
//! four. A find is right when a mark of the same kind has the same value and role and at least one character in common
//! with it; a mark makes at most one find right. So a skill under “wij bieden” that is found as a requirement is a false
//! find and a missed mark. Precision is right / found, recall right / marked, F1 their harmonic mean, over all texts of a
//! set together. Skills and knowledge are one kind here, since a reader does not tell them apart.
//!
//! `per_text` asks less of the place: each value and role once for each text, wherever it stands.

mod gold;
mod score;

pub use gold::{GoldError, GoldText, MAX_TEXTS};
pub use score::{Difference, Kind, Score};

use crate::domain::LanguageCode;
use crate::taxonomy::{MentionForm, Taxonomy};
use score::{Item, compare, per_text};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;

/// Folders of the sets: texts that may be looked at, and texts that only a measure reads.
const SETS: [(&str, bool); 2] = [("open", true), ("held-out", false)];

/// What was measured.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// The set that may be looked at, then the one held out.
    pub sets: Vec<SetReport>,
}

/// The scores of one set of texts.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SetReport {
    /// Name of the folder.
    pub set: &'static str,
    /// Number of texts.
    pub texts: usize,
    /// By kind, marks and finds one by one.
    pub kinds: BTreeMap<Kind, Score>,
    /// By kind, each value and role once for each text.
    pub per_text: BTreeMap<Kind, Score>,
    /// Of skills and knowledge that were found at the right place, the share whose role was right too.
    pub role_accuracy: f64,
    /// Of concepts found, by the way they were named, how many named the right concept at the right place.
    pub forms: BTreeMap<&'static str, Score>,
    /// What differs; only of the set that may be looked at, and only when asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub differences: Vec<Difference>,
}

/// Measures every set below a folder.
///
/// # Errors
/// [`GoldError`] when a file cannot be read or is no annotated text, or when there is no text at all.
pub fn measure(taxonomy: &Taxonomy, folder: &Path, with_differences: bool) -> Result<Report, GoldError> {
    let mut report = Report::default();
    for (set, open) in SETS {
        let texts = gold::read_folder(&folder.join(set))?;
        if !texts.is_empty() {
            report.sets.push(measure_set(taxonomy, set, &texts, open && with_differences));
        }
    }
    if report.sets.is_empty() {
        return Err(GoldError::NoTexts { path: folder.to_owned() });
    }
    Ok(report)
}

fn measure_set(taxonomy: &Taxonomy, set: &'static str, texts: &[GoldText], with_differences: bool) -> SetReport {
    let mut report = SetReport { set, texts: texts.len(), ..SetReport::default() };
    let (mut placed, mut in_role) = (0_usize, 0_usize);
    for text in texts {
        let extraction = taxonomy.extract(&text.body, LanguageCode::DUTCH, text.kind);
        let found = score::items(taxonomy, &extraction, text.kind);
        for kind in Kind::ALL {
            let of_kind =
                |items: &[Item]| -> Vec<Item> { items.iter().filter(|it| it.kind == kind).cloned().collect() };
            let (marks, finds) = (of_kind(&text.marks), of_kind(&found));
            let compared = compare(&marks, &finds);
            report.kinds.entry(kind).or_default().add(marks.len(), finds.len(), compared.right);
            let (marked, found, right) = per_text(&marks, &finds);
            report.per_text.entry(kind).or_default().add(marked, found, right);
            if kind == Kind::Ability {
                placed += compared.placed;
                in_role += compared.right;
                by_form(
                    &mut report.forms,
                    &marks,
                    &finds,
                    &extraction.mentions.iter().map(|it| it.form).collect::<Vec<_>>(),
                );
            }
            if with_differences {
                report.differences.extend(compared.differences(text, &marks, &finds));
            }
        }
    }
    report.role_accuracy = score::share(in_role, placed);
    for score in report.kinds.values_mut().chain(report.per_text.values_mut()).chain(report.forms.values_mut()) {
        score.finish();
    }
    report
}

/// Finds by their form, whatever their role. Items know the mention they came from.
fn by_form(scores: &mut BTreeMap<&'static str, Score>, marks: &[Item], finds: &[Item], forms: &[MentionForm]) {
    for find in finds {
        let Some(form) = find.mention.and_then(|mention| forms.get(mention)) else { continue };
        let right = marks.iter().any(|mark| mark.value == find.value && mark.overlaps(find));
        scores.entry(form.name()).or_default().add(0, 1, usize::from(right));
    }
}
