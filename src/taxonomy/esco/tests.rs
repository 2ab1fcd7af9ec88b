//! The importer over small files of our own, and over full ESCO when it is there.

use super::{EscoError, SkipReason, import};
use crate::domain::{ConceptKind, LanguageCode};
use crate::notes::skipped;
use crate::taxonomy::{FindQuery, Taxonomy, TaxonomyData};
use flate2::{Compression, write::GzEncoder};
use std::io::Write;
use std::path::Path;
use std::sync::LazyLock;
use std::time::Instant;

/// Full ESCO, from the root of the project.
const ESCO: &str = "../shared/data/esco";

fn directory(files: &[(&str, &str)]) -> tempfile::TempDir {
    let directory = tempfile::tempdir().expect("a directory");
    for (name, text) in files {
        let path = directory.path().join(name);
        if name.ends_with(".gz") {
            let mut packed = GzEncoder::new(std::fs::File::create(path).expect("a file"), Compression::fast());
            packed.write_all(text.as_bytes()).expect("written");
            packed.finish().expect("written");
        } else {
            std::fs::write(path, text).expect("written");
        }
    }
    directory
}

const SKILLS: (&str, &str) = (
    "skills_en_v1.0.0.csv.gz",
    "conceptUri,skillType,preferredLabel,altLabels,hiddenLabels,description,status\n\
     ex:count,skill/competence,count things,\"do sums\nreckon | add up\",kount,To count.,released\n\
     ex:maths,knowledge,mathematics,,,,released\n\
     ex:talk,skill/competence,talk Frisian,,,,released\n\
     ex:old,skill/competence,use a slide rule,,,,obsolete\n\
     ex:nameless,knowledge,,,,,released\n\
     no uri,knowledge,nothing,,,,released\n",
);

fn small() -> tempfile::TempDir {
    directory(&[
        SKILLS,
        ("skills_en_v0.9.csv", "conceptUri,preferredLabel\nex:gone,gone\n"),
        ("skill_labels_nl.tsv", "conceptUri\tprefLabel_nl\nex:count\ttellen\nex:nowhere\tnergens\n"),
        (
            "occupations_nl.csv",
            "conceptUri,iscoGroup,preferredLabel,altLabels\nex:clerk,4311,boekhouder,boekhoudster\n",
        ),
        ("languageSkillsCollection_en.csv", "conceptUri\nex:talk\n"),
        (
            "occupationSkillRelations.csv",
            "occupationUri,relationType,skillUri\nex:clerk,optional,ex:count\nex:clerk,essential,ex:count\n\
             ex:clerk,optional,ex:maths\nex:clerk,vital,ex:maths\nex:clerk,optional,ex:old\n",
        ),
        ("skillSkillRelations.csv", "originalSkillUri,relationType,relatedSkillUri\nex:count,optional,ex:maths\n"),
        (
            "skillsHierarchy_en.csv",
            "Level 0 URI,Level 0 preferred term,Level 1 URI,Level 1 preferred term\nex:top,top,,\nex:top,top,ex:sub,sub\n",
        ),
        ("broaderRelationsSkillPillar.csv", "conceptUri,broaderUri\nex:count,ex:sub\nex:count,ex:count\n"),
        ("dictionary_en.csv", "a\n1\n"),
    ])
}

#[test]
fn labels_kinds_and_relations_come_together() {
    let directory = small();
    let (data, _) = import(directory.path(), "1.0.0").expect("imported");
    let taxonomy = Taxonomy::build(data);
    assert_eq!(taxonomy.version().to_string(), "esco 1.0.0");
    let concept = |key: &str| taxonomy.concept(key).unwrap_or_else(|| panic!("no {key}"));
    let (count, maths, clerk) = (concept("ex:count"), concept("ex:maths"), concept("ex:clerk"));
    assert_eq!(taxonomy.kind(count), ConceptKind::Skill);
    assert_eq!(taxonomy.kind(maths), ConceptKind::Knowledge);
    assert_eq!(taxonomy.kind(concept("ex:talk")), ConceptKind::Language);
    assert_eq!(taxonomy.label(count, LanguageCode::DUTCH), "tellen");
    assert_eq!(taxonomy.description(count, LanguageCode::ENGLISH), Some("To count."));
    let labels: Vec<&str> = taxonomy.labels(count).iter().map(|label| &*label.text).collect();
    assert_eq!(labels, ["count things", "tellen", "do sums", "reckon", "add up"], "the hidden one is not shown");
    assert_eq!(taxonomy.related(maths), [count]);
    assert_eq!(taxonomy.broader(count), [concept("ex:sub")]);
    assert_eq!(taxonomy.broader(concept("ex:sub")), [concept("ex:top")]);
    assert_eq!(taxonomy.isco_group(clerk), Some("4311"));
    let skills: Vec<_> = taxonomy.occupation_skills(clerk).iter().map(|skill| (skill.skill, skill.essential)).collect();
    assert_eq!(skills, [(count, true), (maths, false)]);
    let query = FindQuery { kinds: &[], language: LanguageCode::ENGLISH, limit: 3 };
    let found = taxonomy.find("kount", query);
    assert_eq!((found[0].concept, &*found[0].label.text), (count, "count things"), "a hidden label is found");
}

