-- What was said of many items in one go, with what each said before, so that it can be taken back in one go.
CREATE TABLE bulk_changes (
    id         TEXT PRIMARY KEY,
    request_id TEXT NOT NULL REFERENCES requests (id),
    said       TEXT NOT NULL,
    items      BIGINT NOT NULL CHECK (items > 0),
    made_by    TEXT NOT NULL REFERENCES staff (id),
    made_at    TIMESTAMP NOT NULL,
    undone_at  TIMESTAMP CHECK (undone_at >= made_at)
);
CREATE INDEX bulk_changes_last ON bulk_changes (request_id, made_by, made_at);
CREATE TABLE bulk_changed_items (
    change_id    TEXT NOT NULL REFERENCES bulk_changes (id),
    item_id      TEXT NOT NULL REFERENCES items (id),
    kind         TEXT NOT NULL,
    source       TEXT NOT NULL,
    provider     TEXT NOT NULL,
    level        TEXT NOT NULL,
    hand         TEXT NOT NULL,
    event_on     DATE,
    topics       TEXT NOT NULL,
    level_reason TEXT NOT NULL,
    traits       TEXT NOT NULL,
    PRIMARY KEY (change_id, item_id)
);
