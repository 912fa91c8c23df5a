-- What was found: the files as they came, and the items made of them.
CREATE TABLE uploads (
    id         TEXT PRIMARY KEY,
    request_id TEXT NOT NULL REFERENCES requests (id),
    search_id  TEXT REFERENCES searches (id),
    batch_id   TEXT NOT NULL,
    file_name  TEXT NOT NULL,
    bytes      BIGINT NOT NULL,
    sha256     TEXT NOT NULL,
    source     TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('waiting', 'imported', 'refused')),
    problem    TEXT,
    made_at    TIMESTAMP NOT NULL,
    made_by    TEXT
);
CREATE INDEX uploads_by_request ON uploads (request_id, made_at);
CREATE INDEX uploads_by_batch ON uploads (batch_id, made_at);
CREATE TABLE items (
    id              TEXT PRIMARY KEY,
    request_id      TEXT NOT NULL REFERENCES requests (id),
    number          BIGINT NOT NULL,
    parent_id       TEXT REFERENCES items (id),
    upload_id       TEXT REFERENCES uploads (id),
    duplicate_of    TEXT REFERENCES items (id),
    title           TEXT NOT NULL,
    file_name       TEXT NOT NULL,
    source          TEXT NOT NULL,
    kind            TEXT NOT NULL,
    author          TEXT NOT NULL,
    provider        TEXT NOT NULL,
    event_on        DATE,
    recorded_on     DATE,
    level           TEXT NOT NULL CHECK (level IN ('confidential', 'sensitive', 'highly_sensitive')),
    hand            TEXT NOT NULL CHECK (hand IN ('first_hand', 'third_party')),
    restricted_ground TEXT,
    restricted_reason TEXT,
    privileged      BOOLEAN NOT NULL,
    original_sha256 TEXT NOT NULL,
    original_bytes  BIGINT NOT NULL,
    working_sha256  TEXT,
    words_sha256    TEXT,
    pages           BIGINT NOT NULL,
    view            TEXT NOT NULL CHECK (view IN ('waiting', 'shown', 'not_shown')),
    problem         TEXT,
    made_at         TIMESTAMP NOT NULL,
    UNIQUE (request_id, number)
);
CREATE INDEX items_by_hash ON items (request_id, original_sha256);
-- A page as it is displayed: its size in points, the matrix from user space (JSON, six numbers), what it may hide (JSON).
CREATE TABLE item_pages (
    item_id    TEXT NOT NULL REFERENCES items (id),
    page       BIGINT NOT NULL,
    width      DOUBLE PRECISION NOT NULL,
    height     DOUBLE PRECISION NOT NULL,
    to_display TEXT NOT NULL,
    warnings   TEXT NOT NULL,
    PRIMARY KEY (item_id, page)
);
