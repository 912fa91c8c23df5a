-- Legal advice is set apart by an answer with a reason; where an ordinary note speaks of it, somebody is asked.
CREATE TABLE legal_hints (
    item_id    TEXT PRIMARY KEY REFERENCES items (id),
    request_id TEXT NOT NULL REFERENCES requests (id),
    sentences  TEXT NOT NULL,
    found_at   TIMESTAMP NOT NULL
);
CREATE INDEX legal_hints_by_request ON legal_hints (request_id);
-- Only added to: the newest answer about an item counts.
CREATE TABLE legal_claims (
    id         TEXT PRIMARY KEY,
    request_id TEXT NOT NULL REFERENCES requests (id),
    item_id    TEXT NOT NULL REFERENCES items (id),
    answer     TEXT NOT NULL CHECK (answer IN ('advice', 'litigation', 'part', 'no')),
    client     TEXT NOT NULL,
    says_so    TEXT NOT NULL,
    reason     TEXT NOT NULL CHECK (reason <> ''),
    made_by    TEXT NOT NULL REFERENCES staff (id),
    made_at    TIMESTAMP NOT NULL,
    CHECK (answer IN ('part', 'no') OR (client <> '' AND says_so <> ''))
);
CREATE INDEX legal_claims_by_request ON legal_claims (request_id);
