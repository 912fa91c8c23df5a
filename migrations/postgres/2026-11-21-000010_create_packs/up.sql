-- The pack as it will go, who signed it, and what was said about it.
CREATE TABLE letters (
    request_id TEXT NOT NULL REFERENCES requests (id),
    kind       TEXT NOT NULL,
    words      TEXT NOT NULL,
    made_by    TEXT NOT NULL REFERENCES staff (id),
    made_at    TIMESTAMP NOT NULL,
    PRIMARY KEY (request_id, kind)
);
CREATE TABLE packs (
    id          TEXT PRIMARY KEY,
    request_id  TEXT NOT NULL REFERENCES requests (id),
    state       TEXT NOT NULL CHECK (state IN ('building', 'built', 'failed', 'signed', 'sealed', 'void')),
    fingerprint TEXT NOT NULL,
    pages       BIGINT NOT NULL,
    report      TEXT NOT NULL,
    problem     TEXT,
    made_by     TEXT NOT NULL REFERENCES staff (id),
    made_at     TIMESTAMP NOT NULL,
    built_at    TIMESTAMP,
    signed_by   TEXT REFERENCES staff (id),
    signed_at   TIMESTAMP,
    sealed_at   TIMESTAMP
);
CREATE INDEX packs_by_request ON packs (request_id, made_at);
-- A request has at most one pack that counts.
CREATE UNIQUE INDEX packs_one_current ON packs (request_id) WHERE state IN ('building', 'built', 'signed', 'sealed');
CREATE TABLE pack_volumes (
    pack_id TEXT NOT NULL REFERENCES packs (id),
    number  BIGINT NOT NULL,
    sha256  TEXT NOT NULL,
    bytes   BIGINT NOT NULL,
    pages   BIGINT NOT NULL,
    first_page BIGINT NOT NULL,
    PRIMARY KEY (pack_id, number)
);
CREATE TABLE pack_items (
    pack_id    TEXT NOT NULL REFERENCES packs (id),
    item_id    TEXT NOT NULL REFERENCES items (id),
    first_page BIGINT NOT NULL,
    pages      BIGINT NOT NULL,
    marks      BIGINT NOT NULL,
    redacted_sha256 TEXT NOT NULL,
    PRIMARY KEY (pack_id, item_id)
);
CREATE TABLE mark_comments (
    id         TEXT PRIMARY KEY,
    request_id TEXT NOT NULL REFERENCES requests (id),
    mark_id    TEXT REFERENCES marks (id),
    item_id    TEXT REFERENCES items (id),
    words      TEXT NOT NULL,
    author_id  TEXT NOT NULL REFERENCES staff (id),
    made_at    TIMESTAMP NOT NULL,
    settled_at TIMESTAMP,
    settled_by TEXT REFERENCES staff (id)
);
CREATE INDEX mark_comments_by_request ON mark_comments (request_id, made_at);
