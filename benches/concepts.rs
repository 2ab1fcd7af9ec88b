//! Finding and completing concepts on full ESCO in two languages, against naive baselines in the same run.
//!
//! `cargo bench --bench concepts`. Completing is measured over every beginning of a sample of labels, against a scan of all
//! labels for the same beginning; finding over a sample of occupation titles without one letter, against a letter-by-letter
//! comparison with every label. The ratio is the result; milliseconds depend on the machine. Quality is measured on labels
//! that are left out of the taxonomy and asked as questions.

#![expect(clippy::print_stdout, reason = "a benchmark reports on standard output")]

use loopbaanbrug::{
    domain::{ConceptKey, ConceptKind, LanguageCode},
    taxonomy::{ConceptRecord, FindQuery, LabelRole, MAX_FOUND, Taxonomy, TaxonomyData, TaxonomyVersion, esco},
};
use std::{
    hint::black_box,
    path::Path,
    time::{Duration, Instant},
};

const KINDS: [ConceptKind; 4] =
    [ConceptKind::Skill, ConceptKind::Knowledge, ConceptKind::Language, ConceptKind::Occupation];
/// Labels of which every beginning is completed.
const COMPLETED_LABELS: usize = 400;
/// Letters up to which labels are typed.
const TYPED_LETTERS_MAX: usize = 30;
/// Titles that are found.
const FOUND_TITLES: usize = 600;
/// Questions of a baseline: it is slow.
const BASELINE_QUESTIONS: usize = 60;
const LIMIT: usize = 10;

fn main() {
    let files = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/esco");
    if !files.is_dir() {
        println!("skipped: no ESCO files in {}", files.display());
        return;
    }
    let (data, _) = esco::import(&files, "1.1.1").expect("ESCO is read");
    let began = Instant::now();
    let taxonomy = Taxonomy::build(data);
    println!("{:<44}{:>10.0} ms", "taxonomy built", began.elapsed().as_secs_f64() * 1e3);
    let labels = searched_labels(&taxonomy);
    println!("{:<44}{:>10}", "labels of skills and occupations", labels.len());
    complete(&taxonomy, &labels);
    find(&taxonomy, &labels);
    for (name, kinds, language, every) in [
        ("Dutch occupations", &KINDS[3..], LanguageCode::DUTCH, 3),
        ("English occupations", &KINDS[3..], LanguageCode::ENGLISH, 3),
        ("English skills", &KINDS[..2], LanguageCode::ENGLISH, 10),
    ] {
        left_out(&taxonomy, name, kinds, language, every);
    }
}

fn searched_labels(taxonomy: &Taxonomy) -> Vec<String> {
    let concepts = taxonomy.numbers().filter(|concept| KINDS.contains(&taxonomy.kind(*concept)));
    concepts.flat_map(|concept| taxonomy.labels(concept)).map(|label| label.text.to_lowercase()).collect()
}

fn query<'a>(kinds: &'a [ConceptKind]) -> FindQuery<'a> {
    FindQuery { kinds, language: LanguageCode::DUTCH, limit: LIMIT }
}

fn complete(taxonomy: &Taxonomy, labels: &[String]) {
    let mut typed = Vec::new();
    for label in labels.iter().step_by((labels.len() / COMPLETED_LABELS).max(1)) {
        let letters = label.chars().count().min(TYPED_LETTERS_MAX);
        typed.extend((1..=letters).map(|count| label.chars().take(count).collect::<String>()));
    }
    let ours = times(&typed, |typed| taxonomy.complete(typed, query(&KINDS)).len());
    let first: Vec<String> = typed.iter().filter(|typed| typed.chars().count() == 1).cloned().collect();
    let first = times(&first, |typed| taxonomy.complete(typed, query(&KINDS)).len());
    let few = sample(&typed, BASELINE_QUESTIONS);
    let scan = times(&few, |typed| labels.iter().filter(|label| label.starts_with(typed.as_str())).count());
    report("complete, every letter", &ours);
    report("complete, the first letter", &first);
    report("baseline: labels that begin so, by scan", &scan);
    ratio("complete against the scan, p50", &ours, &scan);
}

