//! HTML: texts with markup to plain text, and web pages that hold JSON-LD.

mod pages;
mod scripts;
mod text;

pub(super) use pages::PageFeed;
pub(super) use text::plain_text;
