-- Who asks was proved, or not: what was seen, who decided and why.
CREATE TABLE identity_decisions (
    id         TEXT PRIMARY KEY,
    request_id TEXT NOT NULL REFERENCES requests (id),
    decision   TEXT NOT NULL CHECK (decision IN ('proved', 'not_proved')),
    evidence   TEXT NOT NULL,
    authority  TEXT NOT NULL,
    reason     TEXT NOT NULL,
    decided_by TEXT NOT NULL REFERENCES staff (id),
    decided_at TIMESTAMP NOT NULL
);
CREATE INDEX identity_decisions_by_request ON identity_decisions (request_id, decided_at);
