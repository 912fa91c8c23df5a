DROP TABLE requester_words;
