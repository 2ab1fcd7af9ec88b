//! Pay by the month or by the hour as it is written, and the scale.

use super::{Fact, FactFound, HourlyPay, Passage};
use crate::domain::{EuroPerMonth, Range as Between};
use crate::reading::Modality;
use crate::reading::numbers::{Number, numbers};
use std::ops::Range;

/// Amounts in euros that are a pay by the month.
const MONTH_EUR: std::ops::RangeInclusive<i64> = 900..=15_000;
/// Amounts in cents that are a pay by the hour.
const HOUR_CENTS: std::ops::RangeInclusive<i64> = 900..=12_000;
/// Highest number of a scale.
const MAX_SCALE: u8 = 120;
/// A sentence with none of these tells of other money.
const PAY_WORDS: &[&str] = &[
    "maand",
    "salaris",
    "bruto",
    "schaal",
    "fwg",
    "loon",
    "verdien",
    "p.m",
    "p/m",
    "cao",
    "month",
    "salary",
    "gross",
    "wage",
    "inkomen",
    "max",
    "fulltime",
    "inschaling",
];
/// Money that is no pay, named shortly before the amount or behind it.
const OTHER_MONEY: &[&str] = &[
    "budget",
    "bonus",
    "kosten",
    "vergoeding",
    "toeslag",
    "cursusgeld",
    "collegegeld",
    "per jaar",
    "jaarlijks",
    "premie",
    "korting",
    "per year",
    "annual",
    "prijs",
    "eigen bijdrage",
    "subsidie",
];
/// What stands between the ends of a range, once signs of money are off.
const LINKS: &[&str] = &[
    "",
    "tot",
    "en",
    "-",
    "–",
    "—",
    "/",
    "to",
    "tot maximaal",
    "en maximaal",
    "tot en met",
    "t/m",
    "and",
    "tot max",
    "max",
    "oplopend tot",
    "naar",
    "oplopend naar",
    "tot uiteindelijk",
    "en max",
    "bruto tot",
    "tot ten hoogste",
];
/// Characters looked at around an amount.
const NEAR_BYTES: usize = 40;

pub(super) fn read(passage: &mut Passage<'_, '_>) {
    let bytes = passage.document.bytes(passage.sentence.words.clone());
    // A currency sign may stand before the first word.
    let text = passage.document.text().get(bytes.clone()).unwrap_or_default();
    let lower = text.to_ascii_lowercase();
    amounts(passage, bytes.start, &lower);
    scales(passage);
}

fn amounts(passage: &mut Passage<'_, '_>, offset: usize, text: &str) {
    let found = numbers(text);
    let mut at = 0;
    while let Some(number) = found.get(at) {
        at += 1;
        let after = window(text, number.end..number.end + NEAR_BYTES);
        let marked = is_money(passage, offset, text, number);
        let next = found.get(at).filter(|next| is_range(&text[number.end..next.begin]));
        let last = next.unwrap_or(number);
        let hourly = window(text, last.end..last.end + NEAR_BYTES);
        if !marked || is_other(text, number, last) {
            continue;
        }
        let clock = text[number.end..].trim_start().starts_with("uur");
        if HOUR_CENTS.contains(&number.hundredths) && !clock && is_hourly(text, number, hourly) {
            at += usize::from(next.is_some());
            push_hourly(passage, offset, number, last);
        } else if MONTH_EUR.contains(&(number.hundredths / 100)) && (next.is_some() || says_pay(passage, text, after)) {
            at += usize::from(next.is_some());
            push_monthly(passage, offset, number, last);
        }
    }
}

fn is_money(passage: &Passage<'_, '_>, offset: usize, text: &str, number: &Number) -> bool {
    let before = offset + number.begin;
    let from = before.saturating_sub(5);
    let all = passage.document.text();
    let from = (from..=before).find(|at| all.is_char_boundary(*at)).unwrap_or(before);
    let sign = all[from..before].contains('€') || all[from..before].to_ascii_lowercase().contains("eur");
    sign || window(text, number.end..number.end + 24).contains("euro")
        || window(text, number.end..number.end + 24).contains('€')
        || says_pay(passage, text, "") && text[number.begin..number.end].contains('.') && number.hundredths >= 150_000
}

