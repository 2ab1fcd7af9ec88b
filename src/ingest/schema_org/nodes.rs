//! Things that other things of the same document refer to by `@id`, such as the organisation of a posting.

use super::{
    feed::{ThingKind, kind_of},
    properties::each,
};
use crate::ingest::{
    Limits,
    json_elements::{Content, ElementSplitter},
    json_nesting::graph_items,
};
use serde_json::{Map, Value};
use std::collections::{HashMap, HashSet};

/// Nodes by `@id`, and the `@id`s of dates of courses that belong to a course here.
#[derive(Clone, Debug, Default)]
pub(in crate::ingest) struct Nodes {
    by_id: HashMap<String, Map<String, Value>>,
    instances: HashSet<String>,
}

/// Steps that a reference is followed inside of what it led to.
const STEPS_MAX: usize = 2;
/// References that are followed in one thing.
const REFERENCES_MAX: usize = 50;

impl Nodes {
    /// Remembers every small node of a text that is one object, a list, a `@graph`, or several of these.
    pub(in crate::ingest) fn remember_all(&mut self, text: &[u8]) {
        self.remember_items(text, true);
    }

    fn remember_items(&mut self, text: &[u8], graphs: bool) {
        let mut splitter = ElementSplitter::new(1);
        splitter.push(text);
        splitter.finish();
        while let Some(element) = splitter.next_element() {
            let Content::Object(bytes) = element.content else {
                splitter.resync();
                continue;
            };
            // A graph inside of a graph is none.
            if let Some(items) = graph_items(bytes).and_then(|range| bytes.get(range)).filter(|_| graphs) {
                self.remember_items(items, false);
            } else if bytes.len() <= Limits::NODE_BYTES_MAX
                && let Ok(Value::Object(node)) = serde_json::from_slice(bytes)
            {
                self.remember(&node);
            }
        }
    }

    /// Remembers a node that has an `@id` and is not a mere reference itself.
    pub(super) fn remember(&mut self, node: &Map<String, Value>) {
        for instance in node.get("hasCourseInstance").into_iter().flat_map(each) {
            if self.instances.len() < Limits::NODES_KEPT_MAX
                && let Some(id) = instance.get("@id").and_then(Value::as_str)
            {
                self.instances.insert(id.to_owned());
            }
        }
        let Some(id) = node.get("@id").and_then(Value::as_str) else { return };
        if reference(node).is_none() && self.by_id.len() < Limits::NODES_KEPT_MAX && !is_record(node) {
            self.by_id.insert(id.to_owned(), node.clone());
        }
    }

    /// Remembers what stands in these properties of a node, also inside of one another.
    pub(super) fn remember_inside(&mut self, node: &Map<String, Value>, properties: &[&str], steps: usize) {
        let Some(left) = steps.checked_sub(1) else { return };
        let held = properties.iter().filter_map(|name| node.get(*name)).flat_map(each).filter_map(Value::as_object);
        for inner in held {
            self.remember(inner);
            self.remember_inside(inner, properties, left);
        }
    }

    /// Whether a course has this thing among its dates.
    pub(super) fn is_part(&self, node: &Map<String, Value>) -> bool {
        node.get("@id").and_then(Value::as_str).is_some_and(|id| self.instances.contains(id))
    }

    /// Puts what is referred to in the place of each reference; what is not known stays a reference.
    pub(super) fn resolve(&self, thing: &mut Map<String, Value>) {
        if !self.by_id.is_empty() {
            let mut left = REFERENCES_MAX;
            thing.values_mut().for_each(|value| self.resolve_value(value, STEPS_MAX, &mut left));
        }
    }

    fn resolve_value(&self, value: &mut Value, steps: usize, left: &mut usize) {
        match value {
            Value::Array(items) => items.iter_mut().for_each(|item| self.resolve_value(item, steps, left)),
            Value::Object(object) => {
                if let Some(node) = reference(object).and_then(|id| self.by_id.get(id)).filter(|_| *left > 0) {
                    object.clone_from(node);
                    *left -= 1;
                }
                if let Some(steps) = steps.checked_sub(1) {
                    object.values_mut().for_each(|value| self.resolve_value(value, steps, left));
                }
            }
            _ => {}
        }
    }
}

/// Whether a node is a record for itself, which others hardly refer to; dates of a course are parts of it.
fn is_record(node: &Map<String, Value>) -> bool {
    kind_of(node).is_some_and(|kind| kind != ThingKind::Instance)
}

/// The `@id` of an object that says nothing else but perhaps its type.
pub(super) fn reference(object: &Map<String, Value>) -> Option<&str> {
    let only = object.keys().all(|name| matches!(name.as_str(), "@id" | "@type"));
    object.get("@id").and_then(Value::as_str).filter(|_| only)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn references_are_followed_and_circles_end() {
        let mut nodes = Nodes::default();
        let text = json!([
            {"@id": "#org", "@type": "Organization", "name": "Voorbeeldstad", "location": {"@id": "#place"}},
            {"@graph": [{"@id": "#place", "@type": "Place", "owner": {"@id": "#org"}, "name": "Hier"}]},
        ]);
        nodes.remember_all(text.to_string().as_bytes());
        let mut thing = json!({"hiringOrganization": {"@id": "#org"}, "other": [{"@id": "#none"}]});
        nodes.resolve(thing.as_object_mut().expect("an object"));
        assert_eq!(thing["hiringOrganization"]["name"], "Voorbeeldstad");
        assert_eq!(thing["hiringOrganization"]["location"]["name"], "Hier");
        assert_eq!(thing["other"][0], json!({"@id": "#none"}));
    }
}
