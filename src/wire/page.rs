//! Pages as requests ask for them.

use super::violations::{Path, Violations};
use crate::{
    domain::Invalid,
    engine::{CallDigest, Page},
};

/// How many items a page has when the request does not say, and at most.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PageSizes {
    pub(crate) default: usize,
    pub(crate) max: usize,
}

impl Violations {
    /// The size of a page; 0 is the default.
    pub(crate) fn page_size(&mut self, given: u32, sizes: PageSizes) -> Option<usize> {
        let size = usize::try_from(given).unwrap_or(usize::MAX);
        let max = i64::try_from(sizes.max).unwrap_or(i64::MAX);
        let size = match size {
            0 => Ok(sizes.default),
            size if size <= sizes.max => Ok(size),
            _ => Err(Invalid::OutOfRange { min: 1, max, actual: given.to_string() }),
        };
        self.keep(&Path::root("page_size"), size)
    }
}

/// A page of a call. An empty token is the first page.
pub(crate) fn page(size: usize, token: String, call: CallDigest) -> Page {
    Page { size, token: Some(token).filter(|token| !token.is_empty()), call }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_the_default_size_or_one_within_the_limit() {
        let sizes = PageSizes { default: 20, max: 100 };
        let mut violations = Violations::default();
        assert_eq!(violations.page_size(0, sizes), Some(20));
        assert_eq!(violations.page_size(100, sizes), Some(100));
        assert_eq!(violations.page_size(101, sizes), None);
        assert_eq!(violations.lines(), ["page_size: must be between 1 and 100, was 101"]);
        assert_eq!(page(20, String::new(), [0; 16]).token, None);
    }
}
