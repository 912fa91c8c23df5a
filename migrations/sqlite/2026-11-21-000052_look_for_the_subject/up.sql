-- Whether each item names the person the record is about, and who is spelt nearly like them.
CREATE TABLE item_identity (
    item_id    TEXT PRIMARY KEY REFERENCES items (id),
    request_id TEXT NOT NULL REFERENCES requests (id),
    named      BOOLEAN NOT NULL,
    born       BOOLEAN NOT NULL,
    numbered   BOOLEAN NOT NULL
);
CREATE TABLE item_variants (
    item_id    TEXT NOT NULL REFERENCES items (id),
    spelling   TEXT NOT NULL,
    request_id TEXT NOT NULL REFERENCES requests (id),
    PRIMARY KEY (item_id, spelling)
);
CREATE INDEX item_variants_by_request ON item_variants (request_id, spelling);
-- A reviewer says once for the request whether a spelling is the same person.
CREATE TABLE spelling_verdicts (
    request_id TEXT NOT NULL REFERENCES requests (id),
    spelling   TEXT NOT NULL,
    same       BOOLEAN NOT NULL,
    made_by    TEXT NOT NULL REFERENCES staff (id),
    made_at    TIMESTAMP NOT NULL,
    PRIMARY KEY (request_id, spelling)
);
