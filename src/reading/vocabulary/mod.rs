//! The words by which Dutch and English texts say which part this is and what is welcome, denied or offered. All folded.

mod headings;
mod languages;
mod modality;
mod sentences;

pub(super) use headings::*;
pub(super) use languages::*;
pub(super) use modality::*;
pub(super) use sentences::*;
