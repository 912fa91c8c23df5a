DROP TABLE diary_head;
DROP TABLE diary;
