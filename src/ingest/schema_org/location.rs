//! Where something is: places by Dutch postcode or coordinates, and work from home.

use super::properties::{Properties, Refusal, each, inner, shown, text_of};
use crate::domain::{Coordinates, Invalid, Pc4, Percent, Place};
use serde_json::Value;

/// Names of the Netherlands in `addressCountry`.
const NETHERLANDS: [&str; 6] = ["nl", "nld", "nederland", "netherlands", "the netherlands", "holland"];

/// The first place that can be read, by Dutch postcode or else by coordinates.
pub(super) fn read<'a>(
    posting: &Properties<'_>,
    name: &str,
    locations: impl Iterator<Item = &'a Value> + Clone,
) -> Option<Place> {
    let count = locations.clone().count();
    let mut places = locations.map(place);
    let first = places.next()?;
    let place = first.or_else(|refusal| places.find_map(Result::ok).ok_or(refusal));
    if count > 1 && place.is_ok() {
        posting.note(name, "assumption", format!("names {count} places; the first that can be read is taken"));
    }
    posting.noted(name, place)
}

/// 100 percent when the posting says that the work is done from home.
pub(super) fn remote(posting: &Properties<'_>) -> Option<Percent> {
    const NAME: &str = "jobLocationType";
    let text = posting.first(NAME).and_then(text_of)?;
    let percent = if text.trim().eq_ignore_ascii_case("TELECOMMUTE") {
        Percent::new(100).map_err(Refusal::from)
    } else {
        Err(Refusal::malformed("TELECOMMUTE", &text))
    };
    posting.noted(NAME, percent)
}

fn place(location: &Value) -> Result<Place, Refusal> {
    let address = inner(location, "address").unwrap_or(location);
    let by_postcode = if is_abroad(address) { None } else { postcode(address) };
    if let Some(postcode) = by_postcode {
        return Ok(Place::Pc4(postcode));
    }
    match inner(location, "geo").map(coordinates) {
        Some(coordinates) => coordinates.map(Place::Coordinates),
        None => Err(Refusal::malformed("a Dutch postcode in the address, or coordinates in geo", &shown(address))),
    }
}

fn is_abroad(address: &Value) -> bool {
    let country = inner(address, "addressCountry").and_then(text_of).map(|country| country.trim().to_lowercase());
    country.is_some_and(|country| !NETHERLANDS.contains(&country.as_str()))
}

/// From `postalCode`, or from an address in one text.
fn postcode(address: &Value) -> Option<Pc4> {
    let own = inner(address, "postalCode").and_then(text_of).and_then(|text| postcode_in(&text.to_uppercase()));
    let others = ["streetAddress", "name"].iter().filter_map(|name| inner(address, name)).chain(each(address));
    own.or_else(|| others.filter_map(text_of).find_map(|text| postcode_in(&text)))
}

/// Four digits alone, or four digits with two capital letters behind them, as in “Stationsplein 1, 3511 AB Utrecht”.
fn postcode_in(text: &str) -> Option<Pc4> {
    let text = text.trim();
    if let Ok(postcode) = Pc4::parse(text) {
        return Some(postcode);
    }
    let bytes = text.as_bytes();
    (0..bytes.len()).find_map(|begin| {
        let digits = bytes.get(begin..begin + 4)?;
        let letters = bytes.get(begin + 4..)?.trim_ascii_start();
        let alone_before = begin == 0 || !bytes.get(begin - 1)?.is_ascii_alphanumeric();
        let two_letters = letters.iter().take_while(|byte| byte.is_ascii_uppercase()).count() == 2;
        let alone_behind = letters.get(2).is_none_or(|byte| !byte.is_ascii_alphanumeric());
        let fits = alone_before && two_letters && alone_behind;
        if fits { Pc4::parse(std::str::from_utf8(digits).ok()?).ok() } else { None }
    })
}

fn coordinates(geo: &Value) -> Result<Coordinates, Refusal> {
    let degrees = |name| {
        inner(geo, name)
            .and_then(|value| value.as_f64().or_else(|| text_of(value)?.trim().replace(',', ".").parse().ok()))
    };
    match (degrees("latitude"), degrees("longitude")) {
        // Sites fill in zeros for what they do not know.
        (Some(0.0), Some(0.0)) => Err(Refusal::malformed("the coordinates of the place", "0, 0")),
        (Some(latitude), Some(longitude)) => Ok(Coordinates::from_degrees(latitude, longitude)?),
        _ => Err(Invalid::Missing { expected: "latitude and longitude" }.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn pc4(digits: &str) -> Option<Place> {
        Some(Place::Pc4(Pc4::parse(digits).expect("a postcode")))
    }

    #[track_caller]
    fn check(location: &Value, expected: Option<Place>, notes: usize) {
        let object = json!({ "jobLocation": location });
        let posting = Properties::new(object.as_object().expect("an object"), Vec::new());
        assert_eq!(read(&posting, "jobLocation", posting.all("jobLocation")), expected);
        assert_eq!(posting.finish().expect("no problems").len(), notes);
    }

    #[test]
    fn postcodes() {
        check(&json!({"address": {"postalCode": "3511 AB", "addressCountry": "NL"}}), pc4("3511"), 0);
        check(&json!({"address": {"postalCode": "3511ab", "addressCountry": {"name": "Nederland"}}}), pc4("3511"), 0);
        check(&json!({"address": {"postalCode": 3511}}), pc4("3511"), 0);
        check(&json!({"address": "Stationsplein 1234, 3511 AB Utrecht"}), pc4("3511"), 0);
        check(&json!("3511AB"), pc4("3511"), 0);
        check(
            &json!([{"address": {"addressLocality": "Utrecht"}}, {"address": {"postalCode": "8011 PK"}}]),
            pc4("8011"),
            1,
        );
    }

    #[test]
    fn coordinates_and_what_is_abroad() {
        let point = Some(Place::Coordinates(Coordinates::from_degrees(52.09, 5.12).expect("a point")));
        check(&json!({"geo": {"latitude": "52.09", "longitude": 5.12}}), point, 0);
        check(&json!({"geo": {"latitude": 0, "longitude": 0}}), None, 1);
        check(&json!({"address": {"postalCode": "9000", "addressCountry": "BE"}}), None, 1);
    }
}
