//! Whole explanations in words, over the example feeds and for any profile.

mod profiles;
mod told;
mod world;
