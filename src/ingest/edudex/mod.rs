//! EDU-DEX: programmes of Dutch educational institutes as XML, to routes.
//!
//! Read are the elements of programme files, alone or many below one root, and of institute files for the names of institutes;
//! `docs/feeds.md` lists them. Names are compared without their namespace. Documents may define entities, which are never
//! expanded. Elements that are not listed say nothing here.

mod element;
mod feed;
mod program;
mod splitter;

pub(super) use feed::EduDexFeed;
