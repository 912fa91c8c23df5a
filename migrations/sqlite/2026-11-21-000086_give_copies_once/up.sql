-- Items that say nothing of their own, left by a decision to those that hold everything in them.
CREATE TABLE item_copies (
    item_id    TEXT NOT NULL REFERENCES items (id),
    shown_in   TEXT NOT NULL REFERENCES items (id),
    request_id TEXT NOT NULL REFERENCES requests (id),
    PRIMARY KEY (item_id, shown_in),
    CHECK (item_id <> shown_in)
);
CREATE INDEX item_copies_by_request ON item_copies (request_id);
