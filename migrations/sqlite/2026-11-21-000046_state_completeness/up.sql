-- What somebody said of a part of the record that a child's record must have.
CREATE TABLE completeness (
    request_id TEXT NOT NULL REFERENCES requests (id),
    entry      TEXT NOT NULL,
    verdict    TEXT NOT NULL CHECK (verdict IN ('there', 'does_not_apply', 'missing')),
    words      TEXT NOT NULL,
    made_by    TEXT NOT NULL REFERENCES staff (id),
    made_at    TIMESTAMP NOT NULL,
    PRIMARY KEY (request_id, entry)
);
