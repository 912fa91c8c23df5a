-- What goes out by mail, and the one-purpose links in it.
CREATE TABLE messages (
    id         TEXT PRIMARY KEY,
    request_id TEXT,
    purpose    TEXT NOT NULL,
    channel    TEXT NOT NULL CHECK (channel IN ('email', 'letter', 'phone')),
    to_name    TEXT NOT NULL,
    to_address TEXT NOT NULL,
    subject    TEXT NOT NULL,
    body       TEXT NOT NULL,
    made_at    TIMESTAMP NOT NULL,
    sent_at    TIMESTAMP,
    failed_at  TIMESTAMP,
    problem    TEXT
);
CREATE INDEX messages_by_request ON messages (request_id, made_at);
CREATE TABLE links (
    id           TEXT PRIMARY KEY,
    purpose      TEXT NOT NULL CHECK (purpose IN ('first_sign_in', 'password_reset', 'search', 'pack', 'consultation', 'portal', 'visit')),
    token_hash   TEXT NOT NULL UNIQUE,
    object_id    TEXT NOT NULL,
    request_id   TEXT,
    person       TEXT NOT NULL,
    made_at      TIMESTAMP NOT NULL,
    expires_at   TIMESTAMP NOT NULL,
    spent_at     TIMESTAMP,
    withdrawn_at TIMESTAMP,
    code_hash    TEXT,
    wrong_codes  BIGINT NOT NULL,
    blocked_at   TIMESTAMP,
    uses         BIGINT NOT NULL,
    max_uses     BIGINT NOT NULL
);
CREATE INDEX links_by_object ON links (object_id, purpose);
