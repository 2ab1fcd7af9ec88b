//! Hard conditions: driving licences, certificate of conduct, diplomas, languages. Named and set apart, never a silent filter.

use super::{class::GateDistance, facts::Facts, rules};
use crate::{
    document::{Columns, GateBits},
    domain::{Cefr, Credentials, Diploma, DrivingLicence, Gates, LanguageLevel, Verdict},
};

/// A hard condition and whether the person meets it.
#[derive(Clone, Debug, PartialEq)]
pub struct GateResult {
    /// What is asked.
    pub asked: GateAsked,
    /// Whether the person meets it.
    pub verdict: Verdict,
    /// Points: 0 or negative.
    pub points: i32,
}

/// What a hard condition asks.
#[derive(Clone, Debug, PartialEq)]
pub enum GateAsked {
    /// A driving licence.
    DrivingLicence(DrivingLicence),
    /// A certificate of conduct. Whether one gets it is seen on application, so it is never known here.
    Vog,
    /// A diploma or registration.
    Diploma(Diploma),
    /// A level in a language.
    Language(LanguageLevel),
}

/// What a profile holds, prepared for the scan.
#[derive(Clone, Debug, Default)]
pub(super) struct Held {
    credentials: Credentials,
    diplomas: Vec<i32>,
}

/// How many hard conditions are known not to be met, and what that would take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unmet {
    count: usize,
    pub(super) distance: GateDistance,
}

impl Unmet {
    const NONE: Self = Self { count: 0, distance: GateDistance::None };

    fn add(&mut self, distance: GateDistance) {
        self.count += 1;
        self.distance = self.distance.max(distance);
    }

    pub(super) fn points(self) -> i32 {
        i32::try_from(self.count.min(rules::GATES_COUNTED_MAX)).unwrap_or(0) * rules::GATE_POINTS
    }
}

impl Held {
    pub(super) fn of(credentials: &Credentials) -> Self {
        let diplomas = credentials.diplomas.iter().map(|name| GateBits::diploma(name)).collect();
        Self { credentials: credentials.clone(), diplomas }
    }

    /// The same with more diplomas, by the hash of their name.
    pub(super) fn with(&self, diplomas: &[i32]) -> Self {
        let mut held = self.clone();
        held.diplomas.extend(diplomas);
        held
    }

    /// Counts during the scan, from columns alone.
    #[inline]
    pub(super) fn unmet(&self, facts: &impl Facts, columns: &Columns) -> Unmet {
        self.unmet_with(&[], facts, columns)
    }

    /// The same as if more diplomas were held, by the hash of their name.
    #[inline]
    pub(super) fn unmet_with(&self, diplomas: &[i32], facts: &impl Facts, columns: &Columns) -> Unmet {
        match facts.gate_bits(columns) {
            bits if bits.is_open() => Unmet::NONE,
            bits => self.unmet_of(bits, diplomas, facts, columns),
        }
    }

    fn unmet_of(&self, bits: GateBits, more: &[i32], facts: &impl Facts, columns: &Columns) -> Unmet {
        let mut unmet = Unmet::NONE;
        for licence in bits.driving_licences().iter() {
            if self.licence(licence) == Verdict::NotMet {
                unmet.add(GateDistance::Course);
            }
        }
        if bits.has_diploma() {
            let demanded = columns.diplomas().into_iter().filter_map(|column| facts.number(column));
            for _ in demanded.filter(|hash| !self.diplomas.contains(hash) && !more.contains(hash)) {
                unmet.add(GateDistance::Diploma);
            }
        }
        if bits.has_language() {
            let asked = columns.languages().into_iter().filter_map(|column| facts.number(column));
            for (language, level) in asked.filter_map(GateBits::unpack_language) {
                if self.language(language, level) == Verdict::NotMet {
                    unmet.add(GateDistance::Course);
                }
            }
        }
        unmet
    }

    /// Verdicts for an explanation; their points add up to those of [`Unmet`].
    pub(super) fn judge(&self, gates: &Gates) -> Vec<GateResult> {
        let licences = gates.driving_licences.iter().map(|it| (GateAsked::DrivingLicence(it), self.licence(it)));
        let vog = gates.vog.then_some((GateAsked::Vog, Verdict::Unknown));
        let diplomas = gates.diplomas.iter().map(|it| (GateAsked::Diploma(it.clone()), self.diploma(it)));
        let languages = gates.languages.iter();
        let languages = languages.map(|it| (GateAsked::Language(*it), self.language(it.language.number(), it.level)));
        let mut not_met = 0;
        let judged = licences.chain(vog).chain(diplomas).chain(languages).map(|(asked, verdict)| {
            not_met += usize::from(verdict == Verdict::NotMet);
            let counts = verdict == Verdict::NotMet && not_met <= rules::GATES_COUNTED_MAX;
            GateResult { asked, verdict, points: if counts { rules::GATE_POINTS } else { 0 } }
        });
        judged.collect()
    }

    pub(super) fn licence(&self, asked: DrivingLicence) -> Verdict {
        if self.credentials.driving_licences.iter().any(|held| includes(held, asked)) {
            Verdict::Met
        } else if self.credentials.driving_licences_known {
            Verdict::NotMet
        } else {
            Verdict::Unknown
        }
    }

    /// A diploma that the law demands and that is not listed is not met; another one is a question.
    pub(super) fn diploma(&self, asked: &Diploma) -> Verdict {
        if self.diplomas.contains(&GateBits::diploma(&asked.name)) {
            Verdict::Met
        } else if asked.regulated {
            Verdict::NotMet
        } else {
            Verdict::Unknown
        }
    }

    /// By the number of the language. A language that is not listed is a question.
    pub(super) fn language(&self, number: u16, asked: Cefr) -> Verdict {
        let held = self.credentials.languages.iter().filter(|held| held.language.number() == number);
        match held.map(|held| held.level).max() {
            Some(level) if level >= asked => Verdict::Met,
            Some(_) => Verdict::NotMet,
            None => Verdict::Unknown,
        }
    }
}

/// Whether holding one category lets one drive the other (Directive 2006/126/EC, articles 4 and 6; T follows Dutch law, where
/// B no longer gives T).
fn includes(held: DrivingLicence, asked: DrivingLicence) -> bool {
    use DrivingLicence::{A, A1, A2, Am, B, Be, C, C1, C1e, Ce, D, D1, D1e, De, T};
    let also: &[DrivingLicence] = match held {
        Am | T => &[],
        A1 => &[Am],
        A2 => &[A1, Am],
        A => &[A2, A1, Am],
        B => &[Am],
        Be | C1 | D1 => &[B, Am],
        C => &[C1, B, Am],
        C1e => &[C1, Be, B, Am],
        D => &[D1, B, Am],
        D1e => &[D1, Be, B, Am],
        Ce => &[C, C1, C1e, Be, B, Am],
        De => &[D, D1, D1e, Be, B, Am],
    };
    held == asked || also.contains(&asked)
}
