-- The tables of ../sqlite in the types of PostgreSQL. Texts compare by their bytes, as in SQLite: the feed has one order.

-- One row: the last revision and how many imports there have been. A writer changes it first, so that revisions are
-- gapless and follow the order of commits.
CREATE TABLE head (
    only_row INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    revision BIGINT NOT NULL CHECK (revision >= 0),
    imports BIGINT NOT NULL CHECK (imports >= 0)
);

INSERT INTO head (only_row, revision, imports) VALUES (1, 0, 0);

-- One row a key, for ever: a removed record keeps its row without a body, so that followers learn of the removal.
CREATE TABLE record (
    source TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('vacancy', 'route')),
    revision BIGINT NOT NULL CHECK (revision > 0),
    removed SMALLINT NOT NULL CHECK (removed IN (0, 1)),
    digest BYTEA NOT NULL,
    body TEXT,
    PRIMARY KEY (source, id),
    CHECK ((removed = 1) = (body IS NULL))
);

-- The change feed in its order.
CREATE UNIQUE INDEX record_feed ON record (revision, source, id);

-- What is there now: counts and full feeds read this alone, not the bodies.
CREATE INDEX record_live ON record (source, removed, id);

-- Imports by which a repeated request is known.
CREATE TABLE import (
    number BIGINT NOT NULL PRIMARY KEY,
    source TEXT COLLATE "C" NOT NULL,
    request_id TEXT COLLATE "C" NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('delta', 'full')),
    content_digest BYTEA NOT NULL,
    revision BIGINT NOT NULL,
    received BIGINT NOT NULL,
    accepted BIGINT NOT NULL,
    unchanged BIGINT NOT NULL,
    removed BIGINT NOT NULL,
    rejected BIGINT NOT NULL,
    report_json TEXT NOT NULL,
    UNIQUE (source, request_id)
);

-- Which node imports which source. A claim that is not renewed any more lapses, so a node that died frees its sources.
-- SQLite has one process a file and needs no such table.
CREATE TABLE import_claim (
    source TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    node TEXT NOT NULL,
    claim TEXT NOT NULL UNIQUE,
    lapses_at TIMESTAMPTZ NOT NULL
);
