-- Who works here, their sign-ins, and the tries that failed.
CREATE TABLE staff (
    id                  TEXT PRIMARY KEY,
    email               TEXT NOT NULL UNIQUE CHECK (email = lower(email)),
    name                TEXT NOT NULL,
    job_title           TEXT NOT NULL,
    role                TEXT NOT NULL CHECK (role IN ('handler', 'reviewer', 'manager', 'auditor', 'administrator')),
    password_hash       TEXT,
    state               TEXT NOT NULL CHECK (state IN ('invited', 'active', 'suspended')),
    created_at          TIMESTAMP NOT NULL,
    password_changed_at TIMESTAMP
);
CREATE TABLE sessions (
    id         TEXT PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    staff_id   TEXT NOT NULL REFERENCES staff (id),
    started_at TIMESTAMP NOT NULL,
    seen_at    TIMESTAMP NOT NULL,
    ended_at   TIMESTAMP,
    browser    TEXT NOT NULL
);
CREATE INDEX sessions_by_staff ON sessions (staff_id, started_at);
-- One row a failed try, per account and per source, kept only as long as it slows the next one.
CREATE TABLE failed_tries (
    id       TEXT PRIMARY KEY,
    key      TEXT NOT NULL,
    tried_at TIMESTAMP NOT NULL
);
CREATE INDEX failed_tries_by_key ON failed_tries (key, tried_at);
CREATE TABLE api_tokens (
    id         TEXT PRIMARY KEY,
    staff_id   TEXT NOT NULL REFERENCES staff (id),
    purpose    TEXT NOT NULL,
    issued_at  TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    revoked_at TIMESTAMP
);
