-- A mark on the same file in another request, left out here by somebody's decision; it is proposed again only
-- where it changes.
CREATE TABLE marks_left (
    item_id      TEXT NOT NULL REFERENCES items (id),
    mark_id      TEXT NOT NULL REFERENCES marks (id),
    mark_version BIGINT NOT NULL,
    reason       TEXT NOT NULL CHECK (reason <> ''),
    decided_by   TEXT NOT NULL REFERENCES staff (id),
    decided_at   TIMESTAMP NOT NULL,
    PRIMARY KEY (item_id, mark_id, mark_version)
);
-- Who else holds the file of an item is asked wherever the item is reviewed.
CREATE INDEX items_by_original ON items (original_sha256);
