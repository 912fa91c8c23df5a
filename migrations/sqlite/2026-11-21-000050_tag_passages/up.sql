-- What a passage of the record is: fact or opinion, whose voice, who decided and why.
CREATE TABLE passages (
    id         TEXT PRIMARY KEY,
    request_id TEXT NOT NULL REFERENCES requests (id),
    item_id    TEXT NOT NULL REFERENCES items (id),
    page       BIGINT NOT NULL CHECK (page > 0),
    first_word BIGINT NOT NULL CHECK (first_word >= 0),
    last_word  BIGINT NOT NULL,
    tag        TEXT NOT NULL,
    basis      TEXT NOT NULL,
    maker      TEXT NOT NULL,
    made_by    TEXT NOT NULL REFERENCES staff (id),
    made_at    TIMESTAMP NOT NULL,
    CHECK (last_word >= first_word)
);
-- The same words are the same thing once.
CREATE UNIQUE INDEX passages_once ON passages (item_id, page, first_word, last_word, tag);
CREATE INDEX passages_by_request ON passages (request_id, tag);
