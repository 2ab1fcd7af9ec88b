-- One row, made once: the name by which an index knows which catalogue it was followed from, and the key that seals page
-- tokens, so that every node that shares the catalogue can open them.
CREATE TABLE identity (
    only_row INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    name TEXT NOT NULL,
    token_key BLOB NOT NULL
);
