-- What may not go: marks with their ground, and a decision an item.
CREATE TABLE marks (
    id         TEXT PRIMARY KEY,
    item_id    TEXT NOT NULL REFERENCES items (id),
    request_id TEXT NOT NULL REFERENCES requests (id),
    page       BIGINT NOT NULL,
    quads      TEXT NOT NULL,
    ground     TEXT NOT NULL,
    reason     TEXT NOT NULL,
    label      TEXT NOT NULL,
    made_by    TEXT NOT NULL REFERENCES staff (id),
    made_at    TIMESTAMP NOT NULL,
    changed_by TEXT REFERENCES staff (id),
    version    BIGINT NOT NULL,
    removed    BOOLEAN NOT NULL
);
CREATE INDEX marks_by_item ON marks (item_id, page);
CREATE INDEX marks_by_request ON marks (request_id, removed);
-- What was done to marks, so that it can be undone and done again: the state of each mark before and after (JSON).
CREATE TABLE mark_changes (
    id         TEXT PRIMARY KEY,
    request_id TEXT NOT NULL REFERENCES requests (id),
    staff_id   TEXT NOT NULL REFERENCES staff (id),
    words      TEXT NOT NULL,
    before     TEXT NOT NULL,
    after      TEXT NOT NULL,
    undone     BOOLEAN NOT NULL,
    made_at    TIMESTAMP NOT NULL
);
CREATE INDEX mark_changes_by_staff ON mark_changes (request_id, staff_id, id);
CREATE TABLE item_decisions (
    item_id    TEXT PRIMARY KEY REFERENCES items (id),
    request_id TEXT NOT NULL REFERENCES requests (id),
    decision   TEXT NOT NULL CHECK (decision IN ('release', 'release_with_marks', 'withhold')),
    ground     TEXT,
    reason     TEXT NOT NULL,
    decided_by TEXT NOT NULL REFERENCES staff (id),
    decided_at TIMESTAMP NOT NULL,
    CHECK (decision <> 'withhold' OR ground IS NOT NULL)
);
CREATE INDEX item_decisions_by_request ON item_decisions (request_id);
-- Everybody who drew, changed or removed a mark or decided an item: none of them may sign.
CREATE TABLE markers (
    request_id TEXT NOT NULL REFERENCES requests (id),
    staff_id   TEXT NOT NULL REFERENCES staff (id),
    PRIMARY KEY (request_id, staff_id)
);
CREATE TABLE pages_seen (
    item_id  TEXT NOT NULL REFERENCES items (id),
    page     BIGINT NOT NULL,
    staff_id TEXT NOT NULL REFERENCES staff (id),
    PRIMARY KEY (item_id, page, staff_id)
);
