//! HTML: texts with markup to plain text, and web pages that hold JSON-LD.

mod markup;
mod pages;
mod scripts;
mod splitter;
mod text;

pub(super) use pages::PageFeed;
pub(super) use text::plain_text;
