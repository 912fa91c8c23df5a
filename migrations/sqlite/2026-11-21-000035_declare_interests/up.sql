-- Before somebody first opens a request they say whether they have an interest in it; who has one
-- is kept away from it. An opening lets somebody in who is not assigned, for some hours.
CREATE TABLE interests (
    id          TEXT PRIMARY KEY,
    request_id  TEXT NOT NULL REFERENCES requests (id),
    staff_id    TEXT NOT NULL REFERENCES staff (id),
    standing    TEXT NOT NULL CHECK (standing IN ('none', 'conflict', 'cleared')),
    found       TEXT NOT NULL CHECK (found IN ('declared', 'subject', 'requester', 'circle', 'author')),
    words       TEXT NOT NULL,
    made_at     TIMESTAMP NOT NULL,
    cleared_by  TEXT REFERENCES staff (id),
    cleared_at  TIMESTAMP,
    cleared_why TEXT NOT NULL,
    UNIQUE (request_id, staff_id)
);
CREATE INDEX interests_by_staff ON interests (staff_id, standing, request_id);
CREATE TABLE openings (
    id         TEXT PRIMARY KEY,
    request_id TEXT NOT NULL REFERENCES requests (id),
    staff_id   TEXT NOT NULL REFERENCES staff (id),
    reason     TEXT NOT NULL,
    made_at    TIMESTAMP NOT NULL,
    ends_at    TIMESTAMP NOT NULL,
    ended_at   TIMESTAMP
);
-- At most one opening of a request stands for one person.
CREATE UNIQUE INDEX openings_one_live ON openings (request_id, staff_id) WHERE ended_at IS NULL;
CREATE INDEX openings_by_staff ON openings (staff_id, ended_at);
