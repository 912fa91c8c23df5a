-- Marks of other requests are not decided about any more.
DROP INDEX items_by_original;
DROP TABLE marks_left;
