-- The messages an item consists of, so that a pasted trail is known where it stands a second time.
CREATE TABLE trail_messages (
    item_id    TEXT NOT NULL REFERENCES items (id),
    place      BIGINT NOT NULL,
    request_id TEXT NOT NULL REFERENCES requests (id),
    hash       TEXT NOT NULL,
    letters    BIGINT NOT NULL,
    first_page BIGINT NOT NULL,
    first_word BIGINT NOT NULL,
    last_page  BIGINT NOT NULL,
    last_word  BIGINT NOT NULL,
    PRIMARY KEY (item_id, place)
);
CREATE INDEX trail_messages_same ON trail_messages (request_id, hash);
