-- What the requester says on their own page: the answer to our question, what matters first.
CREATE TABLE requester_words (
    id         TEXT PRIMARY KEY,
    request_id TEXT NOT NULL REFERENCES requests (id),
    kind       TEXT NOT NULL CHECK (kind IN ('answer', 'priorities')),
    words      TEXT NOT NULL,
    made_at    TIMESTAMP NOT NULL
);
CREATE INDEX requester_words_by_request ON requester_words (request_id, made_at);