fn find(taxonomy: &Taxonomy, labels: &[String]) {
    let occupations = taxonomy.numbers().filter(|concept| taxonomy.kind(*concept) == ConceptKind::Occupation);
    let titles: Vec<String> =
        occupations.map(|concept| without_a_letter(taxonomy.label(concept, LanguageCode::DUTCH))).collect();
    let titles = sample(&titles, FOUND_TITLES);
    let occupations = times(&titles, |title| taxonomy.find(title, query(&KINDS[3..])).len());
    let all = times(&titles, |title| taxonomy.find(title, query(&[])).len());
    let few = sample(&titles, BASELINE_QUESTIONS);
    let compared = times(&few, |title| {
        let alike = labels.iter().map(|label| strsim::jaro_winkler(title, label)).fold(0.0, f64::max);
        usize::from(alike > 0.0)
    });
    report("find, occupations", &occupations);
    report("find, all kinds", &all);
    report("baseline: letters compared with every label", &compared);
    ratio("find all kinds against the baseline, p50", &all, &compared);
}

/// Labels that are left out of the taxonomy and asked: does the concept still come first?
fn left_out(source: &Taxonomy, name: &str, kinds: &[ConceptKind], language: LanguageCode, every: usize) {
    let mut records = Vec::new();
    let mut questions: Vec<(ConceptKey, String)> = Vec::new();
    let concepts = source.numbers().filter(|concept| kinds.contains(&source.kind(*concept)));
    for (place, concept) in concepts.enumerate() {
        let mut record = ConceptRecord::new(source.key(concept).clone(), source.kind(concept));
        let labels: Vec<_> = source.labels(concept).iter().filter(|label| label.language == language).collect();
        let alternatives: Vec<_> = labels.iter().filter(|label| !label.preferred).collect();
        let asked = (place % every == 0 && alternatives.len() >= 2).then(|| alternatives[place % alternatives.len()]);
        for label in &labels {
            if asked.is_some_and(|asked| asked.text == label.text) {
                continue;
            }
            let role = if label.preferred { LabelRole::Preferred } else { LabelRole::Alternative };
            record.add_label(language, &label.text, role);
        }
        questions.extend(asked.map(|asked| (record.key.clone(), asked.text.to_string())));
        if !record.labels.is_empty() {
            records.push(record);
        }
    }
    let version = TaxonomyVersion::new("part", "1").expect("a version");
    let taxonomy = Taxonomy::build(TaxonomyData::assemble(version, records).expect("a taxonomy").0);
    let query = FindQuery { kinds, language, limit: MAX_FOUND };
    let ranks: Vec<Option<usize>> = questions
        .iter()
        .map(|(key, words)| taxonomy.find(words, query).iter().position(|found| taxonomy.key(found.concept) == key))
        .collect();
    let total = ranks.len().max(1) as f64;
    let mrr = ranks.iter().flatten().map(|rank| 1.0 / (rank + 1) as f64).sum::<f64>() / total;
    let hits = ranks.iter().flatten().filter(|rank| **rank < 10).count() as f64 / total;
    println!("{:<44}{:>10.3} MRR{:>10.3} hit@10{:>8} asked", format!("left out: {name}"), mrr, hits, ranks.len());
}

fn without_a_letter(label: &str) -> String {
    let middle = label.chars().count() / 2;
    label.chars().enumerate().filter(|(at, _)| *at != middle).map(|(_, letter)| letter).collect()
}

fn sample(texts: &[String], count: usize) -> Vec<String> {
    texts.iter().step_by((texts.len() / count).max(1)).cloned().collect()
}

/// Times of one call each, the shortest first.
fn times(texts: &[String], mut call: impl FnMut(&String) -> usize) -> Vec<Duration> {
    let mut times: Vec<Duration> = texts
        .iter()
        .map(|text| {
            let began = Instant::now();
            black_box(call(text));
            began.elapsed()
        })
        .collect();
    times.sort_unstable();
    times
}

fn at(times: &[Duration], percent: usize) -> f64 {
    times[(times.len() * percent / 100).min(times.len() - 1)].as_secs_f64() * 1e3
}

fn report(name: &str, times: &[Duration]) {
    println!("{name:<44}{:>10.3} ms p50{:>10.3} ms p99{:>8} asked", at(times, 50), at(times, 99), times.len());
}

fn ratio(name: &str, ours: &[Duration], baseline: &[Duration]) {
    println!("{name:<44}{:>10.2} × the baseline", at(ours, 50) / at(baseline, 50));
}
