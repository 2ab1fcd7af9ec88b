//! One element of XML as a small tree: names without namespaces, attributes, texts.

use super::super::{Limits, Problem};
use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

/// An element with what is inside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    /// Texts directly inside, joined.
    text: String,
    children: Vec<Element>,
}

impl Element {
    /// Parses one element. Entities that a document defines are not expanded.
    pub(super) fn parse(text: &str) -> Result<Self, Problem> {
        let broken = |error: quick_xml::Error| Problem::of_record("not_xml", format!("must be correct XML; {error}"));
        let mut reader = Reader::from_str(text);
        reader.config_mut().check_end_names = true;
        let mut open = vec![Self::default()];
        loop {
            match reader.read_event().map_err(broken)? {
                Event::Start(start) => {
                    if open.len() > Limits::XML_DEPTH_MAX {
                        let message =
                            format!("must have at most {} elements inside one another", Limits::XML_DEPTH_MAX);
                        return Err(Problem::of_record("not_xml", message));
                    }
                    open.push(Self::begin(&start)?);
                }
                Event::Empty(start) => {
                    let element = Self::begin(&start)?;
                    innermost(&mut open).children.push(element);
                }
                Event::End(_) => {
                    if let Some(element) = open.pop() {
                        innermost(&mut open).children.push(element);
                    }
                }
                Event::Text(text) => innermost(&mut open).text.push_str(&text.xml10_content()),
                Event::CData(text) => innermost(&mut open).text.push_str(&text.xml10_content()),
                Event::GeneralRef(reference) => {
                    let character = match reference.resolve_char_ref().map_err(broken)? {
                        Some(character) => character,
                        None => predefined(&reference.xml10_content())?,
                    };
                    innermost(&mut open).text.push(character);
                }
                Event::Eof => break,
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
        let mut outside = open.swap_remove(0);
        match outside.children.pop() {
            Some(element) if open.is_empty() => Ok(element),
            _ => Err(Problem::of_record("not_xml", "must close every element that it opens")),
        }
    }

    fn begin(start: &BytesStart<'_>) -> Result<Self, Problem> {
        let mut attributes = Vec::new();
        for attribute in start.attributes() {
            let attribute = attribute
                .map_err(|error| Problem::of_record("not_xml", format!("must have correct attributes; {error}")))?;
            // Only words of lists are read of attributes, so what is escaped in them does not matter.
            attributes.push((local(attribute.key.as_ref()), attribute.value.into_owned()));
        }
        Ok(Self { name: local(start.name().as_ref()), attributes, ..Self::default() })
    }

    /// The text directly inside, without white space around it; nothing when there is none.
    pub(super) fn text(&self) -> Option<&str> {
        Some(self.text.trim()).filter(|text| !text.is_empty())
    }

    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.trim())
    }

    /// Every element of a name directly inside.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The first element at a path of names, and of several with the same name the first.
    pub(super) fn find(&self, path: &[&str]) -> Option<&Self> {
        match path {
            [] => Some(self),
            [name, rest @ ..] => {
                self.children.iter().filter(|child| child.name == *name).find_map(|child| child.find(rest))
            }
        }
    }

    /// The text at a path.
    pub(super) fn text_at(&self, path: &[&str]) -> Option<&str> {
        self.find(path).and_then(Self::text)
    }

    /// The first element of a name at any depth.
    pub(super) fn inside(&self, name: &str) -> Option<&Self> {
        self.children.iter().find_map(|child| if child.name == name { Some(child) } else { child.inside(name) })
    }
}

/// The element that is open; never empty while an element is parsed.
fn innermost(open: &mut Vec<Element>) -> &mut Element {
    if open.is_empty() {
        open.push(Element::default());
    }
    let last = open.len() - 1;
    &mut open[last]
}

fn local(name: &str) -> String {
    name.rsplit(':').next().unwrap_or_default().to_owned()
}

fn predefined(name: &str) -> Result<char, Problem> {
    match name {
        "amp" => Ok('&'),
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        _ => {
            let name: String = name.chars().filter(|c| !c.is_control()).take(20).collect();
            let message =
                format!("must not use the entity “&{name};”, which XML does not define; write the character itself");
            Err(Problem::of_record("not_xml", message))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_with_texts_of_every_kind() {
        let text = "<p:a x:lang=\"nl\"><b>een &amp; <![CDATA[<twee>]]> &#233;</b><c/><b>drie</b></p:a>";
        let element = Element::parse(text).expect("XML");
        assert_eq!((element.name.as_str(), element.attribute("lang")), ("a", Some("nl")));
        assert_eq!(element.text_at(&["b"]), Some("een & <twee> é"));
        assert_eq!(element.all("b").count(), 2);
        assert!(element.find(&["c"]).is_some() && element.text_at(&["c"]).is_none());
    }

    #[test]
    fn what_is_no_xml_is_refused() {
        for text in ["<a><b></a>", "<a>&nbsp;</a>", "<a>", "<a b=1></a>", "<a>&bomb;</a>", ""] {
            assert_eq!(Element::parse(text).expect_err("refused").code, "not_xml", "{text}");
        }
        let deep = "<a>".repeat(Limits::XML_DEPTH_MAX + 1) + &"</a>".repeat(Limits::XML_DEPTH_MAX + 1);
        assert!(Element::parse(&deep).is_err());
    }
}
