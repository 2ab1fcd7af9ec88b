//! Concepts: references as requests give them, summaries as answers show them.

use super::{
    codes::WireCode,
    violations::{Path, Violations},
};
use crate::{
    domain::{ConceptKey, ConceptReference, Label, LanguageCode, Name},
    taxonomy::{ConceptNumber, Taxonomy},
};
use loopbaanbrug_proto::v1;
use v1::concept_reference::Name as Given;

impl Violations {
    /// A reference that must be given.
    pub(crate) fn concept(
        &mut self,
        path: &Path<'_>,
        reference: Option<&v1::ConceptReference>,
    ) -> Option<ConceptReference> {
        let given = reference.and_then(|reference| reference.name.as_ref());
        match self.required(path, given, "a concept, by key or in words")? {
            Given::Key(key) => self.keep(&path.field("key"), ConceptKey::new(key)).map(ConceptReference::Key),
            Given::Text(text) => self.keep(&path.field("text"), Name::new(text)).map(ConceptReference::Text),
        }
    }
}

/// A reference as the record has it.
pub(crate) fn reference(reference: &ConceptReference) -> v1::ConceptReference {
    let name = match reference {
        ConceptReference::Key(key) => Given::Key(key.to_string()),
        ConceptReference::Text(text) => Given::Text(text.to_string()),
    };
    v1::ConceptReference { name: Some(name) }
}

/// A concept with its label in the asked language, or in another when it has none there.
pub(crate) fn summary(taxonomy: &Taxonomy, concept: ConceptNumber, asked: LanguageCode) -> v1::ConceptSummary {
    let language = taxonomy.name(concept, asked).map(|name| name.language.as_str().to_owned());
    v1::ConceptSummary {
        key: taxonomy.key(concept).as_str().to_owned(),
        label: taxonomy.label(concept, asked).to_owned(),
        kind: taxonomy.kind(concept).wire(),
        label_language: language.unwrap_or_default(),
    }
}

/// A label.
pub(crate) fn label(label: &Label) -> v1::Label {
    v1::Label { language: label.language.to_string(), text: label.text.to_string(), preferred: label.preferred }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: Option<Given>) -> (Option<ConceptReference>, Vec<String>) {
        let mut violations = Violations::default();
        let given = v1::ConceptReference { name };
        let read = violations.concept(&Path::root("skill"), Some(&given));
        (read, violations.lines())
    }

    #[test]
    fn a_reference_is_a_key_or_words_and_comes_back_the_same() {
        for name in [Given::Key("lb:skill/plannen".into()), Given::Text("plannen".into())] {
            let (read, problems) = read(Some(name.clone()));
            assert_eq!(problems, Vec::<String>::new());
            assert_eq!(reference(&read.expect("a reference")).name, Some(name));
        }
    }

    #[test]
    fn a_reference_that_is_none_is_named() {
        assert_eq!(read(None).1, ["skill: must be given: a concept, by key or in words"]);
        assert_eq!(read(Some(Given::Text(" ".into()))).1, ["skill.text: must not be empty"]);
        assert!(read(Some(Given::Key("plannen".into()))).1[0].starts_with("skill.key: must be a concept key"));
    }
}