#[test]
fn the_report_says_what_was_not_used() {
    let directory = small();
    let (_, report) = import(directory.path(), "1.0.0").expect("imported");
    let counts: Vec<(SkipReason, usize)> = report.skipped.iter().map(|(reason, some)| (*reason, some.count)).collect();
    let expected = [
        (SkipReason::MissingValue, 1),
        (SkipReason::MalformedUri, 1),
        (SkipReason::NotReleased, 1),
        (SkipReason::UnknownRelation, 1),
        (SkipReason::UnknownConcept, 2),
        (SkipReason::WrongKind, 1),
    ];
    assert_eq!(counts, expected, "{report:#?}");
    let example = &report.skipped[&SkipReason::MalformedUri].examples[0];
    assert_eq!((example.place.clone(), &*example.what), (Some(("skills_en_v1.0.0.csv.gz".into(), 8)), "no uri"));
    assert_eq!(report.set_aside, [("skills_en_v0.9.csv".into(), "skills_en_v1.0.0.csv.gz".into())]);
    assert_eq!(report.not_used, ["dictionary_en.csv"]);
    assert_eq!(report.absent, ["broaderRelationsOccPillar"]);
    assert!(!report.mixes_versions());
}

#[test]
fn files_that_are_not_esco_are_an_error() {
    let error = |files: &[(&str, &str)]| import(directory(files).path(), "1").expect_err("refused").to_string();
    assert!(error(&[("readme.txt", "x")]).contains("there is no file such as skills_en.csv"));
    assert!(
        error(&[("skills_en.csv", "uri,label\n1,2\n")]).starts_with("skills_en.csv: there is no column “conceptUri”")
    );
    assert!(error(&[("skills_en.csv", "conceptUri,preferredLabel\n")]).contains("no concept"));
    let damaged = directory(&[SKILLS]);
    std::fs::write(damaged.path().join("skills_en_v1.0.0.csv.gz"), b"\x1f\x8b\x08\x00rubbish").expect("written");
    assert!(matches!(import(damaged.path(), "1"), Err(EscoError::Unreadable { .. })));
    assert!(matches!(import(Path::new("nowhere"), "1"), Err(EscoError::Io { .. })));
}

/// Full ESCO, imported once for all tests; none, with a visible note, when it is not there.
pub(in crate::taxonomy) fn full() -> Option<&'static (TaxonomyData, super::EscoReport)> {
    static FULL: LazyLock<Option<(TaxonomyData, super::EscoReport)>> = LazyLock::new(|| {
        let directory = Path::new(ESCO);
        directory.exists().then(|| import(directory, "1.1.1").expect("full ESCO is imported"))
    });
    if FULL.is_none() {
        skipped(format_args!("{ESCO} is not there"));
    }
    FULL.as_ref()
}

#[test]
fn full_esco_is_read_with_its_gaps_named() {
    let Some((data, report)) = full() else { return };
    eprintln!("{report:#?}");
    assert!(data.count(ConceptKind::Occupation) > 3_000);
    assert!(data.count(ConceptKind::Skill) > 10_000);
    assert_eq!(data.count(ConceptKind::Language), 346);
    let aside: Vec<&str> = report.set_aside.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(aside, ["occupations_nl_v1.1.1.csv.gz"]);
    assert!(report.mixes_versions());
    let unknown = report.skipped.get(&SkipReason::UnknownConcept).map_or(0, |some| some.count);
    assert!(unknown < 200, "{unknown} mentions of unknown concepts");
}

#[test]
fn full_esco_loads_and_builds_quickly() {
    let Some((data, _)) = full() else { return };
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("esco");
    let start = Instant::now();
    data.write_to(&path).expect("written");
    let written = start.elapsed();
    let start = Instant::now();
    let read = TaxonomyData::read_from(&path).expect("read");
    let loaded = start.elapsed();
    assert_eq!(read, *data);
    let start = Instant::now();
    let taxonomy = Taxonomy::build(read);
    let built = start.elapsed();
    let bytes = std::fs::metadata(&path).expect("a file").len();
    eprintln!(
        "{} concepts, {} labels, {bytes} bytes: written in {written:?}, read in {loaded:?}, built in {built:?}",
        taxonomy.len(),
        data.labels()
    );
}
