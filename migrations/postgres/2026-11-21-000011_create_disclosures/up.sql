-- The register: who received what, which pages, when, how, by whom, and the proof.
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
    proof             TEXT NOT NULL
);
CREATE INDEX disclosures_by_request ON disclosures (request_id, released_at);
CREATE TABLE downloads (
    id            TEXT PRIMARY KEY,
    disclosure_id TEXT NOT NULL REFERENCES disclosures (id),
    volume        BIGINT NOT NULL,
    sha256        TEXT NOT NULL,
    at            TIMESTAMP NOT NULL,
    browser       TEXT NOT NULL
);
CREATE INDEX downloads_by_disclosure ON downloads (disclosure_id, at);
