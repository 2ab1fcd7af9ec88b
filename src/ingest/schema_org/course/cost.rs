//! What a course costs: `offers`, in whole euros.

use super::{
    super::properties::{Properties, Refusal, each, inner, text_of},
    instances::Instances,
};
use crate::{
    domain::{Cost, Payer, WholeEuro},
    reading::numbers,
};
use serde_json::Value;

const NAME: &str = "offers";

/// The price of the first offer in euros. Free is zero and paid by nobody; who pays otherwise is not stated anywhere.
pub(super) fn read(course: &Properties<'_>, instances: &Instances<'_>) -> Cost {
    let is_free = course.first("isAccessibleForFree").is_some_and(says_yes);
    let offers = course.all(NAME).chain(instances.values(&[NAME]));
    let prices: Vec<_> = offers.filter_map(price).collect();
    let readable: Vec<i64> = prices.iter().filter_map(|price| price.as_ref().ok().copied()).collect();
    if let Some(refusal) = prices.into_iter().find_map(Result::err).filter(|_| readable.is_empty()) {
        course.noted::<()>(NAME, Err(refusal));
    }
    let price = if is_free { Some(0) } else { readable.first().copied() };
    if readable.iter().any(|other| Some(*other) != price) {
        course.note(NAME, "assumption", "has several prices; the first is taken");
    }
    let amount = price.and_then(|euro| course.noted(NAME, WholeEuro::new(euro).map_err(Refusal::from)));
    let payer = amount.filter(|amount| amount.get() == 0).map(|_| Payer::Free);
    Cost { amount, payer }
}

fn says_yes(value: &Value) -> bool {
    let text = text_of(value).unwrap_or_default().to_lowercase();
    value.as_bool().unwrap_or(matches!(text.as_str(), "true" | "yes" | "ja" | "1") || text.ends_with("/true"))
}

/// Whole euros of one offer, rounded; nothing when it names no price.
fn price(offer: &Value) -> Option<Result<i64, Refusal>> {
    let specification = inner(offer, "priceSpecification");
    let named = |name| inner(offer, name).or_else(|| inner(specification?, name));
    let currency = named("priceCurrency").and_then(text_of).unwrap_or_else(|| "EUR".to_owned());
    let category = inner(offer, "category").and_then(text_of).unwrap_or_default().to_lowercase();
    let value = named("price").or_else(|| named("lowPrice")).or_else(|| each(offer).find(|value| !value.is_object()));
    let Some(value) = value else {
        return matches!(category.as_str(), "free" | "gratis").then_some(Ok(0));
    };
    if !matches!(currency.trim().to_uppercase().as_str(), "EUR" | "€") {
        return Some(Err(Refusal::malformed("in euros", &currency)));
    }
    let text = text_of(value).unwrap_or_default();
    let lower = text.to_lowercase();
    if ["gratis", "free", "kosteloos"].iter().any(|word| lower.contains(word)) {
        return Some(Ok(0));
    }
    if let Some(unit) = named("unitText").or_else(|| named("billingDuration")).and_then(text_of) {
        return Some(Err(Refusal::malformed("a price for the whole course", &format!("{text} by the {unit}"))));
    }
    // A plain number has a point for decimals, whatever their number.
    let plain = text.trim().parse::<f64>().ok().filter(|euro| (0.0..1e9).contains(euro));
    let hundredths = plain.and_then(|euro| format!("{:.0}", euro * 100.0).parse::<i64>().ok());
    let hundredths = hundredths.or_else(|| numbers(&text).first().map(|number| number.hundredths));
    Some(hundredths.map(|cents| (cents + 50) / 100).ok_or_else(|| Refusal::malformed("a price in euros", &text)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn prices_in_every_form() {
        let read = |offer: Value| price(&offer).and_then(Result::ok);
        assert_eq!(read(json!({"price": "1250.00", "priceCurrency": "EUR"})), Some(1_250));
        assert_eq!(read(json!({"price": 75.65})), Some(76));
        assert_eq!(read(json!({"price": "€ 1.250,-"})), Some(1_250));
        assert_eq!(read(json!({"priceSpecification": [{"price": "995", "priceCurrency": "EUR"}]})), Some(995));
        assert_eq!(read(json!({"category": "Free"})), Some(0));
        assert_eq!(read(json!({"price": "Gratis"})), Some(0));
        assert_eq!(read(json!({"lowPrice": 100, "highPrice": 200})), Some(100));
        assert_eq!(read(json!({"price": 100, "priceCurrency": "USD"})), None);
        let by_month = json!({"price": "22", "priceSpecification": {"price": "22", "unitText": "maand"}});
        assert_eq!(read(by_month), None);
        assert_eq!(read(json!({"url": "https://leren.example"})), None);
    }
}
