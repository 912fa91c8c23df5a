DROP TABLE handed_in;
DROP TABLE item_notices;
DROP TABLE recipients;
DROP TABLE correction_steps;
DROP TABLE contested;
DROP TABLE corrections;
