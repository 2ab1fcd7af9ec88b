//! The tantivy fields that follow from a layout. No ranking of tantivy's is ever
//! used, so text keeps neither positions nor lengths.

use tantivy::schema::{FAST, Field, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions};

use crate::analysis::ANALYZER;
use crate::layout::Layout;

/// Name of the fast field with packed terms.
pub(crate) const TERMS: &str = "terms";

/// The fields of one index.
#[derive(Clone, Debug)]
pub(crate) struct Fields {
    pub(crate) key: Field,
    pub(crate) terms: Field,
    pub(crate) numbers: Vec<Field>,
    /// Title and body together: a query never tells them apart.
    pub(crate) text: Field,
    pub(crate) record: Field,
}

/// Name of the fast field of a number column. The caller's names may hold any
/// character, so they stay in the layout file.
pub(crate) fn number_name(position: usize) -> String {
    format!("number_{position}")
}

/// The schema for a layout, and its fields.
pub(crate) fn schema(layout: &Layout) -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let fields = Fields {
        key: builder.add_text_field("key", words_only("raw")),
        terms: builder.add_u64_field(TERMS, FAST),
        numbers: (0..layout.numbers.len())
            .map(|position| builder.add_i64_field(&number_name(position), FAST))
            .collect(),
        text: builder.add_text_field("text", words_only(ANALYZER)),
        record: builder.add_bytes_field("record", STORED),
    };
    (builder.build(), fields)
}

fn words_only(tokenizer: &str) -> TextOptions {
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(tokenizer)
            .set_index_option(IndexRecordOption::Basic)
            .set_fieldnorms(false),
    )
}
