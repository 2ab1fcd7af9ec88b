//! Numbers in digits, with the separators that a language gives.

/// A whole number with a separator between groups of three digits.
pub(super) fn grouped(number: u64, separator: char) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

/// Kilometres: one decimal below ten, none from there and none of an approximate distance. `near` is said of an approximate distance that says no more than
/// that both places are in one region.
pub(super) fn km(km: f64, approximate: bool, decimal: &str, near: &str) -> String {
    if approximate && km < 1.0 {
        return near.to_owned();
    }
    let about = if approximate { "± " } else { "" };
    let number = if km < 9.95 && !approximate { format!("{km:.1}").replace('.', decimal) } else { format!("{km:.0}") };
    format!("{about}{number} km")
}

/// “a” or “a–b”.
pub(super) fn range(min: u32, max: u32) -> String {
    if min == max { min.to_string() } else { format!("{min}–{max}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_of_three() {
        let cases =
            [(0, "0"), (999, "999"), (1_000, "1.000"), (12_345, "12.345"), (u64::MAX, "18.446.744.073.709.551.615")];
        for (number, text) in cases {
            assert_eq!(grouped(number, '.'), text);
        }
    }

    #[test]
    fn kilometres_round_without_a_jump() {
        assert_eq!(km(9.94, false, ",", ""), "9,9 km");
        assert_eq!(km(9.96, false, ",", ""), "10 km");
        assert_eq!(km(0.0, false, ",", "in de regio"), "0,0 km");
        assert_eq!(km(0.0, true, ",", "in de regio"), "in de regio");
        assert_eq!(km(8.8, true, ",", "in de regio"), "± 9 km");
    }
}
