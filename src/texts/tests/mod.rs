//! Sentences over the example feeds, sentence by sentence, and for any profile.

mod conditions;
mod phrases;
mod profiles;
mod told;
mod world;
