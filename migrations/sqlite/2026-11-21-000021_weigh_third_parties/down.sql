DROP TABLE third_parties;
