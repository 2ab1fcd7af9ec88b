//! Reads a profile from a file or from standard input.

use std::{
    io::{self, Read},
    path::Path,
};

use loopbaanbrug_proto::v1::Profile;
use thiserror::Error;

use super::paths;
use crate::wire::profile_file::{self, PROFILE_BYTES_MAX, ProfileProblem};

/// Why there is no profile; fits “failed to read the profile {file}: {…}”.
#[derive(Debug, Error)]
pub(super) enum ProfileFileError {
    #[error(transparent)]
    Io(#[from] io::Error),
    #[error("larger than {PROFILE_BYTES_MAX} bytes")]
    TooLarge,
    #[error(transparent)]
    Wrong(#[from] ProfileProblem),
}

/// The profile in a file, or on standard input when the path is `-`.
pub(super) fn read(path: &Path) -> Result<Profile, ProfileFileError> {
    let mut text = Vec::new();
    let limit = PROFILE_BYTES_MAX as u64 + 1;
    paths::open(path)?.take(limit).read_to_end(&mut text)?;
    if text.len() > PROFILE_BYTES_MAX { Err(ProfileFileError::TooLarge) } else { parse(&text) }
}

/// Reads canonical proto3 JSON of `loopbaanbrug.v1.Profile`, in which unknown fields are refused.
pub(super) fn parse(text: &[u8]) -> Result<Profile, ProfileFileError> {
    Ok(profile_file::parse(text)?)
}
