-- Links to letters go with them.
-- SQLite changes no CHECK in place. Rows that point here are looked at again when all is done.
PRAGMA defer_foreign_keys = ON;
CREATE TABLE links_kept AS SELECT * FROM links WHERE purpose <> 'letter';
DROP TABLE links;
CREATE TABLE links (
    id           TEXT PRIMARY KEY,
    purpose      TEXT NOT NULL CHECK (purpose IN ('first_sign_in', 'password_reset', 'search', 'pack', 'consultation', 'portal', 'visit')),
    token_hash   TEXT NOT NULL UNIQUE,
    object_id    TEXT NOT NULL,
    request_id   TEXT,
    person       TEXT NOT NULL,
    made_at      TIMESTAMP NOT NULL,
    expires_at   TIMESTAMP NOT NULL,
    spent_at     TIMESTAMP,
    withdrawn_at TIMESTAMP,
    code_hash    TEXT,
    wrong_codes  BIGINT NOT NULL,
    blocked_at   TIMESTAMP,
    uses         BIGINT NOT NULL,
    max_uses     BIGINT NOT NULL
);
CREATE INDEX links_by_object ON links (object_id, purpose);
INSERT INTO links SELECT * FROM links_kept;
DROP TABLE links_kept;
