-- Several people of one family file, each with a request: which requests belong together, and which items were brought over.
CREATE TABLE family_members (
    request_id TEXT PRIMARY KEY REFERENCES requests (id),
    family_id  TEXT NOT NULL,
    reason     TEXT NOT NULL CHECK (reason <> ''),
    joined_by  TEXT NOT NULL REFERENCES staff (id),
    joined_at  TIMESTAMP NOT NULL
);
CREATE INDEX family_members_by_family ON family_members (family_id);
CREATE TABLE brought_items (
    item_id    TEXT PRIMARY KEY REFERENCES items (id),
    from_item  TEXT NOT NULL REFERENCES items (id),
    brought_by TEXT NOT NULL REFERENCES staff (id),
    brought_at TIMESTAMP NOT NULL
);
