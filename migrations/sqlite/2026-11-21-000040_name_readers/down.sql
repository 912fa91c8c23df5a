DROP INDEX items_for_named_people;
DROP TABLE item_readers;
ALTER TABLE items DROP COLUMN traits;
ALTER TABLE items DROP COLUMN level_reason;
ALTER TABLE items DROP COLUMN topics;
