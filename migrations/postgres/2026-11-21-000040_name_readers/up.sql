-- Why an item has its level, what stands out about it, and who may read what is highly sensitive.
ALTER TABLE items ADD COLUMN topics TEXT NOT NULL DEFAULT '';
ALTER TABLE items ADD COLUMN level_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE items ADD COLUMN traits TEXT NOT NULL DEFAULT '';
CREATE TABLE item_readers (
    item_id  TEXT NOT NULL REFERENCES items (id),
    staff_id TEXT NOT NULL REFERENCES staff (id),
    reason   TEXT NOT NULL,
    named_by TEXT NOT NULL REFERENCES staff (id),
    named_at TIMESTAMP NOT NULL,
    PRIMARY KEY (item_id, staff_id)
);
CREATE INDEX items_for_named_people ON items (request_id)
    WHERE level = 'highly_sensitive' OR privileged;