fn says_pay(passage: &Passage<'_, '_>, text: &str, after: &str) -> bool {
    let says = |text: &str| PAY_WORDS.iter().any(|word| text.contains(word));
    says(text) || says(after) || passage.sentence.section == crate::reading::Section::Offer
}

fn is_hourly(text: &str, number: &Number, behind: &str) -> bool {
    let before = window(text, number.begin.saturating_sub(NEAR_BYTES)..number.begin);
    let says =
        |text: &str| ["per uur", "p/u", "p.u", "/uur", "an hour", "per hour", "/u"].iter().any(|w| text.contains(w));
    says(behind) || before.contains("uurloon") || before.contains("per uur")
}

fn is_other(text: &str, first: &Number, last: &Number) -> bool {
    let before = window(text, first.begin.saturating_sub(NEAR_BYTES / 2)..first.begin);
    let behind = window(text, last.end..last.end + NEAR_BYTES / 2);
    let names = |text: &str| OTHER_MONEY.iter().any(|word| text.contains(word));
    names(before) || names(behind.split([',', ';', '(', '.']).find(|part| !part.trim().is_empty()).unwrap_or_default())
}

/// Whether what stands between two amounts makes them the ends of a range.
fn is_range(between: &str) -> bool {
    let plain = between.replace(",-", " ").replace(",–", " ").replace(['€', '\u{a0}', ','], " ");
    let plain = plain.replace("euro", " ").replace("eur", " ").replace("bruto", " ").replace("minimaal", " ");
    let plain = plain.replace("max.", "max");
    LINKS.contains(&plain.split_whitespace().collect::<Vec<_>>().join(" ").as_str())
}

/// A stretch of text, cut to what is there.
fn window(text: &str, range: Range<usize>) -> &str {
    let begin = (range.start.min(text.len())..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    let end = (0..=range.end.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text.get(begin..end.max(begin)).unwrap_or_default()
}

fn push_monthly(passage: &mut Passage<'_, '_>, offset: usize, first: &Number, last: &Number) {
    let euro = |number: &Number| EuroPerMonth::new(number.hundredths / 100);
    if let (Ok(min), Ok(max)) = (euro(first), euro(last))
        && let Ok(range) = Between::new(min, max)
    {
        push(passage, Fact::MonthlyPay(range), offset + first.begin..offset + last.end);
    }
}

fn push_hourly(passage: &mut Passage<'_, '_>, offset: usize, first: &Number, last: &Number) {
    let cents = |number: &Number| u32::try_from(number.hundredths).unwrap_or_default();
    let (min_cents, max_cents) = (cents(first), cents(last).max(cents(first)));
    push(passage, Fact::HourlyPay(HourlyPay { min_cents, max_cents }), offset + first.begin..offset + last.end);
}

/// Pay is a condition of the work wherever it stands.
fn push(passage: &mut Passage<'_, '_>, fact: Fact, bytes: Range<usize>) {
    let section = passage.sentence.section;
    passage.found.push(FactFound { fact, bytes, section, modality: Modality::Must });
}

/// “schaal 7”, “FWG 35”, “salarisschaal 8”, “scale 9”.
fn scales(passage: &mut Passage<'_, '_>) {
    let words = passage.words();
    for at in 0..words.len().saturating_sub(1) {
        let named =
            words[at].folded.ends_with("schaal") || matches!(&*words[at].folded, "fwg" | "scale" | "functiegroep");
        let number = words[at + 1].folded.parse::<u8>().ok().filter(|number| (1..=MAX_SCALE).contains(number));
        if let Some(number) = number.filter(|_| named) {
            passage.add_condition(Fact::Scale(number), at..at + 2);
        }
    }
}
