-- A random number beside each of the last revisions: whoever followed up to one sees by it whether the catalogue still has
-- that revision, or lost it and gave its number to another.
CREATE TABLE revision_mark (
    revision BIGINT NOT NULL PRIMARY KEY,
    mark BIGINT NOT NULL CHECK (mark > 0)
);
