DROP TABLE links;
DROP TABLE messages;
