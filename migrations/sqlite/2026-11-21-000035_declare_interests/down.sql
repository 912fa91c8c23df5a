DROP TABLE openings;
DROP TABLE interests;
