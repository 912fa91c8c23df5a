DROP TABLE diary_head;
DROP TABLE diary;
DROP FUNCTION diary_is_only_added_to();
