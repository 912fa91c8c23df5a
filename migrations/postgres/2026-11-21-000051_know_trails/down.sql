DROP TABLE trail_messages;
