-- Every act, in one chain: each line carries the hash of the one before.
CREATE TABLE diary (
    seq           BIGINT PRIMARY KEY,
    at            TIMESTAMP NOT NULL,
    actor_kind    TEXT NOT NULL CHECK (actor_kind IN ('staff', 'requester', 'custodian', 'originator', 'visitor', 'system')),
    actor_id      TEXT,
    actor_name    TEXT NOT NULL,
    act           TEXT NOT NULL,
    request_id    TEXT,
    object_id     TEXT,
    detail        TEXT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash          TEXT NOT NULL UNIQUE
);
CREATE INDEX diary_by_request ON diary (request_id, seq);
-- The end of the chain, one row: whoever writes a line holds it, so that lines follow each other.
CREATE TABLE diary_head (
    id   BIGINT PRIMARY KEY CHECK (id = 1),
    seq  BIGINT NOT NULL,
    hash TEXT NOT NULL
);
INSERT INTO diary_head (id, seq, hash) VALUES (1, 0, '');
-- The diary is only added to.
CREATE TRIGGER diary_never_changes BEFORE UPDATE ON diary BEGIN SELECT RAISE(ABORT, 'the diary is only added to'); END;
CREATE TRIGGER diary_never_shrinks BEFORE DELETE ON diary BEGIN SELECT RAISE(ABORT, 'the diary is only added to'); END;
