-- Nobody sits with readers any more; what was read so was handed over.
-- SQLite changes no CHECK in place. Rows that point here are looked at again when all is done.
PRAGMA defer_foreign_keys = ON;
DROP TABLE readings;
UPDATE disclosures SET how = 'by_hand' WHERE how = 'reading';
CREATE TABLE disclosures_kept AS SELECT * FROM disclosures;
DROP TABLE disclosures;
CREATE TABLE disclosures (
    id                TEXT PRIMARY KEY,
    request_id        TEXT NOT NULL REFERENCES requests (id),
    pack_id           TEXT NOT NULL REFERENCES packs (id),
    recipient_kind    TEXT NOT NULL,
    recipient_name    TEXT NOT NULL,
    recipient_address TEXT NOT NULL,
    how               TEXT NOT NULL CHECK (how IN ('portal', 'post', 'by_hand', 'encrypted_file')),
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
