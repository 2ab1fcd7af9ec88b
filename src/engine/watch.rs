//! Changes as they come, straight from the catalogue: in the order of revisions, removals included.
//!
//! A watcher's place is a place in the feed of changes and says nothing of this process, so it can go on anywhere and at any
//! time later. It also says in which past: a catalogue that has lost what a watcher was given tells it so, instead of going
//! on with other changes of the same numbers.

use super::{Engine, EngineError, limits, pages::Sealer};
use crate::{
    catalogue::{Catalogue, Change, ChangeCursor, Head},
    domain::{OpportunityKey, SourceName},
};
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// Most characters of a token: a key of the longest names, in whatever letters, fits.
pub const RESUME_TOKEN_CHARS_MAX: usize = 900;

/// Where to begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WatchFrom {
    /// After everything of this revision; 0 is the beginning.
    Revision(u64),
    /// After what an earlier step had, see [`WatchStep::resume_token`].
    Token(String),
}

/// Some changes, or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WatchStep {
    /// Changes of the asked source.
    pub changes: Vec<Change>,
    /// Where to go on.
    pub resume_token: String,
    /// Set when what was given until now, applied in order, is exactly the state at this revision.
    pub complete_revision: Option<u64>,
}

/// Somebody who watches.
#[derive(Debug)]
pub struct Watching {
    catalogue: Catalogue,
    revisions: watch::Receiver<u64>,
    tokens: Tokens,
    cursor: ChangeCursor,
    /// Up to which revision is read now, and in which past.
    target: Head,
    /// Whether it was said that everything up to `target` was given.
    told: bool,
    /// After how long without anything to say a sign of life is due.
    heartbeat: Duration,
}

impl Engine {
    /// Begins to watch a source, or all of them.
    ///
    /// # Errors
    /// [`EngineError::ResumeTokenInvalid`]; [`EngineError::RevisionUnknown`] when the catalogue has not come that far;
    /// [`EngineError::RevisionLost`] when it no longer has what the token stands after.
    pub async fn watch(&self, from: WatchFrom, source: Option<SourceName>) -> Result<Watching, EngineError> {
        let catalogue = self.shared.catalogue.clone();
        let tokens = Tokens { sealer: self.shared.sealer.clone(), source };
        let revisions = catalogue.watch_revision();
        let (cursor, target) = match from {
            WatchFrom::Revision(asked) => match catalogue.head_after(Head { revision: asked, mark: 0 }).await? {
                Some(head) => (ChangeCursor::after_revision(asked), head),
                None => return Err(EngineError::RevisionUnknown { asked, current: catalogue.revision().await? }),
            },
            WatchFrom::Token(token) => {
                let (cursor, read) = tokens.read(&token).ok_or(EngineError::ResumeTokenInvalid)?;
                (cursor, head_after(&catalogue, read).await?)
            }
        };
        let heartbeat = Duration::from_millis(limits::WATCH_HEARTBEAT_MS);
        Ok(Watching { catalogue, revisions, tokens, cursor, target, told: false, heartbeat })
    }
}

impl Watching {
    /// The next changes, as soon as there are some; or that all were given; or, after [`limits::WATCH_HEARTBEAT_MS`] without
    /// any, a sign of life: the same again, or nothing when other sources are being read all the while.
    ///
    /// # Errors
    /// [`EngineError::RevisionLost`] when the catalogue no longer has what was given; a failure of the catalogue.
    pub async fn next(&mut self) -> Result<WatchStep, EngineError> {
        let begun = Instant::now();
        let mut sign_of_life = false;
        loop {
            let mut changes = self.catalogue.changes(&self.cursor, self.target.revision, limits::WATCH_PAGE).await?;
            if let Some(last) = changes.last() {
                self.cursor = last.cursor();
                self.told = false;
                if let Some(source) = &self.tokens.source {
                    changes.retain(|change| change.key.source == *source);
                }
                if !changes.is_empty() || begun.elapsed() >= self.heartbeat {
                    return self.step(changes, None);
                }
                continue;
            }
            // A record that changed while pages were read has moved to a later revision: exact only when none came meanwhile.
            let now = head_after(&self.catalogue, self.target).await?;
            if !now.is_same(self.target) {
                self.target = now;
                continue;
            }
            self.cursor = ChangeCursor::after_revision(self.target.revision);
            if !std::mem::replace(&mut self.told, true) || sign_of_life {
                return self.step(Vec::new(), Some(self.target.revision));
            }
            // Before it is said again that all was given, the database is asked again.
            sign_of_life = !self.changed().await;
        }
    }

