//! Texts, links and languages of any thing of schema.org.

use super::properties::{Properties, Refusal, each, text_of};
use crate::{
    domain::{Description, LanguageCode, Url},
    ingest::{
        html,
        texts::{LEFT_OUT, cut_note, shortened, with_part},
    },
};
use serde_json::Value;

/// The description, and behind it what sites keep apart although it belongs to the text. One of them must be there.
pub(super) fn description(thing: &Properties<'_>, expected: &'static str, parts: &[&str]) -> Option<Description> {
    const NAME: &str = "description";
    let plain = |name: &str| {
        let texts: Vec<String> = thing.all(name).filter_map(text_of).collect();
        let text = (!texts.is_empty()).then(|| texts.join("\n\n"))?;
        thing.noted(name, html::plain_text(&text).map_err(Refusal::from)).filter(|text| !text.is_empty())
    };
    let mut parts = parts.iter().filter_map(|name| Some((*name, plain(name)?)));
    let mut text = if thing.first(NAME).is_some() {
        cut(thing, thing.required(NAME, expected, html::plain_text)?)
    } else {
        parts.next().map(|(_, text)| cut(thing, text)).unwrap_or_default()
    };
    for (name, more) in parts {
        match with_part(&text, "", &more) {
            Ok(longer) => text = longer,
            Err(invalid) => thing.note(name, invalid.code(), LEFT_OUT),
        }
    }
    if text.is_empty() && thing.first(NAME).is_none() {
        return thing.required(NAME, expected, |_| Description::new(""));
    }
    thing.refused(NAME, Description::new(&text))
}

/// Shortens a text that is too long, and says so.
fn cut(thing: &Properties<'_>, text: String) -> String {
    let (text, was_cut) = shortened(text);
    if was_cut {
        thing.note("description", "too_long", cut_note());
    }
    text
}

/// The text of a link, however it is written: as a text, as a thing that has it for its name or `@id`, or as a list of these.
pub(in crate::ingest) fn link_of(value: &Value) -> Option<String> {
    let value = each(value).next()?;
    text_of(value).or_else(|| text_of(value.get("@id")?))
}

/// `url`, when it is one.
pub(super) fn link(thing: &Properties<'_>) -> Option<Url> {
    const NAME: &str = "url";
    let text = link_of(thing.first(NAME)?);
    thing.noted(NAME, text.ok_or(Refusal::NO_TEXT).and_then(|text| Ok(Url::new(text.trim())?)))
}

/// The language of the texts; Dutch unless the thing says otherwise.
pub(super) fn language(thing: &Properties<'_>) -> LanguageCode {
    const NAMES: &[(&str, &str)] = &[("nederlands", "nl"), ("dutch", "nl"), ("engels", "en"), ("english", "en")];
    let read = || {
        let text = text_of(thing.first("inLanguage")?)?.trim().to_lowercase();
        let named = NAMES.iter().find(|(name, _)| *name == text).map(|(_, code)| *code);
        let code = named.unwrap_or_else(|| text.split(['-', '_']).next().unwrap_or_default());
        thing.noted("inLanguage", LanguageCode::new(code).map_err(Refusal::from))
    };
    read().unwrap_or(LanguageCode::DUTCH)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn described(object: &Value) -> (Option<String>, Vec<String>) {
        let thing = Properties::new(object.as_object().expect("an object"), Vec::new());
        let text = description(&thing, "the text", &["responsibilities"]).map(|text| text.to_string());
        let said = match thing.finish() {
            Ok(notes) | Err(notes) => notes,
        };
        (text, said.into_iter().map(|problem| format!("{} {}", problem.field, problem.code)).collect())
    }

    #[test]
    fn a_text_that_is_too_long_is_cut_at_a_paragraph_with_a_note() {
        let text = format!("<p>{}</p><p>{}</p>", "a ".repeat(9_000), "b ".repeat(9_000));
        let (found, said) = described(&json!({ "description": text }));
        assert_eq!(found.as_deref(), Some("a ".repeat(9_000).trim()));
        assert_eq!(said, ["description too_long"]);
    }

    #[test]
    fn parts_stand_behind_the_text_or_instead_of_it() {
        let (found, _) = described(&json!({"description": "Tekst.", "responsibilities": ["Taak 1", "Taak 2"]}));
        assert_eq!(found.as_deref(), Some("Tekst.\n\nTaak 1\n\nTaak 2"));
        let (found, said) = described(&json!({"responsibilities": "Taak."}));
        assert_eq!((found.as_deref(), said.len()), (Some("Taak."), 0));
        assert_eq!(described(&json!({"description": null})).1, ["description missing"]);
        assert_eq!(described(&json!({"description": "<p> </p>"})).1, ["description empty"]);
    }
}
