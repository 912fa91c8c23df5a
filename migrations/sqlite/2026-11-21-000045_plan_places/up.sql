-- Where a record may lie: which places are searched, which are not and why; and what paper there is.
CREATE TABLE places (
    id         TEXT PRIMARY KEY,
    request_id TEXT NOT NULL REFERENCES requests (id),
    name       TEXT NOT NULL,
    searched   BOOLEAN NOT NULL,
    reason     TEXT NOT NULL,
    made_by    TEXT NOT NULL REFERENCES staff (id),
    made_at    TIMESTAMP NOT NULL
);
CREATE INDEX places_by_request ON places (request_id);
CREATE TABLE paper_volumes (
    id         TEXT PRIMARY KEY,
    place_id   TEXT NOT NULL REFERENCES places (id),
    label      TEXT NOT NULL,
    from_on    DATE NOT NULL,
    to_on      DATE NOT NULL,
    held       BOOLEAN NOT NULL,
    note       TEXT NOT NULL,
    made_by    TEXT NOT NULL REFERENCES staff (id),
    made_at    TIMESTAMP NOT NULL,
    removed_at TIMESTAMP,
    CHECK (from_on <= to_on)
);
CREATE INDEX paper_volumes_by_place ON paper_volumes (place_id, from_on);