    /// Where to go on after a change, for whoever sends some changes of a step earlier than others.
    ///
    /// # Errors
    /// None in practice.
    pub fn resume_token_after(&self, change: &Change) -> Result<String, EngineError> {
        self.tokens.write(&change.cursor(), self.target)
    }

    /// Waits for another revision; false when it is time for a sign of life.
    async fn changed(&mut self) -> bool {
        // A word that is new, not a revision that is larger: after a failover that lost some, the last word may be ahead of the
        // database, and would be for ever.
        tokio::time::timeout(self.heartbeat, self.revisions.changed()).await.is_ok_and(|it| it.is_ok())
    }

    fn step(&self, changes: Vec<Change>, complete_revision: Option<u64>) -> Result<WatchStep, EngineError> {
        Ok(WatchStep { changes, resume_token: self.tokens.write(&self.cursor, self.target)?, complete_revision })
    }
}

/// The last revision, when the catalogue still has the one that was read.
async fn head_after(catalogue: &Catalogue, read: Head) -> Result<Head, EngineError> {
    match catalogue.head_after(read).await? {
        Some(head) => Ok(head),
        None => Err(EngineError::RevisionLost { asked: read.revision, current: catalogue.revision().await? }),
    }
}

/// Writes and reads places of one watch. They are sealed: one letter that went wrong would stand elsewhere, and what lies
/// between would be missed without a word. So would, of a watch of one source, the changes of all others.
#[derive(Debug)]
struct Tokens {
    sealer: Sealer,
    source: Option<SourceName>,
}

impl Tokens {
    /// A place, and the revision of its past up to which was read.
    fn write(&self, cursor: &ChangeCursor, read: Head) -> Result<String, EngineError> {
        let key = cursor.key.as_ref().map(ToString::to_string);
        self.sealer.written(&(cursor.revision, key, read.revision, read.mark), &sealed_for(self.source.as_ref()))
    }

    /// A place of a watch of the same source, or of all sources, which missed nothing of this one.
    fn read(&self, token: &str) -> Option<(ChangeCursor, Head)> {
        let short = token.len() <= RESUME_TOKEN_CHARS_MAX;
        let purposes = [self.source.as_ref(), None].map(sealed_for);
        let mut opened = purposes.iter().filter(|_| short).filter_map(|it| self.sealer.read(token, it));
        let (revision, key, read, mark): (u64, Option<String>, u64, u64) = opened.next()?;
        let key = key.map(|key| OpportunityKey::parse(&key)).transpose().ok()?;
        Some((ChangeCursor { revision, key }, Head { revision: read, mark }))
    }
}

