DROP TABLE circle_aliases;
DROP TABLE circle;
DROP TABLE subjects;
