//! What every page has around its content: language, title, steps, and the conversation in its hidden field.

use super::{
    assets,
    fields::{Problem, Problems},
    talk::Talk,
    words::{Words, words},
};
use crate::texts::Language;
use axum::http::{HeaderMap, header};

/// Around the content of a page.
pub(super) struct Chrome {
    pub(super) lang: &'static str,
    pub(super) other_lang: &'static str,
    /// Title of the page.
    pub(super) title: String,
    /// Last part of the address at which the page can be asked again.
    pub(super) here: &'static str,
    /// The conversation, encoded.
    pub(super) talk: String,
    pub(super) problems: Problems,
    pub(super) icon: String,
    pub(super) style: String,
    pub(super) plan_style: String,
    pub(super) script: String,
    words: &'static Words,
}

impl Chrome {
    /// What is wrong, with the name of its field before it: in the list on top it is read apart from the fields.
    pub(super) fn told(&self, problem: &Problem) -> String {
        match self.words.field(&problem.field) {
            Some(name) => format!("{}: {}", name.trim_end_matches('?'), problem.message),
            None => problem.message.clone(),
        }
    }
}

/// A step of the way, as the navigation shows it.
pub(super) struct StepLink {
    pub(super) path: &'static str,
    pub(super) label: &'static str,
    pub(super) current: bool,
}

/// The steps in order, and the pages that belong to each.
const STEPS: [(&str, &[&str]); 4] = [
    ("tasks", &["tasks"]),
    ("profile", &["profile"]),
    ("options", &["options", "option", "compare"]),
    ("plan", &["plan", "print"]),
];

impl Chrome {
    pub(super) fn new(language: Language, here: &'static str, title: &str, talk: &Talk, problems: Problems) -> Self {
        Self {
            lang: language.code(),
            other_lang: other(language).code(),
            title: title.to_owned(),
            here,
            talk: talk.encode(),
            problems,
            icon: assets::icon(),
            style: assets::style(),
            plan_style: assets::plan_style(),
            script: assets::script(),
            words: words(language),
        }
    }

    /// A page outside the steps.
    pub(super) fn alone(language: Language, title: &str) -> Self {
        Self::new(language, "", title, &Talk::default(), Problems::default())
    }

    pub(super) fn steps(&self) -> Vec<StepLink> {
        let link = |((path, pages), label): (&(&'static str, &[&str]), &'static str)| StepLink {
            path,
            label,
            current: pages.contains(&self.here),
        };
        STEPS.iter().zip(self.words.step_labels).map(link).collect()
    }
}

fn other(language: Language) -> Language {
    match language {
        Language::Dutch => Language::English,
        Language::English => Language::Dutch,
    }
}

/// A language by its two letters.
pub(super) fn language_of_code(code: &str) -> Option<Language> {
    Language::ALL.into_iter().find(|language| language.code() == code)
}

/// The language of an address, or else that of the browser; Dutch when neither names one.
pub(super) fn language_of(path: &str, headers: &HeaderMap) -> Language {
    path.split('/').nth(1).and_then(language_of_code).unwrap_or_else(|| language_of_browser(headers))
}

/// The language of the browser; Dutch when it names none that the page has.
pub(super) fn language_of_browser(headers: &HeaderMap) -> Language {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|it| it.to_str().ok());
    language_accepted(accepted.unwrap_or_default())
}

/// The first language that a browser asks for and that the page has; Dutch when there is none.
fn language_accepted(header: &str) -> Language {
    let mut asked: Vec<(f32, &str)> = header
        .split(',')
        .filter_map(|item| {
            let (tag, parameters) = item.split_once(';').unwrap_or((item, ""));
            let weight = parameters.trim().strip_prefix("q=").map_or(Some(1.0), |q| q.parse().ok())?;
            Some((weight, tag.trim().get(..2)?))
        })
        .filter(|(weight, _)| *weight > 0.0)
        .collect();
    asked.sort_by(|(left, _), (right, _)| right.total_cmp(left));
    asked.into_iter().find_map(|(_, tag)| language_of_code(&tag.to_ascii_lowercase())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn the_language_that_is_wanted_most_is_taken() {
        for (header, language) in [
            ("", Language::Dutch),
            ("nl", Language::Dutch),
            ("en-GB,en;q=0.9,nl;q=0.8", Language::English),
            ("de, nl;q=0.3, en;q=0.7", Language::English),
            ("en;q=0, fr", Language::Dutch),
            ("é;q=x,,", Language::Dutch),
        ] {
            assert_eq!(language_accepted(header), language, "{header}");
        }
    }

    #[test]
    fn an_address_names_its_language_or_the_browser_does() {
        let english = HeaderMap::from_iter([(header::ACCEPT_LANGUAGE, HeaderValue::from_static("en"))]);
        assert_eq!(language_of("/en/options", &HeaderMap::new()), Language::English);
        assert_eq!(language_of("/nl/options", &english), Language::Dutch);
        assert_eq!(language_of("/static/page.css", &HeaderMap::new()), Language::Dutch);
        assert_eq!(language_of("/static/page.css", &english), Language::English);
    }
}
