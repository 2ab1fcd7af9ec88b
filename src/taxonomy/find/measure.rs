//! How good and how fast finding is, on public data that is not part of the project; skipped, visibly, without it.

use super::{FindQuery, MAX_FOUND};
use crate::domain::{ConceptKey, ConceptKind, LanguageCode};
use crate::taxonomy::{ConceptRecord, LabelRole, Taxonomy, TaxonomyData, TaxonomyVersion, esco};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::Read;
use std::path::Path;
use std::time::{Duration, Instant};

const MELO: &str = "../shared/data/melo/nld_q_nl_c_nl";
/// Without optimisation only every so many-th question is asked.
const STRIDE: usize = if cfg!(debug_assertions) { 20 } else { 1 };

fn rows(name: &str) -> Vec<Vec<String>> {
    let file = std::fs::File::open(Path::new(MELO).join(name)).expect("a file of MELO");
    let mut text = String::new();
    flate2::read::MultiGzDecoder::new(file).read_to_string(&mut text).expect("text");
    text.lines().map(|line| line.split('\t').map(Into::into).collect()).collect()
}

/// The taxonomy of the corpus: one concept for each URI with its labels.
fn corpus(uris: &HashMap<String, String>) -> Taxonomy {
    let mut records: BTreeMap<&str, ConceptRecord> = BTreeMap::new();
    let elements = rows("corpus_elements.tsv.gz");
    for element in &elements {
        let uri = uris[&element[0]].as_str();
        let kind = if uri.contains("/isco/") { ConceptKind::Group } else { ConceptKind::Occupation };
        let key = || ConceptKey::new(uri).expect("a valid URI");
        let record = records.entry(uri).or_insert_with(|| ConceptRecord::new(key(), kind));
        let role = if record.labels.is_empty() { LabelRole::Preferred } else { LabelRole::Alternative };
        record.add_label(LanguageCode::DUTCH, &element[1], role);
    }
    let version = TaxonomyVersion::new("melo", "1").expect("a valid version");
    Taxonomy::build(TaxonomyData::assemble(version, records.into_values().collect()).expect("a taxonomy").0)
}

/// Concept level: a question's rank is that of its best right concept.
#[test]
fn titles_of_the_benchmark_find_their_occupation() {
    if !Path::new(MELO).exists() {
        eprintln!("skipped: {MELO} is not there");
        return;
    }
    let uris: HashMap<String, String> =
        rows("concept_mapping.tsv.gz").into_iter().map(|row| (row[0].clone(), row[1].clone())).collect();
    let taxonomy = corpus(&uris);
    let mut right: HashMap<String, HashSet<&str>> = HashMap::new();
    let annotations = rows("annotations.tsv.gz");
    for row in &annotations {
        right.entry(row[0].clone()).or_default().insert(&uris[&row[2]]);
    }
    let kinds = [ConceptKind::Occupation, ConceptKind::Group];
    let query = FindQuery { kinds: &kinds, language: LanguageCode::DUTCH, limit: MAX_FOUND };
    let (mut reciprocal, mut hits, mut first, mut asked) = (0.0, 0, 0, 0);
    for row in rows("queries.tsv.gz").iter().step_by(STRIDE) {
        let found = taxonomy.find(&row[1], query);
        let rank = found.iter().position(|found| right[&row[0]].contains(taxonomy.key(found.concept).as_str()));
        asked += 1;
        reciprocal += rank.map_or(0.0, |rank| 1.0 / (rank + 1) as f64);
        hits += usize::from(rank.is_some_and(|rank| rank < 10));
        first += usize::from(rank == Some(0));
        if std::env::var_os("SHOW_MISSES").is_some() && rank != Some(0) {
            let best = found.first().map(|found| (&found.label.text, found.score_permille, found.how));
            eprintln!("{} → {best:?}, rank {rank:?}", row[1]);
        }
    }
    let share = |count: usize| count as f64 / f64::from(asked);
    let mean = reciprocal / f64::from(asked);
    eprintln!("{asked} titles: MRR {mean:.4}, hit@1 {:.4}, hit@10 {:.4}", share(first), share(hits));
    let (least_mean, least_hits) = if STRIDE == 1 { (0.50, 0.64) } else { (0.40, 0.50) };
    assert!(mean >= least_mean, "MRR {mean}");
    assert!(share(hits) >= least_hits, "hit@10 {}", share(hits));
}

/// Time for one question over full ESCO in two languages.
#[test]
fn a_question_over_full_esco_is_quick() {
    let Some((data, _)) = esco::tests::full() else { return };
    if !Path::new(MELO).exists() {
        eprintln!("skipped: {MELO} is not there");
        return;
    }
    let taxonomy = Taxonomy::build(data.clone());
    let questions: Vec<String> =
        rows("queries.tsv.gz").into_iter().step_by(STRIDE * 5).map(|mut row| row.remove(1)).collect();
    for (name, kinds) in [
        ("occupations", &[ConceptKind::Occupation] as &[ConceptKind]),
        ("abilities", &crate::taxonomy::ABILITIES),
        ("all", &[]),
    ] {
        let query = FindQuery { kinds, language: LanguageCode::DUTCH, limit: 10 };
        let mut times: Vec<Duration> = questions
            .iter()
            .map(|question| {
                let start = Instant::now();
                assert!(taxonomy.find(question, query).len() <= 10);
                start.elapsed()
            })
            .collect();
        times.sort();
        let (middle, slow) = (times[times.len() / 2], times[times.len() * 99 / 100]);
        eprintln!("{name}: p50 {middle:?}, p99 {slow:?}");
        if !cfg!(debug_assertions) {
            assert!(
                middle < Duration::from_millis(20),
                "{name}: {middle:?}; expected 2 ms with room for a busy machine"
            );
        }
    }
}
