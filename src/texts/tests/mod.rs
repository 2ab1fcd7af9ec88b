//! Every sort of sentence, said in both languages. Whole explanations are tested over the example feeds in `tests/texts`.

mod advice;
mod conditions;
mod phrases;

use crate::domain::{EuroPerMonth, HoursPerWeek, Level, Name, Range};

fn name(text: &str) -> Name {
    Name::new(text).expect("a name")
}

fn level(value: i64) -> Level {
    Level::new(value).expect("a level")
}

fn hours(min: i64, max: i64) -> Range<HoursPerWeek> {
    let hours = |value| HoursPerWeek::new(value).expect("hours");
    Range::new(hours(min), hours(max)).expect("a range")
}

fn euro(value: i64) -> EuroPerMonth {
    EuroPerMonth::new(value).expect("euros")
}
