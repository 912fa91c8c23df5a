-- The test behind a ground, whom we asked about it, and the health professional's opinion without
-- which no health data goes out.
CREATE TABLE ground_tests (
    id           TEXT PRIMARY KEY,
    request_id   TEXT NOT NULL REFERENCES requests (id),
    ground       TEXT NOT NULL,
    facts        TEXT NOT NULL,
    outcome      TEXT NOT NULL,
    evidence     TEXT NOT NULL,
    consulted    TEXT NOT NULL,
    consulted_on DATE,
    silent       BOOLEAN NOT NULL,
    silent_why   TEXT NOT NULL,
    made_by      TEXT NOT NULL REFERENCES staff (id),
    made_at      TIMESTAMP NOT NULL,
    UNIQUE (request_id, ground)
);
CREATE TABLE opinions (
    id          TEXT PRIMARY KEY,
    request_id  TEXT NOT NULL REFERENCES requests (id),
    given_by    TEXT NOT NULL CHECK (given_by <> ''),
    profession  TEXT NOT NULL,
    appropriate TEXT NOT NULL,
    says        TEXT NOT NULL CHECK (says IN ('harm', 'no_harm')),
    words       TEXT NOT NULL,
    given_on    DATE NOT NULL,
    made_by     TEXT NOT NULL REFERENCES staff (id),
    made_at     TIMESTAMP NOT NULL
);
CREATE INDEX opinions_by_request ON opinions (request_id, given_on);
CREATE TABLE health_items (
    item_id    TEXT PRIMARY KEY REFERENCES items (id),
    request_id TEXT NOT NULL REFERENCES requests (id),
    known_how  TEXT NOT NULL,
    made_by    TEXT NOT NULL REFERENCES staff (id),
    made_at    TIMESTAMP NOT NULL
);
CREATE INDEX health_items_by_request ON health_items (request_id);
