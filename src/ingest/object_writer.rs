//! Writes one JSON object with its fields in the order of the calls and absent fields left out.

use serde_json::Value;

/// An object in the making.
#[derive(Debug, Default)]
pub(super) struct ObjectWriter(String);

impl ObjectWriter {
    pub(super) fn field(&mut self, name: &str, value: impl Into<Value>) {
        self.raw(name, &value.into().to_string());
    }

    pub(super) fn optional(&mut self, name: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.field(name, value);
        }
    }

    /// An object inside; left out when it holds nothing.
    pub(super) fn object(&mut self, name: &str, inner: &ObjectWriter) {
        if !inner.0.is_empty() {
            self.raw(name, &inner.text());
        }
    }

    /// A list of JSON texts; left out when it holds nothing.
    pub(super) fn list(&mut self, name: &str, items: impl IntoIterator<Item = String>) {
        let items: Vec<String> = items.into_iter().collect();
        if !items.is_empty() {
            self.raw(name, &format!("[{}]", items.join(",")));
        }
    }

    /// The object as JSON text on one line.
    pub(super) fn text(&self) -> String {
        format!("{{{}}}", self.0)
    }

    fn raw(&mut self, name: &str, json: &str) {
        if !self.0.is_empty() {
            self.0.push(',');
        }
        self.0.push_str(&Value::from(name).to_string());
        self.0.push(':');
        self.0.push_str(json);
    }
}
