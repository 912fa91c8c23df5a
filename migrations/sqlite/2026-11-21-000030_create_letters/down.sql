DROP TABLE sent_letters;
DROP TABLE letter_versions;
