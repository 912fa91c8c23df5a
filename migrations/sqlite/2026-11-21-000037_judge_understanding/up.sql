-- What is found of a child's understanding and wishes before somebody is answered about them, and
-- what was checked of a requester, line by line of the law's list.
CREATE TABLE understandings (
    id            TEXT PRIMARY KEY,
    request_id    TEXT NOT NULL REFERENCES requests (id),
    understands   BOOLEAN NOT NULL,
    how           TEXT NOT NULL CHECK (how <> ''),
    wishes        TEXT NOT NULL CHECK (wishes IN ('agrees', 'objects', 'not_asked')),
    wishes_words  TEXT NOT NULL,
    parents       TEXT NOT NULL CHECK (parents IN ('consulted', 'exception', 'child_refuses', 'could_not')),
    parents_words TEXT NOT NULL,
    advocate      TEXT NOT NULL,
    told          TEXT NOT NULL,
    interests     TEXT NOT NULL,
    made_by       TEXT NOT NULL REFERENCES staff (id),
    made_at       TIMESTAMP NOT NULL
);
CREATE INDEX understandings_by_request ON understandings (request_id, made_at);
CREATE TABLE identity_checks (
    id          TEXT PRIMARY KEY,
    decision_id TEXT NOT NULL REFERENCES identity_decisions (id),
    words       TEXT NOT NULL
);
CREATE INDEX identity_checks_by_decision ON identity_checks (decision_id);
