DROP TABLE downloads;
DROP TABLE disclosures;
