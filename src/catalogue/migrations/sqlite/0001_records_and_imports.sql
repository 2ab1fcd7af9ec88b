-- One row: the last revision and how many imports there have been. A writer changes it first, so that revisions are
-- gapless and follow the order of commits.
CREATE TABLE head (
    only_row INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    revision BIGINT NOT NULL CHECK (revision >= 0),
    imports BIGINT NOT NULL CHECK (imports >= 0)
);

INSERT INTO head (only_row, revision, imports) VALUES (1, 0, 0);

-- One row a key, for ever: a removed record keeps its row without a body, so that followers learn of the removal.
-- The body stands last: reading what comes before it does not touch its pages.
CREATE TABLE record (
    source TEXT NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('vacancy', 'route')),
    revision BIGINT NOT NULL CHECK (revision > 0),
    removed SMALLINT NOT NULL CHECK (removed IN (0, 1)),
    digest BLOB NOT NULL,
    body TEXT,
    PRIMARY KEY (source, id),
    CHECK ((removed = 1) = (body IS NULL))
);

-- The change feed in its order.
CREATE UNIQUE INDEX record_feed ON record (revision, source, id);

-- What is there now: counts and full feeds read this alone, not the bodies. A partial index would be smaller, but SQLite
-- reads the table beside it to look at the condition again.
CREATE INDEX record_live ON record (source, removed, id);

-- Imports by which a repeated request is known.
CREATE TABLE import (
    number BIGINT NOT NULL PRIMARY KEY,
    source TEXT NOT NULL,
    request_id TEXT NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('delta', 'full')),
    content_digest BLOB NOT NULL,
    revision BIGINT NOT NULL,
    received BIGINT NOT NULL,
    accepted BIGINT NOT NULL,
    unchanged BIGINT NOT NULL,
    removed BIGINT NOT NULL,
    rejected BIGINT NOT NULL,
    report_json TEXT NOT NULL,
    UNIQUE (source, request_id)
);
