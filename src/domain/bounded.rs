//! Lists with a limit.

use super::Invalid;
use std::ops::Deref;

/// A list of at most `MAX` items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounded<T, const MAX: usize>(Vec<T>);

impl<T, const MAX: usize> Bounded<T, MAX> {
    /// The limit, for messages.
    pub const MAX: usize = MAX;

    /// Checks the number of items.
    ///
    /// # Errors
    /// [`Invalid::TooMany`].
    pub fn new(items: Vec<T>) -> Result<Self, Invalid> {
        match items.len() {
            actual if actual > MAX => Err(Invalid::TooMany { max: MAX, actual }),
            _ => Ok(Self(items)),
        }
    }

    /// The same items where more may stand.
    #[must_use]
    pub fn widened<const WIDER: usize>(self) -> Bounded<T, WIDER> {
        const { assert!(WIDER >= MAX) };
        Bounded(self.0)
    }

    /// The items.
    #[must_use]
    pub fn into_vec(self) -> Vec<T> {
        self.0
    }
}

impl<T, const MAX: usize> Default for Bounded<T, MAX> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T, const MAX: usize> Deref for Bounded<T, MAX> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<'a, T, const MAX: usize> IntoIterator for &'a Bounded<T, MAX> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}
