-- Who gave something in confidence stays protected: what would give them away, and a manager's decision before anything goes.
CREATE TABLE sources (
    item_id    TEXT PRIMARY KEY REFERENCES items (id),
    request_id TEXT NOT NULL REFERENCES requests (id),
    words      TEXT NOT NULL,
    noted_by   TEXT NOT NULL REFERENCES staff (id),
    outcome    TEXT CHECK (outcome IN ('protected', 'may_be_known')),
    reason     TEXT NOT NULL,
    decided_by TEXT REFERENCES staff (id),
    decided_at TIMESTAMP,
    masks      TEXT NOT NULL,
    items      BIGINT NOT NULL,
    CHECK ((outcome IS NULL) = (decided_by IS NULL)),
    CHECK (outcome IS NULL OR reason <> '')
);
CREATE INDEX sources_by_request ON sources (request_id);
