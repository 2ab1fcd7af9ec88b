//! Reading feeds: records and megabytes a second for each format, and how much memory a feed takes that is ten times as long.
//!
//! `cargo bench --bench feeds`. Only the reader is measured, without a catalogue; each feed is made while it is read and never
//! stands in memory as a whole. The baseline is the project's own format in the same run; seconds depend on the machine.
//! Memory is the highest resident size of the process since the case began, above what it was then.

#![expect(clippy::print_stdout, reason = "a benchmark reports on standard output")]

#[path = "../tests/support/hostile.rs"]
#[expect(dead_code, reason = "shared with the integration tests")]
mod hostile;

use loopbaanbrug::ingest::{FeedFormat, FeedReader, FeedSpec};
use std::{fs, time::Instant};

/// Records of a short feed unless `LOOPBAANBRUG_BENCH_RECORDS` says otherwise; the long one has ten times as many.
const RECORDS: usize = 20_000;
const LONGER: usize = 10;
const CHUNK_BYTES: usize = 256 << 10;

/// A feed that is made while it is read: what stands before its records, the records, and what stands behind them.
struct Feed {
    name: &'static str,
    spec: FeedSpec,
    head: &'static str,
    record: fn(usize) -> Vec<u8>,
    tail: &'static str,
}

const MAPPING: &str = "type = \"vacancy\"\n[fields]\nid = \"Nr\"\ntitle = \"Functie\"\ndescription = \"Tekst\"\n\
    employer = \"Werkgever\"\nhours = \"Uren\"\npay_month_eur.min = \"Van\"\npay_month_eur.max = \"Tot\"\nplace.pc4 = \"Postcode\"\n\
    requirements = {column = \"Eisen\", list = \"|\"}";

fn main() {
    let asked = std::env::var("LOOPBAANBRUG_BENCH_RECORDS").ok();
    let records = asked.map_or(RECORDS, |number| number.parse().expect("a number of records"));
    let csv = || FeedSpec::from(FeedFormat::Csv).with_mapping(MAPPING).expect("a mapping");
    let csv_head = "Nr;Functie;Tekst;Werkgever;Uren;Van;Tot;Postcode;Eisen\n";
    let feeds = [
        Feed { name: "NDJSON", spec: FeedFormat::Ndjson.into(), head: "", record: ndjson, tail: "" },
        Feed { name: "CSV", spec: csv(), head: csv_head, record: row, tail: "" },
        Feed { name: "CSV, windows-1252 recognised", spec: csv(), head: csv_head, record: western_row, tail: "" },
        Feed {
            name: "JobPosting, hostile",
            spec: FeedFormat::JobPostingJsonLd.into(),
            head: "[\n",
            record: posting,
            tail: "{}]",
        },
        Feed { name: "web pages, hostile", spec: FeedFormat::HtmlPages.into(), head: "", record: page, tail: "" },
        Feed { name: "EDU-DEX", spec: FeedFormat::EduDexXml.into(), head: "<all>", record: program, tail: "</all>" },
    ];
    println!(
        "{:<32}{:>10}{:>12}{:>10}{:>14}{:>14}",
        "format", "records/s", "MB/s", "ratio", "memory, MiB", "ten times"
    );
    let mut baseline = None;
    for feed in &feeds {
        let short = run(feed, records);
        let long = run(feed, records * LONGER);
        let speed = long.records / long.seconds;
        let ratio = speed / *baseline.get_or_insert(speed);
        println!(
            "{:<32}{:>10.0}{:>12.1}{:>10.2}{:>14.1}{:>14.1}",
            feed.name,
            speed,
            long.megabytes / long.seconds,
            ratio,
            short.memory_mib,
            long.memory_mib
        );
    }
}

struct Outcome {
    records: f64,
    megabytes: f64,
    seconds: f64,
    memory_mib: f64,
}

