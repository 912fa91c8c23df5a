-- A pack may be handed over where somebody sits with the person while they read.
-- SQLite changes no CHECK in place. Rows that point here are looked at again when all is done.
PRAGMA defer_foreign_keys = ON;
CREATE TABLE disclosures_kept AS SELECT * FROM disclosures;
DROP TABLE disclosures;
CREATE TABLE disclosures (
    id                TEXT PRIMARY KEY,
    request_id        TEXT NOT NULL REFERENCES requests (id),
    pack_id           TEXT NOT NULL REFERENCES packs (id),
    recipient_kind    TEXT NOT NULL,
    recipient_name    TEXT NOT NULL,
    recipient_address TEXT NOT NULL,
    how               TEXT NOT NULL CHECK (how IN ('portal', 'post', 'by_hand', 'encrypted_file', 'reading')),
    page_ranges       TEXT NOT NULL,
    link_id           TEXT REFERENCES links (id),
    -- Files made for this delivery alone (JSON: number, SHA-256, bytes).
    files             TEXT NOT NULL,
    state             TEXT NOT NULL CHECK (state IN ('released', 'opened', 'delivered', 'expired', 'revoked')),
    released_by       TEXT NOT NULL REFERENCES staff (id),
    released_at       TIMESTAMP NOT NULL,
    received_at       TIMESTAMP,
    proof             TEXT NOT NULL,
    part              BIGINT CHECK (part >= 1)
);
CREATE INDEX disclosures_by_request ON disclosures (request_id, released_at);
CREATE UNIQUE INDEX disclosures_each_part_once ON disclosures (pack_id, part) WHERE part IS NOT NULL AND state <> 'revoked';
INSERT INTO disclosures SELECT * FROM disclosures_kept;
DROP TABLE disclosures_kept;
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