fn sealed_for(source: Option<&SourceName>) -> String {
    format!("watch {}", source.map_or("", SourceName::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        catalogue::{FeedTally, ImportHeader, ImportMode, StagedRecord, TOKEN_KEY_BYTES},
        domain::{OpportunityKind, RecordId},
    };

    async fn import(catalogue: &Catalogue, source: &SourceName, records: usize) {
        let header = ImportHeader::new(source.clone(), ImportMode::Delta, "1");
        let mut import = catalogue.begin(header).await.expect("an import");
        let record = |number: usize| {
            let (id, body) = (RecordId::new(&number.to_string()).expect("an id"), number.to_string());
            StagedRecord { id, kind: OpportunityKind::Vacancy, digest: blake3::hash(body.as_bytes()), body }
        };
        import.stage((0..records).map(record).collect()).await.expect("room");
        let (received, content_digest) = (records as u64, blake3::hash(b""));
        let tally = FeedTally { received, rejected: 0, content_digest, report_json: "[]".into() };
        import.commit(tally).await.expect("a commit");
    }

    /// Else a watcher of a small source hears nothing while a large one is read, and takes the connection for dead.
    #[tokio::test]
    async fn reading_past_other_sources_gives_signs_of_life() {
        let directory = tempfile::tempdir().expect("a directory");
        let catalogue = Catalogue::open(&directory.path().join("catalogue.sqlite")).await.expect("a catalogue");
        let [large, small] = ["large", "small"].map(|name| SourceName::new(name).expect("a name"));
        let page = limits::WATCH_PAGE as usize;
        import(&catalogue, &large, page + 1).await;
        import(&catalogue, &small, 1).await;
        let target = catalogue.head_after(Head::default()).await.expect("a head").expect("the past of everything");
        let mut watching = Watching {
            revisions: catalogue.watch_revision(),
            tokens: Tokens { sealer: Sealer::new(catalogue.token_key()), source: Some(small) },
            catalogue,
            cursor: ChangeCursor::after_revision(0),
            target,
            told: false,
            heartbeat: Duration::ZERO,
        };
        let first = watching.next().await.expect("a step");
        assert_eq!((first.changes.len(), first.complete_revision), (0, None));
        let (reached, _) = watching.tokens.read(&first.resume_token).expect("a place");
        assert!(reached > ChangeCursor::after_revision(0), "it goes on from there");
        assert_eq!(watching.next().await.expect("a step").changes.len(), 1);
        assert_eq!(watching.next().await.expect("a step").complete_revision, Some(2));
    }

    fn tokens(source: Option<&str>) -> Tokens {
        let source = source.map(|name| SourceName::new(name).expect("a name"));
        Tokens { sealer: Sealer::new([1; TOKEN_KEY_BYTES]), source }
    }

    #[test]
    fn a_place_and_its_past_are_kept_in_the_token() {
        let key = OpportunityKey::parse("waterrijk/v-1").expect("a key");
        let places = [ChangeCursor::after_revision(0), ChangeCursor { revision: u64::MAX, key: Some(key) }];
        for (cursor, read) in places.into_iter().zip([Head::default(), Head { revision: u64::MAX, mark: 7 }]) {
            let token = tokens(None).write(&cursor, read).expect("a token");
            assert_eq!(tokens(None).read(&token), Some((cursor, read)));
            for place in 0..token.len() {
                let other = if &token[place..=place] == "A" { "B" } else { "A" };
                let altered = format!("{}{other}{}", &token[..place], &token[place + 1..]);
                assert_eq!(tokens(None).read(&altered), None, "altered at {place}");
            }
            assert_eq!(tokens(None).read(&format!("{token}AA")), None);
        }
        for wrong in ["", "?", "AAAAAAA", &"A".repeat(RESUME_TOKEN_CHARS_MAX + 1)] {
            assert_eq!(tokens(None).read(wrong), None, "{wrong}");
        }
    }

    /// Who goes on with more than was watched would miss what came of the rest.
    #[test]
    fn a_token_goes_on_with_the_same_source_or_with_less() {
        let cursor = ChangeCursor::after_revision(3);
        let of = |source| tokens(source).write(&cursor, Head::default()).expect("a token");
        for (made, read, goes_on) in [
            (None, Some("a"), true),
            (Some("a"), Some("a"), true),
            (Some("a"), Some("b"), false),
            (Some("a"), None, false),
        ] {
            assert_eq!(tokens(read).read(&of(made)).is_some(), goes_on, "{made:?} {read:?}");
        }
    }

    #[test]
    fn the_longest_token_fits() {
        let (source, id) = ("a".repeat(SourceName::MAX_CHARS), "😀".repeat(RecordId::MAX_CHARS));
        let key = OpportunityKey {
            source: SourceName::new(&source).expect("a name"),
            id: RecordId::new(&id).expect("an id"),
        };
        let cursor = ChangeCursor { revision: u64::MAX, key: Some(key) };
        let token = tokens(Some(&source)).write(&cursor, Head { revision: u64::MAX, mark: u64::MAX }).expect("a token");
        assert!(token.len() <= RESUME_TOKEN_CHARS_MAX, "{}", token.len());
    }
}
