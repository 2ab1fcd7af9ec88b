//! Sequences of pages: each is cut from one order, that of one state on one day. Tokens say which state, which day, which
//! call, how far. A token is sealed, so that it works only on the catalogue and for the call that it was made for. It names a
//! state and not a node: another node that serves or keeps the same state goes on with it, whatever its own clock says.

use super::{Engine, EngineError, Snapshot};
use crate::catalogue::TOKEN_KEY_BYTES;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::civil::Date;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{fmt, sync::Arc, time::Instant};

/// Digest of a request without its page fields. It holds nothing of the request that could be read back.
pub type CallDigest = [u8; 16];

/// Which page of a sequence is asked.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// Most items.
    pub size: usize,
    /// Token of the page before; none for the first.
    pub token: Option<String>,
    /// The call it belongs to.
    pub call: CallDigest,
}

impl Page {
    /// The first of a sequence of which no other is asked.
    #[must_use]
    pub fn first(size: usize) -> Self {
        Self { size, ..Self::default() }
    }
}

/// How far a sequence of pages has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Position {
    /// After this many items.
    Offset(u32),
    /// After this key.
    AfterKey(String),
}

/// What a sequence of pages is cut from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Origin {
    /// A state by its name, on a day.
    State {
        name: String,
        #[serde(with = "day")]
        today: Date,
    },
    /// Reports of imports: they do not come from the index.
    Reports,
}

mod day {
    use jiff::civil::Date;
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(day: &Date, to: S) -> Result<S::Ok, S::Error> {
        (day.year(), day.month(), day.day()).serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
        let (year, month, day) = Deserialize::deserialize(from)?;
        Date::new(year, month, day).map_err(D::Error::custom)
    }
}

#[derive(Serialize, Deserialize)]
struct Token {
    origin: Origin,
    position: Position,
    call: CallDigest,
}

/// A page that is to be read.
pub(super) struct Begun {
    /// The state of its sequence.
    pub(super) snapshot: Arc<Snapshot>,
    /// The day of its sequence.
    pub(super) today: Date,
    /// How far the sequence has come; none at its begin.
    pub(super) position: Option<Position>,
}

/// A page of an order that is found anew for each page.
#[derive(Clone)]
pub(super) struct Slice {
    pub(super) snapshot: Arc<Snapshot>,
    pub(super) today: Date,
    pub(super) offset: usize,
    pub(super) size: usize,
    /// So far all pages together reach.
    reach: usize,
    call: CallDigest,
}

impl Slice {
    pub(super) fn end(&self) -> usize {
        self.offset + self.size
    }

    /// The part of a list that stands on the page.
    pub(super) fn of<'a, T>(&self, list: &'a [T]) -> &'a [T] {
        &list[self.offset.min(list.len())..self.end().min(list.len())]
    }
}

impl Engine {
    /// The state and day of a sequence of pages and how far it has come.
    pub(super) async fn page_begin(
        &self,
        page: &Page,
        at_least_revision: u64,
        deadline: Instant,
    ) -> Result<Begun, EngineError> {
        let Some(token) = &page.token else {
            let snapshot = self.snapshot(at_least_revision, deadline).await?;
            return Ok(Begun { snapshot, today: self.today(), position: None });
        };
        let (Origin::State { name, today }, position) = self.shared.sealer.open(token, page.call)? else {
            return Err(EngineError::PageTokenInvalid);
        };
        Ok(Begun { snapshot: self.state_named(&name, deadline).await?, today, position: Some(position) })
    }

    /// The slice that a page is, where all pages together have at most `reach` items.
    pub(super) async fn slice(
        &self,
        page: &Page,
        reach: usize,
        (at_least_revision, deadline): (u64, Instant),
    ) -> Result<Slice, EngineError> {
        let Begun { snapshot, today, position } = self.page_begin(page, at_least_revision, deadline).await?;
        let offset = match position {
            None => 0,
            Some(Position::Offset(offset)) => offset as usize,
            Some(Position::AfterKey(_)) => return Err(EngineError::PageTokenInvalid),
        };
        let size = page.size.min(reach.saturating_sub(offset));
        Ok(Slice { snapshot, today, offset, size, reach, call: page.call })
    }

    /// The token for the page behind a slice; none when `more` says that there is nothing, or when it is out of reach.
    pub(super) fn token_behind(&self, slice: &Slice, more: bool) -> Result<Option<String>, EngineError> {
        let end = slice.end();
        if !more || end >= slice.reach {
            return Ok(None);
        }
        let position = Position::Offset(u32::try_from(end).unwrap_or(u32::MAX));
        let origin = Origin::State { name: slice.snapshot.name(), today: slice.today };
        self.shared.sealer.close(origin, position, slice.call).map(Some)
    }
}

