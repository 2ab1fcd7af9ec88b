-- When an import was applied, in milliseconds since 1970; 0 for imports of before this column.
ALTER TABLE import ADD COLUMN finished_ms BIGINT NOT NULL DEFAULT 0;
