DROP TABLE item_entries;
