-- Nobody repeats what is held from an earlier request of theirs: what was taken over from there, or left aside.
CREATE TABLE taken_over (
    id              TEXT PRIMARY KEY,
    request_id      TEXT NOT NULL REFERENCES requests (id),
    from_request_id TEXT NOT NULL REFERENCES requests (id),
    detail          TEXT NOT NULL CHECK (detail IN ('contact', 'identity', 'authority', 'wishes', 'person')),
    taken           BOOLEAN NOT NULL,
    words           TEXT NOT NULL,
    made_by         TEXT NOT NULL REFERENCES staff (id),
    made_at         TIMESTAMP NOT NULL,
    UNIQUE (request_id, detail),
    CHECK (request_id <> from_request_id)
);
CREATE INDEX requests_by_address ON requests (lower(requester_email));
CREATE INDEX subjects_by_birth ON subjects (born_on);
