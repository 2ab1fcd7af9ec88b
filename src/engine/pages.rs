//! Page tokens: which state, which call, how far. A token is sealed, so that it works only on the catalogue and for the call
//! that it was made for. It names a state and not a node: another node that serves or keeps the same state goes on with it.

use super::EngineError;
use crate::catalogue::TOKEN_KEY_BYTES;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};

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

#[derive(Serialize, Deserialize)]
struct Token {
    state: String,
    position: Position,
    call: CallDigest,
}

const SEAL_BYTES: usize = 16;
/// Longest token that is looked at.
const TOKEN_CHARS_MAX: usize = 2_000;

/// Seals and opens tokens with the key of the catalogue, which all nodes that share it know.
pub(super) struct Sealer {
    key: [u8; TOKEN_KEY_BYTES],
}

impl Sealer {
    pub(super) fn new(key: [u8; TOKEN_KEY_BYTES]) -> Self {
        Self { key }
    }

    /// Digest of a call, with the key of the catalogue, so that a token cannot be used to test guesses about a profile.
    pub(super) fn digest(&self, request: &[u8]) -> CallDigest {
        self.seal(request)
    }

    pub(super) fn close(&self, state: &str, position: Position, call: CallDigest) -> Result<String, EngineError> {
        let token = Token { state: state.to_owned(), position, call };
        let mut bytes = postcard::to_allocvec(&token).map_err(anyhow::Error::from)?;
        bytes.extend_from_slice(&self.seal(&bytes));
        Ok(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// The name of the state and the position of a token that was made here for this call.
    pub(super) fn open(&self, token: &str, call: CallDigest) -> Result<(String, Position), EngineError> {
        let opened = || {
            let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
            let (content, seal) = bytes.split_at_checked(bytes.len().checked_sub(SEAL_BYTES)?)?;
            // Compared as hashes, which takes the same time wherever they differ.
            let sealed = blake3::hash(&self.seal(content)) == blake3::hash(seal);
            let token: Token = postcard::from_bytes(content).ok().filter(|_| sealed)?;
            (token.call == call).then_some((token.state, token.position))
        };
        let short = token.len() <= TOKEN_CHARS_MAX;
        short.then(opened).flatten().ok_or(EngineError::PageTokenInvalid)
    }

    fn seal(&self, bytes: &[u8]) -> [u8; SEAL_BYTES] {
        let mut seal = [0; SEAL_BYTES];
        seal.copy_from_slice(&blake3::keyed_hash(&self.key, bytes).as_bytes()[..SEAL_BYTES]);
        seal
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_opens_only_for_its_call_and_only_unaltered() {
        let sealer = Sealer::new([1; TOKEN_KEY_BYTES]);
        let call = sealer.digest(b"question");
        let token = sealer.close("abc.1", Position::Offset(20), call).expect("a token");
        assert_eq!(sealer.open(&token, call).expect("opens"), ("abc.1".to_owned(), Position::Offset(20)));
        assert!(sealer.open(&token, sealer.digest(b"another question")).is_err());
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
