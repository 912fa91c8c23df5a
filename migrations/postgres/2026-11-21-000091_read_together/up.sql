-- A pack may be handed over where somebody sits with the person while they read.
ALTER TABLE disclosures DROP CONSTRAINT disclosures_how_check;
ALTER TABLE disclosures ADD CONSTRAINT disclosures_how_check
    CHECK (how IN ('portal', 'post', 'by_hand', 'encrypted_file', 'reading'));
-- Who sits with somebody while they read, when and where; what is newest holds.
CREATE TABLE readings (
    id            TEXT PRIMARY KEY,
    disclosure_id TEXT NOT NULL REFERENCES disclosures (id),
    companion     TEXT NOT NULL CHECK (companion <> ''),
    on_day        DATE NOT NULL,
    at_time       TEXT NOT NULL CHECK (length(at_time) = 5),
    place         TEXT NOT NULL CHECK (place <> ''),
    -- Why it was moved; empty for the first.
    reason        TEXT NOT NULL,
    made_by       TEXT NOT NULL REFERENCES staff (id),
    made_at       TIMESTAMP NOT NULL
);
CREATE INDEX readings_by_disclosure ON readings (disclosure_id, made_at);
