-- Somebody asks: what, for whom, since when, and where it stands.
CREATE TABLE counters (
    name  TEXT PRIMARY KEY,
    value BIGINT NOT NULL
);
CREATE TABLE requests (
    id                TEXT PRIMARY KEY,
    reference         TEXT NOT NULL UNIQUE,
    kind              TEXT NOT NULL CHECK (kind IN ('access', 'rectification')),
    state             TEXT NOT NULL,
    state_before      TEXT,
    subject_id        TEXT NOT NULL REFERENCES subjects (id),
    nation            TEXT NOT NULL CHECK (nation IN ('england', 'wales', 'scotland', 'northern_ireland')),
    received_on       DATE NOT NULL,
    received_how      TEXT NOT NULL CHECK (received_how IN ('letter', 'email', 'form', 'phone', 'in_person')),
    requester_kind    TEXT NOT NULL,
    requester_name    TEXT NOT NULL,
    requester_email   TEXT NOT NULL,
    requester_phone   TEXT NOT NULL,
    requester_address TEXT NOT NULL,
    phone_checked_at  TIMESTAMP,
    asked_for         TEXT NOT NULL,
    scope             TEXT NOT NULL,
    receive_by        TEXT NOT NULL CHECK (receive_by IN ('portal', 'post', 'by_hand', 'encrypted_file')),
    needs             TEXT NOT NULL,
    owner_id          TEXT REFERENCES staff (id),
    due_on            DATE,
    late_reason       TEXT,
    outcome_words     TEXT,
    created_at        TIMESTAMP NOT NULL,
    created_by        TEXT REFERENCES staff (id),
    closed_at         TIMESTAMP
);
CREATE INDEX requests_by_state ON requests (state, due_on);
CREATE INDEX requests_by_subject ON requests (subject_id);
-- Need to know: a request is seen by those it is assigned to.
CREATE TABLE assignments (
    id         TEXT PRIMARY KEY,
    request_id TEXT NOT NULL REFERENCES requests (id),
    staff_id   TEXT NOT NULL REFERENCES staff (id),
    made_by    TEXT REFERENCES staff (id),
    made_at    TIMESTAMP NOT NULL,
    UNIQUE (request_id, staff_id)
);
CREATE INDEX assignments_by_staff ON assignments (staff_id, request_id);
-- What the law's clock counts from, stops at and goes on after (law::clock's event types).
CREATE TABLE clock_events (
    id         TEXT PRIMARY KEY,
    request_id TEXT NOT NULL REFERENCES requests (id),
    kind       TEXT NOT NULL,
    happened_on DATE NOT NULL,
    pair       TEXT,
    words      TEXT NOT NULL,
    made_at    TIMESTAMP NOT NULL,
    made_by    TEXT REFERENCES staff (id)
);
CREATE INDEX clock_events_by_request ON clock_events (request_id, happened_on);
CREATE TABLE notes (
    id         TEXT PRIMARY KEY,
    request_id TEXT NOT NULL REFERENCES requests (id),
    author_id  TEXT NOT NULL REFERENCES staff (id),
    words      TEXT NOT NULL,
    made_at    TIMESTAMP NOT NULL
);
CREATE INDEX notes_by_request ON notes (request_id, made_at);
CREATE TABLE searches (
    id              TEXT PRIMARY KEY,
    request_id      TEXT NOT NULL REFERENCES requests (id),
    place           TEXT NOT NULL,
    custodian_name  TEXT NOT NULL,
    custodian_email TEXT NOT NULL,
    asked_for       TEXT NOT NULL,
    state           TEXT NOT NULL CHECK (state IN ('sent', 'answered', 'nothing_held', 'declined', 'waived')),
    sent_at         TIMESTAMP NOT NULL,
    sent_by         TEXT NOT NULL REFERENCES staff (id),
    answer_by       DATE NOT NULL,
    answered_at     TIMESTAMP,
    answer          TEXT NOT NULL
);
CREATE INDEX searches_by_request ON searches (request_id, sent_at);
