DROP TABLE health_items;
DROP TABLE opinions;
DROP TABLE ground_tests;
