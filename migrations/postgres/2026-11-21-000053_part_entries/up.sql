-- What an entry of the record must hold beside its day, kind and author.
CREATE TABLE item_entries (
    item_id    TEXT PRIMARY KEY REFERENCES items (id),
    request_id TEXT NOT NULL REFERENCES requests (id),
    at_time    TEXT NOT NULL,
    present    TEXT NOT NULL,
    discussion TEXT NOT NULL,
    decisions  TEXT NOT NULL,
    made_by    TEXT NOT NULL REFERENCES staff (id),
    made_at    TIMESTAMP NOT NULL
);
CREATE INDEX item_entries_by_request ON item_entries (request_id);