fn run(feed: &Feed, records: usize) -> Outcome {
    let before_kib = begin_memory();
    let mut reader = FeedReader::new(feed.spec.clone());
    let (mut bytes, mut found, mut seconds) = (0, 0_u32, 0.0);
    let mut chunk = feed.head.as_bytes().to_vec();
    for number in 0..records {
        chunk.extend((feed.record)(number));
        if chunk.len() >= CHUNK_BYTES || number + 1 == records {
            bytes += chunk.len();
            let began = Instant::now();
            reader.push(&chunk).expect("taken");
            found += u32::try_from(reader.by_ref().count()).unwrap_or(u32::MAX);
            seconds += began.elapsed().as_secs_f64();
            chunk.clear();
        }
    }
    reader.push(feed.tail.as_bytes()).expect("taken");
    reader.finish().expect("complete");
    found += u32::try_from(reader.count()).unwrap_or(u32::MAX);
    Outcome {
        records: f64::from(found),
        megabytes: f64::from(u32::try_from(bytes / 1_000).unwrap_or(u32::MAX)) / 1e3,
        seconds,
        memory_mib: f64::from(memory_kib("VmHWM").saturating_sub(before_kib)) / 1024.0,
    }
}

/// Forgets the highest resident size so far and returns the present one.
fn begin_memory() -> u32 {
    // Refused on some machines; then the figures are those of the whole run.
    let _ = fs::write("/proc/self/clear_refs", "5");
    memory_kib("VmRSS")
}

fn memory_kib(name: &str) -> u32 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse().unwrap_or_default()
}

const TEXT: &str =
    "Je helpt inwoners aan de balie en aan de telefoon. Je beantwoordt vragen, maakt afspraken en geeft uitleg.";

fn ndjson(number: usize) -> Vec<u8> {
    format!(
        r#"{{"type":"vacancy","id":"V-{number}","title":"Medewerker {number}","description":"{TEXT}","employer":"Gemeente Voorbeeld","place":{{"pc4":"3511"}},"hours":{{"min":24,"max":36}},"pay_month_eur":{{"min":2801,"max":3994}},"requirements":[{{"skill":{{"text":"plannen"}}}},{{"skill":{{"text":"bellen"}}}}]}}"#
    )
    .into_bytes()
    .into_iter()
    .chain(*b"\n")
    .collect()
}

fn row(number: usize) -> Vec<u8> {
    format!(
        "V-{number};Medewerker {number};\"{TEXT}\n\nEn één regel.\";Gemeente Voorbeeld;24 - 36 uur;€ 2.801,00;3.994;3511 AB;plannen|bellen\n"
    )
    .into_bytes()
}

/// The same in windows-1252.
fn western_row(number: usize) -> Vec<u8> {
    let text = String::from_utf8_lossy(&row(number)).into_owned();
    let byte = |c: char| if c == '€' { 0x80 } else { u8::try_from(u32::from(c)).unwrap_or(b'?') };
    text.chars().map(byte).collect()
}

fn posting(number: usize) -> Vec<u8> {
    hostile::piece(number).text.into_bytes()
}

fn page(number: usize) -> Vec<u8> {
    let script = String::from_utf8_lossy(&posting(number)).into_owned();
    let script = script.trim_end().trim_end_matches(',');
    format!(
        "<!doctype html>\n<html><head><meta charset=utf-8><title>V-{number}</title><script>var x = 1;</script>\
         <script type=\"application/ld+json\">{script}</script></head><body><p>{TEXT}</p></body></html>\n"
    )
    .into_bytes()
}

fn program(number: usize) -> Vec<u8> {
    format!(
        "<program><programClassification><orgUnitId>voorbeeld</orgUnitId><programDuration unit=\"month\">6</programDuration>\
         <programForm>part-time</programForm><programId>{number}</programId></programClassification><programDescriptions>\
         <programName>Cursus {number}</programName><programDescriptionHtml><![CDATA[<p>{TEXT}</p>]]></programDescriptionHtml>\
         </programDescriptions></program>\n"
    )
    .into_bytes()
}
