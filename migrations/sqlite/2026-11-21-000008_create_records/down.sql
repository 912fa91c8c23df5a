DROP TABLE item_pages;
DROP TABLE items;
DROP TABLE uploads;
