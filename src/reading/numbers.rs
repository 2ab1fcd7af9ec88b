//! Numbers in running text, written the Dutch or the English way.

/// A number in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Number {
    /// Byte where it begins.
    pub(crate) begin: usize,
    /// Byte behind it.
    pub(crate) end: usize,
    /// Its value in hundredths; further decimals are cut off.
    pub(crate) hundredths: i64,
}

/// Most numbers looked at in one text.
const NUMBERS_MAX: usize = 20;
/// Most digits of one number; a longer one is something else.
const DIGITS_MAX: usize = 9;

/// Finds the numbers of a text. A point or comma before exactly three digits separates thousands, otherwise decimals.
pub(crate) fn numbers(text: &str) -> Vec<Number> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut position = 0;
    while position < bytes.len() && found.len() < NUMBERS_MAX {
        if bytes.get(position).is_some_and(u8::is_ascii_digit) {
            let end = position + number_length(bytes.get(position..).unwrap_or_default());
            let number = text.get(position..end).and_then(hundredths);
            found.extend(number.map(|hundredths| Number { begin: position, end, hundredths }));
            position = end;
        } else {
            position += 1;
        }
    }
    found
}

/// Bytes that belong to the number at the begin: digits, and points and commas between digits.
fn number_length(bytes: &[u8]) -> usize {
    let digit_at = |index: usize| bytes.get(index).is_some_and(u8::is_ascii_digit);
    let belongs =
        |index: usize| digit_at(index) || (matches!(bytes.get(index), Some(b'.' | b',')) && digit_at(index + 1));
    (0..bytes.len()).take_while(|index| belongs(*index)).count()
}

fn hundredths(number: &str) -> Option<i64> {
    let mut groups: Vec<&str> = number.split(['.', ',']).collect();
    let decimals = match groups.last() {
        Some(last) if groups.len() > 1 && last.len() != 3 => groups.pop().unwrap_or_default(),
        _ => "",
    };
    let whole = groups.concat();
    if whole.len() > DIGITS_MAX || (groups.len() > 1 && groups.iter().skip(1).any(|group| group.len() != 3)) {
        return None;
    }
    let cents: String = decimals.chars().chain("00".chars()).take(2).collect();
    Some(whole.parse::<i64>().ok()? * 100 + cents.parse::<i64>().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dutch_and_english_notation() {
        let read = |text| numbers(text).into_iter().map(|number| number.hundredths).collect::<Vec<_>>();
        assert_eq!(read("€ 2.800,- tot € 3.900,50 p.m."), [280_000, 390_050]);
        assert_eq!(read("16,5 of 2,800.25 (45000)"), [1_650, 280_025, 4_500_000]);
        assert_eq!(read("1.2.3 9999999999 12-01"), [1_200, 100]);
    }
}