const SEAL_BYTES: usize = 16;
/// Longest token that is looked at.
const TOKEN_CHARS_MAX: usize = 2_000;
/// What tokens of pages are sealed for.
const PAGES: &str = "pages";

/// Seals and opens tokens with the key of the catalogue, which all nodes that share it know.
#[derive(Clone)]
pub(super) struct Sealer {
    key: [u8; TOKEN_KEY_BYTES],
}

impl fmt::Debug for Sealer {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Never the key.
        to.write_str("Sealer")
    }
}

impl Sealer {
    pub(super) fn new(key: [u8; TOKEN_KEY_BYTES]) -> Self {
        Self { key }
    }

    /// Digest of a call of a method, with the key of the catalogue, so that a token cannot be used to test guesses about a profile.
    pub(super) fn digest(&self, method: &str, request: &[u8]) -> CallDigest {
        self.seal(&[method.as_bytes(), &[0], request])
    }

    pub(super) fn close(&self, origin: Origin, position: Position, call: CallDigest) -> Result<String, EngineError> {
        let token = Token { origin, position, call };
        self.written(&token, PAGES)
    }

    /// The origin and the position of a token that was made here for this call.
    pub(super) fn open(&self, token: &str, call: CallDigest) -> Result<(Origin, Position), EngineError> {
        let opened = || self.read::<Token>(token, PAGES).filter(|token| token.call == call);
        let short = token.len() <= TOKEN_CHARS_MAX;
        let token = short.then(opened).flatten().ok_or(EngineError::PageTokenInvalid)?;
        Ok((token.origin, token.position))
    }

    /// A text that holds a content, and that [`Self::read`] takes for the same purpose alone.
    pub(super) fn written(&self, content: &impl Serialize, purpose: &str) -> Result<String, EngineError> {
        let mut bytes = postcard::to_allocvec(content).map_err(anyhow::Error::from)?;
        bytes.extend_from_slice(&self.seal(&[purpose.as_bytes(), &[0], &bytes]));
        Ok(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// What was written for a purpose; none when it is not exactly that.
    pub(super) fn read<T: DeserializeOwned>(&self, written: &str, purpose: &str) -> Option<T> {
        let bytes = URL_SAFE_NO_PAD.decode(written).ok()?;
        let (content, seal) = bytes.split_at_checked(bytes.len().checked_sub(SEAL_BYTES)?)?;
        // Compared as hashes, which takes the same time wherever they differ.
        let sealed = blake3::hash(&self.seal(&[purpose.as_bytes(), &[0], content])) == blake3::hash(seal);
        sealed.then(|| postcard::from_bytes(content).ok()).flatten()
    }

    fn seal(&self, parts: &[&[u8]]) -> [u8; SEAL_BYTES] {
        let mut hasher = blake3::Hasher::new_keyed(&self.key);
        for part in parts {
            hasher.update(part);
        }
        let mut seal = [0; SEAL_BYTES];
        seal.copy_from_slice(&hasher.finalize().as_bytes()[..SEAL_BYTES]);
        seal
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_token_opens_only_for_its_call_and_only_unaltered() {
        let sealer = Sealer::new([1; TOKEN_KEY_BYTES]);
        let call = sealer.digest("Ask", b"question");
        let origin = Origin::State { name: "abc.1".to_owned(), today: date(2026, 12, 1) };
        let token = sealer.close(origin.clone(), Position::Offset(20), call).expect("a token");
        assert_eq!(sealer.open(&token, call).expect("opens"), (origin, Position::Offset(20)));
        for (method, request) in [("Ask", &b"another question"[..]), ("Tell", b"question"), ("As", b"k\0question")] {
            assert!(sealer.open(&token, sealer.digest(method, request)).is_err(), "{method}");
        }
        assert!(Sealer::new([2; TOKEN_KEY_BYTES]).open(&token, call).is_err());
        for place in 0..token.len() {
            let mut altered = token.clone().into_bytes();
            altered[place] = if altered[place] == b'A' { b'B' } else { b'A' };
            let altered = String::from_utf8(altered).expect("ascii");
            assert!(altered == token || sealer.open(&altered, call).is_err(), "altered at {place}");
        }
        assert!(sealer.open("", call).is_err());
    }
}
