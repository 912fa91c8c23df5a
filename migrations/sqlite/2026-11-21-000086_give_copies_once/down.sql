DROP TABLE item_copies;
