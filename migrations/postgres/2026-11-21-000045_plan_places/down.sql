DROP TABLE paper_volumes;
DROP TABLE places;
