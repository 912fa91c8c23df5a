-- Items that were looked through for legal advice; those that came before anything was looked for follow.
CREATE TABLE legal_looks (
    item_id   TEXT PRIMARY KEY REFERENCES items (id),
    looked_at TIMESTAMP NOT NULL
);
