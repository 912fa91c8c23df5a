-- A correction: what is contested, what was decided about it and when, and who has to be told.
CREATE TABLE corrections (
    request_id        TEXT PRIMARY KEY REFERENCES requests (id),
    state             TEXT NOT NULL,
    -- The request in whose record the contested items lie.
    record_request_id TEXT REFERENCES requests (id),
    -- Decided again: each round has its own hearing and its own decisions.
    round             BIGINT NOT NULL,
    wants_recipients  BOOLEAN NOT NULL
);
CREATE TABLE contested (
    id         TEXT PRIMARY KEY,
    request_id TEXT NOT NULL REFERENCES corrections (request_id),
    number     BIGINT NOT NULL,
    item_id    TEXT REFERENCES items (id),
    page       BIGINT,
    place      TEXT NOT NULL,
    -- The person's own words, never rephrased.
    says       TEXT NOT NULL,
    should_say TEXT NOT NULL,
    statement  TEXT NOT NULL,
    made_at    TIMESTAMP NOT NULL,
    UNIQUE (request_id, number)
);
-- What the author said and what was decided; only added to.
CREATE TABLE correction_steps (
    id           TEXT PRIMARY KEY,
    contested_id TEXT NOT NULL REFERENCES contested (id),
    round        BIGINT NOT NULL,
    kind         TEXT NOT NULL CHECK (kind IN ('author', 'decision')),
    outcome      TEXT CHECK (outcome IN ('rectified', 'completed', 'opinion_disputed', 'mistake_explained', 'refused')),
    words        TEXT NOT NULL,
    new_words    TEXT NOT NULL,
    made_by      TEXT NOT NULL REFERENCES staff (id),
    made_at      TIMESTAMP NOT NULL,
    CHECK ((kind = 'decision') = (outcome IS NOT NULL))
);
CREATE INDEX correction_steps_by_passage ON correction_steps (contested_id, made_at);
-- Article 19: everybody who was given the old words, and what became of telling them.
CREATE TABLE recipients (
    id            TEXT PRIMARY KEY,
    request_id    TEXT NOT NULL REFERENCES corrections (request_id),
    disclosure_id TEXT REFERENCES disclosures (id),
    name          TEXT NOT NULL,
    address       TEXT NOT NULL,
    given_at      TIMESTAMP,
    state         TEXT NOT NULL CHECK (state IN ('to_tell', 'told', 'impossible', 'disproportionate', 'not_given')),
    reason        TEXT NOT NULL,
    settled_by    TEXT REFERENCES staff (id),
    settled_at    TIMESTAMP,
    CHECK (state IN ('to_tell', 'told') OR reason <> '')
);
CREATE INDEX recipients_by_request ON recipients (request_id, name);
-- What is said of an item wherever the same file is shown or sent: contested, superseded, added to.
CREATE TABLE item_notices (
    id              TEXT PRIMARY KEY,
    original_sha256 TEXT NOT NULL,
    contested_id    TEXT NOT NULL REFERENCES contested (id),
    kind            TEXT NOT NULL CHECK (kind IN ('restricted', 'superseded', 'completed', 'disputed', 'explained')),
    page            BIGINT,
    words           TEXT NOT NULL,
    statement       TEXT NOT NULL,
    -- The item that was made of the correction.
    upload_id       TEXT REFERENCES uploads (id),
    made_at         TIMESTAMP NOT NULL,
    ended_at        TIMESTAMP
);
CREATE INDEX item_notices_by_file ON item_notices (original_sha256);
-- What the requester hands in: evidence for a correction, proof of identity.
CREATE TABLE handed_in (
    id         TEXT PRIMARY KEY,
    request_id TEXT NOT NULL REFERENCES requests (id),
    purpose    TEXT NOT NULL CHECK (purpose IN ('evidence', 'identity')),
    file_name  TEXT NOT NULL,
    sha256     TEXT NOT NULL,
    bytes      BIGINT NOT NULL,
    by_name    TEXT NOT NULL,
    made_at    TIMESTAMP NOT NULL
);
CREATE INDEX handed_in_by_request ON handed_in (request_id, made_at);
