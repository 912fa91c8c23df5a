DROP TABLE pages_seen;
DROP TABLE markers;
DROP TABLE item_decisions;
DROP TABLE mark_changes;
DROP TABLE marks;
